/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What passes the gate, when, and in what order. */

#include "service.h"

#define INTERACTION_NEEDED "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired"

typedef struct
{
  Service *service;
  GDBusConnection *root;
  GDBusConnection *user;
} Fixture;

static void
set_up (Fixture *f, gconstpointer limits)
{
  f->service = service_new (limits);
  f->root = private_bus_connect (f->service->bus, 0);
  f->user = private_bus_connect (f->service->bus, USER_UID);
}

static void
tear_down (Fixture *f, gconstpointer limits)
{
  g_object_unref (f->root);
  g_object_unref (f->user);
  service_free (f->service);
}

static void
expect_ok (Call *call)
{
  g_autoptr (GVariant) answer = call_wait (call);
}

static void
hold_checks (Fixture *f, guint n)
{
  fake_authority_set_held (f->service->authority, TRUE);
  fake_authority_set_verdict (f->service->authority, "link", NWD_VERDICT_YES);
  fake_authority_set_verdict (f->service->authority, "manage-host", NWD_VERDICT_YES);
  for (guint i = 0; i < n; i++)
    call_forget (call_set_linked (f->user, f->service, FALSE, i + 1));
}

static void
test_root_is_not_asked (Fixture *f, gconstpointer data)
{
  fake_authority_set_broken (f->service->authority, TRUE);
  expect_ok (call_set_linked (f->root, f->service, FALSE, 1));
  service_assert_ran (f->service, 1, 1);
  g_assert_cmpuint (fake_authority_get_log (f->service->authority)->len, ==, 0);
}

static void
test_verdicts (Fixture *f, gconstpointer data)
{
  FakeAuthority *authority = f->service->authority;

  call_wait_error (call_set_linked (f->user, f->service, FALSE, 1), ERROR_PREFIX "NotAuthorized");
  fake_authority_set_verdict (authority, "link", NWD_VERDICT_NEEDS_INTERACTION);
  call_wait_error (call_set_linked (f->user, f->service, FALSE, 2), INTERACTION_NEEDED);
  call_wait_error (call_send (f->user, f->service, VNIC_PATH, VNIC_INTERFACE, "SetLinked",
                              g_variant_new_parsed ("(true, @a{sv} {})"),
                              G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION),
                   ERROR_PREFIX "NotAuthorized");
  fake_authority_set_verdict (authority, "link", NWD_VERDICT_DISMISSED);
  call_wait_error (call_set_linked (f->user, f->service, FALSE, 3),
                   ERROR_PREFIX "AuthorizationCanceled");
  fake_authority_set_verdict (authority, "link", NWD_VERDICT_YES);
  expect_ok (call_set_linked (f->user, f->service, FALSE, 4));
  fake_authority_set_broken (authority, TRUE);
  call_wait_error (call_set_linked (f->user, f->service, FALSE, 5), ERROR_PREFIX "NotAuthorized");
  service_assert_ran (f->service, 1, 4);
}

static void
test_interaction_is_the_callers_to_allow (Fixture *f, gconstpointer data)
{
  const GDBusMessageFlags flags[]
    = { G_DBUS_MESSAGE_FLAGS_NONE, G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION };
  GPtrArray *log = fake_authority_get_log (f->service->authority);

  fake_authority_set_verdict (f->service->authority, "link", NWD_VERDICT_YES);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    expect_ok (call_send (f->user, f->service, VNIC_PATH, VNIC_INTERFACE, "SetLinked",
                          g_variant_new_parsed ("(true, @a{sv} {})"), flags[i]));

  g_assert_cmpuint (log->len, ==, 2);
  g_assert_cmpstr (log->pdata[0], ==, "link network=" SAMPLE_RED);
  g_assert_cmpstr (log->pdata[1], ==, "link network=" SAMPLE_RED " !");
}

static Call *
call_update (Fixture *f, const char *changes)
{
  g_autofree char *text = g_strdup_printf ("(@a{sv} %s, @a{sv} {})", changes);

  return call_send (f->user, f->service, VNIC_PATH, VNIC_INTERFACE, "Update",
                    g_variant_new_parsed (text), G_DBUS_MESSAGE_FLAGS_NONE);
}

static void
test_every_key_needs_its_action (Fixture *f, gconstpointer data)
{
  FakeAuthority *authority = f->service->authority;
  const char *both = "{'linked': <true>, 'network': <'red'>}";

  fake_authority_set_verdict (authority, "link", NWD_VERDICT_YES);
  call_wait_error (call_update (f, both), ERROR_PREFIX "NotAuthorized");
  g_assert_cmpuint (fake_authority_get_log (authority)->len, ==, 2);
  expect_ok (call_update (f, "{'linked': <true>}"));
  call_wait_error (call_update (f, "{}"), ERROR_PREFIX "NotAuthorized");
  fake_authority_set_verdict (authority, "manage-vnic", NWD_VERDICT_YES);
  expect_ok (call_update (f, "{}"));

  fake_authority_set_verdict (authority, "rewire", NWD_VERDICT_YES);
  expect_ok (call_update (f, both));
  fake_authority_set_verdict (authority, "link", NWD_VERDICT_NO);
  call_wait_error (call_update (f, both), ERROR_PREFIX "NotAuthorized");
  g_assert_cmpuint (f->service->ran->len, ==, 3);
}

/* --- several objects --- */

static Call *
call_both (Fixture *f, const char *changes, GDBusMessageFlags flags, guint mark)
{
  g_autofree char *text = g_strdup_printf (
    "([(objectpath '%s', @a{sv} %s), (objectpath '%s', %s)], {'timeout': <uint32 %u>})", VNIC_PATH,
    changes, OTHER_VNIC_PATH, changes, mark);

  return call_send (f->user, f->service, ROOT_PATH, MANAGER, "ApplyWiring",
                    g_variant_new_parsed (text), flags);
}

static void
assert_log (Fixture *f, const char *expected)
{
  GPtrArray *log = fake_authority_get_log (f->service->authority);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < log->len; i++)
    g_string_append_printf (text, "%s; ", (char *)log->pdata[i]);
  g_assert_cmpstr (text->str, ==, expected);
  g_ptr_array_set_size (log, 0);
}

#define BOTH(action) action " network=" SAMPLE_RED "; " action " network=; "
#define TOGETHER(action, n)                                                                        \
  action " network=" SAMPLE_RED ", count=" n                                                       \
         " polkit.message=Authentication is required to change $(count) cards "                    \
         "or networks at once !; "

static void
test_several_objects (Fixture *f, gconstpointer data)
{
  const GDBusMessageFlags none = G_DBUS_MESSAGE_FLAGS_NONE;
  const GDBusMessageFlags dialog = G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION;
  const char *unlink = "{'linked': <false>}";
  FakeAuthority *authority = f->service->authority;

  /* Who may needs not be asked. */
  fake_authority_set_verdict (authority, "link", NWD_VERDICT_YES);
  expect_ok (call_both (f, unlink, dialog, 1));
  assert_log (f, BOTH ("link"));

  /* The first "no" is the last word. */
  fake_authority_set_verdict (authority, "link", NWD_VERDICT_NO);
  call_wait_error (call_both (f, unlink, dialog, 2), ERROR_PREFIX "NotAuthorized");
  assert_log (f, "link network=" SAMPLE_RED "; ");

  /* One dialog for all, if any. */
  fake_authority_set_verdict (authority, "link", NWD_VERDICT_NEEDS_INTERACTION);
  fake_authority_set_human (authority, "link", NWD_VERDICT_YES);
  call_wait_error (call_both (f, unlink, none, 3), INTERACTION_NEEDED);
  assert_log (f, "link network=" SAMPLE_RED "; ");
  expect_ok (call_both (f, unlink, dialog, 4));
  assert_log (f, BOTH ("link") TOGETHER ("link", "2"));
  fake_authority_set_human (authority, "link", NWD_VERDICT_DISMISSED);
  call_wait_error (call_both (f, unlink, dialog, 5), ERROR_PREFIX "AuthorizationCanceled");
  service_assert_ran (f->service, 2, 1, 4);
}

static void
test_several_actions_of_several_objects (Fixture *f, gconstpointer data)
{
  const GDBusMessageFlags dialog = G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION;
  const char *both = "{'linked': <false>, 'network': <'red'>}";
  FakeAuthority *authority = f->service->authority;

  fake_authority_set_verdict (authority, "link", NWD_VERDICT_NEEDS_INTERACTION);
  fake_authority_set_human (authority, "link", NWD_VERDICT_YES);
  fake_authority_set_verdict (authority, "rewire", NWD_VERDICT_NEEDS_INTERACTION);
  call_wait_error (call_both (f, both, dialog, 1), ERROR_PREFIX "NotAuthorized");
  assert_log (f, "link network=" SAMPLE_RED "; rewire network=" SAMPLE_RED
                 "; link network=; rewire network="
                 "; " TOGETHER ("link", "2") TOGETHER ("rewire", "2"));

  fake_authority_set_human (authority, "rewire", NWD_VERDICT_YES);
  expect_ok (call_both (f, both, dialog, 2));
  service_assert_ran (f->service, 1, 2);
}

/* A call of several VMs waits behind, and holds back, those of each of them. */
static void
test_order_of_several_queues (Fixture *f, gconstpointer data)
{
  FakeAuthority *authority = f->service->authority;

  fake_authority_set_verdict (authority, "link", NWD_VERDICT_YES);
  fake_authority_set_verdict (authority, "manage-host", NWD_VERDICT_YES);
  fake_authority_set_held (authority, TRUE);
  call_forget (call_set_linked (f->user, f->service, FALSE, 1));
  call_forget (call_both (f, "{'linked': <false>}", G_DBUS_MESSAGE_FLAGS_NONE, 2));
  call_forget (call_set_linked (f->user, f->service, FALSE, 3));
  call_forget (call_recover (f->user, f->service, 4));
  WAIT_UNTIL (fake_authority_count_held (authority) == 2);

  fake_authority_release (authority);
  WAIT_UNTIL (f->service->ran->len == 1);
  fake_authority_release (authority);
  WAIT_UNTIL (f->service->ran->len == 2);
  service_assert_ran (f->service, 2, 1, 4);
  while (f->service->ran->len < 4)
    {
      WAIT_UNTIL (fake_authority_count_held (authority) > 0 || f->service->ran->len == 4);
      if (fake_authority_count_held (authority) > 0)
        fake_authority_release (authority);
    }
  service_assert_ran (f->service, 4, 1, 4, 2, 3);
}

static void
test_order_of_a_queue (Fixture *f, gconstpointer data)
{
  FakeAuthority *authority = f->service->authority;
  guint last_link = 0, last_host = 500;

  fake_authority_set_verdict (authority, "link", NWD_VERDICT_YES);
  fake_authority_set_verdict (authority, "manage-host", NWD_VERDICT_YES);
  for (guint i = 1; i <= 250; i++)
    {
      call_forget (call_set_linked (f->user, f->service, i % 2, i));
      call_forget (call_recover (f->user, f->service, 500 + i));
    }

  WAIT_UNTIL (f->service->ran->len >= 100);
  fake_authority_set_held (authority, TRUE);
  WAIT_UNTIL (fake_authority_count_held (authority) == 2);
  fake_authority_set_held (authority, FALSE);
  g_assert_cmpuint (f->service->ran->len, <, 500);
  fake_authority_release (authority);
  fake_authority_release (authority);
  WAIT_UNTIL (f->service->ran->len == 500);

  for (guint i = 0; i < 500; i++)
    {
      guint mark = g_array_index (f->service->ran, guint, i);
      guint *last = mark > 500 ? &last_host : &last_link;

      g_assert_cmpuint (mark, ==, *last + 1);
      *last = mark;
    }
}

static void
test_order_of_root (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 500; i += 2)
    {
      call_forget (call_set_linked (f->root, f->service, i % 4 == 0, i));
      call_forget (call_recover (f->root, f->service, i + 1));
    }
  WAIT_UNTIL (f->service->ran->len == 500);
  for (guint i = 0; i < 500; i++)
    g_assert_cmpuint (g_array_index (f->service->ran, guint, i), ==, i);
}

static void
test_only_the_same_queue_is_held_back (Fixture *f, gconstpointer data)
{
  FakeAuthority *authority = f->service->authority;
  Call *other = NULL;

  hold_checks (f, 2);
  WAIT_UNTIL (fake_authority_count_held (authority) == 1);
  fake_authority_set_held (authority, FALSE);

  expect_ok (call_recover (f->user, f->service, 10));
  other = call_send (f->user, f->service, OTHER_VNIC_PATH, VNIC_INTERFACE, "SetLinked",
                     g_variant_new_parsed ("(true, @a{sv} {'timeout': <uint32 11>})"),
                     G_DBUS_MESSAGE_FLAGS_NONE);
  expect_ok (other);
  service_settle (f->service, f->user);
  expect_ok (call_set_linked (f->root, f->service, FALSE, 12));
  service_assert_ran (f->service, 3, 10, 11, 12);

  fake_authority_release (authority);
  WAIT_UNTIL (f->service->ran->len == 5);
  service_assert_ran (f->service, 5, 10, 11, 12, 1, 2);
}

static void
test_object_vanishes_while_asking (Fixture *f, gconstpointer data)
{
  Call *first = NULL, *second = NULL;

  fake_authority_set_held (f->service->authority, TRUE);
  fake_authority_set_verdict (f->service->authority, "link", NWD_VERDICT_YES);
  first = call_set_linked (f->user, f->service, FALSE, 1);
  second = call_set_linked (f->user, f->service, FALSE, 2);
  WAIT_UNTIL (fake_authority_count_held (f->service->authority) == 1);

  g_hash_table_remove (f->service->state->vnics, SAMPLE_VNIC);
  service_publish (f->service, NWD_KIND_VNIC, SAMPLE_VNIC);
  fake_authority_release (f->service->authority);

  call_wait_error (first, "org.freedesktop.DBus.Error.UnknownObject");
  call_wait_error (second, "org.freedesktop.DBus.Error.UnknownObject");
  service_assert_ran (f->service, 0);
}

static void
test_what_was_granted_is_what_is_done (Fixture *f, gconstpointer data)
{
  FakeAuthority *authority = f->service->authority;
  Call *call = NULL;

  fake_authority_set_held (authority, TRUE);
  fake_authority_set_verdict (authority, "link", NWD_VERDICT_YES);
  call = call_set_linked (f->user, f->service, FALSE, 1);
  WAIT_UNTIL (fake_authority_count_held (authority) == 1);

  sample_state_rewire (f->service->state, TRUE, SAMPLE_BLUE);
  fake_authority_release (authority);
  WAIT_UNTIL (fake_authority_count_held (authority) == 1);
  g_assert_cmpstr (fake_authority_get_log (authority)->pdata[1], ==, "link network=" SAMPLE_BLUE);
  fake_authority_set_verdict (authority, "link", NWD_VERDICT_NO);
  fake_authority_release (authority);

  call_wait_error (call, ERROR_PREFIX "NotAuthorized");
  service_assert_ran (f->service, 0);
}

static void
test_caller_leaves (Fixture *f, gconstpointer data)
{
  hold_checks (f, 5);
  call_forget (call_recover (f->user, f->service, 6));
  WAIT_UNTIL (fake_authority_count_held (f->service->authority) == 2);

  g_dbus_connection_close_sync (f->user, NULL, NULL);
  WAIT_UNTIL (nwd_gate_count_checks (f->service->gate) == 0);
  g_assert_cmpuint (fake_authority_count_held (f->service->authority), ==, 0);
  g_assert_cmpuint (fake_authority_get_log (f->service->authority)->len, ==, 2);
  expect_ok (call_set_linked (f->root, f->service, FALSE, 7));
  service_assert_ran (f->service, 1, 7);
}

static GDBusMessage *
count_matches (GDBusConnection *connection,
               GDBusMessage *message,
               gboolean incoming,
               gpointer count)
{
  if (!incoming && g_strcmp0 (g_dbus_message_get_member (message), "AddMatch") == 0)
    g_atomic_int_inc ((int *)count);
  return message;
}

static void
test_caller_calls_again_and_leaves (Fixture *f, gconstpointer data)
{
  int matches = 0;
  guint filter
    = g_dbus_connection_add_filter (f->service->connection, count_matches, &matches, NULL);

  fake_authority_set_verdict (f->service->authority, "link", NWD_VERDICT_YES);
  for (guint i = 0; i < 3; i++)
    expect_ok (call_set_linked (f->user, f->service, FALSE, i));
  hold_checks (f, 3);
  WAIT_UNTIL (fake_authority_count_held (f->service->authority) == 1);
  g_assert_cmpint (g_atomic_int_get (&matches), ==, 1);
  g_dbus_connection_remove_filter (f->service->connection, filter);

  g_dbus_connection_close_sync (f->user, NULL, NULL);
  WAIT_UNTIL (nwd_gate_count_checks (f->service->gate) == 0);
  service_assert_ran (f->service, 3, 0, 1, 2);
}

static void
test_caller_sends_and_leaves (Fixture *f, gconstpointer data)
{
  fake_authority_set_held (f->service->authority, TRUE);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GDBusConnection) client = private_bus_connect (f->service->bus, USER_UID);

      call_forget (call_set_linked (client, f->service, FALSE, 1));
      g_dbus_connection_flush_sync (client, NULL, NULL);
      g_dbus_connection_close_sync (client, NULL, NULL);
    }
  service_settle (f->service, f->root);
  WAIT_UNTIL (nwd_gate_count_checks (f->service->gate) == 0);
  service_assert_ran (f->service, 0);
}

static void
test_cap_of_a_user (Fixture *f, gconstpointer data)
{
  const guint cap = ((NwdLimits)NWD_LIMITS).checks_per_uid;
  GDBusConnection *clients[16];
  guint refused = 0;
  Call *calls[G_N_ELEMENTS (clients)];

  fake_authority_set_held (f->service->authority, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      clients[i] = private_bus_connect (f->service->bus, USER_UID);
      calls[i] = call_set_linked (clients[i], f->service, FALSE, 1);
    }
  WAIT_UNTIL (fake_authority_count_held (f->service->authority) == cap);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    service_settle (f->service, clients[i]);
  expect_ok (call_set_linked (f->root, f->service, FALSE, 2));

  g_assert_cmpuint (fake_authority_count_held (f->service->authority), ==, cap);
  while (fake_authority_count_held (f->service->authority))
    fake_authority_release (f->service->authority);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      WAIT_UNTIL (calls[i]->done);
      if (g_str_equal (g_dbus_message_get_error_name (calls[i]->reply),
                       ERROR_PREFIX "LimitExceeded"))
        refused++;
      call_wait_error (calls[i], g_dbus_message_get_error_name (calls[i]->reply));
      g_object_unref (clients[i]);
    }
  g_assert_cmpuint (refused, ==, G_N_ELEMENTS (clients) - cap);
}

static void
test_cap_of_all (Fixture *f, gconstpointer limits)
{
  g_autoptr (GDBusConnection) other = private_bus_connect (f->service->bus, OTHER_UID);
  Call *first = NULL;

  fake_authority_set_held (f->service->authority, TRUE);
  first = call_set_linked (f->user, f->service, FALSE, 1);
  WAIT_UNTIL (fake_authority_count_held (f->service->authority) == 1);
  call_wait_error (call_set_linked (other, f->service, FALSE, 2), ERROR_PREFIX "LimitExceeded");
  fake_authority_release (f->service->authority);
  call_wait_error (first, ERROR_PREFIX "NotAuthorized");
}

/* Two connections together: what would wait behind the first dialog of each counts. */
static void
test_cap_of_what_waits (Fixture *f, gconstpointer limits)
{
  const guint cap = ((const NwdLimits *)limits)->waiting_per_uid;
  g_autoptr (GDBusConnection) other = private_bus_connect (f->service->bus, USER_UID);
  Call *calls[6];

  fake_authority_set_held (f->service->authority, TRUE);
  call_forget (call_set_linked (other, f->service, FALSE, 1));
  WAIT_UNTIL (fake_authority_count_held (f->service->authority) == 1);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    calls[i] = call_set_linked (f->user, f->service, FALSE, 1);
  for (guint i = cap - 1; i < G_N_ELEMENTS (calls); i++)
    call_wait_error (calls[i], ERROR_PREFIX "LimitExceeded");
  expect_ok (call_set_linked (f->root, f->service, FALSE, 2));

  fake_authority_set_held (f->service->authority, FALSE);
  while (fake_authority_count_held (f->service->authority))
    fake_authority_release (f->service->authority);
  for (guint i = 0; i < cap - 1; i++)
    call_wait_error (calls[i], ERROR_PREFIX "NotAuthorized");
}

static void
test_check_takes_too_long (Fixture *f, gconstpointer limits)
{
  fake_authority_set_held (f->service->authority, TRUE);
  fake_authority_set_verdict (f->service->authority, "link", NWD_VERDICT_YES);
  call_wait_error (call_set_linked (f->user, f->service, FALSE, 1),
                   ERROR_PREFIX "AuthorizationCanceled");
  g_assert_cmpuint (fake_authority_count_held (f->service->authority), ==, 0);
  service_assert_ran (f->service, 0);
}

static void
test_bad_input_asks_nobody (Fixture *f, gconstpointer data)
{
  call_wait_error (call_send (f->user, f->service, VNIC_PATH, VNIC_INTERFACE, "SetLinked",
                              g_variant_new_parsed ("(true, {'colour': <'red'>})"),
                              G_DBUS_MESSAGE_FLAGS_NONE),
                   ERROR_PREFIX "InvalidArgument");
  g_assert_cmpuint (fake_authority_get_log (f->service->authority)->len, ==, 0);
}

static void
test_method_without_verb (Fixture *f, gconstpointer data)
{
  g_test_expect_message ("nwd-bus", G_LOG_LEVEL_CRITICAL, "*FindNetwork has no action or no verb*");
  call_wait_error (call_send (f->root, f->service, ROOT_PATH, MANAGER, "FindNetwork",
                              g_variant_new ("(s)", "red"), G_DBUS_MESSAGE_FLAGS_NONE),
                   ERROR_PREFIX "NotAuthorized");
  g_test_assert_expected_messages ();
}

int
main (int argc, char **argv)
{
  static const NwdLimits many = { .message = 65536,
                                  .queued = 2000,
                                  .queued_per_sender = 1000,
                                  .checks = 64,
                                  .checks_per_uid = 8,
                                  .waiting_per_uid = 1000,
                                  .check_time = 120 };
  static const NwdLimits tight = { .message = 65536,
                                   .queued = 64,
                                   .queued_per_sender = 64,
                                   .checks = 1,
                                   .checks_per_uid = 8,
                                   .waiting_per_uid = 64,
                                   .check_time = 1 };
  static const NwdLimits few = { .message = 65536,
                                 .queued = 64,
                                 .queued_per_sender = 64,
                                 .checks = 64,
                                 .checks_per_uid = 8,
                                 .waiting_per_uid = 4,
                                 .check_time = 120 };

  g_test_init (&argc, &argv, NULL);
  if (geteuid () != 0)
    return 77;

#define TEST(name, limits, function)                                                               \
  g_test_add ("/gate/" name, Fixture, limits, set_up, function, tear_down)
  TEST ("root-is-not-asked", NULL, test_root_is_not_asked);
  TEST ("verdicts", NULL, test_verdicts);
  TEST ("interaction", NULL, test_interaction_is_the_callers_to_allow);
  TEST ("keys", NULL, test_every_key_needs_its_action);
  TEST ("several-objects", NULL, test_several_objects);
  TEST ("several-actions", NULL, test_several_actions_of_several_objects);
  TEST ("several-queues", NULL, test_order_of_several_queues);
  TEST ("order", &many, test_order_of_a_queue);
  TEST ("order-of-root", &many, test_order_of_root);
  TEST ("queues", NULL, test_only_the_same_queue_is_held_back);
  TEST ("object-vanishes", NULL, test_object_vanishes_while_asking);
  TEST ("details-change", NULL, test_what_was_granted_is_what_is_done);
  TEST ("caller-leaves", NULL, test_caller_leaves);
  TEST ("caller-calls-again-and-leaves", NULL, test_caller_calls_again_and_leaves);
  TEST ("caller-sends-and-leaves", NULL, test_caller_sends_and_leaves);
  TEST ("cap-of-a-user", NULL, test_cap_of_a_user);
  TEST ("cap-of-all", &tight, test_cap_of_all);
  TEST ("cap-of-what-waits", &few, test_cap_of_what_waits);
  TEST ("time", &tight, test_check_takes_too_long);
  TEST ("bad-input", NULL, test_bad_input_asks_nobody);
  TEST ("no-verb", NULL, test_method_without_verb);
  return g_test_run ();
}
