/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-bridge-filters.h"

/* There as long as the module br_netfilter is. */
#define FOLDER "/proc/sys/net/bridge/"

static gboolean
is_on (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autofree char *value = NULL;

  return g_file_get_contents (path, &value, NULL, NULL) && g_ascii_strtoull (value, NULL, 10) != 0;
}

char *
nwd_bridge_filters_get (void)
{
  static const char *const names[]
    = { "bridge-nf-call-iptables", "bridge-nf-call-ip6tables", "bridge-nf-call-arptables" };
  g_autoptr (GStrvBuilder) on = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (is_on (names[i]))
      g_strv_builder_add (on, names[i]);
  list = g_strv_builder_end (on);
  return g_strjoinv (", ", list);
}
