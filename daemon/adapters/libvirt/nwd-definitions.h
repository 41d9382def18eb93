/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-status-file.h"
#include "nwd-xml.h"

/* The definitions of a VM and what can tell whether they are still so. */
typedef struct
{
  NwdStatusStamp stamp; /* of the VM's files, before they were read */
  xmlDoc *live;         /* NULL: not read */
  xmlDoc *config;       /* NULL: not read */
} NwdDefinitions;

void nwd_definitions_clear (NwdDefinitions *self);

/* The definitions of VMs that were changed last, so that the next change of one that nobody else
 * touched needs not read it again. Any thread. */
typedef struct _NwdDefinitionsCache NwdDefinitionsCache;

NwdDefinitionsCache *nwd_definitions_cache_new (void);
void nwd_definitions_cache_free (NwdDefinitionsCache *self);

/* Takes what is known of VM @id out of the cache; FALSE, and @definitions is untouched, when
 * there is nothing or it is not as @stamp says. */
gboolean nwd_definitions_cache_take (NwdDefinitionsCache *self,
                                     const char *id,
                                     const NwdStatusStamp *stamp,
                                     NwdDefinitions *definitions);

/* Takes over what @definitions has. */
void
nwd_definitions_cache_put (NwdDefinitionsCache *self, const char *id, NwdDefinitions *definitions);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NwdDefinitions, nwd_definitions_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdDefinitionsCache, nwd_definitions_cache_free)
