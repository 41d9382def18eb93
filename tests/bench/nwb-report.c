/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-report.h"

#include <json-glib/json-glib.h>

struct _NwbReport
{
  JsonBuilder *json;
  guint misses;
  guint failures;
};

NwbReport *
nwb_report_new (void)
{
  NwbReport *self = g_new0 (NwbReport, 1);

  self->json = json_builder_new ();
  json_builder_begin_array (self->json);
  return self;
}

void
nwb_report_free (NwbReport *self)
{
  g_object_unref (self->json);
  g_free (self);
}

static void
add_number (JsonBuilder *json, const char *name, double value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_double_value (json, value);
}

static void
add_text (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

static void
add_figure (JsonBuilder *json, const NwbFigure *figure)
{
  json_builder_set_member_name (json, figure->name);
  json_builder_begin_object (json);
  add_number (json, "p50", nwb_median (figure->samples));
  add_text (json, "unit", figure->unit);
  add_number (json, "n", figure->samples->len);
  json_builder_end_object (json);
}

void
nwb_report_add (NwbReport *self,
                const char *name,
                NwbRatio ratio,
                double limit,
                const NwbFigure *figures,
                guint n_figures)
{
  const char *verdict = ratio.upper <= limit ? "PASS" : "MISS";

  self->misses += ratio.upper > limit;
  g_print ("%-52s %6.3f  <%6.3f  of %5.3f  %s  n=%u ", name, ratio.value, ratio.upper, limit,
           verdict, figures[0].samples->len);
  json_builder_begin_object (self->json);
  add_text (self->json, "row", name);
  add_text (self->json, "verdict", verdict);
  add_number (self->json, "ratio", ratio.value);
  add_number (self->json, "upper", ratio.upper);
  add_number (self->json, "limit", limit);
  json_builder_set_member_name (self->json, "figures");
  json_builder_begin_object (self->json);
  for (guint i = 0; i < n_figures; i++)
    {
      g_print (" %s %.1f %s%s", figures[i].name, nwb_median (figures[i].samples), figures[i].unit,
               i + 1 < n_figures ? "," : "\n");
      add_figure (self->json, &figures[i]);
    }
  json_builder_end_object (self->json);
  json_builder_end_object (self->json);
}

void
nwb_report_fail (NwbReport *self, const char *name, const GError *error)
{
  self->failures++;
  g_print ("%-52s not measured: %s\n", name, error->message);
  json_builder_begin_object (self->json);
  add_text (self->json, "row", name);
  add_text (self->json, "verdict", "FAIL");
  add_text (self->json, "reason", error->message);
  json_builder_end_object (self->json);
}

gboolean
nwb_report_write_json (NwbReport *self, const char *path, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_builder_end_array (self->json);
  root = json_builder_get_root (self->json);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_file (generator, path, error);
}

guint
nwb_report_get_misses (NwbReport *self)
{
  return self->misses;
}

guint
nwb_report_get_failures (NwbReport *self)
{
  return self->failures;
}
