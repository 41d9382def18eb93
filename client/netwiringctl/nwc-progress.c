/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-progress.h"

#include <stdio.h>
#include <unistd.h>

#define CLEAR_LINE "\r\033[K"

struct _NwcProgress
{
  GDBusConnection *bus;
  guint signals;
  guint timer;  /* 0 while the guest is not asked */
  gint64 since; /* monotonic microseconds */
};

static gboolean
show (gpointer data)
{
  const NwcProgress *progress = data;
  gint64 seconds = (g_get_monotonic_time () - progress->since) / G_USEC_PER_SEC;

  fprintf (stderr, CLEAR_LINE "waiting for the guest to let go of the card: %" G_GINT64_FORMAT " s",
           seconds);
  fflush (stderr);
  return G_SOURCE_CONTINUE;
}

static void
begin (NwcProgress *progress)
{
  if (progress->timer)
    return;
  progress->since = g_get_monotonic_time ();
  progress->timer = g_timeout_add_seconds (1, show, progress);
  show (progress);
}

static void
end (NwcProgress *progress)
{
  if (!progress->timer)
    return;
  g_source_remove (progress->timer);
  progress->timer = 0;
  fputs (CLEAR_LINE, stderr);
  fflush (stderr);
}

static void
on_changed (GDBusConnection *bus,
            const char *sender,
            const char *path,
            const char *interface,
            const char *signal,
            GVariant *parameters,
            gpointer data)
{
  g_autoptr (GVariant) changed = NULL;
  const char *state;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  changed = g_variant_get_child_value (parameters, 1);
  if (!g_variant_lookup (changed, "State", "&s", &state))
    return;
  if (g_str_equal (state, "unplugging"))
    begin (data);
  else
    end (data);
}

NwcProgress *
nwc_progress_start (const NwcClient *client, const NwcObject *vnic)
{
  NwcProgress *progress;

  if (!isatty (STDERR_FILENO) || client->options->quiet
      || client->options->format != NWC_FORMAT_TEXT)
    return NULL;
  progress = g_new0 (NwcProgress, 1);
  progress->bus = g_object_ref (client->bus);
  progress->signals = g_dbus_connection_signal_subscribe (
    progress->bus, NWC_BUS_NAME, "org.freedesktop.DBus.Properties", "PropertiesChanged", vnic->path,
    nwc_kind_interface (NWC_KIND_VNIC), G_DBUS_SIGNAL_FLAGS_NONE, on_changed, progress, NULL);
  return progress;
}

void
nwc_progress_stop (NwcProgress *progress)
{
  end (progress);
  g_dbus_connection_signal_unsubscribe (progress->bus, progress->signals);
  g_object_unref (progress->bus);
  g_free (progress);
}
