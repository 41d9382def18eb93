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
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      virError cause
        = { .code = cases[i].code, .domain = cases[i].domain, .message = (char *)cases[i].message };

      g_assert_cmpint (nwd_libvirt_error_code (&cause, NWD_ERROR_UPDATE_FAILED), ==,
                       cases[i].expected);
    }
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
  return g_test_run ();
}
