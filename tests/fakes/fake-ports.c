/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-ports.h"

FakePorts *
fake_ports_new (FakeWorld *world)
{
  FakePorts *ports = g_new0 (FakePorts, 1);

  ports->world = world;
  ports->script = fake_script_new ();
  ports->kernel = fake_kernel_new (world, ports->script);
  ports->hypervisor = fake_hypervisor_new (world, ports->script, ports->kernel);
  ports->host_network = fake_host_network_new (world, ports->script, ports->kernel);
  ports->store = fake_store_new (world, ports->script);
  ports->log = fake_log_new ();
  return ports;
}

void
fake_ports_stop (FakePorts *ports)
{
  fake_kernel_stop (ports->kernel);
  fake_hypervisor_stop (ports->hypervisor);
  fake_host_network_stop (ports->host_network);
}

void
fake_ports_free (FakePorts *ports)
{
  g_object_unref (ports->log);
  g_object_unref (ports->store);
  g_object_unref (ports->host_network);
  g_object_unref (ports->hypervisor);
  g_object_unref (ports->kernel);
  fake_script_free (ports->script);
  fake_world_free (ports->world);
  g_free (ports);
}

void
fake_ports_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
