/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-apply-bridges.h"

#include "core/nwd-error.h"
#include "core/nwd-host-rules.h"
#include "nwd-apply-bridge.h"

/* The kernel takes 18 ms for each link of one request, and has nobody else ask it about links
 * meanwhile. */
#define MOST_LINKS 10

typedef struct _Part Part;

typedef struct
{
  NwdContext *context;
  GHashTable *unbegun; /* of NwdStep; NULL: nobody wants to know */
  Part *parts;
  guint n;
  GPtrArray *loose; /* of Part: whose bridges nobody has asked the kernel to delete */
  guint undecided;  /* parts that have neither ended nor a loose bridge */
  guint left;       /* what has not ended */
  NwdApplied done;
  gpointer data;
} Application;

/* One step. */
struct _Part
{
  Application *all;
  NwdStep *step;
  guint link; /* index; 0 none */
  gboolean decided;
  gboolean over;
  GError *error; /* why it failed */
};

/* That the service went away is said once, and is all that there is to say. */
static void
join (GError **all, GError *error)
{
  if (g_error_matches (*all, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE))
    g_clear_error (&error);
  else if (g_error_matches (error, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE))
    g_clear_error (all);
  if (error)
    nwd_error_add (all, error);
}

static void
end_one (Application *a)
{
  NwdApplied done = a->done;
  gpointer data = a->data;
  GError *error = NULL;

  if (--a->left > 0)
    return;
  for (guint i = 0; i < a->n; i++)
    {
      join (&error, a->parts[i].error);
      nwd_step_unref (a->parts[i].step);
    }
  g_ptr_array_unref (a->loose);
  g_free (a->parts);
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

/* The links, by index, of the bridges that are loose still: somebody may have taken one over. */
static GArray *
take_loose (Application *a)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < a->loose->len; i++)
    {
      const Part *part = g_ptr_array_index (a->loose, i);

      if (!part->over && part->link
          && nwd_host_network_is_bridge_loose (a->context->host_network, part->step->name))
        g_array_append_val (links, part->link);
    }
  g_ptr_array_set_size (a->loose, 0);
  return links;
}

/* The network manager lets others go while the kernel deletes these. */
static void
delete_loose (Application *a)
{
  g_autoptr (GArray) links = take_loose (a);

  if (links->len < 2)
    return;
  a->left++;
  nwd_kernel_delete_links_async (a->context->kernel, links, on_links_deleted, a);
}

static void
decide (Part *part)
{
  Application *a = part->all;

  if (part->decided)
    return;
  part->decided = TRUE;
  a->undecided--;
  if (!part->over)
    g_ptr_array_add (a->loose, part);
  if (a->loose->len == MOST_LINKS || a->undecided == 0)
    delete_loose (a);
}

static void
on_loose (gpointer data)
{
  decide (data);
}

static void
on_applied (GError *error, gpointer data)
{
  Part *part = data;
  Application *a = part->all;

  part->over = TRUE;
  part->error = error;
  if (a->unbegun && g_error_matches (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS))
    g_hash_table_add (a->unbegun, part->step);
  decide (part);
  end_one (a);
}

/* A guest may have come since it was planned: libvirt would not notice that its tap is on no bridge
 * any more. */
static gboolean
check_empty (NwdContext *context, NwdStep **steps, guint n, GError **error)
{
  nwd_kernel_hear (context->kernel);
  for (guint i = 0; i < n; i++)
    {
      const char *tap = nwd_host_rules_find_tap (context->state, steps[i]->name);

      if (!tap)
        continue;
      g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
                   "cannot delete bridge %s: a guest is on it by interface %s", steps[i]->name,
                   tap);
      return FALSE;
    }
  return TRUE;
}

static void
begin (Application *a, NwdStep **steps, NwdTouched *touched)
{
  a->parts = g_new0 (Part, a->n);
  for (guint i = 0; i < a->n; i++)
    {
      const NwdLink *link = g_hash_table_lookup (a->context->state->links, steps[i]->name);

      a->parts[i]
        = (Part){ .all = a, .step = nwd_step_ref (steps[i]), .link = link ? link->index : 0 };
    }
  for (guint i = 0, n = a->n; i < n; i++)
    nwd_apply_bridge (a->context, steps[i], touched, on_loose, on_applied, &a->parts[i]);
}

void
nwd_apply_bridges (NwdContext *context,
                   NwdStep **steps,
                   guint n,
                   GHashTable *unbegun,
                   NwdTouched *touched,
                   NwdApplied done,
                   gpointer data)
{
  GError *error = NULL;
  Application *a = NULL;

  if ((*steps)->kind == NWD_STEP_BRIDGE_DELETE && !check_empty (context, steps, n, &error))
    {
      for (guint i = 0; unbegun && i < n; i++)
        g_hash_table_add (unbegun, steps[i]);
      done (error, data);
      return;
    }
  a = g_new0 (Application, 1);
  *a = (Application){ .context = context,
                      .unbegun = unbegun,
                      .n = n,
                      .loose = g_ptr_array_new (),
                      .undecided = n,
                      .left = n,
                      .done = done,
                      .data = data };
  begin (a, steps, touched);
}
