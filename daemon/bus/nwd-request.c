/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-request.h"

NwdRequest *
nwd_request_new_of_many (const NwdOptions *options, gpointer intent, GDestroyNotify free_intent)
{
  NwdRequest *request = g_new0 (NwdRequest, 1);

  request->queues = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  request->objects = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  request->options = *options;
  request->intent = intent;
  request->free_intent = free_intent;
  return request;
}

void
nwd_request_add (NwdRequest *request, const char *queue, char **details)
{
  g_hash_table_add (request->queues, g_strdup (queue));
  g_ptr_array_add (request->objects, details ? details : g_new0 (char *, 1));
}

NwdRequest *
nwd_request_new (const char *queue,
                 char **details,
                 const NwdOptions *options,
                 gpointer intent,
                 GDestroyNotify free_intent)
{
  NwdRequest *request = nwd_request_new_of_many (options, intent, free_intent);

  nwd_request_add (request, queue, details);
  return request;
}

void
nwd_request_free (NwdRequest *request)
{
  if (request->intent && request->free_intent)
    request->free_intent (request->intent);
  g_hash_table_unref (request->queues);
  g_ptr_array_unref (request->objects);
  g_free (request);
}

gboolean
nwd_request_meets (const NwdRequest *request, const NwdRequest *other)
{
  GHashTableIter iter;
  gpointer queue;

  g_hash_table_iter_init (&iter, request->queues);
  while (g_hash_table_iter_next (&iter, &queue, NULL))
    if (g_hash_table_contains (other->queues, queue))
      return TRUE;
  return FALSE;
}

gboolean
nwd_request_has_same_details (const NwdRequest *request, const NwdRequest *other)
{
  if (request->objects->len != other->objects->len)
    return FALSE;
  for (guint i = 0; i < request->objects->len; i++)
    if (!g_strv_equal (g_ptr_array_index (request->objects, i),
                       g_ptr_array_index (other->objects, i)))
      return FALSE;
  return TRUE;
}

gpointer
nwd_request_steal_intent (NwdRequest *request)
{
  return g_steal_pointer (&request->intent);
}
