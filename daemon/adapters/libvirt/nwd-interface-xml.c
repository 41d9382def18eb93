/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-interface-xml.h"

/* Which attribute of <source> names the place, by type of interface. */
static const struct
{
  const char *type;
  const char *attribute;
} source_attributes[] = {
  { "bridge", "bridge" }, { "network", "network" }, { "direct", "dev" },
  { "vdpa", "dev" },      { "vhostuser", "path" },  { "internal", "name" },
};

static char *
read_source_name (xmlNode *source, const char *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (source_attributes); i++)
    {
      if (g_str_equal (type, source_attributes[i].type))
        return nwd_xml_attribute (source, source_attributes[i].attribute);
    }
  return g_strdup ("");
}

/* The live definition of a card on a libvirt network shows what it came to ("bridge" or "direct"),
 * with the network's name beside it. */
static NwdSource *
read_source (xmlNode *interface)
{
  xmlNode *source = nwd_xml_child (interface, "source");
  g_autofree char *type = nwd_xml_attribute (interface, "type");
  g_autofree char *network = nwd_xml_attribute (source, "network");
  g_autofree char *name = NULL;
  g_autofree char *mode = NULL;

  if (*network)
    return nwd_source_new ("network", network, "");

  name = read_source_name (source, type);
  mode = nwd_xml_attribute (source, "mode");
  return nwd_source_new (type, name, g_str_equal (type, "direct") ? mode : "");
}

static guint64
read_number (xmlNode *node, const char *name)
{
  g_autofree char *text = nwd_xml_attribute (node, name);

  return g_ascii_strtoull (text, NULL, 0);
}

static char *
read_address (xmlNode *interface)
{
  xmlNode *address = nwd_xml_child (interface, "address");
  g_autofree char *type = nwd_xml_attribute (address, "type");

  if (g_str_equal (type, "pci"))
    return g_strdup_printf ("%04x:%02x:%02x.%x", (guint)read_number (address, "domain"),
                            (guint)read_number (address, "bus"),
                            (guint)read_number (address, "slot"),
                            (guint)read_number (address, "function"));
  if (g_str_equal (type, "ccw"))
    return g_strdup_printf ("%x.%x.%04x", (guint)read_number (address, "cssid"),
                            (guint)read_number (address, "ssid"),
                            (guint)read_number (address, "devno"));
  return g_steal_pointer (&type);
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  return g_strcmp0 (a, b);
}

/* A parameter may be given several times; its values are joined by commas. */
static GVariant *
read_filter_parameters (xmlNode *filterref)
{
  g_autoptr (GTree) values = g_tree_new_full (compare_names, NULL, g_free, g_free);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));

  for (xmlNode *node = nwd_xml_child (filterref, "parameter"); node; node = nwd_xml_next (node))
    {
      g_autofree char *name = nwd_xml_attribute (node, "name");
      g_autofree char *value = nwd_xml_attribute (node, "value");
      const char *before = g_tree_lookup (values, name);
      char *joined = before ? g_strjoin (",", before, value, NULL) : g_strdup (value);

      g_tree_replace (values, g_steal_pointer (&name), joined);
    }

  for (GTreeNode *node = g_tree_node_first (values); node; node = g_tree_node_next (node))
    g_variant_builder_add (&builder, "{ss}", g_tree_node_key (node), g_tree_node_value (node));
  return g_variant_builder_end (&builder);
}

/* Its type and what stands in <parameters>. */
static GVariant *
read_virtual_port (xmlNode *port)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  xmlNode *parameters = nwd_xml_child (port, "parameters");
  g_autofree char *type = nwd_xml_attribute (port, "type");

  g_variant_builder_add (&builder, "{sv}", "type", g_variant_new_string (type));
  for (xmlAttr *at = parameters ? parameters->properties : NULL; at; at = at->next)
    {
      g_autofree char *value = nwd_xml_attribute (parameters, (const char *)at->name);

      g_variant_builder_add (&builder, "{sv}", at->name, g_variant_new_string (value));
    }
  return g_variant_builder_end (&builder);
}

char *
nwd_interface_xml_get_mac (xmlNode *interface)
{
  g_autofree char *mac = nwd_xml_attribute (nwd_xml_child (interface, "mac"), "address");

  return g_ascii_strdown (mac, -1);
}

/* Takes @text. */
static char *
intern (char *text)
{
  g_autofree char *own = text;

  return nwd_text_new (own);
}

static char *
read_shared (xmlNode *node, const char *name)
{
  return intern (nwd_xml_attribute (node, name));
}

NwdCard *
nwd_interface_xml_read (xmlNode *interface, gboolean active)
{
  NwdCard *card = nwd_card_new ();
  xmlNode *filterref = nwd_xml_child (interface, "filterref");
  xmlNode *port = nwd_xml_child (interface, "virtualport");
  xmlNode *source = active ? nwd_xml_child (interface, "source") : NULL;
  xmlNode *target = active ? nwd_xml_child (interface, "target") : NULL;

  card->alias = read_shared (nwd_xml_child (interface, "alias"), "name");
  card->mac = nwd_interface_xml_get_mac (interface);
  card->model = read_shared (nwd_xml_child (interface, "model"), "type");
  card->source = read_source (interface);
  card->bridge = read_shared (source, "bridge");
  card->target = read_shared (target, "dev");
  card->address = intern (read_address (interface));
  card->filter = read_shared (filterref, "filter");
  if (nwd_xml_child (filterref, "parameter"))
    nwd_card_set_filter_parameters (card, read_filter_parameters (filterref));
  if (port)
    nwd_card_set_virtual_port (card, read_virtual_port (port));
  card->mtu = read_number (nwd_xml_child (interface, "mtu"), "size");
  card->linked = !nwd_xml_attribute_is (nwd_xml_child (interface, "link"), "state", "down");
  card->isolated = nwd_xml_attribute_is (nwd_xml_child (interface, "port"), "isolated", "yes");
  return card;
}
