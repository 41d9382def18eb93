/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "wishes.h"

#define MOVED            "announce vnet1 " MAC_WEB1

#define JOURNAL          "write journal.ini"
#define NOTE1            "vm/00000000-0000-4000-8000-000000000001.ini"
#define NOTE2            "vm/00000000-0000-4000-8000-000000000002.ini"
#define NOTE3            "vm/00000000-0000-4000-8000-000000000003.ini"
#define NOTE4            "vm/00000000-0000-4000-8000-000000000004.ini"
#define HOST             "write host.ini; write host.ini.previous"
#define FREE_ETH0        "remove-port eth0; read-link eth0; release eth0; read-link eth0"
#define PUT_ETH0(bridge) "add-port eth0; read-link " bridge "; read-link eth0"
#define OPEN(bridge)     "; is-sealed " bridge "; unseal-bridge " bridge
#define GUARDED(names, steps)                                                                      \
  "guard " names "; " JOURNAL "; extend-guard " names "; " steps "; end-guard " names "; " JOURNAL

static const Wish unlink_tmp1 = { .mac = MAC_TMP1, .linked = -1 };
static const Wish move_new_too = { .mac = MAC_NEW, .network = "iso" };
static const Wish move_web2_too = { .mac = MAC_WEB2, .network = "iso", .and = &unlink_tmp1 };
static const Wish give_mac_back = { .mac = MAC_NEW, .new_mac = MAC_OFF1 };
static const Wish unwire_off1_too = { .mac = MAC_OFF1, .network = "" };
static const Wish name_off1_too = { .mac = MAC_OFF1, .name = "front" };
static const Wish detach_iso_too = { .network = "iso", .verb = NWD_HOST_DETACH };
static const Wish unplug_tmp1_too = { .mac = MAC_TMP1, .plugged = -1 };
static const Wish unplug_off1_too
  = { .mac = MAC_OFF1, .plugged = -1, .network = "blue", .and = &unplug_tmp1_too };
static const Wish plug_off1_too = { .mac = MAC_OFF1, .plugged = 1, .and = &move_web2_too };
static const Wish move_dif1_too = { .mac = MAC_DIF1, .network = "iso" };
static const Wish mirror_off1_too = { .mac = MAC_OFF1, .mirrors = "red", .and = &move_dif1_too };
static const Wish mirror_web2_too = { .mac = MAC_WEB2, .mirrors = "red", .and = &mirror_off1_too };
static const Wish unplug_web2_too = { .mac = MAC_WEB2, .plugged = -1, .and = &unlink_tmp1 };
static const Wish all_else_too
  = { .mac = MAC_OFF1, .network = "", .mirrors = "red", .and = &unplug_web2_too };
static const Wish rest_too = { .mac = MAC_DIF1, .network = "iso", .linked = -1 };

static const Wish green_to_nic = { .network = "green", .nic = "eth0", .verb = NWD_HOST_SET_UP };

const Wish all_wishes[] = {
  { .label = "unlink", .mac = MAC_WEB1, .linked = -1, .calls = "change-card web1" },
  { .label = "unlink-off", .mac = MAC_OFF1, .linked = -1, .calls = "change-card off1" },
  { .label = "unlink-transient", .mac = MAC_TMP1, .linked = -1, .calls = "change-card tmp1" },
  { .label = "unlink-differing",
    .mac = MAC_DIF1,
    .linked = -1,
    .calls = JOURNAL "; change-card dif1; change-card dif1; " JOURNAL },
  { .label = "move", .mac = MAC_WEB1, .network = "blue", .calls = "change-card web1; " MOVED "" },
  { .label = "move-off", .mac = MAC_OFF1, .network = "blue", .calls = "change-card off1" },
  { .label = "move-live-only",
    .mac = MAC_WEB1,
    .network = "blue",
    .options = { .live_only = TRUE },
    .calls = "change-card web1; " MOVED "" },
  { .label = "move-next-start-only",
    .mac = MAC_WEB1,
    .network = "blue",
    .options = { .next_start_only = TRUE },
    .calls = "change-card web1" },
  { .label = "move-differing",
    .mac = MAC_DIF1,
    .network = "iso",
    .calls
    = JOURNAL "; change-card dif1; announce vnet5 " MAC_DIF1 "; change-card dif1; " JOURNAL },
  { .label = "move-and-unlink",
    .mac = MAC_WEB1,
    .network = "blue",
    .linked = -1,
    .calls = JOURNAL "; change-card web1; change-card web1; " JOURNAL },
  { .label = "move-to-libvirt",
    .mac = MAC_WEB1,
    .network = "default",
    .calls = "change-card web1; " MOVED "" },
  { .label = "unwire",
    .mac = MAC_WEB1,
    .network = "",
    .calls = JOURNAL
    "; create-bridge nw-unwired; seal-bridge nw-unwired; read-link nw-unwired; change-card web1; "
    "change-card web1; write " NOTE1 "; " JOURNAL },
  { .label = "unwire-off",
    .mac = MAC_OFF1,
    .network = "",
    .calls = JOURNAL "; create-bridge nw-unwired; seal-bridge nw-unwired; read-link nw-unwired; "
                     "change-card off1; write " NOTE3 "; " JOURNAL },
  { .label = "restore",
    .mac = MAC_WEB1,
    .network = "red",
    .calls = JOURNAL "; change-card web1; " MOVED "; remove " NOTE1 "; " JOURNAL },
  { .label = "hold",
    .mac = MAC_WEB1,
    .network = "",
    .calls = JOURNAL "; change-card web1; write " NOTE1 "; " JOURNAL },
  { .label = "add",
    .mac = MAC_WEB1,
    .add = TRUE,
    .network = "red",
    .new_mac = MAC_NEW,
    .calls = JOURNAL "; attach-card web1; write " NOTE1 "; " JOURNAL },
  { .label = "add-unlinked-off",
    .mac = MAC_OFF1,
    .add = TRUE,
    .network = "blue",
    .linked = -1,
    .new_mac = MAC_NEW,
    .calls = JOURNAL "; attach-card off1; write " NOTE3 "; " JOURNAL },
  { .label = "add-transient",
    .mac = MAC_TMP1,
    .add = TRUE,
    .network = "red",
    .new_mac = MAC_NEW,
    .calls = JOURNAL "; attach-card tmp1; write " NOTE4 "; " JOURNAL },
  { .label = "add-unwired",
    .mac = MAC_WEB1,
    .add = TRUE,
    .new_mac = MAC_NEW,
    .calls = JOURNAL "; create-bridge nw-unwired; seal-bridge nw-unwired; read-link nw-unwired; "
                     "attach-card web1; write " NOTE1 "; write " NOTE1 "; " JOURNAL },
  { .label = "add-unplugged",
    .mac = MAC_WEB1,
    .add = TRUE,
    .plugged = -1,
    .network = "red",
    .new_mac = MAC_NEW,
    .calls = "write " NOTE1 },
  { .label = "unplug",
    .mac = MAC_WEB1,
    .plugged = -1,
    .calls = "read-card web1; " JOURNAL "; write " NOTE1
             "; detach-card web1; detach-card web1; " JOURNAL },
  { .label = "unplug-off",
    .mac = MAC_OFF1,
    .plugged = -1,
    .calls = "read-card off1; " JOURNAL "; write " NOTE3 "; detach-card off1; " JOURNAL },
  { .label = "unplug-transient",
    .mac = MAC_TMP1,
    .plugged = -1,
    .calls = "read-card tmp1; " JOURNAL "; write " NOTE4 "; detach-card tmp1; " JOURNAL },
  { .label = "unplug-and-move",
    .mac = MAC_WEB1,
    .plugged = -1,
    .network = "blue",
    .calls = "read-card web1; " JOURNAL "; write " NOTE1
             "; detach-card web1; detach-card web1; " JOURNAL },
  { .label = "unplug-live-only",
    .mac = MAC_WEB1,
    .plugged = -1,
    .options = { .live_only = TRUE },
    .calls = "read-card web1; detach-card web1" },
  { .label = "unplug-next-start-only",
    .mac = MAC_WEB1,
    .plugged = -1,
    .options = { .next_start_only = TRUE },
    .calls = "read-card web1; " JOURNAL "; write " NOTE1 "; detach-card web1; " JOURNAL },
  { .label = "unplug-unwired",
    .mac = MAC_WEB1,
    .plugged = -1,
    .calls = "read-card web1; " JOURNAL "; write " NOTE1
             "; detach-card web1; detach-card web1; write " NOTE1 "; " JOURNAL },
  { .label = "plug",
    .mac = MAC_WEB1,
    .plugged = 1,
    .calls = JOURNAL "; attach-card web1; write " NOTE1 "; " JOURNAL },
  { .label = "plug-and-move",
    .mac = MAC_WEB1,
    .plugged = 1,
    .network = "blue",
    .linked = -1,
    .calls = JOURNAL "; attach-card web1; write " NOTE1 "; " JOURNAL },
  { .label = "remove-off",
    .mac = MAC_OFF1,
    .remove = TRUE,
    .calls = "read-card off1; detach-card off1" },
  { .label = "remove-unplugged", .mac = MAC_WEB1, .remove = TRUE, .calls = "remove " NOTE1 },
  { .label = "rename", .mac = MAC_WEB1, .name = "front", .calls = "write " NOTE1 },
  { .label = "mac-off", .mac = MAC_OFF1, .new_mac = MAC_NEW, .calls = "change-card off1" },
  { .label = "mac-unplugged", .mac = MAC_WEB1, .new_mac = MAC_NEW, .calls = "write " NOTE1 },
  { .label = "batch",
    .mac = MAC_WEB1,
    .network = "blue",
    .and = &move_web2_too,
    .calls = JOURNAL "; change-card web1; change-card web2; change-card tmp1; announce vnet1 "
                     "52:54:00:00:00:01; announce vnet2 52:54:00:00:00:02; " JOURNAL },
  { .label = "batch-of-one-vm",
    .mac = MAC_WEB1,
    .network = "blue",
    .and = &move_new_too,
    .calls = JOURNAL "; change-card web1; announce vnet1 52:54:00:00:00:01; change-card web1; "
                     "announce vnet0 52:54:00:00:00:77; " JOURNAL },
  { .label = "batch-unwire",
    .mac = MAC_WEB1,
    .network = "",
    .and = &unwire_off1_too,
    .calls
    = JOURNAL "; create-bridge nw-unwired; seal-bridge nw-unwired; read-link nw-unwired; "
              "change-card off1; change-card "
              "web1; write vm/00000000-0000-4000-8000-000000000003.ini; change-card web1; write "
              "vm/00000000-0000-4000-8000-000000000001.ini; " JOURNAL },
  { .label = "batch-unplug",
    .mac = MAC_WEB1,
    .plugged = -1,
    .and = &unplug_off1_too,
    .calls = "read-card web1; read-card off1; read-card tmp1; " JOURNAL "; write " NOTE1
             "; write " NOTE3 "; write " NOTE4
             "; detach-card web1; detach-card off1; detach-card tmp1; detach-card web1; " JOURNAL },
  { .label = "batch-plug",
    .mac = MAC_WEB1,
    .plugged = 1,
    .network = "blue",
    .and = &plug_off1_too,
    .calls = JOURNAL "; attach-card web1; attach-card off1; "
                     "change-card web2; "
                     "change-card tmp1; write " NOTE1 "; write " NOTE3 "; announce vnet2 " MAC_WEB2
                     "; " JOURNAL },
  { .label = "batch-mirror",
    .mac = MAC_WEB1,
    .mirrors = "blue,red",
    .and = &mirror_web2_too,
    .calls = JOURNAL
    "; write " NOTE1 "; write " NOTE2 "; write " NOTE3 "; "
    "change-card dif1; read-link vnet1; sync-mirrors; mirror blue vnet1; mirror red vnet1; "
    "read-link vnet2; sync-mirrors; mirror red vnet2; announce vnet5 " MAC_DIF1 "; "
    "change-card dif1; " JOURNAL },
  { .label = "batch-of-all",
    .mac = MAC_WEB1,
    .plugged = 1,
    .mirrors = "iso",
    .and = &all_else_too,
    .calls
    = "read-card web2; " JOURNAL "; attach-card web1; create-bridge nw-unwired; write " NOTE2 "; "
      "change-card tmp1; write " NOTE1 "; seal-bridge nw-unwired; read-link nw-unwired; "
      "change-card off1; detach-card web2; read-link vnet0; sync-mirrors; mirror iso vnet0; "
      "write " NOTE3 "; write " NOTE3 "; detach-card web2; " JOURNAL },
  { .label = "batch-kept",
    .mac = MAC_WEB1,
    .linked = -1,
    .and = &name_off1_too,
    .calls = JOURNAL "; change-card web1; write " NOTE3 "; " JOURNAL },
  { .label = "batch-long",
    .mac = MAC_WEB1,
    .network = "blue",
    .linked = -1,
    .and = &rest_too,
    .calls = JOURNAL "; change-card web1; change-card dif1; change-card web1; change-card dif1; "
                     "change-card dif1; " JOURNAL },
  { .label = "mac-swap",
    .mac = MAC_OFF1,
    .new_mac = MAC_NEW,
    .and = &give_mac_back,
    .calls = JOURNAL
    "; change-card off1; change-card off1; change-card off1; change-card off1; " JOURNAL },
  { .label = "mirror",
    .mac = MAC_WEB1,
    .mirrors = "blue,red",
    .calls
    = "write " NOTE1 "; read-link vnet1; sync-mirrors; mirror blue vnet1; mirror red vnet1" },
  { .label = "mirror-less",
    .mac = MAC_WEB1,
    .mirrors = "",
    .calls = "remove " NOTE1 "; read-link vnet1; sync-mirrors" },
  { .label = "mirror-other",
    .mac = MAC_WEB1,
    .mirrors = "red,iso",
    .calls = "write " NOTE1 "; read-link vnet1; sync-mirrors; mirror iso vnet1" },
  { .label = "mirror-off", .mac = MAC_OFF1, .mirrors = "blue", .calls = "write " NOTE3 },
  { .label = "mirror-and-move",
    .mac = MAC_WEB1,
    .mirrors = "iso",
    .network = "blue",
    .linked = -1,
    .calls = JOURNAL "; change-card web1; change-card web1; write " NOTE1
                     "; read-link vnet1; sync-mirrors; mirror iso vnet1; " JOURNAL },
  { .label = "mirror-and-plug",
    .mac = MAC_WEB1,
    .mirrors = "iso",
    .plugged = 1,
    .calls = JOURNAL "; attach-card web1; write " NOTE1
                     "; read-link vnet0; sync-mirrors; mirror iso vnet0; " JOURNAL },
  { .label = "create-network", .network = "new", .verb = NWD_HOST_CREATE_NETWORK, .calls = HOST },
  { .label = "update-network",
    .network = "blue",
    .verb = NWD_HOST_UPDATE_NETWORK,
    .mtu = 1400,
    .calls
    = JOURNAL "; set-mtu blue; read-link blue; write host.ini; write host.ini.previous; " JOURNAL },
  { .label = "delete-network", .network = "green", .verb = NWD_HOST_DELETE_NETWORK, .calls = HOST },
  { .label = "attach",
    .network = "green",
    .verb = NWD_HOST_ATTACH,
    .calls = JOURNAL "; create-bridge green; read-link green; seal-bridge green; write host.ini; "
                     "write host.ini.previous; " JOURNAL },
  { .label = "attach-existing",
    .network = "green",
    .verb = NWD_HOST_ATTACH,
    .existing_bridge = "br0",
    .calls = HOST "; is-sealed br0; unseal-bridge br0" },
  { .label = "detach",
    .network = "iso",
    .verb = NWD_HOST_DETACH,
    .calls = JOURNAL
    "; delete-bridge iso; read-link iso; write host.ini; write host.ini.previous; " JOURNAL },
  { .label = "attach-nic",
    .network = "green",
    .nic = "eth0",
    .verb = NWD_HOST_ATTACH,
    .calls
    = GUARDED ("eth0,green", "create-bridge green; read-link green; " PUT_ETH0 ("green") "; " HOST)
      OPEN ("green") },
  { .label = "detach-nic",
    .network = "green",
    .verb = NWD_HOST_DETACH,
    .calls = GUARDED ("eth0,green", FREE_ETH0 "; delete-bridge green; read-link green; " HOST) },
  { .label = "to-nic",
    .network = "red",
    .nic = "eth0",
    .verb = NWD_HOST_UPDATE_ATTACHMENT,
    .calls = GUARDED ("eth0,red", PUT_ETH0 ("red") "; " HOST) OPEN ("red") },
  { .label = "from-nic",
    .network = "green",
    .nic = "",
    .verb = NWD_HOST_UPDATE_ATTACHMENT,
    .calls = GUARDED ("eth0,green", FREE_ETH0 "; " HOST) "; seal-bridge green" },
  { .label = "mtu-of-nic",
    .network = "green",
    .verb = NWD_HOST_UPDATE_NETWORK,
    .mtu = 1400,
    .calls = GUARDED ("eth0,green", PUT_ETH0 ("green") "; set-mtu green; read-link green; " HOST) },
  { .label = "attach-static",
    .network = "green",
    .nic = "eth0",
    .ipv4 = "10.0.0.1/24",
    .verb = NWD_HOST_ATTACH,
    .calls = GUARDED ("eth0,green",
                      "create-bridge green; read-link green; " PUT_ETH0 (
                        "green") "; reset-bridge green; read-link green; " HOST) OPEN ("green") },
  { .label = "take-addresses",
    .network = "green",
    .nic = "eth0",
    .take_addresses = TRUE,
    .verb = NWD_HOST_ATTACH,
    .calls = GUARDED ("eth0,green",
                      "create-bridge green; read-link green; " PUT_ETH0 (
                        "green") "; reset-bridge green; read-link green; " HOST) OPEN ("green") },
  { .label = "give-addresses-back",
    .network = "green",
    .verb = NWD_HOST_DETACH,
    .calls = GUARDED ("eth0,green", FREE_ETH0 "; delete-bridge green; read-link green; " HOST) },
  { .label = "readdress",
    .network = "green",
    .ipv4 = "10.0.0.2/24",
    .verb = NWD_HOST_UPDATE_ATTACHMENT,
    .calls = GUARDED ("green", "reset-bridge green; read-link green; " HOST) },
  { .label = "attach-vlan",
    .network = "tagged",
    .nic = "eth0",
    .verb = NWD_HOST_ATTACH,
    .calls = GUARDED ("eth0.7,tagged",
                      "create-bridge tagged; read-link tagged; add-port eth0.7; read-link tagged; "
                      "read-link eth0.7; " HOST) OPEN ("tagged") },
  { .label = "detach-vlan",
    .network = "tagged",
    .verb = NWD_HOST_DETACH,
    .calls = GUARDED (
      "eth0.7,tagged",
      "remove-port eth0.7; read-link eth0.7; delete-bridge tagged; read-link tagged; " HOST) },
  { .label = "retag",
    .network = "tagged",
    .vlan = 8,
    .verb = NWD_HOST_UPDATE_NETWORK,
    .calls = GUARDED ("eth0.7,tagged,eth0.8",
                      "remove-port eth0.7; read-link eth0.7; add-port eth0.8; read-link tagged; "
                      "read-link eth0.8; " HOST) },
  { .label = "attach-bridgeless",
    .network = "storage",
    .nic = "eth0",
    .ipv4 = "10.0.0.1/24",
    .verb = NWD_HOST_ATTACH,
    .calls = GUARDED ("eth0", "add-port eth0; read-link eth0; " HOST) },
  { .label = "readdress-bridgeless",
    .network = "storage",
    .ipv4 = "10.0.0.2/24",
    .verb = NWD_HOST_UPDATE_ATTACHMENT,
    .calls = GUARDED ("eth0", "add-port eth0; read-link eth0; " HOST) },
  { .label = "detach-bridgeless",
    .network = "storage",
    .verb = NWD_HOST_DETACH,
    .calls = GUARDED ("eth0", FREE_ETH0 "; " HOST) },
  { .label = "detach-without-nic",
    .network = "green",
    .verb = NWD_HOST_DETACH,
    .calls
    = GUARDED ("eth0,green",
               "remove-port eth0; read-link eth0; delete-bridge green; read-link green; " HOST) },
  { .label = "sync",
    .network = "green",
    .verb = NWD_HOST_SYNC_ATTACHMENT,
    .calls = GUARDED ("eth1,green,eth0",
                      "remove-port eth1; read-link eth1; release eth1; read-link eth1; " PUT_ETH0 (
                        "green") "; reset-bridge green; read-link green") },
  { .label = "set-up",
    .network = "green",
    .verb = NWD_HOST_SET_UP,
    .and = &detach_iso_too,
    .calls
    = JOURNAL "; create-bridge green; read-link green; seal-bridge green; delete-bridge iso; "
              "read-link iso; " HOST "; " JOURNAL },
  { .label = "set-up-transient",
    .network = "green",
    .nic = "eth0",
    .verb = NWD_HOST_SET_UP,
    .transient = TRUE,
    .calls = GUARDED ("eth0,green",
                      "create-transient green; read-link green; add-transient eth0; read-link "
                      "green; read-link eth0; " HOST) OPEN ("green") },
  { .label = "add-label",
    .verb = NWD_HOST_ADD_LABEL,
    .label_name = "lab",
    .calls
    = JOURNAL "; create-bridge green; read-link green; seal-bridge green; " HOST "; " JOURNAL },
  { .label = "remove-label",
    .verb = NWD_HOST_REMOVE_LABEL,
    .label_name = "lab",
    .calls = JOURNAL "; delete-bridge green; read-link green; " HOST "; " JOURNAL },
  { .label = "add-wide-label",
    .verb = NWD_HOST_ADD_LABEL,
    .label_name = "lab",
    .calls
    = JOURNAL "; create-bridge green; create-bridge wide; read-link green; seal-bridge green; "
              "read-link wide; seal-bridge wide; " HOST "; " JOURNAL },
  { .label = "remove-wide-label",
    .verb = NWD_HOST_REMOVE_LABEL,
    .label_name = "lab",
    .calls = JOURNAL "; delete-bridge wide; delete-bridge green; read-link wide; "
                     "read-link green; " HOST "; " JOURNAL },
  { .label = "move-label",
    .verb = NWD_HOST_SET_LABEL,
    .label_name = "lab",
    .nic = "eth0",
    .calls = GUARDED ("eth0,green", PUT_ETH0 ("green") "; " HOST) OPEN ("green") },
  { .label = "move-between-label",
    .verb = NWD_HOST_SET_LABEL,
    .label_name = "lab",
    .nic = "eth2",
    .calls = GUARDED ("eth0,green,eth2",
                      FREE_ETH0 "; add-port eth2; read-link green; read-link eth2; " HOST) },
  { .label = "gather-label",
    .verb = NWD_HOST_ADD_LABEL,
    .label_name = "lab",
    .nic = "eth0",
    .calls = GUARDED ("eth0,green", PUT_ETH0 ("green") "; " HOST) OPEN ("green") },
  { .label = "keep-without-label",
    .verb = NWD_HOST_REMOVE_LABEL,
    .label_name = "lab",
    .and = &green_to_nic,
    .calls = GUARDED ("eth0,green", PUT_ETH0 ("green") "; " HOST) OPEN ("green") },
  { .label = "label-network",
    .network = "green",
    .verb = NWD_HOST_UPDATE_NETWORK,
    .label_name = "other",
    .calls
    = JOURNAL "; create-bridge green; read-link green; seal-bridge green; " HOST "; " JOURNAL },
  { .label = "leave-nic", .nic = "eth0", .verb = NWD_HOST_SET_MANAGED, .calls = "leave eth0" },
  { .label = "manage-nic",
    .nic = "eth0",
    .verb = NWD_HOST_SET_MANAGED,
    .managed = TRUE,
    .calls = "manage eth0" },
  { NULL },
};

char *
wishes_forget_taps (const Wish *wish, char *text)
{
  g_autofree char *own = text;
  g_autoptr (GRegex) tap = g_regex_new ("vnet[0-9]+", 0, 0, NULL);

  if (!wish->plugged && !wish->add && !wish->remove)
    return g_steal_pointer (&own);
  return g_regex_replace_literal (tap, own, -1, 0, "vnetX", 0, NULL);
}
