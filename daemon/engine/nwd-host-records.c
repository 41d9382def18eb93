/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-host-records.h"

/* References to all that @table holds. */
static GHashTable *
copy_table (GHashTable *table, GDestroyNotify unref)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref);
  GHashTableIter iter;
  gpointer key, record;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, &record))
    g_hash_table_insert (copy, g_strdup (key), g_atomic_rc_box_acquire (record));
  return copy;
}

NwdHostRecords *
nwd_host_records_new (const NwdState *state)
{
  NwdHostRecords *host = g_new (NwdHostRecords, 1);

  host->networks = copy_table (state->own_networks, (GDestroyNotify)nwd_network_unref);
  host->attachments = copy_table (state->own_attachments, (GDestroyNotify)nwd_attachment_unref);
  host->labels = copy_table (state->labels, (GDestroyNotify)nwd_label_unref);
  return host;
}

void
nwd_host_records_free (NwdHostRecords *host)
{
  g_hash_table_unref (host->networks);
  g_hash_table_unref (host->attachments);
  g_hash_table_unref (host->labels);
  g_free (host);
}

void
nwd_host_records_do (NwdHostRecords *host, const NwdStep *step)
{
  if (step->kind == NWD_STEP_NETWORK_PUT)
    g_hash_table_replace (host->networks, g_strdup (step->network->id),
                          nwd_network_ref (step->network));
  else if (step->kind == NWD_STEP_NETWORK_REMOVE)
    g_hash_table_remove (host->networks, step->name);
  else if (step->kind == NWD_STEP_ATTACHMENT_PUT)
    g_hash_table_replace (host->attachments, g_strdup (step->attachment->id),
                          nwd_attachment_ref (step->attachment));
  else if (step->kind == NWD_STEP_ATTACHMENT_REMOVE)
    g_hash_table_remove (host->attachments, step->name);
  else if (step->kind == NWD_STEP_LABEL_PUT)
    g_hash_table_replace (host->labels, g_strdup (step->name),
                          nwd_label_new (step->name, step->text));
  else
    g_hash_table_remove (host->labels, step->name);
}
