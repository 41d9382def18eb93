/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-bus-error.h"

#include "core/nwd-error.h"
#include "engine/nwd-checkpoints.h"

/* It changes VMs, but when those let it: it has a line of its own. */
#define QUEUE "checkpoint"

typedef struct
{
  char *id;
  guint seconds; /* of Extend */
} Decision;

static void
decision_free (Decision *decision)
{
  g_free (decision->id);
  g_free (decision);
}

static NwdRequest *
request_new (gpointer engine,
             const NwdVerb *verb,
             const char *id,
             guint seconds,
             GVariant *parameters,
             GError **error)
{
  const NwdCheckpoint *checkpoint = nwd_state_get_checkpoint (nwd_engine_get_state (engine), id);
  Decision *decision = NULL;
  NwdRequest *request = NULL;
  NwdOptions options;

  if (!checkpoint)
    {
      g_set_error (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT, "there is no checkpoint %.64s",
                   id);
      return NULL;
    }
  if (!nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;
  decision = g_new (Decision, 1);
  decision->id = g_strdup (id);
  decision->seconds = seconds;
  request = nwd_request_new (QUEUE, /* details= */ NULL, &options, decision,
                             (GDestroyNotify)decision_free);
  request->owner = checkpoint->uid;
  return request;
}

NwdRequest *
nwd_verbs_parse_checkpoint (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  return request_new (engine, verb, id, 0, parameters, error);
}

NwdRequest *
nwd_verbs_parse_extend (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  guint seconds = 0;

  g_variant_get_child (parameters, 0, "u", &seconds);
  if (seconds > 0 && seconds <= NWD_CHECKPOINTS_MAX)
    return request_new (engine, verb, id, seconds, parameters, error);
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
               "seconds: %u is out of range, which is 1 to %u", seconds, NWD_CHECKPOINTS_MAX);
  return NULL;
}

static void
on_decided (GObject *source, GAsyncResult *result, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  g_autoptr (GError) error = NULL;

  if (nwd_engine_checkpoint_finish (NWD_ENGINE (source), result, &error))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    nwd_bus_error_return (invocation, error);
}

void
nwd_verbs_run_commit (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  const Decision *decision = request->intent;

  nwd_engine_commit_async (engine, decision->id, &request->options, on_decided, invocation);
  nwd_request_free (request);
}

void
nwd_verbs_run_roll_back (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  const Decision *decision = request->intent;

  nwd_engine_roll_back_async (engine, decision->id, &request->options, on_decided, invocation);
  nwd_request_free (request);
}

void
nwd_verbs_run_extend (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  const Decision *decision = request->intent;

  nwd_engine_extend_async (engine, decision->id, decision->seconds, &request->options, on_decided,
                           invocation);
  nwd_request_free (request);
}
