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

/* @record: NULL, it is to go. */
static void
put (GHashTable *table, const char *id, gpointer record)
{
  if (record)
    g_hash_table_replace (table, (gpointer)id, g_atomic_rc_box_acquire (record));
  else
    g_hash_table_remove (table, id);
}

static void
put_label (GHashTable *labels, const NwdStep *step)
{
  if (step->kind == NWD_STEP_LABEL_PUT)
    g_hash_table_replace (labels, step->name, nwd_label_new (step->name, step->text));
  else
    g_hash_table_remove (labels, step->name);
}

static void
put_step (NwdHostRecords *records, const NwdStep *step)
{
  if (step->kind == NWD_STEP_NETWORK_PUT || step->kind == NWD_STEP_NETWORK_REMOVE)
    put (records->networks, step->network ? step->network->id : step->name, step->network);
  else if (step->kind == NWD_STEP_ATTACHMENT_PUT || step->kind == NWD_STEP_ATTACHMENT_REMOVE)
    put (records->attachments, step->attachment ? step->attachment->id : step->name,
         step->attachment);
  else
    put_label (records->labels, step);
}

static void
fold_step (NwdState *state, const NwdStep *step, NwdTouched *touched)
{
  g_autoptr (NwdLabel) label = NULL;

  if (step->kind == NWD_STEP_NETWORK_PUT || step->kind == NWD_STEP_NETWORK_REMOVE)
    nwd_fold_own_network (state, step->network ? step->network->id : step->name, step->network,
                          touched);
  else if (step->kind == NWD_STEP_ATTACHMENT_PUT || step->kind == NWD_STEP_ATTACHMENT_REMOVE)
    nwd_fold_own_attachment (state, step->attachment ? step->attachment->id : step->name,
                             step->attachment, touched);
  else
    {
      label = step->kind == NWD_STEP_LABEL_PUT ? nwd_label_new (step->name, step->text) : NULL;
      nwd_fold_label (state, step->name, label, touched);
    }
}

static void
on_saved (GError *error, gpointer data)
{
  g_autofree Application *a = data;
  g_autoptr (GPtrArray) steps = a->steps;

  for (guint i = 0; !error && i < steps->len; i++)
    fold_step (a->context->state, g_ptr_array_index (steps, i), a->touched);
  nwd_seals_doubt (a->context->seals);
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
      put_step (records, steps[i]);
    }
  nwd_records_save_host (context->records, records, on_saved, a);
}
