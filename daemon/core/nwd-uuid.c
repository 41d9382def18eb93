/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-uuid.h"

#include <string.h>

/* A random UUID, drawn once: it must never change, or all derived ids would. */
static const guint8 namespace_id[16] = { 0x6d, 0x1e, 0x3c, 0x52, 0x0b, 0x7a, 0x4f, 0x0e,
                                         0x9a, 0x55, 0x21, 0xc7, 0xe4, 0x90, 0x38, 0xbd };

char *
nwd_uuid_from_name (const char *name)
{
  g_autoptr (GChecksum) sha1 = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 d[20];
  gsize length = sizeof d;

  g_checksum_update (sha1, namespace_id, sizeof namespace_id);
  g_checksum_update (sha1, (const guchar *)name, (gssize)strlen (name));
  g_checksum_get_digest (sha1, d, &length);

  d[6] = (d[6] & 0x0f) | 0x50; /* version 5 */
  d[8] = (d[8] & 0x3f) | 0x80; /* variant of RFC 4122 */
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10], d[11],
                          d[12], d[13], d[14], d[15]);
}
