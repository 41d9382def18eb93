/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwb-bench.h"

/* One change of a card, link or place, made by each of the contenders. Each makes the change that
 * the card does not have yet, and is believed only when libvirt shows it in both definitions.
 * netwiringd has guests of its own, all alike: a VM that somebody else has just changed is another
 * case. */

typedef enum
{
  NWB_CHANGE_LINK,
  NWB_CHANGE_PLACE,
} NwbChange;

typedef gboolean (*NwbMake) (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error);

/* Waits until the host is quiet, makes the opposite of what is, by @make, and proves it. */
gboolean nwb_change (NwbBench *bench,
                     guint round,
                     NwbChange change,
                     NwbMake make,
                     double *microseconds,
                     GError **error);

/* libvirt's own calls, and those alone that nobody can do without who wants to know that it was
 * done: both definitions updated at once, and read back. */
gboolean nwb_make_raw (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error);

gboolean nwb_make_ours (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error);

/* The same as an ordinary user. */
gboolean nwb_make_ours_as_alice (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error);

/* UpdateDevice of libvirt-dbus and nothing else, as a caller who has the XML already. */
gboolean nwb_make_update_device (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error);

/* And read back, too. */
gboolean nwb_make_libvirt_dbus (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error);

/* virsh update-device, likewise for a caller who has the XML already. */
gboolean nwb_make_virsh (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error);

/* virsh domif-setlink, once for each definition, as somebody at a terminal does it. Links only. */
gboolean nwb_make_setlink (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error);
