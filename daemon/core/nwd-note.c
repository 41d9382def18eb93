/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-note.h"

NwdNote *
nwd_note_new (const char *mac, guint nth, gboolean linked, gboolean isolated, NwdSource *held)
{
  NwdNote *note = g_atomic_rc_box_new0 (NwdNote);

  note->mac = g_strdup (mac);
  note->nth = nth;
  note->linked = linked;
  note->isolated = isolated;
  note->held = held ? nwd_source_ref (held) : NULL;
  return note;
}

NwdNote *
nwd_note_ref (NwdNote *note)
{
  return g_atomic_rc_box_acquire (note);
}

static void
note_clear (NwdNote *note)
{
  g_free (note->mac);
  g_clear_pointer (&note->held, nwd_source_unref);
}

void
nwd_note_unref (NwdNote *note)
{
  g_atomic_rc_box_release_full (note, (GDestroyNotify)note_clear);
}

gboolean
nwd_note_equal (const NwdNote *a, const NwdNote *b)
{
  if (!a || !b)
    return a == b;
  return a->nth == b->nth && a->linked == b->linked && a->isolated == b->isolated
         && g_str_equal (a->mac, b->mac) && !a->held == !b->held
         && (!a->held || nwd_source_equal (a->held, b->held));
}

gboolean
nwd_note_is_of (const NwdNote *note, const char *mac, guint nth)
{
  return note->nth == nth && g_str_equal (note->mac, mac);
}

NwdNote *
nwd_note_find (GPtrArray *notes, const char *mac, guint nth)
{
  for (guint i = 0; notes && i < notes->len; i++)
    if (nwd_note_is_of (g_ptr_array_index (notes, i), mac, nth))
      return g_ptr_array_index (notes, i);
  return NULL;
}

GPtrArray *
nwd_note_drop (GPtrArray *notes, const char *mac, guint nth)
{
  GPtrArray *rest = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_note_unref);

  for (guint i = 0; notes && i < notes->len; i++)
    if (!nwd_note_is_of (g_ptr_array_index (notes, i), mac, nth))
      g_ptr_array_add (rest, nwd_note_ref (g_ptr_array_index (notes, i)));
  return rest;
}

GPtrArray *
nwd_note_put (GPtrArray *notes, NwdNote *note)
{
  GPtrArray *all = nwd_note_drop (notes, note->mac, note->nth);

  g_ptr_array_add (all, nwd_note_ref (note));
  return all;
}
