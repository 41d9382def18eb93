/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Watches the folders in which libvirt keeps its VMs and networks: libvirt sends no event when
 * another client flips a link or moves a card, but it does replace these files, and for all that
 * it sends events for as well.
 * Thread: the main context only; the callbacks run there. */
typedef struct _NwdStatusWatch NwdStatusWatch;

typedef struct
{
  /* A file of VM @name was replaced, made or deleted. */
  void (*domain) (const char *name, gpointer data);
  void (*networks) (gpointer data);
  /* Events may have been lost, or a folder went or came: all must be compared. */
  void (*unsure) (gpointer data);
} NwdStatusWatchListener;

NwdStatusWatch *nwd_status_watch_new (const NwdStatusWatchListener *listener, gpointer data);
void nwd_status_watch_free (NwdStatusWatch *self);

/* Watches those folders that are there by now. FALSE when one that VMs need is missing. */
gboolean nwd_status_watch_add_folders (NwdStatusWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdStatusWatch, nwd_status_watch_free)
