/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "whole.h"

void
whole_on_lost (gpointer data)
{
  Whole *f = data;

  f->lost = TRUE;
}

void
whole_set_up (Whole *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->bus = private_bus_new ();
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", private_bus_get_address (f->bus), TRUE);
  f->ports = fake_ports_new (rig_sample_world ());
  f->authority = fake_authority_new ();
  f->engine = nwd_engine_new (
    NWD_HYPERVISOR (f->ports->hypervisor), NWD_HOST_NETWORK (f->ports->host_network),
    NWD_KERNEL (f->ports->kernel), NWD_STORE (f->ports->store), NWD_LOG (f->ports->log));
  f->service = nwd_bus_new (f->engine, NWD_AUTHORITY (f->authority));
  nwd_engine_start (f->engine, nwd_bus_publish, nwd_bus_tell, f->service);
  fake_ports_settle ();
  g_assert_true (nwd_bus_start (f->service, G_BUS_TYPE_SESSION, whole_on_lost, f, &error));
  g_assert_no_error (error);
  f->root = private_bus_connect (f->bus, 0);
  f->user = private_bus_connect (f->bus, NOBODY);
}

void
whole_tear_down (Whole *f, gconstpointer data)
{
  fake_ports_settle ();
  fake_ports_stop (f->ports);
  g_assert_finalize_object (f->service);
  g_object_unref (f->engine);
  g_object_unref (f->authority);
  fake_ports_free (f->ports);
  g_object_unref (f->root);
  g_object_unref (f->user);
  if (f->bus)
    private_bus_free (f->bus);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **answer = data;

  *answer = g_object_ref (result);
}

char *
whole_call (GDBusConnection *client,
            const char *path,
            const char *interface,
            const char *method,
            const char *parameters)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  g_dbus_connection_call (client, NWD_BUS_NAME, path, interface, method,
                          g_variant_new_parsed (parameters), NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
                          NULL, on_result, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  answer = g_dbus_connection_call_finish (client, result, &error);
  if (answer)
    return g_variant_print (answer, FALSE);

  g_test_message ("%s: %s", method, error->message);
  name = g_dbus_error_get_remote_error (error);
  if (g_str_has_prefix (name, "org.ovirt.NetWiring."))
    return g_strdup (name + strlen ("org.ovirt.NetWiring."));
  return g_steal_pointer (&name);
}

void
whole_expect (GDBusConnection *client,
              const char *path,
              const char *interface,
              const char *method,
              const char *parameters,
              const char *expected)
{
  g_autofree char *answer = whole_call (client, path, interface, method, parameters);

  g_assert_cmpstr (answer, ==, expected);
}

char *
whole_take_path (char *answer)
{
  g_auto (GStrv) parts = g_strsplit (answer, "'", 3);

  g_free (answer);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  return g_strdup (parts[1]);
}

char *
whole_find_vnic (Whole *f, const char *mac)
{
  g_autofree char *parameters = g_strdup_printf ("('%s',)", mac);

  return whole_take_path (whole_call (f->root, ROOT, MANAGER, "FindVnic", parameters));
}

char *
whole_find_network (Whole *f, const char *name)
{
  g_autofree char *parameters = g_strdup_printf ("('%s',)", name);

  return whole_take_path (whole_call (f->root, ROOT, MANAGER, "FindNetwork", parameters));
}

void
whole_assert_property (
  Whole *f, const char *path, const char *interface, const char *name, const char *expected)
{
  g_autofree char *parameters = g_strdup_printf ("('%s', '%s')", interface, name);
  g_autofree char *value = g_strdup_printf ("(<%s>,)", expected);

  whole_expect (f->user, path, "org.freedesktop.DBus.Properties", "Get", parameters, value);
}
