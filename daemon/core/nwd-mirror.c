/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-mirror.h"

NwdMirror *
nwd_mirror_new (const char *bridge, const char *tap, const char *mac, gboolean inside)
{
  NwdMirror *mirror = g_atomic_rc_box_new0 (NwdMirror);

  mirror->bridge = g_strdup (bridge);
  mirror->tap = g_strdup (tap);
  mirror->mac = g_strdup (mac);
  mirror->inside = inside;
  return mirror;
}

NwdMirror *
nwd_mirror_ref (NwdMirror *mirror)
{
  return g_atomic_rc_box_acquire (mirror);
}

static void
mirror_clear (NwdMirror *mirror)
{
  g_free (mirror->bridge);
  g_free (mirror->tap);
  g_free (mirror->mac);
}

void
nwd_mirror_unref (NwdMirror *mirror)
{
  g_atomic_rc_box_release_full (mirror, (GDestroyNotify)mirror_clear);
}

gboolean
nwd_mirror_equal (const NwdMirror *a, const NwdMirror *b)
{
  return a->inside == b->inside && g_str_equal (a->bridge, b->bridge)
         && g_str_equal (a->tap, b->tap) && g_str_equal (a->mac, b->mac);
}
