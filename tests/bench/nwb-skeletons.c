/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The rival: the same interfaces by gdbus-codegen's skeletons and GDBusObjectManagerServer, with
 * the objects and values that the service had when this one was started. Says so in one line, and
 * answers until it is ended. */

#include <gio/gio.h>
#include <stdio.h>

#include "nwb-generated.h"

#define OURS "org.ovirt.NetWiring"
#define NAME "org.ovirt.NetWiring.Bench"
#define ROOT "/org/ovirt/NetWiring"

static GDBusInterfaceSkeleton *
new_skeleton (const char *interface)
{
  static const struct
  {
    const char *interface;
    GDBusInterfaceSkeleton *(*create) (void);
  } kinds[] = {
    { OURS ".Manager", (GDBusInterfaceSkeleton * (*)(void)) nwb_manager_skeleton_new },
    { OURS ".Vm", (GDBusInterfaceSkeleton * (*)(void)) nwb_vm_skeleton_new },
    { OURS ".Vnic", (GDBusInterfaceSkeleton * (*)(void)) nwb_vnic_skeleton_new },
    { OURS ".Network", (GDBusInterfaceSkeleton * (*)(void)) nwb_network_skeleton_new },
    { OURS ".Attachment", (GDBusInterfaceSkeleton * (*)(void)) nwb_attachment_skeleton_new },
    { OURS ".HostNic", (GDBusInterfaceSkeleton * (*)(void)) nwb_host_nic_skeleton_new },
    { OURS ".Statistics", (GDBusInterfaceSkeleton * (*)(void)) nwb_statistics_skeleton_new },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].interface, interface))
      return kinds[i].create ();
  g_error ("no skeleton for %s", interface);
}

/* MacAddress is mac-address to GObject. */
static char *
object_property_name (const char *name)
{
  GString *kebab = g_string_new (NULL);

  for (const char *c = name; *c; c++)
    {
      if (c > name && g_ascii_isupper (*c))
        g_string_append_c (kebab, '-');
      g_string_append_c (kebab, g_ascii_tolower (*c));
    }
  return g_string_free (kebab, FALSE);
}

static GDBusInterfaceSkeleton *
build_skeleton (const char *interface, GVariant *properties)
{
  GDBusInterfaceSkeleton *skeleton = new_skeleton (interface);
  GVariantIter iter;
  const char *name;
  GVariant *variant;

  g_variant_iter_init (&iter, properties);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &variant))
    {
      g_autofree char *property = object_property_name (name);
      g_auto (GValue) value = G_VALUE_INIT;

      g_dbus_gvariant_to_gvalue (variant, &value);
      g_object_set_property (G_OBJECT (skeleton), property, &value);
    }
  return skeleton;
}

static GDBusObjectSkeleton *
build_object (const char *path, GVariant *interfaces)
{
  GDBusObjectSkeleton *object = g_dbus_object_skeleton_new (path);
  GVariantIter iter;
  const char *interface;
  GVariant *properties;

  g_variant_iter_init (&iter, interfaces);
  while (g_variant_iter_loop (&iter, "{&s@a{sv}}", &interface, &properties))
    if (g_str_has_prefix (interface, OURS "."))
      {
        g_autoptr (GDBusInterfaceSkeleton) skeleton = build_skeleton (interface, properties);

        g_dbus_object_skeleton_add_interface (object, skeleton);
      }
  return object;
}

static GVariant *
call (GDBusConnection *bus, const char *interface, const char *method, GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer
    = g_dbus_connection_call_sync (bus, OURS, ROOT, interface, method, arguments, NULL,
                                   G_DBUS_CALL_FLAGS_NO_AUTO_START, 60000, NULL, &error);

  if (!answer)
    g_error ("%s: %s", method, error->message);
  return answer;
}

static GDBusObjectManagerServer *
build_objects (GDBusConnection *bus)
{
  GDBusObjectManagerServer *manager = g_dbus_object_manager_server_new (ROOT);
  g_autoptr (GVariant) answer
    = call (bus, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", NULL);
  g_autoptr (GVariant) objects = g_variant_get_child_value (answer, 0);
  GVariantIter iter;
  const char *path;
  GVariant *interfaces;

  g_variant_iter_init (&iter, objects);
  while (g_variant_iter_loop (&iter, "{&o@a{sa{sv}}}", &path, &interfaces))
    if (g_str_has_prefix (path, ROOT "/"))
      {
        g_autoptr (GDBusObjectSkeleton) object = build_object (path, interfaces);

        g_dbus_object_manager_server_export (manager, object);
      }
  return manager;
}

/* Answers each time what the service answered once. */
static gboolean
on_get_statistics (NwbManager *manager,
                   GDBusMethodInvocation *invocation,
                   const char *const *objects,
                   GVariant *options,
                   gpointer data)
{
  static GVariant *answer;

  if (!answer)
    answer = call (data, OURS ".Manager", "GetStatistics",
                   g_variant_new ("(^ao@a{sv})", objects, options));
  g_dbus_method_invocation_return_value (invocation, answer);
  return TRUE;
}

static void
on_name_acquired (GDBusConnection *bus, const char *name, gpointer data)
{
  puts ("ready");
  fflush (stdout);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, &error);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GDBusObjectManagerServer) objects = NULL;
  g_autoptr (GDBusInterfaceSkeleton) root = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) properties = NULL;

  if (!bus)
    g_error ("no bus: %s", error->message);
  objects = build_objects (bus);
  g_dbus_object_manager_server_set_connection (objects, bus);

  answer = call (bus, "org.freedesktop.DBus.Properties", "GetAll",
                 g_variant_new ("(s)", OURS ".Manager"));
  properties = g_variant_get_child_value (answer, 0);
  root = build_skeleton (OURS ".Manager", properties);
  g_signal_connect (root, "handle-get-statistics", G_CALLBACK (on_get_statistics), bus);
  if (!g_dbus_interface_skeleton_export (root, bus, ROOT, &error))
    g_error ("cannot export the root: %s", error->message);

  g_bus_own_name_on_connection (bus, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, on_name_acquired, NULL,
                                NULL, NULL);
  g_main_loop_run (loop);
  return 0;
}
