/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-event-type.h"

#define CHANGED        "6e655082faad4d3c9eae65fc5818a8b9"
#define REFUSED        "928f881b3048413683f4f19c19cc3f9f"
#define MAC_IN_USE     "2332ee0a0d484a68bd4a1ffef6c44b11"
#define OUT_OF_SYNC    "783d176c71fc42ebb75b264176ca4367"
#define OUTSIDE        "281e043525cd46738c456096b2d65130"
#define BRIDGE_UP      "c2a977f4fa7b488ea9300f8e003524ac"
#define BRIDGE_DOWN    "a7c50ba161de4425bdf455781bba9057"
#define UNPLUGGED_LATE "4c1c686fc0344e95be1849c6a3fc5dcb"
#define GIVEN_UP       "023f25c8545540679259b93224934aa7"
#define UNDONE_LATE    "d53078a86e7c470dbdaf08d8659d0ec9"
#define INTERRUPTED    "b1977893da184b6aaf657d1707847ce5"
#define STUCK          "7c21c5f83be945179200ff66e720fc93"
#define ROLLED_BACK    "7f4c8d9137ce4349a03dbe3ae1630986"
#define ROLLBACK_KEPT  "562b6a59858b4000b3b57c9289bc9c8b"
#define RECOVERED      "55a1aa2bb9df43aaa01f23e98611fe64"

static const struct
{
  const char *name;
  NwdSeverity severity;
  const char *message_id;
} types[] = {
  [NWD_EVENT_ADD_VNIC] = { "network-add-vm-interface", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_ADD_VNIC_FAILED] = { "network-add-vm-interface-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_UPDATE_VNIC] = { "network-update-vm-interface", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_UPDATE_VNIC_FAILED]
  = { "network-update-vm-interface-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_REMOVE_VNIC] = { "network-remove-vm-interface", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_REMOVE_VNIC_FAILED]
  = { "network-remove-vm-interface-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_PLUG_VNIC] = { "network-activate-vm-interface-success", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_PLUG_VNIC_FAILED]
  = { "network-activate-vm-interface-failure", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_UNPLUG_VNIC]
  = { "network-deactivate-vm-interface-success", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_UNPLUG_VNIC_FAILED]
  = { "network-deactivate-vm-interface-failure", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_UNPLUGGED_LATE]
  = { "vm-interface-unplugged-late", NWD_SEVERITY_WARNING, UNPLUGGED_LATE },
  [NWD_EVENT_MAC_IN_USE] = { "mac-address-is-in-use", NWD_SEVERITY_ERROR, MAC_IN_USE },
  [NWD_EVENT_VNICS_OUT_OF_SYNC]
  = { "vnics-out-of-sync-on-network-update", NWD_SEVERITY_WARNING, OUT_OF_SYNC },
  [NWD_EVENT_VNIC_CHANGED_OUTSIDE]
  = { "vm-interface-changed-outside", NWD_SEVERITY_WARNING, OUTSIDE },
  [NWD_EVENT_ADD_NETWORK] = { "network-add-network", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_ADD_NETWORK_FAILED] = { "network-add-network-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_UPDATE_NETWORK] = { "network-update-network", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_UPDATE_NETWORK_FAILED]
  = { "network-update-network-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_REMOVE_NETWORK] = { "network-remove-network", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_REMOVE_NETWORK_FAILED]
  = { "network-remove-network-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_ATTACH_NETWORK] = { "network-attach-network-to-vds", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_ATTACH_NETWORK_FAILED]
  = { "network-attach-network-to-vds-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_UPDATE_ATTACHMENT]
  = { "network-update-network-to-vds-interface", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_UPDATE_ATTACHMENT_FAILED]
  = { "network-update-network-to-vds-interface-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_DETACH_NETWORK] = { "network-detach-network-from-vds", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_DETACH_NETWORK_FAILED]
  = { "network-detach-network-from-vds-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_ADD_LABEL] = { "label-nic", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_ADD_LABEL_FAILED] = { "label-nic-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_REMOVE_LABEL] = { "unlabel-nic", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_REMOVE_LABEL_FAILED] = { "unlabel-nic-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_UPDATE_NIC] = { "host-interface-update", NWD_SEVERITY_INFO, CHANGED },
  [NWD_EVENT_UPDATE_NIC_FAILED] = { "host-interface-update-failed", NWD_SEVERITY_ERROR, REFUSED },
  [NWD_EVENT_BRIDGE_UP] = { "host-interface-state-up", NWD_SEVERITY_INFO, BRIDGE_UP },
  [NWD_EVENT_BRIDGE_DOWN] = { "host-interface-state-down", NWD_SEVERITY_ERROR, BRIDGE_DOWN },
  [NWD_EVENT_GIVEN_UP] = { "change-given-up", NWD_SEVERITY_WARNING, GIVEN_UP },
  [NWD_EVENT_UNDONE_LATE] = { "change-undone-late", NWD_SEVERITY_WARNING, UNDONE_LATE },
  [NWD_EVENT_INTERRUPTED_UNDONE]
  = { "interrupted-change-undone", NWD_SEVERITY_WARNING, INTERRUPTED },
  [NWD_EVENT_INTERRUPTED_NOT_UNDONE]
  = { "interrupted-change-not-undone", NWD_SEVERITY_ERROR, STUCK },
  [NWD_EVENT_ROLLED_BACK] = { "checkpoint-rolled-back", NWD_SEVERITY_WARNING, ROLLED_BACK },
  [NWD_EVENT_ROLLBACK_KEPT]
  = { "checkpoint-rollback-left-alone", NWD_SEVERITY_WARNING, ROLLBACK_KEPT },
  [NWD_EVENT_RECOVERED] = { "state-recovered", NWD_SEVERITY_WARNING, RECOVERED },
  [NWD_EVENT_RECOVER_FAILED] = { "state-recover-failed", NWD_SEVERITY_ERROR, REFUSED },
};

G_STATIC_ASSERT (G_N_ELEMENTS (types) == NWD_N_EVENT_TYPES);

static const char *const severities[] = { "info", "warning", "error" };

G_STATIC_ASSERT (G_N_ELEMENTS (severities) == NWD_N_SEVERITIES);

const char *
nwd_event_type_name (NwdEventType type)
{
  return types[type].name;
}

NwdSeverity
nwd_event_type_severity (NwdEventType type)
{
  return types[type].severity;
}

const char *
nwd_severity_name (NwdSeverity severity)
{
  return severities[severity];
}

const char *
nwd_event_type_message_id (NwdEventType type)
{
  return types[type].message_id;
}
