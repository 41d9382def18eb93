/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-source.h"

/* One network card as one libvirt definition (live or persistent) states it. Immutable once made;
 * make one with nwd_card_new(), fill it, and share it by reference. Strings are never NULL;
 * those that many cards share are interned (g_ref_string_new_intern()). */
typedef struct
{
  char *alias; /* interned; "net0", "ua-…"; "" in a persistent definition without a user alias */
  char *mac;   /* lower case */
  guint nth;   /* 0 for the first card of that MAC in the definition */
  char *model; /* interned; "virtio", …; "" unknown */
  NwdSource *source;
  char
    *bridge; /* interned; bridge of the tap as the definition states it; "" none or not running */
  char *target;                /* interned; tap or macvtap; "" when not running */
  char *address;               /* interned; guest PCI address "0000:00:04.0"; "" unknown */
  char *filter;                /* interned; network filter; "" none */
  GVariant *filter_parameters; /* a{ss}, never floating */
  guint mtu;                   /* bytes; 0: not stated */
  gboolean linked;
  gboolean isolated; /* <port isolated='yes'/> */
} NwdCard;

NwdCard *nwd_card_new (void);
NwdCard *nwd_card_ref (NwdCard *card);
void nwd_card_unref (NwdCard *card);

/* NULL equals NULL. */
gboolean nwd_card_equal (const NwdCard *a, const NwdCard *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdCard, nwd_card_unref)
