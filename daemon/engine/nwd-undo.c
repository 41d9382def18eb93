/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-undo.h"

#include "core/nwd-error.h"
#include "nwd-apply.h"

typedef struct
{
  NwdContext *context;
  GPtrArray *steps;
  guint next;
  NwdTouched *touched;
  gboolean unsure; /* whether the last step had an effect */
  gboolean stale;  /* what is known of the backends may be what was, before one went away */
  GError *first;
  NwdUndone done;
  gpointer data;
} Undo;

static void undo_next (Undo *u);

static void
finish (Undo *u, GPtrArray *left)
{
  NwdUndone done = u->done;
  gpointer data = u->data;
  GError *error = u->first;

  g_ptr_array_unref (u->steps);
  g_free (u);
  done (left, error, data);
}

static GPtrArray *
rest_of (Undo *u)
{
  GPtrArray *rest = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);

  for (guint i = u->next; i < u->steps->len; i++)
    g_ptr_array_add (rest, nwd_step_ref (g_ptr_array_index (u->steps, i)));
  return rest;
}

static gboolean
is_away (const GError *error)
{
  return g_error_matches (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE)
         || g_error_matches (error, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE);
}

static void
on_undone (GError *error, gpointer data)
{
  Undo *u = data;

  if (error && is_away (error))
    {
      g_autoptr (GPtrArray) left = rest_of (u);

      g_error_free (error);
      finish (u, left);
      return;
    }
  if (g_error_matches (error, NWD_ERROR, NWD_ERROR_NOT_FOUND))
    g_clear_error (&error);
  if (error && !u->first)
    u->first = g_steal_pointer (&error);
  g_clear_error (&error);
  u->next++;
  undo_next (u);
}

/* A VM that is gone has nothing to put back; one that stopped meanwhile has no running card, but
 * its definition stays to be. */
static NwdStep *
still_possible (Undo *u, NwdStep *step)
{
  const NwdVm *vm = NULL;
  g_autoptr (NwdCardChange) change = NULL;

  const char *vm_id = step->card ? step->card->vm_id : step->vm_id;

  if (!vm_id)
    return nwd_step_ref (step);
  vm = nwd_state_get_vm (u->context->state, vm_id);
  if (!vm)
    return NULL;
  if (!step->card || vm->domain->live)
    return nwd_step_ref (step);
  if (!(step->card->scope & NWD_SCOPE_CONFIG))
    return NULL;
  change = nwd_card_change_copy (step->card, NWD_SCOPE_CONFIG);
  return nwd_step_new_card (change);
}

/* What was to be made anew never went. */
static gboolean
is_there (const NwdState *state, const NwdStep *step)
{
  const NwdBridge *bridge = NULL;
  gboolean creates
    = step->kind == NWD_STEP_BRIDGE_CREATE || step->kind == NWD_STEP_BRIDGE_CREATE_OPEN;

  if (!creates || !g_hash_table_contains (state->links, step->name))
    return FALSE;
  bridge = g_hash_table_lookup (state->bridges, step->name);
  return bridge && bridge->active;
}

/* Where the hypervisor has refused to ask a guest, there is nothing to wait for. */
static guint
patience_of (const Undo *u, const NwdStep *step)
{
  gboolean attaches = step->card && step->card->verb == NWD_CARD_ATTACH;

  return attaches && !u->unsure ? 0 : u->context->patience;
}

static void
undo_next (Undo *u)
{
  g_autoptr (NwdStep) step = NULL;

  while (u->next < u->steps->len && !step)
    {
      step = still_possible (u, g_ptr_array_index (u->steps, u->next));
      if (step && !u->stale && is_there (u->context->state, step))
        g_clear_pointer (&step, nwd_step_unref);
      if (!step)
        u->next++;
    }
  if (step)
    nwd_apply (u->context, &step, 1, patience_of (u, step), /* unbegun= */ NULL, u->touched,
               on_undone, u);
  else
    finish (u, NULL);
}

void
nwd_undo (NwdContext *context,
          GPtrArray *steps,
          const GError *cause,
          NwdTouched *touched,
          NwdUndone done,
          gpointer data)
{
  Undo *u = g_new0 (Undo, 1);

  u->context = context;
  u->steps = g_ptr_array_ref (steps);
  u->touched = touched;
  u->stale = cause && is_away (cause);
  u->unsure = !cause || u->stale || g_error_matches (cause, NWD_ERROR, NWD_ERROR_TIMEOUT);
  u->done = done;
  u->data = data;
  undo_next (u);
}
