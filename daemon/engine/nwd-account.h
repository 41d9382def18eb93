/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-options.h"
#include "core/nwd-plan.h"
#include "nwd-context.h"

/* The account of one change of one object that a caller asked for: who, what, how it was before and
 * after. It ends in an event, unless nothing happened: a dry run, or what was so already. */
typedef struct _NwdAccount NwdAccount;

/* @kind, @id: the object that was called; of a new vNIC its VM, of a new attachment its network, of
 * a new network the root. Of @options it needs the caller and whether it is a dry run. */
NwdAccount *
nwd_account_open (NwdContext *context, NwdKind kind, const char *id, const NwdOptions *options);

/* From now on the world may change. @object_id: what is made or changed, "" the object called.
 * Until the account is closed what happens to that object is this change's doing, not others'. */
void nwd_account_begin (NwdAccount *account, const char *object_id);

/* The caller was told @error, a timeout, but the change may still come true, or is being undone. */
void nwd_account_give_up (NwdAccount *account, const GError *error);

/* Tells how it ended, after that was published and before the caller is answered. Frees @account.
 */
void nwd_account_close (NwdAccount *account, const GError *error);

/* The same for all accounts of one change (of NwdAccount). Of several those begin whose object
 * @plans (of NwdPlan) change, and that it failed is told once, of the first. */
void nwd_accounts_begin (GPtrArray *accounts, GPtrArray *plans);
void nwd_accounts_give_up (GPtrArray *accounts, const GError *error);
void nwd_accounts_close (GPtrArray *accounts, const GError *error);
