/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-clean.h"

#include "nwd-guest-address.h"
#include "nwd-name.h"

#include <string.h>

#define MAX_NAME 50 /* characters */
#define MAX_MAC  59 /* characters: InfiniBand's */

/* --- one interface --- */

/* Windows has "-" between. */
static gboolean
is_separator (char c)
{
  return c == ':' || c == '-';
}

char *
nwd_guest_clean_mac (const char *text)
{
  gsize length = strnlen (text, MAX_MAC + 1);

  if (length > MAX_MAC || length % 3 != 2)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (i % 3 == 2 ? !is_separator (text[i]) : !g_ascii_isxdigit (text[i]))
      return NULL;
  return g_strdelimit (g_ascii_strdown (text, -1), "-", ':');
}

static void
take_mac (NwdGuestInterface *interface, const char *text)
{
  char *mac = nwd_guest_clean_mac (text);

  if (*text && !mac)
    interface->marks |= NWD_GUEST_BAD_MAC;
  if (!mac)
    return;
  g_free (interface->mac);
  interface->mac = mac;
}

static void
take_name (NwdGuestInterface *interface, const char *text)
{
  g_autofree char *shown = nwd_name_escape (text);

  g_free (interface->name);
  interface->name = g_utf8_substring (shown, 0, MIN (MAX_NAME, g_utf8_strlen (shown, -1)));
  if (strcmp (interface->name, text) != 0)
    interface->marks |= NWD_GUEST_ESCAPED;
}

/* Those of @all that are kept, each once: of char *, which stay its. */
static GPtrArray *
choose (GPtrArray *all)
{
  GPtrArray *kept = g_ptr_array_new ();

  g_ptr_array_sort (all, nwd_guest_address_compare);
  for (guint i = 0; i < all->len && kept->len < NWD_GUEST_MAX_ADDRESSES; i++)
    if (i == 0 || strcmp (all->pdata[i], all->pdata[i - 1]) != 0)
      g_ptr_array_add (kept, all->pdata[i]);
  return kept;
}

static char **
pick_family (GPtrArray *addresses, gboolean ipv6)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < addresses->len; i++)
    if (nwd_guest_address_is_ipv6 (addresses->pdata[i]) == ipv6)
      g_strv_builder_add (builder, addresses->pdata[i]);
  return g_strv_builder_end (builder);
}

static void
take_addresses (NwdGuestInterface *interface, GPtrArray *texts)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) kept = NULL;

  for (guint i = 0; i < texts->len; i++)
    {
      char *address = nwd_guest_address_parse (texts->pdata[i]);

      if (address)
        g_ptr_array_add (all, address);
    }
  kept = choose (all);
  g_strfreev (interface->ipv4);
  g_strfreev (interface->ipv6);
  interface->ipv4 = pick_family (kept, FALSE);
  interface->ipv6 = pick_family (kept, TRUE);
}

NwdGuestInterface *
nwd_guest_clean_interface (const NwdGuestClaim *claim)
{
  NwdGuestInterface *interface = nwd_guest_interface_new (claim->source);

  take_name (interface, claim->name);
  take_mac (interface, claim->mac);
  take_addresses (interface, claim->addresses);
  return interface;
}

/* --- all of them --- */

/* Those of cards first. */
static int
compare (gconstpointer a, gconstpointer b, gpointer own_macs)
{
  const NwdGuestInterface *one = *(NwdGuestInterface *const *)a;
  const NwdGuestInterface *other = *(NwdGuestInterface *const *)b;
  int order
    = g_hash_table_contains (own_macs, other->mac) - g_hash_table_contains (own_macs, one->mac);

  return order ? order : nwd_guest_interface_compare (one, other);
}

static void
drop_repeated (GPtrArray *sorted)
{
  for (guint i = sorted->len; i > 1; i--)
    if (nwd_guest_interface_compare (sorted->pdata[i - 1], sorted->pdata[i - 2]) == 0)
      g_ptr_array_remove_index (sorted, i - 1);
}

NwdGuestReport *
nwd_guest_clean (GPtrArray *claims, GHashTable *own_macs, gint64 time)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_guest_interface_free);

  for (guint i = 0; i < MIN (claims->len, NWD_GUEST_MAX_CLAIMS); i++)
    g_ptr_array_add (all, nwd_guest_clean_interface (claims->pdata[i]));
  g_ptr_array_sort_with_data (all, compare, own_macs);
  drop_repeated (all);
  if (all->len > NWD_GUEST_MAX_INTERFACES)
    g_ptr_array_set_size (all, NWD_GUEST_MAX_INTERFACES);
  return nwd_guest_report_new (all, time, /* stale= */ FALSE);
}
