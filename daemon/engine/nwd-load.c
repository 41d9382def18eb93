/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-load.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "nwd-guest-cache.h"

#include <string.h>

#define VM  "vm/"
#define INI ".ini"

/* The VM whose file @name is, or NULL. */
static char *
vm_of (const char *name)
{
  if (!g_str_has_prefix (name, VM) || !g_str_has_suffix (name, INI))
    return NULL;
  return g_strndup (name + strlen (VM), strlen (name) - strlen (VM) - strlen (INI));
}

void
nwd_load_vms (NwdContext *context, GHashTable *texts)
{
  GHashTableIter iter;
  gpointer name, text;

  g_hash_table_iter_init (&iter, texts);
  while (g_hash_table_iter_next (&iter, &name, &text))
    {
      g_autofree char *vm_id = vm_of (name);
      g_autoptr (GError) error = NULL;

      if (!vm_id || nwd_records_load_vm (context->records, context->state, vm_id, text, &error))
        continue;
      g_warning ("%s: %s", (char *)name, error->message);
      g_hash_table_replace (context->state->problems[NWD_PROBLEM_STORE], g_steal_pointer (&vm_id),
                            g_strdup_printf ("%s: %s", (char *)name, error->message));
    }
}

/* One that was removed, or set aside by a recovery that did not end. */
static gboolean
check_not_missing (GHashTable *texts, GError **error)
{
  if (g_hash_table_contains (texts, NWD_RECORDS_HOST)
      || !g_hash_table_contains (texts, NWD_RECORDS_PREVIOUS))
    return TRUE;
  g_set_error_literal (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED,
                       NWD_RECORDS_HOST ": it is missing, but its copy is there");
  return FALSE;
}

static gboolean
load (NwdContext *context, GHashTable *texts, GError **error)
{
  if (!check_not_missing (texts, error))
    return FALSE;
  if (!nwd_records_load_host (context->records, context->state,
                              g_hash_table_lookup (texts, NWD_RECORDS_HOST), error))
    {
      g_prefix_error_literal (error, NWD_RECORDS_HOST ": ");
      return FALSE;
    }
  if (!nwd_journal_load (context->journal, g_hash_table_lookup (texts, NWD_JOURNAL),
                         context->state->boot_id, error))
    {
      g_prefix_error_literal (error, NWD_JOURNAL ": ");
      return FALSE;
    }
  return TRUE;
}

static void
on_forgotten (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!nwd_store_write_finish (NWD_STORE (store), result, &error))
    g_warning ("%s", error->message);
}

/* What cannot be read is counted anew. */
static void
load_statistics (NwdContext *context, GHashTable *texts)
{
  g_autoptr (GError) error = NULL;

  if (!nwd_statistics_load (context->statistics, g_hash_table_lookup (texts, NWD_STATISTICS_FILE),
                            &error))
    g_warning (NWD_STATISTICS_FILE ": %s", error->message);
}

/* What cannot be read was nothing but a memory. */
static void
load_unpluggings (NwdContext *context, GHashTable *texts)
{
  g_autoptr (GError) error = NULL;

  if (!nwd_unpluggings_load (context->unpluggings, g_hash_table_lookup (texts, NWD_UNPLUGGING_FILE),
                             &error))
    g_warning (NWD_UNPLUGGING_FILE ": %s", error->message);
}

/* Where guests are not asked, what they once said is nobody's business either. */
static void
load_guests (NwdContext *context, NwdStore *store, GHashTable *texts)
{
  const char *text = g_hash_table_lookup (texts, NWD_GUEST_CACHE_FILE);

  if (context->guests)
    nwd_guests_load (context->guests, text);
  else if (text)
    nwd_store_write_async (store, NWD_GUEST_CACHE_FILE, NULL, on_forgotten, NULL);
}

void
nwd_load (NwdContext *context, NwdStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) texts = nwd_store_read_all (store, &error);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  g_free (context->state->boot_id);
  context->state->boot_id = nwd_kernel_get_boot_id (context->kernel);
  if (texts)
    {
      load_statistics (context, texts);
      load_unpluggings (context, texts);
    }
  if (texts && load (context, texts, &error))
    {
      load_guests (context, store, texts);
      nwd_load_vms (context, texts);
      return;
    }
  g_critical ("Degraded, nothing will be changed: %s", error->message);
  nwd_fold_degraded (context->state, error->message, touched);
}

static gboolean
check_file (
  NwdContext *context, NwdState *state, const char *name, const char *text, GError **error)
{
  g_autofree char *vm_id = vm_of (name);

  if (vm_id)
    return nwd_records_load_vm (context->records, state, vm_id, text, error);
  if (g_str_equal (name, NWD_RECORDS_HOST) || g_str_equal (name, NWD_RECORDS_PREVIOUS))
    return nwd_records_load_host (context->records, state, text, error);
  if (g_str_equal (name, NWD_JOURNAL))
    return nwd_journal_load (context->journal, text, state->boot_id, error);
  if (g_str_equal (name, NWD_STATISTICS_FILE))
    return nwd_statistics_check (text, error);
  if (g_str_equal (name, NWD_UNPLUGGING_FILE))
    return nwd_unpluggings_check (text, error);
  if (g_str_equal (name, NWD_GUEST_CACHE_FILE))
    return nwd_guest_cache_check (text, error);
  return TRUE;
}

gboolean
nwd_load_check (NwdStore *store, GString *report)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) texts = nwd_store_read_all (store, &error);
  g_autofree gpointer *names = NULL;
  gboolean good = TRUE;
  NwdContext context = { .records = nwd_records_new (store), .journal = nwd_journal_new (store) };
  g_autoptr (NwdState) state = nwd_state_new ();

  if (!texts)
    g_string_append_printf (report, "%s\n", error->message);
  names = texts ? g_hash_table_get_keys_as_array (texts, NULL) : NULL;
  for (gpointer *name = names; name && *name; name++)
    {
      g_autoptr (GError) bad = NULL;
      gboolean fine = check_file (&context, state, *name, g_hash_table_lookup (texts, *name), &bad);

      g_string_append_printf (report, "%s: %s\n", (char *)*name, fine ? "good" : bad->message);
      good = good && fine;
    }
  nwd_records_free (context.records);
  nwd_journal_free (context.journal);
  return good && texts;
}
