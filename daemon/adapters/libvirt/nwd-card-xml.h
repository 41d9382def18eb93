/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-card-change.h"
#include "nwd-xml.h"

/* What libvirt's update call needs for @change: the card's <interface> as it stands in the
 * definition @domain, with the fields of the change set and all else kept.
 * Pure; any thread. NULL with NWD_ERROR_NOT_FOUND when the definition has no such card,
 * NWD_ERROR_NOT_SUPPORTED when a card cannot be given such a source. */
char *nwd_card_xml_edit (xmlDoc *domain, const NwdCardChange *change, GError **error);

/* Whether one <interface> can stand for both definitions: edited as @change says, they are the
 * same but for what libvirt fills in at every start (alias, tap, missing address, …). Errors as
 * above. */
gboolean nwd_card_xml_same (
  xmlDoc *live, xmlDoc *config, const NwdCardChange *change, gboolean *same, GError **error);
