/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-meter.h"
#include "nwd-state.h"

/* What all objects have counted, and which links they count by.
 *
 * A vNIC and a NIC count all that their link ever counted, and keep it until the link itself is
 * gone: libvirt may tell first that a VM stopped. An attachment counts by each port of its bridge
 * from the moment at which that becomes one. A link that is gone leaves its counts behind. */
typedef struct _NwdMeters NwdMeters;

NwdMeters *nwd_meters_new (void);
void nwd_meters_free (NwdMeters *meters);

/* --- the objects' links (nwd-meters-follow.c) --- */

/* The kernel told of @link, which is in @state; @counters: what it had counted then, NULL unknown.
 */
void nwd_meters_link_changed (NwdMeters *meters,
                              const NwdState *state,
                              const NwdLink *link,
                              const NwdCounters *counters);
void nwd_meters_link_gone (NwdMeters *meters, guint index, const NwdCounters *counters);

/* What @touched names is as in @state, or gone. */
void nwd_meters_follow (NwdMeters *meters, const NwdState *state, const NwdTouched *touched);

/* The links are all in @state: those that were kept from an earlier process may be gone, or other
 * bridges' ports. */
void nwd_meters_begin (NwdMeters *meters, const NwdState *state);

/* The objects of @kind are all in @state. */
void nwd_meters_forget_the_gone (NwdMeters *meters, const NwdState *state, NwdKind kind);

/* --- reading --- */

/* All links are about to be read. Answers the number of this reading. */
guint nwd_meters_begin_reading (NwdMeters *meters);

/* Whether that is the last one that was begun. */
gboolean nwd_meters_is_reading (const NwdMeters *meters, guint number);

/* The link with that index has counted so far, at some moment since then: the kernel may have told
 * of a later one meanwhile. */
void nwd_meters_read (NwdMeters *meters, guint index, const NwdCounters *counters);

/* All were read. @time: µs since the epoch; @monotonic likewise. */
void nwd_meters_take_sample (NwdMeters *meters, gint64 time, gint64 monotonic);

/* When the last one was taken, monotonic; 0: none, or not of all objects. */
gint64 nwd_meters_get_sample_time (const NwdMeters *meters);

/* What callers are told of the last sample, {oa{sv}}: the object's path, and "sample-time" t, and,
 * as far as known, each counter t and "rx-rate", "tx-rate" d, bytes per second. */
GVariant *nwd_meters_describe (NwdMeters *meters, NwdKind kind, const char *id);

/* --- keeping --- */

/* Whether a link waits for its first reading. */
gboolean nwd_meters_has_unread (const NwdMeters *meters);

/* Whether what a new process could not find out by itself has changed since it was asked last. */
gboolean nwd_meters_take_changed (NwdMeters *meters);

/* All of them, of NwdMeter, which @meters owns. */
GPtrArray *nwd_meters_list (const NwdMeters *meters);

/* The meter of that object, made if need be. */
NwdMeter *nwd_meters_get (NwdMeters *meters, NwdKind kind, const char *id);

/* @meter counts by the link with @index, too. Begun, at zero. */
NwdFeed *nwd_meters_add_feed (NwdMeters *meters, NwdMeter *meter, guint index, gboolean swapped);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdMeters, nwd_meters_free)
