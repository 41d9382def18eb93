/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rig.h"

#include <string.h>

/* --- what there is --- */

static void
add_vms (GPtrArray *lines, const NwdState *state)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->vms);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdVm *vm = value;

      g_ptr_array_add (lines, g_strdup_printf ("vm %s %s%s %s", vm->domain->name,
                                               nwd_vm_state_name (vm->domain->state),
                                               vm->responsive ? "" : " unresponsive", vm->problem));
    }
  g_hash_table_iter_init (&iter, state->vnics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdVnic *vnic = value;

      g_ptr_array_add (
        lines,
        g_strdup_printf ("vnic %s %s on '%s' linked %d %s next %d%s", nwd_vnic_get_card (vnic)->mac,
                         nwd_vnic_get_state (vnic), nwd_vnic_get_network_id (vnic),
                         nwd_vnic_get_linked (vnic), nwd_vnic_get_link_state (vnic),
                         (int)nwd_vnic_get_next_start (vnic), vnic->note ? " noted" : ""));
    }
}

static void
add_networks_text (GPtrArray *lines, const NwdState *state)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->networks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdNetwork *network = value;
      GHashTable *vnics = g_hash_table_lookup (state->network_vnics, network->id);

      g_ptr_array_add (lines, g_strdup_printf ("network %s %s %u %s %s%s vnics %u", network->name,
                                               nwd_origin_name (network->origin), network->mtu,
                                               network->bridge, network->attachment_id,
                                               network->movable ? " movable" : "",
                                               vnics ? g_hash_table_size (vnics) : 0));
    }
  g_hash_table_iter_init (&iter, state->attachments);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdAttachment *attachment = value;

      g_ptr_array_add (lines, g_strdup_printf ("attachment %s %s on '%s' by '%s' %s",
                                               attachment->network_id, attachment->bridge,
                                               attachment->nic, attachment->label,
                                               nwd_attachment_state_name (attachment->state)));
    }
}

static void
add_nics_text (GPtrArray *lines, const NwdState *state)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->labels);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (lines, g_strdup_printf ("label %s on '%s'", ((NwdLabel *)value)->name,
                                             ((NwdLabel *)value)->nic));
  g_hash_table_iter_init (&iter, state->nics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdNic *nic = value;

      g_ptr_array_add (lines,
                       g_strdup_printf ("nic %s %s %u on '%s'%s%s", nic->name, nic->kind, nic->mtu,
                                        nic->port_of, nic->carrier ? " carrier" : "",
                                        nwd_nic_is_managed (nic) ? " managed" : ""));
    }
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

char *
rig_state_text (Rig *rig)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  add_vms (lines, nwd_engine_get_state (rig->engine));
  add_networks_text (lines, nwd_engine_get_state (rig->engine));
  add_nics_text (lines, nwd_engine_get_state (rig->engine));
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

static void
append_lines_not_in (GString *report, const char *mark, const char *text, const char *other)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) others = g_strsplit (other, "\n", -1);

  for (char **line = lines; *line; line++)
    if (!g_strv_contains ((const char *const *)others, *line))
      g_string_append_printf (report, "\n%s %s", mark, *line);
}

void
rig_assert_same (const char *now, const char *before)
{
  g_autoptr (GString) report = g_string_new (NULL);

  append_lines_not_in (report, "+", now, before);
  append_lines_not_in (report, "-", before, now);
  if (report->len > 0)
    g_error ("not as before:%s", report->str);
}
