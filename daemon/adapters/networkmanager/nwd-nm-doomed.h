/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <NetworkManager.h>

/* What was to be undone and is not known to be: NetworkManager may be gone, or may not even have
 * made it yet. The UUIDs of profiles that are to go wherever and whenever they show up, and the
 * interfaces made for them. */
GHashTable *nwd_nm_doomed_new (void);

/* @name: the profile's interface; one that there is now was made for it. */
void nwd_nm_doomed_add (GHashTable *doomed, const char *uuid, const char *name);

/* @uuid is to be there again. */
void nwd_nm_doomed_remove (GHashTable *doomed, const char *uuid);

/* Is @uuid (or NULL) or the interface of index @link (or 0) to go? */
gboolean nwd_nm_doomed_contains (GHashTable *doomed, const char *uuid, guint link);

/* Has NetworkManager remove what is there of them. */
void nwd_nm_doomed_sweep (GHashTable *doomed, NMClient *client);
