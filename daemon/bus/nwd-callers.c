/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-callers.h"

#define MAX_IDLE     64 /* whose uid is remembered though they have nothing waiting */
#define MAX_RESTING  16 /* of these, still watched: a bus bears few matches of one client */
#define REST_SECONDS 5

struct _NwdCallers
{
  GDBusConnection *connection;
  GHashTable *by_name; /* unique name → NwdCaller */
  GPtrArray *resting;  /* of NwdCaller, watched and perhaps without a call */
  guint rest_timer;
};

static gboolean
is_idle (gpointer name, gpointer caller, gpointer data)
{
  return g_queue_is_empty (nwd_caller_get_calls (caller));
}

NwdCaller *
nwd_callers_get (NwdCallers *self, const char *name)
{
  NwdCaller *caller = g_hash_table_lookup (self->by_name, name);

  if (caller)
    return caller;
  if (g_hash_table_size (self->by_name) >= MAX_IDLE)
    g_hash_table_foreach_remove (self->by_name, is_idle, NULL);

  caller = nwd_caller_new (self->connection, name);
  g_hash_table_insert (self->by_name, g_strdup (name), caller);
  return caller;
}

static void
stop_watching (NwdCaller *caller)
{
  if (g_queue_is_empty (nwd_caller_get_calls (caller)))
    nwd_caller_unwatch (caller);
}

static gboolean
end_rest (gpointer data)
{
  NwdCallers *self = data;

  self->rest_timer = 0;
  for (guint i = 0; i < self->resting->len; i++)
    stop_watching (self->resting->pdata[i]);
  g_ptr_array_set_size (self->resting, 0);
  return G_SOURCE_REMOVE;
}

/* Who calls again at once need not be watched anew: that costs more than the call. */
void
nwd_callers_rest (NwdCallers *self, NwdCaller *caller)
{
  if (!nwd_caller_is_watched (caller) || g_ptr_array_find (self->resting, caller, NULL))
    return;
  if (self->resting->len >= MAX_RESTING)
    {
      stop_watching (caller);
      return;
    }
  g_ptr_array_add (self->resting, nwd_caller_ref (caller));
  if (!self->rest_timer)
    self->rest_timer = g_timeout_add_seconds (REST_SECONDS, end_rest, self);
}

guint
nwd_callers_count_waiting (NwdCallers *self, guint32 uid)
{
  GHashTableIter iter;
  gpointer caller;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, &caller))
    if (nwd_caller_get_uid (caller) == uid)
      n += g_queue_get_length (nwd_caller_get_calls (caller));
  return n;
}

NwdCallers *
nwd_callers_new (GDBusConnection *connection)
{
  NwdCallers *self = g_new0 (NwdCallers, 1);

  self->connection = g_object_ref (connection);
  self->by_name
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_caller_unref);
  self->resting = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_caller_unref);
  return self;
}

void
nwd_callers_free (NwdCallers *self)
{
  g_clear_handle_id (&self->rest_timer, g_source_remove);
  end_rest (self);
  g_ptr_array_unref (self->resting);
  g_hash_table_unref (self->by_name);
  g_object_unref (self->connection);
  g_free (self);
}
