/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A label on this host: networks that carry it are attached there. Immutable; strings are never
 * NULL. */
typedef struct
{
  char *name;
  char *nic; /* name of the NIC; "" the host itself: they have no NIC beneath */
} NwdLabel;

NwdLabel *nwd_label_new (const char *name, const char *nic);
NwdLabel *nwd_label_ref (NwdLabel *label);
void nwd_label_unref (NwdLabel *label);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdLabel, nwd_label_unref)
