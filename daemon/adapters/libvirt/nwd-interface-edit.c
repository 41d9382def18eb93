/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-interface-edit.h"

#include "core/nwd-error.h"

static void
set_attribute (xmlNode *node, const char *name, const char *value)
{
  xmlSetProp (node, BAD_CAST name, BAD_CAST value);
}

/* "" takes the element out. */
static void
set_child (xmlNode *interface, const char *child, const char *attribute, const char *value)
{
  if (*value)
    set_attribute (nwd_xml_ensure_child (interface, child), attribute, value);
  else
    nwd_xml_remove_children (interface, child);
}

/* The live definition of a card on a libvirt network shows the network and what it came to there.
 * Sent back like that, libvirt would take the outcome for the wish. */
static void
restore_network_source (xmlNode *interface)
{
  static const char *const outcome[] = { "portid", "bridge", "dev", "mode" };
  xmlNode *source = nwd_xml_child (interface, "source");
  g_autofree char *network = nwd_xml_attribute (source, "network");

  if (!*network)
    return;

  set_attribute (interface, "type", "network");
  for (gsize i = 0; i < G_N_ELEMENTS (outcome); i++)
    xmlUnsetProp (source, BAD_CAST outcome[i]);
}

static gboolean
fill_source (xmlNode *node, const NwdSource *source, GError **error)
{
  if (g_str_equal (source->type, "bridge") || g_str_equal (source->type, "network"))
    {
      set_attribute (node, source->type, source->name);
      return TRUE;
    }
  if (g_str_equal (source->type, "direct"))
    {
      set_attribute (node, "dev", source->name);
      set_attribute (node, "mode", source->mode);
      return TRUE;
    }

  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "a card cannot be moved to a source of type “%s”", source->type);
  return FALSE;
}

/* A <virtualport> belongs to the port on the switch that the card leaves; only among bridges may
 * it be what the next one needs as well. */
static gboolean
set_source (xmlNode *interface, const NwdSource *source, GError **error)
{
  g_autofree char *old_type = nwd_xml_attribute (interface, "type");

  if (!g_str_equal (old_type, "bridge") || !g_str_equal (source->type, "bridge"))
    nwd_xml_remove_children (interface, "virtualport");

  nwd_xml_remove_children (interface, "source");
  set_attribute (interface, "type", source->type);
  return fill_source (nwd_xml_ensure_child (interface, "source"), source, error);
}

static void
set_mtu (xmlNode *interface, guint mtu)
{
  g_autofree char *size = mtu ? g_strdup_printf ("%u", mtu) : g_strdup ("");

  set_child (interface, "mtu", "size", size);
}

/* Several values of one parameter are joined by commas, which no value has in it. */
static void
add_parameter (xmlNode *filterref, const char *name, const char *values)
{
  g_auto (GStrv) parts = g_strsplit (values, ",", -1);

  for (char **value = parts; *value; value++)
    {
      xmlNode *node = xmlNewChild (filterref, NULL, BAD_CAST "parameter", NULL);

      set_attribute (node, "name", name);
      set_attribute (node, "value", *value);
    }
}

static void
set_filter (xmlNode *interface, const char *filter, GVariant *parameters)
{
  const char *name, *values;
  GVariantIter iter;

  nwd_xml_remove_children (interface, "filterref");
  set_child (interface, "filterref", "filter", filter);
  if (!*filter)
    return;

  g_variant_iter_init (&iter, parameters);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &values))
    add_parameter (nwd_xml_child (interface, "filterref"), name, values);
}

static void
set_virtual_port (xmlNode *interface, GVariant *port)
{
  const char *name;
  GVariant *value;
  GVariantIter iter;
  xmlNode *node;

  nwd_xml_remove_children (interface, "virtualport");
  if (g_variant_n_children (port) == 0)
    return;

  node = nwd_xml_ensure_child (interface, "virtualport");
  g_variant_iter_init (&iter, port);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      gboolean is_type = g_str_equal (name, "type");

      if (!is_type || *g_variant_get_string (value, NULL))
        set_attribute (is_type ? node : nwd_xml_ensure_child (node, "parameters"), name,
                       g_variant_get_string (value, NULL));
    }
}

static void
set_identity (xmlNode *interface, const NwdCardChange *change)
{
  if (change->fields & NWD_CARD_MAC)
    set_child (interface, "mac", "address", change->new_mac);
  if (change->fields & NWD_CARD_MODEL)
    set_child (interface, "model", "type", change->model);
  if (change->fields & NWD_CARD_ALIAS)
    set_child (interface, "alias", "name", change->alias);
  if (change->fields & NWD_CARD_MTU)
    set_mtu (interface, change->mtu);
  if (change->fields & NWD_CARD_FILTER)
    set_filter (interface, change->filter, change->filter_parameters);
}

gboolean
nwd_interface_edit (xmlNode *interface, const NwdCardChange *change, GError **error)
{
  restore_network_source (interface);
  set_identity (interface, change);
  if (change->fields & NWD_CARD_LINKED)
    set_child (interface, "link", "state", change->linked ? "" : "down");
  if (change->fields & NWD_CARD_ISOLATED)
    set_child (interface, "port", "isolated", change->isolated ? "yes" : "");
  if (change->fields & NWD_CARD_SOURCE && !set_source (interface, change->source, error))
    return FALSE;
  if (change->fields & NWD_CARD_VIRTUAL_PORT)
    set_virtual_port (interface, change->virtual_port);
  return TRUE;
}

/* How addresses of each type are written, and what their parts are called. */
static const struct
{
  const char *pattern;
  const char *type;
  const char *parts[4];
} addresses[] = {
  { "^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$",
    "pci",
    { "domain", "bus", "slot", "function" } },
  { "^[0-9a-f]{1,2}\\.[0-3]\\.[0-9a-f]{4}$", "ccw", { "cssid", "ssid", "devno", NULL } },
};

static void
write_address (xmlNode *interface, gsize type, const char *address)
{
  xmlNode *node = nwd_xml_ensure_child (interface, "address");
  g_auto (GStrv) parts = g_strsplit_set (address, ":.", -1);

  set_attribute (node, "type", addresses[type].type);
  for (gsize i = 0; parts[i]; i++)
    {
      g_autofree char *number = g_strconcat ("0x", parts[i], NULL);

      set_attribute (node, addresses[type].parts[i], number);
    }
}

gboolean
nwd_interface_edit_set_address (xmlNode *interface, const char *address, GError **error)
{
  nwd_xml_remove_children (interface, "address");
  if (!*address)
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      if (!g_regex_match_simple (addresses[i].pattern, address, G_REGEX_DOLLAR_ENDONLY, 0))
        continue;
      write_address (interface, i, address);
      return TRUE;
    }
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
               "address: “%s” is neither a PCI nor a CCW address", address);
  return FALSE;
}

void
nwd_interface_edit_clean (xmlNode *interface)
{
  static const char *const prefixes[] = { "vnet", "macvtap", "macvlan" };
  g_autofree char *alias = nwd_xml_attribute (nwd_xml_child (interface, "alias"), "name");
  g_autofree char *target = nwd_xml_attribute (nwd_xml_child (interface, "target"), "dev");

  restore_network_source (interface);
  if (!g_str_has_prefix (alias, NWD_CARD_USER_ALIAS))
    nwd_xml_remove_children (interface, "alias");
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_str_has_prefix (target, prefixes[i]))
        nwd_xml_remove_children (interface, "target");
    }
  if (nwd_xml_attribute_is (nwd_xml_child (interface, "link"), "state", "up"))
    nwd_xml_remove_children (interface, "link");
}
