/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is refused of the host, and what it says; who is in the way is named. */

#include "rig.h"

#include "core/nwd-error.h"

#include <string.h>

typedef struct
{
  const char *label;
  Wish wish;
  gboolean no_host_network;
  int code;
  const char *part;
} Refusal;

static const Refusal refusals[] = {
  { "detach-used",
    { .network = "red", .verb = NWD_HOST_DETACH },
    FALSE,
    NWD_ERROR_NETWORK_IN_USE,
    "NETWORK_CANNOT_DETACH_NETWORK_USED_BY_VMS" },
  { "detach-away",
    { .network = "iso", .verb = NWD_HOST_DETACH },
    TRUE,
    NWD_ERROR_HOST_NETWORK_UNAVAILABLE,
    "iso" },
  { "delete-attached",
    { .network = "iso", .verb = NWD_HOST_DELETE_NETWORK },
    FALSE,
    NWD_ERROR_NETWORK_IN_USE,
    "iso" },
  { "delete-found",
    { .network = "br0", .verb = NWD_HOST_DELETE_NETWORK },
    FALSE,
    NWD_ERROR_NOT_SUPPORTED,
    "br0" },
  { "update-found",
    { .network = "default", .verb = NWD_HOST_UPDATE_NETWORK, .mtu = 1400 },
    FALSE,
    NWD_ERROR_NOT_SUPPORTED,
    "default" },
  { "update-too-small",
    { .network = "green", .verb = NWD_HOST_UPDATE_NETWORK, .mtu = 67 },
    FALSE,
    NWD_ERROR_INVALID_ARGUMENT,
    "mtu" },
  { "attach-again",
    { .network = "red", .verb = NWD_HOST_ATTACH },
    FALSE,
    NWD_ERROR_ALREADY_EXISTS,
    "red" },
  { "attach-found",
    { .network = "br0", .verb = NWD_HOST_ATTACH },
    FALSE,
    NWD_ERROR_NOT_SUPPORTED,
    "br0" },
  { "attach-away",
    { .network = "green", .verb = NWD_HOST_ATTACH },
    TRUE,
    NWD_ERROR_HOST_NETWORK_UNAVAILABLE,
    "green" },
  { "attach-missing",
    { .network = "green", .verb = NWD_HOST_ATTACH, .existing_bridge = "nosuch" },
    FALSE,
    NWD_ERROR_NOT_FOUND,
    "existing-bridge" },
  { "attach-tap",
    { .network = "green", .verb = NWD_HOST_ATTACH, .existing_bridge = "vnet1" },
    FALSE,
    NWD_ERROR_INVALID_ARGUMENT,
    "vnet1" },
  { "attach-ours",
    { .network = "green", .verb = NWD_HOST_ATTACH, .existing_bridge = "red" },
    FALSE,
    NWD_ERROR_ALREADY_EXISTS,
    "red" },
  { "create-again",
    { .network = "red", .verb = NWD_HOST_CREATE_NETWORK },
    FALSE,
    NWD_ERROR_ALREADY_EXISTS,
    "red" },
  { "leave-away",
    { .nic = "eth0", .verb = NWD_HOST_SET_MANAGED },
    TRUE,
    NWD_ERROR_HOST_NETWORK_UNAVAILABLE,
    "eth0" },
  { "manage-away", /* what it is is not known */
    { .nic = "eth0", .verb = NWD_HOST_SET_MANAGED, .managed = TRUE },
    TRUE,
    NWD_ERROR_HOST_NETWORK_UNAVAILABLE,
    "eth0" },
  { "leave-missing",
    { .nic = "vnet1", .verb = NWD_HOST_SET_MANAGED },
    FALSE,
    NWD_ERROR_NOT_FOUND,
    "vnet1" },
  { "attach-nic-away",
    { .network = "green", .nic = "eth0", .verb = NWD_HOST_ATTACH },
    TRUE,
    NWD_ERROR_HOST_NETWORK_UNAVAILABLE,
    "green" },
  { "attach-nic-missing",
    { .network = "green", .nic = "vnet1", .verb = NWD_HOST_ATTACH },
    FALSE,
    NWD_ERROR_NOT_FOUND,
    "vnet1" },
  { "attach-port",
    { .network = "green", .nic = "eth1", .verb = NWD_HOST_ATTACH },
    FALSE,
    NWD_ERROR_ALREADY_EXISTS,
    "br0" },
  { "attach-nic-and-bridge",
    { .network = "green", .nic = "eth0", .existing_bridge = "br0", .verb = NWD_HOST_ATTACH },
    FALSE,
    NWD_ERROR_INVALID_ARGUMENT,
    "existing-bridge" },
  { "create-evil",
    { .network = "a\nb", .verb = NWD_HOST_CREATE_NETWORK },
    FALSE,
    NWD_ERROR_INVALID_ARGUMENT,
    "name" },
};

static void
test_refused (gconstpointer data)
{
  const Refusal *r = data;
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = fake_world_to_text (rig->ports->world);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  if (r->no_host_network)
    fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_DISCONNECTED);
  rig_forget (rig);
  error = rig_do (rig, &r->wish);
  g_assert_error (error, NWD_ERROR, r->code);
  g_assert_nonnull (strstr (error->message, r->part));
  g_assert_cmpuint (fake_script_get_calls (rig->ports->script)->len, ==, 0);
  g_assert_cmpuint (rig->published->len, ==, 0);
  after = fake_world_to_text (rig->ports->world);
  rig_assert_same (after, before);
}

/* Those that run, not the one that is off. */
static void
test_users_are_named (void)
{
  static const Wish detach = { .network = "red", .verb = NWD_HOST_DETACH };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = rig_do (rig, &detach);

  g_assert_nonnull (strstr (error->message, "web1"));
  g_assert_nonnull (strstr (error->message, "dif1"));
  g_assert_null (strstr (error->message, "off1"));
}

/* A name that an interface has already is left to it. */
static void
test_bridge_name_taken (void)
{
  static const Wish create = { .network = "br0", .verb = NWD_HOST_CREATE_NETWORK };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) answer = { 0 };
  const NwdNetwork *network = NULL;

  rig_begin (rig, &create, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  fake_ports_settle ();
  network = nwd_state_get_network (nwd_engine_get_state (rig->engine), answer.id);
  g_assert_true (g_str_has_prefix (network->bridge, "nw"));
  g_assert_cmpuint (strlen (network->bridge), ==, 13);
}

/* An adopted bridge is somebody's: left alone when its network goes. */
static void
test_adopted_bridge_stays (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = fake_world_to_text (rig->ports->world);
  g_autofree char *after = NULL;

  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_ATTACH, .existing_bridge = "br0" });
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "green" });
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet1"), ==, "br0");
  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_UPDATE_NETWORK, .mtu = 1400 });
  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_UPDATE_NETWORK, .mtu = 1500 });
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "red" });
  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_DETACH });
  after = fake_world_to_text (rig->ports->world);
  rig_assert_same (after, before);
}

static const Wish attach_eth0 = { .network = "green", .nic = "eth0", .verb = NWD_HOST_ATTACH };

static const NwdAttachment *
green_attachment (Rig *rig)
{
  const NwdState *state = nwd_engine_get_state (rig->engine);
  const NwdNetwork *green = nwd_state_find_network (state, "green", NULL);

  return nwd_state_get_attachment (state, green->attachment_id);
}

/* What is wrong with the NIC is the attachment's problem; it stays the NIC's. */
static void
test_attached_to_a_nic (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;

  rig_must (rig, &attach_eth0);
  g_assert_cmpstr (green_attachment (rig)->nic, ==, "eth0");
  g_assert_cmpint (green_attachment (rig)->state, ==, NWD_ATTACHMENT_ACTIVE);
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "green");
  rig_assert_refused (rig, &(Wish){ .nic = "eth0", .verb = NWD_HOST_SET_MANAGED },
                      NWD_ERROR_NETWORK_IN_USE, "green");
  fake_world_set_master (world, "eth0", "");
  fake_kernel_tell (rig->ports->kernel);
  g_assert_nonnull (strstr (green_attachment (rig)->problem, "not a port"));
  fake_world_remove_link (world, "eth0");
  fake_kernel_tell (rig->ports->kernel);
  g_assert_nonnull (strstr (green_attachment (rig)->problem, "eth0 is not there"));
  fake_world_add_nic (world, "eth0", "");
  fake_world_set_master (world, "eth0", "green");
  fake_kernel_tell (rig->ports->kernel);
  g_assert_cmpstr (green_attachment (rig)->problem, ==, "");
  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_DETACH });
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "");
}

/* What the host itself has there, what is no NIC by itself, and what nobody manages. */
static void
test_nics_that_are_not_free (void)
{
  FakeWorld *world = rig_sample_world ();
  Wish wish = { .network = "green", .verb = NWD_HOST_ATTACH };
  g_autoptr (Rig) rig = NULL;

  fake_world_add_nic (world, "team0", "team");
  fake_world_configure_nic (world, "eth0", "office");
  rig = rig_new (world);
  wish.nic = "eth0";
  rig_assert_refused (rig, &wish, NWD_ERROR_NETWORK_IN_USE, "office");
  wish.nic = "team0";
  rig_assert_refused (rig, &wish, NWD_ERROR_NOT_SUPPORTED, "team");
  fake_world_configure_nic (world, "eth0", "");
  fake_host_network_tell_managed (rig->ports->host_network);
  rig_must (rig, &(Wish){ .nic = "eth0", .verb = NWD_HOST_SET_MANAGED });
  wish.nic = "eth0";
  rig_assert_refused (rig, &wish, NWD_ERROR_NOT_SUPPORTED, "manage");
}

static const Wish leave_eth1 = { .nic = "eth1", .verb = NWD_HOST_SET_MANAGED };

static void
assert_in_use (Rig *rig, const Wish *wish, const char *part)
{
  rig_assert_refused (rig, wish, NWD_ERROR_NETWORK_IN_USE, part);
}

/* A NIC beneath a bridge that networks or VMs need keeps its manager, and only then. */
static void
test_nic_in_use (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_ATTACH, .existing_bridge = "br0" });
  assert_in_use (rig, &leave_eth1, "network green");
  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_DETACH });
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "br0" });
  assert_in_use (rig, &leave_eth1, "web1");
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "red" });
  rig_must (rig, &leave_eth1);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "br0" });
  assert_in_use (rig, &(Wish){ .nic = "eth1", .verb = NWD_HOST_SET_MANAGED, .managed = TRUE },
                 "web1");
}

/* The port of a bond is beneath the bond's bridge. */
static void
test_bond_port_in_use (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;

  fake_world_add_nic (world, "bond0", "bond");
  fake_world_set_master (world, "eth1", "bond0");
  fake_world_set_master (world, "bond0", "br0");
  rig = rig_new (world);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "br0" });
  assert_in_use (rig, &leave_eth1, "web1");
  assert_in_use (rig, &(Wish){ .nic = "bond0", .verb = NWD_HOST_SET_MANAGED }, "web1");
  rig_must (rig, &(Wish){ .nic = "eth0", .verb = NWD_HOST_SET_MANAGED });
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/refused/%s", refusals[i].label);

      g_test_add_data_func (path, &refusals[i], test_refused);
    }
  g_test_add_func ("/engine/users-are-named", test_users_are_named);
  g_test_add_func ("/engine/bridge-name-taken", test_bridge_name_taken);
  g_test_add_func ("/engine/attached-to-a-nic", test_attached_to_a_nic);
  g_test_add_func ("/engine/nics-that-are-not-free", test_nics_that_are_not_free);
  g_test_add_func ("/engine/nic-in-use", test_nic_in_use);
  g_test_add_func ("/engine/bond-port-in-use", test_bond_port_in_use);
  g_test_add_func ("/engine/adopted-bridge-stays", test_adopted_bridge_stays);
  return g_test_run ();
}
