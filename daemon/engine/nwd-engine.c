/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-engine.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "core/nwd-plan-host.h"
#include "core/nwd-plan-wiring.h"
#include "nwd-account.h"
#include "nwd-call.h"
#include "nwd-engine-private.h"
#include "nwd-load.h"
#include "nwd-prepare.h"
#include "nwd-reconcile.h"

#define MAX_IDLE_QUEUES 256 /* of VMs that come and go, nobody tells the queue */

struct _NwdEngine
{
  GObject parent;

  NwdContext *context;
  NwdStore *store;
  GHashTable *vm_queues; /* VM id → NwdQueue */
};

G_DEFINE_FINAL_TYPE (NwdEngine, nwd_engine, G_TYPE_OBJECT)

static void
nwd_engine_finalize (GObject *object)
{
  NwdEngine *self = NWD_ENGINE (object);

  g_hash_table_unref (self->vm_queues);
  nwd_context_free (self->context);
  g_object_unref (self->store);
  G_OBJECT_CLASS (nwd_engine_parent_class)->finalize (object);
}

static void
nwd_engine_class_init (NwdEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nwd_engine_finalize;
}

static void
nwd_engine_init (NwdEngine *self)
{
  self->vm_queues
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_queue_free);
}

NwdEngine *
nwd_engine_new (NwdHypervisor *hypervisor,
                NwdHostNetwork *host_network,
                NwdKernel *kernel,
                NwdStore *store,
                NwdLog *log)
{
  NwdEngine *self = g_object_new (NWD_TYPE_ENGINE, NULL);

  self->context = nwd_context_new (hypervisor, host_network, kernel, store, log);
  self->store = g_object_ref (store);
  return self;
}

void
nwd_engine_start (NwdEngine *self, NwdEngineChanged changed, NwdEngineTold told, gpointer data)
{
  self->context->changed = changed;
  self->context->told = told;
  self->context->changed_data = data;
  nwd_load (self->context, self->store);
  nwd_reconcile_start (self->context);
}

const NwdState *
nwd_engine_get_state (NwdEngine *self)
{
  return self->context->state;
}

const NwdHistory *
nwd_engine_get_history (NwdEngine *self)
{
  return self->context->history;
}

NwdContext *
nwd_engine_get_context (NwdEngine *self)
{
  return self->context;
}

NwdStore *
nwd_engine_get_store (NwdEngine *self)
{
  return self->store;
}

/* For what is not begun. Takes all. */
static void
refuse (GTask *wanted, NwdAccount *account, GError *error)
{
  g_autoptr (GTask) task = wanted;

  nwd_account_close (account, error);
  g_task_return_error (task, error);
}

static gboolean
check_not_degraded (NwdEngine *self, GError **error)
{
  const char *reason = self->context->state->degraded_reason;

  if (!*reason)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_DEGRADED, "nothing is changed while degraded: %s",
               reason);
  return FALSE;
}

/* --- wiring --- */

static NwdPlan *
plan_wiring (const NwdContext *context,
             gconstpointer request,
             const NwdOptions *options,
             GError **error)
{
  const NwdWiringChange *change = request;

  if (change->network_id && nwd_marks_has (context->leaving, change->network_id))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY, "network %s is being detached",
                   nwd_state_get_network (context->state, change->network_id)->name);
      return NULL;
    }
  return nwd_plan_wiring (context->state, change, options, error);
}

static gboolean
is_idle (gpointer vm_id, gpointer queue, gpointer data)
{
  return nwd_queue_is_idle (queue);
}

static NwdQueue *
get_vm_queue (NwdEngine *self, const char *vm_id)
{
  NwdQueue *queue = g_hash_table_lookup (self->vm_queues, vm_id);

  if (!queue)
    {
      if (g_hash_table_size (self->vm_queues) >= MAX_IDLE_QUEUES)
        g_hash_table_foreach_remove (self->vm_queues, is_idle, NULL);
      queue = nwd_queue_new ();
      g_hash_table_insert (self->vm_queues, g_strdup (vm_id), queue);
    }
  return queue;
}

/* The VM of the card that is changed, or that is to get one. */
static NwdVm *
find_vm (NwdEngine *self, const NwdWiringChange *change, GError **error)
{
  const NwdState *state = self->context->state;
  const NwdVnic *vnic = nwd_state_get_vnic (state, change->vnic_id);
  NwdVm *vm = NULL;

  if (change->verb == NWD_WIRING_ADD)
    vm = nwd_state_get_vm (state, change->vm_id);
  else if (vnic)
    vm = nwd_state_get_vnic_vm (state, vnic);
  if (vm)
    return vm;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no %s %s",
               change->vm_id ? "VM" : "vNIC", change->vm_id ? change->vm_id : change->vnic_id);
  return NULL;
}

static gboolean
check_responsive (const NwdVm *vm, GError **error)
{
  if (vm->responsive)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY,
               "cannot change VM %s: it does not answer an earlier change", vm->domain->name);
  return FALSE;
}

static void
prepare_wiring (NwdContext *context, gpointer request, NwdCallPrepared done, gpointer data)
{
  nwd_prepare_wiring (context, request, done, data);
}

void
nwd_engine_wire_async (NwdEngine *self,
                       NwdWiringChange *change,
                       const NwdOptions *options,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  gboolean adds = change->verb == NWD_WIRING_ADD;
  NwdAccount *account = nwd_account_open (self->context, adds ? NWD_KIND_VM : NWD_KIND_VNIC,
                                          adds ? change->vm_id : change->vnic_id, options);
  GError *error = NULL;
  NwdVm *vm = NULL;

  if (check_not_degraded (self, &error))
    vm = find_vm (self, change, &error);
  if (!vm || !check_responsive (vm, &error))
    {
      nwd_wiring_change_free (change);
      refuse (task, account, error);
      return;
    }
  nwd_call_start (self->context, get_vm_queue (self, vm->domain->id), vm->domain->id, change,
                  (GDestroyNotify)nwd_wiring_change_free, prepare_wiring, plan_wiring, options,
                  account, task);
}

char *
nwd_engine_wire_finish (NwdEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the host --- */

static gboolean
check_nobody_counts_on (const NwdContext *context, const NwdPlan *plan, GError **error)
{
  for (guint i = 0; i < plan->busy->len; i++)
    {
      const char *id = g_ptr_array_index (plan->busy, i);

      if (!nwd_marks_has (context->arriving, id))
        continue;
      g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
                   "a vNIC is being moved to or from network %s",
                   nwd_state_get_network (context->state, id)->name);
      return FALSE;
    }
  return TRUE;
}

static NwdPlan *
plan_host (const NwdContext *context,
           gconstpointer request,
           const NwdOptions *options,
           GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_host (context->state, request, error);

  if (!plan || !check_nobody_counts_on (context, plan, error))
    return NULL;
  return g_steal_pointer (&plan);
}

static gboolean
check_host_not_stuck (NwdEngine *self, GError **error)
{
  if (!self->context->host_stuck)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY,
               "an earlier change of the host is not answered yet");
  return FALSE;
}

/* Of the object that is called. */
static NwdAccount *
open_host_account (NwdEngine *self, const NwdHostChange *change, const NwdOptions *options)
{
  NwdKind kind = change->verb == NWD_HOST_CREATE_NETWORK ? NWD_KIND_ROOT
                 : change->verb == NWD_HOST_DETACH       ? NWD_KIND_ATTACHMENT
                                                         : NWD_KIND_NETWORK;

  return nwd_account_open (self->context, kind, change->id ? change->id : "", options);
}

void
nwd_engine_change_host_async (NwdEngine *self,
                              NwdHostChange *change,
                              const NwdOptions *options,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  NwdAccount *account = open_host_account (self, change, options);
  GError *error = NULL;

  if (!check_not_degraded (self, &error) || !check_host_not_stuck (self, &error))
    {
      nwd_host_change_free (change);
      refuse (task, account, error);
      return;
    }
  nwd_call_start (self->context, self->context->host_queue, "", change,
                  (GDestroyNotify)nwd_host_change_free, NULL, plan_host, options, account, task);
}

char *
nwd_engine_change_host_finish (NwdEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
