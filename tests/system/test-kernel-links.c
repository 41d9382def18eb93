/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the netlink adapter tells of the host's links, by the kernel itself. The kernel queues its
 * messages before `ip` returns, so hearing all that waits is enough: nothing here sleeps. */

#include "netns.h"
#include "nwd-netlink.h"

#include "core/nwd-error.h"
#include "ports/nwd-kernel.h"

#include <linux/netlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MANY 100 /* links: more than the kernel queues in the smallest buffer */

typedef struct
{
  NwdKernel *kernel;
  GHashTable *links;   /* index → NwdLink, as the listener was told */
  GPtrArray *told;     /* one text a call, in order */
  gboolean reads_back; /* a listener that asks for each link it is told of */
} Host;

static void
on_changed (NwdLink *link, const NwdCounters *counters, gpointer data)
{
  Host *host = data;

  g_hash_table_replace (host->links, GUINT_TO_POINTER (link->index), nwd_link_ref (link));
  g_ptr_array_add (host->told, g_strdup_printf ("%s %s mtu=%u master=%u %s", link->name, link->kind,
                                                link->mtu, link->master, link->up ? "up" : "down"));
  if (host->reads_back)
    {
      g_autoptr (NwdLink) again = nwd_kernel_read_link (host->kernel, link->name, NULL);

      g_assert_true (!again || again->index != 0);
    }
}

static void
on_gone (NwdLink *link, const NwdCounters *counters, gpointer data)
{
  Host *host = data;

  g_assert_true (g_hash_table_remove (host->links, GUINT_TO_POINTER (link->index)));
  g_ptr_array_add (host->told, g_strdup_printf ("%s gone", link->name));
}

static const NwdKernelListener listener = { on_changed, on_gone };

static Host *
host_new (void)
{
  g_autoptr (GError) error = NULL;
  Host *host = g_new0 (Host, 1);

  host->kernel = NWD_KERNEL (nwd_netlink_new ());
  host->links = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)nwd_link_unref);
  host->told = g_ptr_array_new_with_free_func (g_free);
  nwd_kernel_start (host->kernel, &listener, host, &error);
  g_assert_no_error (error);
  return host;
}

static void
host_free (Host *host)
{
  g_assert_finalize_object (G_OBJECT (host->kernel));
  g_hash_table_unref (host->links);
  g_ptr_array_unref (host->told);
  g_free (host);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Host, host_free)

static void
hear_all (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* All that was told since the last call, one a line. */
static char *
take_told (Host *host)
{
  char *text;

  hear_all ();
  g_ptr_array_add (host->told, NULL);
  text = g_strjoinv ("\n", (char **)host->told->pdata);
  g_ptr_array_set_size (host->told, 0);
  return text;
}

static void
assert_told (Host *host, const char *expected)
{
  g_autofree char *told = take_told (host);

  g_assert_cmpstr (told, ==, expected);
}

/* Somebody who comes now sees what @host was told so far. */
static void
assert_right_picture (Host *host)
{
  g_autoptr (Host) fresh = host_new ();
  GHashTableIter iter;
  gpointer index;
  gpointer link;

  g_assert_cmpuint (g_hash_table_size (fresh->links), ==, g_hash_table_size (host->links));
  g_hash_table_iter_init (&iter, fresh->links);
  while (g_hash_table_iter_next (&iter, &index, &link))
    {
      NwdLink *known = g_hash_table_lookup (host->links, index);

      g_assert_nonnull (known);
      g_assert_true (nwd_link_equal (link, known));
    }
}

static void
test_start (void)
{
  g_autoptr (Host) host = NULL;

  netns_run ("ip link add br0 type bridge");
  host = host_new ();
  g_assert_cmpuint (host->told->len, ==, 2);
  g_assert_cmpstr (host->told->pdata[0], ==, "lo loopback mtu=65536 master=0 up");
  g_assert_cmpstr (host->told->pdata[1], ==, "br0 bridge mtu=1500 master=0 down");
  netns_run ("ip link del br0");
  hear_all ();
}

/* A bridge takes the MAC of its ports and the smallest MTU, unless it was given its own. */
static void
test_changes (void)
{
  g_autoptr (Host) host = host_new ();
  g_autofree char *enslaved = NULL;

  netns_run ("ip link add br0 address 02:00:00:00:00:01 type bridge");
  netns_run ("ip link set br0 mtu 1600");
  netns_run ("ip link add p0 mtu 1400 type veth peer name q0");
  enslaved = g_strdup_printf ("p0 veth mtu=1400 master=%u down", if_nametoindex ("br0"));
  g_free (take_told (host));

  netns_run ("ip link set p0 master br0");
  assert_told (host, enslaved);
  netns_run ("ip link set p0 nomaster");
  assert_told (host, "p0 veth mtu=1400 master=0 down");
  netns_run ("ip link set p0 mtu 1300");
  assert_told (host, "p0 veth mtu=1300 master=0 down");
  netns_run ("ip link set p0 up");
  assert_told (host, "p0 veth mtu=1300 master=0 up");
  netns_run ("ip link set p0 down");
  assert_told (host, "p0 veth mtu=1300 master=0 down");
  netns_run ("ip link set p0 name p9");
  assert_told (host, "p0 gone\np9 veth mtu=1300 master=0 down");
  netns_run ("ip link del br0");
  assert_told (host, "br0 gone");
  assert_right_picture (host);
  netns_run ("ip link del p9");
  assert_told (host, "p9 gone\nq0 gone");
}

static const NwdLink *
find_link (Host *host, const char *name)
{
  hear_all ();
  return g_hash_table_lookup (host->links, GUINT_TO_POINTER (if_nametoindex (name)));
}

/* The kernel tells of a lost carrier when it gets round to it. */
static void
wait_carrier (Host *host, const char *name, gboolean carrier)
{
  while (find_link (host, name)->carrier != carrier)
    g_main_context_iteration (NULL, TRUE);
}

/* What only NICs have; the other end of a pair is the other end of a cable. */
static void
test_nic (void)
{
  g_autoptr (Host) host = host_new ();
  int tap = netns_open_tap ("tap0");

  netns_run ("ip link add p0 type veth peer name q0");
  g_assert_cmpuint (find_link (host, "p0")->speed, ==, 10000);
  netns_run ("ip link set p0 up");
  g_assert_false (find_link (host, "p0")->carrier);
  netns_run ("ip link set q0 up");
  wait_carrier (host, "p0", TRUE);
  wait_carrier (host, "q0", TRUE);
  netns_run ("ip link set q0 down");
  wait_carrier (host, "p0", FALSE);
  wait_carrier (host, "q0", FALSE);
  g_assert_false (find_link (host, "tap0")->carrier);
  g_assert_cmpuint (find_link (host, "tap0")->speed, ==, 0);
  assert_right_picture (host);
  netns_run ("ip link del p0");
  close (tap);
}

static void
test_no_difference (void)
{
  g_autoptr (Host) host = host_new ();
  GMainContext *context = g_main_context_default ();
  GPollFD fds[16];
  int timeout = 0;
  int priority = 0;

  netns_run ("ip link add br0 type bridge");
  netns_run ("ip link add p0 type veth peer name q0");
  netns_run ("ip link set p0 master br0");
  netns_run ("ip link set p0 up");
  g_free (take_told (host));

  netns_run ("ip link set p0 alias uplink");
  netns_run ("ip link set p0 txqueuelen 77");
  netns_run ("bridge link set dev p0 isolated on");
  netns_run ("ip link set p0 allmulticast on");
  g_assert_true (g_main_context_pending (NULL)); /* the kernel did say something of it */
  assert_told (host, "");

  g_assert_true (g_main_context_acquire (context));
  g_main_context_prepare (context, &priority);
  g_main_context_query (context, priority, &timeout, fds, G_N_ELEMENTS (fds));
  g_main_context_release (context);
  g_assert_cmpint (timeout, ==, -1); /* nothing wakes an idle host */
  netns_run ("ip link del br0");
  netns_run ("ip link del p0");
  hear_all ();
}

static void
test_read (void)
{
  g_autoptr (Host) host = host_new ();
  g_autoptr (NwdLink) link = NULL;
  g_autoptr (GError) error = NULL;

  netns_run ("ip link add br0 type bridge");
  netns_run ("ip link set br0 up");
  g_assert_cmpuint (host->told->len, ==, 1); /* nobody listened yet */
  link = nwd_kernel_read_link (host->kernel, "br0", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (link->name, ==, "br0");
  g_assert_true (link->up);
  g_assert_cmpstr (host->told->pdata[host->told->len - 1], ==, "br0 bridge mtu=1500 master=0 up");
  g_ptr_array_set_size (host->told, 0);
  nwd_link_unref (nwd_kernel_read_link (host->kernel, "br0", &error));
  g_assert_no_error (error);
  assert_told (host, ""); /* the same answer is no news */
  netns_run ("ip link del br0");
  hear_all ();
}

static void
test_set_master (void)
{
  g_autoptr (Host) host = host_new ();
  g_autoptr (NwdLink) link = NULL;
  g_autoptr (GError) error = NULL;

  netns_run ("ip link add br0 type bridge");
  netns_run ("ip link add br1 type bridge");
  netns_run ("ip link add p0 master br0 type veth peer name q0");
  g_assert_true (nwd_kernel_set_master (host->kernel, "p0", "br1", &error));
  g_assert_no_error (error);
  link = nwd_kernel_read_link (host->kernel, "p0", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (link->master, ==, if_nametoindex ("br1"));

  g_assert_false (nwd_kernel_set_master (host->kernel, "p0", "nosuch", &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (nwd_kernel_set_master (host->kernel, "nosuch", "br1", &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (nwd_kernel_set_master (host->kernel, "p0", "q0", &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "p0"));
  netns_run ("ip link del p0");
  netns_run ("ip link del br0");
  netns_run ("ip link del br1");
  hear_all ();
}

static void
test_unknown (void)
{
  static const char *const names[]
    = { "", "nosuch", "fifteenletters0", "sixteen-letters0", "a/b", "\xff" };
  g_autoptr (Host) host = host_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (nwd_kernel_read_link (host->kernel, names[i], &error));
      g_assert_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, names[i]));
    }
}

/* How many messages to the listening socket of this process the kernel had to drop. */
static guint
count_drops (int fd)
{
  g_autofree char *table = netns_read ("cat /proc/net/netlink"); /* the namespace's */
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
  struct stat info;

  g_assert_no_errno (fstat (fd, &info));
  for (guint i = 1; lines[i]; i++)
    {
      guint drops = 0;
      gulong inode = 0;

      if (sscanf (lines[i], "%*s %*s %*s %*s %*s %*s %*s %*s %u %lu", &drops, &inode) == 2
          && inode == info.st_ino)
        return drops;
    }
  g_assert_not_reached ();
}

/* The netlink socket of this process that is in a multicast group. */
static int
find_listening_socket (void)
{
  for (int fd = 3; fd < 256; fd++)
    {
      guint32 groups[8] = { 0 };
      socklen_t size = sizeof groups;

      if (getsockopt (fd, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS, groups, &size) == 0 && groups[0])
        return fd;
    }
  g_assert_not_reached ();
}

static void
run_batch (const char *format)
{
  g_autofree char *file = NULL;
  g_autofree char *command = NULL;
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("netlink-XXXXXX", &file, &error);

  g_assert_no_error (error);
  close (fd);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_auto (GStrv) parts = g_strsplit (format, "%", -1);
      g_autofree char *line = g_strjoinv (number, parts);

      g_string_append_printf (batch, "%s\n", line);
    }
  g_file_set_contents (file, batch->str, -1, &error);
  g_assert_no_error (error);
  command = g_strdup_printf ("ip -batch %s", file);
  netns_run (command);
  unlink (file);
}

/* Two links exchange their names where nobody hears it: none of the names may end as gone. */
static void
test_lost_renames (void)
{
  g_autoptr (Host) host = NULL;
  int small = 1;
  g_autofree char *told = NULL;
  int fd;

  netns_run ("ip link add one type veth peer name two");
  host = host_new ();
  fd = find_listening_socket ();
  g_assert_no_errno (setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small));
  run_batch ("link add m% type bridge");
  netns_run ("ip link set one name three");
  netns_run ("ip link set two name one");
  netns_run ("ip link set three name two");
  run_batch ("link del m%");
  g_ptr_array_set_size (host->told, 0);
  told = take_told (host);
  g_assert_cmpuint (count_drops (fd), >, 0);
  assert_right_picture (host);
  g_assert_nonnull (strstr (told, "one gone"));
  g_assert_nonnull (strstr (told, "two gone"));
  g_assert_cmpint (strstr (told, "one gone") - told, <, strstr (told, "one veth") - told);
  g_assert_cmpint (strstr (told, "two gone") - told, <, strstr (told, "one veth") - told);
  netns_run ("ip link del one");
  hear_all ();
}

static void
lose_messages (gboolean reads_back)
{
  g_autoptr (Host) host = NULL;
  int small = 1;
  int fd;

  netns_run ("ip link add br0 type bridge");
  host = host_new ();
  host->reads_back = reads_back;
  fd = find_listening_socket ();
  g_assert_no_errno (setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small));

  run_batch ("link add m% type bridge");
  run_batch ("link set m% mtu 1400");
  netns_run ("ip link del br0");
  hear_all ();
  g_assert_cmpuint (count_drops (fd), >, 0);
  g_assert_cmpuint (g_hash_table_size (host->links), ==, MANY + 1);
  assert_right_picture (host);

  run_batch ("link del m%");
  hear_all ();
  g_assert_cmpuint (g_hash_table_size (host->links), ==, 1);
  assert_right_picture (host);

  netns_run ("ip link set lo mtu 60000"); /* and hears on as before */
  hear_all ();
  assert_right_picture (host);
  netns_run ("ip link set lo mtu 65536");
  hear_all ();
}

static void
test_lost_messages (void)
{
  lose_messages (FALSE);
}

static void
test_lost_messages_and_reading (void)
{
  lose_messages (TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  netns_enter ();
  g_test_add_func ("/kernel-links/start", test_start);
  g_test_add_func ("/kernel-links/changes", test_changes);
  g_test_add_func ("/kernel-links/nic", test_nic);
  g_test_add_func ("/kernel-links/no-difference", test_no_difference);
  g_test_add_func ("/kernel-links/read", test_read);
  g_test_add_func ("/kernel-links/set-master", test_set_master);
  g_test_add_func ("/kernel-links/unknown", test_unknown);
  g_test_add_func ("/kernel-links/lost-renames", test_lost_renames);
  g_test_add_func ("/kernel-links/lost-messages", test_lost_messages);
  g_test_add_func ("/kernel-links/lost-messages-and-reading", test_lost_messages_and_reading);
  return g_test_run ();
}
