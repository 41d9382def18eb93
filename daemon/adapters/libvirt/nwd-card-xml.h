/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-card-change.h"
#include "nwd-xml.h"

/* What is sent to libvirt to change a card: made of what it sent us. Pure; any thread.
 * Errors of all: NWD_ERROR_NOT_FOUND when the definition @domain has no such card,
 * NWD_ERROR_NOT_SUPPORTED when a card cannot be given such a source. */

/* What libvirt's update call needs for @change: the card's <interface> as it stands in the
 * definition @domain, with the fields of the change set and all else kept. */
char *nwd_card_xml_edit (xmlDoc *domain, const NwdCardChange *change, GError **error);

/* Makes @change in @domain itself, to be defined as a whole. */
gboolean nwd_card_xml_edit_in (xmlDoc *domain, const NwdCardChange *change, GError **error);

/* Whether one <interface> can stand for both definitions: edited as @change says, they are the
 * same but for what libvirt fills in at every start (alias, tap, missing address, …). */
gboolean nwd_card_xml_same (
  xmlDoc *live, xmlDoc *config, const NwdCardChange *change, gboolean *same, GError **error);

/* What libvirt's attach call needs for @change: its base definition, or an empty one, with all that
 * its card says, but with @address. NWD_ERROR_INVALID_ARGUMENT for an address that is none. */
char *nwd_card_xml_build (const NwdCardChange *change, const char *address, GError **error);

/* The card's <interface> without what each start fills in. */
char *nwd_card_xml_extract (xmlDoc *domain, const char *mac, guint nth, GError **error);
