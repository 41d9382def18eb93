/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"
#include "nwc-exit.h"
#include "nwc-text.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>

static const NwcCommand *const tables[] = {
  nwc_status_commands,     nwc_vm_commands,         nwc_vnic_commands,  nwc_vnic_life_commands,
  nwc_network_commands,    nwc_attachment_commands, nwc_label_commands, nwc_nic_commands,
  nwc_monitor_commands,    nwc_history_commands,    nwc_wire_commands,  nwc_setup_commands,
  nwc_checkpoint_commands, nwc_stats_commands,
};

static char *
full_name (const NwcCommand *command)
{
  return g_strjoin (" ", command->group, command->verb, NULL);
}

static char *
describe_commands (void)
{
  GString *text = g_string_new ("Commands:");

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const NwcCommand *command = tables[i]; command->group; command++)
      {
        g_autofree char *name = full_name (command);

        g_string_append_printf (text, "\n  %s%s%s", name, *command->words ? " " : "",
                                command->words);
      }
  return g_string_free (text, FALSE);
}

static const NwcCommand *
find_command (char **words, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const NwcCommand *command = tables[i]; command->group; command++)
      if (g_strcmp0 (words[0], command->group) == 0
          && (!command->verb || g_strcmp0 (words[1], command->verb) == 0))
        return command;
  g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "no command \"%s%s%s\"; see --help", words[0],
               words[1] ? " " : "", words[1] ? words[1] : "");
  return NULL;
}

static gboolean
check_words (const NwcCommand *command, char **words, GError **error)
{
  g_autofree char *name = full_name (command);
  int n = (int)g_strv_length (words);

  if (n >= command->min && n <= command->max)
    return TRUE;
  g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "usage: netwiringctl %s %s", name, command->words);
  return FALSE;
}

static gboolean
run_command (const NwcOptions *options, GError **error)
{
  char status[] = "status";
  char *overview[] = { status, NULL };
  char **words = options->arguments[0] ? options->arguments : overview;
  const NwcCommand *command = find_command (words, error);
  g_autoptr (NwcClient) client = NULL;
  g_autofree char *name = NULL;

  if (!command)
    return FALSE;
  name = full_name (command);
  words += command->verb ? 2 : 1;
  if (!check_words (command, words, error)
      || !nwc_options_check (options, command->takes, name, error))
    return FALSE;
  client = nwc_client_new (options, error);
  return client && command->run (client, words, error);
}

static gboolean
run_completion (const NwcOptions *options, GError **error)
{
  g_autoptr (NwcClient) client = nwc_client_new (options, error);

  return client && nwc_complete (client, options->complete, error);
}

static gboolean
flush_output (GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  g_set_error (error, NWC_ERROR, NWC_EXIT_OTHER, "cannot write: %s", g_strerror (errno));
  return FALSE;
}

static gboolean
run (int argc, char **argv, GError **error)
{
  g_autofree char *commands = describe_commands ();
  g_autoptr (NwcOptions) options = nwc_options_parse (argc, argv, commands, error);
  gboolean ok = FALSE;

  if (!options)
    return FALSE;
  if (options->version)
    ok = fputs ("netwiringctl " NETWIRING_VERSION "\n", stdout) >= 0;
  else if (options->complete)
    ok = run_completion (options, error);
  else
    ok = run_command (options, error);
  return ok && flush_output (error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  g_autofree char *line = NULL;

  /* For the help, which GLib prints in the character set of the locale. */
  setlocale (LC_CTYPE, "");
  if (run (argc, argv, &error))
    return NWC_EXIT_OK;
  message = nwc_exit_message (error);
  line = nwc_text_escape (message);
  fprintf (stderr, "netwiringctl: %s\n", line);
  return (int)nwc_exit_of_error (error);
}
