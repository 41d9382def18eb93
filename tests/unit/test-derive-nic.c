/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which links are NICs, and what is shown of them. */

#include "core/nwd-fold.h"
#include "fake-world.h"

#define ID         "a7000000-0000-4000-8000-00000000000a"
#define NETWORK_ID "4e000000-0000-4000-8000-00000000000a"

static NwdLink *
link_new (guint index, const char *name, const char *kind)
{
  NwdLink *link = nwd_link_new (index, name, kind);

  link->mtu = 1500;
  g_free (link->mac);
  link->mac = g_strdup ("02:00:00:00:00:01");
  return link;
}

/* What it touched: "nic:eth0 attachment:…". */
static char *
fold_as (NwdState *state, guint index, const char *name, const char *kind, guint master)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdLink) link = link_new (index, name, kind);
  GString *text = g_string_new (NULL);
  const NwdKind shown[] = { NWD_KIND_NIC, NWD_KIND_ATTACHMENT };

  link->master = master;
  nwd_fold_link (state, link, touched);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      GList *keys = g_hash_table_get_keys (nwd_touched_get (touched, shown[i]));
      g_autoptr (GList) ids = g_list_sort (keys, (GCompareFunc)g_strcmp0);

      for (GList *l = ids; l; l = l->next)
        g_string_append_printf (text, "%s:%s ", nwd_kind_get_segment (shown[i]), (char *)l->data);
    }
  return g_string_free (text, FALSE);
}

static void
assert_fold (NwdState *state,
             guint index,
             const char *name,
             const char *kind,
             guint master,
             const char *expected)
{
  g_autofree char *touched = fold_as (state, index, name, kind, master);

  g_assert_cmpstr (touched, ==, expected);
}

static void
test_kinds (void)
{
  static const char *const nics[][3] = {
    { "eth0", "", "physical" },
    { "bond0", "bond", "bond" },
    { "team0", "team", "team" },
    { "v0", "veth", "veth" },
  };
  static const char *const others[][2] = {
    { "lo", "loopback" }, { "br0", "bridge" },   { "vnet0", "tun" },  { "macvtap0", "macvtap" },
    { "eth0.7", "vlan" }, { "dummy0", "dummy" }, { "vnet1", "veth" }, { "nw-unwired", "bridge" },
  };
  g_autoptr (NwdLink) bare = nwd_link_new (1, "gre0", "");

  for (guint i = 0; i < G_N_ELEMENTS (nics); i++)
    {
      g_autoptr (NwdLink) link = link_new (1, nics[i][0], nics[i][1]);

      g_assert_cmpstr (nwd_nic_kind (link), ==, nics[i][2]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (NwdLink) link = link_new (1, others[i][0], others[i][1]);

      g_assert_null (nwd_nic_kind (link));
    }
  g_assert_null (nwd_nic_kind (bare)); /* no Ethernet */
}

static void
test_comes_changes_goes (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdLink) up = link_new (2, "eth0", "");

  assert_fold (state, 2, "eth0", "", 0, "nic:eth0 ");
  assert_fold (state, 2, "eth0", "", 0, "");
  g_assert_false (nwd_state_get_nic (state, "eth0")->carrier);
  up->carrier = TRUE;
  up->speed = 25000;
  up->mtu = 9000;
  nwd_fold_link (state, up, touched);
  g_assert_true (g_hash_table_contains (nwd_touched_get (touched, NWD_KIND_NIC), "eth0"));
  g_assert_true (nwd_state_get_nic (state, "eth0")->carrier);
  g_assert_cmpuint (nwd_state_get_nic (state, "eth0")->speed, ==, 25000);
  g_assert_cmpuint (nwd_state_get_nic (state, "eth0")->mtu, ==, 9000);
  nwd_fold_link_gone (state, up, touched);
  g_assert_null (nwd_state_get_nic (state, "eth0"));
  assert_fold (state, 2, "eth0", "bridge", 0, "");
}

/* Others come and go without a look at NICs. */
static void
test_taps_touch_nothing (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();

  assert_fold (state, 2, "eth0", "", 0, "nic:eth0 ");
  assert_fold (state, 3, "vnet0", "tun", 0, "");
  assert_fold (state, 4, "lo", "loopback", 0, "");
  g_assert_cmpuint (g_hash_table_size (state->nics), ==, 1);
}

/* Of up to two NICs. */
static GPtrArray *
profiles_new (const char *one, const char *other)
{
  GPtrArray *profiles = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_nic_profile_unref);

  if (one)
    g_ptr_array_add (profiles, nwd_nic_profile_new (one, "", "", NULL));
  if (other)
    g_ptr_array_add (profiles, nwd_nic_profile_new (other, "", "", NULL));
  return profiles;
}

static void
test_managed (void)
{
  g_autoptr (GPtrArray) both = profiles_new ("eth0", "eth1");
  g_autoptr (GPtrArray) none = profiles_new (NULL, NULL);
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdTouched) again = nwd_touched_new ();

  nwd_fold_managed (state, both, touched);
  g_assert_true (nwd_touched_is_empty (touched));
  assert_fold (state, 2, "eth0", "", 0, "nic:eth0 ");
  g_assert_true (nwd_nic_is_managed (nwd_state_get_nic (state, "eth0")));
  nwd_fold_host_network_state (state, NWD_BACKEND_DISCONNECTED, touched);
  g_assert_true (nwd_nic_is_managed (nwd_state_get_nic (state, "eth0")));
  nwd_fold_managed (state, both, again);
  g_assert_true (nwd_touched_is_empty (again));
  nwd_fold_managed (state, none, again);
  g_assert_false (nwd_nic_is_managed (nwd_state_get_nic (state, "eth0")));
  g_assert_true (g_hash_table_contains (nwd_touched_get (again, NWD_KIND_NIC), "eth0"));
}

/* The bond or bridge is known by its index, whatever it is called. */
static void
test_port_of (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdLink) br0 = link_new (7, "br0", "bridge");

  assert_fold (state, 7, "br0", "bridge", 0, "");
  assert_fold (state, 8, "bond0", "bond", 7, "nic:bond0 ");
  assert_fold (state, 9, "eth0", "", 8, "nic:eth0 ");
  g_assert_cmpstr (nwd_state_get_nic (state, "eth0")->port_of, ==, "bond0");
  g_assert_cmpstr (nwd_state_get_nic (state, "bond0")->port_of, ==, "br0");
  nwd_fold_link_gone (state, br0, touched);
  assert_fold (state, 7, "br1", "bridge", 0, "nic:bond0 ");
  g_assert_cmpstr (nwd_state_get_nic (state, "bond0")->port_of, ==, "br1");
  assert_fold (state, 9, "eth0", "", 0, "nic:eth0 ");
  g_assert_cmpstr (nwd_state_get_nic (state, "eth0")->port_of, ==, "");
}

static void
attach (NwdState *state, const char *bridge, gboolean adopted)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdAttachment) attachment = nwd_attachment_new (ID, NETWORK_ID, bridge, adopted);

  nwd_fold_own_attachment (state, ID, attachment, touched);
}

/* An adopted bridge has beneath what its owner put there; both sides tell. */
static void
test_beneath_an_adopted_bridge (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();

  assert_fold (state, 7, "br0", "bridge", 0, "");
  attach (state, "br0", TRUE);
  assert_fold (state, 9, "eth1", "", 7, "nic:eth1 attachment:" ID " ");
  g_assert_cmpstr (nwd_state_get_attachment (state, ID)->nic, ==, "eth1");
  assert_fold (state, 8, "eth0", "", 7, "nic:eth0 nic:eth1 attachment:" ID " ");
  g_assert_cmpstr (nwd_state_get_attachment (state, ID)->nic, ==, "eth0");
  assert_fold (state, 8, "eth0", "", 0, "nic:eth0 nic:eth1 attachment:" ID " ");
  assert_fold (state, 9, "eth1", "", 0, "nic:eth1 attachment:" ID " ");
  g_assert_cmpstr (nwd_state_get_attachment (state, ID)->nic, ==, "");
}

/* One of our own has none, whatever somebody plugs into it. */
static void
test_nothing_beneath_an_isolated_one (void)
{
  g_autoptr (NwdState) state = nwd_state_new ();

  assert_fold (state, 7, "br0", "bridge", 0, "");
  attach (state, "br0", FALSE);
  assert_fold (state, 9, "eth1", "", 7, "nic:eth1 ");
  g_assert_cmpstr (nwd_state_get_attachment (state, ID)->nic, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/derive/nic/kinds", test_kinds);
  g_test_add_func ("/derive/nic/comes-changes-goes", test_comes_changes_goes);
  g_test_add_func ("/derive/nic/taps-touch-nothing", test_taps_touch_nothing);
  g_test_add_func ("/derive/nic/managed", test_managed);
  g_test_add_func ("/derive/nic/port-of", test_port_of);
  g_test_add_func ("/derive/nic/beneath-an-adopted-bridge", test_beneath_an_adopted_bridge);
  g_test_add_func ("/derive/nic/nothing-beneath-an-isolated-one",
                   test_nothing_beneath_an_isolated_one);
  return g_test_run ();
}
