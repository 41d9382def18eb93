/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Links that the kernel deletes together, and what it leaves. */

#include "netns.h"
#include "nwd-netlink.h"

#include "core/nwd-error.h"
#include "ports/nwd-kernel.h"

#include <net/if.h>
#include <string.h>

#define GONE 1000000 /* no link has that index */

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_null (*(GAsyncResult **)data);
  *(GAsyncResult **)data = g_object_ref (result);
}

static gboolean
delete_links_of (NwdNetlink *netlink, const guint *indexes, guint n, GError **error)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GAsyncResult) result = NULL;

  g_array_append_vals (array, indexes, n);
  nwd_kernel_delete_links_async (NWD_KERNEL (netlink), array, on_deleted, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return nwd_kernel_delete_links_finish (NWD_KERNEL (netlink), result, error);
}

static gboolean
delete_links (const guint *indexes, guint n, GError **error)
{
  g_autoptr (NwdNetlink) netlink = nwd_netlink_new ();

  return delete_links_of (netlink, indexes, n, error);
}

static void
assert_there (const char *name, const char *group)
{
  g_autofree char *path = g_strdup_printf ("ip -o link show dev %s", name);
  g_autofree char *text = netns_read (path);

  g_assert_nonnull (g_strstr_len (text, -1, group));
}

/* A port of one of them stays, as does what is in a group of its own. */
static void
test_together (void)
{
  g_autoptr (GError) error = NULL;

  netns_run ("ip link add del1 type bridge");
  netns_run ("ip link add del2 type bridge");
  netns_run ("ip link add keep1 group 5 type bridge");
  netns_run ("ip link add keep2 master del1 type veth peer name keep3");
  delete_links ((guint[]){ if_nametoindex ("del1"), GONE, if_nametoindex ("del2") }, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (if_nametoindex ("del1"), ==, 0);
  g_assert_cmpuint (if_nametoindex ("del2"), ==, 0);
  assert_there ("keep1", "group 5 ");
  assert_there ("keep2", "group default ");
  netns_run ("ip link delete keep1");
  netns_run ("ip link delete keep2");
}

static void
test_all_gone (void)
{
  g_autoptr (GError) error = NULL;

  delete_links ((guint[]){ GONE, GONE + 1 }, 2, &error);
  g_assert_no_error (error);
}

/* The kernel deletes none where one of them cannot be deleted. */
static void
test_undeletable (void)
{
  g_autoptr (GError) error = NULL;

  netns_run ("ip link add del1 type bridge");
  delete_links ((guint[]){ if_nametoindex ("del1"), if_nametoindex ("lo") }, 2, &error);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, "cannot delete 2 links at once: Operation not supported");
  assert_there ("del1", "group default ");
  assert_there ("lo", "group default ");
  netns_run ("ip link delete del1");
}

/* Whoever is in the very group that was chosen is not deleted with them. */
static void
test_stranger (void)
{
  g_autofree char *add = NULL;
  g_autoptr (GError) error = NULL;

  g_random_set_seed (1);
  add = g_strdup_printf ("ip link add keep1 group %d type bridge",
                         g_random_int_range (1, G_MAXINT32));
  netns_run (add);
  netns_run ("ip link add del1 type bridge");
  g_random_set_seed (1);
  delete_links ((guint[]){ if_nametoindex ("del1") }, 1, &error);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_FAILED);
  g_assert_cmpuint (if_nametoindex ("keep1"), >, 0);
  assert_there ("del1", "group default ");
  netns_run ("ip link delete del1");
  netns_run ("ip link delete keep1");
}

static void
on_link_changed (NwdLink *link, const NwdCounters *counters, gpointer data)
{
}

static void
on_link_gone (NwdLink *link, const NwdCounters *counters, gpointer data)
{
}

static void
on_filters_removed (guint link, gpointer data)
{
  g_hash_table_add (data, GUINT_TO_POINTER (link));
}

static const NwdKernelListener listener = { on_link_changed, on_link_gone, on_filters_removed };

/* A bridge with a queue of ours, as each that is closed has one; its index. */
static guint
add_closed (const char *name)
{
  g_autofree char *add = g_strdup_printf ("ip link add %s type bridge", name);
  g_autofree char *close = g_strdup_printf ("tc qdisc add dev %s clsact", name);

  netns_run (add);
  netns_run (close);
  return if_nametoindex (name);
}

/* Nobody closes a bridge again that is about to go, nor leaves one open that stays. */
static void
test_queues (void)
{
  g_autoptr (NwdNetlink) netlink = nwd_netlink_new ();
  g_autoptr (GHashTable) opened = g_hash_table_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  guint del1 = add_closed ("del1");
  guint del2 = add_closed ("del2");
  g_autofree char *queues = NULL;

  nwd_kernel_start (NWD_KERNEL (netlink), &listener, opened, &error);
  g_assert_no_error (error);
  delete_links_of (netlink, (guint[]){ del1, del2 }, 2, &error);
  g_assert_no_error (error);
  nwd_kernel_hear (NWD_KERNEL (netlink));
  g_assert_cmpuint (g_hash_table_size (opened), ==, 0);

  del1 = add_closed ("del1");
  del2 = add_closed ("del2");
  nwd_kernel_hear (NWD_KERNEL (netlink));
  delete_links_of (netlink, (guint[]){ del1, if_nametoindex ("lo") }, 2, &error);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_FAILED);
  g_assert_true (g_hash_table_contains (opened, GUINT_TO_POINTER (del1)));
  g_assert_false (g_hash_table_contains (opened, GUINT_TO_POINTER (del2)));
  queues = netns_read ("tc qdisc show");
  g_assert_null (strstr (queues, "dev del1"));
  g_assert_nonnull (strstr (queues, "clsact ffff: dev del2"));

  g_hash_table_remove_all (opened);
  netns_run ("tc qdisc del dev del2 clsact");
  nwd_kernel_hear (NWD_KERNEL (netlink));
  g_assert_true (g_hash_table_contains (opened, GUINT_TO_POINTER (del2)));
  netns_run ("ip link delete del1");
  netns_run ("ip link delete del2");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  netns_enter ();
  g_test_add_func ("/kernel-delete/together", test_together);
  g_test_add_func ("/kernel-delete/all-gone", test_all_gone);
  g_test_add_func ("/kernel-delete/undeletable", test_undeletable);
  g_test_add_func ("/kernel-delete/stranger", test_stranger);
  g_test_add_func ("/kernel-delete/queues", test_queues);
  return g_test_run ();
}
