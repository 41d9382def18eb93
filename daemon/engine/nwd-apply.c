/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-apply.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "nwd-apply-bridges.h"
#include "nwd-apply-card.h"
#include "nwd-apply-records.h"
#include "nwd-verify-host.h"

typedef struct
{
  NwdContext *context;
  NwdStep *step;
  NwdTouched *touched;
  GPtrArray *notes;     /* of NwdNote: the VM's with the step done; NULL: they stay */
  GPtrArray *vnics;     /* of NwdStoredVnic: likewise */
  GPtrArray *old_notes; /* what that was made of; NULL: there were none */
  GPtrArray *old_vnics;
  NwdApplied done;
  gpointer data;
} Application;

static void
application_free (Application *a)
{
  nwd_step_unref (a->step);
  g_free (a);
}

static void
finish (Application *a, GError *error)
{
  NwdApplied done = a->done;
  gpointer data = a->data;

  application_free (a);
  done (error, data);
}

/* --- what we keep --- */

/* What we keep of the VM with the step done; new arrays, or what the state has (NULL: nothing). */
static void
find_records_after (Application *a)
{
  const NwdState *state = a->context->state;
  const NwdStep *step = a->step;
  GPtrArray *notes = g_hash_table_lookup (state->notes, step->vm_id);
  GPtrArray *vnics = g_hash_table_lookup (state->stored_vnics, step->vm_id);

  a->old_notes = notes ? g_ptr_array_ref (notes) : NULL;
  a->old_vnics = vnics ? g_ptr_array_ref (vnics) : NULL;
  if (step->kind == NWD_STEP_NOTE)
    a->notes = nwd_note_put (notes, step->note);
  else if (step->kind == NWD_STEP_NOTE_DROP)
    a->notes = nwd_note_drop (notes, step->note->mac, step->note->nth);
  else if (step->kind == NWD_STEP_VNIC_PUT)
    a->vnics = nwd_stored_vnic_put (vnics, step->vnic);
  else
    a->vnics = nwd_stored_vnic_drop (vnics, step->name);
}

static void
forget_records (Application *a)
{
  g_clear_pointer (&a->notes, g_ptr_array_unref);
  g_clear_pointer (&a->vnics, g_ptr_array_unref);
  g_clear_pointer (&a->old_notes, g_ptr_array_unref);
  g_clear_pointer (&a->old_vnics, g_ptr_array_unref);
}

/* Whether others' news changed what we keep of the VM while it was written. */
static gboolean
is_outdated (const Application *a)
{
  const NwdState *state = a->context->state;

  return g_hash_table_lookup (state->notes, a->step->vm_id) != a->old_notes
         || g_hash_table_lookup (state->stored_vnics, a->step->vm_id) != a->old_vnics;
}

static void
fold_records (Application *a)
{
  if (a->notes)
    nwd_fold_notes (a->context->state, a->step->vm_id, a->notes, a->touched);
  if (a->vnics)
    nwd_fold_stored_vnics (a->context->state, a->step->vm_id, a->vnics, a->touched);
}

static gboolean
is_gone (const Application *a)
{
  return !g_hash_table_contains (a->context->state->domains, a->step->vm_id);
}

static void save_records (Application *a);

/* What was written last must be what the state has; of a VM that is gone, that is nothing. */
static void
on_records_saved (GError *error, gpointer data)
{
  Application *a = data;
  gboolean again = !error && (is_gone (a) || is_outdated (a));

  if (!error && !again)
    fold_records (a);
  forget_records (a);
  if (again)
    save_records (a);
  else
    finish (a, error);
}

static void
save_records (Application *a)
{
  const char *vm_id = a->step->vm_id;

  if (is_gone (a))
    {
      nwd_records_forget_vm (a->context->records, vm_id);
      finish (a, g_error_new (NWD_ERROR, NWD_ERROR_NOT_FOUND, "VM %s is gone", vm_id));
      return;
    }
  find_records_after (a);
  nwd_records_save_vm (a->context->records, vm_id, a->notes ? a->notes : a->old_notes,
                       a->vnics ? a->vnics : a->old_vnics, on_records_saved, a);
}

static void
on_quarantine_saved (GError *error, gpointer data)
{
  Application *a = data;

  if (!error)
    nwd_fold_quarantine (a->context->state, a->step->vm_id, a->step->quarantine, a->touched);
  finish (a, error);
}

static GError *
mirror_error_new (const NwdState *state, const NwdStep *step, const NwdVnic *vnic, const char *why)
{
  return g_error_new (NWD_ERROR, (int)step->number,
                      "cannot mirror networks to vNIC %s of VM %s: %s (%s)", vnic->name,
                      nwd_state_get_vnic_vm (state, vnic)->domain->name, why,
                      step->number == NWD_ERROR_PLUG_FAILED ? "49" : "56");
}

/* What the kernel has to tell of the card's tap, which may be new, is heard first. */
static void
set_mirrors (Application *a)
{
  NwdContext *context = a->context;
  const NwdVnic *vnic = nwd_state_get_vnic (context->state, a->step->name);
  g_autofree char *why = NULL;
  g_autoptr (NwdLink) tap = NULL;
  GError *error = NULL;

  if (vnic && vnic->live)
    {
      tap = nwd_kernel_read_link (context->kernel, vnic->live->target, &error);
      if (!tap)
        {
          finish (a, error);
          return;
        }
    }
  nwd_mirrors_sync (context->mirrors, context->state, a->touched);
  vnic = nwd_state_get_vnic (context->state, a->step->name);
  if (vnic && vnic->live)
    why = nwd_mirrors_explain (context->mirrors, context->state, vnic);
  finish (a, why ? mirror_error_new (context->state, a->step, vnic, why) : NULL);
}

/* --- NICs --- */

static void
on_uplink_put (GObject *source, GAsyncResult *result, gpointer data)
{
  Application *a = data;
  GError *error = NULL;

  if (nwd_host_network_put_uplink_finish (NWD_HOST_NETWORK (source), result, &error))
    nwd_verify_uplink (a->context->state, a->context->kernel, a->step->uplink, a->touched, &error);
  finish (a, error);
}

static void
on_uplink_removed (GObject *source, GAsyncResult *result, gpointer data)
{
  Application *a = data;
  GError *error = NULL;

  if (nwd_host_network_remove_uplink_finish (NWD_HOST_NETWORK (source), result, &error))
    (*a->step->text ? nwd_verify_by_hand : nwd_verify_no_uplink) (
      a->context->state, a->context->kernel, a->step->uplink, a->step->number, a->touched, &error);
  finish (a, error);
}

static void
on_managed_set (GObject *source, GAsyncResult *result, gpointer data)
{
  Application *a = data;
  GError *error = NULL;

  if (nwd_host_network_set_managed_finish (NWD_HOST_NETWORK (source), result, &error))
    nwd_verify_managed (a->context->state, a->step->name, a->step->number == 1, &error);
  finish (a, error);
}

static gboolean
on_waited (gpointer data)
{
  finish (data, NULL);
  return G_SOURCE_REMOVE;
}

/* Of those that never go together with others. */
static void
apply_one (NwdContext *context, NwdStep *step, NwdTouched *touched, NwdApplied done, gpointer data)
{
  Application *a = g_new0 (Application, 1);

  a->context = context;
  a->step = nwd_step_ref (step);
  a->touched = touched;
  a->done = done;
  a->data = data;

  switch (step->kind)
    {
    case NWD_STEP_NOTE:
    case NWD_STEP_NOTE_DROP:
    case NWD_STEP_VNIC_PUT:
    case NWD_STEP_VNIC_DROP:
      save_records (a);
      break;
    case NWD_STEP_QUARANTINE:
      nwd_records_save_quarantine (context->records, context->state, step->vm_id, step->quarantine,
                                   on_quarantine_saved, a);
      break;
    case NWD_STEP_MIRRORS:
      set_mirrors (a);
      break;
    case NWD_STEP_WAIT:
      g_timeout_add (step->number, on_waited, a);
      break;
    case NWD_STEP_PORT_ADD:
      nwd_host_network_put_uplink_async (context->host_network, step->uplink, on_uplink_put, a);
      break;
    case NWD_STEP_PORT_REMOVE:
      nwd_host_network_remove_uplink_async (context->host_network, step->uplink, on_uplink_removed,
                                            a);
      break;
    case NWD_STEP_NIC_MANAGED:
      nwd_host_network_set_managed_async (context->host_network, step->name, step->number == 1,
                                          on_managed_set, a);
      break;
    case NWD_STEP_NETWORK_PUT:
    case NWD_STEP_NETWORK_REMOVE:
    case NWD_STEP_ATTACHMENT_PUT:
    case NWD_STEP_ATTACHMENT_REMOVE:
    case NWD_STEP_LABEL_PUT:
    case NWD_STEP_LABEL_REMOVE:
    case NWD_STEP_BRIDGE_CREATE:
    case NWD_STEP_BRIDGE_CREATE_OPEN:
    case NWD_STEP_BRIDGE_MTU:
    case NWD_STEP_BRIDGE_RESET:
    case NWD_STEP_BRIDGE_RESTORE:
    case NWD_STEP_BRIDGE_DELETE:
    case NWD_STEP_CARD:
    case NWD_N_STEPS:
    default:
      g_assert_not_reached ();
    }
}

void
nwd_apply (NwdContext *context,
           NwdStep **steps,
           guint n,
           guint patience,
           GHashTable *unbegun,
           NwdTouched *touched,
           NwdApplied done,
           gpointer data)
{
  if ((*steps)->kind == NWD_STEP_CARD)
    nwd_apply_cards (context, steps, n, patience, touched, done, data);
  else if (nwd_step_is_of_host_records (*steps))
    nwd_apply_records (context, steps, n, touched, done, data);
  else if (nwd_step_is_of_bridge (*steps))
    nwd_apply_bridges (context, steps, n, unbegun, touched, done, data);
  else
    apply_one (context, *steps, touched, done, data);
}
