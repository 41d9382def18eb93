/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-journald.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

struct _NwdJournald
{
  GObject parent;

  struct sockaddr_un address;
  int socket; /* -1: none */
  guint dropped;
  guint told; /* of the dropped */
};

static void nwd_journald_log_init (NwdLogInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NwdJournald,
                               nwd_journald,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_LOG, nwd_journald_log_init))

static const int priorities[] = { LOG_INFO, LOG_WARNING, LOG_ERR };

G_STATIC_ASSERT (G_N_ELEMENTS (priorities) == NWD_N_SEVERITIES);

/* A field of one line: no event has a text of more. */
static void
add (GString *record, const char *field, const char *value)
{
  g_string_append_printf (record, "%s=%s\n", field, value);
}

static void
add_number (GString *record, const char *field, gint64 value)
{
  g_string_append_printf (record, "%s=%" G_GINT64_FORMAT "\n", field, value);
}

/* "vm-uuid" is NETWIRING_VM_UUID. */
static void
add_detail (GString *record, const char *key, const char *value)
{
  g_autofree char *upper = g_ascii_strup (key, -1);
  g_autofree char *field = g_strconcat ("NETWIRING_", g_strdelimit (upper, "-", '_'), NULL);

  add (record, field, value);
}

static GString *
write_record (const NwdEvent *event)
{
  GString *record = g_string_new (NULL);

  add (record, "MESSAGE", event->message);
  add (record, "MESSAGE_ID", nwd_event_type_message_id (event->type));
  add_number (record, "PRIORITY", priorities[nwd_event_type_severity (event->type)]);
  add (record, "SYSLOG_IDENTIFIER", "netwiringd");
  add (record, "NETWIRING_EVENT", nwd_event_type_name (event->type));
  add (record, "NETWIRING_OBJECT", event->object);
  if (event->uid != NWD_EVENT_NO_UID)
    add_number (record, "NETWIRING_UID", event->uid);
  if (*event->action)
    add (record, "NETWIRING_ACTION", event->action);
  for (guint i = 0; i < event->details->len; i += 2)
    add_detail (record, g_ptr_array_index (event->details, i),
                g_ptr_array_index (event->details, i + 1));
  return record;
}

/* 0, or the errno. */
static int
send_record (NwdJournald *self, const GString *record)
{
  if (sendto (self->socket, record->str, record->len, MSG_DONTWAIT | MSG_NOSIGNAL,
              (struct sockaddr *)&self->address, sizeof self->address)
      >= 0)
    return 0;
  return errno;
}

static void
tell_dropped (NwdJournald *self)
{
  g_autoptr (GString) record = g_string_new (NULL);

  if (self->told == self->dropped)
    return;
  g_string_printf (record,
                   "MESSAGE=%u events were lost: the journal had no room\n"
                   "PRIORITY=%d\nSYSLOG_IDENTIFIER=netwiringd\n",
                   self->dropped - self->told, LOG_WARNING);
  if (send_record (self, record) == 0)
    self->told = self->dropped;
}

static void
nwd_journald_write (NwdLog *log, const NwdEvent *event)
{
  NwdJournald *self = NWD_JOURNALD (log);
  g_autoptr (GString) record = write_record (event);
  int code = self->socket < 0 ? ENOENT : send_record (self, record);

  if (code == 0)
    tell_dropped (self);
  else if (code == ENOENT || code == ECONNREFUSED)
    g_message ("%s: %s", nwd_event_type_name (event->type), event->message);
  else
    self->dropped++;
}

guint
nwd_journald_count_dropped (NwdJournald *self)
{
  return self->dropped;
}

NwdJournald *
nwd_journald_new (const char *path)
{
  NwdJournald *self = g_object_new (NWD_TYPE_JOURNALD, NULL);

  g_return_val_if_fail (strlen (path) < sizeof self->address.sun_path, self);
  g_strlcpy (self->address.sun_path, path, sizeof self->address.sun_path);
  return self;
}

static void
nwd_journald_init (NwdJournald *self)
{
  self->address.sun_family = AF_UNIX;
  self->socket = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static void
nwd_journald_finalize (GObject *object)
{
  NwdJournald *self = NWD_JOURNALD (object);

  if (self->socket >= 0)
    close (self->socket);
  G_OBJECT_CLASS (nwd_journald_parent_class)->finalize (object);
}

static void
nwd_journald_log_init (NwdLogInterface *interface)
{
  interface->write = nwd_journald_write;
}

static void
nwd_journald_class_init (NwdJournaldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nwd_journald_finalize;
}
