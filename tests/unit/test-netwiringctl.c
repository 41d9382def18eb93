/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-objects.h"
#include "nwc-table.h"
#include "nwc-text.h"
#include "nwc-value.h"

#define N_RANDOM 100000

typedef struct
{
  const char *text;
  const char *escaped;
} Escape;

static const Escape escapes[] = {
  { "", "" },
  { "web1/net0", "web1/net0" },
  { "caf\u00e9 \u7db2", "caf\u00e9 \u7db2" },
  { "a\nb\tc\rd", "a\\nb\\tc\\x0dd" },
  { "\x1b[?1047h", "\\x1b[?1047h" },
  { "\x7f", "\\x7f" },
  { "\xc2\x9b"
    "31m",
    "\\u009b31m" },
  { "\u202egnp.exe", "\\u202egnp.exe" },
  { "\u2066\u2069\u200f\ufeff", "\\u2066\\u2069\\u200f\\ufeff" },
  { "\u2028\u2029", "\\u2028\\u2029" },
  { "\U000e0041", "\\U000e0041" },
  { "\ue000", "\\ue000" },
  { "C:\\n", "C:\\\\n" },
  { "\xff\xc3", "\\xff\\xc3" },
  { "\xed\xa0\x80", "\\xed\\xa0\\x80" },
};

static void
test_escape (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++)
    {
      g_autofree char *escaped = nwc_text_escape (escapes[i].text);

      g_assert_cmpstr (escaped, ==, escapes[i].escaped);
    }
}

static gboolean
is_printable (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (!g_unichar_isprint (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static void
test_escape_random (void)
{
  for (int i = 0; i < N_RANDOM; i++)
    {
      char text[24];
      g_autofree char *escaped = NULL;

      for (gsize n = 0; n < sizeof text; n++)
        text[n] = (char)g_test_rand_int_range (0, 256);
      text[sizeof text - 1] = '\0';
      escaped = nwc_text_escape (text);
      g_assert_true (is_printable (escaped));
    }
}

static void
test_escape_json (void)
{
  const char *evil = "\x1b[2J\u202e\U000e0041\x7f\"\\\n\xc2\x9b";
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), evil);
  g_autofree char *json = nwc_value_json_format (node, FALSE);
  g_autoptr (JsonNode) parsed = json_from_string (json, NULL);

  g_assert_true (is_printable (json));
  g_assert_cmpstr (json_node_get_string (parsed), ==, evil);
}

static void
test_width (void)
{
  g_assert_cmpuint (nwc_text_width (""), ==, 0);
  g_assert_cmpuint (nwc_text_width ("net0"), ==, 4);
  g_assert_cmpuint (nwc_text_width ("\u7db2\u8def"), ==, 4);
  g_assert_cmpuint (nwc_text_width ("e\u0301"), ==, 1);
}

static void
test_table (void)
{
  g_autoptr (NwcTable) table = nwc_table_new ();
  g_autofree char *titled = NULL;
  g_autofree char *plain = NULL;

  nwc_table_add_column (table, "NAME", NWC_ALIGN_LEFT);
  nwc_table_add_column (table, "MTU", NWC_ALIGN_RIGHT);
  nwc_table_add_column (table, "LAST", NWC_ALIGN_LEFT);
  nwc_table_add_cell (table, "\u7db2\u8def\u7db2");
  nwc_table_add_cell (table, "68");
  nwc_table_add_cell (table, "");
  nwc_table_add_cell (table, "a\n");
  nwc_table_add_cell (table, "65535");
  nwc_table_add_cell (table, "x");
  titled = nwc_table_format (table, TRUE);
  plain = nwc_table_format (table, FALSE);
  g_assert_cmpstr (titled, ==,
                   "NAME      MTU  LAST\n"
                   "\u7db2\u8def\u7db2     68  -\n"
                   "a\\n     65535  x\n");
  g_assert_cmpstr (plain, ==, strchr (titled, '\n') + 1);
}

static void
test_table_without_rows (void)
{
  g_autoptr (NwcTable) table = nwc_table_new ();
  g_autofree char *titled = NULL;
  g_autofree char *plain = NULL;

  nwc_table_add_column (table, "NAME", NWC_ALIGN_LEFT);
  titled = nwc_table_format (table, TRUE);
  plain = nwc_table_format (table, FALSE);
  g_assert_cmpstr (titled, ==, "NAME\n");
  g_assert_cmpstr (plain, ==, "");
}

static NwcObjects *
parse_objects (const char *text)
{
  g_autoptr (GVariant) managed
    = g_variant_parse (G_VARIANT_TYPE ("a{oa{sa{sv}}}"), text, NULL, NULL, NULL);

  g_assert_nonnull (managed);
  return nwc_objects_new (managed);
}

static void
test_update_keeps_order (void)
{
  g_autoptr (NwcObjects) objects = parse_objects (
    "{'/v': {'org.ovirt.NetWiring.Vm': {'Name': <'a'>, 'State': <'off'>, 'Id': <'1'>}}}");
  g_autoptr (GVariant) changed
    = g_variant_parse (G_VARIANT_TYPE_VARDICT, "{'New': <1>, 'State': <'on'>}", NULL, NULL, NULL);
  g_autofree char *text = NULL;

  nwc_objects_update (objects, "/v", changed);
  nwc_objects_update (objects, "/none", changed);
  text = g_variant_print (nwc_objects_lookup (objects, "/v")->properties, FALSE);
  g_assert_cmpstr (text, ==, "{'Name': <'a'>, 'State': <'on'>, 'Id': <'1'>, 'New': <1>}");
}

static void
test_unknown_things (void)
{
  g_autoptr (NwcObjects) objects
    = parse_objects ("{'/n': {'org.ovirt.NetWiring.New': {}},"
                     " '/v': {'org.ovirt.NetWiring.Vnic': {'Vm': <objectpath '/gone'>}}}");
  g_autofree char *label = nwc_objects_label_of_path (objects, "/v");

  g_assert_null (nwc_objects_lookup (objects, "/n"));
  g_assert_cmpstr (label, ==, "/gone/");
}

static void
test_value_text (void)
{
  g_autoptr (NwcObjects) objects
    = parse_objects ("{'/v': {'org.ovirt.NetWiring.Vm': {'Name': <'web1'>}}}");
  g_autoptr (GVariant) value
    = g_variant_parse (NULL,
                       "(true, 7, '', <'x'>, objectpath '/', objectpath '/v', "
                       "['a', 'b'], {'k': <false>, 'l': <@as []>}, 0.5)",
                       NULL, NULL, NULL);
  g_autofree char *text = nwc_value_text (objects, value);

  g_assert_cmpstr (text, ==, "yes, 7, , x, , web1, a, b, k=no, l=, 0.5");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/netwiringctl/escape", test_escape);
  g_test_add_func ("/netwiringctl/escape-random", test_escape_random);
  g_test_add_func ("/netwiringctl/escape-json", test_escape_json);
  g_test_add_func ("/netwiringctl/width", test_width);
  g_test_add_func ("/netwiringctl/table", test_table);
  g_test_add_func ("/netwiringctl/table-without-rows", test_table_without_rows);
  g_test_add_func ("/netwiringctl/update-keeps-order", test_update_keeps_order);
  g_test_add_func ("/netwiringctl/unknown-things", test_unknown_things);
  g_test_add_func ("/netwiringctl/value-text", test_value_text);
  return g_test_run ();
}
