/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-vnic-keys.h"

#include "nwd-argument.h"

#include "core/nwd-error.h"
#include "core/nwd-mac.h"
#include "core/nwd-name.h"

#include <string.h>

static gboolean
check_mac (const char *key, const char *text, GError **error)
{
  g_autofree char *mac = nwd_mac_parse (key, text, error);

  return mac != NULL;
}

/* network_id, mirrors and mac hold what the caller wrote until they are looked up. */
#define SETTINGS                                                                                   \
  { "linked", "b", G_STRUCT_OFFSET (NwdWiringChange, linked), NWD_WIRING_LINKED },                 \
    { "network", "o", G_STRUCT_OFFSET (NwdWiringChange, network_id), NWD_WIRING_NETWORK },         \
    { "plugged", "b", G_STRUCT_OFFSET (NwdWiringChange, plugged), NWD_WIRING_PLUGGED },            \
    { "mirrored-networks", "ao", G_STRUCT_OFFSET (NwdWiringChange, mirrors), NWD_WIRING_MIRRORS }, \
    { "name",                                                                                      \
      "s",                                                                                         \
      G_STRUCT_OFFSET (NwdWiringChange, name),                                                     \
      NWD_WIRING_NAME,                                                                             \
      .check = nwd_name_check_vnic,                                                                \
      .required = TRUE },                                                                          \
    { "mac-address",                                                                               \
      "s",                                                                                         \
      G_STRUCT_OFFSET (NwdWiringChange, mac),                                                      \
      NWD_WIRING_MAC,                                                                              \
      .check = check_mac,                                                                          \
      .required = TRUE },                                                                          \
    { "model",                                                                                     \
      "s",                                                                                         \
      G_STRUCT_OFFSET (NwdWiringChange, model),                                                    \
      NWD_WIRING_MODEL,                                                                            \
      .check = nwd_name_check_word,                                                                \
      .required = TRUE },                                                                          \
    { "mtu",                                                                                       \
      "u",                                                                                         \
      G_STRUCT_OFFSET (NwdWiringChange, mtu),                                                      \
      NWD_WIRING_MTU,                                                                              \
      .min = NWD_MTU_MIN,                                                                          \
      .max = NWD_MTU_MAX,                                                                          \
      .or_zero = TRUE },                                                                           \
    { "port-isolated", "b", G_STRUCT_OFFSET (NwdWiringChange, isolated), NWD_WIRING_ISOLATED },    \
    { "filter", "s", G_STRUCT_OFFSET (NwdWiringChange, filter), NWD_WIRING_FILTER,                 \
      .check = nwd_name_check_text },                                                              \
    { "filter-parameters", "a{ss}", G_STRUCT_OFFSET (NwdWiringChange, filter_parameters),          \
      NWD_WIRING_FILTER_PARAMETERS },                                                              \
  {                                                                                                \
    "virtual-port", "a{sv}", G_STRUCT_OFFSET (NwdWiringChange, virtual_port),                      \
      NWD_WIRING_VIRTUAL_PORT                                                                      \
  }

const NwdKey nwd_vnic_keys_changes[] = { SETTINGS, {} };

const NwdKey nwd_vnic_keys_settings[] = {
  SETTINGS,
  { "address", "s", G_STRUCT_OFFSET (NwdWiringChange, address), NWD_WIRING_ADDRESS,
    .check = nwd_name_check_pci },
  {},
};

static gboolean
look_up_network (const NwdState *state, NwdWiringChange *change, GError **error)
{
  g_autofree char *text = g_steal_pointer (&change->network_id);

  if (change->fields & NWD_WIRING_NETWORK)
    change->network_id = nwd_argument_network (state, "network", text, error);
  return change->network_id || !(change->fields & NWD_WIRING_NETWORK);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* They are a set: in one order, each once. */
static gboolean
look_up_mirrors (const NwdState *state, NwdWiringChange *change, GError **error)
{
  g_auto (GStrv) texts = g_steal_pointer (&change->mirrors);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (char **text = texts; text && *text; text++)
    {
      g_autofree char *id = nwd_argument_network (state, "mirrored-networks", *text, error);

      if (!id)
        return FALSE;
      if (!*id)
        {
          g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                       "mirrored-networks: the empty network has no traffic");
          return FALSE;
        }
      if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  g_ptr_array_sort (ids, compare_ids);
  g_ptr_array_add (ids, NULL);
  if (change->fields & NWD_WIRING_MIRRORS)
    change->mirrors = (char **)g_ptr_array_free (g_steal_pointer (&ids), FALSE);
  return TRUE;
}

static void
normalise_mac (NwdWiringChange *change)
{
  g_autofree char *text = g_steal_pointer (&change->mac);

  if (change->fields & NWD_WIRING_MAC)
    change->mac = g_ascii_strdown (text, -1);
}

static gboolean
check_filter_parameters (const NwdWiringChange *change, GError **error)
{
  const char *name = NULL, *value = NULL;
  GVariantIter iter;

  if (!(change->fields & NWD_WIRING_FILTER_PARAMETERS))
    return TRUE;
  g_variant_iter_init (&iter, change->filter_parameters);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    if (!nwd_name_check_variable ("filter-parameters", name, value, error))
      return FALSE;
  return TRUE;
}

/* A virtual port is told by strings alone. */
static gboolean
check_port_parameter (const char *name, GVariant *value, GError **error)
{
  if (!nwd_name_check_word ("virtual-port", name, error))
    return FALSE;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return nwd_name_check_text ("virtual-port", g_variant_get_string (value, NULL), error);
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
               "virtual-port: %s must be of type s, not %.32s", name,
               g_variant_get_type_string (value));
  return FALSE;
}

static gboolean
check_virtual_port (const NwdWiringChange *change, GError **error)
{
  GVariantIter iter;
  const char *name = NULL;
  GVariant *child = NULL;

  if (!(change->fields & NWD_WIRING_VIRTUAL_PORT))
    return TRUE;
  g_variant_iter_init (&iter, change->virtual_port);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &child))
    {
      g_autoptr (GVariant) value = child;

      if (!check_port_parameter (name, value, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
nwd_vnic_keys_look_up (const NwdState *state, NwdWiringChange *change, GError **error)
{
  normalise_mac (change);
  return check_filter_parameters (change, error) && check_virtual_port (change, error)
         && look_up_network (state, change, error) && look_up_mirrors (state, change, error);
}

gboolean
nwd_vnic_keys_unpack (const NwdKey *table,
                      GVariant *values,
                      NwdWiringChange *change,
                      GError **error)
{
  guint given = 0;

  if (!nwd_key_unpack (table, values, change, &given, error))
    return FALSE;
  change->fields = (NwdWiringField)given;
  return TRUE;
}
