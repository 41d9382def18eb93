/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-guest-agent.h"
#include "rig.h"

/* An engine that asks guests, on fakes, and what a test does with it. */

#define WEB1         "00000000-0000-4000-8000-000000000001"
#define WEB2         "00000000-0000-4000-8000-000000000002"
#define OFF1         "00000000-0000-4000-8000-000000000003"
#define ASKING_CACHE "guest.ini"

typedef struct
{
  FakePorts *ports;
  FakeGuestAgent *guests;
  NwdEngine *engine;
  GPtrArray *published; /* of char *: what was touched, an element a publication */
} Asking;

/* The sample world, where all VMs have an agent. */
FakeWorld *asking_world_new (void);

/* Takes @world; not started. */
Asking *asking_prepare (FakeWorld *world);

/* Hardly ever is soon here: nothing happens so rarely that a test would have to wait. */
void asking_start (Asking *asking);

/* At that pace; NULL: guests are not asked. */
void asking_start_at (Asking *asking, const NwdGuestPace *pace);
void asking_free (Asking *asking);

const NwdState *asking_state (Asking *asking);
const NwdGuestReport *asking_report (Asking *asking, const char *vm_id);

/* The cache; "" none. */
const char *asking_text (Asking *asking);

/* Of the cache, and of that object, since asking_forget(). */
guint asking_count_writes (Asking *asking);
guint asking_count_published (Asking *asking, const char *id);
void asking_forget (Asking *asking);

/* Until web1 was asked @n times more. */
void asking_wait (Asking *asking, guint n);

/* @addresses: "," between. */
NwdGuestClaim *
asking_claim (NwdGuestSource source, const char *name, const char *mac, const char *addresses);

/* The guest has one interface, with these addresses. */
void asking_say (Asking *asking, const char *vm_id, const char *mac, const char *addresses);

void asking_power_off (Asking *asking, const char *id);

gboolean asking_too_late (gpointer unused);

/* Until @condition, which must hold in the end. */
#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint timer = g_timeout_add_seconds (20, asking_too_late, NULL);                               \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (timer);                                                                       \
  }                                                                                                \
  G_STMT_END

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)
