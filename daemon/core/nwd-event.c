/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-event.h"

#include "nwd-name.h"
#include "nwd-path.h"

NwdEvent *
nwd_event_new (NwdEventType type, NwdKind kind, const char *id, const char *message)
{
  NwdEvent *event = g_rc_box_new0 (NwdEvent);

  event->time = g_get_real_time ();
  event->type = type;
  event->object = nwd_path_new (kind, id);
  event->vm_id = g_strdup ("");
  event->message = nwd_name_escape (message);
  event->uid = NWD_EVENT_NO_UID;
  event->action = "";
  event->details = g_ptr_array_new_with_free_func (g_free);
  return event;
}

NwdEvent *
nwd_event_ref (NwdEvent *event)
{
  return g_rc_box_acquire (event);
}

static void
event_clear (NwdEvent *event)
{
  g_free (event->object);
  g_free (event->vm_id);
  g_free (event->message);
  g_ptr_array_unref (event->details);
}

void
nwd_event_unref (NwdEvent *event)
{
  g_rc_box_release_full (event, (GDestroyNotify)event_clear);
}

void
nwd_event_set_caller (NwdEvent *event, guint32 uid, const char *action)
{
  event->uid = uid;
  event->action = action;
}

void
nwd_event_set_vm (NwdEvent *event, const char *vm_id, const char *vm_name)
{
  g_free (event->vm_id);
  event->vm_id = g_strdup (vm_id);
  nwd_event_add_detail (event, "vm", vm_name);
  nwd_event_add_detail (event, "vm-uuid", vm_id);
}

void
nwd_event_add_detail (NwdEvent *event, const char *key, const char *value)
{
  if (!*value)
    return;
  g_ptr_array_add (event->details, g_strdup (key));
  g_ptr_array_add (event->details, nwd_name_escape (value));
}

const char *
nwd_event_get_detail (const NwdEvent *event, const char *key)
{
  for (guint i = 0; i < event->details->len; i += 2)
    if (g_str_equal (g_ptr_array_index (event->details, i), key))
      return g_ptr_array_index (event->details, i + 1);
  return NULL;
}
