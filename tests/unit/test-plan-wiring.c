/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The planner of wiring, as a table: a card, what is wanted of it, and the exact steps. */

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "core/nwd-plan-wiring.h"
#include "core/nwd-wiring-case.h"
#include "fake-domain.h"

#include <string.h>

#define VM  "00000000-0000-4000-8000-000000000001"
#define MAC "52:54:00:00:00:01"

typedef enum
{
  PERSISTENT, /* runs, and will start as it runs */
  PAUSED,
  OFF,
  TRANSIENT,
  DIFFERING, /* runs on red, will start on blue */
} Kind;

typedef enum
{
  ON_RED,
  UNWIRED, /* on nw-unwired, link down; its own link as told */
  HELD,    /* on red, link down, with a note */
} Place;

typedef struct
{
  const char *label;
  Kind kind;
  Place place;
  gboolean linked;
  int link;            /* 1 up, -1 down, 0 as it is */
  const char *network; /* name; "" the empty network; NULL it stays */
  const char *steps;   /* "; " between; L live, C config */
  NwdOptions options;
} Case;

static const Case cases[] = {
  /* links */
  { "down", PERSISTENT, ON_RED, TRUE, -1, NULL, "LC down" },
  { "down-paused", PAUSED, ON_RED, TRUE, -1, NULL, "LC down" },
  { "down-off", OFF, ON_RED, TRUE, -1, NULL, "C down" },
  { "down-transient", TRANSIENT, ON_RED, TRUE, -1, NULL, "L down" },
  { "down-differing", DIFFERING, ON_RED, TRUE, -1, NULL, "L down; C down" },
  { "down-again", PERSISTENT, ON_RED, FALSE, -1, NULL, "" },
  { "up", PERSISTENT, ON_RED, FALSE, 1, NULL, "LC up" },
  { "up-again", PERSISTENT, ON_RED, TRUE, 1, NULL, "" },
  { "down-unwired", PERSISTENT, UNWIRED, TRUE, -1, NULL, "note down" },
  { "up-unwired", PERSISTENT, UNWIRED, FALSE, 1, NULL, "note up" },
  { "up-unwired-again", PERSISTENT, UNWIRED, TRUE, 1, NULL, "" },
  { "up-held", PERSISTENT, HELD, FALSE, 1, NULL, "note up held" },
  /* another network: one call while the link stays */
  { "move", PERSISTENT, ON_RED, TRUE, 0, "blue", "LC blue" },
  { "move-paused", PAUSED, ON_RED, TRUE, 0, "blue", "LC blue" },
  { "move-off", OFF, ON_RED, TRUE, 0, "blue", "C blue" },
  { "move-transient", TRANSIENT, ON_RED, TRUE, 0, "blue", "L blue" },
  { "move-unlinked", PERSISTENT, ON_RED, FALSE, 0, "blue", "LC blue" },
  { "move-differing", DIFFERING, ON_RED, TRUE, 0, "blue", "L blue" },
  { "move-back-differing", DIFFERING, ON_RED, TRUE, 0, "red", "C red" },
  { "move-to-same", PERSISTENT, ON_RED, TRUE, 0, "red", "" },
  { "move-to-isolating", PERSISTENT, ON_RED, TRUE, 0, "iso", "LC isolated iso" },
  { "move-to-libvirt", PERSISTENT, ON_RED, TRUE, 0, "default", "LC default" },
  /* down before, up with */
  { "move-down", PERSISTENT, ON_RED, TRUE, -1, "blue", "LC down; LC blue" },
  { "move-down-off", OFF, ON_RED, TRUE, -1, "blue", "C down blue" },
  { "move-up", PERSISTENT, ON_RED, FALSE, 1, "blue", "LC up blue" },
  /* the empty network */
  { "unwire", PERSISTENT, ON_RED, TRUE, 0, "",
    "bridge nw-unwired; LC down; LC isolated nw-unwired; note up" },
  { "unwire-unlinked", PERSISTENT, ON_RED, FALSE, 0, "",
    "bridge nw-unwired; LC isolated nw-unwired; note down" },
  { "unwire-up", PERSISTENT, ON_RED, FALSE, 1, "",
    "bridge nw-unwired; LC isolated nw-unwired; note up" },
  { "unwire-off", OFF, ON_RED, TRUE, 0, "",
    "bridge nw-unwired; C down isolated nw-unwired; note up" },
  { "unwire-transient", TRANSIENT, ON_RED, TRUE, 0, "",
    "bridge nw-unwired; L down; L isolated nw-unwired; note up" },
  { "unwire-again", PERSISTENT, UNWIRED, TRUE, 0, "", "" },
  { "restore", PERSISTENT, UNWIRED, TRUE, 0, "red", "LC up shared red; drop" },
  { "restore-elsewhere", PERSISTENT, UNWIRED, TRUE, 0, "blue", "LC up shared blue; drop" },
  { "restore-isolating", PERSISTENT, UNWIRED, TRUE, 0, "iso", "LC up iso; drop" },
  { "restore-unlinked", PERSISTENT, UNWIRED, FALSE, 0, "red", "LC shared red; drop" },
  { "restore-down", PERSISTENT, UNWIRED, TRUE, -1, "red", "LC shared red; drop" },
  { "restore-off", OFF, UNWIRED, TRUE, 0, "red", "C up shared red; drop" },
  { "restore-held", PERSISTENT, HELD, TRUE, 0, "red", "LC up shared; drop" },
  { "move-held", PERSISTENT, HELD, TRUE, 0, "blue", "LC up shared blue; drop" },
  { "unwire-held", PERSISTENT, HELD, TRUE, 0, "", "bridge nw-unwired; LC nw-unwired; note up" },
  /* one of both definitions */
  { "live-only", PERSISTENT, ON_RED, TRUE, 0, "blue", "L blue", { .live_only = TRUE } },
  { "next-start-only", PERSISTENT, ON_RED, TRUE, 0, "blue", "C blue", { .next_start_only = TRUE } },
  { "unwire-live-only",
    PERSISTENT,
    ON_RED,
    TRUE,
    0,
    "",
    "bridge nw-unwired; L down; L isolated nw-unwired; note up",
    { .live_only = TRUE } },
  { "restore-live-only",
    PERSISTENT,
    UNWIRED,
    TRUE,
    0,
    "red",
    "L up shared red",
    { .live_only = TRUE } },
  { "bounce",
    PERSISTENT,
    ON_RED,
    TRUE,
    0,
    "blue",
    "LC blue; L down; wait 1000; L up",
    { .bounce_link = TRUE } },
  { "bounce-unlinked", PERSISTENT, ON_RED, FALSE, 0, "blue", "LC blue", { .bounce_link = TRUE } },
  { "bounce-in-place", PERSISTENT, ON_RED, TRUE, 0, "red", "", { .bounce_link = TRUE } },
};

/* --- the state --- */

static void
put_link (NwdState *state, const char *name, const char *kind, const char *bridge, guint mtu)
{
  static guint index = 1;
  NwdLink *link = nwd_link_new (++index, name, kind);
  const NwdLink *port_of = NULL;

  link->mtu = mtu;
  link->up = TRUE;
  port_of = bridge ? g_hash_table_lookup (state->links, bridge) : NULL;
  link->master = port_of ? port_of->index : 0;
  g_hash_table_replace (state->links, g_strdup (name), link);
}

static void
put_network (NwdState *state, const char *name, gboolean isolates)
{
  g_autofree char *attachment_id = g_strconcat ("attachment of ", name, NULL);
  NwdNetwork *network = nwd_network_new ();

  network->id = g_strdup (name);
  network->name = g_strdup (name);
  network->description = g_strdup ("");
  network->bridge = g_strdup (name);
  network->attachment_id = g_strdup ("");
  network->source_type = g_strdup ("bridge");
  network->source_name = g_strdup (name);
  network->port_isolation = isolates;
  g_hash_table_replace (state->own_networks, g_strdup (name), network);
  g_hash_table_replace (state->own_attachments, g_strdup (attachment_id),
                        nwd_attachment_new (attachment_id, name, name, FALSE));
  put_link (state, name, "bridge", NULL, 1500);
}

static NwdState *
state_new (void)
{
  NwdState *state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (GPtrArray) networks
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_virtual_network_unref);

  put_network (state, "red", FALSE);
  put_network (state, "blue", FALSE);
  put_network (state, "iso", TRUE);
  put_link (state, "virbr0", "bridge", NULL, 1500);
  put_link (state, "small", "bridge", NULL, 1400);
  put_link (state, "vnet1", "tun", "red", 1500);
  state->hypervisor_state = state->host_network_state = NWD_BACKEND_CONNECTED;
  g_ptr_array_add (networks, nwd_virtual_network_new ("default", "virbr0", TRUE, 0));
  g_ptr_array_add (networks, nwd_virtual_network_new ("idle", "virbr1", FALSE, 0));
  nwd_fold_virtual_networks (state, networks, touched);
  return state;
}

static NwdCard *
card_new (const char *bridge, const char *tap, gboolean linked, gboolean isolated)
{
  NwdCard *card = fake_card_new (MAC, "bridge", bridge, tap, linked);

  card->isolated = isolated;
  return card;
}

static NwdDomain *
domain_new (Kind kind, Place place, gboolean linked)
{
  NwdVmState state = kind == OFF ? NWD_VM_SHUTOFF : kind == PAUSED ? NWD_VM_PAUSED : NWD_VM_RUNNING;
  NwdDomain *domain = fake_domain_new (VM, "web1", state);
  const char *bridge = place == UNWIRED ? "nw-unwired" : "red";
  gboolean up = linked && place == ON_RED, isolated = place != ON_RED;

  if (kind != OFF)
    fake_domain_add_live (domain, card_new (bridge, "vnet1", up, isolated));
  if (kind != TRANSIENT)
    fake_domain_add_config (domain,
                            card_new (kind == DIFFERING ? "blue" : bridge, "", up, isolated));
  return domain;
}

static void
put_note (NwdState *state, Place place, gboolean linked, NwdTouched *touched)
{
  g_autoptr (NwdSource) red = nwd_source_new ("bridge", "red", NULL);
  g_autoptr (NwdNote) note = nwd_note_new (MAC, 0, linked, FALSE, place == HELD ? red : NULL);
  g_autoptr (GPtrArray) notes = nwd_note_put (NULL, note);

  nwd_fold_notes (state, VM, notes, touched);
}

static void
put_vm (NwdState *state, Kind kind, Place place, gboolean linked)
{
  g_autoptr (NwdDomain) domain = domain_new (kind, place, linked);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  if (place == UNWIRED)
    {
      put_link (state, "nw-unwired", "bridge", NULL, 1500);
      put_link (state, "vnet1", "tun", "nw-unwired", 1500);
    }
  nwd_fold_domain (state, domain, touched);
  if (place != ON_RED)
    put_note (state, place, linked, touched);
}

static NwdPlan *
plan (NwdState *state, int link, const char *network, const NwdOptions *options, GError **error)
{
  g_autoptr (GPtrArray) vnics = nwd_state_find_vnics (state, MAC);
  const NwdVnic *vnic = g_ptr_array_index (vnics, 0);
  g_autoptr (NwdWiringChange) change = nwd_wiring_change_new (vnic->id);
  const NwdNetwork *found
    = network && *network ? nwd_state_find_network (state, network, NULL) : NULL;

  if (link)
    {
      change->fields |= NWD_WIRING_LINKED;
      change->linked = link > 0;
    }
  if (network)
    {
      change->fields |= NWD_WIRING_NETWORK;
      change->network_id = g_strdup (found ? found->id : network);
    }
  return nwd_plan_wiring (state, change, options, error);
}

/* --- steps as words --- */

static void
say_card (GString *words, const NwdCardChange *change)
{
  g_string_append (words, change->scope & NWD_SCOPE_LIVE ? "L" : "");
  g_string_append (words, change->scope & NWD_SCOPE_CONFIG ? "C" : "");
  if (change->fields & NWD_CARD_LINKED)
    g_string_append (words, change->linked ? " up" : " down");
  if (change->fields & NWD_CARD_ISOLATED)
    g_string_append (words, change->isolated ? " isolated" : " shared");
  if (change->fields & NWD_CARD_SOURCE)
    g_string_append_printf (words, " %s", change->source->name);
}

static void
say_step (GString *words, const NwdStep *step)
{
  g_string_append (words, words->len > 0 ? "; " : "");
  if (step->kind == NWD_STEP_CARD)
    say_card (words, step->card);
  else if (step->kind == NWD_STEP_NOTE)
    g_string_append_printf (words, "note %s%s", step->note->linked ? "up" : "down",
                            step->note->held ? " held" : "");
  else if (step->kind == NWD_STEP_NOTE_DROP)
    g_string_append (words, "drop");
  else if (step->kind == NWD_STEP_WAIT)
    g_string_append_printf (words, "wait %u", step->number);
  else
    g_string_append_printf (words, "bridge %s", step->name);
}

static char *
say (GPtrArray *steps)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++)
    say_step (words, g_ptr_array_index (steps, i));
  return g_string_free (words, FALSE);
}

static void
test_steps (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdPlan) made = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *steps = NULL;

  put_vm (state, c->kind, c->place, c->linked);
  made = plan (state, c->link, c->network, &c->options, &error);
  g_assert_no_error (error);
  steps = say (made->steps);
  g_assert_cmpstr (steps, ==, c->steps);
}

static void
assert_undo (int link, const char *network, const char *expected)
{
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdPlan) made = NULL;
  g_autoptr (GPtrArray) undo = NULL;
  NwdOptions options = { 0 };
  g_autofree char *steps = NULL;

  put_vm (state, PERSISTENT, ON_RED, TRUE);
  made = plan (state, link, network, &options, NULL);
  undo = nwd_plan_get_undo (made, made->steps->len, NULL);
  steps = say (undo);
  g_assert_cmpstr (steps, ==, expected);
}

/* Backwards, so that a card is on its old bridge again before it has its link. */
static void
test_undo (void)
{
  assert_undo (-1, NULL, "LC up");
  assert_undo (0, "blue", "LC red");
  assert_undo (-1, "blue", "LC red; LC up");
  assert_undo (0, "", "drop; LC shared red; LC up");
}

/* --- without a network manager --- */

static void
test_held (void)
{
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdPlan) made = NULL;
  NwdOptions options = { 0 };
  g_autofree char *steps = NULL;

  put_vm (state, PERSISTENT, ON_RED, TRUE);
  state->host_network_state = NWD_BACKEND_DISCONNECTED;
  made = plan (state, 0, "", &options, NULL);
  steps = say (made->steps);
  g_assert_cmpstr (steps, ==, "LC down isolated; note up held");
}

/* The note is of the definition that is changed. */
static void
test_note_of_next_start (void)
{
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdDomain) domain = domain_new (DIFFERING, ON_RED, TRUE);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdPlan) made = NULL;
  NwdOptions options = { .next_start_only = TRUE };
  g_autofree char *steps = NULL;

  ((NwdCard *)g_ptr_array_index (domain->config, 0))->linked = FALSE;
  nwd_fold_domain (state, domain, touched);
  made = plan (state, 0, "", &options, NULL);
  steps = say (made->steps);
  g_assert_cmpstr (steps, ==, "bridge nw-unwired; C isolated nw-unwired; note down");
}

/* A note for what is unwired only in the running VM goes with the way back. */
static void
test_note_goes_with_last (void)
{
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdDomain) domain = domain_new (PERSISTENT, UNWIRED, TRUE);
  g_autoptr (NwdDomain) half = fake_domain_new (VM, "web1", NWD_VM_RUNNING);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdPlan) made = NULL;
  NwdOptions options = { .live_only = TRUE };
  g_autofree char *steps = NULL;

  put_link (state, "nw-unwired", "bridge", NULL, 1500);
  fake_domain_add_live (half, fake_card_copy (g_ptr_array_index (domain->live, 0)));
  fake_domain_add_config (half, card_new ("red", "", TRUE, FALSE));
  nwd_fold_domain (state, half, touched);
  put_note (state, UNWIRED, TRUE, touched);
  made = plan (state, 0, "red", &options, NULL);
  steps = say (made->steps);
  g_assert_cmpstr (steps, ==, "L up shared red; drop");
}

/* What is unwired only in the definition for the next start keeps its note, with the link wanted
 * of it. */
static void
test_note_of_next_start_stays (void)
{
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdDomain) domain = fake_domain_new (VM, "web1", NWD_VM_RUNNING);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdPlan) made = NULL;
  NwdOptions options = { 0 };
  g_autofree char *steps = NULL;

  put_link (state, "nw-unwired", "bridge", NULL, 1500);
  fake_domain_add_live (domain, card_new ("red", "vnet1", TRUE, FALSE));
  fake_domain_add_config (domain, card_new ("nw-unwired", "", FALSE, TRUE));
  nwd_fold_domain (state, domain, touched);
  put_note (state, UNWIRED, TRUE, touched);
  made = plan (state, -1, NULL, &options, NULL);
  steps = say (made->steps);
  g_assert_cmpstr (steps, ==, "L down; note down");
}

/* --- names --- */

/* A card of that record may come back. */
static void
test_new_name_is_nobodys (void)
{
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdStoredVnic) hidden
    = nwd_stored_vnic_new ("0b5e3a0c-94a1-4d1f-8d60-2f1f6c2f7e34", "net1", NULL, NULL, NULL);
  g_autoptr (GPtrArray) stored = nwd_stored_vnic_put (NULL, hidden);
  g_autoptr (NwdWiringChange) add
    = nwd_wiring_change_new_add (VM, "0b5e3a0c-94a1-4d1f-8d60-2f1f6c2f7e33");
  g_autoptr (NwdWiringCase) c = NULL;
  NwdOptions options = { 0 };

  put_vm (state, PERSISTENT, ON_RED, TRUE);
  nwd_fold_stored_vnics (state, VM, stored, touched);
  c = nwd_wiring_case_new (state, add, &options, NULL);
  g_assert_cmpstr (c->name, ==, "net2");
}

/* --- refusals --- */

typedef struct
{
  const char *label;
  NwdVmState vm_state;
  const char *managed_by;
  const char *source_type; /* of the card; NULL: a bridge */
  const char *network;
  NwdOptions options;
  int code;
  const char *part; /* of the message */
} Refusal;

static const Refusal refusals[] = {
  { "foreign", NWD_VM_RUNNING, "ovirt", NULL, "blue", { 0 }, NWD_ERROR_MANAGED_ELSEWHERE, "ovirt" },
  { "migrating", NWD_VM_MIGRATING, "", NULL, "blue", { 0 }, NWD_ERROR_BUSY, "migrating" },
  { "saving", NWD_VM_SAVING, "", NULL, "blue", { 0 }, NWD_ERROR_BUSY, "saved or restored" },
  { "no-such-network", NWD_VM_RUNNING, "", NULL, "nosuch", { 0 }, NWD_ERROR_NOT_FOUND, "nosuch" },
  { "not-here",
    NWD_VM_RUNNING,
    "",
    NULL,
    "idle",
    { 0 },
    NWD_ERROR_NETWORK_NOT_ON_HOST,
    "ACTIVATE_DEACTIVATE_NETWORK_NOT_IN_VDS" },
  { "small-mtu", NWD_VM_RUNNING, "", NULL, "small", { 0 }, NWD_ERROR_HOT_UPDATE_REFUSED, "1400" },
  { "from-macvtap",
    NWD_VM_RUNNING,
    "",
    "direct",
    "blue",
    { .live_only = TRUE },
    NWD_ERROR_NOT_SUPPORTED,
    "direct" },
  { "user-next-start",
    NWD_VM_RUNNING,
    "",
    "user",
    "blue",
    { .next_start_only = TRUE },
    NWD_ERROR_NOT_SUPPORTED,
    "user" },
  { "unwire-user-next-start",
    NWD_VM_RUNNING,
    "",
    "user",
    "",
    { .next_start_only = TRUE },
    NWD_ERROR_NOT_SUPPORTED,
    "user" },
  { "live-only-off",
    NWD_VM_SHUTOFF,
    "",
    NULL,
    "blue",
    { .live_only = TRUE },
    NWD_ERROR_INVALID_ARGUMENT,
    "live-only" },
};

static void
test_refused (gconstpointer data)
{
  const Refusal *r = data;
  const char *type = r->source_type ? r->source_type : "bridge";
  const char *name = r->source_type ? "eth0" : "red";
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdDomain) domain = fake_domain_new (VM, "web1", r->vm_state);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdPlan) made = NULL;
  g_autoptr (GError) error = NULL;

  if (domain->live)
    fake_domain_add_live (domain, fake_card_new (MAC, type, name, "vnet1", TRUE));
  fake_domain_add_config (domain, fake_card_new (MAC, type, name, "", TRUE));
  g_free (domain->managed_by);
  domain->managed_by = g_strdup (r->managed_by);
  nwd_fold_domain (state, domain, touched);

  made = plan (state, 0, r->network, &r->options, &error);
  g_assert_error (error, NWD_ERROR, r->code);
  g_assert_nonnull (strstr (error->message, r->part));
  g_assert_true (r->code == NWD_ERROR_NOT_FOUND || strstr (error->message, "web1"));
}

static void
test_allowed (void)
{
  static const NwdOptions options = { .foreign = TRUE, .allow_mtu_mismatch = TRUE };
  g_autoptr (NwdState) state = state_new ();
  g_autoptr (NwdDomain) domain = domain_new (PERSISTENT, ON_RED, TRUE);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdPlan) made = NULL;
  g_autoptr (GError) error = NULL;

  g_free (domain->managed_by);
  domain->managed_by = g_strdup ("ovirt");
  nwd_fold_domain (state, domain, touched);
  made = plan (state, 0, "small", &options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (made->steps->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/plan-wiring/%s", cases[i].label);

      g_test_add_data_func (path, &cases[i], test_steps);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/plan-wiring/refused/%s", refusals[i].label);

      g_test_add_data_func (path, &refusals[i], test_refused);
    }
  g_test_add_func ("/plan-wiring/undo", test_undo);
  g_test_add_func ("/plan-wiring/held", test_held);
  g_test_add_func ("/plan-wiring/note-of-next-start", test_note_of_next_start);
  g_test_add_func ("/plan-wiring/note-goes-with-last", test_note_goes_with_last);
  g_test_add_func ("/plan-wiring/note-of-next-start-stays", test_note_of_next_start_stays);
  g_test_add_func ("/plan-wiring/new-name-is-nobodys", test_new_name_is_nobodys);
  g_test_add_func ("/plan-wiring/allowed", test_allowed);
  return g_test_run ();
}
