/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-bus.h"

#include "nwd-gate.h"
#include "nwd-guard.h"
#include "nwd-publish.h"
#include "nwd-tree.h"
#include "nwd-verbs.h"

#include "core/nwd-path.h"

struct _NwdBus
{
  GObject parent;
  NwdEngine *engine;
  NwdAuthority *authority;
  NwdPicture *picture;
  GDBusConnection *connection; /* NULL until started */
  NwdGate *gate;
  NwdTree *tree;
  NwdBusLost lost;
  gpointer lost_data;
};

G_DEFINE_FINAL_TYPE (NwdBus, nwd_bus, G_TYPE_OBJECT)

static GDBusConnection *
connect_to (GBusType type, GError **error)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (type, /* cancellable= */ NULL, error);
  const GDBusConnectionFlags flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                     | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;

  if (!address)
    return NULL;
  return g_dbus_connection_new_for_address_sync (address, flags, /* observer= */ NULL,
                                                 /* cancellable= */ NULL, error);
}

static gboolean
own_name (GDBusConnection *connection, GError **error)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
    connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
    "RequestName", g_variant_new ("(su)", NWD_BUS_NAME, G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE),
    G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, /* timeout_msec= */ -1,
    /* cancellable= */ NULL, error);
  const guint primary_owner = 1;
  guint answer = 0;

  if (!reply)
    return FALSE;
  g_variant_get (reply, "(u)", &answer);
  if (answer == primary_owner)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "another program has the name %s",
               NWD_BUS_NAME);
  return FALSE;
}

static void
on_closed (GDBusConnection *connection, gboolean remote_peer_vanished, GError *error, NwdBus *self)
{
  self->lost (self->lost_data);
}

static void
on_call (NwdKind kind, const char *id, GDBusMethodInvocation *invocation, gpointer data)
{
  NwdBus *self = data;

  nwd_gate_take (self->gate, id, invocation);
}

gboolean
nwd_bus_start (NwdBus *self, GBusType type, NwdBusLost lost, gpointer data, GError **error)
{
  const NwdState *state = nwd_engine_get_state (self->engine);
  g_autoptr (GDBusConnection) connection = connect_to (type, error);
  const NwdLimits limits = NWD_LIMITS;

  if (!connection)
    return FALSE;

  nwd_publish_first (self->picture, state);
  nwd_guard_add (connection, &limits);
  self->gate = nwd_gate_new (connection, self->authority, nwd_verbs, self->engine, &limits);
  self->tree = nwd_tree_new (connection, self->picture, on_call, self, error);
  if (!self->tree)
    return FALSE;

  self->lost = lost;
  self->lost_data = data;
  g_signal_connect_object (connection, "closed", G_CALLBACK (on_closed), self, 0);
  self->connection = g_steal_pointer (&connection);
  return own_name (self->connection, error);
}

void
nwd_bus_publish (const NwdTouched *touched, gpointer bus)
{
  NwdBus *self = bus;

  /* Before anybody can ask there is no picture to keep: the start makes it, once. */
  if (self->connection)
    nwd_publish (self->picture, self->connection, nwd_engine_get_state (self->engine), touched);
}

void
nwd_bus_tell (const NwdEvent *event, gpointer bus)
{
  NwdBus *self = bus;
  const char *severity = nwd_severity_name (nwd_event_type_severity (event->type));

  if (self->connection)
    g_dbus_connection_emit_signal (self->connection, /* destination_bus_name= */ NULL,
                                   NWD_PATH_ROOT, "org.ovirt.NetWiring.Manager", "Event",
                                   g_variant_new ("(tssos)", (guint64)event->time,
                                                  nwd_event_type_name (event->type), severity,
                                                  event->object, event->message),
                                   /* error= */ NULL);
}

NwdBus *
nwd_bus_new (NwdEngine *engine, NwdAuthority *authority)
{
  NwdBus *self = g_object_new (NWD_TYPE_BUS, NULL);

  self->engine = g_object_ref (engine);
  self->authority = g_object_ref (authority);
  return self;
}

static void
nwd_bus_init (NwdBus *self)
{
  self->picture = nwd_picture_new ();
}

static void
nwd_bus_finalize (GObject *object)
{
  NwdBus *self = NWD_BUS (object);

  g_clear_pointer (&self->tree, nwd_tree_free);
  if (self->connection)
    g_dbus_connection_close_sync (self->connection, /* cancellable= */ NULL, /* error= */ NULL);
  g_clear_object (&self->gate);
  g_clear_object (&self->connection);
  nwd_picture_free (self->picture);
  g_clear_object (&self->engine);
  g_clear_object (&self->authority);
  G_OBJECT_CLASS (nwd_bus_parent_class)->finalize (object);
}

static void
nwd_bus_class_init (NwdBusClass *class)
{
  G_OBJECT_CLASS (class)->finalize = nwd_bus_finalize;
}
