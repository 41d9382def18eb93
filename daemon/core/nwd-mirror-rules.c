/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-mirror-rules.h"

#include "nwd-error.h"

#include <string.h>

#define TAP_KIND "tun" /* a macvtap's copies would go out to the wire */

static const NwdLink *
find_tap (const NwdState *state, const NwdCard *card)
{
  const NwdLink *tap = g_hash_table_lookup (state->links, card->target);

  return tap && g_str_equal (tap->kind, TAP_KIND) ? tap : NULL;
}

static const NwdLink *
find_bridge (const NwdState *state, const char *network_id)
{
  const NwdNetwork *network = nwd_state_get_network (state, network_id);

  return network && network->movable ? g_hash_table_lookup (state->links, network->bridge) : NULL;
}

static gboolean
is_listed (GPtrArray *mirrors, const NwdMirror *mirror)
{
  for (guint i = 0; i < mirrors->len; i++)
    if (nwd_mirror_equal (g_ptr_array_index (mirrors, i), mirror))
      return TRUE;
  return FALSE;
}

/* Two networks may be the same bridge. */
static void
add_mirrors (const NwdState *state, const NwdVnic *vnic, GPtrArray *mirrors)
{
  const NwdLink *tap = vnic->live ? find_tap (state, vnic->live) : NULL;

  for (char **id = vnic->stored->mirrors; tap && *id; id++)
    {
      const NwdLink *bridge = find_bridge (state, *id);
      g_autoptr (NwdMirror) mirror = NULL;

      if (!bridge)
        continue;
      mirror
        = nwd_mirror_new (bridge->name, tap->name, vnic->live->mac, tap->master == bridge->index);
      if (!is_listed (mirrors, mirror))
        g_ptr_array_add (mirrors, nwd_mirror_ref (mirror));
    }
}

typedef void (*OnMirroring) (const NwdState *state, const NwdVnic *vnic, gpointer data);

static void
for_each_mirroring (const NwdState *state, OnMirroring call, gpointer data)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->stored_vnics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GPtrArray *stored = value;

      for (guint i = 0; i < stored->len; i++)
        {
          const NwdStoredVnic *kept = g_ptr_array_index (stored, i);
          const NwdVnic *vnic = *kept->mirrors ? nwd_state_get_vnic (state, kept->id) : NULL;

          if (vnic && vnic->stored)
            call (state, vnic, data);
        }
    }
}

static int
compare_mirrors (gconstpointer a, gconstpointer b)
{
  const NwdMirror *first = *(NwdMirror *const *)a;
  const NwdMirror *second = *(NwdMirror *const *)b;
  int order = strcmp (first->bridge, second->bridge);

  return order ? order : strcmp (first->tap, second->tap);
}

static void
list_mirroring (const NwdState *state, const NwdVnic *vnic, gpointer mirrors)
{
  add_mirrors (state, vnic, mirrors);
}

GPtrArray *
nwd_mirror_rules_list (const NwdState *state)
{
  GPtrArray *mirrors = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_mirror_unref);

  for_each_mirroring (state, list_mirroring, mirrors);
  g_ptr_array_sort (mirrors, compare_mirrors);
  return mirrors;
}

typedef struct
{
  const char *tap;
  const NwdVnic *found;
} Search;

static void
compare_tap (const NwdState *state, const NwdVnic *vnic, gpointer data)
{
  Search *search = data;

  if (vnic->live && g_str_equal (vnic->live->target, search->tap))
    search->found = vnic;
}

const NwdVnic *
nwd_mirror_rules_find_vnic (const NwdState *state, const char *tap)
{
  Search search = { .tap = tap };

  for_each_mirroring (state, compare_tap, &search);
  return search.found;
}

/* --- what may be asked for --- */

static gboolean
check_kernel (const NwdState *state, const char *what, GError **error)
{
  if (state->mirroring)
    return TRUE;
  g_set_error (
    error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
    "cannot mirror networks to %s: the kernel does not let us (it needs clsact, bpf, u32 "
    "and mirred)",
    what);
  return FALSE;
}

gboolean
nwd_mirror_rules_check_card (const NwdState *state,
                             const char *what,
                             const NwdCard *live,
                             GError **error)
{
  if (!check_kernel (state, what, error))
    return FALSE;
  if (find_tap (state, live))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "cannot mirror networks to %s: its card, on a source of type %s, has no tap", what,
               live->source->type);
  return FALSE;
}

gboolean
nwd_mirror_rules_check_network (
  const NwdState *state, const char *what, const char *id, gboolean now, GError **error)
{
  const NwdNetwork *network = nwd_state_get_network (state, id);

  if (!check_kernel (state, what, error))
    return FALSE;
  if (!network)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND,
                   "mirrored-networks: there is no network %s", id);
      return FALSE;
    }
  if (!*network->bridge && network->origin != NWD_ORIGIN_NETWIRING)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                   "cannot mirror network %s to %s: it has no bridge whose traffic could be copied",
                   network->name, what);
      return FALSE;
    }
  if (!now || find_bridge (state, id))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_NOT_ON_HOST,
               "cannot mirror network %s to %s: it has no bridge on this host now "
               "(ACTIVATE_DEACTIVATE_NETWORK_NOT_IN_VDS)",
               network->name, what);
  return FALSE;
}
