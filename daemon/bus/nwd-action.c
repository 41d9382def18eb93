/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-action.h"

#include <string.h>

/* The action of @key by @table ("linked=link network=rewire *=link"), or NULL. Key "*" stands for a
 * call without keys, "+" for what every call needs. */
static char *
find_in_table (char **table, const char *key)
{
  gsize length = strlen (key);

  for (char **entry = table; *entry; entry++)
    if (strncmp (*entry, key, length) == 0 && (*entry)[length] == '=')
      return *entry + length + 1;
  return NULL;
}

/* The argument that the keys are in: the first a{sv}. */
static GVariant *
find_keys (const GDBusMethodInfo *method, GVariant *parameters)
{
  for (guint i = 0; method->in_args[i]; i++)
    if (strcmp (method->in_args[i]->signature, "a{sv}") == 0)
      return g_variant_get_child_value (parameters, i);
  return NULL;
}

static void
add (GPtrArray *actions, const char *action)
{
  if (!g_ptr_array_find_with_equal_func (actions, action, g_str_equal, NULL))
    g_ptr_array_add (actions, g_strdup (action));
}

static char **
list_by_key (char **table, GVariant *keys)
{
  const char *other = find_in_table (table, "*");
  const char *always = find_in_table (table, "+");
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func (g_free);
  GVariantIter iter;
  const char *key;

  if (!other)
    return NULL;

  if (always)
    add (actions, always);
  g_variant_iter_init (&iter, keys);
  while (g_variant_iter_next (&iter, "{&sv}", &key, NULL))
    {
      const char *action = find_in_table (table, key);

      add (actions, action ? action : other);
    }
  if (actions->len == 0)
    add (actions, other);

  g_ptr_array_add (actions, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&actions), FALSE);
}

char **
nwd_action_list (const GDBusMethodInfo *method, GVariant *parameters)
{
  const char *action
    = g_dbus_annotation_info_lookup (method->annotations, "org.ovirt.NetWiring.Action");
  const char *table
    = g_dbus_annotation_info_lookup (method->annotations, "org.ovirt.NetWiring.KeyActions");
  g_autoptr (GVariant) keys = NULL;
  g_auto (GStrv) entries = NULL;

  if (!action || !*action)
    return NULL;
  if (strcmp (action, "public") == 0)
    return g_new0 (char *, 1);
  if (strcmp (action, "by-key") != 0)
    return g_strsplit (action, " ", -1);

  keys = find_keys (method, parameters);
  if (!keys || !table)
    return NULL;
  entries = g_strsplit (table, " ", -1);
  return list_by_key (entries, keys);
}
