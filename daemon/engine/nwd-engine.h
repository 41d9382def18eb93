/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-event.h"
#include "core/nwd-host-change.h"
#include "core/nwd-options.h"
#include "core/nwd-state.h"
#include "core/nwd-wiring-change.h"
#include "core/nwd-guest-schedule.h"
#include "ports/nwd-guest-agent.h"
#include "ports/nwd-host-network.h"
#include "ports/nwd-hypervisor.h"
#include "nwd-history.h"
#include "ports/nwd-kernel.h"
#include "ports/nwd-log.h"
#include "ports/nwd-store.h"

/* The engine: owns the state, lets changes through one at a time per VM and for the host, and folds
 * in what the ports tell. Thread: main context. */
#define NWD_TYPE_ENGINE (nwd_engine_get_type ())
G_DECLARE_FINAL_TYPE (NwdEngine, nwd_engine, NWD, ENGINE, GObject)

/* Called whenever something changed, before the callback of the call that changed it. */
typedef void (*NwdEngineChanged) (const NwdTouched *touched, gpointer data);

/* Called for every event, after what changed was published, before the callback of the call that
 * it tells of. */
typedef void (*NwdEngineTold) (const NwdEvent *event, gpointer data);

NwdEngine *nwd_engine_new (NwdHypervisor *hypervisor,
                           NwdHostNetwork *host_network,
                           NwdKernel *kernel,
                           NwdStore *store,
                           NwdLog *log);

/* Has guests asked for their addresses, at that pace; before nwd_engine_start(). Without it they
 * are not, and nothing that they said before is shown or kept. */
void nwd_engine_ask_guests (NwdEngine *self, NwdGuestAgent *agent, const NwdGuestPace *pace);

/* Reads the store and starts the ports; what cannot be read makes the state degraded. */
void
nwd_engine_start (NwdEngine *self, NwdEngineChanged changed, NwdEngineTold told, gpointer data);

/* Everything known; the caller must not keep it beyond the current callback. */
const NwdState *nwd_engine_get_state (NwdEngine *self);

/* The last events, for reading. */
const NwdHistory *nwd_engine_get_history (NwdEngine *self);

/* Reads what objects have counted; no need to where that was done within the last second:
 * nwd_engine_has_sample(). Errors: NWD_ERROR_FAILED. */
void nwd_engine_sample_async (NwdEngine *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean nwd_engine_sample_finish (NwdEngine *self, GAsyncResult *result, GError **error);
gboolean nwd_engine_has_sample (NwdEngine *self);

/* What is told of an object as of then, {oa{sv}}: nwd_meters_describe(). */
GVariant *nwd_engine_get_statistics (NwdEngine *self, NwdKind kind, const char *id);

/* Asks the guest of a VM for its addresses now. Errors: NWD_ERROR_NOT_SUPPORTED where guests are
 * not asked, or the VM is off or paused; nwd_guests_refresh(). */
void nwd_engine_refresh_guest_async (NwdEngine *self,
                                     const char *vm_id,
                                     const NwdOptions *options,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean nwd_engine_refresh_guest_finish (NwdEngine *self, GAsyncResult *result, GError **error);

/* Keeps what must outlast the process; nothing may be asked of it afterwards. */
void nwd_engine_stop (NwdEngine *self);

/* What came of a change. */
typedef struct
{
  GVariant *steps;     /* what was done: nwd_plan_describe(); NULL unless the options ask for it */
  char *checkpoint_id; /* which decides whether it stays; "" none */
} NwdOutcome;

/* Changes, adds or removes vNICs as @changes (of NwdWiringChange, taken) say, all or nothing,
 * those of different VMs at the same time. Errors: the wiring rules' (nwd-plan-batch.h),
 * NWD_ERROR_BUSY, NWD_ERROR_TIMEOUT, NWD_ERROR_DEGRADED, NWD_ERROR_STORAGE_FAILED and the ports'.
 * On any of them but a timeout everything is as it was. */
void nwd_engine_wire_async (NwdEngine *self,
                            GPtrArray *changes,
                            const NwdOptions *options,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* The id of the vNIC that was made, "" where none was. @outcome: NULL, or gets the rest. */
char *
nwd_engine_wire_finish (NwdEngine *self, GAsyncResult *result, NwdOutcome *outcome, GError **error);

/* Decides on a checkpoint, or gives it a deadline so many seconds from now. Errors:
 * NWD_ERROR_NOT_FOUND, NWD_ERROR_BUSY for one that is decided, NWD_ERROR_STORAGE_FAILED,
 * NWD_ERROR_DEGRADED. */
void nwd_engine_commit_async (NwdEngine *self,
                              const char *id,
                              const NwdOptions *options,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void nwd_engine_roll_back_async (NwdEngine *self,
                                 const char *id,
                                 const NwdOptions *options,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void nwd_engine_extend_async (NwdEngine *self,
                              const char *id,
                              guint seconds,
                              const NwdOptions *options,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean nwd_engine_checkpoint_finish (NwdEngine *self, GAsyncResult *result, GError **error);

/* Puts all cards of a VM onto a network, "" the empty one, and remembers how they were; NULL as
 * @network_id puts them back. Errors: those of nwd-plan-quarantine.h and of
 * nwd_engine_wire_async(). */
void nwd_engine_quarantine_async (NwdEngine *self,
                                  const char *vm_id,
                                  const char *network_id,
                                  const NwdOptions *options,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean nwd_engine_quarantine_finish (NwdEngine *self, GAsyncResult *result, GError **error);

/* Changes networks, attachments and NICs as @changes (of NwdHostChange, taken) say, all or nothing.
 * Errors: those of nwd-plan-setup.h, NWD_ERROR_BUSY, NWD_ERROR_TIMEOUT, NWD_ERROR_DEGRADED,
 * NWD_ERROR_STORAGE_FAILED and the ports'. On any of them but a timeout all is as it was. */
void nwd_engine_set_up_async (NwdEngine *self,
                              GPtrArray *changes,
                              const NwdOptions *options,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* The id of the object that was made or changed, "" for one that was removed, for several and for a
 * dry run. @outcome: NULL, or gets the rest. */
char *nwd_engine_set_up_finish (NwdEngine *self,
                                GAsyncResult *result,
                                NwdOutcome *outcome,
                                GError **error);

/* The same of one, which it takes. */
void nwd_engine_change_host_async (NwdEngine *self,
                                   NwdHostChange *change,
                                   const NwdOptions *options,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* The way out of a degraded state. @previous: the last good store files are taken back, where there
 * are any; else an empty store. Bad files are kept, set aside. */
void nwd_engine_recover_async (NwdEngine *self,
                               gboolean previous,
                               const NwdOptions *options,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean nwd_engine_recover_finish (NwdEngine *self, GAsyncResult *result, GError **error);
