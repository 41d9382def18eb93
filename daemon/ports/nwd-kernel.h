/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-counters.h"
#include "core/nwd-guest-claim.h"
#include "core/nwd-link.h"
#include "core/nwd-mirror.h"

#include <gio/gio.h>

/* The host's kernel, by rtnetlink.
 *
 * Thread: main context. Its calls are synchronous, counting and deleting aside: the kernel answers
 *   them in microseconds, and keeps us waiting only for who is changing links: for as long as
 *   one request of his, which is 0.2 s where ten bridges are deleted at once.
 * Order: start() calls link_changed() for every link there is before it returns; after that for
 *   each link that comes or changes, and link_gone() for each that goes; one that is renamed goes
 *   and comes. When the kernel dropped messages, everything is read again and the difference told
 *   in the same calls.
 * Errors: NWD_ERROR_NOT_FOUND for an unknown interface, NWD_ERROR_FAILED with the errno's text. */
#define NWD_TYPE_KERNEL (nwd_kernel_get_type ())
G_DECLARE_INTERFACE (NwdKernel, nwd_kernel, NWD, KERNEL, GObject)

/* @counters: what the link had counted when it changed or went, as far as the kernel told of that
 * moment, which may be some time ago; NULL: it did not. */
typedef struct
{
  void (*link_changed) (NwdLink *link, const NwdCounters *counters, gpointer data);
  void (*link_gone) (NwdLink *link, const NwdCounters *counters, gpointer data);
  /* By others, from the link with that index: mirrors and seals may be among them. May be NULL. */
  void (*filters_removed) (guint link, gpointer data);
} NwdKernelListener;

/* Called for each mirror that could not be set, and why. */
typedef void (*NwdMirrorRefused) (const NwdMirror *mirror, const GError *error, gpointer data);

/* What the link with that index has counted. */
typedef struct
{
  guint index;
  NwdCounters counters;
} NwdLinkCount;

struct _NwdKernelInterface
{
  GTypeInterface parent;

  gboolean (*start) (NwdKernel *self,
                     const NwdKernelListener *listener,
                     gpointer data,
                     GError **error);
  void (*hear) (NwdKernel *self);
  NwdLink *(*read_link) (NwdKernel *self, const char *name, GError **error);
  void (*count_links_async) (NwdKernel *self, GAsyncReadyCallback callback, gpointer user_data);
  GArray *(*count_links_finish) (NwdKernel *self, GAsyncResult *result, GError **error);
  void (*delete_links_async) (NwdKernel *self,
                              GArray *indexes,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
  gboolean (*delete_links_finish) (NwdKernel *self, GAsyncResult *result, GError **error);
  char *(*get_boot_id) (NwdKernel *self);
  gboolean (*set_master) (NwdKernel *self, const char *port, const char *bridge, GError **error);
  gboolean (*release) (NwdKernel *self, const char *port, guint mtu, GError **error);
  gboolean (*announce) (NwdKernel *self, const NwdLink *tap, const char *mac, GError **error);
  gboolean (*supports_mirrors) (NwdKernel *self);
  gboolean (*supports_vlans) (NwdKernel *self);
  gboolean (*sync_mirrors) (
    NwdKernel *self, GPtrArray *mirrors, NwdMirrorRefused refused, gpointer data, GError **error);
  gboolean (*seal_bridge) (NwdKernel *self, const char *bridge, GError **error);
  gboolean (*unseal_bridge) (NwdKernel *self, const char *bridge, GError **error);
  gboolean (*is_bridge_sealed) (NwdKernel *self, const char *bridge, GError **error);
  gboolean (*seal_port) (NwdKernel *self, const char *port, gboolean sealed, GError **error);
  char *(*get_bridge_filters) (NwdKernel *self);
  GPtrArray *(*read_neighbours) (NwdKernel *self, GHashTable *macs, GError **error);
};

gboolean nwd_kernel_start (NwdKernel *self,
                           const NwdKernelListener *listener,
                           gpointer data,
                           GError **error);

/* Tells the listener now of all that the kernel has said of links so far: of every call that has
 * returned, whoever made it. */
void nwd_kernel_hear (NwdKernel *self);

/* Asks the kernel for @name afresh. Older news is told first, and the answer too, if it is news:
 * what was known of links before may be gone by then. */
NwdLink *nwd_kernel_read_link (NwdKernel *self, const char *name, GError **error);

/* Asks once for the counters of all links, of NwdLinkCount. In a thread: a fifth of a millisecond
 * for 1,000 links, but who changes links may keep it waiting. News that is told meanwhile may be
 * newer. */
void
nwd_kernel_count_links_async (NwdKernel *self, GAsyncReadyCallback callback, gpointer user_data);
GArray *nwd_kernel_count_links_finish (NwdKernel *self, GAsyncResult *result, GError **error);

/* Deletes the links with those @indexes (of guint) together, whatever is a port of them, which
 * takes the kernel half the time of one after the other: 18 ms a bridge, in a thread. One that is
 * gone is no error; where it fails, some may be there still, and the listener is told that they
 * have no filters. */
void nwd_kernel_delete_links_async (NwdKernel *self,
                                    GArray *indexes,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean nwd_kernel_delete_links_finish (NwdKernel *self, GAsyncResult *result, GError **error);

/* Another one each time the host boots: until then no other link gets a link's index. */
char *nwd_kernel_get_boot_id (NwdKernel *self);

/* Makes @port a port of @bridge, whatever it was a port of before. */
gboolean
nwd_kernel_set_master (NwdKernel *self, const char *port, const char *bridge, GError **error);

/* Makes @port a port of nothing, with an MTU of @mtu bytes (0: as it is). */
gboolean nwd_kernel_release (NwdKernel *self, const char *port, guint mtu, GError **error);

/* Makes the bridge that @tap, as it was last told of, is a port of know at once that @mac is behind
 * it, as if the guest had spoken: a dynamic entry in its forwarding table, and one RARP request
 * (RFC 903) for @mac out of each of the bridge's other ports. The guest behind @tap sees nothing of
 * it. */
gboolean nwd_kernel_announce (NwdKernel *self, const NwdLink *tap, const char *mac, GError **error);

/* Whether mirrors can be made here at all; known once started. */
gboolean nwd_kernel_supports_mirrors (NwdKernel *self);

/* Whether it has VLANs (802.1Q); likewise. */
gboolean nwd_kernel_supports_vlans (NwdKernel *self);

/* Makes @mirrors, of NwdMirror, all that there are of ours: those that are there, whoever of us
 * made them, stay as they are, the missing ones are made, the others removed without trace. Nothing
 * of others is touched. One that cannot be set is told to @refused, and keeps no other from being
 * set. FALSE: what there is could not be read, or something that is not wanted could not be
 * removed. */
gboolean nwd_kernel_sync_mirrors (
  NwdKernel *self, GPtrArray *mirrors, NwdMirrorRefused refused, gpointer data, GError **error);

/* Closes @bridge towards this host: nothing that enters it by a port is delivered to the host, and
 * nothing that the host sends enters it, to whatever address. What goes from port to port, and what
 * is copied by mirrors, stays as it is. It is read back. One that is closed already stays so.
 * Errors: also NWD_ERROR_NOT_SUPPORTED, where this kernel cannot do it. */
gboolean nwd_kernel_seal_bridge (NwdKernel *self, const char *bridge, GError **error);

/* Takes away without trace what nwd_kernel_seal_bridge() made, whoever of us; nothing else. */
gboolean nwd_kernel_unseal_bridge (NwdKernel *self, const char *bridge, GError **error);

/* FALSE without @error: it is open. */
gboolean nwd_kernel_is_bridge_sealed (NwdKernel *self, const char *bridge, GError **error);

/* Bridges do not forward frames to 01:80:c2:00:00:00 and the 15 addresses after it, but deliver
 * them to the host as if they had come in by the port itself, past the bridge's seal. Such frames
 * that come in by @port are forwarded (@sealed), or not. A port that leaves its bridge forgets it.
 */
gboolean nwd_kernel_seal_port (NwdKernel *self, const char *port, gboolean sealed, GError **error);

/* The names of the settings by which frames of all bridges pass the host's packet filter, ", "
 * between; "" for none. NwdLink.filtered is of one bridge. That they change is not told. */
char *nwd_kernel_get_bridge_filters (NwdKernel *self);

/* What this host has learnt about the machines with one of @macs (a set, in lower case) by talking
 * to them: a new list of NwdGuestClaim with the addresses that each says it has. */
GPtrArray *nwd_kernel_read_neighbours (NwdKernel *self, GHashTable *macs, GError **error);
