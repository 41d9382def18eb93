/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"

#include "nwc-output.h"
#include "nwc-table.h"
#include "nwc-value.h"

static const struct
{
  const char *title;
  const char *property;
} rows[] = {
  { "Host", "Host" },
  { "Version", "Version" },
  { "State", "State" },
  { "Reason", "DegradedReason" },
  { "libvirt", "HypervisorState" },
  { "NetworkManager", "HostNetworkState" },
  { "Capabilities", "Capabilities" },
};

static const struct
{
  const char *title;
  NwcKind kind;
} counts[] = {
  { "VMs", NWC_KIND_VM },           { "vNICs", NWC_KIND_VNIC },
  { "Networks", NWC_KIND_NETWORK }, { "Attachments", NWC_KIND_ATTACHMENT },
  { "NICs", NWC_KIND_NIC },
};

static void
add_property (NwcTable *table,
              const NwcClient *client,
              const NwcObject *service,
              const char *title,
              const char *property)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (service->properties, property, NULL);
  g_autofree char *text = value ? nwc_value_text (client->objects, value) : g_strdup ("");

  /* No reason is what is usual, not something unknown. */
  if (!*text && g_str_equal (property, "DegradedReason"))
    return;
  nwc_table_add_cell (table, title);
  nwc_table_add_cell (table, text);
}

static void
add_problems (NwcTable *table, const NwcClient *client, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const NwcObject *object = list->pdata[i];
      const char *problem = nwc_object_get_string (object, "Problem");
      g_autofree char *label = nwc_objects_label (client->objects, object);
      g_autofree char *text = NULL;

      if (!*problem)
        continue;
      text = g_strdup_printf ("%s %s: %s", nwc_kind_word (object->kind), label, problem);
      nwc_table_add_cell (table, "Problem");
      nwc_table_add_cell (table, text);
    }
}

static void
print_text (const NwcClient *client, const NwcObject *service, GPtrArray **lists)
{
  g_autoptr (NwcTable) table = nwc_table_new ();
  g_autofree char *text = NULL;

  nwc_table_add_column (table, "PROPERTY", NWC_ALIGN_LEFT);
  nwc_table_add_column (table, "VALUE", NWC_ALIGN_LEFT);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    add_property (table, client, service, rows[i].title, rows[i].property);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", lists[i]->len);

      nwc_table_add_cell (table, counts[i].title);
      nwc_table_add_cell (table, number);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    add_problems (table, client, lists[i]);
  text = nwc_table_format (table, FALSE);
  nwc_output_text (text);
}

static void
collect_problems (JsonArray *problems, const NwcClient *client, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const NwcObject *object = list->pdata[i];
      g_autofree char *label = nwc_objects_label (client->objects, object);
      JsonObject *problem;

      if (!*nwc_object_get_string (object, "Problem"))
        continue;
      problem = json_object_new ();
      json_object_set_string_member (problem, "Kind", nwc_kind_word (object->kind));
      json_object_set_string_member (problem, "Name", label);
      json_object_set_string_member (problem, "Path", object->path);
      json_object_set_string_member (problem, "Problem", nwc_object_get_string (object, "Problem"));
      json_array_add_object_element (problems, problem);
    }
}

static void
print_json (const NwcClient *client, const NwcObject *service, GPtrArray **lists)
{
  g_autoptr (JsonNode) node = nwc_value_object_json (client->objects, service);
  JsonObject *json = json_node_get_object (node);
  JsonObject *numbers = json_object_new ();
  JsonArray *problems = json_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      json_object_set_int_member (numbers, counts[i].title, lists[i]->len);
      collect_problems (problems, client, lists[i]);
    }
  json_object_set_object_member (json, "Counts", numbers);
  json_object_set_array_member (json, "Problems", problems);
  nwc_output_json (client, node);
}

static gboolean
status (NwcClient *client, char **words, GError **error)
{
  GPtrArray *lists[G_N_ELEMENTS (counts)];
  const NwcObject *service;

  if (!nwc_client_load (client, error) || !nwc_client_load_service (client, error))
    return FALSE;
  service = nwc_objects_lookup (client->objects, NWC_ROOT_PATH);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    lists[i] = nwc_objects_list (client->objects, counts[i].kind);
  if (client->options->format == NWC_FORMAT_TEXT)
    print_text (client, service, lists);
  else
    print_json (client, service, lists);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    g_ptr_array_unref (lists[i]);
  return TRUE;
}

static gboolean
recover (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GVariant) reply = nwc_client_change (
    client, NWC_ROOT_PATH, NWC_KIND_SERVICE, "Recover",
    g_variant_new ("(s@a{sv})", words[0], nwc_client_options (client)), "()", error);
  g_autofree char *done = NULL;

  if (!reply)
    return FALSE;
  done = g_strdup_printf ("recovered (%s)", words[0]);
  nwc_output_done (client, NWC_KIND_SERVICE, "netwiringd", NWC_ROOT_PATH, done);
  return TRUE;
}

const NwcCommand nwc_status_commands[] = {
  { "status", NULL, "", 0, 0, NWC_TAKES_NOTHING, status },
  { "recover", NULL, "previous|empty", 1, 1, NWC_TAKES_DRY_RUN, recover },
  { NULL },
};
