/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-doomed.h"

#include "nwd-nm-remove.h"
#include "nwd-nm-view.h"

#include <net/if.h>

GHashTable *
nwd_nm_doomed_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
nwd_nm_doomed_add (GHashTable *doomed, const char *uuid, guint link)
{
  g_hash_table_insert (doomed, g_strdup (uuid), GUINT_TO_POINTER (link));
}

static gboolean
has_link (gpointer uuid, gpointer link, gpointer wanted)
{
  return link == wanted;
}

gboolean
nwd_nm_doomed_contains (GHashTable *doomed, const char *uuid, guint link)
{
  if (uuid && g_hash_table_contains (doomed, uuid))
    return TRUE;
  return link && g_hash_table_find (doomed, has_link, GUINT_TO_POINTER (link));
}

/* By index, not by name: another interface that has the name by now is not ours. Answers what is
 * left to go. */
static guint
sweep_link (NMClient *client, guint link)
{
  char name[IF_NAMESIZE];
  NMDevice *device;

  if (!link || !if_indextoname (link, name))
    return 0;
  device = nwd_nm_view_device (client, name);
  if (device)
    nwd_nm_remove_link (device);
  return link;
}

void
nwd_nm_doomed_sweep (GHashTable *doomed, NMClient *client)
{
  GHashTableIter iter;
  gpointer uuid, link;

  g_hash_table_iter_init (&iter, doomed);
  while (g_hash_table_iter_next (&iter, &uuid, &link))
    {
      NMRemoteConnection *profile = nm_client_get_connection_by_uuid (client, uuid);
      guint rest = GPOINTER_TO_UINT (link);

      if (profile)
        nwd_nm_remove_profile (profile);
      else
        g_hash_table_iter_replace (&iter, GUINT_TO_POINTER (sweep_link (client, rest)));
    }
}
