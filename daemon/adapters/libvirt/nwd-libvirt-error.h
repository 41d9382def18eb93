/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-error.h"

#include <libvirt/virterror.h>

/* The NWD_ERROR code that says what @cause says; @otherwise where none does. */
NwdError nwd_libvirt_error_code (const virError *cause, NwdError otherwise);

/* Sets @error from this thread's last libvirt error, in libvirt's own words. To be called before
 * any other libvirt function, the harmless ones too: each of them forgets the error. */
void nwd_libvirt_set_error (GError **error, NwdError otherwise);

/* What scripts know these failures of oVirt by. */
#define NWD_LIBVIRT_PLUG   49u
#define NWD_LIBVIRT_UNPLUG 50u
#define NWD_LIBVIRT_UPDATE 56u

/* Appends @number, one of these, to the text of @error, if it is a @code. */
void nwd_libvirt_add_number (GError **error, NwdError code, guint number);
