/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files of every format that was ever released must be read for ever: tests/golden/store has one of
 * each. What is written today is what is there, byte by byte. */

#include "codec-samples.h"

#include "core/nwd-codec-guest.h"
#include "core/nwd-codec-host.h"
#include "core/nwd-codec-journal.h"
#include "core/nwd-codec-meters.h"
#include "core/nwd-codec-note.h"
#include "core/nwd-codec-stored-vnic.h"
#include "core/nwd-codec-unplugging.h"
#include "core/nwd-error.h"
#include "core/nwd-step.h"

#include <string.h>

#define VM_ID "6d6e9f7e-7e3a-4b53-8a8e-0f6d1f7c2a11"
#define MAC   "52:54:00:00:00:01"

static char *
read_golden (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "store", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static NwdDocument *
parse_golden (const char *kind, const char *name)
{
  g_autofree char *text = read_golden (name);
  g_autoptr (GError) error = NULL;
  NwdDocument *document = nwd_document_parse (kind, text, &error);

  g_assert_no_error (error);
  return document;
}

static void
assert_golden (const char *name, const char *text)
{
  g_autofree char *golden = read_golden (name);

  g_assert_cmpstr (text, ==, golden);
}

static void
test_host (void)
{
  g_autoptr (NwdDocument) read = parse_golden ("host", "host-1.ini");
  g_autoptr (NwdDocument) new = nwd_document_new ("host");
  g_autoptr (GHashTable) networks
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_network_unref);
  g_autoptr (GHashTable) attachments
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_attachment_unref);
  g_autoptr (GHashTable) labels
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_label_unref);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const NwdNetwork *network;
  const NwdAttachment *attachment;

  nwd_codec_host_get (read, networks, attachments, labels, &error);
  g_assert_no_error (error);
  network = g_hash_table_lookup (networks, NETWORK_ID);
  attachment = g_hash_table_lookup (attachments, ATTACHMENT_ID);
  g_assert_nonnull (network);
  g_assert_nonnull (attachment);
  g_assert_cmpstr (network->name, ==, "red");
  g_assert_cmpstr (network->description, ==, " Büro; 1st floor \\ = \"lab\"");
  g_assert_cmpstr (network->bridge, ==, "red0");
  g_assert_cmpuint (network->mtu, ==, 1400);
  g_assert_cmpuint (network->vlan, ==, 7);
  g_assert_true (network->vm_network);
  g_assert_true (network->port_isolation);
  g_assert_cmpstr (attachment->network_id, ==, NETWORK_ID);
  g_assert_cmpstr (attachment->bridge, ==, "red0");
  g_assert_true (attachment->adopted);

  g_assert_cmpuint (g_hash_table_size (labels), ==, 0);
  g_assert_cmpstr (network->label, ==, "");

  nwd_codec_host_put (new, networks, attachments, labels);
  text = nwd_document_to_text (new);
  assert_golden ("host-1.ini", text);
}

/* What older files do not say of an attachment, and what no file may say. */
static void
test_nic_of_attachment (void)
{
  g_autoptr (NwdDocument) document = nwd_document_new ("host");
  g_autoptr (NwdAttachment) on_nic = nwd_attachment_new (ATTACHMENT_ID, NETWORK_ID, "red0", FALSE);
  g_autoptr (NwdAttachment) isolated
    = nwd_attachment_new (ATTACHMENT_ID, NETWORK_ID, "red0", FALSE);
  g_autoptr (NwdAttachment) read = NULL;
  g_autoptr (NwdAttachment) none = NULL;
  g_autoptr (GError) error = NULL;

  nwd_attachment_set_nic (on_nic, "eth0", 0, 1600, "");
  nwd_codec_attachment_put (document, "attachment-1", on_nic);
  read = nwd_codec_attachment_get (document, "attachment-1", NULL);
  g_assert_true (nwd_attachment_equal (read, on_nic));
  g_assert_cmpuint (read->nic_mtu, ==, 1600);
  nwd_codec_attachment_put (document, "attachment-2", isolated);
  none = nwd_codec_attachment_get (document, "attachment-2", NULL);
  g_assert_cmpstr (none->nic, ==, "");
  nwd_document_set_string (document, "attachment-1", "nic", "../eth0");
  g_assert_null (nwd_codec_attachment_get (document, "attachment-1", &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
}

static void
test_vm (void)
{
  g_autoptr (NwdDocument) read = parse_golden ("vm", "vm-1.ini");
  g_autoptr (NwdDocument) new = nwd_document_new ("vm");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = nwd_codec_notes_get (read, &error);
  g_autofree char *text = NULL;
  const NwdNote *note;

  g_assert_no_error (error);
  g_assert_cmpuint (notes->len, ==, 2);
  note = notes->pdata[0];
  g_assert_cmpstr (note->mac, ==, MAC);
  g_assert_cmpuint (note->nth, ==, 1);
  g_assert_true (note->linked);
  g_assert_false (note->isolated);
  g_assert_null (note->held);
  note = notes->pdata[1];
  g_assert_nonnull (note->held);
  g_assert_cmpstr (note->held->type, ==, "bridge");
  g_assert_cmpstr (note->held->name, ==, "br0");

  nwd_codec_notes_put (new, notes);
  text = nwd_document_to_text (new);
  assert_golden ("vm-1.ini", text);
}

static NwdCard *
make_card (void)
{
  NwdCard *card = nwd_card_new ();

  card->alias = nwd_text_new ("ua-" VNIC_ID);
  card->mac = g_strdup (MAC);
  card->model = nwd_text_new ("virtio");
  card->source = nwd_source_new ("bridge", "red0", "");
  card->bridge = nwd_text_new ("");
  card->target = nwd_text_new ("");
  card->address = nwd_text_new ("");
  card->filter = nwd_text_new ("clean-traffic");
  nwd_card_set_filter_parameters (card, g_variant_new_parsed ("{'IP': '10.0.0.1'}"));
  card->mtu = 1400;
  card->linked = FALSE;
  return card;
}

static NwdStoredVnic *
make_stored_vnic (void)
{
  const char *const mirrors[] = { NETWORK_ID, ATTACHMENT_ID, NULL };
  g_autoptr (NwdCard) card = make_card ();

  return nwd_stored_vnic_new (VNIC_ID, "back end", mirrors, card,
                              "<interface type='bridge'>\n  <mac address='" MAC
                              "'/>\n</interface>");
}

static void
test_stored_vnics (void)
{
  g_autoptr (NwdDocument) read = parse_golden ("vm", "vm-unplugged-1.ini");
  g_autoptr (NwdDocument) new = nwd_document_new ("vm");
  g_autoptr (NwdStoredVnic) unplugged = make_stored_vnic ();
  g_autoptr (NwdStoredVnic) named = nwd_stored_vnic_new (NETWORK_ID, "front", NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = nwd_codec_stored_vnics_get (read, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_true (nwd_stored_vnic_equal (all->pdata[0], unplugged));
  g_assert_true (nwd_stored_vnic_equal (all->pdata[1], named));

  nwd_codec_stored_vnics_put (new, all);
  text = nwd_document_to_text (new);
  assert_golden ("vm-unplugged-1.ini", text);
}

/* A human may edit the file, and get it wrong. */
static void
test_stored_vnic_spoiled (void)
{
  g_autofree char *golden = read_golden ("vm-unplugged-1.ini");
  static const char *const spoilt[][2] = {
    { "unplugged=true", "unplugged=perhaps" },
    { "{'IP': '10.0.0.1'}", "{'IP': 10}" },
    { "source-type=bridge", "source=bridge" },
    { "mtu=1400", "mtu=many" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spoilt); i++)
    {
      g_auto (GStrv) parts = g_strsplit (golden, spoilt[i][0], 2);
      g_autofree char *text = g_strjoinv (spoilt[i][1], parts);
      g_autoptr (GError) error = NULL;
      g_autoptr (NwdDocument) document = nwd_document_parse ("vm", text, &error);

      g_assert_no_error (error);
      g_assert_null (nwd_codec_stored_vnics_get (document, &error));
      g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
    }
}

static void
encode_again (const NwdJournalRecord *record, gpointer data)
{
  nwd_codec_journal_encoder_add (data, record);
}

/* One step of each kind, so that no kind is left out of the golden file. */
static void
test_journal (void)
{
  g_autofree char *golden = read_golden ("journal-1.ini");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  NwdJournalEncoder *encoder = nwd_codec_journal_encoder_new ();

  nwd_codec_journal_decode (golden, encode_again, encoder, &error);
  g_assert_no_error (error);
  text = nwd_codec_journal_encoder_end (encoder);
  assert_golden ("journal-1.ini", text);
  for (NwdStepKind kind = 0; kind < NWD_N_STEPS; kind++)
    {
      g_autofree char *line = g_strdup_printf ("=%s\n", nwd_step_kind_name (kind));

      g_assert_nonnull (strstr (golden, line));
    }
}

/* The journal as it is written: what the golden file was made from. */
static GPtrArray *
make_steps (void)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);
  g_autoptr (NwdCardChange) change
    = nwd_card_change_new (VM_ID, MAC, 1, NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG);
  g_autoptr (NwdSource) source = nwd_source_new ("bridge", "red0", "");
  g_autoptr (NwdNote) note = nwd_note_new (MAC, 1, TRUE, FALSE, NULL);
  g_autoptr (NwdStoredVnic) vnic = make_stored_vnic ();
  g_autoptr (NwdQuarantine) quarantine = nwd_quarantine_new (
    "", g_variant_new_parsed ("[(%s, %s, true, false, '', false)]", VNIC_ID, NETWORK_ID));
  g_autoptr (NwdQuarantine) released = nwd_quarantine_release (quarantine);
  g_autoptr (NwdNetwork) network = nwd_network_new ();
  g_autoptr (NwdAttachment) attachment
    = nwd_attachment_new (ATTACHMENT_ID, NETWORK_ID, "red0", FALSE);
  g_autoptr (NwdBridge) bridge = codec_sample_bridge ();
  g_autoptr (NwdUplink) uplink = nwd_uplink_new ("eth0", 7, "", 1400);
  g_autoptr (NwdIpConfig) ip = codec_sample_ip ();

  nwd_uplink_set_ip (uplink, ip);
  nwd_uplink_set_before (uplink, VNIC_ID);
  uplink->absent = TRUE;
  nwd_card_change_set_linked (change, TRUE);
  nwd_card_change_set_isolated (change, FALSE);
  nwd_card_change_set_source (change, source);
  network->id = g_strdup (NETWORK_ID);
  network->name = g_strdup ("red");
  network->description = g_strdup ("");
  network->bridge = g_strdup ("red0");
  network->mtu = NWD_MTU_DEFAULT;
  g_ptr_array_add (steps, nwd_step_new_card (change));
  g_ptr_array_add (steps, nwd_step_new_note (NWD_STEP_NOTE, VM_ID, note));
  g_ptr_array_add (steps, nwd_step_new_note (NWD_STEP_NOTE_DROP, VM_ID, note));
  g_ptr_array_add (steps, nwd_step_new_named (NWD_STEP_WAIT, "", "", 1000));
  g_ptr_array_add (steps, nwd_step_new_named (NWD_STEP_BRIDGE_CREATE, "red0", ATTACHMENT_ID, 1500));
  g_ptr_array_add (steps, nwd_step_new_named (NWD_STEP_BRIDGE_MTU, "red0", "", 1400));
  g_ptr_array_add (steps, nwd_step_new_named (NWD_STEP_BRIDGE_DELETE, "red0", "", 0));
  g_ptr_array_add (steps, nwd_step_new_network (network));
  g_ptr_array_add (steps, nwd_step_new_named (NWD_STEP_NETWORK_REMOVE, NETWORK_ID, "", 0));
  g_ptr_array_add (steps, nwd_step_new_attachment (attachment));
  g_ptr_array_add (steps, nwd_step_new_named (NWD_STEP_ATTACHMENT_REMOVE, ATTACHMENT_ID, "", 0));
  g_ptr_array_add (steps, nwd_step_new_vnic (VM_ID, vnic));
  g_ptr_array_add (steps, nwd_step_new_vnic_drop (VM_ID, VNIC_ID));
  g_ptr_array_add (steps, nwd_step_new_named (NWD_STEP_MIRRORS, VNIC_ID, "", 1));
  g_ptr_array_add (steps, nwd_step_new_quarantine (VM_ID, quarantine));
  g_ptr_array_add (steps, nwd_step_new_quarantine (VM_ID, NULL));
  g_ptr_array_add (steps, nwd_step_new_named (NWD_STEP_NIC_MANAGED, "eth0", "", 1));
  g_ptr_array_add (steps,
                   nwd_step_new_named (NWD_STEP_BRIDGE_CREATE_OPEN, "red0", ATTACHMENT_ID, 1500));
  g_ptr_array_add (steps, nwd_step_new_reset (attachment, 1500, attachment->ip));
  g_ptr_array_add (steps, nwd_step_new_port (nwd_uplink_new ("eth0", 0, "red0", 1400)));
  g_ptr_array_add (steps,
                   nwd_step_new_port_removal (nwd_uplink_new ("eth0", 0, "red0", 0), 0, FALSE));
  g_ptr_array_add (steps, nwd_step_new_restore (bridge, TRUE, 1300));
  g_ptr_array_add (steps, nwd_step_new_port (nwd_uplink_copy (uplink)));
  g_ptr_array_add (steps, nwd_step_new_named (NWD_STEP_LABEL_PUT, "lab", "eth0", 0));
  g_ptr_array_add (steps, nwd_step_new_named (NWD_STEP_LABEL_REMOVE, "lab", "", 0));
  g_ptr_array_add (steps, nwd_step_new_quarantine (VM_ID, released));
  return steps;
}

static void
test_journal_written (void)
{
  g_autoptr (GPtrArray) steps = make_steps ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  NwdJournalEncoder *encoder = nwd_codec_journal_encoder_new ();
  g_autofree char *text = NULL;

  nwd_codec_journal_encoder_add (encoder, &(NwdJournalRecord){ VM_ID, steps, NULL, NULL, "", "" });
  nwd_codec_journal_encoder_add (encoder, &(NwdJournalRecord){ "", none, NULL, NULL, "", "" });
  text = nwd_codec_journal_encoder_end (encoder);
  assert_golden ("journal-1.ini", text);
}

/* One that says all that a card can say. */
static NwdCard *
make_full_card (void)
{
  g_autoptr (NwdCard) base = make_card ();
  NwdCard *card = nwd_card_copy (base);

  card->nth = 1;
  nwd_text_unref (card->address);
  card->address = nwd_text_new ("0000:01:00.0");
  card->isolated = TRUE;
  nwd_card_set_virtual_port (card,
                             g_variant_new_parsed ("{'type': <'802.1Qbg'>, 'managerid': <'11'>}"));
  return card;
}

static NwdCardChange *
make_update (void)
{
  NwdCardChange *change = nwd_card_change_new (VM_ID, MAC, 0, NWD_SCOPE_CONFIG);

  nwd_card_change_set_mac (change, "52:54:00:00:00:02");
  nwd_card_change_set_model (change, "e1000");
  nwd_card_change_set_mtu (change, 0);
  nwd_card_change_set_alias (change, "");
  nwd_card_change_set_filter (change, "", nwd_card_no_filter_parameters ());
  nwd_card_change_set_virtual_port (change, nwd_card_no_virtual_port ());
  return change;
}

/* All verbs, each with all that it can have. */
static void
test_cards_written (void)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);
  g_autoptr (NwdCard) card = make_full_card ();
  g_autoptr (NwdCardChange) attach = nwd_card_change_new_attach (
    VM_ID, card, "<interface type=\"bridge\">\n  <rom bar=\"off\"/></interface>", NWD_SCOPE_LIVE);
  g_autoptr (NwdCardChange) detach = nwd_card_change_new_detach (VM_ID, card, NWD_SCOPE_CONFIG);
  g_autoptr (NwdCardChange) update = make_update ();
  NwdJournalEncoder *encoder = nwd_codec_journal_encoder_new ();
  g_autofree char *text = NULL;

  g_ptr_array_add (steps, nwd_step_new_card (attach));
  g_ptr_array_add (steps, nwd_step_new_card (detach));
  g_ptr_array_add (steps, nwd_step_new_card (update));
  nwd_codec_journal_encoder_add (encoder, &(NwdJournalRecord){ VM_ID, steps, NULL, NULL, "", "" });
  text = nwd_codec_journal_encoder_end (encoder);
  assert_golden ("journal-cards-1.ini", text);
}

static void
take_steps (const NwdJournalRecord *record, gpointer data)
{
  GPtrArray **steps = data;

  *steps = g_ptr_array_ref (record->undo);
}

/* An entry that a checkpoint decides on. */
static void
test_checkpoint (void)
{
  static const char *const spoilt[][2] = { { "deadline=17", "deadline=soon" },
                                           { "created=17", "created=-17" },
                                           { "uid=1000", "uid=me" } };
  g_autoptr (NwdCheckpoint) checkpoint
    = nwd_checkpoint_new ("00112233445566778899aabbccddeeff", NWD_CHECKPOINT_PENDING,
                          1700000000000001, 1700000060000001, 1000);
  g_autoptr (NwdCardChange) change = nwd_card_change_new (VM_ID, MAC, 0, NWD_SCOPE_LIVE);
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);
  NwdJournalEncoder *encoder = nwd_codec_journal_encoder_new ();
  NwdJournalEncoder *again = nwd_codec_journal_encoder_new ();
  g_autofree char *text = NULL;
  g_autofree char *copy = NULL;

  nwd_card_change_set_linked (change, TRUE);
  g_ptr_array_add (steps, nwd_step_new_card (change));
  nwd_codec_journal_encoder_add (
    encoder, &(NwdJournalRecord){ VM_ID, steps, steps, checkpoint, "/Checkpoint/7 123", "boot 1" });
  text = nwd_codec_journal_encoder_end (encoder);
  assert_golden ("journal-checkpoint-1.ini", text);

  g_assert_true (nwd_codec_journal_decode (text, encode_again, again, NULL));
  copy = nwd_codec_journal_encoder_end (again);
  g_assert_cmpstr (copy, ==, text);
  for (guint i = 0; i < G_N_ELEMENTS (spoilt); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, spoilt[i][0], 2);
      g_autofree char *bad = g_strjoinv (spoilt[i][1], parts);
      g_autoptr (GError) error = NULL;

      g_assert_false (nwd_codec_journal_decode (bad, encode_again, NULL, &error));
      g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
    }
}

static void
test_cards_read (void)
{
  g_autofree char *golden = read_golden ("journal-cards-1.ini");
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdCard) card = make_full_card ();
  NwdJournalEncoder *encoder = nwd_codec_journal_encoder_new ();
  g_autofree char *text = NULL;
  const NwdCardChange *change;

  nwd_codec_journal_decode (golden, take_steps, &steps, &error);
  g_assert_no_error (error);
  change = ((NwdStep *)steps->pdata[0])->card;
  g_assert_cmpint (change->verb, ==, NWD_CARD_ATTACH);
  g_assert_true (nwd_card_equal (change->card, card));
  change = ((NwdStep *)steps->pdata[1])->card;
  g_assert_cmpint (change->verb, ==, NWD_CARD_DETACH);
  g_assert_cmpstr (change->alias, ==, card->alias);
  change = ((NwdStep *)steps->pdata[2])->card;
  g_assert_cmpint (change->verb, ==, NWD_CARD_UPDATE);
  g_assert_cmpstr (change->new_mac, ==, "52:54:00:00:00:02");

  nwd_codec_journal_encoder_add (encoder, &(NwdJournalRecord){ VM_ID, steps, NULL, NULL, "", "" });
  text = nwd_codec_journal_encoder_end (encoder);
  g_assert_cmpstr (text, ==, golden);
}

/* What must not be taken for something else. */
static void
test_cards_refused (void)
{
  static const char *const wrong[] = {
    "verb=attach",
    "verb=connect", /* */
    "filter-parameters={'IP': '10.0.0.1'}",
    "filter-parameters={'IP': 7}", /* */
    "virtual-port={",
    "virtual-port=[", /* */
    "address=",
    "place=", /* */
  };
  g_autofree char *golden = read_golden ("journal-cards-1.ini");

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i += 2)
    {
      g_auto (GStrv) parts = g_strsplit (golden, wrong[i], 2);
      g_autofree char *text = g_strjoinv (wrong[i + 1], parts);
      g_autoptr (GPtrArray) steps = NULL;
      g_autoptr (GError) error = NULL;

      nwd_codec_journal_decode (text, take_steps, &steps, &error);
      g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
    }
}

static void
test_counters (void)
{
  g_autoptr (NwdDocument) read = parse_golden ("counters", "counters-1.ini");
  g_autoptr (NwdDocument) written = nwd_document_new ("counters");
  g_autoptr (NwdMeters) meters = nwd_meters_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  nwd_codec_meters_get (read, meters, "6f0c8f63-7b8e-4a35-9c46-2f3d1fd7f6a1", &error);
  g_assert_no_error (error);
  nwd_codec_meters_put (written, meters, "6f0c8f63-7b8e-4a35-9c46-2f3d1fd7f6a1");
  text = nwd_document_to_text (written);
  assert_golden ("counters-1.ini", text);
}

static void
test_unplugging (void)
{
  g_autoptr (NwdDocument) read = parse_golden ("unplugging", "unplugging-1.ini");
  g_autoptr (NwdDocument) written = nwd_document_new ("unplugging");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = nwd_codec_unpluggings_get (read, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < all->len; i++)
    nwd_codec_unplugging_put (written, g_ptr_array_index (all, i));
  text = nwd_document_to_text (written);
  assert_golden ("unplugging-1.ini", text);
}

static GHashTable *
reports_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify)nwd_guest_report_unref);
}

static void
test_guests (void)
{
  g_autoptr (NwdDocument) read = parse_golden ("guest", "guest-1.ini");
  g_autoptr (NwdDocument) written = nwd_document_new ("guest");
  g_autoptr (GHashTable) reports = reports_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const NwdGuestReport *report = NULL;

  nwd_codec_guests_get (read, reports, &error);
  g_assert_no_error (error);
  report = g_hash_table_lookup (reports, "11111111-1111-4111-8111-111111111111");
  g_assert_cmpuint (report->interfaces->len, ==, 2);
  g_assert_true (report->stale);
  g_assert_cmpint (report->time, ==, 1795280645000000);
  g_assert_true (nwd_codec_guests_put (written, reports));
  text = nwd_document_to_text (written);
  assert_golden ("guest-1.ini", text);
}

/* What a guest says reaches the file clean, and what the file says is not believed either. */
static void
test_guests_upgrade (void)
{
  const char *group = "guest-0";
  g_autoptr (NwdDocument) document = nwd_document_new ("guest");
  g_autoptr (GHashTable) reports = reports_new ();
  g_autoptr (GError) error = NULL;
  const NwdGuestReport *report = NULL;
  const NwdGuestInterface *interface = NULL;

  nwd_document_set_string (document, group, "vm_id", VM_ID);
  nwd_document_set_string (document, group, "interface_name", "eth0\x1b");
  nwd_document_set_string (document, group, "mac_address", "52:54:00:00:00:0A");
  nwd_document_set_string (document, group, "ipv4_addresses", "10.0.0.2/24,nonsense");
  g_assert_false (nwd_codec_guests_get (document, reports, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  g_assert_cmpuint (g_hash_table_size (reports), ==, 0);

  /* The columns of the table alone. */
  nwd_document_set_string (document, group, "ipv6_addresses", "fe80::1%eth0/64");
  g_assert_true (nwd_codec_guests_get (document, reports, NULL));
  report = g_hash_table_lookup (reports, VM_ID);
  interface = report->interfaces->pdata[0];
  g_assert_cmpint (interface->source, ==, NWD_GUEST_BY_AGENT);
  g_assert_cmpstr (interface->name, ==, "eth0\\u001b");
  g_assert_cmpstr (interface->mac, ==, "52:54:00:00:00:0a");
  g_assert_cmpstr (interface->ipv4[0], ==, "10.0.0.2/24");
  g_assert_null (interface->ipv4[1]);
  g_assert_cmpstr (interface->ipv6[0], ==, "fe80::1/64");
  g_assert_cmpint (report->time, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/codec/host", test_host);
  g_test_add_func ("/codec/nic-of-attachment", test_nic_of_attachment);
  g_test_add_func ("/codec/vm", test_vm);
  g_test_add_func ("/codec/stored-vnics", test_stored_vnics);
  g_test_add_func ("/codec/stored-vnic-spoiled", test_stored_vnic_spoiled);
  g_test_add_func ("/codec/journal", test_journal);
  g_test_add_func ("/codec/journal-written", test_journal_written);
  g_test_add_func ("/codec/cards-written", test_cards_written);
  g_test_add_func ("/codec/cards-read", test_cards_read);
  g_test_add_func ("/codec/cards-refused", test_cards_refused);
  g_test_add_func ("/codec/checkpoint", test_checkpoint);
  g_test_add_func ("/codec/counters", test_counters);
  g_test_add_func ("/codec/unplugging", test_unplugging);
  g_test_add_func ("/codec/guests", test_guests);
  g_test_add_func ("/codec/guests-upgrade", test_guests_upgrade);
  return g_test_run ();
}
