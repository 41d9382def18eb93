/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-authority.h"
#include "private-bus.h"
#include "rig.h"

#include "bus/nwd-bus.h"

/* The whole bus layer over the real engine, which works on fakes. */

#define ROOT       "/org/ovirt/NetWiring"
#define MANAGER    "org.ovirt.NetWiring.Manager"
#define VNIC       "org.ovirt.NetWiring.Vnic"
#define NETWORK    "org.ovirt.NetWiring.Network"
#define ATTACHMENT "org.ovirt.NetWiring.Attachment"
#define NOBODY     65534

typedef struct
{
  PrivateBus *bus;
  FakePorts *ports;
  FakeAuthority *authority;
  NwdEngine *engine;
  NwdBus *service;
  GDBusConnection *root;
  GDBusConnection *user;
  gboolean lost;
} Whole;

/* The bus is gone: for nwd_bus_start(). */
void whole_on_lost (gpointer data);

void whole_set_up (Whole *f, gconstpointer data);
void whole_tear_down (Whole *f, gconstpointer data);

/* @parameters as text; the answer as text, or the name of the error, with "Error." for ours. */
char *whole_call (GDBusConnection *client,
                  const char *path,
                  const char *interface,
                  const char *method,
                  const char *parameters);
void whole_expect (GDBusConnection *client,
                   const char *path,
                   const char *interface,
                   const char *method,
                   const char *parameters,
                   const char *expected);

/* The path in an answer, which is taken. */
char *whole_take_path (char *answer);
char *whole_find_vnic (Whole *f, const char *mac);
char *whole_find_network (Whole *f, const char *name);
void whole_assert_property (
  Whole *f, const char *path, const char *interface, const char *name, const char *expected);
