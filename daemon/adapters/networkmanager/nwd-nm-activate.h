/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-nm-call.h"

/* Activates @profile, on the call's device where it has one; then waits until @is_ready, a question
 * without consequences, and returns the call. Fails it when NetworkManager gives up. */
void
nwd_nm_activate (NwdNmCall *call, NMRemoteConnection *profile, gboolean (*is_ready) (NwdNmCall *));

/* Has NetworkManager write the call's profile. @waits: it is not activated before we say so; else
 * by itself, when what it is for is there. */
void nwd_nm_add (NwdNmCall *call, gboolean waits, GAsyncReadyCallback done);

/* Writes the call's profile to disk and does the same with it, on @device or, with NULL, on what
 * NetworkManager makes for it. */
void nwd_nm_activate_new (NwdNmCall *call, NMDevice *device, gboolean (*is_ready) (NwdNmCall *));
