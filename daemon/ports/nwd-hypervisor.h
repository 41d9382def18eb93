/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-backend.h"
#include "core/nwd-card-change.h"
#include "core/nwd-domain.h"
#include "core/nwd-virtual-network.h"

#include <gio/gio.h>

/* The hypervisor.
 *
 * Thread: every function is called, and every callback and listener runs, on the main context;
 *   no function blocks. The adapter keeps its blocking calls in threads of its own.
 * Order: after it connected it calls inventory() once with everything there is, and from then on
 *   domain_changed(), domain_gone() and networks_changed() for whatever changes, whoever changes
 *   it, as soon as it can know. A connection that is lost is opened again by itself: inventory()
 *   comes again, to be compared with what was known. Nothing is "gone" because the connection is.
 * Errors: NWD_ERROR_HYPERVISOR_UNAVAILABLE when there is no connection or it broke during the call
 *   (the change may or may not have been made: read it back); NWD_ERROR_NOT_FOUND for an unknown
 *   VM or card; NWD_ERROR_NETWORK_NOT_ON_HOST for an unknown network of the hypervisor;
 *   NWD_ERROR_BUSY when something else holds the VM; NWD_ERROR_NOT_SUPPORTED,
 *   NWD_ERROR_HOT_UPDATE_REFUSED, NWD_ERROR_NO_FREE_SLOT, NWD_ERROR_UPDATE_FAILED,
 *   NWD_ERROR_PLUG_FAILED, NWD_ERROR_UNPLUG_FAILED as the hypervisor refused;
 *   NWD_ERROR_INVALID_ARGUMENT for a network filter that it does not have;
 *   the cause it gave stands in the text.
 * Cancellation: there is none. A call of a VM whose process is stopped lasts as long as it is; the
 *   engine bounds how many such calls there are. */
#define NWD_TYPE_HYPERVISOR (nwd_hypervisor_get_type ())
G_DECLARE_INTERFACE (NwdHypervisor, nwd_hypervisor, NWD, HYPERVISOR, GObject)

typedef struct
{
  void (*state_changed) (gpointer data);
  /* @domains of NwdDomain, @networks of NwdVirtualNetwork: all there are. */
  void (*inventory) (GPtrArray *domains, GPtrArray *networks, gpointer data);
  void (*domain_changed) (NwdDomain *domain, gpointer data);
  void (*domain_gone) (const char *vm_id, gpointer data);
  void (*networks_changed) (GPtrArray *networks, gpointer data);
} NwdHypervisorListener;

struct _NwdHypervisorInterface
{
  GTypeInterface parent;

  void (*start) (NwdHypervisor *self, const NwdHypervisorListener *listener, gpointer data);
  NwdBackendState (*get_state) (NwdHypervisor *self);
  gboolean (*has_instant_changes) (NwdHypervisor *self);
  gboolean (*is_stopped) (NwdHypervisor *self, const NwdDomain *domain); /* optional */

  void (*read_domain_async) (NwdHypervisor *self,
                             const char *vm_id,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
  NwdDomain *(*read_domain_finish) (NwdHypervisor *self, GAsyncResult *result, GError **error);

  void (*change_cards_async) (NwdHypervisor *self,
                              GPtrArray *changes,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
  NwdDomain *(*change_cards_finish) (NwdHypervisor *self, GAsyncResult *result, GError **error);

  void (*read_card_async) (NwdHypervisor *self,
                           const char *vm_id,
                           const char *mac,
                           guint nth,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
  char *(*read_card_finish) (NwdHypervisor *self, GAsyncResult *result, GError **error);

  void (*has_filter_async) (NwdHypervisor *self,
                            const char *name,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  gboolean (*has_filter_finish) (NwdHypervisor *self, GAsyncResult *result, GError **error);
};

/* Starts connecting; @listener must outlive @self. */
void
nwd_hypervisor_start (NwdHypervisor *self, const NwdHypervisorListener *listener, gpointer data);

NwdBackendState nwd_hypervisor_get_state (NwdHypervisor *self);

/* FALSE when changes by others are only found by comparing every 10 s. */
gboolean nwd_hypervisor_has_instant_changes (NwdHypervisor *self);

/* Whether that VM is known not to answer now, as its process is stopped. FALSE promises nothing. */
gboolean nwd_hypervisor_is_stopped (NwdHypervisor *self, const NwdDomain *domain);

/* Reads one VM afresh. */
void nwd_hypervisor_read_domain_async (NwdHypervisor *self,
                                       const char *vm_id,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
NwdDomain *
nwd_hypervisor_read_domain_finish (NwdHypervisor *self, GAsyncResult *result, GError **error);

/* Makes @changes (of NwdCardChange, of one VM) on definitions that are current, and answers what
 * the VM is after them, read back. Several are updates of different cards in the same scope: they
 * are made in their order until one fails, and what was made before it stays made. At most one call
 * a VM may be in flight.
 *
 * An update is one call of the hypervisor: all of it is made, or nothing. Where the live and the
 * persistent definition of the card differ beyond what every start changes (alias, tap, an address
 * that one of them lacks), one of both scopes is NWD_ERROR_NOT_SUPPORTED: the caller makes two.
 * MAC and alias, of a running VM, are NWD_ERROR_HOT_UPDATE_REFUSED.
 *
 * An attach is one call too; nothing is done in a scope where the card is. In both scopes the
 * card gets one address where the persistent definition has it free; where it has not, the
 * addresses differ, and later updates must be two. A card whose address "" was chosen for it has
 * it in the answer.
 *
 * A detach of the running VM ends when the hypervisor took the request: the card may still be in
 * the answer, as long as the guest does not let go of it, and domain_changed() tells when it is
 * gone. Nothing tells that the guest never will; asking again is no error. Nothing is done in a
 * scope where the card is not. In both scopes it is two calls, the running VM first. */
void nwd_hypervisor_change_cards_async (NwdHypervisor *self,
                                        GPtrArray *changes,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
NwdDomain *
nwd_hypervisor_change_cards_finish (NwdHypervisor *self, GAsyncResult *result, GError **error);

/* The whole definition of a card as text, an <interface>, for NwdCardChange.definition: that of the
 * running VM where it has the card, else the persistent one; with its address, without what each
 * start fills in. */
void nwd_hypervisor_read_card_async (NwdHypervisor *self,
                                     const char *vm_id,
                                     const char *mac,
                                     guint nth,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char *nwd_hypervisor_read_card_finish (NwdHypervisor *self, GAsyncResult *result, GError **error);

/* Whether the hypervisor has a network filter of that name; FALSE without @error: it has none. */
void nwd_hypervisor_has_filter_async (NwdHypervisor *self,
                                      const char *name,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
nwd_hypervisor_has_filter_finish (NwdHypervisor *self, GAsyncResult *result, GError **error);
