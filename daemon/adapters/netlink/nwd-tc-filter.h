/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <libmnl/libmnl.h>
#include <linux/filter.h>

/* Both sides of a clsact queue: frames that come in by a link, and frames that go out by it. */
#define NWD_TC_INGRESS     0xfffffff2
#define NWD_TC_EGRESS      0xfffffff3

#define NWD_TC_PROGRAM_MAX 16 /* instructions */

/* One filter of traffic control, of the two kinds that mirrors and seals are made of:
 * - "bpf": where the program says so, a copy of the frame goes out by link @target, and the frame
 *   itself goes on to the next filter; with no target the program decides on the frame itself;
 * - "u32": what came to this host by link @from passes, later filters do not see it. */
typedef enum
{
  NWD_TC_BPF,
  NWD_TC_U32,
  NWD_TC_OTHER, /* somebody else's */
} NwdTcKind;

typedef struct
{
  NwdTcKind kind;
  guint parent; /* NWD_TC_INGRESS or NWD_TC_EGRESS */
  guint16 priority;
  guint32 handle;   /* 0: the kernel's choice */
  guint32 class_id; /* has no effect: the mark by which we know our own */
  char *from;       /* of a u32: interface name; "" of a link that is gone */
  guint target;     /* of a bpf: index of a link; 0 none */
  guint n_instructions;
  struct sock_filter program[NWD_TC_PROGRAM_MAX];
} NwdTcFilter;

NwdTcFilter *nwd_tc_filter_new (NwdTcKind kind, guint parent, guint16 priority, guint32 handle);
void nwd_tc_filter_free (NwdTcFilter *filter);

/* Whether they do the same; the handle that the kernel chose aside. */
gboolean nwd_tc_filter_equal (const NwdTcFilter *a, const NwdTcFilter *b);

/* Appends the filter of the link with index @link to the empty message @request. @content: also
 * what it does; without, it is enough to delete it. */
void nwd_tc_filter_put (const NwdTcFilter *filter,
                        guint link,
                        gboolean content,
                        struct nlmsghdr *request);

/* The filter that @message, an RTM_NEWTFILTER about @parent, describes; one of another kind, or
 * that does more, has no class. NULL: the message is no more than the head of a list. */
NwdTcFilter *nwd_tc_filter_parse (const struct nlmsghdr *message, guint parent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdTcFilter, nwd_tc_filter_free)
