/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"

#include "nwc-output.h"

static const NwcColumn columns[] = {
  { "NAME", "Name" },
  { "KIND", "Kind" },
  { "MAC ADDRESS", "MacAddress" },
  { "MTU", "Mtu", NWC_SHOW_NUMBER },
  { "SPEED", "Speed", NWC_SHOW_NUMBER },
  { "CARRIER", "Carrier" },
  { "MANAGED", "Managed" },
  { "PORT OF", "PortOf" },
  { NULL },
};

static gboolean
list (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GPtrArray) nics = NULL;

  if (!nwc_client_load (client, error))
    return FALSE;
  nics = nwc_objects_list (client->objects, NWC_KIND_NIC);
  nwc_output_list (client, nics, columns);
  return TRUE;
}

static gboolean
show (NwcClient *client, char **words, GError **error)
{
  const NwcObject *nic = nwc_client_find (client, NWC_KIND_NIC, words[0], error);

  if (!nic)
    return FALSE;
  nwc_output_object (client, nic);
  return TRUE;
}

static gboolean
set_managed (NwcClient *client, const char *name, gboolean managed, GError **error)
{
  const NwcObject *nic = nwc_client_find (client, NWC_KIND_NIC, name, error);
  g_autoptr (GVariant) reply = NULL;

  if (!nic)
    return FALSE;
  reply = nwc_client_change (client, nic->path, NWC_KIND_NIC, "SetManaged",
                             g_variant_new ("(b@a{sv})", managed, nwc_client_options (client)),
                             "()", error);
  if (!reply)
    return FALSE;
  nwc_output_done (client, NWC_KIND_NIC, nwc_object_get_string (nic, "Name"), nic->path,
                   managed ? "managed by NetworkManager" : "left alone by NetworkManager");
  return TRUE;
}

static gboolean
manage (NwcClient *client, char **words, GError **error)
{
  return set_managed (client, words[0], TRUE, error);
}

static gboolean
unmanage (NwcClient *client, char **words, GError **error)
{
  return set_managed (client, words[0], FALSE, error);
}

const NwcCommand nwc_nic_commands[] = {
  { "nic", "list", "", 0, 0, NWC_TAKES_NOTHING, list },
  { "nic", "show", "NIC", 1, 1, NWC_TAKES_NOTHING, show },
  { "nic", "manage", "NIC", 1, 1, NWC_TAKES_DRY_RUN, manage },
  { "nic", "unmanage", "NIC", 1, 1, NWC_TAKES_DRY_RUN, unmanage },
  { NULL },
};
