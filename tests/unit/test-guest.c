/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What guests say: cleaned, compared, matched; and when they are asked. */

#include "core/nwd-derive.h"
#include "core/nwd-fold-guest.h"
#include "core/nwd-fold.h"
#include "core/nwd-guest-address.h"
#include "core/nwd-guest-clean.h"
#include "core/nwd-guest-match.h"
#include "core/nwd-guest-news.h"
#include "core/nwd-guest-schedule.h"
#include "fake-domain.h"

#include <string.h>

#define VM    "00000000-0000-4000-8000-000000000001"
#define OTHER "00000000-0000-4000-8000-000000000002"
#define MAC   "52:54:00:00:00:01"

/* --- addresses --- */

static void
test_addresses (void)
{
  static const struct
  {
    const char *said;
    const char *expected;
  } cases[] = {
    { "10.0.0.2/24", "10.0.0.2/24" },
    { "10.0.0.2/32", "10.0.0.2/32" },
    { "10.0.0.2/0", "10.0.0.2/0" },
    { "FE80:0:0:0:0:0:0:1%eth0/64", "fe80::1/64" },
    { "fe80::1/128", "fe80::1/128" },
    { "::ffff:10.0.0.1/96", "::ffff:10.0.0.1/96" },
    { "10.0.0.2/33", NULL },
    { "fe80::1/129", NULL },
    { "10.0.0.2", NULL },
    { "10.0.0.2/", NULL },
    { "10.0.0.2/x", NULL },
    { "10.0.0/24", NULL },
    { "10.0.0.256/24", NULL },
    { "/24", NULL },
    { "", NULL },
    { "%/64", NULL },
    { "fe80::1::2/64", NULL },
    { "10.0.0.2\x1b/24", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = nwd_guest_address_parse (cases[i].said);

      g_assert_cmpstr (address, ==, cases[i].expected);
    }
}

static void
test_scopes (void)
{
  static const struct
  {
    const char *address;
    NwdGuestScope scope;
  } cases[] = {
    { "10.0.0.1/8", NWD_GUEST_SCOPE_GLOBAL },       { "2001:db8::1/64", NWD_GUEST_SCOPE_GLOBAL },
    { "fd00::1/64", NWD_GUEST_SCOPE_GLOBAL },       { "169.254.1.1/16", NWD_GUEST_SCOPE_LINK },
    { "fe80::1/64", NWD_GUEST_SCOPE_LINK },         { "127.0.0.1/8", NWD_GUEST_SCOPE_HOST },
    { "127.1.2.3/8", NWD_GUEST_SCOPE_HOST },        { "::1/128", NWD_GUEST_SCOPE_HOST },
    { "0.0.0.0/0", NWD_GUEST_SCOPE_HOST },          { "::/0", NWD_GUEST_SCOPE_HOST },
    { "224.0.0.1/4", NWD_GUEST_SCOPE_HOST },        { "ff02::1/128", NWD_GUEST_SCOPE_HOST },
    { "255.255.255.255/32", NWD_GUEST_SCOPE_HOST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (nwd_guest_address_scope (cases[i].address), ==, cases[i].scope);
}

/* --- reports --- */

/* @addresses: "," between. */
static void
say (GPtrArray *claims, const char *name, const char *mac, const char *addresses)
{
  NwdGuestClaim *claim = nwd_guest_claim_new (NWD_GUEST_BY_AGENT, name, mac);
  g_auto (GStrv) all = g_strsplit (addresses, ",", -1);

  for (char **address = all; *address; address++)
    g_ptr_array_add (claim->addresses, g_strdup (*address));
  g_ptr_array_add (claims, claim);
}

static NwdGuestReport *
clean_for (GPtrArray *claims, const char *own_mac)
{
  g_autoptr (GHashTable) macs = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_add (macs, (gpointer)own_mac);
  return nwd_guest_clean (claims, macs, 1);
}

/* "name mac ipv4 ipv6 marks" of each interface, a line each. */
static char *
describe (const NwdGuestReport *report)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < report->interfaces->len; i++)
    {
      const NwdGuestInterface *interface = report->interfaces->pdata[i];
      g_autofree char *ipv4 = g_strjoinv (",", interface->ipv4);
      g_autofree char *ipv6 = g_strjoinv (",", interface->ipv6);

      g_string_append_printf (text, "%s %s %s %s %d\n", interface->name, interface->mac, ipv4, ipv6,
                              (int)interface->marks);
    }
  return g_string_free (text, FALSE);
}

static void
assert_cleaned (const char *name, const char *mac, const char *addresses, const char *expected)
{
  g_autoptr (GPtrArray) claims = nwd_guest_claims_new ();
  g_autoptr (NwdGuestReport) report = NULL;
  g_autofree char *text = NULL;

  say (claims, name, mac, addresses);
  report = clean_for (claims, MAC);
  text = describe (report);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_clean (void)
{
  assert_cleaned ("eth0", "52:54:00:00:00:0A", "fe80::1%eth0/64,10.0.0.2/24",
                  "eth0 52:54:00:00:00:0a 10.0.0.2/24 fe80::1/64 0\n");
  assert_cleaned ("Ethernet 2", "52-54-00-00-00-0A", "", "Ethernet 2 52:54:00:00:00:0a   0\n");
  assert_cleaned ("", "", "junk,10.0.0.2/24,10.0.0.2/24,10.0.0.2/99", "  10.0.0.2/24  0\n");
  assert_cleaned ("e\x1b[31m\n", MAC, "", "e\\u001b[31m\\u000a " MAC "   1\n");
  assert_cleaned ("\xff\xfe", MAC, "", "\xef\xbf\xbd\xef\xbf\xbd " MAC "   1\n");
  assert_cleaned ("\xe2\x80\xaegnp", MAC, "", "\\u202egnp " MAC "   1\n");
  assert_cleaned ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", MAC, "",
                  "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn " MAC "   1\n");
  assert_cleaned ("eth0", "no mac", "", "eth0    2\n");
  assert_cleaned ("eth0", "52:54:00:00:00:0g", "", "eth0    2\n");
  assert_cleaned ("ib0", "80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:00:00:01", "",
                  "ib0 80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:00:00:01   0\n");
  assert_cleaned ("ib0", "80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:00:00:01:02", "",
                  "ib0    2\n");
}

static NwdGuestReport *
report_in_order (gboolean forward)
{
  g_autoptr (GPtrArray) claims = nwd_guest_claims_new ();

  for (guint i = 0; i < 3; i++)
    if ((forward ? i : 2 - i) == 0)
      say (claims, "lo", "00:00:00:00:00:00", "127.0.0.1/8");
    else if ((forward ? i : 2 - i) == 1)
      say (claims, "eth0", forward ? MAC : "52:54:00:00:00:01",
           forward ? "10.0.0.2/24,fe80::1%eth0/64,10.0.0.3/24"
                   : "fe80::1/64,10.0.0.3/24,10.0.0.2/24");
    else
      say (claims, "docker0", "02:42:00:00:00:01", "172.17.0.1/16");
  return clean_for (claims, MAC);
}

static void
test_order_means_nothing (void)
{
  g_autoptr (NwdGuestReport) one = report_in_order (TRUE);
  g_autoptr (NwdGuestReport) other = report_in_order (FALSE);
  g_autoptr (GPtrArray) claims = nwd_guest_claims_new ();
  g_autoptr (NwdGuestReport) none = clean_for (claims, MAC);

  g_assert_true (nwd_guest_report_says_same (one, other));
  g_assert_false (nwd_guest_report_says_same (one, none));
  g_assert_false (nwd_guest_report_says_same (one, NULL));
  g_assert_true (nwd_guest_report_says_same (none, NULL));
}

/* Of too much, what is of a card stays, and what can be reached by. */
static void
test_limits (void)
{
  g_autoptr (GPtrArray) claims = nwd_guest_claims_new ();
  g_autoptr (NwdGuestReport) report = NULL;
  g_autoptr (GString) many = g_string_new ("2001:db8::1/64,10.0.0.1/8");
  const NwdGuestInterface *own = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (many, ",169.254.%u.%u/16", i / 250, i % 250);
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("a%u", i);

      say (claims, name, "02:00:00:00:00:01", "10.9.9.9/8");
    }
  g_ptr_array_set_size (claims, NWD_GUEST_MAX_CLAIMS - 1);
  say (claims, "zzz", MAC, many->str);
  report = clean_for (claims, MAC);
  g_assert_cmpuint (report->interfaces->len, ==, NWD_GUEST_MAX_INTERFACES);
  own = report->interfaces->pdata[NWD_GUEST_MAX_INTERFACES - 1];
  g_assert_cmpstr (own->name, ==, "zzz");
  g_assert_cmpstr (own->ipv4[0], ==, "10.0.0.1/8");
  g_assert_cmpstr (own->ipv6[0], ==, "2001:db8::1/64");
  g_assert_cmpuint (g_strv_length (own->ipv4) + g_strv_length (own->ipv6), ==,
                    NWD_GUEST_MAX_ADDRESSES);
}

/* --- cards --- */

static NwdDomain *
domain_new (const char *id, const char *mac, NwdVmState state)
{
  NwdDomain *domain = fake_domain_new (id, id, state);

  domain->agent = NWD_AGENT_CONNECTED;
  if (domain->live)
    fake_domain_add_live (domain, fake_card_new (mac, "bridge", "br0", "vnet0", TRUE));
  fake_domain_add_config (domain, fake_card_new (mac, "bridge", "br0", "", TRUE));
  return domain;
}

static void
put_domain (NwdState *state, NwdDomain *domain, NwdTouched *touched)
{
  g_autoptr (NwdDomain) own = domain;

  nwd_fold_domain (state, own, touched);
}

static NwdState *
state_new (void)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  NwdState *state = nwd_state_new ();

  put_domain (state, domain_new (VM, MAC, NWD_VM_RUNNING), touched);
  put_domain (state, domain_new (OTHER, "52:54:00:00:00:02", NWD_VM_RUNNING), touched);
  return state;
}

static void
fold (NwdState *state, GPtrArray *claims, NwdTouched *touched)
{
  const NwdVm *vm = nwd_state_get_vm (state, VM);
  g_autoptr (GHashTable) macs = nwd_guest_match_own_macs (vm);
  g_autoptr (NwdGuestReport) report = nwd_guest_clean (claims, macs, 1);

  nwd_guest_match_mark (state, vm, report);
  nwd_fold_guest (state, VM, report, touched);
}

static void
assert_ips (const NwdState *state, const char *expected)
{
  g_autoptr (GPtrArray) ips = nwd_guest_match_ips (state, nwd_state_get_vm (state, VM));
  g_autofree char *text = NULL;

  g_ptr_array_add (ips, NULL);
  text = g_strjoinv (" ", (char **)ips->pdata);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_match (void)
{
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (GPtrArray) claims = nwd_guest_claims_new ();
  const NwdVm *vm = nwd_state_get_vm (state, VM);
  const NwdVnic *vnic = nwd_state_get_vnic (state, vm->vnic_ids->pdata[0]);
  g_autoptr (NwdGuestCard) card = NULL;
  const NwdGuestReport *report = NULL;

  say (claims, "lo", "00:00:00:00:00:00", "127.0.0.1/8");
  say (claims, "eth0", "52:54:00:00:00:01", "fe80::1/64");
  say (claims, "bond0", "52:54:00:00:00:01", "10.0.0.2/24,169.254.0.1/16,127.0.0.2/8");
  say (claims, "thief", "52:54:00:00:00:02", "10.0.0.3/24");
  say (claims, "docker0", "02:42:00:00:00:01", "172.17.0.1/16");
  g_assert_false (nwd_guest_match_is_complete (state, vm));
  fold (state, claims, touched);
  g_assert_true (nwd_guest_match_is_complete (state, vm));
  assert_ips (state, "10.0.0.2/24 169.254.0.1/16 fe80::1/64");
  card = nwd_guest_match_card (state, vnic);
  g_assert_cmpstr (card->name, ==, "bond0");
  g_assert_cmpuint (card->ipv4->len, ==, 2);
  g_assert_cmpstr (card->ipv6->pdata[0], ==, "fe80::1/64");
  report = g_hash_table_lookup (state->guests, VM);
  for (guint i = 0; i < report->interfaces->len; i++)
    {
      const NwdGuestInterface *interface = report->interfaces->pdata[i];
      gboolean own = g_str_equal (interface->mac, MAC);

      g_assert_cmpstr (nwd_guest_match_vnic (state, vm, interface), ==, own ? vnic->id : "");
      g_assert_cmpuint (interface->marks, ==,
                        g_str_equal (interface->name, "thief") ? NWD_GUEST_FOREIGN_MAC : 0);
    }
}

/* What the guest said is shown of cards that are in it. */
static void
test_unplugged_card (void)
{
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (GPtrArray) claims = nwd_guest_claims_new ();
  NwdDomain *without = domain_new (VM, MAC, NWD_VM_RUNNING);

  say (claims, "eth0", MAC, "10.0.0.2/24");
  fold (state, claims, touched);
  assert_ips (state, "10.0.0.2/24");
  g_ptr_array_set_size (without->live, 0);
  put_domain (state, without, touched);
  assert_ips (state, "");
}

static gboolean
is_touched (const NwdTouched *touched, NwdKind kind, const char *id)
{
  return g_hash_table_contains (nwd_touched_get (touched, kind), id);
}

static void
test_fold (void)
{
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdTouched) first = nwd_touched_new ();
  g_autoptr (NwdTouched) again = nwd_touched_new ();
  g_autoptr (NwdTouched) stale = nwd_touched_new ();
  g_autoptr (NwdTouched) still = nwd_touched_new ();
  g_autoptr (NwdTouched) ended = nwd_touched_new ();
  g_autoptr (GPtrArray) claims = nwd_guest_claims_new ();
  g_autofree char *vnic = g_strdup (nwd_state_get_vm (state, VM)->vnic_ids->pdata[0]);

  say (claims, "eth0", MAC, "10.0.0.2/24");
  fold (state, claims, first);
  g_assert_true (is_touched (first, NWD_KIND_VM, VM) && is_touched (first, NWD_KIND_VNIC, vnic));
  fold (state, claims, again);
  g_assert_false (is_touched (again, NWD_KIND_VNIC, vnic));
  nwd_fold_guest_silent (state, VM, stale);
  g_assert_true (is_touched (stale, NWD_KIND_VM, VM));
  g_assert_true (((NwdGuestReport *)g_hash_table_lookup (state->guests, VM))->stale);
  nwd_fold_guest_silent (state, VM, still);
  g_assert_true (nwd_touched_is_empty (still));
  put_domain (state, domain_new (VM, MAC, NWD_VM_SHUTOFF), ended);
  g_assert_null (g_hash_table_lookup (state->guests, VM));
  g_assert_true (is_touched (ended, NWD_KIND_VM, VM) && is_touched (ended, NWD_KIND_VNIC, vnic));
}

static void
test_agent_leaves (void)
{
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (GPtrArray) claims = nwd_guest_claims_new ();
  NwdDomain *without = domain_new (VM, MAC, NWD_VM_RUNNING);

  say (claims, "eth0", MAC, "10.0.0.2/24");
  fold (state, claims, touched);
  without->agent = NWD_AGENT_DISCONNECTED;
  put_domain (state, without, touched);
  g_assert_true (((NwdGuestReport *)g_hash_table_lookup (state->guests, VM))->stale);
  assert_ips (state, "10.0.0.2/24");
}

/* --- when --- */

static NwdGuestNews
news_of (NwdAgentState agent, gboolean linked, const char *bridge, const char *mac)
{
  g_autoptr (NwdDomain) before = domain_new (VM, MAC, NWD_VM_RUNNING);
  g_autoptr (NwdDomain) after = fake_domain_new (VM, VM, NWD_VM_RUNNING);

  after->agent = agent;
  fake_domain_add_live (after, fake_card_new (MAC, "bridge", bridge, "vnet0", TRUE));
  if (mac)
    fake_domain_add_live (after, fake_card_new (mac, "bridge", "br0", "vnet1", TRUE));
  if (!linked)
    ((NwdCard *)after->live->pdata[0])->linked = FALSE;
  return nwd_guest_news (before, after);
}

static void
test_news (void)
{
  g_autoptr (NwdDomain) runs = domain_new (VM, MAC, NWD_VM_RUNNING);
  g_autoptr (NwdDomain) paused = domain_new (VM, MAC, NWD_VM_PAUSED);
  g_autoptr (NwdDomain) off = domain_new (VM, MAC, NWD_VM_SHUTOFF);
  g_autoptr (NwdDomain) unlinked = domain_new (VM, MAC, NWD_VM_RUNNING);
  g_autoptr (NwdDomain) waiting = domain_new (VM, MAC, NWD_VM_RUNNING);

  ((NwdCard *)unlinked->live->pdata[0])->linked = FALSE;
  waiting->agent = NWD_AGENT_DISCONNECTED;
  g_assert_cmpint (news_of (NWD_AGENT_CONNECTED, TRUE, "br0", NULL), ==, NWD_GUEST_NO_NEWS);
  g_assert_cmpint (news_of (NWD_AGENT_CONNECTED, FALSE, "br0", NULL), ==, NWD_GUEST_NO_NEWS);
  g_assert_cmpint (news_of (NWD_AGENT_CONNECTED, TRUE, "br1", NULL), ==, NWD_GUEST_NEWS);
  g_assert_cmpint (news_of (NWD_AGENT_CONNECTED, TRUE, "br0", "52:54:00:00:00:09"), ==,
                   NWD_GUEST_NEWS);
  g_assert_cmpint (nwd_guest_news (unlinked, runs), ==, NWD_GUEST_NEWS);
  g_assert_cmpint (nwd_guest_news (NULL, runs), ==, NWD_GUEST_NEWS);
  g_assert_cmpint (nwd_guest_news (paused, runs), ==, NWD_GUEST_NEWS);
  g_assert_cmpint (nwd_guest_news (runs, paused), ==, NWD_GUEST_NO_NEWS);
  g_assert_cmpint (nwd_guest_news (runs, off), ==, NWD_GUEST_NO_NEWS);
  g_assert_cmpint (nwd_guest_news (waiting, runs), ==, NWD_GUEST_NEWS_HERE);
  g_assert_cmpint (nwd_guest_news (runs, runs), ==, NWD_GUEST_NO_NEWS);
}

#define SECOND G_USEC_PER_SEC

static const NwdGuestPace pace = { .few = 3000, .window = 120000, .rare = 120000 };

/* The pauses in seconds until it has been asked so often. */
static char *
pauses (NwdGuestSchedule *schedule, gint64 now, guint n, NwdGuestOutcome outcome)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      nwd_guest_schedule_agent (schedule, &pace, now, outcome);
      g_string_append_printf (text, "%s%d", i ? " " : "", (int)((schedule->due - now) / SECOND));
      now = schedule->due;
    }
  return g_string_free (text, FALSE);
}

static void
test_complete_is_asked_rarely (void)
{
  NwdGuestSchedule schedule = { 0 };
  g_autofree char *text = NULL;

  nwd_guest_schedule_hear (&schedule, 1000 * SECOND);
  g_assert_true (nwd_guest_schedule_is_due (&schedule, 1000 * SECOND));
  text = pauses (&schedule, 1000 * SECOND, 5, NWD_GUEST_COMPLETE);
  g_assert_cmpstr (text, ==, "3 3 74 120 120"); /* 1080 is the next common moment */
  g_assert_false (nwd_guest_schedule_is_due (&schedule, schedule.due - 1));
}

static void
test_incomplete_is_asked_often (void)
{
  NwdGuestSchedule schedule = { 0 };
  g_autofree char *first = NULL, *later = NULL;

  nwd_guest_schedule_hear (&schedule, 1000 * SECOND);
  first = pauses (&schedule, 1000 * SECOND, 5, NWD_GUEST_INCOMPLETE);
  g_assert_cmpstr (first, ==, "3 3 3 3 3");
  later = pauses (&schedule, 1120 * SECOND, 7, NWD_GUEST_INCOMPLETE);
  g_assert_cmpstr (later, ==, "6 12 24 48 96 14 120");
}

static void
test_silent_is_asked_less_and_less (void)
{
  NwdGuestSchedule schedule = { 0 };
  g_autofree char *text = NULL, *better = NULL;

  nwd_guest_schedule_hear (&schedule, 1000 * SECOND);
  text = pauses (&schedule, 1000 * SECOND, 9, NWD_GUEST_SILENT);
  g_assert_cmpstr (text, ==, "3 6 12 24 48 96 192 240 240");
  g_assert_cmpuint (schedule.silent, ==, 9);
  better = pauses (&schedule, 2000 * SECOND, 1, NWD_GUEST_COMPLETE);
  g_assert_cmpstr (better, ==, "3");
  g_assert_cmpuint (schedule.silent, ==, 0);
}

static void
test_nobody_tells (void)
{
  NwdGuestSchedule schedule = { 0 };
  gint64 now = 1000 * SECOND;
  guint n = 0;

  nwd_guest_schedule_hear (&schedule, now);
  for (n = 0; schedule.due && n < 100; n++)
    {
      now = schedule.due;
      nwd_guest_schedule_others (&schedule, &pace, now, FALSE);
    }
  g_assert_cmpuint (n, ==, 7);
  g_assert_cmpint ((now - 1000 * SECOND) / SECOND, ==, 3 + 6 + 12 + 24 + 48 + 96);
  nwd_guest_schedule_hear (&schedule, now);
  for (n = 0; n < 10; n++)
    {
      nwd_guest_schedule_others (&schedule, &pace, schedule.due, TRUE);
      g_assert_cmpint (schedule.due, !=, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guest/addresses", test_addresses);
  g_test_add_func ("/guest/scopes", test_scopes);
  g_test_add_func ("/guest/clean", test_clean);
  g_test_add_func ("/guest/order-means-nothing", test_order_means_nothing);
  g_test_add_func ("/guest/limits", test_limits);
  g_test_add_func ("/guest/match", test_match);
  g_test_add_func ("/guest/unplugged-card", test_unplugged_card);
  g_test_add_func ("/guest/fold", test_fold);
  g_test_add_func ("/guest/agent-leaves", test_agent_leaves);
  g_test_add_func ("/guest/news", test_news);
  g_test_add_func ("/guest/complete-is-asked-rarely", test_complete_is_asked_rarely);
  g_test_add_func ("/guest/incomplete-is-asked-often", test_incomplete_is_asked_often);
  g_test_add_func ("/guest/silent-is-asked-less-and-less", test_silent_is_asked_less_and_less);
  g_test_add_func ("/guest/nobody-tells", test_nobody_tells);
  return g_test_run ();
}
