/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#define NWD_BUS_ERROR_PREFIX "org.ovirt.NetWiring.Error."

/* Answers @invocation, which it takes, with @error: NWD_ERROR as org.ovirt.NetWiring.Error.*,
 * G_DBUS_ERROR as itself, anything else as org.ovirt.NetWiring.Error.Failed. */
void nwd_bus_error_return (GDBusMethodInvocation *invocation, const GError *error);

/* The answer for who must type a password and did not allow to be asked for it. */
void nwd_bus_error_return_interaction_needed (GDBusMethodInvocation *invocation, const char *text);
