/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-name.h"

#include "nwd-error.h"

#include <string.h>

#define MAX_NETWORK   64
#define MAX_INTERFACE 15 /* IFNAMSIZ - 1 */
#define MAX_VNIC      50
#define MAX_WORD      32
#define MAX_TEXT      128
#define MAX_QUOTED    64
#define MAX_MESSAGE   1024

static gboolean
refuse (const char *key, const char *name, const char *rule, GError **error)
{
  g_autofree char *quoted = nwd_name_quote (name);

  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "%s: %s is not %s", key, quoted, rule);
  return FALSE;
}

gboolean
nwd_name_check_network (const char *key, const char *name, GError **error)
{
  const char *rule = "a network name (1 to 64 of A-Z a-z 0-9 . _ -, the first a letter or digit)";
  gsize length = strlen (name);

  if (length == 0 || length > MAX_NETWORK || !g_ascii_isalnum (name[0]))
    return refuse (key, name, rule, error);
  for (const char *c = name; *c; c++)
    if (!g_ascii_isalnum (*c) && !strchr ("._-", *c))
      return refuse (key, name, rule, error);
  return TRUE;
}

static gboolean
is_interface_name (const char *name)
{
  gsize length = strlen (name);

  if (length == 0 || length > MAX_INTERFACE)
    return FALSE;
  for (const char *c = name; *c; c++)
    if (!g_ascii_isgraph (*c) || strchr ("/:%", *c))
      return FALSE;
  return !g_str_equal (name, ".") && !g_str_equal (name, "..") && !g_str_equal (name, "all")
         && !g_str_equal (name, "default");
}

gboolean
nwd_name_check_interface (const char *key, const char *name, GError **error)
{
  if (!is_interface_name (name))
    return refuse (key, name, "an interface name (1 to 15 printable characters, no / : %)", error);
  return TRUE;
}

gboolean
nwd_name_check_text (const char *key, const char *text, GError **error)
{
  const char *rule = "plain text of at most 128 characters";

  if (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > MAX_TEXT)
    return refuse (key, text, rule, error);
  for (const char *c = text; *c; c = g_utf8_next_char (c))
    switch (g_unichar_type (g_utf8_get_char (c)))
      {
      case G_UNICODE_CONTROL:
      case G_UNICODE_FORMAT:
      case G_UNICODE_LINE_SEPARATOR:
      case G_UNICODE_PARAGRAPH_SEPARATOR:
        return refuse (key, text, rule, error);
      default:
        break;
      }
  return TRUE;
}

gboolean
nwd_name_check_vnic (const char *key, const char *name, GError **error)
{
  if (!nwd_name_check_text (key, name, error))
    return FALSE;
  if (g_str_equal (name, NWD_NAME_NEW))
    return refuse (key, name, "a name: it stands for a vNIC that has none yet", error);
  if (g_utf8_strlen (name, -1) <= MAX_VNIC && !strchr (name, '/'))
    return TRUE;
  return refuse (key, name, "a name of at most 50 characters without '/'", error);
}

/* Not empty, not longer than @max. */
static gboolean
is_made_of (const char *text, const char *allowed, gsize max)
{
  gsize length = strlen (text);

  return length > 0 && length <= max && strspn (text, allowed) == length;
}

gboolean
nwd_name_check_word (const char *key, const char *word, GError **error)
{
  if (is_made_of (word, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-", MAX_WORD))
    return TRUE;
  return refuse (key, word, "a word of at most 32 letters, digits, '_' and '-'", error);
}

gboolean
nwd_name_check_variable (const char *key, const char *name, const char *value, GError **error)
{
  static const char allowed[] = ".:_" G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS;

  if (!is_made_of (name, allowed + strlen (".:"), MAX_TEXT))
    return refuse (key, name, "a variable of at most 128 letters, digits and '_'", error);
  if (!is_made_of (value, allowed, MAX_TEXT))
    return refuse (key, value, "a value of at most 128 letters, digits, '_', '.' and ':'", error);
  return TRUE;
}

gboolean
nwd_name_check_pci (const char *key, const char *address, GError **error)
{
  if (g_regex_match_simple ("^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$", address,
                            G_REGEX_DOLLAR_ENDONLY, 0))
    return TRUE;
  return refuse (key, address, "a PCI address such as 0000:00:04.0", error);
}

char *
nwd_name_hashed_bridge (const char *name)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);

  return g_strdup_printf ("nw%.11s", sha256);
}

char *
nwd_name_default_bridge (const char *name)
{
  return is_interface_name (name) ? g_strdup (name) : nwd_name_hashed_bridge (name);
}

/* The separators of lines and paragraphs count as graphic, but end a line all the same. */
static gboolean
is_shown (gunichar u)
{
  return u == ' ' || (g_unichar_isgraph (u) && u != 0x2028 && u != 0x2029);
}

/* What of @text is shown, in @max characters at most. */
static void
append_shown (GString *shown, const char *text, glong max)
{
  const char *c = text;

  for (glong n = 0; *c && n < max; c = g_utf8_next_char (c), n++)
    {
      gunichar u = g_utf8_get_char (c);

      if (is_shown (u))
        g_string_append_unichar (shown, u);
      else
        g_string_append_printf (shown, "\\u%04x", u);
    }
  if (*c)
    g_string_append (shown, "…");
}

char *
nwd_name_quote (const char *text)
{
  g_autoptr (GString) quoted = g_string_new ("\"");

  if (!g_utf8_validate (text, -1, NULL))
    return g_strdup ("text that is not UTF-8");
  append_shown (quoted, text, MAX_QUOTED);
  g_string_append_c (quoted, '"');
  return g_string_free (g_steal_pointer (&quoted), FALSE);
}

char *
nwd_name_escape (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) escaped = g_string_new (NULL);

  append_shown (escaped, valid, MAX_MESSAGE);
  return g_string_free (g_steal_pointer (&escaped), FALSE);
}
