/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-domain-follower.h"

#include "core/nwd-error.h"
#include "nwd-domain-table.h"

/* A change of ours that takes longer does not hold up what others do to the VM. */
#define PATIENCE_MS 50

struct _NwdDomainFollower
{
  NwdLibvirtWorkers *workers;
  const NwdDomainFollowerListener *listener;
  gpointer data;
  NwdLibvirtSession *session;
  NwdDomainTable *table;
  GHashTable *missed; /* names noticed while an inventory is read; NULL when none is */
};

typedef struct
{
  NwdDomainFollower *follower;
  NwdLibvirtSession *session;
  char *id;   /* NULL: found by name */
  char *name; /* NULL: read for a caller */
} Read;

static void refresh (NwdDomainFollower *self, NwdDomainRecord *record);

static void
read_free (gpointer data)
{
  Read *read = data;

  nwd_libvirt_session_unref (read->session);
  g_free (read->id);
  g_free (read->name);
  g_free (read);
}

static void
run_read (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Read *read = data;
  NwdLibvirtConnection *connection = read->session->reads;
  g_autoptr (GError) error = NULL;
  g_autoptr (virDomain) domain
    = read->id ? nwd_libvirt_connection_find_domain (connection, read->id, &error)
               : nwd_libvirt_connection_find_domain_by_name (connection, read->name, &error);
  NwdReading *reading = domain ? nwd_libvirt_read_domain (domain, &error) : NULL;

  if (reading)
    {
      nwd_libvirt_connection_check_name (connection, domain, reading->domain->name);
      g_task_return_pointer (task, reading, (GDestroyNotify)nwd_reading_free);
      return;
    }
  if (read->id && g_error_matches (error, NWD_ERROR, NWD_ERROR_NOT_FOUND))
    nwd_libvirt_connection_forget_domain (connection, read->id);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
start_read (NwdDomainFollower *self, GTask *task, const char *id, const char *name)
{
  Read *read = g_new0 (Read, 1);

  read->follower = self;
  read->session = nwd_libvirt_session_ref (self->session);
  read->id = g_strdup (id);
  read->name = g_strdup (name);
  g_task_set_task_data (task, read, read_free);
  nwd_libvirt_workers_run (self->workers, task, run_read);
}

/* The name may have passed from one VM to another. */
static void
tell_if_replaced (NwdDomainFollower *self, const NwdDomain *domain)
{
  NwdDomainRecord *record = nwd_domain_table_find (self->table, domain->name);
  g_autofree char *id = NULL;

  if (!record || !record->domain || g_str_equal (record->domain->id, domain->id))
    return;

  id = g_strdup (record->domain->id);
  nwd_domain_table_remove (self->table, record);
  self->listener->gone (id, self->data);
}

/* The newest that is known of the VM that @reading is of. */
static NwdDomain *
settle (NwdDomainFollower *self, const Read *read, const NwdReading *reading)
{
  if (self->missed || read->session != self->session)
    return reading->domain;

  tell_if_replaced (self, reading->domain);
  nwd_domain_table_put (self->table, reading);
  return nwd_domain_table_find_id (self->table, reading->domain->id)->domain;
}

/* Not there any more, under this id or name. Another VM may have the name by now. */
static void
drop (NwdDomainFollower *self, const Read *read)
{
  NwdDomainRecord *record = nwd_domain_table_find (self->table, read->name);
  g_autofree char *id = NULL;

  if (!record)
    return;

  id = record->domain ? g_strdup (record->domain->id) : NULL;
  nwd_domain_table_remove (self->table, record);
  if (id)
    self->listener->gone (id, self->data);
  if (read->id)
    refresh (self, nwd_domain_table_ensure (self->table, read->name));
}

static void
lose_if_broken (NwdDomainFollower *self, const Read *read, const GError *error)
{
  if (read->session == self->session
      && g_error_matches (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE))
    self->listener->lost (self->data);
}

static void
handle_read_error (NwdDomainFollower *self, const Read *read, const GError *error)
{
  if (g_error_matches (error, NWD_ERROR, NWD_ERROR_NOT_FOUND))
    drop (self, read);
  else if (g_error_matches (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE))
    lose_if_broken (self, read, error);
  else
    g_warning ("%s: what was known of it stays", error->message);
}

static gboolean
end_reading (NwdDomainFollower *self, const char *name)
{
  NwdDomainRecord *record = nwd_domain_table_find (self->table, name);
  gboolean again = record && record->again;

  if (record)
    record->reading = record->again = FALSE;
  return again;
}

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer data)
{
  NwdDomainFollower *self = data;
  const Read *read = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdReading) reading = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean again;

  if (read->session != self->session)
    return;
  if (self->missed)
    {
      nwd_domain_follower_notice (self, read->name);
      return;
    }

  again = end_reading (self, read->name);
  if (reading)
    self->listener->changed (settle (self, read, reading), self->data);
  else
    handle_read_error (self, read, error);
  if (again)
    nwd_domain_follower_notice (self, read->name);
}

static void
refresh (NwdDomainFollower *self, NwdDomainRecord *record)
{
  const char *id = record->domain ? record->domain->id : NULL;

  record->again = record->reading;
  if (record->reading)
    return;

  record->reading = TRUE;
  start_read (self, g_task_new (NULL, NULL, on_refreshed, self), id, record->name);
}

static gboolean
is_current (const NwdDomainRecord *record)
{
  NwdStatusStamp stamp;

  if (!record->domain)
    return FALSE;

  nwd_status_stamp_take (&stamp, record->name);
  return nwd_status_stamp_equal (&stamp, &record->stamp);
}

typedef struct
{
  NwdDomainFollower *follower;
  NwdDomainRecord *record; /* takes its source along when it goes */
} Waiter;

static gboolean
on_patience_ended (gpointer data)
{
  Waiter *waiter = data;

  waiter->record->patience = 0;
  if (waiter->follower->session) /* else all is read when there is one again */
    refresh (waiter->follower, waiter->record);
  return G_SOURCE_REMOVE;
}

static void
wait_for_change (NwdDomainFollower *self, NwdDomainRecord *record)
{
  Waiter *waiter;

  if (record->patience)
    return;

  waiter = g_new (Waiter, 1);
  waiter->follower = self;
  waiter->record = record;
  record->patience
    = g_timeout_add_full (G_PRIORITY_DEFAULT, PATIENCE_MS, on_patience_ended, waiter, g_free);
  /* cppcheck-suppress memleak; the source has it */
}

void
nwd_domain_follower_notice (NwdDomainFollower *self, const char *name)
{
  NwdDomainRecord *record;

  if (self->missed)
    {
      g_hash_table_add (self->missed, g_strdup (name));
      return;
    }

  record = nwd_domain_table_ensure (self->table, name);
  if (is_current (record))
    return;
  if (record->n_changes > 0)
    wait_for_change (self, record);
  else
    refresh (self, record);
}

NwdDomainFollower *
nwd_domain_follower_new (NwdLibvirtWorkers *workers,
                         const NwdDomainFollowerListener *listener,
                         gpointer data)
{
  NwdDomainFollower *self = g_new0 (NwdDomainFollower, 1);

  self->workers = workers;
  self->listener = listener;
  self->data = data;
  self->table = nwd_domain_table_new ();
  nwd_domain_follower_begin_inventory (self);
  return self;
}

void
nwd_domain_follower_free (NwdDomainFollower *self)
{
  g_clear_pointer (&self->session, nwd_libvirt_session_unref);
  g_clear_pointer (&self->missed, g_hash_table_unref);
  nwd_domain_table_free (self->table);
  g_free (self);
}

void
nwd_domain_follower_set_session (NwdDomainFollower *self, NwdLibvirtSession *session)
{
  g_clear_pointer (&self->session, nwd_libvirt_session_unref);
  self->session = session ? nwd_libvirt_session_ref (session) : NULL;
  nwd_domain_follower_begin_inventory (self);
}

void
nwd_domain_follower_begin_inventory (NwdDomainFollower *self)
{
  if (!self->missed)
    self->missed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* What a change of ours told while the inventory was read is newer, and it may go on. */
static void
carry_over (NwdDomainTable *from, NwdDomainTable *to, NwdReading *reading)
{
  NwdDomainRecord *old = nwd_domain_table_find_id (from, reading->domain->id);
  NwdDomainRecord *record;

  if (old && old->begun > reading->begun)
    {
      nwd_domain_unref (reading->domain);
      reading->domain = nwd_domain_ref (old->domain);
      reading->stamp = old->stamp;
      reading->begun = old->begun;
    }
  record = nwd_domain_table_put (to, reading);
  if (record && old)
    record->n_changes = old->n_changes;
}

GPtrArray *
nwd_domain_follower_end_inventory (NwdDomainFollower *self, GPtrArray *readings)
{
  g_autoptr (NwdDomainTable) old = self->table;

  self->table = nwd_domain_table_new ();
  for (guint i = 0; i < readings->len; i++)
    carry_over (old, self->table, g_ptr_array_index (readings, i));
  return nwd_domain_table_get_domains (self->table);
}

void
nwd_domain_follower_resume (NwdDomainFollower *self)
{
  g_autoptr (GHashTable) missed = g_steal_pointer (&self->missed);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, missed);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    nwd_domain_follower_notice (self, name);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Read *read = g_task_get_task_data (G_TASK (result));
  NwdDomainFollower *self = read->follower;
  GError *error = NULL;
  g_autoptr (NwdReading) reading = g_task_propagate_pointer (G_TASK (result), &error);

  if (!reading)
    {
      lose_if_broken (self, read, error);
      g_task_return_error (task, error);
    }
  else
    g_task_return_pointer (task, nwd_domain_ref (settle (self, read, reading)),
                           (GDestroyNotify)nwd_domain_unref);
}

void
nwd_domain_follower_read_async (NwdDomainFollower *self, const char *id, GTask *task)
{
  start_read (self, g_task_new (NULL, NULL, on_read, task), id, NULL);
}

void
nwd_domain_follower_begin_change (NwdDomainFollower *self, const char *id)
{
  NwdDomainRecord *record = nwd_domain_table_find_id (self->table, id);

  if (record)
    record->n_changes++;
}

void
nwd_domain_follower_end_change (NwdDomainFollower *self, const char *id)
{
  NwdDomainRecord *record = nwd_domain_table_find_id (self->table, id);

  if (!record || record->n_changes == 0)
    return;

  record->n_changes--;
  if (record->n_changes > 0 || !record->patience)
    return;

  g_clear_handle_id (&record->patience, g_source_remove);
  nwd_domain_follower_notice (self, record->name);
}

static GPtrArray *
ref_cards (GPtrArray *cards)
{
  return cards ? g_ptr_array_ref (cards) : NULL;
}

/* Only what was read may count as newer than the files. */
static void
fill_from_known (NwdReading *reading, const NwdDomainRecord *record, NwdScope scope)
{
  NwdDomain *domain = reading->domain;

  domain->persistent = record->domain->persistent;
  domain->managed_save = record->domain->managed_save;
  reading->stamp.files[NWD_STATUS_SAVE] = record->stamp.files[NWD_STATUS_SAVE];
  if (!(scope & NWD_SCOPE_CONFIG))
    {
      domain->config = ref_cards (record->domain->config);
      reading->stamp.files[NWD_STATUS_CONFIG] = record->stamp.files[NWD_STATUS_CONFIG];
    }
  if (!(scope & NWD_SCOPE_LIVE))
    {
      domain->state = record->domain->state;
      domain->live = ref_cards (record->domain->live);
      domain->free_slots = record->domain->free_slots;
      domain->agent = record->domain->agent;
      reading->stamp.files[NWD_STATUS_LIVE] = record->stamp.files[NWD_STATUS_LIVE];
    }
}

static gboolean
fits (const NwdDomainRecord *record, const NwdReading *reading, NwdScope scope)
{
  if (!record || record->begun > reading->begun)
    return FALSE;
  if (scope & NWD_SCOPE_LIVE && !(record->domain->live && reading->domain->live))
    return FALSE;
  return !(scope & NWD_SCOPE_CONFIG) || record->domain->persistent;
}

NwdDomain *
nwd_domain_follower_complete (NwdDomainFollower *self, NwdReading *reading, NwdScope scope)
{
  NwdDomainRecord *record = nwd_domain_table_find_id (self->table, reading->domain->id);

  if (!fits (record, reading, scope))
    return NULL;

  fill_from_known (reading, record, scope);
  nwd_domain_table_put (self->table, reading);
  return nwd_domain_ref (reading->domain);
}
