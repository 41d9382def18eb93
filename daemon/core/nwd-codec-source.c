/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-source.h"

void
nwd_codec_source_put (NwdDocument *document, const char *group, const NwdSource *source)
{
  nwd_document_set_string (document, group, "source-type", source->type);
  nwd_document_set_string (document, group, "source-name", source->name);
  nwd_document_set_string (document, group, "source-mode", source->mode);
}

NwdSource *
nwd_codec_source_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *type = NULL, *name = NULL, *mode = NULL;

  if (!nwd_document_get_string (document, group, "source-type", &type, error)
      || !nwd_document_get_string (document, group, "source-name", &name, error)
      || !nwd_document_get_string (document, group, "source-mode", &mode, error))
    return NULL;
  return nwd_source_new (type, name, mode);
}
