/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-mac.h"

#include "nwd-error.h"
#include "nwd-name.h"

#include <string.h>

#define LENGTH 17         /* of "52:54:00:00:00:01" */
#define PREFIX "52:54:00" /* QEMU's: locally administered, one station */

static gboolean
is_well_formed (const char *text)
{
  if (strlen (text) != LENGTH)
    return FALSE;
  for (guint i = 0; i < LENGTH; i++)
    if (i % 3 == 2 ? text[i] != ':' : !g_ascii_isxdigit (text[i]))
      return FALSE;
  return TRUE;
}

/* IEEE 802: the lowest bit of the first octet marks a group. */
static gboolean
is_group (const char *mac)
{
  return g_ascii_xdigit_value (mac[1]) & 1;
}

char *
nwd_mac_parse (const char *key, const char *text, GError **error)
{
  g_autofree char *quoted = nwd_name_quote (text);
  const char *why = NULL;

  if (!is_well_formed (text))
    why = "it is not six pairs of hexadecimal digits with colons between";
  else if (is_group (text))
    why = "it is a group address";
  else if (g_str_equal (text, "00:00:00:00:00:00"))
    why = "it is all zero";
  if (!why)
    return g_ascii_strdown (text, -1);

  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
               "%s: %s is no MAC address of a card: %s", key, quoted, why);
  return NULL;
}

static gboolean
is_taken (const NwdState *state, const char *mac)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->vnics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdVnic *vnic = value;

      if (g_str_equal (nwd_vnic_get_card (vnic)->mac, mac))
        return TRUE;
    }
  g_hash_table_iter_init (&iter, state->links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (((const NwdLink *)value)->mac, mac))
      return TRUE;
  return FALSE;
}

char *
nwd_mac_generate (const NwdState *state, const char *vnic_id)
{
  guint number = g_str_hash (vnic_id);

  for (;; number++)
    {
      g_autofree char *mac = g_strdup_printf (PREFIX ":%02x:%02x:%02x", (number >> 16) & 0xff,
                                              (number >> 8) & 0xff, number & 0xff);

      if (!is_taken (state, mac))
        return g_steal_pointer (&mac);
    }
}

const NwdVnic *
nwd_mac_find_user (const NwdState *state, const char *mac, const char *but_id, GHashTable *leaving)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->vnics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdVnic *vnic = value;

      if (!g_str_equal (vnic->id, but_id) && !nwd_vnic_is_only_stored (vnic)
          && g_str_equal (nwd_vnic_get_card (vnic)->mac, mac)
          && !(leaving && g_hash_table_contains (leaving, vnic->id)))
        return vnic;
    }
  return NULL;
}
