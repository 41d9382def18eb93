/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-slots.h"

typedef struct
{
  char *vm_id;
  NwdSlotsStart start;
  gpointer data;
} Waiter;

struct _NwdSlots
{
  guint taken;
  GQueue waiters;
  NwdSlotsRuns runs;
  gpointer data;
  GHashTable *answered; /* VM id → gint64 *, monotonic time of its last answer */
};

NwdSlots *
nwd_slots_new (NwdSlotsRuns runs, gpointer data)
{
  NwdSlots *slots = g_new0 (NwdSlots, 1);

  slots->runs = runs;
  slots->data = data;
  slots->answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return slots;
}

static void
waiter_free (Waiter *waiter)
{
  g_free (waiter->vm_id);
  g_free (waiter);
}

void
nwd_slots_free (NwdSlots *slots)
{
  g_queue_clear_full (&slots->waiters, (GDestroyNotify)waiter_free);
  g_hash_table_unref (slots->answered);
  g_free (slots);
}

static gboolean
answered_recently (const NwdSlots *slots, const char *vm_id)
{
  const gint64 *when = g_hash_table_lookup (slots->answered, vm_id);

  return when && g_get_monotonic_time () - *when < (gint64)NWD_SLOTS_RECENT * G_USEC_PER_SEC;
}

static gboolean
has_place (const NwdSlots *slots, const char *vm_id)
{
  if (slots->taken < NWD_SLOTS_MAX - 2)
    return TRUE;
  if (slots->taken == NWD_SLOTS_MAX || !slots->runs (vm_id, slots->data))
    return FALSE;
  return slots->taken < NWD_SLOTS_MAX - 1 || answered_recently (slots, vm_id);
}

void
nwd_slots_take (NwdSlots *slots, const char *vm_id, NwdSlotsStart start, gpointer data)
{
  Waiter *waiter = NULL;

  if (has_place (slots, vm_id))
    {
      slots->taken++;
      start (data);
      return;
    }
  waiter = g_new (Waiter, 1);
  waiter->vm_id = g_strdup (vm_id);
  waiter->start = start;
  waiter->data = data;
  g_queue_push_tail (&slots->waiters, waiter);
}

static void
admit_next (NwdSlots *slots)
{
  for (GList *l = slots->waiters.head; l; l = l->next)
    {
      Waiter *waiter = l->data;

      if (!has_place (slots, waiter->vm_id))
        continue;
      g_queue_delete_link (&slots->waiters, l);
      slots->taken++;
      waiter->start (waiter->data);
      waiter_free (waiter);
      return;
    }
}

void
nwd_slots_give_back (NwdSlots *slots, const char *vm_id, gboolean answered)
{
  gint64 now = g_get_monotonic_time ();

  slots->taken--;
  if (answered)
    g_hash_table_replace (slots->answered, g_strdup (vm_id), g_memdup2 (&now, sizeof now));
  admit_next (slots);
}

gboolean
nwd_slots_give_up (NwdSlots *slots, gpointer data)
{
  for (GList *l = slots->waiters.head; l; l = l->next)
    {
      Waiter *waiter = l->data;

      if (waiter->data != data)
        continue;
      g_queue_delete_link (&slots->waiters, l);
      waiter_free (waiter);
      return TRUE;
    }
  return FALSE;
}

void
nwd_slots_forget (NwdSlots *slots, const char *vm_id)
{
  g_hash_table_remove (slots->answered, vm_id);
}
