/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-rollback.h"

#include "core/nwd-rollback.h"
#include "nwd-undo.h"

typedef struct
{
  NwdContext *context;
  guint left; /* VMs */
  NwdRollbackDone done;
  gpointer data;
} Rollback;

/* What of it is one VM's. */
typedef struct
{
  Rollback *all;
  NwdJournalEntry *entry;
  char *vm_id;
  GPtrArray *kept; /* of char *: MACs of the cards that are left alone */
  NwdTouched *touched;
} Part;

static void
end_part (Rollback *r)
{
  if (--r->left > 0)
    return;
  r->done (r->data);
  g_free (r);
}

static void
tell (Part *part, NwdEventType type, const char *what)
{
  NwdContext *context = part->all->context;
  const NwdVm *vm = nwd_state_get_vm (context->state, part->vm_id);
  g_autofree char *message
    = g_strdup_printf ("VM %s: %s", vm ? vm->domain->name : part->vm_id, what);
  NwdEvent *event = nwd_event_new (type, vm ? NWD_KIND_VM : NWD_KIND_ROOT, part->vm_id, message);

  if (vm)
    nwd_event_set_vm (event, vm->domain->id, vm->domain->name);
  nwd_context_tell (context, event);
}

static void
tell_all (Part *part, gboolean waits, const GError *error)
{
  for (guint i = 0; i < part->kept->len; i++)
    {
      g_autofree char *text
        = g_strdup_printf ("card %s is left as somebody wired it after the change that was not "
                           "confirmed",
                           (char *)g_ptr_array_index (part->kept, i));

      tell (part, NWD_EVENT_ROLLBACK_KEPT, text);
    }
  if (error)
    {
      g_autofree char *text = g_strdup_printf ("a change that was not confirmed could not be put "
                                               "back: %s",
                                               error->message);

      tell (part, NWD_EVENT_INTERRUPTED_NOT_UNDONE, text);
    }
  else if (!waits)
    tell (part, NWD_EVENT_ROLLED_BACK, "a change that was not confirmed was put back");
}

static void
on_undone (GPtrArray *left, GError *error, gpointer data)
{
  Part *part = data;
  Rollback *all = part->all;
  NwdContext *context = all->context;
  g_autoptr (GError) why = error;
  NwdQueue *queue = nwd_context_get_queue (context, part->vm_id);

  if (left)
    nwd_journal_abandon (context->journal, part->entry);
  else
    nwd_journal_drop (context->journal, part->entry);
  g_hash_table_remove (context->operations, part->vm_id);
  nwd_context_publish (context, part->touched);
  nwd_marks_drop (context->accounted, part->vm_id);
  tell_all (part, left != NULL, why);
  g_free (part->vm_id);
  g_ptr_array_unref (part->kept);
  nwd_touched_free (part->touched);
  g_free (part);
  nwd_queue_leave (queue);
  end_part (all);
}

/* That the journal could not be written must not keep it from being put back: then the file says
 * that it is yet to be, which it will be at the next start, where it is not by then. */
static void
on_unkept (GError *error, gpointer data)
{
  Part *part = data;

  if (error)
    g_warning ("%s", error->message);
  g_clear_error (&error);
  nwd_undo (part->all->context, part->entry->undo, NULL, part->touched, on_undone, part);
}

/* What is to be undone is durable before it begins: half of it done would look like others' work
 * to the next start. */
static void
on_turn (gpointer data)
{
  Part *part = data;
  NwdContext *context = part->all->context;
  NwdJournalEntry *entry = part->entry;
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  GPtrArray *undo = nwd_rollback_plan (context->state, entry->did, entry->undo, part->kept);

  g_ptr_array_unref (entry->undo);
  entry->undo = undo;
  g_hash_table_replace (context->operations, g_strdup (part->vm_id), part->touched);
  nwd_marks_put (context->accounted, part->vm_id);
  g_ptr_array_add (entries, entry);
  nwd_journal_unkeep (context->journal, entries, NWD_ENTRY_RECOVERING, on_unkept, part);
}

void
nwd_rollback_run (NwdContext *context, const char *id, NwdRollbackDone done, gpointer data)
{
  g_autoptr (GPtrArray) entries = nwd_journal_list_pending (context->journal, id);
  Rollback *r = g_new0 (Rollback, 1);

  r->context = context;
  r->left = entries->len + 1; /* it must not end before all have begun */
  r->done = done;
  r->data = data;
  for (guint i = 0; i < entries->len; i++)
    {
      Part *part = g_new0 (Part, 1);

      part->all = r;
      part->entry = g_ptr_array_index (entries, i);
      part->vm_id = g_strdup (part->entry->vm_id);
      part->kept = g_ptr_array_new_with_free_func (g_free);
      part->touched = nwd_touched_new ();
      nwd_queue_enter (nwd_context_get_queue (context, part->vm_id), on_turn, part);
    }
  end_part (r);
}
