/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-cache.h"

#include "core/nwd-codec-guest.h"

#define KIND    "guest"
#define SOON    1000 /* ms after the first change that is not written */
#define LATEST  5000 /* likewise, though guests are still being asked */
#define WRITING 20   /* ms, until a write that runs may be over */

struct _NwdGuestCache
{
  NwdStore *store;
  const NwdState *state; /* of the last change */
  char *written;         /* the text of the file, as far as we know; NULL: there is none */
  gint64 since;          /* monotonic, the first change that is not written; 0: all is */
  guint timer;
  gboolean busy; /* guests are being asked */
  gboolean writing;
};

NwdGuestCache *
nwd_guest_cache_new (NwdStore *store)
{
  NwdGuestCache *cache = g_rc_box_new0 (NwdGuestCache);

  cache->store = g_object_ref (store);
  return cache;
}

static void
clear (NwdGuestCache *cache)
{
  g_object_unref (cache->store);
  g_free (cache->written);
}

void
nwd_guest_cache_free (NwdGuestCache *cache)
{
  g_clear_handle_id (&cache->timer, g_source_remove);
  g_rc_box_release_full (cache, (GDestroyNotify)clear);
}

static gboolean
parse (const char *text, GHashTable *reports, GError **error)
{
  g_autoptr (NwdDocument) document = nwd_document_parse (KIND, text, error);

  return document && nwd_codec_guests_get (document, reports, error);
}

gboolean
nwd_guest_cache_load (NwdGuestCache *cache, const char *text, GHashTable *reports, GError **error)
{
  g_free (cache->written);
  cache->written = g_strdup (text);
  return !text || parse (text, reports, error);
}

gboolean
nwd_guest_cache_check (const char *text, GError **error)
{
  g_autoptr (GHashTable) reports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                          (GDestroyNotify)nwd_guest_report_unref);

  return parse (text, reports, error);
}

/* --- writing --- */

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  NwdGuestCache *cache = data;
  g_autoptr (GError) error = NULL;

  if (!nwd_store_write_finish (NWD_STORE (source), result, &error))
    {
      g_warning ("What guests said is not kept: %s", error->message);
      g_clear_pointer (&cache->written, g_free); /* to be tried with the next change */
    }
  cache->writing = FALSE;
  g_rc_box_release_full (cache, (GDestroyNotify)clear);
}

/* NULL: there is nothing to keep. */
static char *
to_text (const NwdGuestCache *cache)
{
  g_autoptr (NwdDocument) document = nwd_document_new (KIND);

  return nwd_codec_guests_put (document, cache->state->guests) ? nwd_document_to_text (document)
                                                               : NULL;
}

static void
write_now (NwdGuestCache *cache)
{
  g_autofree char *text = NULL;

  cache->since = 0;
  if (*cache->state->degraded_reason)
    return;
  text = to_text (cache);
  if (g_strcmp0 (text, cache->written) == 0)
    return;
  cache->writing = TRUE;
  nwd_store_write_async (cache->store, NWD_GUEST_CACHE_FILE, text, on_written,
                         g_rc_box_acquire (cache));
  g_free (cache->written);
  cache->written = g_steal_pointer (&text);
}

static void schedule_write (NwdGuestCache *cache);

static gboolean
on_time_to_write (gpointer data)
{
  NwdGuestCache *cache = data;

  cache->timer = 0;
  if (cache->writing)
    schedule_write (cache);
  else
    write_now (cache);
  return G_SOURCE_REMOVE;
}

static void
schedule_write (NwdGuestCache *cache)
{
  gint64 passed = (g_get_monotonic_time () - cache->since) / 1000;
  gint64 wait = (cache->busy ? LATEST : SOON) - passed;

  g_clear_handle_id (&cache->timer, g_source_remove);
  wait = MAX (wait, cache->writing ? WRITING : 0);
  cache->timer = g_timeout_add_full (G_PRIORITY_LOW, (guint)wait, on_time_to_write, cache, NULL);
}

void
nwd_guest_cache_change (NwdGuestCache *cache, const NwdState *state, gboolean busy)
{
  cache->state = state;
  cache->busy = busy;
  if (!cache->since)
    cache->since = g_get_monotonic_time ();
  schedule_write (cache);
}

void
nwd_guest_cache_end_round (NwdGuestCache *cache)
{
  if (!cache->busy)
    return;
  cache->busy = FALSE;
  if (cache->since)
    schedule_write (cache);
}

/* In a context of its own: nothing else happens any more. */
void
nwd_guest_cache_flush (NwdGuestCache *cache)
{
  g_autoptr (GMainContext) context = NULL;

  g_clear_handle_id (&cache->timer, g_source_remove);
  if (!cache->since)
    return;
  context = g_main_context_new ();
  g_main_context_push_thread_default (context);
  cache->writing = FALSE;
  write_now (cache);
  while (cache->writing)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
}
