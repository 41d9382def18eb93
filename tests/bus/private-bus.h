/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* A dbus-daemon of the test's own, which lets every user in. */
typedef struct _PrivateBus PrivateBus;

PrivateBus *private_bus_new (void);
void private_bus_free (PrivateBus *bus);

const char *private_bus_get_address (PrivateBus *bus);

/* A connection of user @uid: the kernel tells the bus the credentials that this thread has while it
 * connects. As another uid than the own one it needs root. */
GDBusConnection *private_bus_connect (PrivateBus *bus, uid_t uid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PrivateBus, private_bus_free)
