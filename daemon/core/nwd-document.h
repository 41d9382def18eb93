/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* The form of all our files: a key file with a header that says what it is and how many records it
 * has, a group for each record, and a closing group, so that a file that was cut off or lost a
 * piece is known for one. Groups and keys that are not ours are kept: a human may edit.
 *
 * A record's group is called after its sort and a key of [0-9a-f-], such as "network-4f0c…". Values
 * are escaped; names are never made of what a caller sent. */
typedef struct _NwdDocument NwdDocument;

#define NWD_DOCUMENT_FORMAT 1

/* @kind: "host", "vm", "journal". */
NwdDocument *nwd_document_new (const char *kind);
void nwd_document_free (NwdDocument *document);

/* Errors: NWD_ERROR_NOT_SUPPORTED for a newer format, else NWD_ERROR_STORAGE_FAILED. */
NwdDocument *nwd_document_parse (const char *kind, const char *text, GError **error);

char *nwd_document_to_text (NwdDocument *document);

/* The group of the record @key of @sort. */
char *nwd_document_group (const char *sort, const char *key);

/* The groups of all records of @sort, in their order, NULL-terminated. */
char **nwd_document_list (const NwdDocument *document, const char *sort);

void nwd_document_set_string (NwdDocument *document,
                              const char *group,
                              const char *key,
                              const char *value);
void
nwd_document_set_number (NwdDocument *document, const char *group, const char *key, guint value);
void nwd_document_set_boolean (NwdDocument *document,
                               const char *group,
                               const char *key,
                               gboolean value);

/* Each sets @value, else NWD_ERROR_STORAGE_FAILED, naming group and key. A string is new. */
gboolean nwd_document_get_string (
  const NwdDocument *document, const char *group, const char *key, char **value, GError **error);
gboolean nwd_document_get_number (
  const NwdDocument *document, const char *group, const char *key, guint *value, GError **error);
gboolean nwd_document_get_boolean (
  const NwdDocument *document, const char *group, const char *key, gboolean *value, GError **error);

/* A group, or one key of it. */
void nwd_document_remove (NwdDocument *document, const char *group);
void nwd_document_remove_key (NwdDocument *document, const char *group, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdDocument, nwd_document_free)
