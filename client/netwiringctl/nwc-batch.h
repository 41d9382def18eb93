/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwc-client.h"

#include <json-glib/json-glib.h>

/* Much at once, all or nothing: what a file says, and what came of it. */

/* A key that a file may have, and the type that the bus wants; of an a{sv} also the keys that it
 * may have. Tables end with a key without name. */
typedef struct _NwcBatchKey
{
  const char *key;
  const char *type;
  const struct _NwcBatchKey *keys;
} NwcBatchKey;

/* The root of the file at @path ("-": standard input), @parser's; NULL with NWC_EXIT_USAGE where it
 * is not of @type, which @what describes. */
JsonNode *nwc_batch_load (
  JsonParser *parser, const char *path, JsonNodeType type, const char *what, GError **error);

/* The a{sv} of @object by @keys, floating; null is an empty string. */
GVariant *nwc_batch_read_values (const NwcBatchKey *keys, JsonObject *object, GError **error);

/* Calls @method of the root with @parameters: its result, an a{sv}. What is wrong with several is
 * told a line each; all but the last, which is the error, here. */
GVariant *
nwc_batch_call (NwcClient *client, const char *method, GVariant *parameters, GError **error);

/* Prints the steps, or all of @result as JSON. */
void nwc_batch_print (const NwcClient *client, GVariant *result);

/* Waits for the confirmation that @result calls for, if any: nwc_confirm(). */
gboolean nwc_batch_confirm (NwcClient *client, GVariant *result, GError **error);
