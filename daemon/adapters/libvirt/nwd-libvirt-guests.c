/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-guests.h"

#include "nwd-libvirt-connection.h"
#include "nwd-libvirt-error.h"
#include "nwd-libvirt-workers.h"
#include "nwd-status-file.h"

#define N_THREADS NWD_GUEST_AGENT_MAX_QUESTIONS

struct _NwdLibvirtGuests
{
  GObject parent;

  char *uri;
  NwdLibvirtWorkers *workers;
  GMutex mutex;
  NwdLibvirtConnection *connections[N_THREADS]; /* NULL: not needed yet, or in use */
};

typedef struct
{
  char *vm_id;
  NwdGuestSource source;
} Question;

static void guest_agent_init (NwdGuestAgentInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NwdLibvirtGuests,
                               nwd_libvirt_guests,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_GUEST_AGENT, guest_agent_init))

/* --- connections --- */

/* Any that nobody uses, or a new one. */
static NwdLibvirtConnection *
take_connection (NwdLibvirtGuests *self, GError **error)
{
  NwdLibvirtConnection *connection = NULL;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < N_THREADS && !connection; i++)
    connection = g_steal_pointer (&self->connections[i]);
  g_mutex_unlock (&self->mutex);
  return connection ? connection : nwd_libvirt_connection_open (self->uri, error);
}

/* One that broke is not used again; nor is one too many, which there never is. */
static void
give_connection_back (NwdLibvirtGuests *self, NwdLibvirtConnection *connection, const GError *error)
{
  g_autoptr (NwdLibvirtConnection) own = connection;

  if (g_error_matches (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE))
    return;
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < N_THREADS && own; i++)
    if (!self->connections[i])
      self->connections[i] = g_steal_pointer (&own);
  g_mutex_unlock (&self->mutex);
}

/* --- questions --- */

static NwdGuestClaim *
claim_from_interface (NwdGuestSource source, const virDomainInterface *interface)
{
  /* Who leases addresses knows the tap, which is not the guest's name for it. */
  const char *name = source == NWD_GUEST_BY_AGENT ? interface->name : "";
  NwdGuestClaim *claim = nwd_guest_claim_new (source, name, interface->hwaddr);

  for (guint i = 0; i < interface->naddrs; i++)
    nwd_guest_claim_add (claim, interface->addrs[i].addr, interface->addrs[i].prefix);
  return claim;
}

/* Takes @interfaces, of libvirt's making. */
static GPtrArray *
claims_from_interfaces (NwdGuestSource source, virDomainInterfacePtr *interfaces, int n)
{
  GPtrArray *claims = nwd_guest_claims_new ();

  for (int i = 0; i < n; i++)
    {
      if (i < NWD_GUEST_MAX_CLAIMS)
        g_ptr_array_add (claims, claim_from_interface (source, interfaces[i]));
      virDomainInterfaceFree (interfaces[i]);
    }
  free (interfaces); /* by libvirt's word, not g_free() */
  return claims;
}

static void
set_error (virDomainPtr domain, GError **error)
{
  const virError *cause = virGetLastError ();
  gboolean silent
    = cause && (cause->code == VIR_ERR_AGENT_UNRESPONSIVE || cause->code == VIR_ERR_AGENT_UNSYNCED);
  gboolean over = cause && cause->code == VIR_ERR_OPERATION_INVALID;

  nwd_libvirt_set_error (error, silent ? NWD_ERROR_TIMEOUT
                                : over ? NWD_ERROR_NOT_FOUND
                                       : NWD_ERROR_FAILED);
  g_prefix_error (error, "cannot ask the guest of VM %s: ", virDomainGetName (domain));
}

static GPtrArray *
ask_leases (virDomainPtr domain, GError **error)
{
  virDomainInterfacePtr *interfaces = NULL;
  int n = virDomainInterfaceAddresses (domain, &interfaces,
                                       VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE, 0);

  if (n >= 0)
    return claims_from_interfaces (NWD_GUEST_BY_LEASE, interfaces, n);
  set_error (domain, error);
  return NULL;
}

/* Without end by default, and the same for who freezes file systems through the agent, which may
 * well take longer: libvirt has it once for a VM. So it is ours only while we ask. */
static GPtrArray *
ask_agent (virDomainPtr domain, GError **error)
{
  virDomainInterfacePtr *interfaces = NULL;
  int before = nwd_status_read_agent_timeout (virDomainGetName (domain));
  gboolean patient = before < 0 || before > NWD_GUEST_AGENT_TIMEOUT;
  int n = -1;
  GPtrArray *claims = NULL;

  if (!patient || virDomainAgentSetResponseTimeout (domain, NWD_GUEST_AGENT_TIMEOUT, 0) >= 0)
    n = virDomainInterfaceAddresses (domain, &interfaces, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT,
                                     0);
  if (n >= 0)
    claims = claims_from_interfaces (NWD_GUEST_BY_AGENT, interfaces, n);
  else
    set_error (domain, error);
  if (patient && virDomainAgentSetResponseTimeout (domain, before, 0) < 0)
    g_debug ("Cannot set back how long libvirt waits for the agent of %s",
             virDomainGetName (domain));
  return claims;
}

static GPtrArray *
ask (NwdLibvirtConnection *connection, const Question *question, GError **error)
{
  g_autoptr (virDomain) domain
    = nwd_libvirt_connection_find_domain (connection, question->vm_id, error);
  g_autoptr (GError) cause = NULL;
  GPtrArray *claims = NULL;

  if (!domain)
    return NULL;
  claims = question->source == NWD_GUEST_BY_AGENT ? ask_agent (domain, &cause)
                                                  : ask_leases (domain, &cause);
  /* It may be another one of that name by now. */
  if (g_error_matches (cause, NWD_ERROR, NWD_ERROR_NOT_FOUND))
    nwd_libvirt_connection_forget_domain (connection, question->vm_id);
  if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  return claims;
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  NwdLibvirtGuests *self = source;
  GError *error = NULL;
  NwdLibvirtConnection *connection = take_connection (self, &error);
  GPtrArray *claims = connection ? ask (connection, data, &error) : NULL;

  if (connection)
    give_connection_back (self, connection, error);
  if (claims)
    g_task_return_pointer (task, claims, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->vm_id);
  g_free (question);
}

static void
ask_async (NwdGuestAgent *agent,
           const char *vm_id,
           NwdGuestSource source,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  NwdLibvirtGuests *self = NWD_LIBVIRT_GUESTS (agent);
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Question *question = g_new (Question, 1);

  *question = (Question){ g_strdup (vm_id), source };
  g_task_set_task_data (task, question, question_free);
  nwd_libvirt_workers_run (self->workers, task, run);
}

static GPtrArray *
ask_finish (NwdGuestAgent *agent, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
guest_agent_init (NwdGuestAgentInterface *interface)
{
  interface->ask_async = ask_async;
  interface->ask_finish = ask_finish;
}

static void
nwd_libvirt_guests_init (NwdLibvirtGuests *self)
{
  g_mutex_init (&self->mutex);
  self->workers = nwd_libvirt_workers_new (N_THREADS);
}

static void
nwd_libvirt_guests_finalize (GObject *object)
{
  NwdLibvirtGuests *self = NWD_LIBVIRT_GUESTS (object);

  nwd_libvirt_workers_free (self->workers);
  for (guint i = 0; i < N_THREADS; i++)
    g_clear_pointer (&self->connections[i], nwd_libvirt_connection_unref);
  g_mutex_clear (&self->mutex);
  g_free (self->uri);
  G_OBJECT_CLASS (nwd_libvirt_guests_parent_class)->finalize (object);
}

static void
nwd_libvirt_guests_class_init (NwdLibvirtGuestsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nwd_libvirt_guests_finalize;
}

NwdLibvirtGuests *
nwd_libvirt_guests_new (const char *uri)
{
  NwdLibvirtGuests *self = g_object_new (NWD_TYPE_LIBVIRT_GUESTS, NULL);

  self->uri = g_strdup (uri);
  return self;
}
