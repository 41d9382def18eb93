/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the journal and the store keep of bridges, of what carries networks, and of addresses. */

#include "codec-samples.h"

#include "core/nwd-codec-host.h"
#include "core/nwd-codec-step.h"
#include "core/nwd-error.h"

static NwdStep *
write_and_read (const NwdStep *step)
{
  g_autoptr (NwdDocument) document = nwd_document_new ("journal");
  g_autoptr (NwdDocument) again = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  NwdStep *read = NULL;

  nwd_codec_step_put (document, "step-1", step);
  text = nwd_document_to_text (document);
  again = nwd_document_parse ("journal", text, &error);
  g_assert_no_error (error);
  read = nwd_codec_step_get (again, "step-1", &error);
  g_assert_no_error (error);
  return read;
}

static void
test_bridge_as_it_was (void)
{
  g_autoptr (NwdBridge) bridge = codec_sample_bridge ();
  g_autoptr (NwdStep) step = nwd_step_new_restore (bridge, TRUE, 1300);
  g_autoptr (NwdStep) read = write_and_read (step);

  g_assert_true (nwd_bridge_equal (read->bridge, bridge));
  g_assert_cmpstr (read->name, ==, "red0");
  g_assert_cmpstr (read->text, ==, "closed");
  g_assert_cmpuint (read->number, ==, 1300);
}

static void
test_uplinks (void)
{
  g_autoptr (NwdIpConfig) ip = codec_sample_ip ();
  NwdUplink *uplink = nwd_uplink_new ("eth0", 7, "", 1400);
  g_autoptr (NwdStep) put = nwd_step_new_port (uplink);
  g_autoptr (NwdStep) removal
    = nwd_step_new_port_removal (nwd_uplink_new ("eth0", 0, "red0", 1400), 1600, TRUE);
  g_autoptr (NwdStep) read = NULL, gone = NULL;

  nwd_uplink_set_ip (uplink, ip);
  nwd_uplink_set_before (uplink, VNIC_ID);
  uplink->transient = uplink->absent = TRUE;
  read = write_and_read (put);
  gone = write_and_read (removal);
  g_assert_true (nwd_uplink_equal (read->uplink, uplink));
  g_assert_cmpstr (read->uplink->device, ==, "eth0.7");
  g_assert_cmpstr (read->uplink->ip->ipv4.like, ==, VNIC_ID);
  g_assert_cmpstr (gone->uplink->bridge, ==, "red0");
  g_assert_cmpuint (gone->number, ==, 1600);
  g_assert_cmpstr (gone->text, ==, "stays");
}

static void
test_addresses_of_attachment (void)
{
  g_autoptr (NwdDocument) document = nwd_document_new ("host");
  g_autoptr (NwdAttachment) own = nwd_attachment_new (ATTACHMENT_ID, NETWORK_ID, "", FALSE);
  g_autoptr (NwdAttachment) read = NULL;
  g_autoptr (NwdIpConfig) ip = codec_sample_ip ();
  g_autoptr (GError) error = NULL;

  nwd_attachment_set_nic (own, "eth0", 7, 1600, VNIC_ID);
  nwd_attachment_set_ip (own, ip);
  nwd_codec_attachment_put (document, "attachment-1", own);
  read = nwd_codec_attachment_get (document, "attachment-1", &error);
  g_assert_no_error (error);
  g_assert_true (nwd_attachment_equal (read, own));
  g_assert_cmpstr (read->nic_before, ==, VNIC_ID);
  g_assert_cmpuint (read->vlan, ==, 7);
  nwd_document_set_string (document, "attachment-1", "ipv4-addresses", "10.0.0.1/24,10.0.0.300/24");
  g_assert_null (nwd_codec_attachment_get (document, "attachment-1", &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/codec/bridge-as-it-was", test_bridge_as_it_was);
  g_test_add_func ("/codec/uplinks", test_uplinks);
  g_test_add_func ("/codec/addresses-of-attachment", test_addresses_of_attachment);
  return g_test_run ();
}
