/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-network-manager-private.h"

/* One change of the host's network: a chain of libnm calls and waits, at any time exactly one of
 * them. A wait asks its question after every change that NetworkManager signals. */
typedef struct _NwdNmCall NwdNmCall;

struct _NwdNmCall
{
  NwdNetworkManager *manager;
  char *name;            /* of the bridge or NIC */
  char *uuid;            /* of its profile */
  NMConnection *profile; /* create: the new one; change: the old one */
  guint mtu;             /* wanted, bytes */
  guint live_mtu;        /* restore: that the bridge had, bytes */
  NMConnection *live;    /* change: what is to be applied (nwd-nm-live.h); NULL: what it says */
  gboolean reset;        /* change: nothing of others' stays */
  NwdIpConfig *ip;       /* change: addresses that are wanted; NULL as they are */
  NwdUplink *uplink;     /* put or removed */
  NwdBridge *bridge;     /* restored */
  gboolean managed;      /* wanted */
  NMActiveConnection *active;             /* create: the activation that was asked for */
  NMDevice *device;                       /* port: the NIC */
  gboolean transient;                     /* create, port: the profile is not to be on disk */
  gboolean (*is_ready) (NwdNmCall *call); /* nwd-nm-activate.c */
  gboolean (*settled) (NwdNmCall *call);  /* nwd-nm-settle.c */
  gboolean holds_link;                    /* delete, remove: the interface is by our profile */
  NwdBridgeLoose loose;                   /* delete: to be told; NULL nobody, or it was */
  gpointer loose_data;
  gboolean undoing;               /* undo() runs, and is not run again */
  void (*undo) (NwdNmCall *call); /* what a failure calls for; NULL: nothing was done yet */
  void (*next) (NwdNmCall *call); /* what comes when this has worked, once; NULL: its end */

  /* for nwd-nm-call.c alone */
  char *result; /* NULL: that it has worked */
  char *aim;    /* "create bridge br7": how the error texts go on after "cannot" */
  GTask *task;
  GCancellable *cancellable;
  GError *error;
  GError *refusal;
  gboolean (*question) (NwdNmCall *call);
  gulong looked_id;
  guint timeout_id;
};

/* @verb: what is done to @name, "create bridge", for the error texts. Answers NULL when
 * NetworkManager does not run; the error is on its way to @callback then. */
NwdNmCall *nwd_nm_call_new (NwdNetworkManager *manager,
                            const char *verb,
                            const char *name,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

NMClient *nwd_nm_call_get_client (NwdNmCall *call);
gboolean nwd_nm_call_is_connected (NwdNmCall *call);

/* The interface that it is about; NULL where there is none. */
NMDevice *nwd_nm_call_get_device (NwdNmCall *call);

/* Does the call fail because the service ended? */
gboolean nwd_nm_call_is_lost (NwdNmCall *call);

/* The profile that has what there is besides to addresses of that family; NULL nothing. Where it is
 * gone, @own (or NULL), which has it too. */
NMConnection *nwd_nm_call_find_like (NwdNmCall *call, const NwdIpFamily *family, NMConnection *own);

/* To be given to every libnm call: the deadline cancels it. */
GCancellable *nwd_nm_call_get_cancellable (NwdNmCall *call);

/* Asks @question now and after each change. It answers FALSE to go on waiting; else it has taken
 * the next step of the call itself, or ended it. */
void nwd_nm_call_wait (NwdNmCall *call, gboolean (*question) (NwdNmCall *call));

/* Fails the call for @error (taken), which may come from libnm as it is. Undoes what there is to
 * undo; the first error is the one that the caller gets. */
void nwd_nm_call_fail (NwdNmCall *call, GError *error);
void nwd_nm_call_refuse (NwdNmCall *call, int code, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Did the service end with our call in its hands? So D-Bus and libnm say it. */
gboolean nwd_nm_call_is_absence (const GError *error);

/* Keeps @refusal (taken) for the error text, should the call not reach its end in time. */
void nwd_nm_call_keep_refusal (NwdNmCall *call, GError *refusal);

/* Its task returns this string, taken, instead of TRUE. */
void nwd_nm_call_set_result (NwdNmCall *call, char *result);

/* Ends the call and frees it: with success, unless something comes next, or with the error that it
 * is being undone for. */
void nwd_nm_call_return (NwdNmCall *call);

/* A question's part: is the interface gone? One that NetworkManager let go of but left is deleted.
 */
gboolean nwd_nm_call_is_link_gone (NwdNmCall *call);
