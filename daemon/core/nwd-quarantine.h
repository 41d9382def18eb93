/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* That a VM is cut off: where its cards were put, and how each was wired before. Where it was let
 * go while it was saved, that holds on for what it brings back, until it has begun to run.
 * Immutable. */
typedef struct
{
  char *network_id;  /* "" the empty network */
  GVariant *cards;   /* NWD_QUARANTINE_CARDS, never floating */
  gboolean released; /* it is let go */
} NwdQuarantine;

/* For each card: id of the vNIC; id of its network and whether it was linked; whether that is
 * different for the next start, and how it is then. */
#define NWD_QUARANTINE_CARDS G_VARIANT_TYPE ("a(ssbbsb)")

/* @cards may be floating. */
NwdQuarantine *nwd_quarantine_new (const char *network_id, GVariant *cards);
NwdQuarantine *nwd_quarantine_ref (NwdQuarantine *quarantine);
void nwd_quarantine_unref (NwdQuarantine *quarantine);

/* The same, let go: a new one. */
NwdQuarantine *nwd_quarantine_release (const NwdQuarantine *quarantine);

/* Whether a VM is cut off; NULL: it never was. */
gboolean nwd_quarantine_holds (const NwdQuarantine *quarantine);

/* Whether it knows the card. */
gboolean nwd_quarantine_has (const NwdQuarantine *quarantine, const char *vnic_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdQuarantine, nwd_quarantine_unref)
