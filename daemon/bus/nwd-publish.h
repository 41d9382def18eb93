/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-picture.h"

#include "core/nwd-state.h"

#include <gio/gio.h>

/* The picture of all objects of @state, for when nobody can have asked yet. */
void nwd_publish_first (NwdPicture *picture, const NwdState *state);

/* Brings the picture up to date with @state for the objects of @touched, and tells the difference
 * on @connection: InterfacesAdded, then one PropertiesChanged for each
 * object, then InterfacesRemoved, so that no property ever names an object that is not known. What
 * did not change is not signalled.
 * Thread: main context. */
void nwd_publish (NwdPicture *picture,
                  GDBusConnection *connection,
                  const NwdState *state,
                  const NwdTouched *touched);
