/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The kernel's counters: asked for, and told with the links that change and go. */

#include "netns.h"
#include "nwd-netlink.h"

#include "ports/nwd-kernel.h"

#include <net/if.h>
#include <unistd.h>

#define FRAME 60 /* bytes */

/* What the listener was told last of the tap. */
typedef struct
{
  NwdKernel *kernel;
  guint index;
  guint changes;
  gboolean gone;
  gboolean counted;
  NwdCounters counters;
} Host;

static void
take (Host *host, const NwdLink *link, const NwdCounters *counters)
{
  if (!g_str_equal (link->name, "tap0"))
    return;
  host->index = link->index;
  host->counted = counters != NULL;
  if (counters)
    host->counters = *counters;
}

static void
on_changed (NwdLink *link, const NwdCounters *counters, gpointer data)
{
  Host *host = data;

  take (host, link, counters);
  host->changes++;
}

static void
on_gone (NwdLink *link, const NwdCounters *counters, gpointer data)
{
  Host *host = data;

  take (host, link, counters);
  host->gone = g_str_equal (link->name, "tap0");
}

static const NwdKernelListener listener = { on_changed, on_gone };

static void
set_up (Host *host, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  host->kernel = NWD_KERNEL (nwd_netlink_new ());
  nwd_kernel_start (host->kernel, &listener, host, &error);
  g_assert_no_error (error);
}

static void
tear_down (Host *host, gconstpointer data)
{
  g_assert_finalize_object (G_OBJECT (host->kernel));
}

/* So many frames from the guest. */
static void
send_frames (int tap, guint n)
{
  const guint8 frame[FRAME] = { 0x02, 0, 0, 0, 0, 9, 0x02, 0, 0, 0, 0, 1, 0x90, 0x00 };

  for (guint i = 0; i < n; i++)
    g_assert_cmpint (write (tap, frame, sizeof frame), ==, FRAME);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer answer)
{
  *(GAsyncResult **)answer = g_object_ref (result);
}

static GArray *
ask (NwdKernel *kernel, GError **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  nwd_kernel_count_links_async (kernel, on_counted, &answer);
  while (!answer)
    g_main_context_iteration (NULL, TRUE);
  return nwd_kernel_count_links_finish (kernel, answer, error);
}

static void
assert_received (const Host *host, guint64 packets)
{
  g_assert_cmpuint (host->counters.of[NWD_RX_PACKETS], ==, packets);
  g_assert_cmpuint (host->counters.of[NWD_RX_BYTES], ==, packets * FRAME);
}

static void
count (Host *host)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = NULL;

  nwd_kernel_hear (host->kernel);
  counts = ask (host->kernel, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts->len, >=, 2); /* lo, too */
  for (guint i = 0; i < counts->len; i++)
    {
      const NwdLinkCount *one = &g_array_index (counts, NwdLinkCount, i);

      if (one->index == host->index)
        host->counters = one->counters;
    }
}

static void
test_asked (Host *host, gconstpointer data)
{
  int tap = netns_open_tap ("tap0");

  count (host);
  assert_received (host, 0);
  send_frames (tap, 3);
  count (host);
  assert_received (host, 3);
  g_assert_cmpuint (host->counters.of[NWD_TX_PACKETS], ==, 0);
  close (tap);
}

static void
test_told_of_change (Host *host, gconstpointer data)
{
  int tap = netns_open_tap ("tap0");

  netns_run ("ip link add br0 type bridge");
  count (host);
  send_frames (tap, 4);
  netns_run ("ip link set tap0 master br0");
  host->changes = 0;
  while (host->changes == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (host->counted);
  assert_received (host, 4);
  close (tap);
  netns_run ("ip link del br0");
}

/* The last word has what nobody had read. */
static void
test_told_of_end (Host *host, gconstpointer data)
{
  int tap = netns_open_tap ("tap0");

  count (host);
  send_frames (tap, 5);
  close (tap);
  while (!host->gone)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (host->counted);
  assert_received (host, 5);
}

/* Read by name: with the link comes what it counted. */
static void
test_read (Host *host, gconstpointer data)
{
  g_autoptr (NwdLink) link = NULL;
  int tap = netns_open_tap ("tap0");

  netns_run ("ip link set tap0 mtu 1400");
  send_frames (tap, 6);
  netns_run ("ip link set tap0 mtu 1300");
  link = nwd_kernel_read_link (host->kernel, "tap0", NULL);
  g_assert_cmpuint (link->mtu, ==, 1300);
  g_assert_true (host->counted);
  assert_received (host, 6);
  close (tap);
}

static void
test_boot_id (Host *host, gconstpointer data)
{
  g_autofree char *id = nwd_kernel_get_boot_id (host->kernel);
  g_autoptr (NwdKernel) other = NWD_KERNEL (nwd_netlink_new ());
  g_autofree char *same = nwd_kernel_get_boot_id (other);

  g_assert_true (g_uuid_string_is_valid (id));
  g_assert_cmpstr (id, ==, same);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  netns_enter ();
#define TEST(name, function)                                                                       \
  g_test_add ("/kernel-counters/" name, Host, NULL, set_up, function, tear_down)
  TEST ("asked", test_asked);
  TEST ("told-of-change", test_told_of_change);
  TEST ("told-of-end", test_told_of_end);
  TEST ("read", test_read);
  TEST ("boot-id", test_boot_id);
  return g_test_run ();
}
