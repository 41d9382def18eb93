/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-card-change.h"

NwdCardChange *
nwd_card_change_new (const char *vm_id, const char *mac, guint nth, NwdScope scope)
{
  NwdCardChange *change = g_atomic_rc_box_new0 (NwdCardChange);

  change->vm_id = g_strdup (vm_id);
  change->mac = g_strdup (mac);
  change->nth = nth;
  change->scope = scope;
  return change;
}

NwdCardChange *
nwd_card_change_copy (const NwdCardChange *change, NwdScope scope)
{
  NwdCardChange *copy = nwd_card_change_new (change->vm_id, change->mac, change->nth, scope);

  copy->fields = change->fields;
  copy->linked = change->linked;
  copy->isolated = change->isolated;
  copy->source = change->source ? nwd_source_ref (change->source) : NULL;
  return copy;
}

NwdCardChange *
nwd_card_change_ref (NwdCardChange *change)
{
  return g_atomic_rc_box_acquire (change);
}

static void
card_change_clear (NwdCardChange *change)
{
  g_free (change->vm_id);
  g_free (change->mac);
  g_clear_pointer (&change->source, nwd_source_unref);
}

void
nwd_card_change_unref (NwdCardChange *change)
{
  g_atomic_rc_box_release_full (change, (GDestroyNotify)card_change_clear);
}

void
nwd_card_change_set_linked (NwdCardChange *change, gboolean linked)
{
  change->fields |= NWD_CARD_LINKED;
  change->linked = linked;
}

void
nwd_card_change_set_isolated (NwdCardChange *change, gboolean isolated)
{
  change->fields |= NWD_CARD_ISOLATED;
  change->isolated = isolated;
}

void
nwd_card_change_set_source (NwdCardChange *change, NwdSource *source)
{
  nwd_source_ref (source);
  g_clear_pointer (&change->source, nwd_source_unref);
  change->fields |= NWD_CARD_SOURCE;
  change->source = source;
}
