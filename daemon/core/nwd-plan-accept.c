/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-accept.h"

#include "nwd-attachment-wanted.h"
#include "nwd-error.h"
#include "nwd-host-rules.h"
#include "nwd-name.h"
#include "nwd-plan-network.h"
#include "nwd-plan-nic.h"
#include "nwd-resolve.h"
#include "nwd-sync.h"

#include <string.h>

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
take_nic (Actual *actual, const char *nic, GError **error)
{
  if (strchr (nic, ','))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                   "properties: there can be one NIC only, and there are %s", nic);
      return FALSE;
    }
  g_free (actual->nic);
  actual->nic = g_strdup (nic);
  return TRUE;
}

static gboolean
take (Actual *actual, const char *property, GVariant *value, GError **error)
{
  static const char *const mtus[] = { "mtu", "nic-mtu", "profile-mtu", "nic-profile-mtu", NULL };

  if (g_strv_contains (mtus, property))
    return take_mtu (actual, g_variant_get_uint32 (value), error);
  if (g_str_equal (property, "nic"))
    return take_nic (actual, g_variant_get_string (value, NULL), error);
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

/* A VLAN of that NIC cannot be made beneath the bridge while the NIC itself is there. */
static gboolean
check_tagged (const NwdState *state, const NwdAttachment *own, const char *nic, GError **error)
{
  if (!own->vlan || !nic || !nwd_resolve_is_port (state, nic, own->bridge))
    return TRUE;
  g_set_error (
    error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
    "properties: NIC %s is beneath untagged, and the network has VLAN %u; it can only be "
    "put right",
    nic, own->vlan);
  return FALSE;
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
  const NwdNetwork *network = nwd_state_get_network (state, own->network_id);
  g_autoptr (NwdPlan) plan = plan_mtu (state, network, actual->mtu, error);
  g_autoptr (NwdAttachment) wanted = NULL;
  NwdHostChange where = { 0 };

  if (!plan)
    return NULL;
  nwd_plan_set_object (plan, own->id);
  if (!actual->nic)
    return g_steal_pointer (&plan);
  where.nic = actual->nic;
  wanted = nwd_attachment_wanted_of (state, own, &where, error);
  if (!wanted)
    return NULL;
  nwd_plan_nic_change (state, own, wanted, actual->mtu ? actual->mtu : network->mtu, plan);
  nwd_plan_add (plan, nwd_step_new_attachment (wanted), nwd_step_new_attachment (own));
  return g_steal_pointer (&plan);
}

NwdPlan *
nwd_plan_accept (const NwdState *state, const NwdHostChange *change, GError **error)
{
  NwdAttachment *own = nwd_host_rules_find_attachment (state, change->id, error);
  g_autoptr (GVariant) differences = own ? nwd_sync_compare (state, own) : NULL;
  const NwdNetwork *network = own ? nwd_state_get_network (state, own->network_id) : NULL;
  Actual actual = { 0 };
  NwdPlan *plan = NULL;

  if (own
      && take_all (&actual, network, (const char *const *)change->properties, differences, error)
      && check_tagged (state, own, actual.nic, error)
      && (own->adopted
          || nwd_host_rules_check_connected (state, "change the attachment of network",
                                             network->name, error)))
    plan = plan_accept (state, own, &actual, error);
  g_free (actual.nic);
  return plan;
}
