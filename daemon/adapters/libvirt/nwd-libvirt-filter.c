/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-filter.h"

#include "nwd-libvirt-error.h"

#include <libvirt/virterror.h>

gboolean
nwd_libvirt_has_filter (virConnectPtr connection, const char *name, GError **error)
{
  g_autoptr (virNWFilter) filter = virNWFilterLookupByName (connection, name);

  if (!filter && virGetLastErrorCode () != VIR_ERR_NO_NWFILTER)
    nwd_libvirt_set_error (error, NWD_ERROR_FAILED);
  return filter != NULL;
}
