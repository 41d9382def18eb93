/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-uplink.h"

#include "nwd-codec-ip.h"

static void
put_flag (NwdDocument *document, const char *group, const char *key, gboolean value)
{
  if (value)
    nwd_document_set_boolean (document, group, key, TRUE);
}

/* Not there: no. */
static gboolean
get_flag (const NwdDocument *document, const char *group, const char *key)
{
  gboolean value = FALSE;

  nwd_document_get_boolean (document, group, key, &value, NULL);
  return value;
}

/* What it is to have whatever its profile says. */
static void
put_live (NwdDocument *document, const char *group, const NwdUplink *uplink)
{
  g_autofree char *addresses = g_strjoinv (",", uplink->addresses);

  if (!*uplink->settings && !uplink->live_mtu)
    return;
  nwd_document_set_number (document, group, "live-mtu", uplink->live_mtu);
  nwd_document_set_string (document, group, "addresses", addresses);
  nwd_document_set_string (document, group, "settings", uplink->settings);
}

static void
get_live (const NwdDocument *document, const char *group, NwdUplink *uplink)
{
  g_autofree char *joined = NULL, *settings = NULL;

  if (!nwd_document_get_number (document, group, "live-mtu", &uplink->live_mtu, NULL)
      || !nwd_document_get_string (document, group, "addresses", &joined, NULL)
      || !nwd_document_get_string (document, group, "settings", &settings, NULL))
    return;
  g_free (uplink->settings);
  uplink->settings = g_steal_pointer (&settings);
  g_strfreev (uplink->addresses);
  uplink->addresses = g_strsplit (joined, ",", 0);
}

void
nwd_codec_uplink_put (NwdDocument *document, const char *group, const NwdUplink *uplink)
{
  nwd_document_set_string (document, group, "of", uplink->nic);
  nwd_document_set_string (document, group, "text", uplink->bridge);
  nwd_document_set_number (document, group, "number", uplink->mtu);
  if (uplink->vlan)
    nwd_document_set_number (document, group, "vlan", uplink->vlan);
  if (*uplink->before)
    nwd_document_set_string (document, group, "before", uplink->before);
  put_live (document, group, uplink);
  put_flag (document, group, "transient", uplink->transient);
  put_flag (document, group, "absent", uplink->absent);
  nwd_codec_ip_put (document, group, uplink->ip);
}

NwdUplink *
nwd_codec_uplink_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *nic = NULL, *bridge = NULL, *before = NULL;
  g_autoptr (NwdIpConfig) ip = nwd_codec_ip_read (document, group);
  NwdUplink *uplink = NULL;
  guint mtu = 0, vlan = 0;

  if (!nwd_document_get_string (document, group, "of", &nic, error)
      || !nwd_document_get_string (document, group, "text", &bridge, error)
      || !nwd_document_get_number (document, group, "number", &mtu, error))
    return NULL;
  /* Not there: untagged, and nothing before. */
  nwd_document_get_number (document, group, "vlan", &vlan, NULL);
  nwd_document_get_string (document, group, "before", &before, NULL);
  uplink = nwd_uplink_new (nic, vlan, bridge, mtu);
  nwd_uplink_set_ip (uplink, ip);
  nwd_uplink_set_before (uplink, before ? before : "");
  get_live (document, group, uplink);
  uplink->transient = get_flag (document, group, "transient");
  uplink->absent = get_flag (document, group, "absent");
  return uplink;
}

void
nwd_codec_bridge_put (NwdDocument *document, const char *group, const NwdBridge *bridge)
{
  g_autofree char *addresses = g_strjoinv (",", bridge->addresses);

  nwd_document_set_string (document, group, "profile", bridge->profile_id);
  nwd_document_set_string (document, group, "attachment", bridge->attachment_id);
  nwd_document_set_number (document, group, "profile-mtu", bridge->mtu);
  nwd_document_set_string (document, group, "settings", bridge->settings);
  nwd_document_set_string (document, group, "addresses", addresses);
  nwd_codec_ip_put (document, group, bridge->ip);
  put_flag (document, group, "profile-transient", bridge->transient);
  put_flag (document, group, "profile-manual", !bridge->autoconnect);
}

NwdBridge *
nwd_codec_bridge_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *name = NULL, *profile = NULL, *attachment = NULL, *joined = NULL;
  g_autofree char *settings = NULL;
  g_autoptr (NwdIpConfig) ip = nwd_codec_ip_read (document, group);
  NwdBridge *bridge = NULL;
  guint mtu = 0;

  if (!nwd_document_get_string (document, group, "of", &name, error)
      || !nwd_document_get_string (document, group, "profile", &profile, error)
      || !nwd_document_get_string (document, group, "attachment", &attachment, error)
      || !nwd_document_get_number (document, group, "profile-mtu", &mtu, error)
      || !nwd_document_get_string (document, group, "settings", &settings, error)
      || !nwd_document_get_string (document, group, "addresses", &joined, error))
    return NULL;
  bridge = nwd_bridge_new (profile, name, attachment);
  bridge->mtu = mtu;
  g_free (bridge->settings);
  bridge->settings = g_steal_pointer (&settings);
  g_strfreev (bridge->addresses);
  bridge->addresses = g_strsplit (joined, ",", 0);
  nwd_bridge_set_ip (bridge, ip);
  bridge->transient = get_flag (document, group, "profile-transient");
  bridge->autoconnect = !get_flag (document, group, "profile-manual");
  return bridge;
}
