/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-link.h"
#include "core/nwd-mirror.h"

#include <gio/gio.h>

/* The host's kernel, by rtnetlink.
 *
 * Thread: main context. Its calls are synchronous: the kernel answers them in microseconds and
 *   cannot keep us waiting.
 * Order: start() calls link_changed() for every link there is before it returns; after that for
 *   each link that comes or changes, and link_gone() for each that goes; one that is renamed goes
 *   and comes. When the kernel dropped messages, everything is read again and the difference told
 *   in the same calls.
 * Errors: NWD_ERROR_NOT_FOUND for an unknown interface, NWD_ERROR_FAILED with the errno's text. */
#define NWD_TYPE_KERNEL (nwd_kernel_get_type ())
G_DECLARE_INTERFACE (NwdKernel, nwd_kernel, NWD, KERNEL, GObject)

typedef struct
{
  void (*link_changed) (NwdLink *link, gpointer data);
  void (*link_gone) (NwdLink *link, gpointer data);
  void (*filters_removed) (gpointer data); /* by others: mirrors may be among them; may be NULL */
} NwdKernelListener;

/* Called for each mirror that could not be set, and why. */
typedef void (*NwdMirrorRefused) (const NwdMirror *mirror, const GError *error, gpointer data);

struct _NwdKernelInterface
{
  GTypeInterface parent;

  gboolean (*start) (NwdKernel *self,
                     const NwdKernelListener *listener,
                     gpointer data,
                     GError **error);
  void (*hear) (NwdKernel *self);
  NwdLink *(*read_link) (NwdKernel *self, const char *name, GError **error);
  gboolean (*set_master) (NwdKernel *self, const char *port, const char *bridge, GError **error);
  gboolean (*announce) (NwdKernel *self, const NwdLink *tap, const char *mac, GError **error);
  gboolean (*supports_mirrors) (NwdKernel *self);
  gboolean (*sync_mirrors) (
    NwdKernel *self, GPtrArray *mirrors, NwdMirrorRefused refused, gpointer data, GError **error);
};

gboolean nwd_kernel_start (NwdKernel *self,
                           const NwdKernelListener *listener,
                           gpointer data,
                           GError **error);

/* Tells the listener now of all that the kernel has said of links so far: of every call that has
 * returned, whoever made it. */
void nwd_kernel_hear (NwdKernel *self);

/* Asks the kernel for @name afresh. The answer is also what the listener is told, if it is news. */
NwdLink *nwd_kernel_read_link (NwdKernel *self, const char *name, GError **error);

/* Makes @port a port of @bridge, whatever it was a port of before. */
gboolean
nwd_kernel_set_master (NwdKernel *self, const char *port, const char *bridge, GError **error);

/* Makes the bridge that @tap, as it was last told of, is a port of know at once that @mac is behind
 * it, as if the guest had spoken: a dynamic entry in its forwarding table, and one RARP request
 * (RFC 903) for @mac out of each of the bridge's other ports. The guest behind @tap sees nothing of
 * it. */
gboolean nwd_kernel_announce (NwdKernel *self, const NwdLink *tap, const char *mac, GError **error);

/* Whether mirrors can be made here at all; known once started. */
gboolean nwd_kernel_supports_mirrors (NwdKernel *self);

/* Makes @mirrors, of NwdMirror, all that there are of ours: those that are there, whoever of us
 * made them, stay as they are, the missing ones are made, the others removed without trace. Nothing
 * of others is touched. One that cannot be set is told to @refused, and keeps no other from being
 * set. FALSE: what there is could not be read, or something that is not wanted could not be
 * removed. */
gboolean nwd_kernel_sync_mirrors (
  NwdKernel *self, GPtrArray *mirrors, NwdMirrorRefused refused, gpointer data, GError **error);
