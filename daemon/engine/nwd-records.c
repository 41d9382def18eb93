/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-records.h"

#include "core/nwd-codec-host.h"
#include "core/nwd-codec-note.h"
#include "core/nwd-codec-quarantine.h"
#include "core/nwd-codec-stored-vnic.h"

struct _NwdRecords
{
  NwdStore *store;
  NwdDocument *host;
  GHashTable *vms; /* VM id → NwdDocument */
  GHashTable *bad; /* set of VM ids whose file could not be read */
};

typedef struct
{
  NwdRecords *records;
  char *copy; /* text for the copy of host.ini; NULL: none */
  NwdRecordsSaved saved;
  gpointer data;
} Write;

NwdRecords *
nwd_records_new (NwdStore *store)
{
  NwdRecords *records = g_new0 (NwdRecords, 1);

  records->store = g_object_ref (store);
  records->host = nwd_document_new ("host");
  records->vms
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_document_free);
  records->bad = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return records;
}

void
nwd_records_free (NwdRecords *records)
{
  g_object_unref (records->store);
  nwd_document_free (records->host);
  g_hash_table_unref (records->vms);
  g_hash_table_unref (records->bad);
  g_free (records);
}

static GHashTable *
table_new (GDestroyNotify unref)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref);
}

static void
take_table (GHashTable **table, GHashTable *by)
{
  g_hash_table_unref (*table);
  *table = g_hash_table_ref (by);
}

/* It went when the host started anew. */
static gboolean
is_of_another_boot (gpointer id, gpointer value, gpointer boot_id)
{
  const NwdAttachment *attachment = value;

  return *attachment->boot_id && !g_str_equal (attachment->boot_id, boot_id);
}

gboolean
nwd_records_load_host (NwdRecords *records, NwdState *state, const char *text, GError **error)
{
  g_autoptr (GHashTable) networks = table_new ((GDestroyNotify)nwd_network_unref);
  g_autoptr (GHashTable) attachments = table_new ((GDestroyNotify)nwd_attachment_unref);
  g_autoptr (GHashTable) labels = table_new ((GDestroyNotify)nwd_label_unref);
  g_autoptr (NwdDocument) document
    = text ? nwd_document_parse ("host", text, error) : nwd_document_new ("host");

  if (!document || !nwd_codec_host_get (document, networks, attachments, labels, error))
    return FALSE;
  g_hash_table_foreach_remove (attachments, is_of_another_boot, state->boot_id);
  nwd_document_free (records->host);
  records->host = g_steal_pointer (&document);
  take_table (&state->own_networks, networks);
  take_table (&state->own_attachments, attachments);
  take_table (&state->labels, labels);
  return TRUE;
}

gboolean
nwd_records_load_vm (
  NwdRecords *records, NwdState *state, const char *vm_id, const char *text, GError **error)
{
  g_autoptr (NwdDocument) document = nwd_document_parse ("vm", text, error);
  g_autoptr (GPtrArray) notes = document ? nwd_codec_notes_get (document, error) : NULL;
  g_autoptr (GPtrArray) vnics = notes ? nwd_codec_stored_vnics_get (document, error) : NULL;
  g_autoptr (NwdQuarantine) quarantine = NULL;

  if (!vnics || !nwd_codec_quarantine_get_vm (document, &quarantine, error))
    {
      g_hash_table_add (records->bad, g_strdup (vm_id));
      return FALSE;
    }
  g_hash_table_replace (records->vms, g_strdup (vm_id), g_steal_pointer (&document));
  if (quarantine)
    g_hash_table_replace (state->quarantines, g_strdup (vm_id), g_steal_pointer (&quarantine));
  g_hash_table_replace (state->notes, g_strdup (vm_id), g_steal_pointer (&notes));
  g_hash_table_replace (state->stored_vnics, g_strdup (vm_id), g_steal_pointer (&vnics));
  return TRUE;
}

static void
on_copied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!nwd_store_write_finish (NWD_STORE (source), result, &error))
    g_warning ("%s", error->message);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Write *write = data;
  g_autofree char *copy = write->copy;
  GError *error = NULL;

  if (nwd_store_write_finish (NWD_STORE (source), result, &error) && copy)
    nwd_store_write_async (NWD_STORE (source), NWD_RECORDS_PREVIOUS, copy, on_copied, NULL);
  if (write->saved)
    {
      write->saved (error, write->data);
      return;
    }
  if (error)
    g_warning ("%s", error->message);
  g_clear_error (&error);
}

static Write *
write_new (NwdRecords *records, NwdRecordsSaved saved, gpointer data)
{
  Write *write = g_new0 (Write, 1);

  write->records = records;
  write->saved = saved;
  write->data = data;
  return write;
}

void
nwd_records_save_host (NwdRecords *records,
                       const NwdHostRecords *host,
                       NwdRecordsSaved saved,
                       gpointer data)
{
  Write *write = write_new (records, saved, data);

  nwd_codec_host_put (records->host, host->networks, host->attachments, host->labels);
  write->copy = nwd_document_to_text (records->host);
  nwd_store_write_async (records->store, NWD_RECORDS_HOST, write->copy, on_written, write);
}

static NwdDocument *
get_document (NwdRecords *records, const char *vm_id)
{
  NwdDocument *document = g_hash_table_lookup (records->vms, vm_id);

  if (!document)
    {
      document = nwd_document_new ("vm");
      g_hash_table_insert (records->vms, g_strdup (vm_id), document);
    }
  return document;
}

static void
set_bad_aside (NwdRecords *records, const char *vm_id, const char *name)
{
  g_autoptr (GError) error = NULL;

  if (g_hash_table_remove (records->bad, vm_id)
      && !nwd_store_set_aside (records->store, name, &error))
    g_warning ("%s", error->message);
}

static gboolean
is_empty (GPtrArray *records)
{
  return !records || records->len == 0;
}

/* What is kept of a quarantine stays in the document until it is said otherwise. */
static gboolean
has_quarantine (NwdRecords *records, const char *vm_id)
{
  const NwdDocument *document = g_hash_table_lookup (records->vms, vm_id);
  g_auto (GStrv) groups = document ? nwd_document_list (document, "quarantine") : NULL;

  return groups && *groups;
}

/* NULL: there is nothing to keep. */
static char *
vm_to_text (NwdRecords *records, const char *vm_id, GPtrArray *notes, GPtrArray *vnics)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  NwdDocument *document = NULL;

  if (is_empty (notes) && is_empty (vnics) && !has_quarantine (records, vm_id))
    {
      g_hash_table_remove (records->vms, vm_id);
      return NULL;
    }
  document = get_document (records, vm_id);
  nwd_codec_notes_put (document, notes ? notes : none);
  nwd_codec_stored_vnics_put (document, vnics ? vnics : none);
  return nwd_document_to_text (document);
}

void
nwd_records_save_vm (NwdRecords *records,
                     const char *vm_id,
                     GPtrArray *notes,
                     GPtrArray *vnics,
                     NwdRecordsSaved saved,
                     gpointer data)
{
  Write *write = write_new (records, saved, data);
  g_autofree char *name = g_strconcat ("vm/", vm_id, ".ini", NULL);
  g_autofree char *text = NULL;

  set_bad_aside (records, vm_id, name);
  text = vm_to_text (records, vm_id, notes, vnics);
  nwd_store_write_async (records->store, name, text, on_written, write);
}

void
nwd_records_save_quarantine (NwdRecords *records,
                             const NwdState *state,
                             const char *vm_id,
                             const NwdQuarantine *quarantine,
                             NwdRecordsSaved saved,
                             gpointer data)
{
  nwd_codec_quarantine_put_vm (get_document (records, vm_id), quarantine);
  nwd_records_save_vm (records, vm_id, g_hash_table_lookup (state->notes, vm_id),
                       g_hash_table_lookup (state->stored_vnics, vm_id), saved, data);
}

void
nwd_records_forget_vm (NwdRecords *records, const char *vm_id)
{
  g_hash_table_remove (records->vms, vm_id);
  nwd_records_save_vm (records, vm_id, NULL, NULL, NULL, NULL);
}
