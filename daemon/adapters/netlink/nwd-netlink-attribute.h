/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <libmnl/libmnl.h>

/* Attributes of netlink messages, read so that no length in a message is trusted. */

/* Fills @table, of @max + 1 places, with the attributes behind the @header_size bytes of the
 * message's own header; unknown ones are left out. */
void nwd_netlink_read_attributes (const struct nlmsghdr *message,
                                  gsize header_size,
                                  const struct nlattr **table,
                                  guint max);

/* The same for the attributes inside @nested, which may be NULL. */
void nwd_netlink_read_nested (const struct nlattr *nested, const struct nlattr **table, guint max);

/* The text of @attribute; NULL when it is missing, empty or not ended by a zero. */
const char *nwd_netlink_get_string (const struct nlattr *attribute);

/* The number in @attribute; 0 when it is missing or of another size. */
guint32 nwd_netlink_get_u32 (const struct nlattr *attribute);
guint8 nwd_netlink_get_u8 (const struct nlattr *attribute);
