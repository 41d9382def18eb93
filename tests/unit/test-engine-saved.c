/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the empty network covers of a saved VM's cards, whatever is changed until it is restored. */

#include "rig.h"

#define VM1 "00000000-0000-4000-8000-000000000001"

/* Takes @domain: how others have made it. */
static void
tell (Rig *rig, NwdDomain *domain)
{
  fake_world_put_domain (rig->ports->world, domain);
  fake_hypervisor_tell_domain (rig->ports->hypervisor, VM1);
  fake_ports_settle ();
}

/* web1 is saved; its card as it ran. */
static NwdCard *
save (Rig *rig)
{
  const NwdDomain *domain = fake_world_get_domain (rig->ports->world, VM1);
  NwdCard *card = fake_card_copy (g_ptr_array_index (domain->live, 0));
  NwdDomain *saved = fake_domain_copy (domain, NWD_VM_SHUTOFF);

  saved->managed_save = TRUE;
  tell (rig, saved);
  g_assert_null (rig_vnic (rig, MAC_WEB1)->live);
  return card;
}

/* Takes @card. */
static void
restore (Rig *rig, NwdCard *card)
{
  NwdDomain *domain
    = fake_domain_copy (fake_world_get_domain (rig->ports->world, VM1), NWD_VM_RUNNING);

  fake_domain_add_live (domain, card);
  tell (rig, domain);
  g_assert_nonnull (rig_vnic (rig, MAC_WEB1)->live);
}

static void
assert_unwired_with_link (Rig *rig)
{
  const NwdVnic *vnic = rig_vnic (rig, MAC_WEB1);

  g_assert_true (nwd_vnic_is_unwired (vnic));
  g_assert_false (vnic->live->linked);
  g_assert_true (nwd_vnic_get_linked (vnic));
}

/* The card comes back as it was, though the next start is not to have it. */
static void
test_unplugged (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  NwdCard *card = NULL;

  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "" });
  card = save (rig);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .plugged = -1 });
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .name = "spare" });
  restore (rig, card);
  assert_unwired_with_link (rig);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "red" });
  g_assert_true (rig_vnic (rig, MAC_WEB1)->live->linked);
}

static void
test_moved (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  NwdCard *card = NULL;

  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "" });
  card = save (rig);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "red" });
  restore (rig, card);
  assert_unwired_with_link (rig);
  g_assert_true (rig_vnic (rig, MAC_WEB1)->config->linked);
}

/* What is stored of an unplugged card says how it is to be plugged, whatever runs elsewhere. */
static void
test_unplugged_differs (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  NwdCard *card = NULL;

  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "" });
  card = save (rig);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .plugged = -1 });
  restore (rig, card);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .linked = -1 });
  g_assert_false (nwd_vnic_get_linked (rig_vnic (rig, MAC_WEB1)));
  nwd_card_unref (save (rig));
  g_assert_true (nwd_vnic_is_only_stored (rig_vnic (rig, MAC_WEB1)));
  g_assert_true (nwd_vnic_get_linked (rig_vnic (rig, MAC_WEB1)));
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .plugged = 1, .network = "red" });
  g_assert_true (rig_vnic (rig, MAC_WEB1)->config->linked);
}

/* A card that stayed where it was, link down, since there was no bridge to move it to. To have it
 * there is another wish than to have it nowhere. */
static void
test_held (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_DISCONNECTED);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "" });
  g_assert_nonnull (rig_vnic (rig, MAC_WEB1)->note->held);
  nwd_card_unref (save (rig));
  g_assert_true (nwd_vnic_is_unwired (rig_vnic (rig, MAC_WEB1)));
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "red", .linked = -1 });
  g_assert_false (nwd_vnic_is_unwired (rig_vnic (rig, MAC_WEB1)));
  g_assert_false (nwd_vnic_get_linked (rig_vnic (rig, MAC_WEB1)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/saved/unplugged", test_unplugged);
  g_test_add_func ("/engine/saved/moved", test_moved);
  g_test_add_func ("/engine/saved/unplugged-differs", test_unplugged_differs);
  g_test_add_func ("/engine/saved/held", test_held);
  return g_test_run ();
}
