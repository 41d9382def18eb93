/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* VMs and backends that do not answer, and changes that wait for one another. */

#include "wishes.h"

#include "core/nwd-error.h"
#include "engine/nwd-slots.h"

#include <string.h>

static const Wish unlink1 = { .mac = MAC_WEB1, .linked = -1, .options = { .timeout = 1 } };
static const Wish relink1 = { .mac = MAC_WEB1, .linked = 1, .options = { .timeout = 1 } };
static const Wish unlink2 = { .mac = MAC_WEB2, .linked = -1, .options = { .timeout = 1 } };
static const Wish move1 = { .mac = MAC_WEB1, .network = "blue", .options = { .timeout = 1 } };
static const Wish split1
  = { .mac = MAC_WEB1, .network = "blue", .linked = -1, .options = { .timeout = 1 } };
static const Wish unwire1 = { .mac = MAC_WEB1, .network = "", .options = { .timeout = 1 } };
static const Wish unwire2 = { .mac = MAC_WEB2, .network = "", .options = { .timeout = 1 } };
static const Wish attach
  = { .network = "green", .verb = NWD_HOST_ATTACH, .options = { .timeout = 1 } };

static gboolean
is_responsive (Rig *rig, const char *mac)
{
  const NwdState *state = nwd_engine_get_state (rig->engine);

  return nwd_state_get_vnic_vm (state, rig_vnic (rig, mac))->responsive;
}

static char *
world_text (Rig *rig)
{
  return fake_world_to_text (rig->ports->world);
}

static void
assert_error (Rig *rig, const Wish *wish, int code)
{
  g_autoptr (GError) error = rig_do (rig, wish);

  g_assert_error (error, NWD_ERROR, code);
}

/* Each of the steps of a change hangs, before its effect and after. */
static void
test_vm_hangs (gconstpointer data)
{
  static const Wish *const wishes[] = { &unlink1, &move1, &split1 };

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      FakeMoment moment = GPOINTER_TO_UINT (data);
      g_autoptr (Rig) rig = rig_new (rig_sample_world ());
      g_autofree char *before = world_text (rig);
      g_autofree char *state = rig_state_text (rig);
      g_autofree char *after = NULL;
      g_autofree char *state_after = NULL;

      fake_script_hold (rig->ports->script, "change-card web1", moment);
      assert_error (rig, wishes[i], NWD_ERROR_TIMEOUT);
      g_assert_false (is_responsive (rig, MAC_WEB1));

      /* The next is refused at once, other VMs are fine. */
      assert_error (rig, &relink1, NWD_ERROR_BUSY);
      rig_must (rig, &unlink2);
      rig_must (rig, &(Wish){ .mac = MAC_WEB2, .linked = 1 });

      fake_script_release (rig->ports->script, "change-card web1");
      fake_ports_settle ();
      g_assert_true (is_responsive (rig, MAC_WEB1));
      after = world_text (rig);
      rig_assert_same (after, before);
      state_after = rig_state_text (rig);
      rig_assert_same (state_after, state);
      g_assert_true (rig_journal_is_empty (rig));
      rig_must (rig, wishes[i]);
    }
}

/* What was in the line when the first one got stuck has changed nothing when it is given up. */
static void
test_queued_times_out (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) first = { 0 };
  g_auto (Answer) second = { 0 };

  fake_script_hold (rig->ports->script, "change-card web1", FAKE_BEFORE);
  rig_begin (rig, &(Wish){ .mac = MAC_WEB1, .linked = -1 }, &first);
  rig_begin (rig, &move1, &second);
  rig_wait (&second);
  g_assert_error (second.error, NWD_ERROR, NWD_ERROR_TIMEOUT);
  g_assert_nonnull (strstr (second.error->message, "nothing was changed"));
  g_assert_false (first.done);

  fake_script_release (rig->ports->script, "change-card web1");
  rig_wait (&first);
  fake_ports_settle ();
  g_assert_no_error (first.error);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "change-card"), ==, 1);
}

static void
test_order (void)
{
  static const char *const networks[] = { "blue", "iso", "br0", "default", "red", "blue" };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Answer answers[G_N_ELEMENTS (networks)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    rig_begin (rig, &(Wish){ .mac = MAC_WEB1, .network = networks[i] }, &answers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    {
      for (guint later = i + 1; !answers[i].done; later = i + 1)
        {
          g_main_context_iteration (NULL, TRUE);
          for (; later < G_N_ELEMENTS (networks); later++)
            g_assert_true (answers[i].done || !answers[later].done);
        }
      g_assert_no_error (answers[i].error);
      answer_clear (&answers[i]);
    }
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet1"), ==, "blue");
  fake_ports_settle ();
}

/* --- slots --- */

#define HANGING 25

static void
test_many_vms_hang (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;
  g_autofree Answer *answers = g_new0 (Answer, HANGING);

  rig_add_vms (world, HANGING);
  rig = rig_new (world);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .linked = -1 });
  fake_script_hold (rig->ports->script, "change-card vm", FAKE_BEFORE);
  for (guint i = 0; i < HANGING; i++)
    {
      g_autofree char *mac = rig_mac (16 + i);

      rig_begin (rig, &(Wish){ .mac = mac, .linked = -1, .options = { .timeout = 1 } },
                 &answers[i]);
    }
  fake_ports_settle ();
  g_assert_cmpuint (fake_script_count_held (rig->ports->script), ==, NWD_SLOTS_MAX - 1);

  rig_must (rig, &relink1);
  for (guint i = 0; i < HANGING; i++)
    {
      rig_wait (&answers[i]);
      g_assert_error (answers[i].error, NWD_ERROR, NWD_ERROR_TIMEOUT);
      answer_clear (&answers[i]);
    }
  rig_must (rig, &unlink1);

  /* Those that never began change nothing: neither forth nor back. */
  fake_script_release (rig->ports->script, "change-card vm");
  fake_ports_settle ();
  g_assert_cmpuint (fake_script_count (rig->ports->script, "change-card vm"), ==,
                    2 * (NWD_SLOTS_MAX - 1));
  for (guint i = 0; i < HANGING; i++)
    {
      g_autofree char *mac = rig_mac (16 + i);

      g_assert_true (is_responsive (rig, mac));
      g_assert_true (nwd_vnic_get_linked (rig_vnic (rig, mac)));
    }
}

/* A connection that breaks answers for VMs that have not: the last place is not for them. */
static void
test_broken_connection_is_no_answer (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;
  g_autofree Answer *answers = g_new0 (Answer, HANGING);

  rig_add_vms (world, HANGING);
  rig = rig_new (world);
  fake_script_hold (rig->ports->script, "change-card vm", FAKE_BEFORE);
  for (guint i = 0; i < HANGING; i++)
    {
      g_autofree char *mac = rig_mac (16 + i);

      rig_begin (rig, &(Wish){ .mac = mac, .linked = -1 }, &answers[i]);
    }
  fake_ports_settle ();
  fake_hypervisor_disconnect (rig->ports->hypervisor);
  fake_script_release (rig->ports->script, "change-card vm");
  for (guint i = 0; i < HANGING; i++)
    {
      rig_wait (&answers[i]);
      g_assert_error (answers[i].error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE);
      answer_clear (&answers[i]);
    }

  fake_script_hold (rig->ports->script, "change-card vm", FAKE_BEFORE);
  fake_hypervisor_connect (rig->ports->hypervisor);
  fake_ports_settle ();
  g_assert_cmpuint (fake_script_count_held (rig->ports->script), ==, NWD_SLOTS_MAX - 1);
}

/* --- the host --- */

static void
test_host_hangs (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = world_text (rig);
  g_autofree char *after = NULL;

  fake_script_hold (rig->ports->script, "create-bridge green", FAKE_BEFORE);
  assert_error (rig, &attach, NWD_ERROR_TIMEOUT);
  assert_error (rig, &attach, NWD_ERROR_BUSY);
  rig_must (rig, &move1);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "red" });

  fake_script_release (rig->ports->script, "create-bridge green");
  fake_ports_settle ();
  after = world_text (rig);
  rig_assert_same (after, before);
  g_assert_true (rig_journal_is_empty (rig));
  rig_must (rig, &attach);
}

/* News of links come through all the same. */
static void
test_links_while_host_hangs (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  fake_script_hold (rig->ports->script, "create-bridge green", FAKE_BEFORE);
  assert_error (rig, &attach, NWD_ERROR_TIMEOUT);
  rig_forget (rig);
  fake_world_add_link (rig->ports->world, "br7", "bridge", 1500);
  fake_kernel_tell (rig->ports->kernel);
  g_assert_cmpuint (rig->published->len, ==, 1);
}

/* The unwired bridge is the host's: a VM that waits for it is not to blame. */
static void
test_unwired_bridge_waits_for_host (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = world_text (rig);
  g_autofree char *after = NULL;

  fake_script_hold (rig->ports->script, "create-bridge green", FAKE_BEFORE);
  assert_error (rig, &attach, NWD_ERROR_TIMEOUT);
  assert_error (rig, &unwire1, NWD_ERROR_TIMEOUT);
  g_assert_true (is_responsive (rig, MAC_WEB1));
  fake_script_release (rig->ports->script, "create-bridge green");
  fake_ports_settle ();
  after = world_text (rig);
  rig_assert_same (after, before);
}

static void
test_two_unwire_at_once (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) first = { 0 };
  g_auto (Answer) second = { 0 };

  rig_begin (rig, &unwire1, &first);
  rig_begin (rig, &unwire2, &second);
  rig_wait (&first);
  rig_wait (&second);
  fake_ports_settle ();
  g_assert_no_error (first.error);
  g_assert_no_error (second.error);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "create-bridge"), ==, 1);
  g_assert_true (rig_journal_is_empty (rig));
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (rig, MAC_WEB2)), ==, "unwired");
}

/* --- the store --- */

static void
test_journal_hangs (gconstpointer data)
{
  FakeMoment moment = GPOINTER_TO_UINT (data);
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = world_text (rig);
  g_autofree char *after = NULL;

  fake_script_hold (rig->ports->script, "write journal.ini", moment);
  assert_error (rig, &split1, NWD_ERROR_TIMEOUT);
  fake_script_release (rig->ports->script, "write journal.ini");
  fake_ports_settle ();
  after = world_text (rig);
  rig_assert_same (after, before);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "change-card"), ==, 0);
}

/* The first of two begins cannot be written, but the second was written with both. */
static void
test_failed_begin_does_not_survive (void)
{
  static const Wish split2 = { .mac = MAC_WEB2, .network = "blue", .linked = -1 };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) first = { 0 };
  g_auto (Answer) second = { 0 };
  const char *journal = NULL;

  fake_script_hold (rig->ports->script, "change-card web2", FAKE_BEFORE);
  fake_script_fail_number (rig->ports->script, 1, FAKE_BEFORE, NWD_ERROR_STORAGE_FAILED);
  rig_begin (rig, &split1, &first);
  rig_begin (rig, &split2, &second);
  rig_wait (&first);
  fake_ports_settle ();
  g_assert_error (first.error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  journal = g_hash_table_lookup (rig->ports->world->texts, "journal.ini");
  g_assert_nonnull (strstr (journal, "000000000002"));
  g_assert_null (strstr (journal, "000000000001"));
  fake_script_release (rig->ports->script, "change-card web2");
  rig_wait (&second);
  g_assert_no_error (second.error);
}

static guint journal_writes;

static void
hold_second_journal (guint number, FakeMoment moment, gpointer data)
{
  Rig *rig = data;

  if (fake_script_count (rig->ports->script, "write journal.ini") == 1 && moment == FAKE_AFTER)
    journal_writes++;
  if (journal_writes == 1)
    fake_script_hold (rig->ports->script, "write journal.ini", FAKE_BEFORE);
}

/* The change is whole, but its end is not in the journal in time: undone, as the caller was told.
 */
static void
test_journal_end_hangs (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = world_text (rig);
  g_autofree char *after = NULL;

  journal_writes = 0;
  fake_script_set_probe (rig->ports->script, hold_second_journal, rig);
  assert_error (rig, &split1, NWD_ERROR_TIMEOUT);
  fake_script_set_probe (rig->ports->script, NULL, NULL);
  g_assert_cmpuint (fake_script_count_held (rig->ports->script), ==, 1);
  fake_script_release (rig->ports->script, "write journal.ini");
  fake_ports_settle ();
  after = world_text (rig);
  rig_assert_same (after, before);
  g_assert_true (rig_journal_is_empty (rig));
}

/* --- arriving and leaving --- */

static void
test_detach_while_arriving (void)
{
  static const Wish detach = { .network = "iso", .verb = NWD_HOST_DETACH };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) move = { 0 };
  g_autoptr (GError) error = NULL;

  fake_script_hold (rig->ports->script, "change-card web1", FAKE_BEFORE);
  rig_begin (rig, &(Wish){ .mac = MAC_WEB1, .network = "iso" }, &move);
  error = rig_do (rig, &detach);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE);
  g_assert_nonnull (strstr (error->message, "iso"));
  fake_script_release (rig->ports->script, "change-card web1");
  rig_wait (&move);
  g_assert_no_error (move.error);
}

static void
test_arrive_while_detaching (void)
{
  static const Wish detach = { .network = "iso", .verb = NWD_HOST_DETACH };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) leave = { 0 };

  fake_script_hold (rig->ports->script, "delete-bridge iso", FAKE_BEFORE);
  rig_begin (rig, &detach, &leave);
  fake_ports_settle ();
  assert_error (rig, &(Wish){ .mac = MAC_WEB1, .network = "iso" }, NWD_ERROR_BUSY);
  fake_script_release (rig->ports->script, "delete-bridge iso");
  rig_wait (&leave);
  g_assert_no_error (leave.error);
  fake_ports_settle ();
  assert_error (rig, &(Wish){ .mac = MAC_WEB1, .network = "iso" }, NWD_ERROR_NETWORK_NOT_ON_HOST);
}

/* A card that is stored on it names it to nobody when it is plugged. */
static void
test_plug_while_detaching (void)
{
  static const Wish unplug = { .mac = MAC_TMP1, .plugged = -1 };
  static const Wish plug = { .mac = MAC_TMP1, .plugged = 1 };
  static const Wish detach = { .network = "iso", .verb = NWD_HOST_DETACH };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) leave = { 0 };

  rig_must (rig, &(Wish){ .mac = MAC_TMP1, .network = "iso" });
  rig_must (rig, &unplug);
  fake_script_hold (rig->ports->script, "delete-bridge iso", FAKE_BEFORE);
  rig_begin (rig, &detach, &leave);
  fake_ports_settle ();
  assert_error (rig, &plug, NWD_ERROR_BUSY);
  fake_script_release (rig->ports->script, "delete-bridge iso");
  rig_wait (&leave);
  g_assert_no_error (leave.error);
}

/* The place it comes from must stay as well, until there is no way back. */
static void
test_detach_while_leaving (void)
{
  static const Wish detach = { .network = "blue", .verb = NWD_HOST_DETACH };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) unwire = { 0 };

  rig_must (rig, &move1);
  fake_script_hold (rig->ports->script, "write vm/", FAKE_BEFORE);
  rig_begin (rig, &(Wish){ .mac = MAC_WEB1, .network = "" }, &unwire);
  fake_ports_settle ();
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet1"), ==, "nw-unwired");
  assert_error (rig, &detach, NWD_ERROR_NETWORK_IN_USE);
  fake_script_release (rig->ports->script, "write vm/");
  rig_wait (&unwire);
  fake_ports_settle ();
  rig_must (rig, &detach);
}

static void
test_vm_goes_while_it_hangs (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = rig_vm_id (1);

  fake_script_hold (rig->ports->script, "change-card web1", FAKE_BEFORE);
  assert_error (rig, &split1, NWD_ERROR_TIMEOUT);
  g_hash_table_remove (rig->ports->world->domains, id);
  fake_hypervisor_tell_gone (rig->ports->hypervisor, id);
  fake_script_release (rig->ports->script, "change-card web1");
  fake_ports_settle ();
  g_assert_true (rig_journal_is_empty (rig));
  g_assert_null (nwd_state_get_vm (nwd_engine_get_state (rig->engine), id));
}

/* A VM that is gone gets no file of its own again. */
static void
test_vm_goes_while_restored (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) restore = { 0 };
  g_autofree char *id = rig_vm_id (1);

  rig_must (rig, &unwire1);
  rig_forget (rig);
  fake_script_hold (rig->ports->script, "remove vm/", FAKE_BEFORE);
  rig_begin (rig, &(Wish){ .mac = MAC_WEB1, .network = "red" }, &restore);
  fake_ports_settle ();
  fake_script_fail_number (rig->ports->script, fake_script_get_calls (rig->ports->script)->len,
                           FAKE_BEFORE, NWD_ERROR_STORAGE_FAILED);
  g_hash_table_remove (rig->ports->world->domains, id);
  fake_hypervisor_tell_gone (rig->ports->hypervisor, id);
  fake_script_release (rig->ports->script, "remove vm/");
  rig_wait (&restore);
  fake_ports_settle ();
  g_assert_error (restore.error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  g_assert_null (
    g_hash_table_lookup (rig->ports->world->texts, "vm/00000000-0000-4000-8000-000000000001.ini"));
}

/* Nor what is written of it when it goes. */
static void
test_vm_goes_while_written (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) rename = { 0 };
  g_autofree char *id = rig_vm_id (1);

  fake_script_hold (rig->ports->script, "write vm/", FAKE_BEFORE);
  rig_begin (rig, &(Wish){ .mac = MAC_WEB1, .name = "front" }, &rename);
  fake_ports_settle ();
  g_hash_table_remove (rig->ports->world->domains, id);
  fake_hypervisor_tell_gone (rig->ports->hypervisor, id);
  fake_script_release (rig->ports->script, "write vm/");
  rig_wait (&rename);
  fake_ports_settle ();
  g_assert_error (rename.error, NWD_ERROR, NWD_ERROR_NOT_FOUND);
  g_assert_null (g_hash_table_lookup (nwd_engine_get_state (rig->engine)->stored_vnics, id));
  g_assert_null (
    g_hash_table_lookup (rig->ports->world->texts, "vm/00000000-0000-4000-8000-000000000001.ini"));
}

/* The hypervisor does not say what the card is that is to be unplugged. */
static void
test_definition_hangs (void)
{
  static const Wish unplug1 = { .mac = MAC_WEB1, .plugged = -1, .options = { .timeout = 1 } };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = world_text (rig);
  g_autofree char *after = NULL;

  fake_script_hold (rig->ports->script, "read-card web1", FAKE_BEFORE);
  assert_error (rig, &unplug1, NWD_ERROR_TIMEOUT);
  g_assert_false (is_responsive (rig, MAC_WEB1));
  assert_error (rig, &relink1, NWD_ERROR_BUSY);
  fake_script_release (rig->ports->script, "read-card web1");
  fake_ports_settle ();
  g_assert_true (is_responsive (rig, MAC_WEB1));
  after = world_text (rig);
  rig_assert_same (after, before);
  rig_must (rig, &unlink1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_data_func ("/engine/vm-hangs/before", GUINT_TO_POINTER (FAKE_BEFORE), test_vm_hangs);
  g_test_add_data_func ("/engine/vm-hangs/after", GUINT_TO_POINTER (FAKE_AFTER), test_vm_hangs);
  g_test_add_func ("/engine/definition-hangs", test_definition_hangs);
  g_test_add_func ("/engine/queued-times-out", test_queued_times_out);
  g_test_add_func ("/engine/order", test_order);
  g_test_add_func ("/engine/many-vms-hang", test_many_vms_hang);
  g_test_add_func ("/engine/broken-connection-is-no-answer", test_broken_connection_is_no_answer);
  g_test_add_func ("/engine/host-hangs", test_host_hangs);
  g_test_add_func ("/engine/links-while-host-hangs", test_links_while_host_hangs);
  g_test_add_func ("/engine/unwired-bridge-waits-for-host", test_unwired_bridge_waits_for_host);
  g_test_add_func ("/engine/two-unwire-at-once", test_two_unwire_at_once);
  g_test_add_data_func ("/engine/journal-hangs/before", GUINT_TO_POINTER (FAKE_BEFORE),
                        test_journal_hangs);
  g_test_add_data_func ("/engine/journal-hangs/after", GUINT_TO_POINTER (FAKE_AFTER),
                        test_journal_hangs);
  g_test_add_func ("/engine/journal-end-hangs", test_journal_end_hangs);
  g_test_add_func ("/engine/failed-begin-does-not-survive", test_failed_begin_does_not_survive);
  g_test_add_func ("/engine/detach-while-arriving", test_detach_while_arriving);
  g_test_add_func ("/engine/arrive-while-detaching", test_arrive_while_detaching);
  g_test_add_func ("/engine/plug-while-detaching", test_plug_while_detaching);
  g_test_add_func ("/engine/detach-while-leaving", test_detach_while_leaving);
  g_test_add_func ("/engine/vm-goes-while-it-hangs", test_vm_goes_while_it_hangs);
  g_test_add_func ("/engine/vm-goes-while-restored", test_vm_goes_while_restored);
  g_test_add_func ("/engine/vm-goes-while-written", test_vm_goes_while_written);
  return g_test_run ();
}
