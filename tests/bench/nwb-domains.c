/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-domains.h"

#include <gio/gio.h>
#include <libvirt/virterror.h>
#include <unistd.h>

static const char *prefixes[] = { "guest-", "defined-", "wide-" };

gboolean
nwb_libvirt_error (const char *what, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", what, virGetLastErrorMessage ());
  return FALSE;
}

char *
nwb_domain_name (NwbKind kind, guint number)
{
  return g_strdup_printf ("%s%u", prefixes[kind], number);
}

char *
nwb_domain_mac (NwbKind kind, guint number, guint nic)
{
  return g_strdup_printf ("52:54:%02x:%02x:%02x:%02x", kind, number >> 8, number & 255, nic);
}

static void
append_nics (GString *xml, NwbKind kind, guint number)
{
  for (guint nic = 0; nic < (kind == NWB_GUEST ? NWB_GUEST_NICS : NWB_NICS); nic++)
    {
      g_autofree char *mac = nwb_domain_mac (kind, number, nic);

      g_string_append_printf (xml,
                              "<interface type='bridge'><mac address='%s'/><source bridge='nwb0'/>"
                              "<model type='virtio'/></interface>",
                              mac);
    }
}

static char *
domain_xml (NwbKind kind, guint number)
{
  const char *type = access ("/dev/kvm", R_OK | W_OK) == 0 ? "kvm" : "qemu";
  g_autofree char *name = nwb_domain_name (kind, number);
  GString *xml = g_string_new (NULL);

  g_string_append_printf (xml,
                          "<domain type='%s'><name>%s</name><memory unit='MiB'>32</memory>"
                          "<os><type arch='x86_64' machine='pc'>hvm</type></os>"
                          "<features><acpi/></features><devices>",
                          type, name);
  append_nics (xml, kind, number);
  g_string_append (xml, "<memballoon model='none'/></devices></domain>");
  return g_string_free (xml, FALSE);
}

static gboolean
add (virConnectPtr connection, NwbKind kind, guint number, GError **error)
{
  g_autofree char *xml = domain_xml (kind, number);
  g_autoptr (virDomain) domain = virDomainDefineXML (connection, xml);

  if (!domain)
    return nwb_libvirt_error ("cannot define a domain", error);
  if (kind != NWB_DEFINED && virDomainCreateWithFlags (domain, VIR_DOMAIN_START_PAUSED) < 0)
    return nwb_libvirt_error ("cannot start a guest", error);
  return TRUE;
}

static gboolean
drop (virConnectPtr connection, NwbKind kind, guint number, GError **error)
{
  g_autofree char *name = nwb_domain_name (kind, number);
  g_autoptr (virDomain) domain = virDomainLookupByName (connection, name);

  if (!domain)
    return nwb_libvirt_error ("cannot find a domain", error);
  if (kind != NWB_DEFINED && virDomainDestroy (domain) < 0)
    return nwb_libvirt_error ("cannot end a guest", error);
  return virDomainUndefine (domain) == 0 || nwb_libvirt_error ("cannot undefine a domain", error);
}

static guint
count (virConnectPtr connection, NwbKind kind)
{
  for (guint number = 0;; number++)
    {
      g_autofree char *name = nwb_domain_name (kind, number);
      g_autoptr (virDomain) domain = virDomainLookupByName (connection, name);

      if (!domain)
        return number;
    }
}

gboolean
nwb_domains_ensure (virConnectPtr connection, NwbKind kind, guint wanted, GError **error)
{
  guint number = count (connection, kind);

  for (; number < wanted; number++)
    if (!add (connection, kind, number, error))
      return FALSE;
  for (; number > wanted; number--)
    if (!drop (connection, kind, number - 1, error))
      return FALSE;
  return TRUE;
}
