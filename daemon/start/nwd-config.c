/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-config.h"

#include "core/nwd-number.h"

#include <string.h>

#define GROUP        "netwiringd"
#define MIN_INTERVAL 5 /* s */
#define MAX_INTERVAL 86400

static const char *const known_keys[]
  = { "state-dir", "libvirt-uri", "verbose", "guest-reports", "guest-interval", NULL };

static gboolean
check_keys (GKeyFile *file, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, GROUP, NULL, NULL);

  for (char **key = keys; key && *key; key++)
    if (!g_strv_contains (known_keys, *key))
      {
        g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND, "[%s] has no key %s",
                     GROUP, *key);
        return FALSE;
      }
  return TRUE;
}

static void
take_string (GKeyFile *file, const char *key, char **value)
{
  g_autofree char *read = g_key_file_get_string (file, GROUP, key, NULL);

  if (!read)
    return;
  g_free (*value);
  *value = g_steal_pointer (&read);
}

static void
take_switch (GKeyFile *file, const char *key, gboolean *value, GError **error)
{
  g_autofree char *word = g_key_file_get_string (file, GROUP, key, NULL);

  if (!word)
    return;
  *value = g_str_equal (word, "on") || g_str_equal (word, "true");
  if (!*value && !g_str_equal (word, "off") && !g_str_equal (word, "false"))
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                 "[%s] %s: \"%s\" is neither on nor off", GROUP, key, word);
}

static void
take_seconds (GKeyFile *file, const char *key, guint min, guint max, guint *value, GError **error)
{
  g_autofree char *word = g_key_file_get_string (file, GROUP, key, NULL);
  guint64 number = 0;

  if (!word)
    return;
  if (nwd_number_parse (word, min, max, &number))
    *value = (guint)number;
  else
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                 "[%s] %s: \"%s\" is no number from %u to %u", GROUP, key, word, min, max);
}

static gboolean
read_file (NwdConfig *config, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local))
    {
      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_prefixed_error (error, g_steal_pointer (&local), "%s: ", path);
      return FALSE;
    }
  take_string (file, "state-dir", &config->state_dir);
  take_string (file, "libvirt-uri", &config->libvirt_uri);
  if (g_key_file_has_key (file, GROUP, "verbose", NULL))
    config->verbose = g_key_file_get_boolean (file, GROUP, "verbose", &local);
  if (!local)
    take_switch (file, "guest-reports", &config->guest_reports, &local);
  if (!local)
    take_seconds (file, "guest-interval", MIN_INTERVAL, MAX_INTERVAL, &config->guest_interval,
                  &local);
  if (!local)
    check_keys (file, &local);
  if (!local)
    return TRUE;
  g_propagate_prefixed_error (error, g_steal_pointer (&local), "%s: ", path);
  return FALSE;
}

static gboolean
parse_bus (const char *option, const char *value, gpointer data, GError **error)
{
  NwdConfig *config = data;

  config->session_bus = g_str_equal (value, "session");
  if (config->session_bus || g_str_equal (value, "system"))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "%s: %s is neither system nor session", option, value);
  return FALSE;
}

static gboolean
parse_arguments (NwdConfig *config, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "state-dir", 0, 0, G_OPTION_ARG_FILENAME, &config->state_dir, "Keep the state in DIR",
      "DIR" },
    { "libvirt-uri", 0, 0, G_OPTION_ARG_STRING, &config->libvirt_uri, "Connect to URI", "URI" },
    { "bus", 0, 0, G_OPTION_ARG_CALLBACK, parse_bus, "system (the default) or session", "BUS" },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &config->verbose, "Log more", NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, &config->check, "Check the stored state, and end", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &config->version, "Print the version, and end", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context
    = g_option_context_new ("- network wiring of virtual machines");
  GOptionGroup *group = g_option_group_new ("", "", "", config, NULL);

  g_option_group_add_entries (group, entries);
  g_option_context_set_main_group (context, group);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc == 1)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, "unknown argument %s",
               (*argv)[1]);
  return FALSE;
}

NwdConfig *
nwd_config_new (const char *path, int *argc, char ***argv, GError **error)
{
  g_autoptr (NwdConfig) config = g_new0 (NwdConfig, 1);

  config->state_dir = g_strdup (NWD_STATE_DIR);
  config->libvirt_uri = g_strdup ("qemu:///system");
  config->guest_reports = TRUE;
  config->guest_interval = 120;
  if (!read_file (config, path, error) || !parse_arguments (config, argc, argv, error))
    return NULL;
  return g_steal_pointer (&config);
}

void
nwd_config_free (NwdConfig *config)
{
  g_free (config->state_dir);
  g_free (config->libvirt_uri);
  g_free (config);
}
