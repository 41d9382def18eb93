/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-text.h"

#include <stddef.h>
#include <string.h>

typedef struct
{
  guint n_refs;
  char text[];
} Text;

static GMutex mutex;      /* of all that follows, the counters too */
static GHashTable *texts; /* set of those that there are */

static Text *
text_of (char *text)
{
  return (Text *)(gpointer)(text - offsetof (Text, text));
}

static char *
add (const char *text)
{
  gsize size = strlen (text) + 1;
  Text *self = g_malloc (sizeof *self + size);

  self->n_refs = 1;
  memcpy (self->text, text, size);
  g_hash_table_add (texts, self->text);
  return self->text; /* cppcheck-suppress memleak; the set has it */
}

char *
nwd_text_new (const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  char *known;

  if (!texts)
    texts = g_hash_table_new (g_str_hash, g_str_equal);

  known = g_hash_table_lookup (texts, text);
  if (!known)
    return add (text);
  text_of (known)->n_refs++;
  return known;
}

char *
nwd_text_ref (char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  text_of (text)->n_refs++;
  return text;
}

void
nwd_text_unref (char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (--text_of (text)->n_refs > 0)
    return;
  g_hash_table_remove (texts, text);
  g_free (text_of (text));
}
