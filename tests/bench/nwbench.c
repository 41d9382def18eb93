/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* nwbench measures netwiringd against the floor, which is libvirt's own calls, and against its
 * peers, in the same run and on one CPU. It makes and ends domains: for the throw-away host of
 * tests/lab only, where tests/bench/run starts it. */

#include "nwb-bench.h"
#include "nwb-process.h"

#include <libvirt/virterror.h>
#include <pwd.h>

static const struct
{
  const char *name;
  gboolean (*measure) (NwbBench *bench, GError **error);
} rows[] = {
  { "flip", nwb_row_flip },       { "move", nwb_row_move },
  { "get-all", nwb_row_get_all }, { "objects", nwb_row_objects },
  { "batch", nwb_row_batch },     { "hung", nwb_row_hung },
  { "scale", nwb_row_scale },     { "statistics", nwb_row_statistics },
};

static int n_rounds = 300;
static const char *json, *daemon_path = "netwiringd", *skeletons_path = "nwb-skeletons";
static char **wanted;
static gboolean strict;

static const GOptionEntry options[]
  = { { "rounds", 'n', 0, G_OPTION_ARG_INT, &n_rounds, "Samples of each contender (300)", "N" },
      { "json", 0, 0, G_OPTION_ARG_FILENAME, &json, "Write the results there, too", "FILE" },
      { "daemon", 0, 0, G_OPTION_ARG_FILENAME, &daemon_path, "The netwiringd to measure", "FILE" },
      { "skeletons", 0, 0, G_OPTION_ARG_FILENAME, &skeletons_path, "Its rival", "FILE" },
      { "strict", 0, 0, G_OPTION_ARG_NONE, &strict, "A promise not held is a failure", NULL },
      { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &wanted,
        "flip move get-all objects batch hung scale statistics", "[ROW…]" },
      { NULL } };

static uid_t
find_user (const char *name)
{
  struct passwd *user = getpwnam (name);

  if (!user)
    g_error ("no user %s here", name);
  return user->pw_uid;
}

static NwbBench *
bench_new (GError **error)
{
  NwbBench *self = g_new0 (NwbBench, 1);

  self->rounds = (guint)n_rounds;
  self->daemon = daemon_path;
  self->skeletons = skeletons_path;
  self->floor = virConnectOpen ("qemu:///system");
  self->checker = virConnectOpen ("qemu:///system");
  if (!self->floor || !self->checker)
    nwb_libvirt_error ("no libvirt", error);
  else if ((self->bus = nwb_bus_connect (0, error)))
    self->alice = nwb_bus_connect (find_user ("alice"), error);
  self->cards = g_ptr_array_new_with_free_func ((GDestroyNotify)nwb_card_free);
  self->memory = g_array_new (FALSE, FALSE, sizeof (double));
  self->report = nwb_report_new ();
  return self;
}

static void
bench_free (NwbBench *self)
{
  nwb_daemon_stop (self);
  g_clear_pointer (&self->floor, virConnectClose);
  g_clear_pointer (&self->checker, virConnectClose);
  g_clear_object (&self->bus);
  g_clear_object (&self->alice);
  g_ptr_array_unref (self->cards);
  g_array_unref (self->memory);
  for (guint i = 0; i < NWB_BRIDGES; i++)
    g_free (self->networks[i]);
  nwb_report_free (self->report);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwbBench, bench_free)

static void
measure_all (NwbBench *bench)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      if (wanted && !g_strv_contains ((const char *const *)wanted, rows[i].name))
        continue;
      if (!rows[i].measure (bench, &error))
        nwb_report_fail (bench->report, rows[i].name, error);
    }
}

static void
ignore_libvirt_error (void *data, virErrorPtr error)
{
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (NwbBench) bench = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  virSetErrorFunc (NULL, ignore_libvirt_error);
  bench = bench_new (&error);
  if (error)
    g_error ("%s", error->message);

  nwb_process_pin_all (TRUE);
  measure_all (bench);
  if (json && !nwb_report_write_json (bench->report, json, &error))
    g_error ("%s", error->message);
  return nwb_report_get_failures (bench->report) > 0
         || (strict && nwb_report_get_misses (bench->report) > 0);
}
