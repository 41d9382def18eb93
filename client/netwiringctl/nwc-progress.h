/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwc-client.h"

/* A line on the terminal that counts the seconds while a guest is asked to let go of a card. */
typedef struct _NwcProgress NwcProgress;

/* Watches @vnic while the default main context runs. NULL where nobody would read the line: when
 * standard error is no terminal, and with --json or --quiet. */
NwcProgress *nwc_progress_start (const NwcClient *client, const NwcObject *vnic);

/* Takes the line away. */
void nwc_progress_stop (NwcProgress *progress);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwcProgress, nwc_progress_stop)
