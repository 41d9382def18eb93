/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* The names that the store knows, and the only ones it ever makes, reads or removes. */

/* Where the files of VMs are, below the store's folder. */
#define NWD_STORE_VM_FOLDER "vm"

/* Whether @name is "host.ini", "journal.ini", "guest.ini", "secrets.ini" or "vm/<uuid>.ini". */
gboolean nwd_store_name_is_valid (const char *name);

/* Whether @name is what a write of a valid name that was cut off leaves: that name, a dot and six
 * letters or digits. Six small letters are not taken for such: "host.ini.backup" is a human's. (One
 * left-over of 200 looks like that, and stays.) */
gboolean nwd_store_name_is_leftover (const char *name);
