/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-key.h"

#include "core/nwd-error.h"
#include "core/nwd-name.h"

#include <string.h>

static const NwdKey *
find_key (const NwdKey *table, const char *name, GError **error)
{
  g_autofree char *quoted = NULL;

  for (const NwdKey *key = table; key->name; key++)
    if (strcmp (key->name, name) == 0)
      return key;

  quoted = nwd_name_quote (name);
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "unknown key %s", quoted);
  return NULL;
}

static gboolean
check_type (const NwdKey *key, GVariant *value, GError **error)
{
  const char *type = g_variant_get_type_string (value);

  if (strcmp (type, key->type) == 0 || (strcmp (key->type, "o") == 0 && strcmp (type, "s") == 0)
      || (strcmp (key->type, "ao") == 0 && strcmp (type, "as") == 0))
    return TRUE;

  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "%s: must be of type %s, not %.32s",
               key->name, key->type, type);
  return FALSE;
}

static gboolean
store_number (const NwdKey *key, GVariant *value, guint *field, GError **error)
{
  guint number = g_variant_get_uint32 (value);

  if ((number < key->min && !(key->or_zero && number == 0)) || number > key->max)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                   "%s: %u is out of range, which is %s%u to %u", key->name, number,
                   key->or_zero ? "0, or " : "", key->min, key->max);
      return FALSE;
    }
  *field = number;
  return TRUE;
}

static gboolean
store_text (const NwdKey *key, GVariant *value, char **field, GError **error)
{
  const char *text = g_variant_get_string (value, NULL);

  if (key->required && !*text)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "%s: it is empty", key->name);
      return FALSE;
    }
  if (key->check && *text && !key->check (key->name, text, error))
    return FALSE;
  g_free (*field);
  *field = g_strdup (text);
  return TRUE;
}

static void
store_texts (GVariant *value, char ***field)
{
  g_strfreev (*field);
  *field = g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH_ARRAY)
             ? g_variant_dup_objv (value, NULL)
             : g_variant_dup_strv (value, NULL);
}

static void
store_dict (GVariant *value, GVariant **field)
{
  g_clear_pointer (field, g_variant_unref);
  *field = g_variant_ref (value);
}

static gboolean
store (const NwdKey *key, GVariant *value, gpointer target, GError **error)
{
  gpointer field = (char *)target + key->offset;

  if (!check_type (key, value, error))
    return FALSE;
  if (key->unpack)
    return key->unpack (key->name, value, field, error);
  if (*key->type == 'u')
    return store_number (key, value, field, error);
  if (*key->type == 't')
    {
      *(guint64 *)field = g_variant_get_uint64 (value);
      return TRUE;
    }
  if (*key->type == 's' || *key->type == 'o')
    return store_text (key, value, field, error);
  if (strcmp (key->type, "ao") == 0 || strcmp (key->type, "as") == 0)
    store_texts (value, field);
  else if (*key->type == 'a')
    store_dict (value, field);
  else
    *(gboolean *)field = g_variant_get_boolean (value);
  return TRUE;
}

gboolean
nwd_key_unpack (const NwdKey *table, GVariant *dict, gpointer target, guint *given, GError **error)
{
  GVariantIter iter;
  const char *name;
  GVariant *child;

  *given = 0;
  g_variant_iter_init (&iter, dict);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &child))
    {
      g_autoptr (GVariant) value = child;
      const NwdKey *key = find_key (table, name, error);

      if (!key || !store (key, value, target, error))
        return FALSE;
      *given |= key->bit;
    }
  return TRUE;
}
