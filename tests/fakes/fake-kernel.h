/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-script.h"
#include "fake-world.h"
#include "ports/nwd-kernel.h"

/* The kernel's links, mirrors and seals are the world's. Calls: "read-link NAME", "set-master
 * PORT", "announce TAP", "sync-mirrors", and for each that is not there yet "mirror BRIDGE TAP",
 * "seal-bridge NAME", "unseal-bridge NAME", "is-sealed NAME". */
#define FAKE_TYPE_KERNEL (fake_kernel_get_type ())
G_DECLARE_FINAL_TYPE (FakeKernel, fake_kernel, FAKE, KERNEL, GObject)

FakeKernel *fake_kernel_new (FakeWorld *world, FakeScript *script);

/* Tells the listener what is different since it was told last. */
void fake_kernel_tell (FakeKernel *self);

/* Somebody removes all filters, mirrors among them. */
void fake_kernel_lose_mirrors (FakeKernel *self);

/* Somebody removes the seal of @bridge. */
void fake_kernel_lose_seal (FakeKernel *self, const char *bridge);

/* The listener is gone. */
void fake_kernel_stop (FakeKernel *self);
