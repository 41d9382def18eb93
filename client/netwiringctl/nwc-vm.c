/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"

#include "nwc-output.h"

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

const NwcCommand nwc_vm_commands[] = {
  { "vm", "list", "", 0, 0, NWC_TAKES_NOTHING, list },
  { "vm", "show", "VM", 1, 1, NWC_TAKES_NOTHING, show },
  { NULL },
};
