/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-authority.h"

G_DEFINE_INTERFACE (NwdAuthority, nwd_authority, G_TYPE_OBJECT)

static void
nwd_authority_default_init (NwdAuthorityInterface *interface)
{
}

void
nwd_authority_check_async (NwdAuthority *self,
                           const char *sender,
                           const char *action,
                           const char *const *details,
                           gboolean interactive,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  NWD_AUTHORITY_GET_IFACE (self)->check_async (self, sender, action, details, interactive,
                                               cancellable, callback, user_data);
}

NwdVerdict
nwd_authority_check_finish (NwdAuthority *self, GAsyncResult *result, GError **error)
{
  return NWD_AUTHORITY_GET_IFACE (self)->check_finish (self, result, error);
}
