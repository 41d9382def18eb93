/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-caller.h"

struct _NwdCaller
{
  GDBusConnection *connection;
  char *name;
  guint32 uid;
  gboolean identifying;
  NwdCallerNotify notify;
  gpointer notify_data;
  guint watch;
  NwdCallerNotify gone;
  gpointer gone_data;
  GQueue calls;
};

NwdCaller *
nwd_caller_new (GDBusConnection *connection, const char *name)
{
  NwdCaller *caller = g_rc_box_new0 (NwdCaller);

  caller->connection = g_object_ref (connection);
  caller->name = g_strdup (name);
  caller->uid = NWD_CALLER_NO_UID;
  g_queue_init (&caller->calls);
  return caller;
}

NwdCaller *
nwd_caller_ref (NwdCaller *caller)
{
  return g_rc_box_acquire (caller);
}

static void
caller_clear (NwdCaller *caller)
{
  nwd_caller_unwatch (caller);
  g_object_unref (caller->connection);
  g_free (caller->name);
  g_queue_clear (&caller->calls);
}

void
nwd_caller_unref (NwdCaller *caller)
{
  g_rc_box_release_full (caller, (GDestroyNotify)caller_clear);
}

const char *
nwd_caller_get_name (NwdCaller *caller)
{
  return caller->name;
}

guint32
nwd_caller_get_uid (NwdCaller *caller)
{
  return caller->uid;
}

GQueue *
nwd_caller_get_calls (NwdCaller *caller)
{
  return &caller->calls;
}

/* An error means that it has left. */
static void
on_identified (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NwdCaller) caller = data;
  g_autoptr (GVariant) reply
    = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, /* error= */ NULL);

  if (reply)
    g_variant_get (reply, "(u)", &caller->uid);
  caller->identifying = FALSE;
  caller->notify (caller, caller->notify_data);
}

void
nwd_caller_identify (NwdCaller *caller, NwdCallerNotify notify, gpointer data)
{
  if (caller->identifying || caller->uid != NWD_CALLER_NO_UID)
    return;

  caller->identifying = TRUE;
  caller->notify = notify;
  caller->notify_data = data;
  g_dbus_connection_call (caller->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "GetConnectionUnixUser",
                          g_variant_new ("(s)", caller->name), G_VARIANT_TYPE ("(u)"),
                          G_DBUS_CALL_FLAGS_NONE, /* timeout_msec= */ -1, /* cancellable= */ NULL,
                          on_identified, nwd_caller_ref (caller));
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer data)
{
  g_autoptr (NwdCaller) caller = nwd_caller_ref (data);

  nwd_caller_unwatch (caller);
  caller->gone (caller, caller->gone_data);
}

void
nwd_caller_watch (NwdCaller *caller, NwdCallerNotify gone, gpointer data)
{
  if (caller->watch)
    return;

  caller->gone = gone;
  caller->gone_data = data;
  caller->watch = g_bus_watch_name_on_connection (
    caller->connection, caller->name, G_BUS_NAME_WATCHER_FLAGS_NONE,
    /* name_appeared_handler= */ NULL, on_vanished, nwd_caller_ref (caller),
    (GDestroyNotify)nwd_caller_unref);
}

void
nwd_caller_unwatch (NwdCaller *caller)
{
  if (caller->watch)
    g_bus_unwatch_name (caller->watch);
  caller->watch = 0;
}

gboolean
nwd_caller_is_watched (NwdCaller *caller)
{
  return caller->watch != 0;
}
