/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-plug.h"

#include "nwd-card-xml.h"
#include "nwd-domain-xml.h"
#include "nwd-libvirt-error.h"
#include "nwd-pci-slots.h"

#include <string.h>

/* The card that @change means in @definition (NULL: not asked for), or NULL. */
static NwdCard *
find_card (xmlDoc *definition, const NwdCardChange *change)
{
  g_autoptr (NwdDomainXml) xml = definition ? nwd_domain_xml_read (definition) : NULL;
  NwdCard *card = xml ? nwd_card_change_find (change, xml->cards) : NULL;

  return card ? nwd_card_ref (card) : NULL;
}

static gboolean
has_card (xmlDoc *definition, const NwdCardChange *change)
{
  g_autoptr (NwdCard) card = find_card (definition, change);

  return card != NULL;
}

/* What is asked for of a VM that is not running is read from what will be. */
static gboolean
is_live (xmlDoc *definition)
{
  return definition && xmlHasProp (xmlDocGetRootElement (definition), BAD_CAST "id");
}

static gboolean
fail (virDomainPtr domain, const NwdCardChange *change, GError *cause, GError **error)
{
  gboolean plugs = change->verb == NWD_CARD_ATTACH;
  NwdError own = plugs ? NWD_ERROR_PLUG_FAILED : NWD_ERROR_UNPLUG_FAILED;

  g_set_error (error, NWD_ERROR, cause->code, "cannot %s card %s %s VM %s: %s",
               plugs ? "plug" : "unplug", change->mac, plugs ? "into" : "from",
               virDomainGetName (domain), cause->message);
  nwd_libvirt_add_number (error, own, plugs ? NWD_LIBVIRT_PLUG : NWD_LIBVIRT_UNPLUG);
  g_error_free (cause);
  return FALSE;
}

/* --- plug --- */

static NwdScope
missing_scope (const NwdDefinitions *definitions, const NwdCardChange *change)
{
  NwdScope scope = change->scope;

  if (is_live (definitions->live) && has_card (definitions->live, change))
    scope &= ~(guint)NWD_SCOPE_LIVE;
  if (has_card (definitions->config, change))
    scope &= ~(guint)NWD_SCOPE_CONFIG;
  return scope;
}

/* One update can serve both definitions only where the card has the same address in both, and
 * libvirt chooses for each by itself. A card that one of them has goes to the same place. */
static char *
choose_address (const NwdDefinitions *definitions, const NwdCardChange *change, NwdScope scope)
{
  g_autoptr (NwdCard) there = NULL;

  if (*change->card->address || !definitions->live || !definitions->config)
    return g_strdup (change->card->address);
  if (scope == (NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG))
    return nwd_pci_slots_find_common (definitions->live, definitions->config);

  there = find_card (scope == NWD_SCOPE_LIVE ? definitions->config : definitions->live, change);
  return nwd_pci_slots_is_free (scope == NWD_SCOPE_LIVE ? definitions->live : definitions->config,
                                there->address)
           ? g_strdup (there->address)
           : g_strdup ("");
}

static gboolean
check_hot (xmlDoc *live, GError **error)
{
  if (nwd_pci_slots_are_hot (live))
    return TRUE;

  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "its machine cannot change cards while it runs, having no ACPI");
  return FALSE;
}

static gboolean
attach (virDomainPtr domain,
        const NwdDefinitions *definitions,
        const NwdCardChange *change,
        NwdScope scope,
        GError **error)
{
  g_autofree char *address = choose_address (definitions, change, scope);
  g_autofree char *xml = NULL;

  if (scope & NWD_SCOPE_LIVE && !check_hot (definitions->live, error))
    return FALSE;
  xml = nwd_card_xml_build (change, address, error);
  if (!xml)
    return FALSE;
  if (virDomainAttachDeviceFlags (domain, xml, scope) == 0)
    return TRUE;

  nwd_libvirt_set_error (error, NWD_ERROR_PLUG_FAILED);
  return FALSE;
}

gboolean
nwd_libvirt_attach_card (virDomainPtr domain,
                         const NwdDefinitions *definitions,
                         const NwdCardChange *change,
                         GError **error)
{
  NwdScope scope = missing_scope (definitions, change);
  GError *cause = NULL;

  if (!scope || attach (domain, definitions, change, scope, &cause))
    return TRUE;
  return fail (domain, change, cause, error);
}

/* --- unplug --- */

/* The guest has not let go since it was asked before, or it did while we asked. */
static gboolean
is_being_done (void)
{
  const virError *cause = virGetLastError ();

  return cause && cause->message
         && (strstr (cause->message, "already in the process of unplug")
             || strstr (cause->message, "no device found with alias"));
}

/* By alias: by anything else libvirt would wait for the guest, which may never answer. A card that
 * is not there yet may be on its way, for a service that has ended meanwhile: then libvirt finds
 * it, since it does one thing after the other. */
static gboolean
detach_live (virDomainPtr domain, xmlDoc *live, const NwdCardChange *change, GError **error)
{
  g_autoptr (NwdCard) card = is_live (live) ? find_card (live, change) : NULL;
  const char *alias = card ? card->alias : change->alias;

  if (!is_live (live) || !alias)
    return TRUE;
  if (card && !check_hot (live, error))
    return FALSE;
  if (virDomainDetachDeviceAlias (domain, alias, VIR_DOMAIN_AFFECT_LIVE) == 0 || is_being_done ())
    return TRUE;

  nwd_libvirt_set_error (error, NWD_ERROR_UNPLUG_FAILED);
  return FALSE;
}

static gboolean
detach_config (virDomainPtr domain, xmlDoc *config, const NwdCardChange *change, GError **error)
{
  g_autoptr (NwdCard) card = find_card (config, change);
  g_autofree char *xml = NULL;

  if (!card)
    return TRUE;
  xml = nwd_card_xml_extract (config, card->mac, card->nth, error);
  if (!xml)
    return FALSE;
  if (virDomainDetachDeviceFlags (domain, xml, VIR_DOMAIN_AFFECT_CONFIG) == 0)
    return TRUE;

  nwd_libvirt_set_error (error, NWD_ERROR_UNPLUG_FAILED);
  return FALSE;
}

/* What was on its way into the running VM has come to the definition by now. */
static gboolean
detach_both (virDomainPtr domain,
             const NwdDefinitions *definitions,
             const NwdCardChange *change,
             GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (xmlDoc) config = NULL;

  if (!detach_live (domain, definitions->live, change, error))
    return FALSE;
  if (!definitions->config)
    return TRUE;
  text = virDomainGetXMLDesc (domain, VIR_DOMAIN_XML_INACTIVE);
  if (!text)
    {
      nwd_libvirt_set_error (error, NWD_ERROR_UNPLUG_FAILED);
      return FALSE;
    }
  config = nwd_xml_parse (text, "domain", error);
  return config && detach_config (domain, config, change, error);
}

gboolean
nwd_libvirt_detach_card (virDomainPtr domain,
                         const NwdDefinitions *definitions,
                         const NwdCardChange *change,
                         GError **error)
{
  GError *cause = NULL;

  if (definitions->live ? detach_both (domain, definitions, change, &cause)
                        : detach_config (domain, definitions->config, change, &cause))
    return TRUE;
  return fail (domain, change, cause, error);
}
