/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-pci-slots.h"

#define N_BUSES 256
#define N_SLOTS 32

/* The places of all buses: a bit for each slot. */
typedef struct
{
  guint32 free[N_BUSES];
  gboolean pci; /* there are buses at all */
} Slots;

/* What hot-pluggable places a PCI controller of each model has. The first slots of a PC's root are
 * its host bridge and its south bridge. */
static const struct
{
  const char *model;
  guint32 slots;
} models[] = {
  { "pci-root", 0xfffffffc },
  { "pci-bridge", 0xfffffffe },
  { "pcie-to-pci-bridge", 0xfffffffe },
  { "pcie-root-port", 0x1 },
  { "pcie-switch-downstream-port", 0x1 },
};

static xmlNode *
first_device (xmlDoc *domain)
{
  xmlNode *devices = nwd_xml_child (xmlDocGetRootElement (domain), "devices");

  return devices ? devices->children : NULL;
}

static gboolean
is_pci_controller (xmlNode *node)
{
  return xmlStrEqual (node->name, BAD_CAST "controller")
         && nwd_xml_attribute_is (node, "type", "pci");
}

static guint
read_number (xmlNode *node, const char *name)
{
  g_autofree char *text = nwd_xml_attribute (node, name);

  return g_ascii_strtoull (text, NULL, 0);
}

static guint32
slots_of_controller (xmlNode *controller)
{
  g_autofree char *model = nwd_xml_attribute (controller, "model");

  if (nwd_xml_attribute_is (nwd_xml_child (controller, "target"), "hotplug", "off"))
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    {
      if (g_str_equal (model, models[i].model))
        return models[i].slots;
    }
  return 0;
}

static void
add_buses (Slots *slots, xmlDoc *domain)
{
  for (xmlNode *node = first_device (domain); node; node = node->next)
    {
      if (!is_pci_controller (node))
        continue;
      slots->pci = TRUE;
      slots->free[read_number (node, "index") % N_BUSES] = slots_of_controller (node);
    }
}

static void
take_used (Slots *slots, xmlDoc *domain)
{
  for (xmlNode *node = first_device (domain); node; node = node->next)
    {
      xmlNode *address = nwd_xml_child (node, "address");

      if (nwd_xml_attribute_is (address, "type", "pci"))
        slots->free[read_number (address, "bus") % N_BUSES]
          &= ~(1u << read_number (address, "slot") % N_SLOTS);
    }
}

static void
read_slots (Slots *slots, xmlDoc *domain)
{
  *slots = (Slots){ 0 };
  add_buses (slots, domain);
  take_used (slots, domain);
}

static gboolean
is_on_ccw (xmlDoc *domain)
{
  xmlNode *os = nwd_xml_child (xmlDocGetRootElement (domain), "os");
  g_autofree char *machine = nwd_xml_attribute (nwd_xml_child (os, "type"), "machine");

  return g_str_has_prefix (machine, "s390-ccw");
}

guint
nwd_pci_slots_count_free (xmlDoc *domain)
{
  guint count = 0;
  Slots slots;

  read_slots (&slots, domain);
  if (!slots.pci || is_on_ccw (domain))
    return G_MAXUINT;

  for (guint bus = 0; bus < N_BUSES; bus++)
    count += __builtin_popcount (slots.free[bus]);
  return count;
}

static gboolean
are_equal (const Slots *a, const Slots *b)
{
  for (guint bus = 0; bus < N_BUSES; bus++)
    {
      if (a->free[bus] != b->free[bus])
        return FALSE;
    }
  return TRUE;
}

char *
nwd_pci_slots_find_common (xmlDoc *live, xmlDoc *config)
{
  Slots a, b;

  read_slots (&a, live);
  read_slots (&b, config);
  if (are_equal (&a, &b) || is_on_ccw (live))
    return g_strdup ("");

  for (guint bus = 0; bus < N_BUSES; bus++)
    {
      guint32 both = a.free[bus] & b.free[bus];

      if (both)
        return g_strdup_printf ("0000:%02x:%02x.0", bus, (guint)__builtin_ctz (both));
    }
  return g_strdup ("");
}

gboolean
nwd_pci_slots_is_free (xmlDoc *domain, const char *address)
{
  g_auto (GStrv) parts = g_strsplit_set (address, ":.", -1);
  guint bus, slot;
  Slots slots;

  if (g_strv_length (parts) != 4)
    return FALSE;

  bus = g_ascii_strtoull (parts[1], NULL, 16) % N_BUSES;
  slot = g_ascii_strtoull (parts[2], NULL, 16) % N_SLOTS;
  read_slots (&slots, domain);
  return slots.free[bus] & (1u << slot);
}

static gboolean
is_pc (xmlDoc *domain)
{
  xmlNode *os = nwd_xml_child (xmlDocGetRootElement (domain), "os");
  xmlNode *type = nwd_xml_child (os, "type");
  g_autofree char *arch = nwd_xml_attribute (type, "arch");

  if (!g_str_equal (arch, "x86_64") && !g_str_equal (arch, "i686"))
    return FALSE;
  for (xmlNode *node = first_device (domain); node; node = node->next)
    {
      if (is_pci_controller (node) && nwd_xml_attribute_is (node, "model", "pci-root"))
        return TRUE;
    }
  return FALSE;
}

gboolean
nwd_pci_slots_are_hot (xmlDoc *domain)
{
  xmlNode *features = nwd_xml_child (xmlDocGetRootElement (domain), "features");

  return nwd_xml_child (features, "acpi") || !is_pc (domain);
}
