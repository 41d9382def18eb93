/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "adapters/journald/nwd-journald.h"
#include "adapters/keyfile/nwd-keyfile-store.h"
#include "adapters/libvirt/nwd-libvirt-guests.h"
#include "adapters/libvirt/nwd-libvirt.h"
#include "adapters/netlink/nwd-netlink.h"
#include "adapters/networkmanager/nwd-network-manager.h"
#include "adapters/polkit/nwd-polkit.h"
#include "bus/nwd-bus.h"
#include "engine/nwd-engine.h"
#include "engine/nwd-load.h"
#include "start/nwd-config.h"
#include "start/nwd-lock.h"
#include "start/nwd-ready.h"

#include <glib-unix.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>

#define PATIENCE 10 /* s, for backends that do not say whether they are there */

typedef struct
{
  GMainLoop *loop;
  NwdEngine *engine;
  NwdBus *bus;
  const NwdConfig *config;
  gboolean serving; /* on the bus */
  gboolean ready;   /* and systemd knows */
  guint timer;
  int status;
} Daemon;

static void
quit (Daemon *daemon, int status)
{
  daemon->status = status;
  g_main_loop_quit (daemon->loop);
}

static gboolean
on_signal (gpointer data)
{
  quit (data, EXIT_SUCCESS);
  return G_SOURCE_CONTINUE;
}

static void
on_bus_lost (gpointer data)
{
  g_critical ("Lost the bus");
  quit (data, EXIT_FAILURE);
}

static void
tell_ready (Daemon *daemon)
{
  daemon->ready = TRUE;
  g_clear_handle_id (&daemon->timer, g_source_remove);
  sd_notify (/* unset_environment= */ 0, "READY=1");
}

/* Callers that come now would get wrong answers before we know what there is. */
static void
serve (Daemon *daemon)
{
  g_autoptr (GError) error = NULL;

  daemon->serving = TRUE;
  if (nwd_bus_start (daemon->bus,
                     daemon->config->session_bus ? G_BUS_TYPE_SESSION : G_BUS_TYPE_SYSTEM,
                     on_bus_lost, daemon, &error))
    return;
  g_critical ("Cannot serve on the bus: %s", error->message);
  quit (daemon, EXIT_FAILURE);
}

static void
advance (Daemon *daemon, gboolean patient)
{
  const NwdState *state = nwd_engine_get_state (daemon->engine);

  if (!daemon->serving && (!patient || nwd_ready_to_serve (state)))
    serve (daemon);
  if (daemon->serving && !daemon->ready && (!patient || nwd_ready_for_vms (state)))
    tell_ready (daemon);
}

static gboolean
on_patience_ended (gpointer data)
{
  Daemon *daemon = data;

  daemon->timer = 0;
  advance (daemon, FALSE);
  return G_SOURCE_REMOVE;
}

static void
on_changed (const NwdTouched *touched, gpointer data)
{
  Daemon *daemon = data;

  if (daemon->serving)
    nwd_bus_publish (touched, daemon->bus);
  if (!daemon->ready)
    advance (daemon, TRUE);
}

static void
on_event (const NwdEvent *event, gpointer data)
{
  Daemon *daemon = data;

  if (daemon->serving)
    nwd_bus_tell (event, daemon->bus);
}

/* Addresses come within seconds, or hardly ever. */
static void
ask_guests (NwdEngine *engine, const NwdConfig *config)
{
  g_autoptr (NwdLibvirtGuests) guests = nwd_libvirt_guests_new (config->libvirt_uri);
  const NwdGuestPace pace
    = { .few = 3000, .window = 120000, .rare = config->guest_interval * 1000 };

  if (config->guest_reports)
    nwd_engine_ask_guests (engine, NWD_GUEST_AGENT (guests), &pace);
}

static int
run (const NwdConfig *config)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (NwdLibvirt) libvirt = nwd_libvirt_new (config->libvirt_uri);
  g_autoptr (NwdNetworkManager) network_manager = nwd_network_manager_new ();
  g_autoptr (NwdNetlink) netlink = nwd_netlink_new ();
  g_autoptr (NwdKeyfileStore) store = nwd_keyfile_store_new (config->state_dir);
  g_autoptr (NwdJournald) journald = nwd_journald_new (NWD_JOURNALD_SOCKET);
  g_autoptr (NwdPolkit) polkit = nwd_polkit_new ();
  g_autoptr (NwdEngine) engine
    = nwd_engine_new (NWD_HYPERVISOR (libvirt), NWD_HOST_NETWORK (network_manager),
                      NWD_KERNEL (netlink), NWD_STORE (store), NWD_LOG (journald));
  g_autoptr (NwdBus) bus = nwd_bus_new (engine, NWD_AUTHORITY (polkit));
  Daemon daemon = { .loop = loop, .engine = engine, .bus = bus, .config = config };

  g_unix_signal_add (SIGTERM, on_signal, &daemon);
  g_unix_signal_add (SIGINT, on_signal, &daemon);
  daemon.timer = g_timeout_add_seconds (PATIENCE, on_patience_ended, &daemon);
  ask_guests (engine, config);
  nwd_engine_start (engine, on_changed, on_event, &daemon);
  advance (&daemon, TRUE);
  g_main_loop_run (loop);
  g_clear_handle_id (&daemon.timer, g_source_remove);
  sd_notify (/* unset_environment= */ 0, "STOPPING=1");
  nwd_engine_stop (engine);
  return daemon.status;
}

static int
check (const NwdConfig *config)
{
  g_autoptr (NwdKeyfileStore) store = nwd_keyfile_store_new (config->state_dir);
  g_autoptr (GString) report = g_string_new (NULL);
  gboolean good = nwd_load_check (NWD_STORE (store), report);

  g_print ("%s", report->str);
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdConfig) config = nwd_config_new (NWD_CONFIG_FILE, &argc, &argv, &error);

  if (!config)
    {
      g_printerr ("netwiringd: %s\n", error->message);
      return EXIT_FAILURE;
    }
  if (config->version)
    {
      g_print ("netwiringd %s\n", NETWIRING_VERSION);
      return EXIT_SUCCESS;
    }
  if (config->check)
    return check (config);

  g_log_set_debug_enabled (config->verbose);
  if (!nwd_lock_take (config->state_dir, &error))
    {
      g_printerr ("netwiringd: %s\n", error->message);
      return EXIT_FAILURE;
    }
  return run (config);
}
