/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink-socket.h"

#include "core/nwd-error.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>

struct mnl_socket *
nwd_netlink_open (guint groups, int flags, GError **error)
{
  struct mnl_socket *socket = mnl_socket_open2 (NETLINK_ROUTE, SOCK_CLOEXEC | flags);

  if (socket && mnl_socket_bind (socket, groups, MNL_SOCKET_AUTOPID) == 0)
    return socket;
  g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED, "cannot open a socket to the kernel: %s",
               g_strerror (errno));
  if (socket)
    mnl_socket_close (socket);
  return NULL;
}

gssize
nwd_netlink_receive (struct mnl_socket *socket, gpointer buffer, gsize size)
{
  for (;;)
    {
      struct sockaddr_nl from = { 0 };
      socklen_t from_size = sizeof from;
      gssize n = recvfrom (mnl_socket_get_fd (socket), buffer, size, MSG_TRUNC,
                           (struct sockaddr *)&from, &from_size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n >= 0 && from.nl_pid != 0)
        continue;
      if (n <= (gssize)size)
        return n;
      errno = ENOBUFS; /* the datagram was cut: what it said is lost */
      return -1;
    }
}
