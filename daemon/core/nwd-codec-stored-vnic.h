/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-document.h"
#include "nwd-stored-vnic.h"

/* Stored vNICs as records of a document: vm/<uuid>.ini, and the journal's steps. */

void
nwd_codec_stored_vnic_put (NwdDocument *document, const char *group, const NwdStoredVnic *stored);
NwdStoredVnic *
nwd_codec_stored_vnic_get (const NwdDocument *document, const char *group, GError **error);

/* Replaces the records of a VM's file by @all (of NwdStoredVnic). */
void nwd_codec_stored_vnics_put (NwdDocument *document, GPtrArray *all);

/* A new array of NwdStoredVnic, or NULL. */
GPtrArray *nwd_codec_stored_vnics_get (const NwdDocument *document, GError **error);
