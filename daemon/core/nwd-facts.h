/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"

/* What is said of an object in the history, at one moment, in words: key, value, key, value, …,
 * NULL. Taken while it is true: names go with their objects. */

/* The object's, or none where there is no such object. */
char **nwd_facts_new (const NwdState *state, NwdKind kind, const char *id);

/* The value of @key, or "". */
const char *nwd_facts_get (char **facts, const char *key);

/* Those of @facts that @others have otherwise, "network red, linked yes"; all of them where @others
 * are none. */
char *nwd_facts_differing (char **facts, char **others);

/* From @before to @after: "network red to blue, linked yes to no". */
char *nwd_facts_tell (char **before, char **after);
