/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-sync.h"

#include "nwd-error.h"
#include "nwd-nic-rules.h"
#include "nwd-plan-bridge.h"
#include "nwd-plan-nic.h"
#include "nwd-resolve.h"
#include "nwd-sync.h"

typedef struct
{
  const NwdState *state;
  const NwdAttachment *own;
  const NwdAttachment *wanted;
  const NwdNetwork *network;
  GVariant *differences; /* NULL none */
  NwdPlan *plan;
} Sync;

static gboolean
has_any (const Sync *s, const char *const *properties)
{
  for (; *properties; properties++)
    {
      g_autoptr (GVariant) actual = nwd_sync_find (s->differences, *properties, "actual");

      if (actual)
        return TRUE;
    }
  return FALSE;
}

/* --- what carries it --- */

static gboolean
is_meant (const NwdAttachment *attachment, const char *name)
{
  g_autofree char *device = nwd_uplink_device (attachment->nic, attachment->vlan);

  return g_str_equal (device, name);
}

/* What is beneath and neither is to have. */
static void
expel_others (const Sync *s)
{
  g_autoptr (GPtrArray) links = NULL;

  if (!*s->wanted->bridge)
    return;
  links = nwd_resolve_list_beneath (s->state, s->own->bridge);
  for (guint i = 0; i < links->len; i++)
    {
      const NwdLink *link = g_ptr_array_index (links, i);

      if (!is_meant (s->own, link->name) && !is_meant (s->wanted, link->name))
        nwd_plan_nic_expel (s->state, link->name, s->own->bridge, s->plan);
    }
}

static gboolean
is_carried_otherwise (const Sync *s)
{
  static const char *const beneath[]
    = { "autoconnect", "bridge", "nic", "nic-mtu", "nic-profile", "nic-profile-mtu", "vlan", NULL };

  if (!*s->wanted->nic)
    return FALSE;
  return *s->wanted->bridge ? has_any (s, beneath) : s->differences != NULL;
}

static void
add_nic (const Sync *s, gboolean puts)
{
  if (!nwd_attachment_is_carried_alike (s->own, s->wanted))
    nwd_plan_nic_change (s->state, s->own, s->wanted, s->network->mtu, s->plan);
  else if (puts)
    nwd_plan_nic_put (s->state, s->wanted, s->network->mtu, s->plan);
}

/* --- its bridge --- */

/* A bridge that somebody made where ours was, or took by a profile of his, is never taken over. */
static gboolean
check_bridge (const Sync *s, GError **error)
{
  const char *name = s->wanted->bridge;
  const NwdBridge *bridge = g_hash_table_lookup (s->state->bridges, name);

  if (!*name || !g_hash_table_contains (s->state->links, name)
      || (bridge && !nwd_bridge_is_held_by_others (bridge)))
    return TRUE;
  if (bridge)
    g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                 "cannot sync network %s: NetworkManager has bridge %s by profile “%s”, which is "
                 "somebody else's",
                 s->network->name, name, bridge->holder);
  else
    g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                 "cannot sync network %s: NetworkManager has no profile of ours for bridge %s, "
                 "which is somebody else's now",
                 s->network->name, name);
  return FALSE;
}

static gboolean
is_bridge_otherwise (const Sync *s)
{
  static const char *const of_bridge[]
    = { "addresses",    "autoconnect", "bridge",      "ipv4", "ipv4-gateway", "ipv6", "mtu",
        "ipv6-gateway", "profile",     "profile-mtu", NULL };

  return *s->wanted->bridge && has_any (s, of_bridge);
}

/* A bridge that is not there comes before its NIC, without addresses; else the NIC is first: a
 * bridge that carries more than its uplink would drop what is larger. */
static gboolean
add_bridge_and_nic (const Sync *s, gboolean puts, GError **error)
{
  gboolean ours = g_hash_table_contains (s->state->bridges, s->wanted->bridge);
  gboolean there = g_hash_table_contains (s->state->links, s->wanted->bridge);
  gboolean resets = is_bridge_otherwise (s);
  g_autoptr (NwdIpConfig) none = nwd_ip_config_new ();

  if (resets && ours && !there)
    nwd_plan_bridge_reset (s->state, s->wanted, s->network, none, s->plan);
  if (resets && !ours && !nwd_plan_bridge_create (s->state, s->wanted, s->network, s->plan, error))
    return FALSE;
  add_nic (s, puts);
  if (resets && (there || !nwd_ip_config_is_none (s->wanted->ip)))
    nwd_plan_bridge_reset (s->state, s->wanted, s->network, s->wanted->ip, s->plan);
  return TRUE;
}

gboolean
nwd_plan_sync (const NwdState *state,
               const NwdAttachment *own,
               const NwdAttachment *wanted,
               gboolean takes,
               NwdPlan *plan,
               GError **error)
{
  g_autoptr (GVariant) differences = nwd_sync_compare (state, wanted);
  const NwdNetwork *network = nwd_state_get_network (state, own->network_id);
  const Sync s = { state, own, wanted, network, differences, plan };
  gboolean puts = is_carried_otherwise (&s);

  if (!check_bridge (&s, error)
      || (puts && !nwd_nic_rules_check (state, network, wanted, takes, error)))
    return FALSE;
  expel_others (&s);
  return add_bridge_and_nic (&s, puts, error);
}
