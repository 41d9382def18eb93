/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-project-guest.h"

#include "nwd-project.h"

#include "core/nwd-guest-match.h"

/* The words for NwdGuestMarks, in the order of their bits. */
static const char *const mark_names[] = { "escaped", "bad-mac", "foreign-mac" };

static GVariant *
marks_of (const NwdGuestInterface *interface)
{
  GVariantBuilder words;

  g_variant_builder_init (&words, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; i < G_N_ELEMENTS (mark_names); i++)
    if (interface->marks & 1u << i)
      g_variant_builder_add (&words, "s", mark_names[i]);
  return g_variant_builder_end (&words);
}

static GVariant *
describe (const NwdState *state, const NwdVm *vm, const NwdGuestInterface *interface)
{
  const char *vnic = nwd_guest_match_vnic (state, vm, interface);
  const char *source = nwd_guest_source_name (interface->source);
  GVariantBuilder dict;

  g_variant_builder_init (&dict, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&dict, "{sv}", "name", g_variant_new_string (interface->name));
  g_variant_builder_add (&dict, "{sv}", "mac-address", g_variant_new_string (interface->mac));
  g_variant_builder_add (&dict, "{sv}", "ipv4",
                         g_variant_new_strv ((const char *const *)interface->ipv4, -1));
  g_variant_builder_add (&dict, "{sv}", "ipv6",
                         g_variant_new_strv ((const char *const *)interface->ipv6, -1));
  g_variant_builder_add (&dict, "{sv}", "vnic", nwd_project_path (NWD_KIND_VNIC, vnic));
  g_variant_builder_add (&dict, "{sv}", "source", g_variant_new_string (source));
  if (interface->marks)
    g_variant_builder_add (&dict, "{sv}", "marks", marks_of (interface));
  return g_variant_builder_end (&dict);
}

static GVariant *
interfaces_of (const NwdState *state, const NwdVm *vm, const NwdGuestReport *report)
{
  GVariantBuilder array;

  g_variant_builder_init (&array, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; report && i < report->interfaces->len; i++)
    g_variant_builder_add_value (&array, describe (state, vm, report->interfaces->pdata[i]));
  return g_variant_builder_end (&array);
}

static GVariant *
texts (GPtrArray *all)
{
  return g_variant_new_strv ((const char *const *)all->pdata, all->len);
}

void
nwd_project_guest_of_vm (NwdRowBuilder *row, const NwdState *state, const NwdVm *vm)
{
  const NwdGuestReport *report = g_hash_table_lookup (state->guests, vm->domain->id);
  g_autoptr (GPtrArray) ips = nwd_guest_match_ips (state, vm);

  nwd_row_put (row, "GuestAgent", g_variant_new_string (nwd_agent_state_name (vm->domain->agent)));
  nwd_row_put (row, "GuestIps", texts (ips));
  nwd_row_put (row, "GuestInterfaces", interfaces_of (state, vm, report));
  nwd_row_put (row, "GuestInfoTime", g_variant_new_uint64 (report ? (guint64)report->time : 0));
  nwd_row_put (row, "GuestInfoStale", g_variant_new_boolean (report && report->stale));
}

void
nwd_project_guest_of_vnic (NwdRowBuilder *row, const NwdState *state, const NwdVnic *vnic)
{
  g_autoptr (NwdGuestCard) card = nwd_guest_match_card (state, vnic);

  nwd_row_put (row, "GuestName", g_variant_new_string (card->name));
  nwd_row_put (row, "Ipv4Addresses", texts (card->ipv4));
  nwd_row_put (row, "Ipv6Addresses", texts (card->ipv6));
}
