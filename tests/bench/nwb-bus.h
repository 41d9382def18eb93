/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#define NWB_OURS         "org.ovirt.NetWiring"
#define NWB_SKELETONS    "org.ovirt.NetWiring.Bench"
#define NWB_ROOT         "/org/ovirt/NetWiring"
#define NWB_MANAGER      NWB_OURS ".Manager"
#define NWB_VNIC         NWB_OURS ".Vnic"

#define NWB_LIBVIRT_DBUS "org.libvirt"
#define NWB_POLKIT       "org.freedesktop.PolicyKit1"

/* What is called: the object and one of its methods. */
typedef struct
{
  const char *service;
  const char *path;
  const char *interface;
  const char *method;
} NwbCall;

/* A connection of its own to the system bus, as @uid. */
GDBusConnection *nwb_bus_connect (uid_t uid, GError **error);

/* Calls and waits for the answer, at most 30 s; never starts a service. Takes floating @arguments.
 * @microseconds, may be NULL: how long it took. */
GVariant *nwb_bus_call (GDBusConnection *bus,
                        const NwbCall *call,
                        GVariant *arguments,
                        double *microseconds,
                        GError **error);

/* The same where the answer does not matter. */
gboolean nwb_bus_time (GDBusConnection *bus,
                       const NwbCall *call,
                       GVariant *arguments,
                       double *microseconds,
                       GError **error);

GVariant *nwb_bus_get (GDBusConnection *bus,
                       const char *service,
                       const char *path,
                       const char *interface,
                       const char *property,
                       GError **error);

/* Starts a service that D-Bus knows how to start. */
gboolean nwb_bus_start_service (GDBusConnection *bus, const char *service, GError **error);

/* The process behind a name; 0 when there is none. */
GPid nwb_bus_get_pid (GDBusConnection *bus, const char *service);
