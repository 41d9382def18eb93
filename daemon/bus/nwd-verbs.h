/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-verb.h"

#include "core/nwd-host-change.h"
#include "engine/nwd-engine.h"

/* Every method of the bus but those of the standard interfaces; their context is the NwdEngine. */
extern const NwdVerb nwd_verbs[];

NwdRequest *nwd_verbs_parse_find_vm (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_find_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_find_vnic (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_create_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_attach_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_recover (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_history (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_update_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_delete_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_update_attachment (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_sync_attachment (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_accept_actual (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_remove_attachment (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_add_label (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_remove_label (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_set_managed (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_update_vnic (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_set_linked (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_set_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_quarantine (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_refresh_guest (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_checkpoint (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_extend (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_apply_wiring (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_setup_networks (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_statistics (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_statistics_of_many (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);

NwdRequest *nwd_verbs_parse_plug (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_unplug (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_remove_vnic (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);
NwdRequest *nwd_verbs_parse_add_vnic (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error);

/* The intent is the answer, a GVariant. */
void nwd_verbs_run_find (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation);
/* The intent is an NwdHistoryFilter. */
void
nwd_verbs_run_history (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation);
/* The intent is whether to go back to the previous store. */
void
nwd_verbs_run_recover (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation);
/* The intent is an NwdWiringChange. */
void nwd_verbs_run_wiring (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation);
/* The same, of a vNIC that is added: answers with it. */
void
nwd_verbs_run_add_vnic (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation);
/* The intent is a GPtrArray of NwdWiringChange. */
void nwd_verbs_run_apply_wiring (gpointer engine,
                                 NwdRequest *request,
                                 GDBusMethodInvocation *invocation);
/* The intent is a GPtrArray of NwdHostChange. */
void nwd_verbs_run_setup_networks (gpointer engine,
                                   NwdRequest *request,
                                   GDBusMethodInvocation *invocation);
/* The intent is nwd-verbs-quarantine.c's own. */
void
nwd_verbs_run_quarantine (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation);
/* The intent is the VM's id. */
void nwd_verbs_run_refresh_guest (gpointer engine,
                                  NwdRequest *request,
                                  GDBusMethodInvocation *invocation);
/* The intent is nwd-verbs-checkpoint.c's own. */
void nwd_verbs_run_commit (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation);
void
nwd_verbs_run_roll_back (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation);
void nwd_verbs_run_extend (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation);
/* The intent is nwd-verbs-statistics.c's own. */
void
nwd_verbs_run_statistics (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation);
void nwd_verbs_run_statistics_of_many (gpointer engine,
                                       NwdRequest *request,
                                       GDBusMethodInvocation *invocation);
/* The intent is an NwdHostChange. */
void nwd_verbs_run_host (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation);

/* Settings of a network, as fields of NwdHostChange, and of an attachment likewise, that is made
 * and that is there. */
extern const NwdKey nwd_verbs_network_settings[];
extern const NwdKey nwd_verbs_attachment_settings[];
extern const NwdKey nwd_verbs_attachment_changes[];

/* What SetupNetworks is asked for, as fields of nwd-verbs-setup.c's own. */
extern const NwdKey nwd_verbs_setup_request[];

/* What of the history is wanted, as fields of NwdHistoryFilter. */
extern const NwdKey nwd_verbs_history_filter[];

/* A request to the host's queue. Takes @change and @details. */
NwdRequest *
nwd_verbs_host_request (NwdHostChange *change, char **details, const NwdOptions *options);

/* What SetupNetworks and ApplyWiring answer; empties @outcome. */
GVariant *nwd_verbs_make_result (NwdOutcome *outcome);

/* Options of Quarantine and of Release, as fields of nwd-verbs-quarantine.c's own. */
extern const NwdKey nwd_verbs_quarantine_options[];
extern const NwdKey nwd_verbs_release_options[];

/* Of statistics: there are none. */
extern const NwdKey nwd_verbs_statistics_options[];
