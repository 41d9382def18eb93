/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-vnic-identity.h"

#include "nwd-uuid.h"

#include <stdlib.h>
#include <string.h>

#define LIBVIRT_NAME "net" /* and a number: what libvirt calls cards that nobody named */

/* --- id --- */

/* A VM that was copied has the aliases of the first one; a card that gets another MAC at the next
 * start is two cards until then. */
static gboolean
is_taken (const NwdState *state, const NwdVm *vm, const char *id)
{
  const NwdVnic *other = nwd_state_get_vnic (state, id);

  return nwd_vm_has_vnic (vm, id) || (other && !g_str_equal (other->vm_id, vm->domain->id));
}

char *
nwd_vnic_identity_id (const NwdState *state, const NwdVm *vm, const NwdCard *card)
{
  const char *uuid = card->alias + strlen (NWD_CARD_USER_ALIAS);
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;

  if (nwd_card_has_user_alias (card) && g_uuid_string_is_valid (uuid))
    id = g_ascii_strdown (uuid, -1);
  if (id && !is_taken (state, vm, id))
    return g_steal_pointer (&id);

  name = g_strdup_printf ("vnic:%s:%s:%u", vm->domain->id, card->mac, card->nth);
  return nwd_uuid_from_name (name);
}

/* --- name --- */

/* How many of @cards (NULL: none), up to @end (NULL: all), libvirt names by itself. */
static guint
count_unnamed (GPtrArray *cards, const NwdCard *end)
{
  guint n = 0;

  for (guint i = 0; cards && i < cards->len && g_ptr_array_index (cards, i) != end; i++)
    if (!nwd_card_has_user_alias (g_ptr_array_index (cards, i)))
      n++;
  return n;
}

/* libvirt's name of @card, now or at its start; NULL: it gives it none. */
static char *
libvirt_name (const NwdDomain *domain, const NwdCard *card)
{
  if (nwd_card_has_user_alias (card))
    return NULL;
  if (*card->alias)
    return g_strdup (card->alias);
  return g_strdup_printf (LIBVIRT_NAME "%u",
                          count_unnamed (domain->live ? domain->live : domain->config, card));
}

/* Whether libvirt calls a card so, or will when the VM starts. */
static gboolean
is_libvirts (const NwdDomain *domain, const char *name)
{
  for (guint i = 0; domain->live && i < domain->live->len; i++)
    if (g_str_equal (((NwdCard *)g_ptr_array_index (domain->live, i))->alias, name))
      return TRUE;
  return !domain->live && g_str_has_prefix (name, LIBVIRT_NAME)
         && strtoul (name + strlen (LIBVIRT_NAME), NULL, 10) < count_unnamed (domain->config, NULL);
}

static gboolean
is_given (const NwdState *state, const NwdVm *vm, const char *name)
{
  GPtrArray *stored = g_hash_table_lookup (state->stored_vnics, vm->domain->id);

  for (guint i = 0; stored && i < stored->len; i++)
    if (g_str_equal (((NwdStoredVnic *)g_ptr_array_index (stored, i))->name, name))
      return TRUE;
  for (guint i = 0; i < vm->vnic_ids->len; i++)
    if (g_str_equal (nwd_state_get_vnic (state, g_ptr_array_index (vm->vnic_ids, i))->name, name))
      return TRUE;
  return FALSE;
}

char *
nwd_vnic_identity_free_name (const NwdState *state, const NwdVm *vm)
{
  guint number = vm->vnic_ids->len;
  char *name = g_strdup_printf (LIBVIRT_NAME "%u", number);

  while (is_libvirts (vm->domain, name) || is_given (state, vm, name))
    {
      g_free (name);
      name = g_strdup_printf (LIBVIRT_NAME "%u", ++number);
    }
  return name;
}

char *
nwd_vnic_identity_name (const NwdState *state,
                        const NwdVm *vm,
                        const NwdStoredVnic *stored,
                        const NwdCard *card)
{
  g_autofree char *name = NULL;

  if (stored && *stored->name)
    return g_strdup (stored->name);
  name = libvirt_name (vm->domain, card);
  if (name && !is_given (state, vm, name))
    return g_steal_pointer (&name);
  return nwd_vnic_identity_free_name (state, vm);
}
