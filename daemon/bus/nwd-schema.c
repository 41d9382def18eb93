/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-schema.h"

#include "nwd-interfaces.h"

#include <string.h>

#define MAX_INTERFACES 2

static const GDBusInterfaceInfo *const interfaces[NWD_N_KINDS][MAX_INTERFACES + 1] = {
  [NWD_KIND_ROOT]
  = { &org_ovirt_net_wiring_manager_interface, &org_freedesktop_dbus_object_manager_interface },
  [NWD_KIND_NIC]
  = { &org_ovirt_net_wiring_host_nic_interface, &org_ovirt_net_wiring_statistics_interface },
  [NWD_KIND_NETWORK] = { &org_ovirt_net_wiring_network_interface },
  [NWD_KIND_ATTACHMENT]
  = { &org_ovirt_net_wiring_attachment_interface, &org_ovirt_net_wiring_statistics_interface },
  [NWD_KIND_LABEL] = { &org_ovirt_net_wiring_label_interface },
  [NWD_KIND_VM] = { &org_ovirt_net_wiring_vm_interface },
  [NWD_KIND_VNIC]
  = { &org_ovirt_net_wiring_vnic_interface, &org_ovirt_net_wiring_statistics_interface },
  [NWD_KIND_CHECKPOINT] = { &org_ovirt_net_wiring_checkpoint_interface },
};

static GVariant *
new_name (const char *name)
{
  return g_variant_ref_sink (g_variant_new_string (name));
}

static void
add_interface (NwdSchema *schema, GDBusInterfaceInfo *info)
{
  g_dbus_interface_info_cache_build (info);
  schema->interfaces[schema->n_interfaces] = info;
  schema->interface_names[schema->n_interfaces++] = new_name (info->name);
}

static void
add_properties (NwdSchema *schema, GDBusPropertyInfo **properties)
{
  g_autoptr (GString) type = g_string_new ("(");

  schema->properties = properties;
  schema->property_names = g_new0 (GVariant *, NWD_SCHEMA_MAX_PROPERTIES);
  for (guint i = 0; properties[i]; i++)
    {
      g_assert (i < NWD_SCHEMA_MAX_PROPERTIES);
      schema->property_names[i] = new_name (properties[i]->name);
      g_string_append (type, properties[i]->signature);
      schema->n_properties++;
    }
  g_string_append_c (type, ')');
  schema->row_type = g_variant_type_new (type->str);
}

static NwdSchema *
schema_new (NwdKind kind)
{
  NwdSchema *schema = g_new0 (NwdSchema, 1);

  schema->interfaces = g_new0 (GDBusInterfaceInfo *, MAX_INTERFACES + 1);
  schema->interface_names = g_new0 (GVariant *, MAX_INTERFACES);
  for (guint i = 0; interfaces[kind][i]; i++)
    add_interface (schema, (GDBusInterfaceInfo *)interfaces[kind][i]);
  add_properties (schema, interfaces[kind][0]->properties);
  return schema;
}

const NwdSchema *
nwd_schema_get (NwdKind kind)
{
  static NwdSchema *schemas[NWD_N_KINDS];

  if (!schemas[kind])
    schemas[kind] = schema_new (kind);
  return schemas[kind];
}

int
nwd_schema_find_property (const NwdSchema *schema, const char *name)
{
  for (guint i = 0; i < schema->n_properties; i++)
    if (strcmp (schema->properties[i]->name, name) == 0)
      return (int)i;
  return -1;
}
