/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-note.h"

NwdNote *
nwd_note_new (const char *mac, guint nth, gboolean linked, gboolean isolated)
{
  NwdNote *note = g_atomic_rc_box_new0 (NwdNote);

  note->mac = g_strdup (mac);
  note->nth = nth;
  note->linked = linked;
  note->isolated = isolated;
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
}

void
nwd_note_unref (NwdNote *note)
{
  g_atomic_rc_box_release_full (note, (GDestroyNotify)note_clear);
}
