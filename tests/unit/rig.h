/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/nwd-engine.h"
#include "fake-domain.h"
#include "fake-ports.h"

/* An engine on fakes, and what a test does with it. */

/* Of the sample world. Networks red, blue and iso are attached, green is not; default is libvirt's,
 * br0 is somebody's, with NIC eth1 beneath; NIC eth0 is free. VMs: web1 and web2 run on red, off1
 * is off, tmp1 is transient, dif1 runs on red and will start on blue. */
#define MAC_WEB1 "52:54:00:00:00:01"
#define MAC_WEB2 "52:54:00:00:00:02"
#define MAC_OFF1 "52:54:00:00:00:03"
#define MAC_TMP1 "52:54:00:00:00:04"
#define MAC_DIF1 "52:54:00:00:00:05"

#define MAC_NEW  "52:54:00:00:00:77" /* no card of the sample has it */

/* The id of a vNIC that is added. */
#define RIG_NEW_VNIC "0b5e3a0c-94a1-4d1f-8d60-2f1f6c2f7e33"

FakeWorld *rig_sample_world (void);

/* @n more running VMs on red, "vm0" and on, with MACs that rig_mac() tells. */
void rig_add_vms (FakeWorld *world, guint n);
char *rig_mac (guint i);
char *rig_vm_id (guint i);

typedef struct
{
  FakePorts *ports;
  NwdEngine *engine;
  GPtrArray *published; /* of char *: what was touched, an element a publication */
} Rig;

/* Takes @world; the engine has started. */
Rig *rig_new (FakeWorld *world);

/* The same; @probe sees its start. */
Rig *rig_new_probed (FakeWorld *world, FakeProbe probe, gpointer data);
void rig_free (Rig *rig);

/* ms that a guest has to let go of a card when that is undone. */
#define RIG_PATIENCE 10

/* An interrupted change may have to wait for a guest before it is undone. */
void rig_wait_for_recovery (Rig *rig);

/* One change of anything. */
typedef struct _Wish Wish;

struct _Wish
{
  const char *label;
  const char *mac;     /* wiring: of this card */
  const char *network; /* … to it; "" the empty network, NULL it stays. The host: the network */
  int linked;          /* 1 yes, -1 no, 0 as it is */
  int plugged;         /* likewise */
  gboolean add;        /* wiring: another card, for the VM of this one */
  gboolean remove;     /* wiring: this card goes */
  const char *mirrors; /* wiring: the networks that it mirrors, "red,blue"; NULL as it is */
  const char *name;    /* wiring: the name that it gets; NULL it stays */
  const char *new_mac; /* likewise */
  NwdHostVerb verb;    /* the host, where there is no MAC */
  guint mtu;
  const char *label_name; /* the host: the label, or of a network the one that it carries */
  const char *existing_bridge;
  gboolean transient;      /* the host: it is gone when that starts anew */
  const char *nic;         /* the host: this NIC … */
  gboolean managed;        /* … is to be managed */
  gboolean override;       /* the host: though the attachment is out of sync */
  const char *ipv4;        /* the host: its address in the network; "" none, NULL as it is */
  gboolean ipv6_auto;      /* … and IPv6 ones from routers */
  gboolean take_addresses; /* … those of the NIC */
  guint vlan;              /* of a network */
  gboolean not_for_vms;    /* likewise: it is not, or … */
  gboolean for_vms;        /* … it is */
  const char *accept;      /* the host: these properties are right, "mtu,nic" */
  NwdOptions options;
  const Wish *and;   /* one more change of the same batch */
  const char *calls; /* what it does, "; " between */
};

typedef struct
{
  gboolean done;
  GError *error;
  char *id;
  NwdOutcome outcome;
} Answer;

void rig_begin (Rig *rig, const Wish *wish, Answer *answer);

/* Takes @changes, of NwdWiringChange. */
void rig_begin_changes (Rig *rig, GPtrArray *changes, const NwdOptions *options, Answer *answer);
void rig_wait (Answer *answer);
void answer_clear (Answer *answer);

/* Begins, waits, settles: the error it ended with, or NULL. */
GError *rig_do (Rig *rig, const Wish *wish);
void rig_must (Rig *rig, const Wish *wish);

/* Commits the checkpoint with that id, or rolls it back, and settles: the error, or NULL. */
typedef void (*RigDecide) (NwdEngine *engine,
                           const char *id,
                           const NwdOptions *options,
                           GAsyncReadyCallback callback,
                           gpointer data);
GError *rig_decide (Rig *rig, RigDecide function, const char *id);
void rig_must_decide (Rig *rig, RigDecide function, const char *id);

/* For tests of what goes wrong: a warning is part of it, a critical message never. */
void rig_allow_warnings (void);

NwdVnic *rig_vnic (Rig *rig, const char *mac);
const char *rig_network_id (Rig *rig, const char *name);

/* All derived records, for comparison. */
char *rig_state_text (Rig *rig);

/* That both have the same lines; says which one has not. */
void rig_assert_same (const char *now, const char *before);

/* The world stays as it is; @part is in the error's text. */
void rig_assert_refused (Rig *rig, const Wish *wish, int code, const char *part);

/* What was called since the last rig_forget(), "; " between. */
char *rig_calls (Rig *rig);
void rig_forget (Rig *rig);

gboolean rig_journal_is_empty (Rig *rig);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rig, rig_free)
