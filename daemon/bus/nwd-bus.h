/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-touched.h"
#include "engine/nwd-engine.h"
#include "ports/nwd-authority.h"

#include <gio/gio.h>

#define NWD_BUS_NAME "org.ovirt.NetWiring"

/* The service on its bus: what the engine knows as objects, their methods as calls of the engine.
 * Thread: main context. */
#define NWD_TYPE_BUS (nwd_bus_get_type ())
G_DECLARE_FINAL_TYPE (NwdBus, nwd_bus, NWD, BUS, GObject)

/* The connection is gone, and nothing can be done on this NwdBus any more. */
typedef void (*NwdBusLost) (gpointer data);

NwdBus *nwd_bus_new (NwdEngine *engine, NwdAuthority *authority);

/* Connects, with a connection of its own (what others send on the shared one must not use up the
 * replies that the bus lets us wait for), exports the objects that there are, and then takes the
 * name. Blocks until the bus has answered. Errors: G_IO_ERROR, G_DBUS_ERROR; G_IO_ERROR_EXISTS when
 * another program has the name. */
gboolean
nwd_bus_start (NwdBus *self, GBusType type, NwdBusLost lost, gpointer data, GError **error);

/* Publishes what changed; an NwdEngineChanged, with the NwdBus as @bus. Before nwd_bus_start() and
 * after the connection was lost nothing is sent. */
void nwd_bus_publish (const NwdTouched *touched, gpointer bus);

/* Signals an event, without who caused it; an NwdEngineTold, under the same conditions. */
void nwd_bus_tell (const NwdEvent *event, gpointer bus);
