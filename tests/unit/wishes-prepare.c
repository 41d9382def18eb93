/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "wishes.h"

static const Wish unwire = { .mac = MAC_WEB1, .network = "" };
static const Wish mirror = { .mac = MAC_WEB1, .mirrors = "blue,red" };
static const Wish add_to_off1
  = { .mac = MAC_OFF1, .add = TRUE, .network = "blue", .new_mac = MAC_NEW };
static const Wish add_to_web1
  = { .mac = MAC_WEB1, .add = TRUE, .network = "red", .new_mac = MAC_NEW };
static const Wish attach_nic = { .network = "green", .nic = "eth0", .verb = NWD_HOST_ATTACH };
static const Wish attach_static
  = { .network = "green", .nic = "eth0", .ipv4 = "10.0.0.1/24", .verb = NWD_HOST_ATTACH };
static const Wish take_addresses
  = { .network = "green", .nic = "eth0", .take_addresses = TRUE, .verb = NWD_HOST_ATTACH };
static const Wish create_tagged
  = { .network = "tagged", .vlan = 7, .verb = NWD_HOST_CREATE_NETWORK };
static const Wish attach_tagged = { .network = "tagged", .nic = "eth0", .verb = NWD_HOST_ATTACH };
static const Wish create_storage
  = { .network = "storage", .not_for_vms = TRUE, .verb = NWD_HOST_CREATE_NETWORK };
static const Wish attach_storage
  = { .network = "storage", .nic = "eth0", .ipv4 = "10.0.0.1/24", .verb = NWD_HOST_ATTACH };
static const Wish leave_nic = { .nic = "eth0", .verb = NWD_HOST_SET_MANAGED };
static const Wish unplug_off1 = { .mac = MAC_OFF1, .plugged = -1 };
static const Wish unplug = { .mac = MAC_WEB1, .plugged = -1 };

static const Wish carry_lab
  = { .network = "green", .verb = NWD_HOST_UPDATE_NETWORK, .label_name = "lab" };
static const Wish add_lab = { .verb = NWD_HOST_ADD_LABEL, .label_name = "lab" };
static const Wish add_lab_on_nic
  = { .verb = NWD_HOST_ADD_LABEL, .label_name = "lab", .nic = "eth0" };
static const Wish create_wide
  = { .network = "wide", .verb = NWD_HOST_CREATE_NETWORK, .label_name = "lab" };
static const Wish attach_green = { .network = "green", .verb = NWD_HOST_ATTACH };
static const Wish add_other = { .verb = NWD_HOST_ADD_LABEL, .label_name = "other" };

/* The host as others have left it. */
static void
prepare_host (Rig *rig, const Wish *wish)
{
  FakeWorld *world = rig->ports->world;

  if (g_str_equal (wish->label, "take-addresses")
      || g_str_equal (wish->label, "give-addresses-back"))
    fake_world_configure_nic (world, "eth0", "office");
  fake_host_network_tell_managed (rig->ports->host_network);
  if (g_str_equal (wish->label, "give-addresses-back"))
    rig_must (rig, &take_addresses);
  if (g_str_equal (wish->label, "readdress"))
    rig_must (rig, &attach_static);
  if (g_str_equal (wish->label, "detach-without-nic"))
    fake_world_remove_link (world, "eth0");
  if (g_str_equal (wish->label, "move-between-label"))
    fake_world_add_nic (world, "eth2", "");
  if (g_str_equal (wish->label, "sync"))
    {
      fake_world_edit_uplink (world, "eth0")->mtu = 1400;
      fake_world_set_mtu (world, "eth0", 1300);
      fake_world_set_methods (fake_world_edit_bridge (world, "green"), "dhcp", "auto");
      fake_world_set_mtu (world, "green", 1200);
      fake_world_set_master (world, "eth1", "green");
    }
  fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_CONNECTED);
}

/* Networks on VLANs, and that which is not for VMs. */
static void
prepare_networks (Rig *rig, const Wish *wish)
{
  if (g_strcmp0 (wish->network, "tagged") == 0)
    rig_must (rig, &create_tagged);
  if (g_strcmp0 (wish->network, "storage") == 0)
    rig_must (rig, &create_storage);
  if (g_str_equal (wish->label, "detach-vlan") || g_str_equal (wish->label, "retag"))
    rig_must (rig, &attach_tagged);
  if (g_str_equal (wish->label, "detach-bridgeless")
      || g_str_equal (wish->label, "readdress-bridgeless"))
    rig_must (rig, &attach_storage);
}

/* What some are done after. */
static const struct
{
  const char *label;
  const Wish *first;
} firsts[] = {
  { "remove-label", &add_lab },        { "move-label", &add_lab },
  { "keep-without-label", &add_lab },  { "move-between-label", &add_lab_on_nic },
  { "gather-label", &attach_green },   { "label-network", &add_other },
  { "remove-wide-label", &add_lab },   { "manage-nic", &leave_nic },
  { "batch-plug", &unplug_off1 },      { "mac-swap", &add_to_off1 },
  { "batch-of-one-vm", &add_to_web1 },
};

void
wishes_prepare (Rig *rig, const Wish *wish)
{
  static const char *const unwired[] = { "restore", "unplug-unwired", NULL };
  static const char *const unplugged[] = { "plug",
                                           "plug-and-move",
                                           "remove-unplugged",
                                           "mac-unplugged",
                                           "mirror-and-plug",
                                           "batch-plug",
                                           "batch-of-all",
                                           NULL };
  static const char *const on_nic[]
    = { "detach-nic", "from-nic", "mtu-of-nic", "detach-without-nic", "sync", NULL };
  static const char *const mirroring[] = { "mirror-less", "mirror-other", NULL };

  if (g_strv_contains (unwired, wish->label))
    rig_must (rig, &unwire);
  if (g_strv_contains (unplugged, wish->label))
    rig_must (rig, &unplug);
  if (g_strv_contains (on_nic, wish->label))
    rig_must (rig, &attach_nic);
  prepare_host (rig, wish);
  prepare_networks (rig, wish);
  if (g_str_has_suffix (wish->label, "-label"))
    rig_must (rig, &carry_lab);
  if (g_str_has_suffix (wish->label, "-wide-label"))
    rig_must (rig, &create_wide);
  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++)
    if (g_str_equal (wish->label, firsts[i].label))
      rig_must (rig, firsts[i].first);
  if (g_strv_contains (mirroring, wish->label))
    rig_must (rig, &mirror);
  if (g_str_equal (wish->label, "hold"))
    fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_DISCONNECTED);
  rig_forget (rig);
}
