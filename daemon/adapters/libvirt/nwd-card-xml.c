/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-card-xml.h"

#include "core/nwd-error.h"
#include "nwd-domain-xml.h"
#include "nwd-interface-edit.h"
#include "nwd-interface-xml.h"

static xmlNode *
find (xmlDoc *domain, const char *mac, guint nth, GError **error)
{
  xmlNode *interface = nwd_domain_xml_find_interface (domain, mac, nth);

  if (!interface)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "the definition has no card with MAC %s",
                 mac);
  return interface;
}

static xmlNode *
find_changed (xmlDoc *domain, const NwdCardChange *change, GError **error)
{
  xmlNode *interface = NULL;

  if (!change->which)
    return find (domain, change->mac, change->nth, error);
  interface = nwd_domain_xml_find_alias (domain, change->which);
  if (!interface)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "the definition has no card %s",
                 change->which);
  return interface;
}

static xmlNode *
copy_and_edit (xmlDoc *domain, const NwdCardChange *change, GError **error)
{
  xmlNode *interface = find_changed (domain, change, error);
  g_autoptr (xmlNode) copy = interface ? xmlCopyNode (interface, 1) : NULL;

  return copy && nwd_interface_edit (copy, change, error) ? g_steal_pointer (&copy) : NULL;
}

char *
nwd_card_xml_edit (xmlDoc *domain, const NwdCardChange *change, GError **error)
{
  g_autoptr (xmlNode) interface = copy_and_edit (domain, change, error);

  return interface ? nwd_xml_format (interface) : NULL;
}

gboolean
nwd_card_xml_edit_in (xmlDoc *domain, const NwdCardChange *change, GError **error)
{
  xmlNode *interface = find_changed (domain, change, error);

  return interface && nwd_interface_edit (interface, change, error);
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

  nwd_interface_edit_clean (a);
  nwd_interface_edit_clean (b);
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

/* What makes a card of @from one of @to, but for their addresses. */
static NwdCardChange *
difference (const NwdCard *from, const NwdCard *to)
{
  NwdCardChange *change = nwd_card_change_new ("", from->mac, 0, 0);

  nwd_card_change_set_linked (change, to->linked);
  nwd_card_change_set_isolated (change, to->isolated);
  nwd_card_change_set_mac (change, to->mac);
  nwd_card_change_set_alias (change, nwd_card_has_user_alias (to) ? to->alias : "");
  if (!g_str_equal (from->model, to->model))
    nwd_card_change_set_model (change, to->model);
  if (from->mtu != to->mtu)
    nwd_card_change_set_mtu (change, to->mtu);
  if (!g_str_equal (from->filter, to->filter)
      || !g_variant_equal (from->filter_parameters, to->filter_parameters))
    nwd_card_change_set_filter (change, to->filter, to->filter_parameters);
  if (!g_variant_equal (from->virtual_port, to->virtual_port))
    nwd_card_change_set_virtual_port (change, to->virtual_port);
  if (!nwd_source_equal (from->source, to->source))
    nwd_card_change_set_source (change, to->source);
  return change;
}

static gboolean
agree (xmlNode *interface, const NwdCard *card, GError **error)
{
  g_autoptr (NwdCard) old = nwd_interface_xml_read (interface, FALSE);
  g_autoptr (NwdCardChange) change = difference (old, card);

  return nwd_interface_edit (interface, change, error);
}

char *
nwd_card_xml_build (const NwdCardChange *change, const char *address, GError **error)
{
  const char *base = change->definition ? change->definition : "<interface/>";
  g_autoptr (xmlDoc) doc = nwd_xml_parse (base, "interface", error);
  xmlNode *interface = doc ? xmlDocGetRootElement (doc) : NULL;

  if (!interface)
    return NULL;

  nwd_interface_edit_clean (interface);
  if (!agree (interface, change->card, error)
      || !nwd_interface_edit_set_address (interface, address, error))
    return NULL;
  return nwd_xml_format (interface);
}

char *
nwd_card_xml_extract (xmlDoc *domain, const char *mac, guint nth, GError **error)
{
  xmlNode *interface = find (domain, mac, nth, error);
  g_autoptr (xmlNode) copy = interface ? xmlCopyNode (interface, 1) : NULL;

  if (!copy)
    return NULL;
  nwd_interface_edit_clean (copy);
  return nwd_xml_format (copy);
}
