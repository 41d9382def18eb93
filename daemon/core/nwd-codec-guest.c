/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-guest.h"

#include "nwd-error.h"
#include "nwd-guest-clean.h"
#include "nwd-number.h"

#define SORT "guest"

/* --- writing --- */

static void
put_addresses (NwdDocument *document, const char *group, const char *key, char **addresses)
{
  g_autofree char *joined = g_strjoinv (",", addresses);

  nwd_document_set_string (document, group, key, joined);
}

static void
put_interface (NwdDocument *document,
               const char *group,
               const char *vm_id,
               const NwdGuestReport *report,
               const NwdGuestInterface *interface)
{
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, report->time);

  nwd_document_set_string (document, group, "vm_id", vm_id);
  nwd_document_set_string (document, group, "interface_name", interface->name);
  nwd_document_set_string (document, group, "mac_address", interface->mac);
  put_addresses (document, group, "ipv4_addresses", interface->ipv4);
  put_addresses (document, group, "ipv6_addresses", interface->ipv6);
  nwd_document_set_string (document, group, "source", nwd_guest_source_name (interface->source));
  nwd_document_set_number (document, group, "marks", interface->marks);
  nwd_document_set_string (document, group, "time", time);
}

gboolean
nwd_codec_guests_put (NwdDocument *document, GHashTable *reports)
{
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (reports), (GCompareFunc)g_strcmp0);
  guint n = 0;

  for (GList *id = ids; id; id = id->next)
    {
      const NwdGuestReport *report = g_hash_table_lookup (reports, id->data);

      for (guint i = 0; i < report->interfaces->len; i++, n++)
        {
          g_autofree char *key = g_strdup_printf ("%u", n);
          g_autofree char *group = nwd_document_group (SORT, key);

          put_interface (document, group, id->data, report, report->interfaces->pdata[i]);
        }
    }
  return n > 0;
}

/* --- reading --- */

typedef struct
{
  char *vm_id;
  char *name;
  char *mac;
  char *ipv4;
  char *ipv6;
} Columns;

static void
columns_clear (Columns *columns)
{
  g_free (columns->vm_id);
  g_free (columns->name);
  g_free (columns->mac);
  g_free (columns->ipv4);
  g_free (columns->ipv6);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Columns, columns_clear)

static gboolean
get_columns (const NwdDocument *document, const char *group, Columns *columns, GError **error)
{
  return nwd_document_get_string (document, group, "vm_id", &columns->vm_id, error)
         && nwd_document_get_string (document, group, "interface_name", &columns->name, error)
         && nwd_document_get_string (document, group, "mac_address", &columns->mac, error)
         && nwd_document_get_string (document, group, "ipv4_addresses", &columns->ipv4, error)
         && nwd_document_get_string (document, group, "ipv6_addresses", &columns->ipv6, error);
}

static NwdGuestSource
get_source (const NwdDocument *document, const char *group)
{
  g_autofree char *name = NULL;

  if (!nwd_document_get_string (document, group, "source", &name, NULL))
    return NWD_GUEST_BY_AGENT;
  for (NwdGuestSource source = 0; source < NWD_N_GUEST_SOURCES; source++)
    if (g_str_equal (name, nwd_guest_source_name (source)))
      return source;
  return NWD_GUEST_BY_AGENT;
}

static gint64
get_time (const NwdDocument *document, const char *group)
{
  g_autofree char *text = NULL;
  guint64 time = 0;

  if (nwd_document_get_string (document, group, "time", &text, NULL))
    nwd_number_parse (text, 0, G_MAXINT64, &time);
  return (gint64)time;
}

static void
add_addresses (NwdGuestClaim *claim, const char *joined)
{
  g_auto (GStrv) addresses = g_strsplit (joined, ",", -1);

  for (char **address = addresses; *address; address++)
    g_ptr_array_add (claim->addresses, g_strdup (*address));
}

/* What a file says is cleaned like what a guest says: who can write it may be mistaken. */
static NwdGuestInterface *
get_interface (const NwdDocument *document, const char *group, const Columns *columns)
{
  g_autoptr (NwdGuestClaim) claim
    = nwd_guest_claim_new (get_source (document, group), columns->name, columns->mac);
  NwdGuestInterface *interface = NULL;
  guint marks = 0;

  add_addresses (claim, columns->ipv4);
  add_addresses (claim, columns->ipv6);
  interface = nwd_guest_clean_interface (claim);
  if (nwd_document_get_number (document, group, "marks", &marks, NULL))
    interface->marks |= marks & (NWD_GUEST_ESCAPED | NWD_GUEST_BAD_MAC | NWD_GUEST_FOREIGN_MAC);
  return interface;
}

/* The rows of one VM. */
typedef struct
{
  GPtrArray *interfaces;
  gint64 time;
} Rows;

static void
rows_free (gpointer data)
{
  Rows *rows = data;

  g_clear_pointer (&rows->interfaces, g_ptr_array_unref);
  g_free (rows);
}

static Rows *
get_rows (GHashTable *tables, const char *vm_id)
{
  Rows *rows = g_hash_table_lookup (tables, vm_id);

  if (rows)
    return rows;
  rows = g_new0 (Rows, 1);
  rows->interfaces = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_guest_interface_free);
  g_hash_table_insert (tables, g_strdup (vm_id), rows);
  return rows;
}

static gboolean
get_row (const NwdDocument *document, const char *group, GHashTable *tables, GError **error)
{
  g_auto (Columns) columns = { 0 };
  Rows *rows = NULL;

  if (!get_columns (document, group, &columns, error))
    return FALSE;
  rows = get_rows (tables, columns.vm_id);
  rows->time = get_time (document, group);
  if (rows->interfaces->len < NWD_GUEST_MAX_INTERFACES)
    g_ptr_array_add (rows->interfaces, get_interface (document, group, &columns));
  return TRUE;
}

gboolean
nwd_codec_guests_get (const NwdDocument *document, GHashTable *reports, GError **error)
{
  g_autoptr (GHashTable) tables
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, rows_free);
  g_auto (GStrv) groups = nwd_document_list (document, SORT);
  GHashTableIter iter;
  gpointer vm_id, value;

  for (char **group = groups; *group; group++)
    if (!get_row (document, *group, tables, error))
      return FALSE;
  g_hash_table_iter_init (&iter, tables);
  while (g_hash_table_iter_next (&iter, &vm_id, &value))
    {
      Rows *rows = value;

      g_hash_table_replace (
        reports, g_strdup (vm_id),
        nwd_guest_report_new (g_steal_pointer (&rows->interfaces), rows->time, /* stale= */ TRUE));
    }
  return TRUE;
}
