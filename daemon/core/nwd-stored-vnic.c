/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-stored-vnic.h"

NwdStoredVnic *
nwd_stored_vnic_new (const char *id,
                     const char *name,
                     const char *const *mirrors,
                     NwdCard *card,
                     const char *definition)
{
  NwdStoredVnic *stored = g_atomic_rc_box_new0 (NwdStoredVnic);

  stored->id = g_strdup (id);
  stored->name = g_strdup (name);
  stored->mirrors = mirrors ? g_strdupv ((char **)mirrors) : g_new0 (char *, 1);
  stored->card = card ? nwd_card_ref (card) : NULL;
  stored->definition = g_strdup (definition);
  return stored;
}

NwdStoredVnic *
nwd_stored_vnic_ref (NwdStoredVnic *stored)
{
  return g_atomic_rc_box_acquire (stored);
}

static void
stored_vnic_clear (NwdStoredVnic *stored)
{
  g_free (stored->id);
  g_free (stored->name);
  g_strfreev (stored->mirrors);
  g_clear_pointer (&stored->card, nwd_card_unref);
  g_free (stored->definition);
}

void
nwd_stored_vnic_unref (NwdStoredVnic *stored)
{
  g_atomic_rc_box_release_full (stored, (GDestroyNotify)stored_vnic_clear);
}

gboolean
nwd_stored_vnic_equal (const NwdStoredVnic *a, const NwdStoredVnic *b)
{
  if (!a || !b)
    return a == b;
  return g_str_equal (a->id, b->id) && g_str_equal (a->name, b->name)
         && g_strv_equal ((const char *const *)a->mirrors, (const char *const *)b->mirrors)
         && nwd_card_equal (a->card, b->card) && g_strcmp0 (a->definition, b->definition) == 0;
}

gboolean
nwd_stored_vnic_is_empty (const NwdStoredVnic *stored)
{
  return !*stored->name && !*stored->mirrors && !stored->card;
}

NwdStoredVnic *
nwd_stored_vnic_find (GPtrArray *all, const char *id)
{
  for (guint i = 0; all && i < all->len; i++)
    {
      NwdStoredVnic *stored = g_ptr_array_index (all, i);

      if (g_str_equal (stored->id, id))
        return stored;
    }
  return NULL;
}

GPtrArray *
nwd_stored_vnic_drop (GPtrArray *all, const char *id)
{
  GPtrArray *rest = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_stored_vnic_unref);

  for (guint i = 0; all && i < all->len; i++)
    {
      NwdStoredVnic *stored = g_ptr_array_index (all, i);

      if (!g_str_equal (stored->id, id))
        g_ptr_array_add (rest, nwd_stored_vnic_ref (stored));
    }
  return rest;
}

GPtrArray *
nwd_stored_vnic_put (GPtrArray *all, NwdStoredVnic *stored)
{
  GPtrArray *with = nwd_stored_vnic_drop (all, stored->id);

  g_ptr_array_add (with, nwd_stored_vnic_ref (stored));
  return with;
}
