/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-change.h"

#define FLAGS (VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG)

static NwbCard *
get_card (NwbBench *bench, NwbMake make, guint round)
{
  guint half = bench->cards->len / 2;
  guint first = make == nwb_make_ours || make == nwb_make_ours_as_alice ? 0 : half;

  return bench->cards->pdata[first + round % half];
}

static guint
next_bridge (const NwbCard *card, NwbChange change)
{
  return change == NWB_CHANGE_PLACE ? !card->bridge : card->bridge;
}

static gboolean
next_linked (const NwbCard *card, NwbChange change)
{
  return change == NWB_CHANGE_LINK ? !card->linked : card->linked;
}

gboolean
nwb_change (NwbBench *bench,
            guint round,
            NwbChange change,
            NwbMake make,
            double *microseconds,
            GError **error)
{
  NwbCard *card = get_card (bench, make, round);

  if (!nwb_bench_settle (bench, card, error) || !make (bench, card, change, microseconds, error))
    return FALSE;
  card->linked = next_linked (card, change);
  card->bridge = next_bridge (card, change);
  return nwb_card_verify (card, bench->checker, error);
}

/* --- libvirt --- */

static gboolean
read_both (virDomainPtr domain)
{
  g_autofree char *live = virDomainGetXMLDesc (domain, 0);
  g_autofree char *config = virDomainGetXMLDesc (domain, VIR_DOMAIN_XML_INACTIVE);

  return live && config;
}

gboolean
nwb_make_raw (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error)
{
  const char *xml = card->xml[next_bridge (card, change)][next_linked (card, change)];
  g_autoptr (virDomain) domain = virDomainLookupByUUIDString (bench->floor, card->uuid);
  double start = nwb_now ();
  gboolean done
    = domain && virDomainUpdateDeviceFlags (domain, xml, FLAGS) == 0 && read_both (domain);

  *microseconds = nwb_now () - start;
  return done || nwb_libvirt_error ("libvirt", error);
}

/* --- netwiringd --- */

static gboolean
set_linked (GDBusConnection *bus, const NwbCard *card, double *microseconds, GError **error)
{
  const NwbCall call = { NWB_OURS, card->path, NWB_VNIC, "SetLinked" };

  return nwb_bus_time (bus, &call, g_variant_new ("(ba{sv})", !card->linked, NULL), microseconds,
                       error);
}

static gboolean
set_network (NwbBench *bench, const NwbCard *card, double *microseconds, GError **error)
{
  const NwbCall call = { NWB_OURS, card->path, NWB_VNIC, "SetNetwork" };
  const char *network = bench->networks[!card->bridge];

  return nwb_bus_time (bench->bus, &call, g_variant_new ("(oa{sv})", network, NULL), microseconds,
                       error);
}

gboolean
nwb_make_ours (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error)
{
  return change == NWB_CHANGE_LINK ? set_linked (bench->bus, card, microseconds, error)
                                   : set_network (bench, card, microseconds, error);
}

gboolean
nwb_make_ours_as_alice (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error)
{
  return set_linked (bench->alice, card, microseconds, error);
}

/* --- others --- */

static gboolean
update_device (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error)
{
  const NwbCall call
    = { NWB_LIBVIRT_DBUS, card->peer_path, NWB_LIBVIRT_DBUS ".Domain", "UpdateDevice" };
  const char *xml = card->xml[next_bridge (card, change)][next_linked (card, change)];

  return nwb_bus_time (bench->bus, &call, g_variant_new ("(su)", xml, FLAGS), microseconds, error);
}

static gboolean
get_xml (NwbBench *bench, const NwbCard *card, GError **error)
{
  const NwbCall call
    = { NWB_LIBVIRT_DBUS, card->peer_path, NWB_LIBVIRT_DBUS ".Domain", "GetXMLDesc" };

  return nwb_bus_time (bench->bus, &call, g_variant_new ("(u)", 0), NULL, error)
         && nwb_bus_time (bench->bus, &call, g_variant_new ("(u)", VIR_DOMAIN_XML_INACTIVE), NULL,
                          error);
}

gboolean
nwb_make_update_device (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error)
{
  return update_device (bench, card, change, microseconds, error);
}

gboolean
nwb_make_libvirt_dbus (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error)
{
  double start = nwb_now ();
  gboolean done = update_device (bench, card, change, NULL, error) && get_xml (bench, card, error);

  *microseconds = nwb_now () - start;
  return done;
}

static gboolean
run (const char *const *command, double *microseconds, GError **error)
{
  double start = nwb_now ();
  g_autoptr (GSubprocess) process
    = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, error);
  gboolean done = process && g_subprocess_wait_check (process, NULL, error);

  *microseconds = nwb_now () - start;
  return done;
}

gboolean
nwb_make_virsh (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error)
{
  const char *file = card->file[next_bridge (card, change)][next_linked (card, change)];
  const char *const command[]
    = { "virsh", "-q", "update-device", card->vm, file, "--live", "--config", NULL };

  return run (command, microseconds, error);
}

gboolean
nwb_make_setlink (
  NwbBench *bench, const NwbCard *card, NwbChange change, double *microseconds, GError **error)
{
  const char *state = card->linked ? "down" : "up";
  g_autofree char *live = g_strdup_printf ("domif-setlink %s %s %s", card->vm, card->mac, state);
  g_autofree char *both = g_strdup_printf ("%s; %s --config", live, live);
  const char *const command[] = { "virsh", "-q", both, NULL };

  return run (command, microseconds, error);
}
