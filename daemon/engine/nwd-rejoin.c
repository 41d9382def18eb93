/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-rejoin.h"

#include "core/nwd-fold.h"
#include "core/nwd-resolve.h"

/* The tap that is to be a port of @bridge and is of none; NULL: no such. */
static const NwdLink *
find_lost_tap (const NwdState *state, const NwdVnic *vnic, const char *bridge)
{
  const NwdLink *tap = vnic->live ? g_hash_table_lookup (state->links, vnic->live->target) : NULL;

  return tap && !tap->master && g_str_equal (nwd_resolve_bridge (state, vnic->live->source), bridge)
           ? tap
           : NULL;
}

/* Names: what is heard meanwhile changes the table. */
static GPtrArray *
list_lost_taps (const NwdState *state, const char *bridge)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->vnics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdVnic *vnic = value;
      const NwdLink *tap = find_lost_tap (state, vnic, bridge);

      if (tap && vnic->live->isolated)
        g_warning ("%s stays cut off from bridge %s: its port is to be isolated", tap->name,
                   bridge);
      else if (tap)
        g_ptr_array_add (names, g_strdup (tap->name));
    }
  return names;
}

gboolean
nwd_rejoin_taps (NwdContext *context, const char *bridge, NwdTouched *touched, GError **error)
{
  g_autoptr (GPtrArray) names = list_lost_taps (context->state, bridge);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autoptr (NwdLink) tap = NULL;

      if (!nwd_kernel_set_master (context->kernel, name, bridge, error))
        return FALSE;
      tap = nwd_kernel_read_link (context->kernel, name, error);
      if (!tap)
        return FALSE;
      nwd_fold_link (context->state, tap, touched);
    }
  return TRUE;
}
