/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A text that many records have, once for all of them, for as long as one has it: a string as any
 * other, but for how it is made and let go. Any thread, unlike GLib's interned GRefString, which
 * (2.74) may be given to one thread while another one frees it. */
char *nwd_text_new (const char *text);
char *nwd_text_ref (char *text);
void nwd_text_unref (char *text);
