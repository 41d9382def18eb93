/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-agent.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#define NOTIFY_FD "3"

/* The agent closes its end when it is registered, or when it ends. */
static void
wait_until_closed (int fd)
{
  char byte;
  gssize n;

  do
    n = read (fd, &byte, 1);
  while (n > 0 || (n < 0 && errno == EINTR));
}

static NwcAgent *
spawn (int notify_fd, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher
    = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_INHERIT);
  g_autofree char *pid = g_strdup_printf ("%d", getpid ());

  g_subprocess_launcher_take_fd (launcher, notify_fd, 3);
  return g_subprocess_launcher_spawn (launcher, error, "pkttyagent", "--process", pid,
                                      "--notify-fd", NOTIFY_FD, "--fallback", NULL);
}

NwcAgent *
nwc_agent_start (void)
{
  g_autoptr (GError) error = NULL;
  NwcAgent *agent;
  int fds[2];

  if (geteuid () == 0 || !isatty (STDIN_FILENO) || !g_unix_open_pipe (fds, FD_CLOEXEC, NULL))
    return NULL;
  agent = spawn (fds[1], &error);
  if (agent)
    wait_until_closed (fds[0]);
  else
    g_debug ("no agent: %s", error->message);
  close (fds[0]);
  return agent;
}

void
nwc_agent_stop (NwcAgent *agent)
{
  /* It may have been stopped at the terminal. */
  g_subprocess_send_signal (agent, SIGTERM);
  g_subprocess_send_signal (agent, SIGCONT);
  g_subprocess_wait (agent, NULL, NULL);
  g_object_unref (agent);
}
