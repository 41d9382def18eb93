/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-sync.h"

#include "nwd-resolve.h"

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

/* What makes the bridge come back by itself, and the host keep out of it. */
static void
compare_host (GVariantBuilder *differences, const NwdBridge *bridge)
{
  if (*bridge->addresses)
    add (differences, "addresses", g_variant_new_strv (NULL, 0),
         g_variant_new_strv ((const char *const *)bridge->addresses, -1));
  if (!bridge->autoconnect)
    add (differences, "autoconnect", g_variant_new_boolean (TRUE), g_variant_new_boolean (FALSE));
}

static void
compare_methods (GVariantBuilder *differences, const NwdBridge *bridge)
{
  compare_texts (differences, "ipv4", "none", bridge->ipv4);
  compare_texts (differences, "ipv6", "none", bridge->ipv6);
}

/* The NIC that it has beneath: the one that it should have, where it has several. */
static const char *
find_nic (const NwdState *state, const NwdAttachment *own)
{
  const NwdNic *nic = nwd_state_get_nic (state, own->nic);

  return nic && g_str_equal (nic->port_of, own->bridge)
           ? own->nic
           : nwd_resolve_nic_beneath (state, own->bridge);
}

static void
compare_nic (GVariantBuilder *differences,
             const NwdState *state,
             const NwdAttachment *own,
             guint mtu)
{
  const NwdNic *nic = nwd_state_get_nic (state, own->nic);

  compare_texts (differences, "nic", own->nic, find_nic (state, own));
  if (nic)
    compare_numbers (differences, "nic-mtu", mtu, nic->mtu);
}

static void
compare_profiles (GVariantBuilder *differences,
                  const NwdAttachment *own,
                  guint mtu,
                  const NwdBridge *bridge)
{
  gboolean has_port = bridge && g_str_equal (bridge->port, own->nic);

  if (*own->nic)
    compare_numbers (differences, "nic-profile-mtu", mtu, has_port ? bridge->port_mtu : 0);
  compare_numbers (differences, "profile-mtu", mtu, bridge ? bridge->mtu : 0);
}

static void
compare_ours (GVariantBuilder *differences,
              const NwdState *state,
              const NwdAttachment *own,
              guint mtu,
              const NwdLink *link)
{
  gboolean known = state->host_network_state == NWD_BACKEND_CONNECTED;
  const NwdBridge *bridge = known ? g_hash_table_lookup (state->bridges, own->bridge) : NULL;

  if (bridge)
    compare_host (differences, bridge);
  compare_texts (differences, "bridge", own->bridge, link ? link->name : "");
  if (bridge)
    compare_methods (differences, bridge);
  if (link)
    {
      compare_numbers (differences, "mtu", mtu, link->mtu);
      compare_nic (differences, state, own, mtu);
    }
  if (known)
    compare_profiles (differences, own, mtu, bridge);
}

GVariant *
nwd_sync_compare (const NwdState *state, const NwdAttachment *own)
{
  const NwdNetwork *network = g_hash_table_lookup (state->own_networks, own->network_id);
  const NwdLink *link = g_hash_table_lookup (state->links, own->bridge);
  g_autoptr (GVariant) all = NULL;
  GVariantBuilder differences;

  if (!network)
    return NULL;
  g_variant_builder_init (&differences, G_VARIANT_TYPE ("aa{sv}"));
  if (!own->adopted)
    compare_ours (&differences, state, own, network->mtu, link);
  else if (!link)
    compare_texts (&differences, "bridge", own->bridge, "");
  else
    compare_numbers (&differences, "mtu", network->mtu, link->mtu);
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
