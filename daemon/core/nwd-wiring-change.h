/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

typedef enum
{
  NWD_WIRING_UPDATE, /* the fields get these values; all else stays */
  NWD_WIRING_ADD,    /* a new vNIC of these values */
  NWD_WIRING_REMOVE, /* the vNIC goes */
} NwdWiringVerb;

typedef enum
{
  NWD_WIRING_LINKED = 1 << 0,
  NWD_WIRING_NETWORK = 1 << 1,
  NWD_WIRING_PLUGGED = 1 << 2,
  NWD_WIRING_MIRRORS = 1 << 3,
  NWD_WIRING_NAME = 1 << 4,
  NWD_WIRING_MAC = 1 << 5,
  NWD_WIRING_MODEL = 1 << 6,
  NWD_WIRING_MTU = 1 << 7,
  NWD_WIRING_ISOLATED = 1 << 8,
  NWD_WIRING_FILTER = 1 << 9,
  NWD_WIRING_FILTER_PARAMETERS = 1 << 10,
  NWD_WIRING_ADDRESS = 1 << 11,
  NWD_WIRING_VIRTUAL_PORT = 1 << 12,
} NwdWiringField;

/* What a caller wants of one vNIC. Only the fields of @fields are meant. */
typedef struct
{
  NwdWiringVerb verb;
  char *vm_id;   /* of NWD_WIRING_ADD, else NULL */
  char *vnic_id; /* of NWD_WIRING_ADD: the id that it gets */
  NwdWiringField fields;
  gboolean linked;
  gboolean plugged;
  gboolean isolated;
  guint mtu;        /* bytes; 0: its network's */
  char *network_id; /* "" the empty network; NULL without NWD_WIRING_NETWORK */
  char **mirrors;   /* ids of networks; NULL without NWD_WIRING_MIRRORS */
  char *name;
  char *mac; /* lower case */
  char *model;
  char *filter;                /* "" none */
  GVariant *filter_parameters; /* a{ss} */
  char *address;               /* guest PCI address; "": libvirt chooses */
  GVariant *virtual_port;      /* a{sv} of strings */

  GHashTable *leaving; /* set of ids of vNICs whose MACs the same request frees, not owned; NULL:
                        * none */
  GHashTable *renamed; /* likewise, of vNICs whose names it frees */
  char *definition;    /* the <interface> that libvirt has of it; NULL: not read, see below */
  gboolean no_filter;  /* libvirt was asked, and has no filter of that name */
} NwdWiringChange;

NwdWiringChange *nwd_wiring_change_new (const char *vnic_id);

/* A vNIC of @vm_id that will have the id @vnic_id. */
NwdWiringChange *nwd_wiring_change_new_add (const char *vm_id, const char *vnic_id);
void nwd_wiring_change_free (NwdWiringChange *change);

/* Whether the plan of it may take the card out of a definition or copy it to another one: then
 * @definition must have been read. */
gboolean nwd_wiring_change_needs_definition (const NwdWiringChange *change);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdWiringChange, nwd_wiring_change_free)
