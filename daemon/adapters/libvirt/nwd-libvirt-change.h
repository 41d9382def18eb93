/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-card-change.h"
#include "nwd-definitions.h"
#include "nwd-libvirt-read.h"

/* Makes @changes (of NwdCardChange, of one VM and scope), each with one call of libvirt, and reads
 * back what they touched: the answer's domain has its live cards and state if they were live, its
 * config cards if they were of the persistent definition. Blocks, for as long as the VM's process
 * is stopped.
 * Errors as nwd_hypervisor_change_cards_async(). */
NwdReading *nwd_libvirt_change_cards (NwdLibvirtConnection *connection,
                                      NwdDefinitionsCache *cache,
                                      GPtrArray *changes,
                                      GError **error);

/* The <interface> of the card that @which names by VM, MAC and number: the running VM's where it
 * has the card, else the persistent one. Errors as nwd_hypervisor_read_card_async(). */
char *nwd_libvirt_read_card (NwdLibvirtConnection *connection,
                             const NwdCardChange *which,
                             GError **error);
