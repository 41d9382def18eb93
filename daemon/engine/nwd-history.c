/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-history.h"

#include "core/nwd-path.h"

struct _NwdHistory
{
  GQueue events; /* of NwdEvent, newest first */
};

NwdHistory *
nwd_history_new (void)
{
  return g_new0 (NwdHistory, 1);
}

void
nwd_history_free (NwdHistory *history)
{
  g_queue_clear_full (&history->events, (GDestroyNotify)nwd_event_unref);
  g_free (history);
}

void
nwd_history_add (NwdHistory *history, NwdEvent *event)
{
  g_queue_push_head (&history->events, nwd_event_ref (event));
  if (g_queue_get_length (&history->events) > NWD_HISTORY_MAX)
    nwd_event_unref (g_queue_pop_tail (&history->events));
}

static gboolean
is_about (const NwdEvent *event, const char *path)
{
  g_autofree char *vm_path = nwd_path_new (NWD_KIND_VM, event->vm_id);

  return g_str_equal (event->object, path) || g_str_equal (vm_path, path);
}

static gboolean
matches (const NwdEvent *event, const NwdHistoryFilter *filter)
{
  if (filter->event && !g_str_equal (nwd_event_type_name (event->type), filter->event))
    return FALSE;
  return (guint64)event->time >= filter->since
         && (!filter->object || is_about (event, filter->object));
}

GPtrArray *
nwd_history_list (const NwdHistory *history, const NwdHistoryFilter *filter)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_event_unref);

  for (GList *l = history->events.head; l && (!filter->max || list->len < filter->max); l = l->next)
    if (matches (l->data, filter))
      g_ptr_array_add (list, nwd_event_ref (l->data));
  return list;
}
