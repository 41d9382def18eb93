/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-path.h"

#include <string.h>

static char *
escape_name (const char *name)
{
  GString *escaped = g_string_new (NULL);

  for (; *name; name++)
    if (g_ascii_isalnum (*name))
      g_string_append_c (escaped, *name);
    else
      g_string_append_printf (escaped, "_%02x", (guint)(guchar)*name);
  return g_string_free (escaped, FALSE);
}

/* NULL where it is not as escape_name() makes it: one name has one path. */
static char *
unescape_name (const char *escaped)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *again = NULL;

  for (const char *p = escaped; *p; p++)
    if (*p != '_')
      g_string_append_c (name, *p);
    else if (g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
      {
        g_string_append_c (name,
                           (char)(g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2])));
        p += 2;
      }
  again = escape_name (name->str);
  return g_str_equal (again, escaped) ? g_strdup (name->str) : NULL;
}

/* Whether the ids of @kind are names. */
static gboolean
is_named (NwdKind kind)
{
  return kind == NWD_KIND_NIC || kind == NWD_KIND_LABEL;
}

char *
nwd_path_escape (NwdKind kind, const char *id)
{
  return is_named (kind) ? escape_name (id) : g_strdelimit (g_strdup (id), "-", '_');
}

char *
nwd_path_new (NwdKind kind, const char *id)
{
  g_autofree char *element = NULL;

  if (kind == NWD_KIND_ROOT)
    return g_strdup (NWD_PATH_ROOT);
  if (!id || !*id)
    return g_strdup ("/");

  element = nwd_path_escape (kind, id);
  return g_strconcat (NWD_PATH_ROOT "/", nwd_kind_get_segment (kind), "/", element, NULL);
}

/* What follows @prefix in @text; NULL: something else does, or @text is NULL. */
static const char *
skip (const char *text, const char *prefix)
{
  gsize length = strlen (prefix);

  return text && strncmp (text, prefix, length) == 0 ? text + length : NULL;
}

char *
nwd_path_parse (NwdKind kind, const char *path)
{
  const char *id = skip (skip (skip (path, NWD_PATH_ROOT "/"), nwd_kind_get_segment (kind)), "/");

  if (!id || !*id || strchr (id, '/'))
    return NULL;
  return is_named (kind) ? unescape_name (id) : g_strdelimit (g_strdup (id), "_", '-');
}
