/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Several VMs in one change: at the same time, all or nothing, whoever else is at it. */

#include "rig.h"

#include "core/nwd-error.h"
#include "core/nwd-path.h"
#include "engine/nwd-context.h"
#include "engine/nwd-engine-private.h"
#include "engine/nwd-slots.h"

#include <string.h>

#define VMS 5

/* A change of VMs @first and on, @n of them, to @network. */
static void
begin (Rig *rig, guint first, guint n, const char *network, guint timeout, Answer *answer)
{
  Wish wishes[VMS] = { 0 };
  char *macs[VMS];

  for (guint i = 0; i < n; i++)
    {
      macs[i] = rig_mac (16 + (first + i) % VMS);
      wishes[i] = (Wish){ .mac = macs[i],
                          .network = network,
                          .options = { .timeout = timeout },
                          .and = i + 1 < n ? &wishes[i + 1] : NULL };
    }
  rig_begin (rig, wishes, answer);
  for (guint i = 0; i < n; i++)
    g_free (macs[i]);
}

static Rig *
rig_of_vms (void)
{
  FakeWorld *world = rig_sample_world ();

  rig_add_vms (world, VMS);
  return rig_new (world);
}

static const char *
master (Rig *rig, guint i)
{
  g_autofree char *tap = g_strdup_printf ("vnet%u", 16 + i);

  return fake_world_get_master (rig->ports->world, tap);
}

static void
test_parallel (void)
{
  g_autoptr (Rig) rig = rig_of_vms ();
  g_auto (Answer) answer = { 0 };

  fake_script_hold (rig->ports->script, "change-card", FAKE_AFTER);
  begin (rig, 0, VMS, "blue", 0, &answer);
  fake_ports_settle ();
  g_assert_cmpuint (fake_script_count_held (rig->ports->script), ==, VMS);
  g_assert_false (answer.done);

  fake_script_release (rig->ports->script, "change-card");
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "write journal.ini"), ==, 2);
  for (guint i = 0; i < VMS; i++)
    g_assert_cmpstr (master (rig, i), ==, "blue");
}

/* All signals of the change come with its answer, not VM by VM. */
static void
test_published_once (void)
{
  g_autoptr (Rig) rig = rig_of_vms ();
  g_auto (Answer) answer = { 0 };

  fake_hypervisor_set_echo (rig->ports->hypervisor, FAKE_ECHO_BEFORE);
  begin (rig, 0, VMS, "blue", 0, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (rig->published->len, ==, 1);
  fake_ports_settle ();
}

static void
test_swap (void)
{
  static const Wish blue_to_red = { .mac = MAC_WEB2, .network = "red" };
  static const Wish swap = { .mac = MAC_WEB1, .network = "blue", .and = &blue_to_red };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &(Wish){ .mac = MAC_WEB2, .network = "blue" });
  rig_must (rig, &swap);
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet1"), ==, "blue");
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet2"), ==, "red");
}

/* Batches that share VMs, each beginning with another of them, while single changes come between:
 * all are done, and the last one is how it is in the end. */
static void
test_crossing (void)
{
  static const char *const networks[] = { "blue", "iso", "br0", "default", "red" };
  g_autoptr (Rig) rig = rig_of_vms ();
  Answer answers[40] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    begin (rig, 3 * i, i % 2 ? 1 : 2 + i % (VMS - 1), networks[i % G_N_ELEMENTS (networks)], 0,
           &answers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      rig_wait (&answers[i]);
      g_assert_no_error (answers[i].error);
      answer_clear (&answers[i]);
    }
  /* The last one is of one VM. */
  g_assert_cmpstr (master (rig, 39 * 3 % VMS), ==, "red");
  fake_ports_settle ();
}

/* A change of one VM that was asked for after the batch comes after it. */
static void
test_order (void)
{
  g_autoptr (Rig) rig = rig_of_vms ();
  g_auto (Answer) first = { 0 };
  g_auto (Answer) batch = { 0 };
  g_auto (Answer) last = { 0 };

  fake_script_hold (rig->ports->script, "change-card vm0.", FAKE_BEFORE);
  begin (rig, 0, 1, "iso", 0, &first);
  begin (rig, 0, 2, "blue", 0, &batch);
  begin (rig, 1, 1, "br0", 0, &last);
  fake_ports_settle ();
  g_assert_false (last.done);

  fake_script_release (rig->ports->script, "change-card vm0.");
  rig_wait (&last);
  g_assert_true (batch.done);
  g_assert_no_error (batch.error);
  g_assert_cmpstr (master (rig, 0), ==, "blue");
  g_assert_cmpstr (master (rig, 1), ==, "br0");
  fake_ports_settle ();
}

static gboolean
is_responsive (Rig *rig, guint i)
{
  g_autofree char *id = rig_vm_id (16 + i);

  return nwd_state_get_vm (nwd_engine_get_state (rig->engine), id)->responsive;
}

/* One VM hangs: the others are back as they were, and free, before it answers. */
static void
test_one_hangs (gconstpointer data)
{
  FakeMoment moment = GPOINTER_TO_UINT (data);
  g_autoptr (Rig) rig = rig_of_vms ();
  g_autofree char *before = rig_state_text (rig);
  g_autofree char *after = NULL;
  g_auto (Answer) answer = { 0 };
  g_auto (Answer) next = { 0 };
  g_auto (Answer) back = { 0 };

  fake_script_hold (rig->ports->script, "change-card vm2.", moment);
  begin (rig, 0, VMS, "blue", 1, &answer);
  rig_wait (&answer);
  g_assert_error (answer.error, NWD_ERROR, NWD_ERROR_TIMEOUT);
  fake_ports_settle ();
  for (guint i = 0; i < VMS; i++)
    {
      g_assert_true (is_responsive (rig, i) == (i != 2));
      if (i != 2)
        g_assert_cmpstr (master (rig, i), ==, "red");
    }
  begin (rig, 3, 2, "iso", 1, &next);
  rig_wait (&next);
  g_assert_no_error (next.error);
  begin (rig, 3, 2, "red", 1, &back);
  rig_wait (&back);
  g_assert_no_error (back.error);

  fake_script_release (rig->ports->script, "change-card vm2.");
  fake_ports_settle ();
  after = rig_state_text (rig);
  rig_assert_same (after, before);
  g_assert_true (rig_journal_is_empty (rig));
}

/* --- guests that are asked --- */

/* web1's guest is asked to let go of its card when web2 fails. */
static Rig *
begin_with_guest (guint patience, Answer *answer)
{
  static const Wish move2 = { .mac = MAC_WEB2, .network = "blue" };
  static const Wish unplug1 = { .mac = MAC_WEB1, .plugged = -1, .and = &move2 };
  Rig *rig = rig_new (rig_sample_world ());

  nwd_engine_get_context (rig->engine)->patience = patience;
  fake_hypervisor_set_guest (rig->ports->hypervisor, FAKE_GUEST_NEVER);
  fake_script_hold (rig->ports->script, "change-card web2", FAKE_BEFORE);
  fake_script_fail_name (rig->ports->script, "change-card web2", FAKE_BEFORE,
                         NWD_ERROR_UPDATE_FAILED);
  rig_begin (rig, &unplug1, answer);
  fake_ports_settle ();
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (rig, MAC_WEB1)), ==, "unplugging");
  fake_script_release (rig->ports->script, "change-card web2");
  return rig;
}

/* The call has failed, so the card that goes after that comes back. */
static void
test_guest_lets_go_too_late (void)
{
  g_auto (Answer) answer = { 0 };
  g_autoptr (Rig) rig = begin_with_guest (60000, &answer);

  fake_ports_settle ();
  g_assert_false (answer.done);
  fake_hypervisor_let_go (rig->ports->hypervisor);
  rig_wait (&answer);
  g_assert_error (answer.error, NWD_ERROR, NWD_ERROR_UPDATE_FAILED);
  fake_ports_settle ();
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (rig, MAC_WEB1)), ==, "active");
  g_assert_nonnull (rig_vnic (rig, MAC_WEB1)->config);
  g_assert_true (rig_journal_is_empty (rig));
}

/* One that keeps it has it, and keeps nobody waiting for ever. */
static void
test_guest_keeps_card (void)
{
  g_auto (Answer) answer = { 0 };
  g_autoptr (Rig) rig = begin_with_guest (RIG_PATIENCE, &answer);

  rig_wait (&answer);
  g_assert_error (answer.error, NWD_ERROR, NWD_ERROR_UPDATE_FAILED);
  fake_ports_settle ();
  g_assert_true (nwd_vnic_is_plugged (rig_vnic (rig, MAC_WEB1)));
  g_assert_true (rig_journal_is_empty (rig));
}

/* What waits in the queues of some and has its turn in those of others lets all of them go. */
static void
test_given_up_waiting (void)
{
  g_autoptr (Rig) rig = rig_of_vms ();
  g_auto (Answer) first = { 0 };
  g_auto (Answer) batch = { 0 };
  g_auto (Answer) other = { 0 };

  fake_script_hold (rig->ports->script, "change-card vm1.", FAKE_BEFORE);
  begin (rig, 1, 1, "iso", 0, &first);
  begin (rig, 0, 3, "blue", 1, &batch);
  begin (rig, 2, 1, "br0", 0, &other);
  rig_wait (&batch);
  g_assert_error (batch.error, NWD_ERROR, NWD_ERROR_TIMEOUT);
  g_assert_nonnull (strstr (batch.error->message, "nothing was changed"));
  rig_wait (&other);
  g_assert_no_error (other.error);
  g_assert_false (first.done);

  fake_script_release (rig->ports->script, "change-card vm1.");
  rig_wait (&first);
  g_assert_no_error (first.error);
  fake_ports_settle ();
  g_assert_cmpstr (master (rig, 0), ==, "red");
  g_assert_cmpstr (master (rig, 1), ==, "iso");
}

/* --- what is answered --- */

static void
test_all_errors (void)
{
  static const Wish third = { .mac = MAC_OFF1, .linked = -1 };
  static const Wish second = { .mac = MAC_WEB1, .linked = -1, .and = &third };
  static const Wish first = { .mac = MAC_WEB1, .network = "green", .and = &second };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish wish = first;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  wish.options.live_only = TRUE;
  error = rig_do (rig, &wish);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_NETWORK_NOT_ON_HOST);
  lines = g_strsplit (error->message, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_nonnull (strstr (lines[0], "green"));
  g_assert_cmpstr (lines[1], ==, "vNIC net0 is named twice");
  g_assert_nonnull (strstr (lines[2], "off1"));
  g_assert_cmpuint (fake_script_get_calls (rig->ports->script)->len, ==, 0);
}

static char *
steps_of (Rig *rig, const Wish *wish)
{
  g_auto (Answer) answer = { 0 };
  GString *text = g_string_new (NULL);
  GVariantIter iter;
  GVariant *step = NULL;

  rig_begin (rig, wish, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  fake_ports_settle ();
  g_variant_iter_init (&iter, answer.outcome.steps);
  while ((step = g_variant_iter_next_value (&iter)))
    {
      const char *verb, *property, *sees;

      g_variant_lookup (step, "do", "&s", &verb);
      g_variant_lookup (step, "property", "&s", &property);
      g_variant_lookup (step, "guest-sees", "&s", &sees);
      g_string_append_printf (text, "%s %s: %s; ", verb, property, sees);
      g_variant_unref (step);
    }
  return g_string_free (text, FALSE);
}

static void
test_steps (void)
{
  static const Wish off1 = { .mac = MAC_OFF1, .network = "" };
  static const Wish web1 = { .mac = MAC_WEB1, .network = "", .and = &off1 };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish dry = web1;
  g_autofree char *planned = NULL;
  g_autofree char *done = NULL;
  g_autofree char *again = NULL;

  dry.options.dry_run = TRUE;
  planned = steps_of (rig, &dry);
  done = steps_of (rig, &web1);
  again = steps_of (rig, &web1);
  g_assert_cmpstr (done, ==,
                   "create-bridge bridge: nothing; update linked: link-down; "
                   "update network: nothing; update port-isolated: nothing; "
                   "remember linked: nothing; update linked: nothing-until-next-start; "
                   "update network: nothing-until-next-start; "
                   "update port-isolated: nothing-until-next-start; remember linked: nothing; ");
  g_assert_cmpstr (planned, ==, done);
  g_assert_cmpstr (again, ==, "");
}

/* Every step with what it is of and from where to where. */
static char *
values_of (Rig *rig, const Wish *wish)
{
  Wish dry = *wish;
  g_auto (Answer) answer = { 0 };
  GString *text = g_string_new (NULL);

  dry.options.dry_run = TRUE;
  rig_begin (rig, &dry, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  for (gsize i = 0; i < g_variant_n_children (answer.outcome.steps); i++)
    {
      g_autoptr (GVariant) step = g_variant_get_child_value (answer.outcome.steps, i);
      g_autoptr (GVariant) from = g_variant_lookup_value (step, "from", NULL);
      g_autoptr (GVariant) to = g_variant_lookup_value (step, "to", NULL);
      g_autofree char *then = g_variant_print (from, FALSE);
      g_autofree char *now = g_variant_print (to, FALSE);
      const char *verb, *property, *object;

      g_variant_lookup (step, "do", "&s", &verb);
      g_variant_lookup (step, "property", "&s", &property);
      g_variant_lookup (step, "object", "&o", &object);
      g_assert_cmpstr (object, !=, "/");
      g_string_append_printf (text, "%s %s: %s > %s; ", verb, property, then, now);
    }
  return g_string_free (text, FALSE);
}

static void
test_steps_of_identity (void)
{
  static const Wish back = { .mac = "52:54:00:00:00:77", .new_mac = MAC_OFF1 };
  static const Wish swap = { .mac = MAC_OFF1, .new_mac = "52:54:00:00:00:77", .and = &back };
  static const Wish add = { .mac = MAC_OFF1, .add = TRUE, .new_mac = "52:54:00:00:00:77" };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *blue = nwd_path_new (NWD_KIND_NETWORK, rig_network_id (rig, "blue"));
  g_autofree char *mirrors = g_strdup_printf ("update mirrored-networks: [] > ['%s']; ", blue);
  g_autofree char *named = values_of (rig, &(Wish){ .mac = MAC_WEB1, .name = "front" });
  g_autofree char *mirrored = values_of (rig, &(Wish){ .mac = MAC_WEB1, .mirrors = "blue" });
  g_autofree char *swapped = NULL;

  g_assert_cmpstr (named, ==, "update name: 'net0' > 'front'; ");
  g_assert_cmpstr (mirrored, ==, mirrors);
  rig_must (rig, &add);
  swapped = values_of (rig, &swap);
  g_assert_cmpstr (swapped, ==,
                   "update mac-address: '" MAC_OFF1 "' > '52:54:00:00:00:77'; "
                   "update mac-address: '52:54:00:00:00:77' > '" MAC_OFF1 "'; "
                   "forget linked: true > true; remember linked: true > true; ");
}

static void
test_none (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) answer = { 0 };
  const NwdOptions options = { 0 };

  rig_begin_changes (rig, g_ptr_array_new (), &options, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (g_variant_n_children (answer.outcome.steps), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/batch/parallel", test_parallel);
  g_test_add_func ("/batch/published-once", test_published_once);
  g_test_add_func ("/batch/swap", test_swap);
  g_test_add_func ("/batch/crossing", test_crossing);
  g_test_add_func ("/batch/order", test_order);
  g_test_add_data_func ("/batch/one-hangs/before", GUINT_TO_POINTER (FAKE_BEFORE), test_one_hangs);
  g_test_add_data_func ("/batch/one-hangs/after", GUINT_TO_POINTER (FAKE_AFTER), test_one_hangs);
  g_test_add_func ("/batch/given-up-waiting", test_given_up_waiting);
  g_test_add_func ("/batch/guest-lets-go-too-late", test_guest_lets_go_too_late);
  g_test_add_func ("/batch/guest-keeps-card", test_guest_keeps_card);
  g_test_add_func ("/batch/all-errors", test_all_errors);
  g_test_add_func ("/batch/steps", test_steps);
  g_test_add_func ("/batch/steps-of-identity", test_steps_of_identity);
  g_test_add_func ("/batch/none", test_none);
  return g_test_run ();
}
