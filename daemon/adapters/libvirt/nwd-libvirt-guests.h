/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ports/nwd-guest-agent.h"

/* Guests' agents, and libvirt's DHCP servers, by way of libvirt: on connections of its own, one for
 * each thread, so that a call that waits for a guest holds up no other one. */
#define NWD_TYPE_LIBVIRT_GUESTS (nwd_libvirt_guests_get_type ())
G_DECLARE_FINAL_TYPE (NwdLibvirtGuests, nwd_libvirt_guests, NWD, LIBVIRT_GUESTS, GObject)

/* Connects when it is asked first. */
NwdLibvirtGuests *nwd_libvirt_guests_new (const char *uri);
