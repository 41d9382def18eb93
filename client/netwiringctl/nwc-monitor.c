/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"

#include "nwc-changes.h"
#include "nwc-exit.h"

#include <glib-unix.h>

typedef struct
{
  NwcClient *client;
  GMainLoop *loop;
  gboolean away;
  gboolean closed;
} Monitor;

static void
on_added (Monitor *monitor, GVariant *parameters)
{
  g_autoptr (GVariant) interfaces = NULL;
  const NwcObject *object;
  const char *path;

  g_variant_get (parameters, "(&o@a{sa{sv}})", &path, &interfaces);
  object = nwc_objects_add (monitor->client->objects, path, interfaces);
  if (object)
    nwc_changes_print (monitor->client, "added", object);
}

static void
on_removed (Monitor *monitor, GVariant *parameters)
{
  g_autofree const char **interfaces = NULL;
  const NwcObject *object;
  const char *path;

  g_variant_get (parameters, "(&o^a&s)", &path, &interfaces);
  object = nwc_objects_lookup (monitor->client->objects, path);
  if (!object || !g_strv_contains (interfaces, nwc_kind_interface (object->kind)))
    return;
  nwc_changes_print (monitor->client, "removed", object);
  nwc_objects_remove (monitor->client->objects, path);
}

static void
update (Monitor *monitor,
        const char *path,
        const char *interface,
        GVariant *changed,
        const char *const *invalidated)
{
  const NwcObject *object = nwc_objects_lookup (monitor->client->objects, path);
  g_autoptr (GVariant) before = NULL;

  if (!object || !g_str_equal (interface, nwc_kind_interface (object->kind)))
    return;
  before = g_variant_ref (object->properties);
  nwc_objects_update (monitor->client->objects, path, changed);
  nwc_changes_print_changed (monitor->client, object, before, invalidated);
}

static void
on_changed (Monitor *monitor, const char *path, GVariant *parameters)
{
  g_autoptr (GVariant) changed = NULL;
  g_autofree const char **invalidated = NULL;
  const char *interface;

  g_variant_get (parameters, "(&s@a{sv}^a&s)", &interface, &changed, &invalidated);
  update (monitor, path, interface, changed, invalidated);
}

static void
on_signal (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer data)
{
  Monitor *monitor = data;
  const char *type = g_variant_get_type_string (parameters);

  if (g_str_equal (signal, "InterfacesAdded") && g_str_equal (type, "(oa{sa{sv}})"))
    on_added (monitor, parameters);
  else if (g_str_equal (signal, "InterfacesRemoved") && g_str_equal (type, "(oas)"))
    on_removed (monitor, parameters);
  else if (g_str_equal (signal, "PropertiesChanged") && g_str_equal (type, "(sa{sv}as)"))
    on_changed (monitor, path, parameters);
  else if (g_str_equal (signal, "Event") && g_str_equal (type, "(tssos)"))
    nwc_changes_print_event (monitor->client, parameters);
}

/* Replies and signals of the service come in the order sent. What was signalled before a reply has
 * been told, and is in the reply; what comes after changes it. */
static void
on_objects (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) reply
    = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (NwcObjects) before = NULL;
  g_autoptr (GVariant) managed = NULL;
  Monitor *monitor = data;
  const NwcObject *service;

  /* Gone again: the name's next owner will be asked. */
  if (!reply)
    return;
  before = g_steal_pointer (&monitor->client->objects);
  managed = g_variant_get_child_value (reply, 0);
  monitor->client->objects = nwc_objects_new (managed);
  service = nwc_objects_lookup (before, NWC_ROOT_PATH);
  nwc_objects_add_one (monitor->client->objects, NWC_ROOT_PATH, NWC_KIND_SERVICE,
                       service->properties);
  nwc_changes_print_all (monitor->client, before);
}

static void
on_service (GObject *source, GAsyncResult *result, gpointer data)
{
  const char *const nothing[] = { NULL };
  g_autoptr (GVariant) properties = NULL;
  g_autoptr (GVariant) reply
    = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (!reply)
    return;
  properties = g_variant_get_child_value (reply, 0);
  update (data, NWC_ROOT_PATH, nwc_kind_interface (NWC_KIND_SERVICE), properties, nothing);
}

static void
reload (Monitor *monitor,
        const char *interface,
        const char *method,
        GVariant *parameters,
        const char *reply_type,
        GAsyncReadyCallback callback)
{
  g_dbus_connection_call (monitor->client->bus, NWC_BUS_NAME, NWC_ROOT_PATH, interface, method,
                          parameters, G_VARIANT_TYPE (reply_type), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1, NULL, callback, monitor);
}

static void
on_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  Monitor *monitor = data;

  if (monitor->away)
    nwc_changes_print_service (monitor->client, "back");
  monitor->away = FALSE;
  reload (monitor, "org.freedesktop.DBus.Properties", "GetAll",
          g_variant_new ("(s)", nwc_kind_interface (NWC_KIND_SERVICE)), "(a{sv})", on_service);
  reload (monitor, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", NULL,
          "(a{oa{sa{sv}}})", on_objects);
}

static void
on_vanished (GDBusConnection *bus, const char *name, gpointer data)
{
  Monitor *monitor = data;

  if (monitor->closed)
    return;
  nwc_changes_print_service (monitor->client, "gone");
  monitor->away = TRUE;
}

static void
on_closed (GDBusConnection *bus, gboolean vanished, GError *error, gpointer data)
{
  Monitor *monitor = data;

  monitor->closed = TRUE;
  g_main_loop_quit (monitor->loop);
}

static gboolean
on_interrupt (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static void
watch (Monitor *monitor)
{
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, monitor->loop);
  guint terminate = g_unix_signal_add (SIGTERM, on_interrupt, monitor->loop);
  guint owner = g_bus_watch_name_on_connection (monitor->client->bus, NWC_BUS_NAME,
                                                G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared,
                                                on_vanished, monitor, NULL);

  g_main_loop_run (monitor->loop);
  g_bus_unwatch_name (owner);
  g_source_remove (interrupt);
  g_source_remove (terminate);
}

static gboolean
run (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Monitor monitor = { client, loop };
  gulong closed = g_signal_connect (client->bus, "closed", G_CALLBACK (on_closed), &monitor);
  /* Before the first look, so that nothing falls between. */
  guint signals
    = g_dbus_connection_signal_subscribe (client->bus, NWC_BUS_NAME, NULL, NULL, NULL, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, on_signal, &monitor, NULL);
  gboolean ok = nwc_client_load (client, error) && nwc_client_load_service (client, error);

  if (ok)
    watch (&monitor);
  g_dbus_connection_signal_unsubscribe (client->bus, signals);
  g_signal_handler_disconnect (client->bus, closed);
  if (ok && monitor.closed)
    g_set_error_literal (error, NWC_ERROR, NWC_EXIT_NO_SERVICE,
                         "the bus has closed the connection");
  return ok && !monitor.closed;
}

const NwcCommand nwc_monitor_commands[] = {
  { "monitor", NULL, "", 0, 0, NWC_TAKES_NOTHING, run },
  { NULL },
};
