/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-redefine.h"

#include "nwd-card-xml.h"
#include "nwd-libvirt-error.h"

gboolean
nwd_libvirt_needs_redefine (const NwdCardChange *change)
{
  return change->verb == NWD_CARD_UPDATE && change->fields & (NWD_CARD_MAC | NWD_CARD_ALIAS);
}

static gboolean
check (virDomainPtr domain, const NwdCardChange *change, GError **error)
{
  if (change->scope & NWD_SCOPE_LIVE)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_HOT_UPDATE_REFUSED,
                   "MAC and alias stay while the card is plugged");
      return FALSE;
    }
  if (virDomainIsPersistent (domain) == 1)
    return TRUE;

  g_set_error (error, NWD_ERROR, NWD_ERROR_UPDATE_FAILED, "it has no persistent definition");
  return FALSE;
}

/* With the secrets, such as that of the screen: what is left out would be gone. */
static xmlDoc *
read_all (virDomainPtr domain, GError **error)
{
  g_autofree char *text
    = virDomainGetXMLDesc (domain, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE);

  if (text)
    return nwd_xml_parse (text, "domain", error);
  nwd_libvirt_set_error (error, NWD_ERROR_UPDATE_FAILED);
  return NULL;
}

static gboolean
redefine (virDomainPtr domain, const NwdCardChange *change, GError **error)
{
  g_autoptr (xmlDoc) definition = check (domain, change, error) ? read_all (domain, error) : NULL;
  g_autoptr (virDomain) defined = NULL;
  g_autofree char *text = NULL;

  if (!definition || !nwd_card_xml_edit_in (definition, change, error))
    return FALSE;

  text = nwd_xml_format (xmlDocGetRootElement (definition));
  defined = virDomainDefineXML (virDomainGetConnect (domain), text);
  if (defined)
    return TRUE;
  nwd_libvirt_set_error (error, NWD_ERROR_UPDATE_FAILED);
  return FALSE;
}

gboolean
nwd_libvirt_redefine_card (virDomainPtr domain, const NwdCardChange *change, GError **error)
{
  if (redefine (domain, change, error))
    return TRUE;

  g_prefix_error (error, "cannot change card %s of VM %s: ", change->mac,
                  virDomainGetName (domain));
  nwd_libvirt_add_number (error, NWD_ERROR_UPDATE_FAILED, NWD_LIBVIRT_UPDATE);
  return FALSE;
}
