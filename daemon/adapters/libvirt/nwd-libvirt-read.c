/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-read.h"

#include "nwd-domain-xml.h"
#include "nwd-libvirt-error.h"

NwdReading *
nwd_reading_new (const char *name)
{
  NwdReading *self = g_new0 (NwdReading, 1);

  self->begun = g_get_monotonic_time ();
  nwd_status_stamp_take (&self->stamp, name);
  return self;
}

void
nwd_reading_free (NwdReading *self)
{
  g_clear_pointer (&self->domain, nwd_domain_unref);
  g_free (self);
}

static gboolean
set_read_error (virDomainPtr domain, GError **error)
{
  nwd_libvirt_set_error (error, NWD_ERROR_FAILED);
  g_prefix_error (error, "cannot read VM %s: ", virDomainGetName (domain));
  return FALSE;
}

static NwdDomainXml *
read_xml (virDomainPtr domain, guint flags, GError **error)
{
  g_autofree char *text = virDomainGetXMLDesc (domain, flags);
  NwdDomainXml *xml;

  if (!text)
    {
      set_read_error (domain, error);
      return NULL;
    }
  xml = nwd_domain_xml_parse (text, error);
  if (!xml)
    g_prefix_error (error, "cannot read VM %s: ", virDomainGetName (domain));
  return xml;
}

static NwdDomain *
domain_from_xml (NwdDomainXml *xml)
{
  NwdDomain *domain = nwd_domain_new ();

  domain->id = g_steal_pointer (&xml->id);
  domain->name = g_steal_pointer (&xml->name);
  domain->title = g_steal_pointer (&xml->title);
  domain->managed_by = g_steal_pointer (&xml->managed_by);
  domain->free_slots = xml->free_slots;
  domain->agent = xml->agent;
  return domain;
}

/* Without the status file only the reason tells, and not of all jobs. */
static NwdVmState
paused_state (int reason)
{
  switch (reason)
    {
    case VIR_DOMAIN_PAUSED_MIGRATION:
    case VIR_DOMAIN_PAUSED_POSTCOPY:
    case VIR_DOMAIN_PAUSED_POSTCOPY_FAILED:
      return NWD_VM_MIGRATING;
    case VIR_DOMAIN_PAUSED_SAVE:
    case VIR_DOMAIN_PAUSED_STARTING_UP:
      return NWD_VM_SAVING;
    default:
      return NWD_VM_PAUSED;
    }
}

static NwdVmState
map_state (int state, int reason, NwdJob job)
{
  if (job == NWD_JOB_MIGRATION)
    return NWD_VM_MIGRATING;
  if (job == NWD_JOB_SAVE)
    return NWD_VM_SAVING;

  switch (state)
    {
    case VIR_DOMAIN_PAUSED:
      return job == NWD_JOB_UNKNOWN ? paused_state (reason) : NWD_VM_PAUSED;
    case VIR_DOMAIN_SHUTDOWN:
      return NWD_VM_SHUTDOWN;
    case VIR_DOMAIN_SHUTOFF:
      return NWD_VM_SHUTOFF;
    case VIR_DOMAIN_CRASHED:
      return NWD_VM_CRASHED;
    case VIR_DOMAIN_PMSUSPENDED:
      return NWD_VM_PMSUSPENDED;
    default:
      return NWD_VM_RUNNING;
    }
}

gboolean
nwd_libvirt_read_state (virDomainPtr handle, NwdJob job, NwdDomain *domain, GError **error)
{
  int state;
  int reason;

  if (virDomainGetState (handle, &state, &reason, 0) < 0)
    return set_read_error (handle, error);

  domain->state = map_state (state, reason, job);
  return TRUE;
}

/* What the definition of a running VM does not say. */
static gboolean
complete_active (virDomainPtr handle, NwdDomain *domain, GError **error)
{
  g_autoptr (NwdDomainXml) config = NULL;
  int persistent = virDomainIsPersistent (handle);

  if (persistent < 0)
    return set_read_error (handle, error);
  domain->persistent = persistent;
  if (!persistent)
    return TRUE;

  config = read_xml (handle, VIR_DOMAIN_XML_INACTIVE, error);
  if (!config)
    return FALSE;
  domain->config = g_steal_pointer (&config->cards);
  return TRUE;
}

static gboolean
complete_inactive (virDomainPtr handle, NwdDomain *domain, GError **error)
{
  int managed_save = virDomainHasManagedSaveImage (handle, 0);

  if (managed_save < 0)
    return set_read_error (handle, error);
  domain->managed_save = managed_save;
  return TRUE;
}

static gboolean
fill (virDomainPtr handle, NwdDomainXml *xml, NwdDomain *domain, GError **error)
{
  NwdJob job = xml->active ? nwd_status_read_job (domain->name) : NWD_JOB_NONE;

  if (!nwd_libvirt_read_state (handle, job, domain, error))
    return FALSE;

  if (xml->active)
    {
      if (nwd_vm_state_is_live (domain->state))
        domain->live = g_steal_pointer (&xml->cards);
      return complete_active (handle, domain, error);
    }
  domain->persistent = TRUE;
  domain->config = g_steal_pointer (&xml->cards);
  return complete_inactive (handle, domain, error);
}

NwdReading *
nwd_libvirt_read_domain (virDomainPtr domain, GError **error)
{
  g_autoptr (NwdReading) reading = nwd_reading_new (virDomainGetName (domain));
  g_autoptr (NwdDomainXml) xml = read_xml (domain, 0, error);

  if (!xml)
    return NULL;

  reading->domain = domain_from_xml (xml);
  return fill (domain, xml, reading->domain, error) ? g_steal_pointer (&reading) : NULL;
}

NwdReading *
nwd_libvirt_read_inactive_domain (virDomainPtr domain, gboolean managed_save, GError **error)
{
  g_autoptr (NwdReading) reading = nwd_reading_new (virDomainGetName (domain));
  g_autoptr (NwdDomainXml) xml = read_xml (domain, 0, error);

  if (!xml)
    return NULL;
  if (xml->active)
    return nwd_libvirt_read_domain (domain, error);

  reading->domain = domain_from_xml (xml);
  reading->domain->state = NWD_VM_SHUTOFF;
  reading->domain->persistent = TRUE;
  reading->domain->managed_save = managed_save;
  reading->domain->config = g_steal_pointer (&xml->cards);
  return g_steal_pointer (&reading);
}
