/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-source.h"

/* The alias of a card that somebody named, unlike "net0", begins so; such a name stays. */
#define NWD_CARD_USER_ALIAS "ua-"

/* One network card as one libvirt definition (live or persistent) states it. Immutable once made;
 * make one with nwd_card_new(), fill it, and share it by reference. Strings are never NULL;
 * those that many cards share are interned (nwd_text_new()). */
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
  GVariant *filter_parameters; /* a{ss}, never floating; set by nwd_card_set_filter_parameters() */
  GVariant *virtual_port;      /* a{sv} of strings, "type" among them, or empty; never floating */
  guint mtu;                   /* bytes; 0: not stated */
  gboolean linked;
  gboolean isolated; /* <port isolated='yes'/> */
} NwdCard;

/* Linked, with no filter parameters and no virtual port. */
NwdCard *nwd_card_new (void);

/* Another one of the same values, not yet shared: to be changed. */
NwdCard *nwd_card_copy (const NwdCard *card);
NwdCard *nwd_card_ref (NwdCard *card);
void nwd_card_unref (NwdCard *card);

/* @parameters, a{ss}, may be floating. */
void nwd_card_set_filter_parameters (NwdCard *card, GVariant *parameters);

/* @port, a{sv} of strings, may be floating. */
void nwd_card_set_virtual_port (NwdCard *card, GVariant *port);

/* NULL equals NULL. */
gboolean nwd_card_equal (const NwdCard *a, const NwdCard *b);

/* Whether the card has a name of its own, which no other card of its VM has. */
gboolean nwd_card_has_user_alias (const NwdCard *card);

/* What nearly every card has, once for all of them: an empty a{ss}, an empty a{sv}. Any thread. */
GVariant *nwd_card_no_filter_parameters (void);
GVariant *nwd_card_no_virtual_port (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdCard, nwd_card_unref)
