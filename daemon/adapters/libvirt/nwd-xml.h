/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlNode, xmlFreeNode)

/* Parses @text, which must have a root element @root and no document type (so that no entity is
 * ever expanded); reads nothing else. NULL with NWD_ERROR_FAILED when it is anything else.
 * Any thread, once the main one has called xmlInitParser(). */
xmlDoc *nwd_xml_parse (const char *text, const char *root, GError **error);

/* The first child element of @parent (NULL: none) named @name, or NULL. */
xmlNode *nwd_xml_child (xmlNode *parent, const char *name);

/* The next element after @node with the same name, or NULL. */
xmlNode *nwd_xml_next (xmlNode *node);

/* The child element of that name, made when missing. */
xmlNode *nwd_xml_ensure_child (xmlNode *parent, const char *name);

/* Unlinks and frees the child elements of that name. */
void nwd_xml_remove_children (xmlNode *parent, const char *name);

/* A copy of an attribute's value; "" when @node is NULL or does not have it. */
char *nwd_xml_attribute (xmlNode *node, const char *name);

gboolean nwd_xml_attribute_is (xmlNode *node, const char *name, const char *value);

/* A copy of the text in @node; "" when NULL. */
char *nwd_xml_text (xmlNode *node);

/* @node and what is in it, as text. */
char *nwd_xml_format (xmlNode *node);
