/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

typedef void (*NwdVacated) (gpointer data);

/* Moves the cards of running VMs that are on networks @network_ids (of char *) to the empty
 * network, each VM when its turn comes, so that their bridges can go. What cannot be moved stays.
 * Changes that go on now are waited for; the caller sees to it that none that goes there begins. */
void nwd_vacate (NwdContext *context, GPtrArray *network_ids, NwdVacated done, gpointer data);
