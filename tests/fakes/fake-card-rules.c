/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-card-rules.h"

#include "core/nwd-error.h"

static gboolean
refuse (GError **error, NwdError code, const char *why)
{
  g_set_error_literal (error, NWD_ERROR, code, why);
  return FALSE;
}

static NwdError
failure_of (const NwdCardChange *change)
{
  static const NwdError codes[]
    = { NWD_ERROR_UPDATE_FAILED, NWD_ERROR_PLUG_FAILED, NWD_ERROR_UNPLUG_FAILED };

  return codes[change->verb];
}

static gboolean
check_scope (const NwdDomain *domain, const NwdCardChange *change, GError **error)
{
  if (change->scope & NWD_SCOPE_LIVE && !domain->live && change->verb != NWD_CARD_DETACH)
    return refuse (error, failure_of (change), "domain is not running");
  if (change->scope & NWD_SCOPE_CONFIG && !domain->persistent)
    return refuse (error, failure_of (change), "transient domains have no persistent config");
  return TRUE;
}

static gboolean
check_card (GPtrArray *cards, const NwdCardChange *change, GError **error)
{
  if (nwd_card_change_find (change, cards))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "no device found matching MAC address %s",
               change->mac);
  return FALSE;
}

/* libvirt has one definition to write to both. */
static gboolean
check_both (const NwdDomain *domain, const NwdCardChange *change, GError **error)
{
  const NwdCard *live = nwd_card_change_find (change, domain->live);
  const NwdCard *config = nwd_card_change_find (change, domain->config);

  if (change->scope != (NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG)
      || (live->linked == config->linked && live->isolated == config->isolated
          && live->mtu == config->mtu && g_str_equal (live->model, config->model)
          && g_str_equal (live->filter, config->filter)
          && (!*live->address || !*config->address || g_str_equal (live->address, config->address))
          && nwd_source_equal (live->source, config->source)))
    return TRUE;
  return refuse (error, NWD_ERROR_NOT_SUPPORTED, "the definitions differ");
}

static gboolean
check_hot (const NwdCardChange *change, GError **error)
{
  static const NwdCardField cold
    = NWD_CARD_MAC | NWD_CARD_MODEL | NWD_CARD_MTU | NWD_CARD_ALIAS | NWD_CARD_VIRTUAL_PORT;

  if (!(change->scope & NWD_SCOPE_LIVE) || !(change->fields & cold))
    return TRUE;
  return refuse (error, NWD_ERROR_HOT_UPDATE_REFUSED, "cannot change it while it is plugged");
}

static gboolean
check_bridge (const FakeWorld *world,
              const NwdCardChange *change,
              const NwdSource *source,
              GError **error)
{
  const char *bridge = NULL;

  if (!source || !(change->scope & NWD_SCOPE_LIVE))
    return TRUE;
  bridge = fake_world_get_bridge (world, source);
  if (g_hash_table_contains (world->links, bridge))
    return TRUE;
  g_set_error (error, NWD_ERROR, failure_of (change), "bridge %s doesn't exist", bridge);
  return FALSE;
}

gboolean
fake_card_rules_has_filter (const char *name)
{
  return !g_str_equal (name, FAKE_MISSING_FILTER);
}

static gboolean
check_filter (const char *filter, GError **error)
{
  if (!filter || !*filter || fake_card_rules_has_filter (filter))
    return TRUE;
  return refuse (error, NWD_ERROR_INVALID_ARGUMENT, "filter: there is no such network filter");
}

static gboolean
check_update (const FakeWorld *world,
              const NwdDomain *domain,
              const NwdCardChange *change,
              GError **error)
{
  return (!(change->scope & NWD_SCOPE_LIVE) || check_card (domain->live, change, error))
         && (!(change->scope & NWD_SCOPE_CONFIG) || check_card (domain->config, change, error))
         && check_hot (change, error) && check_both (domain, change, error)
         && check_filter (change->filter, error)
         && check_bridge (world, change, change->source, error);
}

static gboolean
check_attach (const FakeWorld *world,
              const NwdDomain *domain,
              const NwdCardChange *change,
              GError **error)
{
  gboolean plugs = change->scope & NWD_SCOPE_LIVE && !nwd_card_change_find (change, domain->live);

  if (plugs && domain->free_slots == 0)
    return refuse (error, NWD_ERROR_NO_FREE_SLOT, "No more available PCI slots");
  return check_filter (change->card->filter, error)
         && (!plugs || check_bridge (world, change, change->card->source, error));
}

gboolean
fake_card_rules_check (const FakeWorld *world,
                       const NwdDomain *domain,
                       const NwdCardChange *change,
                       GError **error)
{
  if (!check_scope (domain, change, error))
    return FALSE;
  if (change->verb == NWD_CARD_UPDATE)
    return check_update (world, domain, change, error);
  return change->verb == NWD_CARD_DETACH || check_attach (world, domain, change, error);
}
