/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-domain-xml.h"

#include "nwd-interface-xml.h"
#include "nwd-pci-slots.h"

#define AGENT "org.qemu.guest_agent.0"

/* Who keeps a VM's definition, by the namespaces of its metadata (up to their version). */
static const struct
{
  const char *prefix;
  const char *manager;
} managers[] = {
  { "http://ovirt.org/vm/", "ovirt" },
  { "http://openstack.org/xmlns/libvirt/nova/", "nova" },
  { "http://kubevirt.io", "kubevirt" },
  { "http://opennebula.org/xmlns/libvirt/", "opennebula" },
};

static const char *
find_manager (xmlNode *domain)
{
  xmlNode *metadata = nwd_xml_child (domain, "metadata");

  for (xmlNode *node = metadata ? metadata->children : NULL; node; node = node->next)
    {
      const char *space = node->ns ? (const char *)node->ns->href : NULL;

      for (gsize i = 0; space && i < G_N_ELEMENTS (managers); i++)
        {
          if (g_str_has_prefix (space, managers[i].prefix))
            return managers[i].manager;
        }
    }
  return "";
}

static xmlNode *
first_interface (xmlNode *domain)
{
  return nwd_xml_child (nwd_xml_child (domain, "devices"), "interface");
}

static guint
count_mac (GPtrArray *cards, const char *mac)
{
  guint count = 0;

  for (guint i = 0; i < cards->len; i++)
    {
      const NwdCard *card = g_ptr_array_index (cards, i);

      count += g_str_equal (card->mac, mac);
    }
  return count;
}

/* The cards of a VM are mostly on the same: once for all of them. */
static void
share_source (GPtrArray *cards, NwdCard *card)
{
  NwdCard *before = cards->len ? g_ptr_array_index (cards, cards->len - 1) : NULL;

  if (!before || !nwd_source_equal (before->source, card->source))
    return;
  nwd_source_unref (card->source);
  card->source = nwd_source_ref (before->source);
}

static GPtrArray *
read_cards (xmlNode *domain, gboolean active)
{
  GPtrArray *cards = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_card_unref);

  for (xmlNode *node = first_interface (domain); node; node = nwd_xml_next (node))
    {
      NwdCard *card = nwd_interface_xml_read (node, active);

      card->nth = count_mac (cards, card->mac);
      share_source (cards, card);
      g_ptr_array_add (cards, card);
    }
  return cards;
}

static NwdAgentState
read_agent (xmlNode *domain)
{
  xmlNode *devices = nwd_xml_child (domain, "devices");

  for (xmlNode *node = nwd_xml_child (devices, "channel"); node; node = nwd_xml_next (node))
    {
      xmlNode *target = nwd_xml_child (node, "target");

      if (!nwd_xml_attribute_is (target, "name", AGENT))
        continue;
      return nwd_xml_attribute_is (target, "state", "connected") ? NWD_AGENT_CONNECTED
                                                                 : NWD_AGENT_DISCONNECTED;
    }
  return NWD_AGENT_NONE;
}

NwdDomainXml *
nwd_domain_xml_read (xmlDoc *doc)
{
  NwdDomainXml *self = g_new0 (NwdDomainXml, 1);
  xmlNode *domain = xmlDocGetRootElement (doc);

  self->id = nwd_xml_text (nwd_xml_child (domain, "uuid"));
  self->name = nwd_xml_text (nwd_xml_child (domain, "name"));
  self->title = nwd_xml_text (nwd_xml_child (domain, "title"));
  self->managed_by = g_strdup (find_manager (domain));
  self->active = xmlHasProp (domain, BAD_CAST "id") != NULL;
  self->cards = read_cards (domain, self->active);
  self->free_slots = self->active ? nwd_pci_slots_count_free (doc) : G_MAXUINT;
  self->agent = read_agent (domain);
  return self;
}

NwdDomainXml *
nwd_domain_xml_parse (const char *text, GError **error)
{
  g_autoptr (xmlDoc) doc = nwd_xml_parse (text, "domain", error);

  return doc ? nwd_domain_xml_read (doc) : NULL;
}

void
nwd_domain_xml_free (NwdDomainXml *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->title);
  g_free (self->managed_by);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  g_free (self);
}

xmlNode *
nwd_domain_xml_find_interface (xmlDoc *doc, const char *mac, guint nth)
{
  for (xmlNode *node = first_interface (xmlDocGetRootElement (doc)); node;
       node = nwd_xml_next (node))
    {
      g_autofree char *actual = nwd_interface_xml_get_mac (node);

      if (g_str_equal (actual, mac) && nth-- == 0)
        return node;
    }
  return NULL;
}

xmlNode *
nwd_domain_xml_find_alias (xmlDoc *doc, const char *alias)
{
  for (xmlNode *node = first_interface (xmlDocGetRootElement (doc)); node;
       node = nwd_xml_next (node))
    if (nwd_xml_attribute_is (nwd_xml_child (node, "alias"), "name", alias))
      return node;
  return NULL;
}
