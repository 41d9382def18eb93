/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-change.h"
#include "nwb-process.h"

#define GUESTS 10

static const NwbCall ping = { NWB_OURS, NWB_ROOT, "org.freedesktop.DBus.Peer", "Ping" };
static const NwbCall check = { NWB_POLKIT, "/org/freedesktop/PolicyKit1/Authority",
                               "org.freedesktop.PolicyKit1.Authority", "CheckAuthorization" };

static gboolean
sample_ping (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  return nwb_process_wait_for_quiet (error)
         && nwb_bus_time (bench->bus, &ping, NULL, microseconds, error);
}

/* What netwiringd asks about alice's call, with the details that it gives. */
static GVariant *
build_check (NwbBench *bench, const NwbCard *card)
{
  const char *alice = g_dbus_connection_get_unique_name (bench->alice);
  GVariantDict subject;
  GVariantBuilder details;

  g_variant_dict_init (&subject, NULL);
  g_variant_dict_insert (&subject, "name", "s", alice);
  g_variant_builder_init (&details, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&details, "{ss}", "vm", card->vm);
  g_variant_builder_add (&details, "{ss}", "vm-uuid", card->uuid);
  g_variant_builder_add (&details, "{ss}", "vnic", "net0");
  g_variant_builder_add (&details, "{ss}", "mac-address", card->mac);
  g_variant_builder_add (&details, "{ss}", "network", "nwb0");
  g_variant_builder_add (&details, "{ss}", "linked", "false");
  return g_variant_new ("((s@a{sv})sa{ss}us)", "system-bus-name", g_variant_dict_end (&subject),
                        "org.ovirt.netwiring.link", &details, 0, "");
}

static gboolean
sample_check (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  g_autoptr (GVariant) answer = NULL;
  gboolean allowed = FALSE;

  if (!nwb_process_wait_for_quiet (error))
    return FALSE;
  answer = nwb_bus_call (bench->bus, &check, build_check (bench, bench->cards->pdata[0]),
                         microseconds, error);
  if (!answer)
    return FALSE;
  g_variant_get (answer, "((bb@a{ss}))", &allowed, NULL, NULL);
  if (!allowed)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "polkit does not allow alice");
  return allowed;
}

#define SAMPLE(NAME, CHANGE, MAKE)                                                                 \
  static gboolean NAME (NwbBench *bench, guint round, double *microseconds, GError **error)        \
  {                                                                                                \
    return nwb_change (bench, round, CHANGE, MAKE, microseconds, error);                           \
  }

SAMPLE (flip_raw, NWB_CHANGE_LINK, nwb_make_raw)
SAMPLE (flip_ours, NWB_CHANGE_LINK, nwb_make_ours)
SAMPLE (flip_ours_as_alice, NWB_CHANGE_LINK, nwb_make_ours_as_alice)
SAMPLE (flip_update_device, NWB_CHANGE_LINK, nwb_make_update_device)
SAMPLE (flip_libvirt_dbus, NWB_CHANGE_LINK, nwb_make_libvirt_dbus)
SAMPLE (flip_virsh, NWB_CHANGE_LINK, nwb_make_virsh)
SAMPLE (flip_setlink, NWB_CHANGE_LINK, nwb_make_setlink)
SAMPLE (move_raw, NWB_CHANGE_PLACE, nwb_make_raw)
SAMPLE (move_ours, NWB_CHANGE_PLACE, nwb_make_ours)

enum
{
  RAW,
  OURS,
  PING,
  CHECK,
  ALICE,
  UPDATE_DEVICE,
  LIBVIRT_DBUS,
  VIRSH,
  SETLINK,
  N_FLIPPERS,
};

static const NwbContender flippers[N_FLIPPERS] = {
  [RAW] = { "raw", flip_raw, 1 },
  [OURS] = { "ours", flip_ours, 1 },
  [PING] = { "ping", sample_ping, 1 },
  [CHECK] = { "polkit check", sample_check, 1 },
  [ALICE] = { "alice", flip_ours_as_alice, 1 },
  [UPDATE_DEVICE] = { "UpdateDevice", flip_update_device, 1 },
  [LIBVIRT_DBUS] = { "libvirt-dbus", flip_libvirt_dbus, 1 },
  [VIRSH] = { "virsh", flip_virsh, 5 },
  [SETLINK] = { "domif-setlink", flip_setlink, 5 },
};

/* The row "@ours against @others". */
static void
report (NwbBench *bench,
        const char *name,
        GPtrArray *samples,
        guint ours,
        const NwbTerm *terms,
        guint n_terms,
        double limit)
{
  NwbFigure figures[N_FLIPPERS] = { { flippers[ours].name, samples->pdata[ours], "us" } };
  guint n = 1;

  for (guint t = 0; t < n_terms; t++)
    for (guint i = 0; i < samples->len; i++)
      if (samples->pdata[i] == terms[t].samples)
        figures[n++] = (NwbFigure){ flippers[i].name, samples->pdata[i], "us" };
  nwb_report_add (bench->report, name, nwb_ratio (samples->pdata[ours], terms, n_terms), limit,
                  figures, n);
}

static void
report_flip (NwbBench *bench, GPtrArray *samples)
{
  const NwbTerm raw = { samples->pdata[RAW], 1 };
  const NwbTerm check_time = { samples->pdata[CHECK], 1 };
  const NwbTerm root[] = { raw, { samples->pdata[PING], 2 } };
  const NwbTerm user[] = { raw, { samples->pdata[PING], 3.5 }, check_time };
  const NwbTerm update = { samples->pdata[UPDATE_DEVICE], 1 };
  const NwbTerm peer = { samples->pdata[LIBVIRT_DBUS], 1 };
  const NwbTerm virsh = { samples->pdata[VIRSH], 1 };
  const NwbTerm setlink = { samples->pdata[SETLINK], 1 };

  report (bench, "1  flip / (raw + 2 pings)", samples, OURS, root, 2, 1);
  report (bench, "1  flip / libvirt-dbus UpdateDevice alone", samples, OURS, &update, 1, 1 / 1.2);
  report (bench, "1  flip / libvirt-dbus with read-back", samples, OURS, &peer, 1, 1 / 1.2);
  report (bench, "1  flip / virsh update-device", samples, OURS, &virsh, 1, 1 / 12.0);
  report (bench, "1  flip / virsh domif-setlink, live and config", samples, OURS, &setlink, 1,
          1 / 12.0);
  report (bench, "3  user's flip / (raw + check + 3.5 pings)", samples, ALICE, user, 3, 1);
}

gboolean
nwb_row_flip (NwbBench *bench, GError **error)
{
  g_autoptr (GPtrArray) samples = NULL;

  if (!nwb_bus_start_service (bench->bus, NWB_LIBVIRT_DBUS, error)
      || !nwb_bench_prepare_guests (bench, GUESTS, error))
    return FALSE;
  samples = nwb_contest (bench, flippers, N_FLIPPERS, bench->rounds, error);
  if (!samples)
    return FALSE;
  report_flip (bench, samples);
  return TRUE;
}

gboolean
nwb_row_move (NwbBench *bench, GError **error)
{
  const NwbContender movers[] = { { "raw", move_raw, 1 }, { "ours", move_ours, 1 } };
  g_autoptr (GPtrArray) samples = NULL;

  if (!nwb_bench_prepare_guests (bench, GUESTS, error))
    return FALSE;
  samples = nwb_contest (bench, movers, G_N_ELEMENTS (movers), bench->rounds, error);
  if (!samples)
    return FALSE;
  report (bench, "2  move / raw", samples, OURS, &(NwbTerm){ samples->pdata[RAW], 1 }, 1, 1.5);
  return TRUE;
}
