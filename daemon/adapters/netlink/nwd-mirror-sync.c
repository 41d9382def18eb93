/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-mirror-sync.h"

#include "nwd-netlink-mac.h"
#include "nwd-tc-device.h"
#include "nwd-mirror-program.h"

#include "core/nwd-error.h"

#include <linux/if_ether.h>
#include <net/if.h>

/* How a mirror is made of filters.
 *
 * A bridge that is promiscuous passes each frame that enters by one of its ports up to the host as
 * well, once, whatever ports come and go; frames of the host itself leave through the bridge. So
 * two filters on the bridge see everything once: ingress and egress. Nothing is put on the ports,
 * where libvirt keeps its own queues and a card that moves would take a filter along.
 *
 * A tap that is a port of the bridge also gets what the bridge floods. Of each such frame the copy
 * is let through and the original dropped, on the tap itself: the kernel says of the copy that it
 * came in by the bridge. A frame to the card itself has no copy. A queue that comes or goes costs a
 * link the frames of some milliseconds: so a tap has it as long as its card mirrors, wherever the
 * card moves meanwhile, unless it has another queue already. */

typedef struct
{
  NwdNetlinkRequest *request;
  GHashTable *devices; /* index → NwdTcDevice */
} Sync;

/* A mirror whose links are there. */
typedef struct
{
  const NwdMirror *mirror;
  NwdTcDevice *bridge;
  NwdTcDevice *tap;
} Pair;

static NwdTcDevice *
get_device (Sync *sync, guint index, const char *name)
{
  NwdTcDevice *device = g_hash_table_lookup (sync->devices, GUINT_TO_POINTER (index));

  if (!device)
    {
      device = nwd_tc_device_new (NWD_TC_MIRRORS, index, name);
      g_hash_table_insert (sync->devices, GUINT_TO_POINTER (index), device);
    }
  return device;
}

/* --- what is there --- */

static gboolean
read_devices (Sync *sync, GError **error)
{
  g_autoptr (GPtrArray) queues = nwd_tc_list_queues (sync->request, error);

  for (guint i = 0; queues && i < queues->len; i++)
    {
      const NwdTcQueue *queue = queues->pdata[i];
      char name[IF_NAMESIZE];

      if (if_indextoname (queue->link, name))
        nwd_tc_device_read (get_device (sync, queue->link, name), sync->request, queue);
    }
  return queues != NULL;
}

/* --- what is wanted --- */

static void
want_copies (NwdTcDevice *bridge, guint parent, guint tap, const guint8 *mac, gboolean inside)
{
  NwdTcFilter *filter
    = nwd_tc_filter_new (NWD_TC_BPF, parent, NWD_MIRROR_PRIORITY, /* handle= */ tap);

  filter->target = tap;
  nwd_mirror_program_set_copy (filter, mac, /* also_to= */ !inside);
  nwd_tc_device_want (bridge, filter);
}

static void
want_verdict (NwdTcDevice *tap, const guint8 *mac)
{
  NwdTcFilter *filter
    = nwd_tc_filter_new (NWD_TC_BPF, NWD_TC_EGRESS, NWD_VERDICT_PRIORITY, /* handle= */ 1);

  nwd_mirror_program_set_only_to (filter, mac);
  nwd_tc_device_want (tap, filter);
}

static void
want_copies_to_pass (NwdTcDevice *tap, const char *bridge)
{
  NwdTcFilter *filter
    = nwd_tc_filter_new (NWD_TC_U32, NWD_TC_EGRESS, NWD_MIRROR_PRIORITY, /* handle= */ 0);

  filter->from = g_strdup (bridge);
  nwd_tc_device_want (tap, filter);
}

static gboolean
want_mirror (Sync *sync, const NwdMirror *mirror, GArray *pairs, GError **error)
{
  g_autoptr (NwdLink) bridge
    = nwd_netlink_request_link (sync->request, mirror->bridge, NULL, error);
  g_autoptr (NwdLink) tap
    = bridge ? nwd_netlink_request_link (sync->request, mirror->tap, NULL, error) : NULL;
  Pair pair = { .mirror = mirror };
  guint8 mac[ETH_ALEN];

  if (!tap)
    return FALSE;
  if (!nwd_netlink_mac_parse (mirror->mac, mac))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "%s is no card's MAC address",
                   mirror->mac);
      return FALSE;
    }
  pair.bridge = get_device (sync, bridge->index, bridge->name);
  pair.bridge->promiscuous = bridge->promiscuous;
  pair.bridge->wants_all = TRUE;
  pair.tap = get_device (sync, tap->index, tap->name);
  want_copies (pair.bridge, NWD_TC_INGRESS, tap->index, mac, mirror->inside);
  want_copies (pair.bridge, NWD_TC_EGRESS, tap->index, mac, mirror->inside);
  if (mirror->inside)
    want_verdict (pair.tap, mac);
  g_array_append_val (pairs, pair);
  return TRUE;
}

/* Returns those whose links are there, of Pair. */
static GArray *
want_mirrors (Sync *sync, GPtrArray *mirrors, NwdMirrorRefused refused, gpointer data)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (Pair));

  for (guint i = 0; i < mirrors->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!want_mirror (sync, mirrors->pdata[i], pairs, &error))
        refused (mirrors->pdata[i], error, data);
    }
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);

      if (pair->mirror->inside || !pair->tap->taken)
        want_copies_to_pass (pair->tap, pair->bridge->name);
    }
  return pairs;
}

/* --- from the one to the other --- */

typedef void (*Work) (NwdTcDevice *device, NwdNetlinkRequest *request, guint16 priority);

static void
work (Sync *sync, Work what, guint16 priority)
{
  GHashTableIter iter;
  gpointer device;

  g_hash_table_iter_init (&iter, sync->devices);
  while (g_hash_table_iter_next (&iter, NULL, &device))
    what (device, sync->request, priority);
}

static void
prepare (NwdTcDevice *device, NwdNetlinkRequest *request, guint16 unused)
{
  nwd_tc_device_prepare (device, request);
}

static void
tidy (NwdTcDevice *device, NwdNetlinkRequest *request, guint16 unused)
{
  nwd_tc_device_tidy (device, request);
}

/* Originals are only dropped where there are copies. */
static void
give_up_verdicts (Sync *sync, GArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);

      if (pair->mirror->inside && pair->bridge->error)
        nwd_tc_device_give_up (pair->tap, NWD_VERDICT_PRIORITY);
    }
  work (sync, nwd_tc_device_remove, NWD_VERDICT_PRIORITY);
}

/* In an order in which no card misses a frame meanwhile. */
static void
apply (Sync *sync, GArray *pairs)
{
  work (sync, prepare, 0);
  work (sync, nwd_tc_device_remove, NWD_VERDICT_PRIORITY);
  work (sync, nwd_tc_device_remove, NWD_MIRROR_PRIORITY);
  work (sync, nwd_tc_device_add, NWD_MIRROR_PRIORITY);
  give_up_verdicts (sync, pairs);
  work (sync, nwd_tc_device_add, NWD_VERDICT_PRIORITY);
  work (sync, tidy, 0);
}

static void
tell_refused (GArray *pairs, NwdMirrorRefused refused, gpointer data)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);
      const GError *error = pair->bridge->error ? pair->bridge->error : pair->tap->error;

      if (error)
        refused (pair->mirror, error, data);
    }
}

/* What is left of mirrors that are no more. */
static gboolean
check_rest (Sync *sync, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, sync->devices);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NwdTcDevice *device = value;

      if (!device->error || device->wanted->len > 0)
        continue;
      g_propagate_error (error, g_steal_pointer (&device->error));
      return FALSE;
    }
  return TRUE;
}

gboolean
nwd_mirror_sync (NwdNetlinkRequest *request,
                 GPtrArray *mirrors,
                 NwdMirrorRefused refused,
                 gpointer data,
                 GError **error)
{
  g_autoptr (GHashTable) devices
    = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)nwd_tc_device_free);
  Sync sync = { .request = request, .devices = devices };
  g_autoptr (GArray) pairs = NULL;

  if (!read_devices (&sync, error))
    return FALSE;
  pairs = want_mirrors (&sync, mirrors, refused, data);
  apply (&sync, pairs);
  tell_refused (pairs, refused, data);
  return check_rest (&sync, error);
}
