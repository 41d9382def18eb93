/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-details.h"

#include "core/nwd-name.h"

#define FIELD(name) G_STRUCT_OFFSET (NwdHostChange, name)

const NwdKey nwd_verbs_network_settings[] = {
  { "description", "s", FIELD (description), NWD_SETTING_DESCRIPTION,
    .check = nwd_name_check_text },
  { "mtu", "u", FIELD (mtu), NWD_SETTING_MTU, .min = NWD_MTU_MIN, .max = NWD_MTU_MAX },
  { "vlan", "u", FIELD (vlan), NWD_SETTING_VLAN, .max = NWD_VLAN_MAX },
  { "vm-network", "b", FIELD (vm_network), NWD_SETTING_VM_NETWORK },
  { "port-isolation", "b", FIELD (port_isolation), NWD_SETTING_PORT_ISOLATION },
  { "bridge-name", "s", FIELD (bridge_name), NWD_SETTING_BRIDGE_NAME,
    .check = nwd_name_check_interface },
  { "label", "s", FIELD (label), NWD_SETTING_LABEL, .check = nwd_name_check_word },
  {},
};

NwdRequest *
nwd_verbs_parse_update_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdNetwork *network
    = nwd_argument_called_network (nwd_engine_get_state (engine), id, error);
  g_autoptr (NwdHostChange) change = nwd_host_change_new (NWD_HOST_UPDATE_NETWORK, id);
  g_autoptr (GVariant) changes = g_variant_get_child_value (parameters, 0);
  NwdOptions options;
  char **details = NULL;
  guint given = 0;

  if (!network || !nwd_key_unpack (verb->keys, changes, change, &given, error)
      || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;

  change->settings = (NwdNetworkSetting)given;
  details = nwd_details_of_network (network->name, network->bridge, change->label);
  return nwd_verbs_host_request (g_steal_pointer (&change), details, &options);
}

NwdRequest *
nwd_verbs_parse_delete_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdNetwork *network
    = nwd_argument_called_network (nwd_engine_get_state (engine), id, error);
  NwdOptions options;

  if (!network || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;
  return nwd_verbs_host_request (nwd_host_change_new (NWD_HOST_DELETE_NETWORK, id),
                                 nwd_details_of_network (network->name, network->bridge, NULL),
                                 &options);
}
