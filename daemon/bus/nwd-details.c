/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-details.h"

#include "core/nwd-name.h"

#include <string.h>

typedef GPtrArray Details;

static void
add (Details *details, const char *key, const char *value)
{
  g_ptr_array_add (details, g_strdup (key));
  g_ptr_array_add (details, g_strdup (value));
}

static void
add_if_any (Details *details, const char *key, const char *value)
{
  if (*value)
    add (details, key, value);
}

static char **
end (Details *details)
{
  g_ptr_array_add (details, NULL);
  return (char **)g_ptr_array_free (details, FALSE);
}

static const char *
network_name (const NwdState *state, const char *id)
{
  const NwdNetwork *network = nwd_state_get_network (state, id);

  return network ? network->name : "";
}

/* The network that is left behind: of the definition that is changed. */
static const char *
old_network_id (const NwdVnic *vnic, const NwdOptions *options)
{
  if (options->next_start_only && vnic->config)
    return vnic->config_network_id;
  return nwd_vnic_get_network_id (vnic);
}

/* Where both definitions are changed and are on different networks, "red,green": no rule that
 * allows to leave one of them may let the other be left too. */
static char *
old_network_name (const NwdState *state, const NwdVnic *vnic, const NwdOptions *options)
{
  const char *name = network_name (state, old_network_id (vnic, options));

  if (options->live_only || options->next_start_only || !vnic->live || !vnic->config
      || g_str_equal (vnic->live_network_id, vnic->config_network_id))
    return g_strdup (name);
  return g_strconcat (name, ",", network_name (state, vnic->config_network_id), NULL);
}

static void
add_vm (Details *details, const NwdDomain *domain)
{
  add (details, "vm", domain->name);
  add (details, "vm-uuid", domain->id);
  add_if_any (details, "vm-managed-by", domain->managed_by);
}

static void
add_network (Details *details, const NwdState *state, const char *id)
{
  const NwdNetwork *network = nwd_state_get_network (state, id);

  add (details, "network", network_name (state, id));
  if (network)
    add_if_any (details, "bridge", network->bridge);
}

/* What it will read: "red,blue"; "" when it is to read nothing any more. */
static void
add_mirrors (Details *details, const NwdState *state, const NwdWiringChange *change)
{
  g_autoptr (GString) names = g_string_new (NULL);

  if (!(change->fields & NWD_WIRING_MIRRORS))
    return;
  for (char **id = change->mirrors; *id; id++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? "," : "", network_name (state, *id));
  add (details, "mirrored-networks", names->str);
}

static void
add_switches (Details *details, const NwdWiringChange *change)
{
  if (change->fields & NWD_WIRING_LINKED)
    add (details, "linked", change->linked ? "true" : "false");
  if (change->fields & NWD_WIRING_PLUGGED)
    add (details, "plugged", change->plugged ? "true" : "false");
}

static void
add_card (Details *details, const NwdState *state, const NwdVnic *vnic)
{
  add_vm (details, nwd_state_get_vnic_vm (state, vnic)->domain);
  add (details, "vnic", vnic->name);
  add (details, "mac-address", nwd_vnic_get_card (vnic)->mac);
}

char **
nwd_details_of_wiring (const NwdState *state,
                       const NwdVnic *vnic,
                       const NwdWiringChange *change,
                       const NwdOptions *options)
{
  gboolean moves = (change->fields & NWD_WIRING_NETWORK) != 0;
  const char *old_id = old_network_id (vnic, options);
  g_autofree char *old_name = old_network_name (state, vnic, options);
  Details *details = g_ptr_array_new ();

  add_card (details, state, vnic);
  if (moves)
    add_network (details, state, change->network_id);
  else if (strchr (old_name, ','))
    add (details, "network", old_name);
  else
    add_network (details, state, old_id);
  if (moves)
    add (details, "old-network", old_name);
  add_switches (details, change);
  add_mirrors (details, state, change);
  return end (details);
}

char **
nwd_details_of_new_vnic (const NwdState *state, const NwdVm *vm, const NwdWiringChange *change)
{
  Details *details = g_ptr_array_new ();

  add_vm (details, vm->domain);
  add (details, "vnic", change->fields & NWD_WIRING_NAME ? change->name : NWD_NAME_NEW);
  if (change->fields & NWD_WIRING_MAC)
    add (details, "mac-address", change->mac);
  add_network (details, state, change->network_id ? change->network_id : "");
  add_switches (details, change);
  add_mirrors (details, state, change);
  return end (details);
}

char **
nwd_details_of_vm (const NwdVm *vm)
{
  Details *details = g_ptr_array_new ();

  add_vm (details, vm->domain);
  return end (details);
}

char **
nwd_details_of_attachment (const char *network, const char *bridge, const char *nic)
{
  Details *details = g_ptr_array_new ();

  add (details, "network", network);
  add_if_any (details, "bridge", bridge);
  add_if_any (details, "nic", nic);
  return end (details);
}

char **
nwd_details_of_network (const char *network, const char *bridge, const char *label)
{
  Details *details = g_ptr_array_new ();

  add (details, "network", network);
  add_if_any (details, "bridge", bridge);
  if (label)
    add (details, "label", label);
  return end (details);
}

char **
nwd_details_of_label (const char *name, const char *from, const char *to)
{
  Details *details = g_ptr_array_new ();
  g_autofree char *both = *from && *to ? g_strconcat (from, ",", to, NULL) : NULL;

  add (details, "label", name);
  add_if_any (details, "nic", both ? both : *from ? from : to);
  return end (details);
}

char **
nwd_details_of_nic (const char *name)
{
  Details *details = g_ptr_array_new ();

  add (details, "nic", name);
  return end (details);
}
