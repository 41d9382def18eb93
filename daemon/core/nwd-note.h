/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* What libvirt cannot keep of a card while the empty network covers it: how it is to be when it
 * gets a network again. Immutable. */
typedef struct
{
  char *mac;
  guint nth;
  gboolean linked;
  gboolean isolated;
} NwdNote;

NwdNote *nwd_note_new (const char *mac, guint nth, gboolean linked, gboolean isolated);
NwdNote *nwd_note_ref (NwdNote *note);
void nwd_note_unref (NwdNote *note);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdNote, nwd_note_unref)
