/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-card.h"

#include <gio/gio.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlXPathContext, xmlXPathFreeContext)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlXPathObject, xmlXPathFreeObject)

static xmlDoc *
read_definition (virConnectPtr connection, const char *vm, guint flags, GError **error)
{
  g_autoptr (virDomain) domain = virDomainLookupByName (connection, vm);
  g_autofree char *text = domain ? virDomainGetXMLDesc (domain, flags) : NULL;
  xmlDoc *document = text ? xmlReadDoc (BAD_CAST text, NULL, NULL, XML_PARSE_NONET) : NULL;

  if (!document)
    nwb_libvirt_error ("cannot read a domain", error);
  return document;
}

static xmlXPathObject *
evaluate (xmlDoc *document, const char *expression)
{
  g_autoptr (xmlXPathContext) context = xmlXPathNewContext (document);

  return xmlXPathEvalExpression (BAD_CAST expression, context);
}

static char *
evaluate_string (xmlDoc *document, const char *expression)
{
  g_autoptr (xmlXPathObject) result = evaluate (document, expression);
  xmlChar *text = xmlXPathCastToString (result);
  char *copy = g_strdup ((const char *)text);

  xmlFree (text);
  return copy;
}

static xmlNode *
find_child (xmlNode *node, const char *name)
{
  for (xmlNode *child = node->children; child; child = child->next)
    if (g_str_equal (child->name, name))
      return child;
  return xmlNewChild (node, NULL, BAD_CAST name, NULL);
}

static char *
dump (xmlDoc *document, xmlNode *node)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  char *text;

  xmlNodeDump (buffer, document, node, 0, 0);
  text = g_strdup ((const char *)xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  return text;
}

static gboolean
make_variant (
  NwbCard *self, xmlDoc *document, xmlNode *node, guint bridge, gboolean linked, GError **error)
{
  char name[] = "nwb0";

  name[3] = (char)('0' + bridge);
  xmlSetProp (find_child (node, "source"), BAD_CAST "bridge", BAD_CAST name);
  xmlSetProp (find_child (node, "link"), BAD_CAST "state", BAD_CAST (linked ? "up" : "down"));
  self->xml[bridge][linked] = dump (document, node);
  self->file[bridge][linked]
    = g_strdup_printf ("%s/%s-%s-%u-%d.xml", g_get_tmp_dir (), self->vm, self->tap, bridge, linked);
  return g_file_set_contents (self->file[bridge][linked], self->xml[bridge][linked], -1, error);
}

static gboolean
make_variants (NwbCard *self, xmlDoc *document, GError **error)
{
  g_autofree char *expression
    = g_strdup_printf ("/domain/devices/interface[mac/@address='%s']", self->mac);
  g_autoptr (xmlXPathObject) found = evaluate (document, expression);

  for (guint i = 0; i < NWB_BRIDGES * 2; i++)
    if (!make_variant (self, document, found->nodesetval->nodeTab[0], i / 2, i % 2, error))
      return FALSE;
  return TRUE;
}

static void
take_state (NwbCard *self, xmlDoc *document)
{
  g_autofree char *bridge_of
    = g_strdup_printf ("string(//interface[mac/@address='%s']/source/@bridge)", self->mac);
  g_autofree char *link_of
    = g_strdup_printf ("string(//interface[mac/@address='%s']/link/@state)", self->mac);
  g_autofree char *bridge = evaluate_string (document, bridge_of);
  g_autofree char *link = evaluate_string (document, link_of);

  self->bridge = g_str_equal (bridge, "nwb1");
  self->linked = !g_str_equal (link, "down");
}

NwbCard *
nwb_card_new (virConnectPtr connection, NwbKind kind, guint guest, guint nic, GError **error)
{
  g_autoptr (NwbCard) self = g_new0 (NwbCard, 1);
  g_autoptr (xmlDoc) document = NULL;
  g_autofree char *tap_of = NULL;

  self->vm = nwb_domain_name (kind, guest);
  self->mac = nwb_domain_mac (kind, guest, nic);
  document = read_definition (connection, self->vm, 0, error);
  if (!document)
    return NULL;
  tap_of = g_strdup_printf ("string(//interface[mac/@address='%s']/target/@dev)", self->mac);
  self->tap = evaluate_string (document, tap_of);
  self->uuid = evaluate_string (document, "string(/domain/uuid)");
  self->peer_path = g_strdup_printf ("/org/libvirt/QEMU/domain/_%s", self->uuid);
  g_strdelimit (self->peer_path, "-", '_');
  take_state (self, document);
  return make_variants (self, document, error) ? g_steal_pointer (&self) : NULL;
}

void
nwb_card_free (NwbCard *self)
{
  for (guint i = 0; i < NWB_BRIDGES * 2; i++)
    {
      g_free (self->xml[i / 2][i % 2]);
      g_free (self->file[i / 2][i % 2]);
    }
  g_free (self->vm);
  g_free (self->uuid);
  g_free (self->mac);
  g_free (self->tap);
  g_free (self->path);
  g_free (self->peer_path);
  g_free (self);
}

gboolean
nwb_card_read (NwbCard *self, virConnectPtr connection, GError **error)
{
  g_autoptr (xmlDoc) document = read_definition (connection, self->vm, 0, error);

  if (document)
    take_state (self, document);
  return document != NULL;
}

gboolean
nwb_card_verify (const NwbCard *self, virConnectPtr connection, GError **error)
{
  static const guint definitions[] = { 0, VIR_DOMAIN_XML_INACTIVE };

  for (guint i = 0; i < G_N_ELEMENTS (definitions); i++)
    {
      g_autoptr (xmlDoc) document = read_definition (connection, self->vm, definitions[i], error);
      NwbCard found = { .mac = self->mac };

      if (!document)
        return FALSE;
      take_state (&found, document);
      if (found.linked == self->linked && found.bridge == self->bridge)
        continue;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s of %s was not changed in its %s",
                   self->mac, self->vm, i ? "persistent definition" : "running VM");
      return FALSE;
    }
  return TRUE;
}
