/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/nwd-error.h"
#include "nwd-card-xml.h"
#include "nwd-libvirt-error.h"

#include <libxml/parser.h>

#define FIRST   "52:54:00:00:00:01"
#define LAN     "52:54:00:00:00:02"
#define FORWARD "52:54:00:00:00:03"
#define MACVTAP "52:54:00:00:00:07"

static char *
read_golden (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "domain-xml", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static NwdCardChange *
change_new (const char *mac, guint nth)
{
  return nwd_card_change_new ("id", mac, nth, NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG);
}

static NwdCardChange *
move_new (const char *mac, const char *type, const char *name)
{
  g_autoptr (NwdSource) source = nwd_source_new (type, name, "bridge");
  NwdCardChange *change = change_new (mac, 0);

  nwd_card_change_set_source (change, source);
  return change;
}

static xmlDoc *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  xmlDoc *domain = nwd_xml_parse (text, "domain", &error);

  g_assert_no_error (error);
  return domain;
}

static char *
edit (const NwdCardChange *change)
{
  g_autofree char *text = read_golden ("running.xml");
  g_autoptr (GError) error = NULL;
  g_autoptr (xmlDoc) domain = parse (text);
  char *xml = nwd_card_xml_edit (domain, change, &error);

  g_assert_no_error (error);
  return xml;
}

static void
test_link (void)
{
  g_autoptr (NwdCardChange) change = change_new (FIRST, 0);
  g_autofree char *xml = NULL;

  nwd_card_change_set_linked (change, TRUE);
  xml = edit (change);
  g_assert_cmpstr (
    xml, ==,
    "<interface type=\"bridge\"><mac address=\"52:54:00:00:00:01\"/><source bridge=\"br0\"/>"
    "<target dev=\"vnet0\"/><model type=\"virtio\"/><mtu size=\"1400\"/><alias name=\"net0\"/>"
    "<address type=\"pci\" domain=\"0x0000\" bus=\"0x00\" slot=\"0x02\" function=\"0x0\"/>"
    "</interface>");
}

static void
test_second_of_mac (void)
{
  g_autoptr (NwdCardChange) change = change_new (FIRST, 1);
  g_autofree char *xml = NULL;

  nwd_card_change_set_linked (change, FALSE);
  nwd_card_change_set_isolated (change, TRUE);
  xml = edit (change);
  g_assert_nonnull (strstr (xml, "<source bridge=\"br1\"/>"));
  g_assert_nonnull (strstr (xml, "<link state=\"down\"/>"));
  g_assert_nonnull (strstr (xml, "<port isolated=\"yes\"/>"));
  g_assert_nonnull (strstr (xml, "<parameter name=\"IP\" value=\"10.0.0.2\"/>"));
}

/* A flip of a card on a libvirt network leaves it on that network. */
static void
test_flip_on_network (void)
{
  g_autoptr (NwdCardChange) change = change_new (FORWARD, 0);
  g_autofree char *xml = NULL;

  nwd_card_change_set_linked (change, FALSE);
  xml = edit (change);
  g_assert_nonnull (strstr (xml, "<interface type=\"network\">"));
  g_assert_nonnull (strstr (xml, "<source network=\"fwd\"/>"));
}

static void
test_moves (void)
{
  static const struct
  {
    const char *mac;
    const char *type;
    const char *source;
  } cases[] = {
    { FIRST, "bridge", "<source bridge=\"x\"/>" },
    { FIRST, "network", "<source network=\"x\"/>" },
    { LAN, "bridge", "<source bridge=\"x\"/>" },
    { LAN, "network", "<source network=\"x\"/>" },
    { MACVTAP, "direct", "<source dev=\"x\" mode=\"bridge\"/>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NwdCardChange) change = move_new (cases[i].mac, cases[i].type, "x");
      g_autofree char *type = g_strdup_printf ("<interface type=\"%s\">", cases[i].type);
      g_autofree char *xml = edit (change);

      g_assert_nonnull (strstr (xml, type));
      g_assert_nonnull (strstr (xml, cases[i].source));
      g_assert_nonnull (strstr (xml, cases[i].mac));
    }
}

static void
test_virtual_port (void)
{
  const char *text
    = "<domain><devices><interface type='bridge'><mac address='" FIRST "'/>"
      "<source bridge='ovs'/><virtualport type='openvswitch'/></interface></devices></domain>";
  g_autoptr (NwdCardChange) among = move_new (FIRST, "bridge", "ovs2");
  g_autoptr (NwdCardChange) away = move_new (FIRST, "network", "lan");
  g_autoptr (xmlDoc) domain = parse (text);
  g_autofree char *kept = nwd_card_xml_edit (domain, among, NULL);
  g_autofree char *dropped = nwd_card_xml_edit (domain, away, NULL);

  g_assert_nonnull (strstr (kept, "<virtualport"));
  g_assert_null (strstr (dropped, "<virtualport"));
}

/* Names that are XML themselves stay names. */
static void
test_escaping (void)
{
  g_autoptr (NwdCardChange) change = move_new (FIRST, "bridge", "a'/><b \"&");
  g_autofree char *xml = edit (change);

  g_assert_nonnull (strstr (xml, "<source bridge=\"a'/&gt;&lt;b &quot;&amp;\"/>"));
}

static void
test_refusals (void)
{
  g_autoptr (NwdCardChange) unknown = change_new (FIRST, 2);
  g_autoptr (NwdCardChange) ethernet = move_new (FIRST, "ethernet", "");
  g_autofree char *text = read_golden ("running.xml");
  g_autoptr (xmlDoc) domain = parse (text);
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) impossible = NULL;

  g_assert_null (nwd_card_xml_edit (domain, unknown, &missing));
  g_assert_error (missing, NWD_ERROR, NWD_ERROR_NOT_FOUND);
  g_assert_null (nwd_card_xml_edit (domain, ethernet, &impossible));
  g_assert_error (impossible, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED);
}

static gboolean
same (const char *live, const char *config, const NwdCardChange *change)
{
  g_autoptr (xmlDoc) live_doc = parse (live);
  g_autoptr (xmlDoc) config_doc = parse (config);
  g_autoptr (GError) error = NULL;
  gboolean answer = FALSE;

  nwd_card_xml_same (live_doc, config_doc, change, &answer, &error);
  g_assert_no_error (error);
  return answer;
}

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  g_assert_cmpuint (g_strv_length (parts), >, 1);
  return g_strjoinv (to, parts);
}

static void
test_same (void)
{
  static const char *const macs[] = { FIRST, LAN, FORWARD, MACVTAP };
  g_autofree char *live = read_golden ("running.xml");
  g_autofree char *config = read_golden ("defined.xml");

  for (gsize i = 0; i < G_N_ELEMENTS (macs); i++)
    {
      g_autoptr (NwdCardChange) change = change_new (macs[i], 0);

      nwd_card_change_set_linked (change, FALSE);
      g_assert_true (same (live, config, change));
    }
}

/* What the change sets may differ before; nothing else may. */
static void
test_different (void)
{
  g_autofree char *live = read_golden ("running.xml");
  g_autofree char *config = read_golden ("defined.xml");
  g_autofree char *moved = replace (config, "<source bridge='br0'/>", "<source bridge='br9'/>");
  g_autofree char *resized = replace (config, "<mtu size='1400'/>", "<mtu size='1500'/>");
  g_autofree char *placed = replace (config, "slot='0x02'", "slot='0x12'");
  g_autofree char *unplaced = replace (
    config, "<address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>", "");
  g_autoptr (NwdCardChange) flip = change_new (FIRST, 0);
  g_autoptr (NwdCardChange) move = move_new (FIRST, "bridge", "br1");

  nwd_card_change_set_linked (flip, TRUE);
  g_assert_true (same (live, config, flip));
  g_assert_false (same (live, moved, flip));
  g_assert_true (same (live, moved, move));
  g_assert_false (same (live, resized, flip));
  g_assert_false (same (live, resized, move));
  g_assert_false (same (live, placed, flip));
  g_assert_true (same (live, unplaced, flip));
}

static void
test_errors (void)
{
  static const struct
  {
    int code;
    int domain;
    const char *message;
    NwdError expected;
  } cases[] = {
    { 84, 10, "Operation not supported: cannot modify MTU", NWD_ERROR_HOT_UPDATE_REFUSED },
    { 84, 10, "Operation not supported: cannot modify network device model from virtio to e1000",
      NWD_ERROR_HOT_UPDATE_REFUSED },
    { 84, 10, "Operation not supported: cannot change network interface mac address from A to B",
      NWD_ERROR_HOT_UPDATE_REFUSED },
    { 84, 10, "Operation not supported: unable to change config on 'direct' network type",
      NWD_ERROR_NOT_SUPPORTED },
    { 67, 20, "vlan tag not supported for this connection type", NWD_ERROR_NOT_SUPPORTED },
    { 9, 10, "operation failed: bridge nobr doesn't exist", NWD_ERROR_UPDATE_FAILED },
    { 38, 0, "Unable to add bridge lo port vnet0: Operation not supported",
      NWD_ERROR_UPDATE_FAILED },
    { 43, 19, "Network not found", NWD_ERROR_NETWORK_NOT_ON_HOST },
    { 42, 10, "Domain not found", NWD_ERROR_NOT_FOUND },
    { 99, 20, "device not found", NWD_ERROR_NOT_FOUND },
    { 55, 20, "domain is not running", NWD_ERROR_UPDATE_FAILED },
    { 68, 0, "cannot acquire state change lock", NWD_ERROR_BUSY },
    { 38, 7, "End of file while reading data: Input/output error",
      NWD_ERROR_HYPERVISOR_UNAVAILABLE },
    { 1, 7, "internal error: client socket is closed", NWD_ERROR_HYPERVISOR_UNAVAILABLE },
    { 1, 0, NULL, NWD_ERROR_UPDATE_FAILED },
    { 1, 10, "internal error: No more available PCI slots", NWD_ERROR_NO_FREE_SLOT },
    { 1, 10,
      "internal error: unable to execute QEMU command 'device_add': Bus 'pci.0' does not support "
      "hotplugging",
      NWD_ERROR_NOT_SUPPORTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      virError cause
        = { .code = cases[i].code, .domain = cases[i].domain, .message = (char *)cases[i].message };

      g_assert_cmpint (nwd_libvirt_error_code (&cause, NWD_ERROR_UPDATE_FAILED), ==,
                       cases[i].expected);
    }
}

/* --- new fields --- */

static void
test_identity (void)
{
  g_autoptr (NwdCardChange) change = change_new (FIRST, 0);
  g_autofree char *xml = NULL;

  nwd_card_change_set_mac (change, "52:54:00:00:00:77");
  nwd_card_change_set_model (change, "e1000");
  nwd_card_change_set_mtu (change, 0);
  nwd_card_change_set_alias (change, "");
  nwd_card_change_set_filter (change, "clean-traffic",
                              g_variant_new_parsed ("{'IP': '10.0.0.1,10.0.0.2'}"));
  xml = edit (change);
  g_assert_cmpstr (
    xml, ==,
    "<interface type=\"bridge\"><mac address=\"52:54:00:00:00:77\"/><source bridge=\"br0\"/>"
    "<target dev=\"vnet0\"/><model type=\"e1000\"/><link state=\"down\"/>"
    "<address type=\"pci\" domain=\"0x0000\" bus=\"0x00\" slot=\"0x02\" function=\"0x0\"/>"
    "<filterref filter=\"clean-traffic\"><parameter name=\"IP\" value=\"10.0.0.1\"/>"
    "<parameter name=\"IP\" value=\"10.0.0.2\"/></filterref></interface>");
}

static void
test_no_filter (void)
{
  g_autoptr (NwdCardChange) change = change_new (FIRST, 1);
  g_autofree char *xml = NULL;

  nwd_card_change_set_filter (change, "", nwd_card_no_filter_parameters ());
  xml = edit (change);
  g_assert_null (strstr (xml, "filterref"));
}

static void
test_set_virtual_port (void)
{
  g_autoptr (NwdCardChange) set = change_new (FIRST, 0);
  g_autoptr (NwdCardChange) open = change_new (FIRST, 0);
  g_autofree char *xml = NULL, *typed = NULL;

  nwd_card_change_set_virtual_port (
    set, g_variant_new_parsed ("{'type': <'802.1Qbg'>, 'managerid': <'11'>, 'typeid': <'5'>}"));
  xml = edit (set);
  g_assert_nonnull (strstr (xml, "<virtualport type=\"802.1Qbg\">"
                                 "<parameters managerid=\"11\" typeid=\"5\"/></virtualport>"));
  nwd_card_change_set_virtual_port (open, g_variant_new_parsed ("{'type': <'openvswitch'>}"));
  typed = edit (open);
  g_assert_nonnull (strstr (typed, "<virtualport type=\"openvswitch\"/>"));
}

/* Defined as a whole: the rest of it stays. */
static void
test_edit_in (void)
{
  g_autoptr (NwdCardChange) change = change_new (LAN, 0);
  g_autofree char *text = read_golden ("defined.xml");
  g_autofree char *expected = replace (text, LAN, "52:54:00:00:00:77");
  g_autoptr (xmlDoc) domain = parse (text);
  g_autoptr (xmlDoc) right = parse (expected);
  g_autofree char *xml = NULL, *right_xml = NULL;

  nwd_card_change_set_mac (change, "52:54:00:00:00:77");
  g_assert_true (nwd_card_xml_edit_in (domain, change, NULL));
  xml = nwd_xml_format (xmlDocGetRootElement (domain));
  right_xml = nwd_xml_format (xmlDocGetRootElement (right));
  g_assert_cmpstr (xml, ==, right_xml);
}

/* --- cards that come --- */

static NwdCard *
card_new (void)
{
  NwdCard *card = nwd_card_new ();

  card->mac = g_strdup (FIRST);
  card->alias = nwd_text_new ("ua-1");
  card->model = nwd_text_new ("virtio");
  card->source = nwd_source_new ("bridge", "br7", "");
  card->bridge = nwd_text_new ("br6");
  card->target = nwd_text_new ("vnet9");
  card->address = nwd_text_new ("0000:00:05.0");
  card->filter = nwd_text_new ("");
  card->linked = FALSE;
  return card;
}

static char *
build (NwdCard *card, const char *definition, const char *address)
{
  g_autoptr (NwdCardChange) change
    = nwd_card_change_new_attach ("id", card, definition, NWD_SCOPE_LIVE);
  g_autoptr (GError) error = NULL;
  char *xml = nwd_card_xml_build (change, address, &error);

  g_assert_no_error (error);
  return xml;
}

static void
test_build (void)
{
  g_autoptr (NwdCard) card = card_new ();
  g_autofree char *xml = build (card, NULL, "");
  g_autofree char *placed = build (card, NULL, "0001:0a:1f.7");
  g_autofree char *on_ccw = build (card, NULL, "fe.0.0003");

  g_assert_cmpstr (xml, ==,
                   "<interface type=\"bridge\"><mac address=\"52:54:00:00:00:01\"/>"
                   "<model type=\"virtio\"/><alias name=\"ua-1\"/><link state=\"down\"/>"
                   "<source bridge=\"br7\"/></interface>");
  g_assert_nonnull (strstr (placed, "<address type=\"pci\" domain=\"0x0001\" bus=\"0x0a\" "
                                    "slot=\"0x1f\" function=\"0x7\"/>"));
  g_assert_nonnull (
    strstr (on_ccw, "<address type=\"ccw\" cssid=\"0xfe\" ssid=\"0x0\" devno=\"0x0003\"/>"));
}

/* What it was is kept where the card does not say otherwise. */
static void
test_build_again (void)
{
  g_autoptr (NwdCard) card = card_new ();
  g_autofree char *xml = build (
    card,
    "<interface type='network'><mac address='52:54:00:00:00:09'/><source network='lan' "
    "portid='1' bridge='virbr7'/><target dev='vnet3'/><model type='virtio'/><driver queues='2'/>"
    "<bandwidth><inbound average='7'/></bandwidth><alias name='net3'/><mtu size='1400'/>"
    "<address type='pci' domain='0x0000' bus='0x00' slot='0x09' function='0x0'/></interface>",
    "");

  g_assert_cmpstr (xml, ==,
                   "<interface type=\"bridge\"><mac address=\"52:54:00:00:00:01\"/>"
                   "<model type=\"virtio\"/><driver queues=\"2\"/><bandwidth><inbound "
                   "average=\"7\"/></bandwidth><alias name=\"ua-1\"/><link state=\"down\"/>"
                   "<source bridge=\"br7\"/></interface>");
}

/* Where the network is the same, so is what libvirt was told of it. */
static void
test_build_there (void)
{
  g_autoptr (NwdCard) card = card_new ();
  g_autofree char *xml = NULL;

  nwd_source_unref (card->source);
  card->source = nwd_source_new ("network", "lan", "");
  xml = build (card, "<interface type='network'><source network='lan' portgroup='p'/></interface>",
               "");
  g_assert_nonnull (strstr (xml, "<source network=\"lan\" portgroup=\"p\"/>"));
}

static void
test_build_refusals (void)
{
  static const char *const addresses[] = { "x", "0000:00:05.0x", "0000:00:05",   "1.2",
                                           "'", "0000:00:20.0",  "0000:00:05.8", "0000:00:05.0\n" };
  g_autoptr (NwdCard) card = card_new ();
  g_autoptr (NwdCardChange) change = nwd_card_change_new_attach ("id", card, NULL, 0);
  g_autoptr (NwdCardChange) junk = nwd_card_change_new_attach ("id", card, "<domain/>", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (nwd_card_xml_build (change, addresses[i], &error));
      g_assert_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
    }
  g_assert_null (nwd_card_xml_build (junk, "", NULL));
}

static void
test_extract (void)
{
  g_autofree char *text = read_golden ("running.xml");
  g_autoptr (xmlDoc) domain = parse (text);
  g_autoptr (GError) error = NULL;
  g_autofree char *xml = nwd_card_xml_extract (domain, LAN, 0, NULL);
  g_autofree char *named = nwd_card_xml_extract (domain, FIRST, 1, NULL);

  g_assert_cmpstr (
    xml, ==,
    "<interface type=\"network\"><mac address=\"52:54:00:00:00:02\"/><source network=\"lan\"/>"
    "<port isolated=\"yes\"/><model type=\"virtio\"/>"
    "<address type=\"pci\" domain=\"0x0000\" bus=\"0x00\" slot=\"0x03\" function=\"0x0\"/>"
    "</interface>");
  g_assert_nonnull (strstr (named, "<alias name=\"ua-"));
  g_assert_null (nwd_card_xml_extract (domain, FIRST, 2, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  xmlInitParser ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/libvirt-change/link", test_link);
  g_test_add_func ("/libvirt-change/second-of-mac", test_second_of_mac);
  g_test_add_func ("/libvirt-change/flip-on-network", test_flip_on_network);
  g_test_add_func ("/libvirt-change/moves", test_moves);
  g_test_add_func ("/libvirt-change/virtual-port", test_virtual_port);
  g_test_add_func ("/libvirt-change/escaping", test_escaping);
  g_test_add_func ("/libvirt-change/refusals", test_refusals);
  g_test_add_func ("/libvirt-change/same", test_same);
  g_test_add_func ("/libvirt-change/different", test_different);
  g_test_add_func ("/libvirt-change/errors", test_errors);
  g_test_add_func ("/libvirt-change/identity", test_identity);
  g_test_add_func ("/libvirt-change/no-filter", test_no_filter);
  g_test_add_func ("/libvirt-change/set-virtual-port", test_set_virtual_port);
  g_test_add_func ("/libvirt-change/edit-in", test_edit_in);
  g_test_add_func ("/libvirt-change/build", test_build);
  g_test_add_func ("/libvirt-change/build-again", test_build_again);
  g_test_add_func ("/libvirt-change/build-there", test_build_there);
  g_test_add_func ("/libvirt-change/build-refusals", test_build_refusals);
  g_test_add_func ("/libvirt-change/extract", test_extract);
  return g_test_run ();
}
