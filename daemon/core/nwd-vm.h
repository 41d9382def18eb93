/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-domain.h"

/* A VM. Immutable once made. */
typedef struct
{
  NwdDomain *domain;
  GPtrArray *vnic_ids; /* of interned strings, in the order of the definition */
  gboolean responsive; /* FALSE: a change of it was not answered in time and may still come true */
  char *problem;       /* "" none */
} NwdVm;

NwdVm *nwd_vm_new (NwdDomain *domain, gboolean responsive, const char *problem);
NwdVm *nwd_vm_ref (NwdVm *vm);
void nwd_vm_unref (NwdVm *vm);
gboolean nwd_vm_has_vnic (const NwdVm *vm, const char *id);
gboolean nwd_vm_equal (const NwdVm *a, const NwdVm *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdVm, nwd_vm_unref)
