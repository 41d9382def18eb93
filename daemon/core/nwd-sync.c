/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-sync.h"

#include "nwd-resolve.h"

#include <string.h>

static void
add (GVariantBuilder *differences, const char *property, GVariant *expected, GVariant *actual)
{
  g_variant_builder_open (differences, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (differences, "{sv}", "property", g_variant_new_string (property));
  g_variant_builder_add (differences, "{sv}", "expected", expected);
  g_variant_builder_add (differences, "{sv}", "actual", actual);
  g_variant_builder_close (differences);
}

static void
compare_numbers (GVariantBuilder *differences, const char *property, guint expected, guint actual)
{
  if (expected != actual)
    add (differences, property, g_variant_new_uint32 (expected), g_variant_new_uint32 (actual));
}

static void
compare_texts (GVariantBuilder *differences,
               const char *property,
               const char *expected,
               const char *actual)
{
  if (!g_str_equal (expected, actual))
    add (differences, property, g_variant_new_string (expected), g_variant_new_string (actual));
}

/* --- addresses --- */

/* Leases and routers give what they give. */
static gboolean
is_compared (const NwdIpConfig *expected, const char *address)
{
  const NwdIpFamily *family = nwd_ip_is_ipv6 (address) ? &expected->ipv6 : &expected->ipv4;

  return nwd_ip_family_is_static (family) || g_str_equal (family->method, "none");
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
take (GPtrArray *list, char **addresses, const NwdIpConfig *expected)
{
  for (; *addresses; addresses++)
    if (is_compared (expected, *addresses))
      g_ptr_array_add (list, *addresses);
}

static void
compare_addresses (GVariantBuilder *differences, const NwdIpConfig *expected, char **addresses)
{
  g_autoptr (GPtrArray) should = g_ptr_array_new ();
  g_autoptr (GPtrArray) are = g_ptr_array_new ();
  g_autoptr (GVariant) a = NULL, b = NULL;

  take (should, expected->ipv4.addresses, expected);
  take (should, expected->ipv6.addresses, expected);
  take (are, addresses, expected);
  g_ptr_array_sort (should, compare_strings);
  g_ptr_array_sort (are, compare_strings);
  a = g_variant_ref_sink (
    g_variant_new_strv ((const char *const *)should->pdata, (gssize)should->len));
  b = g_variant_ref_sink (g_variant_new_strv ((const char *const *)are->pdata, (gssize)are->len));
  if (!g_variant_equal (a, b))
    add (differences, "addresses", a, b);
}

static void
compare_gateways (GVariantBuilder *differences,
                  const char *property,
                  const NwdIpFamily *expected,
                  const NwdIpFamily *actual)
{
  if (nwd_ip_family_is_static (expected) && nwd_ip_family_is_static (actual))
    compare_texts (differences, property, expected->gateway, actual->gateway);
}

static void
compare_families (GVariantBuilder *differences, const NwdIpConfig *expected, const NwdIpConfig *is)
{
  compare_texts (differences, "ipv4", expected->ipv4.method, is->ipv4.method);
  compare_gateways (differences, "ipv4-gateway", &expected->ipv4, &is->ipv4);
  compare_texts (differences, "ipv6", expected->ipv6.method, is->ipv6.method);
  compare_gateways (differences, "ipv6-gateway", &expected->ipv6, &is->ipv6);
}

static void
compare_autoconnect (GVariantBuilder *differences, gboolean autoconnect)
{
  if (!autoconnect)
    add (differences, "autoconnect", g_variant_new_boolean (TRUE), g_variant_new_boolean (FALSE));
}

/* --- what carries it --- */

/* What is beneath the bridge: several by name, ", " between. Its own VLAN is told as the NIC. */
static char *
list_beneath (const NwdState *state, const NwdAttachment *own, const char *device)
{
  g_autoptr (GPtrArray) links = nwd_resolve_list_beneath (state, own->bridge);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < links->len; i++)
    {
      const NwdLink *link = g_ptr_array_index (links, i);

      g_ptr_array_add (names, g_str_equal (link->name, device) ? own->nic : link->name);
    }
  g_ptr_array_sort (names, compare_strings);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **)names->pdata);
}

/* Without a bridge it is enough that it is there. */
static char *
find_actual_nic (const NwdState *state, const NwdAttachment *own, const char *device)
{
  if (*own->bridge)
    return list_beneath (state, own, device);
  return g_strdup (g_hash_table_contains (state->links, device) ? own->nic : "");
}

/* The profile of somebody else's by which the NIC is configured now; "" none. What the network
 * manager made up for a NIC that it found is nobody's. */
static const char *
find_nic_holder (const NwdState *state, const NwdAttachment *own)
{
  const NwdNic *nic = own->vlan ? NULL : nwd_state_get_nic (state, own->nic);

  return nic && nwd_nic_is_configured (nic) && !nic->profile->made_up ? nic->profile->name : "";
}

static void
compare_nic (GVariantBuilder *differences,
             const NwdState *state,
             const NwdAttachment *own,
             const char *device,
             guint mtu)
{
  const NwdLink *link = *own->nic ? g_hash_table_lookup (state->links, device) : NULL;
  g_autofree char *actual = find_actual_nic (state, own, device);

  compare_texts (differences, "nic", own->nic, actual);
  if (link)
    compare_numbers (differences, "nic-mtu", mtu, link->mtu);
}

/* The profile of ours by which @device carries it, while that is known; NULL none. */
static const NwdUplink *
find_uplink (const NwdState *state, const NwdAttachment *own, const char *device)
{
  gboolean known = state->host_network_state == NWD_BACKEND_CONNECTED;
  const NwdUplink *uplink
    = known && *own->nic ? g_hash_table_lookup (state->uplinks, device) : NULL;

  return uplink && g_str_equal (uplink->bridge, own->bridge) ? uplink : NULL;
}

static void
compare_uplink_profile (GVariantBuilder *differences,
                        const NwdState *state,
                        const NwdAttachment *own,
                        const char *device,
                        guint mtu)
{
  const NwdUplink *uplink = find_uplink (state, own, device);

  if (!*own->nic)
    return;
  compare_texts (differences, "nic-profile", "", find_nic_holder (state, own));
  compare_numbers (differences, "nic-profile-mtu", mtu, uplink ? uplink->mtu : 0);
}

/* Of a profile with another tag, or on another NIC, the interface has the name all the same; and
 * the NIC itself may have been put beneath, in place of its VLAN. */
static void
compare_vlan (GVariantBuilder *differences,
              const NwdState *state,
              const NwdAttachment *own,
              const char *device,
              const NwdUplink *uplink)
{
  gboolean untagged = own->vlan && *own->bridge
                      && nwd_resolve_is_port (state, own->nic, own->bridge)
                      && !nwd_resolve_is_port (state, device, own->bridge);

  if (untagged)
    compare_numbers (differences, "vlan", own->vlan, 0);
  else if (uplink)
    compare_numbers (differences, "vlan", own->vlan, uplink->vlan);
}

/* --- all of it --- */

static void
compare_bridge (GVariantBuilder *differences,
                const NwdState *state,
                const NwdAttachment *own,
                const char *device,
                guint mtu)
{
  const NwdLink *link = g_hash_table_lookup (state->links, own->bridge);
  gboolean known = state->host_network_state == NWD_BACKEND_CONNECTED;
  const NwdBridge *bridge = known ? g_hash_table_lookup (state->bridges, own->bridge) : NULL;

  const NwdUplink *uplink = find_uplink (state, own, device);

  if (bridge)
    {
      compare_addresses (differences, own->ip, bridge->addresses);
      compare_autoconnect (differences, bridge->autoconnect && (!uplink || uplink->autoconnect));
    }
  compare_texts (differences, "bridge", own->bridge, link ? link->name : "");
  if (bridge)
    compare_families (differences, own->ip, bridge->ip);
  if (link)
    {
      compare_numbers (differences, "mtu", mtu, link->mtu);
      compare_nic (differences, state, own, device, mtu);
    }
  if (known)
    compare_uplink_profile (differences, state, own, device, mtu);
  if (link && bridge)
    compare_texts (differences, "profile", bridge->profile_name, bridge->holder);
  if (known)
    compare_numbers (differences, "profile-mtu", mtu, bridge ? bridge->mtu : 0);
  compare_vlan (differences, state, own, device, uplink);
}

static void
compare_bridgeless (GVariantBuilder *differences,
                    const NwdState *state,
                    const NwdAttachment *own,
                    const char *device,
                    guint mtu)
{
  gboolean known = state->host_network_state == NWD_BACKEND_CONNECTED;
  const NwdUplink *uplink = find_uplink (state, own, device);

  if (uplink)
    {
      compare_addresses (differences, own->ip, uplink->addresses);
      compare_autoconnect (differences, uplink->autoconnect);
      compare_families (differences, own->ip, uplink->ip);
    }
  compare_nic (differences, state, own, device, mtu);
  if (known)
    compare_uplink_profile (differences, state, own, device, mtu);
  compare_vlan (differences, state, own, device, uplink);
}

static void
compare_adopted (GVariantBuilder *differences,
                 const NwdState *state,
                 const NwdAttachment *own,
                 guint mtu)
{
  const NwdLink *link = g_hash_table_lookup (state->links, own->bridge);

  if (link)
    compare_numbers (differences, "mtu", mtu, link->mtu);
  else
    compare_texts (differences, "bridge", own->bridge, "");
}

GVariant *
nwd_sync_compare (const NwdState *state, const NwdAttachment *own)
{
  const NwdNetwork *network = g_hash_table_lookup (state->own_networks, own->network_id);
  g_autofree char *device = nwd_uplink_device (own->nic, own->vlan);
  g_autoptr (GVariant) all = NULL;
  GVariantBuilder differences;

  if (!network)
    return NULL;
  g_variant_builder_init (&differences, G_VARIANT_TYPE ("aa{sv}"));
  if (own->adopted)
    compare_adopted (&differences, state, own, network->mtu);
  else if (*own->bridge)
    compare_bridge (&differences, state, own, device, network->mtu);
  else
    compare_bridgeless (&differences, state, own, device, network->mtu);
  all = g_variant_ref_sink (g_variant_builder_end (&differences));
  return g_variant_n_children (all) > 0 ? g_steal_pointer (&all) : NULL;
}

GVariant *
nwd_sync_find (GVariant *differences, const char *property, const char *key)
{
  gsize n = differences ? g_variant_n_children (differences) : 0;

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) difference = g_variant_get_child_value (differences, i);
      const char *name = NULL;

      if (g_variant_lookup (difference, "property", "&s", &name) && g_str_equal (name, property))
        return g_variant_lookup_value (difference, key, NULL);
    }
  return NULL;
}

char *
nwd_sync_describe (GVariant *differences)
{
  GString *text = g_string_new (NULL);
  gsize n = g_variant_n_children (differences);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) difference = g_variant_get_child_value (differences, i);
      g_autoptr (GVariant) expected = g_variant_lookup_value (difference, "expected", NULL);
      g_autoptr (GVariant) actual = g_variant_lookup_value (difference, "actual", NULL);
      g_autofree char *should = g_variant_print (expected, /* type_annotate= */ FALSE);
      g_autofree char *is = g_variant_print (actual, /* type_annotate= */ FALSE);
      const char *property = NULL;

      g_variant_lookup (difference, "property", "&s", &property);
      g_string_append_printf (text, "%s%s is %s instead of %s", i > 0 ? "; " : "", property, is,
                              should);
    }
  return g_string_free (text, FALSE);
}
