/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

typedef enum
{
  NWC_FORMAT_TEXT,
  NWC_FORMAT_JSON_SHORT,
  NWC_FORMAT_JSON_PRETTY,
} NwcFormat;

/* Groups of options that only some commands take. */
typedef enum
{
  NWC_TAKES_NOTHING = 0,
  NWC_TAKES_DRY_RUN = 1 << 0,
  NWC_TAKES_WIRING = 1 << 1,
  NWC_TAKES_NONE = 1 << 2,
  NWC_TAKES_NETWORK = 1 << 3,
  NWC_TAKES_BRIDGE = 1 << 4,
  NWC_TAKES_HISTORY = 1 << 5,
  NWC_TAKES_CARD = 1 << 6,
  NWC_TAKES_SLOT = 1 << 7,
  NWC_TAKES_CONFIRM = 1 << 8,
  NWC_TAKES_FOREIGN = 1 << 9,
  NWC_TAKES_YES = 1 << 10,
  NWC_TAKES_NIC = 1 << 11,
  NWC_TAKES_OVERRIDE = 1 << 12,
  NWC_TAKES_ADDRESSES = 1 << 13,
  NWC_TAKES_PERSIST = 1 << 14,
} NwcTakes;

/* What the command line says. */
typedef struct
{
  NwcFormat format;
  gboolean no_legend;
  gboolean quiet;
  gboolean no_ask_password;
  gboolean version;
  gboolean system;
  char *address;  /* NULL: the system bus */
  char *complete; /* the word of a kind whose names are wanted, or NULL */
  int timeout;    /* seconds, 0 without end, -1 not given */
  guint64 given;  /* the options of such groups, see nwc_options_check() */
  gboolean dry_run;
  gboolean none;
  gboolean yes;
  guint confirm_timeout; /* seconds, 0 not given */
  GVariantDict *changes; /* the keys of what is made, changed or asked for */
  GVariantDict *options; /* the keys of every changing method's last argument */
  char **arguments;      /* command and its words */
} NwcOptions;

/* Reads the command line; all errors are usage errors. @commands: text for --help. */
NwcOptions *nwc_options_parse (int argc, char **argv, const char *commands, GError **error);

void nwc_options_free (NwcOptions *options);

/* Whether only options of @takes were given; otherwise an error that names @command. */
gboolean
nwc_options_check (const NwcOptions *options, NwcTakes takes, const char *command, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwcOptions, nwc_options_free)
