/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-bridge-ports.h"

#include "nwd-bridge-port.h"

#include <linux/rtnetlink.h>

struct _NwdBridgePorts
{
  GHashTable *bridges; /* index → its ports: index → NwdBridgePort */
};

NwdBridgePorts *
nwd_bridge_ports_new (void)
{
  NwdBridgePorts *self = g_new0 (NwdBridgePorts, 1);

  self->bridges = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
  return self;
}

void
nwd_bridge_ports_free (NwdBridgePorts *self)
{
  g_hash_table_unref (self->bridges);
  g_free (self);
}

/* Takes @port. */
static void
put (GHashTable *ports, NwdBridgePort *port)
{
  g_hash_table_replace (ports, GUINT_TO_POINTER (port->index), port);
}

GHashTable *
nwd_bridge_ports_get (
  NwdBridgePorts *self, NwdNetlinkRequest *request, guint bridge, guint expected, GError **error)
{
  GHashTable *ports = g_hash_table_lookup (self->bridges, GUINT_TO_POINTER (bridge));
  g_autoptr (GPtrArray) list = NULL;

  if (ports && g_hash_table_contains (ports, GUINT_TO_POINTER (expected)))
    return ports;
  list = nwd_netlink_request_ports (request, bridge, error);
  if (!list)
    return NULL;
  ports = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  while (list->len > 0)
    put (ports, g_ptr_array_steal_index_fast (list, 0));
  g_hash_table_replace (self->bridges, GUINT_TO_POINTER (bridge), ports);
  return ports;
}

void
nwd_bridge_ports_hear (NwdBridgePorts *self, const struct nlmsghdr *message)
{
  const struct ifinfomsg *header = mnl_nlmsg_get_payload (message);
  g_autofree NwdBridgePort *port = nwd_bridge_port_parse (message);
  GHashTableIter iter;
  gpointer bridge, ports;

  if (mnl_nlmsg_get_payload_len (message) < sizeof *header)
    return;
  if (message->nlmsg_type == RTM_DELLINK && header->ifi_family == AF_UNSPEC)
    g_hash_table_remove (self->bridges, GUINT_TO_POINTER ((guint)header->ifi_index));
  g_hash_table_iter_init (&iter, self->bridges);
  while (g_hash_table_iter_next (&iter, &bridge, &ports))
    if (!port || port->bridge != GPOINTER_TO_UINT (bridge))
      g_hash_table_remove (ports, GUINT_TO_POINTER ((guint)header->ifi_index));
  ports = port ? g_hash_table_lookup (self->bridges, GUINT_TO_POINTER (port->bridge)) : NULL;
  if (ports)
    put (ports, g_steal_pointer (&port));
}

void
nwd_bridge_ports_doubt (NwdBridgePorts *self)
{
  g_hash_table_remove_all (self->bridges);
}
