/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-collector.h"

#include "nwb-contest.h"

#include "core/nwd-meters.h"
#include "nwd-netlink.h"
#include "ports/nwd-kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

struct _NwbCollector
{
  NwdKernel *kernel;
  NwdMeters *meters;
  guint n_links;
  guint n_read; /* by the last collection */
};

static void
on_changed (NwdLink *link, const NwdCounters *counters, gpointer data)
{
  NwbCollector *self = data;
  NwdMeter *meter = nwd_meters_get (self->meters, NWD_KIND_VNIC, link->name);

  nwd_meters_add_feed (self->meters, meter, link->index, /* swapped= */ TRUE);
  self->n_links++;
}

static void
on_gone (NwdLink *link, const NwdCounters *counters, gpointer data)
{
}

static const NwdKernelListener listener = { on_changed, on_gone };

NwbCollector *
nwb_collector_new (GError **error)
{
  g_autoptr (NwbCollector) self = g_new0 (NwbCollector, 1);

  self->kernel = NWD_KERNEL (nwd_netlink_new ());
  self->meters = nwd_meters_new ();
  if (!nwd_kernel_start (self->kernel, &listener, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
make_links (guint n, GError **error)
{
  const char *const words[] = { "ip", "-batch", "-", NULL };
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autoptr (GSubprocess) ip = g_subprocess_newv (words, G_SUBPROCESS_FLAGS_STDIN_PIPE, error);

  for (guint i = 0; i < n; i += 2)
    g_string_append_printf (batch, "link add v%u type veth peer name v%u\n", i, i + 1);
  return ip && g_subprocess_communicate_utf8 (ip, batch->str, NULL, NULL, NULL, error)
         && g_subprocess_wait_check (ip, NULL, error);
}

static gboolean
check (int result, const char *what, GError **error)
{
  if (result >= 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", what, g_strerror (errno));
  return FALSE;
}

/* The sockets stay where they were opened. */
NwbCollector *
nwb_collector_new_of_many (guint n, GError **error)
{
  int home = open ("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  NwbCollector *self = NULL;

  if (!check (home, "cannot find the network namespace", error))
    return NULL;
  if (check (unshare (CLONE_NEWNET), "cannot make a network namespace", error)
      && make_links (n, error))
    self = nwb_collector_new (error);
  if (setns (home, CLONE_NEWNET) < 0)
    g_error ("cannot go back to the network namespace: %s", g_strerror (errno));
  close (home);
  return self;
}

void
nwb_collector_free (NwbCollector *self)
{
  g_object_unref (self->kernel);
  nwd_meters_free (self->meters);
  g_free (self);
}

guint
nwb_collector_get_n_links (const NwbCollector *self)
{
  return self->n_links;
}

static void
on_counted (guint index, const NwdCounters *counters, gpointer data)
{
  NwbCollector *self = data;

  nwd_meters_read (self->meters, index, counters);
  self->n_read++;
}

gboolean
nwb_collector_time (NwbCollector *self, double *microseconds, GError **error)
{
  double start = nwb_now ();

  self->n_read = 0;
  if (!nwd_kernel_count_links (self->kernel, on_counted, self, error))
    return FALSE;
  nwd_meters_take_sample (self->meters, g_get_real_time (), g_get_monotonic_time ());
  *microseconds = nwb_now () - start;
  if (self->n_read >= self->n_links)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "only %u of %u links were read", self->n_read,
               self->n_links);
  return FALSE;
}
