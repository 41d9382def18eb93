/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Networks on bonds. */

#include "rig.h"

#include "core/nwd-error.h"

static const Wish create_storage
  = { .network = "storage", .not_for_vms = TRUE, .verb = NWD_HOST_CREATE_NETWORK };

static void
test_bonds (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;
  Wish wish = { .network = "green", .nic = "bond0", .verb = NWD_HOST_ATTACH };

  fake_world_add_nic (world, "bond0", "bond");
  fake_world_configure_nic (world, "bond0", "bonded");
  fake_world_set_master (world, "eth0", "bond0");
  rig = rig_new (world);
  rig_assert_refused (rig, &wish, NWD_ERROR_NETWORK_IN_USE, "take-addresses");
  wish.take_addresses = TRUE;
  rig_must (rig, &wish);
  g_assert_cmpstr (fake_world_get_master (world, "bond0"), ==, "green");
  wish = (Wish){ .network = "iso", .nic = "eth0", .verb = NWD_HOST_SET_UP };
  rig_assert_refused (rig, &wish, NWD_ERROR_ALREADY_EXISTS, "port of bond0");
}

/* Some modes are only for what this host says itself. */
static void
test_bond_modes (void)
{
  static const struct
  {
    const char *mode;
    gboolean fit;
  } modes[] = { { "", TRUE },
                { "balance-rr", FALSE },
                { "active-backup", TRUE },
                { "balance-xor", TRUE },
                { "broadcast", TRUE },
                { "802.3ad", TRUE },
                { "balance-tlb", FALSE },
                { "balance-alb", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      FakeWorld *world = rig_sample_world ();
      g_autoptr (Rig) rig = NULL;
      Wish green = { .network = "green", .nic = "bond0", .verb = NWD_HOST_ATTACH };
      Wish storage = { .network = "storage", .nic = "bond0", .verb = NWD_HOST_ATTACH };

      fake_world_add_nic (world, "bond0", "bond");
      fake_world_set_bond_mode (world, "bond0", modes[i].mode);
      rig = rig_new (world);
      rig_must (rig, &create_storage);
      if (modes[i].fit)
        rig_must (rig, &green);
      else
        {
          rig_assert_refused (rig, &green, NWD_ERROR_NOT_SUPPORTED,
                              "INVALID_BOND_MODE_FOR_BOND_WITH_VM_NETWORK");
          rig_must (rig, &storage);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/bonds/carry", test_bonds);
  g_test_add_func ("/bonds/modes", test_bond_modes);
  return g_test_run ();
}
