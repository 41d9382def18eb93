/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-store-name.h"

#include <string.h>

#define RANDOM_CHARACTERS 6

static gboolean
is_vm_file (const char *name)
{
  g_autofree char *id = NULL;

  if (!g_str_has_suffix (name, ".ini"))
    return FALSE;
  id = g_strndup (name, strlen (name) - strlen (".ini"));
  return g_uuid_string_is_valid (id);
}

gboolean
nwd_store_name_is_valid (const char *name)
{
  static const char *const names[]
    = { "host.ini",     "host.ini.previous", "journal.ini", "guest.ini",
        "counters.ini", "unplugging.ini",    "secrets.ini", NULL };

  if (g_str_has_prefix (name, NWD_STORE_VM_FOLDER "/"))
    return is_vm_file (name + strlen (NWD_STORE_VM_FOLDER "/"));
  return g_strv_contains (names, name);
}

static gboolean
is_random (const char *text)
{
  gboolean other = FALSE;

  if (strlen (text) != RANDOM_CHARACTERS)
    return FALSE;
  for (const char *c = text; *c; c++)
    {
      if (!g_ascii_isalnum (*c))
        return FALSE;
      if (!g_ascii_islower (*c))
        other = TRUE;
    }
  return other;
}

gboolean
nwd_store_name_is_leftover (const char *name)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *of = NULL;

  if (!dot || !is_random (dot + 1))
    return FALSE;
  of = g_strndup (name, (gsize)(dot - name));
  return nwd_store_name_is_valid (of);
}
