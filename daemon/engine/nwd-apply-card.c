/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-apply-card.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "nwd-verify.h"

typedef struct
{
  NwdContext *context;
  NwdStep *step;
  guint patience; /* s; 0: no end */
  NwdTouched *touched;
  char *moving_tap; /* NULL: none */
  guint timer;
  NwdApplied done;
  gpointer data;
} Application;

static void
application_free (Application *a)
{
  g_clear_handle_id (&a->timer, g_source_remove);
  nwd_step_unref (a->step);
  g_free (a->moving_tap);
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

/* The card as the running VM has it, or NULL. */
static NwdCard *
find_live (const Application *a)
{
  const NwdVm *vm = nwd_state_get_vm (a->context->state, a->step->card->vm_id);

  return vm ? nwd_card_change_find (a->step->card, vm->domain->live) : NULL;
}

/* --- moves --- */

/* A card that leaves without its guest saying a word is not found in its new place before it
 * speaks: so its move is announced, at the moment the kernel tells of it (nwd-reconcile.c), which
 * is before libvirt does; the check that follows hears of it at the latest. */
static void
expect_move (Application *a)
{
  const NwdCardChange *change = a->step->card;
  const NwdCard *card = find_live (a);
  gboolean linked = change->fields & NWD_CARD_LINKED ? change->linked : card && card->linked;

  if (!card || !linked || !(change->fields & NWD_CARD_SOURCE) || !(change->scope & NWD_SCOPE_LIVE))
    return;
  a->moving_tap = g_strdup (card->target);
  g_hash_table_replace (a->context->moving, g_strdup (card->target), g_strdup (card->mac));
}

static void
forget_move (Application *a)
{
  if (a->moving_tap)
    g_hash_table_remove (a->context->moving, a->moving_tap);
}

/* --- guests that let go of a card --- */

static gboolean
on_out_of_patience (gpointer data)
{
  Application *a = data;

  a->timer = 0;
  g_ptr_array_remove (a->context->departing, a);
  finish (a, g_error_new (NWD_ERROR, NWD_ERROR_UNPLUG_FAILED,
                          "the guest does not let go of card %s (50)", a->step->card->mac));
  return G_SOURCE_REMOVE;
}

/* What is learned until then is shown meanwhile. */
static void
wait_for_guest (Application *a)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  g_ptr_array_add (a->context->departing, a);
  if (a->patience > 0)
    a->timer = g_timeout_add_seconds (a->patience, on_out_of_patience, a);
  nwd_fold_unplugging (a->context->state, a->step->card, touched);
  nwd_context_publish (a->context, touched);
}

static gboolean
leaves_guest (const Application *a)
{
  const NwdCardChange *change = a->step->card;

  return change->verb == NWD_CARD_DETACH && (change->scope & NWD_SCOPE_LIVE) && find_live (a);
}

static Application *
find_departing (const NwdContext *context, gconstpointer data)
{
  for (guint i = 0; i < context->departing->len; i++)
    {
      Application *a = g_ptr_array_index (context->departing, i);

      if (a->data == data)
        return a;
    }
  return NULL;
}

gboolean
nwd_apply_card_waits_for_guest (const NwdContext *context, gconstpointer data)
{
  return find_departing (context, data) != NULL;
}

gboolean
nwd_apply_card_leave_plugged (NwdContext *context, gpointer data)
{
  Application *a = find_departing (context, data);

  if (!a)
    return FALSE;
  g_ptr_array_remove (context->departing, a);
  application_free (a);
  return TRUE;
}

/* One that is done; of any VM where @vm_id is NULL. */
static Application *
take_departed (NwdContext *context, const char *vm_id)
{
  for (guint i = 0; i < context->departing->len; i++)
    {
      Application *a = g_ptr_array_index (context->departing, i);

      if ((vm_id && !g_str_equal (a->step->card->vm_id, vm_id)) || find_live (a))
        continue;
      g_ptr_array_remove_index (context->departing, i);
      return a;
    }
  return NULL;
}

void
nwd_apply_card_look_again (NwdContext *context, const char *vm_id)
{
  Application *a = NULL;

  while ((a = take_departed (context, vm_id)))
    finish (a, NULL);
}

void
nwd_apply_card_look_again_all (NwdContext *context)
{
  nwd_apply_card_look_again (context, NULL);
}

/* --- the call --- */

static void
on_card_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  Application *a = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdDomain) domain
    = nwd_hypervisor_change_card_finish (NWD_HYPERVISOR (source), result, &error);
  gboolean answered = !g_error_matches (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE);

  if (domain)
    {
      nwd_fold_domain (a->context->state, domain, a->touched);
      nwd_verify_card (a->context->state, a->context->kernel, domain, a->step->card, &error);
    }
  forget_move (a);
  nwd_slots_give_back (a->context->slots, a->step->card->vm_id, answered);
  if (!error && leaves_guest (a))
    wait_for_guest (a);
  else
    finish (a, g_steal_pointer (&error));
}

static void
change_card (gpointer data)
{
  Application *a = data;

  g_hash_table_remove (a->context->waiting, a->data);
  expect_move (a);
  nwd_hypervisor_change_card_async (a->context->hypervisor, a->step->card, on_card_changed, a);
}

void
nwd_apply_card (NwdContext *context,
                NwdStep *step,
                guint patience,
                NwdTouched *touched,
                NwdApplied done,
                gpointer data)
{
  Application *a = g_new0 (Application, 1);

  a->context = context;
  a->step = nwd_step_ref (step);
  a->patience = patience;
  a->touched = touched;
  a->done = done;
  a->data = data;
  g_hash_table_insert (context->waiting, data, a);
  nwd_slots_take (context->slots, step->card->vm_id, change_card, a);
}

gboolean
nwd_apply_card_give_up (NwdContext *context, gpointer data)
{
  Application *a = g_hash_table_lookup (context->waiting, data);

  if (!a || !nwd_slots_give_up (context->slots, a))
    return FALSE;
  g_hash_table_remove (context->waiting, data);
  application_free (a);
  return TRUE;
}
