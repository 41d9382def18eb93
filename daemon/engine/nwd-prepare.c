/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-prepare.h"

#include "core/nwd-error.h"

typedef struct
{
  NwdContext *context;
  NwdWiringChange *change;
  gboolean dry_run;
  NwdPrepared done;
  gpointer data;
} Preparation;

/* Takes @p and @error. */
static void
end (Preparation *p, GError *error)
{
  p->done (error, p->data);
  g_free (p);
}

/* --- the card's definition --- */

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Preparation *p = data;
  GError *error = NULL;

  g_free (p->change->definition);
  p->change->definition = nwd_hypervisor_read_card_finish (NWD_HYPERVISOR (source), result, &error);
  /* Somebody took it away meanwhile: then there is nothing to keep. */
  if (g_error_matches (error, NWD_ERROR, NWD_ERROR_NOT_FOUND))
    g_clear_error (&error);
  end (p, error);
}

static void
read_definition (Preparation *p)
{
  const NwdVnic *vnic = nwd_state_get_vnic (p->context->state, p->change->vnic_id);
  const NwdCard *card = NULL;

  if (!vnic || p->dry_run || nwd_vnic_is_only_stored (vnic)
      || !nwd_wiring_change_needs_definition (p->change))
    {
      end (p, NULL);
      return;
    }
  card = nwd_vnic_get_card (vnic);
  nwd_hypervisor_read_card_async (p->context->hypervisor, vnic->vm_id, card->mac, card->nth,
                                  on_read, p);
}

/* --- the filter --- */

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  Preparation *p = data;
  GError *error = NULL;

  p->change->no_filter
    = !nwd_hypervisor_has_filter_finish (NWD_HYPERVISOR (source), result, &error);
  if (!error)
    {
      read_definition (p);
      return;
    }
  g_prefix_error (&error,
                  "cannot tell whether there is a network filter “%s”: ", p->change->filter);
  end (p, error);
}

static gboolean
names_filter (const NwdWiringChange *change)
{
  return (change->fields & NWD_WIRING_FILTER) && *change->filter;
}

void
nwd_prepare_wiring (NwdContext *context,
                    NwdWiringChange *change,
                    const NwdOptions *options,
                    NwdPrepared done,
                    gpointer data)
{
  Preparation *p = NULL;

  if (context->state->hypervisor_state != NWD_BACKEND_CONNECTED)
    {
      done (NULL, data);
      return;
    }
  p = g_new (Preparation, 1);
  *p = (Preparation){ context, change, options->dry_run, done, data };
  if (names_filter (change))
    nwd_hypervisor_has_filter_async (context->hypervisor, change->filter, on_asked, p);
  else
    read_definition (p);
}
