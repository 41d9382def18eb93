/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink-neighbour.h"

#include "core/nwd-error.h"
#include "nwd-netlink-attribute.h"
#include "nwd-netlink-scan.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

/* The states in which somebody has said that it has the address. */
#define HEARD (NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | NUD_PERMANENT)

static char *
format_mac (const struct nlattr *attribute)
{
  const guint8 *mac = attribute ? mnl_attr_get_payload (attribute) : NULL;

  if (!mac || mnl_attr_get_payload_len (attribute) != ETH_ALEN)
    return NULL;
  return g_strdup_printf ("%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4],
                          mac[5]);
}

static char *
format_address (guint8 family, const struct nlattr *attribute)
{
  gsize size = family == AF_INET ? sizeof (struct in_addr) : sizeof (struct in6_addr);
  char text[INET6_ADDRSTRLEN];

  if (!attribute || mnl_attr_get_payload_len (attribute) != size)
    return NULL;
  return g_strdup (inet_ntop (family, mnl_attr_get_payload (attribute), text, sizeof text));
}

gboolean
nwd_netlink_neighbour_parse (const struct nlmsghdr *message, char **address, char **mac)
{
  const struct ndmsg *header = mnl_nlmsg_get_payload (message);
  const struct nlattr *attributes[NDA_MAX + 1] = { NULL };
  g_autofree char *ip = NULL;

  if (message->nlmsg_type != RTM_NEWNEIGH || mnl_nlmsg_get_payload_len (message) < sizeof *header
      || (header->ndm_family != AF_INET && header->ndm_family != AF_INET6)
      || !(header->ndm_state & HEARD))
    return FALSE;
  nwd_netlink_read_attributes (message, sizeof *header, attributes, NDA_MAX);
  ip = format_address (header->ndm_family, attributes[NDA_DST]);
  *mac = ip ? format_mac (attributes[NDA_LLADDR]) : NULL;
  if (!*mac)
    return FALSE;
  *address = g_steal_pointer (&ip);
  return TRUE;
}

typedef struct
{
  GHashTable *macs;
  GHashTable *claims; /* MAC → NwdGuestClaim */
} List;

static void
hear (const struct nlmsghdr *message, gpointer data)
{
  List *list = data;
  g_autofree char *address = NULL;
  g_autofree char *mac = NULL;
  NwdGuestClaim *claim = NULL;

  if (!nwd_netlink_neighbour_parse (message, &address, &mac)
      || !g_hash_table_contains (list->macs, mac))
    return;
  claim = g_hash_table_lookup (list->claims, mac);
  if (!claim)
    {
      claim = nwd_guest_claim_new (NWD_GUEST_BY_ARP, "", mac);
      g_hash_table_insert (list->claims, claim->mac, claim);
    }
  /* A neighbour does not tell how large its network is. */
  nwd_guest_claim_add (claim, address, strchr (address, ':') ? 128 : 32);
}

GPtrArray *
nwd_netlink_list_neighbours (NwdNetlinkRequest *request, GHashTable *macs, GError **error)
{
  g_autoptr (GHashTable) claims = g_hash_table_new (g_str_hash, g_str_equal);
  const struct ndmsg header = { .ndm_family = AF_UNSPEC };
  List list = { macs, claims };
  int result = nwd_netlink_scan (request, RTM_GETNEIGH, &header, sizeof header, hear, &list);
  GPtrArray *all = nwd_guest_claims_new ();
  GHashTableIter iter;
  gpointer claim;

  g_hash_table_iter_init (&iter, claims);
  while (g_hash_table_iter_next (&iter, NULL, &claim))
    g_ptr_array_add (all, claim);
  if (result == 0)
    return all;
  g_ptr_array_unref (all);
  g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED, "cannot read the neighbour table: %s",
               g_strerror (result));
  return NULL;
}
