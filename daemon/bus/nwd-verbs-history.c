/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "core/nwd-error.h"
#include "core/nwd-name.h"
#include "core/nwd-path.h"

/* Reading waits for nothing but polkit: it has a line of its own. */
#define QUEUE "history"

const NwdKey nwd_verbs_history_filter[] = {
  { "max", "u", G_STRUCT_OFFSET (NwdHistoryFilter, max), .min = 1, .max = NWD_HISTORY_MAX },
  { "since", "t", G_STRUCT_OFFSET (NwdHistoryFilter, since) },
  { "object", "o", G_STRUCT_OFFSET (NwdHistoryFilter, object) },
  { "event", "s", G_STRUCT_OFFSET (NwdHistoryFilter, event), .check = nwd_name_check_text },
  {},
};

static void
filter_free (NwdHistoryFilter *filter)
{
  g_free (filter->object);
  g_free (filter->event);
  g_free (filter);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdHistoryFilter, filter_free)

/* The path of the VM, network or NIC of that name, or of the vNIC with that UUID. An object may be
 * gone and its history still be wanted: by its path. */
static char *
find_object (const NwdState *state, const char *text, GError **error)
{
  const NwdVm *vm = nwd_state_find_vm (state, text, NULL);
  const NwdNetwork *network = vm ? NULL : nwd_state_find_network (state, text, NULL);
  g_autofree char *quoted = nwd_name_quote (text);

  if (vm)
    return nwd_path_new (NWD_KIND_VM, vm->domain->id);
  if (network)
    return nwd_path_new (NWD_KIND_NETWORK, network->id);
  if (nwd_state_get_vnic (state, text))
    return nwd_path_new (NWD_KIND_VNIC, text);
  if (nwd_state_get_nic (state, text))
    return nwd_path_new (NWD_KIND_NIC, text);
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND,
               "object: there is no VM, network or NIC %s, and no vNIC of that UUID", quoted);
  return NULL;
}

static gboolean
look_up_object (const NwdState *state, NwdHistoryFilter *filter, GError **error)
{
  g_autofree char *text = g_steal_pointer (&filter->object);

  if (!text)
    return TRUE;
  filter->object
    = g_variant_is_object_path (text) ? g_strdup (text) : find_object (state, text, error);
  return filter->object != NULL;
}

NwdRequest *
nwd_verbs_parse_history (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  g_autoptr (NwdHistoryFilter) filter = g_new0 (NwdHistoryFilter, 1);
  g_autoptr (GVariant) dict = g_variant_get_child_value (parameters, 0);
  const NwdOptions none = { 0 };
  guint given = 0;

  if (!nwd_key_unpack (verb->keys, dict, filter, &given, error)
      || !look_up_object (nwd_engine_get_state (engine), filter, error))
    return NULL;
  return nwd_request_new (QUEUE, /* details= */ NULL, &none, g_steal_pointer (&filter),
                          (GDestroyNotify)filter_free);
}

static GVariant *
make_details (const NwdEvent *event)
{
  GVariantBuilder details;

  g_variant_builder_init (&details, G_VARIANT_TYPE ("a{ss}"));
  for (guint i = 0; i < event->details->len; i += 2)
    g_variant_builder_add (&details, "{ss}", g_ptr_array_index (event->details, i),
                           g_ptr_array_index (event->details, i + 1));
  return g_variant_builder_end (&details);
}

static GVariant *
make_entry (const NwdEvent *event)
{
  const char *severity = nwd_severity_name (nwd_event_type_severity (event->type));
  GVariantDict entry;

  g_variant_dict_init (&entry, NULL);
  g_variant_dict_insert (&entry, "time", "t", (guint64)event->time);
  g_variant_dict_insert (&entry, "event", "s", nwd_event_type_name (event->type));
  g_variant_dict_insert (&entry, "severity", "s", severity);
  g_variant_dict_insert (&entry, "object", "o", event->object);
  g_variant_dict_insert (&entry, "message", "s", event->message);
  if (event->uid != NWD_EVENT_NO_UID)
    g_variant_dict_insert (&entry, "uid", "u", event->uid);
  g_variant_dict_insert (&entry, "action", "s", event->action);
  g_variant_dict_insert_value (&entry, "details", make_details (event));
  return g_variant_dict_end (&entry);
}

void
nwd_verbs_run_history (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  g_autoptr (GPtrArray) list = nwd_history_list (nwd_engine_get_history (engine), request->intent);
  GVariantBuilder entries;

  g_variant_builder_init (&entries, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < list->len; i++)
    g_variant_builder_add_value (&entries, make_entry (g_ptr_array_index (list, i)));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &entries));
  nwd_request_free (request);
}
