/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* What the administrator says: netwiring.conf, and above it the command line. */
typedef struct
{
  char *state_dir;
  char *libvirt_uri;
  gboolean verbose;
  gboolean guest_reports; /* guests are asked for their addresses */
  guint guest_interval;   /* s between two questions to a guest whose addresses are known */
  gboolean session_bus;
  gboolean check;   /* only look at the store */
  gboolean version; /* only print it */
} NwdConfig;

/* Reads @path (one that is missing says nothing), then @argv. NULL with an error that names what is
 * wrong: G_KEY_FILE_ERROR, G_OPTION_ERROR. */
NwdConfig *nwd_config_new (const char *path, int *argc, char ***argv, GError **error);
void nwd_config_free (NwdConfig *config);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdConfig, nwd_config_free)
