/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "asking.h"

#include <string.h>
static void
on_changed (const NwdTouched *touched, gpointer data)
{
  Asking *asking = data;
  GString *text = g_string_new (NULL);

  for (NwdKind kind = NWD_KIND_VM; kind <= NWD_KIND_VNIC; kind++)
    {
      g_autoptr (GList) list = g_hash_table_get_keys (nwd_touched_get (touched, kind));

      for (GList *l = list; l; l = l->next)
        g_string_append_printf (text, "%s:%s ", nwd_kind_get_segment (kind), (char *)l->data);
    }
  g_ptr_array_add (asking->published, g_string_free (text, FALSE));
}

FakeWorld *
asking_world_new (void)
{
  FakeWorld *world = rig_sample_world ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, world->domains);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((NwdDomain *)value)->agent = NWD_AGENT_CONNECTED;
  return world;
}

Asking *
asking_prepare (FakeWorld *world)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->ports = fake_ports_new (world);
  asking->guests = fake_guest_agent_new (world, asking->ports->script);
  asking->published = g_ptr_array_new_with_free_func (g_free);
  asking->engine = nwd_engine_new (NWD_HYPERVISOR (asking->ports->hypervisor),
                                   NWD_HOST_NETWORK (asking->ports->host_network),
                                   NWD_KERNEL (asking->ports->kernel),
                                   NWD_STORE (asking->ports->store), NWD_LOG (asking->ports->log));
  return asking;
}

void
asking_start_at (Asking *asking, const NwdGuestPace *pace)
{
  if (pace)
    nwd_engine_ask_guests (asking->engine, NWD_GUEST_AGENT (asking->guests), pace);
  nwd_engine_start (asking->engine, on_changed, NULL, asking);
  fake_ports_settle ();
}

void
asking_start (Asking *asking)
{
  const NwdGuestPace pace = { .few = 10, .window = 50, .rare = 40 };

  asking_start_at (asking, &pace);
}

void
asking_free (Asking *asking)
{
  fake_guest_agent_revive (asking->guests);
  fake_ports_settle ();
  fake_ports_stop (asking->ports);
  g_object_unref (asking->engine);
  fake_ports_settle ();
  g_assert_finalize_object (asking->guests);
  fake_ports_free (asking->ports);
  g_ptr_array_unref (asking->published);
  g_free (asking);
}

gboolean
asking_too_late (gpointer unused)
{
  g_error ("waited too long");
  return G_SOURCE_REMOVE;
}

void
asking_forget (Asking *asking)
{
  fake_script_forget (asking->ports->script);
  g_ptr_array_set_size (asking->published, 0);
}

const NwdState *
asking_state (Asking *asking)
{
  return nwd_engine_get_state (asking->engine);
}

const NwdGuestReport *
asking_report (Asking *asking, const char *vm_id)
{
  return g_hash_table_lookup (asking_state (asking)->guests, vm_id);
}

void
asking_wait (Asking *asking, guint n)
{
  guint before = fake_script_count (asking->ports->script, "ask-agent web1");

  WAIT_FOR (fake_script_count (asking->ports->script, "ask-agent web1") >= before + n);
  fake_ports_settle ();
}

NwdGuestClaim *
asking_claim (NwdGuestSource source, const char *name, const char *mac, const char *addresses)
{
  NwdGuestClaim *claim = nwd_guest_claim_new (source, name, mac);
  g_auto (GStrv) all = g_strsplit (addresses, ",", -1);

  for (char **address = all; *address; address++)
    g_ptr_array_add (claim->addresses, g_strdup (*address));
  return claim;
}

void
asking_say (Asking *asking, const char *vm_id, const char *mac, const char *addresses)
{
  GPtrArray *claims = nwd_guest_claims_new ();

  g_ptr_array_add (claims, asking_claim (NWD_GUEST_BY_AGENT, "eth0", mac, addresses));
  fake_guest_agent_say (asking->guests, vm_id, claims);
}

const char *
asking_text (Asking *asking)
{
  const char *text = g_hash_table_lookup (asking->ports->world->texts, ASKING_CACHE);

  return text ? text : "";
}

guint
asking_count_writes (Asking *asking)
{
  return fake_script_count (asking->ports->script, "write " ASKING_CACHE)
         + fake_script_count (asking->ports->script, "remove " ASKING_CACHE);
}

guint
asking_count_published (Asking *asking, const char *what)
{
  guint n = 0;

  for (guint i = 0; i < asking->published->len; i++)
    n += strstr (asking->published->pdata[i], what) != NULL;
  return n;
}

void
asking_power_off (Asking *asking, const char *id)
{
  const NwdDomain *domain = fake_world_get_domain (asking->ports->world, id);

  fake_world_put_domain (asking->ports->world, fake_domain_copy (domain, NWD_VM_SHUTOFF));
  fake_hypervisor_tell_domain (asking->ports->hypervisor, id);
  fake_ports_settle ();
}
