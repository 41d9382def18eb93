/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-statistics.h"

#include "core/nwd-codec-meters.h"

#define KIND     "counters"
#define LIFETIME G_USEC_PER_SEC /* of a sample */
#define INTERVAL 1000           /* ms between writes: the text of a large host takes some to make */
#define WHILE    20             /* ms, until a reading or a write that runs may be over */

struct _NwdStatistics
{
  NwdKernel *kernel;
  NwdStore *store;
  char *boot_id;
  NwdMeters *meters;
  char *written;      /* the text of the file, as far as we know; NULL: there is none */
  guint timer;        /* runs while there is news to write */
  gint64 last_write;  /* monotonic, when it began; 0: none did */
  gboolean writing;   /* one write at a time, or a slow disk would fill the queue */
  GPtrArray *waiting; /* of GTask: who asked for the reading that runs */
  gboolean reading;   /* one at a time, too */
};

/* A reading that runs; another one may have been begun since. */
typedef struct
{
  NwdStatistics *statistics;
  guint number;
} Reading;

NwdStatistics *
nwd_statistics_new (NwdKernel *kernel, NwdStore *store)
{
  NwdStatistics *self = g_rc_box_new0 (NwdStatistics);

  self->kernel = g_object_ref (kernel);
  self->store = g_object_ref (store);
  self->boot_id = nwd_kernel_get_boot_id (kernel);
  self->meters = nwd_meters_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

static void
clear (NwdStatistics *self)
{
  g_object_unref (self->kernel);
  g_object_unref (self->store);
  g_free (self->boot_id);
  nwd_meters_free (self->meters);
  g_free (self->written);
  g_ptr_array_unref (self->waiting);
}

static void
unref (NwdStatistics *self)
{
  g_rc_box_release_full (self, (GDestroyNotify)clear);
}

void
nwd_statistics_free (NwdStatistics *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  unref (self);
}

NwdMeters *
nwd_statistics_get_meters (NwdStatistics *self)
{
  return self->meters;
}

/* --- the file --- */

static NwdMeters *
parse (const char *text, const char *boot_id, GError **error)
{
  g_autoptr (NwdDocument) document = nwd_document_parse (KIND, text, error);
  g_autoptr (NwdMeters) meters = nwd_meters_new ();

  if (!document || !nwd_codec_meters_get (document, meters, boot_id, error))
    return NULL;
  return g_steal_pointer (&meters);
}

gboolean
nwd_statistics_load (NwdStatistics *self, const char *text, GError **error)
{
  NwdMeters *meters = text ? parse (text, self->boot_id, error) : NULL;

  self->written = g_strdup (text);
  if (!meters)
    return text == NULL;
  nwd_meters_free (self->meters);
  self->meters = meters;
  return TRUE;
}

gboolean
nwd_statistics_check (const char *text, GError **error)
{
  g_autoptr (NwdMeters) meters = parse (text, "", error);

  return meters != NULL;
}

/* NULL: there is nothing to keep. */
static char *
to_text (const NwdStatistics *self)
{
  g_autoptr (NwdDocument) document = nwd_document_new (KIND);

  if (!nwd_codec_meters_put (document, self->meters, self->boot_id))
    return NULL;
  return nwd_document_to_text (document);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  NwdStatistics *self = data;
  g_autoptr (GError) error = NULL;

  if (!nwd_store_write_finish (NWD_STORE (source), result, &error))
    {
      g_warning ("What was counted is not kept: %s", error->message);
      g_clear_pointer (&self->written, g_free); /* to be tried with the next change */
    }
  self->writing = FALSE;
  unref (self);
}

static void
write_if_changed (NwdStatistics *self)
{
  g_autofree char *text = to_text (self);

  if (g_strcmp0 (text, self->written) == 0)
    return;
  self->writing = TRUE;
  self->last_write = g_get_monotonic_time ();
  nwd_store_write_async (self->store, NWD_STATISTICS_FILE, text, on_written,
                         g_rc_box_acquire (self));
  g_free (self->written);
  self->written = g_steal_pointer (&text);
}

static void schedule_write (NwdStatistics *self);

static gboolean
on_time_to_write (gpointer data)
{
  NwdStatistics *self = data;

  self->timer = 0;
  if (self->writing || self->reading)
    schedule_write (self);
  else
    write_if_changed (self);
  return G_SOURCE_REMOVE;
}

/* Soon, but after the answers to callers, and not often. */
static void
schedule_write (NwdStatistics *self)
{
  gint64 wait = self->reading || self->writing ? WHILE : 0;

  if (self->timer)
    return;
  if (self->last_write)
    wait = MAX (wait, INTERVAL - (g_get_monotonic_time () - self->last_write) / 1000);
  self->timer = g_timeout_add_full (G_PRIORITY_LOW, (guint)wait, on_time_to_write, self, NULL);
}

static void
keep (NwdStatistics *self, const NwdState *state)
{
  if (*state->degraded_reason == '\0' && nwd_meters_take_changed (self->meters))
    schedule_write (self);
}

/* --- reading --- */

/* Takes @error; NULL: it is done. */
static void
answer (NwdStatistics *self, GError *error)
{
  g_autoptr (GError) owned = error;
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    if (error)
      g_task_return_error (waiting->pdata[i], g_error_copy (error));
    else
      g_task_return_boolean (waiting->pdata[i], TRUE);
}

static void
take_counts (NwdStatistics *self, GArray *counts)
{
  for (guint i = 0; i < counts->len; i++)
    {
      const NwdLinkCount *count = &g_array_index (counts, NwdLinkCount, i);

      nwd_meters_read (self->meters, count->index, &count->counters);
    }
  nwd_meters_take_sample (self->meters, g_get_real_time (), g_get_monotonic_time ());
}

static void
on_counted (GObject *kernel, GAsyncResult *result, gpointer data)
{
  g_autofree Reading *reading = data;
  NwdStatistics *self = reading->statistics;
  GError *error = NULL;
  g_autoptr (GArray) counts = nwd_kernel_count_links_finish (NWD_KERNEL (kernel), result, &error);

  if (nwd_meters_is_reading (self->meters, reading->number))
    {
      self->reading = FALSE;
      if (counts)
        take_counts (self, counts);
      answer (self, g_steal_pointer (&error));
    }
  g_clear_error (&error);
  unref (self);
}

static void
begin_reading (NwdStatistics *self)
{
  Reading *reading = g_new (Reading, 1);

  reading->statistics = g_rc_box_acquire (self);
  reading->number = nwd_meters_begin_reading (self->meters);
  self->reading = TRUE;
  nwd_kernel_count_links_async (self->kernel, on_counted, reading);
}

gboolean
nwd_statistics_has_sample (const NwdStatistics *self)
{
  gint64 last = nwd_meters_get_sample_time (self->meters);

  return last && g_get_monotonic_time () - last < LIFETIME;
}

void
nwd_statistics_sample (NwdStatistics *self, GTask *task)
{
  g_ptr_array_add (self->waiting, task);
  if (!self->reading)
    begin_reading (self);
}

/* --- news --- */

void
nwd_statistics_begin (NwdStatistics *self, const NwdState *state)
{
  nwd_meters_begin (self->meters, state);
}

void
nwd_statistics_know_vms (NwdStatistics *self, const NwdState *state)
{
  nwd_meters_forget_the_gone (self->meters, state, NWD_KIND_VNIC);
  keep (self, state);
}

void
nwd_statistics_link_changed (NwdStatistics *self,
                             const NwdState *state,
                             const NwdLink *link,
                             const NwdCounters *counters)
{
  nwd_meters_link_changed (self->meters, state, link, counters);
  keep (self, state);
}

void
nwd_statistics_link_gone (NwdStatistics *self,
                          const NwdState *state,
                          const NwdLink *link,
                          const NwdCounters *counters)
{
  nwd_meters_link_gone (self->meters, link->index, counters);
  keep (self, state);
}

/* A port that was there before its attachment counts from this moment on. */
void
nwd_statistics_follow (NwdStatistics *self, const NwdState *state, const NwdTouched *touched)
{
  nwd_meters_follow (self->meters, state, touched);
  if (nwd_meters_has_unread (self->meters) && !self->reading)
    begin_reading (self);
  keep (self, state);
}

/* --- the end --- */

/* In a context of its own: nothing else happens any more. */
void
nwd_statistics_stop (NwdStatistics *self, const NwdState *state)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_clear_handle_id (&self->timer, g_source_remove);
  if (*state->degraded_reason)
    return;
  g_main_context_push_thread_default (context);
  begin_reading (self);
  while (self->reading)
    g_main_context_iteration (context, TRUE);
  self->writing = FALSE;
  write_if_changed (self);
  while (self->writing)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
}
