/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"

#include "nwc-exit.h"
#include "nwc-output.h"

/* The shell expands what it is given: no name with a $ in it may reach it. */
static gboolean
needs_quoting (const char *text)
{
  for (const char *c = text; *c; c++)
    if (!g_ascii_isalnum (*c) && !strchr ("._-/+@", *c))
      return TRUE;
  return *text == '\0' || *text == '-';
}

gboolean
nwc_complete (NwcClient *client, const char *word, GError **error)
{
  g_autoptr (GPtrArray) list = NULL;
  int kind = 0;

  while (kind < NWC_KIND_SERVICE && !g_str_equal (word, nwc_kind_word (kind)))
    kind++;
  if (kind == NWC_KIND_SERVICE)
    {
      g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "no kind of objects is \"%s\"", word);
      return FALSE;
    }
  if (!nwc_client_load (client, error))
    return FALSE;
  list = nwc_objects_list (client->objects, kind);
  for (guint i = 0; i < list->len; i++)
    {
      g_autofree char *label = nwc_objects_label (client->objects, list->pdata[i]);

      if (needs_quoting (label))
        continue;
      nwc_output_text (label);
      nwc_output_text ("\n");
    }
  return TRUE;
}
