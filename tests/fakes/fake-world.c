/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-world.h"

#include <string.h>

static GHashTable *
table_new (GDestroyNotify unref)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref);
}

FakeWorld *
fake_world_new (void)
{
  FakeWorld *world = g_new0 (FakeWorld, 1);

  world->domains = table_new ((GDestroyNotify)nwd_domain_unref);
  world->virtual_networks = table_new ((GDestroyNotify)nwd_virtual_network_unref);
  world->links = table_new ((GDestroyNotify)nwd_link_unref);
  world->bridges = table_new ((GDestroyNotify)nwd_bridge_unref);
  world->uplinks = table_new ((GDestroyNotify)nwd_uplink_unref);
  world->managed = table_new ((GDestroyNotify)nwd_nic_profile_unref);
  world->profiles = table_new ((GDestroyNotify)nwd_nic_profile_unref);
  world->texts = table_new (g_free);
  world->leaving = table_new ((GDestroyNotify)nwd_card_unref);
  world->mirrors = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_mirror_unref);
  world->seals = table_new (NULL);
  world->sealed_ports = table_new (NULL);
  world->filters = g_strdup ("");
  world->checkpoint = g_strdup ("");
  world->counters = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  world->neighbours = table_new (g_free);
  world->next_index = 2;
  return world;
}

static void
copy_records (GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer key, record;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &record))
    g_hash_table_insert (to, g_strdup (key), g_atomic_rc_box_acquire (record));
}

static void
copy_texts (GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer name, text;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &name, &text))
    g_hash_table_insert (to, g_strdup (name), g_strdup (text));
}

FakeWorld *
fake_world_copy (const FakeWorld *world)
{
  FakeWorld *copy = fake_world_new ();
  GHashTableIter iter;
  gpointer name, counters;

  copy_records (copy->domains, world->domains);
  copy_records (copy->virtual_networks, world->virtual_networks);
  copy_records (copy->links, world->links);
  copy_records (copy->bridges, world->bridges);
  copy_records (copy->leaving, world->leaving);
  copy_texts (copy->texts, world->texts);
  for (guint i = 0; i < world->mirrors->len; i++)
    g_ptr_array_add (copy->mirrors, nwd_mirror_ref (world->mirrors->pdata[i]));
  copy_records (copy->uplinks, world->uplinks);
  copy_records (copy->managed, world->managed);
  copy_records (copy->profiles, world->profiles);
  copy_texts (copy->neighbours, world->neighbours);
  g_hash_table_iter_init (&iter, world->seals);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_hash_table_add (copy->seals, g_strdup (name));
  fake_world_set_filters (copy, world->filters);
  fake_world_set_text (&copy->checkpoint, world->checkpoint);
  g_hash_table_iter_init (&iter, world->counters);
  while (g_hash_table_iter_next (&iter, &name, &counters))
    g_hash_table_insert (copy->counters, name, g_memdup2 (counters, sizeof (NwdCounters)));
  copy->next_index = world->next_index;
  copy->boots = world->boots;
  copy->countless = world->countless;
  copy->mirrorless = world->mirrorless;
  copy->vlanless = world->vlanless;
  copy->sealless = world->sealless;
  copy->slow_links = world->slow_links;
  copy->stuck_taps = world->stuck_taps;
  return copy;
}

void
fake_world_free (FakeWorld *world)
{
  g_hash_table_unref (world->domains);
  g_hash_table_unref (world->virtual_networks);
  g_hash_table_unref (world->links);
  g_hash_table_unref (world->bridges);
  g_hash_table_unref (world->uplinks);
  g_hash_table_unref (world->managed);
  g_hash_table_unref (world->profiles);
  g_hash_table_unref (world->texts);
  g_hash_table_unref (world->leaving);
  g_ptr_array_unref (world->mirrors);
  g_hash_table_unref (world->seals);
  g_hash_table_unref (world->sealed_ports);
  g_free (world->filters);
  g_free (world->checkpoint);
  g_hash_table_unref (world->counters);
  g_hash_table_unref (world->neighbours);
  g_free (world);
}

/* --- as text --- */

static void
add_cards (GPtrArray *lines, const NwdDomain *domain, const char *which, GPtrArray *cards)
{
  for (guint i = 0; cards && i < cards->len; i++)
    {
      const NwdCard *card = g_ptr_array_index (cards, i);

      g_ptr_array_add (
        lines,
        g_strdup_printf ("card %s %s %s/%u: %s %s %s %s mtu %u%s%s%s", domain->name, which,
                         card->mac, card->nth, card->source->type, card->source->name, card->target,
                         card->model, card->mtu, card->linked ? " linked" : "",
                         card->isolated ? " isolated" : "", *card->filter ? " filtered" : ""));
    }
}

static void
add_domains (GPtrArray *lines, const FakeWorld *world)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, world->domains);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdDomain *domain = value;

      add_cards (lines, domain, "live", domain->live);
      add_cards (lines, domain, "config", domain->config);
    }
}

static char *
bridge_to_line (const NwdBridge *bridge)
{
  g_autofree char *addresses = g_strjoinv (" ", bridge->addresses);

  return g_strdup_printf ("profile %s for %s mtu %u %s %s %s %s", bridge->name,
                          bridge->attachment_id, bridge->mtu, bridge->ip->ipv4.method,
                          bridge->ip->ipv6.method, bridge->autoconnect ? "auto" : "by hand",
                          addresses);
}

static char *
uplink_to_line (const NwdUplink *uplink)
{
  g_autofree char *addresses = g_strjoinv (" ", uplink->addresses);

  return g_strdup_printf ("uplink %s of %s vlan %u on %s mtu %u %s %s %s", uplink->device,
                          uplink->nic, uplink->vlan, uplink->bridge, uplink->mtu,
                          uplink->ip->ipv4.method, uplink->ip->ipv6.method, addresses);
}

static void
add_links (GPtrArray *lines, const FakeWorld *world)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, world->links);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const NwdLink *link = value;

      g_ptr_array_add (lines, g_strdup_printf ("link %s %s %u %s on %s", link->name, link->kind,
                                               link->mtu, link->up ? "up" : "down",
                                               fake_world_get_master (world, name)));
    }
  g_hash_table_iter_init (&iter, world->managed);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_ptr_array_add (
      lines, g_strdup_printf ("managed %s %s", (char *)name, ((NwdNicProfile *)value)->name));
  g_hash_table_iter_init (&iter, world->uplinks);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_ptr_array_add (lines, uplink_to_line (value));
  g_hash_table_iter_init (&iter, world->bridges);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const NwdBridge *bridge = value;

      g_ptr_array_add (lines, bridge_to_line (bridge));
    }
}

static void
add_mirrors (GPtrArray *lines, const FakeWorld *world)
{
  for (guint i = 0; i < world->mirrors->len; i++)
    {
      const NwdMirror *mirror = world->mirrors->pdata[i];

      g_ptr_array_add (lines, g_strdup_printf ("mirror %s to %s %s%s", mirror->bridge, mirror->tap,
                                               mirror->mac, mirror->inside ? " inside" : ""));
    }
}

static void
add_seals (GPtrArray *lines, const FakeWorld *world)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, world->seals);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (lines, g_strdup_printf ("seal %s", (char *)name));
}

/* Each line with file and group before it: the order of records means nothing. */
static void
add_text (GPtrArray *lines, const char *name, const char *text)
{
  g_auto (GStrv) all = g_strsplit (text, "\n", -1);
  const char *group = "";

  for (char **line = all; *line; line++)
    if (**line == '[')
      group = *line;
    else if (**line)
      g_ptr_array_add (lines, g_strdup_printf ("file %s %s %s", name, group, *line));
}

static void
add_texts (GPtrArray *lines, const FakeWorld *world)
{
  GHashTableIter iter;
  gpointer name, text;

  g_hash_table_iter_init (&iter, world->texts);
  while (g_hash_table_iter_next (&iter, &name, &text))
    if (!g_str_equal (name, "host.ini.previous") && !strstr (text, "records=0\n"))
      add_text (lines, name, text);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

char *
fake_world_to_text (const FakeWorld *world)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  add_domains (lines, world);
  add_links (lines, world);
  add_mirrors (lines, world);
  add_seals (lines, world);
  add_texts (lines, world);
  if (*world->checkpoint)
    g_ptr_array_add (lines, g_strconcat ("checkpoint of ", world->checkpoint, NULL));
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

/* --- links --- */

static NwdLink *
link_copy_as (const NwdLink *link, const char *name)
{
  NwdLink *copy = nwd_link_new (link->index, name, link->kind);

  copy->master = link->master;
  copy->bond_mode = link->bond_mode;
  copy->mtu = link->mtu;
  copy->speed = link->speed;
  copy->up = link->up;
  copy->carrier = link->carrier;
  g_free (copy->mac);
  copy->mac = g_strdup (link->mac);
  return copy;
}

static NwdLink *
link_copy (const NwdLink *link)
{
  return link_copy_as (link, link->name);
}

static void
put_link (FakeWorld *world, NwdLink *link)
{
  g_hash_table_replace (world->links, g_strdup (link->name), link);
}

void
fake_world_add_link (FakeWorld *world, const char *name, const char *kind, guint mtu)
{
  NwdLink *link = nwd_link_new (world->next_index++, name, kind);

  link->mtu = mtu;
  link->up = TRUE;
  put_link (world, link);
}

void
fake_world_add_nic (FakeWorld *world, const char *name, const char *kind)
{
  guint index = world->next_index;
  NwdLink *link = nwd_link_new (index, name, kind);

  world->next_index++;
  link->mtu = 1500;
  link->speed = 10000;
  link->up = link->carrier = TRUE;
  g_free (link->mac);
  link->mac = g_strdup_printf ("02:00:00:00:00:%02x", index);
  put_link (world, link);
  fake_world_configure_nic (world, name, "");
}

void
fake_world_configure_nic (FakeWorld *world, const char *name, const char *profile)
{
  static const char *const addresses[] = { FAKE_PROFILE_ADDRESS, NULL };
  const char *id = *profile ? FAKE_PROFILE_ID : "";
  NwdIpConfig *ip = nwd_ip_config_new ();
  NwdNicProfile *record = NULL;

  if (*profile)
    nwd_ip_family_set (&ip->ipv4, "static", addresses, NULL);
  nwd_ip_family_set_like (&ip->ipv4, id);
  record = nwd_nic_profile_new (name, id, profile, ip);
  g_hash_table_replace (world->profiles, g_strdup (id), nwd_nic_profile_ref (record));
  g_hash_table_replace (world->managed, g_strdup (name), record);
}

void
fake_world_set_carrier (FakeWorld *world, const char *name, gboolean carrier)
{
  NwdLink *link = link_copy (g_hash_table_lookup (world->links, name));

  link->carrier = carrier;
  put_link (world, link);
}

void
fake_world_set_bond_mode (FakeWorld *world, const char *name, const char *mode)
{
  NwdLink *link = link_copy (g_hash_table_lookup (world->links, name));

  link->bond_mode = mode;
  put_link (world, link);
}

void
fake_world_set_mtu (FakeWorld *world, const char *name, guint mtu)
{
  NwdLink *link = link_copy (g_hash_table_lookup (world->links, name));

  link->mtu = mtu;
  put_link (world, link);
}

/* What is a port of a link that goes is one of nothing. */
static void
release_ports (FakeWorld *world, const NwdLink *master)
{
  GHashTableIter iter;
  gpointer value;

  if (!master)
    return;
  g_hash_table_iter_init (&iter, world->links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NwdLink *released = NULL;

      if (((NwdLink *)value)->master != master->index)
        continue;
      released = link_copy (value);
      released->master = 0;
      g_hash_table_iter_replace (&iter, released);
    }
}

void
fake_world_remove_link (FakeWorld *world, const char *name)
{
  g_hash_table_remove (world->seals, name);
  g_hash_table_remove (world->sealed_ports, name);
  release_ports (world, g_hash_table_lookup (world->links, name));
  g_hash_table_remove (world->links, name);
}

void
fake_world_set_filters (FakeWorld *world, const char *filters)
{
  g_free (world->filters);
  world->filters = g_strdup (filters);
}

void
fake_world_rename_link (FakeWorld *world, const char *name, const char *to)
{
  const NwdLink *old = g_hash_table_lookup (world->links, name);
  NwdLink *link = link_copy_as (old, to);

  g_hash_table_remove (world->links, name);
  put_link (world, link);
}

void
fake_world_set_master (FakeWorld *world, const char *port, const char *bridge)
{
  const NwdLink *to = g_hash_table_lookup (world->links, bridge);
  NwdLink *link = NULL;

  if (world->stuck_taps)
    return;
  g_hash_table_remove (world->sealed_ports, port);
  link = link_copy (g_hash_table_lookup (world->links, port));
  link->master = to ? to->index : 0;
  put_link (world, link);
}

static NwdCounters *
find_counters (FakeWorld *world, const char *name)
{
  const NwdLink *link = g_hash_table_lookup (world->links, name);
  NwdCounters *counters = g_hash_table_lookup (world->counters, GUINT_TO_POINTER (link->index));

  if (!counters)
    {
      counters = g_new0 (NwdCounters, 1);
      g_hash_table_insert (world->counters, GUINT_TO_POINTER (link->index), counters);
    }
  return counters;
}

void
fake_world_count (FakeWorld *world, const char *name, guint rx, guint tx)
{
  NwdCounters *counters = find_counters (world, name);

  counters->of[NWD_RX_PACKETS] += rx;
  counters->of[NWD_RX_BYTES] += 100 * rx;
  counters->of[NWD_TX_PACKETS] += tx;
  counters->of[NWD_TX_BYTES] += 100 * tx;
}

void
fake_world_reset_counters (FakeWorld *world, const char *name)
{
  *find_counters (world, name) = (NwdCounters){ 0 };
}

NwdCounters
fake_world_get_counters (const FakeWorld *world, const NwdLink *link)
{
  const NwdCounters *counters
    = g_hash_table_lookup (world->counters, GUINT_TO_POINTER (link->index));

  return counters ? *counters : (NwdCounters){ 0 };
}

const char *
fake_world_get_master (const FakeWorld *world, const char *name)
{
  const NwdLink *link = g_hash_table_lookup (world->links, name);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, world->links);
  while (link && g_hash_table_iter_next (&iter, NULL, &value))
    if (((NwdLink *)value)->index == link->master)
      return ((NwdLink *)value)->name;
  return "";
}

void
fake_world_add_virtual_network (FakeWorld *world,
                                const char *name,
                                const char *bridge,
                                gboolean active)
{
  if (active)
    fake_world_add_link (world, bridge, "bridge", 1500);
  g_hash_table_replace (world->virtual_networks, g_strdup (name),
                        nwd_virtual_network_new (name, bridge, active, 0));
}

/* --- domains --- */

const char *
fake_world_get_bridge (const FakeWorld *world, const NwdSource *source)
{
  const NwdVirtualNetwork *network = NULL;

  if (g_str_equal (source->type, "bridge"))
    return source->name;
  if (g_str_equal (source->type, "network"))
    network = g_hash_table_lookup (world->virtual_networks, source->name);
  return network ? network->bridge : "";
}

void
fake_world_put_domain (FakeWorld *world, NwdDomain *domain)
{
  for (guint i = 0; domain->live && i < domain->live->len; i++)
    {
      const NwdCard *card = g_ptr_array_index (domain->live, i);

      if (!*card->target)
        continue;
      if (!g_hash_table_contains (world->links, card->target))
        fake_world_add_link (world, card->target, "tun", card->mtu ? card->mtu : 1500);
      fake_world_set_master (world, card->target, fake_world_get_bridge (world, card->source));
    }
  g_hash_table_replace (world->domains, g_strdup (domain->id), domain);
}

void
fake_world_set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

NwdBridge *
fake_world_edit_bridge (FakeWorld *world, const char *name)
{
  NwdBridge *bridge = nwd_bridge_copy (g_hash_table_lookup (world->bridges, name));

  g_hash_table_replace (world->bridges, g_strdup (name), bridge);
  return bridge;
}

NwdUplink *
fake_world_edit_uplink (FakeWorld *world, const char *device)
{
  NwdUplink *uplink = nwd_uplink_copy (g_hash_table_lookup (world->uplinks, device));

  g_hash_table_replace (world->uplinks, g_strdup (device), uplink);
  return uplink;
}

void
fake_world_set_methods (NwdBridge *bridge, const char *ipv4, const char *ipv6)
{
  g_autoptr (NwdIpConfig) ip = nwd_ip_config_new ();

  nwd_ip_family_set (&ip->ipv4, ipv4, NULL, NULL);
  nwd_ip_family_set (&ip->ipv6, ipv6, NULL, NULL);
  nwd_bridge_set_ip (bridge, ip);
}

NwdDomain *
fake_world_get_domain (const FakeWorld *world, const char *id)
{
  return g_hash_table_lookup (world->domains, id);
}
