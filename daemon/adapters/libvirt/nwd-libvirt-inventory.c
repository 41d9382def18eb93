/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-inventory.h"

#include "nwd-libvirt-error.h"

typedef struct
{
  virDomainPtr domain;
  gboolean inactive;
  gboolean managed_save;
  NwdReading *reading; /* NULL: gone, or not readable */
} Entry;

/* Shared by the workers: each takes the next entry; the last to end returns the task. */
typedef struct
{
  NwdLibvirtConnection *connection;
  NwdLibvirtWorkers *workers;
  GArray *entries;
  GPtrArray *networks;
  gint next;      /* atomic */
  gint n_workers; /* atomic */
  gint lost;      /* atomic: the connection broke */
} Job;

void
nwd_inventory_free (NwdInventory *self)
{
  g_clear_pointer (&self->readings, g_ptr_array_unref);
  g_clear_pointer (&self->networks, g_ptr_array_unref);
  g_free (self);
}

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  virDomainFree (entry->domain);
  g_clear_pointer (&entry->reading, nwd_reading_free);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  nwd_libvirt_connection_unref (job->connection);
  g_array_unref (job->entries);
  g_clear_pointer (&job->networks, g_ptr_array_unref);
  g_free (job);
}

static void
read_entry (Job *job, Entry *entry)
{
  g_autoptr (GError) error = NULL;

  entry->reading = entry->inactive
                     ? nwd_libvirt_read_inactive_domain (entry->domain, entry->managed_save, &error)
                     : nwd_libvirt_read_domain (entry->domain, &error);
  if (entry->reading || g_error_matches (error, NWD_ERROR, NWD_ERROR_NOT_FOUND))
    return;

  if (g_error_matches (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE))
    g_atomic_int_set (&job->lost, TRUE);
  else
    g_warning ("%s: it is left out", error->message);
}

static void
return_inventory (GTask *task, Job *job)
{
  NwdInventory *inventory;

  if (g_atomic_int_get (&job->lost))
    {
      g_task_return_new_error (task, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE,
                               "cannot read the VMs: libvirt closed the connection");
      return;
    }

  inventory = g_new0 (NwdInventory, 1);
  inventory->networks = g_steal_pointer (&job->networks);
  inventory->readings = g_ptr_array_new_full (job->entries->len, (GDestroyNotify)nwd_reading_free);
  for (guint i = 0; i < job->entries->len; i++)
    {
      Entry *entry = &g_array_index (job->entries, Entry, i);

      if (entry->reading)
        g_ptr_array_add (inventory->readings, g_steal_pointer (&entry->reading));
    }
  g_task_return_pointer (task, inventory, (GDestroyNotify)nwd_inventory_free);
}

static void
read_entries (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  guint i;

  while ((i = g_atomic_int_add (&job->next, 1)) < job->entries->len
         && !g_atomic_int_get (&job->lost))
    read_entry (job, &g_array_index (job->entries, Entry, i));

  if (g_atomic_int_dec_and_test (&job->n_workers))
    return_inventory (task, job);
}

static void
set_list_error (GError **error)
{
  nwd_libvirt_set_error (error, NWD_ERROR_FAILED);
  g_prefix_error (error, "cannot list the VMs of libvirt: ");
}

/* Adds the VMs that @flags select. */
static gboolean
list_domains (Job *job, guint flags, gboolean inactive, GHashTable *saved, GError **error)
{
  g_autofree virDomainPtr *list = NULL;
  int n = virConnectListAllDomains (nwd_libvirt_connection_get (job->connection), &list, flags);

  if (n < 0)
    {
      set_list_error (error);
      return FALSE;
    }
  for (int i = 0; i < n; i++)
    {
      gboolean managed_save = g_hash_table_contains (saved, virDomainGetName (list[i]));
      Entry entry = { list[i], inactive, managed_save, NULL };

      g_array_append_val (job->entries, entry);
    }
  return TRUE;
}

static GHashTable *
list_saved (Job *job, GError **error)
{
  g_autoptr (GHashTable) saved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree virDomainPtr *list = NULL;
  int n = virConnectListAllDomains (nwd_libvirt_connection_get (job->connection), &list,
                                    VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE);

  for (int i = 0; i < n; i++)
    {
      g_autoptr (virDomain) domain = list[i];

      g_hash_table_add (saved, g_strdup (virDomainGetName (domain)));
    }
  if (n >= 0)
    return g_steal_pointer (&saved);

  set_list_error (error);
  return NULL;
}

/* Lists overlap where a VM starts or stops in between; it is then read twice, as it then is. */
static gboolean
list_all (Job *job, GError **error)
{
  g_autoptr (GHashTable) saved = list_saved (job, error);

  return saved && list_domains (job, VIR_CONNECT_LIST_DOMAINS_ACTIVE, FALSE, saved, error)
         && list_domains (job, VIR_CONNECT_LIST_DOMAINS_INACTIVE | VIR_CONNECT_LIST_DOMAINS_OTHER,
                          FALSE, saved, error)
         && list_domains (job, VIR_CONNECT_LIST_DOMAINS_INACTIVE | VIR_CONNECT_LIST_DOMAINS_SHUTOFF,
                          TRUE, saved, error);
}

static void
begin (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;

  job->networks = nwd_libvirt_read_networks (nwd_libvirt_connection_get (job->connection), &error);
  if (!job->networks || !list_all (job, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  job->n_workers = NWD_INVENTORY_WIDTH;
  for (guint i = 0; i < NWD_INVENTORY_WIDTH; i++)
    nwd_libvirt_workers_run (job->workers, g_object_ref (task), read_entries);
}

void
nwd_libvirt_inventory_run (NwdLibvirtConnection *connection,
                           NwdLibvirtWorkers *workers,
                           GTask *task)
{
  Job *job = g_new0 (Job, 1);

  job->connection = nwd_libvirt_connection_ref (connection);
  job->workers = workers;
  job->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (job->entries, entry_clear);
  g_task_set_task_data (task, job, job_free);
  nwd_libvirt_workers_run (workers, task, begin);
}
