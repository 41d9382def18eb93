/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-forecast.h"
#include "nwd-host-change.h"

/* What comes to networks by their label, one after the other, each as if those before it were done.
 * What is wrong is kept, a line each; all is tried. */
typedef struct
{
  NwdForecast *forecast;
  NwdPlan *plan; /* borrowed: what is to be done */
  GError *error; /* NULL none */
} NwdLabelling;

/* After what @plan has already. */
NwdLabelling *nwd_labelling_new (const NwdState *state, NwdPlan *plan);
void nwd_labelling_free (NwdLabelling *self);

/* FALSE, with what is wrong, where something is. */
gboolean nwd_labelling_finish (NwdLabelling *self, GError **error);

/* Whether @label has anything to say of @network: one that is not for VMs has no bridge, and means
 * nothing without a NIC. */
gboolean nwd_labelling_is_for (const NwdNetwork *network, const NwdLabel *label);

/* @network is attached where @label is. */
void nwd_labelling_attach (NwdLabelling *self, const NwdNetwork *network, const NwdLabel *label);
/* @attachment, its label's or made by hand, is where @label is from now on, and that label's.
 * @override: also where it is out of sync. */
void nwd_labelling_move (NwdLabelling *self,
                         const NwdAttachment *attachment,
                         const NwdLabel *label,
                         gboolean override);
/* @attachment, its label's, goes. */
void nwd_labelling_detach (NwdLabelling *self, const NwdAttachment *attachment);
/* @attachment stays, as one that was made by hand. */
void nwd_labelling_let_go (NwdLabelling *self, NwdAttachment *attachment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdLabelling, nwd_labelling_free)
