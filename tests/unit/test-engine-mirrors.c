/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Mirrors follow what becomes of their cards and networks. */

#include "rig.h"

#include "core/nwd-error.h"

#include <string.h>

#define WEB1 "00000000-0000-4000-8000-000000000001"

static const Wish mirror_blue = { .mac = MAC_WEB1, .mirrors = "blue" };

/* "blue to vnet1; red to vnet1 inside" */
static void
assert_mirrors (Rig *rig, const char *expected)
{
  GPtrArray *mirrors = rig->ports->world->mirrors;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < mirrors->len; i++)
    {
      const NwdMirror *mirror = g_ptr_array_index (mirrors, i);

      g_assert_cmpstr (mirror->mac, ==, MAC_WEB1);
      g_string_append_printf (text, "%s%s to %s%s", i ? "; " : "", mirror->bridge, mirror->tap,
                              mirror->inside ? " inside" : "");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static guint
count_syncs (Rig *rig)
{
  return fake_script_count (rig->ports->script, "sync-mirrors");
}

static void
assert_problem (Rig *rig, const char *problem, const char *state)
{
  const NwdVnic *vnic = rig_vnic (rig, MAC_WEB1);

  g_assert_cmpstr (vnic->problem, ==, problem);
  g_assert_cmpstr (nwd_vnic_get_state (vnic), ==, state);
}

/* What others do to the kernel's links. */
static void
tell_links (Rig *rig)
{
  fake_kernel_tell (rig->ports->kernel);
  fake_ports_settle ();
}

static const char *manager = ""; /* of web1 */

static NwdDomain *
web1_new (NwdVmState state)
{
  NwdDomain *domain = fake_domain_new (WEB1, "web1", state);

  g_free (domain->managed_by);
  domain->managed_by = g_strdup (manager);
  return domain;
}

static void
set_manager (FakeWorld *world)
{
  NwdDomain *domain = web1_new (NWD_VM_RUNNING);

  fake_domain_add_config (domain, fake_card_new (MAC_WEB1, "bridge", "red", "", TRUE));
  fake_domain_add_live (domain, fake_card_new (MAC_WEB1, "bridge", "red", "vnet1", TRUE));
  fake_world_put_domain (world, domain);
}

/* The VM stops, and starts again where @tap is free; "": it stays off. */
static void
restart_vm (Rig *rig, const char *tap)
{
  FakeWorld *world = rig->ports->world;
  NwdDomain *off = web1_new (NWD_VM_SHUTOFF);
  NwdDomain *on = web1_new (NWD_VM_RUNNING);

  fake_domain_add_config (off, fake_card_new (MAC_WEB1, "bridge", "red", "", TRUE));
  fake_world_put_domain (world, off);
  fake_world_remove_link (world, "vnet1");
  tell_links (rig);
  fake_hypervisor_tell_domain (rig->ports->hypervisor, WEB1);
  fake_ports_settle ();
  if (!*tap)
    {
      nwd_domain_unref (on);
      return;
    }
  fake_domain_add_config (on, fake_card_new (MAC_WEB1, "bridge", "red", "", TRUE));
  fake_domain_add_live (on, fake_card_new (MAC_WEB1, "bridge", "red", tap, TRUE));
  fake_world_put_domain (world, on);
  tell_links (rig);
  fake_hypervisor_tell_domain (rig->ports->hypervisor, WEB1);
  fake_ports_settle ();
}

static void
test_vm_restarts (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &mirror_blue);
  assert_mirrors (rig, "blue to vnet1");
  restart_vm (rig, "");
  assert_mirrors (rig, "");
  restart_vm (rig, "vnet9");
  assert_mirrors (rig, "blue to vnet9");
  assert_problem (rig, "", "active");
}

static void
test_card_moves (void)
{
  static const Wish both = { .mac = MAC_WEB1, .mirrors = "blue,red" };
  static const Wish move = { .mac = MAC_WEB1, .network = "blue" };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &both);
  assert_mirrors (rig, "blue to vnet1; red to vnet1 inside");
  rig_must (rig, &move);
  assert_mirrors (rig, "blue to vnet1 inside; red to vnet1");
}

static void
test_unplug (void)
{
  static const Wish unplug = { .mac = MAC_WEB1, .plugged = -1 };
  static const Wish plug = { .mac = MAC_WEB1, .plugged = 1 };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &mirror_blue);
  rig_must (rig, &unplug);
  assert_mirrors (rig, "");
  rig_must (rig, &plug);
  assert_mirrors (rig, "blue to vnet0");
}

/* A found network is its bridge. */
static void
test_bridge_comes_back (void)
{
  static const Wish mirror = { .mac = MAC_WEB1, .mirrors = "br0" };
  g_autofree char *vnic = NULL;
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &mirror);
  assert_mirrors (rig, "br0 to vnet1");
  vnic = g_strdup_printf ("vnic:%s ", rig_vnic (rig, MAC_WEB1)->id);
  rig_forget (rig);
  fake_world_remove_link (rig->ports->world, "br0");
  tell_links (rig);
  assert_mirrors (rig, "");
  g_assert_cmpuint (rig->published->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (rig->published, 0), vnic));
  fake_world_add_link (rig->ports->world, "br0", "bridge", 1500);
  tell_links (rig);
  assert_mirrors (rig, "br0 to vnet1");
}

/* Nothing is asked of the kernel that is as it is to be. */
static void
test_idle (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &mirror_blue);
  rig_forget (rig);
  fake_world_set_mtu (rig->ports->world, "red", 1400);
  fake_world_add_link (rig->ports->world, "eth9", "", 1500);
  tell_links (rig);
  g_assert_cmpuint (count_syncs (rig), ==, 0);
}

static void
look_at_mirrors (guint number, FakeMoment moment, gpointer world)
{
  g_assert_cmpuint (((FakeWorld *)world)->mirrors->len, ==, 1);
}

/* The mirrors of the process before are there all the time. */
static void
test_daemon_restarts (void)
{
  g_autoptr (Rig) first = rig_new (rig_sample_world ());
  g_autoptr (Rig) second = NULL;
  FakeWorld *world = NULL;

  rig_must (first, &mirror_blue);
  world = fake_world_copy (first->ports->world);
  second = rig_new_probed (world, look_at_mirrors, world);
  assert_mirrors (second, "blue to vnet1");
  fake_script_set_probe (second->ports->script, NULL, NULL);
  restart_vm (second, "vnet9");
  assert_mirrors (second, "blue to vnet9");
}

/* What others remove is set again. */
static void
test_lost (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &mirror_blue);
  fake_kernel_lose_mirrors (rig->ports->kernel);
  assert_mirrors (rig, "blue to vnet1");
}

/* Nothing is done anew to a VM that is managed elsewhere. */
static void
test_managed_elsewhere (void)
{
  static const Wish foreign
    = { .mac = MAC_WEB1, .mirrors = "blue", .options = { .foreign = TRUE } };
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;

  manager = "ovirt";
  set_manager (world);
  rig = rig_new (world);
  rig_must (rig, &foreign);
  assert_mirrors (rig, "blue to vnet1");
  restart_vm (rig, "vnet9");
  assert_mirrors (rig, "");
  manager = "";
}

static void
test_problem (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &mirror_blue);
  fake_script_fail_name (rig->ports->script, "mirror", FAKE_BEFORE, NWD_ERROR_FAILED);
  restart_vm (rig, "vnet9");
  assert_mirrors (rig, "");
  assert_problem (rig, "bridge blue cannot be mirrored: as the test wants: mirror blue vnet9",
                  "failed");
  restart_vm (rig, "vnet8");
  assert_problem (rig, "bridge blue cannot be mirrored: as the test wants: mirror blue vnet8",
                  "failed");

  fake_script_clear_failures (rig->ports->script);
  fake_world_add_link (rig->ports->world, "eth9", "", 1500);
  tell_links (rig);
  assert_mirrors (rig, "blue to vnet8");
  assert_problem (rig, "", "active");
}

/* It is not enough that the store says so: who asks again wants it tried again. */
static void
test_asked_again (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &mirror_blue);
  fake_script_fail_name (rig->ports->script, "mirror", FAKE_BEFORE, NWD_ERROR_FAILED);
  restart_vm (rig, "vnet9");
  error = rig_do (rig, &mirror_blue);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_UPDATE_FAILED);
}

/* --- refusals --- */

static void
assert_refused (FakeWorld *world, const Wish *wish, int code)
{
  g_autoptr (Rig) rig = rig_new (world);
  g_autoptr (GError) error = rig_do (rig, wish);

  g_assert_error (error, NWD_ERROR, code);
  assert_mirrors (rig, "");
  g_assert_cmpuint (fake_script_get_calls (rig->ports->script)->len, ==, 0);
}

static void
test_kernel_without (void)
{
  FakeWorld *world = rig_sample_world ();

  world->mirrorless = TRUE;
  assert_refused (world, &mirror_blue, NWD_ERROR_NOT_SUPPORTED);
}

/* What is stored of mirrors can be cleared where there are none. */
static void
test_cleared_without (void)
{
  static const Wish clear = { .mac = MAC_WEB1, .mirrors = "" };
  g_autoptr (Rig) before = rig_new (rig_sample_world ());
  g_autoptr (Rig) rig = NULL;
  FakeWorld *world = NULL;

  rig_must (before, &mirror_blue);
  world = fake_world_copy (before->ports->world);
  world->mirrorless = TRUE;
  g_ptr_array_set_size (world->mirrors, 0);
  rig = rig_new (world);
  g_assert_nonnull (rig_vnic (rig, MAC_WEB1)->stored);
  rig_must (rig, &clear);
  g_assert_null (rig_vnic (rig, MAC_WEB1)->stored);
}

static void
test_refused (void)
{
  static const Wish not_there = { .mac = MAC_WEB1, .mirrors = "blue,green" };
  static const Wish unknown = { .mac = MAC_WEB1, .mirrors = "nosuch" };
  static const Wish live = { .mac = MAC_WEB1, .mirrors = "blue", .options = { .live_only = TRUE } };

  assert_refused (rig_sample_world (), &not_there, NWD_ERROR_NETWORK_NOT_ON_HOST);
  assert_refused (rig_sample_world (), &unknown, NWD_ERROR_NOT_FOUND);
  assert_refused (rig_sample_world (), &live, NWD_ERROR_INVALID_ARGUMENT);
}

/* Copies to a macvtap would leave the host. */
static void
test_card_without_tap (void)
{
  FakeWorld *world = rig_sample_world ();

  fake_world_remove_link (world, "vnet1");
  fake_world_add_link (world, "vnet1", "macvtap", 1500);
  assert_refused (world, &mirror_blue, NWD_ERROR_NOT_SUPPORTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/engine/mirrors/vm-restarts", test_vm_restarts);
  g_test_add_func ("/engine/mirrors/card-moves", test_card_moves);
  g_test_add_func ("/engine/mirrors/unplug", test_unplug);
  g_test_add_func ("/engine/mirrors/bridge-comes-back", test_bridge_comes_back);
  g_test_add_func ("/engine/mirrors/idle", test_idle);
  g_test_add_func ("/engine/mirrors/daemon-restarts", test_daemon_restarts);
  g_test_add_func ("/engine/mirrors/lost", test_lost);
  g_test_add_func ("/engine/mirrors/managed-elsewhere", test_managed_elsewhere);
  g_test_add_func ("/engine/mirrors/problem", test_problem);
  g_test_add_func ("/engine/mirrors/asked-again", test_asked_again);
  g_test_add_func ("/engine/mirrors/kernel-without", test_kernel_without);
  g_test_add_func ("/engine/mirrors/cleared-without", test_cleared_without);
  g_test_add_func ("/engine/mirrors/refused", test_refused);
  g_test_add_func ("/engine/mirrors/card-without-tap", test_card_without_tap);
  return g_test_run ();
}
