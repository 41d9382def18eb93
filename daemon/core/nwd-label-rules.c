/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-label-rules.h"

#include "nwd-error.h"
#include "nwd-name.h"

gboolean
nwd_label_rules_check_free (const NwdState *state, const NwdHostChange *change, GError **error)
{
  const NwdLabel *other = nwd_state_get_label (state, change->name);
  const char *nic = change->nic ? change->nic : "";

  if (!other)
    return TRUE;
  if (g_str_equal (other->nic, nic))
    g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                 "label %s is there already (INTERFACE_ALREADY_LABELED)", other->name);
  else
    g_set_error (error, NWD_ERROR, NWD_ERROR_LABEL_IN_USE,
                 "label %s is on %s%s (OTHER_INTERFACE_ALREADY_LABELED)", other->name,
                 *other->nic ? "NIC " : "the host", other->nic);
  return FALSE;
}

/* oVirt's rule, so that what a label attaches does not hang on one cable. */
static gboolean
is_bond_of_one (const NwdState *state, const NwdNic *nic)
{
  GHashTableIter iter;
  gpointer value;
  guint ports = 0;

  if (!g_str_equal (nic->kind, "bond"))
    return FALSE;
  g_hash_table_iter_init (&iter, state->nics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ports += g_str_equal (((const NwdNic *)value)->port_of, nic->name);
  return ports < 2;
}

gboolean
nwd_label_rules_check_nic (const NwdState *state, const NwdHostChange *change, GError **error)
{
  const NwdNic *nic = NULL;

  if (!change->nic || !*change->nic)
    return TRUE;
  if (!nwd_name_check_interface ("nic", change->nic, error))
    return FALSE;
  nic = nwd_state_get_nic (state, change->nic);
  if (!nic)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND,
                 "cannot put label %s on NIC %s: there is no such NIC", change->name, change->nic);
  else if (nwd_state_get_nic (state, nic->port_of))
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                 "cannot put label %s on NIC %s: it is a port of %s "
                 "(LABEL_ATTACH_TO_IMPROPER_INTERFACE)",
                 change->name, nic->name, nic->port_of);
  else if (is_bond_of_one (state, nic))
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                 "cannot put label %s on bond %s: it has less than two ports "
                 "(IMPROPER_BOND_IS_LABELED)",
                 change->name, nic->name);
  else
    return TRUE;
  return FALSE;
}

gboolean
nwd_label_rules_check_lasts (const NwdHostChange *change, const char *name, GError **error)
{
  if (!change->transient)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
               "persist: what is done to label %s lasts also when the host starts anew", name);
  return FALSE;
}

gboolean
nwd_label_rules_check_not_renamed (const NwdAttachment *attachment,
                                   const NwdNetwork *network,
                                   GError **error)
{
  if (!attachment || !*attachment->label || !*network->label
      || g_str_equal (attachment->label, network->label))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_LABEL_IN_USE,
               "label: network %s is attached by label %s; take that off first "
               "(ACTION_TYPE_FAILED_NETWORK_LABEL_RENAMING_NOT_SUPPORTED)",
               network->name, attachment->label);
  return FALSE;
}
