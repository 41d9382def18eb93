/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The arithmetic of counters, and what is kept of it. */

#include "core/nwd-codec-meters.h"
#include "core/nwd-error.h"
#include "core/nwd-meters-private.h"

#define VNIC "aaaaaaaa-1111-4111-8111-111111111111"
#define PORT "dddddddd-1111-4111-8111-111111111111"

/* So many received bytes and sent packets. */
static NwdCounters
counted (guint64 rx, guint64 tx)
{
  return (NwdCounters){ .of = { [NWD_RX_BYTES] = rx, [NWD_TX_PACKETS] = tx } };
}

static void
assert_total (const NwdMeter *meter, guint64 rx, guint64 tx)
{
  g_assert_cmpuint (meter->total.of[NWD_RX_BYTES], ==, rx);
  g_assert_cmpuint (meter->total.of[NWD_TX_PACKETS], ==, tx);
}

static void
read_feed (NwdFeed *feed, guint64 rx, guint64 tx, gboolean current)
{
  const NwdCounters now = counted (rx, tx);

  nwd_feed_read (feed, &now, current);
}

static void
test_names (void)
{
  g_assert_cmpstr (nwd_counter_name (NWD_RX_BYTES), ==, "rx-bytes");
  g_assert_cmpstr (nwd_counter_name (NWD_RX_DROPPED), ==, "rx-dropped");
  g_assert_cmpstr (nwd_counter_name (NWD_TX_PACKETS), ==, "tx-packets");
}

static void
test_swapped (void)
{
  const NwdCounters zero = { 0 };
  const NwdCounters now = { .of = { 1, 2, 3, 4, 50, 60, 70, 80 } };
  const NwdCounters other_end = { .of = { 50, 60, 70, 80, 1, 2, 3, 4 } };
  NwdCounters own = { 0 }, other = { 0 };

  nwd_counters_grow (&own, &zero, &now, FALSE);
  g_assert_cmpmem (&own, sizeof own, &now, sizeof now);
  nwd_counters_grow (&other, &zero, &now, TRUE);
  g_assert_cmpmem (&other, sizeof other, &other_end, sizeof other_end);
}

static void
test_growth (void)
{
  g_autoptr (NwdMeters) meters = nwd_meters_new ();
  NwdMeter *meter = nwd_meters_get (meters, NWD_KIND_ATTACHMENT, PORT);
  NwdFeed *feed = nwd_meters_add_feed (meters, meter, 7, FALSE);

  g_assert_false (meter->known);
  read_feed (feed, 100, 1, TRUE);
  assert_total (meter, 100, 1);
  read_feed (feed, 100, 1, TRUE);
  assert_total (meter, 100, 1);
  read_feed (feed, 250, 4, TRUE);
  assert_total (meter, 250, 4);
  g_assert_true (meter->known);
}

/* One counter that fell is enough: the others may have passed where they were. */
static void
test_reset (void)
{
  g_autoptr (NwdMeters) meters = nwd_meters_new ();
  NwdMeter *meter = nwd_meters_get (meters, NWD_KIND_ATTACHMENT, PORT);
  NwdFeed *feed = nwd_meters_add_feed (meters, meter, 7, FALSE);

  read_feed (feed, 100, 10, TRUE);
  read_feed (feed, 300, 2, TRUE);
  assert_total (meter, 400, 12);
  read_feed (feed, 301, 3, TRUE);
  assert_total (meter, 401, 13);
}

/* What the kernel told before the last reading, and we hear only now. */
static void
test_late_news (void)
{
  g_autoptr (NwdMeters) meters = nwd_meters_new ();
  NwdMeter *meter = nwd_meters_get (meters, NWD_KIND_ATTACHMENT, PORT);
  NwdFeed *feed = nwd_meters_add_feed (meters, meter, 7, FALSE);

  read_feed (feed, 100, 10, TRUE);
  read_feed (feed, 90, 9, FALSE);
  assert_total (meter, 100, 10);
  read_feed (feed, 120, 12, FALSE);
  assert_total (meter, 120, 12);
  read_feed (feed, 130, 13, TRUE);
  assert_total (meter, 130, 13);
}

/* The kernel is asked, then tells by itself, and then the answer is there, which is older. */
static void
test_told_while_reading (void)
{
  g_autoptr (NwdMeters) meters = nwd_meters_new ();
  NwdMeter *meter = nwd_meters_get (meters, NWD_KIND_ATTACHMENT, PORT);
  const NwdCounters asked = counted (100, 10), told = counted (150, 15), later = counted (20, 2);

  nwd_meters_add_feed (meters, meter, 7, FALSE);
  nwd_meters_begin_reading (meters);
  nwd_meters_hear_link (meters, 7, &told);
  nwd_meters_read (meters, 7, &asked);
  assert_total (meter, 150, 15);
  nwd_meters_begin_reading (meters); /* and now it did begin anew */
  nwd_meters_read (meters, 7, &later);
  assert_total (meter, 170, 17);
}

static void
test_joined (void)
{
  g_autoptr (NwdMeters) meters = nwd_meters_new ();
  NwdMeter *meter = nwd_meters_get (meters, NWD_KIND_ATTACHMENT, PORT);
  NwdFeed *feed = nwd_meters_add_feed (meters, meter, 7, FALSE);

  feed->begun = FALSE;
  read_feed (feed, 1000, 1000, TRUE);
  assert_total (meter, 0, 0);
  read_feed (feed, 1001, 1002, TRUE);
  assert_total (meter, 1, 2);
}

/* Two links at a time, then one after the other. */
static void
test_links (void)
{
  g_autoptr (NwdMeters) meters = nwd_meters_new ();
  NwdMeter *meter = nwd_meters_get (meters, NWD_KIND_ATTACHMENT, PORT);
  NwdFeed *first = nwd_meters_add_feed (meters, meter, 7, FALSE);
  const NwdCounters now = counted (5, 6);

  nwd_meters_add_feed (meters, meter, 8, FALSE);
  nwd_meters_begin_reading (meters);
  read_feed (first, 100, 10, TRUE);
  nwd_meters_read (meters, 8, &now);
  nwd_meters_read (meters, 9, &now);
  assert_total (meter, 105, 16);
  g_assert_false (nwd_meters_take_changed (meters));
  nwd_meters_link_gone (meters, 7, &(NwdCounters){ .of = { [NWD_RX_BYTES] = 101, [5] = 10 } });
  g_assert_true (nwd_meters_take_changed (meters));
  assert_total (meter, 106, 16);
  nwd_meters_link_gone (meters, 8, NULL);
  assert_total (meter, 106, 16);
  g_assert_cmpuint (meter->feeds->len, ==, 0);
}

static void
assert_answer (NwdMeters *meters, const char *expected)
{
  g_autoptr (GVariant) told = nwd_meters_describe (meters, NWD_KIND_VNIC, VNIC);
  g_autoptr (GVariant) answer = g_variant_get_child_value (told, 1);
  g_autofree char *text = g_variant_print (answer, FALSE);
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "uint64 ", "", 0);
  g_assert_cmpstr (plain->str, ==, expected);
}

static void
test_answers (void)
{
  g_autoptr (NwdMeters) meters = nwd_meters_new ();
  NwdFeed *feed = NULL;

  nwd_meters_take_sample (meters, 41, 1);
  assert_answer (meters, "{'sample-time': <41>}");
  feed = nwd_meters_add_feed (meters, nwd_meters_get (meters, NWD_KIND_VNIC, VNIC), 7, TRUE);
  g_assert_cmpint (nwd_meters_get_sample_time (meters), ==, 0);
  nwd_meters_take_sample (meters, 42, G_USEC_PER_SEC);
  assert_answer (meters, "{'sample-time': <42>}");

  read_feed (feed, 100, 1, TRUE);
  assert_answer (meters, "{'sample-time': <42>}");
  nwd_meters_take_sample (meters, 43, 2 * G_USEC_PER_SEC);
  read_feed (feed, 600, 2, TRUE);
  assert_answer (meters, "{'sample-time': <43>, 'rx-bytes': <0>, 'rx-packets': <1>, "
                         "'rx-errors': <0>, 'rx-dropped': <0>, 'tx-bytes': <100>, "
                         "'tx-packets': <0>, 'tx-errors': <0>, 'tx-dropped': <0>, "
                         "'rx-rate': <0.0>, 'tx-rate': <100.0>}");
  nwd_meters_take_sample (meters, 44, 2 * G_USEC_PER_SEC + G_USEC_PER_SEC / 4);
  assert_answer (meters, "{'sample-time': <44>, 'rx-bytes': <0>, 'rx-packets': <2>, "
                         "'rx-errors': <0>, 'rx-dropped': <0>, 'tx-bytes': <600>, "
                         "'tx-packets': <0>, 'tx-errors': <0>, 'tx-dropped': <0>, "
                         "'rx-rate': <0.0>, 'tx-rate': <2000.0>}");
}

static void
test_text (void)
{
  static const char *const bad[] = { "",
                                     "1 2 3 4 5 6 7",
                                     "1 2 3 4 5 6 7 8 9",
                                     "1 2 3 4 5 6 7 -8",
                                     "1 2 3 4 5 6 7 x",
                                     "1  3 4 5 6 7 8",
                                     "1 2 3 4 5 6 7 8;" };
  const NwdCounters counters = { .of = { 1, 2, 3, 4, 5, 6, 7, G_MAXUINT64 } };
  g_autofree char *text = nwd_counters_to_text (&counters);
  NwdCounters parsed;

  g_assert_cmpstr (text, ==, "1 2 3 4 5 6 7 18446744073709551615");
  g_assert_true (nwd_counters_parse (text, &parsed));
  g_assert_cmpmem (&parsed, sizeof parsed, &counters, sizeof counters);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (nwd_counters_parse (bad[i], &parsed));
}

static NwdMeters *
parse (const char *text, const char *boot)
{
  g_autoptr (NwdMeters) meters = nwd_meters_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdDocument) document = nwd_document_parse ("counters", text, &error);

  g_assert_no_error (error);
  if (nwd_codec_meters_get (document, meters, boot, &error))
    return g_steal_pointer (&meters);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  return NULL;
}

static char *
make_text (void)
{
  g_autoptr (NwdMeters) meters = nwd_meters_new ();
  g_autoptr (NwdDocument) document = nwd_document_new ("counters");
  NwdMeter *meter = nwd_meters_get (meters, NWD_KIND_VNIC, VNIC);

  g_assert_false (nwd_codec_meters_put (document, meters, "this boot"));
  read_feed (nwd_meters_add_feed (meters, meter, 7, TRUE), 100, 10, TRUE);
  read_feed (nwd_meters_add_feed (meters, meter, 8, FALSE), 3, 4, TRUE);
  nwd_meters_add_feed (meters, meter, 9, FALSE)->begun = FALSE;
  nwd_meters_get (meters, NWD_KIND_ATTACHMENT, PORT);
  g_assert_true (nwd_codec_meters_put (document, meters, "this boot"));
  return nwd_document_to_text (document);
}

static void
test_kept (void)
{
  g_autofree char *text = make_text ();
  g_autoptr (NwdMeters) meters = parse (text, "this boot");
  g_autoptr (GPtrArray) list = nwd_meters_list (meters);
  const NwdMeter *meter = nwd_meters_get (meters, NWD_KIND_VNIC, VNIC);
  const NwdCounters seven = counted (101, 10), eight = counted (3, 5);

  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpuint (meter->feeds->len, ==, 2);
  g_assert_cmpuint (meter->total.of[NWD_TX_BYTES], ==, 100);
  g_assert_cmpuint (meter->total.of[NWD_RX_PACKETS], ==, 10);
  nwd_meters_begin_reading (meters);
  nwd_meters_read (meters, 7, &seven);
  nwd_meters_read (meters, 8, &eight);
  g_assert_cmpuint (meter->total.of[NWD_TX_BYTES], ==, 101);
  g_assert_cmpuint (meter->total.of[NWD_TX_PACKETS], ==, 5);
}

/* Other links have these indexes now. */
static void
test_other_boot (void)
{
  g_autofree char *text = make_text ();
  g_autoptr (NwdMeters) meters = parse (text, "another boot");
  const NwdMeter *meter = nwd_meters_get (meters, NWD_KIND_VNIC, VNIC);

  g_assert_cmpuint (meter->feeds->len, ==, 0);
  g_assert_cmpuint (meter->total.of[NWD_TX_BYTES], ==, 100);
}

static void
assert_bad (const char *right, const char *wrong)
{
  g_autofree char *text = make_text ();
  g_auto (GStrv) parts = g_strsplit (text, right, 2);
  g_autofree char *broken = g_strjoinv (wrong, parts);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  g_assert_null (parse (broken, "this boot"));
}

static void
test_broken (void)
{
  assert_bad ("kind=vnic", "kind=card");
  assert_bad ("kind=vnic\n", "");
  assert_bad ("[boot-0]\nid=this boot", "[boot-0]");
  assert_bad ("links=7 1 ", "links=7 2 ");
  assert_bad ("links=7 1 ", "links=0 1 ");
  assert_bad ("links=7 1 ", "links=7 ");
  assert_bad ("total=", "total=1 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meters/names", test_names);
  g_test_add_func ("/meters/swapped", test_swapped);
  g_test_add_func ("/meters/growth", test_growth);
  g_test_add_func ("/meters/reset", test_reset);
  g_test_add_func ("/meters/late-news", test_late_news);
  g_test_add_func ("/meters/told-while-reading", test_told_while_reading);
  g_test_add_func ("/meters/joined", test_joined);
  g_test_add_func ("/meters/links", test_links);
  g_test_add_func ("/meters/answers", test_answers);
  g_test_add_func ("/meters/text", test_text);
  g_test_add_func ("/meters/kept", test_kept);
  g_test_add_func ("/meters/other-boot", test_other_boot);
  g_test_add_func ("/meters/broken", test_broken);
  return g_test_run ();
}
