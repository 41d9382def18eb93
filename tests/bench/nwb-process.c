/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-process.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define QUIET_MS      3
#define QUIET_SECONDS 5

/* Calls @each with every number that is the name of a file in @folder. */
static void
for_each_id (const char *folder, void (*each) (GPid id, gpointer data), gpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_ascii_isdigit (name[0]))
      each (atoi (name), data);
}

static void
pin_thread (GPid id, gpointer set)
{
  sched_setaffinity (id, sizeof (cpu_set_t), set);
  setpriority (PRIO_PROCESS, (id_t)id, -20);
}

/* The kernel shares the CPU between sessions first, where that is switched on. */
static void
prefer_session (GPid pid)
{
  g_autofree char *name = g_strdup_printf ("/proc/%d/autogroup", pid);
  int fd = open (name, O_WRONLY | O_CLOEXEC);

  if (fd < 0)
    return;
  if (write (fd, "-20", 3) < 0)
    g_debug ("%s: %s", name, g_strerror (errno));
  close (fd);
}

static void
pin_process (GPid pid, gpointer set)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%d/task", pid);

  prefer_session (pid);
  for_each_id (folder, pin_thread, set);
}

void
nwb_process_pin_all (gboolean pinned)
{
  cpu_set_t set;

  CPU_ZERO (&set);
  for (int cpu = 0; cpu < (pinned ? 1 : CPU_SETSIZE); cpu++)
    CPU_SET (cpu, &set);
  for_each_id ("/proc", pin_process, &set);
}

typedef struct
{
  const char *word;
  GArray *found;
} Search;

static void
match_name (GPid pid, gpointer data)
{
  Search *search = data;
  g_autofree char *file = g_strdup_printf ("/proc/%d/comm", pid);
  g_autofree char *name = NULL;

  if (g_file_get_contents (file, &name, NULL, NULL)
      && g_str_equal (g_strchomp (name), search->word))
    g_array_append_val (search->found, pid);
}

GPid
nwb_process_find (const char *name)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (GPid));

  for_each_id ("/proc", match_name, &(Search){ name, found });
  return found->len ? g_array_index (found, GPid, 0) : 0;
}

static gboolean
has_argument (const char *arguments, gsize length, const char *prefix)
{
  for (const char *a = arguments; a < arguments + length; a += strlen (a) + 1)
    if (g_str_has_prefix (a, prefix))
      return TRUE;
  return FALSE;
}

static void
match_argument (GPid pid, gpointer data)
{
  Search *search = data;
  g_autofree char *file = g_strdup_printf ("/proc/%d/cmdline", pid);
  g_autofree char *arguments = NULL;
  gsize length;

  if (g_file_get_contents (file, &arguments, &length, NULL)
      && has_argument (arguments, length, search->word))
    g_array_append_val (search->found, pid);
}

GArray *
nwb_process_find_argument (const char *prefix)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (GPid));

  for_each_id ("/proc", match_argument, &(Search){ prefix, found });
  return found;
}

double
nwb_process_cpu (GPid pid)
{
  struct timespec used;
  clockid_t clock;

  if (clock_getcpuclockid (pid, &clock) != 0 || clock_gettime (clock, &used) != 0)
    return 0;
  return (double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3;
}

double
nwb_process_pss (GPid pid)
{
  g_autofree char *file = g_strdup_printf ("/proc/%d/smaps_rollup", pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (file, &text, NULL, NULL) || !(line = strstr (text, "\nPss:")))
    return 0;
  return g_ascii_strtod (line + strlen ("\nPss:"), NULL);
}

static void
add_cpu (GPid pid, gpointer data)
{
  if (pid != getpid ())
    *(double *)data += nwb_process_cpu (pid);
}

gboolean
nwb_process_wait_for_quiet (GError **error)
{
  gint64 end = g_get_monotonic_time () + QUIET_SECONDS * G_USEC_PER_SEC;
  double before, now = 0;

  for_each_id ("/proc", add_cpu, &now);
  do
    {
      before = now;
      now = 0;
      poll (NULL, 0, QUIET_MS);
      for_each_id ("/proc", add_cpu, &now);
      if (now == before)
        return TRUE;
    }
  while (g_get_monotonic_time () < end);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "this host is busy for %d s",
               QUIET_SECONDS);
  return FALSE;
}

void
nwb_process_signal (const GArray *pids, int signal)
{
  for (guint i = 0; i < pids->len; i++)
    kill (g_array_index (pids, GPid, i), signal);
}

int
nwb_process_start_watchdog (const GArray *pids, guint seconds)
{
  int ends[2];

  if (pipe (ends) != 0)
    g_error ("no pipe: %s", g_strerror (errno));
  if (fork () > 0)
    {
      close (ends[0]);
      return ends[1];
    }
  close (ends[1]);
  poll (&(struct pollfd){ .fd = ends[0], .events = POLLIN }, 1, (int)seconds * 1000);
  nwb_process_signal (pids, SIGCONT);
  _exit (0);
}

void
nwb_process_stop_watchdog (int watchdog)
{
  close (watchdog);
  wait (NULL);
}
