/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Each call of each kind of plan fails: everything is as it was before, and the error is that of
 * the call. */

#include "wishes.h"

#include "core/nwd-error.h"

#include <string.h>

/* Without what is left by design: the unwired bridge, on which other cards may be by now. */
static char *
without_unwired (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *rest = g_string_new (NULL);

  for (char **line = lines; *line; line++)
    if (!strstr (*line, "nw-unwired"))
      g_string_append_printf (rest, "%s\n", *line);
  return g_string_free (rest, FALSE);
}

static char *
everything (Rig *rig, const Wish *wish)
{
  g_autofree char *world = fake_world_to_text (rig->ports->world);
  g_autofree char *state = rig_state_text (rig);
  g_autofree char *both = g_strconcat (world, "\n", state, NULL);

  return wishes_forget_taps (wish, without_unwired (both));
}

typedef struct
{
  const char *name; /* beginning of the call's */
  int code;         /* what it fails with */
  gboolean after;   /* it can also fail when its effect is there */
  gboolean matters; /* the whole change fails by it */
} Fault;

static const Fault faults[] = {
  { "change-card", NWD_ERROR_UPDATE_FAILED, TRUE, TRUE },
  { "attach-card", NWD_ERROR_PLUG_FAILED, TRUE, TRUE },
  { "detach-card", NWD_ERROR_UNPLUG_FAILED, FALSE, TRUE },
  { "read-card", NWD_ERROR_FAILED, FALSE, TRUE },
  { "create-bridge", NWD_ERROR_SETUP_FAILED, FALSE, TRUE },
  { "create-transient", NWD_ERROR_SETUP_FAILED, FALSE, TRUE },
  { "add-transient", NWD_ERROR_SETUP_FAILED, FALSE, TRUE },
  { "set-mtu", NWD_ERROR_SETUP_FAILED, FALSE, TRUE },
  { "reset-bridge", NWD_ERROR_SETUP_FAILED, FALSE, TRUE },
  { "delete-bridge", NWD_ERROR_SETUP_FAILED, FALSE, TRUE },
  { "add-port", NWD_ERROR_SETUP_FAILED, FALSE, TRUE },
  { "remove-port", NWD_ERROR_SETUP_FAILED, FALSE, TRUE },
  { "guard", NWD_ERROR_BUSY, TRUE, TRUE },
  { "extend-guard", NWD_ERROR_SETUP_FAILED, TRUE, TRUE },
  { "end-guard", NWD_ERROR_SETUP_FAILED, TRUE, TRUE },
  { "release", NWD_ERROR_FAILED, TRUE, TRUE },
  { "leave", NWD_ERROR_SETUP_FAILED, TRUE, TRUE },
  { "manage", NWD_ERROR_SETUP_FAILED, TRUE, TRUE },
  { "write host.ini.previous", NWD_ERROR_STORAGE_FAILED, FALSE, FALSE },
  { "write", NWD_ERROR_STORAGE_FAILED, FALSE, TRUE },
  { "remove", NWD_ERROR_STORAGE_FAILED, FALSE, TRUE },
  { "read-link", NWD_ERROR_FAILED, FALSE, TRUE },
  { "sync-mirrors", NWD_ERROR_UPDATE_FAILED, FALSE, TRUE },
  { "mirror", NWD_ERROR_UPDATE_FAILED, TRUE, TRUE },
  { "announce", NWD_ERROR_FAILED, FALSE, FALSE },
  { "seal-bridge nw-unwired", NWD_ERROR_FAILED, TRUE, FALSE }, /* it is tried again */
  { "seal-bridge", NWD_ERROR_FAILED, TRUE, TRUE },
  { "is-sealed", NWD_ERROR_FAILED, FALSE, FALSE },
  { "unseal-bridge", NWD_ERROR_FAILED, FALSE, FALSE },
};

static const Fault *
fault_of (const char *call)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_str_has_prefix (call, faults[i].name))
      return &faults[i];
  g_error ("%s cannot fail", call);
}

/* A bridge that is isolated from now on is closed when that is stored, and again until it is. */
static gboolean
is_tried_again (const Wish *wish, const char *call)
{
  return wish->verb == NWD_HOST_UPDATE_ATTACHMENT && !wish->mac
         && g_str_has_prefix (call, "seal-bridge");
}

/* What fails is what was asked for. */
static int
expected_code (const Wish *wish, const Fault *fault)
{
  gboolean is_mirror = strstr (fault->name, "mirror") != NULL;

  if (g_str_equal (fault->name, "seal-bridge"))
    return NWD_ERROR_SETUP_FAILED;
  return is_mirror && (wish->plugged > 0 || wish->add) ? NWD_ERROR_PLUG_FAILED : fault->code;
}

static void
fail_call (const Wish *wish, const char *call, guint number, FakeMoment moment)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Fault *fault = fault_of (call);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  wishes_prepare (rig, wish);
  before = everything (rig, wish);
  fake_script_fail_number (rig->ports->script, number, moment, fault->code);
  error = rig_do (rig, wish);
  if (!fault->matters || is_tried_again (wish, call))
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_error (error, NWD_ERROR, expected_code (wish, fault));
  g_assert_nonnull (strstr (error->message, "as the test wants"));
  after = everything (rig, wish);
  rig_assert_same (after, before);
  g_assert_true (rig_journal_is_empty (rig));
}

static void
test_each_call_fails (gconstpointer data)
{
  const Wish *wish = data;
  g_auto (GStrv) calls = g_strsplit (wish->calls, "; ", -1);

  for (guint i = 0; calls[i]; i++)
    {
      fail_call (wish, calls[i], i + 1, FAKE_BEFORE);
      if (fault_of (calls[i])->after)
        fail_call (wish, calls[i], i + 1, FAKE_AFTER);
    }
}

/* --- a backend goes away in the middle --- */

typedef struct
{
  Rig *rig;
  guint number;
  FakeMoment moment;
  gboolean gone;
} Departure;

static void
on_call (guint number, FakeMoment moment, gpointer data)
{
  Departure *d = data;

  if (d->gone || number != d->number || moment != d->moment)
    return;
  d->gone = TRUE;
  fake_hypervisor_disconnect (d->rig->ports->hypervisor);
}

static void
lose_hypervisor (const Wish *wish, guint number, FakeMoment moment)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Departure departure = { rig, number, moment, FALSE };
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  wishes_prepare (rig, wish);
  before = everything (rig, wish);
  fake_script_set_probe (rig->ports->script, on_call, &departure);
  fake_script_fail_number (rig->ports->script, number, moment, NWD_ERROR_HYPERVISOR_UNAVAILABLE);
  error = rig_do (rig, wish);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE);

  fake_hypervisor_connect (rig->ports->hypervisor);
  rig_wait_for_recovery (rig);
  after = everything (rig, wish);
  rig_assert_same (after, before);
  g_assert_true (rig_journal_is_empty (rig));
}

static void
test_hypervisor_goes_away (gconstpointer data)
{
  const Wish *wish = data;
  g_auto (GStrv) calls = g_strsplit (wish->calls, "; ", -1);

  for (guint i = 0; calls[i]; i++)
    if (strstr (calls[i], "-card ") && !g_str_has_prefix (calls[i], "read-"))
      {
        lose_hypervisor (wish, i + 1, FAKE_BEFORE);
        lose_hypervisor (wish, i + 1, FAKE_AFTER);
      }
}

static void
on_host_call (guint number, FakeMoment moment, gpointer data)
{
  Departure *d = data;

  if (d->gone || number != d->number || moment != d->moment)
    return;
  d->gone = TRUE;
  fake_host_network_set_state (d->rig->ports->host_network, NWD_BACKEND_DISCONNECTED);
}

/* A checkpoint of the network manager ends with it: all was done by then. */
static gboolean
is_lost_anyway (const char *call)
{
  return g_str_has_prefix (call, "end-guard");
}

static void
lose_host_network (const Wish *wish, const char *call, guint number, FakeMoment moment)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Departure departure = { rig, number, moment, FALSE };
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  wishes_prepare (rig, wish);
  before = everything (rig, wish);
  fake_script_set_probe (rig->ports->script, on_host_call, &departure);
  fake_script_fail_number (rig->ports->script, number, moment, NWD_ERROR_HOST_NETWORK_UNAVAILABLE);
  error = rig_do (rig, wish);
  if (is_lost_anyway (call))
    {
      g_assert_no_error (error);
      g_assert_true (rig_journal_is_empty (rig));
      return;
    }
  g_assert_error (error, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE);

  fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_CONNECTED);
  fake_ports_settle ();
  after = everything (rig, wish);
  rig_assert_same (after, before);
  g_assert_true (rig_journal_is_empty (rig));
}

static void
test_host_network_goes_away (gconstpointer data)
{
  const Wish *wish = data;
  g_auto (GStrv) calls = g_strsplit (wish->calls, "; ", -1);

  for (guint i = 0; calls[i]; i++)
    if (fault_of (calls[i])->code == NWD_ERROR_SETUP_FAILED)
      {
        lose_host_network (wish, calls[i], i + 1, FAKE_BEFORE);
        lose_host_network (wish, calls[i], i + 1, FAKE_AFTER);
      }
}

/* --- the kernel has it otherwise --- */

static void
test_tap_does_not_move (void)
{
  static const Wish move = { .mac = MAC_WEB1, .network = "blue" };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = NULL;
  g_autofree char *before = everything (rig, &move);
  g_autofree char *after = NULL;

  rig->ports->world->stuck_taps = TRUE;
  error = rig_do (rig, &move);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_UPDATE_FAILED);
  g_assert_nonnull (strstr (error->message, "vnet1"));
  after = everything (rig, &move);
  rig_assert_same (after, before);
}

/* libvirt sees no reason to touch a card that its definition has right. */
static void
test_lost_tap_is_repaired (void)
{
  static const Wish move = { .mac = MAC_WEB1, .network = "red" };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  fake_world_set_master (rig->ports->world, "vnet1", "br0");
  fake_kernel_tell (rig->ports->kernel);
  fake_ports_settle ();
  rig_must (rig, &move);
  g_assert_cmpstr (fake_world_get_master (rig->ports->world, "vnet1"), ==, "red");
}

/* --- the undoing fails --- */

static void
test_undo_fails (void)
{
  static const Wish move = { .mac = MAC_WEB1, .network = "blue", .linked = -1 };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = NULL;

  fake_script_fail_number (rig->ports->script, 3, FAKE_AFTER, NWD_ERROR_UPDATE_FAILED);
  fake_script_fail_number (rig->ports->script, 4, FAKE_BEFORE, NWD_ERROR_NOT_SUPPORTED);
  error = rig_do (rig, &move);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_UPDATE_FAILED);
  g_assert_nonnull (strstr (error->message, "could not be undone"));
  g_assert_true (rig_journal_is_empty (rig));
}

static const char *
problem_of_web1 (Rig *rig)
{
  return nwd_state_get_vnic_vm (nwd_engine_get_state (rig->engine), rig_vnic (rig, MAC_WEB1))
    ->problem;
}

/* It is the VM's problem until somebody changes it, or it stops. */
static void
test_undo_failed_before (void)
{
  static const Wish move = { .mac = MAC_WEB1, .network = "blue", .linked = -1 };

  for (guint stops = 0; stops < 2; stops++)
    {
      g_autoptr (Rig) rig = rig_new (rig_sample_world ());
      FakeWorld *world = rig->ports->world;
      const char *vm_id = rig_vnic (rig, MAC_WEB1)->vm_id;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) again = NULL;

      fake_script_fail_number (rig->ports->script, 3, FAKE_AFTER, NWD_ERROR_UPDATE_FAILED);
      fake_script_fail_number (rig->ports->script, 4, FAKE_BEFORE, NWD_ERROR_NOT_SUPPORTED);
      error = rig_do (rig, &move);
      g_assert_nonnull (strstr (problem_of_web1 (rig), "could not be undone"));
      again = rig_do (rig, &(Wish){ .mac = MAC_WEB1, .network = "green" });
      g_assert_error (again, NWD_ERROR, NWD_ERROR_NETWORK_NOT_ON_HOST);
      g_assert_cmpstr (problem_of_web1 (rig), !=, "");
      if (stops)
        {
          fake_world_put_domain (
            world, fake_domain_copy (fake_world_get_domain (world, vm_id), NWD_VM_SHUTOFF));
          fake_hypervisor_tell_domain (rig->ports->hypervisor, vm_id);
          fake_ports_settle ();
        }
      else
        rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "iso" });
      g_assert_cmpstr (problem_of_web1 (rig), ==, "");
    }
}

/* A bridge that somebody else made in the meantime is not ours to delete. */
static void
test_bridge_of_another (void)
{
  static const Wish attach = { .network = "green", .verb = NWD_HOST_ATTACH };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = NULL;

  fake_world_add_link (rig->ports->world, "green", "bridge", 1500);
  error = rig_do (rig, &attach);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS);
  g_assert_null (strstr (error->message, "undone"));
  g_assert_cmpuint (fake_script_count (rig->ports->script, "delete-bridge"), ==, 0);
  g_assert_true (g_hash_table_contains (rig->ports->world->links, "green"));
}

static void
add (const char *kind, const Wish *wish, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/engine/%s/%s", kind, wish->label);

  g_test_add_data_func (path, wish, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  for (const Wish *wish = all_wishes; wish->label; wish++)
    {
      add ("call-fails", wish, test_each_call_fails);
      add ("hypervisor-goes-away", wish, test_hypervisor_goes_away);
      add ("host-network-goes-away", wish, test_host_network_goes_away);
    }
  g_test_add_func ("/engine/tap-does-not-move", test_tap_does_not_move);
  g_test_add_func ("/engine/lost-tap-is-repaired", test_lost_tap_is_repaired);
  g_test_add_func ("/engine/undo-fails", test_undo_fails);
  g_test_add_func ("/engine/undo-failed-before", test_undo_failed_before);
  g_test_add_func ("/engine/bridge-of-another", test_bridge_of_another);
  return g_test_run ();
}
