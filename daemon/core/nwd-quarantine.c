/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-quarantine.h"

NwdQuarantine *
nwd_quarantine_new (const char *network_id, GVariant *cards)
{
  NwdQuarantine *quarantine = g_atomic_rc_box_new0 (NwdQuarantine);

  quarantine->network_id = g_strdup (network_id);
  quarantine->cards = g_variant_ref_sink (cards);
  return quarantine;
}

NwdQuarantine *
nwd_quarantine_ref (NwdQuarantine *quarantine)
{
  return g_atomic_rc_box_acquire (quarantine);
}

static void
quarantine_clear (NwdQuarantine *quarantine)
{
  g_free (quarantine->network_id);
  g_variant_unref (quarantine->cards);
}

void
nwd_quarantine_unref (NwdQuarantine *quarantine)
{
  g_atomic_rc_box_release_full (quarantine, (GDestroyNotify)quarantine_clear);
}

NwdQuarantine *
nwd_quarantine_release (const NwdQuarantine *quarantine)
{
  NwdQuarantine *released = nwd_quarantine_new (quarantine->network_id, quarantine->cards);

  released->released = TRUE;
  return released;
}

gboolean
nwd_quarantine_holds (const NwdQuarantine *quarantine)
{
  return quarantine && !quarantine->released;
}

gboolean
nwd_quarantine_has (const NwdQuarantine *quarantine, const char *vnic_id)
{
  GVariantIter iter;
  const char *id;

  g_variant_iter_init (&iter, quarantine->cards);
  while (g_variant_iter_next (&iter, "(&s&sbb&sb)", &id, NULL, NULL, NULL, NULL, NULL))
    if (g_str_equal (id, vnic_id))
      return TRUE;
  return FALSE;
}
