/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-witness.h"

struct _NwdWitness
{
  GHashTable *vms;      /* set of ids (interned) */
  GHashTable *vnics;    /* id (interned) → NwdVnic, as it was when it was last looked at */
  GHashTable *attached; /* attachment id → whether its bridge was there, as a pointer */
};

/* One look. */
typedef struct
{
  NwdWitness *witness;
  const NwdState *state;
  const NwdMarks *ours;
  NwdWitnessTell tell;
  gpointer data;
} Look;

NwdWitness *
nwd_witness_new (void)
{
  NwdWitness *witness = g_new0 (NwdWitness, 1);
  GDestroyNotify release = (GDestroyNotify)nwd_text_unref;

  witness->vms = g_hash_table_new_full (g_str_hash, g_str_equal, release, NULL);
  witness->vnics
    = g_hash_table_new_full (g_str_hash, g_str_equal, release, (GDestroyNotify)nwd_vnic_unref);
  witness->attached = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return witness;
}

void
nwd_witness_free (NwdWitness *witness)
{
  g_hash_table_unref (witness->vms);
  g_hash_table_unref (witness->vnics);
  g_hash_table_unref (witness->attached);
  g_free (witness);
}

/* --- vNICs --- */

static const char *
network_name (const Look *look, const char *id)
{
  const NwdNetwork *network = nwd_state_get_network (look->state, id);

  return !*id ? "the empty network" : network ? network->name : id;
}

static void append (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
append (GString *text, const char *format, ...)
{
  va_list arguments;

  if (text->len > 0)
    g_string_append (text, ", ");
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
}

static void
describe_place (const Look *look, const NwdVnic *was, const NwdVnic *is, GString *text)
{
  const char *from = nwd_vnic_get_network_id (was);
  const char *to = nwd_vnic_get_network_id (is);

  if (!g_str_equal (from, to))
    append (text, "moved from %s to %s", network_name (look, from), network_name (look, to));
  if (nwd_vnic_get_linked (was) != nwd_vnic_get_linked (is))
    append (text, nwd_vnic_get_linked (is) ? "link up" : "link down");
}

/* What others made of it; "" nothing. NULL as one of both: it came or went. */
static char *
describe (const Look *look, const NwdVnic *was, const NwdVnic *is)
{
  GString *text = g_string_new (NULL);

  if (!was)
    append (text, "added on %s", network_name (look, nwd_vnic_get_network_id (is)));
  else if (!is)
    append (text, "removed from %s", network_name (look, nwd_vnic_get_network_id (was)));
  else if (was->vm_live != is->vm_live)
    return g_string_free (text, FALSE);
  else if (nwd_vnic_is_plugged (was) != nwd_vnic_is_plugged (is))
    append (text, nwd_vnic_is_plugged (is) ? "plugged" : "unplugged");
  else
    describe_place (look, was, is, text);
  return g_string_free (text, FALSE);
}

static void
tell_vnic (const Look *look, const NwdVnic *was, const NwdVnic *is)
{
  const NwdVnic *vnic = is ? is : was;
  const NwdVm *vm = nwd_state_get_vm (look->state, vnic->vm_id);
  gboolean late = was && was->unplugging && !(is && nwd_vnic_is_plugged (is));
  g_autofree char *what = describe (look, was, is);
  g_autofree char *message = NULL;
  NwdEvent *event;

  if (!*what)
    return;
  message = g_strdup_printf ("vNIC %s of VM %s was %s%s", vnic->name, vm->domain->name,
                             late ? "let go by its guest at last: " : "changed by others: ", what);
  event = nwd_event_new (late ? NWD_EVENT_UNPLUGGED_LATE : NWD_EVENT_VNIC_CHANGED_OUTSIDE,
                         NWD_KIND_VNIC, vnic->id, message);
  nwd_event_set_vm (event, vnic->vm_id, vm->domain->name);
  nwd_event_add_detail (event, "vnic", vnic->name);
  nwd_event_add_detail (event, "network", network_name (look, nwd_vnic_get_network_id (vnic)));
  look->tell (event, look->data);
}

static void
look_at_vnic (const Look *look, const char *id)
{
  GHashTable *vnics = look->witness->vnics;
  NwdVnic *is = nwd_state_get_vnic (look->state, id);
  const NwdVnic *was = g_hash_table_lookup (vnics, id);
  const char *vm_id = NULL;

  if (!is && !was)
    return;
  vm_id = is ? is->vm_id : was->vm_id;
  /* Of a VM that was there before and still is. */
  if (g_hash_table_contains (look->witness->vms, vm_id) && nwd_state_get_vm (look->state, vm_id)
      && !nwd_marks_has (look->ours, id) && !nwd_marks_has (look->ours, vm_id))
    tell_vnic (look, was, is);
  if (is)
    g_hash_table_replace (vnics, nwd_text_ref (is->id), nwd_vnic_ref (is));
  else
    g_hash_table_remove (vnics, id);
}

static void
look_at_vm (const Look *look, const char *id)
{
  if (nwd_state_get_vm (look->state, id))
    g_hash_table_add (look->witness->vms, nwd_text_new (id));
  else
    g_hash_table_remove (look->witness->vms, id);
}

/* --- attachments --- */

static void
tell_attachment (const Look *look, const NwdAttachment *attachment, gboolean there)
{
  const NwdNetwork *network = nwd_state_get_network (look->state, attachment->network_id);
  const char *name = network ? network->name : attachment->network_id;
  const char *problem
    = *attachment->problem ? attachment->problem : "its addresses are yet to come";
  g_autofree char *message = there
                               ? g_strdup_printf ("network %s is reachable again", name)
                               : g_strdup_printf ("network %s is not reachable: %s", name, problem);
  NwdEvent *event = nwd_event_new (there ? NWD_EVENT_BRIDGE_UP : NWD_EVENT_BRIDGE_DOWN,
                                   NWD_KIND_ATTACHMENT, attachment->id, message);

  nwd_event_add_detail (event, "network", name);
  nwd_event_add_detail (event, "bridge", attachment->bridge);
  look->tell (event, look->data);
}

static void
look_at_attachment (const Look *look, const char *id)
{
  GHashTable *attached = look->witness->attached;
  const NwdAttachment *attachment = nwd_state_get_attachment (look->state, id);
  gboolean there = attachment && attachment->state == NWD_ATTACHMENT_ACTIVE;
  gpointer was = NULL;

  if (!attachment)
    {
      g_hash_table_remove (attached, id);
      return;
    }
  if (g_hash_table_lookup_extended (attached, id, NULL, &was) && GPOINTER_TO_INT (was) != there
      && !nwd_marks_has (look->ours, id))
    tell_attachment (look, attachment, there);
  g_hash_table_replace (attached, g_strdup (id), GINT_TO_POINTER (there));
}

static void
look_at_all (const Look *look,
             const NwdTouched *touched,
             NwdKind kind,
             void (*look_at) (const Look *look, const char *id))
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, nwd_touched_get (touched, kind));
  while (g_hash_table_iter_next (&iter, &id, NULL))
    look_at (look, id);
}

void
nwd_witness_look (NwdWitness *witness,
                  const NwdState *state,
                  const NwdTouched *touched,
                  const NwdMarks *ours,
                  NwdWitnessTell tell,
                  gpointer data)
{
  const Look look = { witness, state, ours, tell, data };

  look_at_all (&look, touched, NWD_KIND_VNIC, look_at_vnic);
  look_at_all (&look, touched, NWD_KIND_VM, look_at_vm);
  look_at_all (&look, touched, NWD_KIND_ATTACHMENT, look_at_attachment);
}
