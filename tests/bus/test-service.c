/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The whole bus layer over the real engine, which works on fakes. */

#include "whole.h"

#include <string.h>

#define NIC      "org.ovirt.NetWiring.HostNic"
#define NIC_PATH ROOT "/nic/eth0"

static void
test_finding (Whole *f, gconstpointer data)
{
  g_autofree char *vm = whole_call (f->user, ROOT, MANAGER, "FindVm", "('web1',)");

  g_assert_true (g_str_has_prefix (vm, "('/org/ovirt/NetWiring/vm/"));
  whole_expect (f->user, ROOT, MANAGER, "FindVm", "('nosuch',)", "Error.NotFound");
  whole_expect (f->user, ROOT, MANAGER, "FindNetwork", "('../red',)", "Error.NotFound");
  whole_expect (f->user, ROOT, MANAGER, "FindVnic", "('52:54:00:00:00:0',)",
                "Error.InvalidArgument");
  whole_expect (f->user, ROOT, MANAGER, "FindVnic", "('52:54:00:00:00:01\\n',)",
                "Error.InvalidArgument");
  whole_expect (f->user, ROOT, MANAGER, "FindVnic", "('52:54:00:ff:ff:ff',)", "([],)");
}

static void
test_wiring (Whole *f, gconstpointer data)
{
  g_autofree char *vnic = whole_find_vnic (f, MAC_WEB1);
  g_autofree char *blue = whole_find_network (f, "blue");
  g_autofree char *as_value = g_strdup_printf ("objectpath '%s'", blue);
  g_autofree char *to_blue = g_strdup_printf ("(objectpath '%s', @a{sv} {})", blue);

  whole_expect (f->root, vnic, VNIC, "SetLinked", "(false, {'dry-run': <true>})", "()");
  whole_assert_property (f, vnic, VNIC, "Linked", "true");
  whole_expect (f->root, vnic, VNIC, "SetLinked", "(false, @a{sv} {})", "()");
  whole_assert_property (f, vnic, VNIC, "Linked", "false");
  whole_expect (f->root, vnic, VNIC, "SetNetwork", to_blue, "()");
  whole_assert_property (f, vnic, VNIC, "Network", as_value);

  whole_expect (f->root, vnic, VNIC, "Update",
                "({'linked': <true>, 'network': <'red'>}, {'timeout': <uint32 5>})", "()");
  whole_assert_property (f, vnic, VNIC, "Linked", "true");
  whole_expect (f->root, vnic, VNIC, "Update", "({'network': <objectpath '/'>}, @a{sv} {})", "()");
  whole_assert_property (f, vnic, VNIC, "Network", "objectpath '/'");
  whole_expect (f->root, vnic, VNIC, "Update", "({'network': <'blue'>}, @a{sv} {})", "()");
  whole_assert_property (f, vnic, VNIC, "Network", as_value);
}

static void
test_bad_wiring (Whole *f, gconstpointer data)
{
  g_autofree char *vnic = whole_find_vnic (f, MAC_WEB1);
  const char *invalid = "Error.InvalidArgument";

  whole_expect (f->root, vnic, VNIC, "Update", "({'colour': <'red'>}, @a{sv} {})", invalid);
  whole_expect (f->root, vnic, VNIC, "Update",
                "({'mac-address': <'01:00:5e:00:00:01'>}, @a{sv} {})", invalid);
  whole_expect (f->root, vnic, VNIC, "Update", "({'name': <''>}, @a{sv} {})", invalid);
  whole_expect (f->root, vnic, VNIC, "Update", "({'name': <'a/b'>}, @a{sv} {})", invalid);
  whole_expect (f->root, vnic, VNIC, "Update", "({'model': <'e1000 '>}, @a{sv} {})", invalid);
  whole_expect (f->root, vnic, VNIC, "Update", "({'mtu': <uint32 65522>}, @a{sv} {})", invalid);
  whole_expect (f->root, vnic, VNIC, "Update", "({'address': <'0000:00:04.0'>}, @a{sv} {})",
                invalid);
  whole_expect (f->root, vnic, VNIC, "Update",
                "({'filter-parameters': <{'IP': '::1'}>}, @a{sv} {})", invalid);
  whole_expect (f->root, vnic, VNIC, "Update", "({'virtual-port': <{'type': <7>}>}, @a{sv} {})",
                invalid);
  whole_expect (f->root, vnic, VNIC, "Update", "({'linked': <'no'>}, @a{sv} {})", invalid);
  whole_expect (f->root, vnic, VNIC, "Update", "({'network': <7>}, @a{sv} {})", invalid);
  whole_expect (f->root, vnic, VNIC, "Update", "({'network': <'nosuch'>}, @a{sv} {})",
                "Error.NotFound");
  whole_expect (f->root, vnic, VNIC, "SetLinked", "(true, {'timeout': <'5'>})", invalid);
  whole_expect (f->root, vnic, VNIC, "SetLinked",
                "(true, {'live-only': <true>, 'next-start-only': <true>})", invalid);
  whole_expect (f->root, vnic, VNIC, "SetNetwork",
                "(objectpath '/org/ovirt/NetWiring/network/x', @a{sv} {})", "Error.NotFound");
  whole_expect (f->root, vnic, VNIC, "SetNetwork", "(objectpath '/org/ovirt', @a{sv} {})", invalid);
  g_assert_cmpuint (fake_script_count (f->ports->script, "change-card"), ==, 0);
}

#define VM "org.ovirt.NetWiring.Vm"

/* The whole life of a vNIC. */
static void
test_life (Whole *f, gconstpointer data)
{
  g_autofree char *vm
    = whole_take_path (whole_call (f->root, ROOT, MANAGER, "FindVm", "('web1',)"));
  g_autofree char *vnic = whole_take_path (
    whole_call (f->root, vm, VM, "AddVnic", "({'network': <'red'>, 'name': <'back'>}, @a{sv} {})"));
  g_autofree char *blue = whole_find_network (f, "blue");
  g_autofree char *as_value = g_strdup_printf ("objectpath '%s'", blue);

  whole_assert_property (f, vnic, VNIC, "Name", "'back'");
  whole_assert_property (f, vnic, VNIC, "State", "'active'");
  whole_assert_property (f, vnic, VNIC, "Model", "'virtio'");
  whole_expect (f->root, vm, VM, "AddVnic", "({'name': <'back'>}, @a{sv} {})",
                "Error.AlreadyExists");
  whole_expect (f->root, vm, VM, "AddVnic", "(@a{sv} {}, {'dry-run': <true>})", "('/',)");
  whole_expect (f->root, vm, VM, "AddVnic", "({'mac-address': <'" MAC_WEB1 "'>}, @a{sv} {})",
                "Error.MacInUse");
  whole_expect (f->root, vnic, VNIC, "Update", "({'model': <'e1000'>}, @a{sv} {})",
                "Error.HotUpdateRefused");
  whole_expect (f->root, vnic, VNIC, "Remove", "(@a{sv} {},)", "Error.ActiveDevice");
  whole_expect (f->root, vnic, VNIC, "Unplug", "(@a{sv} {},)", "()");
  whole_assert_property (f, vnic, VNIC, "State", "'unplugged'");
  whole_assert_property (f, vnic, VNIC, "Address", "''");
  whole_expect (f->root, vnic, VNIC, "Update",
                "({'model': <'e1000'>, 'network': <'blue'>, 'linked': <false>}, @a{sv} {})", "()");
  whole_expect (f->root, vnic, VNIC, "Plug", "(@a{sv} {},)", "()");
  whole_assert_property (f, vnic, VNIC, "State", "'unlinked'");
  whole_assert_property (f, vnic, VNIC, "Model", "'e1000'");
  whole_assert_property (f, vnic, VNIC, "Name", "'back'");
  whole_assert_property (f, vnic, VNIC, "Network", as_value);
  whole_expect (f->root, vnic, VNIC, "Update",
                "({'plugged': <false>, 'network': <'red'>}, @a{sv} {})", "()");
  whole_expect (f->root, vnic, VNIC, "Remove", "(@a{sv} {},)", "()");
  whole_expect (f->root, vnic, VNIC, "Unplug", "(@a{sv} {},)",
                "org.freedesktop.DBus.Error.UnknownObject");
}

static void
test_users_are_asked_for (Whole *f, gconstpointer data)
{
  g_autofree char *vnic = whole_find_vnic (f, MAC_WEB1);
  GPtrArray *log = fake_authority_get_log (f->authority);

  whole_expect (f->user, vnic, VNIC, "SetLinked", "(false, @a{sv} {})", "Error.NotAuthorized");
  g_assert_true (g_str_has_prefix (log->pdata[0], "link vm=web1 vm-uuid="));
  whole_expect (f->user, ROOT, MANAGER, "CreateNetwork", "('yellow', @a{sv} {}, @a{sv} {})",
                "Error.NotAuthorized");
  g_assert_cmpstr (log->pdata[1], ==, "manage-network network=yellow bridge=yellow");
  whole_assert_property (f, vnic, VNIC, "Linked", "true");

  fake_authority_set_verdict (f->authority, "link", NWD_VERDICT_YES);
  whole_expect (f->user, vnic, VNIC, "SetLinked", "(false, @a{sv} {})", "()");
  whole_assert_property (f, vnic, VNIC, "Linked", "false");
}

static void
test_networks (Whole *f, gconstpointer data)
{
  g_autofree char *network = NULL;
  g_autofree char *attachment = NULL;
  g_autofree char *attach = NULL;
  g_autofree char *attach_nic = NULL;

  whole_expect (f->root, ROOT, MANAGER, "CreateNetwork",
                "('yellow', @a{sv} {}, {'dry-run': <true>})", "('/',)");
  whole_expect (f->root, ROOT, MANAGER, "FindNetwork", "('yellow',)", "Error.NotFound");
  network = whole_take_path (whole_call (f->root, ROOT, MANAGER, "CreateNetwork",
                                         "('yellow', {'mtu': <uint32 1400>}, @a{sv} {})"));
  whole_assert_property (f, network, NETWORK, "Mtu", "uint32 1400");

  attach_nic
    = g_strdup_printf ("(objectpath '%s', objectpath '/eth0', @a{sv} {}, @a{sv} {})", network);
  whole_expect (f->root, ROOT, MANAGER, "AttachNetwork", attach_nic, "Error.InvalidArgument");
  g_free (attach_nic);
  attach_nic = g_strdup_printf (
    "(objectpath '%s', objectpath '" NIC_PATH "', @a{sv} {}, @a{sv} {})", network);
  whole_expect (f->user, ROOT, MANAGER, "AttachNetwork", attach_nic, "Error.NotAuthorized");
  g_assert_cmpstr (fake_authority_get_log (f->authority)->pdata[0], ==,
                   "manage-host network=yellow bridge=yellow nic=eth0");
  attachment = whole_take_path (whole_call (f->root, ROOT, MANAGER, "AttachNetwork", attach_nic));
  whole_assert_property (f, attachment, ATTACHMENT, "Nic", "objectpath '" NIC_PATH "'");
  whole_assert_property (f, attachment, ATTACHMENT, "Isolated", "false");
  whole_expect (f->root, attachment, ATTACHMENT, "Remove", "(@a{sv} {},)", "()");
  g_free (attachment);
  attach = g_strdup_printf ("(objectpath '%s', objectpath '/', @a{sv} {}, @a{sv} {})", network);
  attachment = whole_take_path (whole_call (f->root, ROOT, MANAGER, "AttachNetwork", attach));
  whole_assert_property (f, attachment, ATTACHMENT, "Bridge", "'yellow'");

  whole_expect (f->root, network, NETWORK, "Update",
                "({'mtu': <uint32 1300>, 'description': <'for tests'>}, @a{sv} {})", "()");
  whole_assert_property (f, network, NETWORK, "Description", "'for tests'");
  whole_expect (f->root, attachment, ATTACHMENT, "Remove", "(@a{sv} {},)", "()");
  whole_expect (f->root, network, NETWORK, "Delete", "(@a{sv} {},)", "()");
  whole_expect (f->root, network, NETWORK, "Delete", "(@a{sv} {},)",
                "org.freedesktop.DBus.Error.UnknownObject");
}

static void
test_bad_networks (Whole *f, gconstpointer data)
{
  const char *invalid = "Error.InvalidArgument";

  whole_expect (f->root, ROOT, MANAGER, "CreateNetwork", "('../x', @a{sv} {}, @a{sv} {})", invalid);
  whole_expect (f->root, ROOT, MANAGER, "CreateNetwork", "('', @a{sv} {}, @a{sv} {})", invalid);
  whole_expect (f->root, ROOT, MANAGER, "CreateNetwork", "('x', {'mtu': <uint32 1>}, @a{sv} {})",
                invalid);
  whole_expect (f->root, ROOT, MANAGER, "CreateNetwork",
                "('x', {'bridge-name': <'a/b'>}, @a{sv} {})", invalid);
  whole_expect (f->root, ROOT, MANAGER, "CreateNetwork", "('red', @a{sv} {}, @a{sv} {})",
                "Error.AlreadyExists");
  whole_expect (f->root, ROOT, MANAGER, "AttachNetwork",
                "(objectpath '/', objectpath '/', @a{sv} {}, @a{sv} {})", invalid);
  whole_expect (f->root, ROOT, MANAGER, "Recover", "('magic', @a{sv} {})", invalid);
  whole_expect (f->root, ROOT, MANAGER, "Recover", "('empty', @a{sv} {})", invalid);
}

#define SET_UP_GREEN "{'attachments': <[{'network': <'green'>}]>, 'removed-attachments': <['iso']>}"

static void
test_setup (Whole *f, gconstpointer data)
{
  g_autofree char *network = NULL;
  g_autofree char *text = NULL;

  network = whole_take_path (whole_call (f->root, ROOT, MANAGER, "FindNetwork", "('green',)"));
  whole_expect (f->user, ROOT, MANAGER, "SetupNetworks", "(" SET_UP_GREEN ", @a{sv} {})",
                "Error.NotAuthorized");
  g_assert_cmpstr (fake_authority_get_log (f->authority)->pdata[0], ==,
                   "manage-host network=iso bridge=iso");
  text = g_strdup_printf (
    "({'checkpoint': <objectpath '/'>, 'steps': <[{"
    "'object': <objectpath '%s'>, 'do': <'create-bridge'>, 'property': <'bridge'>, 'from': <''>, "
    "'to': <'green'>, 'guest-sees': <'nothing'>}, {"
    "'object': <objectpath '%s'>, 'do': <'attach'>, 'property': <'bridge'>, 'from': <''>, "
    "'to': <'green'>, 'guest-sees': <'nothing'>}]>, 'changed': <[objectpath '%s']>},)",
    network, network, network);
  whole_expect (f->root, ROOT, MANAGER, "SetupNetworks",
                "({'attachments': <[{'network': <'green'>}]>}, {'dry-run': <true>})", text);
  whole_assert_property (f, network, NETWORK, "Attachment", "objectpath '/'");
  whole_expect (f->root, ROOT, MANAGER, "SetupNetworks",
                "({'attachments': <[{'network': <'green'>, 'nic': <'/'>}]>}, @a{sv} {})", text);
  whole_assert_property (f, network, NETWORK, "Movable", "true");
  whole_expect (f->root, ROOT, MANAGER, "SetupNetworks",
                "({'attachments': <[{'network': <'green'>}]>}, @a{sv} {})",
                "({'checkpoint': <objectpath '/'>, 'steps': <@aa{sv} []>, 'changed': <@ao []>},)");
  whole_expect (f->root, ROOT, MANAGER, "SetupNetworks", "(@a{sv} {}, @a{sv} {})",
                "({'checkpoint': <objectpath '/'>, 'steps': <@aa{sv} []>, 'changed': <@ao []>},)");
}

static void
test_bad_setup (Whole *f, gconstpointer data)
{
  static const char *const requests[] = {
    "{'attachment': <[{'network': <'green'>}]>}",
    "{'attachments': <['green']>}",
    "{'attachments': <[@a{sv} {}]>}",
    "{'attachments': <[{'network': <'green'>, 'colour': <'red'>}]>}",
    "{'attachments': <[{'network': <true>}]>}",
    "{'attachments': <[{'network': <'green'>, 'nic': <objectpath '/x'>}]>}",
    "{'attachments': <[{'network': <'green'>, 'existing-bridge': <'a/b'>}]>}",
    "{'attachments': <[{'network': <'green'>}, {'network': <'green'>}]>}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *call = g_strdup_printf ("(%s, @a{sv} {})", requests[i]);

      whole_expect (f->root, ROOT, MANAGER, "SetupNetworks", call, "Error.InvalidArgument");
    }
  whole_expect (f->root, ROOT, MANAGER, "SetupNetworks",
                "({'attachments': <[{'network': <'nowhere'>}]>}, @a{sv} {})", "Error.NotFound");
  whole_expect (f->root, ROOT, MANAGER, "SetupNetworks",
                "({'attachments': <[{'network': <'green'>, 'nic': <'eth9'>}]>}, @a{sv} {})",
                "Error.NotFound");
  whole_expect (f->root, ROOT, MANAGER, "SetupNetworks",
                "({'removed-attachments': <['nowhere']>}, @a{sv} {})", "Error.NotFound");
  whole_expect (f->root, ROOT, MANAGER, "SetupNetworks",
                "({'removed-attachments': <['green']>}, @a{sv} {})", "Error.NotFound");
}

#define LABEL      "org.ovirt.NetWiring.Label"
#define LABEL_PATH ROOT "/label/lab_2d1"

static void
test_labels (Whole *f, gconstpointer data)
{
  g_autofree char *network
    = whole_take_path (whole_call (f->root, ROOT, MANAGER, "FindNetwork", "('green',)"));
  GPtrArray *asked = NULL;

  whole_expect (f->user, ROOT, MANAGER, "AddLabel", "('lab-1', objectpath '/', @a{sv} {})",
                "Error.NotAuthorized");
  g_assert_cmpstr (fake_authority_get_log (f->authority)->pdata[0], ==, "manage-label label=lab-1");
  whole_expect (f->root, ROOT, MANAGER, "AddLabel", "('a b', objectpath '/', @a{sv} {})",
                "Error.InvalidArgument");
  whole_expect (f->root, ROOT, MANAGER, "AddLabel",
                "('lab', objectpath '" ROOT "/nic/nowhere', @a{sv} {})", "Error.NotFound");
  whole_expect (f->root, ROOT, MANAGER, "AddLabel", "('lab-1', objectpath '/', @a{sv} {})",
                "('" LABEL_PATH "',)");
  whole_expect (f->root, network, NETWORK, "Update", "({'label': <'lab-1'>}, @a{sv} {})", "()");
  whole_assert_property (f, network, NETWORK, "Label", "'lab-1'");
  whole_assert_property (f, network, NETWORK, "Movable", "true");
  whole_expect (f->root, ROOT, MANAGER, "AddLabel",
                "('lab-1', objectpath '" ROOT "/nic/eth0', @a{sv} {})", "Error.LabelInUse");
  whole_expect (f->root, ROOT, MANAGER, "AddLabel",
                "('lab-2', objectpath '" ROOT "/nic/eth0', @a{sv} {})",
                "('" ROOT "/label/lab_2d2',)");
  whole_expect (f->user, ROOT, MANAGER, "SetupNetworks",
                "({'labels': <[{'label': <'lab-2'>, 'nic': <'eth1'>}]>}, @a{sv} {})",
                "Error.NotAuthorized");
  asked = fake_authority_get_log (f->authority);
  g_assert_cmpstr (asked->pdata[asked->len - 1], ==, "manage-label label=lab-2 nic=eth0,eth1");
  whole_expect (f->root, ROOT, MANAGER, "SetupNetworks",
                "({'labels': <[{'nic': <'eth0'>}]>}, @a{sv} {})", "Error.InvalidArgument");
  whole_expect (f->root, ROOT, MANAGER, "SetupNetworks",
                "({'removed-labels': <['none']>}, @a{sv} {})", "Error.NotFound");
  whole_expect (f->root, LABEL_PATH, LABEL, "Remove", "(@a{sv} {},)", "()");
  whole_assert_property (f, network, NETWORK, "Attachment", "objectpath '/'");
  whole_expect (f->root, LABEL_PATH, LABEL, "Remove", "(@a{sv} {},)",
                "org.freedesktop.DBus.Error.UnknownObject");
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
  whole_expect (client, ROOT, MANAGER, "FindVnic", "('52:54:00:ff:ff:ff',)", "([],)");
  filter = g_dbus_connection_add_filter (client, on_message, &listener, NULL);
  whole_expect (client, path, interface, method, parameters, answer);
  g_dbus_connection_remove_filter (client, filter);
  g_dbus_connection_signal_unsubscribe (client, signals);
  g_assert_cmpstr (listener.order->str, ==, expected);
  g_string_free (listener.order, TRUE);
  g_mutex_clear (&listener.lock);
  return listener.event;
}

/* What changed, then what happened, then the answer; and everybody hears it. */
static void
test_event (Whole *f, gconstpointer data)
{
  g_autofree char *vnic = whole_find_vnic (f, MAC_WEB1);
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
test_nics (Whole *f, gconstpointer data)
{
  GPtrArray *log = fake_authority_get_log (f->authority);
  g_autofree char *told = NULL;

  whole_assert_property (f, NIC_PATH, NIC, "Managed", "true");
  whole_expect (f->user, NIC_PATH, NIC, "SetManaged", "(false, @a{sv} {})", "Error.NotAuthorized");
  g_assert_cmpstr (log->pdata[0], ==, "manage-host nic=eth0");
  whole_expect (f->root, NIC_PATH, NIC, "SetManaged", "(false, {'dry-run': <true>})", "()");
  whole_assert_property (f, NIC_PATH, NIC, "Managed", "true");
  fake_authority_set_verdict (f->authority, "manage-host", NWD_VERDICT_YES);
  told = listen (f->user, NIC_PATH, NIC, "SetManaged", "(false, @a{sv} {})", "()",
                 "PropertiesChanged Event reply ");
  g_assert_nonnull (strstr (told, "'host-interface-update', 'info'"));
  g_assert_nonnull (strstr (told, "'" NIC_PATH "', 'NIC eth0 was changed: managed yes to no'"));
  whole_assert_property (f, NIC_PATH, NIC, "Managed", "false");
  whole_expect (f->root, NIC_PATH, NIC, "SetManaged", "(false, {'sure': <true>})",
                "Error.InvalidArgument");
  whole_expect (f->root, ROOT "/nic/vnet1", NIC, "SetManaged", "(false, @a{sv} {})",
                "org.freedesktop.DBus.Error.UnknownObject");
  whole_expect (f->root, ROOT "/nic/eth_30", NIC, "SetManaged", "(false, @a{sv} {})",
                "org.freedesktop.DBus.Error.UnknownObject");
}

/* What the kernel tells is there when it is told. */
static void
test_nic_is_live (Whole *f, gconstpointer data)
{
  FakeWorld *world = f->ports->world;

  fake_world_set_carrier (world, "eth0", FALSE);
  fake_world_set_mtu (world, "eth0", 9000);
  fake_kernel_tell (f->ports->kernel);
  whole_assert_property (f, NIC_PATH, NIC, "Carrier", "false");
  whole_assert_property (f, NIC_PATH, NIC, "Mtu", "uint32 9000");
  fake_world_rename_link (world, "eth0", "uplink");
  fake_kernel_tell (f->ports->kernel);
  whole_expect (f->root, NIC_PATH, NIC, "SetManaged", "(false, @a{sv} {})",
                "org.freedesktop.DBus.Error.UnknownObject");
  whole_assert_property (f, ROOT "/nic/uplink", NIC, "Mtu", "uint32 9000");
}

/* What polkit refuses has not happened: else anybody could fill the history. */
static void
test_refused (Whole *f, gconstpointer data)
{
  g_autofree char *vnic = whole_find_vnic (f, MAC_WEB1);
  g_autofree char *none = listen (f->user, vnic, VNIC, "SetLinked", "(false, @a{sv} {})",
                                  "Error.NotAuthorized", "reply ");

  g_assert_null (none);
  whole_expect (f->root, ROOT, MANAGER, "GetHistory", "(@a{sv} {},)", "([],)");
}

static void
assert_history (Whole *f, const char *filter, guint n, const char *part)
{
  g_autofree char *parameters = g_strdup_printf ("(%s,)", filter);
  g_autofree char *answer = whole_call (f->root, ROOT, MANAGER, "GetHistory", parameters);
  g_auto (GStrv) parts = g_strsplit (answer, "'event'", -1);

  g_assert_cmpuint (g_strv_length (parts), ==, n + 1);
  g_assert_nonnull (strstr (answer, part));
}

static void
test_history (Whole *f, gconstpointer data)
{
  g_autofree char *vnic = whole_find_vnic (f, MAC_WEB1);
  g_autofree char *other = whole_find_vnic (f, MAC_WEB2);
  g_autofree char *by_path = g_strdup_printf ("{'object': <objectpath '%s'>}", vnic);

  fake_authority_set_verdict (f->authority, "link", NWD_VERDICT_YES);
  whole_expect (f->root, vnic, VNIC, "SetLinked", "(false, @a{sv} {})", "()");
  whole_expect (f->user, vnic, VNIC, "SetLinked", "(true, @a{sv} {})", "()");
  whole_expect (f->root, other, VNIC, "Update", "({'network': <'blue'>}, @a{sv} {})", "()");

  assert_history (f, "@a{sv} {}", 3, "'uid': <uint32 65534>");
  assert_history (f, "{'max': <uint32 1>}", 1, "'after': 'network blue'");
  assert_history (f, by_path, 2, "'action': <'SetLinked'>");
  assert_history (f, "{'object': <'web2'>}", 1, "'before': 'network red'");
  assert_history (f, "{'since': <uint64 4000000000000000>}", 0, "[]");
  assert_history (f, "{'event': <'network-update-vm-interface'>}", 3, "'vm': 'web1'");
  whole_expect (f->root, NIC_PATH, NIC, "SetManaged", "(false, @a{sv} {})", "()");
  assert_history (f, "{'object': <'eth0'>}", 1, "'nic': 'eth0'");
}

static void
test_bad_history (Whole *f, gconstpointer data)
{
  const char *invalid = "Error.InvalidArgument";

  whole_expect (f->user, ROOT, MANAGER, "GetHistory", "(@a{sv} {},)", "Error.NotAuthorized");
  g_assert_cmpstr (fake_authority_get_log (f->authority)->pdata[0], ==, "read-history");
  whole_expect (f->root, ROOT, MANAGER, "GetHistory", "({'max': <uint32 0>},)", invalid);
  whole_expect (f->root, ROOT, MANAGER, "GetHistory", "({'max': <uint32 1001>},)", invalid);
  whole_expect (f->root, ROOT, MANAGER, "GetHistory", "({'since': <uint32 1>},)", invalid);
  whole_expect (f->root, ROOT, MANAGER, "GetHistory", "({'until': <uint64 1>},)", invalid);
  whole_expect (f->root, ROOT, MANAGER, "GetHistory", "({'object': <'nosuch'>},)",
                "Error.NotFound");
  fake_authority_set_verdict (f->authority, "read-history", NWD_VERDICT_YES);
  whole_expect (f->user, ROOT, MANAGER, "GetHistory", "(@a{sv} {},)", "([],)");
}

static void
test_name_is_taken (Whole *f, gconstpointer data)
{
  g_autoptr (NwdBus) second = nwd_bus_new (f->engine, NWD_AUTHORITY (f->authority));
  g_autoptr (GError) error = NULL;

  g_assert_false (nwd_bus_start (second, G_BUS_TYPE_SESSION, whole_on_lost, f, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

static void
test_bus_is_lost (Whole *f, gconstpointer data)
{
  g_autofree char *vnic = whole_find_vnic (f, MAC_WEB1);

  g_clear_pointer (&f->bus, private_bus_free);
  while (!f->lost)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (geteuid () != 0)
    return 77;

#define TEST(name, function)                                                                       \
  g_test_add ("/service/" name, Whole, NULL, whole_set_up, function, whole_tear_down)
  TEST ("finding", test_finding);
  TEST ("wiring", test_wiring);
  TEST ("wiring/bad", test_bad_wiring);
  TEST ("life", test_life);
  TEST ("users", test_users_are_asked_for);
  TEST ("networks", test_networks);
  TEST ("networks/bad", test_bad_networks);
  TEST ("setup", test_setup);
  TEST ("setup/bad", test_bad_setup);
  TEST ("labels", test_labels);
  TEST ("event", test_event);
  TEST ("nics", test_nics);
  TEST ("nics/live", test_nic_is_live);
  TEST ("event/refused", test_refused);
  TEST ("history", test_history);
  TEST ("history/bad", test_bad_history);
  TEST ("name-is-taken", test_name_is_taken);
  TEST ("lost", test_bus_is_lost);
  return g_test_run ();
}
