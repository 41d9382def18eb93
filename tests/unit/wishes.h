/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "rig.h"

/* Every kind of plan that there is, on the sample world, with the calls it makes of the ports. */
extern const Wish all_wishes[];

/* @text without the names of taps where @wish plugs a card: one that is plugged anew gets another.
 * Takes @text. */
char *wishes_forget_taps (const Wish *wish, char *text);

/* Makes @rig what @wish is to be done to: some need a first step, which wishes name by @before. */
void wishes_prepare (Rig *rig, const Wish *wish);
