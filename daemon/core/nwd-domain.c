/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-domain.h"

static const char *const state_names[] = {
  "running", "paused", "shutdown", "shutoff", "crashed", "pmsuspended", "migrating", "paused",
};

G_STATIC_ASSERT (G_N_ELEMENTS (state_names) == NWD_N_VM_STATES);

const char *
nwd_vm_state_name (NwdVmState state)
{
  return state_names[state];
}

static const char *const agent_names[] = { "none", "disconnected", "connected" };

G_STATIC_ASSERT (G_N_ELEMENTS (agent_names) == NWD_N_AGENT_STATES);

const char *
nwd_agent_state_name (NwdAgentState state)
{
  return agent_names[state];
}

gboolean
nwd_vm_state_is_live (NwdVmState state)
{
  return state != NWD_VM_SHUTOFF && state != NWD_VM_CRASHED;
}

NwdDomain *
nwd_domain_new (void)
{
  NwdDomain *domain = g_atomic_rc_box_new0 (NwdDomain);

  domain->free_slots = G_MAXUINT;
  return domain;
}

NwdDomain *
nwd_domain_ref (NwdDomain *domain)
{
  return g_atomic_rc_box_acquire (domain);
}

static void
domain_clear (NwdDomain *domain)
{
  g_free (domain->id);
  g_free (domain->name);
  g_free (domain->title);
  g_free (domain->managed_by);
  g_clear_pointer (&domain->live, g_ptr_array_unref);
  g_clear_pointer (&domain->config, g_ptr_array_unref);
}

void
nwd_domain_unref (NwdDomain *domain)
{
  g_atomic_rc_box_release_full (domain, (GDestroyNotify)domain_clear);
}

static gboolean
cards_equal (GPtrArray *a, GPtrArray *b)
{
  if (!a || !b)
    return a == b;
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!nwd_card_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

gboolean
nwd_domain_equal (const NwdDomain *a, const NwdDomain *b)
{
  return a->state == b->state && a->agent == b->agent && a->persistent == b->persistent
         && a->managed_save == b->managed_save && a->free_slots == b->free_slots
         && g_str_equal (a->id, b->id) && g_str_equal (a->name, b->name)
         && g_str_equal (a->title, b->title) && g_str_equal (a->managed_by, b->managed_by)
         && cards_equal (a->live, b->live) && cards_equal (a->config, b->config);
}

gboolean
nwd_domain_is_in_transit (const NwdDomain *domain)
{
  return domain && (domain->state == NWD_VM_SAVING || domain->state == NWD_VM_MIGRATING);
}

gboolean
nwd_domain_is_up (const NwdDomain *domain)
{
  return domain && domain->live && !nwd_domain_is_in_transit (domain);
}

NwdCard *
nwd_domain_find_card (GPtrArray *cards, const char *mac, guint nth)
{
  if (!cards)
    return NULL;

  for (guint i = 0; i < cards->len; i++)
    {
      NwdCard *card = g_ptr_array_index (cards, i);

      if (card->nth == nth && g_str_equal (card->mac, mac))
        return card;
    }
  return NULL;
}
