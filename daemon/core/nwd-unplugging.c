/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-unplugging.h"

NwdUnplugging *
nwd_unplugging_new (
  const char *vnic_id, const char *boot_id, const char *tap, guint link, gboolean stays)
{
  NwdUnplugging *unplugging = g_new0 (NwdUnplugging, 1);

  unplugging->vnic_id = g_strdup (vnic_id);
  unplugging->boot_id = g_strdup (boot_id);
  unplugging->tap = g_strdup (tap);
  unplugging->link = link;
  unplugging->stays = stays;
  return unplugging;
}

void
nwd_unplugging_free (NwdUnplugging *unplugging)
{
  g_free (unplugging->vnic_id);
  g_free (unplugging->boot_id);
  g_free (unplugging->tap);
  g_free (unplugging);
}
