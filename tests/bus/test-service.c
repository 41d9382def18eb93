/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The whole bus layer over the real engine, which works on fakes. */

#include "fake-authority.h"
#include "private-bus.h"
#include "rig.h"

#include "bus/nwd-bus.h"

#include <string.h>

#define ROOT       "/org/ovirt/NetWiring"
#define MANAGER    "org.ovirt.NetWiring.Manager"
#define VNIC       "org.ovirt.NetWiring.Vnic"
#define NETWORK    "org.ovirt.NetWiring.Network"
#define ATTACHMENT "org.ovirt.NetWiring.Attachment"
#define NIC        "org.ovirt.NetWiring.HostNic"
#define NIC_PATH   ROOT "/nic/eth0"
#define NOBODY     65534

typedef struct
{
  PrivateBus *bus;
  FakePorts *ports;
  FakeAuthority *authority;
  NwdEngine *engine;
  NwdBus *service;
  GDBusConnection *root;
  GDBusConnection *user;
  gboolean lost;
} Fixture;

static void
on_lost (gpointer data)
{
  Fixture *f = data;

  f->lost = TRUE;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->bus = private_bus_new ();
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", private_bus_get_address (f->bus), TRUE);
  f->ports = fake_ports_new (rig_sample_world ());
  f->authority = fake_authority_new ();
  f->engine = nwd_engine_new (
    NWD_HYPERVISOR (f->ports->hypervisor), NWD_HOST_NETWORK (f->ports->host_network),
    NWD_KERNEL (f->ports->kernel), NWD_STORE (f->ports->store), NWD_LOG (f->ports->log));
  f->service = nwd_bus_new (f->engine, NWD_AUTHORITY (f->authority));
  nwd_engine_start (f->engine, nwd_bus_publish, nwd_bus_tell, f->service);
  fake_ports_settle ();
  g_assert_true (nwd_bus_start (f->service, G_BUS_TYPE_SESSION, on_lost, f, &error));
  g_assert_no_error (error);
  f->root = private_bus_connect (f->bus, 0);
  f->user = private_bus_connect (f->bus, NOBODY);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  fake_ports_settle ();
  fake_ports_stop (f->ports);
  g_assert_finalize_object (f->service);
  g_object_unref (f->engine);
  g_object_unref (f->authority);
  fake_ports_free (f->ports);
  g_object_unref (f->root);
  g_object_unref (f->user);
  if (f->bus)
    private_bus_free (f->bus);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **answer = data;

  *answer = g_object_ref (result);
}

/* @parameters as text; the answer as text, or the name of the error, with "Error." for ours. */
static char *
call (GDBusConnection *client,
      const char *path,
      const char *interface,
      const char *method,
      const char *parameters)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  g_dbus_connection_call (client, NWD_BUS_NAME, path, interface, method,
                          g_variant_new_parsed (parameters), NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
                          NULL, on_result, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  answer = g_dbus_connection_call_finish (client, result, &error);
  if (answer)
    return g_variant_print (answer, FALSE);

  g_test_message ("%s: %s", method, error->message);
  name = g_dbus_error_get_remote_error (error);
  if (g_str_has_prefix (name, "org.ovirt.NetWiring."))
    return g_strdup (name + strlen ("org.ovirt.NetWiring."));
  return g_steal_pointer (&name);
}

static void
expect (GDBusConnection *client,
        const char *path,
        const char *interface,
        const char *method,
        const char *parameters,
        const char *expected)
{
  g_autofree char *answer = call (client, path, interface, method, parameters);

  g_assert_cmpstr (answer, ==, expected);
}

static char *
take_path (char *answer)
{
  g_auto (GStrv) parts = g_strsplit (answer, "'", 3);

  g_free (answer);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  return g_strdup (parts[1]);
}

static char *
find_vnic (Fixture *f, const char *mac)
{
  g_autofree char *parameters = g_strdup_printf ("('%s',)", mac);

  return take_path (call (f->root, ROOT, MANAGER, "FindVnic", parameters));
}

static char *
find_network (Fixture *f, const char *name)
{
  g_autofree char *parameters = g_strdup_printf ("('%s',)", name);

  return take_path (call (f->root, ROOT, MANAGER, "FindNetwork", parameters));
}

static void
assert_property (
  Fixture *f, const char *path, const char *interface, const char *name, const char *expected)
{
  g_autofree char *parameters = g_strdup_printf ("('%s', '%s')", interface, name);
  g_autofree char *value = g_strdup_printf ("(<%s>,)", expected);

  expect (f->user, path, "org.freedesktop.DBus.Properties", "Get", parameters, value);
}

static void
test_finding (Fixture *f, gconstpointer data)
{
  g_autofree char *vm = call (f->user, ROOT, MANAGER, "FindVm", "('web1',)");

  g_assert_true (g_str_has_prefix (vm, "('/org/ovirt/NetWiring/vm/"));
  expect (f->user, ROOT, MANAGER, "FindVm", "('nosuch',)", "Error.NotFound");
  expect (f->user, ROOT, MANAGER, "FindNetwork", "('../red',)", "Error.NotFound");
  expect (f->user, ROOT, MANAGER, "FindVnic", "('52:54:00:00:00:0',)", "Error.InvalidArgument");
  expect (f->user, ROOT, MANAGER, "FindVnic", "('52:54:00:00:00:01\\n',)", "Error.InvalidArgument");
  expect (f->user, ROOT, MANAGER, "FindVnic", "('52:54:00:ff:ff:ff',)", "([],)");
}

static void
test_wiring (Fixture *f, gconstpointer data)
{
  g_autofree char *vnic = find_vnic (f, MAC_WEB1);
  g_autofree char *blue = find_network (f, "blue");
  g_autofree char *as_value = g_strdup_printf ("objectpath '%s'", blue);
  g_autofree char *to_blue = g_strdup_printf ("(objectpath '%s', @a{sv} {})", blue);

  expect (f->root, vnic, VNIC, "SetLinked", "(false, {'dry-run': <true>})", "()");
  assert_property (f, vnic, VNIC, "Linked", "true");
  expect (f->root, vnic, VNIC, "SetLinked", "(false, @a{sv} {})", "()");
  assert_property (f, vnic, VNIC, "Linked", "false");
  expect (f->root, vnic, VNIC, "SetNetwork", to_blue, "()");
  assert_property (f, vnic, VNIC, "Network", as_value);

  expect (f->root, vnic, VNIC, "Update",
          "({'linked': <true>, 'network': <'red'>}, {'timeout': <uint32 5>})", "()");
  assert_property (f, vnic, VNIC, "Linked", "true");
  expect (f->root, vnic, VNIC, "Update", "({'network': <objectpath '/'>}, @a{sv} {})", "()");
  assert_property (f, vnic, VNIC, "Network", "objectpath '/'");
  expect (f->root, vnic, VNIC, "Update", "({'network': <'blue'>}, @a{sv} {})", "()");
  assert_property (f, vnic, VNIC, "Network", as_value);
}

static void
test_bad_wiring (Fixture *f, gconstpointer data)
{
  g_autofree char *vnic = find_vnic (f, MAC_WEB1);
  const char *invalid = "Error.InvalidArgument";

  expect (f->root, vnic, VNIC, "Update", "({'colour': <'red'>}, @a{sv} {})", invalid);
  expect (f->root, vnic, VNIC, "Update", "({'mac-address': <'01:00:5e:00:00:01'>}, @a{sv} {})",
          invalid);
  expect (f->root, vnic, VNIC, "Update", "({'name': <''>}, @a{sv} {})", invalid);
  expect (f->root, vnic, VNIC, "Update", "({'name': <'a/b'>}, @a{sv} {})", invalid);
  expect (f->root, vnic, VNIC, "Update", "({'model': <'e1000 '>}, @a{sv} {})", invalid);
  expect (f->root, vnic, VNIC, "Update", "({'mtu': <uint32 65522>}, @a{sv} {})", invalid);
  expect (f->root, vnic, VNIC, "Update", "({'address': <'0000:00:04.0'>}, @a{sv} {})", invalid);
  expect (f->root, vnic, VNIC, "Update", "({'filter-parameters': <{'IP': '::1'}>}, @a{sv} {})",
          invalid);
  expect (f->root, vnic, VNIC, "Update", "({'virtual-port': <{'type': <7>}>}, @a{sv} {})", invalid);
  expect (f->root, vnic, VNIC, "Update", "({'linked': <'no'>}, @a{sv} {})", invalid);
  expect (f->root, vnic, VNIC, "Update", "({'network': <7>}, @a{sv} {})", invalid);
  expect (f->root, vnic, VNIC, "Update", "({'network': <'nosuch'>}, @a{sv} {})", "Error.NotFound");
  expect (f->root, vnic, VNIC, "SetLinked", "(true, {'timeout': <'5'>})", invalid);
  expect (f->root, vnic, VNIC, "SetLinked",
          "(true, {'live-only': <true>, 'next-start-only': <true>})", invalid);
  expect (f->root, vnic, VNIC, "SetNetwork",
          "(objectpath '/org/ovirt/NetWiring/network/x', @a{sv} {})", "Error.NotFound");
  expect (f->root, vnic, VNIC, "SetNetwork", "(objectpath '/org/ovirt', @a{sv} {})", invalid);
  g_assert_cmpuint (fake_script_count (f->ports->script, "change-card"), ==, 0);
}

#define VM "org.ovirt.NetWiring.Vm"

/* The whole life of a vNIC. */
static void
test_life (Fixture *f, gconstpointer data)
{
  g_autofree char *vm = take_path (call (f->root, ROOT, MANAGER, "FindVm", "('web1',)"));
  g_autofree char *vnic = take_path (
    call (f->root, vm, VM, "AddVnic", "({'network': <'red'>, 'name': <'back'>}, @a{sv} {})"));
  g_autofree char *blue = find_network (f, "blue");
  g_autofree char *as_value = g_strdup_printf ("objectpath '%s'", blue);

  assert_property (f, vnic, VNIC, "Name", "'back'");
  assert_property (f, vnic, VNIC, "State", "'active'");
  assert_property (f, vnic, VNIC, "Model", "'virtio'");
  expect (f->root, vm, VM, "AddVnic", "({'name': <'back'>}, @a{sv} {})", "Error.AlreadyExists");
  expect (f->root, vm, VM, "AddVnic", "(@a{sv} {}, {'dry-run': <true>})", "('/',)");
  expect (f->root, vm, VM, "AddVnic", "({'mac-address': <'" MAC_WEB1 "'>}, @a{sv} {})",
          "Error.MacInUse");
  expect (f->root, vnic, VNIC, "Update", "({'model': <'e1000'>}, @a{sv} {})",
          "Error.HotUpdateRefused");
  expect (f->root, vnic, VNIC, "Remove", "(@a{sv} {},)", "Error.ActiveDevice");
  expect (f->root, vnic, VNIC, "Unplug", "(@a{sv} {},)", "()");
  assert_property (f, vnic, VNIC, "State", "'unplugged'");
  assert_property (f, vnic, VNIC, "Address", "''");
  expect (f->root, vnic, VNIC, "Update",
          "({'model': <'e1000'>, 'network': <'blue'>, 'linked': <false>}, @a{sv} {})", "()");
  expect (f->root, vnic, VNIC, "Plug", "(@a{sv} {},)", "()");
  assert_property (f, vnic, VNIC, "State", "'unlinked'");
  assert_property (f, vnic, VNIC, "Model", "'e1000'");
  assert_property (f, vnic, VNIC, "Name", "'back'");
  assert_property (f, vnic, VNIC, "Network", as_value);
  expect (f->root, vnic, VNIC, "Update", "({'plugged': <false>, 'network': <'red'>}, @a{sv} {})",
          "()");
  expect (f->root, vnic, VNIC, "Remove", "(@a{sv} {},)", "()");
  expect (f->root, vnic, VNIC, "Unplug", "(@a{sv} {},)",
          "org.freedesktop.DBus.Error.UnknownObject");
}

static void
test_users_are_asked_for (Fixture *f, gconstpointer data)
{
  g_autofree char *vnic = find_vnic (f, MAC_WEB1);
  GPtrArray *log = fake_authority_get_log (f->authority);

  expect (f->user, vnic, VNIC, "SetLinked", "(false, @a{sv} {})", "Error.NotAuthorized");
  g_assert_true (g_str_has_prefix (log->pdata[0], "link vm=web1 vm-uuid="));
  expect (f->user, ROOT, MANAGER, "CreateNetwork", "('yellow', @a{sv} {}, @a{sv} {})",
          "Error.NotAuthorized");
  g_assert_cmpstr (log->pdata[1], ==, "manage-network network=yellow bridge=yellow");
  assert_property (f, vnic, VNIC, "Linked", "true");

  fake_authority_set_verdict (f->authority, "link", NWD_VERDICT_YES);
  expect (f->user, vnic, VNIC, "SetLinked", "(false, @a{sv} {})", "()");
  assert_property (f, vnic, VNIC, "Linked", "false");
}

static void
test_networks (Fixture *f, gconstpointer data)
{
  g_autofree char *network = NULL;
  g_autofree char *attachment = NULL;
  g_autofree char *attach = NULL;
  g_autofree char *attach_nic = NULL;

  expect (f->root, ROOT, MANAGER, "CreateNetwork", "('yellow', @a{sv} {}, {'dry-run': <true>})",
          "('/',)");
  expect (f->root, ROOT, MANAGER, "FindNetwork", "('yellow',)", "Error.NotFound");
  network = take_path (call (f->root, ROOT, MANAGER, "CreateNetwork",
                             "('yellow', {'mtu': <uint32 1400>}, @a{sv} {})"));
  assert_property (f, network, NETWORK, "Mtu", "uint32 1400");

  attach_nic
    = g_strdup_printf ("(objectpath '%s', objectpath '/eth0', @a{sv} {}, @a{sv} {})", network);
  expect (f->root, ROOT, MANAGER, "AttachNetwork", attach_nic, "Error.NotSupported");
  attach = g_strdup_printf ("(objectpath '%s', objectpath '/', @a{sv} {}, @a{sv} {})", network);
  attachment = take_path (call (f->root, ROOT, MANAGER, "AttachNetwork", attach));
  assert_property (f, attachment, ATTACHMENT, "Bridge", "'yellow'");

  expect (f->root, network, NETWORK, "Update",
          "({'mtu': <uint32 1300>, 'description': <'for tests'>}, @a{sv} {})", "()");
  assert_property (f, network, NETWORK, "Description", "'for tests'");
  expect (f->root, attachment, ATTACHMENT, "Remove", "(@a{sv} {},)", "()");
  expect (f->root, network, NETWORK, "Delete", "(@a{sv} {},)", "()");
  expect (f->root, network, NETWORK, "Delete", "(@a{sv} {},)",
          "org.freedesktop.DBus.Error.UnknownObject");
}

static void
test_bad_networks (Fixture *f, gconstpointer data)
{
  const char *invalid = "Error.InvalidArgument";

  expect (f->root, ROOT, MANAGER, "CreateNetwork", "('../x', @a{sv} {}, @a{sv} {})", invalid);
  expect (f->root, ROOT, MANAGER, "CreateNetwork", "('', @a{sv} {}, @a{sv} {})", invalid);
  expect (f->root, ROOT, MANAGER, "CreateNetwork", "('x', {'mtu': <uint32 1>}, @a{sv} {})",
          invalid);
  expect (f->root, ROOT, MANAGER, "CreateNetwork", "('x', {'bridge-name': <'a/b'>}, @a{sv} {})",
          invalid);
  expect (f->root, ROOT, MANAGER, "CreateNetwork", "('red', @a{sv} {}, @a{sv} {})",
          "Error.AlreadyExists");
  expect (f->root, ROOT, MANAGER, "AttachNetwork",
          "(objectpath '/', objectpath '/', @a{sv} {}, @a{sv} {})", invalid);
  expect (f->root, ROOT, MANAGER, "Recover", "('magic', @a{sv} {})", invalid);
  expect (f->root, ROOT, MANAGER, "Recover", "('empty', @a{sv} {})", invalid);
}

/* --- events --- */

typedef struct
{
  GMutex lock;
  GString *order; /* of what came */
  char *event;    /* the last one */
} Listener;

/* In the connection's worker thread: what comes, as it comes. */
static GDBusMessage *
on_message (GDBusConnection *client, GDBusMessage *message, gboolean incoming, gpointer data)
{
  Listener *listener = data;
  const char *member = g_dbus_message_get_member (message);

  if (!incoming)
    return message;
  g_mutex_lock (&listener->lock);
  g_string_append_printf (listener->order, "%s ", member ? member : "reply");
  if (g_strcmp0 (member, "Event") == 0)
    {
      g_free (listener->event);
      listener->event = g_variant_print (g_dbus_message_get_body (message), FALSE);
    }
  g_mutex_unlock (&listener->lock);
  return message;
}

static void
on_signal (GDBusConnection *client,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer data)
{
}

/* What @client hears from before a call to its answer, @expected; the last event is returned. */
static char *
listen (GDBusConnection *client,
        const char *path,
        const char *interface,
        const char *method,
        const char *parameters,
        const char *answer,
        const char *expected)
{
  Listener listener = { .order = g_string_new (NULL) };
  guint signals = g_dbus_connection_signal_subscribe (
    client, NULL, NULL, NULL, NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_signal, NULL, NULL);
  guint filter;

  g_mutex_init (&listener.lock);
  expect (client, ROOT, MANAGER, "FindVnic", "('52:54:00:ff:ff:ff',)", "([],)");
  filter = g_dbus_connection_add_filter (client, on_message, &listener, NULL);
  expect (client, path, interface, method, parameters, answer);
  g_dbus_connection_remove_filter (client, filter);
  g_dbus_connection_signal_unsubscribe (client, signals);
  g_assert_cmpstr (listener.order->str, ==, expected);
  g_string_free (listener.order, TRUE);
  g_mutex_clear (&listener.lock);
  return listener.event;
}

/* What changed, then what happened, then the answer; and everybody hears it. */
static void
test_event (Fixture *f, gconstpointer data)
{
  g_autofree char *vnic = find_vnic (f, MAC_WEB1);
  g_autofree char *done = NULL;
  g_autofree char *none = NULL;
  g_autofree char *failed = NULL;

  fake_authority_set_verdict (f->authority, "link", NWD_VERDICT_YES);
  fake_authority_set_verdict (f->authority, "rewire", NWD_VERDICT_YES);
  done = listen (f->user, vnic, VNIC, "SetLinked", "(false, @a{sv} {})", "()",
                 "PropertiesChanged Event reply ");
  g_assert_nonnull (strstr (done, "'network-update-vm-interface', 'info'"));
  g_assert_nonnull (strstr (done, vnic));
  g_assert_null (strstr (done, "65534"));
  none = listen (f->user, vnic, VNIC, "SetLinked", "(true, {'dry-run': <true>})", "()", "reply ");
  g_assert_null (none);
  failed = listen (f->user, vnic, VNIC, "Update", "({'network': <'green'>}, @a{sv} {})",
                   "Error.NetworkNotOnHost", "Event reply ");
  g_assert_nonnull (strstr (failed, "'network-update-vm-interface-failed', 'error'"));
}

/* Path, details and event of a NIC are by its name. */
static void
test_nics (Fixture *f, gconstpointer data)
{
  GPtrArray *log = fake_authority_get_log (f->authority);
  g_autofree char *told = NULL;

  assert_property (f, NIC_PATH, NIC, "Managed", "true");
  expect (f->user, NIC_PATH, NIC, "SetManaged", "(false, @a{sv} {})", "Error.NotAuthorized");
  g_assert_cmpstr (log->pdata[0], ==, "manage-host nic=eth0");
  expect (f->root, NIC_PATH, NIC, "SetManaged", "(false, {'dry-run': <true>})", "()");
  assert_property (f, NIC_PATH, NIC, "Managed", "true");
  fake_authority_set_verdict (f->authority, "manage-host", NWD_VERDICT_YES);
  told = listen (f->user, NIC_PATH, NIC, "SetManaged", "(false, @a{sv} {})", "()",
                 "PropertiesChanged Event reply ");
  g_assert_nonnull (strstr (told, "'host-interface-update', 'info'"));
  g_assert_nonnull (strstr (told, "'" NIC_PATH "', 'NIC eth0 was changed: managed yes to no'"));
  assert_property (f, NIC_PATH, NIC, "Managed", "false");
  expect (f->root, NIC_PATH, NIC, "SetManaged", "(false, {'sure': <true>})",
          "Error.InvalidArgument");
  expect (f->root, ROOT "/nic/vnet1", NIC, "SetManaged", "(false, @a{sv} {})",
          "org.freedesktop.DBus.Error.UnknownObject");
  expect (f->root, ROOT "/nic/eth_30", NIC, "SetManaged", "(false, @a{sv} {})",
          "org.freedesktop.DBus.Error.UnknownObject");
}

/* What the kernel tells is there when it is told. */
static void
test_nic_is_live (Fixture *f, gconstpointer data)
{
  FakeWorld *world = f->ports->world;

  fake_world_set_carrier (world, "eth0", FALSE);
  fake_world_set_mtu (world, "eth0", 9000);
  fake_kernel_tell (f->ports->kernel);
  assert_property (f, NIC_PATH, NIC, "Carrier", "false");
  assert_property (f, NIC_PATH, NIC, "Mtu", "uint32 9000");
  fake_world_rename_link (world, "eth0", "uplink");
  fake_kernel_tell (f->ports->kernel);
  expect (f->root, NIC_PATH, NIC, "SetManaged", "(false, @a{sv} {})",
          "org.freedesktop.DBus.Error.UnknownObject");
  assert_property (f, ROOT "/nic/uplink", NIC, "Mtu", "uint32 9000");
}

/* What polkit refuses has not happened: else anybody could fill the history. */
static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autofree char *vnic = find_vnic (f, MAC_WEB1);
  g_autofree char *none = listen (f->user, vnic, VNIC, "SetLinked", "(false, @a{sv} {})",
                                  "Error.NotAuthorized", "reply ");

  g_assert_null (none);
  expect (f->root, ROOT, MANAGER, "GetHistory", "(@a{sv} {},)", "([],)");
}

static void
assert_history (Fixture *f, const char *filter, guint n, const char *part)
{
  g_autofree char *parameters = g_strdup_printf ("(%s,)", filter);
  g_autofree char *answer = call (f->root, ROOT, MANAGER, "GetHistory", parameters);
  g_auto (GStrv) parts = g_strsplit (answer, "'event'", -1);

  g_assert_cmpuint (g_strv_length (parts), ==, n + 1);
  g_assert_nonnull (strstr (answer, part));
}

static void
test_history (Fixture *f, gconstpointer data)
{
  g_autofree char *vnic = find_vnic (f, MAC_WEB1);
  g_autofree char *other = find_vnic (f, MAC_WEB2);
  g_autofree char *by_path = g_strdup_printf ("{'object': <objectpath '%s'>}", vnic);

  fake_authority_set_verdict (f->authority, "link", NWD_VERDICT_YES);
  expect (f->root, vnic, VNIC, "SetLinked", "(false, @a{sv} {})", "()");
  expect (f->user, vnic, VNIC, "SetLinked", "(true, @a{sv} {})", "()");
  expect (f->root, other, VNIC, "Update", "({'network': <'blue'>}, @a{sv} {})", "()");

  assert_history (f, "@a{sv} {}", 3, "'uid': <uint32 65534>");
  assert_history (f, "{'max': <uint32 1>}", 1, "'after': 'network blue'");
  assert_history (f, by_path, 2, "'action': <'SetLinked'>");
  assert_history (f, "{'object': <'web2'>}", 1, "'before': 'network red'");
  assert_history (f, "{'since': <uint64 4000000000000000>}", 0, "[]");
  assert_history (f, "{'event': <'network-update-vm-interface'>}", 3, "'vm': 'web1'");
  expect (f->root, NIC_PATH, NIC, "SetManaged", "(false, @a{sv} {})", "()");
  assert_history (f, "{'object': <'eth0'>}", 1, "'nic': 'eth0'");
}

static void
test_bad_history (Fixture *f, gconstpointer data)
{
  const char *invalid = "Error.InvalidArgument";

  expect (f->user, ROOT, MANAGER, "GetHistory", "(@a{sv} {},)", "Error.NotAuthorized");
  g_assert_cmpstr (fake_authority_get_log (f->authority)->pdata[0], ==, "read-history");
  expect (f->root, ROOT, MANAGER, "GetHistory", "({'max': <uint32 0>},)", invalid);
  expect (f->root, ROOT, MANAGER, "GetHistory", "({'max': <uint32 1001>},)", invalid);
  expect (f->root, ROOT, MANAGER, "GetHistory", "({'since': <uint32 1>},)", invalid);
  expect (f->root, ROOT, MANAGER, "GetHistory", "({'until': <uint64 1>},)", invalid);
  expect (f->root, ROOT, MANAGER, "GetHistory", "({'object': <'nosuch'>},)", "Error.NotFound");
  fake_authority_set_verdict (f->authority, "read-history", NWD_VERDICT_YES);
  expect (f->user, ROOT, MANAGER, "GetHistory", "(@a{sv} {},)", "([],)");
}

static void
test_name_is_taken (Fixture *f, gconstpointer data)
{
  g_autoptr (NwdBus) second = nwd_bus_new (f->engine, NWD_AUTHORITY (f->authority));
  g_autoptr (GError) error = NULL;

  g_assert_false (nwd_bus_start (second, G_BUS_TYPE_SESSION, on_lost, f, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

static void
test_bus_is_lost (Fixture *f, gconstpointer data)
{
  g_autofree char *vnic = find_vnic (f, MAC_WEB1);

  g_clear_pointer (&f->bus, private_bus_free);
  while (!f->lost)
    g_main_context_iteration (NULL, TRUE);
}

#define STATISTICS "org.ovirt.NetWiring.Statistics"

static void
test_statistics (Fixture *f, gconstpointer data)
{
  g_autofree char *vnic = find_vnic (f, MAC_WEB1);
  g_autofree char *twice
    = g_strdup_printf ("([objectpath '%s', objectpath '%s'], @a{sv} {})", vnic, vnic);
  g_autofree char *answer = NULL;
  g_autofree char *one = NULL;

  fake_world_count (f->ports->world, "vnet1", 2, 3);
  answer = call (f->user, ROOT, MANAGER, "GetStatistics", twice);
  one = g_strdup_printf ("({'%s': {'sample-time': ", vnic);
  g_assert_true (g_str_has_prefix (answer, one));
  g_assert_null (strstr (answer + strlen (one), vnic));
  g_assert_nonnull (strstr (answer, "'rx-bytes': <uint64 300>, 'rx-packets': <uint64 3>"));
  g_assert_nonnull (strstr (answer, "'tx-bytes': <uint64 200>, 'tx-packets': <uint64 2>"));
  expect (f->user, ROOT, MANAGER, "GetStatistics", "(@ao [], @a{sv} {})", "({},)");
  g_free (answer);
  answer = call (f->user, vnic, STATISTICS, "GetStatistics", "(@a{sv} {},)");
  g_assert_nonnull (strstr (answer, "'rx-packets': <uint64 3>"));
}

static void
test_bad_statistics (Fixture *f, gconstpointer data)
{
  g_autofree char *vnic = find_vnic (f, MAC_WEB1);
  g_autofree char *red = find_network (f, "red");
  g_autofree char *network = g_strdup_printf ("([objectpath '%s'], @a{sv} {})", red);

  expect (f->user, vnic, STATISTICS, "GetStatistics", "({'colour': <'red'>},)",
          "Error.InvalidArgument");
  expect (f->user, ROOT "/vnic/nosuch", STATISTICS, "GetStatistics", "(@a{sv} {},)",
          "org.freedesktop.DBus.Error.UnknownObject");
  expect (f->user, ROOT, MANAGER, "GetStatistics", network, "Error.InvalidArgument");
  expect (f->user, ROOT, MANAGER, "GetStatistics", "([objectpath '/'], @a{sv} {})",
          "Error.InvalidArgument");
  expect (f->user, ROOT, MANAGER, "GetStatistics", "(@ao [], {'colour': <'red'>})",
          "Error.InvalidArgument");
  expect (f->user, ROOT, MANAGER, "GetStatistics",
          "([objectpath '/org/ovirt/NetWiring/vnic/nosuch'], @a{sv} {})", "Error.NotFound");
  f->ports->world->countless = TRUE;
  expect (f->user, vnic, STATISTICS, "GetStatistics", "(@a{sv} {},)", "Error.Failed");
  expect (f->user, ROOT, MANAGER, "GetStatistics", "(@ao [], @a{sv} {})", "Error.Failed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (geteuid () != 0)
    return 77;

#define TEST(name, function)                                                                       \
  g_test_add ("/service/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("finding", test_finding);
  TEST ("wiring", test_wiring);
  TEST ("wiring/bad", test_bad_wiring);
  TEST ("life", test_life);
  TEST ("users", test_users_are_asked_for);
  TEST ("networks", test_networks);
  TEST ("networks/bad", test_bad_networks);
  TEST ("event", test_event);
  TEST ("nics", test_nics);
  TEST ("nics/live", test_nic_is_live);
  TEST ("event/refused", test_refused);
  TEST ("history", test_history);
  TEST ("history/bad", test_bad_history);
  TEST ("statistics", test_statistics);
  TEST ("statistics/bad", test_bad_statistics);
  TEST ("name-is-taken", test_name_is_taken);
  TEST ("lost", test_bus_is_lost);
  return g_test_run ();
}
