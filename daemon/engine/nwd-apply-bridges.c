/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-apply-bridges.h"

#include "core/nwd-error.h"
#include "nwd-apply-bridge.h"

typedef struct
{
  NwdContext *context;
  GHashTable *others;
  GArray *loose;   /* of guint: the links of bridges that nothing brings back, and that are there */
  guint undecided; /* bridges of which it is not known yet whether they will be such */
  guint left;      /* what has not ended */
  GError *error;
  NwdApplied done;
  gpointer data;
} Application;

/* One of them. */
typedef struct
{
  Application *all;
  NwdStep *step;
  guint link; /* index; 0 none */
  gboolean undecided;
} Part;

static void
end_one (Application *a)
{
  NwdApplied done = a->done;
  gpointer data = a->data;
  GError *error = a->error;

  if (--a->left > 0)
    return;
  g_array_unref (a->loose);
  g_free (a);
  done (error, data);
}

/* What fails here takes longer: the network manager is about to delete them as well. */
static void
on_links_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!nwd_kernel_delete_links_finish (NWD_KERNEL (source), result, &error))
    g_info ("%s", error->message);
  end_one (data);
}

static void
decide (Part *part)
{
  Application *a = part->all;

  if (!part->undecided)
    return;
  part->undecided = FALSE;
  if (--a->undecided > 0 || a->loose->len < 2)
    return;
  a->left++;
  nwd_kernel_delete_links_async (a->context->kernel, a->loose, on_links_deleted, a);
}

static void
on_loose (gpointer data)
{
  Part *part = data;

  if (part->link)
    g_array_append_val (part->all->loose, part->link);
  decide (part);
}

static void
on_applied (GError *error, gpointer data)
{
  g_autofree Part *part = data;
  Application *a = part->all;

  if (g_error_matches (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS))
    g_hash_table_add (a->others, part->step);
  if (!a->error)
    a->error = g_steal_pointer (&error);
  g_clear_error (&error);
  decide (part);
  end_one (a);
}

static Part *
part_new (Application *a, NwdStep *step)
{
  const NwdLink *link = g_hash_table_lookup (a->context->state->links, step->name);
  Part *part = g_new0 (Part, 1);

  part->all = a;
  part->step = step;
  part->link = link ? link->index : 0;
  part->undecided = TRUE;
  return part;
}

void
nwd_apply_bridges (NwdContext *context,
                   NwdStep **steps,
                   guint n,
                   GHashTable *others,
                   NwdTouched *touched,
                   NwdApplied done,
                   gpointer data)
{
  Application *a = g_new0 (Application, 1);

  *a = (Application){ .context = context,
                      .others = others,
                      .loose = g_array_new (FALSE, FALSE, sizeof (guint)),
                      .undecided = n,
                      .left = n + 1, /* it must not end before all have begun */
                      .done = done,
                      .data = data };
  for (guint i = 0; i < n; i++)
    nwd_apply_bridge (context, steps[i], touched, on_loose, on_applied, part_new (a, steps[i]));
  end_one (a);
}
