/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-script.h"
#include "fake-world.h"
#include "ports/nwd-store.h"

/* A store in memory: the world's texts. Calls: "write NAME", "remove NAME". */
#define FAKE_TYPE_STORE (fake_store_get_type ())
G_DECLARE_FINAL_TYPE (FakeStore, fake_store, FAKE, STORE, GObject)

FakeStore *fake_store_new (FakeWorld *world, FakeScript *script);
