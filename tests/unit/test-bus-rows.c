/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Rows and projections: what is known of an object, as properties. */

#include "sample-state.h"

#include "bus/nwd-project.h"
#include "bus/nwd-row.h"

#include "core/nwd-guest-clean.h"

static const char *const ids[NWD_N_KINDS] = {
  [NWD_KIND_ROOT] = "",
  [NWD_KIND_NIC] = SAMPLE_NIC,
  [NWD_KIND_NETWORK] = SAMPLE_RED,
  [NWD_KIND_ATTACHMENT] = SAMPLE_ATTACHMENT,
  [NWD_KIND_LABEL] = SAMPLE_LABEL,
  [NWD_KIND_VM] = SAMPLE_VM,
  [NWD_KIND_VNIC] = SAMPLE_VNIC,
  [NWD_KIND_CHECKPOINT] = SAMPLE_CHECKPOINT,
};

static void
assert_property (const NwdState *state, NwdKind kind, const char *name, const char *expected)
{
  const NwdSchema *schema = nwd_schema_get (kind);
  int i = nwd_schema_find_property (schema, name);
  g_autoptr (GVariant) row = nwd_project (state, kind, ids[kind]);
  g_autoptr (GVariant) value = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (i, >=, 0);
  value = g_variant_get_child_value (row, (gsize)i);
  text = g_variant_print (value, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_every_kind_has_its_type (void)
{
  g_autoptr (NwdState) state = sample_state_new ();

  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    {
      const NwdSchema *schema = nwd_schema_get (kind);
      g_autoptr (GVariant) row = nwd_project (state, kind, ids[kind]);
      g_autoptr (GVariant) all = g_variant_ref_sink (nwd_row_expand (schema, row, NULL));

      g_assert_true (g_variant_is_of_type (row, schema->row_type));
      g_assert_cmpuint (g_variant_n_children (all), ==, schema->n_properties);
      for (guint i = 0; i < schema->n_properties; i++)
        {
          g_autoptr (GVariant) value
            = g_variant_lookup_value (all, schema->properties[i]->name, NULL);

          g_assert_nonnull (value);
          g_assert_cmpstr (g_variant_get_type_string (value), ==, schema->properties[i]->signature);
        }
    }
}

static void
test_gone_objects_have_no_row (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();

  for (NwdKind kind = NWD_KIND_ROOT + 1; kind < NWD_N_KINDS; kind++)
    g_assert_null (nwd_project (state, kind, ids[kind]));
}

static void
test_manager (void)
{
  g_autoptr (NwdState) state = sample_state_new ();

  assert_property (state, NWD_KIND_ROOT, "State", "'ok'");
  assert_property (state, NWD_KIND_ROOT, "Capabilities", "['checkpoints']");
  state->instant_changes = TRUE;
  state->hypervisor_state = NWD_BACKEND_CONNECTED;
  g_free (state->degraded_reason);
  state->degraded_reason = g_strdup ("host.ini is torn");
  assert_property (state, NWD_KIND_ROOT, "State", "'degraded'");
  assert_property (state, NWD_KIND_ROOT, "DegradedReason", "'host.ini is torn'");
  assert_property (state, NWD_KIND_ROOT, "Capabilities", "['checkpoints', 'instant-changes']");
  assert_property (state, NWD_KIND_ROOT, "HypervisorState", "'connected'");
  assert_property (state, NWD_KIND_ROOT, "HostNetworkState", "'connecting'");
}

static void
test_vnic (void)
{
  g_autoptr (NwdState) state = sample_state_new ();

  assert_property (state, NWD_KIND_VNIC, "Vm",
                   "'/org/ovirt/NetWiring/vm/11111111_1111_4111_8111_111111111111'");
  assert_property (state, NWD_KIND_VNIC, "Source", "{'type': <'bridge'>, 'name': <'red'>}");
  assert_property (state, NWD_KIND_VNIC, "FilterParameters", "{'IP': '192.0.2.7'}");
  assert_property (state, NWD_KIND_VNIC, "HostDevice", "'vnet0'");
  assert_property (state, NWD_KIND_VNIC, "NextStart", "{}");
  assert_property (state, NWD_KIND_VNIC, "State", "'active'");

  sample_state_rewire (state, FALSE, "");
  assert_property (state, NWD_KIND_VNIC, "Network", "'/'");
  assert_property (state, NWD_KIND_VNIC, "State", "'unwired'");
}

static void
test_next_start (void)
{
  g_autoptr (NwdState) state = sample_state_new ();
  NwdVnic *vnic = nwd_state_get_vnic (state, SAMPLE_VNIC);

  nwd_text_unref (vnic->config_network_id);
  vnic->config_network_id = nwd_text_new (SAMPLE_BLUE);
  vnic->config->linked = FALSE;
  vnic->config->isolated = TRUE;
  vnic->config->mtu = 9000;
  assert_property (state, NWD_KIND_VNIC, "NextStart",
                   "{'linked': <false>, 'network': <objectpath "
                   "'/org/ovirt/NetWiring/network/cccccccc_2222_4222_8222_222222222222'>, "
                   "'port-isolated': <true>, 'mtu': <uint32 9000>}");

  g_clear_pointer (&vnic->config, nwd_card_unref);
  assert_property (state, NWD_KIND_VNIC, "NextStart", "{'plugged': <false>}");
}

/* What it will have at the next start is no address that it has. */
static void
test_plugged_at_next_start (void)
{
  g_autoptr (NwdState) state = sample_state_new ();
  NwdVnic *vnic = nwd_state_get_vnic (state, SAMPLE_VNIC);

  assert_property (state, NWD_KIND_VNIC, "Address", "'0000:01:00.0'");
  g_clear_pointer (&vnic->live, nwd_card_unref);
  assert_property (state, NWD_KIND_VNIC, "Plugged", "false");
  assert_property (state, NWD_KIND_VNIC, "Address", "''");
  vnic->vm_live = FALSE;
  assert_property (state, NWD_KIND_VNIC, "Plugged", "true");
  assert_property (state, NWD_KIND_VNIC, "Address", "'0000:01:00.0'");
}

#define GOING_VNIC "00000000-2222-4222-8222-222222222222"

/* A card that refers to the red network and is on @network_id. */
static void
add_reference (NwdState *state, const char *vnic_id, const char *network_id)
{
  NwdVnic *vnic = nwd_vnic_new ();

  vnic->id = nwd_text_new (vnic_id);
  vnic->stored_network_id = nwd_text_new (network_id);
  g_hash_table_replace (state->vnics, nwd_text_new (vnic_id), vnic);
  g_hash_table_add (g_hash_table_lookup (state->network_vnics, SAMPLE_RED), nwd_text_new (vnic_id));
}

static void
test_network (void)
{
  g_autoptr (NwdState) state = sample_state_new ();

  add_reference (state, SAMPLE_OTHER_VNIC, SAMPLE_RED);
  add_reference (state, "00000000-1111-4111-8111-111111111111", SAMPLE_RED);
  add_reference (state, GOING_VNIC, SAMPLE_BLUE);
  assert_property (state, NWD_KIND_NETWORK, "Vnics",
                   "['/org/ovirt/NetWiring/vnic/00000000_1111_4111_8111_111111111111', "
                   "'/org/ovirt/NetWiring/vnic/aaaaaaaa_1111_4111_8111_111111111111', "
                   "'/org/ovirt/NetWiring/vnic/aaaaaaaa_2222_4222_8222_222222222222']");
  assert_property (state, NWD_KIND_NETWORK, "Attachment",
                   "'/org/ovirt/NetWiring/attachment/dddddddd_1111_4111_8111_111111111111'");
}

static void
test_attachment (void)
{
  g_autoptr (NwdState) state = sample_state_new ();

  assert_property (state, NWD_KIND_ATTACHMENT, "Ignored", "['vlan']");
  assert_property (state, NWD_KIND_ATTACHMENT, "Isolated", "true");
  nwd_state_get_network (state, SAMPLE_RED)->vlan = 0;
  nwd_state_get_attachment (state, SAMPLE_ATTACHMENT)->adopted = TRUE;
  assert_property (state, NWD_KIND_ATTACHMENT, "Ignored", "[]");
  assert_property (state, NWD_KIND_ATTACHMENT, "Isolated", "false");
}

static void
test_nic (void)
{
  g_autoptr (NwdState) state = sample_state_new ();
  NwdAttachment *attachment = nwd_state_get_attachment (state, SAMPLE_ATTACHMENT);

  assert_property (state, NWD_KIND_NIC, "Kind", "'physical'");
  assert_property (state, NWD_KIND_NIC, "Speed", "25000");
  assert_property (state, NWD_KIND_NIC, "Attachments", "[]");
  assert_property (state, NWD_KIND_ATTACHMENT, "Nic", "'/'");
  g_free (attachment->nic);
  attachment->nic = g_strdup (SAMPLE_NIC);
  assert_property (state, NWD_KIND_NIC, "Attachments",
                   "['/org/ovirt/NetWiring/attachment/dddddddd_1111_4111_8111_111111111111']");
  assert_property (state, NWD_KIND_ATTACHMENT, "Nic", "'/org/ovirt/NetWiring/nic/eth0_2e7'");
}

static void
test_difference (void)
{
  g_autoptr (NwdState) state = sample_state_new ();
  const NwdSchema *schema = nwd_schema_get (NWD_KIND_VNIC);
  g_autoptr (GVariant) before = nwd_project (state, NWD_KIND_VNIC, SAMPLE_VNIC);
  g_autoptr (GVariant) same = nwd_project (state, NWD_KIND_VNIC, SAMPLE_VNIC);
  g_autoptr (GVariant) after = NULL;
  g_autoptr (GVariant) difference = NULL;
  g_autofree char *text = NULL;

  g_assert_null (nwd_row_compare (schema, before, same));
  nwd_state_get_vnic (state, SAMPLE_VNIC)->live->mtu = 1500;
  nwd_state_get_vnic (state, SAMPLE_VNIC)->config->mtu = 1500;
  after = nwd_project (state, NWD_KIND_VNIC, SAMPLE_VNIC);
  difference = g_variant_ref_sink (nwd_row_compare (schema, before, after));
  text = g_variant_print (difference, FALSE);
  g_assert_cmpstr (text, ==, "('org.ovirt.NetWiring.Vnic', {'Mtu': <uint32 1500>}, [])");
}

/* Each puts this after the Id, and ends the program with these words. */
static NwdGuestClaim *
say (GPtrArray *claims, const char *name, const char *mac)
{
  NwdGuestClaim *claim = nwd_guest_claim_new (NWD_GUEST_BY_AGENT, name, mac);

  g_ptr_array_add (claims, claim);
  return claim;
}

static NwdGuestReport *
sample_report (gint64 time)
{
  g_autoptr (GPtrArray) claims = nwd_guest_claims_new ();
  g_autoptr (GHashTable) macs = g_hash_table_new (g_str_hash, g_str_equal);
  NwdGuestClaim *claim = say (claims, "eth0", "52:54:00:00:00:01");

  nwd_guest_claim_add (claim, "10.0.0.2", 24);
  nwd_guest_claim_add (claim, "fe80::1%eth0", 64);
  nwd_guest_claim_add (say (claims, "lo\n", "00:00:00:00:00:00"), "127.0.0.1", 8);
  return nwd_guest_clean (claims, macs, time);
}

static void
test_guest (void)
{
  g_autoptr (NwdState) state = sample_state_new ();
  g_autoptr (GVariant) before = NULL, later = NULL;

  assert_property (state, NWD_KIND_VM, "GuestInterfaces", "[]");
  g_hash_table_replace (state->guests, g_strdup (SAMPLE_VM), sample_report (5));
  assert_property (state, NWD_KIND_VM, "GuestAgent", "'none'");
  assert_property (state, NWD_KIND_VM, "GuestIps", "['10.0.0.2/24', 'fe80::1/64']");
  assert_property (state, NWD_KIND_VM, "GuestInfoTime", "5");
  assert_property (
    state, NWD_KIND_VM, "GuestInterfaces",
    "[{'name': <'eth0'>, 'mac-address': <'52:54:00:00:00:01'>, 'ipv4': <['10.0.0.2/24']>, "
    "'ipv6': <['fe80::1/64']>, 'vnic': "
    "<objectpath '/org/ovirt/NetWiring/vnic/aaaaaaaa_1111_4111_8111_111111111111'>, "
    "'source': <'agent'>}, {'name': <'lo\\\\u000a'>, 'mac-address': <'00:00:00:00:00:00'>, "
    "'ipv4': <['127.0.0.1/8']>, 'ipv6': <@as []>, 'vnic': <objectpath '/'>, 'source': <'agent'>, "
    "'marks': <['escaped']>}]");
  assert_property (state, NWD_KIND_VNIC, "GuestName", "'eth0'");
  assert_property (state, NWD_KIND_VNIC, "Ipv4Addresses", "['10.0.0.2/24']");
  assert_property (state, NWD_KIND_VNIC, "Ipv6Addresses", "['fe80::1/64']");

  /* That it was said again is kept, and told to nobody. */
  before = nwd_project (state, NWD_KIND_VM, SAMPLE_VM);
  g_hash_table_replace (state->guests, g_strdup (SAMPLE_VM), sample_report (6));
  later = nwd_project (state, NWD_KIND_VM, SAMPLE_VM);
  g_assert_false (g_variant_equal (before, later));
  g_assert_null (nwd_row_compare (nwd_schema_get (NWD_KIND_VM), before, later));
}

static const struct
{
  const char *name;
  const char *words;
} wrong[] = {
  { "Colour", "*has no property Colour*" },
  { "Persistent", "*Persistent: put twice, or as s instead of b*" },
  { "Id", "*Id: put twice*" },
  { "Name", "*Title was not put*" },
};

static void
test_wrong_rows_end_the_program (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  NwdRowBuilder row;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_failed ();
      g_test_trap_assert_stderr (wrong[i].words);
      return;
    }
  nwd_row_init (&row, NWD_KIND_VM);
  nwd_row_put (&row, "Id", g_variant_new_string ("x"));
  nwd_row_put (&row, wrong[i].name, g_variant_new_string ("x"));
  nwd_row_end (&row);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bus/rows/types", test_every_kind_has_its_type);
  g_test_add_func ("/bus/rows/gone", test_gone_objects_have_no_row);
  g_test_add_func ("/bus/rows/manager", test_manager);
  g_test_add_func ("/bus/rows/vnic", test_vnic);
  g_test_add_func ("/bus/rows/next-start", test_next_start);
  g_test_add_func ("/bus/rows/plugged-at-next-start", test_plugged_at_next_start);
  g_test_add_func ("/bus/rows/network", test_network);
  g_test_add_func ("/bus/rows/attachment", test_attachment);
  g_test_add_func ("/bus/rows/nic", test_nic);
  g_test_add_func ("/bus/rows/difference", test_difference);
  g_test_add_func ("/bus/rows/guest", test_guest);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *path = g_strconcat ("/bus/rows/wrong/", wrong[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_wrong_rows_end_the_program);
    }
  return g_test_run ();
}
