/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-details.h"

NwdRequest *
nwd_verbs_parse_set_managed (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdNic *nic = nwd_argument_called_nic (nwd_engine_get_state (engine), id, error);
  g_autoptr (NwdHostChange) change = nwd_host_change_new (NWD_HOST_SET_MANAGED, id);
  NwdOptions options;

  if (!nic || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;

  g_variant_get_child (parameters, 0, "b", &change->managed);
  return nwd_verbs_host_request (g_steal_pointer (&change), nwd_details_of_nic (nic->name),
                                 &options);
}
