/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "private-bus.h"
#include "sample-state.h"
#include "fake-authority.h"

#include "bus/nwd-gate.h"
#include "bus/nwd-picture.h"
#include "bus/nwd-tree.h"

/* The bus lets only those in that the system knows: nobody and daemon. */
#define USER_UID        65534
#define OTHER_UID       1

#define VNIC_PATH       "/org/ovirt/NetWiring/vnic/aaaaaaaa_1111_4111_8111_111111111111"
#define OTHER_VNIC_PATH "/org/ovirt/NetWiring/vnic/aaaaaaaa_2222_4222_8222_222222222222"
#define ROOT_PATH       "/org/ovirt/NetWiring"
#define VNIC_INTERFACE  "org.ovirt.NetWiring.Vnic"
#define MANAGER         "org.ovirt.NetWiring.Manager"
#define PROPERTIES      "org.freedesktop.DBus.Properties"
#define ERROR_PREFIX    "org.ovirt.NetWiring.Error."

/* The bus layer over records made by hand and verbs of the test's, which write down their option
 * timeout when they run: Vnic.SetLinked, which links SAMPLE_VNIC and publishes that, Vnic.Update,
 * both in the queue of their VM, Manager.ApplyWiring in those of all its VMs, Manager.Recover in
 * the host's, and Manager.FindVm for everybody. */
typedef struct
{
  PrivateBus *bus;
  GDBusConnection *connection;
  NwdState *state;
  NwdPicture *picture;
  FakeAuthority *authority;
  NwdGate *gate;
  NwdTree *tree;
  GArray *ran; /* of guint */
} Service;

/* NULL as @limits: those of the product. */
Service *service_new (const NwdLimits *limits);
void service_free (Service *service);

void service_publish (Service *service, NwdKind kind, const char *id);

/* Whether the verbs ran with just these, in this order. */
void service_assert_ran (Service *service, guint n, ...);

/* Sends a call, and tells what came of it: by call_wait(). */
typedef struct
{
  GDBusMessage *reply; /* NULL until it is there */
  GError *error;       /* of the connection, not of the call */
  gboolean done;
  gboolean forgotten;
} Call;

Call *call_send (GDBusConnection *client,
                 Service *service,
                 const char *path,
                 const char *interface,
                 const char *method,
                 GVariant *parameters,
                 GDBusMessageFlags flags);

/* Call of Vnic.SetLinked(@linked) or Manager.Recover that is to leave @mark. */
Call *call_set_linked (GDBusConnection *client, Service *service, gboolean linked, guint mark);
Call *call_recover (GDBusConnection *client, Service *service, guint mark);

/* Frees the call when its answer comes. */
void call_forget (Call *call);

/* Runs the main loop until the answer is there, and frees the call. The first is for an answer,
 * with the body, the second for an error of that name. */
GVariant *call_wait (Call *call);
void call_wait_error (Call *call, const char *name);

/* Runs the main loop until what was sent before on @client has been read by the service. */
void service_settle (Service *service, GDBusConnection *client);

/* Runs the main loop until @condition. */
#define WAIT_UNTIL(condition)                                                                      \
  while (!(condition))                                                                             \
  g_main_context_iteration (NULL, TRUE)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Service, service_free)
