/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* How the calls of all fake ports go: it counts and records them in their order, lets chosen ones
 * fail, and holds others back until they are released. Calls are named "port-verb subject", such as
 * "change-card web1" and "write journal.ini". */
typedef struct _FakeScript FakeScript;

typedef enum
{
  FAKE_BEFORE, /* its effect */
  FAKE_AFTER,
} FakeMoment;

/* What a call does, and its result; NULL with an error. */
typedef gpointer (*FakeEffect) (gpointer fake, gpointer argument, GError **error);

/* Called before and after the effect of call @number, counted from 1. */
typedef void (*FakeProbe) (guint number, FakeMoment moment, gpointer data);

FakeScript *fake_script_new (void);
void fake_script_free (FakeScript *script);

void fake_script_set_probe (FakeScript *script, FakeProbe probe, gpointer data);

/* Call @number (0: every one whose name begins with @name) fails with @code of NWD_ERROR. */
void fake_script_fail_number (FakeScript *script, guint number, FakeMoment moment, int code);
void fake_script_fail_name (FakeScript *script, const char *name, FakeMoment moment, int code);
void fake_script_clear_failures (FakeScript *script);

/* Calls whose name begins with @name wait, before their effect or with their answer. */
void fake_script_hold (FakeScript *script, const char *name, FakeMoment moment);

/* Lets them go, and later ones too. */
void fake_script_release (FakeScript *script, const char *name);

guint fake_script_count_held (const FakeScript *script);

/* All calls so far: of char *. fake_script_forget() begins anew, with number 1. */
GPtrArray *fake_script_get_calls (const FakeScript *script);
guint fake_script_count (const FakeScript *script, const char *name);
void fake_script_forget (FakeScript *script);

/* For the fakes: a call that is answered in its time, never before this returned; @argument and
 * the result are freed as told, @name and @task taken. */
void fake_script_run_async (FakeScript *script,
                            char *name,
                            GTask *task,
                            FakeEffect effect,
                            gpointer argument,
                            GDestroyNotify argument_free,
                            GDestroyNotify result_free);

/* One that is answered at once. @name is taken. */
gpointer fake_script_run (FakeScript *script,
                          char *name,
                          FakeEffect effect,
                          gpointer fake,
                          gpointer argument,
                          GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeScript, fake_script_free)
