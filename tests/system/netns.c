/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "netns.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define WAIT_MS 5000

void
netns_enter (void)
{
  int flags = CLONE_NEWNET | (geteuid () == 0 ? 0 : CLONE_NEWUSER);

  g_assert_no_errno (unshare (flags));
  /* Else the kernel's own IPv6 packets are among those that the tests count. */
  netns_run ("sh -c 'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6'");
  netns_run ("ip link set lo up");
}

char *
netns_read (const char *command)
{
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status = 0;

  g_spawn_command_line_sync (command, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  return output;
}

void
netns_run (const char *command)
{
  g_autofree char *output = netns_read (command);

  g_assert_nonnull (output);
}

int
netns_open_tap (const char *name)
{
  struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
  g_autofree char *command = g_strdup_printf ("ip link set %s up", name);
  int fd = open ("/dev/net/tun", O_RDWR | O_CLOEXEC);

  g_assert_no_errno (fd);
  g_strlcpy (request.ifr_name, name, sizeof request.ifr_name);
  g_assert_no_errno (ioctl (fd, TUNSETIFF, &request));
  netns_run (command);
  return fd;
}

int
netns_open_packet (const char *name, guint16 type)
{
  struct sockaddr_ll from = { .sll_family = AF_PACKET,
                              .sll_protocol = htons (type),
                              .sll_ifindex = (int)if_nametoindex (name) };
  int fd = socket (AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

  g_assert_no_errno (fd);
  g_assert_no_errno (bind (fd, (struct sockaddr *)&from, sizeof from));
  return fd;
}

gsize
netns_receive (int fd, guint8 *frame, gsize size)
{
  struct pollfd waited = { .fd = fd, .events = POLLIN };
  gssize got;

  g_assert_cmpint (poll (&waited, 1, WAIT_MS), ==, 1);
  got = read (fd, frame, size);
  g_assert_no_errno (got);
  return (gsize)got;
}
