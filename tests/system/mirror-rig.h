/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ports/nwd-kernel.h"

/* Guests on two bridges, by real taps; the card of guest n has a MAC that ends with n:
 *
 *   tap0, tap1, tap2 ── br0        tap3, tap4 ── br1
 *
 * What is written to a tap's fd is what its guest sends, what is read from it what it receives. */

#define MIRROR_RIG_TAPS 5

/* Last bytes of other MACs. */
#define BROADCAST 0xff
#define UNKNOWN   0x77 /* nobody's */
#define HOST      0x99

typedef struct
{
  NwdKernel *kernel;
  int taps[MIRROR_RIG_TAPS];
  int bridge;         /* sends as the host does, by br0 */
  GPtrArray *mirrors; /* of NwdMirror: all that are wanted */
  guint refused;      /* mirrors, by the last sync */
  guint removed;      /* how often the kernel told that others removed filters */
  guint removed_from; /* index of the link, the last time */
} MirrorRig;

void mirror_rig_set_up (MirrorRig *rig, gconstpointer data);
void mirror_rig_tear_down (MirrorRig *rig, gconstpointer data);

/* A started netlink adapter, which tells @rig what it hears. */
NwdKernel *mirror_rig_kernel_new (MirrorRig *rig);

/* All that the kernel has to tell. */
void mirror_rig_hear_all (void);

void mirror_rig_send (int fd, guint8 from, guint8 to);

/* Guest @from sends to guest @to. */
void mirror_rig_say (MirrorRig *rig, guint8 from, guint8 to);

/* What guest @n received since it was asked last: "0>1" for each frame, in order. */
char *mirror_rig_take (MirrorRig *rig, guint n);
void mirror_rig_assert_got (MirrorRig *rig, guint n, const char *expected);

/* Lets the bridges learn where the cards are; what waits in the taps is thrown away. */
void mirror_rig_be_known (MirrorRig *rig);

/* One more mirror of @bridge, to guest @n. */
void mirror_rig_want (MirrorRig *rig, const char *bridge, guint8 n, gboolean inside);

void mirror_rig_sync (MirrorRig *rig);
void mirror_rig_sync_well (MirrorRig *rig); /* with none refused */
void mirror_rig_want_nothing (MirrorRig *rig);

/* All that mirrors may leave behind on @link. */
char *mirror_rig_describe (const char *link);
