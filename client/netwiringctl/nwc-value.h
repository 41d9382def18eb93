/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwc-objects.h"

#include <json-glib/json-glib.h>

/* D-Bus values for people and for programs. An object path becomes the object that it names. */

/* One line, not escaped: yes and no, labels, elements with ", " between them, KEY=VALUE; nothing
 * for what is empty. */
char *nwc_value_text (const NwcObjects *objects, GVariant *value);

/* A path becomes {"Path":…,"Name":…}, "/" becomes null; the rest as json-glib has it. */
JsonNode *nwc_value_json (const NwcObjects *objects, GVariant *value);

/* {"Path":…} and the properties under their D-Bus names. */
JsonNode *nwc_value_object_json (const NwcObjects *objects, const NwcObject *object);

/* One line, or several if @pretty, without an end; harmless on a terminal. */
char *nwc_value_json_format (JsonNode *node, gboolean pretty);
