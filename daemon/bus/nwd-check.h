/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* One question to the authority. Arrays of them own theirs. */
typedef struct
{
  char *action;   /* the last word of its name */
  char **details; /* key, value, …, NULL */
} NwdCheck;

/* Every action for every object: @actions (of char **) has one element for each of @objects (of
 * char **, their details), or one for all. A new array of NwdCheck. */
GPtrArray *nwd_checks_new (GPtrArray *actions, GPtrArray *objects);

/* The same for a human, who is not asked object by object: each action once; of several objects
 * with "count" and with the details of all of them, values that differ as "red,blue". A new
 * array. */
GPtrArray *nwd_checks_sum_up (GPtrArray *checks);
