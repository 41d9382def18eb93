/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-ip.h"

#include "nwd-nm-addresses.h"

#include "core/nwd-number.h"

#include <sys/socket.h>

/* --- to a profile --- */

/* NetworkManager's word for the contract's. */
static const char *
method_to_nm (const char *method, gboolean six)
{
  if (g_str_equal (method, "static"))
    return six ? NM_SETTING_IP6_CONFIG_METHOD_MANUAL : NM_SETTING_IP4_CONFIG_METHOD_MANUAL;
  if (g_str_equal (method, "auto"))
    return NM_SETTING_IP6_CONFIG_METHOD_AUTO;
  if (g_str_equal (method, "dhcp"))
    return six ? NM_SETTING_IP6_CONFIG_METHOD_DHCP : NM_SETTING_IP4_CONFIG_METHOD_AUTO;
  return six ? NM_SETTING_IP6_CONFIG_METHOD_DISABLED : NM_SETTING_IP4_CONFIG_METHOD_DISABLED;
}

/* One that NetworkManager does not take is left out: what was asked for has been checked. */
static void
add_address (NMSettingIPConfig *setting, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 2);
  guint64 prefix = 0;
  NMIPAddress *address = NULL;

  if (parts[0] && parts[1] && nwd_number_parse (parts[1], 0, 128, &prefix))
    address = nm_ip_address_new (nwd_ip_is_ipv6 (text) ? AF_INET6 : AF_INET, parts[0],
                                 (guint)prefix, NULL);
  if (!address)
    return;
  nm_setting_ip_config_add_address (setting, address);
  nm_ip_address_unref (address);
}

/* What it says itself; whatever else is in @setting stays. */
static void
write_family (NMSettingIPConfig *setting, const NwdIpFamily *family, gboolean six)
{
  nm_setting_ip_config_clear_addresses (setting);
  g_object_set (setting, NM_SETTING_IP_CONFIG_GATEWAY, NULL, NM_SETTING_IP_CONFIG_METHOD,
                method_to_nm (family->method, six), NULL);
  for (char **address = family->addresses; *address; address++)
    add_address (setting, *address);
  if (*family->gateway)
    g_object_set (setting, NM_SETTING_IP_CONFIG_GATEWAY, family->gateway, NULL);
}

/* No addresses have nothing besides. Addresses beside those of DHCP or routers are part of what is
 * taken over. */
static void
set_family (NMConnection *profile, const NwdIpFamily *family, NMConnection *like, gboolean six)
{
  GType type = six ? NM_TYPE_SETTING_IP6_CONFIG : NM_TYPE_SETTING_IP4_CONFIG;
  NMSetting *other = like ? nm_connection_get_setting (like, type) : NULL;
  gboolean none = g_str_equal (family->method, "none");
  gboolean copies = other && !none;
  NMSetting *setting = copies ? nm_setting_duplicate (other) : g_object_new (type, NULL);

  if (!copies || nwd_ip_family_is_static (family))
    write_family (NM_SETTING_IP_CONFIG (setting), family, six);
  else
    g_object_set (setting, NM_SETTING_IP_CONFIG_METHOD, method_to_nm (family->method, six), NULL);
  nm_connection_add_setting (profile, setting);
}

void
nwd_nm_ip_set (NMConnection *profile,
               const NwdIpConfig *ip,
               NMConnection *like4,
               NMConnection *like6)
{
  set_family (profile, &ip->ipv4, like4, FALSE);
  set_family (profile, &ip->ipv6, like6, TRUE);
}

/* --- from a profile --- */

static const char *
method_from_nm (NMSettingIPConfig *setting)
{
  const char *method = setting ? nm_setting_ip_config_get_method (setting) : NULL;
  gboolean four = NM_IS_SETTING_IP4_CONFIG (setting);

  if (!method || g_str_equal (method, NM_SETTING_IP4_CONFIG_METHOD_DISABLED)
      || g_str_equal (method, NM_SETTING_IP6_CONFIG_METHOD_IGNORE))
    return "none";
  if (g_str_equal (method, NM_SETTING_IP4_CONFIG_METHOD_MANUAL))
    return "static";
  return four && g_str_equal (method, NM_SETTING_IP4_CONFIG_METHOD_AUTO) ? "dhcp" : method;
}

static GPtrArray *
list_addresses (NMSettingIPConfig *setting)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < nm_setting_ip_config_get_num_addresses (setting); i++)
    {
      NMIPAddress *address = nm_setting_ip_config_get_address (setting, (int)i);

      g_ptr_array_add (addresses, g_strdup_printf ("%s/%u", nm_ip_address_get_address (address),
                                                   nm_ip_address_get_prefix (address)));
    }
  g_ptr_array_add (addresses, NULL);
  return addresses;
}

/* Addresses beside those of DHCP or routers count with them: others give them. */
static void
read_family (NwdIpFamily *family, NMSettingIPConfig *setting)
{
  g_autoptr (GPtrArray) addresses = NULL;

  nwd_ip_family_set (family, method_from_nm (setting), NULL, NULL);
  if (!nwd_ip_family_is_static (family))
    return;
  addresses = list_addresses (setting);
  nwd_ip_family_set (family, method_from_nm (setting), (const char *const *)addresses->pdata,
                     nm_setting_ip_config_get_gateway (setting));
}

NwdIpConfig *
nwd_nm_ip_read (NMConnection *profile)
{
  NwdIpConfig *ip = nwd_ip_config_new ();

  read_family (&ip->ipv4, nm_connection_get_setting_ip4_config (profile));
  read_family (&ip->ipv6, nm_connection_get_setting_ip6_config (profile));
  return ip;
}

/* --- on a device --- */

static const NwdIpFamily *
family_of (const NwdIpConfig *ip, const char *address)
{
  return nwd_ip_is_ipv6 (address) ? &ip->ipv6 : &ip->ipv4;
}

static gboolean
has_all (char **addresses, const NwdIpFamily *family)
{
  for (char **address = family->addresses; *address; address++)
    if (!g_strv_contains ((const char *const *)addresses, *address))
      return FALSE;
  return TRUE;
}

static gboolean
has_unwanted (char **addresses, const NwdIpConfig *ip)
{
  for (; *addresses; addresses++)
    if (g_str_equal (family_of (ip, *addresses)->method, "none"))
      return TRUE;
  return FALSE;
}

gboolean
nwd_nm_ip_is_applied (NMDevice *device, const NwdIpConfig *ip)
{
  g_auto (GStrv) addresses = nwd_nm_addresses_read (device);

  return !has_unwanted (addresses, ip) && has_all (addresses, &ip->ipv4)
         && has_all (addresses, &ip->ipv6);
}

static gboolean
has_others (char **addresses, const NwdIpConfig *ip)
{
  for (; *addresses; addresses++)
    {
      const NwdIpFamily *family = family_of (ip, *addresses);

      if (nwd_ip_family_is_static (family)
          && !g_strv_contains ((const char *const *)family->addresses, *addresses))
        return TRUE;
    }
  return FALSE;
}

gboolean
nwd_nm_ip_is_exact (NMDevice *device, const NwdIpConfig *ip)
{
  g_auto (GStrv) addresses = nwd_nm_addresses_read (device);

  return nwd_nm_ip_is_applied (device, ip) && !has_others (addresses, ip);
}

static void
replace_family (NMSettingIPConfig *setting, const NwdIpFamily *family, gboolean six)
{
  if (setting && (nwd_ip_family_is_static (family) || g_str_equal (family->method, "none")))
    write_family (setting, family, six);
}

void
nwd_nm_ip_replace (NMConnection *profile, const NwdIpConfig *ip)
{
  replace_family (nm_connection_get_setting_ip4_config (profile), &ip->ipv4, FALSE);
  replace_family (nm_connection_get_setting_ip6_config (profile), &ip->ipv6, TRUE);
}
