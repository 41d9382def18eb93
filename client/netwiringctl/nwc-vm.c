/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"

#include "nwc-output.h"
#include "nwc-text.h"
#include "nwc-value.h"

#include <string.h>

static const NwcColumn columns[] = {
  { "NAME", "Name" },
  { "STATE", "State" },
  { "VNICS", "Vnics", NWC_SHOW_COUNT },
  { "MANAGED BY", "ManagedBy" },
  { "ID", "Id" },
  { "PROBLEM", "Problem" },
  { NULL },
};

static gboolean
list (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GPtrArray) vms = NULL;

  if (!nwc_client_load (client, error))
    return FALSE;
  vms = nwc_objects_list (client->objects, NWC_KIND_VM);
  nwc_output_list (client, vms, columns);
  return TRUE;
}

static gboolean
show (NwcClient *client, char **words, GError **error)
{
  const NwcObject *vm = nwc_client_find (client, NWC_KIND_VM, words[0], error);

  if (!vm)
    return FALSE;
  nwc_output_object (client, vm);
  return TRUE;
}

/* Alone, as other programs take it; how large its network is has no place there. */
static void
print_address (const char *address)
{
  g_autofree char *host = g_strndup (address, strcspn (address, "/"));
  g_autofree char *line = nwc_text_escape (host);

  nwc_output_text (line);
  nwc_output_text ("\n");
}

static gboolean
ip (NwcClient *client, char **words, GError **error)
{
  const NwcObject *vm = nwc_client_find (client, NWC_KIND_VM, words[0], error);
  g_autoptr (GVariant) value = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!vm)
    return FALSE;
  value = g_variant_lookup_value (vm->properties, "GuestIps", G_VARIANT_TYPE_STRING_ARRAY);
  if (!value)
    value = g_variant_ref_sink (g_variant_new_strv (NULL, 0));
  if (client->options->format == NWC_FORMAT_TEXT)
    {
      g_autofree const char **addresses = g_variant_get_strv (value, NULL);

      for (const char **address = addresses; *address; address++)
        print_address (*address);
      return TRUE;
    }
  node = nwc_value_json (client->objects, value);
  nwc_output_json (client, node);
  return TRUE;
}

static gboolean
change (NwcClient *client,
        const NwcObject *vm,
        const char *method,
        GVariant *options,
        const char *done,
        GError **error)
{
  g_autoptr (GVariant) reply = nwc_client_change (client, vm->path, NWC_KIND_VM, method,
                                                  g_variant_new ("(@a{sv})", options), "()", error);

  if (!reply)
    return FALSE;
  nwc_output_done (client, NWC_KIND_VM, nwc_object_get_string (vm, "Name"), vm->path, done);
  return TRUE;
}

static gboolean
quarantine (NwcClient *client, char **words, GError **error)
{
  const NwcObject *vm = nwc_client_find (client, NWC_KIND_VM, words[0], error);
  const NwcObject *network = NULL;

  if (vm && words[1])
    network = nwc_client_find (client, NWC_KIND_NETWORK, words[1], error);
  if (!vm || (words[1] && !network))
    return FALSE;
  if (network)
    g_variant_dict_insert (client->options->options, "network", "o", network->path);
  return change (client, vm, "Quarantine", nwc_client_options (client), "in quarantine", error);
}

static gboolean
release (NwcClient *client, char **words, GError **error)
{
  const NwcObject *vm = nwc_client_find (client, NWC_KIND_VM, words[0], error);

  return vm && change (client, vm, "Release", nwc_client_options (client), "released", error);
}

const NwcCommand nwc_vm_commands[] = {
  { "vm", "list", "", 0, 0, NWC_TAKES_NOTHING, list },
  { "vm", "show", "VM", 1, 1, NWC_TAKES_NOTHING, show },
  { "vm", "ip", "VM", 1, 1, NWC_TAKES_NOTHING, ip },
  { "vm", "quarantine", "VM [NETWORK]", 1, 2, NWC_TAKES_DRY_RUN | NWC_TAKES_FOREIGN, quarantine },
  { "vm", "release", "VM", 1, 1, NWC_TAKES_DRY_RUN | NWC_TAKES_FOREIGN, release },
  { NULL },
};
