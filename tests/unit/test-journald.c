/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The journal's adapter, with a socket of our own for journald's. */

#include "nwd-journald.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
  int socket;
  NwdJournald *journald;
} Fixture;

static void
bind_socket (Fixture *f)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_strlcpy (address.sun_path, f->path, sizeof address.sun_path);
  f->socket = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  g_assert_cmpint (bind (f->socket, (struct sockaddr *)&address, sizeof address), ==, 0);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("nw-journald-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "socket", NULL);
  bind_socket (f);
  f->journald = nwd_journald_new (f->path);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->journald);
  close (f->socket);
  g_unlink (f->path);
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

/* The next record, or NULL. */
static char *
receive (Fixture *f)
{
  char buffer[8192];
  ssize_t n = recv (f->socket, buffer, sizeof buffer - 1, 0);

  return n < 0 ? NULL : g_strndup (buffer, n);
}

static NwdEvent *
event_new (void)
{
  NwdEvent *event = nwd_event_new (NWD_EVENT_UPDATE_VNIC, NWD_KIND_VNIC, "a-b", "it\nchanged");

  nwd_event_set_caller (event, 1000, "SetLinked");
  nwd_event_set_vm (event, "c-d", "web1");
  nwd_event_add_detail (event, "before", "linked yes");
  return event;
}

static void
test_record (Fixture *f, gconstpointer data)
{
  g_autoptr (NwdEvent) event = event_new ();
  g_autofree char *record = NULL;
  g_autofree char *expected
    = g_strdup_printf ("MESSAGE=it\\u000achanged\nMESSAGE_ID=%s\nPRIORITY=6\n"
                       "SYSLOG_IDENTIFIER=netwiringd\n"
                       "NETWIRING_EVENT=network-update-vm-interface\n"
                       "NETWIRING_OBJECT=/org/ovirt/NetWiring/vnic/a_b\nNETWIRING_UID=1000\n"
                       "NETWIRING_ACTION=SetLinked\nNETWIRING_VM=web1\nNETWIRING_VM_UUID=c-d\n"
                       "NETWIRING_BEFORE=linked yes\n",
                       nwd_event_type_message_id (NWD_EVENT_UPDATE_VNIC));

  nwd_log_write (NWD_LOG (f->journald), event);
  record = receive (f);
  g_assert_cmpstr (record, ==, expected);
}

/* Nobody reads: nothing waits, and what was lost is told when somebody does. */
static void
test_full (Fixture *f, gconstpointer data)
{
  g_autoptr (NwdEvent) event = event_new ();
  g_autofree char *told = g_strdup ("");
  char *record;

  while (nwd_journald_count_dropped (f->journald) < 3)
    nwd_log_write (NWD_LOG (f->journald), event);
  while ((record = receive (f)))
    g_free (record);

  nwd_log_write (NWD_LOG (f->journald), event);
  while ((record = receive (f)))
    {
      g_free (told);
      told = record;
    }
  g_assert_true (g_str_has_prefix (told, "MESSAGE=3 events were lost"));
  g_assert_cmpuint (nwd_journald_count_dropped (f->journald), ==, 3);
}

/* Where journald does not run the message goes to the log, and to journald once it does. */
static void
test_away (Fixture *f, gconstpointer data)
{
  g_autoptr (NwdEvent) event = event_new ();
  g_autofree char *record = NULL;

  close (f->socket);
  g_test_expect_message ("nwd-journald", G_LOG_LEVEL_MESSAGE, "network-update-vm-interface: it*");
  nwd_log_write (NWD_LOG (f->journald), event);
  g_unlink (f->path);
  g_test_expect_message ("nwd-journald", G_LOG_LEVEL_MESSAGE, "network-update-vm-interface: it*");
  nwd_log_write (NWD_LOG (f->journald), event);
  g_test_assert_expected_messages ();

  bind_socket (f);
  nwd_log_write (NWD_LOG (f->journald), event);
  record = receive (f);
  g_assert_nonnull (record);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/journald/record", Fixture, NULL, set_up, test_record, tear_down);
  g_test_add ("/journald/full", Fixture, NULL, set_up, test_full, tear_down);
  g_test_add ("/journald/away", Fixture, NULL, set_up, test_away, tear_down);
  return g_test_run ();
}
