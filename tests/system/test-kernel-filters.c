/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What of mirrors is where in the kernel: whose is what, what stays, whether it can be done. */

#include "mirror-rig.h"
#include "netns.h"

#include <linux/capability.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* --- whose is what --- */

static void
test_no_trace (MirrorRig *rig, gconstpointer data)
{
  static const char *const links[] = { "br0", "br1", "tap2", "tap3" };
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    g_ptr_array_add (before, mirror_rig_describe (links[i]));
  mirror_rig_want (rig, "br0", 2, TRUE);
  mirror_rig_want (rig, "br0", 3, FALSE);
  mirror_rig_want (rig, "br1", 2, FALSE);
  mirror_rig_sync_well (rig);
  mirror_rig_want_nothing (rig);
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *after = mirror_rig_describe (links[i]);

      g_assert_cmpstr (after, ==, g_ptr_array_index (before, i));
    }
}

static void
test_restart (MirrorRig *rig, gconstpointer data)
{
  g_autofree char *bridge = NULL;
  g_autofree char *tap = NULL;
  g_autofree char *bridge_after = NULL;
  g_autofree char *tap_after = NULL;
  g_autofree char *traceless = mirror_rig_describe ("br0");
  g_autofree char *end = NULL;

  mirror_rig_want (rig, "br0", 2, TRUE);
  mirror_rig_want (rig, "br0", 3, FALSE);
  mirror_rig_sync_well (rig);
  bridge = mirror_rig_describe ("br0");
  tap = mirror_rig_describe ("tap2");
  g_assert_finalize_object (G_OBJECT (rig->kernel));

  rig->kernel = mirror_rig_kernel_new (rig);
  mirror_rig_sync_well (rig);
  bridge_after = mirror_rig_describe ("br0");
  tap_after = mirror_rig_describe ("tap2");
  g_assert_cmpstr (bridge_after, ==, bridge);
  g_assert_cmpstr (tap_after, ==, tap);
  mirror_rig_say (rig, 0, 1);
  mirror_rig_assert_got (rig, 2, "0>1");
  mirror_rig_assert_got (rig, 3, "0>1");
  mirror_rig_want_nothing (rig);
  end = mirror_rig_describe ("br0");
  g_assert_cmpstr (end, ==, traceless);
}

/* Another's queue, filters, and wish for all frames. */
static void
test_others_filters (MirrorRig *rig, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  netns_run ("ip link set br0 promisc on");
  netns_run ("tc qdisc add dev br0 clsact");
  netns_run ("tc filter add dev br0 ingress pref 9 protocol all u32 match u32 0 0 "
             "action mirred egress mirror dev tap4 continue");
  netns_run ("tc filter add dev br0 ingress pref 30000 protocol all u32 match u32 0 0 "
             "action mirred egress mirror dev tap4 continue");
  netns_run ("tc filter add dev br0 egress pref 20055 protocol all bpf bytecode '1,6 0 0 0' "
             "action mirred egress mirror dev tap4 continue");
  netns_run ("tc qdisc add dev tap2 clsact");
  before = mirror_rig_describe ("br0");

  mirror_rig_want (rig, "br0", 2, TRUE);
  mirror_rig_want (rig, "br0", 3, FALSE);
  mirror_rig_sync_well (rig);
  mirror_rig_say (rig, 0, 1);
  mirror_rig_say (rig, 2, 1); /* what we leave out, others see */
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_assert_got (rig, 2, "0>1 0>ff");
  mirror_rig_assert_got (rig, 3, "0>1 2>1 0>ff");
  mirror_rig_assert_got (rig, 4, "0>1 0>1 2>1 2>1 0>ff 0>ff");

  mirror_rig_want_nothing (rig);
  after = mirror_rig_describe ("br0");
  g_assert_cmpstr (after, ==, before);
  g_free (g_steal_pointer (&after));
  after = mirror_rig_describe ("tap2");
  g_assert_nonnull (strstr (after, "clsact"));
}

/* Who comes after us keeps what is his, in our queue. */
static void
test_shared_queue (MirrorRig *rig, gconstpointer data)
{
  g_autofree char *after = NULL;

  mirror_rig_want (rig, "br0", 3, FALSE);
  mirror_rig_sync_well (rig);
  netns_run ("tc filter add dev br0 ingress pref 9 protocol all u32 match u32 0 0 "
             "action mirred egress mirror dev tap4 continue");
  mirror_rig_want_nothing (rig);
  after = mirror_rig_describe ("br0");
  g_assert_nonnull (strstr (after, "mirred (Egress Mirror to device tap4)"));
  g_assert_null (strstr (after, "tap3"));
  g_assert_null (strstr (after, "PROMISC"));
}

/* A queue of another kind is in the way: that mirror cannot be, the others are. */
static void
test_no_room (MirrorRig *rig, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  netns_run ("tc qdisc add dev br0 ingress");
  before = mirror_rig_describe ("br0");
  mirror_rig_want (rig, "br0", 2, TRUE);
  mirror_rig_want (rig, "br1", 2, FALSE);
  mirror_rig_sync (rig);
  g_assert_cmpuint (rig->refused, ==, 1);
  after = mirror_rig_describe ("br0");
  g_assert_cmpstr (after, ==, before);
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_say (rig, 3, 4);
  mirror_rig_assert_got (rig, 2, "0>ff 3>4");

  netns_run ("tc qdisc del dev br0 ingress");
  mirror_rig_sync_well (rig);
  mirror_rig_say (rig, 0, 1);
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_assert_got (rig, 2, "0>1 0>ff");
}

/* --- what is not there --- */

static void
test_gone (MirrorRig *rig, gconstpointer data)
{
  g_autofree char *before = mirror_rig_describe ("br0");
  g_autofree char *after = NULL;

  mirror_rig_want (rig, "br0", 2, TRUE);
  mirror_rig_want (rig, "br0", 3, FALSE);
  mirror_rig_want (rig, "br9", 3, FALSE);
  mirror_rig_sync (rig);
  g_assert_cmpuint (rig->refused, ==, 1);

  /* The guest stops, and starts again with another tap of the same name. */
  close (rig->taps[3]);
  mirror_rig_sync (rig);
  g_assert_cmpuint (rig->refused, ==, 2);
  rig->taps[3] = netns_open_tap ("tap3");
  mirror_rig_sync (rig);
  g_assert_cmpuint (rig->refused, ==, 1);
  mirror_rig_say (rig, 0, 1);
  mirror_rig_assert_got (rig, 3, "0>1");
  mirror_rig_want_nothing (rig);
  after = mirror_rig_describe ("br0");
  g_assert_cmpstr (after, ==, before);
}

/* The bridge goes, and with it all that was to be copied. */
static void
test_bridge_gone (MirrorRig *rig, gconstpointer data)
{
  g_autofree char *before = mirror_rig_describe ("tap3");
  g_autofree char *after = NULL;

  netns_run ("ip link add br2 type bridge");
  mirror_rig_want (rig, "br2", 3, FALSE);
  mirror_rig_sync_well (rig);
  netns_run ("ip link del br2");
  mirror_rig_want_nothing (rig);
  after = mirror_rig_describe ("tap3");
  g_assert_cmpstr (after, ==, before);
}

static void
test_healed (MirrorRig *rig, gconstpointer data)
{
  mirror_rig_want (rig, "br0", 2, TRUE);
  mirror_rig_want (rig, "br0", 3, FALSE);
  mirror_rig_sync_well (rig);
  mirror_rig_hear_all ();
  g_assert_cmpuint (rig->removed, ==, 0); /* what we do ourselves is no news */
  netns_run ("ip link set br0 promisc off");
  netns_run ("tc filter del dev tap2 egress");
  netns_run ("tc filter del dev br0 egress");
  mirror_rig_hear_all ();
  g_assert_cmpuint (rig->removed, ==, 3); /* one a list of filters */
  mirror_rig_sync_well (rig);
  mirror_rig_say (rig, 0, 1);
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_send (rig->bridge, HOST, 1);
  mirror_rig_assert_got (rig, 2, "0>1 0>ff 99>1");
  mirror_rig_assert_got (rig, 3, "0>1 0>ff 99>1");
}

/* --- whether it can be done --- */

static void
test_support (MirrorRig *rig, gconstpointer data)
{
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct all[_LINUX_CAPABILITY_U32S_3];
  struct __user_cap_data_struct fewer[_LINUX_CAPABILITY_U32S_3];
  g_autofree char *before = mirror_rig_describe ("lo");
  g_autofree char *after = NULL;
  g_autoptr (NwdKernel) able = mirror_rig_kernel_new (rig);
  g_autoptr (NwdKernel) unable = NULL;

  g_assert_true (nwd_kernel_supports_mirrors (able));
  g_assert_no_errno (syscall (SYS_capget, &header, all));
  memcpy (fewer, all, sizeof fewer);
  fewer[0].effective &= ~(1U << CAP_NET_ADMIN);
  g_assert_no_errno (syscall (SYS_capset, &header, fewer));
  unable = mirror_rig_kernel_new (rig);
  g_assert_false (nwd_kernel_supports_mirrors (unable));
  g_assert_no_errno (syscall (SYS_capset, &header, all));
  after = mirror_rig_describe ("lo");
  g_assert_cmpstr (after, ==, before);
}

static void
add (const char *path, void (*test) (MirrorRig *, gconstpointer))
{
  g_test_add (path, MirrorRig, NULL, mirror_rig_set_up, test, mirror_rig_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  netns_enter ();
  add ("/kernel-filters/no-trace", test_no_trace);
  add ("/kernel-filters/restart", test_restart);
  add ("/kernel-filters/others-filters", test_others_filters);
  add ("/kernel-filters/shared-queue", test_shared_queue);
  add ("/kernel-filters/no-room", test_no_room);
  add ("/kernel-filters/gone", test_gone);
  add ("/kernel-filters/bridge-gone", test_bridge_gone);
  add ("/kernel-filters/healed", test_healed);
  add ("/kernel-filters/support", test_support);
  return g_test_run ();
}
