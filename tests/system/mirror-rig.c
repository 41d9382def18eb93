/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mirror-rig.h"

#include "netns.h"
#include "nwd-netlink.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TYPE ETH_P_LOOPBACK /* of our frames, apart from all that the kernel may send */
#define END  0xee           /* the last frame of those that are read */

static void
ignore (NwdLink *link, const NwdCounters *counters, gpointer data)
{
}

static void
on_removed (guint link, gpointer data)
{
  MirrorRig *rig = data;

  rig->removed++;
  rig->removed_from = link;
}

static const NwdKernelListener listener = { ignore, ignore, on_removed };

NwdKernel *
mirror_rig_kernel_new (MirrorRig *rig)
{
  g_autoptr (GError) error = NULL;
  NwdKernel *kernel = NWD_KERNEL (nwd_netlink_new ());

  nwd_kernel_start (kernel, &listener, rig, &error);
  g_assert_no_error (error);
  return kernel;
}

void
mirror_rig_hear_all (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* --- frames --- */

/* The card with number @n; a group's address stays what it is. */
static void
fill_mac (guint8 *mac, guint8 n)
{
  static const guint8 ours[ETH_ALEN] = { 0x52, 0x54 };

  memcpy (mac, ours, sizeof ours);
  mac[5] = n;
  if (n == BROADCAST)
    memset (mac, 0xff, ETH_ALEN);
}

void
mirror_rig_send (int fd, guint8 from, guint8 to)
{
  guint8 frame[ETH_ZLEN] = { 0 };
  guint16 type = htons (TYPE);

  fill_mac (frame, to);
  fill_mac (frame + ETH_ALEN, from);
  memcpy (frame + offsetof (struct ether_header, ether_type), &type, sizeof type);
  g_assert_cmpint (write (fd, frame, sizeof frame), ==, sizeof frame);
}

/* Guest @from sends to guest @to. */
void
mirror_rig_say (MirrorRig *rig, guint8 from, guint8 to)
{
  mirror_rig_send (rig->taps[from], from, to);
}

/* Puts a frame into tap @n's queue, behind all that is there, and past every filter. */
static void
mark_end (guint n)
{
  g_autofree char *name = g_strdup_printf ("tap%u", n);
  int fd = netns_open_packet (name, TYPE);
  int on = 1;

  g_assert_no_errno (setsockopt (fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on));
  mirror_rig_send (fd, HOST, END);
  close (fd);
}

/* What guest @n received since it was asked last: "0>1" for each frame, in order. */
char *
mirror_rig_take (MirrorRig *rig, guint n)
{
  g_autoptr (GString) got = g_string_new (NULL);
  guint8 frame[ETH_FRAME_LEN];

  mark_end (n);
  for (;;)
    {
      gsize size = netns_receive (rig->taps[n], frame, sizeof frame);

      if (size < ETH_ZLEN || frame[12] != TYPE >> 8 || frame[13] != (TYPE & 0xff))
        continue;
      if (frame[5] == END)
        break;
      g_string_append_printf (got, "%s%x>%x", got->len > 0 ? " " : "", frame[11], frame[5]);
    }
  return g_string_free (g_steal_pointer (&got), FALSE);
}

void
mirror_rig_assert_got (MirrorRig *rig, guint n, const char *expected)
{
  g_autofree char *got = mirror_rig_take (rig, n);

  g_assert_cmpstr (got, ==, expected);
}

/* Whatever waits in the taps is of no interest, and the bridges know where the cards are. */
void
mirror_rig_be_known (MirrorRig *rig)
{
  for (guint8 n = 0; n < MIRROR_RIG_TAPS; n++)
    mirror_rig_say (rig, n, BROADCAST);
  for (guint n = 0; n < MIRROR_RIG_TAPS; n++)
    g_free (mirror_rig_take (rig, n));
}

/* --- the host --- */

void
mirror_rig_set_up (MirrorRig *rig, gconstpointer data)
{
  netns_run ("ip link add br0 type bridge mcast_snooping 0");
  netns_run ("ip link add br1 type bridge mcast_snooping 0");
  netns_run ("ip link set br0 up");
  netns_run ("ip link set br1 up");
  for (guint i = 0; i < MIRROR_RIG_TAPS; i++)
    {
      g_autofree char *name = g_strdup_printf ("tap%u", i);
      g_autofree char *enslave = g_strdup_printf ("ip link set tap%u master br%u", i, i / 3);

      rig->taps[i] = netns_open_tap (name);
      netns_run (enslave);
    }
  rig->bridge = netns_open_packet ("br0", TYPE);
  rig->kernel = mirror_rig_kernel_new (rig);
  rig->mirrors = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_mirror_unref);
  mirror_rig_be_known (rig);
}

void
mirror_rig_tear_down (MirrorRig *rig, gconstpointer data)
{
  g_assert_finalize_object (G_OBJECT (rig->kernel));
  g_ptr_array_unref (rig->mirrors);
  close (rig->bridge);
  for (guint i = 0; i < MIRROR_RIG_TAPS; i++)
    close (rig->taps[i]);
  netns_run ("ip link del br0");
  netns_run ("ip link del br1");
}

void
mirror_rig_want (MirrorRig *rig, const char *bridge, guint8 n, gboolean inside)
{
  g_autofree char *tap = g_strdup_printf ("tap%u", n);
  g_autofree char *mac = g_strdup_printf ("52:54:00:00:00:%02x", n);

  g_ptr_array_add (rig->mirrors, nwd_mirror_new (bridge, tap, mac, inside));
}

static void
on_refused (const NwdMirror *mirror, const GError *error, gpointer data)
{
  MirrorRig *rig = data;

  g_assert_nonnull (error);
  g_test_message ("%s to %s: %s", mirror->bridge, mirror->tap, error->message);
  rig->refused++;
}

void
mirror_rig_sync (MirrorRig *rig)
{
  g_autoptr (GError) error = NULL;

  rig->refused = 0;
  nwd_kernel_sync_mirrors (rig->kernel, rig->mirrors, on_refused, rig, &error);
  g_assert_no_error (error);
}

void
mirror_rig_sync_well (MirrorRig *rig)
{
  mirror_rig_sync (rig);
  g_assert_cmpuint (rig->refused, ==, 0);
}

void
mirror_rig_want_nothing (MirrorRig *rig)
{
  g_ptr_array_set_size (rig->mirrors, 0);
  mirror_rig_sync_well (rig);
}

char *
mirror_rig_describe (const char *link)
{
  static const char *const commands[]
    = { "ip -o link show %s", "tc qdisc show dev %s", "tc filter show dev %s ingress",
        "tc filter show dev %s egress" };
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) around = g_strsplit (commands[i], "%s", 2);
      g_autofree char *command = g_strconcat (around[0], link, around[1], NULL);
      g_autofree char *output = netns_read (command);

      g_string_append (all, output);
    }
  return g_string_free (all, FALSE);
}
