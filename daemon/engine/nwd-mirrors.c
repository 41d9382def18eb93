/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-mirrors.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "core/nwd-mirror-rules.h"

struct _NwdMirrors
{
  NwdKernel *kernel;
  GPtrArray *set;       /* of NwdMirror: what the kernel was told last; NULL: unknown */
  GHashTable *refusals; /* tap → text: why one of its mirrors could not be set */
  GHashTable *failed;   /* set of ids of vNICs that have a problem by that */
  char *complaint;      /* the last warning; "" none */
  gboolean begun;       /* it is known what runs */
};

static GHashTable *
ids_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

NwdMirrors *
nwd_mirrors_new (NwdKernel *kernel)
{
  NwdMirrors *self = g_new0 (NwdMirrors, 1);

  self->kernel = g_object_ref (kernel);
  self->refusals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->failed = ids_new ();
  self->complaint = g_strdup ("");
  return self;
}

void
nwd_mirrors_free (NwdMirrors *self)
{
  g_object_unref (self->kernel);
  g_clear_pointer (&self->set, g_ptr_array_unref);
  g_hash_table_unref (self->refusals);
  g_hash_table_unref (self->failed);
  g_free (self->complaint);
  g_free (self);
}

/* A link of the same name may be another one now; without all frames a bridge shows no more than
 * those for the host. */
void
nwd_mirrors_hear_link (NwdMirrors *self, const NwdState *state, const NwdLink *link)
{
  const NwdLink *before = g_hash_table_lookup (state->links, link->name);
  gboolean lost = before && before->promiscuous && !link->promiscuous;
  gboolean replaced = before && before->index != link->index;

  if (lost || replaced || g_hash_table_size (self->refusals) > 0)
    g_clear_pointer (&self->set, g_ptr_array_unref);
}

void
nwd_mirrors_doubt (NwdMirrors *self)
{
  if (self->set && self->set->len > 0)
    g_clear_pointer (&self->set, g_ptr_array_unref);
}

static gboolean
is_set (const NwdMirrors *self, GPtrArray *wanted)
{
  if (!self->set || self->set->len != wanted->len)
    return FALSE;
  for (guint i = 0; i < wanted->len; i++)
    if (!nwd_mirror_equal (g_ptr_array_index (self->set, i), g_ptr_array_index (wanted, i)))
      return FALSE;
  return TRUE;
}

static void
on_refused (const NwdMirror *mirror, const GError *error, gpointer data)
{
  NwdMirrors *self = data;

  g_hash_table_replace (
    self->refusals, g_strdup (mirror->tap),
    g_strdup_printf ("bridge %s cannot be mirrored: %s", mirror->bridge, error->message));
}

/* Each text once, however often it is tried. */
static void
complain (NwdMirrors *self, const char *text)
{
  if (*text && !g_str_equal (text, self->complaint))
    g_warning ("%s", text);
  g_free (self->complaint);
  self->complaint = g_strdup (text);
}

/* What was refused is its vNIC's problem, for as long as it is. */
static void
tell_problems (NwdMirrors *self, NwdState *state, NwdTouched *touched)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&self->failed);
  GHashTableIter iter;
  gpointer key, why;

  self->failed = ids_new ();
  g_hash_table_iter_init (&iter, self->refusals);
  while (g_hash_table_iter_next (&iter, &key, &why))
    {
      const NwdVnic *vnic = nwd_mirror_rules_find_vnic (state, key);

      if (!vnic)
        continue;
      g_hash_table_add (self->failed, g_strdup (vnic->id));
      nwd_fold_vnic_problem (state, vnic->id, why, touched);
    }
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (self->failed, key))
      nwd_fold_vnic_problem (state, key, "", touched);
}

/* --- */

static gboolean
may_sync (NwdMirrors *self, const NwdState *state)
{
  if (state->hypervisor_state == NWD_BACKEND_CONNECTED)
    self->begun = TRUE;
  return self->begun && state->mirroring && *state->degraded_reason == '\0';
}

void
nwd_mirrors_sync (NwdMirrors *self, NwdState *state, NwdTouched *touched)
{
  g_autoptr (GPtrArray) wanted = NULL;
  g_autoptr (GError) error = NULL;

  if (!may_sync (self, state))
    return;
  wanted = nwd_mirror_rules_list (state);
  if (is_set (self, wanted))
    return;

  g_hash_table_remove_all (self->refusals);
  g_clear_pointer (&self->set, g_ptr_array_unref);
  if (nwd_kernel_sync_mirrors (self->kernel, wanted, on_refused, self, &error))
    self->set = g_steal_pointer (&wanted);
  complain (self, error ? error->message : "");
  tell_problems (self, state, touched);
}

/* Why nothing is known of what is set; NULL: there is nothing to be. */
static char *
complaint_of (const NwdMirrors *self)
{
  return self->set || !*self->complaint ? NULL : g_strdup (self->complaint);
}

char *
nwd_mirrors_explain (NwdMirrors *self, const NwdState *state, const NwdVnic *vnic)
{
  const char *why = g_hash_table_lookup (self->refusals, vnic->live->target);
  g_autoptr (GError) error = NULL;

  if (!vnic->stored || !*vnic->stored->mirrors)
    return complaint_of (self); /* the old ones may still be there */
  if (!nwd_mirror_rules_check_card (state, vnic->name, vnic->live, &error))
    return g_strdup (error->message);
  return why ? g_strdup (why) : complaint_of (self);
}
