/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-hypervisor.h"

G_DEFINE_INTERFACE (NwdHypervisor, nwd_hypervisor, G_TYPE_OBJECT)

static void
nwd_hypervisor_default_init (NwdHypervisorInterface *interface)
{
}

void
nwd_hypervisor_start (NwdHypervisor *self, const NwdHypervisorListener *listener, gpointer data)
{
  NWD_HYPERVISOR_GET_IFACE (self)->start (self, listener, data);
}

NwdBackendState
nwd_hypervisor_get_state (NwdHypervisor *self)
{
  return NWD_HYPERVISOR_GET_IFACE (self)->get_state (self);
}

gboolean
nwd_hypervisor_has_instant_changes (NwdHypervisor *self)
{
  return NWD_HYPERVISOR_GET_IFACE (self)->has_instant_changes (self);
}

gboolean
nwd_hypervisor_is_stopped (NwdHypervisor *self, const NwdDomain *domain)
{
  NwdHypervisorInterface *interface = NWD_HYPERVISOR_GET_IFACE (self);

  return interface->is_stopped && interface->is_stopped (self, domain);
}

void
nwd_hypervisor_read_domain_async (NwdHypervisor *self,
                                  const char *vm_id,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  NWD_HYPERVISOR_GET_IFACE (self)->read_domain_async (self, vm_id, callback, user_data);
}

NwdDomain *
nwd_hypervisor_read_domain_finish (NwdHypervisor *self, GAsyncResult *result, GError **error)
{
  return NWD_HYPERVISOR_GET_IFACE (self)->read_domain_finish (self, result, error);
}

void
nwd_hypervisor_change_cards_async (NwdHypervisor *self,
                                   GPtrArray *changes,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  NWD_HYPERVISOR_GET_IFACE (self)->change_cards_async (self, changes, callback, user_data);
}

NwdDomain *
nwd_hypervisor_change_cards_finish (NwdHypervisor *self, GAsyncResult *result, GError **error)
{
  return NWD_HYPERVISOR_GET_IFACE (self)->change_cards_finish (self, result, error);
}

void
nwd_hypervisor_read_card_async (NwdHypervisor *self,
                                const char *vm_id,
                                const char *mac,
                                guint nth,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  NWD_HYPERVISOR_GET_IFACE (self)->read_card_async (self, vm_id, mac, nth, callback, user_data);
}

char *
nwd_hypervisor_read_card_finish (NwdHypervisor *self, GAsyncResult *result, GError **error)
{
  return NWD_HYPERVISOR_GET_IFACE (self)->read_card_finish (self, result, error);
}

void
nwd_hypervisor_has_filter_async (NwdHypervisor *self,
                                 const char *name,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  NWD_HYPERVISOR_GET_IFACE (self)->has_filter_async (self, name, callback, user_data);
}

gboolean
nwd_hypervisor_has_filter_finish (NwdHypervisor *self, GAsyncResult *result, GError **error)
{
  return NWD_HYPERVISOR_GET_IFACE (self)->has_filter_finish (self, result, error);
}
