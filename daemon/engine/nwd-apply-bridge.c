/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-apply-bridge.h"

#include "nwd-rejoin.h"
#include "nwd-verify-host.h"

typedef struct
{
  NwdContext *context;
  NwdStep *step;
  NwdTouched *touched;
  NwdBridgeLoose loose;
  NwdApplied done;
  gpointer data;
} Application;

static void
finish (Application *a, GError *error)
{
  NwdApplied done = a->done;
  gpointer data = a->data;

  nwd_step_unref (a->step);
  g_free (a);
  done (error, data);
}

static gboolean
is_as_wanted (Application *a, GError **error)
{
  return nwd_verify_bridge (a->context->state, a->context->kernel, a->step->name, a->step->number,
                            a->touched, error);
}

static gboolean
rejoin (Application *a, GError **error)
{
  return nwd_rejoin_taps (a->context, a->step->name, a->touched, error);
}

static gboolean
seal (Application *a, GError **error)
{
  return nwd_seals_put (a->context->seals, a->context->state, a->step->name, a->touched, error);
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer data)
{
  Application *a = data;
  GError *error = NULL;

  if (nwd_host_network_create_bridge_finish (NWD_HOST_NETWORK (source), result, &error)
      && is_as_wanted (a, &error) && rejoin (a, &error) && a->step->kind == NWD_STEP_BRIDGE_CREATE)
    seal (a, &error);
  finish (a, error);
}

static void
on_restored (GObject *source, GAsyncResult *result, gpointer data)
{
  Application *a = data;
  GError *error = NULL;

  if (nwd_host_network_restore_bridge_finish (NWD_HOST_NETWORK (source), result, &error)
      && is_as_wanted (a, &error) && rejoin (a, &error) && *a->step->text)
    seal (a, &error);
  finish (a, error);
}

static void
on_mtu_set (GObject *source, GAsyncResult *result, gpointer data)
{
  Application *a = data;
  GError *error = NULL;

  if (nwd_host_network_set_bridge_mtu_finish (NWD_HOST_NETWORK (source), result, &error))
    is_as_wanted (a, &error);
  finish (a, error);
}

static void
on_reset (GObject *source, GAsyncResult *result, gpointer data)
{
  Application *a = data;
  GError *error = NULL;

  if (nwd_host_network_reset_bridge_finish (NWD_HOST_NETWORK (source), result, &error)
      && is_as_wanted (a, &error))
    rejoin (a, &error);
  finish (a, error);
}

static void
on_loose (gpointer data)
{
  Application *a = data;

  a->loose (a->data);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  Application *a = data;
  GError *error = NULL;

  if (nwd_host_network_delete_bridge_finish (NWD_HOST_NETWORK (source), result, &error))
    nwd_verify_gone (a->context->state, a->context->kernel, a->step->name, a->touched, &error);
  finish (a, error);
}

void
nwd_apply_bridge (NwdContext *context,
                  NwdStep *step,
                  NwdTouched *touched,
                  NwdBridgeLoose loose,
                  NwdApplied done,
                  gpointer data)
{
  NwdHostNetwork *host_network = context->host_network;
  Application *a = g_new0 (Application, 1);

  *a = (Application){ .context = context,
                      .step = nwd_step_ref (step),
                      .touched = touched,
                      .loose = loose,
                      .done = done,
                      .data = data };
  if (step->kind == NWD_STEP_BRIDGE_DELETE)
    nwd_host_network_delete_bridge_async (host_network, step->name, on_loose, on_deleted, a);
  else if (step->kind == NWD_STEP_BRIDGE_MTU)
    nwd_host_network_set_bridge_mtu_async (host_network, step->name, step->number, on_mtu_set, a);
  else if (step->kind == NWD_STEP_BRIDGE_RESET)
    nwd_host_network_reset_bridge_async (host_network, step->name, step->text, step->number,
                                         step->ip, on_reset, a);
  else if (step->kind == NWD_STEP_BRIDGE_RESTORE)
    nwd_host_network_restore_bridge_async (host_network, step->bridge, step->number, on_restored,
                                           a);
  else
    nwd_host_network_create_bridge_async (host_network, step->name, step->text, step->number,
                                          step->transient, on_created, a);
}
