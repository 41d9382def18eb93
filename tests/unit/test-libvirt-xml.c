/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/nwd-error.h"
#include "nwd-domain-xml.h"
#include "nwd-network-xml.h"
#include "nwd-pci-slots.h"
#include "nwd-status-file.h"

#include <libxml/parser.h>

static NwdDomainXml *
read_golden (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "domain-xml", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  NwdDomainXml *xml;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  xml = nwd_domain_xml_parse (text, &error);
  g_assert_no_error (error);
  return xml;
}

/* Every field of a card in one line, to be compared at a glance. */
static char *
describe (const NwdCard *card)
{
  g_autofree char *parameters = g_variant_print (card->filter_parameters, FALSE);

  return g_strdup_printf (
    "%s/%u %s %s:%s:%s bridge=%s target=%s address=%s filter=%s%s mtu=%u %s %s %s", card->mac,
    card->nth, card->model, card->source->type, card->source->name, card->source->mode,
    card->bridge, card->target, card->address, card->filter, parameters, card->mtu,
    card->linked ? "linked" : "unlinked", card->isolated ? "isolated" : "open", card->alias);
}

static void
assert_card (GPtrArray *cards, guint index, const char *expected)
{
  g_autofree char *actual = describe (g_ptr_array_index (cards, index));

  g_assert_cmpstr (actual, ==, expected);
}

static void
test_running (void)
{
  g_autoptr (NwdDomainXml) xml = read_golden ("running.xml");

  g_assert_cmpstr (xml->name, ==, "all");
  g_assert_cmpstr (xml->title, ==, "Every kind");
  g_assert_cmpstr (xml->managed_by, ==, "ovirt");
  g_assert_cmpstr (xml->id, ==, "2b27883b-b8cf-4316-8efb-9e39c5c72ee4");
  g_assert_true (xml->active);
  g_assert_cmpuint (xml->cards->len, ==, 8);

  assert_card (xml->cards, 0,
               "52:54:00:00:00:01/0 virtio bridge:br0: bridge=br0 target=vnet0 "
               "address=0000:00:02.0 filter={} mtu=1400 unlinked open net0");
  assert_card (xml->cards, 1,
               "52:54:00:00:00:02/0 virtio network:lan: bridge=virbr7 target=vnet1 "
               "address=0000:00:03.0 filter={} mtu=0 linked isolated net1");
  assert_card (xml->cards, 2,
               "52:54:00:00:00:03/0 e1000 network:fwd: bridge=br1 target=vnet2 "
               "address=0000:00:04.0 filter={} mtu=0 linked open net2");
  assert_card (xml->cards, 4,
               "52:54:00:00:00:05/0 virtio ethernet:: bridge= target=vnet4 "
               "address=0000:00:06.0 filter={} mtu=0 linked open net4");
  assert_card (xml->cards, 5,
               "52:54:00:00:00:06/0 virtio user:: bridge= target= "
               "address=0000:00:07.0 filter={} mtu=0 linked open net5");
  assert_card (xml->cards, 6,
               "52:54:00:00:00:07/0 virtio direct:d0:bridge bridge= target=macvtap0 "
               "address=0000:00:08.0 filter={} mtu=0 linked open net6");
  assert_card (xml->cards, 7,
               "52:54:00:00:00:01/1 virtio bridge:br1: bridge=br1 target=vnet5 "
               "address=0000:00:09.0 filter=clean-traffic{'IP': '10.0.0.1,10.0.0.2'} mtu=0 linked "
               "open ua-6d0e1b0e-0a4f-4c1c-9a86-1d2f3a4b5c6d");
}

static void
test_defined (void)
{
  g_autoptr (NwdDomainXml) xml = read_golden ("defined.xml");

  g_assert_false (xml->active);
  g_assert_cmpuint (xml->cards->len, ==, 8);
  assert_card (xml->cards, 0,
               "52:54:00:00:00:01/0 virtio bridge:br0: bridge= target= "
               "address=0000:00:02.0 filter={} mtu=1400 unlinked open ");
  assert_card (xml->cards, 2,
               "52:54:00:00:00:03/0 e1000 network:fwd: bridge= target= "
               "address=0000:00:04.0 filter={} mtu=0 linked open ");
}

static NwdDomainXml *
parse_with (const char *inside)
{
  g_autofree char *text = g_strconcat ("<domain id='1'>", inside, "</domain>", NULL);
  g_autoptr (GError) error = NULL;
  NwdDomainXml *xml = nwd_domain_xml_parse (text, &error);

  g_assert_no_error (error);
  return xml;
}

static void
test_rare_interfaces (void)
{
  g_autoptr (NwdDomainXml) xml = parse_with (
    "<devices><interface type='hostdev'><mac address='52:54:00:AA:00:01'/><source>"
    "<address type='pci' domain='0x0000' bus='0x03' slot='0x10' function='0x1'/></source>"
    "<address type='pci' domain='0x0001' bus='0xff' slot='0x1f' function='0x7'/></interface>"
    "<interface type='bridge'><mac address='52:54:00:aa:00:02'/><source bridge='b'/>"
    "<target dev='tap7'/><address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0003'/></interface>"
    "<interface type='vhostuser'><source type='unix' path='/run/s' mode='client'/>"
    "<address type='virtio-mmio'/></interface><interface/></devices>");

  g_assert_cmpuint (xml->cards->len, ==, 4);
  assert_card (xml->cards, 0,
               "52:54:00:aa:00:01/0  hostdev:: bridge= target= address=0001:ff:1f.7 filter={} "
               "mtu=0 linked open ");
  assert_card (xml->cards, 1,
               "52:54:00:aa:00:02/0  bridge:b: bridge=b target=tap7 address=fe.0.0003 filter={} "
               "mtu=0 linked open ");
  assert_card (xml->cards, 2,
               "/0  vhostuser:/run/s: bridge= target= address=virtio-mmio filter={} mtu=0 linked "
               "open ");
  assert_card (xml->cards, 3, "/1  :: bridge= target= address= filter={} mtu=0 linked open ");
}

static void
test_managers (void)
{
  static const struct
  {
    const char *space;
    const char *manager;
  } cases[] = {
    { "http://ovirt.org/vm/1.0", "ovirt" },
    { "http://ovirt.org/vm/tune/1.0", "ovirt" },
    { "http://openstack.org/xmlns/libvirt/nova/1.1", "nova" },
    { "http://kubevirt.io", "kubevirt" },
    { "http://opennebula.org/xmlns/libvirt/1.0", "opennebula" },
    { "http://libosinfo.org/xmlns/libvirt/domain/1.0", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *inside
        = g_strdup_printf ("<metadata><a/><x:vm xmlns:x='%s'/></metadata>", cases[i].space);
      g_autoptr (NwdDomainXml) xml = parse_with (inside);

      g_assert_cmpstr (xml->managed_by, ==, cases[i].manager);
    }
}

static void
test_junk (void)
{
  static const char *const texts[] = {
    "",
    "no XML",
    "<domain>",
    "<network/>",
    "<domain></network>",
    "<!DOCTYPE domain [<!ENTITY a SYSTEM "
    "'file:///etc/hostname'>]><domain><name>&a;</name></domain>",
    "<!DOCTYPE domain [<!ENTITY a 'b'>]><domain><name>&a;</name></domain>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (nwd_domain_xml_parse (texts[i], &error));
      g_assert_error (error, NWD_ERROR, NWD_ERROR_FAILED);
    }
}

/* Cut anywhere, a definition is refused, never read past its end or taken for another. */
static void
test_truncated (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "domain-xml", "running.xml", NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_strchomp (text);
  for (gsize cut = strlen (text) - 1; cut > 0; cut -= MIN (cut, 37))
    {
      g_autofree char *part = g_strndup (text, cut);

      g_assert_null (nwd_domain_xml_parse (part, NULL));
    }
}

static void
test_network (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdVirtualNetwork) network = nwd_network_xml_parse (
    "<network connections='1'><name>lan</name><bridge name='virbr8' stp='on' delay='0'/>"
    "<mtu size='1400'/></network>",
    TRUE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (network->name, ==, "lan");
  g_assert_cmpstr (network->bridge, ==, "virbr8");
  g_assert_cmpuint (network->mtu, ==, 1400);
  g_assert_true (network->active);
  g_assert_null (nwd_network_xml_parse ("<domain/>", TRUE, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_FAILED);
}

#define STATUS(state, job)                                                                         \
  "<!-- made by libvirt --><domstatus state='" state "' reason='x' pid='1'><taint flag='y'/>" job  \
  "<domain id='1'><job async='save'/></domain></domstatus>"

static void
test_status (void)
{
  NwdVmState state;

  g_assert_true (nwd_status_parse_state (STATUS ("pmsuspended", ""), &state));
  g_assert_cmpint (state, ==, NWD_VM_PMSUSPENDED);
  g_assert_false (nwd_status_parse_state (STATUS ("nostate", ""), &state));
  g_assert_false (nwd_status_parse_state ("<domstatus", &state));

  g_assert_cmpint (nwd_status_parse_job (STATUS ("running", "")), ==, NWD_JOB_NONE);
  g_assert_cmpint (nwd_status_parse_job (STATUS ("running", "<job async='none'/>")), ==,
                   NWD_JOB_NONE);
  g_assert_cmpint (nwd_status_parse_job (STATUS ("running", "<job async='backup'/>")), ==,
                   NWD_JOB_NONE);
  g_assert_cmpint (
    nwd_status_parse_job (STATUS ("running", "<job type='none' async='migration out' phase='p'/>")),
    ==, NWD_JOB_MIGRATION);
  g_assert_cmpint (nwd_status_parse_job (STATUS ("paused", "<job async='migration in'/>")), ==,
                   NWD_JOB_MIGRATION);
  g_assert_cmpint (nwd_status_parse_job (STATUS ("paused", "<job async='save'/>")), ==,
                   NWD_JOB_SAVE);
  g_assert_cmpint (nwd_status_parse_job (STATUS ("paused", "<job async='start'/>")), ==,
                   NWD_JOB_SAVE);
  g_assert_cmpint (nwd_status_parse_job (""), ==, NWD_JOB_NONE);
}

static void
test_virtual_port (void)
{
  g_autoptr (NwdDomainXml) xml = parse_with (
    "<devices><interface type='direct'><virtualport type='802.1Qbg'><parameters managerid='11' "
    "typeid='5'/></virtualport></interface><interface type='bridge'><virtualport "
    "type='openvswitch'/></interface><interface/><interface/></devices>");
  const char *const expected[] = { "{'type': <'802.1Qbg'>, 'managerid': <'11'>, 'typeid': <'5'>}",
                                   "{'type': <'openvswitch'>}" };
  NwdCard *first = xml->cards->pdata[2], *second = xml->cards->pdata[3];

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const NwdCard *card = xml->cards->pdata[i];
      g_autofree char *text = g_variant_print (card->virtual_port, FALSE);

      g_assert_cmpstr (text, ==, expected[i]);
    }
  g_assert_true (first->virtual_port == second->virtual_port);
  g_assert_cmpuint (g_variant_n_children (first->virtual_port), ==, 0);
}

#define ON(bus, slot)                                                                              \
  "<controller type='usb'><address type='pci' domain='0x0000' bus='" bus "' slot='" slot           \
  "' function='0x1'/></controller>"
#define PCI(index, model) "<controller type='pci' index='" index "' model='" model "'/>"
#define HOST_DEVICE                                                                                \
  "<hostdev><source><address type='pci' bus='0x01' slot='0x00'/></source></hostdev>"

static void
test_slots (void)
{
  static const struct
  {
    const char *devices;
    guint free;
    guint on_pc; /* whether it needs ACPI */
  } cases[] = {
    { "", G_MAXUINT, FALSE },
    { PCI ("0", "pci-root"), 30, TRUE },
    { PCI ("0", "pci-root") ON ("0x00", "0x01"), 30, TRUE },
    { PCI ("0", "pci-root") ON ("0x00", "0x02") ON ("0x00", "0x02"), 29, TRUE },
    { PCI ("0", "pci-root") PCI ("1", "pci-bridge") ON ("0x01", "0x05"), 60, TRUE },
    { PCI ("0", "pcie-root"), 0, FALSE },
    { PCI ("0", "pcie-root") PCI ("1", "pcie-root-port") PCI ("2", "pcie-root-port"), 2, FALSE },
    { PCI ("0", "pcie-root") PCI ("1", "pcie-root-port") ON ("0x01", "0x00"), 0, FALSE },
    { PCI ("0", "pcie-root") PCI ("1", "pcie-root-port") HOST_DEVICE, 1, FALSE },
    { PCI ("0", "pcie-root") "<controller type='pci' index='1' model='pcie-root-port'>"
                             "<target hotplug='off'/></controller>",
      0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
        = g_strdup_printf ("<domain><os><type arch='x86_64' machine='m'/></os><devices>%s"
                           "</devices></domain>",
                           cases[i].devices);
      g_autoptr (xmlDoc) domain = nwd_xml_parse (text, "domain", NULL);

      g_assert_cmpuint (nwd_pci_slots_count_free (domain), ==, cases[i].free);
      g_assert_cmpint (nwd_pci_slots_are_hot (domain), ==, !cases[i].on_pc);
    }
}

static char *
find_common (const char *live, const char *config)
{
  g_autofree char *live_text = g_strconcat ("<domain><devices>", live, "</devices></domain>", NULL);
  g_autofree char *config_text
    = g_strconcat ("<domain><devices>", config, "</devices></domain>", NULL);
  g_autoptr (xmlDoc) live_doc = nwd_xml_parse (live_text, "domain", NULL);
  g_autoptr (xmlDoc) config_doc = nwd_xml_parse (config_text, "domain", NULL);

  return nwd_pci_slots_find_common (live_doc, config_doc);
}

static void
test_common_slot (void)
{
  static const struct
  {
    const char *live;
    const char *config;
    const char *address;
  } cases[] = {
    { PCI ("0", "pci-root"), PCI ("0", "pci-root"), "" },
    { PCI ("0", "pci-root") ON ("0x00", "0x02"), PCI ("0", "pci-root") ON ("0x00", "0x03"),
      "0000:00:04.0" },
    { PCI ("1", "pcie-root-port") PCI ("2", "pcie-root-port"),
      PCI ("1", "pcie-root-port") PCI ("2", "pcie-root-port") ON ("0x01", "0x00"), "0000:02:00.0" },
    { PCI ("1", "pcie-root-port"), PCI ("2", "pcie-root-port"), "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = find_common (cases[i].live, cases[i].config);

      g_assert_cmpstr (address, ==, cases[i].address);
    }
}

#define CHANNEL(name, state)                                                                       \
  "<devices><channel type='unix'><target type='virtio' name='" name "'" state "/></channel>"       \
  "</devices>"

static void
test_agent (void)
{
  static const struct
  {
    const char *inside;
    NwdAgentState agent;
  } cases[] = {
    { "", NWD_AGENT_NONE },
    { "<devices/>", NWD_AGENT_NONE },
    { CHANNEL ("com.redhat.spice.0", " state='connected'"), NWD_AGENT_NONE },
    { CHANNEL ("org.qemu.guest_agent.0", ""), NWD_AGENT_DISCONNECTED },
    { CHANNEL ("org.qemu.guest_agent.0", " state='disconnected'"), NWD_AGENT_DISCONNECTED },
    { CHANNEL ("org.qemu.guest_agent.0", " state='connected'"), NWD_AGENT_CONNECTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NwdDomainXml) xml = parse_with (cases[i].inside);

      g_assert_cmpint (xml->agent, ==, cases[i].agent);
    }
}

static void
test_agent_timeout (void)
{
  static const struct
  {
    const char *inside;
    int timeout;
  } cases[] = {
    { "<agentTimeout>-2</agentTimeout>", -2 },
    { "<agentTimeout>-1</agentTimeout>", -1 },
    { "<agentTimeout>0</agentTimeout>", 0 },
    { "<agentTimeout>30</agentTimeout>", 30 },
    { "<agentTimeout/>", -2 },
    { "<agentTimeout>x</agentTimeout>", -2 },
    { "", -2 },
    { "<domain><agentTimeout>7</agentTimeout></domain>", -2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("<domstatus>", cases[i].inside, "</domstatus>", NULL);

      g_assert_cmpint (nwd_status_parse_agent_timeout (text), ==, cases[i].timeout);
    }
  g_assert_cmpint (nwd_status_parse_agent_timeout ("nonsense"), ==, -2);
}

int
main (int argc, char **argv)
{
  xmlInitParser ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/libvirt-xml/running", test_running);
  g_test_add_func ("/libvirt-xml/defined", test_defined);
  g_test_add_func ("/libvirt-xml/rare-interfaces", test_rare_interfaces);
  g_test_add_func ("/libvirt-xml/managers", test_managers);
  g_test_add_func ("/libvirt-xml/junk", test_junk);
  g_test_add_func ("/libvirt-xml/truncated", test_truncated);
  g_test_add_func ("/libvirt-xml/network", test_network);
  g_test_add_func ("/libvirt-xml/status", test_status);
  g_test_add_func ("/libvirt-xml/virtual-port", test_virtual_port);
  g_test_add_func ("/libvirt-xml/slots", test_slots);
  g_test_add_func ("/libvirt-xml/common-slot", test_common_slot);
  g_test_add_func ("/libvirt-xml/agent", test_agent);
  g_test_add_func ("/libvirt-xml/agent-timeout", test_agent_timeout);
  return g_test_run ();
}
