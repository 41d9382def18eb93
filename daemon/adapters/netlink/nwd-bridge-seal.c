/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-bridge-seal.h"

#include "nwd-tc-device.h"
#include "nwd-tc.h"

#include "core/nwd-error.h"

#include <linux/pkt_cls.h>

/* Pause frames, the second one, go nowhere. */
#define ALL_GROUPS 0xfffd

/* How a bridge is closed towards its host.
 *
 * What a bridge delivers to the host comes in by the link that the bridge itself is: broadcasts,
 * what is sent to the bridge's MAC, what is to be routed. What the host sends goes out by that
 * link. So one filter on each of its two sides, which drops everything, is between the host and the
 * guests, whatever addresses and routes the host has; what goes from port to port passes neither.
 */

static const struct sock_filter drop = BPF_STMT (BPF_RET | BPF_K, TC_ACT_SHOT);

static NwdTcFilter *
filter_new (guint parent)
{
  NwdTcFilter *filter = nwd_tc_filter_new (NWD_TC_BPF, parent, NWD_SEAL_PRIORITY, /* handle= */ 1);

  filter->program[filter->n_instructions++] = drop;
  return filter;
}

static gboolean
drops_everything (const NwdTcFilter *filter)
{
  g_autoptr (NwdTcFilter) wanted = filter_new (filter->parent);

  wanted->class_id = filter->class_id;
  return nwd_tc_device_knows (filter) && nwd_tc_filter_equal (filter, wanted);
}

gboolean
nwd_bridge_seal_is_on (NwdNetlinkRequest *request, const NwdLink *bridge, GError **error)
{
  g_autoptr (GPtrArray) filters = nwd_tc_list_filters (request, bridge->index, bridge->name, error);
  gboolean in = FALSE;
  gboolean out = FALSE;

  for (guint i = 0; filters && i < filters->len; i++)
    {
      const NwdTcFilter *filter = filters->pdata[i];

      if (!drops_everything (filter))
        continue;
      in |= filter->parent == NWD_TC_INGRESS;
      out |= filter->parent == NWD_TC_EGRESS;
    }
  return in && out;
}

/* Makes the filters that @device wants those that are there. */
static gboolean
apply (NwdTcDevice *device, NwdNetlinkRequest *request, GError **error)
{
  nwd_tc_device_prepare (device, request);
  nwd_tc_device_remove (device, request, NWD_SEAL_PRIORITY);
  nwd_tc_device_add (device, request, NWD_SEAL_PRIORITY);
  nwd_tc_device_tidy (device, request);
  if (!device->error)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&device->error));
  return FALSE;
}

static gboolean
check (NwdNetlinkRequest *request, const NwdLink *bridge, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (nwd_bridge_seal_is_on (request, bridge, &cause))
    return TRUE;
  if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED,
                 "filters of interface %s were set, but are not there", bridge->name);
  return FALSE;
}

gboolean
nwd_bridge_seal_put (NwdNetlinkRequest *request, const NwdLink *bridge, GError **error)
{
  g_autoptr (NwdTcDevice) device = NULL;

  if (nwd_bridge_seal_is_on (request, bridge, /* error= */ NULL))
    return TRUE;
  device = nwd_tc_device_open (NWD_TC_SEAL, request, bridge->index, bridge->name, error);
  if (!device)
    return FALSE;
  nwd_tc_device_want (device, filter_new (NWD_TC_INGRESS));
  nwd_tc_device_want (device, filter_new (NWD_TC_EGRESS));
  return apply (device, request, error) && check (request, bridge, error);
}

gboolean
nwd_bridge_seal_remove (NwdNetlinkRequest *request, const NwdLink *bridge, GError **error)
{
  g_autoptr (NwdTcDevice) device
    = nwd_tc_device_open (NWD_TC_SEAL, request, bridge->index, bridge->name, error);

  return device && apply (device, request, error);
}

gboolean
nwd_bridge_seal_set_port (NwdNetlinkRequest *request,
                          const char *port,
                          gboolean sealed,
                          GError **error)
{
  return nwd_netlink_request_set_groups (request, port, sealed ? ALL_GROUPS : 0, error);
}
