/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-facts.h"

#include "nwd-sync.h"

typedef GPtrArray Facts;

static void
add (Facts *facts, const char *key, const char *value)
{
  if (!*value)
    return;
  g_ptr_array_add (facts, g_strdup (key));
  g_ptr_array_add (facts, g_strdup (value));
}

static void
add_flag (Facts *facts, const char *key, gboolean value)
{
  add (facts, key, value ? "yes" : "no");
}

static void
add_number (Facts *facts, const char *key, guint value)
{
  g_autofree char *text = g_strdup_printf ("%u", value);

  if (value != 0)
    add (facts, key, text);
}

static const char *
network_name (const NwdState *state, const char *id)
{
  const NwdNetwork *network = nwd_state_get_network (state, id);

  return !*id ? "none" : network ? network->name : id;
}

static void
add_next_start (Facts *facts, const NwdState *state, const NwdVnic *vnic)
{
  NwdNextStart next = nwd_vnic_get_next_start (vnic);

  if (next & NWD_NEXT_PLUGGED)
    add_flag (facts, "next plugged", vnic->config != NULL);
  if (next & NWD_NEXT_NETWORK)
    add (facts, "next network", network_name (state, vnic->config_network_id));
  if (next & NWD_NEXT_LINKED)
    add_flag (facts, "next linked", nwd_vnic_get_next_linked (vnic));
  if ((next & NWD_NEXT_MTU) && vnic->config)
    add_number (facts, "next mtu", vnic->next_mtu ? vnic->next_mtu : vnic->config->mtu);
}

static void
add_mirrors (Facts *facts, const NwdState *state, const NwdVnic *vnic)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (char **id = vnic->stored ? vnic->stored->mirrors : NULL; id && *id; id++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "", network_name (state, *id));
  add (facts, "mirrored-networks", names->str);
}

static void
add_vnic (Facts *facts, const NwdState *state, const char *id)
{
  const NwdVnic *vnic = nwd_state_get_vnic (state, id);
  const NwdCard *card = vnic ? nwd_vnic_get_card (vnic) : NULL;

  if (!card)
    return;
  add (facts, "name", vnic->name);
  add_flag (facts, "plugged", nwd_vnic_is_plugged (vnic));
  add (facts, "network", network_name (state, nwd_vnic_get_network_id (vnic)));
  add_flag (facts, "linked", nwd_vnic_get_linked (vnic));
  add (facts, "mac-address", card->mac);
  add (facts, "model", card->model);
  add_number (facts, "mtu", card->mtu);
  add (facts, "filter", card->filter);
  if (card->isolated)
    add_flag (facts, "port-isolated", TRUE);
  add_mirrors (facts, state, vnic);
  add_next_start (facts, state, vnic);
}

static void
add_network (Facts *facts, const NwdState *state, const char *id)
{
  const NwdNetwork *network = nwd_state_get_network (state, id);

  if (!network)
    return;
  add (facts, "name", network->name);
  add (facts, "description", network->description);
  add_number (facts, "mtu", network->mtu);
  add_number (facts, "vlan", network->vlan);
  add_flag (facts, "vm-network", network->vm_network);
  add_flag (facts, "port-isolation", network->port_isolation);
  add (facts, "bridge", network->bridge);
  add (facts, "label", network->label);
}

static void
add_ip (Facts *facts, const NwdIpConfig *ip)
{
  g_autoptr (GVariant) values = g_variant_ref_sink (nwd_ip_config_to_variant (ip));
  g_autofree char *text = g_variant_print (values, /* type_annotate= */ FALSE);

  if (!nwd_ip_config_is_none (ip))
    add (facts, "ip-configuration", text);
}

static void
add_attachment (Facts *facts, const NwdState *state, const char *id)
{
  const NwdAttachment *attachment = nwd_state_get_attachment (state, id);
  g_autofree char *difference = NULL;

  if (!attachment)
    return;
  add (facts, "network", network_name (state, attachment->network_id));
  add (facts, "bridge", attachment->bridge);
  add (facts, "nic", attachment->nic);
  add (facts, "label", attachment->label);
  add_number (facts, "vlan", attachment->vlan);
  add_ip (facts, attachment->ip);
  add_flag (facts, "adopted", attachment->adopted);
  if (!attachment->out_of_sync)
    return;
  difference = nwd_sync_describe (attachment->out_of_sync);
  add (facts, "difference", difference);
}

static void
add_label (Facts *facts, const NwdState *state, const char *name)
{
  const NwdLabel *label = nwd_state_get_label (state, name);

  if (!label)
    return;
  add (facts, "name", label->name);
  add (facts, "nic", label->nic);
}

static void
add_nic (Facts *facts, const NwdState *state, const char *name)
{
  const NwdNic *nic = nwd_state_get_nic (state, name);

  if (!nic)
    return;
  add (facts, "name", nic->name);
  add_flag (facts, "managed", nwd_nic_is_managed (nic));
}

char **
nwd_facts_new (const NwdState *state, NwdKind kind, const char *id)
{
  Facts *facts = g_ptr_array_new ();

  if (kind == NWD_KIND_VNIC)
    add_vnic (facts, state, id);
  else if (kind == NWD_KIND_NETWORK)
    add_network (facts, state, id);
  else if (kind == NWD_KIND_ATTACHMENT)
    add_attachment (facts, state, id);
  else if (kind == NWD_KIND_LABEL)
    add_label (facts, state, id);
  else if (kind == NWD_KIND_NIC)
    add_nic (facts, state, id);
  g_ptr_array_add (facts, NULL);
  return (char **)g_ptr_array_free (facts, FALSE);
}

const char *
nwd_facts_get (char **facts, const char *key)
{
  for (char **fact = facts; *fact; fact += 2)
    if (g_str_equal (fact[0], key))
      return fact[1];
  return "";
}

static void
append (GString *text, const char *first, const char *second)
{
  g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", first, second);
}

char *
nwd_facts_differing (char **facts, char **others)
{
  GString *text = g_string_new (NULL);

  for (char **fact = facts; *fact; fact += 2)
    if (!g_str_equal (nwd_facts_get (others, fact[0]), fact[1]))
      append (text, fact[0], fact[1]);
  return g_string_free (text, FALSE);
}

char *
nwd_facts_tell (char **before, char **after)
{
  GString *text = g_string_new (NULL);

  for (char **fact = after; *fact; fact += 2)
    {
      const char *was = nwd_facts_get (before, fact[0]);

      if (g_str_equal (was, fact[1]))
        continue;
      append (text, fact[0], *was ? was : fact[1]);
      if (*was)
        g_string_append_printf (text, " to %s", fact[1]);
    }
  for (char **fact = before; *fact; fact += 2)
    if (!*nwd_facts_get (after, fact[0]))
      append (text, "no", fact[0]);
  return g_string_free (text, FALSE);
}
