/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-domain-table.h"

struct _NwdDomainTable
{
  GHashTable *by_name; /* name → NwdDomainRecord; owns */
  GHashTable *by_id;   /* UUID → the same, of those that were read */
};

static void
record_free (gpointer data)
{
  NwdDomainRecord *record = data;

  g_clear_handle_id (&record->patience, g_source_remove);
  g_clear_pointer (&record->domain, nwd_domain_unref);
  g_free (record->name);
  g_free (record);
}

NwdDomainTable *
nwd_domain_table_new (void)
{
  NwdDomainTable *self = g_new0 (NwdDomainTable, 1);

  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, record_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
nwd_domain_table_free (NwdDomainTable *self)
{
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_name);
  g_free (self);
}

NwdDomainRecord *
nwd_domain_table_find (NwdDomainTable *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

NwdDomainRecord *
nwd_domain_table_find_id (NwdDomainTable *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

NwdDomainRecord *
nwd_domain_table_ensure (NwdDomainTable *self, const char *name)
{
  NwdDomainRecord *record = nwd_domain_table_find (self, name);

  if (!record)
    {
      record = g_new0 (NwdDomainRecord, 1);
      record->name = g_strdup (name);
      g_hash_table_insert (self->by_name, record->name, record);
    }
  return record;
}

static void
forget_id (NwdDomainTable *self, NwdDomainRecord *record)
{
  if (record->domain && nwd_domain_table_find_id (self, record->domain->id) == record)
    g_hash_table_remove (self->by_id, record->domain->id);
}

void
nwd_domain_table_remove (NwdDomainTable *self, NwdDomainRecord *record)
{
  forget_id (self, record);
  g_hash_table_remove (self->by_name, record->name);
}

/* A VM keeps its id when it is renamed; what is under way for it comes along. */
static void
rename_record (NwdDomainTable *self, NwdDomainRecord *record, const char *name)
{
  NwdDomainRecord *other = nwd_domain_table_find (self, name);

  if (other == record)
    return;
  if (other)
    nwd_domain_table_remove (self, other);

  g_hash_table_steal (self->by_name, record->name);
  g_free (record->name);
  record->name = g_strdup (name);
  g_hash_table_insert (self->by_name, record->name, record);
}

NwdDomainRecord *
nwd_domain_table_put (NwdDomainTable *self, const NwdReading *reading)
{
  NwdDomain *domain = reading->domain;
  NwdDomainRecord *record = nwd_domain_table_find_id (self, domain->id);

  if (record && record->begun > reading->begun)
    return NULL;

  if (record)
    rename_record (self, record, domain->name);
  else
    record = nwd_domain_table_ensure (self, domain->name);

  forget_id (self, record);
  g_clear_pointer (&record->domain, nwd_domain_unref);
  record->domain = nwd_domain_ref (domain);
  record->stamp = reading->stamp;
  record->begun = reading->begun;
  g_hash_table_insert (self->by_id, record->domain->id, record);
  return record;
}

GPtrArray *
nwd_domain_table_get_domains (NwdDomainTable *self)
{
  guint n = g_hash_table_size (self->by_id);
  GPtrArray *domains = g_ptr_array_new_full (n, (GDestroyNotify)nwd_domain_unref);
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    g_ptr_array_add (domains, nwd_domain_ref (((NwdDomainRecord *)record)->domain));
  return domains;
}
