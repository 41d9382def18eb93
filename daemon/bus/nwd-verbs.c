/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-vnic-keys.h"

#define MANAGER    "org.ovirt.NetWiring.Manager"
#define VM         "org.ovirt.NetWiring.Vm"
#define VNIC       "org.ovirt.NetWiring.Vnic"
#define NETWORK    "org.ovirt.NetWiring.Network"
#define ATTACHMENT "org.ovirt.NetWiring.Attachment"
#define STATISTICS "org.ovirt.NetWiring.Statistics"
#define CHECKPOINT "org.ovirt.NetWiring.Checkpoint"
#define LABEL      "org.ovirt.NetWiring.Label"
#define NIC        "org.ovirt.NetWiring.HostNic"

#define HOST       nwd_argument_host_options
#define SETUP      nwd_argument_setup_options
#define WIRING     nwd_argument_wiring_options
#define BATCH      nwd_argument_batch_options

const NwdVerb nwd_verbs[] = {
  { MANAGER, "FindVm", NULL, NULL, nwd_verbs_parse_find_vm, nwd_verbs_run_find },
  { MANAGER, "FindNetwork", NULL, NULL, nwd_verbs_parse_find_network, nwd_verbs_run_find },
  { MANAGER, "FindVnic", NULL, NULL, nwd_verbs_parse_find_vnic, nwd_verbs_run_find },
  { MANAGER, "CreateNetwork", nwd_verbs_network_settings, HOST, nwd_verbs_parse_create_network,
    nwd_verbs_run_host },
  { MANAGER, "AttachNetwork", nwd_verbs_attachment_settings, HOST, nwd_verbs_parse_attach_network,
    nwd_verbs_run_host },
  { MANAGER, "AddLabel", NULL, HOST, nwd_verbs_parse_add_label, nwd_verbs_run_host },
  { MANAGER, "GetHistory", nwd_verbs_history_filter, NULL, nwd_verbs_parse_history,
    nwd_verbs_run_history },
  { MANAGER, "GetStatistics", NULL, nwd_verbs_statistics_options,
    nwd_verbs_parse_statistics_of_many, nwd_verbs_run_statistics_of_many },
  { MANAGER, "ApplyWiring", nwd_vnic_keys_changes, BATCH, nwd_verbs_parse_apply_wiring,
    nwd_verbs_run_apply_wiring },
  { MANAGER, "SetupNetworks", nwd_verbs_setup_request, SETUP, nwd_verbs_parse_setup_networks,
    nwd_verbs_run_setup_networks },
  { MANAGER, "Recover", NULL, HOST, nwd_verbs_parse_recover, nwd_verbs_run_recover },
  { NETWORK, "Update", nwd_verbs_network_settings, HOST, nwd_verbs_parse_update_network,
    nwd_verbs_run_host },
  { NETWORK, "Delete", NULL, HOST, nwd_verbs_parse_delete_network, nwd_verbs_run_host },
  { ATTACHMENT, "Update", nwd_verbs_attachment_changes, HOST, nwd_verbs_parse_update_attachment,
    nwd_verbs_run_host },
  { ATTACHMENT, "Sync", NULL, HOST, nwd_verbs_parse_sync_attachment, nwd_verbs_run_host },
  { ATTACHMENT, "AcceptActual", NULL, HOST, nwd_verbs_parse_accept_actual, nwd_verbs_run_host },
  { ATTACHMENT, "Remove", NULL, HOST, nwd_verbs_parse_remove_attachment, nwd_verbs_run_host },
  { LABEL, "Remove", NULL, HOST, nwd_verbs_parse_remove_label, nwd_verbs_run_host },
  { NIC, "SetManaged", NULL, HOST, nwd_verbs_parse_set_managed, nwd_verbs_run_host },
  { VM, "Quarantine", NULL, nwd_verbs_quarantine_options, nwd_verbs_parse_quarantine,
    nwd_verbs_run_quarantine },
  { VM, "Release", NULL, nwd_verbs_release_options, nwd_verbs_parse_quarantine,
    nwd_verbs_run_quarantine },
  { VM, "RefreshGuestInfo", NULL, HOST, nwd_verbs_parse_refresh_guest,
    nwd_verbs_run_refresh_guest },
  { VM, "AddVnic", nwd_vnic_keys_settings, WIRING, nwd_verbs_parse_add_vnic,
    nwd_verbs_run_add_vnic },
  { VNIC, "Update", nwd_vnic_keys_changes, WIRING, nwd_verbs_parse_update_vnic,
    nwd_verbs_run_wiring },
  { VNIC, "SetLinked", NULL, WIRING, nwd_verbs_parse_set_linked, nwd_verbs_run_wiring },
  { VNIC, "SetNetwork", NULL, WIRING, nwd_verbs_parse_set_network, nwd_verbs_run_wiring },
  { VNIC, "Plug", NULL, WIRING, nwd_verbs_parse_plug, nwd_verbs_run_wiring },
  { VNIC, "Unplug", NULL, WIRING, nwd_verbs_parse_unplug, nwd_verbs_run_wiring },
  { VNIC, "Remove", NULL, WIRING, nwd_verbs_parse_remove_vnic, nwd_verbs_run_wiring },
  { STATISTICS, "GetStatistics", NULL, nwd_verbs_statistics_options, nwd_verbs_parse_statistics,
    nwd_verbs_run_statistics },
  { CHECKPOINT, "Commit", NULL, HOST, nwd_verbs_parse_checkpoint, nwd_verbs_run_commit },
  { CHECKPOINT, "Rollback", NULL, HOST, nwd_verbs_parse_checkpoint, nwd_verbs_run_roll_back },
  { CHECKPOINT, "Extend", NULL, HOST, nwd_verbs_parse_extend, nwd_verbs_run_extend },
  {},
};
