/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-news.h"

static gboolean
card_has_news (const NwdCard *before, const NwdCard *after)
{
  return !before || (after->linked && !before->linked)
         || !nwd_source_equal (before->source, after->source);
}

static gboolean
cards_have_news (GPtrArray *before, GPtrArray *after)
{
  if (!before || before->len != after->len)
    return TRUE;
  for (guint i = 0; i < after->len; i++)
    {
      const NwdCard *card = after->pdata[i];

      if (card_has_news (nwd_domain_find_card (before, card->mac, card->nth), card))
        return TRUE;
    }
  return FALSE;
}

NwdGuestNews
nwd_guest_news (const NwdDomain *before, const NwdDomain *after)
{
  if (!after->live || after->state != NWD_VM_RUNNING)
    return NWD_GUEST_NO_NEWS;
  if (after->agent == NWD_AGENT_CONNECTED && before && before->agent != NWD_AGENT_CONNECTED)
    return NWD_GUEST_NEWS_HERE;
  if (!before || before->state != NWD_VM_RUNNING || before->agent != after->agent
      || cards_have_news (before->live, after->live))
    return NWD_GUEST_NEWS;
  return NWD_GUEST_NO_NEWS;
}
