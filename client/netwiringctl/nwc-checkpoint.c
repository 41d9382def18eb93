/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"

#include "nwc-exit.h"
#include "nwc-output.h"
#include "nwc-table.h"
#include "nwc-time.h"

static void
add_time (NwcTable *table, const NwcObject *checkpoint, const char *property)
{
  guint64 time = 0;
  g_autofree char *text = NULL;

  g_variant_lookup (checkpoint->properties, property, "t", &time);
  text = nwc_time_text (time);
  nwc_table_add_cell (table, text);
}

static void
print (const NwcClient *client, GPtrArray *checkpoints)
{
  g_autoptr (NwcTable) table = nwc_table_new ();
  g_autofree char *text = NULL;

  nwc_table_add_column (table, "ID", NWC_ALIGN_LEFT);
  nwc_table_add_column (table, "STATE", NWC_ALIGN_LEFT);
  nwc_table_add_column (table, "CREATED", NWC_ALIGN_LEFT);
  nwc_table_add_column (table, "DEADLINE", NWC_ALIGN_LEFT);
  for (guint i = 0; i < checkpoints->len; i++)
    {
      const NwcObject *checkpoint = checkpoints->pdata[i];

      nwc_table_add_cell (table, nwc_object_get_string (checkpoint, "Id"));
      nwc_table_add_cell (table, nwc_object_get_string (checkpoint, "State"));
      add_time (table, checkpoint, "Created");
      add_time (table, checkpoint, "Deadline");
    }
  text = nwc_table_format (table, !client->options->no_legend);
  nwc_output_text (text);
}

static gboolean
list (NwcClient *client, char **words, GError **error)
{
  static const NwcColumn none[] = { { NULL } };
  g_autoptr (GPtrArray) checkpoints = NULL;

  if (!nwc_client_load (client, error))
    return FALSE;
  checkpoints = nwc_objects_list (client->objects, NWC_KIND_CHECKPOINT);
  if (client->options->format == NWC_FORMAT_TEXT)
    print (client, checkpoints);
  else
    nwc_output_list (client, checkpoints, none);
  return TRUE;
}

/* @parameters is floating. */
static gboolean
decide (NwcClient *client,
        const char *id,
        const char *method,
        GVariant *parameters,
        const char *done,
        GError **error)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (parameters);
  const NwcObject *checkpoint = nwc_client_find (client, NWC_KIND_CHECKPOINT, id, error);
  g_autoptr (GVariant) reply = NULL;

  if (checkpoint)
    reply = nwc_client_change (client, checkpoint->path, NWC_KIND_CHECKPOINT, method, owned, "()",
                               error);
  if (!reply)
    return FALSE;
  nwc_output_done (client, NWC_KIND_CHECKPOINT, nwc_object_get_string (checkpoint, "Id"),
                   checkpoint->path, done);
  return TRUE;
}

static gboolean
commit (NwcClient *client, char **words, GError **error)
{
  return decide (client, words[0], "Commit",
                 g_variant_new ("(@a{sv})", nwc_client_options (client)), "committed", error);
}

static gboolean
roll_back (NwcClient *client, char **words, GError **error)
{
  return decide (client, words[0], "Rollback",
                 g_variant_new ("(@a{sv})", nwc_client_options (client)), "rolled back", error);
}

static gboolean
extend (NwcClient *client, char **words, GError **error)
{
  guint64 seconds = 0;

  if (!g_ascii_string_to_unsigned (words[1], 10, 1, G_MAXUINT32, &seconds, NULL))
    {
      g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "\"%s\" is no number of seconds", words[1]);
      return FALSE;
    }
  return decide (client, words[0], "Extend",
                 g_variant_new ("(u@a{sv})", (guint32)seconds, nwc_client_options (client)),
                 "extended", error);
}

const NwcCommand nwc_checkpoint_commands[] = {
  { "checkpoint", "list", "", 0, 0, NWC_TAKES_NOTHING, list },
  { "checkpoint", "commit", "CHECKPOINT", 1, 1, NWC_TAKES_DRY_RUN, commit },
  { "checkpoint", "rollback", "CHECKPOINT", 1, 1, NWC_TAKES_DRY_RUN, roll_back },
  { "checkpoint", "extend", "CHECKPOINT SECONDS", 2, 2, NWC_TAKES_DRY_RUN, extend },
  { NULL },
};
