/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"

#include "nwc-exit.h"
#include "nwc-output.h"

static const NwcColumn columns[] = {
  { "NAME", "Name" },
  { "ORIGIN", "Origin" },
  { "BRIDGE", "Bridge" },
  { "MTU", "Mtu", NWC_SHOW_NUMBER },
  { "VLAN", "Vlan", NWC_SHOW_NUMBER },
  { "VNICS", "Vnics", NWC_SHOW_COUNT },
  { "DESCRIPTION", "Description" },
  { NULL },
};

static gboolean
list (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GPtrArray) networks = NULL;

  if (!nwc_client_load (client, error))
    return FALSE;
  networks = nwc_objects_list (client->objects, NWC_KIND_NETWORK);
  nwc_output_list (client, networks, columns);
  return TRUE;
}

static gboolean
show (NwcClient *client, char **words, GError **error)
{
  const NwcObject *network = nwc_client_find (client, NWC_KIND_NETWORK, words[0], error);

  if (!network)
    return FALSE;
  nwc_output_object (client, network);
  return TRUE;
}

static gboolean
create (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GVariant) reply
    = nwc_client_change (client, NWC_ROOT_PATH, NWC_KIND_SERVICE, "CreateNetwork",
                         g_variant_new ("(s@a{sv}@a{sv})", words[0], nwc_client_changes (client),
                                        nwc_client_options (client)),
                         "(o)", error);
  const char *path;

  if (!reply)
    return FALSE;
  g_variant_get (reply, "(&o)", &path);
  nwc_output_done (client, NWC_KIND_NETWORK, words[0], path, "created");
  return TRUE;
}

static gboolean
change (NwcClient *client,
        const NwcObject *network,
        const char *method,
        GVariant *parameters,
        const char *done,
        GError **error)
{
  g_autofree char *label = nwc_objects_label (client->objects, network);
  g_autoptr (GVariant) reply
    = nwc_client_change (client, network->path, NWC_KIND_NETWORK, method, parameters, "()", error);

  if (!reply)
    return FALSE;
  nwc_output_done (client, NWC_KIND_NETWORK, label, network->path, done);
  return TRUE;
}

static gboolean
update (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GVariant) changes = g_variant_ref_sink (nwc_client_changes (client));
  const NwcObject *network;

  if (g_variant_n_children (changes) == 0)
    {
      g_set_error_literal (error, NWC_ERROR, NWC_EXIT_USAGE, "network update: nothing to change");
      return FALSE;
    }
  network = nwc_client_find (client, NWC_KIND_NETWORK, words[0], error);
  if (!network)
    return FALSE;
  return change (client, network, "Update",
                 g_variant_new ("(@a{sv}@a{sv})", changes, nwc_client_options (client)), "updated",
                 error);
}

static gboolean delete (NwcClient *client, char **words, GError **error)
{
  const NwcObject *network = nwc_client_find (client, NWC_KIND_NETWORK, words[0], error);

  if (!network)
    return FALSE;
  return change (client, network, "Delete", g_variant_new ("(@a{sv})", nwc_client_options (client)),
                 "deleted", error);
}

#define SETTINGS (NWC_TAKES_DRY_RUN | NWC_TAKES_NETWORK)

const NwcCommand nwc_network_commands[] = {
  { "network", "list", "", 0, 0, NWC_TAKES_NOTHING, list },
  { "network", "show", "NETWORK", 1, 1, NWC_TAKES_NOTHING, show },
  { "network", "create", "NAME", 1, 1, SETTINGS, create },
  { "network", "update", "NETWORK", 1, 1, SETTINGS, update },
  { "network", "delete", "NETWORK", 1, 1, NWC_TAKES_DRY_RUN, delete },
  { NULL },
};
