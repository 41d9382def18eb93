/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-rollback.h"

#include "core/nwd-rollback-host.h"
#include "core/nwd-rollback.h"
#include "nwd-safety.h"
#include "nwd-undo.h"
#include "nwd-vacate.h"

typedef struct
{
  NwdContext *context;
  guint left; /* VMs, and the host */
  NwdRollbackDone done;
  gpointer data;
} Rollback;

/* What of it is one VM's, or the host's. */
typedef struct
{
  Rollback *all;
  NwdJournalEntry *entry;
  char *vm_id;
  GPtrArray *kept;  /* of char *: MACs of the cards, or names of the bridges, that are left alone */
  GPtrArray *going; /* of char *: ids of the host's networks whose bridges go */
  NwdTouched *touched;
  GError *why; /* it could not be put back whole; NULL: it could */
} Part;

static void
end_part (Rollback *r)
{
  if (--r->left > 0)
    return;
  r->done (r->data);
  g_free (r);
}

static gboolean
is_of_host (const Part *part)
{
  return *part->vm_id == '\0';
}

static void
tell (Part *part, NwdEventType type, const char *what)
{
  NwdContext *context = part->all->context;
  const NwdVm *vm = nwd_state_get_vm (context->state, part->vm_id);
  g_autofree char *name = is_of_host (part)
                            ? g_strdup ("the host")
                            : g_strdup_printf ("VM %s", vm ? vm->domain->name : part->vm_id);
  g_autofree char *message = g_strdup_printf ("%s: %s", name, what);
  NwdEvent *event = nwd_event_new (type, vm ? NWD_KIND_VM : NWD_KIND_ROOT, part->vm_id, message);

  if (vm)
    nwd_event_set_vm (event, vm->domain->id, vm->domain->name);
  nwd_context_tell (context, event);
}

static void
tell_kept (Part *part)
{
  for (guint i = 0; i < part->kept->len; i++)
    {
      const char *name = g_ptr_array_index (part->kept, i);
      g_autofree char *text = g_strdup_printf (
        is_of_host (part) ? "the network with interface %s is left as it is: somebody changed or "
                            "uses it since the change that was not confirmed"
                          : "card %s is left as somebody wired it after the change that was not "
                            "confirmed",
        name);

      tell (part, NWD_EVENT_ROLLBACK_KEPT, text);
    }
}

static void
tell_all (Part *part, gboolean waits, const GError *error)
{
  tell_kept (part);
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
part_free (Part *part)
{
  NwdMarks *leaving = part->all->context->leaving;

  for (guint i = 0; i < part->going->len; i++)
    nwd_marks_drop (leaving, g_ptr_array_index (part->going, i));
  g_free (part->vm_id);
  g_clear_error (&part->why);
  g_ptr_array_unref (part->kept);
  g_ptr_array_unref (part->going);
  nwd_touched_free (part->touched);
  g_free (part);
}

/* @waits: for the recovery. */
static void
leave (Part *part, gboolean waits, const GError *error)
{
  Rollback *all = part->all;
  NwdContext *context = all->context;
  NwdQueue *queue = nwd_context_get_queue (context, part->vm_id);

  g_hash_table_remove (context->operations, part->vm_id);
  nwd_context_publish (context, part->touched);
  nwd_marks_drop (context->accounted, part->vm_id);
  tell_all (part, waits, error);
  part_free (part);
  nwd_queue_leave (queue);
  end_part (all);
}

static void
on_dropped (gpointer data)
{
  Part *part = data;
  g_autoptr (GError) why = g_steal_pointer (&part->why);

  leave (part, /* waits= */ FALSE, why);
}

/* What was left alone for somebody's sake must not be put back by others either. */
static void
on_undone (GPtrArray *left, GError *error, gpointer data)
{
  Part *part = data;
  NwdContext *context = part->all->context;

  part->why = error;
  if (!left)
    {
      nwd_safety_drop (context, part->entry, error && part->kept->len == 0, on_dropped, part);
      return;
    }
  nwd_journal_abandon (context->journal, part->entry);
  leave (part, /* waits= */ TRUE, error);
}

/* Nothing of the VM can be changed now: it is put back when it has arrived, or was saved. */
static gboolean
is_in_transit (const Part *part)
{
  return nwd_domain_is_in_transit (
    g_hash_table_lookup (part->all->context->state->domains, part->vm_id));
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
  if (!is_in_transit (part))
    {
      nwd_undo (part->all->context, part->entry->undo, NULL, part->touched, on_undone, part);
      return;
    }
  nwd_journal_leave (part->all->context->journal, part->entry);
  leave (part, /* waits= */ TRUE, NULL);
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
  GPtrArray *undo = (is_of_host (part) ? nwd_rollback_host_plan : nwd_rollback_plan) (
    context->state, entry->did, entry->undo, part->kept);

  g_ptr_array_unref (entry->undo);
  entry->undo = undo;
  g_hash_table_replace (context->operations, g_strdup (part->vm_id), part->touched);
  nwd_marks_put (context->accounted, part->vm_id);
  g_ptr_array_add (entries, entry);
  nwd_journal_unkeep (context->journal, entries, NWD_ENTRY_RECOVERING, on_unkept, part);
}

static void
enter_queue (gpointer data)
{
  Part *part = data;

  nwd_queue_enter (nwd_context_get_queue (part->all->context, part->vm_id), on_turn, part);
}

/* Cards that are on a bridge that goes would lose their taps' port, and libvirt would not notice.
 */
static void
vacate (Part *part)
{
  NwdContext *context = part->all->context;

  g_ptr_array_unref (part->going);
  part->going = nwd_rollback_host_list_going (context->state, part->entry->did);
  for (guint i = 0; i < part->going->len; i++)
    nwd_marks_put (context->leaving, g_ptr_array_index (part->going, i));
  nwd_vacate (context, part->going, enter_queue, part);
}

static Part *
part_new (Rollback *r, NwdJournalEntry *entry)
{
  Part *part = g_new0 (Part, 1);

  part->all = r;
  part->entry = entry;
  part->vm_id = g_strdup (entry->vm_id);
  part->kept = g_ptr_array_new_with_free_func (g_free);
  part->going = g_ptr_array_new_with_free_func (g_free);
  part->touched = nwd_touched_new ();
  return part;
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
      Part *part = part_new (r, g_ptr_array_index (entries, i));

      if (is_of_host (part))
        vacate (part);
      else
        enter_queue (part);
    }
  end_part (r);
}
