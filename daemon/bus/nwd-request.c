/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-request.h"

NwdRequest *
nwd_request_new (const char *queue,
                 char **details,
                 const NwdOptions *options,
                 gpointer intent,
                 GDestroyNotify free_intent)
{
  NwdRequest *request = g_new0 (NwdRequest, 1);

  request->queue = g_strdup (queue);
  request->details = details ? details : g_new0 (char *, 1);
  request->options = *options;
  request->intent = intent;
  request->free_intent = free_intent;
  return request;
}

void
nwd_request_free (NwdRequest *request)
{
  if (request->intent && request->free_intent)
    request->free_intent (request->intent);
  g_free (request->queue);
  g_strfreev (request->details);
  g_free (request);
}

gpointer
nwd_request_steal_intent (NwdRequest *request)
{
  return g_steal_pointer (&request->intent);
}
