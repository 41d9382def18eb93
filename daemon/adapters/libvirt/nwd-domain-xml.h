/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-domain.h"
#include "nwd-xml.h"

/* What one definition of a VM says, live or persistent. Strings are never NULL. */
typedef struct
{
  char *id;
  char *name;
  char *title;
  char *managed_by; /* as in NwdDomain */
  gboolean active;  /* it is the definition of a running VM */
  GPtrArray *cards; /* of NwdCard */
  guint free_slots; /* as in NwdDomain */
  NwdAgentState agent;
} NwdDomainXml;

/* Pure; any thread. NULL with NWD_ERROR_FAILED when @text is no domain XML. */
NwdDomainXml *nwd_domain_xml_parse (const char *text, GError **error);

/* The same of @doc, a <domain>. */
NwdDomainXml *nwd_domain_xml_read (xmlDoc *doc);
void nwd_domain_xml_free (NwdDomainXml *self);

/* The <interface> of that MAC (lower case) and number in @doc, a <domain>, or NULL. */
xmlNode *nwd_domain_xml_find_interface (xmlDoc *doc, const char *mac, guint nth);

/* The <interface> of that alias, or NULL. */
xmlNode *nwd_domain_xml_find_alias (xmlDoc *doc, const char *alias);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdDomainXml, nwd_domain_xml_free)
