/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-label.h"

NwdLabel *
nwd_label_new (const char *name, const char *nic)
{
  NwdLabel *label = g_atomic_rc_box_new0 (NwdLabel);

  label->name = g_strdup (name);
  label->nic = g_strdup (nic);
  return label;
}

NwdLabel *
nwd_label_ref (NwdLabel *label)
{
  return g_atomic_rc_box_acquire (label);
}

static void
label_clear (NwdLabel *label)
{
  g_free (label->name);
  g_free (label->nic);
}

void
nwd_label_unref (NwdLabel *label)
{
  g_atomic_rc_box_release_full (label, (GDestroyNotify)label_clear);
}
