/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Which ids running changes count on, each as often as it was put. "" is no id. */
typedef struct _NwdMarks NwdMarks;

NwdMarks *nwd_marks_new (void);
void nwd_marks_free (NwdMarks *marks);

void nwd_marks_put (NwdMarks *marks, const char *id);
void nwd_marks_drop (NwdMarks *marks, const char *id);
gboolean nwd_marks_has (const NwdMarks *marks, const char *id);
