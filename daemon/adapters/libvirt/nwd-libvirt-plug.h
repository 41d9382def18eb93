/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-card-change.h"
#include "nwd-definitions.h"
#include "nwd-libvirt-autoptr.h"

/* Plugs and unplugs cards, in each definition of the change's scope that is not already as it
 * says: @definitions are those. Block, in worker threads only.
 * Errors as nwd_hypervisor_change_cards_async(). */

gboolean nwd_libvirt_attach_card (virDomainPtr domain,
                                  const NwdDefinitions *definitions,
                                  const NwdCardChange *change,
                                  GError **error);

/* Of a running VM it ends when libvirt has asked the guest. */
gboolean nwd_libvirt_detach_card (virDomainPtr domain,
                                  const NwdDefinitions *definitions,
                                  const NwdCardChange *change,
                                  GError **error);
