/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-announce.h"

#include "nwd-bridge-port.h"
#include "nwd-netlink-mac.h"
#include "nwd-rarp.h"

#include "core/nwd-error.h"

#include <errno.h>
#include <linux/if_ether.h>

/* As the bridge would do with a frame of the guest's own: to every port that forwards, but not
 * from one isolated port to another. */
static void
flood (int rarp, GHashTable *ports, const NwdBridgePort *from, const guint8 *mac)
{
  guint8 frame[NWD_RARP_SIZE];
  GHashTableIter iter;
  gpointer value;

  nwd_rarp_fill (frame, mac);
  g_hash_table_iter_init (&iter, ports);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdBridgePort *port = value;

      if (port == from || !port->forwarding || (port->isolated && from->isolated))
        continue;
      if (!nwd_rarp_send (rarp, port->index, frame))
        g_debug ("interface %u took no announcement: %s", port->index, g_strerror (errno));
    }
}

static gboolean
refuse (const NwdLink *tap, const char *mac, const char *reason, GError **error)
{
  g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED, "cannot announce %s behind interface %s: %s",
               mac, tap->name, reason);
  return FALSE;
}

gboolean
nwd_announce (NwdNetlinkRequest *request,
              NwdBridgePorts *bridge_ports,
              int *rarp,
              const NwdLink *tap,
              const char *mac,
              GError **error)
{
  GHashTable *ports;
  const NwdBridgePort *from;
  guint8 bytes[ETH_ALEN];

  if (!nwd_netlink_mac_parse (mac, bytes))
    return refuse (tap, mac, "that is no MAC address of a card", error);
  if (!tap->master)
    return refuse (tap, mac, "the interface is not a port of a bridge", error);
  /* First of all: until then this bridge sends what is for the guest to where it was. */
  if (!nwd_netlink_request_learn (request, tap, bytes, error))
    return FALSE;
  ports = nwd_bridge_ports_get (bridge_ports, request, tap->master, tap->index, error);
  if (!ports)
    return FALSE;
  from = g_hash_table_lookup (ports, GUINT_TO_POINTER (tap->index));
  if (!from)
    return refuse (tap, mac, "the interface is not a port of its bridge any more", error);
  if (*rarp < 0)
    *rarp = nwd_rarp_open (error);
  if (*rarp < 0)
    return FALSE;
  flood (*rarp, ports, from, bytes);
  return TRUE;
}
