/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-libvirt-read.h"
#include "nwd-libvirt-workers.h"

/* All there is, read at one time. */
typedef struct
{
  GPtrArray *readings; /* of NwdReading */
  GPtrArray *networks; /* of NwdVirtualNetwork */
} NwdInventory;

void nwd_inventory_free (NwdInventory *self);

/* Calls of libvirt that an inventory makes at the same time. */
#define NWD_INVENTORY_WIDTH 4

/* Reads every VM and network; @task, whose task data this sets, returns an NwdInventory or
 * NWD_ERROR_HYPERVISOR_UNAVAILABLE or NWD_ERROR_FAILED. A VM that cannot be read is left out, with
 * a warning. */
void nwd_libvirt_inventory_run (NwdLibvirtConnection *connection,
                                NwdLibvirtWorkers *workers,
                                GTask *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdInventory, nwd_inventory_free)
