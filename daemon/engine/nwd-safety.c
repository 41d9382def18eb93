/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-safety.h"

#include "core/nwd-error.h"
#include "core/nwd-reach.h"
#include "nwd-checkpoints.h"

/* Until the journal knows of it nothing would end it but its time. */
#define UNKNOWN 3u /* s */

/* How long a change is taken to last that may wait for ever. */
#define LONGEST 600u /* s */

/* How long we may take to put back what was given up or not confirmed, before it is done for us. */
#define SLACK 120u /* s */

/* One that the network manager could not end: it is asked again. */
#define TRIES 3u
#define PAUSE 2u /* s */

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

/* It is lost with the network manager's end, and over when that has done its work: then it needs no
 * end. One that has just started, or whom we do not know yet, may have it still. */
static gboolean
is_over (const NwdContext *context, GError **error)
{
  gboolean unknown = nwd_host_network_get_state (context->host_network) == NWD_BACKEND_CONNECTING;
  gboolean away = g_error_matches (*error, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE);

  if ((away && !unknown) || g_error_matches (*error, NWD_ERROR, NWD_ERROR_NOT_FOUND))
    g_clear_error (error);
  return !*error;
}

static guint
seconds_until (gint64 deadline)
{
  gint64 left = (deadline - g_get_real_time ()) / G_USEC_PER_SEC;

  return (guint)CLAMP (left, 0, (gint64)NWD_CHECKPOINTS_MAX) + SLACK;
}

/* --- begin --- */

typedef struct
{
  NwdContext *context;
  GPtrArray *plans;
  GPtrArray *entries; /* NULL: not in the journal yet */
  char *safeguard;    /* "" none */
  guint seconds;      /* that it is to last */
  NwdSafetyBegun begun;
  gpointer data;
} Begin;

static void
begin_free (Begin *b)
{
  g_ptr_array_unref (b->plans);
  g_clear_pointer (&b->entries, g_ptr_array_unref);
  g_free (b->safeguard);
  g_free (b);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Begin, begin_free)

/* Takes @begin and @error. */
static void
end_begin (Begin *begin, GError *error)
{
  g_autoptr (Begin) b = begin;

  b->begun (error ? NULL : g_steal_pointer (&b->entries), error, b->data);
}

/* What guards nothing any more: the journal took longer than it lasted. */
static GError *
refuse_over (GError *error)
{
  if (!g_error_matches (error, NWD_ERROR, NWD_ERROR_NOT_FOUND))
    return error;
  g_error_free (error);
  return g_error_new (NWD_ERROR, NWD_ERROR_SETUP_FAILED,
                      "NetworkManager's checkpoint was over within %u s, before the change was "
                      "begun; nothing was changed",
                      UNKNOWN);
}

static void
on_lasting (GObject *source, GAsyncResult *result, gpointer data)
{
  Begin *b = data;
  GError *error = NULL;

  if (!nwd_host_network_extend_checkpoint_finish (NWD_HOST_NETWORK (source), result, &error))
    {
      nwd_safety_drop (b->context, g_ptr_array_index (b->entries, 0), /* restore= */ FALSE, NULL,
                       NULL);
      error = refuse_over (error);
    }
  end_begin (b, error);
}

static void
on_noted (GError *error, gpointer data)
{
  Begin *b = data;

  if (error && *b->safeguard)
    nwd_host_network_end_checkpoint_async (b->context->host_network, b->safeguard,
                                           /* restore= */ FALSE, NULL, NULL);
  if (error || !*b->safeguard)
    end_begin (b, error);
  else
    nwd_host_network_extend_checkpoint_async (b->context->host_network, b->safeguard, b->seconds,
                                              on_lasting, b);
}

static void
note (Begin *b)
{
  b->entries = nwd_journal_begin (b->context->journal, b->plans, b->safeguard, on_noted, b);
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer data)
{
  Begin *b = data;
  GError *error = NULL;
  char *safeguard
    = nwd_host_network_create_checkpoint_finish (NWD_HOST_NETWORK (source), result, &error);

  if (!safeguard)
    {
      end_begin (b, error);
      return;
    }
  g_free (b->safeguard);
  b->safeguard = safeguard;
  note (b);
}

/* The host's change is one plan. */
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
  guint patience = options->timeout > 0 ? MIN (options->timeout, LONGEST) : LONGEST;

  return patience + options->confirm_timeout + SLACK;
}

gboolean
nwd_safety_is_needed (GPtrArray *plans)
{
  g_auto (GStrv) names = list_reach (plans);

  return *names || nwd_plans_need_journal (plans);
}

void
nwd_safety_begin (NwdContext *context,
                  GPtrArray *plans,
                  const NwdOptions *options,
                  NwdSafetyBegun begun,
                  gpointer data)
{
  g_auto (GStrv) names = list_reach (plans);
  Begin *b = g_new0 (Begin, 1);

  *b = (Begin){ .context = context,
                .plans = g_ptr_array_ref (plans),
                .safeguard = g_strdup (""),
                .seconds = seconds_of (options),
                .begun = begun,
                .data = data };
  if (*names)
    nwd_host_network_create_checkpoint_async (context->host_network, (const char *const *)names,
                                              UNKNOWN, on_created, b);
  else
    note (b);
}

/* --- end --- */

typedef struct
{
  NwdContext *context;
  GPtrArray *entries;
  NwdJournalWritten written;
  gpointer data;
} End;

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree End *end = data;
  g_autoptr (GPtrArray) entries = end->entries;
  GError *error = NULL;

  nwd_host_network_end_checkpoint_finish (NWD_HOST_NETWORK (source), result, &error);
  if (is_over (end->context, &error))
    nwd_journal_end (end->context->journal, entries, end->written, end->data);
  else
    end->written (error, end->data);
}

/* The network manager's goes first: should we end in between, the journal puts it back, which is
 * what whoever asked has to expect of a change that was never answered. */
void
nwd_safety_end (NwdContext *context, GPtrArray *entries, NwdJournalWritten written, gpointer data)
{
  const char *safeguard = find_safeguard (entries);
  End *end = NULL;

  if (!*safeguard)
    {
      nwd_journal_end (context->journal, entries, written, data);
      return;
    }
  end = g_new (End, 1);
  *end = (End){ context, g_ptr_array_ref (entries), written, data };
  nwd_host_network_end_checkpoint_async (context->host_network, safeguard, /* restore= */ FALSE,
                                         on_ended, end);
}

/* --- until the deadline --- */

typedef struct
{
  NwdContext *context;
  GPtrArray *entries; /* keep */
  GPtrArray *plans;   /* keep; NULL: renew */
  NwdCheckpoint *checkpoint;
  NwdJournalWritten written;
  gpointer data;
} Term;

static void
term_free (Term *term)
{
  g_ptr_array_unref (term->entries);
  g_clear_pointer (&term->plans, g_ptr_array_unref);
  nwd_checkpoint_unref (term->checkpoint);
  g_free (term);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Term, term_free)

static void
write_term (const Term *term)
{
  NwdJournal *journal = term->context->journal;

  if (term->plans)
    nwd_journal_keep (journal, term->entries, term->plans, term->checkpoint, term->written,
                      term->data);
  else
    nwd_journal_renew (journal, term->checkpoint, term->written, term->data);
}

static void
on_term (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Term) term = data;
  GError *error = NULL;

  nwd_host_network_extend_checkpoint_finish (NWD_HOST_NETWORK (source), result, &error);
  if (is_over (term->context, &error))
    write_term (term);
  else
    term->written (error, term->data);
}

/* Takes @term. */
static void
set_term (Term *term)
{
  g_autoptr (Term) t = term;
  const char *safeguard = find_safeguard (t->entries);

  if (!*safeguard)
    {
      write_term (t);
      return;
    }
  nwd_host_network_extend_checkpoint_async (t->context->host_network, safeguard,
                                            seconds_until (t->checkpoint->deadline), on_term, t);
  g_steal_pointer (&t);
}

void
nwd_safety_keep (NwdContext *context,
                 GPtrArray *entries,
                 GPtrArray *plans,
                 NwdCheckpoint *checkpoint,
                 NwdJournalWritten written,
                 gpointer data)
{
  Term *term = g_new (Term, 1);

  *term = (Term){ context,
                  g_ptr_array_ref (entries),
                  g_ptr_array_ref (plans),
                  nwd_checkpoint_ref (checkpoint),
                  written,
                  data };
  set_term (term);
}

void
nwd_safety_renew (NwdContext *context,
                  NwdCheckpoint *checkpoint,
                  NwdJournalWritten written,
                  gpointer data)
{
  Term *term = g_new (Term, 1);

  *term = (Term){ context, nwd_journal_list_pending (context->journal, checkpoint->id),
                  NULL,    nwd_checkpoint_ref (checkpoint),
                  written, data };
  set_term (term);
}

/* --- drop --- */

typedef struct
{
  NwdContext *context;
  NwdJournalEntry *entry;
  gboolean restore;
  guint tries;
  NwdSafetyDropped dropped;
  gpointer data;
} Drop;

static void try_drop (Drop *drop);

/* Takes @drop. */
static void
end_drop (Drop *drop)
{
  g_autofree Drop *d = drop;

  nwd_journal_drop (d->context->journal, d->entry);
  if (d->dropped)
    d->dropped (d->data);
}

static gboolean
on_pause_over (gpointer data)
{
  try_drop (data);
  return G_SOURCE_REMOVE;
}

static void
on_tried (GObject *source, GAsyncResult *result, gpointer data)
{
  Drop *d = data;
  g_autoptr (GError) error = NULL;

  nwd_host_network_end_checkpoint_finish (NWD_HOST_NETWORK (source), result, &error);
  if (!is_over (d->context, &error) && ++d->tries < TRIES)
    {
      g_timeout_add_seconds (PAUSE, on_pause_over, d);
      return;
    }
  if (error)
    g_warning ("what was put back may be put back again: %s", error->message);
  end_drop (d);
}

static void
try_drop (Drop *d)
{
  nwd_host_network_end_checkpoint_async (d->context->host_network, d->entry->safeguard, d->restore,
                                         on_tried, d);
}

void
nwd_safety_drop (NwdContext *context,
                 NwdJournalEntry *entry,
                 gboolean restore,
                 NwdSafetyDropped dropped,
                 gpointer data)
{
  Drop *d = g_new0 (Drop, 1);

  *d = (Drop){
    .context = context, .entry = entry, .restore = restore, .dropped = dropped, .data = data
  };
  if (*entry->safeguard)
    try_drop (d);
  else
    end_drop (d);
}
