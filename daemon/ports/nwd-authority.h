/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* Who may do what: polkit.
 *
 * Thread: main context; the callback is never called before check_async() returned, and exactly
 *   once. Errors: any error means "no" to the caller of the check; G_IO_ERROR_CANCELLED when
 *   cancelled, which also takes the dialog from the user's screen. */
#define NWD_TYPE_AUTHORITY (nwd_authority_get_type ())
G_DECLARE_INTERFACE (NwdAuthority, nwd_authority, NWD, AUTHORITY, GObject)

typedef enum
{
  NWD_VERDICT_NO,
  NWD_VERDICT_YES,
  NWD_VERDICT_NEEDS_INTERACTION, /* would be asked for a password, had the caller allowed it */
  NWD_VERDICT_DISMISSED,         /* was asked and closed the dialog */
} NwdVerdict;

struct _NwdAuthorityInterface
{
  GTypeInterface parent;

  void (*check_async) (NwdAuthority *self,
                       const char *sender,
                       const char *action,
                       const char *const *details,
                       gboolean interactive,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  NwdVerdict (*check_finish) (NwdAuthority *self, GAsyncResult *result, GError **error);
};

/* @sender: unique bus name of the caller, the subject.
 * @action: last word of the action, such as "link".
 * @details: key, value, key, value, …, NULL: values that the daemon resolved itself. */
void nwd_authority_check_async (NwdAuthority *self,
                                const char *sender,
                                const char *action,
                                const char *const *details,
                                gboolean interactive,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
NwdVerdict nwd_authority_check_finish (NwdAuthority *self, GAsyncResult *result, GError **error);
