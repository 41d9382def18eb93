/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-check.h"

/* polkit's own text for the action speaks of one card. */
#define MESSAGE "Authentication is required to change $(count) virtual network cards at once"

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

static guint
count_action (GPtrArray *checks, const char *action)
{
  guint n = 0;

  for (guint i = 0; i < checks->len; i++)
    if (g_str_equal (((NwdCheck *)g_ptr_array_index (checks, i))->action, action))
      n++;
  return n;
}

GPtrArray *
nwd_checks_sum_up (GPtrArray *checks)
{
  GPtrArray *sums = checks_new ();

  for (guint i = 0; i < checks->len; i++)
    {
      const char *action = ((NwdCheck *)g_ptr_array_index (checks, i))->action;
      g_autofree char *count = g_strdup_printf ("%u", count_action (checks, action));
      const char *const details[] = { "count", count, "polkit.message", MESSAGE, NULL };

      if (count_action (sums, action) > 0)
        continue;
      add (sums, action, g_strdupv ((char **)details));
    }
  return sums;
}
