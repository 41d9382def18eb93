/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A network namespace to try things in. A failure of any of these ends the test. */

/* Moves the process into a new one, IPv6 off and lo up; without root by a user namespace. */
void netns_enter (void);

void netns_run (const char *command);

/* Runs a command and answers what it printed. */
char *netns_read (const char *command);

/* Makes tap @name, up, as QEMU has it while a guest runs; gone when the answered fd is closed. */
int netns_open_tap (const char *name);

/* A socket that receives every frame of Ethernet type @type that comes in on link @name. */
int netns_open_packet (const char *name, guint16 type);

/* Waits up to 5 s for a frame; answers its size. */
gsize netns_receive (int fd, guint8 *frame, gsize size);
