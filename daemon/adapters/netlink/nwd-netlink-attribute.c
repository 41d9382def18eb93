/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink-attribute.h"

typedef struct
{
  const struct nlattr **attributes;
  guint max;
} Table;

static int
store (const struct nlattr *attribute, void *data)
{
  Table *table = data;

  if (mnl_attr_get_type (attribute) <= table->max)
    table->attributes[mnl_attr_get_type (attribute)] = attribute;
  return MNL_CB_OK;
}

void
nwd_netlink_read_attributes (const struct nlmsghdr *message,
                             gsize header_size,
                             const struct nlattr **table,
                             guint max)
{
  mnl_attr_parse (message, (guint)header_size, store, &(Table){ table, max });
}

void
nwd_netlink_read_nested (const struct nlattr *nested, const struct nlattr **table, guint max)
{
  if (nested)
    mnl_attr_parse_nested (nested, store, &(Table){ table, max });
}

const char *
nwd_netlink_get_string (const struct nlattr *attribute)
{
  if (!attribute || mnl_attr_validate (attribute, MNL_TYPE_NUL_STRING) < 0)
    return NULL;
  return mnl_attr_get_str (attribute)[0] ? mnl_attr_get_str (attribute) : NULL;
}

guint32
nwd_netlink_get_u32 (const struct nlattr *attribute)
{
  return attribute && mnl_attr_validate (attribute, MNL_TYPE_U32) == 0
           ? mnl_attr_get_u32 (attribute)
           : 0;
}

guint8
nwd_netlink_get_u8 (const struct nlattr *attribute)
{
  return attribute && mnl_attr_validate (attribute, MNL_TYPE_U8) == 0 ? mnl_attr_get_u8 (attribute)
                                                                      : 0;
}
