/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-connection.h"

#include "nwd-libvirt-error.h"

struct _NwdLibvirtConnection
{
  virConnectPtr connection;
  GMutex mutex;
  GHashTable *domains; /* UUID → virDomain: a lookup costs as much as a read */
};

static void
unref_domain (gpointer domain)
{
  virDomainFree (domain);
}

NwdLibvirtConnection *
nwd_libvirt_connection_open (const char *uri, GError **error)
{
  virConnectPtr connection = virConnectOpen (uri);
  NwdLibvirtConnection *self;

  if (!connection)
    {
      nwd_libvirt_set_error (error, NWD_ERROR_HYPERVISOR_UNAVAILABLE);
      g_prefix_error (error, "cannot connect to libvirt at %s: ", uri);
      return NULL;
    }

  self = g_atomic_rc_box_new0 (NwdLibvirtConnection);
  self->connection = connection;
  g_mutex_init (&self->mutex);
  self->domains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_domain);
  return self;
}

NwdLibvirtConnection *
nwd_libvirt_connection_ref (NwdLibvirtConnection *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
connection_clear (NwdLibvirtConnection *self)
{
  g_hash_table_unref (self->domains);
  virConnectClose (self->connection);
  g_mutex_clear (&self->mutex);
}

void
nwd_libvirt_connection_unref (NwdLibvirtConnection *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)connection_clear);
}

virConnectPtr
nwd_libvirt_connection_get (NwdLibvirtConnection *self)
{
  return self->connection;
}

static virDomainPtr
find_known (NwdLibvirtConnection *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  virDomainPtr domain = g_hash_table_lookup (self->domains, id);

  if (domain)
    virDomainRef (domain);
  return domain;
}

static void
remember (NwdLibvirtConnection *self, const char *id, virDomainPtr domain)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  virDomainRef (domain);
  g_hash_table_replace (self->domains, g_strdup (id), domain);
}

static void
set_lookup_error (const char *what, GError **error)
{
  nwd_libvirt_set_error (error, NWD_ERROR_NOT_FOUND);
  g_prefix_error (error, "cannot find VM %s: ", what);
}

virDomainPtr
nwd_libvirt_connection_find_domain (NwdLibvirtConnection *self, const char *id, GError **error)
{
  virDomainPtr domain = find_known (self, id);

  if (domain)
    return domain;

  domain = virDomainLookupByUUIDString (self->connection, id);
  if (domain)
    remember (self, id, domain);
  else
    set_lookup_error (id, error);
  return domain;
}

virDomainPtr
nwd_libvirt_connection_find_domain_by_name (NwdLibvirtConnection *self,
                                            const char *name,
                                            GError **error)
{
  virDomainPtr domain = virDomainLookupByName (self->connection, name);

  if (!domain)
    set_lookup_error (name, error);
  return domain;
}

void
nwd_libvirt_connection_forget_domain (NwdLibvirtConnection *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove (self->domains, id);
}

void
nwd_libvirt_connection_check_name (NwdLibvirtConnection *self,
                                   virDomainPtr domain,
                                   const char *name)
{
  char id[VIR_UUID_STRING_BUFLEN];

  if (!g_str_equal (virDomainGetName (domain), name) && virDomainGetUUIDString (domain, id) == 0)
    nwd_libvirt_connection_forget_domain (self, id);
}
