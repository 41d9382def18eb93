/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-polkit.h"

#include <polkit/polkit.h>

#define ACTION_PREFIX "org.ovirt.netwiring."

struct _NwdPolkit
{
  GObject parent;

  PolkitAuthority *authority; /* NULL until the first check */
};

/* One check. */
typedef struct
{
  char *sender;
  char *action;
  PolkitDetails *details;
  gboolean interactive;
} Check;

static void nwd_polkit_authority_init (NwdAuthorityInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NwdPolkit,
                               nwd_polkit,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_AUTHORITY,
                                                      nwd_polkit_authority_init))

static void
check_free (gpointer data)
{
  Check *check = data;

  g_free (check->sender);
  g_free (check->action);
  g_object_unref (check->details);
  g_free (check);
}

static PolkitDetails *
details_new (const char *const *details)
{
  PolkitDetails *made = polkit_details_new ();

  for (; details && *details; details += 2)
    polkit_details_insert (made, details[0], details[1]);
  return made;
}

static NwdVerdict
verdict_of (PolkitAuthorizationResult *result)
{
  if (polkit_authorization_result_get_is_authorized (result))
    return NWD_VERDICT_YES;
  if (polkit_authorization_result_get_dismissed (result))
    return NWD_VERDICT_DISMISSED;
  return polkit_authorization_result_get_is_challenge (result) ? NWD_VERDICT_NEEDS_INTERACTION
                                                               : NWD_VERDICT_NO;
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (PolkitAuthorizationResult) answer
    = polkit_authority_check_authorization_finish (POLKIT_AUTHORITY (source), result, &error);

  if (answer)
    g_task_return_int (task, verdict_of (answer));
  else
    g_task_return_error (task, error);
}

static void
ask (NwdPolkit *self, GTask *task)
{
  const Check *check = g_task_get_task_data (task);
  g_autoptr (PolkitSubject) subject = polkit_system_bus_name_new (check->sender);
  PolkitCheckAuthorizationFlags flags = check->interactive
                                          ? POLKIT_CHECK_AUTHORIZATION_FLAGS_ALLOW_USER_INTERACTION
                                          : POLKIT_CHECK_AUTHORIZATION_FLAGS_NONE;

  polkit_authority_check_authorization (self->authority, subject, check->action, check->details,
                                        flags, g_task_get_cancellable (task), on_checked, task);
}

/* libpolkit answers without a bus or a polkitd too: then each check fails, and so refuses. */
static void
on_authority (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  NwdPolkit *self = g_task_get_source_object (task);
  GError *error = NULL;
  PolkitAuthority *authority = polkit_authority_get_finish (result, &error);

  if (!authority)
    {
      g_task_return_error (task, error);
      return;
    }
  g_set_object (&self->authority, authority);
  g_object_unref (authority);
  ask (self, g_steal_pointer (&task));
}

static void
nwd_polkit_check_async (NwdAuthority *authority,
                        const char *sender,
                        const char *action,
                        const char *const *details,
                        gboolean interactive,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  NwdPolkit *self = NWD_POLKIT (authority);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);

  check->sender = g_strdup (sender);
  check->action = g_strconcat (ACTION_PREFIX, action, NULL);
  check->details = details_new (details);
  check->interactive = interactive;
  g_task_set_task_data (task, check, check_free);

  if (self->authority)
    ask (self, task);
  else
    polkit_authority_get_async (cancellable, on_authority, task);
}

static NwdVerdict
nwd_polkit_check_finish (NwdAuthority *authority, GAsyncResult *result, GError **error)
{
  gssize verdict = g_task_propagate_int (G_TASK (result), error);

  return verdict < 0 ? NWD_VERDICT_NO : (NwdVerdict)verdict;
}

static void
nwd_polkit_authority_init (NwdAuthorityInterface *interface)
{
  interface->check_async = nwd_polkit_check_async;
  interface->check_finish = nwd_polkit_check_finish;
}

static void
nwd_polkit_finalize (GObject *object)
{
  NwdPolkit *self = NWD_POLKIT (object);

  g_clear_object (&self->authority);
  G_OBJECT_CLASS (nwd_polkit_parent_class)->finalize (object);
}

/* libpolkit warns when a check ends at the moment it is cancelled, which is nobody's fault: where
 * warnings are made fatal (G_DEBUG), this one is not. GLib asks only then. */
static gboolean
is_fatal (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return !strstr (message, "No such cancellation_id");
}

static void
nwd_polkit_class_init (NwdPolkitClass *class)
{
  G_OBJECT_CLASS (class)->finalize = nwd_polkit_finalize;
  g_test_log_set_fatal_handler (is_fatal, NULL);
}

/* libpolkit uses the shared connection, whose loss would end the process on the spot. Without a bus
 * there is nothing to set: the checks fail, and so refuse. */
static void
on_bus (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus)
    g_dbus_connection_set_exit_on_close (bus, FALSE);
}

static void
nwd_polkit_init (NwdPolkit *self)
{
  g_bus_get (G_BUS_TYPE_SYSTEM, /* cancellable= */ NULL, on_bus, /* user_data= */ NULL);
}

NwdPolkit *
nwd_polkit_new (void)
{
  return g_object_new (NWD_TYPE_POLKIT, NULL);
}
