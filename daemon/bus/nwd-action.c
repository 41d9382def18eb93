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

/* The keys of each object that the call changes: those of the first a{sv}, or of an array of
 * objects each with its own. */
static GPtrArray *
find_keys (const GDBusMethodInfo *method, GVariant *parameters)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);

  for (guint i = 0; method->in_args[i]; i++)
    {
      g_autoptr (GVariant) argument = g_variant_get_child_value (parameters, i);

      if (strcmp (method->in_args[i]->signature, "a{sv}") == 0)
        {
          g_ptr_array_add (keys, g_steal_pointer (&argument));
          return g_steal_pointer (&keys);
        }
      if (strcmp (method->in_args[i]->signature, "a(oa{sv})") != 0)
        continue;
      for (gsize n = 0; n < g_variant_n_children (argument); n++)
        {
          g_autoptr (GVariant) change = g_variant_get_child_value (argument, n);

          g_ptr_array_add (keys, g_variant_get_child_value (change, 1));
        }
      return g_steal_pointer (&keys);
    }
  return NULL;
}

static void
add (GPtrArray *actions, const char *action)
{
  if (!g_ptr_array_find_with_equal_func (actions, action, g_str_equal, NULL))
    g_ptr_array_add (actions, g_strdup (action));
}

static char **
list_of_object (char **table, const char *other, GVariant *keys)
{
  const char *always = find_in_table (table, "+");
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func (g_free);
  GVariantIter iter;
  const char *key;

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

static GPtrArray *
actions_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
}

static GPtrArray *
list_by_key (char **table, GPtrArray *keys)
{
  const char *other = find_in_table (table, "*");
  GPtrArray *actions = NULL;

  if (!other)
    return NULL;
  actions = actions_new ();
  for (guint i = 0; i < keys->len; i++)
    g_ptr_array_add (actions, list_of_object (table, other, g_ptr_array_index (keys, i)));
  return actions;
}

static GPtrArray *
list_fixed (const char *action)
{
  GPtrArray *actions = actions_new ();
  gboolean public = strcmp (action, "public") == 0;

  g_ptr_array_add (actions, public ? g_new0 (char *, 1) : g_strsplit (action, " ", -1));
  return actions;
}

GPtrArray *
nwd_action_list (const GDBusMethodInfo *method, GVariant *parameters)
{
  const char *action
    = g_dbus_annotation_info_lookup (method->annotations, "org.ovirt.NetWiring.Action");
  const char *table
    = g_dbus_annotation_info_lookup (method->annotations, "org.ovirt.NetWiring.KeyActions");
  g_autoptr (GPtrArray) keys = NULL;
  g_auto (GStrv) entries = NULL;

  if (!action || !*action)
    return NULL;
  if (strcmp (action, "by-key") != 0)
    return list_fixed (action);

  keys = find_keys (method, parameters);
  if (!keys || !table)
    return NULL;
  entries = g_strsplit (table, " ", -1);
  return list_by_key (entries, keys);
}
