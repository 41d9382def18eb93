/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is refused before it is queued. The main loop of the service stands still meanwhile. */

#include "service.h"

#include <gio/gunixfdlist.h>

#include <unistd.h>

#define LIMIT_EXCEEDED ERROR_PREFIX "LimitExceeded"

static const char *program;

static GDBusMessage *
on_reply (GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer data)
{
  GDBusMessageType type = g_dbus_message_get_message_type (message);

  if (incoming && type == G_DBUS_MESSAGE_TYPE_ERROR)
    g_async_queue_push (data, g_strdup (g_dbus_message_get_error_name (message)));
  else if (incoming && type == G_DBUS_MESSAGE_TYPE_METHOD_RETURN)
    g_async_queue_push (data, g_strdup ("return"));
  g_main_context_wakeup (NULL);
  return message;
}

static GDBusConnection *
connect_logged (const char *address, GAsyncQueue *replies)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *client = g_dbus_connection_new_for_address_sync (
    address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);

  g_assert_no_error (error);
  g_dbus_connection_add_filter (client, on_reply, replies, NULL);
  return client;
}

static void
send_find (GDBusConnection *client, const char *service, const char *text, GUnixFDList *fds)
{
  g_autoptr (GDBusMessage) message
    = g_dbus_message_new_method_call (service, ROOT_PATH, MANAGER, "FindVm");
  g_autoptr (GError) error = NULL;

  g_dbus_message_set_body (message, g_variant_new ("(s)", text));
  if (fds)
    g_dbus_message_set_unix_fd_list (message, fds);
  g_dbus_connection_send_message (client, message, 0, NULL, &error);
  g_assert_no_error (error);
}

static void
expect (GAsyncQueue *replies, guint n, const char *what)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *reply = g_async_queue_pop (replies);

      g_assert_cmpstr (reply, ==, what);
    }
}

/* The same, of calls that need the main loop. */
static void
expect_served (GAsyncQueue *replies, guint n)
{
  WAIT_UNTIL (g_async_queue_length (replies) >= (gint)n);
  expect (replies, n, "return");
}

static gsize
peak_memory (void)
{
  g_autofree char *status = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  return g_ascii_strtoull (strstr (status, "VmHWM:") + strlen ("VmHWM:"), NULL, 10);
}

/* In a process of its own: its memory is not the service's. */
static int
flood (const char *address, const char *service)
{
  g_autoptr (GAsyncQueue) replies = g_async_queue_new_full (g_free);
  g_autoptr (GDBusConnection) client = connect_logged (address, replies);
  g_autofree char *text = g_strnfill (4000000, 'x');

  for (guint i = 0; i < 100; i++)
    send_find (client, service, text, NULL);
  expect (replies, 100, LIMIT_EXCEEDED);
  return 0;
}

static void
test_large_messages (void)
{
  g_autoptr (Service) service = service_new (NULL);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;
  gsize before = peak_memory ();

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--flood",
                            private_bus_get_address (service->bus),
                            g_dbus_connection_get_unique_name (service->connection), NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (child, NULL, &error);
  g_assert_no_error (error);

  g_test_message ("peak grew by %" G_GSIZE_FORMAT " KiB", peak_memory () - before);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpuint (peak_memory () - before, <, 64000);
#endif
}

static void
test_many_calls (void)
{
  const NwdLimits limits = NWD_LIMITS;
  g_autoptr (Service) service = service_new (NULL);
  const char *name = g_dbus_connection_get_unique_name (service->connection);
  g_autoptr (GAsyncQueue) replies = g_async_queue_new_full (g_free);
  g_autoptr (GDBusConnection) client
    = connect_logged (private_bus_get_address (service->bus), replies);

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < 300; i++)
        send_find (client, name, "web1", NULL);
      expect (replies, 300 - limits.queued_per_sender, LIMIT_EXCEEDED);
      expect_served (replies, limits.queued_per_sender);
      service_settle (service, client); /* the message of the last answer is freed after it */
      expect_served (replies, 1);
    }
}

static void
test_others_are_let_in (void)
{
  const NwdLimits limits = { .message = 65536, .queued = 4, .queued_per_sender = 4 };
  g_autoptr (Service) service = service_new (&limits);
  const char *name = g_dbus_connection_get_unique_name (service->connection);
  const char *address = private_bus_get_address (service->bus);
  g_autoptr (GAsyncQueue) replies = g_async_queue_new_full (g_free);
  g_autoptr (GAsyncQueue) other_replies = g_async_queue_new_full (g_free);
  g_autoptr (GDBusConnection) client = connect_logged (address, replies);
  g_autoptr (GDBusConnection) other = connect_logged (address, other_replies);

  for (guint i = 0; i < 5; i++)
    send_find (client, name, "web1", NULL);
  expect (replies, 1, LIMIT_EXCEEDED);
  for (guint i = 0; i < 3; i++)
    send_find (other, name, "web1", NULL);
  expect (other_replies, 2, LIMIT_EXCEEDED);
  expect_served (replies, 4);
  expect_served (other_replies, 1);
}

static void
test_long_paths_count (void)
{
  g_autoptr (Service) service = service_new (NULL);
  g_autoptr (GDBusConnection) client = private_bus_connect (service->bus, geteuid ());
  g_autofree char *path = g_strnfill (70000, 'x');

  path[0] = '/';
  call_wait_error (
    call_send (client, service, path, MANAGER, "FindVm", g_variant_new ("(s)", "web1"), 0),
    LIMIT_EXCEEDED);
}

static void
test_file_descriptors (void)
{
  g_autoptr (Service) service = service_new (NULL);
  g_autoptr (GAsyncQueue) replies = g_async_queue_new_full (g_free);
  g_autoptr (GDBusConnection) client
    = connect_logged (private_bus_get_address (service->bus), replies);
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();

  g_assert_cmpint (g_unix_fd_list_append (fds, STDERR_FILENO, NULL), ==, 0);
  send_find (client, g_dbus_connection_get_unique_name (service->connection), "web1", fds);
  expect (replies, 1, LIMIT_EXCEEDED);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 4 && g_str_equal (argv[1], "--flood"))
    return flood (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guard/large-messages", test_large_messages);
  g_test_add_func ("/guard/many-calls", test_many_calls);
  g_test_add_func ("/guard/others-are-let-in", test_others_are_let_in);
  g_test_add_func ("/guard/long-paths", test_long_paths_count);
  g_test_add_func ("/guard/file-descriptors", test_file_descriptors);
  return g_test_run ();
}
