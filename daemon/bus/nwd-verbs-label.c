/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-details.h"

#include "core/nwd-name.h"

NwdRequest *
nwd_verbs_parse_add_label (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  g_autoptr (NwdHostChange) change = nwd_host_change_new (NWD_HOST_ADD_LABEL, NULL);
  const char *nic = NULL;
  NwdOptions options;
  char **details = NULL;

  g_variant_get (parameters, "(s&o@a{sv})", &change->name, &nic, NULL);
  if (!nwd_name_check_word ("label", change->name, error)
      || !nwd_argument_nic (nwd_engine_get_state (engine), nic, &change->nic, error)
      || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;
  details = nwd_details_of_label (change->name, "", change->nic ? change->nic : "");
  return nwd_verbs_host_request (g_steal_pointer (&change), details, &options);
}

NwdRequest *
nwd_verbs_parse_remove_label (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdLabel *label = nwd_argument_called_label (nwd_engine_get_state (engine), id, error);
  NwdOptions options;

  if (!label || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;
  return nwd_verbs_host_request (nwd_host_change_new (NWD_HOST_REMOVE_LABEL, label->name),
                                 nwd_details_of_label (label->name, label->nic, ""), &options);
}
