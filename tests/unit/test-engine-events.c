/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is told of changes: who asked for them, how they ended, and what others do. */

#include "wishes.h"

#include "core/nwd-error.h"

#include <string.h>

#define CALLER(method)                                                                             \
  {                                                                                                \
    .timeout = 1, .uid = 1000, .action = method                                                    \
  }

/* The lines since the last look: "ID SEVERITY UID ACTION: MESSAGE". */
static char *
take_lines (Rig *rig)
{
  GPtrArray *lines = fake_log_get_lines (rig->ports->log);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines->pdata[i], " ", 4);

      g_string_append_printf (text, "%s%s %s %s", i ? "\n" : "", words[0], words[1], words[3]);
    }
  g_ptr_array_set_size (lines, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_lines (Rig *rig, const char *pattern)
{
  g_autofree char *lines = take_lines (rig);

  if (!g_pattern_match_simple (pattern, lines))
    g_assert_cmpstr (lines, ==, pattern);
}

typedef struct
{
  Wish wish;
  const char *pattern;
} Row;

static const Row rows[] = {
  { { .mac = MAC_WEB1, .linked = -1, .options = CALLER ("SetLinked") },
    "network-update-vm-interface info 1000 SetLinked: vNIC net0 of VM web1 was changed: linked yes "
    "to no" },
  { { .mac = MAC_WEB1, .network = "blue", .linked = 1, .options = CALLER ("Update") },
    "network-update-vm-interface info 1000 Update: vNIC net0 of VM web1 was changed: network red "
    "to "
    "blue, linked no to yes" },
  { { .mac = MAC_WEB1, .network = "", .options = CALLER ("SetNetwork") },
    "network-update-vm-interface info 1000 SetNetwork: vNIC net0 of VM web1 was changed: network "
    "blue to none, port-isolated yes" },
  { { .mac = MAC_WEB2, .linked = -1, .options = { .next_start_only = TRUE } },
    "network-update-vm-interface info 0 -: vNIC net0 of VM web2 was changed: next linked no" },
  { { .mac = MAC_WEB2, .linked = 1, .options = CALLER ("SetLinked") },
    "network-update-vm-interface info 1000 SetLinked: vNIC net0 of VM web2 was changed: no next "
    "linked" },
  { { .network = "yellow", .verb = NWD_HOST_CREATE_NETWORK, .options = CALLER ("CreateNetwork") },
    "network-add-network info 1000 CreateNetwork: network yellow was added: name yellow, mtu 1500, "
    "vm-network yes, port-isolation no, bridge yellow" },
  { { .network = "yellow", .verb = NWD_HOST_ATTACH, .options = CALLER ("AttachNetwork") },
    "network-attach-network-to-vds info 1000 AttachNetwork: network yellow was attached: network "
    "yellow, bridge yellow, adopted no" },
  { { .network = "yellow",
      .verb = NWD_HOST_UPDATE_NETWORK,
      .mtu = 1400,
      .options = CALLER ("Update") },
    "network-update-network info 1000 Update: network yellow was changed: mtu 1500 to 1400" },
  { { .network = "yellow", .verb = NWD_HOST_DETACH, .options = CALLER ("Remove") },
    "network-detach-network-from-vds info 1000 Remove: network yellow was detached" },
  { { .network = "yellow", .verb = NWD_HOST_DELETE_NETWORK, .options = CALLER ("Delete") },
    "network-remove-network info 1000 Delete: network yellow was removed" },
};

/* One event for each change, and nothing else. */
static void
test_changes (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      rig_must (rig, &rows[i].wish);
      assert_lines (rig, rows[i].pattern);
    }
}

static void
test_details (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *vm_id = rig_vm_id (1);
  const NwdEvent *event;

  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "blue", .options = CALLER ("SetNetwork") });
  list = nwd_history_list (nwd_engine_get_history (rig->engine), &(NwdHistoryFilter){ 0 });
  g_assert_cmpuint (list->len, ==, 1);
  event = list->pdata[0];
  g_assert_cmpuint (event->uid, ==, 1000);
  g_assert_cmpstr (event->vm_id, ==, vm_id);
  g_assert_true (g_str_has_prefix (event->object, "/org/ovirt/NetWiring/vnic/"));
  g_assert_cmpstr (nwd_event_get_detail (event, "vm"), ==, "web1");
  g_assert_cmpstr (nwd_event_get_detail (event, "vnic"), ==, "net0");
  g_assert_cmpstr (nwd_event_get_detail (event, "mac-address"), ==, MAC_WEB1);
  g_assert_cmpstr (nwd_event_get_detail (event, "before"), ==, "network red");
  g_assert_cmpstr (nwd_event_get_detail (event, "after"), ==, "network blue");
}

static void
test_nothing_happens (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = NULL;

  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .linked = 1, .options = CALLER ("SetLinked") });
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .linked = -1, .options = { .dry_run = TRUE } });
  error = rig_do (rig, &(Wish){ .mac = MAC_WEB1, .network = "green", .options.dry_run = TRUE });
  g_assert_error (error, NWD_ERROR, NWD_ERROR_NETWORK_NOT_ON_HOST);
  assert_lines (rig, "");
}

static void
assert_fails (Rig *rig, const Wish *wish, int code, const char *pattern)
{
  g_autoptr (GError) error = rig_do (rig, wish);

  g_assert_error (error, NWD_ERROR, code);
  assert_lines (rig, pattern);
}

static void
test_failures (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  assert_fails (
    rig, &(Wish){ .mac = MAC_WEB1, .network = "green", .options = CALLER ("SetNetwork") },
    NWD_ERROR_NETWORK_NOT_ON_HOST,
    "network-update-vm-interface-failed error 1000 SetNetwork: cannot * net0 of VM web1 *");
  assert_fails (rig, &(Wish){ .mac = MAC_WEB1, .network = "green", .options = CALLER ("Plug") },
                NWD_ERROR_NETWORK_NOT_ON_HOST,
                "network-activate-vm-interface-failure error 1000 Plug: cannot *");
  assert_fails (
    rig, &(Wish){ .network = "red", .verb = NWD_HOST_DELETE_NETWORK, .options = CALLER ("Delete") },
    NWD_ERROR_NETWORK_IN_USE, "network-remove-network-failed error 1000 Delete: *red*");
  assert_fails (
    rig,
    &(Wish){
      .network = "red", .verb = NWD_HOST_CREATE_NETWORK, .options = CALLER ("CreateNetwork") },
    NWD_ERROR_ALREADY_EXISTS, "network-add-network-failed error 1000 CreateNetwork: *red*");
  fake_script_fail_name (rig->ports->script, "change-card", FAKE_BEFORE, NWD_ERROR_UPDATE_FAILED);
  assert_fails (rig,
                &(Wish){ .mac = MAC_WEB1, .network = "blue", .options = CALLER ("SetNetwork") },
                NWD_ERROR_UPDATE_FAILED, "network-update-vm-interface-failed error 1000 *");
}

static void
test_given_up (void)
{
  const Wish wish = { .mac = MAC_WEB1, .linked = -1, .options = CALLER ("SetLinked") };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  fake_script_hold (rig->ports->script, "change-card web1", FAKE_AFTER);
  assert_fails (
    rig, &wish, NWD_ERROR_TIMEOUT,
    "change-given-up warning 1000 SetLinked: cannot change VM web1: not done within 1 s*");
  assert_fails (rig, &wish, NWD_ERROR_BUSY, "network-update-vm-interface-failed error 1000 *");
  fake_script_release (rig->ports->script, "change-card web1");
  fake_ports_settle ();
  assert_lines (rig, "change-undone-late warning 1000 SetLinked: a change that was given up *");
}

/* --- the life of a vNIC --- */

#define NEW_ID "5a3c1c0e-52a7-4a5e-9d5c-0e4f0f4b7a11"

/* Takes @change. What is told of it. */
static void
wire (Rig *rig, NwdWiringChange *change, const char *method, const char *pattern)
{
  const NwdOptions options = CALLER (method);
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_wiring_change_free);
  g_auto (Answer) answer = { 0 };

  g_ptr_array_add (changes, change);
  rig_begin_changes (rig, changes, &options, &answer);
  rig_wait (&answer);
  fake_ports_settle ();
  assert_lines (rig, pattern);
}

static NwdWiringChange *
add_new (const char *mac)
{
  g_autofree char *vm_id = rig_vm_id (1);
  NwdWiringChange *change = nwd_wiring_change_new_add (vm_id, NEW_ID);

  change->fields = NWD_WIRING_MAC | NWD_WIRING_PLUGGED;
  change->mac = g_strdup (mac);
  change->plugged = TRUE;
  return change;
}

static NwdWiringChange *
plug_new (gboolean plugged)
{
  NwdWiringChange *change = nwd_wiring_change_new (NEW_ID);

  change->fields = NWD_WIRING_PLUGGED;
  change->plugged = plugged;
  return change;
}

static NwdWiringChange *
remove_new (void)
{
  NwdWiringChange *change = nwd_wiring_change_new (NEW_ID);

  change->verb = NWD_WIRING_REMOVE;
  return change;
}

static void
test_life (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  wire (rig, add_new (MAC_WEB2), "AddVnic", "mac-address-is-in-use error 1000 AddVnic: *");
  wire (rig, add_new ("52:54:00:00:00:99"), "AddVnic",
        "network-add-vm-interface info 1000 AddVnic: vNIC * of VM web1 was added: *");
  wire (rig, remove_new (), "Remove", "network-remove-vm-interface-failed error 1000 Remove: *");
  wire (rig, plug_new (FALSE), "Unplug",
        "network-deactivate-vm-interface-success info 1000 Unplug: vNIC * was unplugged*");
  wire (rig, plug_new (TRUE), "Plug",
        "network-activate-vm-interface-success info 1000 Plug: vNIC * was plugged*");
  wire (rig, plug_new (FALSE), "Unplug", "network-deactivate-vm-interface-success *");
  wire (rig, remove_new (), "Remove",
        "network-remove-vm-interface info 1000 Remove: vNIC * of VM web1 was removed");
}

/* A guest that lets go when nobody waits any more. */
static void
test_late (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  wire (rig, add_new ("52:54:00:00:00:99"), "AddVnic", "network-add-vm-interface *");
  fake_hypervisor_set_guest (rig->ports->hypervisor, FAKE_GUEST_NEVER);
  wire (rig, plug_new (FALSE), "Unplug",
        "change-given-up warning 1000 Unplug: *\nchange-undone-late warning 1000 Unplug: *");
  fake_hypervisor_let_go (rig->ports->hypervisor);
  fake_ports_settle ();
  assert_lines (rig, "vm-interface-unplugged-late warning - -: vNIC * of VM web1 was let go *");
}

/* --- others --- */

/* Takes @domain; NULL: it is gone. */
static void
tell_domain (Rig *rig, const char *id, NwdDomain *domain)
{
  if (domain)
    {
      fake_world_put_domain (rig->ports->world, domain);
      fake_hypervisor_tell_domain (rig->ports->hypervisor, id);
    }
  else
    {
      g_hash_table_remove (rig->ports->world->domains, id);
      fake_hypervisor_tell_gone (rig->ports->hypervisor, id);
    }
  fake_ports_settle ();
}

static NwdDomain *
domain_new (const char *id, const char *bridge, gboolean linked)
{
  NwdDomain *domain = fake_domain_new (id, "web1", bridge ? NWD_VM_RUNNING : NWD_VM_SHUTOFF);

  if (bridge)
    fake_domain_add_live (domain, fake_card_new (MAC_WEB1, "bridge", bridge, "vnet1", linked));
  fake_domain_add_config (domain, fake_card_new (MAC_WEB1, "bridge", "red", "", TRUE));
  return domain;
}

static void
test_others (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = rig_vm_id (1);
  NwdDomain *domain = NULL;

  tell_domain (rig, id, domain_new (id, "blue", FALSE));
  assert_lines (rig,
                "vm-interface-changed-outside warning - -: vNIC net0 of VM web1 was changed by "
                "others: moved from red to blue, link down");
  domain = domain_new (id, "blue", FALSE);
  fake_domain_add_live (domain, fake_card_new (MAC_OFF1, "bridge", "red", "vnet9", TRUE));
  tell_domain (rig, id, domain);
  assert_lines (rig,
                "vm-interface-changed-outside warning - -: vNIC net1 of VM web1 was changed by "
                "others: added on red");
  tell_domain (rig, id, domain_new (id, "blue", FALSE));
  assert_lines (rig,
                "vm-interface-changed-outside warning - -: vNIC net1 of VM web1 was changed by "
                "others: removed from red");

  domain = fake_domain_new (id, "web1", NWD_VM_RUNNING);
  domain->live = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_card_unref);
  fake_domain_add_config (domain, fake_card_new (MAC_WEB1, "bridge", "red", "", TRUE));
  tell_domain (rig, id, domain);
  assert_lines (rig,
                "vm-interface-changed-outside warning - -: vNIC net0 of VM web1 was changed by "
                "others: unplugged");
}

/* That a VM stops, starts, goes, comes is not told here. */
static void
test_lives_of_vms (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = rig_vm_id (1);

  tell_domain (rig, id, domain_new (id, NULL, TRUE));
  tell_domain (rig, id, domain_new (id, "blue", FALSE));
  tell_domain (rig, id, NULL);
  tell_domain (rig, id, domain_new (id, "red", TRUE));
  assert_lines (rig, "");
}

static void
test_bridge_goes (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  fake_world_remove_link (rig->ports->world, "iso");
  fake_kernel_tell (rig->ports->kernel);
  fake_ports_settle ();
  assert_lines (rig,
                "host-interface-state-down error - -: network iso is not reachable: bridge iso "
                "is not there");
  fake_world_add_link (rig->ports->world, "iso", "bridge", 1500);
  fake_kernel_tell (rig->ports->kernel);
  fake_ports_settle ();
  assert_lines (rig, "host-interface-state-up info - -: network iso is reachable again");
}

/* The daemon is killed in the middle of a change of two steps, and starts anew. */
static void
test_interrupted (void)
{
  const Wish split = { .mac = MAC_WEB1, .network = "blue", .linked = -1 };
  g_autoptr (Rig) first = rig_new (rig_sample_world ());
  g_autoptr (Rig) second = NULL;
  g_auto (Answer) answer = { 0 };

  fake_script_hold (first->ports->script, "change-card web1", FAKE_AFTER);
  rig_begin (first, &split, &answer);
  fake_ports_settle ();
  second = rig_new (fake_world_copy (first->ports->world));
  assert_lines (second,
                "interrupted-change-undone warning - -: an interrupted change of VM web1 was "
                "undone");
  fake_script_release (first->ports->script, "change-card web1");
  rig_wait (&answer);
  g_assert_no_error (answer.error);
}

static void
test_out_of_sync (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = rig_vm_id (1);
  NwdDomain *domain = domain_new (id, "red", TRUE);

  ((NwdCard *)domain->config->pdata[0])->mtu = 1400;
  tell_domain (rig, id, domain);
  assert_lines (rig, "");
  rig_must (rig, &(Wish){ .network = "red",
                          .verb = NWD_HOST_UPDATE_NETWORK,
                          .mtu = 1400,
                          .options = CALLER ("Update") });
  assert_lines (rig,
                "network-update-network info 1000 Update: *\n"
                "vnics-out-of-sync-on-network-update warning 1000 Update: 2 vNICs on network red "
                "*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/events/changes", test_changes);
  g_test_add_func ("/events/details", test_details);
  g_test_add_func ("/events/nothing", test_nothing_happens);
  g_test_add_func ("/events/failures", test_failures);
  g_test_add_func ("/events/given-up", test_given_up);
  g_test_add_func ("/events/life", test_life);
  g_test_add_func ("/events/late", test_late);
  g_test_add_func ("/events/others", test_others);
  g_test_add_func ("/events/lives", test_lives_of_vms);
  g_test_add_func ("/events/bridge", test_bridge_goes);
  g_test_add_func ("/events/interrupted", test_interrupted);
  g_test_add_func ("/events/out-of-sync", test_out_of_sync);
  return g_test_run ();
}
