/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "private-bus.h"

#include <glib/gstdio.h>

#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct _PrivateBus
{
  GSubprocess *daemon;
  char *folder;
  char *config;
  char *address;
};

static const char config[]
  = "<!DOCTYPE busconfig PUBLIC '-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN'"
    " 'http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd'>"
    "<busconfig><type>session</type><listen>unix:dir=%s</listen><auth>EXTERNAL</auth>"
    "<policy context='default'><allow user='*'/><allow own='*'/><allow send_destination='*'/>"
    "<allow receive_sender='*'/></policy>"
    "<limit name='max_replies_per_connection'>50000</limit></busconfig>";

static char *
read_address (GSubprocess *daemon)
{
  g_autoptr (GDataInputStream) lines
    = g_data_input_stream_new (g_subprocess_get_stdout_pipe (daemon));
  g_autoptr (GError) error = NULL;
  char *address = g_data_input_stream_read_line (lines, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (address);
  return address;
}

/* A test that fails must not leave its bus behind. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocess *
start (const char *option)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GSubprocess *daemon = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  daemon = g_subprocess_launcher_spawn (launcher, &error, "dbus-daemon", option, "--nofork",
                                        "--print-address=1", NULL);
  g_assert_no_error (error);
  return daemon;
}

PrivateBus *
private_bus_new (void)
{
  PrivateBus *bus = g_new0 (PrivateBus, 1);
  g_autofree char *text = NULL;
  g_autofree char *option = NULL;
  g_autoptr (GError) error = NULL;

  bus->folder = g_dir_make_tmp ("netwiring-bus-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (bus->folder, 0755), ==, 0);

  bus->config = g_build_filename (bus->folder, "bus.conf", NULL);
  text = g_strdup_printf (config, bus->folder);
  g_file_set_contents (bus->config, text, -1, &error);
  g_assert_no_error (error);

  option = g_strconcat ("--config-file=", bus->config, NULL);
  bus->daemon = start (option);
  bus->address = read_address (bus->daemon);
  return bus;
}

void
private_bus_free (PrivateBus *bus)
{
  g_subprocess_send_signal (bus->daemon, SIGTERM);
  g_subprocess_wait (bus->daemon, NULL, NULL);
  g_object_unref (bus->daemon);
  g_remove (bus->config);
  g_rmdir (bus->folder);
  g_free (bus->config);
  g_free (bus->folder);
  g_free (bus->address);
  g_free (bus);
}

const char *
private_bus_get_address (PrivateBus *bus)
{
  return bus->address;
}

/* The system call, and not the function, which would change all threads. */
static void
become (uid_t uid)
{
  g_assert_cmpint (syscall (SYS_setresuid, (uid_t)-1, uid, (uid_t)-1), ==, 0);
}

GDBusConnection *
private_bus_connect (PrivateBus *bus, uid_t uid)
{
  const uid_t own = geteuid ();
  GDBusConnection *connection = NULL;
  g_autoptr (GError) error = NULL;

  become (uid);
  connection = g_dbus_connection_new_for_address_sync (
    bus->address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  become (own);
  g_assert_no_error (error);
  return connection;
}
