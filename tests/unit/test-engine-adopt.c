/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Cards that others plug and unplug, and what we keep of them. */

#include "rig.h"

#include "core/nwd-error.h"

static NwdDomain *
domain_of (Rig *rig, const char *mac)
{
  return fake_world_get_domain (rig->ports->world, rig_vnic (rig, mac)->vm_id);
}

/* Others take the card out of @scope, or put it there as it was in @before. */
static void
do_by_others (Rig *rig, NwdDomain *domain, const NwdCard *card, NwdCardVerb verb, NwdScope scope)
{
  g_autoptr (NwdCardChange) change
    = verb == NWD_CARD_DETACH
        ? nwd_card_change_new_detach (domain->id, card, scope)
        : nwd_card_change_new_attach (domain->id, (NwdCard *)card, NULL, scope);

  fake_world_put_domain (rig->ports->world, fake_domain_change (domain, change, "vnet9"));
}

static void
detach (Rig *rig, const char *mac, NwdScope scope)
{
  do_by_others (rig, domain_of (rig, mac), nwd_vnic_get_card (rig_vnic (rig, mac)), NWD_CARD_DETACH,
                scope);
}

static void
tell (Rig *rig, const char *vm_id)
{
  fake_hypervisor_tell_domain (rig->ports->hypervisor, vm_id);
  fake_ports_settle ();
}

static const NwdStoredVnic *
stored_of (Rig *rig, const char *vm_id, const char *id)
{
  const NwdState *state = nwd_engine_get_state (rig->engine);

  return nwd_stored_vnic_find (g_hash_table_lookup (state->stored_vnics, vm_id), id);
}

/* Nothing was told of it, but it is not there when the connection is back. */
static void
test_lost_while_away (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish rename = { .mac = MAC_WEB1, .name = "back" };
  g_autofree char *id = NULL;

  rig_must (rig, &rename);
  id = g_strdup (rig_vnic (rig, MAC_WEB1)->id);
  fake_hypervisor_disconnect (rig->ports->hypervisor);
  detach (rig, MAC_WEB1, NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG);
  fake_hypervisor_connect (rig->ports->hypervisor);
  fake_ports_settle ();
  g_assert_cmpstr (rig_vnic (rig, MAC_WEB1)->id, ==, id);
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (rig, MAC_WEB1)), ==, "unplugged");
  g_assert_nonnull (stored_of (rig, rig_vnic (rig, MAC_WEB1)->vm_id, id)->card);
}

/* What the empty network covers is not how the card is. */
static void
test_lost_while_unwired (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish rename = { .mac = MAC_WEB1, .name = "back", .network = "" };
  g_autofree char *vm_id = NULL;

  rig_must (rig, &rename);
  vm_id = g_strdup (rig_vnic (rig, MAC_WEB1)->vm_id);
  detach (rig, MAC_WEB1, NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG);
  tell (rig, vm_id);
  g_assert_true (nwd_vnic_is_only_stored (rig_vnic (rig, MAC_WEB1)));
  g_assert_true (nwd_vnic_is_unwired (rig_vnic (rig, MAC_WEB1)));
  g_assert_true (nwd_vnic_get_linked (rig_vnic (rig, MAC_WEB1)));
  g_assert_false (nwd_vnic_get_card (rig_vnic (rig, MAC_WEB1))->isolated);
}

/* A definition that has it again says how it is; what was stored of it would go stale. */
static void
test_defined_again (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish unplug = { .mac = MAC_WEB1, .plugged = -1 };
  g_autofree char *vm_id = g_strdup (rig_vnic (rig, MAC_WEB1)->vm_id);
  g_autofree char *id = g_strdup (rig_vnic (rig, MAC_WEB1)->id);

  rig_must (rig, &unplug);
  g_assert_nonnull (stored_of (rig, vm_id, id)->card);
  do_by_others (rig, domain_of (rig, MAC_WEB1), nwd_vnic_get_card (rig_vnic (rig, MAC_WEB1)),
                NWD_CARD_ATTACH, NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG);
  tell (rig, vm_id);
  g_assert_cmpstr (rig_vnic (rig, MAC_WEB1)->id, ==, id);
  g_assert_nonnull (rig_vnic (rig, MAC_WEB1)->config);
  g_assert_null (stored_of (rig, vm_id, id)->card);
}

/* It will be gone when the VM stops, and then it is unplugged. */
static void
test_left_for_this_run (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish rename = { .mac = MAC_WEB1, .name = "back" };
  g_autofree char *vm_id = g_strdup (rig_vnic (rig, MAC_WEB1)->vm_id);
  g_autofree char *id = g_strdup (rig_vnic (rig, MAC_WEB1)->id);

  rig_must (rig, &rename);
  detach (rig, MAC_WEB1, NWD_SCOPE_CONFIG);
  tell (rig, vm_id);
  g_assert_true (nwd_vnic_is_plugged (rig_vnic (rig, MAC_WEB1)));
  g_assert_nonnull (stored_of (rig, vm_id, id)->card);
}

/* The service was away: of a card that nobody saw go, a name is all that is left. */
static void
test_nothing_left (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (Rig) later = NULL;
  const Wish rename = { .mac = MAC_WEB1, .name = "back", .network = "" };
  g_autofree char *vm_id = g_strdup (rig_vnic (rig, MAC_WEB1)->vm_id);
  g_autofree char *id = g_strdup (rig_vnic (rig, MAC_WEB1)->id);

  rig_must (rig, &rename);
  detach (rig, MAC_WEB1, NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG);
  later = rig_new (fake_world_copy (rig->ports->world));
  g_assert_null (stored_of (later, vm_id, id));
  g_assert_null (g_hash_table_lookup (nwd_engine_get_state (later->engine)->notes, vm_id));
}

#define MAC_OTHER "52:54:00:00:00:77"

/* tmp1 has two cards, the first one with a name; its guest is asked to let go of the second. */
static Rig *
rig_with_unplug_under_way (Answer *answer)
{
  static const Wish add = { .mac = MAC_TMP1, .add = TRUE, .network = "red", .new_mac = MAC_OTHER };
  static const Wish rename = { .mac = MAC_TMP1, .name = "back" };
  static const Wish unplug = { .mac = MAC_OTHER, .plugged = -1 };
  Rig *rig = rig_new (rig_sample_world ());

  rig_must (rig, &add);
  rig_must (rig, &rename);
  fake_hypervisor_set_guest (rig->ports->hypervisor, FAKE_GUEST_NEVER);
  rig_begin (rig, &unplug, answer);
  fake_ports_settle ();
  g_assert_false (answer->done);
  return rig;
}

static void
assert_both_unplugged (Rig *rig)
{
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (rig, MAC_TMP1)), ==, "unplugged");
  g_assert_cmpstr (rig_vnic (rig, MAC_TMP1)->name, ==, "back");
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (rig, MAC_OTHER)), ==, "unplugged");
  g_assert_cmpstr (rig_vnic (rig, MAC_OTHER)->id, ==, RIG_NEW_VNIC);
}

/* A change of the VM is of its own cards; what becomes of the others is followed meanwhile. */
static void
test_lost_during_change (void)
{
  g_auto (Answer) answer = { 0 };
  g_autoptr (Rig) rig = rig_with_unplug_under_way (&answer);
  g_autoptr (Rig) later = NULL;
  g_autofree char *vm_id = g_strdup (rig_vnic (rig, MAC_TMP1)->vm_id);

  detach (rig, MAC_TMP1, NWD_SCOPE_LIVE);
  tell (rig, vm_id);
  tell (rig, vm_id);
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (rig, MAC_TMP1)), ==, "unplugged");
  fake_hypervisor_let_go (rig->ports->hypervisor);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  fake_ports_settle ();
  assert_both_unplugged (rig);
  later = rig_new (fake_world_copy (rig->ports->world));
  assert_both_unplugged (later);
}

/* It is not told as an event of its own: what a change is answered shows it. */
static void
test_lost_with_answer (void)
{
  static const Wish unlink = { .mac = MAC_OTHER, .linked = -1 };
  static const Wish add = { .mac = MAC_TMP1, .add = TRUE, .network = "red", .new_mac = MAC_OTHER };
  static const Wish rename = { .mac = MAC_TMP1, .name = "back" };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &add);
  rig_must (rig, &rename);
  fake_hypervisor_set_echo (rig->ports->hypervisor, FAKE_ECHO_AFTER);
  detach (rig, MAC_TMP1, NWD_SCOPE_LIVE);
  rig_must (rig, &unlink);
  g_assert_cmpstr (rig_vnic (rig, MAC_TMP1)->name, ==, "back");
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (rig, MAC_TMP1)), ==, "unplugged");
}

/* What is written meanwhile is not written over what others did, nor the other way round. */
static void
test_lost_while_written (void)
{
  static const Wish add = { .mac = MAC_TMP1, .add = TRUE, .network = "red", .new_mac = MAC_OTHER };
  static const Wish rename = { .mac = MAC_TMP1, .name = "back" };
  static const Wish rename_other = { .mac = MAC_OTHER, .name = "front" };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (Rig) later = NULL;
  g_auto (Answer) answer = { 0 };
  g_autofree char *vm_id = g_strdup (rig_vnic (rig, MAC_TMP1)->vm_id);

  rig_must (rig, &add);
  rig_must (rig, &rename);
  fake_script_hold (rig->ports->script, "write vm/", FAKE_BEFORE);
  rig_begin (rig, &rename_other, &answer);
  fake_ports_settle ();
  detach (rig, MAC_TMP1, NWD_SCOPE_LIVE);
  tell (rig, vm_id);
  fake_script_release (rig->ports->script, "write vm/");
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  fake_ports_settle ();
  later = rig_new (fake_world_copy (rig->ports->world));
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (later, MAC_TMP1)), ==, "unplugged");
  g_assert_cmpstr (rig_vnic (later, MAC_TMP1)->name, ==, "back");
  g_assert_cmpstr (rig_vnic (later, MAC_OTHER)->name, ==, "front");
}

/* Plugging it is undone, but its guest does not let go of it: whatever else happens to the VM until
 * it does, what is stored of the card stays, and then it is unplugged as it was. */
static void
test_plug_was_undone (void)
{
  static const Wish add
    = { .mac = MAC_TMP1, .add = TRUE, .network = "red", .new_mac = MAC_OTHER, .plugged = -1 };
  static const Wish plug = { .mac = MAC_OTHER, .plugged = 1 };
  static const Wish unlink = { .mac = MAC_OTHER, .linked = -1 };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = NULL;
  g_autofree char *vm_id = g_strdup (rig_vnic (rig, MAC_TMP1)->vm_id);

  rig_must (rig, &add);
  fake_hypervisor_set_guest (rig->ports->hypervisor, FAKE_GUEST_NEVER);
  fake_script_fail_name (rig->ports->script, "write vm/", FAKE_BEFORE, NWD_ERROR_STORAGE_FAILED);
  error = rig_do (rig, &plug);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  fake_script_clear_failures (rig->ports->script);
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (rig, MAC_OTHER)), ==, "unplugging");

  rig_must (rig, &unlink);
  g_assert_nonnull (stored_of (rig, vm_id, RIG_NEW_VNIC)->card);
  detach (rig, MAC_TMP1, NWD_SCOPE_LIVE);
  tell (rig, vm_id);
  g_assert_nonnull (stored_of (rig, vm_id, RIG_NEW_VNIC)->card);
  fake_hypervisor_let_go (rig->ports->hypervisor);
  fake_ports_settle ();
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (rig, MAC_OTHER)), ==, "unplugged");
  g_assert_true (nwd_vnic_get_linked (rig_vnic (rig, MAC_OTHER)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/adopt/lost-while-away", test_lost_while_away);
  g_test_add_func ("/engine/adopt/lost-while-unwired", test_lost_while_unwired);
  g_test_add_func ("/engine/adopt/defined-again", test_defined_again);
  g_test_add_func ("/engine/adopt/left-for-this-run", test_left_for_this_run);
  g_test_add_func ("/engine/adopt/nothing-left", test_nothing_left);
  g_test_add_func ("/engine/adopt/lost-during-change", test_lost_during_change);
  g_test_add_func ("/engine/adopt/lost-with-answer", test_lost_with_answer);
  g_test_add_func ("/engine/adopt/lost-while-written", test_lost_while_written);
  g_test_add_func ("/engine/adopt/plug-was-undone", test_plug_was_undone);
  return g_test_run ();
}
