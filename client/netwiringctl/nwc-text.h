/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Text from elsewhere (names of VMs and networks, messages) on a terminal. */

/* @text with every byte that is no UTF-8, every control, format and private character, every line
 * separator and the backslash written as an escape: what is left cannot steer a terminal, reorder
 * a line or feign another one. */
char *nwc_text_escape (const char *text);

/* JSON text @json, in which such characters stand in strings only, with JSON's own escapes. */
char *nwc_text_escape_json (const char *json);

/* The columns that @text, valid UTF-8, takes on a terminal. */
guint nwc_text_width (const char *text);
