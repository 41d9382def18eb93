/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-client.h"

#include "nwc-agent.h"
#include "nwc-exit.h"
#include "nwc-find.h"

#define DEFAULT_TIMEOUT 25 /* seconds; the service's own is 20 */
#define GRACE           2  /* seconds for the service's own "Timeout" to come first */

static GDBusConnection *
connect_to_bus (const NwcOptions *options, GError **error)
{
  g_autofree char *address = g_strdup (options->address);
  g_autoptr (GError) local = NULL;
  GDBusConnection *bus = NULL;

  if (!address)
    address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, &local);
  if (address)
    bus
      = g_dbus_connection_new_for_address_sync (address,
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                  | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, &local);
  if (!bus)
    g_set_error (error, NWC_ERROR, NWC_EXIT_NO_SERVICE, "cannot reach the bus: %s", local->message);
  return bus;
}

NwcClient *
nwc_client_new (const NwcOptions *options, GError **error)
{
  GDBusConnection *bus = connect_to_bus (options, error);
  NwcClient *client;

  if (!bus)
    return NULL;
  client = g_new0 (NwcClient, 1);
  client->options = options;
  client->bus = bus;
  return client;
}

void
nwc_client_free (NwcClient *client)
{
  g_clear_pointer (&client->objects, nwc_objects_free);
  g_object_unref (client->bus);
  g_free (client);
}

/* An error of ours in place of @local, which GDBus or the service gave. */
static void
explain (const GError *local, GError **error)
{
  g_autofree char *message = nwc_exit_message (local);

  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_set_error_literal (error, NWC_ERROR, NWC_EXIT_TIMEOUT, "the service does not answer");
  else if (nwc_exit_of_error (local) == NWC_EXIT_NO_SERVICE && local->domain == G_DBUS_ERROR)
    g_set_error (error, NWC_ERROR, NWC_EXIT_NO_SERVICE, "netwiringd does not run: %s", message);
  else
    g_set_error_literal (error, NWC_ERROR, nwc_exit_of_error (local), message);
}

/* In milliseconds, as GDBus wants it. */
static int
read_timeout (const NwcOptions *options)
{
  if (options->timeout == 0)
    return G_MAXINT;
  return (options->timeout > 0 ? options->timeout : DEFAULT_TIMEOUT) * 1000;
}

/* Somebody may be typing a password: the service alone decides then when to give up. */
static int
change_timeout (const NwcOptions *options)
{
  if (options->timeout == 0 || (options->timeout < 0 && !options->no_ask_password))
    return G_MAXINT;
  return read_timeout (options) + GRACE * 1000;
}

static GVariant *
read_object (NwcClient *client,
             const char *path,
             const char *interface,
             const char *method,
             GVariant *parameters,
             const char *reply_type,
             GError **error)
{
  g_autoptr (GError) local = NULL;
  GVariant *reply = g_dbus_connection_call_sync (
    client->bus, NWC_BUS_NAME, path, interface, method, parameters, G_VARIANT_TYPE (reply_type),
    client->options->complete ? G_DBUS_CALL_FLAGS_NO_AUTO_START : G_DBUS_CALL_FLAGS_NONE,
    read_timeout (client->options), NULL, &local);

  if (!reply)
    explain (local, error);
  return reply;
}

gboolean
nwc_client_load (NwcClient *client, GError **error)
{
  g_autoptr (GVariant) managed = NULL;
  g_autoptr (GVariant) reply
    = read_object (client, NWC_ROOT_PATH, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects",
                   NULL, "(a{oa{sa{sv}}})", error);

  if (!reply)
    return FALSE;
  managed = g_variant_get_child_value (reply, 0);
  client->objects = nwc_objects_new (managed);
  return TRUE;
}

const NwcObject *
nwc_client_load_one (NwcClient *client, const char *path, NwcKind kind, GError **error)
{
  g_autoptr (GVariant) properties = NULL;
  g_autoptr (GVariant) reply
    = read_object (client, path, "org.freedesktop.DBus.Properties", "GetAll",
                   g_variant_new ("(s)", nwc_kind_interface (kind)), "(a{sv})", error);

  if (!reply)
    return NULL;
  properties = g_variant_get_child_value (reply, 0);
  return nwc_objects_add_one (client->objects, path, kind, properties);
}

gboolean
nwc_client_load_service (NwcClient *client, GError **error)
{
  return nwc_client_load_one (client, NWC_ROOT_PATH, NWC_KIND_SERVICE, error) != NULL;
}

const NwcObject *
nwc_client_find (NwcClient *client, NwcKind kind, const char *word, GError **error)
{
  if (!client->objects && !nwc_client_load (client, error))
    return NULL;
  return nwc_find (client->objects, kind, word, error);
}

typedef struct
{
  GMainLoop *loop;
  GVariant *reply;
  GError *error;
} Answer;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->reply
    = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &answer->error);
  g_main_loop_quit (answer->loop);
}

GVariant *
nwc_client_change (NwcClient *client,
                   const char *path,
                   NwcKind kind,
                   const char *method,
                   GVariant *parameters,
                   const char *reply_type,
                   GError **error)
{
  gboolean ask = !client->options->no_ask_password;
  g_autoptr (NwcAgent) agent = ask ? nwc_agent_start () : NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) local = NULL;
  Answer answer = { loop };

  g_dbus_connection_call (client->bus, NWC_BUS_NAME, path, nwc_kind_interface (kind), method,
                          parameters, G_VARIANT_TYPE (reply_type),
                          ask ? G_DBUS_CALL_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION
                              : G_DBUS_CALL_FLAGS_NONE,
                          change_timeout (client->options), NULL, on_answer, &answer);
  g_main_loop_run (loop);
  local = answer.error;
  if (!answer.reply)
    explain (local, error);
  return answer.reply;
}

GVariant *
nwc_client_changes (const NwcClient *client)
{
  return g_variant_dict_end (client->options->changes);
}

GVariant *
nwc_client_options (const NwcClient *client)
{
  return g_variant_dict_end (client->options->options);
}
