/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-bus-error.h"
#include "nwd-details.h"

#define TIMEOUT_MAX 86400 /* s */

typedef struct
{
  NwdOptions options;
  char *vm_id;
  char *network_id; /* as the caller wrote it until it is looked up; NULL: Release */
} Quarantine;

#define COMMON                                                                                     \
  { "dry-run", "b", G_STRUCT_OFFSET (Quarantine, options.dry_run) },                               \
    { "timeout", "u", G_STRUCT_OFFSET (Quarantine, options.timeout), .max = TIMEOUT_MAX },         \
  {                                                                                                \
    "foreign", "b", G_STRUCT_OFFSET (Quarantine, options.foreign)                                  \
  }

const NwdKey nwd_verbs_quarantine_options[] = {
  COMMON,
  { "network", "o", G_STRUCT_OFFSET (Quarantine, network_id) },
  {},
};

const NwdKey nwd_verbs_release_options[] = { COMMON, {} };

static void
quarantine_free (Quarantine *quarantine)
{
  g_free (quarantine->vm_id);
  g_free (quarantine->network_id);
  g_free (quarantine);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Quarantine, quarantine_free)

static gboolean
unpack (const NwdState *state,
        const NwdVerb *verb,
        GVariant *parameters,
        Quarantine *quarantine,
        GError **error)
{
  g_autoptr (GVariant) dict = g_variant_get_child_value (parameters, 0);
  g_autofree char *text = NULL;
  guint given = 0;

  if (!nwd_key_unpack (verb->options, dict, quarantine, &given, error))
    return FALSE;
  text = g_steal_pointer (&quarantine->network_id);
  if (g_str_equal (verb->method, "Release"))
    return TRUE;
  quarantine->network_id = nwd_argument_network (state, "network", text ? text : "", error);
  return quarantine->network_id != NULL;
}

/* Polkit's rules decide card by card; a VM that has none is one with no network. */
static NwdRequest *
request_new (const NwdState *state, const NwdVm *vm, Quarantine *quarantine)
{
  NwdRequest *request
    = nwd_request_new_of_many (&quarantine->options, quarantine, (GDestroyNotify)quarantine_free);
  g_autoptr (NwdWiringChange) change = nwd_wiring_change_new (vm->domain->id);

  change->fields = quarantine->network_id ? NWD_WIRING_NETWORK : 0;
  change->network_id = g_strdup (quarantine->network_id);
  for (guint i = 0; i < vm->vnic_ids->len; i++)
    {
      const NwdVnic *vnic = nwd_state_get_vnic (state, g_ptr_array_index (vm->vnic_ids, i));

      nwd_request_add (request, vm->domain->id,
                       nwd_details_of_wiring (state, vnic, change, &quarantine->options));
    }
  if (vm->vnic_ids->len == 0)
    nwd_request_add (request, vm->domain->id, nwd_details_of_new_vnic (state, vm, change));
  return request;
}

NwdRequest *
nwd_verbs_parse_quarantine (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdState *state = nwd_engine_get_state (engine);
  const NwdVm *vm = nwd_argument_called_vm (state, id, error);
  g_autoptr (Quarantine) quarantine = g_new0 (Quarantine, 1);

  quarantine->options.timeout = NWD_OPTIONS_TIMEOUT;
  quarantine->vm_id = g_strdup (id);
  if (!vm || !unpack (state, verb, parameters, quarantine, error))
    return NULL;
  return request_new (state, vm, g_steal_pointer (&quarantine));
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  g_autoptr (GError) error = NULL;

  if (nwd_engine_quarantine_finish (NWD_ENGINE (source), result, &error))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    nwd_bus_error_return (invocation, error);
}

void
nwd_verbs_run_quarantine (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  const Quarantine *quarantine = request->intent;

  nwd_engine_quarantine_async (engine, quarantine->vm_id, quarantine->network_id, &request->options,
                               on_done, invocation);
  nwd_request_free (request);
}
