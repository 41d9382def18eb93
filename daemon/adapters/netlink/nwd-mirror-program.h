/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-tc-filter.h"

/* What the filters of mirrors ask of a frame, in classic BPF, as sockets have it too. The kinds of
 * filter that compare bytes cannot say "all but" without keeping the frame from later filters.
 * @mac: 6 bytes. */

/* Match: frames that @mac did not send; those to it neither, unless @also_to. */
void nwd_mirror_program_set_copy (NwdTcFilter *filter, const guint8 *mac, gboolean also_to);

/* Verdict: only frames to @mac pass. */
void nwd_mirror_program_set_only_to (NwdTcFilter *filter, const guint8 *mac);

/* Match: nothing. */
void nwd_mirror_program_set_never (NwdTcFilter *filter);
