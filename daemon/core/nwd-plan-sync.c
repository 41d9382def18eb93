/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-sync.h"

#include "nwd-error.h"
#include "nwd-plan-nic.h"
#include "nwd-sync.h"

static gboolean
has_any (GVariant *differences, const char *const *properties)
{
  for (; *properties; properties++)
    {
      g_autoptr (GVariant) actual = nwd_sync_find (differences, *properties, "actual");

      if (actual)
        return TRUE;
    }
  return FALSE;
}

/* NIC beneath that neither is to have; taking it away again is undone by nobody. */
static void
release_others (const NwdState *state,
                const NwdAttachment *own,
                const NwdAttachment *wanted,
                NwdPlan *plan)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->nics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdNic *nic = value;

      if (g_str_equal (nic->port_of, own->bridge) && !g_str_equal (nic->name, own->nic)
          && !g_str_equal (nic->name, wanted->nic))
        nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_PORT_REMOVE, nic->name, own->bridge, 0),
                      NULL);
    }
}

/* A bridge that somebody made where ours was is never taken over. */
static gboolean
add_bridge (const NwdState *state,
            const NwdNetwork *network,
            const NwdAttachment *wanted,
            GVariant *differences,
            NwdPlan *plan,
            GError **error)
{
  static const char *const of_bridge[]
    = { "addresses", "autoconnect", "bridge", "ipv4", "ipv6", "mtu", "profile-mtu", NULL };
  const char *bridge = wanted->bridge;
  gboolean there = g_hash_table_contains (state->links, bridge);
  gboolean ours = g_hash_table_contains (state->bridges, bridge);

  if (there && !ours)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                   "cannot sync network %s: NetworkManager has no profile of ours for bridge %s, "
                   "which is somebody else's now",
                   network->name, bridge);
      return FALSE;
    }
  if (ours && has_any (differences, of_bridge))
    nwd_plan_add (
      plan, nwd_step_new_named (NWD_STEP_BRIDGE_RESET, bridge, wanted->id, network->mtu), NULL);
  if (!ours && !there)
    nwd_plan_add (plan, nwd_step_new_bridge (wanted, network->mtu),
                  nwd_step_new_named (NWD_STEP_BRIDGE_DELETE, bridge, NULL, 0));
  return TRUE;
}

gboolean
nwd_plan_sync (const NwdState *state,
               const NwdAttachment *own,
               const NwdAttachment *wanted,
               NwdPlan *plan,
               GError **error)
{
  static const char *const of_nic[] = { "bridge", "nic", "nic-mtu", "nic-profile-mtu", NULL };
  g_autoptr (GVariant) differences = nwd_sync_compare (state, wanted);
  const NwdNetwork *network = nwd_state_get_network (state, own->network_id);
  gboolean same_nic = *wanted->nic && g_str_equal (wanted->nic, own->nic);
  gboolean adds_nic = same_nic && has_any (differences, of_nic);

  if (adds_nic && !nwd_plan_nic_check_free (state, network, wanted->nic, error))
    return FALSE;
  if (!add_bridge (state, network, wanted, differences, plan, error))
    return FALSE;
  if (adds_nic)
    nwd_plan_nic_add (state, wanted, network->mtu, plan);
  release_others (state, own, wanted, plan);
  return TRUE;
}
