/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What readers get, and what is signalled, as it is on the wire. */

#include "service.h"

#include "bus/nwd-publish.h"

#define OBJECT_MANAGER "org.freedesktop.DBus.ObjectManager"
#define UNKNOWN_OBJECT "org.freedesktop.DBus.Error.UnknownObject"
#define NO_VNIC_PATH   "/org/ovirt/NetWiring/vnic/aaaaaaaa_9999_4999_8999_999999999999"
#define RED_PATH       "/org/ovirt/NetWiring/network/cccccccc_1111_4111_8111_111111111111"
#define BLUE_PATH      "/org/ovirt/NetWiring/network/cccccccc_2222_4222_8222_222222222222"
#define VM_PATH        "/org/ovirt/NetWiring/vm/11111111_1111_4111_8111_111111111111"

typedef struct
{
  Service *service;
  GDBusConnection *client;
  guint filter;
  GAsyncQueue *wire; /* of char *: what the client was sent, in order */
} Fixture;

/* "return", "error", or the signal with its object. */
static char *
describe (GDBusMessage *message)
{
  GVariant *body = g_dbus_message_get_body (message);
  const char *member = g_dbus_message_get_member (message);
  g_autoptr (GVariant) first = NULL;

  if (g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_RETURN)
    return g_strdup ("return");
  if (g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_SIGNAL)
    return g_strdup ("error");
  if (g_str_equal (member, "PropertiesChanged"))
    return g_strconcat (member, " ", g_dbus_message_get_path (message), NULL);
  first = g_variant_get_child_value (body, 0);
  return g_strconcat (member, " ", g_variant_get_string (first, NULL), NULL);
}

static GDBusMessage *
on_message (GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer data)
{
  Fixture *f = data;
  const char *service = g_dbus_connection_get_unique_name (f->service->connection);

  if (incoming && g_strcmp0 (g_dbus_message_get_sender (message), service) == 0)
    g_async_queue_push (f->wire, describe (message));
  return message;
}

static void
on_signal (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer data)
{
  GVariant **last = data;

  if (!last)
    return;
  g_clear_pointer (last, g_variant_unref);
  *last = g_variant_ref (parameters);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->service = service_new (NULL);
  f->client = private_bus_connect (f->service->bus, geteuid ());
  f->wire = g_async_queue_new_full (g_free);
  f->filter = g_dbus_connection_add_filter (f->client, on_message, f, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_dbus_connection_close_sync (f->client, NULL, NULL);
  g_dbus_connection_remove_filter (f->client, f->filter);
  g_object_unref (f->client);
  g_async_queue_unref (f->wire);
  service_free (f->service);
}

/* @last, when given, keeps the parameters of the last one. */
static void
listen (Fixture *f, GVariant **last)
{
  g_dbus_connection_signal_subscribe (
    f->client, g_dbus_connection_get_unique_name (f->service->connection), NULL, NULL, NULL, NULL,
    G_DBUS_SIGNAL_FLAGS_NONE, on_signal, last, NULL);
  service_settle (f->service, f->client);
  g_free (g_async_queue_pop (f->wire));
}

static void
assert_next (Fixture *f, const char *expected)
{
  g_autofree char *found = g_async_queue_try_pop (f->wire);

  g_assert_cmpstr (found, ==, expected);
}

static GVariant *
call (Fixture *f, const char *path, const char *interface, const char *method, GVariant *parameters)
{
  return call_wait (call_send (f->client, f->service, path, interface, method, parameters, 0));
}

static void
expect_error (Fixture *f,
              const char *name,
              const char *path,
              const char *interface,
              const char *method,
              const char *parameters)
{
  call_wait_error (call_send (f->client, f->service, path, interface, method,
                              parameters ? g_variant_new_parsed (parameters) : NULL, 0),
                   name);
}

static GVariant *
get_all (Fixture *f, const char *path, const char *interface)
{
  g_autoptr (GVariant) answer
    = call (f, path, PROPERTIES, "GetAll", g_variant_new ("(s)", interface));

  return g_variant_get_child_value (answer, 0);
}

static void
test_get_is_as_get_all (Fixture *f, gconstpointer data)
{
  g_autoptr (GVariant) all = get_all (f, VNIC_PATH, VNIC_INTERFACE);
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_assert_cmpuint (g_variant_n_children (all), >, 15);
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      g_autoptr (GVariant) answer
        = call (f, VNIC_PATH, PROPERTIES, "Get", g_variant_new ("(ss)", VNIC_INTERFACE, name));
      g_autoptr (GVariant) boxed = g_variant_get_child_value (answer, 0);
      g_autoptr (GVariant) one = g_variant_get_variant (boxed);

      g_assert_cmpvariant (one, value);
    }
}

static void
test_managed_objects (Fixture *f, gconstpointer data)
{
  g_autoptr (GVariant) answer = call (f, ROOT_PATH, OBJECT_MANAGER, "GetManagedObjects", NULL);
  g_autoptr (GVariant) objects = g_variant_get_child_value (answer, 0);
  GVariantIter iter;
  const char *path;
  GVariant *interfaces;
  guint n_interfaces = 0;

  g_assert_cmpuint (g_variant_n_children (objects), ==, 10);
  g_variant_iter_init (&iter, objects);
  while (g_variant_iter_loop (&iter, "{&o@a{sa{sv}}}", &path, &interfaces))
    for (gsize i = 0; i < g_variant_n_children (interfaces); i++)
      {
        const char *interface;
        g_autoptr (GVariant) properties = NULL;
        g_autoptr (GVariant) all = NULL;

        g_variant_get_child (interfaces, i, "{&s@a{sv}}", &interface, &properties);
        all = get_all (f, path, interface);
        g_assert_cmpvariant (properties, all);
        n_interfaces++;
      }
  g_assert_cmpuint (n_interfaces, ==, 14); /* vNICs, the NIC and the attachment have statistics */
}

static void
test_root (Fixture *f, gconstpointer data)
{
  g_autoptr (GVariant) all = get_all (f, ROOT_PATH, MANAGER);
  guint version = 0;

  g_assert_true (g_variant_lookup (all, "ApiVersion", "u", &version));
  g_assert_cmpuint (version, ==, 1);
}

static void
test_introspection (Fixture *f, gconstpointer data)
{
  g_autoptr (GVariant) answer = call (f, "/org/ovirt/NetWiring/vnic",
                                      "org.freedesktop.DBus.Introspectable", "Introspect", NULL);
  g_autoptr (GVariant) leaf
    = call (f, VNIC_PATH, "org.freedesktop.DBus.Introspectable", "Introspect", NULL);
  g_autoptr (GVariant) root
    = call (f, ROOT_PATH, "org.freedesktop.DBus.Introspectable", "Introspect", NULL);
  const char *text;

  g_variant_get (answer, "(&s)", &text);
  g_assert_nonnull (strstr (text, "aaaaaaaa_1111_4111_8111_111111111111"));
  g_variant_get (leaf, "(&s)", &text);
  g_assert_nonnull (strstr (text, VNIC_INTERFACE));
  g_assert_nonnull (strstr (text, "org.ovirt.NetWiring.Action"));
  g_variant_get (root, "(&s)", &text);
  g_assert_nonnull (strstr (text, OBJECT_MANAGER));
  g_assert_nonnull (strstr (text, "\"vnic\""));
}

static void
test_set_is_refused (Fixture *f, gconstpointer data)
{
  const char *read_only = "org.freedesktop.DBus.Error.PropertyReadOnly";

  expect_error (f, read_only, VNIC_PATH, PROPERTIES, "Set",
                "('org.ovirt.NetWiring.Vnic', 'Linked', <false>)");
  expect_error (f, read_only, ROOT_PATH, PROPERTIES, "Set",
                "('org.ovirt.NetWiring.Manager', 'Nothing', <7>)");
}

static void
test_unknown (Fixture *f, gconstpointer data)
{
  const char *method = "org.freedesktop.DBus.Error.UnknownMethod";

  expect_error (f, UNKNOWN_OBJECT, NO_VNIC_PATH, VNIC_INTERFACE, "SetLinked", "(true, @a{sv} {})");
  expect_error (f, UNKNOWN_OBJECT, NO_VNIC_PATH, PROPERTIES, "GetAll",
                "('org.ovirt.NetWiring.Vnic',)");
  expect_error (f, UNKNOWN_OBJECT, NO_VNIC_PATH, PROPERTIES, "Get",
                "('org.ovirt.NetWiring.Vnic', 'Id')");
  expect_error (f, UNKNOWN_OBJECT, "/org/ovirt/NetWiring/vnic/x", VNIC_INTERFACE, "SetLinked",
                "(true, @a{sv} {})");
  expect_error (f, method, VNIC_PATH, VNIC_INTERFACE, "Sing", NULL);
  expect_error (f, method, "/org/ovirt/NetWiring/vnic", VNIC_INTERFACE, "SetLinked",
                "(true, @a{sv} {})");
  expect_error (f, method, VM_PATH, VNIC_INTERFACE, "SetLinked", "(true, @a{sv} {})");
  expect_error (f, "org.freedesktop.DBus.Error.InvalidArgs", VNIC_PATH, VNIC_INTERFACE, "SetLinked",
                "('yes', @a{sv} {})");
}

static void
test_signal_before_reply (Fixture *f, gconstpointer data)
{
  g_autoptr (GVariant) changes = NULL;
  g_autoptr (GVariant) expected = g_variant_ref_sink (g_variant_new_parsed (
    "('org.ovirt.NetWiring.Vnic', {'Linked': <false>, 'NextStart': <{'linked': <true>}>,"
    " 'State': <'unlinked'>, 'LinkState': <'down'>}, @as [])"));

  listen (f, &changes);
  g_variant_unref (call_wait (call_set_linked (f->client, f->service, FALSE, 1)));
  assert_next (f, "PropertiesChanged " VNIC_PATH);
  assert_next (f, "return");
  assert_next (f, NULL);
  g_assert_cmpvariant (changes, expected);
}

static void
test_no_change_no_signal (Fixture *f, gconstpointer data)
{
  listen (f, NULL);
  g_variant_unref (call_wait (call_set_linked (f->client, f->service, TRUE, 1)));
  assert_next (f, "return");
  assert_next (f, NULL);
}

static void
test_no_reply (Fixture *f, gconstpointer data)
{
  g_autoptr (GDBusMessage) message
    = g_dbus_message_new_method_call (g_dbus_connection_get_unique_name (f->service->connection),
                                      VNIC_PATH, VNIC_INTERFACE, "SetLinked");

  listen (f, NULL);
  g_variant_unref (call_wait (call_set_linked (f->client, f->service, TRUE, 1)));
  assert_next (f, "return"); /* now its uid is known, and calls run as they come */

  g_dbus_message_set_body (message, g_variant_new_parsed ("(false, @a{sv} {})"));
  g_dbus_message_set_flags (message, G_DBUS_MESSAGE_FLAGS_NO_REPLY_EXPECTED);
  g_dbus_connection_send_message (f->client, message, 0, NULL, NULL);
  service_settle (f->service, f->client);
  assert_next (f, "PropertiesChanged " VNIC_PATH);
  assert_next (f, "return"); /* of the call that settled it */
  assert_next (f, NULL);
}

static void
touch_all (GHashTable *records, NwdKind kind, NwdTouched *touched)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    nwd_touched_add (touched, kind, id);
}

/* In one change a VM goes, the network of a card changes and the VM that stays gets it. */
static void
test_order_of_signals (Fixture *f, gconstpointer data)
{
  NwdState *state = f->service->state;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  g_hash_table_remove (state->networks, SAMPLE_BLUE);
  nwd_picture_replace (f->service->picture, NWD_KIND_NETWORK, SAMPLE_BLUE, NULL);
  touch_all (state->networks, NWD_KIND_NETWORK, touched);
  touch_all (state->vms, NWD_KIND_VM, touched);
  touch_all (state->vnics, NWD_KIND_VNIC, touched);
  nwd_touched_add (touched, NWD_KIND_NETWORK, SAMPLE_BLUE);
  listen (f, NULL);

  g_hash_table_insert (state->networks, g_strdup (SAMPLE_BLUE),
                       nwd_network_copy (nwd_state_get_network (state, SAMPLE_RED)));
  g_hash_table_remove (state->vms, SAMPLE_OTHER_VM);
  g_hash_table_remove (state->vnics, SAMPLE_OTHER_VNIC);
  sample_state_rewire (state, TRUE, SAMPLE_BLUE);
  nwd_publish (f->service->picture, f->service->connection, state, touched);
  service_settle (f->service, f->client);

  assert_next (f, "InterfacesAdded " BLUE_PATH);
  assert_next (f, "PropertiesChanged " RED_PATH);
  assert_next (f, "PropertiesChanged " VNIC_PATH);
  assert_next (f, "InterfacesRemoved " OTHER_VNIC_PATH);
  assert_next (f, "InterfacesRemoved /org/ovirt/NetWiring/vm/22222222_2222_4222_8222_222222222222");
  assert_next (f, "return");
  assert_next (f, NULL);
}

static void
test_long_properties_are_invalidated (Fixture *f, gconstpointer data)
{
  g_autoptr (GVariant) changes = NULL;
  g_autoptr (GVariant) expected = g_variant_ref_sink (
    g_variant_new_parsed ("('org.ovirt.NetWiring.Network', @a{sv} {}, ['Vnics'])"));

  listen (f, &changes);
  sample_state_rewire (f->service->state, TRUE, SAMPLE_BLUE);
  service_publish (f->service, NWD_KIND_NETWORK, SAMPLE_RED);
  service_settle (f->service, f->client);
  assert_next (f, "PropertiesChanged " RED_PATH);
  g_assert_cmpvariant (changes, expected);
}

/* What comes after the objects is newer than they are. */
static void
test_objects_and_later_signals (Fixture *f, gconstpointer data)
{
  Call *objects = NULL;

  listen (f, NULL);
  objects
    = call_send (f->client, f->service, ROOT_PATH, OBJECT_MANAGER, "GetManagedObjects", NULL, 0);
  g_variant_unref (call_wait (call_set_linked (f->client, f->service, FALSE, 1)));
  g_variant_unref (call_wait (objects));
  assert_next (f, "return");
  assert_next (f, "PropertiesChanged " VNIC_PATH);
  assert_next (f, "return");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (geteuid () != 0)
    return 77;

#define TEST(name, function)                                                                       \
  g_test_add ("/objects/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("get", test_get_is_as_get_all);
  TEST ("managed-objects", test_managed_objects);
  TEST ("root", test_root);
  TEST ("introspection", test_introspection);
  TEST ("set", test_set_is_refused);
  TEST ("unknown", test_unknown);
  TEST ("signal-before-reply", test_signal_before_reply);
  TEST ("no-change", test_no_change_no_signal);
  TEST ("no-reply", test_no_reply);
  TEST ("order-of-signals", test_order_of_signals);
  TEST ("invalidation", test_long_properties_are_invalidated);
  TEST ("objects-then-signals", test_objects_and_later_signals);
  return g_test_run ();
}
