/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-card-xml.h"

#include "core/nwd-error.h"
#include "nwd-domain-xml.h"

static void
set_attribute (xmlNode *node, const char *name, const char *value)
{
  xmlSetProp (node, BAD_CAST name, BAD_CAST value);
}

static void
unset_attribute (xmlNode *node, const char *name)
{
  xmlUnsetProp (node, BAD_CAST name);
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
    unset_attribute (source, outcome[i]);
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
set_linked (xmlNode *interface, gboolean linked)
{
  if (linked)
    nwd_xml_remove_children (interface, "link");
  else
    set_attribute (nwd_xml_ensure_child (interface, "link"), "state", "down");
}

static void
set_isolated (xmlNode *interface, gboolean isolated)
{
  if (isolated)
    set_attribute (nwd_xml_ensure_child (interface, "port"), "isolated", "yes");
  else
    nwd_xml_remove_children (interface, "port");
}

static gboolean
edit_interface (xmlNode *interface, const NwdCardChange *change, GError **error)
{
  restore_network_source (interface);
  if (change->fields & NWD_CARD_LINKED)
    set_linked (interface, change->linked);
  if (change->fields & NWD_CARD_ISOLATED)
    set_isolated (interface, change->isolated);
  if (change->fields & NWD_CARD_SOURCE)
    return set_source (interface, change->source, error);
  return TRUE;
}

/* A copy of the card's <interface>, edited. */
static xmlNode *
copy_and_edit (xmlDoc *domain, const NwdCardChange *change, GError **error)
{
  xmlNode *interface = nwd_domain_xml_find_interface (domain, change->mac, change->nth);
  g_autoptr (xmlNode) copy = interface ? xmlCopyNode (interface, 1) : NULL;

  if (!copy)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "the definition has no card with MAC %s",
                   change->mac);
      return NULL;
    }
  return edit_interface (copy, change, error) ? g_steal_pointer (&copy) : NULL;
}

char *
nwd_card_xml_edit (xmlDoc *domain, const NwdCardChange *change, GError **error)
{
  g_autoptr (xmlNode) interface = copy_and_edit (domain, change, error);

  return interface ? nwd_xml_format (interface) : NULL;
}

/* Takes out what libvirt fills in at each start. */
static void
remove_filled_in (xmlNode *interface)
{
  static const char *const prefixes[] = { "vnet", "macvtap", "macvlan" };
  g_autofree char *alias = nwd_xml_attribute (nwd_xml_child (interface, "alias"), "name");
  g_autofree char *target = nwd_xml_attribute (nwd_xml_child (interface, "target"), "dev");

  if (!g_str_has_prefix (alias, "ua-"))
    nwd_xml_remove_children (interface, "alias");
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_str_has_prefix (target, prefixes[i]))
        nwd_xml_remove_children (interface, "target");
    }
  if (nwd_xml_attribute_is (nwd_xml_child (interface, "link"), "state", "up"))
    nwd_xml_remove_children (interface, "link");
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *)a, *(char *const *)b);
}

/* The children of an <interface> may stand in any order: brought into one, they can be compared. */
static char *
format_sorted (xmlNode *interface)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (texts, nwd_xml_attribute (interface, "type"));
  for (xmlNode *node = interface->children; node; node = node->next)
    {
      if (node->type == XML_ELEMENT_NODE)
        g_ptr_array_add (texts, nwd_xml_format (node));
    }
  g_ptr_array_sort (texts, compare_texts);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv ("\n", (char **)texts->pdata);
}

static gboolean
same_interfaces (xmlNode *a, xmlNode *b)
{
  g_autofree char *a_text = NULL;
  g_autofree char *b_text = NULL;

  remove_filled_in (a);
  remove_filled_in (b);
  if (!nwd_xml_child (a, "address") || !nwd_xml_child (b, "address"))
    {
      nwd_xml_remove_children (a, "address");
      nwd_xml_remove_children (b, "address");
    }

  a_text = format_sorted (a);
  b_text = format_sorted (b);
  return g_str_equal (a_text, b_text);
}

gboolean
nwd_card_xml_same (
  xmlDoc *live, xmlDoc *config, const NwdCardChange *change, gboolean *same, GError **error)
{
  g_autoptr (xmlNode) live_node = copy_and_edit (live, change, error);
  g_autoptr (xmlNode) config_node = live_node ? copy_and_edit (config, change, error) : NULL;

  if (!config_node)
    return FALSE;

  *same = same_interfaces (live_node, config_node);
  return TRUE;
}
