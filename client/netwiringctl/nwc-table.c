/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-table.h"

#include "nwc-text.h"

#define GAP 2

struct _NwcTable
{
  GPtrArray *titles;
  GArray *aligns; /* NwcAlign */
  GPtrArray *cells;
};

NwcTable *
nwc_table_new (void)
{
  NwcTable *table = g_new0 (NwcTable, 1);

  table->titles = g_ptr_array_new_with_free_func (g_free);
  table->aligns = g_array_new (FALSE, FALSE, sizeof (NwcAlign));
  table->cells = g_ptr_array_new_with_free_func (g_free);
  return table;
}

void
nwc_table_free (NwcTable *table)
{
  g_ptr_array_unref (table->titles);
  g_array_unref (table->aligns);
  g_ptr_array_unref (table->cells);
  g_free (table);
}

void
nwc_table_add_column (NwcTable *table, const char *title, NwcAlign align)
{
  g_ptr_array_add (table->titles, g_strdup (title));
  g_array_append_val (table->aligns, align);
}

void
nwc_table_add_cell (NwcTable *table, const char *text)
{
  g_ptr_array_add (table->cells, *text ? nwc_text_escape (text) : g_strdup ("-"));
}

static guint
column_width (const NwcTable *table, guint column, gboolean legend)
{
  guint width = legend ? nwc_text_width (table->titles->pdata[column]) : 0;

  for (guint i = column; i < table->cells->len; i += table->titles->len)
    width = MAX (width, nwc_text_width (table->cells->pdata[i]));
  return width;
}

static void
append_cell (GString *out, const char *text, NwcAlign align, guint width, gboolean last)
{
  guint padding = width - nwc_text_width (text);

  if (align == NWC_ALIGN_RIGHT)
    g_string_append_printf (out, "%*s", padding, "");
  g_string_append (out, text);
  if (last)
    g_string_append_c (out, '\n');
  else
    g_string_append_printf (out, "%*s", (align == NWC_ALIGN_LEFT ? padding : 0) + GAP, "");
}

static void
append_row (GString *out, const NwcTable *table, gpointer *texts, const guint *widths)
{
  guint n = table->titles->len;

  for (guint i = 0; i < n; i++)
    append_cell (out, texts[i], g_array_index (table->aligns, NwcAlign, i), widths[i], i == n - 1);
}

char *
nwc_table_format (const NwcTable *table, gboolean legend)
{
  guint n = table->titles->len;
  g_autofree guint *widths = g_new0 (guint, n);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    widths[i] = column_width (table, i, legend);
  if (legend)
    append_row (out, table, table->titles->pdata, widths);
  for (guint i = 0; i < table->cells->len; i += n)
    append_row (out, table, table->cells->pdata + i, widths);
  return g_string_free (out, FALSE);
}
