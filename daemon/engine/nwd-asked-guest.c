/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-asked-guest.h"

NwdAskedGuest *
nwd_asked_guest_new (void)
{
  NwdAskedGuest *guest = g_new0 (NwdAskedGuest, 1);

  guest->asking = nwd_guest_waiters_new ();
  guest->next = nwd_guest_waiters_new ();
  return guest;
}

void
nwd_asked_guest_free (NwdAskedGuest *guest)
{
  g_clear_pointer (&guest->seen, nwd_domain_unref);
  nwd_guest_waiters_free (guest->asking);
  nwd_guest_waiters_free (guest->next);
  g_free (guest);
}

NwdGuestLane
nwd_asked_guest_get_lane (const NwdAskedGuest *guest)
{
  if (guest->schedule.silent > 0 && !guest->here)
    return NWD_GUEST_LANE_SILENT;
  return guest->here || guest->answered ? NWD_GUEST_LANE_GOOD : NWD_GUEST_LANE_NEW;
}
