/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-rollback-host.h"

#include "nwd-resolve.h"

static const NwdAttachment *
find_attachment (GPtrArray *did, const char *id)
{
  for (guint i = 0; i < did->len; i++)
    {
      const NwdStep *step = g_ptr_array_index (did, i);

      if (step->attachment && g_str_equal (step->attachment->id, id))
        return step->attachment;
    }
  return NULL;
}

/* Whether @name is a NIC that @did put there. */
static gboolean
is_given (GPtrArray *did, const char *name, const char *bridge)
{
  for (guint i = 0; i < did->len; i++)
    {
      const NwdStep *step = g_ptr_array_index (did, i);

      if (step->kind == NWD_STEP_PORT_ADD && g_str_equal (step->uplink->device, name)
          && g_str_equal (step->uplink->bridge, bridge))
        return TRUE;
    }
  return FALSE;
}

/* @guests: whether theirs count; those of taps that no card of a VM has always do. */
static gboolean
has_ports (const NwdState *state, GPtrArray *did, const char *bridge, gboolean guests)
{
  const NwdLink *master = g_hash_table_lookup (state->links, bridge);
  GHashTableIter iter;
  gpointer value;

  if (!master)
    return FALSE;
  g_hash_table_iter_init (&iter, state->links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdLink *link = value;

      if (link->master == master->index && !is_given (did, link->name, bridge)
          && (guests || !nwd_resolve_vm_of_tap (state, link->name)))
        return TRUE;
    }
  return FALSE;
}

gboolean
nwd_rollback_host_is_occupied (const NwdState *state, GPtrArray *did)
{
  for (guint i = 0; i < did->len; i++)
    {
      const NwdStep *step = g_ptr_array_index (did, i);

      if (nwd_step_makes_bridge (step) && has_ports (state, did, step->name, TRUE))
        return TRUE;
    }
  return FALSE;
}

/* Whether the bridge that @step made is somebody's matter now: another profile, another MTU, or
 * ports that would lose it. */
static gboolean
is_changed (const NwdState *state, GPtrArray *did, const NwdStep *step, gboolean guests)
{
  const NwdBridge *bridge = g_hash_table_lookup (state->bridges, step->name);

  if (bridge
      && (bridge->mtu != step->number || !g_str_equal (bridge->attachment_id, step->text)
          || nwd_bridge_is_held_by_others (bridge)))
    return TRUE;
  return has_ports (state, did, step->name, guests);
}

GPtrArray *
nwd_rollback_host_list_going (const NwdState *state, GPtrArray *did)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < did->len; i++)
    {
      const NwdStep *step = g_ptr_array_index (did, i);
      const NwdAttachment *attachment
        = nwd_step_makes_bridge (step) ? find_attachment (did, step->text) : NULL;

      if (attachment && !is_changed (state, did, step, /* guests= */ FALSE))
        g_ptr_array_add (ids, g_strdup (attachment->network_id));
    }
  return ids;
}

/* Whether the bridge of that name is the very one that @did took away: the network manager gave it
 * back, while we were not there to do it. */
static gboolean
is_back (const NwdState *state, GPtrArray *did, const char *name)
{
  const NwdBridge *bridge = g_hash_table_lookup (state->bridges, name);

  for (guint i = 0; bridge && i < did->len; i++)
    {
      const NwdStep *step = g_ptr_array_index (did, i);

      if (step->kind == NWD_STEP_ATTACHMENT_REMOVE
          && g_str_equal (step->name, bridge->attachment_id))
        return TRUE;
    }
  return FALSE;
}

/* Somebody's has the name of the bridge that @step took away; the same change may have made one of
 * that name. */
static gboolean
is_taken (const NwdState *state, GPtrArray *did, const NwdStep *step)
{
  if (is_back (state, did, step->name))
    return FALSE;
  for (guint i = 0; i < did->len; i++)
    {
      const NwdStep *other = g_ptr_array_index (did, i);

      if (nwd_step_makes_bridge (other) && g_str_equal (other->name, step->name))
        return FALSE;
    }
  return g_hash_table_contains (state->links, step->name);
}

/* Somebody has made something else of the NIC that @step released. */
static gboolean
is_nic_taken (const NwdState *state, GPtrArray *did, const NwdStep *step)
{
  const NwdUplink *uplink = step->uplink;
  const NwdNic *nic = nwd_state_get_nic (state, uplink->nic);

  if (!nic || uplink->vlan)
    return FALSE;
  if (*nic->port_of)
    return !g_str_equal (nic->port_of, uplink->bridge) && !is_given (did, nic->name, nic->port_of);
  return nwd_nic_is_configured (nic) && !g_str_equal (nic->profile->id, uplink->before);
}

/* Whether no later step says something else of that bridge. */
static gboolean
is_last_of_bridge (GPtrArray *did, const NwdStep *step)
{
  for (guint i = did->len; i > 0; i--)
    {
      const NwdStep *other = g_ptr_array_index (did, i - 1);

      if (other->kind == NWD_STEP_BRIDGE_RESET && g_str_equal (other->name, step->name))
        return other == step;
    }
  return TRUE;
}

/* What the last of @undo would make of that bridge it is already: the network manager did it, while
 * we were not there to do it. */
static gboolean
is_as_before (const NwdBridge *bridge, GPtrArray *undo)
{
  for (guint i = undo->len; i > 0; i--)
    {
      const NwdStep *step = g_ptr_array_index (undo, i - 1);

      if (step->kind == NWD_STEP_BRIDGE_RESTORE && g_str_equal (step->name, bridge->name))
        return bridge->mtu == step->bridge->mtu && !nwd_bridge_is_held_by_others (bridge)
               && nwd_ip_config_equal (bridge->ip, step->bridge->ip);
    }
  return FALSE;
}

/* The addresses that @step gave this host on a bridge are others by now. */
static gboolean
is_changed_since (const NwdState *state, GPtrArray *undo, const NwdStep *step)
{
  const NwdBridge *bridge = g_hash_table_lookup (state->bridges, step->name);

  if (!bridge || is_as_before (bridge, undo))
    return FALSE;
  return bridge->mtu != step->number || !nwd_ip_config_equal (bridge->ip, step->ip)
         || nwd_bridge_is_held_by_others (bridge);
}

/* The interface that the step of the host is about, which is the network's: its bridge, or what
 * carries it without: a new name; NULL none. */
static char *
interface_of (GPtrArray *did, const NwdStep *step)
{
  const NwdAttachment *attachment = step->attachment;

  if (step->kind == NWD_STEP_ATTACHMENT_REMOVE)
    attachment = find_attachment (did, step->name);
  if (attachment)
    return nwd_attachment_device (attachment);
  if (step->uplink)
    return g_strdup (*step->uplink->bridge ? step->uplink->bridge : step->uplink->device);
  if (step->kind == NWD_STEP_LABEL_PUT || step->kind == NWD_STEP_LABEL_REMOVE)
    return NULL;
  return g_strdup (step->name);
}

static gboolean
has_name (GPtrArray *names, const char *name)
{
  return g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL);
}

/* A label is not taken off while something is left of it: else nothing could take that away. */
static gboolean
is_kept (GPtrArray *did, GPtrArray *kept, const NwdStep *step)
{
  g_autofree char *name = interface_of (did, step);

  if (!name)
    return step->kind == NWD_STEP_LABEL_REMOVE && kept->len > 0;
  return has_name (kept, name);
}

/* Whether what @step did is somebody else's matter now. */
static gboolean
is_left (const NwdState *state, GPtrArray *did, GPtrArray *undo, const NwdStep *step)
{
  if (nwd_step_makes_bridge (step))
    return is_changed (state, did, step, /* guests= */ TRUE);
  if (step->kind == NWD_STEP_BRIDGE_DELETE)
    return is_taken (state, did, step);
  if (step->kind == NWD_STEP_BRIDGE_RESET)
    return is_last_of_bridge (did, step) && is_changed_since (state, undo, step);
  return step->kind == NWD_STEP_PORT_REMOVE && is_nic_taken (state, did, step);
}

/* Of the two interfaces the one that is not in @kept, where the other is: a new name; NULL else. */
static char *
find_other_half (GPtrArray *kept, const NwdAttachment *now, const NwdAttachment *before)
{
  g_autofree char *here = nwd_attachment_device (now);
  g_autofree char *there = nwd_attachment_device (before);

  if (has_name (kept, here) == has_name (kept, there))
    return NULL;
  return has_name (kept, here) ? g_steal_pointer (&there) : g_steal_pointer (&here);
}

/* What carries a network without a bridge is another interface when that has moved: where one of
 * the two is left alone, both are; and so is what came to the other one. */
static void
keep_whole (GPtrArray *did, GPtrArray *undo, GPtrArray *kept)
{
  guint n = 0;

  do
    {
      n = kept->len;
      for (guint i = 0; i < did->len; i++)
        {
          const NwdAttachment *now = ((NwdStep *)g_ptr_array_index (did, i))->attachment;
          const NwdAttachment *before = now ? find_attachment (undo, now->id) : NULL;
          char *other = before ? find_other_half (kept, now, before) : NULL;

          if (other)
            g_ptr_array_add (kept, other);
        }
    }
  while (kept->len > n);
}

GPtrArray *
nwd_rollback_host_plan (const NwdState *state, GPtrArray *did, GPtrArray *undo, GPtrArray *kept)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);

  for (guint i = 0; i < did->len; i++)
    {
      const NwdStep *step = g_ptr_array_index (did, i);

      if (is_left (state, did, undo, step))
        g_ptr_array_add (kept, interface_of (did, step));
    }
  keep_whole (did, undo, kept);
  for (guint i = 0; i < undo->len; i++)
    {
      NwdStep *step = g_ptr_array_index (undo, i);

      if (!is_kept (did, kept, step))
        g_ptr_array_add (steps, nwd_step_ref (step));
    }
  return steps;
}

/* Whether it would make what was to go with the boot in which it was noted. */
static gboolean
is_transient (const NwdStep *step)
{
  if (step->attachment)
    return *step->attachment->boot_id != '\0';
  if (step->bridge)
    return step->bridge->transient;
  if (step->uplink)
    return step->uplink->transient;
  return step->transient;
}

GPtrArray *
nwd_rollback_host_list_lasting (GPtrArray *undo)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);

  for (guint i = 0; i < undo->len; i++)
    {
      NwdStep *step = g_ptr_array_index (undo, i);

      if (!is_transient (step))
        g_ptr_array_add (steps, nwd_step_ref (step));
    }
  return steps;
}
