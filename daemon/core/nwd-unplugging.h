/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A card that its guest was asked to let go of, and nobody waits for any more. It is that of the
 * tap that it had then: another run of the VM, or another plug, has another one. */
typedef struct
{
  char *vnic_id;
  char *boot_id; /* of the boot in which @link means something */
  char *tap;
  guint link;     /* the tap's index */
  gboolean stays; /* it is to be stored as an unplugged one when it is gone */
} NwdUnplugging;

NwdUnplugging *nwd_unplugging_new (
  const char *vnic_id, const char *boot_id, const char *tap, guint link, gboolean stays);
void nwd_unplugging_free (NwdUnplugging *unplugging);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdUnplugging, nwd_unplugging_free)
