/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-argument.h"

#include "core/nwd-error.h"
#include "core/nwd-name.h"
#include "core/nwd-path.h"
#include "engine/nwd-checkpoints.h"

#include <gio/gio.h>

#define TIMEOUT_MAX     86400 /* s */
#define LIVE_ONLY       (1u << 0)
#define NEXT_START_ONLY (1u << 1)

#define DRY_RUN                                                                                    \
  {                                                                                                \
    "dry-run", "b", G_STRUCT_OFFSET (NwdOptions, dry_run)                                          \
  }
#define TIMEOUT                                                                                    \
  {                                                                                                \
    "timeout", "u", G_STRUCT_OFFSET (NwdOptions, timeout), .max = TIMEOUT_MAX                      \
  }

#define CONFIRM_TIMEOUT                                                                            \
  {                                                                                                \
    "confirm-timeout", "u", G_STRUCT_OFFSET (NwdOptions, confirm_timeout),                         \
      .max = NWD_CHECKPOINTS_MAX                                                                   \
  }

const NwdKey nwd_argument_host_options[] = {
  DRY_RUN,
  TIMEOUT,
  {},
};

const NwdKey nwd_argument_setup_options[] = {
  DRY_RUN, TIMEOUT, CONFIRM_TIMEOUT, { "persist", "b", G_STRUCT_OFFSET (NwdOptions, persist) }, {},
};

/* clang-format off */
#define WIRING \
  DRY_RUN, \
  TIMEOUT, \
  { "live-only", "b", G_STRUCT_OFFSET (NwdOptions, live_only) }, \
  { "next-start-only", "b", G_STRUCT_OFFSET (NwdOptions, next_start_only) }, \
  { "foreign", "b", G_STRUCT_OFFSET (NwdOptions, foreign) }, \
  { "bounce-link", "b", G_STRUCT_OFFSET (NwdOptions, bounce_link) }, \
  { "allow-mtu-mismatch", "b", G_STRUCT_OFFSET (NwdOptions, allow_mtu_mismatch) }
/* clang-format on */

const NwdKey nwd_argument_wiring_options[] = { WIRING, {} };

const NwdKey nwd_argument_batch_options[] = {
  WIRING,
  CONFIRM_TIMEOUT,
  {},
};

gboolean
nwd_argument_options (const NwdKey *table,
                      GVariant *parameters,
                      NwdOptions *options,
                      GError **error)
{
  gsize last = g_variant_n_children (parameters) - 1;
  g_autoptr (GVariant) dict = g_variant_get_child_value (parameters, last);
  guint given = 0;

  *options = (NwdOptions){ .timeout = NWD_OPTIONS_TIMEOUT, .persist = TRUE };
  if (!nwd_key_unpack (table, dict, options, &given, error))
    return FALSE;
  if (options->live_only && options->next_start_only)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                   "live-only, next-start-only: only one of them can be");
      return FALSE;
    }
  return TRUE;
}

static char *
find_by_path (const NwdState *state, const char *key, const char *path, GError **error)
{
  g_autofree char *id = nwd_path_parse (NWD_KIND_NETWORK, path);

  if (!id)
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "%s: %.200s is no network", key,
                 path);
  else if (!nwd_state_get_network (state, id))
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "%s: there is no network %.200s", key,
                 path);
  else
    return g_steal_pointer (&id);
  return NULL;
}

char *
nwd_argument_network (const NwdState *state, const char *key, const char *text, GError **error)
{
  const NwdNetwork *network = NULL;

  if (!*text || g_str_equal (text, "/"))
    return g_strdup ("");
  if (g_variant_is_object_path (text))
    return find_by_path (state, key, text, error);

  network = nwd_state_find_network (state, text, error);
  if (!network)
    {
      g_prefix_error (error, "%s: ", key);
      return NULL;
    }
  return g_strdup (network->id);
}

gboolean
nwd_argument_nic (const NwdState *state, const char *text, char **name, GError **error)
{
  g_autofree char *found = NULL;
  g_autofree char *quoted = nwd_name_quote (text);

  *name = NULL;
  if (!*text || g_str_equal (text, "/"))
    return TRUE;
  found = g_variant_is_object_path (text) ? nwd_path_parse (NWD_KIND_NIC, text) : g_strdup (text);
  if (!found)
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "nic: %s is no NIC", quoted);
  else if (!nwd_state_get_nic (state, found))
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "nic: there is no NIC %s", quoted);
  else
    *name = g_steal_pointer (&found);
  return *name != NULL;
}

static gpointer
check_called (gpointer record, const char *what, const char *id, GError **error)
{
  if (!record)
    g_set_error (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT, "there is no %s %.64s", what,
                 id);
  return record;
}

NwdVm *
nwd_argument_called_vm (const NwdState *state, const char *id, GError **error)
{
  return check_called (nwd_state_get_vm (state, id), "VM", id, error);
}

NwdVnic *
nwd_argument_called_vnic (const NwdState *state, const char *id, GError **error)
{
  return check_called (nwd_state_get_vnic (state, id), "vNIC", id, error);
}

NwdNetwork *
nwd_argument_called_network (const NwdState *state, const char *id, GError **error)
{
  return check_called (nwd_state_get_network (state, id), "network", id, error);
}

NwdAttachment *
nwd_argument_called_attachment (const NwdState *state, const char *id, GError **error)
{
  return check_called (nwd_state_get_attachment (state, id), "attachment", id, error);
}

NwdLabel *
nwd_argument_called_label (const NwdState *state, const char *name, GError **error)
{
  return check_called (nwd_state_get_label (state, name), "label", name, error);
}

NwdNic *
nwd_argument_called_nic (const NwdState *state, const char *name, GError **error)
{
  return check_called (nwd_state_get_nic (state, name), "NIC", name, error);
}
