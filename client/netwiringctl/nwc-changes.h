/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwc-client.h"

/* The lines of the monitor, one for each of these, written out at once. */

/* @event: "added" or "removed". */
void nwc_changes_print (const NwcClient *client, const char *event, const NwcObject *object);

/* What in @object is not as it was in @before (a{sv}), and the @invalidated properties, of which no
 * more is known; no line where nothing has changed. */
void nwc_changes_print_changed (const NwcClient *client,
                                const NwcObject *object,
                                GVariant *before,
                                const char *const *invalidated);

/* @parameters: of the signal Event. */
void nwc_changes_print_event (const NwcClient *client, GVariant *parameters);

/* @event: "gone" or "back". */
void nwc_changes_print_service (const NwcClient *client, const char *event);

/* What turned @before into the objects that @client has now. */
void nwc_changes_print_all (const NwcClient *client, const NwcObjects *before);
