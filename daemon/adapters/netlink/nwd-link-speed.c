/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-link-speed.h"

#include <linux/ethtool.h>
#include <linux/if.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>

/* The kernel asks to be told how long its masks are; then room for the longest. */
#define MASK_WORDS 381 /* three of 127 */

typedef union
{
  struct ethtool_link_settings settings;
  guint32 words[sizeof (struct ethtool_link_settings) / sizeof (guint32) + MASK_WORDS];
} Settings;

static gboolean
ask (int socket, const char *name, Settings *settings)
{
  struct ifreq request = { .ifr_data = (void *)settings };

  g_strlcpy (request.ifr_name, name, sizeof request.ifr_name);
  settings->settings.cmd = ETHTOOL_GLINKSETTINGS;
  return ioctl (socket, SIOCETHTOOL, &request) == 0;
}

guint
nwd_link_speed_read (int socket, const char *name)
{
  Settings settings = { 0 };

  if (!ask (socket, name, &settings) || settings.settings.link_mode_masks_nwords >= 0)
    return 0;
  settings.settings.link_mode_masks_nwords = (gint8)-settings.settings.link_mode_masks_nwords;
  if (!ask (socket, name, &settings) || settings.settings.speed > G_MAXINT)
    return 0; /* SPEED_UNKNOWN is -1 */
  return settings.settings.speed;
}
