/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-tc-device.h"

#include "core/nwd-error.h"

/* Each of our filters carries this in its class, where it has no effect. So a daemon that starts
 * again knows which filters are ours, and what else of the link is. */
#define MARK             0x4e570000
#define MARK_MASK        0xffff0000
#define OURS_QUEUE       1 /* we made the clsact queue */
#define OURS_PROMISCUOUS 2 /* we made the link receive every frame */

NwdTcDevice *
nwd_tc_device_new (NwdTcPurpose purpose, guint index, const char *name)
{
  NwdTcDevice *self = g_new0 (NwdTcDevice, 1);

  self->purpose = purpose;
  self->index = index;
  self->name = g_strdup (name);
  self->have = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_tc_filter_free);
  self->wanted = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_tc_filter_free);
  return self;
}

void
nwd_tc_device_free (NwdTcDevice *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->have);
  g_ptr_array_unref (self->wanted);
  g_clear_error (&self->error);
  g_free (self);
}

/* What is gone with its link needs no removal. */
static void
keep_error (NwdTcDevice *self, GError *error)
{
  gboolean vanished = g_error_matches (error, NWD_ERROR, NWD_ERROR_NOT_FOUND);

  if (!error || self->error || (vanished && self->wanted->len == 0))
    g_clear_error (&error);
  else
    self->error = error;
}

gboolean
nwd_tc_device_knows (const NwdTcFilter *filter)
{
  return filter->priority >= NWD_MIRROR_PRIORITY && filter->priority <= NWD_SEAL_PRIORITY
         && (filter->class_id & MARK_MASK) == MARK;
}

static NwdTcPurpose
purpose_of (const NwdTcFilter *filter)
{
  return filter->priority == NWD_SEAL_PRIORITY ? NWD_TC_SEAL : NWD_TC_MIRRORS;
}

/* A queue of ours is that of all our filters in it, and goes with the last of them. */
static void
take (NwdTcDevice *self, NwdTcFilter *filter)
{
  if (purpose_of (filter) == self->purpose)
    {
      self->ours |= filter->class_id & ~MARK_MASK;
      g_ptr_array_add (self->have, filter);
      return;
    }
  self->ours |= filter->class_id & OURS_QUEUE;
  self->shared = TRUE;
  nwd_tc_filter_free (filter);
}

void
nwd_tc_device_read (NwdTcDevice *self, NwdNetlinkRequest *request, const NwdTcQueue *queue)
{
  g_autoptr (GPtrArray) filters = NULL;
  GError *error = NULL;

  self->clsact = queue && queue->clsact;
  self->taken = queue && !queue->clsact;
  if (!self->clsact)
    return;
  filters = nwd_tc_list_filters (request, self->index, self->name, &error);
  keep_error (self, error);
  while (filters && filters->len > 0)
    {
      g_autoptr (NwdTcFilter) filter = g_ptr_array_steal_index (filters, 0);

      if (nwd_tc_device_knows (filter))
        take (self, g_steal_pointer (&filter));
    }
}

NwdTcDevice *
nwd_tc_device_open (
  NwdTcPurpose purpose, NwdNetlinkRequest *request, guint index, const char *name, GError **error)
{
  g_autoptr (GPtrArray) queues = nwd_tc_list_queues (request, error);
  NwdTcDevice *self;

  if (!queues)
    return NULL;
  self = nwd_tc_device_new (purpose, index, name);
  for (guint i = 0; i < queues->len; i++)
    if (((NwdTcQueue *)queues->pdata[i])->link == index)
      nwd_tc_device_read (self, request, queues->pdata[i]);
  return self;
}

void
nwd_tc_device_want (NwdTcDevice *self, NwdTcFilter *filter)
{
  g_ptr_array_add (self->wanted, filter);
}

static void
make_queue (NwdTcDevice *self, NwdNetlinkRequest *request, GError **error)
{
  if (self->clsact)
    return;
  if (self->taken)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED,
                   "interface %s has an ingress queue that is not ours, where a clsact queue is "
                   "needed",
                   self->name);
      return;
    }
  self->clsact = nwd_tc_add_queue (request, self->index, self->name, error);
  if (self->clsact)
    self->ours |= OURS_QUEUE;
}

static void
make_promiscuous (NwdTcDevice *self, NwdNetlinkRequest *request, GError **error)
{
  if (!self->wants_all || self->promiscuous)
    return;
  self->promiscuous = nwd_netlink_request_set_promiscuous (request, self->index, TRUE, error);
  if (self->promiscuous)
    self->ours |= OURS_PROMISCUOUS;
}

void
nwd_tc_device_prepare (NwdTcDevice *self, NwdNetlinkRequest *request)
{
  GError *error = NULL;

  if (self->wanted->len == 0)
    return;
  make_queue (self, request, &error);
  if (!error)
    make_promiscuous (self, request, &error);
  keep_error (self, error);
  for (guint i = 0; i < self->wanted->len; i++)
    ((NwdTcFilter *)self->wanted->pdata[i])->class_id = MARK | self->ours;
}

static gboolean
has (GPtrArray *filters, const NwdTcFilter *filter)
{
  for (guint i = 0; i < filters->len; i++)
    if (nwd_tc_filter_equal (filters->pdata[i], filter))
      return TRUE;
  return FALSE;
}

/* The kernel puts a new bpf filter in the place of the old without a gap. */
static gboolean
is_replaced (const NwdTcDevice *self, const NwdTcFilter *filter)
{
  for (guint i = 0; i < self->wanted->len && filter->kind == NWD_TC_BPF; i++)
    {
      const NwdTcFilter *wanted = self->wanted->pdata[i];

      if (wanted->kind == NWD_TC_BPF && wanted->parent == filter->parent
          && wanted->priority == filter->priority && wanted->handle == filter->handle)
        return TRUE;
    }
  return FALSE;
}

void
nwd_tc_device_remove (NwdTcDevice *self, NwdNetlinkRequest *request, guint16 priority)
{
  for (guint i = 0; i < self->have->len;)
    {
      const NwdTcFilter *filter = self->have->pdata[i];
      GError *error = NULL;

      if (filter->priority != priority || has (self->wanted, filter) || is_replaced (self, filter)
          || !nwd_tc_delete_filter (request, self->index, self->name, filter, &error))
        i++;
      else
        g_ptr_array_remove_index (self->have, i);
      keep_error (self, error);
    }
}

void
nwd_tc_device_add (NwdTcDevice *self, NwdNetlinkRequest *request, guint16 priority)
{
  for (guint i = 0; i < self->wanted->len && !self->error; i++)
    {
      const NwdTcFilter *filter = self->wanted->pdata[i];
      GError *error = NULL;

      if (filter->priority != priority || has (self->have, filter))
        continue;
      nwd_tc_put_filter (request, self->index, self->name, filter, &error);
      keep_error (self, error);
    }
}

void
nwd_tc_device_give_up (NwdTcDevice *self, guint16 priority)
{
  for (guint i = self->wanted->len; i > 0; i--)
    if (((NwdTcFilter *)self->wanted->pdata[i - 1])->priority == priority)
      g_ptr_array_remove_index (self->wanted, i - 1);
}

static gboolean
is_empty (NwdTcDevice *self, NwdNetlinkRequest *request)
{
  g_autoptr (GPtrArray) filters
    = nwd_tc_list_filters (request, self->index, self->name, /* error= */ NULL);

  return filters && filters->len == 0;
}

void
nwd_tc_device_tidy (NwdTcDevice *self, NwdNetlinkRequest *request)
{
  GError *error = NULL;
  gboolean empty;

  if (self->ours == 0 || self->have->len > 0 || (self->wanted->len > 0 && !self->error))
    return;
  empty = !self->shared && (!self->clsact || is_empty (self, request));
  if (self->wanted->len > 0 && !empty) /* some of what was wanted could be set */
    return;
  if (self->ours & OURS_PROMISCUOUS)
    nwd_netlink_request_set_promiscuous (request, self->index, FALSE, &error);
  if (!error && empty && (self->ours & OURS_QUEUE))
    nwd_tc_delete_queue (request, self->index, self->name, &error);
  keep_error (self, error);
}
