/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sample-state.h"

static NwdCard *
make_card (const char *mac, gboolean linked, const char *bridge)
{
  NwdCard *card = nwd_card_new ();

  card->alias = nwd_text_new ("net0");
  card->mac = g_strdup (mac);
  card->model = nwd_text_new ("virtio");
  card->source = nwd_source_new ("bridge", bridge, "");
  card->bridge = nwd_text_new (bridge);
  card->target = nwd_text_new ("vnet0");
  card->address = nwd_text_new ("0000:01:00.0");
  card->filter = nwd_text_new ("clean-traffic");
  nwd_card_set_filter_parameters (card, g_variant_new_parsed ("{'IP': '192.0.2.7'}"));
  card->mtu = 1400;
  card->linked = linked;
  return card;
}

static NwdVnic *
make_vnic (const char *id, const char *vm_id, const char *mac, gboolean linked, const char *network)
{
  NwdVnic *vnic = nwd_vnic_new ();

  vnic->id = nwd_text_new (id);
  vnic->vm_id = nwd_text_new (vm_id);
  vnic->name = nwd_text_new ("net0");
  vnic->live = make_card (mac, linked, "red");
  vnic->config = make_card (mac, TRUE, "red");
  vnic->live_network_id = nwd_text_new (network);
  vnic->config_network_id = nwd_text_new (network);
  vnic->stored_network_id = nwd_text_new ("");
  vnic->held_network_id = nwd_text_new ("");
  vnic->problem = nwd_text_new ("");
  vnic->vm_live = TRUE;
  vnic->vm_persistent = TRUE;
  return vnic;
}

static void
add_vnic (NwdState *state, NwdVnic *vnic)
{
  g_hash_table_insert (state->vnics, nwd_text_new (vnic->id), vnic);
}

static void
add_vm (NwdState *state, const char *id, const char *name, const char *vnic_id)
{
  g_autoptr (NwdDomain) domain = nwd_domain_new ();
  NwdVm *vm = NULL;

  domain->id = g_strdup (id);
  domain->name = g_strdup (name);
  domain->title = g_strdup ("");
  domain->managed_by = g_strdup ("");
  domain->state = NWD_VM_RUNNING;
  domain->persistent = TRUE;

  vm = nwd_vm_new (domain, TRUE, "");
  g_ptr_array_add (vm->vnic_ids, nwd_text_new (vnic_id));
  g_hash_table_insert (state->vms, g_strdup (id), vm);
}

static void
add_network (NwdState *state, const char *id, const char *name, guint vlan, const char *attachment)
{
  NwdNetwork *network = nwd_network_new ();

  network->id = g_strdup (id);
  network->name = g_strdup (name);
  network->description = g_strdup ("");
  network->mtu = NWD_MTU_DEFAULT;
  network->vlan = vlan;
  network->vm_network = TRUE;
  network->bridge = g_strdup (name);
  network->attachment_id = g_strdup (attachment);
  network->movable = TRUE;
  network->source_type = g_strdup ("bridge");
  network->source_name = g_strdup (name);
  g_hash_table_insert (state->networks, g_strdup (id), network);
}

static void
put_on (NwdState *state, const char *vnic_id, const char *network_id)
{
  GHashTable *set
    = g_hash_table_new_full (g_str_hash, g_str_equal, (GDestroyNotify)nwd_text_unref, NULL);

  g_hash_table_add (set, nwd_text_new (vnic_id));
  g_hash_table_insert (state->network_vnics, g_strdup (network_id), set);
}

static void
add_nic (NwdState *state, const char *name)
{
  g_autoptr (NwdLink) link = nwd_link_new (2, name, "");
  g_autoptr (NwdNicProfile) managed = nwd_nic_profile_new (name, "", "", NULL);

  g_free (link->mac);
  link->mac = g_strdup ("02:00:00:00:00:02");
  link->mtu = 9000;
  link->speed = 25000;
  link->carrier = TRUE;
  g_hash_table_insert (state->nics, g_strdup (name), nwd_nic_new (link, "", managed));
}

NwdState *
sample_state_new (void)
{
  NwdState *state = nwd_state_new ();

  add_vm (state, SAMPLE_VM, "web1", SAMPLE_VNIC);
  add_vm (state, SAMPLE_OTHER_VM, "db1", SAMPLE_OTHER_VNIC);
  add_vnic (state, make_vnic (SAMPLE_VNIC, SAMPLE_VM, "52:54:00:00:00:01", TRUE, SAMPLE_RED));
  add_vnic (state, make_vnic (SAMPLE_OTHER_VNIC, SAMPLE_OTHER_VM, "52:54:00:00:00:02", FALSE, ""));
  g_hash_table_insert (state->checkpoints, g_strdup (SAMPLE_CHECKPOINT),
                       nwd_checkpoint_new (SAMPLE_CHECKPOINT, NWD_CHECKPOINT_PENDING, 1, 2, 1000));
  add_network (state, SAMPLE_RED, "red", 7, SAMPLE_ATTACHMENT);
  add_network (state, SAMPLE_BLUE, "blue", 0, "");
  put_on (state, SAMPLE_VNIC, SAMPLE_RED);
  add_nic (state, SAMPLE_NIC);
  g_hash_table_insert (state->labels, g_strdup (SAMPLE_LABEL),
                       nwd_label_new (SAMPLE_LABEL, SAMPLE_NIC));
  g_hash_table_insert (state->attachments, g_strdup (SAMPLE_ATTACHMENT),
                       nwd_attachment_new (SAMPLE_ATTACHMENT, SAMPLE_RED, "red", FALSE));
  return state;
}

void
sample_state_rewire (NwdState *state, gboolean linked, const char *network_id)
{
  g_hash_table_remove (state->network_vnics, SAMPLE_RED);
  g_hash_table_remove (state->network_vnics, SAMPLE_BLUE);
  if (*network_id)
    put_on (state, SAMPLE_VNIC, network_id);
  add_vnic (state, make_vnic (SAMPLE_VNIC, SAMPLE_VM, "52:54:00:00:00:01", linked, network_id));
}
