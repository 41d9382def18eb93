/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Two callers for whom an answer costs next to nothing, since they do not unpack it: what is seen
 * of a server that is busy with a long answer is the server's doing, not theirs. */

/* Asks for all objects; the time until the answer is there whole. */
gboolean nwb_get_managed_objects (const char *service, double *microseconds, GError **error);

/* Reads one property of the root again and again, in a thread of its own. */
typedef struct _NwbPinger NwbPinger;

NwbPinger *nwb_pinger_start (const char *service, GError **error);

/* Ends it: the longest that it waited, microseconds. */
double nwb_pinger_stop (NwbPinger *pinger);
