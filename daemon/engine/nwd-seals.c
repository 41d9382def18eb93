/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-seals.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "core/nwd-resolve.h"
#include "core/nwd-seal-rules.h"

/* A bridge as it was left. */
typedef struct
{
  guint index;
  gboolean off; /* open, as it is to be */
  char *open;   /* why it is not closed; "" it is as it is to be */
} Seen;

struct _NwdSeals
{
  NwdKernel *kernel;
  GHashTable *seen; /* name → Seen */
  char *filters;    /* by which all bridges are filtered: nwd_kernel_get_bridge_filters() */
  gboolean stale;   /* there was news since the last look */
};

static void
seen_free (Seen *seen)
{
  g_free (seen->open);
  g_free (seen);
}

NwdSeals *
nwd_seals_new (NwdKernel *kernel)
{
  NwdSeals *self = g_new0 (NwdSeals, 1);

  self->kernel = g_object_ref (kernel);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)seen_free);
  self->filters = g_strdup ("");
  self->stale = TRUE;
  return self;
}

void
nwd_seals_free (NwdSeals *self)
{
  g_object_unref (self->kernel);
  g_hash_table_unref (self->seen);
  g_free (self->filters);
  g_free (self);
}

void
nwd_seals_doubt (NwdSeals *self)
{
  self->stale = TRUE;
}

/* That others got hold of it, or that it is gone, is no matter. */
static void
set_port (NwdSeals *self, const NwdLink *port, gboolean sealed)
{
  g_autoptr (GError) error = NULL;

  if (!nwd_kernel_seal_port (self->kernel, port->name, sealed, &error)
      && !g_error_matches (error, NWD_ERROR, NWD_ERROR_NOT_FOUND))
    g_warning ("%s", error->message);
}

static gboolean
is_closed (gpointer name, gpointer value, gpointer index)
{
  const Seen *seen = value;

  return seen->index == GPOINTER_TO_UINT (index) && !seen->off && *seen->open == '\0';
}

/* How all bridges are filtered is nobody's news: it is read again when a link comes, which is when
 * guests start. */
void
nwd_seals_hear_link (NwdSeals *self, const NwdState *state, const NwdLink *link)
{
  const NwdLink *before = g_hash_table_lookup (state->links, link->name);
  gboolean came = !before || before->index != link->index;

  if (came || g_str_equal (link->kind, "bridge"))
    self->stale = TRUE;
  if ((came || before->master != link->master)
      && g_hash_table_find (self->seen, is_closed, GUINT_TO_POINTER (link->master)))
    set_port (self, link, TRUE);
}

static gboolean
has_index (gpointer name, gpointer seen, gpointer index)
{
  return ((Seen *)seen)->index == GPOINTER_TO_UINT (index);
}

void
nwd_seals_hear_removal (NwdSeals *self, guint link)
{
  if (g_hash_table_foreach_remove (self->seen, has_index, GUINT_TO_POINTER (link)) > 0)
    self->stale = TRUE;
}

/* --- one bridge --- */

static Seen *
remember (NwdSeals *self, const NwdLink *bridge, gboolean off, const char *open)
{
  Seen *seen = g_new0 (Seen, 1);

  seen->index = bridge->index;
  seen->off = off;
  seen->open = g_strdup (open);
  g_hash_table_replace (self->seen, g_strdup (bridge->name), seen);
  return seen;
}

/* Why it is still open. */
static char *
describe (const GError *error)
{
  if (!error)
    return g_strdup ("");
  if (!g_error_matches (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED))
    return g_strdup (error->message);
  return g_strdup_printf ("the kernel does not let us close it (it needs clsact and bpf): %s",
                          error->message);
}

/* Each text once, however often it is tried. */
static void
complain (const NwdSeals *self, const NwdLink *bridge, const char *open)
{
  const Seen *before = g_hash_table_lookup (self->seen, bridge->name);

  if (*open && (!before || !g_str_equal (before->open, open)))
    g_warning ("Bridge %s: %s", bridge->name, open);
}

static void
set_ports (NwdSeals *self, const NwdState *state, const NwdLink *bridge, gboolean sealed)
{
  GHashTableIter iter;
  gpointer link;

  g_hash_table_iter_init (&iter, state->links);
  while (g_hash_table_iter_next (&iter, NULL, &link))
    if (((NwdLink *)link)->master == bridge->index)
      set_port (self, link, sealed);
}

/* The ports of a bridge that we never closed are none of our business. */
static void
open_again (NwdSeals *self, const NwdState *state, const NwdLink *bridge, GError **error)
{
  gboolean was_sealed = nwd_kernel_is_bridge_sealed (self->kernel, bridge->name, NULL);

  if (nwd_kernel_unseal_bridge (self->kernel, bridge->name, error) && was_sealed)
    set_ports (self, state, bridge, /* sealed= */ FALSE);
}

static Seen *
apply (NwdSeals *self, const NwdState *state, const NwdLink *bridge, NwdSeal seal)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *open = NULL;

  if (seal == NWD_SEAL_ON)
    nwd_kernel_seal_bridge (self->kernel, bridge->name, &error);
  else if (seal == NWD_SEAL_OFF)
    open_again (self, state, bridge, &error);
  else if (!nwd_kernel_is_bridge_sealed (self->kernel, bridge->name, &error) && !error)
    open = g_strdup ("no profile of ours holds it in NetworkManager now");
  if (!open)
    {
      open = describe (error);
      complain (self, bridge, open);
    }
  if (*open == '\0' && seal != NWD_SEAL_OFF)
    set_ports (self, state, bridge, /* sealed= */ TRUE);
  return remember (self, bridge, seal == NWD_SEAL_OFF, open);
}

static void
tell (NwdSeals *self, NwdState *state, const NwdLink *bridge, const Seen *seen, NwdTouched *touched)
{
  g_autofree char *text
    = seen->off ? g_strdup ("") : nwd_seal_rules_explain (bridge, seen->open, self->filters);

  nwd_fold_isolation (state, bridge->name, text, touched);
}

static const NwdLink *
find_bridge (const NwdState *state, const char *name)
{
  const NwdLink *link = g_hash_table_lookup (state->links, name);

  return link && g_str_equal (link->kind, "bridge") ? link : NULL;
}

/* Whether what is to be done to @bridge was done, and well. */
static gboolean
is_done (const Seen *seen, const NwdLink *bridge, gboolean off)
{
  return seen && seen->index == bridge->index && seen->off == off && *seen->open == '\0';
}

static void
look (NwdSeals *self, NwdState *state, const char *name, NwdTouched *touched)
{
  const NwdLink *bridge = find_bridge (state, name);
  const Seen *seen = g_hash_table_lookup (self->seen, name);
  NwdSeal seal;

  if (!bridge)
    return;
  seal = nwd_seal_rules_judge (state, name);
  if (!is_done (seen, bridge, seal == NWD_SEAL_OFF))
    seen = apply (self, state, bridge, seal);
  tell (self, state, bridge, seen, touched);
}

/* --- all of them --- */

/* Those that are ours, were, or may be: names, each once or twice. What is being made for a network
 * is closed by who makes it. */
static GPtrArray *
list_names (const NwdSeals *self, const NwdState *state)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, self->seen);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  if (g_hash_table_contains (state->bridges, NWD_UNWIRED_BRIDGE))
    g_ptr_array_add (names, g_strdup (NWD_UNWIRED_BRIDGE));
  g_hash_table_iter_init (&iter, state->own_attachments);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (names, g_strdup (((NwdAttachment *)value)->bridge));
  return names;
}

static void
forget_gone (NwdSeals *self, NwdState *state, NwdTouched *touched)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->seen);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (find_bridge (state, name))
        continue;
      nwd_fold_isolation (state, name, "", touched);
      g_hash_table_iter_remove (&iter);
    }
}

void
nwd_seals_sync (NwdSeals *self, NwdState *state, NwdTouched *touched)
{
  g_autoptr (GPtrArray) names = NULL;

  if (!self->stale || *state->degraded_reason)
    return;
  self->stale = FALSE;
  g_free (self->filters);
  self->filters = nwd_kernel_get_bridge_filters (self->kernel);
  forget_gone (self, state, touched);
  names = list_names (self, state);
  for (guint i = 0; i < names->len; i++)
    look (self, state, g_ptr_array_index (names, i), touched);
}

gboolean
nwd_seals_put (
  NwdSeals *self, NwdState *state, const char *bridge, NwdTouched *touched, GError **error)
{
  const NwdLink *link = g_hash_table_lookup (state->links, bridge);
  g_autoptr (GError) cause = NULL;
  g_autofree char *open = NULL;

  if (is_done (g_hash_table_lookup (self->seen, bridge), link, /* off= */ FALSE))
    return TRUE;
  if (!nwd_kernel_seal_bridge (self->kernel, bridge, &cause)
      && !g_error_matches (cause, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED,
                   "bridge %s was set up, but cannot be closed towards this host: %s", bridge,
                   cause->message);
      return FALSE;
    }
  open = describe (cause);
  complain (self, link, open);
  tell (self, state, link, remember (self, link, FALSE, open), touched);
  return TRUE;
}
