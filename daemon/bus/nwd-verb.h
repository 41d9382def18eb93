/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-key.h"
#include "nwd-request.h"

#include <gio/gio.h>

typedef struct _NwdVerb NwdVerb;

/* A method of the bus. Tables end with a verb without interface. */
struct _NwdVerb
{
  const char *interface;
  const char *method;
  const NwdKey *keys;    /* of its settings or changes; NULL: it takes none */
  const NwdKey *options; /* NULL: it takes none */

  /* Unpacks @parameters of a call of the object @id and looks up what they name, by what is known
   * now. Changes nothing. It runs before polkit is asked and once more afterwards.
   * Errors: NWD_ERROR, and G_DBUS_ERROR_UNKNOWN_OBJECT when @id is gone. */
  NwdRequest *(*parse) (
    gpointer context, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);

  /* Does it and answers @invocation, once, now or later. Takes both. */
  void (*run) (gpointer context, NwdRequest *request, GDBusMethodInvocation *invocation);
};

/* NULL: there is none. */
const NwdVerb *nwd_verb_find (const NwdVerb *table, const char *interface, const char *method);
