/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* What can have happened. */
typedef enum
{
  NWD_EVENT_ADD_VNIC,
  NWD_EVENT_ADD_VNIC_FAILED,
  NWD_EVENT_UPDATE_VNIC,
  NWD_EVENT_UPDATE_VNIC_FAILED,
  NWD_EVENT_REMOVE_VNIC,
  NWD_EVENT_REMOVE_VNIC_FAILED,
  NWD_EVENT_PLUG_VNIC,
  NWD_EVENT_PLUG_VNIC_FAILED,
  NWD_EVENT_UNPLUG_VNIC,
  NWD_EVENT_UNPLUG_VNIC_FAILED,
  NWD_EVENT_UNPLUGGED_LATE,
  NWD_EVENT_MAC_IN_USE,
  NWD_EVENT_VNICS_OUT_OF_SYNC,
  NWD_EVENT_VNIC_CHANGED_OUTSIDE,
  NWD_EVENT_ADD_NETWORK,
  NWD_EVENT_ADD_NETWORK_FAILED,
  NWD_EVENT_UPDATE_NETWORK,
  NWD_EVENT_UPDATE_NETWORK_FAILED,
  NWD_EVENT_REMOVE_NETWORK,
  NWD_EVENT_REMOVE_NETWORK_FAILED,
  NWD_EVENT_ATTACH_NETWORK,
  NWD_EVENT_ATTACH_NETWORK_FAILED,
  NWD_EVENT_UPDATE_ATTACHMENT,
  NWD_EVENT_UPDATE_ATTACHMENT_FAILED,
  NWD_EVENT_DETACH_NETWORK,
  NWD_EVENT_DETACH_NETWORK_FAILED,
  NWD_EVENT_UPDATE_NIC,
  NWD_EVENT_UPDATE_NIC_FAILED,
  NWD_EVENT_BRIDGE_UP,
  NWD_EVENT_BRIDGE_DOWN,
  NWD_EVENT_GIVEN_UP,
  NWD_EVENT_UNDONE_LATE,
  NWD_EVENT_INTERRUPTED_UNDONE,
  NWD_EVENT_INTERRUPTED_NOT_UNDONE,
  NWD_EVENT_ROLLED_BACK,
  NWD_EVENT_ROLLBACK_KEPT,
  NWD_EVENT_RECOVERED,
  NWD_EVENT_RECOVER_FAILED,
  NWD_N_EVENT_TYPES
} NwdEventType;

typedef enum
{
  NWD_SEVERITY_INFO,
  NWD_SEVERITY_WARNING,
  NWD_SEVERITY_ERROR,
  NWD_N_SEVERITIES
} NwdSeverity;

/* The event's id, as the bus and the journal name it: oVirt's where it has one. */
const char *nwd_event_type_name (NwdEventType type);

NwdSeverity nwd_event_type_severity (NwdEventType type);

/* "info", "warning", "error". */
const char *nwd_severity_name (NwdSeverity severity);

/* The journal's MESSAGE_ID, 32 hex digits: events that call for the same explanation share one
 * (data/netwiring.catalog). */
const char *nwd_event_type_message_id (NwdEventType type);
