/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-path.h"

#include <string.h>

char *
nwd_path_new (NwdKind kind, const char *id)
{
  char *path;

  if (kind == NWD_KIND_ROOT)
    return g_strdup (NWD_PATH_ROOT);
  if (!id || !*id)
    return g_strdup ("/");

  path = g_strconcat (NWD_PATH_ROOT "/", nwd_kind_get_segment (kind), "/", id, NULL);
  return g_strdelimit (path, "-", '_');
}

char *
nwd_path_parse (NwdKind kind, const char *path)
{
  g_autofree char *prefix = g_strconcat (NWD_PATH_ROOT "/", nwd_kind_get_segment (kind), "/", NULL);
  const char *id = NULL;

  if (!g_str_has_prefix (path, prefix))
    return NULL;

  id = path + strlen (prefix);
  if (!*id || strchr (id, '/'))
    return NULL;
  return g_strdelimit (g_strdup (id), "_", '-');
}
