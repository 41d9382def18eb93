/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verb.h"

#include <string.h>

const NwdVerb *
nwd_verb_find (const NwdVerb *table, const char *interface, const char *method)
{
  for (const NwdVerb *verb = table; verb->interface; verb++)
    if (strcmp (verb->method, method) == 0 && strcmp (verb->interface, interface) == 0)
      return verb;
  return NULL;
}
