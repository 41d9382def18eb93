/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"
#include "nwc-exit.h"
#include "nwc-output.h"
#include "nwc-vnic.h"

/* The paths of the networks @words, ao; NULL with an error. */
static GVariant *
find_networks (NwcClient *client, const char *const *words, GError **error)
{
  g_auto (GVariantBuilder) paths = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_OBJECT_PATH_ARRAY);

  for (; *words; words++)
    {
      const NwcObject *network = nwc_client_find (client, NWC_KIND_NETWORK, *words, error);

      if (!network)
        return NULL;
      g_variant_builder_add (&paths, "o", network->path);
    }
  return g_variant_ref_sink (g_variant_builder_end (&paths));
}

static gboolean
translate_network (NwcClient *client, GError **error)
{
  GVariantDict *settings = client->options->changes;
  g_autofree char *word = NULL;
  const NwcObject *network = NULL;
  gboolean given = g_variant_dict_lookup (settings, "network", "s", &word);

  if (given && client->options->none)
    {
      g_set_error_literal (error, NWC_ERROR, NWC_EXIT_USAGE,
                           "--network and --none exclude each other");
      return FALSE;
    }
  if (client->options->none)
    g_variant_dict_insert (settings, "network", "o", "/");
  if (!given)
    return TRUE;
  network = nwc_client_find (client, NWC_KIND_NETWORK, word, error);
  if (!network)
    return FALSE;
  g_variant_dict_insert (settings, "network", "o", network->path);
  return TRUE;
}

/* The command line has words where the bus wants paths. */
static gboolean
translate (NwcClient *client, GError **error)
{
  GVariantDict *settings = client->options->changes;
  g_autofree const char **words = NULL;
  g_autoptr (GVariant) given = g_variant_dict_lookup_value (settings, "mirrored-networks", NULL);
  g_autoptr (GVariant) paths = NULL;

  if (!translate_network (client, error))
    return FALSE;
  if (!given)
    return TRUE;
  words = g_variant_get_strv (given, NULL);
  paths = find_networks (client, words, error);
  if (!paths)
    return FALSE;
  g_variant_dict_insert_value (settings, "mirrored-networks", paths);
  return TRUE;
}

/* By the name that it got; of a dry run, by the one that it would get. */
static char *
label_of_new (NwcClient *client, const NwcObject *vm, GVariant *settings, const char *path)
{
  g_autofree char *owner = nwc_objects_label (client->objects, vm);
  const char *name = "(new)";
  const NwcObject *vnic = NULL;

  if (!client->options->dry_run)
    vnic = nwc_client_load_one (client, path, NWC_KIND_VNIC, NULL);
  if (vnic)
    return nwc_objects_label (client->objects, vnic);
  g_variant_lookup (settings, "name", "&s", &name);
  return g_strdup_printf ("%s/%s", owner, name);
}

static gboolean
add (NwcClient *client, char **words, GError **error)
{
  const NwcObject *vm = nwc_client_find (client, NWC_KIND_VM, words[0], error);
  g_autoptr (GVariant) settings = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *label = NULL;
  const char *path;

  if (!vm || !translate (client, error))
    return FALSE;
  settings = g_variant_ref_sink (nwc_client_changes (client));
  reply = nwc_client_change (
    client, vm->path, NWC_KIND_VM, "AddVnic",
    g_variant_new ("(@a{sv}@a{sv})", settings, nwc_client_options (client)), "(o)", error);
  if (!reply)
    return FALSE;
  g_variant_get (reply, "(&o)", &path);
  label = label_of_new (client, vm, settings, path);
  nwc_output_done (client, NWC_KIND_VNIC, label, path, "added");
  return TRUE;
}

static gboolean
update (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GVariant) changes = NULL;
  const NwcObject *vnic;

  if (!translate (client, error))
    return FALSE;
  changes = g_variant_ref_sink (nwc_client_changes (client));
  if (g_variant_n_children (changes) == 0)
    {
      g_set_error_literal (error, NWC_ERROR, NWC_EXIT_USAGE, "vnic update: nothing to change");
      return FALSE;
    }
  vnic = nwc_client_find (client, NWC_KIND_VNIC, words[0], error);
  if (!vnic)
    return FALSE;
  return nwc_vnic_change (client, vnic, "Update",
                          g_variant_new ("(@a{sv}@a{sv})", changes, nwc_client_options (client)),
                          "updated", error);
}

static gboolean
mirror (NwcClient *client, char **words, GError **error)
{
  g_auto (GVariantBuilder) changes = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) paths = NULL;
  const NwcObject *vnic;

  if ((words[1] != NULL) == client->options->none)
    {
      g_set_error_literal (error, NWC_ERROR, NWC_EXIT_USAGE,
                           "vnic mirror: NETWORK... or --none, please");
      return FALSE;
    }
  vnic = nwc_client_find (client, NWC_KIND_VNIC, words[0], error);
  if (vnic)
    paths = find_networks (client, (const char *const *)words + 1, error);
  if (!paths)
    return FALSE;
  g_variant_builder_add (&changes, "{sv}", "mirrored-networks", paths);
  return nwc_vnic_change (client, vnic, "Update",
                          g_variant_new ("(a{sv}@a{sv})", &changes, nwc_client_options (client)),
                          words[1] ? "mirrors set" : "mirrors taken away", error);
}

/* A method of options alone. */
static gboolean
run_plain (
  NwcClient *client, const char *word, const char *method, const char *done, GError **error)
{
  const NwcObject *vnic = nwc_client_find (client, NWC_KIND_VNIC, word, error);

  if (!vnic)
    return FALSE;
  return nwc_vnic_change (client, vnic, method,
                          g_variant_new ("(@a{sv})", nwc_client_options (client)), done, error);
}

static gboolean
plug (NwcClient *client, char **words, GError **error)
{
  return run_plain (client, words[0], "Plug", "plugged", error);
}

static gboolean
unplug (NwcClient *client, char **words, GError **error)
{
  return run_plain (client, words[0], "Unplug", "unplugged", error);
}

static gboolean
remove_card (NwcClient *client, char **words, GError **error)
{
  return run_plain (client, words[0], "Remove", "removed", error);
}

#define CHANGE   (NWC_TAKES_DRY_RUN | NWC_TAKES_WIRING)
#define SETTINGS (CHANGE | NWC_TAKES_NONE | NWC_TAKES_CARD)

const NwcCommand nwc_vnic_life_commands[] = {
  { "vnic", "add", "VM", 1, 1, SETTINGS | NWC_TAKES_SLOT, add },
  { "vnic", "update", "VNIC", 1, 1, SETTINGS, update },
  { "vnic", "plug", "VNIC", 1, 1, CHANGE, plug },
  { "vnic", "unplug", "VNIC", 1, 1, CHANGE, unplug },
  { "vnic", "remove", "VNIC", 1, 1, CHANGE, remove_card },
  { "vnic", "mirror", "VNIC NETWORK...|--none", 1, G_MAXINT, CHANGE | NWC_TAKES_NONE, mirror },
  { NULL },
};
