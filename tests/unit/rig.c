/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rig.h"

#include "engine/nwd-context.h"
#include "engine/nwd-engine-private.h"

#include "core/nwd-codec-host.h"
#include "core/nwd-error.h"

#include <string.h>

/* --- the sample world --- */

static void
add_network (FakeWorld *world,
             GHashTable *networks,
             GHashTable *attachments,
             const char *name,
             gboolean isolates,
             gboolean attached)
{
  NwdNetwork *network = nwd_network_new ();
  g_autofree char *sha = g_compute_checksum_for_string (G_CHECKSUM_SHA1, name, -1);
  g_autofree char *attachment_id = g_strdup_printf ("a7000000-0000-4000-8000-%.12s", sha);
  NwdBridge *bridge = NULL;

  network->id = g_strdup_printf ("4e000000-0000-4000-8000-%.12s", sha);
  network->name = g_strdup (name);
  network->description = g_strdup ("");
  network->bridge = g_strdup (name);
  network->port_isolation = isolates;
  g_hash_table_insert (networks, network->id, network);
  if (!attached)
    return;
  g_hash_table_insert (attachments, g_strdup (attachment_id),
                       nwd_attachment_new (attachment_id, network->id, name, FALSE));
  fake_world_add_link (world, name, "bridge", 1500);
  bridge = nwd_bridge_new (name, name, attachment_id);
  bridge->mtu = 1500;
  bridge->active = TRUE;
  g_hash_table_insert (world->bridges, g_strdup (name), bridge);
}

static void
add_networks (FakeWorld *world)
{
  g_autoptr (NwdDocument) document = nwd_document_new ("host");
  g_autoptr (GHashTable) networks
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)nwd_network_unref);
  g_autoptr (GHashTable) attachments
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_attachment_unref);
  g_autoptr (GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);

  add_network (world, networks, attachments, "red", FALSE, TRUE);
  add_network (world, networks, attachments, "blue", FALSE, TRUE);
  add_network (world, networks, attachments, "iso", TRUE, TRUE);
  add_network (world, networks, attachments, "green", FALSE, FALSE);
  nwd_codec_host_put (document, networks, attachments, labels);
  g_hash_table_insert (world->texts, g_strdup ("host.ini"), nwd_document_to_text (document));
}

char *
rig_vm_id (guint i)
{
  return g_strdup_printf ("00000000-0000-4000-8000-%012u", i);
}

char *
rig_mac (guint i)
{
  return g_strdup_printf ("52:54:00:00:00:%02x", i);
}

/* @live, @config: the bridge there; NULL: there is no such definition. */
static void
add_vm (FakeWorld *world, guint i, const char *name, const char *live, const char *config)
{
  g_autofree char *id = rig_vm_id (i);
  g_autofree char *mac = rig_mac (i);
  g_autofree char *tap = g_strdup_printf ("vnet%u", i);
  NwdDomain *domain = fake_domain_new (id, name, live ? NWD_VM_RUNNING : NWD_VM_SHUTOFF);

  if (live)
    fake_domain_add_live (domain, fake_card_new (mac, "bridge", live, tap, TRUE));
  if (config)
    fake_domain_add_config (domain, fake_card_new (mac, "bridge", config, "", TRUE));
  fake_world_put_domain (world, domain);
}

FakeWorld *
rig_sample_world (void)
{
  FakeWorld *world = fake_world_new ();

  add_networks (world);
  fake_world_add_link (world, "br0", "bridge", 1500);
  fake_world_add_nic (world, "eth0", "");
  fake_world_set_mtu (world, "eth0", 1600);
  fake_world_add_nic (world, "eth1", "veth");
  fake_world_set_master (world, "eth1", "br0");
  fake_world_add_virtual_network (world, "default", "virbr0", TRUE);
  add_vm (world, 1, "web1", "red", "red");
  add_vm (world, 2, "web2", "red", "red");
  add_vm (world, 3, "off1", NULL, "red");
  add_vm (world, 4, "tmp1", "red", NULL);
  add_vm (world, 5, "dif1", "red", "blue");
  return world;
}

void
rig_add_vms (FakeWorld *world, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("vm%u.", i);

      add_vm (world, 16 + i, name, "red", "red");
    }
}

/* --- the engine --- */

static void
on_changed (const NwdTouched *touched, gpointer data)
{
  Rig *rig = data;
  GString *ids = g_string_new (NULL);

  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    {
      g_autoptr (GList) list = g_hash_table_get_keys (nwd_touched_get (touched, kind));

      for (GList *l = list; l; l = l->next)
        {
          /* The empty network is no object. */
          g_assert_true (kind == NWD_KIND_ROOT || *(char *)l->data);
          g_string_append_printf (ids, "%s:%s ", nwd_kind_get_segment (kind), (char *)l->data);
        }
    }
  g_ptr_array_add (rig->published, g_string_free (ids, FALSE));
}

Rig *
rig_new (FakeWorld *world)
{
  return rig_new_probed (world, NULL, NULL);
}

Rig *
rig_new_probed (FakeWorld *world, FakeProbe probe, gpointer data)
{
  Rig *rig = g_new0 (Rig, 1);

  rig->ports = fake_ports_new (world);
  rig->published = g_ptr_array_new_with_free_func (g_free);
  rig->engine = nwd_engine_new (
    NWD_HYPERVISOR (rig->ports->hypervisor), NWD_HOST_NETWORK (rig->ports->host_network),
    NWD_KERNEL (rig->ports->kernel), NWD_STORE (rig->ports->store), NWD_LOG (rig->ports->log));
  fake_script_set_probe (rig->ports->script, probe, data);
  nwd_engine_get_context (rig->engine)->patience = RIG_PATIENCE;
  nwd_engine_start (rig->engine, on_changed, NULL, rig);
  fake_ports_settle ();
  rig_forget (rig);
  return rig;
}

static gboolean
on_too_late (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_CONTINUE;
}

void
rig_wait_for_recovery (Rig *rig)
{
  gboolean late = FALSE;
  guint timer = g_timeout_add_seconds (10, on_too_late, &late);

  while (!rig_journal_is_empty (rig) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
}

void
rig_free (Rig *rig)
{
  fake_script_release (rig->ports->script, "");
  fake_ports_settle ();
  fake_ports_stop (rig->ports);
  g_assert_finalize_object (rig->engine);
  fake_ports_free (rig->ports);
  g_ptr_array_unref (rig->published);
  g_free (rig);
}

static void
on_warning (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  g_test_message ("%s: %s", domain, message);
}

void
rig_allow_warnings (void)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  g_log_set_handler ("nwd-engine", G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE, on_warning, NULL);
}

NwdVnic *
rig_vnic (Rig *rig, const char *mac)
{
  g_autoptr (GPtrArray) found = nwd_state_find_vnics (nwd_engine_get_state (rig->engine), mac);

  g_assert_cmpuint (found->len, ==, 1);
  return g_ptr_array_index (found, 0);
}

const char *
rig_network_id (Rig *rig, const char *name)
{
  const NwdNetwork *network
    = *name ? nwd_state_find_network (nwd_engine_get_state (rig->engine), name, NULL) : NULL;

  return network ? network->id : name;
}

/* --- changes --- */

static void
on_wired (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->id
    = nwd_engine_wire_finish (NWD_ENGINE (source), result, &answer->outcome, &answer->error);
  answer->done = TRUE;
}

static void
on_host_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->id
    = nwd_engine_set_up_finish (NWD_ENGINE (source), result, &answer->outcome, &answer->error);
  answer->done = TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

static char **
mirror_ids (Rig *rig, const char *names)
{
  char **ids = g_strsplit (names, ",", -1);

  for (char **id = ids; *id; id++)
    {
      g_autofree char *name = *id;

      *id = g_strdup (rig_network_id (rig, name));
    }
  qsort (ids, g_strv_length (ids), sizeof *ids, compare_ids);
  return ids;
}

static NwdWiringChange *
change_of (Rig *rig, const Wish *wish)
{
  const NwdVnic *vnic = rig_vnic (rig, wish->mac);
  NwdWiringChange *change = wish->add ? nwd_wiring_change_new_add (vnic->vm_id, RIG_NEW_VNIC)
                                      : nwd_wiring_change_new (vnic->id);

  if (wish->remove)
    change->verb = NWD_WIRING_REMOVE;
  if (wish->plugged)
    {
      change->fields |= NWD_WIRING_PLUGGED;
      change->plugged = wish->plugged > 0;
    }
  if (wish->mirrors)
    {
      change->fields |= NWD_WIRING_MIRRORS;
      change->mirrors = mirror_ids (rig, wish->mirrors);
    }
  if (wish->name)
    {
      change->fields |= NWD_WIRING_NAME;
      change->name = g_strdup (wish->name);
    }
  if (wish->new_mac)
    {
      change->fields |= NWD_WIRING_MAC;
      change->mac = g_strdup (wish->new_mac);
    }
  if (wish->linked)
    {
      change->fields |= NWD_WIRING_LINKED;
      change->linked = wish->linked > 0;
    }
  if (wish->network)
    {
      change->fields |= NWD_WIRING_NETWORK;
      change->network_id = g_strdup (rig_network_id (rig, wish->network));
    }
  return change;
}

void
rig_begin_changes (Rig *rig, GPtrArray *changes, const NwdOptions *options, Answer *answer)
{
  NwdOptions telling = *options;

  telling.tell_steps = TRUE;
  nwd_engine_wire_async (rig->engine, changes, &telling, on_wired, answer);
}

static void
begin_wiring (Rig *rig, const Wish *wish, Answer *answer)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_wiring_change_free);

  for (const Wish *each = wish; each; each = each->and)
    g_ptr_array_add (changes, change_of (rig, each));
  rig_begin_changes (rig, changes, &wish->options, answer);
}

static gboolean
puts_label (const Wish *wish)
{
  return wish->verb == NWD_HOST_ADD_LABEL || wish->verb == NWD_HOST_SET_LABEL;
}

static const char *
object_of (Rig *rig, const Wish *wish)
{
  const NwdState *state = nwd_engine_get_state (rig->engine);
  const NwdNetwork *network = NULL;

  if (wish->verb == NWD_HOST_CREATE_NETWORK || puts_label (wish))
    return NULL;
  if (wish->verb == NWD_HOST_REMOVE_LABEL)
    return wish->label_name;
  if (wish->verb == NWD_HOST_SET_MANAGED)
    return wish->nic;
  network = nwd_state_find_network (state, wish->network, NULL);
  switch (wish->verb)
    {
    case NWD_HOST_UPDATE_ATTACHMENT:
    case NWD_HOST_SYNC_ATTACHMENT:
    case NWD_HOST_ACCEPT:
    case NWD_HOST_DETACH:
      return network->attachment_id;
    default:
      return network->id;
    }
}

/* "": none. */
static void
set_ipv4 (NwdHostChange *change, const char *address)
{
  const char *const addresses[] = { address, NULL };

  if (address)
    nwd_ip_family_set (&change->ipv4, *address ? "static" : "none", *address ? addresses : NULL,
                       NULL);
}

static NwdNetworkSetting
settings_of (const Wish *wish, const NwdHostChange *change)
{
  return (wish->mtu ? NWD_SETTING_MTU : 0) | (wish->vlan ? NWD_SETTING_VLAN : 0)
         | (wish->not_for_vms || wish->for_vms ? NWD_SETTING_VM_NETWORK : 0)
         | (change->label ? NWD_SETTING_LABEL : 0);
}

static NwdHostChange *
host_change_of (Rig *rig, const Wish *wish)
{
  NwdHostChange *change = nwd_host_change_new (wish->verb, object_of (rig, wish));

  change->name = g_strdup (puts_label (wish) ? wish->label_name : wish->network);
  if (wish->label_name && wish->network)
    change->label = g_strdup (wish->label_name);
  change->existing_bridge = g_strdup (wish->existing_bridge);
  change->mtu = wish->mtu;
  change->nic = wish->verb == NWD_HOST_SET_MANAGED ? NULL : g_strdup (wish->nic);
  change->managed = wish->managed;
  change->transient = wish->transient;
  change->override = wish->override;
  change->properties = wish->accept ? g_strsplit (wish->accept, ",", -1) : NULL;
  set_ipv4 (change, wish->ipv4);
  if (wish->ipv6_auto)
    nwd_ip_family_set (&change->ipv6, "auto", NULL, NULL);
  change->take_addresses = wish->take_addresses;
  change->vlan = wish->vlan;
  change->vm_network = !wish->not_for_vms;
  change->settings = settings_of (wish, change);
  return change;
}

static void
begin_host (Rig *rig, const Wish *wish, Answer *answer)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_host_change_free);
  NwdOptions telling = wish->options;

  telling.tell_steps = TRUE;
  for (const Wish *each = wish; each; each = each->and)
    g_ptr_array_add (changes, host_change_of (rig, each));
  nwd_engine_set_up_async (rig->engine, changes, &telling, on_host_changed, answer);
}

void
rig_begin (Rig *rig, const Wish *wish, Answer *answer)
{
  if (wish->mac)
    begin_wiring (rig, wish, answer);
  else
    begin_host (rig, wish, answer);
}

void
rig_wait (Answer *answer)
{
  while (!answer->done)
    g_main_context_iteration (NULL, TRUE);
}

void
answer_clear (Answer *answer)
{
  g_clear_error (&answer->error);
  g_clear_pointer (&answer->id, g_free);
  g_clear_pointer (&answer->outcome.steps, g_variant_unref);
  g_clear_pointer (&answer->outcome.checkpoint_id, g_free);
}

GError *
rig_do (Rig *rig, const Wish *wish)
{
  g_auto (Answer) answer = { 0 };

  rig_begin (rig, wish, &answer);
  rig_wait (&answer);
  fake_ports_settle ();
  return g_steal_pointer (&answer.error);
}

void
rig_must (Rig *rig, const Wish *wish)
{
  g_autoptr (GError) error = rig_do (rig, wish);

  g_assert_no_error (error);
}

void
rig_assert_refused (Rig *rig, const Wish *wish, int code, const char *part)
{
  g_autofree char *before = fake_world_to_text (rig->ports->world);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = rig_do (rig, wish);

  g_assert_error (error, NWD_ERROR, code);
  g_assert_nonnull (strstr (error->message, part));
  after = fake_world_to_text (rig->ports->world);
  rig_assert_same (after, before);
}

char *
rig_calls (Rig *rig)
{
  GPtrArray *calls = fake_script_get_calls (rig->ports->script);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < calls->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (calls, i));
  names = g_strv_builder_end (builder);
  return g_strjoinv ("; ", names);
}

void
rig_forget (Rig *rig)
{
  fake_script_forget (rig->ports->script);
  g_ptr_array_set_size (rig->published, 0);
}

gboolean
rig_journal_is_empty (Rig *rig)
{
  const char *text = g_hash_table_lookup (rig->ports->world->texts, "journal.ini");

  return !text || strstr (text, "records=0\n");
}

/* --- checkpoints --- */

typedef struct
{
  gboolean done;
  GError *error;
} Decided;

static void
on_decided (GObject *source, GAsyncResult *result, gpointer data)
{
  Decided *decided = data;

  nwd_engine_checkpoint_finish (NWD_ENGINE (source), result, &decided->error);
  decided->done = TRUE;
}

GError *
rig_decide (Rig *rig, RigDecide function, const char *id)
{
  const NwdOptions options = { 0 };
  Decided decided = { 0 };

  function (rig->engine, id, &options, on_decided, &decided);
  while (!decided.done)
    g_main_context_iteration (NULL, TRUE);
  fake_ports_settle ();
  return decided.error;
}

void
rig_must_decide (Rig *rig, RigDecide function, const char *id)
{
  g_autoptr (GError) error = rig_decide (rig, function, id);

  g_assert_no_error (error);
}
