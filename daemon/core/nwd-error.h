/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* The errors of org.ovirt.NetWiring.Error.*, in the order of nwd_error_name(). */
typedef enum
{
  NWD_ERROR_INVALID_ARGUMENT,
  NWD_ERROR_NOT_FOUND,
  NWD_ERROR_ALREADY_EXISTS,
  NWD_ERROR_NOT_AUTHORIZED,
  NWD_ERROR_AUTHORIZATION_CANCELED,
  NWD_ERROR_NOT_SUPPORTED,
  NWD_ERROR_BUSY,
  NWD_ERROR_LIMIT_EXCEEDED,
  NWD_ERROR_TIMEOUT,
  NWD_ERROR_MANAGED_ELSEWHERE,
  NWD_ERROR_HOT_UPDATE_REFUSED,
  NWD_ERROR_ACTIVE_DEVICE,
  NWD_ERROR_MAC_IN_USE,
  NWD_ERROR_NETWORK_NOT_ON_HOST,
  NWD_ERROR_NETWORK_IN_USE,
  NWD_ERROR_LABEL_IN_USE,
  NWD_ERROR_NO_FREE_SLOT,
  NWD_ERROR_UPDATE_FAILED,
  NWD_ERROR_PLUG_FAILED,
  NWD_ERROR_UNPLUG_FAILED,
  NWD_ERROR_SETUP_FAILED,
  NWD_ERROR_HYPERVISOR_UNAVAILABLE,
  NWD_ERROR_HOST_NETWORK_UNAVAILABLE,
  NWD_ERROR_STORAGE_FAILED,
  NWD_ERROR_DEGRADED,
  NWD_ERROR_NOT_IN_SYNC,
  NWD_ERROR_FAILED,
  NWD_N_ERRORS
} NwdError;

#define NWD_ERROR (nwd_error_quark ())

GQuark nwd_error_quark (void);

/* The last word of the D-Bus error name, such as "NotFound". */
const char *nwd_error_name (NwdError code);

/* Joins @more (taken) to *@all (NULL: none yet): a line each, under the code of the first. */
void nwd_error_add (GError **all, GError *more);
