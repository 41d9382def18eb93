/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* VMs that are cut off and let go, whoever dies and whatever comes meanwhile. */

#include "rig.h"

#include "core/nwd-error.h"

#include <string.h>

#define VM(n) "00000000-0000-4000-8000-00000000000" #n

/* Without what is left by design: the unwired bridge, and files with nothing in them. */
static char *
everything (Rig *rig)
{
  g_autofree char *world = fake_world_to_text (rig->ports->world);
  g_autofree char *state = rig_state_text (rig);
  g_autofree char *both = g_strconcat (world, "\n", state, NULL);
  g_auto (GStrv) lines = g_strsplit (both, "\n", -1);
  g_autoptr (GString) rest = g_string_new (NULL);

  for (char **line = lines; *line; line++)
    if (!strstr (*line, "link nw-unwired") && !strstr (*line, "profile nw-unwired")
        && !strstr (*line, "seal nw-unwired"))
      g_string_append_printf (rest, "%s\n", *line);
  return g_string_free (g_steal_pointer (&rest), FALSE);
}

typedef struct
{
  gboolean done;
  GError *error;
} Done;

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Done *done = data;

  nwd_engine_quarantine_finish (NWD_ENGINE (source), result, &done->error);
  done->done = TRUE;
}

/* @network: NULL lets it go. */
static GError *
try_quarantine (Rig *rig, const char *vm_id, const char *network)
{
  const NwdOptions options = { 0 };
  Done done = { 0 };

  nwd_engine_quarantine_async (rig->engine, vm_id, network ? rig_network_id (rig, network) : NULL,
                               &options, on_done, &done);
  while (!done.done)
    g_main_context_iteration (NULL, TRUE);
  fake_ports_settle ();
  return done.error;
}

static void
quarantine (Rig *rig, const char *vm_id, const char *network)
{
  g_autoptr (GError) error = try_quarantine (rig, vm_id, network);

  g_assert_no_error (error);
}

static const char *
master (Rig *rig, const char *tap)
{
  return fake_world_get_master (rig->ports->world, tap);
}

static gboolean
is_quarantined (Rig *rig, const char *vm_id)
{
  return nwd_quarantine_holds (
    g_hash_table_lookup (nwd_engine_get_state (rig->engine)->quarantines, vm_id));
}

/* One that runs, one that is off, one that is transient, one that will start elsewhere. */
static void
test_there_and_back (void)
{
  static const char *const vms[] = { VM (1), VM (3), VM (4), VM (5) };
  static const char *const networks[] = { "", "iso" };

  for (guint i = 0; i < G_N_ELEMENTS (vms) * G_N_ELEMENTS (networks); i++)
    {
      const char *vm_id = vms[i % G_N_ELEMENTS (vms)];
      const char *network = networks[i / G_N_ELEMENTS (vms)];
      g_autoptr (Rig) rig = rig_new (rig_sample_world ());
      g_autofree char *before = everything (rig);
      g_autofree char *after = NULL;
      const NwdVm *vm = NULL;

      quarantine (rig, vm_id, network);
      g_assert_true (is_quarantined (rig, vm_id));
      vm = nwd_state_get_vm (nwd_engine_get_state (rig->engine), vm_id);
      for (guint n = 0; n < vm->vnic_ids->len; n++)
        {
          const NwdVnic *vnic
            = nwd_state_get_vnic (nwd_engine_get_state (rig->engine), vm->vnic_ids->pdata[n]);

          if (vnic->live)
            g_assert_cmpstr (vnic->live_network_id, ==, rig_network_id (rig, network));
          if (vnic->config)
            g_assert_cmpstr (vnic->config_network_id, ==, rig_network_id (rig, network));
        }
      quarantine (rig, vm_id, NULL);
      g_assert_false (is_quarantined (rig, vm_id));
      after = everything (rig);
      rig_assert_same (after, before);
      g_assert_true (rig_journal_is_empty (rig));
    }
}

static void
test_refused (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) not_in = try_quarantine (rig, VM (1), NULL);
  g_autoptr (GError) twice = NULL;
  g_autoptr (GError) bare = NULL;

  g_assert_error (not_in, NWD_ERROR, NWD_ERROR_NOT_FOUND);
  bare = try_quarantine (rig, VM (1), "green");
  g_assert_error (bare, NWD_ERROR, NWD_ERROR_NETWORK_NOT_ON_HOST);
  quarantine (rig, VM (1), "");
  twice = try_quarantine (rig, VM (1), "");
  g_assert_error (twice, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS);
}

static void
test_restarted (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = everything (rig);
  g_autofree char *after = NULL;
  g_autoptr (Rig) next = NULL;

  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .linked = -1 });
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .linked = 1 });
  quarantine (rig, VM (1), "");
  next = rig_new (fake_world_copy (rig->ports->world));
  g_assert_true (is_quarantined (next, VM (1)));
  quarantine (next, VM (1), NULL);
  after = everything (next);
  rig_assert_same (after, before);
}

/* Who re-wires a card on purpose means it. */
static void
test_moved_meanwhile (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  quarantine (rig, VM (1), "");
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "blue" });
  g_assert_cmpstr (master (rig, "vnet1"), ==, "blue");
  quarantine (rig, VM (1), NULL);
  g_assert_cmpstr (master (rig, "vnet1"), ==, "blue");
  g_assert_false (is_quarantined (rig, VM (1)));
}

/* Takes @domain: how others have made it. */
static void
tell (Rig *rig, NwdDomain *domain)
{
  fake_world_put_domain (rig->ports->world, domain);
  fake_hypervisor_tell_domain (rig->ports->hypervisor, domain->id);
  fake_ports_settle ();
}

/* Others plug a card into a VM that is cut off. */
static void
test_card_comes (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  NwdDomain *domain = NULL;

  quarantine (rig, VM (1), "iso");
  domain = fake_domain_copy (fake_world_get_domain (rig->ports->world, VM (1)), NWD_VM_RUNNING);
  fake_domain_add_live (domain, fake_card_new (MAC_NEW, "bridge", "red", "vnet99", TRUE));
  tell (rig, domain);
  g_assert_cmpstr (master (rig, "vnet99"), ==, "iso");

  quarantine (rig, VM (1), NULL);
  g_assert_cmpstr (master (rig, "vnet99"), ==, "red");
  g_assert_cmpstr (master (rig, "vnet1"), ==, "red");
}

/* What was saved before comes back as it was, where the next start would not have it. */
static void
test_saved_before (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  NwdDomain *domain = NULL;

  quarantine (rig, VM (3), "iso");
  domain = fake_domain_copy (fake_world_get_domain (rig->ports->world, VM (3)), NWD_VM_SAVING);
  fake_domain_add_live (domain, fake_card_new (MAC_OFF1, "bridge", "red", "vnet99", TRUE));
  tell (rig, domain);
  g_assert_cmpstr (master (rig, "vnet99"), ==, "red");
  tell (rig, fake_domain_copy (domain, NWD_VM_RUNNING));
  g_assert_cmpstr (master (rig, "vnet99"), ==, "iso");
}

/* --- let go while it is saved --- */

static gboolean
is_remembered (Rig *rig, const char *vm_id)
{
  return g_hash_table_contains (nwd_engine_get_state (rig->engine)->quarantines, vm_id);
}

/* What ran of it; its next start is as it is by then. */
static GPtrArray *
save (Rig *rig, const char *vm_id)
{
  const NwdDomain *domain = fake_world_get_domain (rig->ports->world, vm_id);
  GPtrArray *cards = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_card_unref);
  NwdDomain *saved = fake_domain_copy (domain, NWD_VM_SHUTOFF);

  for (guint i = 0; i < domain->live->len; i++)
    g_ptr_array_add (cards, fake_card_copy (g_ptr_array_index (domain->live, i)));
  saved->managed_save = TRUE;
  tell (rig, saved);
  return cards;
}

static void
add_cards (NwdDomain *domain, GPtrArray *cards)
{
  for (guint i = 0; i < cards->len; i++)
    fake_domain_add_live (domain, fake_card_copy (g_ptr_array_index (cards, i)));
}

/* Takes @cards; with @early it is there before it can be changed, as a restored one is. */
static void
come_back (Rig *rig, const char *vm_id, GPtrArray *cards, gboolean early)
{
  g_autoptr (GPtrArray) owned = cards;
  NwdDomain *domain = NULL;

  for (guint i = early ? 0 : 1; i < 2; i++)
    {
      domain = fake_domain_copy (fake_world_get_domain (rig->ports->world, vm_id),
                                 i == 0 ? NWD_VM_SAVING : NWD_VM_RUNNING);
      if (!nwd_state_get_vm (nwd_engine_get_state (rig->engine), vm_id)->domain->live)
        add_cards (domain, owned);
      tell (rig, domain);
    }
}

/* Wherever it was cut off to, and where the next start is elsewhere too. */
static void
test_released_while_saved (void)
{
  static const char *const vms[] = { VM (1), VM (5) };
  static const char *const networks[] = { "", "iso" };

  for (guint i = 0; i < G_N_ELEMENTS (vms) * G_N_ELEMENTS (networks); i++)
    {
      const char *vm_id = vms[i % G_N_ELEMENTS (vms)];
      g_autoptr (Rig) rig = rig_new (rig_sample_world ());
      g_autofree char *before = everything (rig);
      g_autofree char *after = NULL;
      GPtrArray *cards = NULL;

      quarantine (rig, vm_id, networks[i / G_N_ELEMENTS (vms)]);
      cards = save (rig, vm_id);
      quarantine (rig, vm_id, NULL);
      g_assert_false (is_quarantined (rig, vm_id));
      g_assert_true (is_remembered (rig, vm_id));
      come_back (rig, vm_id, cards, /* early= */ TRUE);
      after = everything (rig);
      rig_assert_same (after, before);
      g_assert_false (is_remembered (rig, vm_id));
      g_assert_true (rig_journal_is_empty (rig));
    }
}

/* What is wanted of the next start meanwhile is of the next start. */
static void
test_released_and_moved (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  GPtrArray *cards = NULL;

  quarantine (rig, VM (1), "iso");
  cards = save (rig, VM (1));
  quarantine (rig, VM (1), NULL);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "blue" });
  come_back (rig, VM (1), cards, FALSE);
  g_assert_cmpstr (rig_vnic (rig, MAC_WEB1)->live_network_id, ==, rig_network_id (rig, "red"));
  g_assert_cmpstr (rig_vnic (rig, MAC_WEB1)->config_network_id, ==, rig_network_id (rig, "blue"));
}

/* It starts anew instead, with a card that is to be where it was cut off to. */
static void
test_released_and_started (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GPtrArray) cards = NULL;
  NwdDomain *domain = NULL;

  quarantine (rig, VM (1), "iso");
  cards = save (rig, VM (1));
  quarantine (rig, VM (1), NULL);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "iso" });
  domain = fake_domain_copy (fake_world_get_domain (rig->ports->world, VM (1)), NWD_VM_RUNNING);
  fake_domain_add_live (domain, fake_card_new (MAC_WEB1, "bridge", "iso", "vnet99", TRUE));
  tell (rig, domain);
  g_assert_cmpstr (master (rig, "vnet99"), ==, "iso");
  g_assert_false (is_remembered (rig, VM (1)));
}

/* Nobody looks while it is restored. */
static void
test_released_and_restarted (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (Rig) next = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  FakeWorld *world = NULL;
  NwdDomain *domain = NULL;

  quarantine (rig, VM (1), "");
  cards = save (rig, VM (1));
  quarantine (rig, VM (1), NULL);
  world = fake_world_copy (rig->ports->world);
  domain = fake_domain_copy (fake_world_get_domain (world, VM (1)), NWD_VM_RUNNING);
  add_cards (domain, cards);
  fake_world_put_domain (world, domain);
  next = rig_new (world);
  fake_ports_settle ();
  g_assert_cmpstr (rig_vnic (next, MAC_WEB1)->live_network_id, ==, rig_network_id (next, "red"));
  g_assert_true (rig_vnic (next, MAC_WEB1)->live->linked);
  g_assert_false (is_remembered (next, VM (1)));
}

/* It is cut off again before it comes back; and if that fails, it is let go as before. */
static void
test_released_and_cut_off (void)
{
  for (guint fails = 0; fails < 2; fails++)
    {
      g_autoptr (Rig) rig = rig_new (rig_sample_world ());
      g_autoptr (GError) error = NULL;
      GPtrArray *cards = NULL;

      quarantine (rig, VM (1), "iso");
      cards = save (rig, VM (1));
      quarantine (rig, VM (1), NULL);
      if (fails)
        fake_script_fail_name (rig->ports->script, "change-card", FAKE_BEFORE,
                               NWD_ERROR_UPDATE_FAILED);
      error = try_quarantine (rig, VM (1), "blue");
      fake_script_clear_failures (rig->ports->script);
      g_assert_cmpint (is_quarantined (rig, VM (1)), !=, fails);
      come_back (rig, VM (1), cards, TRUE);
      g_assert_cmpstr (rig_vnic (rig, MAC_WEB1)->live_network_id, ==,
                       rig_network_id (rig, fails ? "red" : "blue"));
    }
}

/* What is remembered goes with the VM. */
static void
test_vm_goes (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  quarantine (rig, VM (3), "iso");
  g_assert_true (g_hash_table_contains (rig->ports->world->texts, "vm/" VM (3) ".ini"));
  g_hash_table_remove (rig->ports->world->domains, VM (3));
  fake_hypervisor_tell_gone (rig->ports->hypervisor, VM (3));
  fake_ports_settle ();
  g_assert_false (is_quarantined (rig, VM (3)));
  g_assert_false (g_hash_table_contains (rig->ports->world->texts, "vm/" VM (3) ".ini"));
}

/* --- what goes wrong --- */

/* Each call fails, there and back. */
static void
test_each_call_fails (void)
{
  for (guint number = 1;; number++)
    {
      g_autoptr (Rig) rig = rig_new (rig_sample_world ());
      g_autofree char *before = everything (rig);
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;
      gboolean announces = FALSE;

      fake_script_fail_number (rig->ports->script, number, FAKE_BEFORE, NWD_ERROR_UPDATE_FAILED);
      error = try_quarantine (rig, VM (5), "iso");
      if (number > fake_script_get_calls (rig->ports->script)->len)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (number, >, 5);
          return;
        }
      announces = g_str_has_prefix (
        g_ptr_array_index (fake_script_get_calls (rig->ports->script), number - 1), "announce");
      if (announces)
        continue;
      g_assert_error (error, NWD_ERROR, NWD_ERROR_UPDATE_FAILED);
      after = everything (rig);
      rig_assert_same (after, before);
      g_assert_true (rig_journal_is_empty (rig));
    }
}

typedef struct
{
  FakeWorld *world;
  GPtrArray *moments; /* of FakeWorld */
} Recorder;

static void
on_call (guint number, FakeMoment moment, gpointer data)
{
  Recorder *recorder = data;

  g_ptr_array_add (recorder->moments, fake_world_copy (recorder->world));
}

static void
test_killed (gconstpointer data)
{
  const char *to = data;
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GPtrArray) moments = g_ptr_array_new_with_free_func ((GDestroyNotify)fake_world_free);
  Recorder recorder = { rig->ports->world, moments };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (!to)
    quarantine (rig, VM (5), "");
  before = everything (rig);
  fake_script_set_probe (rig->ports->script, on_call, &recorder);
  quarantine (rig, VM (5), to);
  fake_script_set_probe (rig->ports->script, NULL, NULL);
  after = everything (rig);
  g_assert_cmpuint (moments->len, >, 8);
  for (guint i = 0; i < moments->len; i++)
    {
      g_autoptr (Rig) next = rig_new (fake_world_copy (g_ptr_array_index (moments, i)));
      g_autofree char *now = everything (next);

      if (!g_str_equal (now, after))
        rig_assert_same (now, before);
      g_assert_true (rig_journal_is_empty (next));
    }
}

/* Where the cards were is on its way out: they would be on nothing. */
static void
test_while_detaching (void)
{
  static const Wish detach = { .network = "iso", .verb = NWD_HOST_DETACH };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const char *vm_id = rig_vnic (rig, MAC_TMP1)->vm_id;
  g_auto (Answer) leave = { 0 };
  g_autoptr (GError) busy = NULL;

  rig_must (rig, &(Wish){ .mac = MAC_TMP1, .network = "iso" });
  quarantine (rig, vm_id, "");
  fake_script_hold (rig->ports->script, "delete-bridge iso", FAKE_BEFORE);
  rig_begin (rig, &detach, &leave);
  fake_ports_settle ();
  busy = try_quarantine (rig, vm_id, NULL);
  g_assert_error (busy, NWD_ERROR, NWD_ERROR_BUSY);
  g_assert_true (is_quarantined (rig, vm_id));
  fake_script_release (rig->ports->script, "delete-bridge iso");
  rig_wait (&leave);
  g_assert_no_error (leave.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/quarantine/there-and-back", test_there_and_back);
  g_test_add_func ("/quarantine/refused", test_refused);
  g_test_add_func ("/quarantine/restarted", test_restarted);
  g_test_add_func ("/quarantine/moved-meanwhile", test_moved_meanwhile);
  g_test_add_func ("/quarantine/card-comes", test_card_comes);
  g_test_add_func ("/quarantine/saved-before", test_saved_before);
  g_test_add_func ("/quarantine/released-while-saved", test_released_while_saved);
  g_test_add_func ("/quarantine/released-and-moved", test_released_and_moved);
  g_test_add_func ("/quarantine/released-and-started", test_released_and_started);
  g_test_add_func ("/quarantine/released-and-restarted", test_released_and_restarted);
  g_test_add_func ("/quarantine/released-and-cut-off", test_released_and_cut_off);
  g_test_add_func ("/quarantine/vm-goes", test_vm_goes);
  g_test_add_func ("/quarantine/each-call-fails", test_each_call_fails);
  g_test_add_data_func ("/quarantine/killed/there", "", test_killed);
  g_test_add_data_func ("/quarantine/killed/back", NULL, test_killed);
  g_test_add_func ("/quarantine/while-detaching", test_while_detaching);
  return g_test_run ();
}
