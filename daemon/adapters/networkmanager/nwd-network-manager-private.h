/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-network-manager.h"

#include <NetworkManager.h>

/* For the calls (nwd-nm-call.h) alone. */

/* NULL unless NetworkManager runs and all its profiles and devices are known. */
NMClient *nwd_network_manager_get_client (NwdNetworkManager *self);

/* Looks at everything again from the main loop: tells the listener what is new, then emits
 * "looked". Whatever NetworkManager signals comes to this by itself. */
void nwd_network_manager_look_soon (NwdNetworkManager *self);

/* The same in a while, for what NetworkManager does not signal. */
void nwd_network_manager_look_later (NwdNetworkManager *self);

/* Has the profile with @uuid, for interface @name, and what was made for it removed wherever and
 * whenever it shows up (nwd-nm-doomed.h), and hides it until then. */
void nwd_network_manager_doom (NwdNetworkManager *self, const char *uuid, const char *name);
/* That profile is to be there again. */
void nwd_network_manager_pardon (NwdNetworkManager *self, const char *uuid);

gboolean nwd_network_manager_is_doomed (NwdNetworkManager *self, const char *uuid, guint link);
