/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"

#include "nwc-output.h"

static const NwcColumn columns[] = {
  { "LABEL", "Name" },
  { "NIC", "Nic" },
  { "NETWORKS", "Networks" },
  { "ATTACHED", "Attachments", NWC_SHOW_COUNT },
  { NULL },
};

static gboolean
list (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GPtrArray) labels = NULL;

  if (!nwc_client_load (client, error))
    return FALSE;
  labels = nwc_objects_list (client->objects, NWC_KIND_LABEL);
  nwc_output_list (client, labels, columns);
  return TRUE;
}

static gboolean
add (NwcClient *client, char **words, GError **error)
{
  const NwcObject *nic = NULL;
  g_autoptr (GVariant) reply = NULL;
  const char *path;

  if (words[1] && !(nic = nwc_client_find (client, NWC_KIND_NIC, words[1], error)))
    return FALSE;
  reply = nwc_client_change (
    client, NWC_ROOT_PATH, NWC_KIND_SERVICE, "AddLabel",
    g_variant_new ("(so@a{sv})", words[0], nic ? nic->path : "/", nwc_client_options (client)),
    "(o)", error);
  if (!reply)
    return FALSE;
  g_variant_get (reply, "(&o)", &path);
  nwc_output_done (client, NWC_KIND_LABEL, words[0], path, "added");
  return TRUE;
}

static gboolean
drop (NwcClient *client, char **words, GError **error)
{
  const NwcObject *label = nwc_client_find (client, NWC_KIND_LABEL, words[0], error);
  g_autoptr (GVariant) reply = NULL;

  if (!label)
    return FALSE;
  reply = nwc_client_change (client, label->path, NWC_KIND_LABEL, "Remove",
                             g_variant_new ("(@a{sv})", nwc_client_options (client)), "()", error);
  if (!reply)
    return FALSE;
  nwc_output_done (client, NWC_KIND_LABEL, words[0], label->path, "removed");
  return TRUE;
}

const NwcCommand nwc_label_commands[] = {
  { "label", "list", "", 0, 0, NWC_TAKES_NOTHING, list },
  { "label", "add", "LABEL [NIC]", 1, 2, NWC_TAKES_DRY_RUN, add },
  { "label", "remove", "LABEL", 1, 1, NWC_TAKES_DRY_RUN, drop },
  { NULL },
};
