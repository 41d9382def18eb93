/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is shown, from what was read. */

#include "core/nwd-fold.h"
#include "core/nwd-resolve.h"
#include "fake-domain.h"

#define VM1 "00000000-0000-4000-8000-000000000001"
#define VM2 "00000000-0000-4000-8000-000000000002"
#define MAC "52:54:00:00:00:01"

static void
fold_link (NwdState *state, guint index, const char *name, const char *kind)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdLink) link = nwd_link_new (index, name, kind);

  link->mtu = 1500;
  link->up = TRUE;
  nwd_fold_link (state, link, touched);
}

static void
fold_off (NwdState *state, const char *id, const char *type, const char *name, const char *alias)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdDomain) domain = fake_domain_new (id, id, NWD_VM_SHUTOFF);
  NwdCard *card = fake_card_new (MAC, type, name, "", TRUE);

  nwd_text_unref (card->alias);
  card->alias = nwd_text_new (alias);
  fake_domain_add_config (domain, card);
  nwd_fold_domain (state, domain, touched);
}

static const NwdNetwork *
network_of (NwdState *state, const char *type, const char *name)
{
  g_autofree char *id = nwd_resolve_found_id (type, name);

  return nwd_state_get_network (state, id);
}

/* A network that is only known by a card goes with its last card. */
static void
test_found_network_goes (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  fold_off (state, VM1, "user", "", "");
  fold_off (state, VM2, "user", "", "");
  g_assert_cmpint (network_of (state, "user", "")->origin, ==, NWD_ORIGIN_HOST);
  g_assert_false (network_of (state, "user", "")->movable);
  nwd_fold_domain_gone (state, VM1, touched);
  g_assert_nonnull (network_of (state, "user", ""));
  nwd_fold_domain_gone (state, VM2, touched);
  g_assert_null (network_of (state, "user", ""));
}

/* A network that only the next start has in mind is one too, so that its path leads somewhere. */
static void
test_network_of_the_next_start (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdDomain) domain = fake_domain_new (VM1, VM1, NWD_VM_RUNNING);

  fold_link (state, 2, "br0", "bridge");
  fake_domain_add_live (domain, fake_card_new (MAC, "bridge", "br0", "vnet0", TRUE));
  fake_domain_add_config (domain, fake_card_new (MAC, "bridge", "br9", "", TRUE));
  nwd_fold_domain (state, domain, touched);
  g_assert_nonnull (network_of (state, "bridge", "br9"));
  g_assert_false (network_of (state, "bridge", "br9")->movable);
  nwd_fold_domain_gone (state, VM1, touched);
  g_assert_null (network_of (state, "bridge", "br9"));
  g_assert_cmpuint (g_hash_table_size (state->network_vnics), ==, 0);
}

/* A card that stays on a bridge, link down, for want of the unwired one needs that bridge. */
static void
test_held_card_needs_its_bridge (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdDomain) domain = fake_domain_new (VM1, VM1, NWD_VM_RUNNING);
  g_autoptr (NwdSource) source = nwd_source_new ("bridge", "br0", NULL);
  g_autoptr (NwdNote) note = nwd_note_new (MAC, 0, TRUE, FALSE, source);
  g_autoptr (GPtrArray) notes = nwd_note_put (NULL, note);
  const NwdVnic *vnic = NULL;

  fold_link (state, 2, "br0", "bridge");
  fake_domain_add_live (domain, fake_card_new (MAC, "bridge", "br0", "vnet0", FALSE));
  nwd_fold_domain (state, domain, touched);
  nwd_fold_notes (state, VM1, notes, touched);
  vnic = nwd_state_get_vnic (state, g_ptr_array_index (nwd_state_get_vm (state, VM1)->vnic_ids, 0));
  g_assert_true (nwd_vnic_is_unwired (vnic));
  g_assert_true (nwd_vnic_uses (vnic, network_of (state, "bridge", "br0")->id));
  nwd_fold_notes (state, VM1, NULL, touched);
  vnic = nwd_state_get_vnic (state, g_ptr_array_index (nwd_state_get_vm (state, VM1)->vnic_ids, 0));
  g_assert_false (nwd_vnic_is_unwired (vnic));
}

/* A bridge stays while it is there, and while a card is on it. */
static void
test_bridge_goes (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdLink) br0 = nwd_link_new (7, "br0", "bridge");

  fold_link (state, 7, "br0", "bridge");
  g_assert_true (network_of (state, "bridge", "br0")->movable);
  fold_off (state, VM1, "bridge", "br0", "");
  nwd_fold_link_gone (state, br0, touched);
  g_assert_false (network_of (state, "bridge", "br0")->movable);
  nwd_fold_domain_gone (state, VM1, touched);
  g_assert_null (network_of (state, "bridge", "br0"));
}

static void
test_renamed_bridge (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdLink) old = nwd_link_new (7, "br0", "bridge");

  fold_link (state, 7, "br0", "bridge");
  nwd_fold_link_gone (state, old, touched);
  fold_link (state, 7, "br1", "bridge");
  g_assert_null (network_of (state, "bridge", "br0"));
  g_assert_nonnull (network_of (state, "bridge", "br1"));
}

/* Something else has the bridge's name now. */
static void
test_bridge_becomes_another_kind (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();

  fold_link (state, 7, "br0", "bridge");
  fold_link (state, 8, "br0", "dummy");
  g_assert_null (network_of (state, "bridge", "br0"));
}

static void
test_empty_network_is_none (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();

  fold_link (state, 7, NWD_UNWIRED_BRIDGE, "bridge");
  fold_off (state, VM1, "bridge", NWD_UNWIRED_BRIDGE, "");
  g_assert_cmpuint (g_hash_table_size (state->networks), ==, 0);
}

/* A VM that was copied with its aliases: the copy's card is another one. */
static void
test_same_alias_in_two_vms (void)
{
  static const char alias[] = "ua-11111111-2222-4333-8444-555555555555";
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  fold_off (state, VM1, "bridge", "br0", alias);
  fold_off (state, VM2, "bridge", "br0", alias);
  g_assert_cmpuint (g_hash_table_size (state->vnics), ==, 2);
  g_assert_cmpstr (nwd_state_get_vnic (state, alias + 3)->vm_id, ==, VM1);
  fold_off (state, VM2, "bridge", "br1", alias);
  nwd_fold_domain_gone (state, VM1, touched);
  nwd_fold_domain_gone (state, VM2, touched);
  g_assert_cmpuint (g_hash_table_size (state->vnics), ==, 0);
  g_assert_cmpuint (g_hash_table_size (state->network_vnics), ==, 0);
}

/* The next start has the card with another MAC. */
static void
test_same_alias_in_both_definitions (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdDomain) domain = fake_domain_new (VM1, "web1", NWD_VM_RUNNING);
  NwdCard *live = fake_card_new (MAC, "bridge", "br0", "vnet0", TRUE);
  NwdCard *config = fake_card_new ("52:54:00:00:00:02", "bridge", "br0", "", TRUE);

  nwd_text_unref (live->alias);
  nwd_text_unref (config->alias);
  live->alias = nwd_text_new ("ua-11111111-2222-4333-8444-555555555555");
  config->alias = nwd_text_new (live->alias);
  fake_domain_add_live (domain, live);
  fake_domain_add_config (domain, config);
  nwd_fold_domain (state, domain, touched);
  g_assert_cmpuint (g_hash_table_size (state->vnics), ==, 2);
  nwd_fold_domain_gone (state, VM1, touched);
  g_assert_cmpuint (g_hash_table_size (state->vnics), ==, 0);
}

/* What is not news touches nothing. */
static void
test_no_news (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  fold_link (state, 7, "br0", "bridge");
  fold_off (state, VM1, "bridge", "br0", "");
  nwd_fold_domain (state, g_hash_table_lookup (state->domains, VM1), touched);
  nwd_fold_hypervisor_state (state, state->hypervisor_state, state->instant_changes, touched);
  nwd_fold_link (state, g_hash_table_lookup (state->links, "br0"), touched);
  g_assert_true (nwd_touched_is_empty (touched));
}

/* A VM that is gone after a reconnection comes back without what was said of it. */
static void
test_gone_in_inventory (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  fold_off (state, VM1, "bridge", "br0", "");
  nwd_fold_problem (state, VM1, NWD_PROBLEM_UNDO, "it could not be undone", touched);
  nwd_fold_domains (state, none, touched);
  g_assert_null (nwd_state_get_vm (state, VM1));
  fold_off (state, VM1, "bridge", "br0", "");
  g_assert_cmpstr (nwd_state_get_vm (state, VM1)->problem, ==, "");
}

/* One that is over does not take another one with it. */
static void
test_problems (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  fold_off (state, VM1, "bridge", "br0", "");
  nwd_fold_problem (state, VM1, NWD_PROBLEM_UNDO, "it could not be undone", touched);
  nwd_fold_problem (state, VM1, NWD_PROBLEM_STORE, "bad file", touched);
  g_assert_cmpstr (nwd_state_get_vm (state, VM1)->problem, ==, "bad file; it could not be undone");
  nwd_fold_problem (state, VM1, NWD_PROBLEM_STORE, "", touched);
  g_assert_cmpstr (nwd_state_get_vm (state, VM1)->problem, ==, "it could not be undone");
}

#define UNPLUGGED "0b5e3a0c-94a1-4d1f-8d60-2f1f6c2f7e33"

static const NwdVnic *
nth_vnic (NwdState *state, guint i)
{
  return nwd_state_get_vnic (state, g_ptr_array_index (nwd_state_get_vm (state, VM1)->vnic_ids, i));
}

/* A card that only the store has is one of the VM's; its name is nobody else's. */
static void
test_unplugged (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdCard) card = fake_card_new ("52:54:00:00:00:09", "bridge", "br7", "", TRUE);
  g_autoptr (NwdStoredVnic) stored = nwd_stored_vnic_new (UNPLUGGED, "net0", NULL, card, NULL);
  g_autoptr (GPtrArray) all = nwd_stored_vnic_put (NULL, stored);

  fold_off (state, VM1, "bridge", "br0", "net0");
  nwd_fold_stored_vnics (state, VM1, all, touched);
  g_assert_cmpstr (nth_vnic (state, 0)->name, ==, "net1");
  g_assert_cmpstr (nth_vnic (state, 1)->id, ==, UNPLUGGED);
  g_assert_cmpstr (nth_vnic (state, 1)->name, ==, "net0");
  g_assert_cmpstr (nwd_vnic_get_state (nth_vnic (state, 1)), ==, "unplugged");
  g_assert_cmpstr (nwd_vnic_get_network_id (nth_vnic (state, 1)), ==,
                   network_of (state, "bridge", "br7")->id);
  nwd_fold_stored_vnics (state, VM1, NULL, touched);
  g_assert_null (nwd_state_get_vnic (state, UNPLUGGED));
  g_assert_null (network_of (state, "bridge", "br7"));
}

/* A card has the same name while its VM is off and when it runs, whoever named the others. */
static void
test_names_stay (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdDomain) off = fake_domain_new (VM1, VM1, NWD_VM_SHUTOFF);
  g_autoptr (NwdDomain) on = fake_domain_new (VM1, VM1, NWD_VM_RUNNING);
  const char *const macs[] = { "52:54:00:00:00:07", "52:54:00:00:00:08" };
  const char *const aliases[][2] = { { "ua-" UNPLUGGED, "ua-" UNPLUGGED }, { "", "net0" } };

  for (guint i = 0; i < G_N_ELEMENTS (macs); i++)
    {
      NwdCard *config = fake_card_new (macs[i], "bridge", "br0", "", TRUE);
      NwdCard *live = fake_card_new (macs[i], "bridge", "br0", "vnet0", TRUE);

      nwd_text_unref (config->alias);
      config->alias = nwd_text_new (aliases[i][0]);
      nwd_text_unref (live->alias);
      live->alias = nwd_text_new (aliases[i][1]);
      fake_domain_add_config (off, config);
      fake_domain_add_live (on, live);
    }
  nwd_fold_domain (state, off, touched);
  g_assert_cmpstr (nth_vnic (state, 0)->name, ==, "net1");
  g_assert_cmpstr (nth_vnic (state, 1)->name, ==, "net0");
  nwd_fold_domain (state, on, touched);
  g_assert_cmpstr (nth_vnic (state, 0)->name, ==, "net1");
  g_assert_cmpstr (nth_vnic (state, 1)->name, ==, "net0");
}

/* Plugged again it is the same vNIC, as libvirt has it. */
static void
test_stored_and_plugged (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdCard) card = fake_card_new (MAC, "bridge", "br7", "", TRUE);
  g_autoptr (NwdStoredVnic) stored = nwd_stored_vnic_new (UNPLUGGED, "front", NULL, card, NULL);
  g_autoptr (GPtrArray) all = nwd_stored_vnic_put (NULL, stored);

  nwd_fold_stored_vnics (state, VM1, all, touched);
  fold_off (state, VM1, "bridge", "br0", "ua-" UNPLUGGED);
  g_assert_cmpuint (nwd_state_get_vm (state, VM1)->vnic_ids->len, ==, 1);
  g_assert_cmpstr (nth_vnic (state, 0)->id, ==, UNPLUGGED);
  g_assert_cmpstr (nth_vnic (state, 0)->name, ==, "front");
  g_assert_true (nwd_vnic_is_plugged (nth_vnic (state, 0)));
  g_assert_cmpstr (nwd_vnic_get_network_id (nth_vnic (state, 0)), ==,
                   network_of (state, "bridge", "br0")->id);
}

static void
fold_mtu (NwdState *state, guint index, const char *name, const char *kind, guint mtu)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdLink) link = nwd_link_new (index, name, kind);

  link->mtu = mtu;
  nwd_fold_link (state, link, touched);
}

/* A network gets another MTU: cards that run have theirs until their VM starts anew. */
static void
test_mtu_of_the_next_start (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdDomain) domain = fake_domain_new (VM1, VM1, NWD_VM_RUNNING);

  fold_mtu (state, 2, "br0", "bridge", 1500);
  fake_domain_add_live (domain, fake_card_new (MAC, "bridge", "br0", "vnet0", TRUE));
  fake_domain_add_config (domain, fake_card_new (MAC, "bridge", "br0", "", TRUE));
  nwd_fold_domain (state, domain, touched);
  fold_mtu (state, 3, "vnet0", "tun", 1500);
  g_assert_cmpint (nwd_vnic_get_next_start (nth_vnic (state, 0)), ==, 0);
  fold_mtu (state, 2, "br0", "bridge", 1400);
  g_assert_cmpint (nwd_vnic_get_next_start (nth_vnic (state, 0)), ==, NWD_NEXT_MTU);
  g_assert_cmpuint (nth_vnic (state, 0)->next_mtu, ==, 1400);
  fold_mtu (state, 3, "vnet0", "tun", 1400);
  g_assert_cmpint (nwd_vnic_get_next_start (nth_vnic (state, 0)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/derive/found-network-goes", test_found_network_goes);
  g_test_add_func ("/derive/network-of-the-next-start", test_network_of_the_next_start);
  g_test_add_func ("/derive/held-card-needs-its-bridge", test_held_card_needs_its_bridge);
  g_test_add_func ("/derive/bridge-goes", test_bridge_goes);
  g_test_add_func ("/derive/renamed-bridge", test_renamed_bridge);
  g_test_add_func ("/derive/bridge-becomes-another-kind", test_bridge_becomes_another_kind);
  g_test_add_func ("/derive/empty-network-is-none", test_empty_network_is_none);
  g_test_add_func ("/derive/same-alias-in-two-vms", test_same_alias_in_two_vms);
  g_test_add_func ("/derive/same-alias-in-both-definitions", test_same_alias_in_both_definitions);
  g_test_add_func ("/derive/no-news", test_no_news);
  g_test_add_func ("/derive/problems", test_problems);
  g_test_add_func ("/derive/gone-in-inventory", test_gone_in_inventory);
  g_test_add_func ("/derive/mtu-of-the-next-start", test_mtu_of_the_next_start);
  g_test_add_func ("/derive/names-stay", test_names_stay);
  g_test_add_func ("/derive/unplugged", test_unplugged);
  g_test_add_func ("/derive/stored-and-plugged", test_stored_and_plugged);
  return g_test_run ();
}
