/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-apply-records.h"

#include "core/nwd-fold.h"

typedef struct
{
  NwdContext *context;
  GPtrArray *steps; /* of NwdStep */
  NwdTouched *touched;
  NwdApplied done;
  gpointer data;
} Application;

static void
fold_label (NwdState *state, const NwdStep *step, NwdTouched *touched)
{
  g_autoptr (NwdLabel) label
    = step->kind == NWD_STEP_LABEL_PUT ? nwd_label_new (step->name, step->text) : NULL;

  nwd_fold_label (state, step->name, label, touched);
}

static gboolean
is_of_attachment (const NwdStep *step)
{
  return step->kind == NWD_STEP_ATTACHMENT_PUT || step->kind == NWD_STEP_ATTACHMENT_REMOVE;
}

static void
fold_step (NwdState *state, const NwdStep *step, NwdTouched *touched)
{
  if (is_of_attachment (step))
    nwd_fold_own_attachment (state, step->attachment ? step->attachment->id : step->name,
                             step->attachment, touched);
  else if (step->kind == NWD_STEP_NETWORK_PUT || step->kind == NWD_STEP_NETWORK_REMOVE)
    nwd_fold_own_network (state, step->network ? step->network->id : step->name, step->network,
                          touched);
  else
    fold_label (state, step, touched);
}

/* What is attached, and how, decides which bridges are closed. */
static void
on_saved (GError *error, gpointer data)
{
  g_autofree Application *a = data;
  g_autoptr (GPtrArray) steps = a->steps;

  for (guint i = 0; i < steps->len; i++)
    {
      const NwdStep *step = g_ptr_array_index (steps, i);

      if (!error)
        fold_step (a->context->state, step, a->touched);
      if (is_of_attachment (step))
        nwd_seals_doubt (a->context->seals);
    }
  a->done (error, a->data);
}

void
nwd_apply_records (NwdContext *context,
                   NwdStep **steps,
                   guint n,
                   NwdTouched *touched,
                   NwdApplied done,
                   gpointer data)
{
  g_autoptr (NwdHostRecords) records = nwd_host_records_new (context->state);
  Application *a = g_new0 (Application, 1);

  *a = (Application){ .context = context,
                      .steps = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref),
                      .touched = touched,
                      .done = done,
                      .data = data };
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (a->steps, nwd_step_ref (steps[i]));
      nwd_host_records_do (records, steps[i]);
    }
  nwd_records_save_host (context->records, records, on_saved, a);
}
