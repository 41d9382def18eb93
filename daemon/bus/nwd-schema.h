/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-kind.h"

#include <gio/gio.h>

#define NWD_SCHEMA_MAX_PROPERTIES 40

/* What the objects of one kind look like on the bus, worked out once from the introspection XML.
 * The first of @interfaces has all the properties. Thread: main context. */
typedef struct
{
  GDBusInterfaceInfo **interfaces; /* NULL-terminated */
  GVariant **interface_names;      /* of type s, one for each */
  guint n_interfaces;

  GDBusPropertyInfo **properties; /* in the order of the XML, which is the order of a row */
  GVariant **property_names;      /* of type s, one for each */
  guint n_properties;
  GVariantType *row_type; /* a tuple of the properties' types */
} NwdSchema;

/* Never freed. */
const NwdSchema *nwd_schema_get (NwdKind kind);

/* Index of the property, or -1. */
int nwd_schema_find_property (const NwdSchema *schema, const char *name);
