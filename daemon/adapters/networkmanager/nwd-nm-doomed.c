/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-doomed.h"

#include "nwd-nm-remove.h"
#include "nwd-nm-view.h"

#include <net/if.h>

/* NetworkManager may make an interface for a profile that it deletes at the same moment, and leave
 * it. For so long after the profile was seen an idle one of its name counts as such. */
#define AFTERMATH ((gint64)5 * G_USEC_PER_SEC)

typedef struct
{
  char *name;
  guint link;       /* index of the interface known to be made for it; 0 none */
  gint64 last_seen; /* the profile, monotonic microseconds; 0 never */
} Doomed;

static void
doomed_free (gpointer data)
{
  Doomed *entry = data;

  g_free (entry->name);
  g_free (entry);
}

GHashTable *
nwd_nm_doomed_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, doomed_free);
}

void
nwd_nm_doomed_add (GHashTable *doomed, const char *uuid, const char *name)
{
  Doomed *entry = g_new0 (Doomed, 1);

  entry->name = g_strdup (name);
  entry->link = if_nametoindex (name);
  g_hash_table_insert (doomed, g_strdup (uuid), entry);
}

void
nwd_nm_doomed_remove (GHashTable *doomed, const char *uuid)
{
  g_hash_table_remove (doomed, uuid);
}

static gboolean
has_link (gpointer uuid, gpointer entry, gpointer link)
{
  return ((Doomed *)entry)->link == GPOINTER_TO_UINT (link);
}

gboolean
nwd_nm_doomed_contains (GHashTable *doomed, const char *uuid, guint link)
{
  if (uuid && g_hash_table_contains (doomed, uuid))
    return TRUE;
  return link && g_hash_table_find (doomed, has_link, GUINT_TO_POINTER (link));
}

/* NetworkManager's own, and for no profile: a bridge made by hand is "unmanaged" to it. */
static gboolean
is_aftermath (const Doomed *entry, NMClient *client, NMDevice *device)
{
  return entry->last_seen && g_get_monotonic_time () - entry->last_seen < AFTERMATH
         && nm_device_get_state (device) == NM_DEVICE_STATE_DISCONNECTED
         && !nwd_nm_view_our_profile (client, entry->name, TRUE)
         && !nwd_nm_view_foreign_profile (client, entry->name);
}

/* By index where it is known: another interface that has the name by now is not ours. */
static void
sweep_link (Doomed *entry, NMClient *client)
{
  NMDevice *device = nwd_nm_view_device (client, entry->name);
  guint link = if_nametoindex (entry->name);

  if (entry->link && entry->link != link)
    entry->link = 0;
  if (device && is_aftermath (entry, client, device))
    entry->link = link;
  if (device && entry->link)
    nwd_nm_remove_link (device);
}

void
nwd_nm_doomed_sweep (GHashTable *doomed, NMClient *client)
{
  GHashTableIter iter;
  gpointer uuid, entry;

  g_hash_table_iter_init (&iter, doomed);
  while (g_hash_table_iter_next (&iter, &uuid, &entry))
    {
      NMRemoteConnection *profile = nm_client_get_connection_by_uuid (client, uuid);

      if (!profile)
        {
          sweep_link (entry, client);
          continue;
        }
      ((Doomed *)entry)->last_seen = g_get_monotonic_time ();
      nwd_nm_remove_profile (profile);
    }
}
