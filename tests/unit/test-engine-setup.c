/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Several changes of the host in one: what is refused, all of it at once; what one change leaves to
 * the next; what is told. */

#include "rig.h"

#include "core/nwd-error.h"

#include <string.h>

static char *
everything (Rig *rig)
{
  g_autofree char *world = fake_world_to_text (rig->ports->world);
  g_autofree char *state = rig_state_text (rig);

  return g_strconcat (world, "\n", state, NULL);
}

static const Wish detach_red = { .network = "red", .verb = NWD_HOST_DETACH };
static const Wish set_up_tap_too
  = { .network = "green", .verb = NWD_HOST_SET_UP, .existing_bridge = "vnet1", .and = &detach_red };
static const Wish set_up_iso = { .network = "iso", .verb = NWD_HOST_SET_UP };
static const Wish set_up_iso_too
  = { .network = "iso", .verb = NWD_HOST_SET_UP, .and = &set_up_iso };
static const Wish detach_iso = { .network = "iso", .verb = NWD_HOST_DETACH };
static const Wish detach_green = { .network = "green", .verb = NWD_HOST_DETACH };

typedef struct
{
  const char *label;
  Wish wish;
  int code;
  const char *parts[4]; /* a line each */
} Refusal;

static const Refusal refusals[] = {
  { "all-at-once",
    { .network = "br0", .verb = NWD_HOST_SET_UP, .and = &set_up_tap_too },
    NWD_ERROR_NOT_SUPPORTED,
    { "br0: it was found", "vnet1 is not a bridge", "NETWORK_CANNOT_DETACH_NETWORK_USED_BY_VMS" } },
  { "twice",
    { .network = "red", .verb = NWD_HOST_SET_UP, .and = &set_up_iso_too },
    NWD_ERROR_INVALID_ARGUMENT,
    { "iso is named twice" } },
  { "removed-twice",
    { .network = "iso", .verb = NWD_HOST_DETACH, .and = &detach_iso },
    NWD_ERROR_INVALID_ARGUMENT,
    { "iso is named twice" } },
  { "in-both",
    { .network = "iso", .verb = NWD_HOST_SET_UP, .and = &detach_iso },
    NWD_ERROR_INVALID_ARGUMENT,
    { "NETWORK_ATTACHMENT_IN_BOTH_LISTS" } },
  { "otherwise",
    { .network = "iso", .verb = NWD_HOST_SET_UP, .existing_bridge = "br0" },
    NWD_ERROR_ALREADY_EXISTS,
    { "existing-bridge: network iso is attached otherwise" } },
  { "takes-nothing",
    { .network = "iso", .verb = NWD_HOST_SET_UP, .take_addresses = TRUE },
    NWD_ERROR_INVALID_ARGUMENT,
    { "take-addresses: there is no NIC" } },
  { "on-used-nic",
    { .network = "iso", .verb = NWD_HOST_SET_UP, .nic = "eth1" },
    NWD_ERROR_ALREADY_EXISTS,
    { "NIC eth1: it is a port of br0" } },
};

static void
test_refused (gconstpointer data)
{
  const Refusal *r = data;
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = everything (rig);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = rig_do (rig, &r->wish);
  g_auto (GStrv) lines = NULL;

  g_assert_error (error, NWD_ERROR, r->code);
  lines = g_strsplit (error->message, "\n", -1);
  for (guint i = 0; r->parts[i]; i++)
    {
      g_assert_cmpuint (i, <, g_strv_length (lines));
      g_assert_nonnull (strstr (lines[i], r->parts[i]));
      g_assert_true (r->parts[i + 1] || !lines[i + 1]);
    }
  g_assert_cmpuint (fake_script_get_calls (rig->ports->script)->len, ==, 0);
  g_assert_cmpuint (rig->published->len, ==, 0);
  after = everything (rig);
  rig_assert_same (after, before);
}

static char *
steps_of (Rig *rig, const Wish *wish)
{
  g_auto (Answer) answer = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);

  rig_begin (rig, wish, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  fake_ports_settle ();
  for (gsize i = 0; i < g_variant_n_children (answer.outcome.steps); i++)
    {
      g_autoptr (GVariant) step = g_variant_get_child_value (answer.outcome.steps, i);
      g_autoptr (GVariant) from = g_variant_lookup_value (step, "from", NULL);
      g_autoptr (GVariant) to = g_variant_lookup_value (step, "to", NULL);
      g_autofree const char **vms = NULL;
      g_autofree char *names = NULL;
      const char *verb = NULL;

      g_variant_lookup (step, "do", "&s", &verb);
      if (g_variant_lookup (step, "vms", "^a&s", &vms))
        names = g_strjoinv (",", (char **)vms);
      g_string_append_printf (text, "%s '%s' '%s'%s%s; ", verb, g_variant_get_string (from, NULL),
                              g_variant_get_string (to, NULL), names ? " " : "",
                              names ? names : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What is so already needs no call, no publication, no event. */
static void
test_nothing_to_do (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish again = { .network = "red", .verb = NWD_HOST_SET_UP, .nic = "", .and = &set_up_iso };
  g_autofree char *steps = steps_of (rig, &again);
  g_autoptr (GPtrArray) list = NULL;

  g_assert_cmpstr (steps, ==, "");
  g_assert_cmpuint (fake_script_get_calls (rig->ports->script)->len, ==, 0);
  g_assert_cmpuint (rig->published->len, ==, 0);
  list = nwd_history_list (nwd_engine_get_history (rig->engine), &(NwdHistoryFilter){ 0 });
  g_assert_cmpuint (list->len, ==, 0);
}

/* As planned and as done; VMs that will not start by it are named. */
static void
test_steps (void)
{
  static const Wish detach_blue
    = { .network = "blue", .verb = NWD_HOST_DETACH, .and = &detach_iso };
  Wish wish = { .network = "green", .verb = NWD_HOST_SET_UP, .nic = "eth0", .and = &detach_blue };
  const char *expected = "create-bridge '' 'green'; add-port '' 'green'; delete-bridge 'blue' ''; "
                         "delete-bridge 'iso' ''; attach '' 'green'; detach 'blue' '' dif1; "
                         "detach 'iso' '' ; ";
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *planned = NULL;
  g_autofree char *done = NULL;

  wish.options.dry_run = TRUE;
  planned = steps_of (rig, &wish);
  g_assert_cmpstr (planned, ==, expected);
  g_assert_cmpuint (fake_script_get_calls (rig->ports->script)->len, ==, 0);
  wish.options.dry_run = FALSE;
  done = steps_of (rig, &wish);
  g_assert_cmpstr (done, ==, expected);
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "eth0"), ==, "green");
}

/* A NIC, and a bridge that is not ours, go from one network to another in one. */
static void
test_room_is_made (void)
{
  static const Wish set_up_new = { .network = "new", .verb = NWD_HOST_SET_UP, .nic = "eth0" };
  static const Wish adopt_new
    = { .network = "new", .verb = NWD_HOST_SET_UP, .existing_bridge = "br0" };
  static const Wish detach_new = { .network = "new", .verb = NWD_HOST_DETACH };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish swap = { .network = "green", .verb = NWD_HOST_DETACH, .and = &set_up_new };

  rig_must (rig, &(Wish){ .network = "new", .verb = NWD_HOST_CREATE_NETWORK });
  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_ATTACH, .nic = "eth0" });
  rig_must (rig, &swap);
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "eth0"), ==, "new");
  g_assert_false (g_hash_table_contains (rig->ports->world->links, "green"));

  rig_must (rig, &detach_new);
  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_ATTACH, .existing_bridge = "br0" });
  swap.and = &adopt_new;
  rig_must (rig, &swap);
}

/* One that is there changes its NIC, unless it is out of sync. */
static void
test_another_nic (void)
{
  Wish to_nic = { .network = "iso", .verb = NWD_HOST_SET_UP, .nic = "eth0" };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;

  fake_world_set_mtu (world, "iso", 1300);
  fake_kernel_tell (rig->ports->kernel);
  rig_assert_refused (rig, &to_nic, NWD_ERROR_NOT_IN_SYNC, "mtu is 1300 instead of 1500");
  to_nic.override = TRUE;
  rig_must (rig, &to_nic);
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "iso");
  rig_forget (rig);
  rig_must (rig, &to_nic);
  g_assert_cmpuint (fake_script_get_calls (rig->ports->script)->len, ==, 0);
}

/* … and the NIC has the MTU that it had before all of them. */
static void
test_mtu_of_a_nic (void)
{
  static const Wish set_up_new = { .network = "new", .verb = NWD_HOST_SET_UP, .nic = "eth0" };
  const Wish swap = { .network = "big", .verb = NWD_HOST_DETACH, .and = &set_up_new };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  guint before = nwd_state_get_nic (nwd_engine_get_state (rig->engine), "eth0")->mtu;

  rig_must (rig, &(Wish){ .network = "new", .verb = NWD_HOST_CREATE_NETWORK });
  rig_must (rig, &(Wish){ .network = "big", .verb = NWD_HOST_CREATE_NETWORK, .mtu = 9000 });
  rig_must (rig, &(Wish){ .network = "big", .verb = NWD_HOST_ATTACH, .nic = "eth0" });
  rig_must (rig, &swap);
  rig_must (rig, &(Wish){ .network = "new", .verb = NWD_HOST_DETACH });
  g_assert_cmpuint (nwd_state_get_nic (nwd_engine_get_state (rig->engine), "eth0")->mtu, ==,
                    before);
}

/* Somebody starts a guest on it before its turn comes: all is as it was. */
static void
test_a_guest_comes (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  fake_world_add_link (rig->ports->world, "vnet77", "tun", 1500);
  fake_world_set_master (rig->ports->world, "vnet77", "iso");
  fake_kernel_tell (rig->ports->kernel);
  fake_ports_settle ();
  before = everything (rig);
  error = rig_do (rig, &detach_iso);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE);
  g_assert_nonnull (strstr (error->message, "vnet77"));
  fake_ports_settle ();
  after = everything (rig);
  rig_assert_same (after, before);
}

/* The second of two that want one thing is refused, though it is free now. */
static void
test_one_thing_for_one (void)
{
  static const Wish set_up_new = { .network = "new", .verb = NWD_HOST_SET_UP, .nic = "eth0" };
  static const Wish both
    = { .network = "green", .verb = NWD_HOST_SET_UP, .nic = "eth0", .and = &set_up_new };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = NULL;

  rig_must (rig, &(Wish){ .network = "new", .verb = NWD_HOST_CREATE_NETWORK });
  error = rig_do (rig, &both);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS);
  g_assert_nonnull (strstr (error->message, "network green is on it"));
}

/* An event for each network that changes, none for the others; one for all that fail. */
static void
test_events (void)
{
  static const Wish detach_blue = { .network = "blue", .verb = NWD_HOST_DETACH };
  static const Wish set_up_more
    = { .network = "iso", .verb = NWD_HOST_SET_UP, .and = &detach_blue };
  static const Wish wish = { .network = "green",
                             .verb = NWD_HOST_SET_UP,
                             .options = { .action = "SetupNetworks" },
                             .and = &set_up_more };
  static const Wish refused = { .network = "red",
                                .verb = NWD_HOST_DETACH,
                                .options = { .action = "SetupNetworks" },
                                .and = &detach_green };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  rig_must (rig, &wish);
  list = nwd_history_list (nwd_engine_get_history (rig->engine), &(NwdHistoryFilter){ 0 });
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((NwdEvent *)list->pdata[1])->message, ==,
                   "network green was attached: network green, bridge green, adopted no");
  g_assert_cmpstr (((NwdEvent *)list->pdata[0])->message, ==, "network blue was detached");
  g_clear_pointer (&list, g_ptr_array_unref);

  error = rig_do (rig, &refused);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE);
  list = nwd_history_list (nwd_engine_get_history (rig->engine), &(NwdHistoryFilter){ 0 });
  g_assert_cmpuint (list->len, ==, 3);
  g_assert_cmpint (((NwdEvent *)list->pdata[0])->type, ==, NWD_EVENT_DETACH_NETWORK_FAILED);
}

/* --- until the host starts anew --- */

static const Wish set_up_transient
  = { .network = "green", .verb = NWD_HOST_SET_UP, .transient = TRUE };

static gboolean
is_attached (Rig *rig, const char *name)
{
  return *nwd_state_find_network (nwd_engine_get_state (rig->engine), name, NULL)->attachment_id;
}

/* It outlasts the service, not the host's boot; then what is stored next is without it. */
static void
test_gone_after_a_reboot (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (Rig) restarted = NULL;
  g_autoptr (Rig) rebooted = NULL;
  FakeWorld *world = NULL;

  rig_must (rig, &set_up_transient);
  g_assert_true (is_attached (rig, "green"));
  rig_must (rig, &set_up_transient);
  restarted = rig_new (fake_world_copy (rig->ports->world));
  g_assert_true (is_attached (restarted, "green"));

  world = fake_world_copy (rig->ports->world);
  world->boots++;
  g_hash_table_remove (world->bridges, "green");
  fake_world_remove_link (world, "green");
  rebooted = rig_new (world);
  g_assert_false (is_attached (rebooted, "green"));
  g_assert_true (is_attached (rebooted, "red"));
  rig_must (rebooted, &(Wish){ .network = "new", .verb = NWD_HOST_CREATE_NETWORK });
  g_assert_null (strstr (g_hash_table_lookup (world->texts, "host.ini"), "boot="));
}

/* What was not to come back is put back so too. */
static void
test_transient_is_put_back (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = NULL;

  rig_must (rig, &set_up_transient);
  rig_forget (rig);
  fake_script_fail_name (rig->ports->script, "write host.ini", FAKE_BEFORE,
                         NWD_ERROR_STORAGE_FAILED);
  error = rig_do (rig, &detach_green);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "restore-bridge green"), ==, 1);
}

static void
test_transient_is_not_for_good (void)
{
  static const Wish last = { .network = "green", .verb = NWD_HOST_SET_UP };
  static const Wish detach_until = { .network = "iso", .verb = NWD_HOST_DETACH, .transient = TRUE };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;

  rig_must (rig, &set_up_transient);
  error = rig_do (rig, &last);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS);
  g_assert_nonnull (strstr (error->message, "persist: network green is attached otherwise"));
  other = rig_do (rig, &detach_until);
  g_assert_error (other, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (other->message, "persist: network iso"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/setup/refused/%s", refusals[i].label);

      g_test_add_data_func (path, &refusals[i], test_refused);
    }
  g_test_add_func ("/engine/setup/nothing-to-do", test_nothing_to_do);
  g_test_add_func ("/engine/setup/steps", test_steps);
  g_test_add_func ("/engine/setup/room-is-made", test_room_is_made);
  g_test_add_func ("/engine/setup/mtu-of-a-nic", test_mtu_of_a_nic);
  g_test_add_func ("/engine/setup/another-nic", test_another_nic);
  g_test_add_func ("/engine/setup/a-guest-comes", test_a_guest_comes);
  g_test_add_func ("/engine/setup/one-thing-for-one", test_one_thing_for_one);
  g_test_add_func ("/engine/setup/events", test_events);
  g_test_add_func ("/engine/setup/gone-after-a-reboot", test_gone_after_a_reboot);
  g_test_add_func ("/engine/setup/transient-is-put-back", test_transient_is_put_back);
  g_test_add_func ("/engine/setup/transient-is-not-for-good", test_transient_is_not_for_good);
  return g_test_run ();
}
