/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-pinger.h"

#include <gio/gio.h>
#include <systemd/sd-bus.h>

#include "nwb-bus.h"
#include "nwb-contest.h"

struct _NwbPinger
{
  sd_bus *bus;
  const char *service;
  GThread *thread;
  int stop;
  double worst;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sd_bus, sd_bus_flush_close_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sd_bus_message, sd_bus_message_unref)

static sd_bus *
open_bus (GError **error)
{
  sd_bus *bus = NULL;
  int result = sd_bus_open_system (&bus);

  if (result < 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (-result), "no bus: %s",
                 g_strerror (-result));
  return bus;
}

gboolean
nwb_get_managed_objects (const char *service, double *microseconds, GError **error)
{
  g_autoptr (sd_bus) bus = open_bus (error);
  g_autoptr (sd_bus_message) answer = NULL;
  double start = nwb_now ();
  int result;

  if (!bus)
    return FALSE;
  result = sd_bus_call_method (bus, service, NWB_ROOT, "org.freedesktop.DBus.ObjectManager",
                               "GetManagedObjects", NULL, &answer, NULL);
  *microseconds = nwb_now () - start;
  if (result < 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (-result), "GetManagedObjects: %s",
                 g_strerror (-result));
  return result >= 0;
}

static gboolean
ping (NwbPinger *self)
{
  g_autoptr (sd_bus_message) answer = NULL;
  double start = nwb_now ();
  int result
    = sd_bus_call_method (self->bus, self->service, NWB_ROOT, "org.freedesktop.DBus.Properties",
                          "Get", NULL, &answer, "ss", NWB_MANAGER, "ApiVersion");

  self->worst = MAX (self->worst, nwb_now () - start);
  return result >= 0;
}

static gpointer
ping_until_stopped (gpointer data)
{
  NwbPinger *self = data;

  while (!g_atomic_int_get (&self->stop))
    if (!ping (self))
      g_error ("a ping failed");
  return NULL;
}

NwbPinger *
nwb_pinger_start (const char *service, GError **error)
{
  sd_bus *bus = open_bus (error);
  NwbPinger *self;

  if (!bus)
    return NULL;
  self = g_new0 (NwbPinger, 1);
  self->bus = bus;
  self->service = service;
  ping (self); /* the first one of a caller is not like the others */
  self->worst = 0;
  self->thread = g_thread_new ("pinger", ping_until_stopped, self);
  return self;
}

double
nwb_pinger_stop (NwbPinger *self)
{
  double worst;

  g_atomic_int_set (&self->stop, TRUE);
  g_thread_join (self->thread);
  worst = self->worst;
  sd_bus_flush_close_unref (self->bus);
  g_free (self);
  return worst;
}
