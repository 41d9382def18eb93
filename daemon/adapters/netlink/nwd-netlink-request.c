/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink-request.h"

#include "nwd-bridge-port.h"
#include "nwd-netlink-counters.h"
#include "nwd-netlink-link.h"
#include "nwd-netlink-socket.h"

#include "core/nwd-error.h"

#include <errno.h>
#include <linux/if_ether.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

#define REQUEST_BUFFER 512
#define LIST_TRIES     16

struct _NwdNetlinkRequest
{
  struct mnl_socket *socket;
  guint32 sequence;
};

typedef struct
{
  NwdNetlinkHear hear; /* NULL: nobody */
  gpointer data;
  gboolean done;
  gboolean interrupted; /* things came or went while the kernel listed them */
  int error;            /* errno; 0 none */
} Answer;

NwdNetlinkRequest *
nwd_netlink_request_new (GError **error)
{
  struct mnl_socket *socket = nwd_netlink_open (0, 0, error);
  NwdNetlinkRequest *self;

  if (!socket)
    return NULL;
  self = g_new0 (NwdNetlinkRequest, 1);
  self->socket = socket;
  return self;
}

void
nwd_netlink_request_free (NwdNetlinkRequest *self)
{
  mnl_socket_close (self->socket);
  g_free (self);
}

guint32
nwd_netlink_request_get_port (const NwdNetlinkRequest *self)
{
  return mnl_socket_get_portid (self->socket);
}

static void
read_message (const struct nlmsghdr *message, Answer *answer)
{
  const struct nlmsgerr *result = mnl_nlmsg_get_payload (message);

  if (message->nlmsg_flags & NLM_F_DUMP_INTR)
    answer->interrupted = TRUE;
  if (message->nlmsg_type != NLMSG_DONE && message->nlmsg_type != NLMSG_ERROR)
    {
      if (answer->hear)
        answer->hear (message, answer->data);
      return;
    }
  answer->done = TRUE;
  if (message->nlmsg_type == NLMSG_ERROR)
    answer->error = mnl_nlmsg_get_payload_len (message) < sizeof *result ? EPROTO : -result->error;
}

static void
read_datagram (const void *datagram, int size, guint32 sequence, Answer *answer)
{
  const struct nlmsghdr *message = datagram;

  for (; mnl_nlmsg_ok (message, size); message = mnl_nlmsg_next (message, &size))
    if (message->nlmsg_seq == sequence) /* else the rest of a request that failed half-way */
      read_message (message, answer);
}

int
nwd_netlink_request_ask (NwdNetlinkRequest *self,
                         struct nlmsghdr *request,
                         NwdNetlinkHear hear,
                         gpointer data)
{
  guint32 buffer[NWD_NETLINK_BUFFER / sizeof (guint32)];
  Answer answer = { .hear = hear, .data = data };

  request->nlmsg_seq = ++self->sequence;
  if (mnl_socket_sendto (self->socket, request, request->nlmsg_len) < 0)
    return errno;
  while (!answer.done)
    {
      gssize size = nwd_netlink_receive (self->socket, buffer, sizeof buffer);

      if (size < 0)
        return errno;
      read_datagram (buffer, (int)size, self->sequence, &answer);
    }
  if (answer.error)
    return answer.error;
  return answer.interrupted ? EINTR : 0;
}

/* About the link of that index; 0: of none, or of the one that is named. */
static struct nlmsghdr *
begin (gpointer buffer, guint16 type, guint16 flags, guint8 family, guint index)
{
  struct nlmsghdr *request = mnl_nlmsg_put_header (buffer);
  struct ifinfomsg *header;

  request->nlmsg_type = type;
  request->nlmsg_flags = NLM_F_REQUEST | flags;
  header = mnl_nlmsg_put_extra_header (request, sizeof *header);
  header->ifi_family = family;
  header->ifi_index = (int)index;
  return request;
}

/* Sends a request that has no answer but whether it was done. */
static gboolean G_GNUC_PRINTF (4, 5)
  act (NwdNetlinkRequest *self, struct nlmsghdr *request, GError **error, const char *what, ...)
{
  int result = nwd_netlink_request_ask (self, request, NULL, NULL);
  g_autofree char *text = NULL;
  va_list args;

  if (result == 0)
    return TRUE;
  va_start (args, what);
  text = g_strdup_vprintf (what, args);
  va_end (args);
  g_set_error (error, NWD_ERROR, result == ENODEV ? NWD_ERROR_NOT_FOUND : NWD_ERROR_FAILED,
               "cannot %s: %s", text, g_strerror (result));
  return FALSE;
}

/* What to keep of a message; NULL for nothing. */
typedef gpointer (*Parse) (const struct nlmsghdr *message, guint master);

typedef struct
{
  Parse parse;
  guint master;
  GPtrArray *items;
} List;

static void
add_to_list (const struct nlmsghdr *message, gpointer data)
{
  List *list = data;
  gpointer item = list->parse (message, list->master);

  if (item)
    g_ptr_array_add (list->items, item);
}

/* --- links --- */

static gpointer
parse_link (const struct nlmsghdr *message, guint master)
{
  return nwd_netlink_link_parse (message);
}

/* One link and what it has counted. */
typedef struct
{
  NwdLink *link;
  NwdCounters counters;
} Found;

static void
take_link (const struct nlmsghdr *message, gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->link, nwd_link_unref);
  if (nwd_netlink_counters_parse_link (message, &found->counters))
    found->link = nwd_netlink_link_parse (message);
}

NwdLink *
nwd_netlink_request_link (NwdNetlinkRequest *self,
                          const char *name,
                          NwdCounters *counters,
                          GError **error)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  Found found = { 0 };
  int result = ENODEV;

  if (*name && strlen (name) < IFNAMSIZ)
    {
      struct nlmsghdr *request = begin (buffer, RTM_GETLINK, NLM_F_ACK, AF_UNSPEC, 0);

      mnl_attr_put_strz (request, IFLA_IFNAME, name);
      result = nwd_netlink_request_ask (self, request, take_link, &found);
    }
  if (result == 0 && found.link)
    {
      if (counters)
        *counters = found.counters;
      return found.link;
    }
  g_clear_pointer (&found.link, nwd_link_unref);
  g_set_error (error, NWD_ERROR, result == ENODEV ? NWD_ERROR_NOT_FOUND : NWD_ERROR_FAILED,
               "cannot read network interface %s: %s", name, g_strerror (result ? result : EPROTO));
  return NULL;
}

/* Lists the links below @master (0: all), once more when the list changed while it was made: such a
 * list may lack links that were there all the time. */
static GPtrArray *
list_links (
  NwdNetlinkRequest *self, guint master, Parse parse, GDestroyNotify destroy, GError **error)
{
  int result = EINTR;

  for (guint i = 0; i < LIST_TRIES && result == EINTR; i++)
    {
      guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
      g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (destroy);
      List list = { .parse = parse, .master = master, .items = items };
      struct nlmsghdr *request = begin (buffer, RTM_GETLINK, NLM_F_DUMP, AF_UNSPEC, 0);

      mnl_attr_put_u32 (request, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
      if (master)
        mnl_attr_put_u32 (request, IFLA_MASTER, master);
      result = nwd_netlink_request_ask (self, request, add_to_list, &list);
      if (result == 0)
        return g_steal_pointer (&items);
    }
  g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED, "cannot list the host's network interfaces: %s",
               g_strerror (result));
  return NULL;
}

GPtrArray *
nwd_netlink_request_links (NwdNetlinkRequest *self, GError **error)
{
  return list_links (self, 0, parse_link, (GDestroyNotify)nwd_link_unref, error);
}

static gpointer
parse_port (const struct nlmsghdr *message, guint master)
{
  g_autofree NwdBridgePort *port = nwd_bridge_port_parse (message);

  return port && port->bridge == master ? g_steal_pointer (&port) : NULL;
}

GPtrArray *
nwd_netlink_request_ports (NwdNetlinkRequest *self, guint bridge, GError **error)
{
  return list_links (self, bridge, parse_port, g_free, error);
}

gboolean
nwd_netlink_request_learn (NwdNetlinkRequest *self,
                           const NwdLink *port,
                           const guint8 *mac,
                           GError **error)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  struct nlmsghdr *request = mnl_nlmsg_put_header (buffer);
  struct ndmsg *header;
  int result;

  request->nlmsg_type = RTM_NEWNEIGH;
  request->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE;
  header = mnl_nlmsg_put_extra_header (request, sizeof *header);
  header->ndm_family = AF_BRIDGE;
  header->ndm_ifindex = (int)port->index;
  header->ndm_flags = NTF_MASTER;
  header->ndm_state = NUD_REACHABLE; /* what a learnt entry is; NUD_PERMANENT would never age */
  mnl_attr_put (request, NDA_LLADDR, ETH_ALEN, mac);
  result = nwd_netlink_request_ask (self, request, NULL, NULL);
  if (result == 0)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED,
               "cannot add a forwarding entry to the bridge of %s: %s", port->name,
               g_strerror (result));
  return FALSE;
}

/* @mtu: 0: as it is. */
static gboolean
change_port (NwdNetlinkRequest *self, const NwdLink *port, guint master, guint mtu, GError **error)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  struct nlmsghdr *request = begin (buffer, RTM_SETLINK, NLM_F_ACK, AF_UNSPEC, port->index);

  mnl_attr_put_u32 (request, IFLA_MASTER, master);
  if (mtu)
    mnl_attr_put_u32 (request, IFLA_MTU, mtu);
  return act (self, request, error, "make %s a port of %s", port->name,
              master ? "its bridge" : "nothing");
}

gboolean
nwd_netlink_request_set_master (NwdNetlinkRequest *self,
                                const NwdLink *port,
                                guint bridge,
                                GError **error)
{
  return change_port (self, port, bridge, 0, error);
}

gboolean
nwd_netlink_request_release (NwdNetlinkRequest *self,
                             const NwdLink *port,
                             guint mtu,
                             GError **error)
{
  return change_port (self, port, 0, mtu, error);
}

gboolean
nwd_netlink_request_set_promiscuous (NwdNetlinkRequest *self,
                                     guint index,
                                     gboolean promiscuous,
                                     GError **error)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  struct nlmsghdr *request = begin (buffer, RTM_SETLINK, NLM_F_ACK, AF_UNSPEC, index);
  struct ifinfomsg *header = mnl_nlmsg_get_payload (request);

  header->ifi_flags = promiscuous ? IFF_PROMISC : 0;
  header->ifi_change = IFF_PROMISC;
  return act (self, request, error, "make the bridge take %s frames",
              promiscuous ? "all" : "only its own");
}

gboolean
nwd_netlink_request_set_groups (NwdNetlinkRequest *self,
                                const char *port,
                                guint16 groups,
                                GError **error)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  struct nlmsghdr *request
    = begin (buffer, RTM_SETLINK, NLM_F_ACK, AF_BRIDGE, if_nametoindex (port));
  struct nlattr *settings = mnl_attr_nest_start (request, IFLA_PROTINFO);

  mnl_attr_put_u16 (request, IFLA_BRPORT_GROUP_FWD_MASK, groups);
  mnl_attr_nest_end (request, settings);
  return act (self, request, error, "tell port %s of its bridge which groups to forward", port);
}
