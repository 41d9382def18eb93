/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-suspicion.h"

static const struct
{
  NwdGuestMarks mark;
  const char *why;
} sorts[] = {
  { NWD_GUEST_ESCAPED, "whose name is no plain text, or too long" },
  { NWD_GUEST_BAD_MAC, "whose MAC address is none" },
  { NWD_GUEST_FOREIGN_MAC, "with the MAC address of another VM's card" },
};

static const NwdGuestInterface *
find (const NwdGuestReport *report, NwdGuestMarks mark)
{
  for (guint i = 0; i < report->interfaces->len; i++)
    {
      const NwdGuestInterface *interface = report->interfaces->pdata[i];

      if (interface->marks & mark)
        return interface;
    }
  return NULL;
}

NwdGuestMarks
nwd_guest_suspicion_tell (const NwdDomain *domain, const NwdGuestReport *report, NwdGuestMarks told)
{
  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    {
      const NwdGuestInterface *interface = find (report, sorts[i].mark);

      if (!interface || told & sorts[i].mark)
        continue;
      told |= sorts[i].mark;
      g_warning ("The guest of VM %s tells of an interface %s: \"%s\" %s", domain->name,
                 sorts[i].why, interface->name, interface->mac);
    }
  return told;
}
