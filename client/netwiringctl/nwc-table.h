/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A table of text, laid out once all rows are known. */
typedef struct _NwcTable NwcTable;

typedef enum
{
  NWC_ALIGN_LEFT,
  NWC_ALIGN_RIGHT,
} NwcAlign;

NwcTable *nwc_table_new (void);
void nwc_table_free (NwcTable *table);

/* All columns come before the first cell. */
void nwc_table_add_column (NwcTable *table, const char *title, NwcAlign align);

/* The next cell, row by row; @text is escaped here, and an empty one shows as "-". */
void nwc_table_add_cell (NwcTable *table, const char *text);

/* The lines, each with its end; the titles first if @legend. */
char *nwc_table_format (const NwcTable *table, gboolean legend);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwcTable, nwc_table_free)
