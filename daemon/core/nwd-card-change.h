/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-source.h"

typedef enum
{
  NWD_CARD_LINKED = 1 << 0,
  NWD_CARD_SOURCE = 1 << 1,
  NWD_CARD_ISOLATED = 1 << 2,
} NwdCardField;

typedef enum
{
  NWD_SCOPE_LIVE = 1 << 0,   /* the running VM */
  NWD_SCOPE_CONFIG = 1 << 1, /* the persistent definition */
} NwdScope;

/* One change of one card, made by one call of the hypervisor: the fields of @fields get the given
 * values in the definitions of @scope; all else stays. It names its card by MAC and number and
 * states absolute values, so that it can be written to the journal and applied twice. */
typedef struct
{
  char *vm_id;
  char *mac;
  guint nth;
  NwdScope scope;
  NwdCardField fields;
  gboolean linked;
  gboolean isolated;
  NwdSource *source; /* set with NWD_CARD_SOURCE */
} NwdCardChange;

NwdCardChange *nwd_card_change_new (const char *vm_id, const char *mac, guint nth, NwdScope scope);
NwdCardChange *nwd_card_change_copy (const NwdCardChange *change, NwdScope scope);
NwdCardChange *nwd_card_change_ref (NwdCardChange *change);
void nwd_card_change_unref (NwdCardChange *change);

void nwd_card_change_set_linked (NwdCardChange *change, gboolean linked);
void nwd_card_change_set_isolated (NwdCardChange *change, gboolean isolated);
void nwd_card_change_set_source (NwdCardChange *change, NwdSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdCardChange, nwd_card_change_unref)
