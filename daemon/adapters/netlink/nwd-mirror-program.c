/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-mirror-program.h"

#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <stddef.h>

#define MATCH 0xffffffff /* what a filter's program answers for "yes", and 0 for "no" */

static void
add (NwdTcFilter *filter, struct sock_filter instruction)
{
  g_return_if_fail (filter->n_instructions < NWD_TC_PROGRAM_MAX);
  filter->program[filter->n_instructions++] = instruction;
}

static void
answer (NwdTcFilter *filter, guint32 value)
{
  add (filter, (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, value));
}

/* Where the MAC at @offset of the frame is @mac, the answer is @value; else the program goes on.
 * The half that differs most between cards is looked at first. */
static void
answer_if (NwdTcFilter *filter, gsize offset, const guint8 *mac, guint32 value)
{
  guint32 first = (guint32)mac[0] << 8 | mac[1];
  guint32 rest = (guint32)mac[2] << 24 | (guint32)mac[3] << 16 | (guint32)mac[4] << 8 | mac[5];

  add (filter, (struct sock_filter)BPF_STMT (BPF_LD | BPF_W | BPF_ABS, (guint32)offset + 2));
  add (filter, (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, rest, 0, 3));
  add (filter, (struct sock_filter)BPF_STMT (BPF_LD | BPF_H | BPF_ABS, (guint32)offset));
  add (filter, (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, first, 0, 1));
  answer (filter, value);
}

void
nwd_mirror_program_set_copy (NwdTcFilter *filter, const guint8 *mac, gboolean also_to)
{
  answer_if (filter, offsetof (struct ethhdr, h_source), mac, 0);
  if (!also_to)
    answer_if (filter, offsetof (struct ethhdr, h_dest), mac, 0);
  answer (filter, MATCH);
}

void
nwd_mirror_program_set_only_to (NwdTcFilter *filter, const guint8 *mac)
{
  answer_if (filter, offsetof (struct ethhdr, h_dest), mac, (guint32)TC_ACT_UNSPEC);
  answer (filter, TC_ACT_SHOT);
}

void
nwd_mirror_program_set_never (NwdTcFilter *filter)
{
  answer (filter, 0);
}
