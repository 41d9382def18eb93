/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-definitions.h"
#include "nwd-libvirt-connection.h"

/* As many as the engine lets hang: a connection that waits for a stopped VM is left alone. libvirt
 * (9.0) lets the thread that waits send what others have for the same connection, and may miss that
 * there is something: the call then is not sent before the stopped VM answers. */
#define NWD_LIBVIRT_N_CHANGE_CONNECTIONS 8

/* The connections between one connect and the loss of it. Reads have their own, so that changes
 * that hang never delay them. Counted. */
typedef struct
{
  char *uri;
  NwdLibvirtConnection *reads;
  GMutex mutex;
  NwdLibvirtConnection *changes[NWD_LIBVIRT_N_CHANGE_CONNECTIONS]; /* NULL: not needed yet */
  NwdDefinitionsCache *definitions;
  guint n_changes[NWD_LIBVIRT_N_CHANGE_CONNECTIONS]; /* under way; main thread only */
} NwdLibvirtSession;

/* Blocks. NULL with NWD_ERROR_HYPERVISOR_UNAVAILABLE. */
NwdLibvirtSession *nwd_libvirt_session_open (const char *uri, GError **error);
NwdLibvirtSession *nwd_libvirt_session_ref (NwdLibvirtSession *self);
void nwd_libvirt_session_unref (NwdLibvirtSession *self);

/* The connection of that index, opened when it is needed first. Blocks; the session keeps it. NULL
 * with NWD_ERROR_HYPERVISOR_UNAVAILABLE. */
NwdLibvirtConnection *
nwd_libvirt_session_get_change (NwdLibvirtSession *self, guint index, GError **error);

/* The index of the connection with the fewest changes under way, which gets one more; give it back
 * by nwd_libvirt_session_end_change(). Main thread. */
guint nwd_libvirt_session_begin_change (NwdLibvirtSession *self);
void nwd_libvirt_session_end_change (NwdLibvirtSession *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdLibvirtSession, nwd_libvirt_session_unref)
