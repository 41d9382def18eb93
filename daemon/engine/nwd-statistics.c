/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-statistics.h"

#include "core/nwd-codec-meters.h"

#define KIND     "counters"
#define LIFETIME G_USEC_PER_SEC /* of a sample */

struct _NwdStatistics
{
  NwdKernel *kernel;
  NwdStore *store;
  char *boot_id;
  NwdMeters *meters;
  char *written;    /* the text of the file, as far as we know; NULL: there is none */
  gboolean writing; /* one write at a time, or a burst of news would fill the queue */
  gboolean again;   /* there is news since it began */
};

NwdStatistics *
nwd_statistics_new (NwdKernel *kernel, NwdStore *store)
{
  NwdStatistics *self = g_rc_box_new0 (NwdStatistics);

  self->kernel = g_object_ref (kernel);
  self->store = g_object_ref (store);
  self->boot_id = nwd_kernel_get_boot_id (kernel);
  self->meters = nwd_meters_new ();
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
}

void
nwd_statistics_free (NwdStatistics *self)
{
  g_rc_box_release_full (self, (GDestroyNotify)clear);
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

static void write_if_changed (NwdStatistics *self);

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
  if (self->again)
    write_if_changed (self);
  nwd_statistics_free (self);
}

static void
write_if_changed (NwdStatistics *self)
{
  g_autofree char *text = NULL;

  self->again = self->writing;
  if (self->writing)
    return;
  text = to_text (self);
  if (g_strcmp0 (text, self->written) == 0)
    return;
  self->writing = TRUE;
  nwd_store_write_async (self->store, NWD_STATISTICS_FILE, text, on_written,
                         g_rc_box_acquire (self));
  g_free (self->written);
  self->written = g_steal_pointer (&text);
}

static void
keep (NwdStatistics *self, const NwdState *state)
{
  if (*state->degraded_reason == '\0' && nwd_meters_take_changed (self->meters))
    write_if_changed (self);
}

/* --- reading --- */

static void
on_counted (guint index, const NwdCounters *counters, gpointer meters)
{
  nwd_meters_read (meters, index, counters);
}

static gboolean
read_all (NwdStatistics *self, GError **error)
{
  if (!nwd_kernel_count_links (self->kernel, on_counted, self->meters, error))
    return FALSE;
  nwd_meters_take_sample (self->meters, g_get_real_time (), g_get_monotonic_time ());
  return TRUE;
}

gboolean
nwd_statistics_sample (NwdStatistics *self, GError **error)
{
  gint64 last = nwd_meters_get_sample_time (self->meters);

  if (last && g_get_monotonic_time () - last < LIFETIME)
    return TRUE;
  return read_all (self, error);
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
  g_autoptr (GError) error = NULL;

  nwd_meters_follow (self->meters, state, touched);
  if (nwd_meters_has_unread (self->meters) && !read_all (self, &error))
    g_info ("%s", error->message); /* who asks is told */
  keep (self, state);
}

/* --- the end --- */

/* In a context of its own: nothing else happens any more. */
void
nwd_statistics_stop (NwdStatistics *self, const NwdState *state)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  if (*state->degraded_reason)
    return;
  read_all (self, /* error= */ NULL);
  self->writing = FALSE;
  g_main_context_push_thread_default (context);
  write_if_changed (self);
  while (self->writing)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
}
