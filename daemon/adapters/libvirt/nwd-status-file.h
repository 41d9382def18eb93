/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-domain.h"

/* The files that libvirt's QEMU driver writes whenever anything of a VM changes, by replacing
 * them: the status of a running VM, the persistent definition and the managed save. */
#define NWD_STATUS_DIR "/run/libvirt/qemu"
#define NWD_CONFIG_DIR "/etc/libvirt/qemu"
#define NWD_SAVE_DIR   "/var/lib/libvirt/qemu/save"

typedef enum
{
  NWD_STATUS_LIVE,
  NWD_STATUS_CONFIG,
  NWD_STATUS_SAVE,
  NWD_N_STATUS_FILES
} NwdStatusFile;

#define NWD_STATUS_HANDLE_SIZE 24 /* enough for every file system that libvirt's files are on */

/* Which state of the three files was there at one moment. Two equal stamps: nothing changed in
 * between. */
typedef struct
{
  struct
  {
    guint64 inode;  /* 0: no such file */
    gint64 changed; /* ns since the epoch */
    guint8 handle[NWD_STATUS_HANDLE_SIZE];
  } files[NWD_N_STATUS_FILES];
} NwdStatusStamp;

typedef enum
{
  NWD_JOB_NONE,
  NWD_JOB_MIGRATION,
  NWD_JOB_SAVE,    /* save, restore or start */
  NWD_JOB_UNKNOWN, /* the file cannot be read */
} NwdJob;

/* The three files of VM @name as they are now. Does not block; any thread. */
void nwd_status_stamp_take (NwdStatusStamp *stamp, const char *name);
gboolean nwd_status_stamp_equal (const NwdStatusStamp *a, const NwdStatusStamp *b);

/* The long job that running VM @name is in, by its status file: libvirt has no call that tells
 * without asking the VM. Any thread. */
NwdJob nwd_status_read_job (const char *name);

/* What running VM @name does, jobs aside. FALSE when the status file does not tell. Any thread. */
gboolean nwd_status_read_state (const char *name, NwdVmState *state);

/* How many s libvirt waits for the agent of running VM @name, as the file has it: negative ones
 * have meanings of their own. VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK, the default, where it does
 * not tell. Any thread. */
int nwd_status_read_agent_timeout (const char *name);

/* The same from the text of a status file. */
NwdJob nwd_status_parse_job (const char *text);
gboolean nwd_status_parse_state (const char *text, NwdVmState *state);
int nwd_status_parse_agent_timeout (const char *text);
