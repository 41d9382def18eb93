/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-xml.h"

/* Where a card can be plugged into a running VM, by its definition, a <domain>: on a PCIe machine
 * ("q35") its root ports and switch ports, one card each; on a PCI machine ("pc") the slots of its
 * buses. Pure; any thread. */

/* How many places are free; G_MAXUINT where cards are not on PCI. */
guint nwd_pci_slots_count_free (xmlDoc *domain);

/* The first place that both have free, as an address; "" where libvirt chooses the same in both by
 * itself, or there is none. */
char *nwd_pci_slots_find_common (xmlDoc *live, xmlDoc *config);

/* Whether @address, as NwdCard has it, is free in @domain. */
gboolean nwd_pci_slots_is_free (xmlDoc *domain, const char *address);

/* FALSE for a PCI machine without ACPI. */
gboolean nwd_pci_slots_are_hot (xmlDoc *domain);
