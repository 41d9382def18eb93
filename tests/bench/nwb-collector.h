/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* What netwiringd does when it reads the counters of all links, each of which counts for a card,
 * without what callers then ask of it. */
typedef struct _NwbCollector NwbCollector;

/* Of the links of this network namespace. */
NwbCollector *nwb_collector_new (GError **error);

/* Of at least @n links, in a network namespace of its own. */
NwbCollector *nwb_collector_new_of_many (guint n, GError **error);
void nwb_collector_free (NwbCollector *collector);

gboolean nwb_collector_time (NwbCollector *collector, double *microseconds, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwbCollector, nwb_collector_free)
