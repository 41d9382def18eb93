/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verify-host.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"

gboolean
nwd_verify_bridge (NwdState *state,
                   NwdKernel *kernel,
                   const char *name,
                   guint mtu,
                   NwdTouched *touched,
                   GError **error)
{
  g_autoptr (NwdLink) link = nwd_kernel_read_link (kernel, name, error);

  if (!link)
    return FALSE;
  nwd_fold_link (state, link, touched);
  if (g_str_equal (link->kind, "bridge") && link->up && link->mtu == mtu)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED,
               "bridge %s was set up, but is of kind %s, %s, with an MTU of %u instead of %u", name,
               link->kind, link->up ? "up" : "down", link->mtu, mtu);
  return FALSE;
}

/* *@link: NULL where there is none. */
static gboolean
read_if_there (NwdKernel *kernel, const char *name, NwdLink **link, GError **error)
{
  GError *missing = NULL;

  *link = nwd_kernel_read_link (kernel, name, &missing);
  if (!missing || g_error_matches (missing, NWD_ERROR, NWD_ERROR_NOT_FOUND))
    {
      g_clear_error (&missing);
      return TRUE;
    }
  g_propagate_error (error, missing);
  return FALSE;
}

gboolean
nwd_verify_gone (
  NwdState *state, NwdKernel *kernel, const char *name, NwdTouched *touched, GError **error)
{
  g_autoptr (NwdLink) link = NULL;
  NwdLink *known = NULL;

  if (!read_if_there (kernel, name, &link, error))
    return FALSE;
  known = g_hash_table_lookup (state->links, name);
  if (!link && known)
    {
      g_autoptr (NwdLink) gone = nwd_link_ref (known);

      nwd_fold_link_gone (state, gone, touched);
    }
  if (!link)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED,
               "interface %s was deleted, but is still there", name);
  return FALSE;
}

/* --- what carries a network --- */

/* The index of the bridge that it is to be a port of; 0 none. */
static gboolean
find_above (NwdKernel *kernel, const NwdUplink *uplink, guint *index, GError **error)
{
  g_autoptr (NwdLink) above = NULL;

  *index = 0;
  if (!*uplink->bridge)
    return TRUE;
  above = nwd_kernel_read_link (kernel, uplink->bridge, error);
  if (above)
    *index = above->index;
  return above != NULL;
}

gboolean
nwd_verify_uplink (
  NwdState *state, NwdKernel *kernel, const NwdUplink *uplink, NwdTouched *touched, GError **error)
{
  guint mtu = uplink->live_mtu ? uplink->live_mtu : uplink->mtu;
  g_autoptr (NwdLink) link = NULL;
  guint above = 0;

  if (uplink->absent)
    return TRUE;
  if (!find_above (kernel, uplink, &above, error))
    return FALSE;
  link = nwd_kernel_read_link (kernel, uplink->device, error);
  if (!link)
    return FALSE;
  nwd_fold_link (state, link, touched);
  if (link->master == above && link->mtu == mtu)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED,
               "NIC %s was set up, but is %s bridge %s, with an MTU of %u instead of %u",
               uplink->device, link->master == above ? "a port of" : "no port of",
               *uplink->bridge ? uplink->bridge : "(none)", link->mtu, mtu);
  return FALSE;
}

/* A network manager that was started anew may not know how a NIC was before. */
static gboolean
put_nic_back (NwdState *state,
              NwdKernel *kernel,
              const NwdLink *link,
              guint mtu,
              NwdTouched *touched,
              GError **error)
{
  g_autoptr (NwdLink) after = NULL;

  g_info ("NIC %s is not as it was before: it is put back", link->name);
  if (!nwd_kernel_release (kernel, link->name, mtu, error)
      || !read_if_there (kernel, link->name, &after, error))
    return FALSE;
  if (!after)
    return TRUE;
  nwd_fold_link (state, after, touched);
  if (after->master != link->master || !link->master)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED,
               "NIC %s was taken out of its bridge, but is still a port of it", link->name);
  return FALSE;
}

static gboolean
verify_nic (NwdState *state,
            NwdKernel *kernel,
            const NwdUplink *uplink,
            guint mtu,
            NwdTouched *touched,
            GError **error)
{
  g_autoptr (NwdLink) link = NULL;
  const NwdLink *above = NULL;

  if (!read_if_there (kernel, uplink->nic, &link, error))
    return FALSE;
  if (!link)
    return TRUE;
  above = g_hash_table_lookup (state->links, uplink->bridge);
  nwd_fold_link (state, link, touched);
  if (link->master && (!above || link->master != above->index))
    return TRUE;
  if (!link->master && (mtu == 0 || link->mtu == mtu))
    return TRUE;
  return put_nic_back (state, kernel, link, mtu, touched, error);
}

gboolean
nwd_verify_no_uplink (NwdState *state,
                      NwdKernel *kernel,
                      const NwdUplink *uplink,
                      guint mtu,
                      NwdTouched *touched,
                      GError **error)
{
  return uplink->vlan ? nwd_verify_gone (state, kernel, uplink->device, touched, error)
                      : verify_nic (state, kernel, uplink, mtu, touched, error);
}

gboolean
nwd_verify_by_hand (NwdState *state,
                    NwdKernel *kernel,
                    const NwdUplink *uplink,
                    guint mtu,
                    NwdTouched *touched,
                    GError **error)
{
  g_autoptr (NwdLink) link = NULL;

  if (!verify_nic (state, kernel, uplink, mtu, touched, error)
      || !nwd_kernel_set_master (kernel, uplink->nic, uplink->bridge, error))
    return FALSE;
  link = nwd_kernel_read_link (kernel, uplink->nic, error);
  if (link)
    nwd_fold_link (state, link, touched);
  return link != NULL;
}

gboolean
nwd_verify_managed (const NwdState *state, const char *name, gboolean managed, GError **error)
{
  if (g_hash_table_contains (state->managed, name) == managed)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED,
               "NetworkManager was told to %s NIC %s, but does %s", managed ? "manage" : "leave",
               name, managed ? "not" : "still manage it");
  return FALSE;
}
