/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-unpluggings.h"

#include "core/nwd-codec-unplugging.h"

#define KIND   "unplugging"
#define UNSURE "" /* what the file has: it is written with the next news */

struct _NwdUnpluggings
{
  NwdStore *store;
  GPtrArray *loaded; /* of NwdUnplugging; NULL: none, or @state knows of them */
  char *written;     /* what the file has; NULL: there is none */
};

NwdUnpluggings *
nwd_unpluggings_new (NwdStore *store)
{
  NwdUnpluggings *self = g_rc_box_new0 (NwdUnpluggings);

  self->store = g_object_ref (store);
  return self;
}

static void
clear (gpointer data)
{
  NwdUnpluggings *self = data;

  g_object_unref (self->store);
  g_clear_pointer (&self->loaded, g_ptr_array_unref);
  g_free (self->written);
}

void
nwd_unpluggings_free (NwdUnpluggings *self)
{
  g_rc_box_release_full (self, clear);
}

/* --- from the file --- */

static GPtrArray *
parse (const char *text, GError **error)
{
  g_autoptr (NwdDocument) document = nwd_document_parse (KIND, text, error);

  return document ? nwd_codec_unpluggings_get (document, error) : NULL;
}

gboolean
nwd_unpluggings_check (const char *text, GError **error)
{
  g_autoptr (GPtrArray) all = parse (text, error);

  return all != NULL;
}

gboolean
nwd_unpluggings_load (NwdUnpluggings *self, const char *text, GError **error)
{
  self->written = g_strdup (text);
  self->loaded = text ? parse (text, error) : NULL;
  return !text || self->loaded;
}

static gboolean
is_still_there (const NwdState *state, const NwdUnplugging *unplugging)
{
  const NwdLink *tap = g_hash_table_lookup (state->links, unplugging->tap);

  return *state->boot_id && g_str_equal (unplugging->boot_id, state->boot_id) && tap
         && tap->index == unplugging->link;
}

void
nwd_unpluggings_restore (NwdUnpluggings *self, NwdState *state)
{
  for (guint i = 0; self->loaded && i < self->loaded->len; i++)
    {
      const NwdUnplugging *unplugging = g_ptr_array_index (self->loaded, i);

      if (is_still_there (state, unplugging))
        g_hash_table_replace (state->unplugging, g_strdup (unplugging->vnic_id),
                              GINT_TO_POINTER (unplugging->stays));
    }
  g_clear_pointer (&self->loaded, g_ptr_array_unref);
}

/* --- into the file --- */

static gboolean
put (NwdDocument *document, const NwdState *state, const NwdVnic *vnic, gboolean stays)
{
  const NwdLink *tap = g_hash_table_lookup (state->links, vnic->live->target);
  g_autoptr (NwdUnplugging) unplugging = NULL;

  if (!tap)
    return FALSE;
  unplugging = nwd_unplugging_new (vnic->id, state->boot_id, tap->name, tap->index, stays);
  nwd_codec_unplugging_put (document, unplugging);
  return TRUE;
}

/* NULL: there is nothing to keep. */
static char *
to_text (const NwdState *state,
         gboolean (*is_awaited) (const NwdCard *card, gpointer data),
         gpointer data)
{
  g_autoptr (NwdDocument) document = nwd_document_new (KIND);
  gboolean any = FALSE;
  GHashTableIter iter;
  gpointer id, stays;

  g_hash_table_iter_init (&iter, state->unplugging);
  while (g_hash_table_iter_next (&iter, &id, &stays))
    {
      const NwdVnic *vnic = nwd_state_get_vnic (state, id);

      if (vnic && vnic->live && !is_awaited (vnic->live, data))
        any |= put (document, state, vnic, GPOINTER_TO_INT (stays));
    }
  return any ? nwd_document_to_text (document) : NULL;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  NwdUnpluggings *self = data;
  g_autoptr (GError) error = NULL;

  if (!nwd_store_write_finish (NWD_STORE (source), result, &error))
    {
      g_warning ("What guests have yet to let go of is not kept: %s", error->message);
      g_free (self->written);
      self->written = g_strdup (UNSURE);
    }
  nwd_unpluggings_free (self);
}

void
nwd_unpluggings_follow (NwdUnpluggings *self,
                        const NwdState *state,
                        gboolean (*is_awaited) (const NwdCard *card, gpointer data),
                        gpointer data)
{
  g_autofree char *text = NULL;

  if (g_hash_table_size (state->unplugging) == 0 && !self->written)
    return;
  /* What is not known is not gone. */
  if (state->hypervisor_state != NWD_BACKEND_CONNECTED || *state->degraded_reason)
    return;
  text = to_text (state, is_awaited, data);
  if (g_strcmp0 (text, self->written) == 0)
    return;
  nwd_store_write_async (self->store, NWD_UNPLUGGING_FILE, text, on_written,
                         g_rc_box_acquire (self));
  g_free (self->written);
  self->written = g_steal_pointer (&text);
}
