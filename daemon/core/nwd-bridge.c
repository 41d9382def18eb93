/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-bridge.h"

NwdBridge *
nwd_bridge_new (const char *profile_id, const char *name, const char *attachment_id)
{
  NwdBridge *bridge = g_atomic_rc_box_new0 (NwdBridge);

  bridge->profile_id = g_strdup (profile_id);
  bridge->name = g_strdup (name);
  bridge->attachment_id = g_strdup (attachment_id ? attachment_id : "");
  return bridge;
}

NwdBridge *
nwd_bridge_ref (NwdBridge *bridge)
{
  return g_atomic_rc_box_acquire (bridge);
}

static void
bridge_clear (NwdBridge *bridge)
{
  g_free (bridge->profile_id);
  g_free (bridge->name);
  g_free (bridge->attachment_id);
}

void
nwd_bridge_unref (NwdBridge *bridge)
{
  g_atomic_rc_box_release_full (bridge, (GDestroyNotify)bridge_clear);
}
