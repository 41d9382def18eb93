/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-engine.h"

#include "core/nwd-derive.h"
#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "nwd-account.h"
#include "nwd-checkpoints.h"
#include "nwd-engine-private.h"
#include "nwd-load.h"
#include "nwd-recovery.h"

/* The way out of a degraded state: bad files are kept, set aside; good ones take their place. */

/* Takes @error (NULL: done) and @wanted, whose data is its account. */
static void
finish (GTask *wanted, GError *error)
{
  g_autoptr (GTask) task = wanted;

  nwd_account_close (g_task_get_task_data (task), error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
set_aside (NwdStore *store, GHashTable *texts, const char *name, GError **error)
{
  return !g_hash_table_contains (texts, name) || nwd_store_set_aside (store, name, error);
}

static void
on_saved (GError *error, gpointer data)
{
  GTask *task = data;
  g_autoptr (NwdEngine) engine = g_object_ref (g_task_get_source_object (task));
  NwdContext *context = nwd_engine_get_context (engine);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  if (error)
    {
      finish (task, error);
      return;
    }
  nwd_fold_degraded (context->state, "", touched);
  nwd_derive_all_vms (context->state, touched);
  nwd_derive_networks (context->state, touched);
  nwd_context_publish (context, touched);
  finish (task, NULL);
  nwd_checkpoints_load (context);
  nwd_recovery_run (context);
}

static const char *
find_good_host (NwdContext *context, GHashTable *texts)
{
  const char *host = g_hash_table_lookup (texts, NWD_RECORDS_HOST);

  return host && nwd_records_load_host (context->records, context->state, host, NULL) ? host : NULL;
}

static gboolean
take_previous_host (NwdContext *context, NwdStore *store, GHashTable *texts, GError **error)
{
  const char *copy = g_hash_table_lookup (texts, NWD_RECORDS_PREVIOUS);

  if (find_good_host (context, texts))
    return TRUE;
  if (!copy && g_hash_table_contains (texts, NWD_RECORDS_HOST))
    {
      g_set_error_literal (error, NWD_ERROR, NWD_ERROR_NOT_FOUND,
                           "previous: there is no copy of " NWD_RECORDS_HOST);
      return FALSE;
    }
  return nwd_records_load_host (context->records, context->state, copy, error)
         && set_aside (store, texts, NWD_RECORDS_HOST, error);
}

static gboolean
take_empty_host (NwdContext *context, NwdStore *store, GHashTable *texts, GError **error)
{
  return nwd_records_load_host (context->records, context->state, NULL, error)
         && set_aside (store, texts, NWD_RECORDS_HOST, error);
}

/* What is good of what there is; the bad is no longer in the way. */
static gboolean
take_what_is_good (NwdEngine *self, gboolean previous, GError **error)
{
  NwdContext *context = nwd_engine_get_context (self);
  NwdStore *store = nwd_engine_get_store (self);
  g_autoptr (GHashTable) texts = nwd_store_read_all (store, error);

  if (!texts)
    return FALSE;
  if (!(previous ? take_previous_host : take_empty_host) (context, store, texts, error))
    return FALSE;
  if (!nwd_journal_load (context->journal, g_hash_table_lookup (texts, NWD_JOURNAL),
                         context->state->boot_id, NULL)
      && !set_aside (store, texts, NWD_JOURNAL, error))
    return FALSE;
  nwd_load_vms (context, texts);
  return TRUE;
}

void
nwd_engine_recover_async (NwdEngine *self,
                          gboolean previous,
                          const NwdOptions *options,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  NwdContext *context = nwd_engine_get_context (self);
  NwdAccount *account = nwd_account_open (context, NWD_KIND_ROOT, "", options);
  g_autoptr (NwdHostRecords) host = NULL;
  GError *error = NULL;

  g_task_set_task_data (task, account, NULL);
  if (!*context->state->degraded_reason)
    {
      error = g_error_new (NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                           "there is nothing to recover: the state is ok");
      finish (task, error);
      return;
    }
  if (options->dry_run)
    {
      finish (task, NULL);
      return;
    }
  nwd_account_begin (account, "");
  if (!take_what_is_good (self, previous, &error))
    {
      finish (task, error);
      return;
    }
  host = nwd_host_records_new (context->state);
  nwd_records_save_host (context->records, host, on_saved, task);
}

gboolean
nwd_engine_recover_finish (NwdEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
