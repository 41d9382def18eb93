/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-document.h"

#include "nwd-error.h"

#include <string.h>

#define HEADER "netwiring"
#define END    "end"

struct _NwdDocument
{
  GKeyFile *file;
};

NwdDocument *
nwd_document_new (const char *kind)
{
  NwdDocument *document = g_new0 (NwdDocument, 1);

  document->file = g_key_file_new ();
  g_key_file_set_string (document->file, HEADER, "kind", kind);
  return document;
}

void
nwd_document_free (NwdDocument *document)
{
  g_key_file_unref (document->file);
  g_free (document);
}

/* "network-4f0c…": a word of ours, then a key. What a human called otherwise is none. */
static gboolean
is_record (const char *group)
{
  const char *key = strpbrk (group, "-");

  if (!key || key == group || !key[1])
    return FALSE;
  for (const char *c = group; c < key; c++)
    if (!g_ascii_islower (*c))
      return FALSE;
  return strspn (key, "0123456789abcdef-") == strlen (key);
}

static guint
count_records (GKeyFile *file)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  guint n = 0;

  for (char **group = groups; *group; group++)
    if (is_record (*group))
      n++;
  return n;
}

static gboolean
bad (const char *what, GError **error)
{
  g_set_error_literal (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, what);
  return FALSE;
}

static gboolean
check_format (GKeyFile *file, GError **error)
{
  int format = g_key_file_get_integer (file, HEADER, "format", NULL);

  if (format == NWD_DOCUMENT_FORMAT)
    return TRUE;
  if (format < NWD_DOCUMENT_FORMAT)
    return bad ("it has no valid format number", error);
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "it is of format %d, this program knows %d: a newer one wrote it", format,
               NWD_DOCUMENT_FORMAT);
  return FALSE;
}

/* The text ends with the closing group, whose last line is its only one. */
static gboolean
check_end (GKeyFile *file, const char *text, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  guint n = g_strv_length (groups);

  if (n < 2 || !g_str_equal (groups[n - 1], END) || !g_str_has_suffix (text, "\n")
      || !g_key_file_get_boolean (file, END, "complete", NULL))
    return bad ("its end is missing", error);
  return TRUE;
}

static gboolean
check (GKeyFile *file, const char *kind, const char *text, GError **error)
{
  g_autofree char *start = g_key_file_get_start_group (file);
  g_autofree char *is = NULL;
  g_autoptr (GError) local = NULL;
  int records = 0;

  if (g_strcmp0 (start, HEADER) != 0)
    return bad ("its header is missing", error);
  if (!check_format (file, error))
    return FALSE;
  is = g_key_file_get_string (file, HEADER, "kind", NULL);
  if (g_strcmp0 (is, kind) != 0)
    return bad ("it is of another kind", error);
  if (!check_end (file, text, error))
    return FALSE;
  records = g_key_file_get_integer (file, HEADER, "records", &local);
  if (local || records < 0 || (guint)records != count_records (file))
    return bad ("it does not have as many records as its header says", error);
  return TRUE;
}

/* GKeyFile merges groups of one name in silence. */
static gboolean
check_no_duplicates (const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (char **line = lines; *line; line++)
    if (**line == '[' && !g_hash_table_add (seen, g_strchomp (*line)))
      return bad ("it has a group twice", error);
  return TRUE;
}

/* GKeyFile keeps the lines between two groups as the end of the first, and what comes to that group
 * would stand below them. It writes such lines by itself. */
static char *
without_lines_between_groups (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *dense = g_string_new (NULL);
  gsize end = 0; /* of the last line that says something */

  for (char **line = lines; *line; line++)
    {
      if (*g_strchug (*line) == '[')
        g_string_truncate (dense, end);
      g_string_append_printf (dense, "%s\n", *line);
      if (**line)
        end = dense->len;
    }
  return g_string_free (dense, FALSE);
}

NwdDocument *
nwd_document_parse (const char *kind, const char *text, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *dense = without_lines_between_groups (text);
  g_autoptr (GError) local = NULL;
  NwdDocument *document = NULL;

  if (!g_key_file_load_from_data (file, dense, strlen (dense), G_KEY_FILE_KEEP_COMMENTS, &local))
    {
      bad (local->message, error);
      return NULL;
    }
  if (!check_no_duplicates (text, error) || !check (file, kind, text, error))
    return NULL;

  document = g_new0 (NwdDocument, 1);
  document->file = g_steal_pointer (&file);
  return document;
}

char *
nwd_document_to_text (NwdDocument *document)
{
  GKeyFile *file = document->file;

  g_key_file_remove_group (file, END, NULL);
  g_key_file_set_integer (file, HEADER, "format", NWD_DOCUMENT_FORMAT);
  g_key_file_set_integer (file, HEADER, "records", (int)count_records (file));
  g_key_file_set_boolean (file, END, "complete", TRUE);
  return g_key_file_to_data (file, NULL, NULL);
}

char *
nwd_document_group (const char *sort, const char *key)
{
  g_autofree char *group = g_strconcat (sort, "-", key, NULL);

  g_return_val_if_fail (is_record (group), NULL);
  return g_steal_pointer (&group);
}

char **
nwd_document_list (const NwdDocument *document, const char *sort)
{
  g_autofree char *prefix = g_strconcat (sort, "-", NULL);
  g_auto (GStrv) groups = g_key_file_get_groups (document->file, NULL);
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();

  for (char **group = groups; *group; group++)
    if (g_str_has_prefix (*group, prefix) && is_record (*group))
      g_strv_builder_add (found, *group);
  return g_strv_builder_end (found);
}

void
nwd_document_set_string (NwdDocument *document,
                         const char *group,
                         const char *key,
                         const char *value)
{
  g_return_if_fail (is_record (group) && g_utf8_validate (value, -1, NULL));
  g_return_if_fail (*value != '\f'); /* the one leading space that GKeyFile does not escape */
  g_key_file_set_string (document->file, group, key, value);
}

void
nwd_document_set_number (NwdDocument *document, const char *group, const char *key, guint value)
{
  g_return_if_fail (is_record (group));
  g_key_file_set_uint64 (document->file, group, key, value);
}

void
nwd_document_set_boolean (NwdDocument *document, const char *group, const char *key, gboolean value)
{
  g_return_if_fail (is_record (group));
  g_key_file_set_boolean (document->file, group, key, value);
}

static gboolean
bad_key (const char *group, const char *key, GError **error)
{
  g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "[%s] has no valid %s", group, key);
  return FALSE;
}

gboolean
nwd_document_get_string (
  const NwdDocument *document, const char *group, const char *key, char **value, GError **error)
{
  g_autofree char *read = g_key_file_get_string (document->file, group, key, NULL);

  if (!read)
    return bad_key (group, key, error);
  *value = g_steal_pointer (&read);
  return TRUE;
}

gboolean
nwd_document_get_number (
  const NwdDocument *document, const char *group, const char *key, guint *value, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint64 read = g_key_file_get_uint64 (document->file, group, key, &local);

  if (local || read > G_MAXUINT)
    return bad_key (group, key, error);
  *value = (guint)read;
  return TRUE;
}

gboolean
nwd_document_get_boolean (
  const NwdDocument *document, const char *group, const char *key, gboolean *value, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean read = g_key_file_get_boolean (document->file, group, key, &local);

  if (local)
    return bad_key (group, key, error);
  *value = read;
  return TRUE;
}

void
nwd_document_remove (NwdDocument *document, const char *group)
{
  g_key_file_remove_group (document->file, group, NULL);
}

void
nwd_document_remove_key (NwdDocument *document, const char *group, const char *key)
{
  g_key_file_remove_key (document->file, group, key, NULL);
}
