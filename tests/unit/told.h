/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "rig.h"

/* What is told of attachments. */

const NwdAttachment *told_find (Rig *rig, const char *network);

/* What it is out of sync by, as people read it; NULL in nothing. */
void told_assert (Rig *rig, const char *network, const char *told);

/* All that others have changed is told. */
void told_all (Rig *rig);
