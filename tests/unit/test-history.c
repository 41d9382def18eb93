/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events as such, and what is kept of them. */

#include "core/nwd-event.h"
#include "engine/nwd-history.h"

#include <string.h>

#define VM_ID   "00000000-0000-4000-8000-000000000001"
#define VM_PATH "/org/ovirt/NetWiring/vm/00000000_0000_4000_8000_000000000001"
#define VNIC_ID "00000000-0000-4000-8000-000000000002"

static void
test_types (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (NwdEventType type = 0; type < NWD_N_EVENT_TYPES; type++)
    {
      const char *name = nwd_event_type_name (type);
      const char *id = nwd_event_type_message_id (type);

      g_assert_true (g_hash_table_add (names, (gpointer)name));
      g_assert_true (g_regex_match_simple ("^[a-z]+(-[a-z]+)+$", name, 0, 0));
      g_assert_true (g_regex_match_simple ("^[0-9a-f]{32}$", id, 0, 0));
      if (g_str_has_suffix (name, "-failed") || g_str_has_suffix (name, "-failure"))
        g_assert_cmpint (nwd_event_type_severity (type), ==, NWD_SEVERITY_ERROR);
    }
}

/* What others wrote stays in its line. */
static void
test_foreign_text (void)
{
  g_autofree char *long_text = g_strnfill (5000, 'x');
  g_autoptr (NwdEvent) event
    = nwd_event_new (NWD_EVENT_UPDATE_VNIC, NWD_KIND_VM, VM_ID, "a\nPRIORITY=0\033[2J\xff z");
  g_autoptr (NwdEvent) cut = nwd_event_new (NWD_EVENT_UPDATE_VNIC, NWD_KIND_VM, VM_ID, long_text);

  nwd_event_add_detail (event, "vnic", "net0\n\xe2\x80\xae");
  nwd_event_add_detail (event, "network", "");
  g_assert_cmpstr (event->message, ==, "a\\u000aPRIORITY=0\\u001b[2J\xef\xbf\xbd z");
  g_assert_cmpstr (nwd_event_get_detail (event, "vnic"), ==, "net0\\u000a\\u202e");
  g_assert_null (nwd_event_get_detail (event, "network"));
  g_assert_cmpint (g_utf8_strlen (cut->message, -1), ==, 1025);
}

static void
add (NwdHistory *history, NwdEventType type, NwdKind kind, const char *id, gint64 time)
{
  g_autofree char *message = g_strdup_printf ("%" G_GINT64_FORMAT, time);
  g_autoptr (NwdEvent) event = nwd_event_new (type, kind, id, message);

  event->time = time;
  if (kind == NWD_KIND_VNIC)
    nwd_event_set_vm (event, VM_ID, "web1");
  nwd_history_add (history, event);
}

/* The messages, which are the times. */
static void
assert_listed (const NwdHistory *history, const NwdHistoryFilter *filter, const char *expected)
{
  g_autoptr (GPtrArray) list = nwd_history_list (history, filter);
  g_autoptr (GString) times = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (times, "%s%s", i ? " " : "",
                            ((NwdEvent *)g_ptr_array_index (list, i))->message);
  g_assert_cmpstr (times->str, ==, expected);
}

static void
test_filter (void)
{
  NwdHistory *history = nwd_history_new ();
  char path[] = VM_PATH;
  char root[] = "/org/ovirt/NetWiring";
  char event[] = "network-update-vm-interface";

  assert_listed (history, &(NwdHistoryFilter){ 0 }, "");
  add (history, NWD_EVENT_UPDATE_VNIC, NWD_KIND_VNIC, VNIC_ID, 1);
  add (history, NWD_EVENT_RECOVERED, NWD_KIND_ROOT, "", 2);
  add (history, NWD_EVENT_INTERRUPTED_UNDONE, NWD_KIND_VM, VM_ID, 3);
  add (history, NWD_EVENT_UPDATE_VNIC, NWD_KIND_VNIC, VNIC_ID, 4);
  assert_listed (history, &(NwdHistoryFilter){ 0 }, "4 3 2 1");
  assert_listed (history, &(NwdHistoryFilter){ .max = 2 }, "4 3");
  assert_listed (history, &(NwdHistoryFilter){ .since = 3 }, "4 3");
  assert_listed (history, &(NwdHistoryFilter){ .object = path }, "4 3 1");
  assert_listed (history, &(NwdHistoryFilter){ .object = root }, "2");
  assert_listed (history, &(NwdHistoryFilter){ .event = event }, "4 1");
  assert_listed (history, &(NwdHistoryFilter){ .event = event, .max = 1, .since = 1 }, "4");
  assert_listed (history, &(NwdHistoryFilter){ .since = 5 }, "");
  nwd_history_free (history);
}

static void
test_ring (void)
{
  NwdHistory *history = nwd_history_new ();
  g_autoptr (GPtrArray) list = NULL;

  for (guint i = 0; i < NWD_HISTORY_MAX + 5; i++)
    add (history, NWD_EVENT_RECOVERED, NWD_KIND_ROOT, "", i);
  list = nwd_history_list (history, &(NwdHistoryFilter){ 0 });
  nwd_history_free (history);
  g_assert_cmpuint (list->len, ==, NWD_HISTORY_MAX);
  g_assert_cmpint (((NwdEvent *)list->pdata[0])->time, ==, NWD_HISTORY_MAX + 4);
  g_assert_cmpint (((NwdEvent *)list->pdata[NWD_HISTORY_MAX - 1])->time, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/types", test_types);
  g_test_add_func ("/history/foreign-text", test_foreign_text);
  g_test_add_func ("/history/filter", test_filter);
  g_test_add_func ("/history/ring", test_ring);
  return g_test_run ();
}
