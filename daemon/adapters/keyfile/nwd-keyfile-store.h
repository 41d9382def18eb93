/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* NwdStore in a folder of files. A text is written beside its file, forced to the disk, and renamed
 * over it; nothing but this is ever done to a file, so that no cut can leave half a text. A file
 * that is there but cannot be taken (larger than 1 MiB, not UTF-8, no regular file) is read as "",
 * which is no valid text of anybody's: its reader finds it bad and sets it aside. */
#define NWD_TYPE_KEYFILE_STORE (nwd_keyfile_store_get_type ())
G_DECLARE_FINAL_TYPE (NwdKeyfileStore, nwd_keyfile_store, NWD, KEYFILE_STORE, GObject)

/* @folder: made, with mode 0700, by the first call that needs it. */
NwdKeyfileStore *nwd_keyfile_store_new (const char *folder);
