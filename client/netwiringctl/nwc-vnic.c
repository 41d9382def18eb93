/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-vnic.h"

#include "nwc-command.h"
#include "nwc-exit.h"
#include "nwc-output.h"
#include "nwc-progress.h"

static const NwcColumn columns[] = {
  { "VM", "Vm" },
  { "NAME", "Name" },
  { "MAC ADDRESS", "MacAddress" },
  { "NETWORK", "Network" },
  { "LINK", "LinkState" },
  { "STATE", "State" },
  { "DEVICE", "HostDevice" },
  { "IPV4", "Ipv4Addresses" },
  { "IPV6", "Ipv6Addresses" },
  { "NEXT START", "NextStart" },
  { NULL },
};

static GPtrArray *
vnics_of (const NwcClient *client, const NwcObject *vm)
{
  g_autoptr (GPtrArray) all = nwc_objects_list (client->objects, NWC_KIND_VNIC);
  GPtrArray *own = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (g_str_equal (nwc_object_get_string (all->pdata[i], "Vm"), vm->path))
      g_ptr_array_add (own, all->pdata[i]);
  return own;
}

static gboolean
list (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GPtrArray) vnics = NULL;
  const NwcObject *vm = NULL;

  if (!nwc_client_load (client, error))
    return FALSE;
  if (words[0])
    {
      vm = nwc_client_find (client, NWC_KIND_VM, words[0], error);
      if (!vm)
        return FALSE;
    }
  vnics = vm ? vnics_of (client, vm) : nwc_objects_list (client->objects, NWC_KIND_VNIC);
  nwc_output_list (client, vnics, columns);
  return TRUE;
}

static gboolean
show (NwcClient *client, char **words, GError **error)
{
  const NwcObject *vnic = nwc_client_find (client, NWC_KIND_VNIC, words[0], error);

  if (!vnic)
    return FALSE;
  nwc_output_object (client, vnic);
  return TRUE;
}

gboolean
nwc_vnic_change (NwcClient *client,
                 const NwcObject *vnic,
                 const char *method,
                 GVariant *parameters,
                 const char *done,
                 GError **error)
{
  g_autofree char *label = nwc_objects_label (client->objects, vnic);
  g_autoptr (NwcProgress) progress = nwc_progress_start (client, vnic);
  g_autoptr (GVariant) reply
    = nwc_client_change (client, vnic->path, NWC_KIND_VNIC, method, parameters, "()", error);

  g_clear_pointer (&progress, nwc_progress_stop);
  if (!reply)
    return FALSE;
  nwc_output_done (client, NWC_KIND_VNIC, label, vnic->path, done);
  return TRUE;
}

static gboolean
set_link (NwcClient *client, char **words, GError **error)
{
  gboolean up = g_str_equal (words[1], "up");
  const NwcObject *vnic;

  if (!up && !g_str_equal (words[1], "down"))
    {
      g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "\"%s\" is neither up nor down", words[1]);
      return FALSE;
    }
  vnic = nwc_client_find (client, NWC_KIND_VNIC, words[0], error);
  if (!vnic)
    return FALSE;
  return nwc_vnic_change (client, vnic, "SetLinked",
                          g_variant_new ("(b@a{sv})", up, nwc_client_options (client)),
                          up ? "link up" : "link down", error);
}

static gboolean
wire (NwcClient *client, char **words, GError **error)
{
  g_autofree char *label = NULL;
  g_autofree char *done = NULL;
  const NwcObject *vnic, *network = NULL;

  if ((words[1] != NULL) == client->options->none)
    {
      g_set_error_literal (error, NWC_ERROR, NWC_EXIT_USAGE,
                           "vnic wire: NETWORK or --none, please");
      return FALSE;
    }
  vnic = nwc_client_find (client, NWC_KIND_VNIC, words[0], error);
  if (vnic && words[1])
    network = nwc_client_find (client, NWC_KIND_NETWORK, words[1], error);
  if (!vnic || (words[1] && !network))
    return FALSE;
  label = network ? nwc_objects_label (client->objects, network) : NULL;
  done = network ? g_strdup_printf ("on network %s", label) : g_strdup ("on no network");
  return nwc_vnic_change (
    client, vnic, "SetNetwork",
    g_variant_new ("(o@a{sv})", network ? network->path : "/", nwc_client_options (client)), done,
    error);
}

const NwcCommand nwc_vnic_commands[] = {
  { "vnic", "list", "[VM]", 0, 1, NWC_TAKES_NOTHING, list },
  { "vnic", "show", "VNIC", 1, 1, NWC_TAKES_NOTHING, show },
  { "vnic", "link", "VNIC up|down", 2, 2, NWC_TAKES_DRY_RUN | NWC_TAKES_WIRING, set_link },
  { "vnic", "wire", "VNIC NETWORK|--none", 1, 2,
    NWC_TAKES_DRY_RUN | NWC_TAKES_WIRING | NWC_TAKES_NONE, wire },
  { NULL },
};
