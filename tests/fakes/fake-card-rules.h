/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-card-change.h"
#include "fake-world.h"

/* What the fake hypervisor refuses, as libvirt does. */

/* A network filter that there is not; all others are. */
#define FAKE_MISSING_FILTER "missing"

gboolean fake_card_rules_has_filter (const char *name);

/* Whether @change of @domain could be made. */
gboolean fake_card_rules_check (const FakeWorld *world,
                                const NwdDomain *domain,
                                const NwdCardChange *change,
                                GError **error);
