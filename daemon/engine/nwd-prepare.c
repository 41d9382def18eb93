/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-prepare.h"

#include "core/nwd-error.h"

typedef struct
{
  NwdWiringChange *change;
  NwdPrepared done;
  gpointer data;
} Preparation;

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Preparation *p = data;
  g_autoptr (GError) error = NULL;

  g_free (p->change->definition);
  p->change->definition = nwd_hypervisor_read_card_finish (NWD_HYPERVISOR (source), result, &error);
  /* Somebody took it away meanwhile: then there is nothing to keep. */
  if (g_error_matches (error, NWD_ERROR, NWD_ERROR_NOT_FOUND))
    g_clear_error (&error);
  p->done (g_steal_pointer (&error), p->data);
}

void
nwd_prepare_wiring (NwdContext *context, NwdWiringChange *change, NwdPrepared done, gpointer data)
{
  const NwdVnic *vnic = nwd_state_get_vnic (context->state, change->vnic_id);
  const NwdCard *card = NULL;
  Preparation *p = NULL;

  if (!vnic || nwd_vnic_is_only_stored (vnic) || !nwd_wiring_change_needs_definition (change)
      || context->state->hypervisor_state != NWD_BACKEND_CONNECTED)
    {
      done (NULL, data);
      return;
    }
  card = nwd_vnic_get_card (vnic);
  p = g_new0 (Preparation, 1);
  p->change = change;
  p->done = done;
  p->data = data;
  nwd_hypervisor_read_card_async (context->hypervisor, vnic->vm_id, card->mac, card->nth, on_read,
                                  p);
}
