/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A picture of the service's objects, from one GetManagedObjects and, for the monitor, the signals
 * since. */

typedef enum
{
  NWC_KIND_VM,
  NWC_KIND_VNIC,
  NWC_KIND_NETWORK,
  NWC_KIND_ATTACHMENT,
  NWC_KIND_LABEL,
  NWC_KIND_NIC,
  NWC_KIND_CHECKPOINT,
  NWC_KIND_SERVICE, /* the root object */
  NWC_N_KINDS
} NwcKind;

typedef struct
{
  char *path;
  NwcKind kind;
  GVariant *properties; /* a{sv} */
} NwcObject;

typedef struct _NwcObjects NwcObjects;

/* The word for it in commands and output ("vnic"), and its D-Bus interface. */
const char *nwc_kind_word (NwcKind kind);
const char *nwc_kind_interface (NwcKind kind);

/* @managed: the a{oa{sa{sv}}} of GetManagedObjects; objects of kinds not known here are left out.
 */
NwcObjects *nwc_objects_new (GVariant *managed);
void nwc_objects_free (NwcObjects *objects);

/* NULL where there is none. */
const NwcObject *nwc_objects_lookup (const NwcObjects *objects, const char *path);

/* Those of @kind, in the order of their labels. (element-type NwcObject) */
GPtrArray *nwc_objects_list (const NwcObjects *objects, NwcKind kind);

/* A string or path property; "" where the object does not have it. Valid as long as @object. */
const char *nwc_object_get_string (const NwcObject *object, const char *property);

/* What people call it: "web1", "web1/net0"; an attachment by its network, the service by its
 * host. */
char *nwc_objects_label (const NwcObjects *objects, const NwcObject *object);

/* The label of the object at @path; "" for "/", @path itself where there is no such object. */
char *nwc_objects_label_of_path (const NwcObjects *objects, const char *path);

/* Adds an object of which the bus says @interfaces (a{sa{sv}}), and returns it: NULL where it is of
 * no known kind. What was at @path is replaced. */
const NwcObject *nwc_objects_add (NwcObjects *objects, const char *path, GVariant *interfaces);

/* Adds or replaces one object by its @properties (a{sv}). */
const NwcObject *
nwc_objects_add_one (NwcObjects *objects, const char *path, NwcKind kind, GVariant *properties);

void nwc_objects_remove (NwcObjects *objects, const char *path);

/* Puts @changed (a{sv}) into the properties of the object at @path. Strings that were got from it
 * are no longer valid. */
void nwc_objects_update (NwcObjects *objects, const char *path, GVariant *changed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwcObjects, nwc_objects_free)
