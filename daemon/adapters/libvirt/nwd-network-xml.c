/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-network-xml.h"

#include "nwd-xml.h"

NwdVirtualNetwork *
nwd_network_xml_parse (const char *text, gboolean active, GError **error)
{
  g_autoptr (xmlDoc) doc = nwd_xml_parse (text, "network", error);
  g_autofree char *name = NULL;
  g_autofree char *bridge = NULL;
  g_autofree char *mtu = NULL;
  xmlNode *network;

  if (!doc)
    return NULL;

  network = xmlDocGetRootElement (doc);
  name = nwd_xml_text (nwd_xml_child (network, "name"));
  bridge = nwd_xml_attribute (nwd_xml_child (network, "bridge"), "name");
  mtu = nwd_xml_attribute (nwd_xml_child (network, "mtu"), "size");
  return nwd_virtual_network_new (name, bridge, active, g_ascii_strtoull (mtu, NULL, 10));
}
