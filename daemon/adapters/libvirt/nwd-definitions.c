/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-definitions.h"

/* Each has some 50 KiB; who changes more VMs in turn reads each again. */
#define MAX_CACHED 16

struct _NwdDefinitionsCache
{
  GMutex mutex;
  GHashTable *entries; /* UUID → NwdDefinitions */
};

void
nwd_definitions_clear (NwdDefinitions *self)
{
  g_clear_pointer (&self->live, xmlFreeDoc);
  g_clear_pointer (&self->config, xmlFreeDoc);
}

static void
definitions_free (gpointer data)
{
  nwd_definitions_clear (data);
  g_free (data);
}

NwdDefinitionsCache *
nwd_definitions_cache_new (void)
{
  NwdDefinitionsCache *self = g_new0 (NwdDefinitionsCache, 1);

  g_mutex_init (&self->mutex);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, definitions_free);
  return self;
}

void
nwd_definitions_cache_free (NwdDefinitionsCache *self)
{
  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gboolean
nwd_definitions_cache_take (NwdDefinitionsCache *self,
                            const char *id,
                            const NwdStatusStamp *stamp,
                            NwdDefinitions *definitions)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  NwdDefinitions *entry = g_hash_table_lookup (self->entries, id);
  gboolean current = entry && nwd_status_stamp_equal (&entry->stamp, stamp);

  if (current)
    {
      *definitions = *entry;
      entry->live = entry->config = NULL;
    }
  g_hash_table_remove (self->entries, id);
  return current;
}

void
nwd_definitions_cache_put (NwdDefinitionsCache *self, const char *id, NwdDefinitions *definitions)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  NwdDefinitions *entry = g_new (NwdDefinitions, 1);

  if (g_hash_table_size (self->entries) >= MAX_CACHED)
    g_hash_table_remove_all (self->entries);

  *entry = *definitions;
  definitions->live = definitions->config = NULL;
  g_hash_table_replace (self->entries, g_strdup (id), entry);
}
