/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-xml.h"

#include "core/nwd-error.h"

#include <libxml/parser.h>
#include <string.h>

static gboolean
node_is (xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && xmlStrEqual (node->name, BAD_CAST name);
}

xmlDoc *
nwd_xml_parse (const char *text, const char *root, GError **error)
{
  g_autoptr (xmlDoc) doc = xmlReadMemory (text, strlen (text), NULL, NULL,
                                          XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING
                                            | XML_PARSE_NOBLANKS);

  if (doc && !doc->intSubset && node_is (xmlDocGetRootElement (doc), root))
    return g_steal_pointer (&doc);

  g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED, "libvirt sent XML that is no <%s>", root);
  return NULL;
}

static xmlNode *
find_element (xmlNode *node, const char *name)
{
  while (node && !node_is (node, name))
    node = node->next;
  return node;
}

xmlNode *
nwd_xml_child (xmlNode *parent, const char *name)
{
  return parent ? find_element (parent->children, name) : NULL;
}

xmlNode *
nwd_xml_next (xmlNode *node)
{
  return find_element (node->next, (const char *)node->name);
}

xmlNode *
nwd_xml_ensure_child (xmlNode *parent, const char *name)
{
  xmlNode *child = nwd_xml_child (parent, name);

  return child ? child : xmlNewChild (parent, NULL, BAD_CAST name, NULL);
}

void
nwd_xml_remove_children (xmlNode *parent, const char *name)
{
  xmlNode *child;

  while ((child = nwd_xml_child (parent, name)))
    {
      xmlUnlinkNode (child);
      xmlFreeNode (child);
    }
}

static char *
take_xml_string (xmlChar *text)
{
  char *copy = g_strdup (text ? (const char *)text : "");

  xmlFree (text);
  return copy;
}

char *
nwd_xml_attribute (xmlNode *node, const char *name)
{
  return take_xml_string (node ? xmlGetNoNsProp (node, BAD_CAST name) : NULL);
}

gboolean
nwd_xml_attribute_is (xmlNode *node, const char *name, const char *value)
{
  g_autofree char *actual = nwd_xml_attribute (node, name);

  return g_str_equal (actual, value);
}

char *
nwd_xml_text (xmlNode *node)
{
  return take_xml_string (node ? xmlNodeGetContent (node) : NULL);
}

char *
nwd_xml_format (xmlNode *node)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  char *text;

  xmlNodeDump (buffer, node->doc, node, 0, FALSE);
  text = g_strdup ((const char *)xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  return text;
}
