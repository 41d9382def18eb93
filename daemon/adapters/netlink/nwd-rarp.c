/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-rarp.h"

#include "core/nwd-error.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if_arp.h>
#include <netinet/if_ether.h>
#include <string.h>
#include <sys/socket.h>

G_STATIC_ASSERT (sizeof (struct ether_header) + sizeof (struct ether_arp) <= NWD_RARP_SIZE);

void
nwd_rarp_fill (guint8 *frame, const guint8 *mac)
{
  struct ether_header ethernet = { .ether_type = htons (ETHERTYPE_REVARP) };
  struct ether_arp request = { .ea_hdr = { .ar_hrd = htons (ARPHRD_ETHER),
                                           .ar_pro = htons (ETHERTYPE_IP),
                                           .ar_hln = ETH_ALEN,
                                           .ar_pln = sizeof (struct in_addr),
                                           .ar_op = htons (ARPOP_RREQUEST) } };

  memset (ethernet.ether_dhost, 0xff, ETH_ALEN);
  memcpy (ethernet.ether_shost, mac, ETH_ALEN);
  memcpy (request.arp_sha, mac, ETH_ALEN);
  memcpy (request.arp_tha, mac, ETH_ALEN);

  memset (frame, 0, NWD_RARP_SIZE);
  memcpy (frame, &ethernet, sizeof ethernet);
  memcpy (frame + sizeof ethernet, &request, sizeof request);
}

int
nwd_rarp_open (GError **error)
{
  int fd = socket (AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  if (fd < 0)
    g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED,
                 "cannot open a socket to announce cards with: %s", g_strerror (errno));
  return fd;
}

gboolean
nwd_rarp_send (int fd, guint interface, const guint8 *frame)
{
  struct sockaddr_ll to = { .sll_family = AF_PACKET,
                            .sll_protocol = htons (ETHERTYPE_REVARP),
                            .sll_ifindex = (int)interface,
                            .sll_halen = ETH_ALEN };

  memset (to.sll_addr, 0xff, ETH_ALEN);
  return sendto (fd, frame, NWD_RARP_SIZE, 0, (struct sockaddr *)&to, sizeof to) == NWD_RARP_SIZE;
}
