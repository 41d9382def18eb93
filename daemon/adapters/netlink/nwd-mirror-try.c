/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-mirror-try.h"

#include "nwd-tc-device.h"
#include "nwd-mirror-program.h"

#define LOOPBACK "lo"

static void
want_one_of_each_kind (NwdTcDevice *lo)
{
  NwdTcFilter *copy = nwd_tc_filter_new (NWD_TC_BPF, NWD_TC_EGRESS, NWD_MIRROR_PRIORITY, lo->index);
  NwdTcFilter *pass
    = nwd_tc_filter_new (NWD_TC_U32, NWD_TC_EGRESS, NWD_VERDICT_PRIORITY, /* handle= */ 0);

  copy->target = lo->index;
  nwd_mirror_program_set_never (copy);
  pass->from = g_strdup (LOOPBACK); /* what leaves by lo did not come in by it */
  nwd_tc_device_want (lo, copy);
  nwd_tc_device_want (lo, pass);
}

static gboolean
change (NwdTcDevice *lo, NwdNetlinkRequest *request, GError **error)
{
  nwd_tc_device_prepare (lo, request);
  nwd_tc_device_remove (lo, request, NWD_VERDICT_PRIORITY);
  nwd_tc_device_remove (lo, request, NWD_MIRROR_PRIORITY);
  nwd_tc_device_add (lo, request, NWD_MIRROR_PRIORITY);
  nwd_tc_device_add (lo, request, NWD_VERDICT_PRIORITY);
  nwd_tc_device_tidy (lo, request);
  if (!lo->error)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&lo->error));
  return FALSE;
}

gboolean
nwd_mirror_try (NwdNetlinkRequest *request, GError **error)
{
  g_autoptr (NwdLink) link = nwd_netlink_request_link (request, LOOPBACK, NULL, error);
  g_autoptr (NwdTcDevice) with
    = link ? nwd_tc_device_open (NWD_TC_MIRRORS, request, link->index, LOOPBACK, error) : NULL;
  g_autoptr (NwdTcDevice) without = NULL;
  gboolean works;

  if (!with)
    return FALSE;
  want_one_of_each_kind (with);
  works = change (with, request, error);
  without
    = nwd_tc_device_open (NWD_TC_MIRRORS, request, link->index, LOOPBACK, works ? error : NULL);
  return without && change (without, request, works ? error : NULL) && works;
}
