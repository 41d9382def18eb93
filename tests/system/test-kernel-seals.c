/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A sealed bridge in the kernel: what passes, whose filters are whose, with mirrors and without. */

#include "mirror-rig.h"
#include "netns.h"

#include "core/nwd-error.h"

#include <linux/if_ether.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* How many frames the host's own stack got since this was asked last. */
static guint
count_heard (MirrorRig *rig)
{
  guint8 frame[ETH_FRAME_LEN];
  guint n = 0;

  while (recv (rig->bridge, frame, sizeof frame, MSG_DONTWAIT) > 0)
    n++;
  return n;
}

static void
seal (MirrorRig *rig, const char *bridge)
{
  g_autoptr (GError) error = NULL;

  nwd_kernel_seal_bridge (rig->kernel, bridge, &error);
  g_assert_no_error (error);
  g_assert_true (nwd_kernel_is_bridge_sealed (rig->kernel, bridge, &error));
  g_assert_no_error (error);
}

static void
unseal (MirrorRig *rig, const char *bridge)
{
  g_autoptr (GError) error = NULL;

  nwd_kernel_unseal_bridge (rig->kernel, bridge, &error);
  g_assert_no_error (error);
  g_assert_false (nwd_kernel_is_bridge_sealed (rig->kernel, bridge, &error));
  g_assert_no_error (error);
}

/* The host speaks to everybody; it is told at once when that goes nowhere. */
static void
assert_host_speaks (MirrorRig *rig, gboolean reaches)
{
  guint8 frame[ETH_ZLEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x52, 0x54, 0, 0, 0, HOST };
  gssize size = reaches ? (gssize)sizeof frame : -1;

  frame[12] = ETH_P_LOOPBACK >> 8;
  frame[13] = ETH_P_LOOPBACK & 0xff;
  g_assert_cmpint (write (rig->bridge, frame, sizeof frame), ==, size);
}

/* Guest 0 speaks to everybody, to a card of the host's, and to guest 1; then the host does. */
static void
all_speak (MirrorRig *rig, gboolean open)
{
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_say (rig, 0, HOST);
  mirror_rig_say (rig, 0, 1);
  assert_host_speaks (rig, open);
}

static void
test_nothing_passes (MirrorRig *rig, gconstpointer data)
{
  netns_run ("ip link set br0 address 52:54:00:00:00:99"); /* HOST's */
  count_heard (rig);
  all_speak (rig, TRUE);
  mirror_rig_assert_got (rig, 1, "0>ff 0>1 99>ff");
  g_assert_cmpuint (count_heard (rig), ==, 2);

  seal (rig, "br0");
  all_speak (rig, FALSE);
  mirror_rig_assert_got (rig, 1, "0>ff 0>1");
  g_assert_cmpuint (count_heard (rig), ==, 0);

  unseal (rig, "br0");
  all_speak (rig, TRUE);
  mirror_rig_assert_got (rig, 1, "0>ff 0>1 99>ff");
  g_assert_cmpuint (count_heard (rig), ==, 2);
}

static void
test_no_trace (MirrorRig *rig, gconstpointer data)
{
  g_autofree char *before = mirror_rig_describe ("br0");
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *after = NULL;

  unseal (rig, "br0");
  once = mirror_rig_describe ("br0");
  g_assert_cmpstr (once, ==, before);
  g_clear_pointer (&once, g_free);

  seal (rig, "br0");
  once = mirror_rig_describe ("br0");
  seal (rig, "br0");
  twice = mirror_rig_describe ("br0");
  g_assert_cmpstr (twice, ==, once);
  unseal (rig, "br0");
  after = mirror_rig_describe ("br0");
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (rig->removed, ==, 0);
}

/* A process that starts again knows what it made. */
static void
test_restart (MirrorRig *rig, gconstpointer data)
{
  g_autofree char *before = mirror_rig_describe ("br0");
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  seal (rig, "br0");
  g_assert_finalize_object (G_OBJECT (rig->kernel));
  rig->kernel = mirror_rig_kernel_new (rig);
  g_assert_true (nwd_kernel_is_bridge_sealed (rig->kernel, "br0", &error));
  unseal (rig, "br0");
  after = mirror_rig_describe ("br0");
  g_assert_cmpstr (after, ==, before);
}

/* --- what bridges keep to themselves --- */

/* Who hears a frame to each of the sixteen addresses: "host" or guest 1. */
static char *
probe_groups (MirrorRig *rig)
{
  g_autofree char *heard = NULL;
  GString *all = g_string_new (NULL);
  int host = netns_open_packet ("tap0", ETH_P_LOOPBACK);

  for (guint8 n = 0; n < 16; n++)
    {
      guint8 frame[ETH_ZLEN] = { 0x01, 0x80, 0xc2, 0x00, 0x00, n, 0x52, 0x54, 0, 0, 0, 0 };

      frame[12] = ETH_P_LOOPBACK >> 8;
      frame[13] = ETH_P_LOOPBACK & 0xff;
      g_assert_cmpint (write (rig->taps[0], frame, sizeof frame), ==, sizeof frame);
      if (recv (host, frame, sizeof frame, MSG_DONTWAIT) > 0)
        g_string_append_printf (all, "%x:host ", n);
    }
  close (host);
  heard = mirror_rig_take (rig, 1);
  g_string_append (all, heard);
  return g_string_free (all, FALSE);
}

static void
test_groups (MirrorRig *rig, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *open = probe_groups (rig);
  g_autofree char *sealed = NULL;
  g_autofree char *after = NULL;

  g_assert_nonnull (strstr (open, "2:host 3:host "));
  g_assert_nonnull (strstr (open, "e:host f:host "));
  seal (rig, "br0");
  nwd_kernel_seal_port (rig->kernel, "tap0", TRUE, &error);
  g_assert_no_error (error);
  sealed = probe_groups (rig);
  g_assert_cmpstr (sealed, ==, "0>0 0>2 0>3 0>4 0>5 0>6 0>7 0>8 0>9 0>a 0>b 0>c 0>d 0>e 0>f");
  nwd_kernel_seal_port (rig->kernel, "tap0", FALSE, &error);
  g_assert_no_error (error);
  after = probe_groups (rig);
  g_assert_cmpstr (after, ==, open);
  g_assert_false (nwd_kernel_seal_port (rig->kernel, "tap9", TRUE, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND);
}

/* --- with mirrors: whichever comes first, or goes first --- */

typedef struct
{
  const char *label;
  gboolean mirror_first;
  gboolean mirror_goes_first;
} Order;

static const Order orders[] = {
  { "mirror-seal-mirror", TRUE, TRUE },
  { "mirror-seal-seal", TRUE, FALSE },
  { "seal-mirror-mirror", FALSE, TRUE },
  { "seal-mirror-seal", FALSE, FALSE },
};

static void
mirror (MirrorRig *rig)
{
  mirror_rig_want (rig, "br0", 3, FALSE);
  mirror_rig_sync_well (rig);
}

static void
put_both (MirrorRig *rig, gboolean mirror_first)
{
  if (mirror_first)
    mirror (rig);
  seal (rig, "br0");
  if (!mirror_first)
    mirror (rig);
}

static void
test_mirrors (MirrorRig *rig, gconstpointer data)
{
  const Order *order = data;
  g_autofree char *before = mirror_rig_describe ("br0");
  g_autofree char *after = NULL;

  count_heard (rig);
  put_both (rig, order->mirror_first);
  mirror_rig_say (rig, 0, 1);
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_assert_got (rig, 1, "0>1 0>ff");
  mirror_rig_assert_got (rig, 3, "0>1 0>ff");
  g_assert_cmpuint (count_heard (rig), ==, 0);

  if (order->mirror_goes_first)
    mirror_rig_want_nothing (rig);
  else
    unseal (rig, "br0");
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_assert_got (rig, 1, "0>ff");
  mirror_rig_assert_got (rig, 3, order->mirror_goes_first ? "" : "0>ff");
  g_assert_cmpuint (count_heard (rig), ==, order->mirror_goes_first ? 0 : 1);

  if (order->mirror_goes_first)
    unseal (rig, "br0");
  else
    mirror_rig_want_nothing (rig);
  after = mirror_rig_describe ("br0");
  g_assert_cmpstr (after, ==, before);
}

/* --- with others --- */

/* It is told when they take it away, whole or in part. */
static void
test_removed_by_others (MirrorRig *rig, gconstpointer data)
{
  static const char *const ways[] = {
    "tc qdisc del dev br0 clsact",
    "tc filter del dev br0 ingress",
    "tc filter del dev br0 egress pref 20057 protocol all handle 1 bpf",
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NwdLink) bridge = nwd_kernel_read_link (rig->kernel, "br0", &error);

      seal (rig, "br0");
      mirror_rig_hear_all ();
      rig->removed = 0;
      netns_run (ways[i]);
      mirror_rig_hear_all ();
      g_assert_cmpuint (rig->removed, >=, 1);
      g_assert_cmpuint (rig->removed_from, ==, bridge->index);
      g_assert_false (nwd_kernel_is_bridge_sealed (rig->kernel, "br0", &error));
      g_assert_no_error (error);
    }
  seal (rig, "br0");
}

/* Filters of others stay, and so does the queue that they are in. */
static void
test_others_filters (MirrorRig *rig, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  netns_run ("tc qdisc add dev br0 clsact");
  netns_run ("tc filter add dev br0 ingress pref 20057 protocol all bpf bytecode '1,6 0 0 2' da");
  before = mirror_rig_describe ("br0");
  unseal (rig, "br0"); /* looks like ours, but for the mark */
  after = mirror_rig_describe ("br0");
  g_assert_cmpstr (after, ==, before);
  g_clear_pointer (&after, g_free);

  netns_run ("tc filter del dev br0 ingress");
  netns_run ("tc filter add dev br0 ingress pref 9 protocol all u32 match u32 0 0 "
             "action mirred egress mirror dev tap4 continue");
  g_clear_pointer (&before, g_free);
  before = mirror_rig_describe ("br0");
  seal (rig, "br0");
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_assert_got (rig, 4, "0>ff");
  unseal (rig, "br0");
  after = mirror_rig_describe ("br0");
  g_assert_cmpstr (after, ==, before);
}

/* A queue of another kind has no place for the host's own frames. */
static void
test_no_room (MirrorRig *rig, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  netns_run ("tc qdisc add dev br0 ingress");
  before = mirror_rig_describe ("br0");
  g_assert_false (nwd_kernel_seal_bridge (rig->kernel, "br0", &error));
  g_assert_nonnull (strstr (error->message, "br0"));
  g_assert_nonnull (strstr (error->message, "not ours"));
  after = mirror_rig_describe ("br0");
  g_assert_cmpstr (after, ==, before);
}

static void
test_gone (MirrorRig *rig, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (nwd_kernel_seal_bridge (rig->kernel, "br9", &error));
  g_assert_nonnull (strstr (error->message, "br9"));
}

/* --- the host's packet filter --- */

static void
test_filters (MirrorRig *rig, gconstpointer data)
{
  static const char module[] = "/proc/sys/net/bridge/bridge-nf-call-iptables";
  g_autofree char *some = NULL;
  g_autofree char *none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdLink) open = NULL;
  g_autoptr (NwdLink) filtered = NULL;

  if (g_file_test (module, G_FILE_TEST_EXISTS))
    {
      netns_run ("sh -c 'cd /proc/sys/net/bridge && echo 0 >bridge-nf-call-iptables && "
                 "echo 0 >bridge-nf-call-arptables && echo 1 >bridge-nf-call-ip6tables'");
      some = nwd_kernel_get_bridge_filters (rig->kernel);
      g_assert_cmpstr (some, ==, "bridge-nf-call-ip6tables");
      netns_run ("sh -c 'echo 0 >/proc/sys/net/bridge/bridge-nf-call-ip6tables'");
    }
  none = nwd_kernel_get_bridge_filters (rig->kernel);
  g_assert_cmpstr (none, ==, "");
  open = nwd_kernel_read_link (rig->kernel, "br0", &error);
  g_assert_false (open->filtered);
  if (!g_file_test (module, G_FILE_TEST_EXISTS))
    return;
  netns_run ("ip link set br0 type bridge nf_call_arptables 1");
  filtered = nwd_kernel_read_link (rig->kernel, "br0", &error);
  g_assert_true (filtered->filtered);
}

static void
add (const char *name, gconstpointer data, void (*test) (MirrorRig *rig, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/kernel/seals/", name, NULL);

  g_test_add (path, MirrorRig, data, mirror_rig_set_up, test, mirror_rig_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  netns_enter ();
  add ("nothing-passes", NULL, test_nothing_passes);
  add ("no-trace", NULL, test_no_trace);
  add ("restart", NULL, test_restart);
  add ("groups", NULL, test_groups);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    add (orders[i].label, &orders[i], test_mirrors);
  add ("removed-by-others", NULL, test_removed_by_others);
  add ("others-filters", NULL, test_others_filters);
  add ("no-room", NULL, test_no_room);
  add ("gone", NULL, test_gone);
  add ("filters", NULL, test_filters);
  return g_test_run ();
}
