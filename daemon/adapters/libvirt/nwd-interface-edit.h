/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-card-change.h"
#include "nwd-xml.h"

/* Changes in one <interface>. All of them keep what they are not about. Pure; any thread. */

/* Sets the fields of @change, an update, and takes back what a libvirt network came to. FALSE with
 * NWD_ERROR_NOT_SUPPORTED when a card cannot be given such a source. */
gboolean nwd_interface_edit (xmlNode *interface, const NwdCardChange *change, GError **error);

/* @address as NwdCard has it, of PCI or CCW; "": none, so that libvirt chooses one. FALSE with
 * NWD_ERROR_INVALID_ARGUMENT when it is neither. */
gboolean nwd_interface_edit_set_address (xmlNode *interface, const char *address, GError **error);

/* Takes out what libvirt fills in at each start: automatic alias, tap, what a libvirt network came
 * to, and the link that is up as it would be without a word. */
void nwd_interface_edit_clean (xmlNode *interface);
