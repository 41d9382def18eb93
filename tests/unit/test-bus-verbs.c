/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Keys, actions, and the table of verbs against the introspection XML. */

#include "sample-state.h"

#include "bus/nwd-action.h"
#include "bus/nwd-argument.h"
#include "bus/nwd-details.h"
#include "bus/nwd-verbs.h"
#include "bus/nwd-vnic-keys.h"
#include "core/nwd-error.h"
#include "nwd-interfaces.h"

#include <string.h>

static const GDBusInterfaceInfo *const interfaces[] = {
  &org_ovirt_net_wiring_manager_interface,    &org_ovirt_net_wiring_vm_interface,
  &org_ovirt_net_wiring_vnic_interface,       &org_ovirt_net_wiring_network_interface,
  &org_ovirt_net_wiring_attachment_interface, &org_ovirt_net_wiring_host_nic_interface,
  &org_ovirt_net_wiring_label_interface,      &org_ovirt_net_wiring_checkpoint_interface,
  &org_ovirt_net_wiring_statistics_interface,
};

static const GDBusInterfaceInfo *
find_interface (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (interfaces); i++)
    if (g_str_equal (interfaces[i]->name, name))
      return interfaces[i];
  return NULL;
}

static void
test_every_method_has_a_verb (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (interfaces); i++)
    for (GDBusMethodInfo **method = interfaces[i]->methods; method && *method; method++)
      {
        g_test_message ("%s.%s", interfaces[i]->name, (*method)->name);
        g_assert_nonnull (nwd_verb_find (nwd_verbs, interfaces[i]->name, (*method)->name));
      }
}

static char *
write_table (const NwdKey *table)
{
  GString *text = g_string_new ("");

  for (const NwdKey *key = table; key && key->name; key++)
    g_string_append_printf (text, "%s%s:%s", text->len ? " " : "", key->name, key->type);
  return g_string_free (text, FALSE);
}

/* The a{sv} arguments of a method: settings if any, then options if any. */
static void
assert_keys (const GDBusMethodInfo *method, const NwdVerb *verb)
{
  g_autofree char *keys = write_table (verb->keys);
  g_autofree char *options = write_table (verb->options);
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();

  if (verb->keys)
    g_ptr_array_add (tables, keys);
  if (verb->options)
    g_ptr_array_add (tables, options);

  for (GDBusArgInfo **arg = method->in_args; arg && *arg; arg++)
    if (strstr ((*arg)->signature, "a{sv}"))
      {
        g_assert_cmpuint (tables->len, >, 0);
        g_assert_cmpstr (
          g_dbus_annotation_info_lookup ((*arg)->annotations, "org.ovirt.NetWiring.Keys"), ==,
          tables->pdata[0]);
        g_ptr_array_remove_index (tables, 0);
      }
  g_assert_cmpuint (tables->len, ==, 0);
}

static void
test_every_verb_has_a_method (void)
{
  for (const NwdVerb *verb = nwd_verbs; verb->interface; verb++)
    {
      const GDBusInterfaceInfo *interface = find_interface (verb->interface);
      const GDBusMethodInfo *method = NULL;

      g_test_message ("%s.%s", verb->interface, verb->method);
      g_assert_nonnull (interface);
      method = g_dbus_interface_info_lookup_method ((GDBusInterfaceInfo *)interface, verb->method);
      g_assert_nonnull (method);
      assert_keys (method, verb);
    }
}

static void
assert_actions (const char *interface, const char *method, const char *call, const char *expected)
{
  GDBusMethodInfo *info = g_dbus_interface_info_lookup_method (
    (GDBusInterfaceInfo *)find_interface (interface), method);
  g_autoptr (GVariant) parameters = g_variant_ref_sink (g_variant_new_parsed (call));
  g_autoptr (GPtrArray) actions = nwd_action_list (info, parameters);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < actions->len; i++)
    {
      g_autofree char *of_object = g_strjoinv (" ", g_ptr_array_index (actions, i));

      g_string_append_printf (text, "%s%s", i ? "; " : "", of_object);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_actions (void)
{
  const char *vnic = "org.ovirt.NetWiring.Vnic";
  const char *vm = "org.ovirt.NetWiring.Vm";

  assert_actions ("org.ovirt.NetWiring.Manager", "FindVm", "('web1',)", "");
  assert_actions (vnic, "SetLinked", "(true, @a{sv} {})", "link");
  assert_actions (vnic, "Update", "({'linked': <true>}, @a{sv} {})", "link");
  assert_actions (vnic, "Update", "({'network': <'red'>, 'linked': <true>}, @a{sv} {})",
                  "rewire link");
  assert_actions (vnic, "Update", "(@a{sv} {}, {'network': <'red'>})", "manage-vnic");
  assert_actions (vnic, "Update", "({'colour': <'red'>}, @a{sv} {})", "manage-vnic");
  assert_actions (vm, "AddVnic", "(@a{sv} {}, @a{sv} {})", "manage-vnic");
  assert_actions (vm, "AddVnic", "({'network': <'red'>, 'mtu': <uint32 1400>}, @a{sv} {})",
                  "manage-vnic rewire");
  assert_actions (
    "org.ovirt.NetWiring.Manager", "ApplyWiring",
    "([(objectpath '/a', {'network': <'red'>}), (objectpath '/b', {'linked': <true>}), "
    "(objectpath '/c', {})], @a{sv} {})",
    "rewire; link; manage-vnic");
}

/* A method as somebody might add it who forgot what it needs. */
static void
test_no_action_is_no_call (void)
{
  GDBusArgInfo keys = { .ref_count = -1, .name = (char *)"keys", .signature = (char *)"a{sv}" };
  GDBusArgInfo *in_args[] = { &keys, NULL };
  GDBusAnnotationInfo action = { -1, (char *)"org.ovirt.NetWiring.Action", (char *)"by-key", NULL };
  GDBusAnnotationInfo table
    = { -1, (char *)"org.ovirt.NetWiring.KeyActions", (char *)"linked=link", NULL };
  GDBusAnnotationInfo *none[] = { NULL };
  GDBusAnnotationInfo *without_table[] = { &action, NULL };
  GDBusAnnotationInfo *without_rest[] = { &action, &table, NULL };
  GDBusMethodInfo method = { .ref_count = -1, .name = (char *)"Forgotten", .in_args = in_args };
  g_autoptr (GVariant) parameters = g_variant_ref_sink (g_variant_new_parsed ("(@a{sv} {},)"));

  g_assert_null (nwd_action_list (&method, parameters));
  method.annotations = none;
  g_assert_null (nwd_action_list (&method, parameters));
  method.annotations = without_table;
  g_assert_null (nwd_action_list (&method, parameters));
  method.annotations = without_rest;
  g_assert_null (nwd_action_list (&method, parameters));
}

static void
assert_refused (const NwdKey *table, const char *dict, const char *expected)
{
  g_autoptr (NwdHostChange) change = nwd_host_change_new (NWD_HOST_UPDATE_NETWORK, "");
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (dict));
  g_autoptr (GError) error = NULL;
  guint given = 0;

  g_assert_false (nwd_key_unpack (table, value, change, &given, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_bad_keys (void)
{
  const NwdKey *table = nwd_verbs_network_settings;

  assert_refused (table, "{'colour': <'red'>}", "unknown key \"colour\"");
  assert_refused (table, "{'mtu': <'1500'>}", "mtu: must be of type u, not s");
  assert_refused (table, "{'mtu': <1500>}", "mtu: must be of type u, not i");
  assert_refused (table, "{'mtu': <uint32 67>}", "mtu: 67 is out of range, which is 68 to 65521");
  assert_refused (table, "{'vlan': <uint32 4095>}",
                  "vlan: 4095 is out of range, which is 0 to 4094");
  assert_refused (table, "{'description': <objectpath '/'>}",
                  "description: must be of type s, not o");
}

/* A card's MTU may be 0: that of its network. */
static void
test_mtu_of_a_card (void)
{
  g_autoptr (NwdWiringChange) change = nwd_wiring_change_new ("");
  g_autoptr (GVariant) zero = g_variant_ref_sink (g_variant_new_parsed ("{'mtu': <uint32 0>}"));
  g_autoptr (GVariant) one = g_variant_ref_sink (g_variant_new_parsed ("{'mtu': <uint32 1>}"));
  g_autoptr (GError) error = NULL;
  guint given = 0;

  g_assert_true (nwd_key_unpack (nwd_vnic_keys_changes, zero, change, &given, &error));
  g_assert_false (nwd_key_unpack (nwd_vnic_keys_changes, one, change, &given, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
  g_assert_cmpstr (error->message, ==, "mtu: 1 is out of range, which is 0, or 68 to 65521");
}

static void
test_good_keys (void)
{
  g_autoptr (NwdHostChange) change = nwd_host_change_new (NWD_HOST_UPDATE_NETWORK, "");
  g_autoptr (GVariant) value = g_variant_ref_sink (
    g_variant_new_parsed ("{'mtu': <uint32 9000>, 'vm-network': <true>, 'bridge-name': <''>,"
                          " 'description': <'a'>, 'description': <'b'>}"));
  g_autoptr (GError) error = NULL;
  guint given = 0;

  g_assert_true (nwd_key_unpack (nwd_verbs_network_settings, value, change, &given, &error));
  g_assert_cmpuint (given, ==,
                    NWD_SETTING_MTU | NWD_SETTING_VM_NETWORK | NWD_SETTING_BRIDGE_NAME
                      | NWD_SETTING_DESCRIPTION);
  g_assert_cmpuint (change->mtu, ==, 9000);
  g_assert_true (change->vm_network);
  g_assert_cmpstr (change->bridge_name, ==, "");
  g_assert_cmpstr (change->description, ==, "b");
}

static void
test_options (void)
{
  g_autoptr (GVariant) given
    = g_variant_ref_sink (g_variant_new_parsed ("({'dry-run': <true>, 'timeout': <uint32 0>},)"));
  g_autoptr (GVariant) none = g_variant_ref_sink (g_variant_new_parsed ("(@a{sv} {},)"));
  g_autoptr (GVariant) both = g_variant_ref_sink (
    g_variant_new_parsed ("({'live-only': <true>, 'next-start-only': <true>},)"));
  g_autoptr (GVariant) host = g_variant_ref_sink (g_variant_new_parsed ("({'foreign': <true>},)"));
  NwdOptions options;
  g_autoptr (GError) error = NULL;

  g_assert_true (nwd_argument_options (nwd_argument_host_options, given, &options, &error));
  g_assert_true (options.dry_run && options.timeout == 0);
  g_assert_true (nwd_argument_options (nwd_argument_wiring_options, none, &options, &error));
  g_assert_true (!options.dry_run && options.timeout == NWD_OPTIONS_TIMEOUT);

  g_assert_false (nwd_argument_options (nwd_argument_wiring_options, both, &options, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (nwd_argument_options (nwd_argument_host_options, host, &options, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
}

static void
assert_network (const NwdState *state, const char *text, const char *expected, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = nwd_argument_network (state, "network", text, &error);

  g_assert_cmpstr (id, ==, expected);
  if (!expected)
    {
      g_assert_error (error, NWD_ERROR, code);
      g_assert_nonnull (strstr (error->message, "network: "));
    }
}

static void
test_networks_by_any_name (void)
{
  g_autoptr (NwdState) state = sample_state_new ();

  assert_network (state, "red", SAMPLE_RED, 0);
  assert_network (state, SAMPLE_RED, SAMPLE_RED, 0);
  assert_network (state, "/org/ovirt/NetWiring/network/cccccccc_1111_4111_8111_111111111111",
                  SAMPLE_RED, 0);
  assert_network (state, "/", "", 0);
  assert_network (state, "", "", 0);
  assert_network (state, "green", NULL, NWD_ERROR_NOT_FOUND);
  assert_network (state, "../red", NULL, NWD_ERROR_NOT_FOUND);
  assert_network (state, "/org/ovirt/NetWiring/network/x", NULL, NWD_ERROR_NOT_FOUND);
  assert_network (state, "/org/ovirt/NetWiring/vm/11111111_1111_4111_8111_111111111111", NULL,
                  NWD_ERROR_INVALID_ARGUMENT);
}

#define CARD "vm web1 vm-uuid " SAMPLE_VM " vnic net0 mac-address 52:54:00:00:00:01 network "

static void
assert_details_of (NwdState *state,
                   NwdWiringField fields,
                   const char *network_id,
                   const char *expected)
{
  g_autoptr (NwdWiringChange) change = nwd_wiring_change_new (SAMPLE_VNIC);
  const NwdOptions options = { 0 };
  g_auto (GStrv) details = NULL;
  g_autofree char *text = NULL;

  change->fields = fields;
  change->network_id = g_strdup (network_id);
  details
    = nwd_details_of_wiring (state, nwd_state_get_vnic (state, SAMPLE_VNIC), change, &options);
  text = g_strjoinv (" ", details);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_details (NwdWiringField fields, const char *network_id, const char *expected)
{
  g_autoptr (NwdState) state = sample_state_new ();

  assert_details_of (state, fields, network_id, expected);
}

/* A rule about one of both networks must not decide about the other. */
static void
test_details_of_both_definitions (void)
{
  g_autoptr (NwdState) state = sample_state_new ();
  NwdVnic *vnic = nwd_state_get_vnic (state, SAMPLE_VNIC);

  nwd_text_unref (vnic->config_network_id);
  vnic->config_network_id = nwd_text_new (SAMPLE_BLUE);
  assert_details_of (state, NWD_WIRING_LINKED, NULL, CARD "red,blue linked false");
  assert_details_of (state, NWD_WIRING_NETWORK, "", CARD " old-network red,blue");
}

static void
test_details (void)
{
  assert_details (NWD_WIRING_LINKED, NULL, CARD "red bridge red linked false");
  assert_details (NWD_WIRING_NETWORK, SAMPLE_BLUE, CARD "blue bridge blue old-network red");
  assert_details (NWD_WIRING_NETWORK | NWD_WIRING_LINKED, "", CARD " old-network red linked false");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bus/details/both-definitions", test_details_of_both_definitions);
  g_test_add_func ("/bus/verbs/methods", test_every_method_has_a_verb);
  g_test_add_func ("/bus/verbs/table", test_every_verb_has_a_method);
  g_test_add_func ("/bus/actions", test_actions);
  g_test_add_func ("/bus/actions/none", test_no_action_is_no_call);
  g_test_add_func ("/bus/keys/bad", test_bad_keys);
  g_test_add_func ("/bus/keys/good", test_good_keys);
  g_test_add_func ("/bus/keys/mtu-of-a-card", test_mtu_of_a_card);
  g_test_add_func ("/bus/options", test_options);
  g_test_add_func ("/bus/networks", test_networks_by_any_name);
  g_test_add_func ("/bus/details", test_details);
  return g_test_run ();
}
