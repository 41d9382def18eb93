/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-publish.h"

#include "nwd-project.h"
#include "nwd-row.h"

#include "core/nwd-path.h"

/* One object that is not as it was published. */
typedef struct
{
  NwdKind kind;
  char *id;
  GVariant *before; /* NULL: it is new */
  GVariant *after;  /* NULL: it is gone */
} Difference;

static void
difference_free (Difference *difference)
{
  g_free (difference->id);
  g_clear_pointer (&difference->before, g_variant_unref);
  g_clear_pointer (&difference->after, g_variant_unref);
  g_free (difference);
}

static void
compare_object (
  GPtrArray *differences, NwdPicture *picture, const NwdState *state, NwdKind kind, const char *id)
{
  GVariant *before = nwd_picture_lookup (picture, kind, id);
  g_autoptr (GVariant) after = nwd_project (state, kind, id);
  Difference *difference = NULL;

  if (before == after || (before && after && g_variant_equal (before, after)))
    return;

  difference = g_new0 (Difference, 1);
  difference->kind = kind;
  difference->id = g_strdup (id);
  difference->before = before ? g_variant_ref (before) : NULL;
  difference->after = g_steal_pointer (&after);
  g_ptr_array_add (differences, difference);
}

/* In the order of the kinds. */
static GPtrArray *
compare (NwdPicture *picture, const NwdState *state, const NwdTouched *touched)
{
  GPtrArray *differences = g_ptr_array_new_with_free_func ((GDestroyNotify)difference_free);

  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    {
      GHashTable *ids = nwd_touched_get (touched, kind);
      GHashTableIter iter;
      gpointer id;

      g_hash_table_iter_init (&iter, ids);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        compare_object (differences, picture, state, kind, id);
    }
  return differences;
}

/* Fails only on a closed connection, which the bus hears of by itself. */
static void
emit (GDBusConnection *connection,
      const char *path,
      const char *interface,
      const char *signal,
      GVariant *parameters)
{
  g_dbus_connection_emit_signal (connection, /* destination_bus_name= */ NULL, path, interface,
                                 signal, parameters, /* error= */ NULL);
}

static void
emit_added (GDBusConnection *connection, const Difference *difference)
{
  const NwdSchema *schema = nwd_schema_get (difference->kind);

  emit (connection, NWD_PATH_ROOT, "org.freedesktop.DBus.ObjectManager", "InterfacesAdded",
        g_variant_new ("(@o@a{sa{sv}})", nwd_project_path (difference->kind, difference->id),
                       nwd_row_expand_object (schema, difference->after, /* memory= */ NULL)));
}

static void
emit_changed (GDBusConnection *connection, const Difference *difference)
{
  const NwdSchema *schema = nwd_schema_get (difference->kind);
  GVariant *changes = nwd_row_compare (schema, difference->before, difference->after);
  g_autofree char *path = nwd_path_new (difference->kind, difference->id);

  if (changes)
    emit (connection, path, "org.freedesktop.DBus.Properties", "PropertiesChanged", changes);
}

static void
emit_removed (GDBusConnection *connection, const Difference *difference)
{
  const NwdSchema *schema = nwd_schema_get (difference->kind);

  emit (connection, NWD_PATH_ROOT, "org.freedesktop.DBus.ObjectManager", "InterfacesRemoved",
        g_variant_new ("(@o@as)", nwd_project_path (difference->kind, difference->id),
                       g_variant_new_array (G_VARIANT_TYPE_STRING, schema->interface_names,
                                            schema->n_interfaces)));
}

/* The root comes and goes with the connection: it is no managed object. */
static void
signal_differences (GDBusConnection *connection, GPtrArray *differences)
{
  for (guint i = 0; i < differences->len; i++)
    {
      const Difference *difference = differences->pdata[i];

      if (!difference->before && difference->kind != NWD_KIND_ROOT)
        emit_added (connection, difference);
    }
  for (guint i = 0; i < differences->len; i++)
    {
      const Difference *difference = differences->pdata[i];

      if (difference->before && difference->after)
        emit_changed (connection, difference);
    }
  for (guint i = differences->len; i > 0; i--)
    {
      const Difference *difference = differences->pdata[i - 1];

      if (!difference->after)
        emit_removed (connection, difference);
    }
}

void
nwd_publish (NwdPicture *picture,
             GDBusConnection *connection,
             const NwdState *state,
             const NwdTouched *touched)
{
  g_autoptr (GPtrArray) differences = compare (picture, state, touched);

  /* The picture first: who hears a signal and asks must not get the old value. */
  for (guint i = 0; i < differences->len; i++)
    {
      const Difference *difference = differences->pdata[i];

      nwd_picture_replace (picture, difference->kind, difference->id, difference->after);
    }
  signal_differences (connection, differences);
}

static void
draw_kind (NwdPicture *picture, const NwdState *state, NwdKind kind, GHashTable *records)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autoptr (GVariant) row = nwd_project (state, kind, id);

      nwd_picture_replace (picture, kind, id, row);
    }
}

void
nwd_publish_first (NwdPicture *picture, const NwdState *state)
{
  g_autoptr (GVariant) root = nwd_project (state, NWD_KIND_ROOT, "");

  nwd_picture_replace (picture, NWD_KIND_ROOT, "", root);
  draw_kind (picture, state, NWD_KIND_NIC, state->nics);
  draw_kind (picture, state, NWD_KIND_NETWORK, state->networks);
  draw_kind (picture, state, NWD_KIND_ATTACHMENT, state->attachments);
  draw_kind (picture, state, NWD_KIND_LABEL, state->labels);
  draw_kind (picture, state, NWD_KIND_VM, state->vms);
  draw_kind (picture, state, NWD_KIND_VNIC, state->vnics);
  draw_kind (picture, state, NWD_KIND_CHECKPOINT, state->checkpoints);
}
