/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-card-change.h"
#include "core/nwd-domain.h"

/* Domains and cards for tests: made, copied, changed. */

/* A card on @source_name of @source_type. @target: its tap; "" in a persistent definition. */
NwdCard *fake_card_new (const char *mac,
                        const char *source_type,
                        const char *source_name,
                        const char *target,
                        gboolean linked);
NwdCard *fake_card_copy (const NwdCard *card);

/* No cards at all: give it some. */
NwdDomain *fake_domain_new (const char *id, const char *name, NwdVmState state);

/* Takes @card. */
void fake_domain_add_live (NwdDomain *domain, NwdCard *card);
void fake_domain_add_config (NwdDomain *domain, NwdCard *card);

/* @domain as it is in another state. */
NwdDomain *fake_domain_copy (const NwdDomain *domain, NwdVmState state);

/* @domain with @change made: an attached card gets what libvirt fills in, its tap is @tap. */
NwdDomain *
fake_domain_change (const NwdDomain *domain, const NwdCardChange *change, const char *tap);
