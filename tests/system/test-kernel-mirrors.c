/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What mirrors deliver, by the kernel itself. */

#include "mirror-rig.h"
#include "netns.h"

#define MANY 1000

/* The mirroring card is on another network. */
static void
test_from_outside (MirrorRig *rig, gconstpointer data)
{
  mirror_rig_want (rig, "br0", 3, FALSE);
  mirror_rig_sync_well (rig);

  mirror_rig_say (rig, 0, 1);
  mirror_rig_say (rig, 1, 0);
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_say (rig, 0, UNKNOWN);
  mirror_rig_send (rig->bridge, HOST, 1);
  mirror_rig_send (rig->bridge, HOST, BROADCAST);
  mirror_rig_assert_got (rig, 3, "0>1 1>0 0>ff 0>77 99>1 99>ff");
  mirror_rig_assert_got (rig, 1, "0>1 0>ff 0>77 99>1 99>ff");

  /* What it sends itself, there or here, is none of it, and its own network is as ever. */
  mirror_rig_say (rig, 3, 4);
  mirror_rig_say (rig, 3, BROADCAST);
  mirror_rig_send (rig->taps[0], 3, 1);
  mirror_rig_assert_got (rig, 3, "");
  mirror_rig_say (rig, 4, 3);
  mirror_rig_say (rig, 4, BROADCAST);
  mirror_rig_assert_got (rig, 3, "4>3 4>ff");

  mirror_rig_want_nothing (rig);
  mirror_rig_say (rig, 0, 1);
  mirror_rig_assert_got (rig, 3, "");
}

/* It is on the network itself. */
static void
test_from_inside (MirrorRig *rig, gconstpointer data)
{
  mirror_rig_want (rig, "br0", 2, TRUE);
  mirror_rig_sync_well (rig);

  mirror_rig_say (rig, 0, 1);
  mirror_rig_say (rig, 1, 0);
  mirror_rig_say (rig, 0, 2);
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_say (rig, 0, UNKNOWN);
  mirror_rig_send (rig->bridge, HOST, 1);
  mirror_rig_send (rig->bridge, HOST, 2);
  mirror_rig_send (rig->bridge, HOST, BROADCAST);
  mirror_rig_assert_got (rig, 2, "0>1 1>0 0>2 0>ff 0>77 99>1 99>2 99>ff");

  mirror_rig_say (rig, 2, 0);
  mirror_rig_say (rig, 2, BROADCAST);
  mirror_rig_say (rig, 2, UNKNOWN);
  mirror_rig_assert_got (rig, 2, "");
  mirror_rig_assert_got (rig, 0, "1>0 99>ff 2>0 2>ff 2>77");

  mirror_rig_want_nothing (rig);
  mirror_rig_say (rig, 0, 1);
  mirror_rig_say (rig, 0, 2);
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_assert_got (rig, 2, "0>2 0>ff");
}

static guint
count (const char *frames, const char *frame)
{
  g_auto (GStrv) all = g_strsplit (frames, " ", -1);
  guint n = 0;

  for (char **f = all; *f; f++)
    n += g_str_equal (*f, frame);
  g_assert_cmpuint (n, <=, g_strv_length (all));
  return n;
}

/* A tap's queue holds some hundred frames. */
static void
test_many_frames (MirrorRig *rig, gconstpointer data)
{
  guint there = 0;
  guint back = 0;

  mirror_rig_want (rig, "br0", 2, TRUE);
  mirror_rig_want (rig, "br0", 3, FALSE);
  mirror_rig_sync_well (rig);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *inside = NULL;
      g_autofree char *outside = NULL;

      mirror_rig_say (rig, 0, 1);
      mirror_rig_say (rig, 1, 0);
      inside = mirror_rig_take (rig, 2);
      outside = mirror_rig_take (rig, 3);
      g_assert_cmpstr (inside, ==, outside);
      there += count (inside, "0>1");
      back += count (inside, "1>0");
    }
  g_assert_cmpuint (there, ==, MANY);
  g_assert_cmpuint (back, ==, MANY);
}

static void
test_several (MirrorRig *rig, gconstpointer data)
{
  mirror_rig_want (rig, "br0", 3, FALSE);
  mirror_rig_want (rig, "br0", 4, FALSE);
  mirror_rig_want (rig, "br1", 3, TRUE);
  mirror_rig_want (rig, "br1", 0, FALSE);
  mirror_rig_sync_well (rig);

  mirror_rig_say (rig, 0, 1);
  mirror_rig_say (rig, 4, BROADCAST);
  mirror_rig_assert_got (rig, 3, "0>1 4>ff");
  mirror_rig_assert_got (rig, 4, "0>1");
  mirror_rig_assert_got (rig, 0, "4>ff");

  g_ptr_array_remove_index (rig->mirrors, 0);
  mirror_rig_sync_well (rig);
  mirror_rig_say (rig, 0, 1);
  mirror_rig_say (rig, 4, BROADCAST);
  mirror_rig_assert_got (rig, 3, "4>ff");
  mirror_rig_assert_got (rig, 4, "0>1");
  mirror_rig_assert_got (rig, 0, "4>ff");
}

/* Ports come and go; nothing needs to be told for those that only speak. */
static void
test_ports_move (MirrorRig *rig, gconstpointer data)
{
  mirror_rig_want (rig, "br0", 2, TRUE);
  mirror_rig_sync_well (rig);

  netns_run ("ip link set tap0 master br1");
  mirror_rig_say (rig, 0, 4);
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_assert_got (rig, 2, "");
  netns_run ("ip link set tap4 master br0");
  mirror_rig_say (rig, 4, 1);
  mirror_rig_say (rig, 4, BROADCAST);
  mirror_rig_assert_got (rig, 2, "4>1 4>ff");
  mirror_rig_be_known (rig);

  netns_run ("ip link set tap2 master br1");
  g_ptr_array_set_size (rig->mirrors, 0);
  mirror_rig_want (rig, "br0", 2, FALSE);
  mirror_rig_sync_well (rig);
  mirror_rig_be_known (rig);
  mirror_rig_say (rig, 4, 1);
  mirror_rig_say (rig, 4, BROADCAST);
  mirror_rig_say (rig, 0, 2);
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_say (rig, 2, 0);
  mirror_rig_assert_got (rig, 2, "4>1 4>ff 0>2 0>ff");

  netns_run ("ip link set tap2 master br0");
  g_ptr_array_set_size (rig->mirrors, 0);
  mirror_rig_want (rig, "br0", 2, TRUE);
  mirror_rig_sync_well (rig);
  mirror_rig_be_known (rig);
  mirror_rig_say (rig, 4, 2);
  mirror_rig_say (rig, 4, 1);
  mirror_rig_say (rig, 4, BROADCAST);
  mirror_rig_say (rig, 0, BROADCAST);
  mirror_rig_assert_got (rig, 2, "4>2 4>1 4>ff");
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
  add ("/kernel-mirrors/from-outside", test_from_outside);
  add ("/kernel-mirrors/from-inside", test_from_inside);
  add ("/kernel-mirrors/many-frames", test_many_frames);
  add ("/kernel-mirrors/several", test_several);
  add ("/kernel-mirrors/ports-move", test_ports_move);
  return g_test_run ();
}
