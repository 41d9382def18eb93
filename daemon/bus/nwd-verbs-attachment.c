/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-details.h"
#include "nwd-verbs-ip.h"

#include "core/nwd-name.h"

#define NIC_GIVEN (1u << 0)

/* clang-format off */
#define ADDRESSES \
  { "ipv4", "a{sv}", G_STRUCT_OFFSET (NwdHostChange, ipv4), .unpack = nwd_verbs_unpack_ip }, \
  { "ipv6", "a{sv}", G_STRUCT_OFFSET (NwdHostChange, ipv6), .unpack = nwd_verbs_unpack_ip }, \
  { "take-addresses", "b", G_STRUCT_OFFSET (NwdHostChange, take_addresses) }, \
  { "override", "b", G_STRUCT_OFFSET (NwdHostChange, override) }
/* clang-format on */

const NwdKey nwd_verbs_attachment_settings[] = {
  { "existing-bridge", "s", G_STRUCT_OFFSET (NwdHostChange, existing_bridge),
    .check = nwd_name_check_interface },
  ADDRESSES,
  {},
};

const NwdKey nwd_verbs_attachment_changes[] = {
  { "nic", "o", G_STRUCT_OFFSET (NwdHostChange, nic), NIC_GIVEN },
  ADDRESSES,
  {},
};

/* Takes @change, of the attachment that is called. */
static NwdRequest *
request_new (
  gpointer engine, const NwdVerb *verb, GVariant *parameters, NwdHostChange *change, GError **error)
{
  g_autoptr (NwdHostChange) owned = change;
  const NwdState *state = nwd_engine_get_state (engine);
  const NwdAttachment *attachment = nwd_argument_called_attachment (state, change->id, error);
  const NwdNetwork *network = NULL;
  const char *nic = NULL;
  NwdOptions options;

  if (!attachment || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;

  network = nwd_state_get_network (state, attachment->network_id);
  nic = change->nic ? change->nic : attachment->nic;
  return nwd_verbs_host_request (
    g_steal_pointer (&owned),
    nwd_details_of_attachment (network ? network->name : "", attachment->bridge, nic), &options);
}

NwdRequest *
nwd_verbs_parse_remove_attachment (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  return request_new (engine, verb, parameters, nwd_host_change_new (NWD_HOST_DETACH, id), error);
}

NwdRequest *
nwd_verbs_parse_sync_attachment (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  return request_new (engine, verb, parameters, nwd_host_change_new (NWD_HOST_SYNC_ATTACHMENT, id),
                      error);
}

NwdRequest *
nwd_verbs_parse_accept_actual (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  NwdHostChange *change = nwd_host_change_new (NWD_HOST_ACCEPT, id);

  g_variant_get_child (parameters, 0, "^as", &change->properties);
  return request_new (engine, verb, parameters, change, error);
}

/* Of a NIC that is given, the name; "" for none. */
static gboolean
resolve_nic (const NwdState *state, NwdHostChange *change, GError **error)
{
  g_autofree char *text = g_steal_pointer (&change->nic);

  if (!nwd_argument_nic (state, text, &change->nic, error))
    return FALSE;
  if (!change->nic)
    change->nic = g_strdup ("");
  return TRUE;
}

NwdRequest *
nwd_verbs_parse_update_attachment (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  g_autoptr (NwdHostChange) change = nwd_host_change_new (NWD_HOST_UPDATE_ATTACHMENT, id);
  g_autoptr (GVariant) changes = g_variant_get_child_value (parameters, 0);
  guint given = 0;

  if (!nwd_key_unpack (verb->keys, changes, change, &given, error)
      || ((given & NIC_GIVEN) && !resolve_nic (nwd_engine_get_state (engine), change, error)))
    return NULL;
  return request_new (engine, verb, parameters, g_steal_pointer (&change), error);
}
