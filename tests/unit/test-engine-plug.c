/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Guests that do not let go of a card, cards that others unplug, and what plugging is refused for.
 */

#include "wishes.h"

#include "core/nwd-error.h"
#include "core/nwd-text.h"
#include "engine/nwd-verify.h"

#include <string.h>

static const Wish unplug1 = { .mac = MAC_WEB1, .plugged = -1, .options = { .timeout = 1 } };
static const Wish unplug_transient
  = { .mac = MAC_TMP1, .plugged = -1, .options = { .timeout = 1 } };
static const Wish add1 = { .mac = MAC_WEB1, .add = TRUE, .network = "red", .new_mac = MAC_NEW };

static Rig *
rig_with_stubborn_guests (void)
{
  Rig *rig = rig_new (rig_sample_world ());

  fake_hypervisor_set_guest (rig->ports->hypervisor, FAKE_GUEST_NEVER);
  return rig;
}

static void
assert_refused (Rig *rig, const Wish *wish, int code, const char *text)
{
  g_autoptr (GError) error = rig_do (rig, wish);

  g_assert_error (error, NWD_ERROR, code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, text));
}

/* --- what others do --- */

static void
put (Rig *rig, NwdDomain *domain)
{
  g_autofree char *id = g_strdup (domain->id);

  fake_world_put_domain (rig->ports->world, domain);
  fake_hypervisor_tell_domain (rig->ports->hypervisor, id);
  fake_ports_settle ();
}

static NwdDomain *
domain_of (Rig *rig, const char *mac)
{
  return fake_world_get_domain (rig->ports->world, rig_vnic (rig, mac)->vm_id);
}

static const char *
state_of (Rig *rig, const char *mac)
{
  return nwd_vnic_get_state (rig_vnic (rig, mac));
}

/* It stays as it is, and the VM can be changed; when the guest lets go after all, that is so. */
static void
test_guest_holds (void)
{
  g_autoptr (Rig) rig = rig_with_stubborn_guests ();
  g_autofree char *before = fake_world_to_text (rig->ports->world);
  g_autofree char *after = NULL;
  const Wish unlink1 = { .mac = MAC_WEB1, .linked = -1 };
  const NwdVnic *vnic = NULL;

  assert_refused (rig, &unplug1, NWD_ERROR_TIMEOUT, "has not let go");
  g_assert_true (g_hash_table_remove (rig->ports->world->texts, "unplugging.ini"));
  after = fake_world_to_text (rig->ports->world);
  rig_assert_same (after, before);
  g_assert_cmpstr (state_of (rig, MAC_WEB1), ==, "unplugging");
  g_assert_true (nwd_vnic_is_plugged (rig_vnic (rig, MAC_WEB1)));
  g_assert_true (rig_journal_is_empty (rig));
  rig_must (rig, &unlink1);

  fake_hypervisor_let_go (rig->ports->hypervisor);
  fake_ports_settle ();
  vnic = rig_vnic (rig, MAC_WEB1);
  g_assert_false (nwd_vnic_is_plugged (vnic));
  g_assert_cmpstr (nwd_vnic_get_state (vnic), ==, "unplugged");
  g_assert_cmpint (nwd_vnic_get_next_start (vnic), ==, NWD_NEXT_PLUGGED);
}

/* Nothing else remembers the card of a transient VM. */
static void
test_late_removal_of_transient (void)
{
  g_autoptr (Rig) rig = rig_with_stubborn_guests ();
  g_autofree char *id = g_strdup (rig_vnic (rig, MAC_TMP1)->id);
  const Wish plug = { .mac = MAC_TMP1, .plugged = 1 };

  assert_refused (rig, &unplug_transient, NWD_ERROR_TIMEOUT, "has not let go");
  fake_hypervisor_let_go (rig->ports->hypervisor);
  fake_ports_settle ();
  g_assert_cmpstr (rig_vnic (rig, MAC_TMP1)->id, ==, id);
  g_assert_cmpstr (state_of (rig, MAC_TMP1), ==, "unplugged");
  rig_must (rig, &plug);
  g_assert_cmpstr (rig_vnic (rig, MAC_TMP1)->id, ==, id);
  g_assert_cmpstr (state_of (rig, MAC_TMP1), ==, "active");
}

/* No caller ever got the vNIC of a call that failed: it does not appear when its card goes late. */
static void
test_late_removal_of_failed_add (void)
{
  g_autoptr (Rig) rig = rig_with_stubborn_guests ();
  const NwdState *state = nwd_engine_get_state (rig->engine);
  const Wish add
    = { .mac = MAC_WEB1, .add = TRUE, .network = "red", .new_mac = MAC_NEW, .mirrors = "blue" };

  fake_script_fail_name (rig->ports->script, "mirror", FAKE_BEFORE, NWD_ERROR_FAILED);
  assert_refused (rig, &add, NWD_ERROR_PLUG_FAILED, "does not let go");
  g_assert_cmpstr (state_of (rig, MAC_NEW), ==, "unplugging");
  g_assert_nonnull (
    strstr (nwd_state_get_vm (state, rig_vnic (rig, MAC_WEB1)->vm_id)->problem, "does not let go"));
  fake_hypervisor_let_go (rig->ports->hypervisor);
  fake_ports_settle ();
  g_assert_null (nwd_state_get_vnic (state, RIG_NEW_VNIC));
  g_assert_null (g_hash_table_lookup (state->stored_vnics, rig_vnic (rig, MAC_WEB1)->vm_id));
}

/* A guest that lets go in time, but not at once. */
static void
test_guest_takes_its_time (void)
{
  g_autoptr (Rig) rig = rig_with_stubborn_guests ();
  g_auto (Answer) answer = { 0 };
  const Wish patient = { .mac = MAC_WEB1, .plugged = -1 };

  rig_begin (rig, &patient, &answer);
  fake_ports_settle ();
  g_assert_false (answer.done);
  g_assert_cmpstr (state_of (rig, MAC_WEB1), ==, "unplugging");
  fake_hypervisor_let_go (rig->ports->hypervisor);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (state_of (rig, MAC_WEB1), ==, "unplugged");
  g_assert_cmpstr (nwd_vnic_get_card (rig_vnic (rig, MAC_WEB1))->address, ==, "");
}

/* The VM stops while its guest is asked: then the card is out of it. */
static void
test_vm_stops_meanwhile (void)
{
  g_autoptr (Rig) rig = rig_with_stubborn_guests ();
  g_auto (Answer) answer = { 0 };
  const Wish patient = { .mac = MAC_WEB1, .plugged = -1 };

  rig_begin (rig, &patient, &answer);
  fake_ports_settle ();
  put (rig, fake_domain_copy (domain_of (rig, MAC_WEB1), NWD_VM_SHUTOFF));
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (state_of (rig, MAC_WEB1), ==, "unplugged");
}

/* A card that we know something of stays when others take it out of everything. */
static void
test_others_unplug (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish rename = { .mac = MAC_TMP1, .name = "back" };
  g_autoptr (NwdCardChange) detach = NULL;
  g_autofree char *id = NULL;

  rig_must (rig, &rename);
  id = g_strdup (rig_vnic (rig, MAC_TMP1)->id);
  detach = nwd_card_change_new_detach (rig_vnic (rig, MAC_TMP1)->vm_id,
                                       rig_vnic (rig, MAC_TMP1)->live, NWD_SCOPE_LIVE);
  put (rig, fake_domain_change (domain_of (rig, MAC_TMP1), detach, ""));
  g_assert_cmpstr (rig_vnic (rig, MAC_TMP1)->id, ==, id);
  g_assert_cmpstr (rig_vnic (rig, MAC_TMP1)->name, ==, "back");
  g_assert_cmpstr (state_of (rig, MAC_TMP1), ==, "unplugged");
}

/* --- what was plugged --- */

/* Whether the definition that has @got passes for one that was to have @wanted. Takes both. */
static gboolean
passes (NwdCard *wanted, NwdCard *got)
{
  g_autoptr (NwdCard) card = wanted;
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdDomain) domain = fake_domain_new ("id", "web1", NWD_VM_SHUTOFF);
  g_autoptr (NwdCardChange) attach
    = nwd_card_change_new_attach (domain->id, card, NULL, NWD_SCOPE_CONFIG);
  g_autoptr (GError) error = NULL;
  gboolean passed = FALSE;

  fake_domain_add_config (domain, got);
  passed = nwd_verify_card (state, NULL, domain, attach, &error);
  if (!passed)
    g_assert_error (error, NWD_ERROR, NWD_ERROR_UPDATE_FAILED);
  return passed;
}

static NwdCard *
hardware_new (const char *model, guint mtu, const char *filter)
{
  NwdCard *card = fake_card_new (MAC_NEW, "bridge", "red", "", TRUE);

  nwd_text_unref (card->model);
  card->model = nwd_text_new (model);
  card->mtu = mtu;
  nwd_text_unref (card->filter);
  card->filter = nwd_text_new (filter);
  return card;
}

static void
assert_read_back (gboolean expected, NwdCard *asked, NwdCard *got)
{
  gboolean passed = passes (asked, got);

  g_assert_cmpint (passed, ==, expected);
}

static void
test_plugged_is_read_back (void)
{
  NwdCard *unlinked = fake_card_new (MAC_NEW, "bridge", "red", "", FALSE);

  assert_read_back (TRUE, hardware_new ("e1000", 1400, "f"), hardware_new ("e1000", 1400, "f"));
  assert_read_back (TRUE, hardware_new ("", 0, ""), hardware_new ("rtl8139", 1500, ""));
  assert_read_back (FALSE, hardware_new ("e1000", 0, ""), hardware_new ("virtio", 0, ""));
  assert_read_back (FALSE, hardware_new ("virtio", 1400, ""), hardware_new ("virtio", 0, ""));
  assert_read_back (FALSE, hardware_new ("virtio", 0, "f"), hardware_new ("virtio", 0, ""));
  assert_read_back (FALSE, hardware_new ("virtio", 0, ""), unlinked);
}

/* --- MAC addresses --- */

static void
test_mac_in_use (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish same = { .mac = MAC_WEB1, .add = TRUE, .new_mac = MAC_WEB2 };
  const Wish set = { .mac = MAC_OFF1, .new_mac = MAC_WEB2 };
  const Wish unplug2 = { .mac = MAC_WEB2, .plugged = -1 };

  assert_refused (rig, &same, NWD_ERROR_MAC_IN_USE, "web2");
  assert_refused (rig, &set, NWD_ERROR_MAC_IN_USE, "NETWORK_MAC_ADDRESS_IN_USE, 5013");
  rig_must (rig, &unplug2);
  rig_must (rig, &same);
  g_assert_cmpstr (
    nwd_vnic_get_state (nwd_state_get_vnic (nwd_engine_get_state (rig->engine), RIG_NEW_VNIC)), ==,
    "unwired");
}

/* Two VMs are to get a card of one address at the same time. */
static void
test_mac_is_on_its_way (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) first = { 0 };
  const Wish other = { .mac = MAC_OFF1, .new_mac = MAC_NEW };

  fake_script_hold (rig->ports->script, "attach-card web1", FAKE_BEFORE);
  rig_begin (rig, &add1, &first);
  fake_ports_settle ();
  assert_refused (rig, &other, NWD_ERROR_MAC_IN_USE, MAC_NEW);
  fake_script_release (rig->ports->script, "attach-card web1");
  rig_wait (&first);
  g_assert_no_error (first.error);
}

/* A card of the next start has its address, too. */
static void
test_mac_of_the_next_start (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish next = { .mac = MAC_WEB1,
                      .add = TRUE,
                      .network = "red",
                      .new_mac = MAC_NEW,
                      .options = { .next_start_only = TRUE } };
  const Wish other = { .mac = MAC_OFF1, .new_mac = MAC_NEW };

  rig_must (rig, &next);
  assert_refused (rig, &other, NWD_ERROR_MAC_IN_USE, "web1");
}

/* It cannot be told yet what will come of it. */
static void
test_plug_while_unplugging (void)
{
  g_autoptr (Rig) rig = rig_with_stubborn_guests ();
  const Wish plug = { .mac = MAC_WEB1, .plugged = 1 };

  assert_refused (rig, &unplug1, NWD_ERROR_TIMEOUT, "has not let go");
  assert_refused (rig, &plug, NWD_ERROR_BUSY, "let go");
  fake_hypervisor_let_go (rig->ports->hypervisor);
  fake_ports_settle ();
  rig_must (rig, &plug);
  g_assert_cmpstr (state_of (rig, MAC_WEB1), ==, "active");
}

/* Nothing that a caller says is dropped in silence. */
static void
test_nothing_is_dropped (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish unplug
    = { .mac = MAC_WEB1, .plugged = -1, .network = "blue", .options = { .live_only = TRUE } };

  assert_refused (rig, &unplug, NWD_ERROR_INVALID_ARGUMENT, "live-only");
}

/* Once freed, by whatever way, an address can be used. */
static void
test_mac_is_freed (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish away = { .mac = MAC_OFF1, .new_mac = MAC_NEW };
  const Wish add_old = { .mac = MAC_WEB1, .add = TRUE, .new_mac = MAC_OFF1 };

  assert_refused (rig, &add_old, NWD_ERROR_MAC_IN_USE, "off1");
  rig_must (rig, &away);
  rig_must (rig, &add_old);
}

/* Two cards of a VM that is off, in one request; libvirt tells them by what they swap. */
static void
test_macs_are_swapped (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish add = { .mac = MAC_OFF1, .add = TRUE, .network = "blue", .new_mac = MAC_NEW };
  const Wish back = { .mac = MAC_NEW, .new_mac = MAC_OFF1 };
  const Wish swap = { .mac = MAC_OFF1, .new_mac = MAC_NEW, .and = &back };
  g_autofree char *id = g_strdup (rig_vnic (rig, MAC_OFF1)->id);

  rig_must (rig, &add);
  rig_must (rig, &swap);
  g_assert_cmpstr (rig_vnic (rig, MAC_NEW)->id, ==, id);
  g_assert_cmpstr (rig_vnic (rig, MAC_NEW)->config->source->name, ==, "red");
  g_assert_cmpstr (rig_vnic (rig, MAC_OFF1)->id, ==, RIG_NEW_VNIC);
  g_assert_cmpstr (rig_vnic (rig, MAC_OFF1)->config->source->name, ==, "blue");
}

/* One address cannot go to two cards. */
static void
test_mac_is_taken_twice (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish add = { .mac = MAC_OFF1, .add = TRUE, .new_mac = MAC_NEW };
  const Wish also = { .mac = MAC_NEW, .new_mac = "52:54:00:00:00:78" };
  const Wish both = { .mac = MAC_OFF1, .new_mac = "52:54:00:00:00:78", .and = &also };

  rig_must (rig, &add);
  rig_forget (rig);
  assert_refused (rig, &both, NWD_ERROR_MAC_IN_USE, "by the same request");
  g_assert_cmpuint (fake_script_count (rig->ports->script, "change-card"), ==, 0);
}

static void
test_generated_macs (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish add = { .mac = MAC_WEB1, .add = TRUE };
  const NwdCard *card = NULL;

  rig_must (rig, &add);
  card = nwd_vnic_get_card (nwd_state_get_vnic (nwd_engine_get_state (rig->engine), RIG_NEW_VNIC));
  g_assert_true (g_str_has_prefix (card->mac, "52:54:00:"));
}

/* --- names --- */

static void
test_names_are_swapped (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish add = { .mac = MAC_OFF1, .add = TRUE, .new_mac = MAC_NEW, .name = "back" };
  const Wish first = { .mac = MAC_OFF1, .name = "front" };
  const Wish front = { .mac = MAC_NEW, .name = "front" };
  const Wish swap = { .mac = MAC_OFF1, .name = "back", .and = &front };

  rig_must (rig, &add);
  rig_must (rig, &first);
  rig_must (rig, &swap);
  g_assert_cmpstr (rig_vnic (rig, MAC_OFF1)->name, ==, "back");
  g_assert_cmpstr (rig_vnic (rig, MAC_NEW)->name, ==, "front");
}

/* One name cannot go to two cards of a VM, to those of two it can. */
static void
test_name_is_given_twice (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish add = { .mac = MAC_OFF1, .add = TRUE, .new_mac = MAC_NEW, .name = "back" };
  const Wish also = { .mac = MAC_NEW, .name = "front" };
  const Wish both = { .mac = MAC_OFF1, .name = "front", .and = &also };
  const Wish elsewhere = { .mac = MAC_WEB1, .name = "front" };
  const Wish two_vms = { .mac = MAC_OFF1, .name = "front", .and = &elsewhere };

  rig_must (rig, &add);
  assert_refused (rig, &both, NWD_ERROR_ALREADY_EXISTS, "back: vNIC net0");
  rig_must (rig, &two_vms);
}

/* --- refusals --- */

static void
test_no_free_slot (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  NwdDomain *full = fake_domain_copy (domain_of (rig, MAC_WEB1), NWD_VM_RUNNING);

  full->free_slots = 0;
  put (rig, full);
  assert_refused (rig, &add1, NWD_ERROR_NO_FREE_SLOT, "no free slot");
  g_assert_cmpuint (fake_script_get_calls (rig->ports->script)->len, ==, 0);
}

/* What each of two has for itself is not enough for both. */
static void
test_too_few_slots (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish unplug_new = { .mac = MAC_NEW, .plugged = -1 };
  const Wish plug_new = { .mac = MAC_NEW, .plugged = 1 };
  const Wish plug_both = { .mac = MAC_WEB1, .plugged = 1, .and = &plug_new };
  NwdDomain *full = NULL;

  rig_must (rig, &add1);
  rig_must (rig, &unplug_new);
  rig_must (rig, &unplug1);
  full = fake_domain_copy (domain_of (rig, MAC_WEB1), NWD_VM_RUNNING);
  full->free_slots = 1;
  put (rig, full);
  rig_forget (rig);
  assert_refused (rig, &plug_both, NWD_ERROR_NO_FREE_SLOT, "plug 2 cards into VM web1");
  g_assert_cmpuint (fake_script_count (rig->ports->script, "attach-card"), ==, 0);
  rig_must (rig, &plug_new);
}

static void
test_refusals (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish remove = { .mac = MAC_WEB1, .remove = TRUE };
  const Wish mac = { .mac = MAC_WEB1, .new_mac = MAC_NEW };
  const Wish green = { .mac = MAC_WEB1, .add = TRUE, .network = "green", .new_mac = MAC_NEW };

  assert_refused (rig, &remove, NWD_ERROR_ACTIVE_DEVICE, "CANNOT_REMOVE_ACTIVE_DEVICE");
  assert_refused (rig, &mac, NWD_ERROR_HOT_UPDATE_REFUSED, "CANNOT_PERFORM_HOT_UPDATE");
  assert_refused (rig, &green, NWD_ERROR_NETWORK_NOT_ON_HOST,
                  "ACTIVATE_DEACTIVATE_NETWORK_NOT_IN_VDS");
  g_assert_cmpuint (fake_script_count (rig->ports->script, "attach-card"), ==, 0);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "change-card"), ==, 0);
  rig_must (rig, &unplug1);
  rig_must (rig, &mac);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/engine/plug/guest-holds", test_guest_holds);
  g_test_add_func ("/engine/plug/late-removal-of-transient", test_late_removal_of_transient);
  g_test_add_func ("/engine/plug/late-removal-of-failed-add", test_late_removal_of_failed_add);
  g_test_add_func ("/engine/plug/guest-takes-its-time", test_guest_takes_its_time);
  g_test_add_func ("/engine/plug/vm-stops-meanwhile", test_vm_stops_meanwhile);
  g_test_add_func ("/engine/plug/others-unplug", test_others_unplug);
  g_test_add_func ("/engine/plug/plugged-is-read-back", test_plugged_is_read_back);
  g_test_add_func ("/engine/plug/mac-in-use", test_mac_in_use);
  g_test_add_func ("/engine/plug/mac-is-on-its-way", test_mac_is_on_its_way);
  g_test_add_func ("/engine/plug/mac-of-the-next-start", test_mac_of_the_next_start);
  g_test_add_func ("/engine/plug/plug-while-unplugging", test_plug_while_unplugging);
  g_test_add_func ("/engine/plug/nothing-is-dropped", test_nothing_is_dropped);
  g_test_add_func ("/engine/plug/mac-is-freed", test_mac_is_freed);
  g_test_add_func ("/engine/plug/macs-are-swapped", test_macs_are_swapped);
  g_test_add_func ("/engine/plug/mac-is-taken-twice", test_mac_is_taken_twice);
  g_test_add_func ("/engine/plug/names-are-swapped", test_names_are_swapped);
  g_test_add_func ("/engine/plug/name-is-given-twice", test_name_is_given_twice);
  g_test_add_func ("/engine/plug/generated-macs", test_generated_macs);
  g_test_add_func ("/engine/plug/no-free-slot", test_no_free_slot);
  g_test_add_func ("/engine/plug/too-few-slots", test_too_few_slots);
  g_test_add_func ("/engine/plug/refusals", test_refusals);
  return g_test_run ();
}
