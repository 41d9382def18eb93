/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

/* The kinds of objects, in the order in which the bus announces new ones: an object
 * comes after those that its properties can name. */
typedef enum
{
  NWD_KIND_ROOT,
  NWD_KIND_NIC,
  NWD_KIND_NETWORK,
  NWD_KIND_ATTACHMENT,
  NWD_KIND_LABEL,
  NWD_KIND_VM,
  NWD_KIND_VNIC,
  NWD_KIND_CHECKPOINT,
  NWD_N_KINDS
} NwdKind;

/* What stands between /org/ovirt/NetWiring/ and the id: "vm", "vnic", …; "" for the root. */
const char *nwd_kind_get_segment (NwdKind kind);
