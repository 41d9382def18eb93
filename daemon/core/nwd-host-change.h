/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-ip-config.h"

typedef enum
{
  NWD_HOST_CREATE_NETWORK,    /* name, settings */
  NWD_HOST_UPDATE_NETWORK,    /* id, settings */
  NWD_HOST_DELETE_NETWORK,    /* id */
  NWD_HOST_ATTACH,            /* id (of the network), existing_bridge or nic */
  NWD_HOST_SET_UP,            /* the same, of a network that may be attached so already */
  NWD_HOST_UPDATE_ATTACHMENT, /* id, nic, override */
  NWD_HOST_SYNC_ATTACHMENT,   /* id */
  NWD_HOST_ACCEPT,            /* id (of the attachment), properties */
  NWD_HOST_DETACH,            /* id (of the attachment) */
  NWD_HOST_ADD_LABEL,         /* name, nic */
  NWD_HOST_SET_LABEL,         /* the same, of one that may be there already */
  NWD_HOST_REMOVE_LABEL,      /* id (name) */
  NWD_HOST_SET_MANAGED,       /* id (name of the NIC), managed */
} NwdHostVerb;

typedef enum
{
  NWD_SETTING_DESCRIPTION = 1 << 0,
  NWD_SETTING_MTU = 1 << 1,
  NWD_SETTING_VLAN = 1 << 2,
  NWD_SETTING_VM_NETWORK = 1 << 3,
  NWD_SETTING_PORT_ISOLATION = 1 << 4,
  NWD_SETTING_BRIDGE_NAME = 1 << 5,
  NWD_SETTING_LABEL = 1 << 6,
} NwdNetworkSetting;

/* What a caller wants of the host. @settings tells which of the settings are meant. */
typedef struct
{
  NwdHostVerb verb;
  char *id;
  char *name;
  NwdNetworkSetting settings;
  char *description;
  guint mtu;
  guint vlan;
  gboolean vm_network;
  gboolean port_isolation;
  char *bridge_name;     /* "" back to the default */
  char *label;           /* of a network: "" none; the one that attaches, moves or detaches it: NULL
                          * none */
  char *existing_bridge; /* NULL: an isolated bridge of our own */
  char *nic;             /* name of the NIC beneath; NULL none, or as it is; "" none */
  gboolean transient;    /* what is set up is gone when the host starts anew */
  gboolean override;     /* also where the attachment is out of sync */
  NwdIpFamily ipv4;      /* addresses of this host in the network; method NULL: as they are */
  NwdIpFamily ipv6;
  gboolean take_addresses; /* those that the NIC has */
  char **properties;       /* of Attachment.OutOfSync */
  gboolean managed;        /* whether the network manager is to manage the NIC */
} NwdHostChange;

NwdHostChange *nwd_host_change_new (NwdHostVerb verb, const char *id);
void nwd_host_change_free (NwdHostChange *change);

/* @change gets what @other says of NIC, addresses and override. */
void nwd_host_change_take_place (NwdHostChange *change, const NwdHostChange *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdHostChange, nwd_host_change_free)
