/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-recovery.h"

#include "core/nwd-fold.h"
#include "nwd-safety.h"
#include "nwd-undo.h"

typedef struct
{
  NwdContext *context;
  NwdJournalEntry *entry;
  char *vm_id;
  gboolean of_host;
  NwdTouched *touched;
  NwdEvent *event; /* what is to be told of it; NULL nothing yet */
} Recovery;

static gboolean
is_possible (const NwdContext *context, const NwdJournalEntry *entry)
{
  if (nwd_domain_is_in_transit (g_hash_table_lookup (context->state->domains, entry->vm_id)))
    return FALSE;
  for (guint i = 0; i < entry->undo->len; i++)
    {
      const NwdStep *step = g_ptr_array_index (entry->undo, i);

      if (nwd_step_needs_hypervisor (step)
          && context->state->hypervisor_state != NWD_BACKEND_CONNECTED)
        return FALSE;
      if (nwd_step_needs_host_network (step)
          && context->state->host_network_state != NWD_BACKEND_CONNECTED)
        return FALSE;
    }
  return TRUE;
}

/* Takes @message. */
static NwdEvent *
event_new (const Recovery *r, NwdEventType type, char *message)
{
  g_autofree char *text = message;
  const NwdVm *vm = nwd_state_get_vm (r->context->state, r->entry->vm_id);
  NwdEvent *event = nwd_event_new (type, vm ? NWD_KIND_VM : NWD_KIND_ROOT, r->entry->vm_id, text);

  if (vm)
    nwd_event_set_vm (event, vm->domain->id, vm->domain->name);
  return event;
}

/* What is to be told of it; a VM keeps it as its problem. */
static NwdEvent *
report (Recovery *r, const GError *error)
{
  const char *vm_id = r->entry->vm_id;
  const NwdVm *vm = nwd_state_get_vm (r->context->state, vm_id);
  g_autofree char *what
    = *vm_id ? g_strdup_printf ("VM %s", vm ? vm->domain->name : vm_id) : g_strdup ("the host");
  g_autofree char *problem = NULL;

  if (!error)
    return event_new (r, NWD_EVENT_INTERRUPTED_UNDONE,
                      g_strdup_printf ("an interrupted change of %s was undone", what));
  problem = g_strdup_printf ("an interrupted change could not be undone: %s", error->message);
  if (vm)
    nwd_fold_problem (r->context->state, vm_id, NWD_PROBLEM_UNDO, problem, r->touched);
  return event_new (r, NWD_EVENT_INTERRUPTED_NOT_UNDONE, g_strdup_printf ("%s: %s", what, problem));
}

/* @event: what is to be told of it, taken; NULL nothing yet. */
static void
end (Recovery *r, NwdEvent *event)
{
  nwd_context_publish (r->context, r->touched);
  nwd_marks_drop (r->context->accounted, r->vm_id);
  if (event)
    nwd_context_tell (r->context, event);
  if (r->of_host)
    nwd_queue_leave (r->context->host_queue);
  nwd_touched_free (r->touched);
  g_free (r->vm_id);
  g_free (r);
}

static void
on_dropped (gpointer data)
{
  Recovery *r = data;

  end (r, g_steal_pointer (&r->event));
}

static void
on_undone (GPtrArray *left, GError *error, gpointer data)
{
  Recovery *r = data;
  g_autoptr (GError) why = error;

  if (left)
    {
      nwd_journal_abandon (r->context->journal, r->entry);
      end (r, NULL);
      return;
    }
  r->event = report (r, why);
  nwd_safety_drop (r->context, r->entry, why != NULL, on_dropped, r);
}

static NwdStep *
opposite_link (const NwdCardChange *change)
{
  g_autoptr (NwdCardChange) opposite
    = nwd_card_change_new (change->vm_id, change->mac, change->nth, change->scope);

  nwd_card_change_set_linked (opposite, !change->linked);
  return nwd_step_new_card (opposite);
}

/* A hypervisor that ended in the middle of a change may have told the VM and not noted it. It would
 * see nothing to do when asked to put the link back: asked for the opposite first, it has to. */
static GPtrArray *
tell_links_anew (GPtrArray *undo)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);

  for (guint i = 0; i < undo->len; i++)
    {
      NwdStep *step = g_ptr_array_index (undo, i);

      if (step->kind == NWD_STEP_CARD && (step->card->fields & NWD_CARD_LINKED)
          && (step->card->scope & NWD_SCOPE_LIVE))
        g_ptr_array_add (steps, opposite_link (step->card));
      g_ptr_array_add (steps, nwd_step_ref (step));
    }
  return steps;
}

static void
undo (gpointer data)
{
  Recovery *r = data;
  g_autoptr (GPtrArray) steps
    = r->entry->unsure ? tell_links_anew (r->entry->undo) : g_ptr_array_ref (r->entry->undo);

  nwd_undo (r->context, steps, NULL, r->touched, on_undone, r);
}

static void
recover (NwdContext *context, NwdJournalEntry *entry)
{
  Recovery *r = g_new0 (Recovery, 1);

  r->context = context;
  r->entry = entry;
  r->vm_id = g_strdup (entry->vm_id);
  r->of_host = *entry->vm_id == '\0';
  r->touched = nwd_touched_new ();
  nwd_journal_adopt (context->journal, entry);
  nwd_marks_put (context->accounted, entry->vm_id);
  if (r->of_host)
    nwd_queue_enter (context->host_queue, undo, r);
  else
    undo (r);
}

void
nwd_recovery_run (NwdContext *context)
{
  g_autoptr (GPtrArray) orphans = NULL;

  if (*context->state->degraded_reason)
    return;

  orphans = nwd_journal_list_orphans (context->journal);
  for (guint i = 0; i < orphans->len; i++)
    if (is_possible (context, g_ptr_array_index (orphans, i)))
      recover (context, g_ptr_array_index (orphans, i));
}
