/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Files of the store below @folder, an absolute path. @name is a valid name of a text in the store.
 * Thread: any, but two must not change one name at once. Errors: NWD_ERROR_STORAGE_FAILED with the
 * file's name and the cause. */

/* Name → text of all files; removes what cut-off writes left. */
GHashTable *nwd_store_folder_read (const char *folder, GError **error);

/* What is written is on the disk, with its place in the folder, when this answers TRUE. */
gboolean
nwd_store_folder_write (const char *folder, const char *name, const char *text, GError **error);

/* One that is not there is no error. */
gboolean nwd_store_folder_remove (const char *folder, const char *name, GError **error);

/* Renames to "<name>.corrupt-<n>". */
gboolean nwd_store_folder_set_aside (const char *folder, const char *name, GError **error);
