/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Guests that are asked: what comes of it is told when it is news, written once, and held up by
 * nobody. */

#include "asking.h"

#include "core/nwd-error.h"
#include "engine/nwd-load.h"

#include <string.h>

#define MANY   200
#define PLACES 4

/* --- what is told, what is written --- */

/* What scenario 28 has a guest say. */
static void
say_scenario (Asking *asking, gboolean forward)
{
  GPtrArray *claims = nwd_guest_claims_new ();
  NwdGuestClaim *lo = asking_claim (NWD_GUEST_BY_AGENT, "lo", "00:00:00:00:00:00", "127.0.0.1/8");
  NwdGuestClaim *eth0
    = asking_claim (NWD_GUEST_BY_AGENT, "eth0", "52:54:00:00:00:01",
                    forward ? "fe80::1%eth0/64,10.0.0.2/24" : "10.0.0.2/24,fe80::1%eth0/64");
  NwdGuestClaim *docker0
    = asking_claim (NWD_GUEST_BY_AGENT, "docker0", "02:42:00:00:00:0A", "172.17.0.1/16");

  g_ptr_array_add (claims, forward ? lo : docker0);
  g_ptr_array_add (claims, eth0);
  g_ptr_array_add (claims, forward ? docker0 : lo);
  fake_guest_agent_say (asking->guests, WEB1, claims);
}

static void
test_scenario_28 (void)
{
  g_autoptr (Asking) asking = asking_prepare (asking_world_new ());
  g_autofree char *vnic_id = NULL;
  const NwdGuestReport *report = NULL;
  gint64 time = 0;

  say_scenario (asking, TRUE);
  asking_start (asking);
  WAIT_FOR (asking_report (asking, WEB1) && strstr (asking_text (asking), "docker0"));
  report = asking_report (asking, WEB1);
  vnic_id = g_strdup (nwd_state_get_vm (asking_state (asking), WEB1)->vnic_ids->pdata[0]);
  g_assert_cmpuint (report->interfaces->len, ==, 3);
  g_assert_false (report->stale);

  /* The same in another order: its time moves, nothing else. */
  say_scenario (asking, FALSE);
  asking_forget (asking);
  time = report->time;
  asking_wait (asking, 4);
  g_assert_cmpint (asking_report (asking, WEB1)->time, >, time);
  g_assert_cmpuint (asking_count_published (asking, vnic_id), ==, 0);
  g_assert_cmpuint (asking_count_writes (asking), ==, 0);

  /* It ends with the run, in one go. */
  asking_forget (asking);
  asking_power_off (asking, WEB1);
  g_assert_null (asking_report (asking, WEB1));
  g_assert_cmpuint (asking_count_published (asking, vnic_id), ==, 1);
  g_assert_cmpuint (asking_count_published (asking, WEB1), ==, 1);
  WAIT_FOR (!strstr (asking_text (asking), "docker0"));
}

/* Not even when all is written that there is to write. */
static void
test_same_is_not_written (void)
{
  g_autoptr (Asking) asking = asking_prepare (asking_world_new ());

  asking_say (asking, WEB1, MAC_WEB1, "10.0.0.2/24");
  asking_start (asking);
  WAIT_FOR (strstr (asking_text (asking), "10.0.0.2/24"));
  asking_wait (asking, 2);
  asking_forget (asking);
  asking_wait (asking, 2);
  nwd_engine_stop (asking->engine);
  g_assert_cmpuint (asking_count_writes (asking), ==, 0);
}

static void
test_one_write_for_all (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Asking) asking = NULL;

  rig_add_vms (world, 6);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *id = rig_vm_id (16 + i);

      fake_world_get_domain (world, id)->agent = NWD_AGENT_CONNECTED;
    }
  asking = asking_prepare (world);
  asking_start (asking);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *id = rig_vm_id (16 + i);
      g_autofree char *mac = rig_mac (16 + i);
      g_autofree char *address = g_strdup_printf ("10.0.0.%u/24", i);

      WAIT_FOR (asking_report (asking, id));
      asking_say (asking, id, mac, address);
    }
  asking_forget (asking);
  WAIT_FOR (strstr (asking_text (asking), "10.0.0.0/24")
            && strstr (asking_text (asking), "10.0.0.5/24"));
  g_assert_cmpuint (asking_count_writes (asking), ==, 1);
}

static void
test_restart (void)
{
  FakeWorld *copy = NULL;
  g_autoptr (Asking) first = asking_prepare (asking_world_new ());
  g_autoptr (Asking) second = NULL;

  asking_say (first, WEB1, MAC_WEB1, "10.0.0.2/24");
  asking_say (first, WEB2, MAC_WEB2, "10.0.0.3/24");
  asking_start (first);
  WAIT_FOR (asking_report (first, WEB1) && asking_report (first, WEB2));
  nwd_engine_stop (first->engine);
  g_assert_nonnull (strstr (asking_text (first), "10.0.0.2/24"));

  /* Meanwhile one of both was switched off. */
  copy = fake_world_copy (first->ports->world);
  fake_world_put_domain (copy,
                         fake_domain_copy (fake_world_get_domain (copy, WEB2), NWD_VM_SHUTOFF));
  second = asking_prepare (copy);
  fake_guest_agent_hang (second->guests, WEB1);
  asking_start (second);
  g_assert_true (asking_report (second, WEB1)->stale);
  g_assert_cmpuint (asking_report (second, WEB1)->interfaces->len, ==, 1);
  g_assert_null (asking_report (second, WEB2));
  WAIT_FOR (!strstr (asking_text (second), "10.0.0.3/24"));
  g_assert_nonnull (strstr (asking_text (second), "10.0.0.2/24"));

  asking_forget (second);
  asking_say (second, WEB1, MAC_WEB1, "10.0.0.2/24");
  fake_guest_agent_revive (second->guests);
  WAIT_FOR (!asking_report (second, WEB1)->stale);
}

static void
test_bad_file_is_dropped (void)
{
  FakeWorld *world = asking_world_new ();
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (Asking) asking = NULL;

  rig_allow_warnings ();
  g_hash_table_replace (world->texts, g_strdup (ASKING_CACHE), g_strdup ("nonsense"));
  asking = asking_prepare (world);
  g_assert_false (nwd_load_check (NWD_STORE (asking->ports->store), report));
  g_assert_nonnull (strstr (report->str, ASKING_CACHE ": "));
  g_assert_null (strstr (report->str, ASKING_CACHE ": good"));
  asking_start (asking);
  g_assert_cmpstr (asking_state (asking)->degraded_reason, ==, "");
  WAIT_FOR (strcmp (asking_text (asking), "nonsense") != 0);
}

static void
test_off (void)
{
  FakeWorld *world = asking_world_new ();
  g_autoptr (Asking) asking = NULL;

  g_hash_table_replace (world->texts, g_strdup (ASKING_CACHE), g_strdup ("anything"));
  asking = asking_prepare (world);
  asking_start_at (asking, NULL);
  g_assert_cmpstr (asking_text (asking), ==, "");
  g_assert_cmpuint (fake_script_count (asking->ports->script, "ask"), ==, 0);
  g_assert_false (asking_state (asking)->guest_info);
}

/* --- who does not answer --- */

static void
test_silent_is_stale (void)
{
  g_autoptr (Asking) asking = asking_prepare (asking_world_new ());

  asking_say (asking, WEB1, MAC_WEB1, "10.0.0.2/24");
  asking_start (asking);
  WAIT_FOR (asking_report (asking, WEB1));
  fake_guest_agent_hang (asking->guests, WEB1);
  WAIT_FOR (fake_guest_agent_count_hanging (asking->guests) == 1);
  fake_ports_settle ();
  asking_forget (asking);
  fake_guest_agent_time_out (asking->guests);
  WAIT_FOR (asking_report (asking, WEB1)->stale);
  g_assert_cmpuint (asking_report (asking, WEB1)->interfaces->len, ==, 1);
  g_assert_cmpuint (asking_count_writes (asking), ==, 0);
  fake_guest_agent_revive (asking->guests);
  WAIT_FOR (!asking_report (asking, WEB1)->stale);
}

static guint
count_threads (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder))
    n++;
  return n;
}

/* A thread that has answered is counted by the kernel until it is gone. */
static void
assert_threads (guint most)
{
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC;

  while (count_threads () > most && g_get_monotonic_time () < end)
    g_thread_yield ();
  g_assert_cmpuint (count_threads (), <=, most);
}

/* Each that hangs takes a thread of the port, as long as it is asked. The one that answers is among
 * those of which nobody knows that yet; once it is known it waits for none of them. */
static void
test_many_that_hang (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Asking) asking = NULL;
  guint before = count_threads ();

  rig_add_vms (world, MANY);
  fake_world_get_domain (world, WEB1)->agent = NWD_AGENT_CONNECTED;
  asking = asking_prepare (world);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *id = rig_vm_id (16 + i);

      fake_world_get_domain (world, id)->agent = NWD_AGENT_CONNECTED;
      fake_guest_agent_hang (asking->guests, id);
    }
  asking_start (asking);
  while (!asking_report (asking, WEB1))
    {
      WAIT_FOR (fake_guest_agent_count_hanging (asking->guests) > 0
                || asking_report (asking, WEB1));
      g_assert_cmpuint (fake_guest_agent_count_hanging (asking->guests), <, PLACES);
      assert_threads (before + PLACES);
      fake_guest_agent_time_out (asking->guests);
    }
  WAIT_FOR (fake_guest_agent_count_hanging (asking->guests) > 0);
  asking_wait (asking, 20);
  g_assert_cmpuint (fake_guest_agent_count_hanging (asking->guests), <, PLACES);
  assert_threads (before + PLACES);
}

/* --- who asks --- */

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  nwd_engine_refresh_guest_finish (NWD_ENGINE (source), result, &answer->error);
  answer->done = TRUE;
}

static void
refresh (Asking *asking, const char *vm_id, guint timeout, Answer *answer)
{
  const NwdOptions options = { .timeout = timeout };

  nwd_engine_refresh_guest_async (asking->engine, vm_id, &options, on_refreshed, answer);
}

static void
assert_refused (Asking *asking, const char *vm_id, int code, const char *part)
{
  g_auto (Answer) answer = { 0 };

  refresh (asking, vm_id, 20, &answer);
  rig_wait (&answer);
  g_assert_error (answer.error, NWD_ERROR, code);
  g_assert_nonnull (strstr (answer.error->message, part));
}

/* One question at a time; who asks while one is under way wants a newer answer. */
static void
test_refresh (void)
{
  g_autoptr (Asking) asking = asking_prepare (asking_world_new ());
  g_auto (Answer) one = { 0 }, other = { 0 };

  asking_start (asking);
  WAIT_FOR (asking_report (asking, WEB1));
  fake_script_hold (asking->ports->script, "ask-agent web1", FAKE_BEFORE);
  WAIT_FOR (fake_script_count_held (asking->ports->script) == 1);
  asking_say (asking, WEB1, MAC_WEB1, "10.0.0.9/24");
  refresh (asking, WEB1, 20, &one);
  refresh (asking, WEB1, 20, &other);
  fake_ports_settle ();
  g_assert_cmpuint (fake_script_count_held (asking->ports->script), ==, 1);
  g_assert_false (one.done || other.done);
  fake_script_release (asking->ports->script, "ask-agent web1");
  rig_wait (&one);
  rig_wait (&other);
  g_assert_no_error (one.error);
  g_assert_no_error (other.error);
  g_assert_cmpuint (asking_report (asking, WEB1)->interfaces->len, ==, 1);
}

static void
test_refresh_fails (void)
{
  g_autoptr (Asking) asking = asking_prepare (asking_world_new ());
  g_auto (Answer) late = { 0 }, hung = { 0 }, stopped = { 0 };

  asking_start (asking);
  WAIT_FOR (asking_report (asking, WEB1));
  assert_refused (asking, OFF1, NWD_ERROR_NOT_SUPPORTED, "shutoff");
  fake_guest_agent_hang (asking->guests, WEB1);
  WAIT_FOR (fake_guest_agent_count_hanging (asking->guests) == 1);
  refresh (asking, WEB1, 1, &late);
  rig_wait (&late);
  g_assert_error (late.error, NWD_ERROR, NWD_ERROR_TIMEOUT);
  refresh (asking, WEB1, 0, &hung);
  fake_guest_agent_time_out (asking->guests);
  WAIT_FOR (fake_guest_agent_count_hanging (asking->guests) == 0);
  WAIT_FOR (fake_guest_agent_count_hanging (asking->guests) == 1);
  fake_guest_agent_time_out (asking->guests);
  rig_wait (&hung);
  g_assert_error (hung.error, NWD_ERROR, NWD_ERROR_TIMEOUT);
  refresh (asking, WEB1, 0, &stopped);
  asking_power_off (asking, WEB1);
  rig_wait (&stopped);
  g_assert_error (stopped.error, NWD_ERROR, NWD_ERROR_NOT_FOUND);
}

/* Its agent is paused too; who has none may be known to others. */
static void
test_refresh_paused (void)
{
  g_autoptr (Asking) asking = asking_prepare (asking_world_new ());
  FakeWorld *world = asking->ports->world;
  NwdDomain *paused = fake_domain_copy (fake_world_get_domain (world, WEB1), NWD_VM_PAUSED);
  NwdDomain *mute = fake_domain_copy (fake_world_get_domain (world, WEB2), NWD_VM_PAUSED);
  g_auto (Answer) answer = { 0 };

  mute->agent = NWD_AGENT_NONE;
  fake_world_put_domain (world, paused);
  fake_world_put_domain (world, mute);
  g_hash_table_insert (world->neighbours, g_strdup (MAC_WEB2), g_strdup ("10.0.0.3"));
  asking_start (asking);
  assert_refused (asking, WEB1, NWD_ERROR_NOT_SUPPORTED, "paused");
  refresh (asking, WEB2, 20, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  g_assert_nonnull (asking_report (asking, WEB2));
}

static void
test_refresh_where_off (void)
{
  g_autoptr (Asking) asking = asking_prepare (asking_world_new ());

  asking_start_at (asking, NULL);
  assert_refused (asking, WEB1, NWD_ERROR_NOT_SUPPORTED, "guest-reports");
}

/* --- without an agent --- */

static void
test_neighbours (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Asking) asking = NULL;
  const NwdGuestInterface *interface = NULL;

  g_hash_table_insert (world->neighbours, g_strdup (MAC_WEB1), g_strdup ("10.0.0.2"));
  asking = asking_prepare (world);
  asking_start (asking);
  WAIT_FOR (asking_report (asking, WEB1));
  g_assert_cmpuint (fake_script_count (asking->ports->script, "ask"), ==, 0);
  interface = asking_report (asking, WEB1)->interfaces->pdata[0];
  g_assert_cmpint (interface->source, ==, NWD_GUEST_BY_ARP);
  g_assert_cmpstr (interface->ipv4[0], ==, "10.0.0.2/32");
  g_assert_null (asking_report (asking, WEB2));
}

/* A lease says more than a neighbour; the guest's own word more than both. */
static void
test_leases (void)
{
  FakeWorld *world = rig_sample_world ();
  NwdDomain *domain = fake_domain_new (WEB1, "web1", NWD_VM_RUNNING);
  g_autoptr (Asking) asking = NULL;
  GPtrArray *claims = nwd_guest_claims_new ();
  const NwdGuestReport *report = NULL;

  fake_domain_add_live (domain, fake_card_new (MAC_WEB1, "network", "default", "vnet1", TRUE));
  fake_domain_add_live (domain, fake_card_new (MAC_NEW, "bridge", "red", "vnet9", TRUE));
  fake_world_put_domain (world, domain);
  g_hash_table_insert (world->neighbours, g_strdup (MAC_WEB1), g_strdup ("10.0.0.2"));
  g_hash_table_insert (world->neighbours, g_strdup (MAC_NEW), g_strdup ("10.0.0.3"));
  asking = asking_prepare (world);
  g_ptr_array_add (claims, asking_claim (NWD_GUEST_BY_LEASE, "", MAC_WEB1, "10.0.0.2/24"));
  fake_guest_agent_say (asking->guests, WEB1, claims);
  asking_start (asking);
  WAIT_FOR (asking_report (asking, WEB1));
  report = asking_report (asking, WEB1);
  g_assert_cmpuint (report->interfaces->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const NwdGuestInterface *interface = report->interfaces->pdata[i];
      gboolean leased = g_str_equal (interface->mac, MAC_WEB1);

      g_assert_cmpint (interface->source, ==, leased ? NWD_GUEST_BY_LEASE : NWD_GUEST_BY_ARP);
      g_assert_cmpstr (interface->ipv4[0], ==, leased ? "10.0.0.2/24" : "10.0.0.3/32");
    }

  domain = fake_domain_copy (domain, NWD_VM_RUNNING);
  domain->agent = NWD_AGENT_CONNECTED;
  fake_world_put_domain (asking->ports->world, domain);
  asking_say (asking, WEB1, MAC_WEB1, "10.0.0.4/24");
  fake_hypervisor_tell_domain (asking->ports->hypervisor, WEB1);
  WAIT_FOR (nwd_guest_report_is_own (asking_report (asking, WEB1)));
  g_assert_cmpuint (asking_report (asking, WEB1)->interfaces->len, ==, 1);
}

/* --- news --- */

/* At once, whenever it would be time otherwise. */
static void
test_asked_after_change (void)
{
  g_autoptr (Asking) asking = asking_prepare (asking_world_new ());
  const NwdGuestPace never = { .few = 3600000, .window = 3600000, .rare = 3600000 };
  NwdDomain *domain = NULL;
  guint asked = 0;

  asking_start_at (asking, &never);
  WAIT_FOR (asking_report (asking, WEB1));
  asked = fake_script_count (asking->ports->script, "ask-agent web1");
  domain = fake_domain_copy (fake_world_get_domain (asking->ports->world, WEB1), NWD_VM_RUNNING);
  fake_domain_add_live (domain, fake_card_new (MAC_NEW, "bridge", "red", "vnet9", TRUE));
  fake_world_put_domain (asking->ports->world, domain);
  fake_hypervisor_tell_domain (asking->ports->hypervisor, WEB1);
  WAIT_FOR (fake_script_count (asking->ports->script, "ask-agent web1") == asked + 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guests/scenario-28", test_scenario_28);
  g_test_add_func ("/guests/same-is-not-written", test_same_is_not_written);
  g_test_add_func ("/guests/one-write-for-all", test_one_write_for_all);
  g_test_add_func ("/guests/restart", test_restart);
  g_test_add_func ("/guests/bad-file-is-dropped", test_bad_file_is_dropped);
  g_test_add_func ("/guests/off", test_off);
  g_test_add_func ("/guests/silent-is-stale", test_silent_is_stale);
  g_test_add_func ("/guests/many-that-hang", test_many_that_hang);
  g_test_add_func ("/guests/refresh", test_refresh);
  g_test_add_func ("/guests/refresh-fails", test_refresh_fails);
  g_test_add_func ("/guests/refresh-paused", test_refresh_paused);
  g_test_add_func ("/guests/refresh-where-off", test_refresh_where_off);
  g_test_add_func ("/guests/neighbours", test_neighbours);
  g_test_add_func ("/guests/leases", test_leases);
  g_test_add_func ("/guests/asked-after-change", test_asked_after_change);
  return g_test_run ();
}
