/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Our isolated bridges are closed towards the host, whatever becomes of them; nobody else's is. */

#include "rig.h"

#include "core/nwd-error.h"

#include <string.h>

static const Wish attach_green = { .network = "green", .verb = NWD_HOST_ATTACH };

/* "blue iso red" */
static void
assert_sealed (Rig *rig, const char *expected)
{
  g_autoptr (GList) names = g_hash_table_get_keys (rig->ports->world->seals);
  g_autoptr (GString) text = g_string_new (NULL);

  names = g_list_sort (names, (GCompareFunc)strcmp);
  for (GList *l = names; l; l = l->next)
    g_string_append_printf (text, "%s%s", l == names ? "" : " ", (char *)l->data);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_calls (Rig *rig, const char *expected)
{
  g_autofree char *calls = rig_calls (rig);

  g_assert_cmpstr (calls, ==, expected);
}

/* Of the attachment of @network. */
static const char *
problem (Rig *rig, const char *network)
{
  const NwdState *state = nwd_engine_get_state (rig->engine);
  const NwdNetwork *found = nwd_state_get_network (state, rig_network_id (rig, network));

  return nwd_state_get_attachment (state, found->attachment_id)->problem;
}

static void
assert_problem (Rig *rig, const char *network, const char *part)
{
  g_assert_nonnull (strstr (problem (rig, network), part));
}

static void
tell_links (Rig *rig)
{
  fake_kernel_tell (rig->ports->kernel);
  fake_ports_settle ();
}

static void
set_host_network (Rig *rig, NwdBackendState state)
{
  fake_host_network_set_state (rig->ports->host_network, state);
  fake_ports_settle ();
}

/* A bridge goes, and one of the same name comes. */
static void
make_bridge_anew (Rig *rig, const char *name)
{
  fake_world_remove_link (rig->ports->world, name);
  fake_world_add_link (rig->ports->world, name, "bridge", 1500);
  tell_links (rig);
}

static void
test_start (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  assert_sealed (rig, "blue iso red");
  g_assert_cmpstr (problem (rig, "red"), ==, "");
}

static void
test_attach_and_detach (void)
{
  static const Wish detach = { .network = "green", .verb = NWD_HOST_DETACH };
  static const Wish unwire = { .mac = MAC_WEB1, .network = "" };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &attach_green);
  assert_sealed (rig, "blue green iso red");
  rig_must (rig, &unwire);
  assert_sealed (rig, "blue green iso nw-unwired red");
  rig_must (rig, &detach);
  assert_sealed (rig, "blue iso nw-unwired red");
  rig_must (rig, &attach_green);
  assert_sealed (rig, "blue green iso nw-unwired red");
}

/* What failed for good fails the call, and takes the bridge along. */
static void
test_cannot (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = fake_world_to_text (rig->ports->world);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  fake_script_fail_name (rig->ports->script, "seal-bridge", FAKE_BEFORE, NWD_ERROR_FAILED);
  error = rig_do (rig, &attach_green);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED);
  g_assert_nonnull (strstr (error->message, "green"));
  after = fake_world_to_text (rig->ports->world);
  rig_assert_same (after, before);
}

/* A kernel that closes nothing: the network works, and says what it is not. */
static void
test_not_supported (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;

  world->sealless = TRUE;
  rig = rig_new (world);
  assert_problem (rig, "red", "guests on bridge red are not isolated from this host: the kernel");
  rig_must (rig, &attach_green);
  assert_problem (rig, "green", "clsact");
  assert_sealed (rig, "");
}

static gboolean
is_port_sealed (Rig *rig, const char *port)
{
  return g_hash_table_contains (rig->ports->world->sealed_ports, port);
}

/* Those that are there, that come, and that are moved; of our bridges alone. */
static void
test_ports (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  g_assert_true (is_port_sealed (rig, "vnet1"));
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "br0" });
  g_assert_false (is_port_sealed (rig, "vnet1"));
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "blue" });
  g_assert_true (is_port_sealed (rig, "vnet1"));
  fake_world_add_link (rig->ports->world, "vnet9", "tun", 1500);
  fake_world_set_master (rig->ports->world, "vnet9", "red");
  tell_links (rig);
  g_assert_true (is_port_sealed (rig, "vnet9"));
}

static void
test_made_anew (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  make_bridge_anew (rig, "red");
  assert_calls (rig, "seal-bridge red");
  assert_sealed (rig, "blue iso red");
}

static void
test_removed_by_others (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  fake_kernel_lose_mirrors (rig->ports->kernel); /* of another link */
  assert_calls (rig, "");
  fake_kernel_lose_seal (rig->ports->kernel, "red");
  assert_calls (rig, "seal-bridge red");
  assert_sealed (rig, "blue iso red");
}

/* Told once; tried again with the next news. */
static void
test_cannot_again (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  fake_script_fail_name (rig->ports->script, "seal-bridge", FAKE_BEFORE, NWD_ERROR_FAILED);
  rig_forget (rig);
  fake_kernel_lose_seal (rig->ports->kernel, "red");
  assert_problem (rig, "red", "not isolated from this host: as the test wants");
  g_assert_cmpuint (rig->published->len, ==, 1);
  fake_script_clear_failures (rig->ports->script);
  fake_world_add_link (rig->ports->world, "eth9", "", 1500);
  tell_links (rig);
  g_assert_cmpstr (problem (rig, "red"), ==, "");
  assert_sealed (rig, "blue iso red");
}

/* Without a network manager nobody knows whose a new bridge is; what is closed stays closed. */
static void
test_host_network_away (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  NwdBridge *profile = nwd_bridge_ref (g_hash_table_lookup (rig->ports->world->bridges, "red"));

  set_host_network (rig, NWD_BACKEND_DISCONNECTED);
  set_host_network (rig, NWD_BACKEND_CONNECTED);
  assert_calls (rig, "");

  g_hash_table_remove (rig->ports->world->bridges, "red");
  set_host_network (rig, NWD_BACKEND_CONNECTED);
  make_bridge_anew (rig, "red");
  assert_sealed (rig, "blue iso");
  assert_problem (rig, "red", "no profile of ours holds it");

  g_hash_table_insert (rig->ports->world->bridges, g_strdup ("red"), profile);
  set_host_network (rig, NWD_BACKEND_CONNECTED);
  assert_sealed (rig, "blue iso red");
  g_assert_cmpstr (problem (rig, "red"), ==, "");
}

/* Somebody's bridge is looked at, no more; but what an earlier life of it left is taken away. */
static void
test_adopted (void)
{
  static const Wish adopt
    = { .network = "green", .verb = NWD_HOST_ATTACH, .existing_bridge = "br0" };
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;

  g_hash_table_add (world->seals, g_strdup ("br0"));
  fake_world_add_link (world, "eth0", "", 1500);
  fake_world_set_master (world, "eth0", "br0");
  g_hash_table_add (world->sealed_ports, g_strdup ("eth0"));
  rig = rig_new (world);
  assert_sealed (rig, "blue br0 iso red");
  rig_must (rig, &adopt);
  assert_sealed (rig, "blue iso red");
  g_assert_false (is_port_sealed (rig, "eth0"));
  make_bridge_anew (rig, "br0");
  assert_sealed (rig, "blue iso red");
  g_assert_cmpstr (problem (rig, "green"), ==, "");
}

/* What another set on the ports of his bridge stays. */
static void
test_ports_of_others (void)
{
  static const Wish adopt
    = { .network = "green", .verb = NWD_HOST_ATTACH, .existing_bridge = "br0" };
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;

  fake_world_add_link (world, "eth0", "", 1500);
  fake_world_set_master (world, "eth0", "br0");
  g_hash_table_add (world->sealed_ports, g_strdup ("eth0"));
  rig = rig_new (world);
  rig_must (rig, &adopt);
  g_assert_true (is_port_sealed (rig, "eth0"));
}

/* --- the host's packet filter --- */

static void
test_all_bridges_filtered (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  fake_world_set_filters (rig->ports->world, "bridge-nf-call-iptables");
  rig_must (rig, &attach_green);
  assert_problem (rig, "green", "packet filter");
  assert_problem (rig, "red", "(bridge-nf-call-iptables)");
  g_assert_null (strstr (problem (rig, "red"), "isolated"));

  fake_world_set_filters (rig->ports->world, "");
  fake_world_add_link (rig->ports->world, "vnet9", "tun", 1500);
  tell_links (rig);
  g_assert_cmpstr (problem (rig, "red"), ==, "");
}

static void
test_one_bridge_filtered (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const NwdLink *red = g_hash_table_lookup (rig->ports->world->links, "red");
  NwdLink *filtered = nwd_link_new (red->index, "red", "bridge");

  filtered->mtu = red->mtu;
  filtered->up = filtered->filtered = TRUE;
  rig_forget (rig);
  g_hash_table_replace (rig->ports->world->links, g_strdup ("red"), filtered);
  tell_links (rig);
  assert_problem (rig, "red", "(nf_call of the bridge)");
  g_assert_cmpstr (problem (rig, "blue"), ==, "");
  assert_calls (rig, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/engine/seals/start", test_start);
  g_test_add_func ("/engine/seals/attach-and-detach", test_attach_and_detach);
  g_test_add_func ("/engine/seals/cannot", test_cannot);
  g_test_add_func ("/engine/seals/not-supported", test_not_supported);
  g_test_add_func ("/engine/seals/ports", test_ports);
  g_test_add_func ("/engine/seals/made-anew", test_made_anew);
  g_test_add_func ("/engine/seals/removed-by-others", test_removed_by_others);
  g_test_add_func ("/engine/seals/cannot-again", test_cannot_again);
  g_test_add_func ("/engine/seals/host-network-away", test_host_network_away);
  g_test_add_func ("/engine/seals/adopted", test_adopted);
  g_test_add_func ("/engine/seals/ports-of-others", test_ports_of_others);
  g_test_add_func ("/engine/seals/all-bridges-filtered", test_all_bridges_filtered);
  g_test_add_func ("/engine/seals/one-bridge-filtered", test_one_bridge_filtered);
  return g_test_run ();
}
