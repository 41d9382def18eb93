/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-seal-rules.h"

#include "nwd-resolve.h"

/* Only the profile that holds a bridge tells ours from somebody's of the same name. While that is
 * not known, nothing is taken from a bridge that may be ours, nor done to one that may not. */
NwdSeal
nwd_seal_rules_judge (const NwdState *state, const char *name)
{
  const NwdAttachment *attachment = nwd_resolve_attachment (state, name);
  const NwdBridge *bridge = g_hash_table_lookup (state->bridges, name);
  gboolean needed = attachment || g_str_equal (name, NWD_UNWIRED_BRIDGE);

  if (attachment && (attachment->adopted || *attachment->nic))
    return NWD_SEAL_OFF;
  if (bridge && bridge->active && needed)
    return NWD_SEAL_ON;
  if (bridge || needed || state->host_network_state != NWD_BACKEND_CONNECTED)
    return NWD_SEAL_KEEP;
  return NWD_SEAL_OFF;
}

static char *
explain_filters (const NwdLink *bridge, const char *filters)
{
  if (bridge->filtered)
    filters = "nf_call of the bridge";
  if (!*filters)
    return g_strdup ("");
  return g_strdup_printf ("frames between guests on bridge %s pass the host's packet filter, which "
                          "may drop them (%s)",
                          bridge->name, filters);
}

char *
nwd_seal_rules_explain (const NwdLink *bridge, const char *open, const char *filters)
{
  g_autofree char *filtered = explain_filters (bridge, filters);

  if (!*open)
    return g_steal_pointer (&filtered);
  return g_strdup_printf ("guests on bridge %s are not isolated from this host: %s%s%s",
                          bridge->name, open, *filtered ? "; " : "", filtered);
}
