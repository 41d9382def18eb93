/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-derive.h"

/* index → name, of all links. */
static GHashTable *
name_links (const NwdState *state)
{
  GHashTable *names = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdLink *link = value;

      g_hash_table_insert (names, GUINT_TO_POINTER (link->index), link->name);
    }
  return names;
}

static NwdNic *
link_to_nic (const NwdState *state, GHashTable *names, const NwdLink *link)
{
  const char *port_of = g_hash_table_lookup (names, GUINT_TO_POINTER (link->master));

  return nwd_nic_new (link, port_of ? port_of : "",
                      g_hash_table_lookup (state->managed, link->name));
}

static GHashTable *
collect_nics (const NwdState *state)
{
  GHashTable *nics
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_nic_unref);
  g_autoptr (GHashTable) names = name_links (state);
  GHashTableIter iter;
  gpointer name, link;

  g_hash_table_iter_init (&iter, state->links);
  while (g_hash_table_iter_next (&iter, &name, &link))
    if (nwd_nic_kind (link))
      g_hash_table_insert (nics, g_strdup (name), link_to_nic (state, names, link));
  return nics;
}

/* Touches those of @nics that @others lacks or has otherwise. */
static void
touch_different (GHashTable *nics, GHashTable *others, NwdTouched *touched)
{
  GHashTableIter iter;
  gpointer name, nic;

  g_hash_table_iter_init (&iter, nics);
  while (g_hash_table_iter_next (&iter, &name, &nic))
    {
      const NwdNic *other = g_hash_table_lookup (others, name);

      if (!other || !nwd_nic_equal (nic, other))
        nwd_touched_add (touched, NWD_KIND_NIC, name);
    }
}

void
nwd_derive_nics (NwdState *state, NwdTouched *touched)
{
  g_autoptr (GHashTable) old = state->nics;

  state->nics = collect_nics (state);
  touch_different (old, state->nics, touched);
  touch_different (state->nics, old, touched);
}
