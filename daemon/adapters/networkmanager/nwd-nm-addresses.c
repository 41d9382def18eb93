/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-addresses.h"

static gboolean
is_link_local (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return address && g_inet_address_get_is_link_local (address);
}

static void
add (GPtrArray *texts, NMIPConfig *config)
{
  GPtrArray *addresses = config ? nm_ip_config_get_addresses (config) : NULL;

  for (guint i = 0; addresses && i < addresses->len; i++)
    {
      NMIPAddress *address = addresses->pdata[i];
      const char *text = nm_ip_address_get_address (address);

      if (!is_link_local (text))
        g_ptr_array_add (texts,
                         g_strdup_printf ("%s/%u", text, nm_ip_address_get_prefix (address)));
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

char **
nwd_nm_addresses_read (NMDevice *device)
{
  GPtrArray *texts = g_ptr_array_new ();

  add (texts, nm_device_get_ip4_config (device));
  add (texts, nm_device_get_ip6_config (device));
  g_ptr_array_sort (texts, compare);
  g_ptr_array_add (texts, NULL);
  return (char **)g_ptr_array_free (texts, FALSE);
}
