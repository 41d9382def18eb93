/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What an announcement does to bridges, by the kernel itself:
 *
 *   tap0 (the guest's), tap1 ── br0 ── p0 ═ q0 ── br1 ── tap2
 *                               │├──── p1 ═ q1
 *                               └───── p2, down
 */

#include "netns.h"
#include "nwd-netlink.h"

#include "core/nwd-error.h"
#include "ports/nwd-kernel.h"

#include <net/ethernet.h>
#include <string.h>
#include <unistd.h>

#define FIRST  "52:54:00:00:00:01"
#define SECOND "52:54:00:00:00:02"
#define TAPS   100

typedef struct
{
  NwdKernel *kernel;
  int taps[3];
  int far_end; /* q1 */
} Host;

static void
ignore (NwdLink *link, const NwdCounters *counters, gpointer data)
{
}

static const NwdKernelListener listener = { ignore, ignore };

static void
set_up (Host *host, gconstpointer data)
{
  static const char *const wiring[] = {
    "ip link add br0 type bridge mcast_snooping 0",
    "ip link add br1 type bridge mcast_snooping 0",
    "ip link add p0 master br0 type veth peer name q0",
    "ip link add p1 master br0 type veth peer name q1",
    "ip link add p2 master br0 type veth peer name q2",
    "ip link set q0 master br1 up",
    "ip link set p0 up",
    "ip link set p1 up",
    "ip link set q1 up",
    "ip link set q2 up",
    "ip link set tap0 master br0",
    "ip link set tap1 master br0",
    "ip link set tap2 master br1",
    "ip link set br0 up",
    "ip link set br1 up",
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (host->taps); i++)
    {
      g_autofree char *name = g_strdup_printf ("tap%u", i);

      host->taps[i] = netns_open_tap (name);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wiring); i++)
    netns_run (wiring[i]);
  host->far_end = netns_open_packet ("q1", ETH_P_RARP);
  host->kernel = NWD_KERNEL (nwd_netlink_new ());
  nwd_kernel_start (host->kernel, &listener, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Host *host, gconstpointer data)
{
  g_assert_finalize_object (G_OBJECT (host->kernel));
  close (host->far_end);
  for (guint i = 0; i < G_N_ELEMENTS (host->taps); i++)
    close (host->taps[i]);
  netns_run ("ip link del br0");
  netns_run ("ip link del br1");
  netns_run ("ip link del p0");
  netns_run ("ip link del p1");
  netns_run ("ip link del p2");
}

static NwdLink *
read_link (Host *host, const char *name)
{
  g_autoptr (GError) error = NULL;
  NwdLink *link = nwd_kernel_read_link (host->kernel, name, &error);

  g_assert_no_error (error);
  return link;
}

static void
announce (Host *host, const char *tap, const char *mac)
{
  g_autoptr (NwdLink) link = read_link (host, tap);
  g_autoptr (GError) error = NULL;

  nwd_kernel_announce (host->kernel, link, mac, &error);
  g_assert_no_error (error);
}

static void
assert_entry (const char *mac, const char *bridge, const char *expected)
{
  g_autofree char *command = g_strdup_printf ("bridge -s fdb get %s br %s", mac, bridge);
  g_autofree char *output = netns_read (command);

  g_assert_true (g_str_has_prefix (output, expected));
  g_assert_null (strstr (output, "permanent"));
  g_assert_null (strstr (output, "static"));
}

/* The next frame is the RARP of the card whose MAC ends with @last. */
static void
assert_rarp (int fd, guint8 last)
{
  guint8 frame[ETH_FRAME_LEN];

  g_assert_cmpuint (netns_receive (fd, frame, sizeof frame), ==, 60);
  g_assert_cmpmem (frame, 6, "\xff\xff\xff\xff\xff\xff", 6);
  g_assert_cmpmem (frame + 6, 5, "\x52\x54\0\0\0", 5);
  g_assert_cmpuint (frame[11], ==, last);
  g_assert_cmpmem (frame + 12, 2, "\x80\x35", 2);
}

/* The next frame is one that everybody gets: there was none before it. */
static void
assert_nothing_before_mark (int fd)
{
  guint8 frame[ETH_FRAME_LEN];

  g_assert_cmpuint (netns_receive (fd, frame, sizeof frame), ==, 60);
  g_assert_cmpmem (frame + 12, 2, "\x88\xb5", 2);
}

/* Has the guest behind @tap say something to all. */
static void
send_mark (int tap)
{
  guint8 frame[60] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0, 0, 0, 0, 0x99, 0x88, 0xb5 };

  g_assert_cmpint (write (tap, frame, sizeof frame), ==, sizeof frame);
}

static void
test_forwarding (Host *host, gconstpointer data)
{
  announce (host, "tap0", FIRST);
  assert_entry (FIRST, "br0", FIRST " dev tap0");
  assert_entry (FIRST, "br1", FIRST " dev q0");
}

/* Two announcements, so that a frame too many would stand between their two. */
static void
test_frames (Host *host, gconstpointer data)
{
  announce (host, "tap0", FIRST);
  announce (host, "tap0", SECOND);
  assert_rarp (host->far_end, 1);
  assert_rarp (host->far_end, 2);
  send_mark (host->taps[2]);
  assert_nothing_before_mark (host->taps[0]);
  assert_rarp (host->taps[1], 1);
  assert_rarp (host->taps[1], 2);
  assert_nothing_before_mark (host->taps[1]);
}

/* From one bridge to the one beyond p0 and back, as a card that moves. */
static void
test_move (Host *host, gconstpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      netns_run ("ip link set tap0 master br1");
      announce (host, "tap0", FIRST);
      assert_entry (FIRST, "br1", FIRST " dev tap0");
      assert_entry (FIRST, "br0", FIRST " dev p0");
      netns_run ("ip link set tap0 master br0");
      announce (host, "tap0", FIRST);
      assert_entry (FIRST, "br0", FIRST " dev tap0");
      assert_entry (FIRST, "br1", FIRST " dev q0");
    }
}

/* Isolated guests do not hear of each other. */
static void
test_isolated (Host *host, gconstpointer data)
{
  netns_run ("bridge link set dev tap0 isolated on");
  netns_run ("bridge link set dev tap1 isolated on");
  announce (host, "tap0", FIRST);
  assert_rarp (host->far_end, 1);
  send_mark (host->taps[2]);
  assert_nothing_before_mark (host->taps[1]);
}

/* What becomes of ports after the first announcement. */
static void
test_news_of_ports (Host *host, gconstpointer data)
{
  announce (host, "tap0", FIRST);
  assert_rarp (host->taps[1], 1);

  netns_run ("bridge link set dev tap0 isolated on");
  netns_run ("bridge link set dev tap1 isolated on");
  announce (host, "tap0", SECOND);
  send_mark (host->taps[2]);
  assert_nothing_before_mark (host->taps[1]);

  netns_run ("bridge link set dev tap1 isolated off");
  announce (host, "tap0", FIRST);
  assert_rarp (host->taps[1], 1);

  netns_run ("ip link set tap1 nomaster");
  announce (host, "tap0", SECOND);
  netns_run ("ip link set tap1 master br0");
  send_mark (host->taps[2]);
  assert_nothing_before_mark (host->taps[1]);
  announce (host, "tap0", FIRST);
  assert_rarp (host->taps[1], 1);
}

/* An entry that somebody made for ever is replaced by one that ages. */
static void
test_replaces (Host *host, gconstpointer data)
{
  netns_run ("bridge fdb add " FIRST " dev p1 master static");
  announce (host, "tap0", FIRST);
  assert_entry (FIRST, "br0", FIRST " dev tap0");
}

static void
assert_refused (Host *host, const NwdLink *tap, const char *mac, const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (nwd_kernel_announce (host->kernel, tap, mac, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, reason));
}

static void
test_refused (Host *host, gconstpointer data)
{
  g_autoptr (NwdLink) tap0 = read_link (host, "tap0");
  g_autoptr (NwdLink) far_end = read_link (host, "q1");
  g_autoptr (NwdLink) gone = read_link (host, "p2");

  assert_refused (host, far_end, FIRST, "q1: the interface is not a port");
  assert_refused (host, tap0, "52:54:00:00:00", "no MAC address");
  assert_refused (host, tap0, "52:54:00:00:00:0g", "no MAC address");
  assert_refused (host, tap0, "52-54-00-00-00-01", "no MAC address");
  assert_refused (host, tap0, "01:00:5e:00:00:01", "no MAC address");
  netns_run ("ip link set tap0 down");
  assert_refused (host, tap0, FIRST, "bridge of tap0");
  netns_run ("ip link del p2");
  assert_refused (host, gone, FIRST, "bridge of p2");
  netns_run ("ip link add p2 type veth peer name q2");
}

static void
test_many_taps (Host *host, gconstpointer data)
{
  int taps[TAPS];
  gint64 start;

  for (guint i = 0; i < TAPS; i++)
    {
      g_autofree char *name = g_strdup_printf ("many%u", i);
      g_autofree char *command = g_strdup_printf ("ip link set %s master br0", name);

      taps[i] = netns_open_tap (name);
      netns_run (command);
    }
  announce (host, "tap0", FIRST);
  start = g_get_monotonic_time ();
  announce (host, "tap0", SECOND);
  g_test_message ("announced to %d ports in %" G_GINT64_FORMAT " us", TAPS + 3,
                  g_get_monotonic_time () - start);
  for (guint i = 0; i < TAPS; i++)
    {
      assert_rarp (taps[i], 1);
      assert_rarp (taps[i], 2);
      close (taps[i]);
    }
}

static void
add (const char *path, void (*test) (Host *, gconstpointer))
{
  g_test_add (path, Host, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  netns_enter ();
  add ("/kernel-announce/forwarding", test_forwarding);
  add ("/kernel-announce/frames", test_frames);
  add ("/kernel-announce/move", test_move);
  add ("/kernel-announce/isolated", test_isolated);
  add ("/kernel-announce/replaces", test_replaces);
  add ("/kernel-announce/news-of-ports", test_news_of_ports);
  add ("/kernel-announce/refused", test_refused);
  add ("/kernel-announce/many-taps", test_many_taps);
  return g_test_run ();
}
