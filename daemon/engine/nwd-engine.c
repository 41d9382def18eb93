/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-engine.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "nwd-apply-card.h"
#include "nwd-checkpoints.h"
#include "nwd-engine-private.h"
#include "nwd-load.h"
#include "nwd-quarantines.h"
#include "nwd-reconcile.h"

struct _NwdEngine
{
  GObject parent;

  NwdContext *context;
  NwdStore *store;
};

G_DEFINE_FINAL_TYPE (NwdEngine, nwd_engine, G_TYPE_OBJECT)

static void
nwd_engine_finalize (GObject *object)
{
  NwdEngine *self = NWD_ENGINE (object);

  g_clear_pointer (&self->context->guests, nwd_guests_free);
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
}

/* It may have brought new cards. */
static void
on_vm_changed (NwdContext *context, const char *vm_id)
{
  nwd_quarantines_look_at (context, vm_id, /* begun= */ FALSE);
}

static gboolean
is_awaited (const NwdCard *card, gpointer context)
{
  return nwd_apply_card_awaits (context, card);
}

static void
on_learned (NwdContext *context, const NwdTouched *touched)
{
  nwd_unpluggings_follow (context->unpluggings, context->state, is_awaited, context);
  if (context->guests)
    nwd_guests_follow (context->guests, touched);
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
  self->context->learned = on_learned;
  self->context->vm_changed = on_vm_changed;
  self->context->kept = nwd_checkpoints_add;
  self->store = g_object_ref (store);
  return self;
}

void
nwd_engine_ask_guests (NwdEngine *self, NwdGuestAgent *agent, const NwdGuestPace *pace)
{
  self->context->guests = nwd_guests_new (self->context, agent, self->store, pace);
  self->context->state->guest_info = TRUE;
}

void
nwd_engine_start (NwdEngine *self, NwdEngineChanged changed, NwdEngineTold told, gpointer data)
{
  self->context->changed = changed;
  self->context->told = told;
  self->context->changed_data = data;
  nwd_load (self->context, self->store);
  nwd_checkpoints_load (self->context);
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

void
nwd_engine_sample_async (NwdEngine *self, GAsyncReadyCallback callback, gpointer user_data)
{
  nwd_statistics_sample (self->context->statistics, g_task_new (self, NULL, callback, user_data));
}

gboolean
nwd_engine_sample_finish (NwdEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
nwd_engine_has_sample (NwdEngine *self)
{
  return nwd_statistics_has_sample (self->context->statistics);
}

GVariant *
nwd_engine_get_statistics (NwdEngine *self, NwdKind kind, const char *id)
{
  return nwd_meters_describe (nwd_statistics_get_meters (self->context->statistics), kind, id);
}

static gboolean
check_guest (NwdEngine *self, const char *vm_id, GError **error)
{
  const NwdVm *vm = nwd_state_get_vm (self->context->state, vm_id);
  gboolean up = vm && vm->domain->live;

  /* Others than its agent may know something of one that is paused. */
  if (up && vm->domain->agent == NWD_AGENT_CONNECTED)
    up = vm->domain->state == NWD_VM_RUNNING;
  if (!self->context->guests)
    g_set_error_literal (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                         "guests are not asked here: guest-reports is off in netwiring.conf");
  else if (!vm)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no VM %s", vm_id);
  else if (!up)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                 "cannot ask the guest of VM %s: it is %s", vm->domain->name,
                 nwd_vm_state_name (vm->domain->state));
  else
    return TRUE;
  return FALSE;
}

void
nwd_engine_refresh_guest_async (NwdEngine *self,
                                const char *vm_id,
                                const NwdOptions *options,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GError *error = NULL;

  if (!check_guest (self, vm_id, &error))
    g_task_return_error (task, error);
  else if (options->dry_run)
    g_task_return_boolean (task, TRUE);
  else
    nwd_guests_refresh (self->context->guests, vm_id, options->timeout, g_steal_pointer (&task));
}

gboolean
nwd_engine_refresh_guest_finish (NwdEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
nwd_engine_stop (NwdEngine *self)
{
  nwd_statistics_stop (self->context->statistics, self->context->state);
  if (self->context->guests)
    nwd_guests_stop (self->context->guests);
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

gboolean
nwd_engine_check_not_degraded (NwdEngine *self, GError **error)
{
  const char *reason = self->context->state->degraded_reason;

  if (!*reason)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_DEGRADED, "nothing is changed while degraded: %s",
               reason);
  return FALSE;
}
