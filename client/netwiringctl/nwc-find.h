/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwc-objects.h"

/* The object of @kind that people mean by @word: its UUID; a vNIC's MAC address, VM/NAME, or NAME
 * alone; a network's name, those made here before those found on the host; an attachment's network
 * or bridge. The first of these that anything answers to decides; more than one answer is
 * NWC_EXIT_USAGE with the candidates in the text, none is NWC_EXIT_NOT_FOUND. */
const NwcObject *
nwc_find (const NwcObjects *objects, NwcKind kind, const char *word, GError **error);
