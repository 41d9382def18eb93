/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-meters-private.h"

/* Which links an object counts by. */

static gboolean
counts_whole_link (NwdKind kind)
{
  return kind != NWD_KIND_ATTACHMENT;
}

/* A tap's own end is the host's: what it sends, the guest receives. A macvtap is the guest's end of
 * a link whose other end is the uplink. */
static gboolean
is_other_end (NwdKind kind, const NwdLink *link)
{
  return kind == NWD_KIND_VNIC && !g_str_has_prefix (link->kind, "macv");
}

static NwdFeed *
find_feed (const NwdMeters *meters, NwdKind kind, guint index)
{
  GPtrArray *feeds = nwd_meters_get_feeds (meters, index);

  for (guint i = 0; feeds && i < feeds->len; i++)
    {
      NwdFeed *feed = g_ptr_array_index (feeds, i);

      if (feed->meter->kind == kind)
        return feed;
    }
  return NULL;
}

/* A link counts for one object of a kind. */
static void
count_for (
  NwdMeters *meters, NwdKind kind, const char *id, const NwdLink *link, const NwdCounters *counters)
{
  NwdFeed *feed = find_feed (meters, kind, link->index);

  if (feed && g_str_equal (feed->meter->id, id))
    return;
  if (feed)
    nwd_meters_remove_feed (meters, feed);

  feed = nwd_meters_add_feed (meters, nwd_meters_get (meters, kind, id), link->index,
                              is_other_end (kind, link));
  if (counts_whole_link (kind))
    return;
  feed->begun = counters != NULL;
  feed->told = counters ? meters->reading : 0;
  if (counters)
    feed->last = *counters;
  else
    meters->unread = TRUE;
  meters->changed = TRUE;
}

/* --- by the link --- */

/* Whether the link is a port of its bridge, or, where it has none, what the host has of it. */
static gboolean
is_counted (const NwdState *state, const NwdAttachment *attachment, const NwdLink *link)
{
  const NwdLink *bridge = NULL;
  g_autofree char *device = NULL;

  if (!*attachment->bridge)
    {
      device = nwd_attachment_device (attachment);
      return g_str_equal (link->name, device);
    }
  if (link->master)
    bridge = g_hash_table_lookup (state->links, attachment->bridge);
  return bridge && link->master == bridge->index;
}

static const NwdAttachment *
find_attachment (const NwdState *state, const NwdLink *link)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->attachments);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_counted (state, value, link))
      return value;
  return NULL;
}

static void
follow_master (NwdMeters *meters,
               const NwdState *state,
               const NwdLink *link,
               const NwdCounters *counters)
{
  const NwdAttachment *attachment = find_attachment (state, link);
  NwdFeed *feed = find_feed (meters, NWD_KIND_ATTACHMENT, link->index);

  if (attachment)
    count_for (meters, NWD_KIND_ATTACHMENT, attachment->id, link, counters);
  else if (feed)
    nwd_meters_remove_feed (meters, feed);
}

/* A vNIC is touched by what becomes of its tap, and follows then. */
void
nwd_meters_link_changed (NwdMeters *meters,
                         const NwdState *state,
                         const NwdLink *link,
                         const NwdCounters *counters)
{
  if (counters)
    nwd_meters_hear_link (meters, link->index, counters);
  follow_master (meters, state, link, counters);
}

void
nwd_meters_link_gone (NwdMeters *meters, guint index, const NwdCounters *counters)
{
  GPtrArray *feeds = NULL;

  if (counters)
    nwd_meters_hear_link (meters, index, counters);
  while ((feeds = nwd_meters_get_feeds (meters, index)))
    nwd_meters_remove_feed (meters, g_ptr_array_index (feeds, feeds->len - 1));
}

/* --- by the object --- */

static void
follow_vnic (NwdMeters *meters, const NwdState *state, const char *id)
{
  const NwdVnic *vnic = nwd_state_get_vnic (state, id);
  const NwdLink *tap = NULL;

  if (!vnic)
    nwd_meters_forget (meters, NWD_KIND_VNIC, id);
  else if (vnic->live)
    tap = g_hash_table_lookup (state->links, vnic->live->target);
  if (tap)
    count_for (meters, NWD_KIND_VNIC, id, tap, NULL);
}

static void
follow_attachment (NwdMeters *meters, const NwdState *state, const char *id)
{
  const NwdAttachment *attachment = nwd_state_get_attachment (state, id);
  g_autofree char *name = attachment ? nwd_attachment_device (attachment) : NULL;
  GHashTableIter iter;
  gpointer value;

  if (!attachment)
    nwd_meters_forget (meters, NWD_KIND_ATTACHMENT, id);
  if (!attachment || !g_hash_table_contains (state->links, name))
    return;
  nwd_meters_get (meters, NWD_KIND_ATTACHMENT, id)->known = TRUE; /* no ports, nothing counted */
  g_hash_table_iter_init (&iter, state->links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_counted (state, attachment, value))
      count_for (meters, NWD_KIND_ATTACHMENT, id, value, NULL);
}

static void
follow_nic (NwdMeters *meters, const NwdState *state, const char *name)
{
  const NwdLink *link = g_hash_table_lookup (state->links, name);

  if (!nwd_state_get_nic (state, name))
    nwd_meters_forget (meters, NWD_KIND_NIC, name);
  else if (link)
    count_for (meters, NWD_KIND_NIC, name, link, NULL);
}

typedef void (*Follow) (NwdMeters *meters, const NwdState *state, const char *id);

static const Follow follow[NWD_N_KINDS] = {
  [NWD_KIND_NIC] = follow_nic,
  [NWD_KIND_ATTACHMENT] = follow_attachment,
  [NWD_KIND_VNIC] = follow_vnic,
};

void
nwd_meters_follow (NwdMeters *meters, const NwdState *state, const NwdTouched *touched)
{
  GHashTableIter iter;
  gpointer id;

  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    {
      if (!follow[kind])
        continue;
      g_hash_table_iter_init (&iter, nwd_touched_get (touched, kind));
      while (g_hash_table_iter_next (&iter, &id, NULL))
        follow[kind](meters, state, id);
    }
}

/* --- what an earlier process left --- */

static GHashTable *
list_indexes (const NwdState *state)
{
  GHashTable *links = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer link;

  g_hash_table_iter_init (&iter, state->links);
  while (g_hash_table_iter_next (&iter, NULL, &link))
    g_hash_table_insert (links, GUINT_TO_POINTER (((NwdLink *)link)->index), link);
  return links;
}

void
nwd_meters_begin (NwdMeters *meters, const NwdState *state)
{
  g_autoptr (GHashTable) links = list_indexes (state);
  g_autofree gpointer *indexes = g_hash_table_get_keys_as_array (meters->feeds, NULL);

  for (gpointer *index = indexes; *index; index++)
    {
      const NwdLink *link = g_hash_table_lookup (links, *index);

      if (link)
        follow_master (meters, state, link, NULL);
      else
        nwd_meters_link_gone (meters, GPOINTER_TO_UINT (*index), NULL);
    }
  nwd_meters_forget_the_gone (meters, state, NWD_KIND_NIC);
  nwd_meters_forget_the_gone (meters, state, NWD_KIND_ATTACHMENT);
}

void
nwd_meters_forget_the_gone (NwdMeters *meters, const NwdState *state, NwdKind kind)
{
  g_autofree gpointer *ids = g_hash_table_get_keys_as_array (meters->meters[kind], NULL);

  for (gpointer *id = ids; *id; id++)
    if (!nwd_state_has (state, kind, *id))
      nwd_meters_forget (meters, kind, *id);
}
