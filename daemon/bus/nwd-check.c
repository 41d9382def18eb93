/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-check.h"

/* polkit's own text for the action speaks of one. */
#define MESSAGE    "Authentication is required to change $(count) cards or networks at once"

#define MAX_VALUES 16 /* of one detail; more are "…" */

static void
check_free (NwdCheck *check)
{
  g_free (check->action);
  g_strfreev (check->details);
  g_free (check);
}

static GPtrArray *
checks_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)check_free);
}

/* Takes @details. */
static void
add (GPtrArray *checks, const char *action, char **details)
{
  NwdCheck *check = g_new (NwdCheck, 1);

  check->action = g_strdup (action);
  check->details = details;
  g_ptr_array_add (checks, check);
}

GPtrArray *
nwd_checks_new (GPtrArray *actions, GPtrArray *objects)
{
  GPtrArray *checks = checks_new ();

  for (guint i = 0; i < objects->len; i++)
    for (char **action = g_ptr_array_index (actions, MIN (i, actions->len - 1)); *action; action++)
      add (checks, *action, g_strdupv (g_ptr_array_index (objects, i)));
  return checks;
}

static const char *
find_detail (const NwdCheck *check, const char *key)
{
  for (char **detail = check->details; *detail; detail += 2)
    if (g_str_equal (detail[0], key))
      return detail[1];
  return "";
}

/* The values that @key has in @checks, each once, "," between: no rule that allows one of them
 * alone, or that wants none, may let the others through. */
static char *
join_values (GPtrArray *checks, const char *key)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < checks->len; i++)
    {
      const char *value = find_detail (g_ptr_array_index (checks, i), key);

      if (!g_hash_table_add (seen, (gpointer)value))
        continue;
      if (g_hash_table_size (seen) > MAX_VALUES)
        return g_string_free (g_string_append (joined, ",…"), FALSE);
      g_string_append_printf (joined, "%s%s", g_hash_table_size (seen) > 1 ? "," : "", value);
    }
  return g_string_free (joined, FALSE);
}

/* All the details of @checks, which are of one action. */
static char **
sum_up_details (GPtrArray *checks)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *sum = g_ptr_array_new ();

  for (guint i = 0; i < checks->len; i++)
    for (char **key = ((NwdCheck *)g_ptr_array_index (checks, i))->details; *key; key += 2)
      {
        if (!g_hash_table_add (seen, *key))
          continue;
        g_ptr_array_add (sum, g_strdup (*key));
        g_ptr_array_add (sum, join_values (checks, *key));
      }
  g_ptr_array_add (sum, g_strdup ("count"));
  g_ptr_array_add (sum, g_strdup_printf ("%u", checks->len));
  g_ptr_array_add (sum, g_strdup ("polkit.message"));
  g_ptr_array_add (sum, g_strdup (MESSAGE));
  g_ptr_array_add (sum, NULL);
  return (char **)g_ptr_array_free (sum, FALSE);
}

/* Those of @checks for that action: a new array, which owns nothing. */
static GPtrArray *
list_of_action (GPtrArray *checks, const char *action)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < checks->len; i++)
    if (g_str_equal (((NwdCheck *)g_ptr_array_index (checks, i))->action, action))
      g_ptr_array_add (list, g_ptr_array_index (checks, i));
  return list;
}

GPtrArray *
nwd_checks_sum_up (GPtrArray *checks)
{
  g_autoptr (GHashTable) actions = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *sums = checks_new ();

  for (guint i = 0; i < checks->len; i++)
    {
      const char *action = ((NwdCheck *)g_ptr_array_index (checks, i))->action;
      g_autoptr (GPtrArray) same = NULL;

      if (!g_hash_table_add (actions, (gpointer)action))
        continue;
      same = list_of_action (checks, action);
      add (sums, action,
           same->len == 1 ? g_strdupv (((NwdCheck *)same->pdata[0])->details)
                          : sum_up_details (same));
    }
  return sums;
}
