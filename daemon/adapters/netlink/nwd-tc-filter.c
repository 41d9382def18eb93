/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-tc-filter.h"

#include "nwd-netlink-attribute.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_mirred.h>
#include <string.h>

NwdTcFilter *
nwd_tc_filter_new (NwdTcKind kind, guint parent, guint16 priority, guint32 handle)
{
  NwdTcFilter *filter = g_new0 (NwdTcFilter, 1);

  filter->kind = kind;
  filter->parent = parent;
  filter->priority = priority;
  filter->handle = handle;
  return filter;
}

void
nwd_tc_filter_free (NwdTcFilter *filter)
{
  g_free (filter->from);
  g_free (filter);
}

gboolean
nwd_tc_filter_equal (const NwdTcFilter *a, const NwdTcFilter *b)
{
  return a->kind == b->kind && a->parent == b->parent && a->priority == b->priority
         && a->class_id == b->class_id && g_strcmp0 (a->from, b->from) == 0
         && a->target == b->target && a->n_instructions == b->n_instructions
         && memcmp (a->program, b->program, a->n_instructions * sizeof *a->program) == 0;
}

/* --- to the kernel --- */

/* The frame goes on to the next filter, ours or another's, as if this one had not been. */
static void
put_mirror (struct nlmsghdr *request, guint target)
{
  struct tc_mirred mirror
    = { .action = TC_ACT_UNSPEC, .eaction = TCA_EGRESS_MIRROR, .ifindex = target };
  struct nlattr *actions = mnl_attr_nest_start (request, TCA_BPF_ACT);
  struct nlattr *first = mnl_attr_nest_start (request, 1);
  struct nlattr *options;

  mnl_attr_put_strz (request, TCA_ACT_KIND, "mirred");
  options = mnl_attr_nest_start (request, TCA_ACT_OPTIONS);
  mnl_attr_put (request, TCA_MIRRED_PARMS, sizeof mirror, &mirror);
  mnl_attr_nest_end (request, options);
  mnl_attr_nest_end (request, first);
  mnl_attr_nest_end (request, actions);
}

static void
put_bpf (const NwdTcFilter *filter, struct nlmsghdr *request)
{
  mnl_attr_put_u16 (request, TCA_BPF_OPS_LEN, (guint16)filter->n_instructions);
  mnl_attr_put (request, TCA_BPF_OPS, filter->n_instructions * sizeof *filter->program,
                filter->program);
  mnl_attr_put_u32 (request, TCA_BPF_CLASSID, filter->class_id);
  if (filter->target)
    put_mirror (request, filter->target);
  else
    mnl_attr_put_u32 (request, TCA_BPF_FLAGS, TCA_BPF_FLAG_ACT_DIRECT);
}

static void
put_u32 (const NwdTcFilter *filter, struct nlmsghdr *request)
{
  struct
  {
    struct tc_u32_sel selector;
    struct tc_u32_key anything;
  } match = { .selector = { .flags = TC_U32_TERMINAL, .nkeys = 1 } };

  mnl_attr_put_u32 (request, TCA_U32_CLASSID, filter->class_id);
  mnl_attr_put_strz (request, TCA_U32_INDEV, filter->from);
  mnl_attr_put (request, TCA_U32_SEL, sizeof match, &match);
}

void
nwd_tc_filter_put (const NwdTcFilter *filter,
                   guint link,
                   gboolean content,
                   struct nlmsghdr *request)
{
  struct tcmsg *header = mnl_nlmsg_put_extra_header (request, sizeof *header);
  struct nlattr *options;

  header->tcm_family = AF_UNSPEC;
  header->tcm_ifindex = (int)link;
  header->tcm_parent = filter->parent;
  header->tcm_handle = filter->handle;
  header->tcm_info = TC_H_MAKE ((guint32)filter->priority << 16, htons (ETH_P_ALL));
  mnl_attr_put_strz (request, TCA_KIND, filter->kind == NWD_TC_U32 ? "u32" : "bpf");
  if (!content)
    return;
  options = mnl_attr_nest_start (request, TCA_OPTIONS);
  if (filter->kind == NWD_TC_U32)
    put_u32 (filter, request);
  else
    put_bpf (filter, request);
  mnl_attr_nest_end (request, options);
}

/* --- from the kernel --- */

/* The link that frames are copied to; 0 where that is not what @actions do, or not all. */
static guint
parse_mirror (const struct nlattr *actions)
{
  const struct nlattr *list[TCA_ACT_MAX_PRIO + 1] = { NULL };
  const struct nlattr *action[TCA_ACT_MAX + 1] = { NULL };
  const struct nlattr *options[TCA_MIRRED_MAX + 1] = { NULL };
  struct tc_mirred mirror;

  nwd_netlink_read_nested (actions, list, TCA_ACT_MAX_PRIO);
  nwd_netlink_read_nested (list[1], action, TCA_ACT_MAX);
  nwd_netlink_read_nested (action[TCA_ACT_OPTIONS], options, TCA_MIRRED_MAX);
  if (list[2] || g_strcmp0 (nwd_netlink_get_string (action[TCA_ACT_KIND]), "mirred") != 0
      || !options[TCA_MIRRED_PARMS]
      || mnl_attr_get_payload_len (options[TCA_MIRRED_PARMS]) < sizeof mirror)
    return 0;
  memcpy (&mirror, mnl_attr_get_payload (options[TCA_MIRRED_PARMS]), sizeof mirror);
  return mirror.eaction == TCA_EGRESS_MIRROR && mirror.action == TC_ACT_UNSPEC ? mirror.ifindex : 0;
}

static void
parse_bpf (const struct nlattr *attribute, NwdTcFilter *filter)
{
  const struct nlattr *options[TCA_BPF_MAX + 1] = { NULL };
  gsize size;

  nwd_netlink_read_nested (attribute, options, TCA_BPF_MAX);
  filter->class_id = nwd_netlink_get_u32 (options[TCA_BPF_CLASSID]);
  filter->target = parse_mirror (options[TCA_BPF_ACT]);
  size = options[TCA_BPF_OPS] ? mnl_attr_get_payload_len (options[TCA_BPF_OPS]) : 0;
  if (size > sizeof filter->program)
    return;
  filter->n_instructions = (guint)(size / sizeof *filter->program);
  if (size > 0)
    memcpy (filter->program, mnl_attr_get_payload (options[TCA_BPF_OPS]), size);
}

/* FALSE: the head of a list of u32 filters. */
static gboolean
parse_u32 (const struct nlattr *attribute, NwdTcFilter *filter)
{
  const struct nlattr *options[TCA_U32_MAX + 1] = { NULL };
  const char *from;

  nwd_netlink_read_nested (attribute, options, TCA_U32_MAX);
  from = nwd_netlink_get_string (options[TCA_U32_INDEV]);
  filter->class_id = nwd_netlink_get_u32 (options[TCA_U32_CLASSID]);
  filter->from = g_strdup (from ? from : "");
  return !options[TCA_U32_DIVISOR];
}

static NwdTcKind
parse_kind (const char *name)
{
  if (g_strcmp0 (name, "bpf") == 0)
    return NWD_TC_BPF;
  return g_strcmp0 (name, "u32") == 0 ? NWD_TC_U32 : NWD_TC_OTHER;
}

NwdTcFilter *
nwd_tc_filter_parse (const struct nlmsghdr *message, guint parent)
{
  const struct tcmsg *header = mnl_nlmsg_get_payload (message);
  const struct nlattr *attributes[TCA_MAX + 1] = { NULL };
  g_autoptr (NwdTcFilter) filter = NULL;

  if (message->nlmsg_type != RTM_NEWTFILTER || mnl_nlmsg_get_payload_len (message) < sizeof *header)
    return NULL;
  nwd_netlink_read_attributes (message, sizeof *header, attributes, TCA_MAX);
  if (!attributes[TCA_OPTIONS])
    return NULL;

  filter = nwd_tc_filter_new (parse_kind (nwd_netlink_get_string (attributes[TCA_KIND])), parent,
                              (guint16)(TC_H_MAJ (header->tcm_info) >> 16), header->tcm_handle);
  if (filter->kind == NWD_TC_BPF)
    parse_bpf (attributes[TCA_OPTIONS], filter);
  if (filter->kind == NWD_TC_U32 && !parse_u32 (attributes[TCA_OPTIONS], filter))
    return NULL;
  return g_steal_pointer (&filter);
}
