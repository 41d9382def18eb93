/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Tells when the process that runs libvirt's QEMU driver (libvirtd or virtqemud) ends, without a
 * byte on the wire: libvirt's own way, its event loop, has the server ping every client each 5 s.
 * Thread: the main context only. */
typedef struct _NwdDriverWatch NwdDriverWatch;

/* Finds the process by the lock that it holds on its PID file. NULL when there is none to see.
 * @ended is called once. */
NwdDriverWatch *nwd_driver_watch_new (GSourceOnceFunc ended, gpointer data);
void nwd_driver_watch_free (NwdDriverWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdDriverWatch, nwd_driver_watch_free)
