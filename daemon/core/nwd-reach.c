/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-reach.h"

static void
add_name (GStrvBuilder *names, GHashTable *seen, const char *name)
{
  if (*name && g_hash_table_add (seen, (gpointer)name))
    g_strv_builder_add (names, name);
}

static gboolean
changes_addresses (const NwdStep *step)
{
  if (step->kind == NWD_STEP_BRIDGE_RESET)
    return !nwd_ip_config_is_none (step->ip);
  return step->kind == NWD_STEP_BRIDGE_RESTORE && !nwd_ip_config_is_none (step->bridge->ip);
}

static void
add_names (GStrvBuilder *names, GHashTable *seen, const NwdStep *step)
{
  if (nwd_step_is_of_port (step))
    {
      add_name (names, seen, step->uplink->device);
      add_name (names, seen, step->uplink->bridge);
    }
  else if (changes_addresses (step))
    add_name (names, seen, step->name);
}

GStrv
nwd_reach_list (const NwdPlan *plan)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < plan->steps->len; i++)
    {
      const NwdStep *undo = g_ptr_array_index (plan->undo, i);

      add_names (names, seen, g_ptr_array_index (plan->steps, i));
      if (undo)
        add_names (names, seen, undo);
    }
  return g_strv_builder_end (names);
}
