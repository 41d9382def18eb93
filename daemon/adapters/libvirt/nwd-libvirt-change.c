/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-change.h"

#include "nwd-card-xml.h"
#include "nwd-domain-xml.h"
#include "nwd-libvirt-error.h"
#include "nwd-libvirt-filter.h"
#include "nwd-libvirt-plug.h"
#include "nwd-libvirt-redefine.h"

G_STATIC_ASSERT ((int)NWD_SCOPE_LIVE == (int)VIR_DOMAIN_AFFECT_LIVE);
G_STATIC_ASSERT ((int)NWD_SCOPE_CONFIG == (int)VIR_DOMAIN_AFFECT_CONFIG);

static xmlDoc *
read_definition (virDomainPtr domain, guint flags, GError **error)
{
  g_autofree char *text = virDomainGetXMLDesc (domain, flags);

  if (text)
    return nwd_xml_parse (text, "domain", error);

  nwd_libvirt_set_error (error, NWD_ERROR_FAILED);
  g_prefix_error (error, "cannot read VM %s: ", virDomainGetName (domain));
  return NULL;
}

static gboolean
read_definitions (virDomainPtr domain, NwdScope scope, NwdDefinitions *definitions, GError **error)
{
  if (scope & NWD_SCOPE_LIVE && !(definitions->live = read_definition (domain, 0, error)))
    return FALSE;
  if (!(scope & NWD_SCOPE_CONFIG))
    return TRUE;

  definitions->config = read_definition (domain, VIR_DOMAIN_XML_INACTIVE, error);
  return definitions->config != NULL;
}

/* Without a file nothing tells whether what is known still holds. */
static gboolean
has_definition (const NwdDefinitions *definitions, const xmlDoc *doc, NwdStatusFile file)
{
  return doc && definitions->stamp.files[file].inode != 0;
}

static gboolean
has_scope (const NwdDefinitions *definitions, NwdScope scope)
{
  gboolean live = has_definition (definitions, definitions->live, NWD_STATUS_LIVE);
  gboolean config = has_definition (definitions, definitions->config, NWD_STATUS_CONFIG);

  return live == !!(scope & NWD_SCOPE_LIVE) && config == !!(scope & NWD_SCOPE_CONFIG);
}

/* One <interface> goes to both definitions: it must not carry over anything else. */
static gboolean
check_same (const NwdDefinitions *definitions, const NwdCardChange *change, GError **error)
{
  gboolean same;

  if (!definitions->live || !definitions->config)
    return TRUE;
  if (!nwd_card_xml_same (definitions->live, definitions->config, change, &same, error))
    return FALSE;
  if (same)
    return TRUE;

  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "card %s differs between the running VM and its persistent definition", change->mac);
  return FALSE;
}

static char *
build_update (const NwdDefinitions *definitions, const NwdCardChange *change, GError **error)
{
  xmlDoc *domain = definitions->live ? definitions->live : definitions->config;

  return check_same (definitions, change, error) ? nwd_card_xml_edit (domain, change, error) : NULL;
}

static gboolean
update (virDomainPtr domain,
        const NwdDefinitions *definitions,
        const NwdCardChange *change,
        GError **error)
{
  g_autofree char *xml = build_update (definitions, change, error);

  if (!xml)
    return FALSE;
  if (virDomainUpdateDeviceFlags (domain, xml, change->scope) == 0)
    return TRUE;

  nwd_libvirt_set_error (error, NWD_ERROR_UPDATE_FAILED);
  g_prefix_error (error, "cannot change card %s of VM %s: ", change->mac,
                  virDomainGetName (domain));
  nwd_libvirt_add_number (error, NWD_ERROR_UPDATE_FAILED, NWD_LIBVIRT_UPDATE);
  return FALSE;
}

/* It may have gone since the change was planned. libvirt would find out in the middle of the
 * change, or at the next start. */
static gboolean
check_filter (virDomainPtr domain, const NwdCardChange *change, GError **error)
{
  const char *name = change->card ? change->card->filter : change->filter;
  GError *local = NULL;

  if (!name || !*name || nwd_libvirt_has_filter (virDomainGetConnect (domain), name, &local))
    return TRUE;

  if (!local)
    local = g_error_new (NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                         "filter: there is no network filter “%s”", name);
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
make_change (virDomainPtr domain,
             const NwdDefinitions *definitions,
             const NwdCardChange *change,
             GError **error)
{
  if (change->verb == NWD_CARD_DETACH)
    return nwd_libvirt_detach_card (domain, definitions, change, error);
  if (!check_filter (domain, change, error))
    return FALSE;
  if (change->verb == NWD_CARD_ATTACH)
    return nwd_libvirt_attach_card (domain, definitions, change, error);
  if (nwd_libvirt_needs_redefine (change))
    return nwd_libvirt_redefine_card (domain, change, error);
  return update (domain, definitions, change, error);
}

/* Moves what @definition (NULL: not read) says into @domain, its cards into @cards; those of what
 * will be are not live ones. */
static void
take_definition (NwdDomain *domain, xmlDoc *definition, GPtrArray **cards)
{
  g_autoptr (NwdDomainXml) xml = definition ? nwd_domain_xml_read (definition) : NULL;

  if (!xml)
    return;

  if (xml->active || !domain->id)
    domain->agent = xml->agent;
  if (xml->active)
    domain->free_slots = xml->free_slots;
  if (xml->active || cards == &domain->config)
    *cards = g_steal_pointer (&xml->cards);
  if (domain->id)
    return;

  domain->id = g_steal_pointer (&xml->id);
  domain->name = g_steal_pointer (&xml->name);
  domain->title = g_steal_pointer (&xml->title);
  domain->managed_by = g_steal_pointer (&xml->managed_by);
}

/* Others may pause or resume it at the same time; the file tells without another call. */
static gboolean
read_back_state (virDomainPtr handle, NwdDomain *domain, GError **error)
{
  return nwd_status_read_state (domain->name, &domain->state)
         || nwd_libvirt_read_state (handle, NWD_JOB_NONE, domain, error);
}

/* What is known is from our own last change of the VM; its files tell whether it still holds. */
static gboolean
get_definitions (virDomainPtr domain,
                 NwdDefinitionsCache *cache,
                 const NwdCardChange *change,
                 NwdDefinitions *definitions,
                 GError **error)
{
  nwd_status_stamp_take (&definitions->stamp, virDomainGetName (domain));
  if (nwd_definitions_cache_take (cache, change->vm_id, &definitions->stamp, definitions)
      && has_scope (definitions, change->scope))
    return TRUE;

  nwd_definitions_clear (definitions);
  return read_definitions (domain, change->scope, definitions, error);
}

static NwdReading *
read_back (virDomainPtr domain,
           NwdDefinitionsCache *cache,
           const NwdCardChange *change,
           GError **error)
{
  g_autoptr (NwdReading) reading = nwd_reading_new (virDomainGetName (domain));
  g_auto (NwdDefinitions) definitions = { reading->stamp, NULL, NULL };

  reading->domain = nwd_domain_new ();
  if (!read_definitions (domain, change->scope, &definitions, error))
    return NULL;

  take_definition (reading->domain, definitions.live, &reading->domain->live);
  take_definition (reading->domain, definitions.config, &reading->domain->config);
  if (definitions.live && !read_back_state (domain, reading->domain, error))
    return NULL;

  nwd_definitions_cache_put (cache, change->vm_id, &definitions);
  return g_steal_pointer (&reading);
}

/* What one changes does not make the definitions of the others' cards old. */
static gboolean
make_changes (virDomainPtr domain,
              const NwdDefinitions *definitions,
              GPtrArray *changes,
              GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    if (!make_change (domain, definitions, g_ptr_array_index (changes, i), error))
      return FALSE;
  return TRUE;
}

NwdReading *
nwd_libvirt_change_cards (NwdLibvirtConnection *connection,
                          NwdDefinitionsCache *cache,
                          GPtrArray *changes,
                          GError **error)
{
  const NwdCardChange *first = g_ptr_array_index (changes, 0);
  g_autoptr (virDomain) domain
    = nwd_libvirt_connection_find_domain (connection, first->vm_id, error);
  g_auto (NwdDefinitions) definitions = { 0 };
  NwdReading *reading;

  if (!domain || !get_definitions (domain, cache, first, &definitions, error)
      || !make_changes (domain, &definitions, changes, error))
    return NULL;

  reading = read_back (domain, cache, first, error);
  if (reading)
    nwd_libvirt_connection_check_name (connection, domain, reading->domain->name);
  return reading;
}

static gboolean
has_card (xmlDoc *definition, const NwdCardChange *which)
{
  return nwd_domain_xml_find_interface (definition, which->mac, which->nth) != NULL;
}

char *
nwd_libvirt_read_card (NwdLibvirtConnection *connection, const NwdCardChange *which, GError **error)
{
  g_autoptr (virDomain) domain
    = nwd_libvirt_connection_find_domain (connection, which->vm_id, error);
  g_autoptr (xmlDoc) live = domain ? read_definition (domain, 0, error) : NULL;
  g_autoptr (xmlDoc) config = NULL;

  if (!live)
    return NULL;
  if (has_card (live, which))
    return nwd_card_xml_extract (live, which->mac, which->nth, error);

  config = read_definition (domain, VIR_DOMAIN_XML_INACTIVE, error);
  return config ? nwd_card_xml_extract (config, which->mac, which->nth, error) : NULL;
}
