/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Labels: what they attach, and when that goes. */

#include "rig.h"

#include "core/nwd-error.h"

#define CARRY(name, label)                                                                         \
  (&(Wish){ .network = name, .verb = NWD_HOST_UPDATE_NETWORK, .label_name = label })
#define ADD(label, on) (&(Wish){ .verb = NWD_HOST_ADD_LABEL, .label_name = label, .nic = on })
#define SET(label, on, more)                                                                       \
  (&(Wish){ .verb = NWD_HOST_SET_LABEL, .label_name = label, .nic = on, .and = more })
#define REMOVE(label) (&(Wish){ .verb = NWD_HOST_REMOVE_LABEL, .label_name = label })
#define DETACH(name)  (&(Wish){ .network = name, .verb = NWD_HOST_DETACH })

static const NwdAttachment *
attachment_of (Rig *rig, const char *name)
{
  const NwdState *state = nwd_engine_get_state (rig->engine);
  const NwdNetwork *network = nwd_state_find_network (state, name, NULL);

  return nwd_state_get_attachment (state, network->attachment_id);
}

/* Networks that carry it before and after; one that is attached by hand stays as it is. */
static void
test_attaches_all (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, CARRY ("green", "lab"));
  rig_must (rig, CARRY ("iso", "lab"));
  g_assert_null (attachment_of (rig, "green"));
  rig_must (rig, ADD ("lab", NULL));
  g_assert_cmpstr (attachment_of (rig, "green")->label, ==, "lab");
  g_assert_cmpstr (attachment_of (rig, "green")->nic, ==, "");
  g_assert_cmpstr (attachment_of (rig, "iso")->label, ==, "");

  rig_must (rig, &(Wish){ .network = "new", .verb = NWD_HOST_CREATE_NETWORK, .label_name = "lab" });
  g_assert_cmpstr (attachment_of (rig, "new")->label, ==, "lab");
  rig_assert_refused (rig, DETACH ("new"), NWD_ERROR_LABEL_IN_USE,
                      "ACTION_TYPE_FAILED_CANNOT_REMOVE_LABELED_NETWORK_FROM_NIC");
  rig_must (rig, CARRY ("new", ""));
  g_assert_null (attachment_of (rig, "new"));

  rig_assert_refused (
    rig, &(Wish){ .verb = NWD_HOST_REMOVE_LABEL, .label_name = "lab", .transient = TRUE },
    NWD_ERROR_INVALID_ARGUMENT, "persist: ");
  rig_must (rig, REMOVE ("lab"));
  g_assert_null (attachment_of (rig, "green"));
  g_assert_nonnull (attachment_of (rig, "iso"));
  rig_assert_refused (rig, REMOVE ("lab"), NWD_ERROR_NOT_FOUND, "LABEL_NOT_EXIST_IN_HOST");
}

static void
test_on_a_nic (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, CARRY ("green", "lab"));
  rig_must (rig, ADD ("lab", "eth0"));
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "eth0"), ==, "green");
  rig_assert_refused (rig, ADD ("lab", "eth0"), NWD_ERROR_ALREADY_EXISTS,
                      "INTERFACE_ALREADY_LABELED");
  rig_assert_refused (rig, ADD ("lab", NULL), NWD_ERROR_LABEL_IN_USE, "NIC eth0");
  rig_assert_refused (rig, ADD ("lab", "eth1"), NWD_ERROR_LABEL_IN_USE, "NIC eth0");
  rig_assert_refused (rig, ADD ("a b", NULL), NWD_ERROR_INVALID_ARGUMENT, "label");
  rig_assert_refused (rig,
                      &(Wish){ .network = "green", .verb = NWD_HOST_UPDATE_ATTACHMENT, .nic = "" },
                      NWD_ERROR_LABEL_IN_USE, "CANNOT_MOVE_LABELED_NETWORK_TO_ANOTHER_NIC");
  rig_must (rig, REMOVE ("lab"));
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "eth0"), ==, "");
}

static void
assert_told (Rig *rig, const char *message)
{
  g_autoptr (GPtrArray) list
    = nwd_history_list (nwd_engine_get_history (rig->engine), &(NwdHistoryFilter){ 0 });

  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((NwdEvent *)list->pdata[i])->message, message))
      return;
  g_error ("not told: %s", message);
}

/* What it attached moves with it, and its guests stay on it. */
static void
test_moves (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  g_autofree char *id = NULL;

  fake_world_add_nic (world, "eth2", "");
  fake_host_network_tell_managed (rig->ports->host_network);
  rig_must (rig, CARRY ("green", "lab"));
  rig_must (rig, ADD ("lab", NULL));
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "green" });
  id = g_strdup (attachment_of (rig, "green")->id);
  rig_forget (rig);

  rig_must (rig, SET ("lab", "eth0", NULL));
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "green");
  rig_must (rig, SET ("lab", "eth2", NULL));
  assert_told (rig, "label lab was moved: nic eth0 to eth2");
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "");
  g_assert_cmpstr (fake_world_get_master (world, "eth2"), ==, "green");
  rig_must (rig, SET ("lab", "", NULL));
  g_assert_cmpstr (fake_world_get_master (world, "eth2"), ==, "");
  g_assert_cmpstr (attachment_of (rig, "green")->id, ==, id);
  g_assert_cmpstr (attachment_of (rig, "green")->label, ==, "lab");
  g_assert_cmpuint (fake_script_count (rig->ports->script, "delete-bridge green"), ==, 0);
}

/* What is not for VMs has nothing to be where there is no NIC. */
static void
test_moves_without_bridge (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &(Wish){ .network = "storage",
                          .verb = NWD_HOST_CREATE_NETWORK,
                          .label_name = "lab",
                          .not_for_vms = TRUE });
  rig_must (rig, ADD ("lab", "eth0"));
  g_assert_cmpstr (attachment_of (rig, "storage")->nic, ==, "eth0");
  rig_must (rig, SET ("lab", "", NULL));
  g_assert_null (attachment_of (rig, "storage"));
  rig_must (rig, SET ("lab", "eth0", NULL));
  rig_must (
    rig,
    &(Wish){ .network = "storage", .ipv4 = "10.0.0.1/24", .verb = NWD_HOST_UPDATE_ATTACHMENT });
  rig_assert_refused (rig, SET ("lab", "", NULL), NWD_ERROR_NETWORK_IN_USE,
                      "network storage, which carries it, gives this host addresses");
}

/* Those attached by hand come to its NIC, but for such as are named, or give this host addresses.
 */
static void
test_gathers (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish again = { .network = "green", .verb = NWD_HOST_SET_UP };

  rig_must (rig, CARRY ("green", "lab"));
  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_ATTACH });
  rig_must (rig, SET ("lab", "eth0", &again));
  g_assert_cmpstr (attachment_of (rig, "green")->nic, ==, "");
  rig_must (rig, REMOVE ("lab"));
  g_assert_cmpstr (attachment_of (rig, "green")->label, ==, "");

  rig_must (rig, ADD ("lab", "eth0"));
  g_assert_cmpstr (attachment_of (rig, "green")->nic, ==, "eth0");
  g_assert_cmpstr (attachment_of (rig, "green")->label, ==, "lab");
  rig_must (rig, REMOVE ("lab"));
  g_assert_null (attachment_of (rig, "green"));
}

static void
test_gathers_no_addresses (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish attach
    = { .network = "green", .nic = "eth0", .ipv4 = "10.0.0.1/24", .verb = NWD_HOST_ATTACH };

  fake_world_add_nic (rig->ports->world, "eth2", "");
  fake_host_network_tell_managed (rig->ports->host_network);
  rig_must (rig, CARRY ("green", "lab"));
  rig_must (rig, &attach);
  rig_assert_refused (rig, ADD ("lab", "eth2"), NWD_ERROR_NETWORK_IN_USE,
                      "network green, which carries it, gives this host addresses");
  rig_must (rig, ADD ("lab", "eth0"));
  g_assert_cmpstr (attachment_of (rig, "green")->label, ==, "");
}

/* What lasts only as long as this boot would leave a label without what it attached. */
static void
test_gathers_nothing_transient (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, CARRY ("green", "lab"));
  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_SET_UP, .transient = TRUE });
  rig_assert_refused (rig, ADD ("lab", "eth0"), NWD_ERROR_NETWORK_IN_USE,
                      "until the host starts anew");
}

static void
create (Rig *rig, const char *name, guint vlan, guint mtu)
{
  rig_must (rig, &(Wish){ .network = name,
                          .vlan = vlan,
                          .mtu = mtu,
                          .label_name = "lab",
                          .verb = NWD_HOST_CREATE_NETWORK });
}

/* What is tagged needs the MTU that the untagged network gives the NIC, whatever their names. */
static void
test_tagged_and_not (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;

  fake_world_add_nic (world, "eth2", "");
  fake_host_network_tell_managed (rig->ports->host_network);
  create (rig, "a-tagged", 5, 9000);
  create (rig, "plain", 0, 9000);
  create (rig, "tagged", 6, 9000);
  rig_must (rig, ADD ("lab", "eth0"));
  g_assert_cmpstr (fake_world_get_master (world, "eth0.6"), ==, "tagged");
  rig_must (rig, SET ("lab", "eth2", NULL));
  g_assert_cmpstr (fake_world_get_master (world, "eth2.5"), ==, "a-tagged");
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "");
  rig_must (rig, REMOVE ("lab"));
  g_assert_null (attachment_of (rig, "plain"));
}

/* A VLAN that stays needs the NIC as it is. */
static void
test_moves_from_beneath_others (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  fake_world_add_nic (rig->ports->world, "eth2", "");
  fake_host_network_tell_managed (rig->ports->host_network);
  create (rig, "plain", 0, 9000);
  create (rig, "tagged", 5, 9000);
  rig_must (rig, CARRY ("tagged", ""));
  rig_must (rig, ADD ("lab", "eth0"));
  rig_must (rig, &(Wish){ .network = "tagged", .nic = "eth0", .verb = NWD_HOST_ATTACH });
  rig_assert_refused (rig, SET ("lab", "eth2", NULL), NWD_ERROR_NETWORK_IN_USE,
                      "network tagged on it needs 9000 (NETWORK_MTU_DIFFERENCES)");
}

/* So does who repairs a host whose NIC has died. */
static void
test_moves_off_a_dead_nic (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;

  fake_world_add_nic (world, "eth2", "");
  fake_host_network_tell_managed (rig->ports->host_network);
  rig_must (rig, CARRY ("green", "lab"));
  rig_must (rig, ADD ("lab", "eth0"));
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "green" });
  fake_world_remove_link (world, "eth0");
  fake_ports_settle ();
  rig_must (rig, SET ("lab", "eth2", NULL));
  g_assert_cmpstr (fake_world_get_master (world, "eth2"), ==, "green");
}

/* What the label attaches is made more of by the same request. */
static void
test_named_with_it (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish addressed
    = { .network = "green", .nic = "eth0", .ipv4 = "10.0.0.1/24", .verb = NWD_HOST_SET_UP };

  rig_must (rig, CARRY ("green", "lab"));
  rig_must (rig, SET ("lab", "eth0", &addressed));
  g_assert_cmpstr (attachment_of (rig, "green")->label, ==, "lab");
  g_assert_cmpstr (attachment_of (rig, "green")->ip->ipv4.addresses[0], ==, "10.0.0.1/24");
  g_assert_null (attachment_of (rig, "green")->out_of_sync);
  rig_must (rig, REMOVE ("lab"));
  g_assert_null (attachment_of (rig, "green"));
}

/* What is named with a label that goes is left to what is said of it. */
static void
test_let_go (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (Rig) next = NULL;
  const Wish to_nic = { .network = "green", .nic = "eth0", .verb = NWD_HOST_SET_UP };
  const Wish removed
    = { .verb = NWD_HOST_REMOVE_LABEL, .label_name = "lab", .and = DETACH ("green") };
  const Wish kept = { .verb = NWD_HOST_REMOVE_LABEL, .label_name = "lab", .and = &to_nic };

  rig_must (rig, CARRY ("green", "lab"));
  rig_must (rig, ADD ("lab", NULL));
  rig_must (rig, &removed);
  g_assert_null (attachment_of (rig, "green"));

  rig_must (rig, ADD ("lab", NULL));
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "green" });
  rig_must (rig, &kept);
  g_assert_cmpstr (attachment_of (rig, "green")->label, ==, "");
  g_assert_cmpstr (attachment_of (rig, "green")->nic, ==, "eth0");
  next = rig_new (fake_world_copy (rig->ports->world));
  g_assert_cmpstr (attachment_of (next, "green")->label, ==, "");
}

static void
test_refused (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;

  fake_world_add_nic (world, "bond0", "bond");
  fake_world_add_nic (world, "eth2", "");
  fake_world_set_master (world, "eth2", "bond0");
  rig = rig_new (world);
  rig_assert_refused (rig, ADD ("lab", "eth2"), NWD_ERROR_NOT_SUPPORTED,
                      "LABEL_ATTACH_TO_IMPROPER_INTERFACE");
  rig_assert_refused (rig, ADD ("lab", "bond0"), NWD_ERROR_NOT_SUPPORTED,
                      "IMPROPER_BOND_IS_LABELED");
  rig_assert_refused (rig, SET ("lab", "eth0", SET ("lab", "", NULL)), NWD_ERROR_INVALID_ARGUMENT,
                      "PARAMS_CONTAIN_DUPLICATE_LABELS");
  rig_must (rig, ADD ("lab", NULL));
  rig_assert_refused (
    rig,
    &(Wish){ .verb = NWD_HOST_REMOVE_LABEL, .label_name = "lab", .and = SET ("lab", "eth0", NULL) },
    NWD_ERROR_INVALID_ARGUMENT, "PARAMS_CONTAIN_DUPLICATE_LABELS");
}

/* Two untagged networks cannot be on one NIC: then neither is, and the label neither. */
static void
test_all_or_nothing (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &(Wish){ .network = "new", .verb = NWD_HOST_CREATE_NETWORK, .label_name = "lab" });
  rig_must (rig, CARRY ("green", "lab"));
  rig_assert_refused (rig, ADD ("lab", "eth0"), NWD_ERROR_ALREADY_EXISTS, "network green is on it");
  rig_must (rig, ADD ("lab", NULL));
  g_assert_nonnull (attachment_of (rig, "new"));
}

static void
test_in_use (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, CARRY ("green", "lab"));
  rig_must (rig, ADD ("lab", NULL));
  rig_must (rig, ADD ("other", NULL));
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "green" });
  rig_assert_refused (rig, REMOVE ("lab"), NWD_ERROR_NETWORK_IN_USE, "web1");
  rig_assert_refused (rig, CARRY ("green", ""), NWD_ERROR_NETWORK_IN_USE, "web1");
  rig_assert_refused (rig, CARRY ("green", "other"), NWD_ERROR_LABEL_IN_USE,
                      "NETWORK_LABEL_RENAMING_NOT_SUPPORTED");
  rig_assert_refused (rig, CARRY ("green", "a b"), NWD_ERROR_INVALID_ARGUMENT, "label");
}

/* It is stored. */
static void
test_restarted (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (Rig) next = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  rig_must (rig, CARRY ("green", "lab-1_x"));
  rig_must (rig, ADD ("lab-1_x", NULL));
  rig_must (rig, ADD ("eth0", "eth0"));
  before = rig_state_text (rig);
  next = rig_new (fake_world_copy (rig->ports->world));
  after = rig_state_text (next);
  rig_assert_same (after, before);
  g_assert_cmpstr (attachment_of (next, "green")->label, ==, "lab-1_x");
  rig_must (next, REMOVE ("lab-1_x"));
  g_assert_null (attachment_of (next, "green"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/labels/attaches-all", test_attaches_all);
  g_test_add_func ("/labels/on-a-nic", test_on_a_nic);
  g_test_add_func ("/labels/moves", test_moves);
  g_test_add_func ("/labels/moves-without-bridge", test_moves_without_bridge);
  g_test_add_func ("/labels/gathers", test_gathers);
  g_test_add_func ("/labels/gathers-no-addresses", test_gathers_no_addresses);
  g_test_add_func ("/labels/gathers-nothing-transient", test_gathers_nothing_transient);
  g_test_add_func ("/labels/tagged-and-not", test_tagged_and_not);
  g_test_add_func ("/labels/moves-from-beneath-others", test_moves_from_beneath_others);
  g_test_add_func ("/labels/moves-off-a-dead-nic", test_moves_off_a_dead_nic);
  g_test_add_func ("/labels/named-with-it", test_named_with_it);
  g_test_add_func ("/labels/let-go", test_let_go);
  g_test_add_func ("/labels/refused", test_refused);
  g_test_add_func ("/labels/all-or-nothing", test_all_or_nothing);
  g_test_add_func ("/labels/in-use", test_in_use);
  g_test_add_func ("/labels/restarted", test_restarted);
  return g_test_run ();
}
