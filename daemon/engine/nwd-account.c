/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-account.h"

#include "core/nwd-error.h"
#include "core/nwd-facts.h"

#include <string.h>

struct _NwdAccount
{
  NwdContext *context;
  NwdKind called_kind;
  char *called_id;
  guint32 uid;
  const char *action;
  gboolean dry_run;

  gboolean begun;
  gboolean given_up;
  NwdKind kind; /* of what is made or changed; as long as there is no such object, of the called */
  char *id;
  char *vm_id; /* "" none */
  char **before;
};

/* --- what it is called --- */

static const struct
{
  const char *action;
  NwdKind kind; /* of the object called */
  NwdEventType failed;
} failures[] = {
  { "AddVnic", NWD_KIND_VM, NWD_EVENT_ADD_VNIC_FAILED },
  { "Remove", NWD_KIND_VNIC, NWD_EVENT_REMOVE_VNIC_FAILED },
  { "Plug", NWD_KIND_VNIC, NWD_EVENT_PLUG_VNIC_FAILED },
  { "Unplug", NWD_KIND_VNIC, NWD_EVENT_UNPLUG_VNIC_FAILED },
  { "CreateNetwork", NWD_KIND_ROOT, NWD_EVENT_ADD_NETWORK_FAILED },
  { "Recover", NWD_KIND_ROOT, NWD_EVENT_RECOVER_FAILED },
  { "Delete", NWD_KIND_NETWORK, NWD_EVENT_REMOVE_NETWORK_FAILED },
  { "AttachNetwork", NWD_KIND_NETWORK, NWD_EVENT_ATTACH_NETWORK_FAILED },
  { "Update", NWD_KIND_ATTACHMENT, NWD_EVENT_UPDATE_ATTACHMENT_FAILED },
  { "Sync", NWD_KIND_ATTACHMENT, NWD_EVENT_UPDATE_ATTACHMENT_FAILED },
  { "AcceptActual", NWD_KIND_ATTACHMENT, NWD_EVENT_UPDATE_ATTACHMENT_FAILED },
  { "Remove", NWD_KIND_ATTACHMENT, NWD_EVENT_DETACH_NETWORK_FAILED },
  { "SetManaged", NWD_KIND_NIC, NWD_EVENT_UPDATE_NIC_FAILED },
  { "AddLabel", NWD_KIND_LABEL, NWD_EVENT_ADD_LABEL_FAILED },
  { "Remove", NWD_KIND_LABEL, NWD_EVENT_REMOVE_LABEL_FAILED },
  { "SetupNetworks", NWD_KIND_LABEL, NWD_EVENT_ADD_LABEL_FAILED },
  { "SetupNetworks", NWD_KIND_NETWORK, NWD_EVENT_ATTACH_NETWORK_FAILED },
  { "SetupNetworks", NWD_KIND_ATTACHMENT, NWD_EVENT_DETACH_NETWORK_FAILED },
};

static NwdEventType
failure_of (const NwdAccount *account, const GError *error)
{
  if (g_error_matches (error, NWD_ERROR, NWD_ERROR_MAC_IN_USE))
    return NWD_EVENT_MAC_IN_USE;
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    if (failures[i].kind == account->called_kind
        && g_str_equal (failures[i].action, account->action))
      return failures[i].failed;
  if (account->called_kind == NWD_KIND_VM || account->called_kind == NWD_KIND_VNIC)
    return NWD_EVENT_UPDATE_VNIC_FAILED;
  return NWD_EVENT_UPDATE_NETWORK_FAILED;
}

static NwdEventType
vnic_success (char **before, char **after)
{
  const char *was = nwd_facts_get (before, "plugged");
  const char *is = nwd_facts_get (after, "plugged");

  if (!*before)
    return NWD_EVENT_ADD_VNIC;
  if (!*after)
    return NWD_EVENT_REMOVE_VNIC;
  if (g_str_equal (was, is))
    return NWD_EVENT_UPDATE_VNIC;
  return g_str_equal (is, "yes") ? NWD_EVENT_PLUG_VNIC : NWD_EVENT_UNPLUG_VNIC;
}

static NwdEventType
success_of (NwdKind kind, char **before, char **after)
{
  if (kind == NWD_KIND_VNIC)
    return vnic_success (before, after);
  if (kind == NWD_KIND_ROOT)
    return NWD_EVENT_RECOVERED;
  if (kind == NWD_KIND_NIC)
    return NWD_EVENT_UPDATE_NIC;
  if (kind == NWD_KIND_ATTACHMENT && *before && *after)
    return NWD_EVENT_UPDATE_ATTACHMENT;
  if (kind == NWD_KIND_LABEL)
    return *after ? NWD_EVENT_ADD_LABEL : NWD_EVENT_REMOVE_LABEL;
  if (kind == NWD_KIND_ATTACHMENT)
    return *after ? NWD_EVENT_ATTACH_NETWORK : NWD_EVENT_DETACH_NETWORK;
  if (!*before)
    return NWD_EVENT_ADD_NETWORK;
  return *after ? NWD_EVENT_UPDATE_NETWORK : NWD_EVENT_REMOVE_NETWORK;
}

static const char *
verb_of (NwdEventType type)
{
  switch (type)
    {
    case NWD_EVENT_ADD_VNIC:
    case NWD_EVENT_ADD_NETWORK:
    case NWD_EVENT_ADD_LABEL:
      return "added";
    case NWD_EVENT_REMOVE_VNIC:
    case NWD_EVENT_REMOVE_NETWORK:
    case NWD_EVENT_REMOVE_LABEL:
      return "removed";
    case NWD_EVENT_PLUG_VNIC:
      return "plugged";
    case NWD_EVENT_UNPLUG_VNIC:
      return "unplugged";
    case NWD_EVENT_ATTACH_NETWORK:
      return "attached";
    case NWD_EVENT_DETACH_NETWORK:
      return "detached";
    case NWD_EVENT_RECOVERED:
      return "recovered";
    default:
      return "changed";
    }
}

static const char *
vm_name (const NwdAccount *account)
{
  const NwdVm *vm = nwd_state_get_vm (account->context->state, account->vm_id);

  return vm ? vm->domain->name : account->vm_id;
}

static char *
subject_of (const NwdAccount *account, NwdKind kind, char **facts)
{
  if (kind == NWD_KIND_VNIC)
    return g_strdup_printf ("vNIC %s of VM %s", nwd_facts_get (facts, "name"), vm_name (account));
  if (kind == NWD_KIND_ROOT)
    return g_strdup ("the stored state");
  if (kind == NWD_KIND_NIC)
    return g_strdup_printf ("NIC %s", nwd_facts_get (facts, "name"));
  if (kind == NWD_KIND_LABEL)
    return g_strdup_printf ("label %s", nwd_facts_get (facts, "name"));
  if (kind == NWD_KIND_ATTACHMENT)
    return g_strdup_printf ("network %s", nwd_facts_get (facts, "network"));
  return g_strdup_printf ("network %s", nwd_facts_get (facts, "name"));
}

/* --- what is told --- */

/* Takes @event. @before and @after: facts of the object of @kind. */
static void
tell (const NwdAccount *account, NwdEvent *event, NwdKind kind, char **before, char **after)
{
  char **facts = *after ? after : before;
  const char *network = kind == NWD_KIND_NETWORK ? "name" : "network";
  g_autofree char *was = nwd_facts_differing (before, after);
  g_autofree char *is = nwd_facts_differing (after, before);

  nwd_event_set_caller (event, account->uid, account->action);
  if (*account->vm_id)
    nwd_event_set_vm (event, account->vm_id, vm_name (account));
  if (kind == NWD_KIND_VNIC)
    nwd_event_add_detail (event, "vnic", nwd_facts_get (facts, "name"));
  if (kind == NWD_KIND_NIC)
    nwd_event_add_detail (event, "nic", nwd_facts_get (facts, "name"));
  nwd_event_add_detail (event, "mac-address", nwd_facts_get (facts, "mac-address"));
  nwd_event_add_detail (event, "network", nwd_facts_get (facts, network));
  nwd_event_add_detail (event, "before", was);
  nwd_event_add_detail (event, "after", is);
  nwd_context_tell (account->context, event);
}

static void
tell_done (const NwdAccount *account, NwdKind kind, char **after)
{
  NwdEventType type = success_of (kind, account->before, after);
  g_autofree char *subject = subject_of (account, kind, *after ? after : account->before);
  g_autofree char *news = nwd_facts_tell (account->before, after);
  gboolean moved = type == NWD_EVENT_ADD_LABEL && *account->before;
  g_autofree char *message
    = g_strdup_printf ("%s was %s%s%s", subject, moved ? "moved" : verb_of (type),
                       *news && *after ? ": " : "", *after ? news : "");

  tell (account, nwd_event_new (type, kind, account->id, message), kind, account->before, after);
}

/* Of @type, about what @error says. */
static void
tell_error (const NwdAccount *account,
            NwdEventType type,
            const GError *error,
            const char *message,
            NwdKind kind,
            char **after)
{
  gboolean there = nwd_state_has (account->context->state, kind, account->id);
  NwdEvent *event = there ? nwd_event_new (type, kind, account->id, message)
                          : nwd_event_new (type, account->called_kind, account->called_id, message);

  if (error->domain == NWD_ERROR)
    nwd_event_add_detail (event, "error", nwd_error_name (error->code));
  tell (account, event, kind, account->before, after);
}

static void
tell_failed (const NwdAccount *account, const GError *error, NwdKind kind, char **after)
{
  g_autofree char *late
    = g_strdup_printf ("a change that was given up has ended: %s", error->message);

  if (account->given_up)
    tell_error (account, NWD_EVENT_UNDONE_LATE, error, late, kind, after);
  else
    tell_error (account, failure_of (account, error), error, error->message, kind, after);
}

/* Cards that run with another MTU until their VM starts anew. */
static void
tell_out_of_sync (const NwdAccount *account, char **after)
{
  const NwdState *state = account->context->state;
  GHashTable *vnics = g_hash_table_lookup (state->network_vnics, account->id);
  g_autofree char *message = NULL;
  GHashTableIter iter;
  gpointer id;
  guint n = 0;

  if (!vnics)
    return;
  g_hash_table_iter_init (&iter, vnics);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (nwd_vnic_get_next_start (nwd_state_get_vnic (state, id)) & NWD_NEXT_MTU)
      n++;
  if (n == 0)
    return;
  message = g_strdup_printf ("%u vNICs on network %s get its new MTU when their VMs start next", n,
                             nwd_facts_get (after, "name"));
  tell (account,
        nwd_event_new (NWD_EVENT_VNICS_OUT_OF_SYNC, NWD_KIND_NETWORK, account->id, message),
        NWD_KIND_NETWORK, account->before, after);
}

/* --- the account --- */

static NwdKind
find_kind (const NwdState *state, const char *id, NwdKind otherwise)
{
  const NwdKind kinds[] = { NWD_KIND_VNIC, NWD_KIND_NETWORK, NWD_KIND_ATTACHMENT, NWD_KIND_NIC };

  /* A label and a NIC may have one name; one that is gone is what it was. */
  if (otherwise == NWD_KIND_LABEL)
    return otherwise;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (nwd_state_has (state, kinds[i], id))
      return kinds[i];
  return otherwise;
}

static char *
find_vm (const NwdState *state, NwdKind kind, const char *id)
{
  const NwdVnic *vnic = kind == NWD_KIND_VNIC ? nwd_state_get_vnic (state, id) : NULL;

  if (kind == NWD_KIND_VM)
    return g_strdup (id);
  return g_strdup (vnic ? vnic->vm_id : "");
}

NwdAccount *
nwd_account_open (NwdContext *context, NwdKind kind, const char *id, const NwdOptions *options)
{
  NwdAccount *account = g_new0 (NwdAccount, 1);

  account->context = context;
  account->called_kind = account->kind = kind;
  account->called_id = g_strdup (id);
  account->id = g_strdup (id);
  account->uid = options->uid;
  account->action = options->action ? options->action : "";
  account->dry_run = options->dry_run;
  account->vm_id = find_vm (context->state, kind, id);
  account->before = nwd_facts_new (context->state, kind, id);
  return account;
}

static void
account_free (NwdAccount *account)
{
  if (account->begun)
    nwd_marks_drop (account->context->accounted, account->id);
  g_free (account->called_id);
  g_free (account->id);
  g_free (account->vm_id);
  g_strfreev (account->before);
  g_free (account);
}

void
nwd_account_begin (NwdAccount *account, const char *object_id)
{
  const NwdState *state = account->context->state;

  if (*object_id)
    {
      g_free (account->id);
      account->id = g_strdup (object_id);
    }
  account->kind = find_kind (state, account->id, account->called_kind);
  g_strfreev (account->before);
  account->before = nwd_facts_new (state, account->kind, account->id);
  account->begun = TRUE;
  nwd_marks_put (account->context->accounted, account->id);
}

void
nwd_account_give_up (NwdAccount *account, const GError *error)
{
  account->given_up = TRUE;
  tell_error (account, NWD_EVENT_GIVEN_UP, error, error->message, account->kind, account->before);
}

void
nwd_account_close (NwdAccount *account, const GError *error)
{
  const NwdState *state = account->context->state;
  NwdKind kind = find_kind (state, account->id, account->kind);
  g_auto (GStrv) after = nwd_facts_new (state, kind, account->id);

  if (error && !account->dry_run)
    tell_failed (account, error, kind, after);
  else if (!error && account->begun)
    tell_done (account, kind, after);
  if (!error && account->begun && kind == NWD_KIND_NETWORK && *after)
    tell_out_of_sync (account, after);
  account_free (account);
}

/* --- several --- */

/* What @plans make of the object of @account, the one of number @i: "" that is changed itself,
 * NULL: nothing. The host has one plan for all. */
static const char *
find_object (const NwdAccount *account, guint i, GPtrArray *plans)
{
  const NwdPlan *host = g_ptr_array_index (plans, 0);

  if (!*host->vm_id)
    return g_ptr_array_index (host->objects, i);
  for (guint n = 0; n < plans->len; n++)
    {
      const NwdPlan *plan = g_ptr_array_index (plans, n);

      if (g_ptr_array_find_with_equal_func (plan->vnic_ids, account->id, g_str_equal, NULL))
        return "";
    }
  return NULL;
}

void
nwd_accounts_begin (GPtrArray *accounts, GPtrArray *plans)
{
  if (accounts->len == 1)
    {
      const NwdPlan *plan = g_ptr_array_index (plans, 0);

      nwd_account_begin (g_ptr_array_index (accounts, 0), plan->object_id);
      return;
    }
  for (guint i = 0; i < accounts->len; i++)
    {
      const char *object_id = find_object (g_ptr_array_index (accounts, i), i, plans);

      if (object_id)
        nwd_account_begin (g_ptr_array_index (accounts, i), object_id);
    }
}

/* What is wrong with all of them is too long for a history. */
static GError *
first_line_of (const GError *error)
{
  gsize length = strcspn (error->message, "\n");

  return g_error_new (error->domain, error->code, "%.*s%s", (int)length, error->message,
                      error->message[length] ? " (and more)" : "");
}

void
nwd_accounts_give_up (GPtrArray *accounts, const GError *error)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      NwdAccount *account = g_ptr_array_index (accounts, i);

      if (i == 0)
        nwd_account_give_up (account, error);
      account->given_up = TRUE;
    }
}

void
nwd_accounts_close (GPtrArray *accounts, const GError *error)
{
  g_autoptr (GError) line = error ? first_line_of (error) : NULL;

  for (guint i = 0; i < accounts->len; i++)
    if (line && i > 0)
      account_free (g_ptr_array_index (accounts, i));
    else
      nwd_account_close (g_ptr_array_index (accounts, i), line);
  g_ptr_array_set_size (accounts, 0);
}
