/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-error.h"
#include "nwd-libvirt-read.h"
#include "nwd-network-xml.h"

/* A network that went while the list was walked is no error. */
static void
add_network (GPtrArray *networks, virNetworkPtr network, gboolean active)
{
  g_autofree char *text = virNetworkGetXMLDesc (network, 0);
  g_autoptr (GError) error = NULL;
  NwdVirtualNetwork *value = text ? nwd_network_xml_parse (text, active, &error) : NULL;

  if (value)
    g_ptr_array_add (networks, value);
  else if (error)
    g_warning ("libvirt network %s is left out: %s", virNetworkGetName (network), error->message);
}

static gboolean
add_networks (GPtrArray *networks, virConnectPtr connection, gboolean active, GError **error)
{
  guint flags = active ? VIR_CONNECT_LIST_NETWORKS_ACTIVE : VIR_CONNECT_LIST_NETWORKS_INACTIVE;
  g_autofree virNetworkPtr *list = NULL;
  int n = virConnectListAllNetworks (connection, &list, flags);

  for (int i = 0; i < n; i++)
    {
      g_autoptr (virNetwork) network = list[i];

      add_network (networks, network, active);
    }
  if (n >= 0 || virGetLastErrorCode () == VIR_ERR_NO_SUPPORT)
    return TRUE;

  nwd_libvirt_set_error (error, NWD_ERROR_FAILED);
  g_prefix_error (error, "cannot list the networks of libvirt: ");
  return FALSE;
}

GPtrArray *
nwd_libvirt_read_networks (virConnectPtr connection, GError **error)
{
  g_autoptr (GPtrArray) networks
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_virtual_network_unref);

  if (!add_networks (networks, connection, TRUE, error)
      || !add_networks (networks, connection, FALSE, error))
    return NULL;
  return g_steal_pointer (&networks);
}
