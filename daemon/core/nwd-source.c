/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-source.h"

#include <string.h>

static NwdSource *
source_new (const char *type, const char *name, const char *mode)
{
  NwdSource *source = g_atomic_rc_box_new0 (NwdSource);

  source->type = nwd_text_new (type);
  source->name = nwd_text_new (name ? name : "");
  source->mode = nwd_text_new (mode ? mode : "");
  return source;
}

/* Cards are read one VM after the other, and most are where the one before is: each thread shares
 * the last one it made. */
static void
forget (gpointer source)
{
  if (source)
    nwd_source_unref (source);
}

NwdSource *
nwd_source_new (const char *type, const char *name, const char *mode)
{
  static GPrivate last = G_PRIVATE_INIT (forget);
  NwdSource *same = g_private_get (&last);
  g_autoptr (NwdSource) source = source_new (type, name, mode);

  if (same && nwd_source_equal (same, source))
    return nwd_source_ref (same);
  g_private_replace (&last, nwd_source_ref (source));
  return g_steal_pointer (&source);
}

NwdSource *
nwd_source_ref (NwdSource *source)
{
  return g_atomic_rc_box_acquire (source);
}

static void
source_clear (NwdSource *source)
{
  nwd_text_unref (source->type);
  nwd_text_unref (source->name);
  nwd_text_unref (source->mode);
}

void
nwd_source_unref (NwdSource *source)
{
  g_atomic_rc_box_release_full (source, (GDestroyNotify)source_clear);
}

gboolean
nwd_source_equal (const NwdSource *a, const NwdSource *b)
{
  return g_str_equal (a->type, b->type) && g_str_equal (a->name, b->name)
         && g_str_equal (a->mode, b->mode);
}
