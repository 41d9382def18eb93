/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-source.h"

/* What libvirt cannot keep of a card while the empty network covers it: how it is to be when it
 * gets a network again. An unplugged one has that in its own record; it may still have a note, for
 * a saved VM that brings it back. Immutable. */
typedef struct
{
  char *mac;
  guint nth;
  gboolean linked;
  gboolean isolated;
  NwdSource *held; /* not NULL: there was no unwired bridge to move it to; it stayed on this, link
                    * down, and is on the empty network only as long as it does */
} NwdNote;

NwdNote *
nwd_note_new (const char *mac, guint nth, gboolean linked, gboolean isolated, NwdSource *held);
NwdNote *nwd_note_ref (NwdNote *note);
void nwd_note_unref (NwdNote *note);

/* NULL equals NULL. */
gboolean nwd_note_equal (const NwdNote *a, const NwdNote *b);

/* Whether it is for that card. */
gboolean nwd_note_is_of (const NwdNote *note, const char *mac, guint nth);

/* The note for that card in @notes (NULL: none), or NULL. */
NwdNote *nwd_note_find (GPtrArray *notes, const char *mac, guint nth);

/* @notes (NULL: none) with @note in place of the one for the same card; a new array. */
GPtrArray *nwd_note_put (GPtrArray *notes, NwdNote *note);

/* @notes (NULL: none) without the one for that card; a new array. */
GPtrArray *nwd_note_drop (GPtrArray *notes, const char *mac, guint nth);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdNote, nwd_note_unref)
