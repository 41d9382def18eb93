/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-wiring-case.h"

/* How a card is to be, by a change and by where it goes. */

/* Whether @card, one of @c's three, is on the empty network. */
gboolean nwd_wiring_is_unwired (const NwdWiringCase *c, const NwdCard *card);

/* Whether @card is on the empty network when all is done. */
gboolean nwd_wiring_will_be_unwired (const NwdWiringCase *c, const NwdCard *card);

/* Whether @card is to have its link, the empty network aside. */
gboolean nwd_wiring_wants_link (const NwdWiringCase *c, const NwdCard *card);

/* What of its isolation is the card's own wish, not its network's. */
gboolean nwd_wiring_wants_isolation (const NwdWiringCase *c, const NwdCard *card);

/* @card as it is to be when it is plugged: a new one. */
NwdCard *nwd_wiring_wanted (const NwdWiringCase *c, const NwdCard *card);

/* @card as it is to be kept while it is unplugged: a new one. */
NwdCard *nwd_wiring_kept (const NwdWiringCase *c, const NwdCard *card);
