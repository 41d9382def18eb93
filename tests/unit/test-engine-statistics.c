/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is counted stays counted, whatever becomes of cards, VMs, bridges and the daemon. */

#include "rig.h"

#include "core/nwd-error.h"

#define WEB1      "00000000-0000-4000-8000-000000000001"
#define FILE_NAME "counters.ini"

static const Wish unplug = { .mac = MAC_WEB1, .plugged = -1 };
static const Wish plug = { .mac = MAC_WEB1, .plugged = 1 };
static const Wish to_blue = { .mac = MAC_WEB1, .network = "blue" };
static const Wish to_red = { .mac = MAC_WEB1, .network = "red" };

static void
on_sampled (GObject *source, GAsyncResult *result, gpointer answer)
{
  *(GAsyncResult **)answer = g_object_ref (result);
}

/* The error that came of it, or NULL. */
static GError *
sample (Rig *rig)
{
  g_autoptr (GAsyncResult) answer = NULL;
  GError *error = NULL;

  nwd_engine_sample_async (rig->engine, on_sampled, &answer);
  while (!answer)
    g_main_context_iteration (NULL, TRUE);
  nwd_engine_sample_finish (rig->engine, answer, &error);
  return error;
}

/* "rx tx" packets as of a new sample; "" where none are known. */
static char *
read_packets (Rig *rig, NwdKind kind, const char *id)
{
  g_autoptr (GVariant) entry = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = sample (rig);
  guint64 rx = 0, tx = 0;

  g_assert_no_error (error);
  entry = nwd_engine_get_statistics (rig->engine, kind, id);
  answer = g_variant_get_child_value (entry, 1);
  if (!g_variant_lookup (answer, "rx-packets", "t", &rx)
      || !g_variant_lookup (answer, "tx-packets", "t", &tx))
    return g_strdup ("");
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, rx, tx);
}

static void
assert_vnic (Rig *rig, const char *mac, const char *expected)
{
  g_autofree char *packets = read_packets (rig, NWD_KIND_VNIC, rig_vnic (rig, mac)->id);

  g_assert_cmpstr (packets, ==, expected);
}

static void
assert_network (Rig *rig, const char *name, const char *expected)
{
  const NwdState *state = nwd_engine_get_state (rig->engine);
  const NwdNetwork *network = nwd_state_get_network (state, rig_network_id (rig, name));
  g_autofree char *packets = read_packets (rig, NWD_KIND_ATTACHMENT, network->attachment_id);

  g_assert_cmpstr (packets, ==, expected);
}

static void
assert_nic (Rig *rig, const char *name, const char *expected)
{
  g_autofree char *packets = read_packets (rig, NWD_KIND_NIC, name);

  g_assert_cmpstr (packets, ==, expected);
}

static void
count_packets (Rig *rig, const char *link, guint rx, guint tx)
{
  fake_world_count (rig->ports->world, link, rx, tx);
}

static void
tell_links (Rig *rig)
{
  fake_kernel_tell (rig->ports->kernel);
  fake_ports_settle ();
}

static void
tell_vm (Rig *rig)
{
  fake_hypervisor_tell_domain (rig->ports->hypervisor, WEB1);
  fake_ports_settle ();
}

/* web1 as it is on @tap, "" off, in the world only. */
static void
put_web1 (Rig *rig, const char *tap)
{
  NwdDomain *domain = fake_domain_new (WEB1, "web1", *tap ? NWD_VM_RUNNING : NWD_VM_SHUTOFF);

  fake_domain_add_config (domain, fake_card_new (MAC_WEB1, "bridge", "red", "", TRUE));
  if (*tap)
    fake_domain_add_live (domain, fake_card_new (MAC_WEB1, "bridge", "red", tap, TRUE));
  fake_world_put_domain (rig->ports->world, domain);
}

/* The daemon ends, told to or not, and another one starts on the same host. */
static Rig *
restart (Rig *rig, gboolean killed, gboolean boots)
{
  FakeWorld *world = NULL;

  if (!killed)
    nwd_engine_stop (rig->engine);
  fake_ports_settle ();
  world = fake_world_copy (rig->ports->world);
  world->boots += boots ? 1 : 0;
  rig_free (rig);
  return rig_new (world);
}

static guint
count_writes (Rig *rig)
{
  return fake_script_count (rig->ports->script, "write " FILE_NAME)
         + fake_script_count (rig->ports->script, "remove " FILE_NAME);
}

/* Writes follow one another after a while. */
static void
wait_for_writes (Rig *rig, guint n)
{
  while (count_writes (rig) < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_file (Rig *rig, const char *text, gboolean present)
{
  for (;;)
    {
      const char *file = g_hash_table_lookup (rig->ports->world->texts, FILE_NAME);

      if (file && !strstr (file, text) == !present)
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_own_view (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;

  fake_world_remove_link (world, "vnet2");
  fake_world_add_link (world, "vnet2", "macvtap", 1500);
  rig = rig_new (world);
  count_packets (rig, "vnet1", 5, 7);
  count_packets (rig, "vnet2", 5, 7);
  count_packets (rig, "eth0", 6, 8);
  assert_vnic (rig, MAC_WEB1, "7 5");
  assert_vnic (rig, MAC_WEB2, "5 7");
  assert_vnic (rig, MAC_OFF1, "");
  assert_nic (rig, "eth0", "6 8");
  assert_network (rig, "red", "5 7");
  assert_network (rig, "blue", "0 0");
}

/* One reading serves everybody for a second. */
static void
test_one_sample (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const char *id = rig_vnic (rig, MAC_WEB1)->id;
  g_autoptr (GVariant) before = NULL;
  g_autoptr (GVariant) after = NULL;

  count_packets (rig, "vnet1", 1, 1);
  assert_vnic (rig, MAC_WEB1, "1 1");
  before = nwd_engine_get_statistics (rig->engine, NWD_KIND_VNIC, id);
  count_packets (rig, "vnet1", 1, 1);
  g_assert_true (nwd_engine_has_sample (rig->engine));
  after = nwd_engine_get_statistics (rig->engine, NWD_KIND_VNIC, id);
  g_assert_true (before == after);
}

/* What was counted after the last reading is in the kernel's last word. */
static void
test_unplug (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  count_packets (rig, "vnet1", 2, 3);
  assert_vnic (rig, MAC_WEB1, "3 2");
  count_packets (rig, "vnet1", 10, 10);
  rig_must (rig, &unplug);
  assert_vnic (rig, MAC_WEB1, "13 12");
  assert_network (rig, "red", "12 13");
  rig_must (rig, &plug);
  assert_vnic (rig, MAC_WEB1, "13 12");
  count_packets (rig, rig_vnic (rig, MAC_WEB1)->live->target, 1, 0);
  assert_vnic (rig, MAC_WEB1, "13 13");
  assert_network (rig, "red", "13 13");
}

/* libvirt's and the kernel's news of one event come in any order. */
static void
restart_vm (gboolean kernel_first)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  count_packets (rig, "vnet1", 2, 3);
  put_web1 (rig, "");
  fake_world_remove_link (rig->ports->world, "vnet1");
  (kernel_first ? tell_links : tell_vm) (rig);
  (kernel_first ? tell_vm : tell_links) (rig);
  assert_vnic (rig, MAC_WEB1, "3 2");

  put_web1 (rig, "vnet9");
  (kernel_first ? tell_links : tell_vm) (rig);
  (kernel_first ? tell_vm : tell_links) (rig);
  count_packets (rig, "vnet9", 1, 1);
  assert_vnic (rig, MAC_WEB1, "4 3");
}

/* libvirt tells of the card, then the kernel of its tap. */
static void
test_late_tap (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;

  fake_world_remove_link (world, "vnet1");
  rig = rig_new (world);
  assert_vnic (rig, MAC_WEB1, "");
  fake_world_add_link (world, "vnet1", "tun", 1500);
  tell_links (rig);
  count_packets (rig, "vnet1", 2, 3);
  fake_world_remove_link (world, "vnet1");
  tell_links (rig);
  assert_vnic (rig, MAC_WEB1, "3 2");
}

static void
test_vm_restarts (void)
{
  restart_vm (TRUE);
  restart_vm (FALSE);
}

static void
test_reset (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  count_packets (rig, "vnet1", 20, 30);
  assert_vnic (rig, MAC_WEB1, "30 20");
  fake_world_reset_counters (rig->ports->world, "vnet1");
  count_packets (rig, "vnet1", 1, 1);
  assert_vnic (rig, MAC_WEB1, "31 21");
  assert_network (rig, "red", "21 31");
}

/* A card takes all that it counted along; a network has what was counted while it was there. */
static void
test_move (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  count_packets (rig, "vnet1", 1, 2);
  rig_must (rig, &to_blue);
  count_packets (rig, "vnet1", 10, 20);
  assert_vnic (rig, MAC_WEB1, "22 11");
  assert_network (rig, "red", "1 2");
  assert_network (rig, "blue", "10 20");
  rig_must (rig, &to_red);
  count_packets (rig, "vnet1", 100, 200);
  assert_vnic (rig, MAC_WEB1, "222 111");
  assert_network (rig, "red", "101 202");
  assert_network (rig, "blue", "10 20");
}

/* A bridge that others made has ports already. */
static void
test_adopted (void)
{
  static const Wish make = { .verb = NWD_HOST_CREATE_NETWORK, .network = "lan" };
  static const Wish adopt = { .verb = NWD_HOST_ATTACH, .network = "lan", .existing_bridge = "br0" };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  fake_world_add_link (rig->ports->world, "eth7", "veth", 1500);
  fake_world_set_master (rig->ports->world, "eth7", "br0");
  count_packets (rig, "eth7", 1000, 1000);
  tell_links (rig);
  rig_must (rig, &make);
  rig_must (rig, &adopt);
  assert_network (rig, "lan", "0 0");
  count_packets (rig, "eth7", 1, 2);
  assert_network (rig, "lan", "1 2");
}

static void
restart_daemon (gboolean killed)
{
  Rig *rig = rig_new (rig_sample_world ());

  count_packets (rig, "vnet1", 2, 3);
  assert_vnic (rig, MAC_WEB1, "3 2");
  rig = restart (rig, killed, FALSE);
  assert_vnic (rig, MAC_WEB1, "3 2");
  count_packets (rig, "vnet1", 10, 10);
  rig_must (rig, &unplug);
  if (killed)
    wait_for_file (rig, "links=\n", TRUE);
  rig = restart (rig, killed, FALSE);
  assert_vnic (rig, MAC_WEB1, "13 12");
  rig_must (rig, &plug);
  count_packets (rig, rig_vnic (rig, MAC_WEB1)->live->target, 1, 1);
  rig = restart (rig, killed, FALSE);
  assert_vnic (rig, MAC_WEB1, "14 13");
  rig_free (rig);
}

static void
test_daemon_restarts (void)
{
  restart_daemon (/* killed= */ FALSE);
  restart_daemon (/* killed= */ TRUE);
}

/* Traffic of a port while nobody was there, and a port that left meanwhile. */
static void
test_network_without_daemon (void)
{
  Rig *rig = rig_new (rig_sample_world ());

  count_packets (rig, "vnet1", 1, 2);
  count_packets (rig, "vnet2", 10, 20);
  assert_network (rig, "red", "11 22");
  nwd_engine_stop (rig->engine);
  count_packets (rig, "vnet1", 100, 200);
  fake_world_set_master (rig->ports->world, "vnet2", "br0");
  fake_world_set_master (rig->ports->world, "vnet4", "blue");
  rig = restart (rig, /* killed= */ TRUE, FALSE);
  count_packets (rig, "vnet2", 1000, 1000);
  count_packets (rig, "vnet4", 1, 1);
  assert_network (rig, "red", "111 222");
  assert_network (rig, "blue", "1 1");
  rig_free (rig);
}

/* From where the ports of a network count is kept as soon as it is known. */
static void
test_network_goes_on (void)
{
  Rig *rig = NULL;
  FakeWorld *world = rig_sample_world ();

  fake_world_count (world, "vnet1", 100, 200);
  rig = rig_new (world);
  wait_for_file (rig, "kind=attachment", TRUE);
  count_packets (rig, "vnet1", 1, 2);
  rig = restart (rig, /* killed= */ TRUE, FALSE);
  assert_network (rig, "red", "1 2");
  rig_free (rig);
}

/* What a tap counted until the daemon stopped is not lost with a tap that goes meanwhile. */
static void
test_vm_stops_without_daemon (void)
{
  Rig *rig = rig_new (rig_sample_world ());

  count_packets (rig, "vnet1", 2, 3);
  nwd_engine_stop (rig->engine);
  put_web1 (rig, "");
  fake_world_remove_link (rig->ports->world, "vnet1");
  rig = restart (rig, /* killed= */ TRUE, FALSE);
  assert_vnic (rig, MAC_WEB1, "3 2");
  rig_free (rig);
}

/* After a boot the old index is another link's. */
static void
test_boot (void)
{
  Rig *rig = rig_new (rig_sample_world ());

  count_packets (rig, "eth0", 5, 5);
  count_packets (rig, "vnet1", 2, 3);
  assert_vnic (rig, MAC_WEB1, "3 2");
  rig = restart (rig, /* killed= */ FALSE, /* boots= */ TRUE);
  assert_vnic (rig, MAC_WEB1, "6 4");
  assert_nic (rig, "eth0", "10 10");
  rig_free (rig);
}

static void
test_written_rarely (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  count_packets (rig, "vnet1", 2, 3);
  assert_vnic (rig, MAC_WEB1, "3 2");
  count_packets (rig, "vnet1", 2, 3);
  assert_vnic (rig, MAC_WEB1, "6 4");
  fake_world_set_mtu (rig->ports->world, "vnet1", 1400);
  tell_links (rig);
  g_assert_cmpuint (count_writes (rig), ==, 0);
  rig_must (rig, &unplug);
  wait_for_file (rig, "links=\n", TRUE);
  g_assert_cmpuint (count_writes (rig), ==, 1);
  nwd_engine_stop (rig->engine);
  g_assert_cmpuint (count_writes (rig), ==, 1);
}

/* One write at a time, and the last one has it all. */
static void
test_burst (void)
{
  Rig *rig = rig_new (rig_sample_world ());

  fake_script_hold (rig->ports->script, "write " FILE_NAME, FAKE_BEFORE);
  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *tap = g_strdup_printf ("vnet%u", i);

      if (i == 3) /* is off */
        continue;
      count_packets (rig, tap, i, 0);
      fake_world_remove_link (rig->ports->world, tap);
      tell_links (rig);
      wait_for_writes (rig, 1);
    }
  g_assert_cmpuint (count_writes (rig), ==, 1);
  fake_script_release (rig->ports->script, "write " FILE_NAME);
  wait_for_writes (rig, 2);
  fake_ports_settle ();
  g_assert_cmpuint (count_writes (rig), ==, 2);
  rig = restart (rig, /* killed= */ TRUE, FALSE);
  assert_network (rig, "red", "12 0");
  rig_free (rig);
}

static void
test_write_fails (void)
{
  Rig *rig = rig_new (rig_sample_world ());

  fake_script_fail_name (rig->ports->script, "write " FILE_NAME, FAKE_BEFORE, 0);
  count_packets (rig, "vnet1", 2, 3);
  rig_must (rig, &unplug);
  assert_vnic (rig, MAC_WEB1, "3 2");
  wait_for_writes (rig, 1);
  fake_script_clear_failures (rig->ports->script);
  nwd_engine_stop (rig->engine);
  rig = restart (rig, /* killed= */ TRUE, FALSE);
  assert_vnic (rig, MAC_WEB1, "3 2");
  rig_free (rig);
}

static void
test_bad_file (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;

  g_hash_table_replace (world->texts, g_strdup (FILE_NAME),
                        g_strdup ("[netwiring]\nkind=counters"));
  rig = rig_new (world);
  g_assert_cmpstr (nwd_engine_get_state (rig->engine)->degraded_reason, ==, "");
  count_packets (rig, "vnet1", 2, 3);
  rig_must (rig, &unplug);
  assert_vnic (rig, MAC_WEB1, "3 2");
  wait_for_file (rig, "links=\n", TRUE);
  rig = restart (g_steal_pointer (&rig), /* killed= */ TRUE, FALSE);
  assert_vnic (rig, MAC_WEB1, "3 2");
}

static void
test_degraded (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;

  g_hash_table_replace (world->texts, g_strdup ("host.ini"), g_strdup ("?"));
  g_test_expect_message ("nwd-engine", G_LOG_LEVEL_CRITICAL, "Degraded*");
  rig = rig_new (world);
  g_test_assert_expected_messages ();
  count_packets (rig, "vnet1", 2, 3);
  fake_world_remove_link (rig->ports->world, "vnet1");
  tell_links (rig);
  assert_vnic (rig, MAC_WEB1, "3 2");
  nwd_engine_stop (rig->engine);
  g_assert_cmpuint (count_writes (rig), ==, 0);
}

/* With the VM what its cards counted goes too. */
static void
test_gone (void)
{
  Rig *rig = rig_new (rig_sample_world ());

  count_packets (rig, "vnet1", 2, 3);
  rig_must (rig, &unplug);
  wait_for_file (rig, "vnic", TRUE);
  g_hash_table_remove (rig->ports->world->domains, WEB1);
  fake_hypervisor_tell_gone (rig->ports->hypervisor, WEB1);
  wait_for_file (rig, "vnic", FALSE);
  rig_free (rig);
}

/* The same, while no daemon ran. */
static void
test_gone_without_daemon (void)
{
  Rig *rig = rig_new (rig_sample_world ());

  count_packets (rig, "vnet1", 2, 3);
  nwd_engine_stop (rig->engine);
  g_hash_table_remove (rig->ports->world->domains, WEB1);
  fake_world_remove_link (rig->ports->world, "vnet1");
  rig = restart (rig, /* killed= */ TRUE, FALSE);
  wait_for_file (rig, "vnic", FALSE);
  rig_free (rig);
}

static void
test_kernel_does_not_tell (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;
  g_autoptr (GError) error = NULL;

  world->countless = TRUE;
  rig = rig_new (world);
  error = sample (rig);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_FAILED);
}

/* A network without a bridge has what its NIC carries, from when it is attached. */
static void
test_without_a_bridge (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const NwdState *state = nwd_engine_get_state (rig->engine);
  g_autofree char *before = NULL, *after = NULL;
  const char *id = NULL;

  rig_must (rig,
            &(Wish){ .network = "storage", .not_for_vms = TRUE, .verb = NWD_HOST_CREATE_NETWORK });
  rig_must (rig, &(Wish){ .network = "storage", .nic = "eth0", .verb = NWD_HOST_ATTACH });
  id = nwd_state_find_network (state, "storage", NULL)->attachment_id;
  before = read_packets (rig, NWD_KIND_ATTACHMENT, id);
  fake_world_count (rig->ports->world, "eth0", 3, 2);
  after = read_packets (rig, NWD_KIND_ATTACHMENT, id);
  g_assert_cmpstr (before, ==, "0 0");
  g_assert_cmpstr (after, ==, "3 2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/engine/statistics/own-view", test_own_view);
  g_test_add_func ("/engine/statistics/one-sample", test_one_sample);
  g_test_add_func ("/engine/statistics/unplug", test_unplug);
  g_test_add_func ("/engine/statistics/late-tap", test_late_tap);
  g_test_add_func ("/engine/statistics/vm-restarts", test_vm_restarts);
  g_test_add_func ("/engine/statistics/reset", test_reset);
  g_test_add_func ("/engine/statistics/move", test_move);
  g_test_add_func ("/engine/statistics/adopted", test_adopted);
  g_test_add_func ("/engine/statistics/daemon-restarts", test_daemon_restarts);
  g_test_add_func ("/engine/statistics/network-without-daemon", test_network_without_daemon);
  g_test_add_func ("/engine/statistics/network-goes-on", test_network_goes_on);
  g_test_add_func ("/engine/statistics/vm-stops-without-daemon", test_vm_stops_without_daemon);
  g_test_add_func ("/engine/statistics/boot", test_boot);
  g_test_add_func ("/engine/statistics/written-rarely", test_written_rarely);
  g_test_add_func ("/engine/statistics/burst", test_burst);
  g_test_add_func ("/engine/statistics/write-fails", test_write_fails);
  g_test_add_func ("/engine/statistics/bad-file", test_bad_file);
  g_test_add_func ("/engine/statistics/degraded", test_degraded);
  g_test_add_func ("/engine/statistics/gone", test_gone);
  g_test_add_func ("/engine/statistics/gone-without-daemon", test_gone_without_daemon);
  g_test_add_func ("/engine/statistics/kernel-does-not-tell", test_kernel_does_not_tell);
  g_test_add_func ("/engine/statistics/without-a-bridge", test_without_a_bridge);
  return g_test_run ();
}
