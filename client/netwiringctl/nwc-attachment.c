/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"

#include "nwc-address.h"
#include "nwc-output.h"

static const NwcColumn columns[] = {
  { "NETWORK", "Network" }, { "BRIDGE", "Bridge" },  { "STATE", "State" },     { "NIC", "Nic" },
  { "ADOPTED", "Adopted" }, { "IN SYNC", "InSync" }, { "PROBLEM", "Problem" }, { NULL },
};

static gboolean
list (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GPtrArray) attachments = NULL;

  if (!nwc_client_load (client, error))
    return FALSE;
  attachments = nwc_objects_list (client->objects, NWC_KIND_ATTACHMENT);
  nwc_output_list (client, attachments, columns);
  return TRUE;
}

static gboolean
show (NwcClient *client, char **words, GError **error)
{
  const NwcObject *attachment = nwc_client_find (client, NWC_KIND_ATTACHMENT, words[0], error);

  if (!attachment)
    return FALSE;
  nwc_output_object (client, attachment);
  return TRUE;
}

/* The path of the NIC that the command line names; "/" where it names none. */
static char *
find_nic (NwcClient *client, GError **error)
{
  GVariantDict *settings = client->options->changes;
  const NwcObject *nic;
  g_autofree char *word = NULL;

  if (!g_variant_dict_lookup (settings, "nic", "s", &word))
    return g_strdup ("/");
  g_variant_dict_remove (settings, "nic");
  if (!*word)
    return g_strdup ("/");
  nic = nwc_client_find (client, NWC_KIND_NIC, word, error);
  return nic ? g_strdup (nic->path) : NULL;
}

static gboolean
add (NwcClient *client, char **words, GError **error)
{
  const NwcObject *network = nwc_client_find (client, NWC_KIND_NETWORK, words[0], error);
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *nic = network ? find_nic (client, error) : NULL;
  g_autofree char *label = NULL;
  const char *path;

  if (!nic || !nwc_address_pack (client->options->changes, error))
    return FALSE;
  reply
    = nwc_client_change (client, NWC_ROOT_PATH, NWC_KIND_SERVICE, "AttachNetwork",
                         g_variant_new ("(oo@a{sv}@a{sv})", network->path, nic,
                                        nwc_client_changes (client), nwc_client_options (client)),
                         "(o)", error);
  if (!reply)
    return FALSE;
  g_variant_get (reply, "(&o)", &path);
  label = nwc_objects_label (client->objects, network);
  nwc_output_done (client, NWC_KIND_ATTACHMENT, label, path, "added");
  return TRUE;
}

/* Has @method change @attachment; takes the floating @parameters. */
static gboolean
change (NwcClient *client,
        const NwcObject *attachment,
        const char *method,
        GVariant *parameters,
        const char *done,
        GError **error)
{
  g_autoptr (GVariant) reply = nwc_client_change (client, attachment->path, NWC_KIND_ATTACHMENT,
                                                  method, parameters, "()", error);
  g_autofree char *label = NULL;

  if (!reply)
    return FALSE;
  label = nwc_objects_label (client->objects, attachment);
  nwc_output_done (client, NWC_KIND_ATTACHMENT, label, attachment->path, done);
  return TRUE;
}

static gboolean
update (NwcClient *client, char **words, GError **error)
{
  const NwcObject *attachment = nwc_client_find (client, NWC_KIND_ATTACHMENT, words[0], error);
  gboolean to_nic = g_variant_dict_contains (client->options->changes, "nic");
  g_autofree char *nic = attachment ? find_nic (client, error) : NULL;

  if (!nic || !nwc_address_pack (client->options->changes, error))
    return FALSE;
  if (to_nic)
    g_variant_dict_insert (client->options->changes, "nic", "o", nic);
  return change (
    client, attachment, "Update",
    g_variant_new ("(@a{sv}@a{sv})", nwc_client_changes (client), nwc_client_options (client)),
    "changed", error);
}

static gboolean
synchronize (NwcClient *client, char **words, GError **error)
{
  const NwcObject *attachment = nwc_client_find (client, NWC_KIND_ATTACHMENT, words[0], error);

  return attachment
         && change (client, attachment, "Sync",
                    g_variant_new ("(@a{sv})", nwc_client_options (client)), "in sync", error);
}

static gboolean
accept_actual (NwcClient *client, char **words, GError **error)
{
  const NwcObject *attachment = nwc_client_find (client, NWC_KIND_ATTACHMENT, words[0], error);

  return attachment
         && change (client, attachment, "AcceptActual",
                    g_variant_new ("(^as@a{sv})", words + 1, nwc_client_options (client)),
                    "accepted as it is", error);
}

static gboolean
drop (NwcClient *client, char **words, GError **error)
{
  const NwcObject *attachment = nwc_client_find (client, NWC_KIND_ATTACHMENT, words[0], error);

  return attachment
         && change (client, attachment, "Remove",
                    g_variant_new ("(@a{sv})", nwc_client_options (client)), "removed", error);
}

const NwcCommand nwc_attachment_commands[] = {
  { "attachment", "list", "", 0, 0, NWC_TAKES_NOTHING, list },
  { "attachment", "show", "ATTACHMENT", 1, 1, NWC_TAKES_NOTHING, show },
  { "attachment", "add", "NETWORK", 1, 1,
    NWC_TAKES_DRY_RUN | NWC_TAKES_BRIDGE | NWC_TAKES_NIC | NWC_TAKES_ADDRESSES, add },
  { "attachment", "update", "ATTACHMENT", 1, 1,
    NWC_TAKES_DRY_RUN | NWC_TAKES_NIC | NWC_TAKES_OVERRIDE | NWC_TAKES_ADDRESSES, update },
  { "attachment", "sync", "ATTACHMENT", 1, 1, NWC_TAKES_DRY_RUN, synchronize },
  { "attachment", "accept", "ATTACHMENT PROPERTY...", 2, G_MAXINT, NWC_TAKES_DRY_RUN,
    accept_actual },
  { "attachment", "remove", "ATTACHMENT", 1, 1, NWC_TAKES_DRY_RUN, drop },
  { NULL },
};
