/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* The exit codes, those of nmcli where it has one. netwiringctl(1) lists which error gives which.
 */
typedef enum
{
  NWC_EXIT_OK = 0,
  NWC_EXIT_OTHER = 1,
  NWC_EXIT_USAGE = 2,
  NWC_EXIT_TIMEOUT = 3,
  NWC_EXIT_FAILED = 4,
  NWC_EXIT_CONFLICT = 5,
  NWC_EXIT_NOT_AUTHORIZED = 6,
  NWC_EXIT_NO_SERVICE = 8,
  NWC_EXIT_NOT_FOUND = 10,
} NwcExit;

/* Errors of our own; the code is an NwcExit. */
#define NWC_ERROR (nwc_error_quark ())

GQuark nwc_error_quark (void);

/* The exit code of @error, which is one of ours, GLib's, or came over D-Bus. */
NwcExit nwc_exit_of_error (const GError *error);

/* The text of @error for people, without what GDBus puts before it. Not escaped. */
char *nwc_exit_message (const GError *error);
