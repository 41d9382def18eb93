/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Names that come from callers. Each check answers FALSE and sets NWD_ERROR_INVALID_ARGUMENT,
 * naming @key, the argument or setting that carried the name. */

/* A network's name: 1 to 64 of [A-Za-z0-9._-], the first a letter or digit. */
gboolean nwd_name_check_network (const char *key, const char *name, GError **error);

/* An interface name as the kernel takes it (1 to 15 bytes, no '/', ':' or white space, not "." or
 * ".."), that is no word with a meaning of its own ("all", "default") and no pattern ('%'). */
gboolean nwd_name_check_interface (const char *key, const char *name, GError **error);

/* Text for people: valid UTF-8, at most 128 characters, none of them control or format ones. */
gboolean nwd_name_check_text (const char *key, const char *text, GError **error);

/* What polkit rules see in place of the name of a vNIC that is to be added without one. */
#define NWD_NAME_NEW "(new)"

/* A vNIC's name: text as above, of at most 50 characters, without '/', and not NWD_NAME_NEW. */
gboolean nwd_name_check_vnic (const char *key, const char *name, GError **error);

/* A word of the hypervisor's, such as a model: 1 to 32 of [A-Za-z0-9_-]. */
gboolean nwd_name_check_word (const char *key, const char *word, GError **error);

/* A variable of a network filter, as libvirt takes it: at most 128 letters, digits and '_', in the
 * value '.' and ':' too, neither empty. libvirt passes over others without a word. */
gboolean
nwd_name_check_variable (const char *key, const char *name, const char *value, GError **error);

/* A PCI address as "0000:00:04.0". */
gboolean nwd_name_check_pci (const char *key, const char *address, GError **error);

/* The default bridge of network @name: the name itself where it is a legal interface name, else
 * "nw" and the first 11 hex digits of the name's SHA-256: the same on every host. */
char *nwd_name_default_bridge (const char *name);

/* The other of the two: the hashed name, for when the first one is taken. */
char *nwd_name_hashed_bridge (const char *name);

/* @text with everything but printable characters escaped, cut at 64 characters: for error texts
 * that quote what a caller or a guest sent. */
char *nwd_name_quote (const char *text);

/* @text as one line without anything that means something to a terminal, whole unless it is longer
 * than 1,024 characters: for messages that carry what others wrote. */
char *nwd_name_escape (const char *text);
