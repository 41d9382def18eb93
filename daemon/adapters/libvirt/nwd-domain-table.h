/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-libvirt-read.h"

/* What the adapter knows of one VM, and what is under way for it. Known by its name, as the files
 * are, from the first sign of it; by its id once it was read. */
typedef struct
{
  char *name;
  NwdDomain *domain; /* NULL until read */
  NwdStatusStamp stamp;
  gint64 begun;     /* when the read of @domain began */
  gboolean reading; /* a read is under way … */
  gboolean again;   /* … and something came meanwhile */
  guint n_changes;  /* of our own, under way */
  guint patience;   /* source id: how long they may hold up a read */
} NwdDomainRecord;

typedef struct _NwdDomainTable NwdDomainTable;

NwdDomainTable *nwd_domain_table_new (void);
void nwd_domain_table_free (NwdDomainTable *self);

NwdDomainRecord *nwd_domain_table_find (NwdDomainTable *self, const char *name);
NwdDomainRecord *nwd_domain_table_find_id (NwdDomainTable *self, const char *id);

/* The record of that name, made when missing. */
NwdDomainRecord *nwd_domain_table_ensure (NwdDomainTable *self, const char *name);

void nwd_domain_table_remove (NwdDomainTable *self, NwdDomainRecord *record);

/* Of NwdDomain: all that were read. */
GPtrArray *nwd_domain_table_get_domains (NwdDomainTable *self);

/* Puts what was read into the record of that VM, wherever its name has gone. NULL when what is
 * known was read later. */
NwdDomainRecord *nwd_domain_table_put (NwdDomainTable *self, const NwdReading *reading);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdDomainTable, nwd_domain_table_free)
