/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-schema.h"

/* A row holds the values of all properties of one object: a serialised tuple in the order of the
 * XML. That takes two fifths of what an a{sv} takes, and two rows are compared as bytes. */
typedef struct
{
  const NwdSchema *schema;
  GVariant *values[NWD_SCHEMA_MAX_PROPERTIES];
  guint next;
  guint filled;
} NwdRowBuilder;

void nwd_row_init (NwdRowBuilder *builder, NwdKind kind);

/* Sinks @value. A property that the XML does not have, has in another type, or that was put before
 * is a programming error and ends the program: GDBus would leave readers without an answer. */
void nwd_row_put (NwdRowBuilder *builder, const char *name, GVariant *value);

/* The row; every property must have been put. Not floating. */
GVariant *nwd_row_end (NwdRowBuilder *builder);

/* What expanding many rows of a kind has in common: objects are much like their neighbours, and a
 * value that the last one had too is not boxed again. Zero-filled at first. */
typedef struct
{
  GVariant *values[NWD_SCHEMA_MAX_PROPERTIES];
  GVariant *entries[NWD_SCHEMA_MAX_PROPERTIES];
} NwdRowMemory;

void nwd_row_memory_clear (NwdRowMemory *memory);

/* The properties as a{sv}; floating. @memory: of the rows before, or NULL. */
GVariant *nwd_row_expand (const NwdSchema *schema, GVariant *row, NwdRowMemory *memory);

/* The interfaces with their properties as a{sa{sv}}; floating. */
GVariant *nwd_row_expand_object (const NwdSchema *schema, GVariant *row, NwdRowMemory *memory);

/* What PropertiesChanged is to say of the step from @before to @after: (sa{sv}as), floating; NULL
 * when nothing that is signalled differs. */
GVariant *nwd_row_compare (const NwdSchema *schema, GVariant *before, GVariant *after);
