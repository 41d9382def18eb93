/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwc-client.h"

/* One command, "vnic wire". */
typedef struct
{
  const char *group;
  const char *verb;  /* NULL: the group alone */
  const char *words; /* what follows, for people */
  int min, max;      /* how many words may follow */
  NwcTakes takes;
  gboolean (*run) (NwcClient *client, char **words, GError **error); /* words end with NULL */
} NwcCommand;

/* Tables that end with a command without a group. */
extern const NwcCommand nwc_status_commands[];
extern const NwcCommand nwc_vm_commands[];
extern const NwcCommand nwc_vnic_commands[];
extern const NwcCommand nwc_vnic_life_commands[];
extern const NwcCommand nwc_network_commands[];
extern const NwcCommand nwc_attachment_commands[];
extern const NwcCommand nwc_label_commands[];
extern const NwcCommand nwc_nic_commands[];
extern const NwcCommand nwc_monitor_commands[];
extern const NwcCommand nwc_history_commands[];
extern const NwcCommand nwc_wire_commands[];
extern const NwcCommand nwc_checkpoint_commands[];
extern const NwcCommand nwc_setup_commands[];
extern const NwcCommand nwc_stats_commands[];

/* For the shell: the names of objects of the kind @word that need no quoting, one a line. */
gboolean nwc_complete (NwcClient *client, const char *word, GError **error);
