/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-attachment.h"

#include "nwd-error.h"
#include "nwd-host-rules.h"
#include "nwd-name.h"
#include "nwd-plan-network.h"
#include "nwd-plan-nic.h"
#include "nwd-plan-sync.h"
#include "nwd-sync.h"

static NwdAttachment *
find_own (const NwdState *state, const char *id, GError **error)
{
  NwdAttachment *own = g_hash_table_lookup (state->own_attachments, id);

  if (!own)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no attachment %s", id);
  return own;
}

static const NwdNetwork *
get_network (const NwdState *state, const NwdAttachment *own)
{
  return nwd_state_get_network (state, own->network_id);
}

static gboolean
check_ours (const NwdState *state, const NwdAttachment *own, const char *what, GError **error)
{
  const char *name = get_network (state, own)->name;

  if (!own->adopted)
    return nwd_host_rules_check_connected (state, what, name, error);
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "cannot %s %s: bridge %s is not ours, and stays as it is", what, name, own->bridge);
  return FALSE;
}

/* --- update --- */

static gboolean
check_in_sync (const NwdState *state,
               const NwdAttachment *own,
               const NwdHostChange *change,
               GError **error)
{
  g_autoptr (GVariant) differences = change->override ? NULL : nwd_sync_compare (state, own);
  g_autofree char *text = differences ? nwd_sync_describe (differences) : NULL;

  if (!text)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_IN_SYNC,
               "cannot change the attachment of network %s, which is out of sync: %s "
               "(NETWORK_NOT_IN_SYNC)",
               get_network (state, own)->name, text);
  return FALSE;
}

NwdPlan *
nwd_plan_attachment_update (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  g_autoptr (NwdAttachment) wanted = NULL;
  NwdAttachment *own = find_own (state, change->id, error);

  if (!own || !check_ours (state, own, "change the attachment of network", error)
      || !check_in_sync (state, own, change, error))
    return NULL;
  nwd_plan_set_object (plan, own->id);
  wanted = nwd_plan_nic_attachment (state, own, change->nic ? change->nic : own->nic);
  if (!nwd_plan_sync (state, own, wanted, plan, error)
      || !nwd_plan_nic_change (state, own, wanted, get_network (state, own)->mtu, plan, error))
    return NULL;
  return g_steal_pointer (&plan);
}

NwdPlan *
nwd_plan_attachment_sync (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  NwdAttachment *own = find_own (state, change->id, error);

  if (!own || !check_ours (state, own, "sync network", error)
      || !nwd_plan_sync (state, own, own, plan, error))
    return NULL;
  nwd_plan_set_object (plan, own->id);
  return g_steal_pointer (&plan);
}

/* --- accept --- */

/* What of the host is taken over. */
typedef struct
{
  guint mtu; /* 0: not */
  char *nic; /* NULL: not */
} Actual;

static gboolean
take_mtu (Actual *actual, guint mtu, GError **error)
{
  if (mtu == 0)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                 "properties: a profile that is missing cannot be accepted");
  else if (actual->mtu && actual->mtu != mtu)
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                 "properties: there are two MTUs among them, %u and %u", actual->mtu, mtu);
  else
    {
      actual->mtu = mtu;
      return TRUE;
    }
  return FALSE;
}

static gboolean
take (Actual *actual, const char *property, GVariant *value, GError **error)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    return take_mtu (actual, g_variant_get_uint32 (value), error);
  if (g_str_equal (property, "nic"))
    {
      g_free (actual->nic);
      actual->nic = g_variant_dup_string (value, NULL);
      return TRUE;
    }
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "properties: %s cannot be accepted, only put right", property);
  return FALSE;
}

static gboolean
take_all (Actual *actual,
          const NwdNetwork *network,
          const char *const *properties,
          GVariant *differences,
          GError **error)
{
  if (!*properties)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "properties: there are none");
      return FALSE;
    }
  for (; *properties; properties++)
    {
      g_autoptr (GVariant) value = nwd_sync_find (differences, *properties, "actual");
      g_autofree char *quoted = value ? NULL : nwd_name_quote (*properties);

      if (quoted)
        g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                     "properties: %s of the attachment of network %s is not out of sync", quoted,
                     network->name);
      if (!value || !take (actual, *properties, value, error))
        return FALSE;
    }
  return TRUE;
}

static NwdPlan *
plan_mtu (const NwdState *state, const NwdNetwork *network, guint mtu, GError **error)
{
  g_autoptr (NwdHostChange) change = nwd_host_change_new (NWD_HOST_UPDATE_NETWORK, network->id);

  change->settings = NWD_SETTING_MTU;
  change->mtu = mtu ? mtu : network->mtu;
  return nwd_plan_network_update (state, change, error);
}

static NwdPlan *
plan_accept (const NwdState *state, NwdAttachment *own, const Actual *actual, GError **error)
{
  const NwdNetwork *network = get_network (state, own);
  g_autoptr (NwdPlan) plan = plan_mtu (state, network, actual->mtu, error);
  g_autoptr (NwdAttachment) wanted = NULL;

  if (!plan)
    return NULL;
  nwd_plan_set_object (plan, own->id);
  if (!actual->nic)
    return g_steal_pointer (&plan);
  wanted = nwd_plan_nic_attachment (state, own, actual->nic);
  return nwd_plan_nic_change (state, own, wanted, actual->mtu ? actual->mtu : network->mtu, plan,
                              error)
           ? g_steal_pointer (&plan)
           : NULL;
}

NwdPlan *
nwd_plan_attachment_accept (const NwdState *state, const NwdHostChange *change, GError **error)
{
  NwdAttachment *own = find_own (state, change->id, error);
  g_autoptr (GVariant) differences = own ? nwd_sync_compare (state, own) : NULL;
  const NwdNetwork *network = own ? get_network (state, own) : NULL;
  Actual actual = { 0 };
  NwdPlan *plan = NULL;

  if (own
      && take_all (&actual, network, (const char *const *)change->properties, differences, error)
      && (own->adopted
          || nwd_host_rules_check_connected (state, "change the attachment of network",
                                             network->name, error)))
    plan = plan_accept (state, own, &actual, error);
  g_free (actual.nic);
  return plan;
}
