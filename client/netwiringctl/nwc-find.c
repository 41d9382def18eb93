/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-find.h"

#include "nwc-exit.h"

typedef gboolean (*Match) (const NwcObjects *objects, const NwcObject *object, const char *word);

static gboolean
by_id (const NwcObjects *objects, const NwcObject *object, const char *word)
{
  return g_ascii_strcasecmp (nwc_object_get_string (object, "Id"), word) == 0;
}

static gboolean
by_name (const NwcObjects *objects, const NwcObject *object, const char *word)
{
  return g_str_equal (nwc_object_get_string (object, "Name"), word);
}

static gboolean
by_mac (const NwcObjects *objects, const NwcObject *object, const char *word)
{
  return g_ascii_strcasecmp (nwc_object_get_string (object, "MacAddress"), word) == 0;
}

static gboolean
by_label (const NwcObjects *objects, const NwcObject *object, const char *word)
{
  g_autofree char *label = nwc_objects_label (objects, object);

  return g_str_equal (label, word);
}

static gboolean
by_name_made_here (const NwcObjects *objects, const NwcObject *object, const char *word)
{
  return g_str_equal (nwc_object_get_string (object, "Origin"), "netwiring")
         && by_name (objects, object, word);
}

static gboolean
by_network_id (const NwcObjects *objects, const NwcObject *object, const char *word)
{
  const NwcObject *network
    = nwc_objects_lookup (objects, nwc_object_get_string (object, "Network"));

  return network && by_id (objects, network, word);
}

static gboolean
by_bridge (const NwcObjects *objects, const NwcObject *object, const char *word)
{
  return g_str_equal (nwc_object_get_string (object, "Bridge"), word);
}

static const Match matches[NWC_N_KINDS][5] = {
  [NWC_KIND_VM] = { by_id, by_name },
  [NWC_KIND_VNIC] = { by_id, by_mac, by_label, by_name },
  [NWC_KIND_NETWORK] = { by_id, by_name_made_here, by_name },
  [NWC_KIND_LABEL] = { by_name },
  [NWC_KIND_NIC] = { by_name, by_mac },
  [NWC_KIND_CHECKPOINT] = { by_id },
  [NWC_KIND_ATTACHMENT] = { by_id, by_label, by_network_id, by_bridge },
};

static GPtrArray *
candidates_of (const NwcObjects *objects, GPtrArray *all, Match match, const char *word)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (match (objects, all->pdata[i], word))
      g_ptr_array_add (found, all->pdata[i]);
  return found;
}

static void
set_ambiguous (const NwcObjects *objects, GPtrArray *found, const char *word, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const NwcObject *object = found->pdata[i];
      g_autofree char *label = nwc_objects_label (objects, object);
      const char *id = nwc_object_get_string (object, "Id");

      g_string_append_printf (text, "%s%s", i ? ", " : "", label);
      if (*id)
        g_string_append_printf (text, " (%s)", id);
    }
  g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "\"%s\" may be any of %s", word, text->str);
}

const NwcObject *
nwc_find (const NwcObjects *objects, NwcKind kind, const char *word, GError **error)
{
  g_autoptr (GPtrArray) all = nwc_objects_list (objects, kind);

  for (const Match *match = matches[kind]; *match; match++)
    {
      g_autoptr (GPtrArray) found = candidates_of (objects, all, *match, word);

      if (found->len == 1)
        return found->pdata[0];
      if (found->len > 1)
        {
          set_ambiguous (objects, found, word, error);
          return NULL;
        }
    }
  g_set_error (error, NWC_ERROR, NWC_EXIT_NOT_FOUND, "no %s \"%s\"", nwc_kind_word (kind), word);
  return NULL;
}
