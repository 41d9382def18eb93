/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a guest says, in whatever bytes: it must come out fit to be shown and stored, and the same
 * however it was ordered. A line is an interface: name, MAC address and addresses, tabs between. */

#include "core/nwd-codec-guest.h"
#include "core/nwd-derive.h"
#include "core/nwd-fold-guest.h"
#include "core/nwd-fold.h"
#include "core/nwd-guest-address.h"
#include "core/nwd-guest-clean.h"
#include "core/nwd-guest-match.h"
#include "core/nwd-guest-schedule.h"

#include <string.h>

#define VM       "11111111-1111-4111-8111-111111111111"
#define OTHER    "22222222-2222-4222-8222-222222222222"
#define MAC      "52:54:00:00:00:01"
#define OTHERS   "52:54:00:00:00:02"
#define MAX_NAME 50
#define MAX_MAC  59

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* --- two VMs --- */

static void
put_vm (NwdState *state, const char *id, const char *mac, NwdTouched *touched)
{
  g_autoptr (NwdDomain) domain = nwd_domain_new ();
  NwdCard *card = nwd_card_new ();

  card->mac = g_strdup (mac);
  card->source = nwd_source_new ("bridge", "br0", "");
  card->alias = nwd_text_new ("net0");
  card->model = nwd_text_new ("virtio");
  card->bridge = nwd_text_new ("br0");
  card->target = nwd_text_new ("vnet0");
  card->address = nwd_text_new ("");
  card->filter = nwd_text_new ("");
  card->linked = TRUE;
  domain->id = g_strdup (id);
  domain->name = g_strdup (id);
  domain->title = g_strdup ("");
  domain->managed_by = g_strdup ("");
  domain->agent = NWD_AGENT_CONNECTED;
  domain->live = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_card_unref);
  g_ptr_array_add (domain->live, card);
  nwd_fold_domain (state, domain, touched);
}

static NwdState *
state_new (NwdTouched *touched)
{
  NwdState *state = nwd_state_new ();

  put_vm (state, VM, MAC, touched);
  put_vm (state, OTHER, OTHERS, touched);
  return state;
}

/* --- what is said --- */

static NwdGuestClaim *
claim_from_line (const char *line, gboolean backward)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  guint n = g_strv_length (fields);
  NwdGuestClaim *claim = nwd_guest_claim_new (n % NWD_N_GUEST_SOURCES, n > 0 ? fields[0] : NULL,
                                              n > 1 ? fields[1] : NULL);

  for (guint i = 2; i < n; i++)
    g_ptr_array_add (claim->addresses, g_strdup (fields[backward ? n + 1 - i : i]));
  return claim;
}

static GPtrArray *
claims_from_text (const char *text, gboolean backward)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", NWD_GUEST_MAX_CLAIMS);
  GPtrArray *claims = nwd_guest_claims_new ();
  guint n = g_strv_length (lines);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (claims, claim_from_line (lines[backward ? n - 1 - i : i], backward));
  return claims;
}

/* --- what came of it --- */

static void
check_text (const char *text, glong max)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, max);
  for (const char *c = text; *c; c = g_utf8_next_char (c))
    g_assert_true (g_unichar_isprint (g_utf8_get_char (c)));
}

static void
check_addresses (char **addresses, gboolean ipv6)
{
  for (char **address = addresses; *address; address++)
    {
      g_autofree char *again = nwd_guest_address_parse (*address);

      g_assert_cmpstr (again, ==, *address);
      g_assert_cmpint (nwd_guest_address_is_ipv6 (*address), ==, ipv6);
      if (address > addresses)
        g_assert_cmpint (nwd_guest_address_compare (address - 1, address), <, 0);
    }
}

static void
check_report (const NwdGuestReport *report)
{
  g_assert_cmpuint (report->interfaces->len, <=, NWD_GUEST_MAX_INTERFACES);
  for (guint i = 0; i < report->interfaces->len; i++)
    {
      const NwdGuestInterface *interface = report->interfaces->pdata[i];

      check_text (interface->name, MAX_NAME);
      check_text (interface->mac, MAX_MAC);
      check_addresses (interface->ipv4, FALSE);
      check_addresses (interface->ipv6, TRUE);
      g_assert_cmpuint (g_strv_length (interface->ipv4) + g_strv_length (interface->ipv6), <=,
                        NWD_GUEST_MAX_ADDRESSES);
    }
}

/* Nothing of another VM is ever shown of this one's card, or the other way round. */
static void
check_cards (const NwdState *state)
{
  const NwdVm *vm = nwd_state_get_vm (state, VM), *other = nwd_state_get_vm (state, OTHER);
  g_autoptr (GPtrArray) ips = nwd_guest_match_ips (state, vm);
  g_autoptr (GPtrArray) others = nwd_guest_match_ips (state, other);
  g_autoptr (NwdGuestCard) card
    = nwd_guest_match_card (state, nwd_state_get_vnic (state, vm->vnic_ids->pdata[0]));

  g_assert_cmpuint (others->len, ==, 0);
  g_assert_cmpuint (ips->len, ==, card->ipv4->len + card->ipv6->len);
  nwd_guest_match_is_complete (state, vm);
}

static GHashTable *
reports_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify)nwd_guest_report_unref);
}

/* What was stored is what is read. */
static void
check_store (GHashTable *reports)
{
  g_autoptr (NwdDocument) document = nwd_document_new ("guest");
  g_autoptr (NwdDocument) read = NULL;
  g_autoptr (GHashTable) again = reports_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!nwd_codec_guests_put (document, reports))
    return;
  text = nwd_document_to_text (document);
  read = nwd_document_parse ("guest", text, &error);
  g_assert_no_error (error);
  g_assert_true (nwd_codec_guests_get (read, again, &error));
  g_assert_true (nwd_guest_report_says_same (g_hash_table_lookup (reports, VM),
                                             g_hash_table_lookup (again, VM)));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdState) state = state_new (touched);
  const NwdVm *vm = nwd_state_get_vm (state, VM);
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GPtrArray) claims = claims_from_text (text, FALSE);
  g_autoptr (GPtrArray) backward = claims_from_text (text, TRUE);
  g_autoptr (GHashTable) macs = nwd_guest_match_own_macs (vm);
  g_autoptr (NwdGuestReport) report = nwd_guest_clean (claims, macs, 1);
  g_autoptr (NwdGuestReport) other = nwd_guest_clean (backward, macs, 2);

  check_report (report);
  if (claims->len < NWD_GUEST_MAX_CLAIMS)
    g_assert_true (nwd_guest_report_says_same (report, other));
  nwd_guest_match_mark (state, vm, report);
  nwd_fold_guest (state, VM, report, touched);
  check_cards (state);
  check_store (state->guests);
  return 0;
}
