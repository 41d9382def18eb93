/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink-mac.h"

#include <linux/if_ether.h>
#include <string.h>

gboolean
nwd_netlink_mac_parse (const char *text, guint8 *mac)
{
  if (strlen (text) != 3 * ETH_ALEN - 1)
    return FALSE;
  for (gsize i = 0; i < ETH_ALEN; i++)
    {
      const char *byte = text + 3 * i;

      if (!g_ascii_isxdigit (byte[0]) || !g_ascii_isxdigit (byte[1]))
        return FALSE;
      if (i + 1 < ETH_ALEN && byte[2] != ':')
        return FALSE;
      mac[i] = (guint8)(g_ascii_xdigit_value (byte[0]) << 4 | g_ascii_xdigit_value (byte[1]));
    }
  return (mac[0] & 1) == 0; /* a group's address is no card's */
}
