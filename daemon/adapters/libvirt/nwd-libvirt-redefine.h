/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-card-change.h"
#include "nwd-libvirt-autoptr.h"

/* Whether @change, an update, sets what tells a card from others (MAC, alias): libvirt's own update
 * would look for a card that has it already. */
gboolean nwd_libvirt_needs_redefine (const NwdCardChange *change);

/* Makes such a change of the persistent definition by defining all of it anew: libvirt keeps the
 * old one or the new. Blocks. Errors as nwd_hypervisor_change_cards_async(). */
gboolean
nwd_libvirt_redefine_card (virDomainPtr domain, const NwdCardChange *change, GError **error);
