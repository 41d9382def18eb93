/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-card.h"
#include "nwd-xml.h"

/* Reads one <interface>. @active: it stands in the definition of a running VM. The number among
 * cards of the same MAC is the caller's to fill in. */
NwdCard *nwd_interface_xml_read (xmlNode *interface, gboolean active);

/* The card's MAC, lower case. */
char *nwd_interface_xml_get_mac (xmlNode *interface);
