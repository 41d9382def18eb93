/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-log.h"

struct _FakeLog
{
  GObject parent;
  GPtrArray *lines;
};

static void fake_log_log_init (NwdLogInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeLog,
                               fake_log,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_LOG, fake_log_log_init))

static void
fake_log_write (NwdLog *log, const NwdEvent *event)
{
  const char *severity = nwd_severity_name (nwd_event_type_severity (event->type));
  g_autofree char *uid
    = event->uid == NWD_EVENT_NO_UID ? g_strdup ("-") : g_strdup_printf ("%u", event->uid);

  g_ptr_array_add (FAKE_LOG (log)->lines,
                   g_strdup_printf ("%s %s %s %s %s: %s", nwd_event_type_name (event->type),
                                    severity, event->object, uid,
                                    *event->action ? event->action : "-", event->message));
}

GPtrArray *
fake_log_get_lines (FakeLog *self)
{
  return self->lines;
}

FakeLog *
fake_log_new (void)
{
  return g_object_new (FAKE_TYPE_LOG, NULL);
}

static void
fake_log_init (FakeLog *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_free);
}

static void
fake_log_finalize (GObject *object)
{
  g_ptr_array_unref (FAKE_LOG (object)->lines);
  G_OBJECT_CLASS (fake_log_parent_class)->finalize (object);
}

static void
fake_log_log_init (NwdLogInterface *interface)
{
  interface->write = fake_log_write;
}

static void
fake_log_class_init (FakeLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_log_finalize;
}
