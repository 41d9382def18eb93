/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-address.h"

#include "nwc-exit.h"

#include <string.h>

/* The method alone, or addresses, which are static. */
static gboolean
add_words (GVariantDict *values, const char *family, char **words, GError **error)
{
  if (g_strv_length (words) == 1 && !strchr (words[0], '/'))
    {
      g_variant_dict_insert (values, "method", "s", words[0]);
      return TRUE;
    }
  for (char **word = words; *word; word++)
    if (!strchr (*word, '/'))
      {
        g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE,
                     "--%s: \"%s\" is not ADDRESS/PREFIX, and a method stands alone", family,
                     *word);
        return FALSE;
      }
  g_variant_dict_insert (values, "method", "s", "static");
  g_variant_dict_insert (values, "addresses", "^as", words);
  return TRUE;
}

static gboolean
pack (GVariantDict *changes, const char *family, GError **error)
{
  g_autofree char *key = g_strconcat (family, "-gateway", NULL);
  g_autofree char *gateway = NULL;
  g_auto (GStrv) words = NULL;
  g_auto (GVariantDict) values = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_lookup (changes, key, "s", &gateway);
  if (!g_variant_dict_lookup (changes, family, "^as", &words))
    {
      if (gateway)
        g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "--%s: it goes with --%s=ADDRESS/PREFIX",
                     key, family);
      return !gateway;
    }
  if (!add_words (&values, family, words, error))
    return FALSE;
  if (gateway)
    g_variant_dict_insert (&values, "gateway", "s", gateway);
  g_variant_dict_remove (changes, key);
  g_variant_dict_insert_value (changes, family, g_variant_dict_end (&values));
  return TRUE;
}

gboolean
nwc_address_pack (GVariantDict *changes, GError **error)
{
  return pack (changes, "ipv4", error) && pack (changes, "ipv6", error);
}
