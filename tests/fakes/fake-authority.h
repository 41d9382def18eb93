/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ports/nwd-authority.h"

/* An authority that says what the test wants, when it wants. */
#define FAKE_TYPE_AUTHORITY (fake_authority_get_type ())
G_DECLARE_FINAL_TYPE (FakeAuthority, fake_authority, FAKE, AUTHORITY, GObject)

FakeAuthority *fake_authority_new (void);

/* What the following checks of @action end with: by default "no". */
void fake_authority_set_verdict (FakeAuthority *self, const char *action, NwdVerdict verdict);

/* What somebody says who is asked for it, where that is not the same. */
void fake_authority_set_human (FakeAuthority *self, const char *action, NwdVerdict verdict);

/* The following checks fail, as if polkitd were away. */
void fake_authority_set_broken (FakeAuthority *self, gboolean broken);

/* The following checks wait for fake_authority_release(), which ends the oldest. */
void fake_authority_set_held (FakeAuthority *self, gboolean held);
void fake_authority_release (FakeAuthority *self);
guint fake_authority_count_held (FakeAuthority *self);

/* Every check that was asked: "action key=value key=value …", with " !" at the end where the caller
 * allowed a dialog. */
GPtrArray *fake_authority_get_log (FakeAuthority *self);
