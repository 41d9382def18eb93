/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-card.h"

typedef enum
{
  NWD_CARD_UPDATE, /* the fields of @fields get the given values; all else stays */
  NWD_CARD_ATTACH, /* @card is there, as it says */
  NWD_CARD_DETACH, /* the card is not there */
  NWD_N_CARD_VERBS
} NwdCardVerb;

typedef enum
{
  NWD_CARD_LINKED = 1 << 0,
  NWD_CARD_SOURCE = 1 << 1,
  NWD_CARD_ISOLATED = 1 << 2,
  NWD_CARD_MAC = 1 << 3,
  NWD_CARD_MODEL = 1 << 4,
  NWD_CARD_MTU = 1 << 5,
  NWD_CARD_FILTER = 1 << 6,
  NWD_CARD_ALIAS = 1 << 7,
  NWD_CARD_VIRTUAL_PORT = 1 << 8,
} NwdCardField;

typedef enum
{
  NWD_SCOPE_LIVE = 1 << 0,   /* the running VM */
  NWD_SCOPE_CONFIG = 1 << 1, /* the persistent definition */
} NwdScope;

/* One change of one card, in the definitions of @scope. It states absolute values, so that it can
 * be written to the journal and applied twice. Members that its verb and fields do not need are
 * NULL or 0. */
typedef struct
{
  NwdCardVerb verb;
  char *vm_id;
  char *mac; /* with @nth: which card; of NWD_CARD_ATTACH, those of @card */
  guint nth;
  NwdScope scope;

  NwdCardField fields; /* of NWD_CARD_UPDATE */
  gboolean linked;
  gboolean isolated;
  NwdSource *source;
  char *new_mac; /* lower case */
  char *model;
  guint mtu;                   /* 0: not stated */
  char *filter;                /* "": none */
  GVariant *filter_parameters; /* a{ss}, goes with @filter */
  char *alias; /* "ua-…"; "": none. Of NWD_CARD_DETACH: the card's own, which tells it for sure */
  char *which; /* "ua-…": of an update, the card's alias, where MAC and number may be another's */
  GVariant *virtual_port; /* a{sv} of strings; empty: none */

  NwdCard *card;    /* of NWD_CARD_ATTACH; address "": libvirt chooses; bridge and target are not
                       looked at */
  char *definition; /* of NWD_CARD_ATTACH: the <interface> that it had before, the base of the one
                       that it gets; NULL: none */
} NwdCardChange;

/* An update of no field yet. */
NwdCardChange *nwd_card_change_new (const char *vm_id, const char *mac, guint nth, NwdScope scope);

/* @definition may be NULL. */
NwdCardChange *nwd_card_change_new_attach (const char *vm_id,
                                           NwdCard *card,
                                           const char *definition,
                                           NwdScope scope);
NwdCardChange *nwd_card_change_new_detach (const char *vm_id, const NwdCard *card, NwdScope scope);
NwdCardChange *nwd_card_change_copy (const NwdCardChange *change, NwdScope scope);
NwdCardChange *nwd_card_change_ref (NwdCardChange *change);
void nwd_card_change_unref (NwdCardChange *change);

/* The card of an update is the one of that user alias, whatever its MAC; there may be none. */
void nwd_card_change_set_which (NwdCardChange *change, const char *alias);

/* Each adds a field to an update. A variant may be floating. */
void nwd_card_change_set_linked (NwdCardChange *change, gboolean linked);
void nwd_card_change_set_isolated (NwdCardChange *change, gboolean isolated);
void nwd_card_change_set_source (NwdCardChange *change, NwdSource *source);
void nwd_card_change_set_mac (NwdCardChange *change, const char *mac);
void nwd_card_change_set_model (NwdCardChange *change, const char *model);
void nwd_card_change_set_mtu (NwdCardChange *change, guint mtu);
void nwd_card_change_set_filter (NwdCardChange *change, const char *filter, GVariant *parameters);
void nwd_card_change_set_alias (NwdCardChange *change, const char *alias);
void nwd_card_change_set_virtual_port (NwdCardChange *change, GVariant *port);

/* The card in @cards (of NwdCard; NULL: none) that @change means, or NULL. A user alias tells a
 * card from another one of its MAC; a card that has none is told by MAC and number. */
NwdCard *nwd_card_change_find (const NwdCardChange *change, GPtrArray *cards);

/* "update", "attach", "detach". */
const char *nwd_card_verb_name (NwdCardVerb verb);
gboolean nwd_card_verb_parse (const char *name, NwdCardVerb *verb);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdCardChange, nwd_card_change_unref)
