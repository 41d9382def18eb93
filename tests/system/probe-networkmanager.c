/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The NetworkManager adapter on a string: one command a line in, what it says a line out. */

#include "adapters/networkmanager/nwd-network-manager.h"

#include "core/nwd-error.h"

#include <gio/gunixinputstream.h>

static NwdHostNetwork *host_network;

static void
on_state (gpointer data)
{
  g_print ("state %s\n", nwd_backend_state_name (nwd_host_network_get_state (host_network)));
}

static void
on_bridges (GPtrArray *bridges, GPtrArray *uplinks, gpointer data)
{
  g_print ("bridges");
  for (guint i = 0; i < bridges->len; i++)
    {
      NwdBridge *bridge = bridges->pdata[i];

      g_print (" %s:%s:%u:%s", bridge->name, bridge->attachment_id, bridge->mtu,
               bridge->active ? "active" : "inactive");
    }
  g_print ("\n");
}

static void
on_managed (GPtrArray *nics, gpointer data)
{
  g_print ("managed");
  for (guint i = 0; i < nics->len; i++)
    {
      NwdNicProfile *profile = nics->pdata[i];

      g_print (" %s:%s", profile->nic, profile->name);
    }
  g_print ("\n");
}

typedef gboolean (*Finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Finish finish = (Finish)data;
  g_autoptr (GError) error = NULL;

  if (finish (host_network, result, &error))
    g_print ("done\n");
  else
    g_print ("error %s %s\n", nwd_error_name (error->code), error->message);
}

static void
on_loose (gpointer data)
{
  g_print ("loose\n");
}

static guint
number (const char *text)
{
  return (guint)g_ascii_strtoull (text, NULL, 10);
}

static void
put_port (const char *nic, const char *bridge, guint mtu)
{
  g_autoptr (NwdUplink) uplink = nwd_uplink_new (nic, 0, bridge, mtu);

  nwd_host_network_put_uplink_async (host_network, uplink, on_done,
                                     (gpointer)nwd_host_network_put_uplink_finish);
}

static void
remove_port (const char *nic, const char *bridge)
{
  g_autoptr (NwdUplink) uplink = nwd_uplink_new (nic, 0, bridge, 0);

  nwd_host_network_remove_uplink_async (host_network, uplink, on_done,
                                        (gpointer)nwd_host_network_remove_uplink_finish);
}

static void
run (char **words)
{
  guint n = g_strv_length (words);

  if (n == 4 && g_str_equal (words[0], "create"))
    nwd_host_network_create_bridge_async (
      host_network, words[1], g_str_equal (words[2], "-") ? "" : words[2], number (words[3]),
      /* transient= */ FALSE, on_done, (gpointer)nwd_host_network_create_bridge_finish);
  else if (n == 3 && g_str_equal (words[0], "mtu"))
    nwd_host_network_set_bridge_mtu_async (host_network, words[1], number (words[2]), on_done,
                                           (gpointer)nwd_host_network_set_bridge_mtu_finish);
  else if (n == 2 && g_str_equal (words[0], "delete"))
    nwd_host_network_delete_bridge_async (host_network, words[1], on_loose, on_done,
                                          (gpointer)nwd_host_network_delete_bridge_finish);
  else if (n == 4 && g_str_equal (words[0], "port"))
    put_port (words[1], words[2], number (words[3]));
  else if (n == 3 && g_str_equal (words[0], "noport"))
    remove_port (words[1], words[2]);
  else if (n == 2 && (g_str_equal (words[0], "manage") || g_str_equal (words[0], "leave")))
    nwd_host_network_set_managed_async (host_network, words[1], g_str_equal (words[0], "manage"),
                                        on_done, (gpointer)nwd_host_network_set_managed_finish);
  else
    g_error ("what is \"%s\" with %u words?", words[0], n);
}

static void
on_line (GObject *input, GAsyncResult *result, gpointer data)
{
  GMainLoop *loop = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line
    = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (input), result, NULL, &error);
  g_auto (GStrv) words = NULL;

  g_assert_no_error (error);
  if (!line)
    {
      g_main_loop_quit (loop);
      return;
    }
  words = g_strsplit (line, " ", -1);
  run (words);
  g_data_input_stream_read_line_async (G_DATA_INPUT_STREAM (input), G_PRIORITY_DEFAULT, NULL,
                                       on_line, loop);
}

int
main (void)
{
  static const NwdHostNetworkListener listener = { on_state, on_bridges, on_managed };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GInputStream) bytes = g_unix_input_stream_new (0, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (bytes);

  host_network = NWD_HOST_NETWORK (nwd_network_manager_new ());
  nwd_host_network_start (host_network, &listener, NULL);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, on_line, loop);
  g_main_loop_run (loop);
  g_object_unref (host_network);
  return 0;
}
