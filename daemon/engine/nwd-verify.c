/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verify.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "core/nwd-resolve.h"

static gboolean
fail_card (const NwdDomain *domain, const NwdCardChange *change, const char *what, GError **error)
{
  g_set_error (error, NWD_ERROR, NWD_ERROR_UPDATE_FAILED,
               "cannot change card %s of VM %s: libvirt reported success, but %s (56)", change->mac,
               domain->name, what);
  return FALSE;
}

/* The card that @change made of the one that it means; it may have another MAC by it. */
static const NwdCard *
find_changed (GPtrArray *cards, const NwdCardChange *change)
{
  gboolean renamed = change->verb == NWD_CARD_UPDATE && (change->fields & NWD_CARD_ALIAS);
  gboolean readdressed = change->verb == NWD_CARD_UPDATE && (change->fields & NWD_CARD_MAC);

  if (readdressed && (renamed || !change->which))
    return nwd_domain_find_card (cards, change->new_mac, 0);
  return nwd_card_change_find (change, cards);
}

/* @attach as an update of all that it states; the rest libvirt chooses. */
static NwdCardChange *
update_of (const NwdCardChange *attach)
{
  const NwdCard *to = attach->card;
  NwdCardChange *update = nwd_card_change_new (attach->vm_id, to->mac, to->nth, attach->scope);

  nwd_card_change_set_linked (update, to->linked);
  nwd_card_change_set_isolated (update, to->isolated);
  nwd_card_change_set_source (update, to->source);
  if (*to->model)
    nwd_card_change_set_model (update, to->model);
  if (to->mtu > 0)
    nwd_card_change_set_mtu (update, to->mtu);
  nwd_card_change_set_filter (update, to->filter, to->filter_parameters);
  return update;
}

/* What is wrong with @card by @update; NULL: nothing. */
static const char *
find_fault (const NwdCard *card, const NwdCardChange *update)
{
  if (update->fields & NWD_CARD_LINKED && card->linked != update->linked)
    return "its link is not as asked for";
  if (update->fields & NWD_CARD_ISOLATED && card->isolated != update->isolated)
    return "its port isolation is not as asked for";
  if (update->fields & NWD_CARD_SOURCE && !nwd_source_equal (card->source, update->source))
    return "it is not where it was to go";
  if (update->fields & NWD_CARD_MODEL && !g_str_equal (card->model, update->model))
    return "its model is not as asked for";
  if (update->fields & NWD_CARD_MTU && card->mtu != update->mtu)
    return "its MTU is not as asked for";
  if (update->fields & NWD_CARD_FILTER && !g_str_equal (card->filter, update->filter))
    return "its filter is not as asked for";
  return NULL;
}

static const char *
find_fault_of_any (const NwdCard *card, const NwdCardChange *change)
{
  g_autoptr (NwdCardChange) update = change->verb == NWD_CARD_ATTACH ? update_of (change) : NULL;

  return find_fault (card, update ? update : change);
}

static gboolean
verify_definition (const NwdDomain *domain,
                   GPtrArray *cards,
                   const NwdCardChange *change,
                   GError **error)
{
  const NwdCard *card = find_changed (cards, change);
  const char *fault = card ? find_fault_of_any (card, change) : "the card is gone";

  return !fault || fail_card (domain, change, fault, error);
}

/* A guest takes its time to let go of a card, a definition does not. */
static gboolean
verify_gone (const NwdDomain *domain, const NwdCardChange *change, GError **error)
{
  if (!(change->scope & NWD_SCOPE_CONFIG) || !nwd_card_change_find (change, domain->config))
    return TRUE;
  return fail_card (domain, change, "the card is still there", error);
}

static gboolean
set_master (NwdKernel *kernel,
            const NwdDomain *domain,
            const NwdCardChange *change,
            const char *name,
            const NwdLink *bridge,
            GError **error)
{
  g_autoptr (NwdLink) tap = NULL;
  g_autofree char *what = NULL;

  if (!nwd_kernel_set_master (kernel, name, bridge->name, error))
    return FALSE;
  tap = nwd_kernel_read_link (kernel, name, error);
  if (!tap || tap->master == bridge->index)
    return tap != NULL;
  what = g_strdup_printf ("its tap %s is not a port of bridge %s", name, bridge->name);
  return fail_card (domain, change, what, error);
}

/* As the kernel has told. */
static gboolean
is_port_of (const NwdState *state, const char *port, const char *bridge)
{
  const NwdLink *link = g_hash_table_lookup (state->links, port);
  const NwdLink *master = g_hash_table_lookup (state->links, bridge);

  return link && master && link->master == master->index;
}

/* The tap must be a port of the bridge that the definition names, where it names one. That it is
 * the kernel says by itself; only what else it says is asked for once more, as each question waits
 * for the moves that are going on. */
static gboolean
verify_master (const NwdState *state,
               NwdKernel *kernel,
               const NwdDomain *domain,
               const NwdCardChange *change,
               GError **error)
{
  const NwdCard *card = nwd_card_change_find (change, domain->live);
  const char *wanted = nwd_resolve_bridge (state, card->source);
  g_autoptr (NwdLink) bridge = NULL;
  g_autoptr (NwdLink) tap = NULL;

  if (!*wanted)
    return TRUE;
  nwd_kernel_hear (kernel);
  if (is_port_of (state, card->target, wanted))
    return TRUE;

  bridge = nwd_kernel_read_link (kernel, wanted, error);
  tap = bridge ? nwd_kernel_read_link (kernel, card->target, error) : NULL;
  if (!tap)
    return FALSE;
  if (tap->master == bridge->index)
    return TRUE;

  g_warning ("%s of VM %s is not a port of %s: it is made one", card->target, domain->name, wanted);
  return set_master (kernel, domain, change, card->target, bridge, error);
}

gboolean
nwd_verify_card (const NwdState *state,
                 NwdKernel *kernel,
                 const NwdDomain *domain,
                 const NwdCardChange *change,
                 GError **error)
{
  gboolean moved = change->verb == NWD_CARD_ATTACH || (change->fields & NWD_CARD_SOURCE);

  if (change->verb == NWD_CARD_DETACH)
    return verify_gone (domain, change, error);
  if ((change->scope & NWD_SCOPE_CONFIG) && domain->config
      && !verify_definition (domain, domain->config, change, error))
    return FALSE;
  if (!(change->scope & NWD_SCOPE_LIVE) || !domain->live)
    return TRUE;
  return verify_definition (domain, domain->live, change, error)
         && (!moved || verify_master (state, kernel, domain, change, error));
}
