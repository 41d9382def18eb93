/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-bus.h"

#include <unistd.h>

#include "nwb-contest.h"

#define TIMEOUT_MS 30000

static const NwbCall start_service = { "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "StartServiceByName" };
static const NwbCall get_pid = { "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                 "org.freedesktop.DBus", "GetConnectionUnixProcessID" };

/* The bus asks the kernel who was at the other end when the socket was connected. */
GDBusConnection *
nwb_bus_connect (uid_t uid, GError **error)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, error);
  GDBusConnection *bus;

  if (!address)
    return NULL;
  if (seteuid (uid) != 0)
    g_error ("cannot become %u: %s", uid, g_strerror (errno));
  bus = g_dbus_connection_new_for_address_sync (address,
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                  | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, error);
  if (seteuid (0) != 0)
    g_error ("cannot become root again: %s", g_strerror (errno));
  return bus;
}

GVariant *
nwb_bus_call (GDBusConnection *bus,
              const NwbCall *call,
              GVariant *arguments,
              double *microseconds,
              GError **error)
{
  g_autoptr (GVariant) sunk = arguments ? g_variant_ref_sink (arguments) : NULL;
  double start = nwb_now ();
  GVariant *answer = g_dbus_connection_call_sync (
    bus, call->service, call->path, call->interface, call->method, sunk, NULL,
    G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT_MS, NULL, error);

  if (microseconds)
    *microseconds = nwb_now () - start;
  return answer;
}

gboolean
nwb_bus_time (GDBusConnection *bus,
              const NwbCall *call,
              GVariant *arguments,
              double *microseconds,
              GError **error)
{
  g_autoptr (GVariant) answer = nwb_bus_call (bus, call, arguments, microseconds, error);

  return answer != NULL;
}

GVariant *
nwb_bus_get (GDBusConnection *bus,
             const char *service,
             const char *path,
             const char *interface,
             const char *property,
             GError **error)
{
  const NwbCall get = { service, path, "org.freedesktop.DBus.Properties", "Get" };
  g_autoptr (GVariant) answer
    = nwb_bus_call (bus, &get, g_variant_new ("(ss)", interface, property), NULL, error);
  GVariant *value = NULL;

  if (answer)
    g_variant_get (answer, "(v)", &value);
  return value;
}

gboolean
nwb_bus_start_service (GDBusConnection *bus, const char *service, GError **error)
{
  return nwb_bus_time (bus, &start_service, g_variant_new ("(su)", service, 0), NULL, error);
}

GPid
nwb_bus_get_pid (GDBusConnection *bus, const char *service)
{
  g_autoptr (GVariant) answer
    = nwb_bus_call (bus, &get_pid, g_variant_new ("(s)", service), NULL, NULL);
  guint pid = 0;

  if (answer)
    g_variant_get (answer, "(u)", &pid);
  return (GPid)pid;
}
