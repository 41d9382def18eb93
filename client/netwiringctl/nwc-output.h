/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwc-client.h"

#include <json-glib/json-glib.h>

typedef enum
{
  NWC_SHOW_TEXT,
  NWC_SHOW_NUMBER,
  NWC_SHOW_COUNT, /* how many elements an array has */
} NwcShow;

/* A column of a list: a property. */
typedef struct
{
  const char *title;
  const char *property;
  NwcShow show;
} NwcColumn;

/* Prints @list as a table of @columns (the last has no title), or all of each object as JSON. */
void nwc_output_list (const NwcClient *client, GPtrArray *list, const NwcColumn *columns);

/* Prints every property of @object. */
void nwc_output_object (const NwcClient *client, const NwcObject *object);

/* Says that a change is done; @path may be "/". */
void nwc_output_done (
  const NwcClient *client, NwcKind kind, const char *label, const char *path, const char *done);

/* Prints @node in the format asked for, and the end of the line. */
void nwc_output_json (const NwcClient *client, JsonNode *node);

/* Prints text that is escaped already. */
void nwc_output_text (const char *text);
