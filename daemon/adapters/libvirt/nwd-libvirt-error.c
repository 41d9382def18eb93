/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-error.h"

#include <string.h>

/* Codes that mean one thing wherever they come from. */
static const struct
{
  int cause;
  NwdError code;
} codes[] = {
  { VIR_ERR_NO_DOMAIN, NWD_ERROR_NOT_FOUND },
  { VIR_ERR_DEVICE_MISSING, NWD_ERROR_NOT_FOUND },
  { VIR_ERR_NO_NETWORK, NWD_ERROR_NETWORK_NOT_ON_HOST },
  { VIR_ERR_OPERATION_UNSUPPORTED, NWD_ERROR_NOT_SUPPORTED },
  { VIR_ERR_CONFIG_UNSUPPORTED, NWD_ERROR_NOT_SUPPORTED },
  { VIR_ERR_ARGUMENT_UNSUPPORTED, NWD_ERROR_NOT_SUPPORTED },
  { VIR_ERR_NO_SUPPORT, NWD_ERROR_NOT_SUPPORTED },
  { VIR_ERR_OPERATION_TIMEOUT, NWD_ERROR_BUSY },
  { VIR_ERR_NO_CONNECT, NWD_ERROR_HYPERVISOR_UNAVAILABLE },
  { VIR_ERR_INVALID_CONN, NWD_ERROR_HYPERVISOR_UNAVAILABLE },
  { VIR_ERR_AUTH_FAILED, NWD_ERROR_HYPERVISOR_UNAVAILABLE },
  { VIR_ERR_AUTH_CANCELLED, NWD_ERROR_HYPERVISOR_UNAVAILABLE },
  { VIR_ERR_AUTH_UNAVAILABLE, NWD_ERROR_HYPERVISOR_UNAVAILABLE },
};

/* libvirt has one code for all that a running card cannot have done to it; only the words tell
 * what an unplugged card could have (MTU, model, MAC) from what is never possible. */
static gboolean
is_hot_update (const virError *cause)
{
  return cause->code == VIR_ERR_OPERATION_UNSUPPORTED && cause->message
         && (strstr (cause->message, "cannot modify") || strstr (cause->message, "cannot change"));
}

/* What has no code at all is told by words alone. */
static const struct
{
  const char *words;
  NwdError code;
} phrases[] = {
  { "No more available PCI slots", NWD_ERROR_NO_FREE_SLOT },
  { "does not support hotplugging", NWD_ERROR_NOT_SUPPORTED },
};

static NwdError
code_of_words (const virError *cause, NwdError otherwise)
{
  for (gsize i = 0; cause->message && i < G_N_ELEMENTS (phrases); i++)
    {
      if (strstr (cause->message, phrases[i].words))
        return phrases[i].code;
    }
  return otherwise;
}

NwdError
nwd_libvirt_error_code (const virError *cause, NwdError otherwise)
{
  if (cause->domain == VIR_FROM_RPC)
    return NWD_ERROR_HYPERVISOR_UNAVAILABLE;
  if (is_hot_update (cause))
    return NWD_ERROR_HOT_UPDATE_REFUSED;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (cause->code == codes[i].cause)
        return codes[i].code;
    }
  return code_of_words (cause, otherwise);
}

void
nwd_libvirt_set_error (GError **error, NwdError otherwise)
{
  const virError *cause = virGetLastError ();

  if (cause && cause->message)
    g_set_error_literal (error, NWD_ERROR, nwd_libvirt_error_code (cause, otherwise),
                         cause->message);
  else
    g_set_error_literal (error, NWD_ERROR, otherwise, "libvirt gave no reason");
}

void
nwd_libvirt_add_number (GError **error, NwdError code, guint number)
{
  char *text = NULL;

  if (!error || !g_error_matches (*error, NWD_ERROR, (int)code))
    return;
  text = g_strdup_printf ("%s (%u)", (*error)->message, number);
  g_free ((*error)->message);
  (*error)->message = text;
}
