/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Changes that are to be confirmed: committed, rolled back, left to their deadline, whoever dies.
 */

#include "rig.h"

#include "core/nwd-error.h"

#include <string.h>

static const Wish unwire_off1 = { .mac = MAC_OFF1, .network = "" };
static const Wish move_web2
  = { .mac = MAC_WEB2, .network = "iso", .linked = -1, .and = &unwire_off1 };

static const Wish detach_iso = { .network = "iso", .verb = NWD_HOST_DETACH };

#define HOST GINT_TO_POINTER (1) /* a test's data: the change is of the host, else of three VMs */

static Wish
make_wish (gconstpointer data, guint confirm_timeout)
{
  if (data == HOST)
    return (Wish){ .network = "green",
                   .verb = NWD_HOST_SET_UP,
                   .nic = "eth0",
                   .options = { .confirm_timeout = confirm_timeout, .uid = 1000 },
                   .and = &detach_iso };
  return (Wish){ .mac = MAC_WEB1,
                 .network = "blue",
                 .options = { .confirm_timeout = confirm_timeout, .uid = 1000 },
                 .and = &move_web2 };
}

/* Without what is left by design: the unwired bridge. */
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
        && !strstr (*line, "seal nw-unwired") && !g_str_has_prefix (*line, "file journal.ini"))
      g_string_append_printf (rest, "%s\n", *line);
  return g_string_free (g_steal_pointer (&rest), FALSE);
}

/* The checkpoint's id. */
static char *
apply (Rig *rig, gconstpointer data, guint confirm_timeout)
{
  const Wish wish = make_wish (data, confirm_timeout);
  g_auto (Answer) answer = { 0 };

  rig_begin (rig, &wish, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  fake_ports_settle ();
  return g_steal_pointer (&answer.outcome.checkpoint_id);
}

static const NwdCheckpoint *
get (Rig *rig, const char *id)
{
  return nwd_state_get_checkpoint (nwd_engine_get_state (rig->engine), id);
}

static void
wait_until_rolled_back (Rig *rig, const char *id)
{
  while (get (rig, id)->state != NWD_CHECKPOINT_ROLLED_BACK)
    g_main_context_iteration (NULL, TRUE);
  fake_ports_settle ();
}

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

/* That of the network manager goes when it is decided. */
static char *
without_checkpoint (Rig *rig)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *all = everything (rig);

  parts = g_strsplit (all, "checkpoint of eth0,green\n", 2);
  return g_strjoinv ("", parts);
}

static void
test_commit (gconstpointer data)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = apply (rig, data, 600);
  g_autofree char *after = NULL;
  g_autofree char *now = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (strlen (id), ==, 32);
  g_assert_cmpstr (rig->ports->world->checkpoint, ==, data ? "eth0,green" : "");
  after = without_checkpoint (rig);
  g_assert_cmpint (get (rig, id)->state, ==, NWD_CHECKPOINT_PENDING);
  g_assert_cmpuint (get (rig, id)->uid, ==, 1000);
  g_assert_cmpint (get (rig, id)->deadline - get (rig, id)->created, ==, 600 * G_USEC_PER_SEC);
  g_assert_false (rig_journal_is_empty (rig));
  rig_must_decide (rig, nwd_engine_commit_async, id);
  g_assert_cmpint (get (rig, id)->state, ==, NWD_CHECKPOINT_COMMITTED);
  g_assert_true (rig_journal_is_empty (rig));
  now = everything (rig);
  rig_assert_same (now, after);

  error = rig_decide (rig, nwd_engine_roll_back_async, id);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_BUSY);
}

static void
test_roll_back (gconstpointer data)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = everything (rig);
  g_autofree char *id = apply (rig, data, 600);
  g_autofree char *now = NULL;

  rig_must_decide (rig, nwd_engine_roll_back_async, id);
  g_assert_cmpint (get (rig, id)->state, ==, NWD_CHECKPOINT_ROLLED_BACK);
  g_assert_true (rig_journal_is_empty (rig));
  now = everything (rig);
  rig_assert_same (now, before);
}

static void
test_deadline (gconstpointer data)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = everything (rig);
  g_autofree char *id = apply (rig, data, 1);
  g_autofree char *now = NULL;

  wait_until_rolled_back (rig, id);
  g_assert_cmpint (g_get_real_time (), >=, get (rig, id)->deadline - 100000);
  now = everything (rig);
  rig_assert_same (now, before);
}

/* One of the three is wired otherwise before the deadline. */
static void
test_changed_later (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = apply (rig, NULL, 600);

  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "br0" });
  rig_must_decide (rig, nwd_engine_roll_back_async, id);
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet1"), ==, "br0");
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet2"), ==, "red");
  g_assert_true (nwd_vnic_get_linked (rig_vnic (rig, MAC_WEB2)));
  g_assert_true (rig_journal_is_empty (rig));
}

/* web1 is so now, by others' hands. */
static void
tell_state (Rig *rig, NwdVmState state)
{
  g_autofree char *vm_id = g_strdup (rig_vnic (rig, MAC_WEB1)->vm_id);

  fake_world_put_domain (
    rig->ports->world, fake_domain_copy (fake_world_get_domain (rig->ports->world, vm_id), state));
  fake_hypervisor_tell_domain (rig->ports->hypervisor, vm_id);
  fake_ports_settle ();
}

/* A VM of which nothing can be changed when it should be put back: it is when it has arrived, or is
 * saved, whoever dies meanwhile. */
static void
test_in_transit (void)
{
  static const NwdVmState by[] = { NWD_VM_MIGRATING, NWD_VM_SAVING, NWD_VM_SAVING };
  static const NwdVmState then[] = { NWD_VM_RUNNING, NWD_VM_PAUSED, NWD_VM_SHUTOFF };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (by); i++)
    {
      g_autoptr (Rig) first = rig_new (rig_sample_world ());
      g_autoptr (Rig) next = NULL;
      g_autofree char *red = g_strdup (rig_network_id (first, "red"));
      g_autofree char *id = apply (first, NULL, 600);
      Rig *rig = first;

      tell_state (first, by[i / 2]);
      rig_must_decide (first, nwd_engine_roll_back_async, id);
      g_assert_cmpstr (fake_world_get_master (first->ports->world, "vnet1"), ==, "blue");
      g_assert_cmpstr (fake_world_get_master (first->ports->world, "vnet2"), ==, "red");
      g_assert_false (rig_journal_is_empty (first));
      if (i % 2)
        rig = next = rig_new (fake_world_copy (first->ports->world));
      g_assert_cmpstr (nwd_vnic_get_network_id (rig_vnic (rig, MAC_WEB1)), !=, red);
      rig_forget (rig);
      tell_state (rig, then[i / 2]);
      g_assert_cmpstr (nwd_vnic_get_network_id (rig_vnic (rig, MAC_WEB1)), ==, red);
      g_assert_cmpstr (rig_vnic (rig, MAC_WEB1)->config_network_id, ==, red);
      g_assert_cmpuint (fake_script_count (rig->ports->script, "change-card web1"), ==, 1);
      g_assert_true (rig_journal_is_empty (rig));
    }
}

static void
test_second_is_busy (void)
{
  const Wish second = { .mac = MAC_OFF1, .network = "blue", .options = { .confirm_timeout = 60 } };
  const Wish other = { .mac = MAC_TMP1, .network = "blue", .options = { .confirm_timeout = 60 } };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = apply (rig, NULL, 600);
  g_autoptr (GError) error = rig_do (rig, &second);

  g_assert_error (error, NWD_ERROR, NWD_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, id));
  rig_must (rig, &other);
}

/* Nothing was done, so there is nothing to be confirmed. */
static void
test_nothing (void)
{
  const Wish wish = { .mac = MAC_WEB1, .network = "red", .options = { .confirm_timeout = 60 } };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) answer = { 0 };

  rig_begin (rig, &wish, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (answer.outcome.checkpoint_id, ==, "");
}

/* The number of the last call that writes the journal. */
static guint
find_last_write (Rig *rig)
{
  GPtrArray *calls = fake_script_get_calls (rig->ports->script);
  guint number = calls->len;

  while (number > 0 && !g_str_equal (calls->pdata[number - 1], "write journal.ini"))
    number--;
  return number;
}

/* A journal that cannot be written: what was done is undone, and what was there stays. */
static void
test_journal_fails (gconstpointer data)
{
  const Wish wish = make_wish (data, 600);
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = everything (rig);
  g_autofree char *first = NULL;
  g_autofree char *id = NULL;
  g_autofree char *now = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) commit_error = NULL;
  guint last = 0;

  /* The bridge of the empty network is there from now on: later ones make the same calls. */
  first = apply (rig, data, 600);
  rig_must_decide (rig, nwd_engine_roll_back_async, first);
  rig_forget (rig);
  id = apply (rig, data, 600);
  last = find_last_write (rig);
  fake_script_fail_number (rig->ports->script, fake_script_get_calls (rig->ports->script)->len + 1,
                           FAKE_BEFORE, NWD_ERROR_STORAGE_FAILED);
  commit_error = rig_decide (rig, nwd_engine_commit_async, id);
  g_assert_error (commit_error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  g_assert_cmpint (get (rig, id)->state, ==, NWD_CHECKPOINT_PENDING);
  fake_script_clear_failures (rig->ports->script);
  rig_must_decide (rig, nwd_engine_roll_back_async, id);

  /* The second write is the one that makes a checkpoint of it. */
  rig_forget (rig);
  fake_script_fail_number (rig->ports->script, last, FAKE_BEFORE, NWD_ERROR_STORAGE_FAILED);
  error = rig_do (rig, &wish);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  now = everything (rig);
  rig_assert_same (now, before);
  g_assert_true (rig_journal_is_empty (rig));
}

/* --- killed --- */

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

/* The next life puts it back, whatever was under way when the last one ended: it is past the
 * deadline. */
static void
live (const FakeWorld *moment, const char *before)
{
  g_autoptr (Rig) rig = rig_new (fake_world_copy (moment));
  g_autofree char *now = NULL;

  while (!rig_journal_is_empty (rig))
    g_main_context_iteration (NULL, TRUE);
  fake_ports_settle ();
  now = everything (rig);
  rig_assert_same (now, before);
}

static void
test_killed (gconstpointer data)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GPtrArray) moments = g_ptr_array_new_with_free_func ((GDestroyNotify)fake_world_free);
  Recorder recorder = { rig->ports->world, moments };
  g_autofree char *before = everything (rig);
  g_autofree char *id = NULL;

  fake_script_set_probe (rig->ports->script, on_call, &recorder);
  id = apply (rig, data, 1);
  wait_until_rolled_back (rig, id);
  fake_script_set_probe (rig->ports->script, NULL, NULL);
  g_assert_cmpuint (moments->len, >, data == HOST ? 20 : 40);
  for (guint i = 0; i < moments->len; i++)
    live (g_ptr_array_index (moments, i), before);
}

/* Started again before the deadline: it holds, and so does what a caller decides then. */
static void
test_restarted (gconstpointer data)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = apply (rig, data, 600);
  g_autofree char *after = everything (rig);
  g_autoptr (Rig) next = rig_new (fake_world_copy (rig->ports->world));
  g_autofree char *now = everything (next);

  rig_assert_same (now, after);
  g_assert_cmpint (get (next, id)->deadline, ==, get (rig, id)->deadline);
  g_assert_cmpint (get (next, id)->state, ==, NWD_CHECKPOINT_PENDING);
  rig_must_decide (next, nwd_engine_commit_async, id);
  g_assert_true (rig_journal_is_empty (next));
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* What happens then shows by nothing. */
static void
wait_for_deadline (Rig *rig, const char *id)
{
  guint tick = g_timeout_add (20, on_tick, NULL);

  while (get (rig, id)->deadline > g_get_real_time ())
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  fake_ports_settle ();
}

static void
disconnect (Rig *rig, gconstpointer data)
{
  if (data == HOST)
    fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_DISCONNECTED);
  else
    fake_hypervisor_disconnect (rig->ports->hypervisor);
}

static void
connect_again (Rig *rig, gconstpointer data)
{
  if (data == HOST)
    fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_CONNECTED);
  else
    fake_hypervisor_connect (rig->ports->hypervisor);
}

/* What is needed is away at the deadline, after which nobody confirms any more. */
static void
test_disconnected (gconstpointer data)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = everything (rig);
  g_autofree char *id = apply (rig, data, 1);
  g_autofree char *now = NULL;
  g_autoptr (GError) error = NULL;

  disconnect (rig, data);
  wait_for_deadline (rig, id);
  g_assert_false (rig_journal_is_empty (rig));
  error = rig_decide (rig, nwd_engine_commit_async, id);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_BUSY);
  connect_again (rig, data);
  wait_until_rolled_back (rig, id);
  now = everything (rig);
  rig_assert_same (now, before);
}

/* --- the host's own --- */

/* Nothing else of the host is changed before it is decided; VMs are. */
static void
test_host_is_busy (void)
{
  static const Wish attach = { .network = "green", .verb = NWD_HOST_ATTACH };
  static const Wish create = { .network = "new", .verb = NWD_HOST_CREATE_NETWORK };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = apply (rig, HOST, 600);
  g_autoptr (GError) error = rig_do (rig, &attach);
  g_autoptr (GError) other = rig_do (rig, &create);

  g_assert_error (error, NWD_ERROR, NWD_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, id));
  g_assert_error (other, NWD_ERROR, NWD_ERROR_BUSY);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "blue" });
  rig_must_decide (rig, nwd_engine_commit_async, id);
  rig_must (rig, &create);
}

/* Who went to a network that goes again is on the empty one then, its tap on a bridge. */
static void
test_cards_are_moved_off (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = apply (rig, HOST, 600);

  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "green" });
  rig_must (rig, &(Wish){ .mac = MAC_WEB2, .network = "green", .options = { .live_only = TRUE } });
  rig_must_decide (rig, nwd_engine_roll_back_async, id);
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet1"), ==, "nw-unwired");
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet2"), ==, "nw-unwired");
  g_assert_cmpstr (rig_vnic (rig, MAC_WEB1)->config_network_id, ==, "");
  g_assert_cmpstr (rig_vnic (rig, MAC_WEB2)->config_network_id, ==, rig_network_id (rig, "red"));
  g_assert_false (g_hash_table_contains (rig->ports->world->links, "green"));
  g_assert_true (g_hash_table_contains (rig->ports->world->links, "iso"));
  g_assert_true (rig_journal_is_empty (rig));
}

/* A change that is on its way to a network that goes is waited for, and put away too. */
static void
test_one_comes_meanwhile (void)
{
  static const Wish late = { .mac = MAC_WEB1, .network = "green" };
  static const Wish too_late = { .mac = MAC_WEB2, .network = "green" };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = apply (rig, HOST, 600);
  const NwdOptions options = { 0 };
  g_auto (Answer) answer = { 0 };
  g_autoptr (GError) error = NULL;
  Decided decided = { 0 };

  fake_script_hold (rig->ports->script, "change-card web1", FAKE_BEFORE);
  rig_begin (rig, &late, &answer);
  nwd_engine_roll_back_async (rig->engine, id, &options, on_decided, &decided);
  error = rig_do (rig, &too_late);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_BUSY);
  fake_script_release (rig->ports->script, "change-card");
  while (!decided.done)
    g_main_context_iteration (NULL, TRUE);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  fake_ports_settle ();
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet1"), ==, "nw-unwired");
  g_assert_false (g_hash_table_contains (rig->ports->world->links, "green"));
}

static guint
count_events (Rig *rig, NwdEventType type)
{
  g_autoptr (GPtrArray) list
    = nwd_history_list (nwd_engine_get_history (rig->engine), &(NwdHistoryFilter){ 0 });
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    if (((NwdEvent *)g_ptr_array_index (list, i))->type == type)
      n++;
  return n;
}

/* Ports of others, and a bridge of others in the place of one that went; guests stay where the
 * bridge does. */
static void
test_host_changed_later (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *id = apply (rig, HOST, 600);

  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "green" });
  fake_world_add_nic (rig->ports->world, "eth7", "veth");
  fake_world_set_master (rig->ports->world, "eth7", "green");
  fake_world_add_link (rig->ports->world, "iso", "bridge", 1300);
  fake_kernel_tell (rig->ports->kernel);
  fake_ports_settle ();
  rig_must_decide (rig, nwd_engine_roll_back_async, id);
  g_assert_cmpuint (count_events (rig, NWD_EVENT_ROLLBACK_KEPT), ==, 2);
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet1"), ==, "green");
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "eth7"), ==, "green");
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "eth0"), ==, "green");
  g_assert_false (g_hash_table_contains (rig->ports->world->bridges, "iso"));
  g_assert_true (rig_journal_is_empty (rig));
}

/* Without libvirt it goes on, unless there is something on a bridge that goes. */
static void
test_host_without_hypervisor (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = everything (rig);
  g_autofree char *first = apply (rig, HOST, 1);
  g_autofree char *id = NULL;
  g_autofree char *now = NULL;

  fake_hypervisor_disconnect (rig->ports->hypervisor);
  wait_until_rolled_back (rig, first);
  fake_hypervisor_connect (rig->ports->hypervisor);
  fake_ports_settle ();
  now = everything (rig);
  rig_assert_same (now, before);

  id = apply (rig, HOST, 1);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "green" });
  fake_hypervisor_disconnect (rig->ports->hypervisor);
  wait_for_deadline (rig, id);
  g_assert_cmpint (get (rig, id)->state, ==, NWD_CHECKPOINT_PENDING);
  fake_hypervisor_connect (rig->ports->hypervisor);
  wait_until_rolled_back (rig, id);
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet1"), ==, "nw-unwired");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_data_func ("/checkpoint/commit", NULL, test_commit);
  g_test_add_data_func ("/checkpoint/host/commit", HOST, test_commit);
  g_test_add_data_func ("/checkpoint/roll-back", NULL, test_roll_back);
  g_test_add_data_func ("/checkpoint/host/roll-back", HOST, test_roll_back);
  g_test_add_data_func ("/checkpoint/deadline", NULL, test_deadline);
  g_test_add_data_func ("/checkpoint/host/deadline", HOST, test_deadline);
  g_test_add_func ("/checkpoint/changed-later", test_changed_later);
  g_test_add_func ("/checkpoint/in-transit", test_in_transit);
  g_test_add_func ("/checkpoint/second-is-busy", test_second_is_busy);
  g_test_add_func ("/checkpoint/nothing", test_nothing);
  g_test_add_data_func ("/checkpoint/journal-fails", NULL, test_journal_fails);
  g_test_add_data_func ("/checkpoint/host/journal-fails", HOST, test_journal_fails);
  g_test_add_data_func ("/checkpoint/killed", NULL, test_killed);
  g_test_add_data_func ("/checkpoint/host/killed", HOST, test_killed);
  g_test_add_data_func ("/checkpoint/restarted", NULL, test_restarted);
  g_test_add_data_func ("/checkpoint/host/restarted", HOST, test_restarted);
  g_test_add_data_func ("/checkpoint/disconnected", NULL, test_disconnected);
  g_test_add_data_func ("/checkpoint/host/disconnected", HOST, test_disconnected);
  g_test_add_func ("/checkpoint/host/busy", test_host_is_busy);
  g_test_add_func ("/checkpoint/host/cards-are-moved-off", test_cards_are_moved_off);
  g_test_add_func ("/checkpoint/host/one-comes-meanwhile", test_one_comes_meanwhile);
  g_test_add_func ("/checkpoint/host/changed-later", test_host_changed_later);
  g_test_add_func ("/checkpoint/host/without-hypervisor", test_host_without_hypervisor);
  return g_test_run ();
}
