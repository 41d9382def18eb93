/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwc-objects.h"
#include "nwc-options.h"

#include <gio/gio.h>

#define NWC_BUS_NAME  "org.ovirt.NetWiring"
#define NWC_ROOT_PATH "/org/ovirt/NetWiring"

/* One command's view of the service. */
typedef struct
{
  const NwcOptions *options;
  GDBusConnection *bus;
  NwcObjects *objects; /* NULL until loaded */
} NwcClient;

NwcClient *nwc_client_new (const NwcOptions *options, GError **error);
void nwc_client_free (NwcClient *client);

/* Gets all objects below the root with one call. */
gboolean nwc_client_load (NwcClient *client, GError **error);

/* Adds one object to what was loaded. */
const NwcObject *
nwc_client_load_one (NwcClient *client, const char *path, NwcKind kind, GError **error);

/* Adds the root object, NWC_KIND_SERVICE, to what was loaded. */
gboolean nwc_client_load_service (NwcClient *client, GError **error);

/* The object that @word names; loads first where that was not done. See nwc_find(). */
const NwcObject *
nwc_client_find (NwcClient *client, NwcKind kind, const char *word, GError **error);

/* Calls a changing method, with a dialog for a password where that is allowed. @parameters is
 * floating or not; the reply must be of type @reply_type. Meanwhile the default main context
 * runs. */
GVariant *nwc_client_change (NwcClient *client,
                             const char *path,
                             NwcKind kind,
                             const char *method,
                             GVariant *parameters,
                             const char *reply_type,
                             GError **error);

/* The a{sv} that the command line gave, floating. */
GVariant *nwc_client_changes (const NwcClient *client);
GVariant *nwc_client_options (const NwcClient *client);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwcClient, nwc_client_free)
