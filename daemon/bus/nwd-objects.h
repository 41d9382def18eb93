/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-picture.h"

#include <gio/gio.h>

/* The answer to GetManagedObjects: (a{oa{sa{sv}}}), floating. It must be sent before anything else
 * is published, or the caller ends with values older than the signals that it has seen. */
GVariant *nwd_objects_get_all (NwdPicture *picture);
