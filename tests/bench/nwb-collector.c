/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-collector.h"

#include "nwb-contest.h"

#include "core/nwd-meters.h"
#include "nwd-netlink-count.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

struct _NwbCollector
{
  NwdNetlinkRequest *request;
  NwdMeters *meters;
  guint n_links;
};

static void
add_link (NwbCollector *self, const NwdLink *link)
{
  NwdMeter *meter = nwd_meters_get (self->meters, NWD_KIND_VNIC, link->name);

  nwd_meters_add_feed (self->meters, meter, link->index, /* swapped= */ TRUE);
  self->n_links++;
}

NwbCollector *
nwb_collector_new (GError **error)
{
  NwdNetlinkRequest *request = nwd_netlink_request_new (error);
  g_autoptr (GPtrArray) links = request ? nwd_netlink_request_links (request, error) : NULL;
  NwbCollector *self = NULL;

  if (!links)
    {
      g_clear_pointer (&request, nwd_netlink_request_free);
      return NULL;
    }
  self = g_new0 (NwbCollector, 1);
  self->request = request;
  self->meters = nwd_meters_new ();
  for (guint i = 0; i < links->len; i++)
    add_link (self, g_ptr_array_index (links, i));
  return self;
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

/* The socket stays where it was opened. */
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
  nwd_netlink_request_free (self->request);
  nwd_meters_free (self->meters);
  g_free (self);
}

static void
take_counts (NwbCollector *self, GArray *counts)
{
  nwd_meters_begin_reading (self->meters);
  for (guint i = 0; i < counts->len; i++)
    {
      const NwdLinkCount *count = &g_array_index (counts, NwdLinkCount, i);

      nwd_meters_read (self->meters, count->index, &count->counters);
    }
  nwd_meters_take_sample (self->meters, g_get_real_time (), g_get_monotonic_time ());
}

gboolean
nwb_collector_time (NwbCollector *self, double *microseconds, GError **error)
{
  double start = nwb_now ();
  g_autoptr (GArray) counts = nwd_netlink_count (self->request, error);

  if (!counts)
    return FALSE;
  take_counts (self, counts);
  *microseconds = nwb_now () - start;
  if (counts->len >= self->n_links)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "only %u of %u links were read", counts->len,
               self->n_links);
  return FALSE;
}
