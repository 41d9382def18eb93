/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-labelling.h"

#include "nwd-error.h"
#include "nwd-plan-attachment.h"
#include "nwd-plan-host.h"

NwdLabelling *
nwd_labelling_new (const NwdState *state, NwdPlan *plan)
{
  NwdLabelling *self = g_new0 (NwdLabelling, 1);

  self->forecast = nwd_forecast_new (state);
  self->plan = plan;
  nwd_forecast_add (self->forecast, plan);
  return self;
}

void
nwd_labelling_free (NwdLabelling *self)
{
  nwd_forecast_free (self->forecast);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
nwd_labelling_finish (NwdLabelling *self, GError **error)
{
  if (!self->error)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

gboolean
nwd_labelling_is_for (const NwdNetwork *network, const NwdLabel *label)
{
  return network->vm_network || *label->nic;
}

/* Takes @more, NULL with what is wrong with it. */
static void
add (NwdLabelling *self, NwdPlan *more, GError *wrong)
{
  g_autoptr (NwdPlan) taken = more;

  if (!taken)
    {
      nwd_error_add (&self->error, wrong);
      return;
    }
  nwd_forecast_add (self->forecast, taken);
  nwd_plan_set_object (taken, "");
  nwd_plan_join (self->plan, taken);
}

/* @on: NULL where that does not change. */
static NwdHostChange *
change_new (NwdHostVerb verb, const char *id, const char *label, const char *on)
{
  NwdHostChange *change = nwd_host_change_new (verb, id);

  change->label = g_strdup (label);
  change->nic = g_strdup (on);
  return change;
}

void
nwd_labelling_attach (NwdLabelling *self, const NwdNetwork *network, const NwdLabel *label)
{
  g_autoptr (NwdHostChange) change
    = change_new (NWD_HOST_ATTACH, network->id, label->name, label->nic);
  GError *error = NULL;
  NwdPlan *plan = nwd_plan_host_attach (nwd_forecast_get_state (self->forecast), change, &error);

  add (self, plan, error);
}

void
nwd_labelling_move (NwdLabelling *self,
                    const NwdAttachment *attachment,
                    const NwdLabel *label,
                    gboolean override)
{
  g_autoptr (NwdHostChange) change
    = change_new (NWD_HOST_UPDATE_ATTACHMENT, attachment->id, label->name, label->nic);
  GError *error = NULL;
  NwdPlan *plan = NULL;

  change->override = override;
  plan = nwd_plan_attachment_update (nwd_forecast_get_state (self->forecast), change, &error);
  add (self, plan, error);
}

void
nwd_labelling_detach (NwdLabelling *self, const NwdAttachment *attachment)
{
  g_autoptr (NwdHostChange) change
    = change_new (NWD_HOST_DETACH, attachment->id, attachment->label, NULL);
  GError *error = NULL;
  NwdPlan *plan = nwd_plan_host_detach (nwd_forecast_get_state (self->forecast), change, &error);

  add (self, plan, error);
}

void
nwd_labelling_let_go (NwdLabelling *self, NwdAttachment *attachment)
{
  g_autoptr (NwdAttachment) kept = nwd_attachment_copy (attachment);
  NwdPlan *plan = nwd_plan_new ();

  nwd_attachment_set_label (kept, "");
  nwd_plan_add (plan, nwd_step_new_attachment (kept), nwd_step_new_attachment (attachment));
  add (self, plan, NULL);
}
