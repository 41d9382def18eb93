/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-domain-table.h"

#define A "11111111-1111-4111-8111-111111111111"
#define B "22222222-2222-4222-8222-222222222222"

/* What a read that began at @begun says. */
static NwdReading *
reading_new (const char *id, const char *name, gint64 begun)
{
  NwdReading *reading = nwd_reading_new (name);

  reading->begun = begun;
  reading->domain = nwd_domain_new ();
  reading->domain->id = g_strdup (id);
  reading->domain->name = g_strdup (name);
  return reading;
}

static NwdDomainRecord *
put (NwdDomainTable *table, const char *id, const char *name, gint64 begun)
{
  g_autoptr (NwdReading) reading = reading_new (id, name, begun);

  return nwd_domain_table_put (table, reading);
}

static guint
count (NwdDomainTable *table)
{
  g_autoptr (GPtrArray) domains = nwd_domain_table_get_domains (table);

  return domains->len;
}

static void
test_put (void)
{
  g_autoptr (NwdDomainTable) table = nwd_domain_table_new ();
  NwdDomainRecord *seen = nwd_domain_table_ensure (table, "web");

  g_assert_null (seen->domain);
  g_assert_cmpuint (count (table), ==, 0);
  g_assert_true (put (table, A, "web", 1) == seen);
  g_assert_true (nwd_domain_table_find_id (table, A) == seen);
  g_assert_cmpuint (count (table), ==, 1);

  nwd_domain_table_remove (table, seen);
  g_assert_null (nwd_domain_table_find_id (table, A));
  g_assert_null (nwd_domain_table_find (table, "web"));
}

/* Answers may come in another order than their questions went. */
static void
test_late_answer (void)
{
  g_autoptr (NwdDomainTable) table = nwd_domain_table_new ();
  NwdDomainRecord *record = put (table, A, "web", 10);
  NwdDomain *newest = record->domain;

  g_assert_null (put (table, A, "web", 9));
  g_assert_true (record->domain == newest);
  g_assert_true (put (table, A, "web", 11) == record);
  g_assert_true (record->domain != newest);
}

static void
test_rename (void)
{
  g_autoptr (NwdDomainTable) table = nwd_domain_table_new ();
  NwdDomainRecord *record = put (table, A, "old", 1);

  nwd_domain_table_ensure (table, "new");
  record->n_changes = 1;
  g_assert_true (put (table, A, "new", 2) == record);
  g_assert_cmpuint (record->n_changes, ==, 1);
  g_assert_null (nwd_domain_table_find (table, "old"));
  g_assert_true (nwd_domain_table_find (table, "new") == record);
  g_assert_cmpuint (count (table), ==, 1);
}

/* One name, another VM. */
static void
test_replaced (void)
{
  g_autoptr (NwdDomainTable) table = nwd_domain_table_new ();

  put (table, A, "web", 1);
  put (table, B, "web", 2);
  g_assert_null (nwd_domain_table_find_id (table, A));
  g_assert_nonnull (nwd_domain_table_find_id (table, B));
  g_assert_cmpuint (count (table), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/libvirt-table/put", test_put);
  g_test_add_func ("/libvirt-table/late-answer", test_late_answer);
  g_test_add_func ("/libvirt-table/rename", test_rename);
  g_test_add_func ("/libvirt-table/replaced", test_replaced);
  return g_test_run ();
}
