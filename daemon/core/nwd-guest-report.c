/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-report.h"

static int
compare (gconstpointer a, gconstpointer b)
{
  return nwd_guest_interface_compare (*(NwdGuestInterface *const *)a,
                                      *(NwdGuestInterface *const *)b);
}

NwdGuestReport *
nwd_guest_report_new (GPtrArray *interfaces, gint64 time, gboolean stale)
{
  NwdGuestReport *report = g_atomic_rc_box_new0 (NwdGuestReport);

  g_ptr_array_sort (interfaces, compare);
  report->interfaces = interfaces;
  report->time = time;
  report->stale = stale;
  return report;
}

NwdGuestReport *
nwd_guest_report_ref (NwdGuestReport *report)
{
  return g_atomic_rc_box_acquire (report);
}

static void
report_clear (NwdGuestReport *report)
{
  g_ptr_array_unref (report->interfaces);
}

void
nwd_guest_report_unref (NwdGuestReport *report)
{
  g_atomic_rc_box_release_full (report, (GDestroyNotify)report_clear);
}

NwdGuestReport *
nwd_guest_report_copy (const NwdGuestReport *report, gint64 time, gboolean stale)
{
  return nwd_guest_report_new (g_ptr_array_ref (report->interfaces), time, stale);
}

gboolean
nwd_guest_report_says_same (const NwdGuestReport *a, const NwdGuestReport *b)
{
  guint n_a = a ? a->interfaces->len : 0, n_b = b ? b->interfaces->len : 0;

  if (n_a != n_b)
    return FALSE;
  for (guint i = 0; i < n_a; i++)
    if (nwd_guest_interface_compare (a->interfaces->pdata[i], b->interfaces->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

gboolean
nwd_guest_report_is_own (const NwdGuestReport *report)
{
  for (guint i = 0; i < report->interfaces->len; i++)
    if (((NwdGuestInterface *)report->interfaces->pdata[i])->source == NWD_GUEST_BY_AGENT)
      return TRUE;
  return FALSE;
}
