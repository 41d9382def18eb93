/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guard.h"

#include "nwd-bus-error.h"

typedef struct
{
  NwdLimits limits;
  GMutex mutex;
  GHashTable *queued; /* unique name → number of its unanswered calls; guarded by @mutex */
  guint n_queued;     /* guarded by @mutex */
} NwdGuard;

static void
guard_clear (NwdGuard *guard)
{
  g_mutex_clear (&guard->mutex);
  g_hash_table_unref (guard->queued);
}

static void
guard_unref (gpointer guard)
{
  g_atomic_rc_box_release_full (guard, (GDestroyNotify)guard_clear);
}

/* A queued call; it lives as long as the message. */
typedef struct
{
  NwdGuard *guard;
  char *sender;
} Ticket;

static guint
get_queued (NwdGuard *guard, const char *sender)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (guard->queued, sender));
}

static void
set_queued (NwdGuard *guard, const char *sender, guint n)
{
  if (n)
    g_hash_table_insert (guard->queued, g_strdup (sender), GUINT_TO_POINTER (n));
  else
    g_hash_table_remove (guard->queued, sender);
}

static void
ticket_free (gpointer data)
{
  Ticket *ticket = data;

  g_mutex_lock (&ticket->guard->mutex);
  set_queued (ticket->guard, ticket->sender, get_queued (ticket->guard, ticket->sender) - 1);
  ticket->guard->n_queued--;
  g_mutex_unlock (&ticket->guard->mutex);

  guard_unref (ticket->guard);
  g_free (ticket->sender);
  g_free (ticket);
}

static gboolean
has_room (NwdGuard *guard, const char *sender)
{
  guint own = get_queued (guard, sender);

  if (own >= guard->limits.queued_per_sender)
    return FALSE;
  return guard->n_queued < guard->limits.queued * (own == 0 ? 2 : 1);
}

static gboolean
admit (NwdGuard *guard, GDBusMessage *message)
{
  const char *sender = g_dbus_message_get_sender (message);
  Ticket *ticket = NULL;

  {
    g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&guard->mutex);

    if (!has_room (guard, sender))
      return FALSE;
    set_queued (guard, sender, get_queued (guard, sender) + 1);
    guard->n_queued++;
  }

  ticket = g_new (Ticket, 1);
  *ticket = (Ticket){ g_atomic_rc_box_acquire (guard), g_strdup (sender) };
  g_object_set_data_full (G_OBJECT (message), "nwd-guard-ticket", ticket, ticket_free);
  return TRUE;
}

static gsize
measure (GDBusMessage *message)
{
  g_autofree guchar *fields = g_dbus_message_get_header_fields (message);
  GVariant *body = g_dbus_message_get_body (message);
  gsize size = body ? g_variant_get_size (body) : 0;

  for (guint i = 0; fields[i] != G_DBUS_MESSAGE_HEADER_FIELD_INVALID; i++)
    size += g_variant_get_size (
      g_dbus_message_get_header (message, (GDBusMessageHeaderField)fields[i]));
  return size;
}

static gboolean
is_set_property (GDBusMessage *message)
{
  return g_strcmp0 (g_dbus_message_get_interface (message), "org.freedesktop.DBus.Properties") == 0
         && g_strcmp0 (g_dbus_message_get_member (message), "Set") == 0;
}

static void
refuse (GDBusConnection *connection, GDBusMessage *message, const char *name, const char *text)
{
  g_autoptr (GDBusMessage) reply = g_dbus_message_new_method_error_literal (message, name, text);

  if (!(g_dbus_message_get_flags (message) & G_DBUS_MESSAGE_FLAGS_NO_REPLY_EXPECTED))
    g_dbus_connection_send_message (connection, reply, G_DBUS_SEND_MESSAGE_FLAGS_NONE,
                                    /* out_serial= */ NULL, /* error= */ NULL);
  g_object_unref (message);
}

static GDBusMessage *
on_message (GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer data)
{
  NwdGuard *guard = data;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;

  if (measure (message) > guard->limits.message)
    refuse (connection, message, NWD_BUS_ERROR_PREFIX "LimitExceeded", "the message is too large");
  else if (g_dbus_message_get_num_unix_fds (message) > 0)
    refuse (connection, message, NWD_BUS_ERROR_PREFIX "LimitExceeded",
            "no method takes file descriptors");
  else if (is_set_property (message))
    refuse (connection, message, "org.freedesktop.DBus.Error.PropertyReadOnly",
            "every property is read-only: what changes something is a method");
  else if (!admit (guard, message))
    refuse (connection, message, NWD_BUS_ERROR_PREFIX "LimitExceeded",
            "too many calls wait for their answer");
  else
    return message;
  return NULL;
}

void
nwd_guard_add (GDBusConnection *connection, const NwdLimits *limits)
{
  NwdGuard *guard = g_atomic_rc_box_new0 (NwdGuard);

  guard->limits = *limits;
  g_mutex_init (&guard->mutex);
  guard->queued = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_dbus_connection_add_filter (connection, on_message, guard, guard_unref);
}
