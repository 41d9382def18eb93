/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-path.h"
#include "nwd-plan-describe.h"

GVariant *
nwd_plan_describe_path (NwdKind kind, const char *id)
{
  g_autofree char *text = nwd_path_new (kind, id);

  return g_variant_new_object_path (text);
}

void
nwd_plan_describe_add (GVariantBuilder *steps,
                       GVariant *object,
                       const char *verb,
                       const char *property,
                       GVariant *from,
                       GVariant *to,
                       const char *guest_sees,
                       GVariant *vms)
{
  g_variant_builder_open (steps, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (steps, "{sv}", "object", object);
  g_variant_builder_add (steps, "{sv}", "do", g_variant_new_string (verb));
  g_variant_builder_add (steps, "{sv}", "property", g_variant_new_string (property));
  g_variant_builder_add (steps, "{sv}", "from", from);
  g_variant_builder_add (steps, "{sv}", "to", to);
  g_variant_builder_add (steps, "{sv}", "guest-sees", g_variant_new_string (guest_sees));
  if (vms)
    g_variant_builder_add (steps, "{sv}", "vms", vms);
  g_variant_builder_close (steps);
}
