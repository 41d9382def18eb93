/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ports/nwd-hypervisor.h"

/* The hypervisor by way of libvirt's QEMU driver. */
#define NWD_TYPE_LIBVIRT (nwd_libvirt_get_type ())
G_DECLARE_FINAL_TYPE (NwdLibvirt, nwd_libvirt, NWD, LIBVIRT, GObject)

/* @uri as libvirt takes it; NULL: "qemu:///system". */
NwdLibvirt *nwd_libvirt_new (const char *uri);
