/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-apply-card.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "nwd-adopt.h"
#include "nwd-verify.h"

typedef struct
{
  NwdContext *context;
  GPtrArray *changes; /* of NwdCardChange; several are updates */
  guint patience;     /* ms; 0: no end */
  gboolean undoes;
  NwdTouched *touched;
  GPtrArray *moving;  /* of char *, taps */
  gboolean departing; /* the card is to leave the running VM */
  guint timer;
  NwdApplied done;
  gpointer data;
} Application;

static void
application_free (Application *a)
{
  g_hash_table_remove (a->context->applying, a->data);
  g_clear_handle_id (&a->timer, g_source_remove);
  g_ptr_array_unref (a->changes);
  g_ptr_array_unref (a->moving);
  g_free (a);
}

static void
finish (Application *a, GError *error)
{
  NwdApplied done = a->done;
  gpointer data = a->data;

  application_free (a);
  done (error, data);
}

/* The one that is made, or the first of them. */
static const NwdCardChange *
first_change (const Application *a)
{
  return g_ptr_array_index (a->changes, 0);
}

/* The card as the running VM has it, or NULL. */
static NwdCard *
find_live (const Application *a, const NwdCardChange *change)
{
  const NwdVm *vm = nwd_state_get_vm (a->context->state, change->vm_id);

  return vm ? nwd_card_change_find (change, vm->domain->live) : NULL;
}

/* --- moves --- */

/* A card that leaves without its guest saying a word is not found in its new place before it
 * speaks: so its move is announced, at the moment the kernel tells of it (nwd-reconcile.c), which
 * is before libvirt does; the check that follows hears of it at the latest. */
static void
expect_move (Application *a, const NwdCardChange *change)
{
  const NwdCard *card = find_live (a, change);
  gboolean linked = change->fields & NWD_CARD_LINKED ? change->linked : card && card->linked;

  if (!card || !linked || !(change->fields & NWD_CARD_SOURCE) || !(change->scope & NWD_SCOPE_LIVE))
    return;
  g_ptr_array_add (a->moving, g_strdup (card->target));
  g_hash_table_replace (a->context->moving, g_strdup (card->target), g_strdup (card->mac));
}

static void
expect_moves (Application *a)
{
  for (guint i = 0; i < a->changes->len; i++)
    expect_move (a, g_ptr_array_index (a->changes, i));
}

static void
forget_moves (Application *a)
{
  for (guint i = 0; i < a->moving->len; i++)
    g_hash_table_remove (a->context->moving, g_ptr_array_index (a->moving, i));
  g_ptr_array_set_size (a->moving, 0);
}

/* --- guests that let go of a card --- */

static void take_slot (Application *a);

static void
stop_waiting (Application *a)
{
  a->departing = FALSE;
  g_clear_handle_id (&a->timer, g_source_remove);
}

/* What goes is plugged back; what was to go is gone. */
static void
on_departed (Application *a)
{
  stop_waiting (a);
  if (first_change (a)->verb == NWD_CARD_ATTACH)
    take_slot (a);
  else
    finish (a, NULL);
}

static gboolean
on_out_of_patience (gpointer data)
{
  Application *a = data;
  const NwdCardChange *change = first_change (a);
  GError *error = NULL;

  a->timer = 0;
  if (change->verb == NWD_CARD_DETACH)
    error = g_error_new (NWD_ERROR, NWD_ERROR_UNPLUG_FAILED,
                         "the guest does not let go of card %s (50)", change->mac);
  else if (a->context->state->hypervisor_state != NWD_BACKEND_CONNECTED)
    error = g_error_new (NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE,
                         "nobody tells whether the guest has let go of card %s", change->mac);
  finish (a, error);
  return G_SOURCE_REMOVE;
}

/* What has come true by then counts, also where we were kept from hearing of it. */
static void
wait_for_departure (Application *a)
{
  a->departing = TRUE;
  if (a->patience > 0)
    a->timer = g_timeout_add_full (G_PRIORITY_LOW, a->patience, on_out_of_patience, a, NULL);
}

/* What is learned until then is shown meanwhile. */
static void
wait_for_guest (Application *a)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  wait_for_departure (a);
  nwd_fold_unplugging (a->context->state, first_change (a), !a->undoes, touched);
  nwd_context_publish (a->context, touched);
}

static gboolean
is_with_guest (const Application *a, NwdCardVerb verb)
{
  const NwdCardChange *change = first_change (a);

  return change->verb == verb && (change->scope & NWD_SCOPE_LIVE) && find_live (a, change);
}

gboolean
nwd_apply_card_waits_for_guest (const NwdContext *context, gconstpointer data)
{
  const Application *a = g_hash_table_lookup (context->applying, data);

  return a && a->departing;
}

gboolean
nwd_apply_card_awaits (const NwdContext *context, const NwdCard *card)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, context->applying);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Application *a = value;

      if (a->departing && find_live (a, first_change (a)) == card)
        return TRUE;
    }
  return FALSE;
}

/* One that is done; of any VM where @vm_id is NULL. */
static Application *
find_departed (const NwdContext *context, const char *vm_id)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, context->applying);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Application *a = value;
      const NwdCardChange *change = first_change (a);

      if (a->departing && (!vm_id || g_str_equal (change->vm_id, vm_id)) && !find_live (a, change))
        return a;
    }
  return NULL;
}

void
nwd_apply_card_look_again (NwdContext *context, const char *vm_id)
{
  Application *a = NULL;

  while ((a = find_departed (context, vm_id)))
    on_departed (a);
}

void
nwd_apply_card_look_again_all (NwdContext *context)
{
  nwd_apply_card_look_again (context, NULL);
}

/* --- the call --- */

/* Of the VM's other cards, too. */
static void
learn (Application *a, NwdDomain *domain)
{
  g_autoptr (GPtrArray) kept = nwd_adopt_begin (a->context, domain->id);

  nwd_fold_domain (a->context->state, domain, a->touched);
  nwd_adopt_end (a->context, domain->id, kept, a->touched);
}

static gboolean
verify (Application *a, NwdDomain *domain, GError **error)
{
  for (guint i = 0; i < a->changes->len; i++)
    if (!nwd_verify_card (a->context->state, a->context->kernel, domain,
                          g_ptr_array_index (a->changes, i), error))
      return FALSE;
  return TRUE;
}

static void
on_cards_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  Application *a = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdDomain) domain
    = nwd_hypervisor_change_cards_finish (NWD_HYPERVISOR (source), result, &error);
  gboolean answered = !g_error_matches (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE);

  if (domain)
    {
      learn (a, domain);
      verify (a, domain, &error);
    }
  forget_moves (a);
  nwd_slots_give_back (a->context->slots, first_change (a)->vm_id, answered);
  if (!error && is_with_guest (a, NWD_CARD_DETACH))
    wait_for_guest (a);
  else
    finish (a, g_steal_pointer (&error));
}

static void
change_cards (gpointer data)
{
  Application *a = data;

  expect_moves (a);
  nwd_hypervisor_change_cards_async (a->context->hypervisor, a->changes, on_cards_changed, a);
}

static void
take_slot (Application *a)
{
  nwd_slots_take (a->context->slots, first_change (a)->vm_id, change_cards, a);
}

void
nwd_apply_cards (NwdContext *context,
                 NwdStep *const *steps,
                 guint n_steps,
                 guint patience,
                 NwdTouched *touched,
                 NwdApplied done,
                 gpointer data)
{
  Application *a = g_new0 (Application, 1);

  a->context = context;
  a->changes = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_card_change_unref);
  for (guint i = 0; i < n_steps; i++)
    g_ptr_array_add (a->changes, nwd_card_change_ref (steps[i]->card));
  a->moving = g_ptr_array_new_with_free_func (g_free);
  a->patience = patience;
  a->undoes = patience > 0;
  a->touched = touched;
  a->done = done;
  a->data = data;
  g_hash_table_insert (context->applying, data, a);
  if (patience > 0 && is_with_guest (a, NWD_CARD_ATTACH))
    wait_for_departure (a);
  else
    take_slot (a);
}

gboolean
nwd_apply_card_give_up (NwdContext *context, gpointer data)
{
  Application *a = g_hash_table_lookup (context->applying, data);

  if (!a || !(a->departing || nwd_slots_give_up (context->slots, a)))
    return FALSE;
  application_free (a);
  return TRUE;
}

void
nwd_apply_card_hurry (NwdContext *context, gpointer data, guint patience)
{
  Application *a = g_hash_table_lookup (context->applying, data);

  if (a)
    a->patience = patience;
}
