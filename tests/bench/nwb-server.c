/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-bench.h"

#define START_SECONDS 60

/* --- netwiringd --- */

typedef struct
{
  gboolean news;
  gboolean too_late;
} Wait;

static void
on_signal (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *member,
           GVariant *arguments,
           gpointer data)
{
  ((Wait *)data)->news = TRUE;
}

static gboolean
on_too_late (gpointer data)
{
  ((Wait *)data)->too_late = TRUE;
  return G_SOURCE_CONTINUE;
}

static gboolean
is_ready (NwbBench *bench)
{
  g_autoptr (GVariant) state
    = nwb_bus_get (bench->bus, NWB_OURS, NWB_ROOT, NWB_MANAGER, "HypervisorState", NULL);

  return state && g_str_equal (g_variant_get_string (state, NULL), "connected");
}

static gboolean
wait_until_ready (NwbBench *bench, Wait *wait, GError **error)
{
  while (!wait->too_late)
    {
      if (wait->news && is_ready (bench))
        return TRUE;
      wait->news = FALSE;
      while (!wait->news && !wait->too_late)
        g_main_context_iteration (NULL, TRUE);
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "netwiringd is not ready after %d s",
               START_SECONDS);
  return FALSE;
}

gboolean
nwb_daemon_start (NwbBench *bench, double *microseconds, GError **error)
{
  Wait wait = { FALSE };
  guint owner = g_dbus_connection_signal_subscribe (
    bench->bus, "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged", NULL, NWB_OURS,
    G_DBUS_SIGNAL_FLAGS_NONE, on_signal, &wait, NULL);
  guint changed = g_dbus_connection_signal_subscribe (
    bench->bus, NWB_OURS, "org.freedesktop.DBus.Properties", "PropertiesChanged", NWB_ROOT, NULL,
    G_DBUS_SIGNAL_FLAGS_NONE, on_signal, &wait, NULL);
  guint timer = g_timeout_add_seconds (START_SECONDS, on_too_late, &wait);
  double start = nwb_now ();
  gboolean ready;

  bench->daemon_process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, error, bench->daemon, NULL);
  ready = bench->daemon_process && wait_until_ready (bench, &wait, error);
  if (microseconds)
    *microseconds = nwb_now () - start;
  g_source_remove (timer);
  g_dbus_connection_signal_unsubscribe (bench->bus, owner);
  g_dbus_connection_signal_unsubscribe (bench->bus, changed);
  return ready;
}

void
nwb_server_stop (GSubprocess *server)
{
  g_subprocess_send_signal (server, SIGTERM);
  g_subprocess_wait (server, NULL, NULL);
  g_object_unref (server);
}

void
nwb_daemon_stop (NwbBench *bench)
{
  g_clear_pointer (&bench->daemon_process, nwb_server_stop);
}

GPid
nwb_daemon_get_pid (NwbBench *bench)
{
  return nwb_bus_get_pid (bench->bus, NWB_OURS);
}

/* --- its rival --- */

GSubprocess *
nwb_skeletons_start (NwbBench *bench, GError **error)
{
  g_autoptr (GSubprocess) server
    = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, error, bench->skeletons, NULL);
  g_autofree char *line = NULL;
  g_autoptr (GDataInputStream) output = NULL;

  if (!server)
    return NULL;
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  line = g_data_input_stream_read_line (output, NULL, NULL, error);
  if (line)
    return g_steal_pointer (&server);
  g_prefix_error (error, "nwb-skeletons did not start: ");
  return NULL;
}
