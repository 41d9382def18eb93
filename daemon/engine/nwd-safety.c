/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-safety.h"

#include "core/nwd-error.h"
#include "core/nwd-reach.h"

/* Until the journal knows of it nothing would end it but its time. */
#define UNKNOWN 3u /* s */

/* Of a change that may wait, and of a checkpoint (API.md). */
#define LONGEST 600u /* s */

/* How long we may take to put back what was given up or not confirmed, before it is done for us. */
#define SLACK 120u /* s */

typedef struct
{
  NwdContext *context;
  GPtrArray *plans;          /* begin */
  GPtrArray *entries;        /* NULL: not in the journal yet */
  NwdCheckpoint *checkpoint; /* renew */
  char *safeguard;           /* begin; "" none */
  guint seconds;             /* begin, renew: that it is to last */
  NwdSafetyBegun begun;
  NwdJournalWritten written;
  gpointer data;
} Work;

static Work *
work_new (NwdContext *context, NwdJournalWritten written, gpointer data)
{
  Work *work = g_new0 (Work, 1);

  work->context = context;
  work->written = written;
  work->data = data;
  return work;
}

static void
work_free (Work *work)
{
  g_clear_pointer (&work->plans, g_ptr_array_unref);
  g_clear_pointer (&work->entries, g_ptr_array_unref);
  g_clear_pointer (&work->checkpoint, nwd_checkpoint_unref);
  g_free (work->safeguard);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

/* The network manager's checkpoint beside @entries; "" none. */
static const char *
find_safeguard (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const NwdJournalEntry *entry = g_ptr_array_index (entries, i);

      if (*entry->safeguard)
        return entry->safeguard;
    }
  return "";
}

/* It is lost with the network manager's end: then it needs no end. */
static gboolean
is_over (GError **error)
{
  if (g_error_matches (*error, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE))
    g_clear_error (error);
  return !*error;
}

static void
on_dropped (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  nwd_host_network_end_checkpoint_finish (NWD_HOST_NETWORK (source), result, &error);
  if (!is_over (&error))
    g_warning ("%s", error->message);
}

static void
drop_safeguard (NwdContext *context, const char *safeguard, gboolean restore)
{
  if (*safeguard)
    nwd_host_network_end_checkpoint_async (context->host_network, safeguard, restore, on_dropped,
                                           NULL);
}

/* --- begin --- */

/* Takes @work and @error. */
static void
end_begin (Work *work, GError *error)
{
  g_autoptr (Work) done = work;

  work->begun (error ? NULL : g_steal_pointer (&work->entries), error, work->data);
}

static void
on_lasting (GObject *source, GAsyncResult *result, gpointer data)
{
  Work *work = data;
  GError *error = NULL;

  if (!nwd_host_network_extend_checkpoint_finish (NWD_HOST_NETWORK (source), result, &error))
    nwd_safety_drop (work->context, g_ptr_array_index (work->entries, 0), /* failed= */ FALSE);
  end_begin (work, error);
}

static void
on_noted (GError *error, gpointer data)
{
  Work *work = data;

  if (error)
    drop_safeguard (work->context, work->safeguard, /* restore= */ FALSE);
  if (error || !*work->safeguard)
    end_begin (work, error);
  else
    nwd_host_network_extend_checkpoint_async (work->context->host_network, work->safeguard,
                                              work->seconds, on_lasting, work);
}

static void
note (Work *work)
{
  work->entries
    = nwd_journal_begin (work->context->journal, work->plans, work->safeguard, on_noted, work);
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer data)
{
  Work *work = data;
  GError *error = NULL;
  char *safeguard
    = nwd_host_network_create_checkpoint_finish (NWD_HOST_NETWORK (source), result, &error);

  if (!safeguard)
    {
      end_begin (work, error);
      return;
    }
  g_free (work->safeguard);
  work->safeguard = safeguard;
  note (work);
}

static GStrv
list_reach (GPtrArray *plans)
{
  const NwdPlan *first = g_ptr_array_index (plans, 0);

  return *first->vm_id ? g_new0 (char *, 1) : nwd_reach_list (first);
}

/* One that may wait is given up at some time, too. */
static guint
seconds_of (const NwdOptions *options)
{
  guint patience = options->timeout > 0 ? options->timeout : LONGEST;

  return patience + options->confirm_timeout + SLACK;
}

void
nwd_safety_begin (NwdContext *context,
                  GPtrArray *plans,
                  const NwdOptions *options,
                  NwdSafetyBegun begun,
                  gpointer data)
{
  Work *work = work_new (context, NULL, data);
  g_auto (GStrv) names = list_reach (plans);

  work->plans = g_ptr_array_ref (plans);
  work->begun = begun;
  work->safeguard = g_strdup ("");
  work->seconds = seconds_of (options);
  if (*names)
    nwd_host_network_create_checkpoint_async (context->host_network, (const char *const *)names,
                                              UNKNOWN, on_created, work);
  else
    note (work);
}

/* --- end --- */

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Work) work = data;
  GError *error = NULL;

  nwd_host_network_end_checkpoint_finish (NWD_HOST_NETWORK (source), result, &error);
  if (is_over (&error))
    nwd_journal_end (work->context->journal, work->entries, work->written, work->data);
  else
    work->written (error, work->data);
}

/* The network manager's goes first: should we end in between, the journal puts it back, which is
 * what whoever asked has to expect of a change that was never answered. */
void
nwd_safety_end (NwdContext *context, GPtrArray *entries, NwdJournalWritten written, gpointer data)
{
  const char *safeguard = find_safeguard (entries);
  Work *work = NULL;

  if (!*safeguard)
    {
      nwd_journal_end (context->journal, entries, written, data);
      return;
    }
  work = work_new (context, written, data);
  work->entries = g_ptr_array_ref (entries);
  nwd_host_network_end_checkpoint_async (context->host_network, safeguard, /* restore= */ FALSE,
                                         on_ended, work);
}

/* --- renew --- */

static void
on_renewed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Work) work = data;
  GError *error = NULL;

  nwd_host_network_extend_checkpoint_finish (NWD_HOST_NETWORK (source), result, &error);
  if (is_over (&error))
    nwd_journal_renew (work->context->journal, work->checkpoint, work->written, work->data);
  else
    work->written (error, work->data);
}

static guint
seconds_until (gint64 deadline)
{
  gint64 left = (deadline - g_get_real_time ()) / G_USEC_PER_SEC;

  return (guint)CLAMP (left, 0, (gint64)LONGEST) + SLACK;
}

void
nwd_safety_renew (NwdContext *context,
                  NwdCheckpoint *checkpoint,
                  NwdJournalWritten written,
                  gpointer data)
{
  g_autoptr (GPtrArray) entries = nwd_journal_list_pending (context->journal, checkpoint->id);
  const char *safeguard = find_safeguard (entries);
  Work *work = NULL;

  if (!*safeguard)
    {
      nwd_journal_renew (context->journal, checkpoint, written, data);
      return;
    }
  work = work_new (context, written, data);
  work->checkpoint = nwd_checkpoint_ref (checkpoint);
  nwd_host_network_extend_checkpoint_async (context->host_network, safeguard,
                                            seconds_until (checkpoint->deadline), on_renewed, work);
}

/* --- drop --- */

/* All is as it was: it does not matter which of the two goes first. */
void
nwd_safety_drop (NwdContext *context, NwdJournalEntry *entry, gboolean failed)
{
  drop_safeguard (context, entry->safeguard, failed);
  nwd_journal_drop (context->journal, entry);
}
