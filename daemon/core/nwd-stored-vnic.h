/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-card.h"

/* What our store keeps of a vNIC, by its id: what no definition of libvirt can say. Immutable. */
typedef struct
{
  char *id;         /* UUID of the vNIC */
  char *name;       /* "" the one it has by its place */
  char **mirrors;   /* ids of the networks whose traffic it receives; never NULL */
  NwdCard *card;    /* how it will be plugged; NULL while a definition of libvirt says it */
  char *definition; /* the <interface> that it was before, as XML; NULL: there was none */
} NwdStoredVnic;

/* @mirrors, @card and @definition may be NULL. */
NwdStoredVnic *nwd_stored_vnic_new (const char *id,
                                    const char *name,
                                    const char *const *mirrors,
                                    NwdCard *card,
                                    const char *definition);
NwdStoredVnic *nwd_stored_vnic_ref (NwdStoredVnic *stored);
void nwd_stored_vnic_unref (NwdStoredVnic *stored);

/* NULL equals NULL. */
gboolean nwd_stored_vnic_equal (const NwdStoredVnic *a, const NwdStoredVnic *b);

/* Whether it says nothing that needs to be kept. */
gboolean nwd_stored_vnic_is_empty (const NwdStoredVnic *stored);

/* The one with @id in @all (NULL: none), or NULL. */
NwdStoredVnic *nwd_stored_vnic_find (GPtrArray *all, const char *id);

/* @all (NULL: none) with @stored in place of the one of the same id; a new array. */
GPtrArray *nwd_stored_vnic_put (GPtrArray *all, NwdStoredVnic *stored);

/* @all (NULL: none) without the one with @id; a new array. */
GPtrArray *nwd_stored_vnic_drop (GPtrArray *all, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdStoredVnic, nwd_stored_vnic_unref)
