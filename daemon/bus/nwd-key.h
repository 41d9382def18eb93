/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A key of an a{sv} argument and where its value goes. Tables end with a key without name. */
typedef struct
{
  const char *name;
  const char
    *type;      /* as in org.ovirt.NetWiring.Keys: "b", "u", "t", "s", "o", which takes a name
                 * or UUID as s too, "ao", which takes as too, "as", "a{ss}", "a{sv}" or "aa{sv}" */
  gsize offset; /* of the field: gboolean, guint, guint64, char * for both texts, char ** for
                 * "ao" and "as", GVariant * for dictionaries and arrays of them */
  guint bit;    /* what it adds to the set of given keys */
  guint min;    /* of u */
  guint max;
  gboolean or_zero;  /* of u: 0 is right, though below min */
  gboolean required; /* of s: it may not be empty */
  gboolean (*check) (const char *key, const char *text, GError **error); /* of s, unless empty */
  gboolean (*unpack) (const char *key, GVariant *value, gpointer field, GError **error);
  /* of "a{sv}": fills the field, of whatever type, itself */
} NwdKey;

/* Puts the values of @dict, an a{sv}, into the fields of @target and tells which were given. On an
 * error, NWD_ERROR_INVALID_ARGUMENT that names the key, some fields may have been filled. */
gboolean
nwd_key_unpack (const NwdKey *table, GVariant *dict, gpointer target, guint *given, GError **error);
