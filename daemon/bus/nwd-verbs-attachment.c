/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-details.h"

#include "core/nwd-name.h"

const NwdKey nwd_verbs_attachment_settings[] = {
  { "existing-bridge", "s", G_STRUCT_OFFSET (NwdHostChange, existing_bridge),
    .check = nwd_name_check_interface },
  {},
};

NwdRequest *
nwd_verbs_parse_remove_attachment (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdState *state = nwd_engine_get_state (engine);
  const NwdAttachment *attachment = nwd_argument_called_attachment (state, id, error);
  const NwdNetwork *network = NULL;
  NwdOptions options;

  if (!attachment || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;

  network = nwd_state_get_network (state, attachment->network_id);
  return nwd_verbs_host_request (
    nwd_host_change_new (NWD_HOST_DETACH, id),
    nwd_details_of_attachment (network ? network->name : "", attachment->bridge, attachment->nic),
    &options);
}
