/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-options.h"

#include "nwc-exit.h"

#include <gio/gio.h>
#include <unistd.h>

typedef enum
{
  INTO_CHANGES,
  INTO_OPTIONS,
  INTO_NEITHER,
} Into;

typedef struct
{
  const char *option;
  char type; /* 'b', 'u', 's'; what may come more than once: 'a' into as, and KEY=VALUE, 'p' into
              * a{ss} and 'v' into a{sv} */
  NwcTakes takes;
  Into into;
  const char *key; /* NULL: as the option */
} Key;

/* The options that go into a D-Bus call. */
static const Key keys[] = {
  { "dry-run", 'b', NWC_TAKES_DRY_RUN, INTO_OPTIONS },
  { "live-only", 'b', NWC_TAKES_WIRING, INTO_OPTIONS },
  { "next-start-only", 'b', NWC_TAKES_WIRING, INTO_OPTIONS },
  { "foreign", 'b', NWC_TAKES_WIRING | NWC_TAKES_FOREIGN, INTO_OPTIONS },
  { "bounce-link", 'b', NWC_TAKES_WIRING, INTO_OPTIONS },
  { "allow-mtu-mismatch", 'b', NWC_TAKES_WIRING, INTO_OPTIONS },
  { "confirm-timeout", 'u', NWC_TAKES_CONFIRM, INTO_OPTIONS },
  { "persist", 'b', NWC_TAKES_PERSIST, INTO_OPTIONS },
  { "none", 'b', NWC_TAKES_NONE, INTO_NEITHER },
  { "yes", 'b', NWC_TAKES_YES, INTO_NEITHER },
  { "network", 's', NWC_TAKES_CARD, INTO_CHANGES },
  { "linked", 'b', NWC_TAKES_CARD, INTO_CHANGES },
  { "plugged", 'b', NWC_TAKES_CARD, INTO_CHANGES },
  { "mirror", 'a', NWC_TAKES_CARD, INTO_CHANGES, "mirrored-networks" },
  { "name", 's', NWC_TAKES_CARD, INTO_CHANGES },
  { "mac", 's', NWC_TAKES_CARD, INTO_CHANGES, "mac-address" },
  { "model", 's', NWC_TAKES_CARD, INTO_CHANGES },
  { "isolated", 'b', NWC_TAKES_CARD, INTO_CHANGES, "port-isolated" },
  { "filter", 's', NWC_TAKES_CARD, INTO_CHANGES },
  { "filter-parameter", 'p', NWC_TAKES_CARD, INTO_CHANGES, "filter-parameters" },
  { "virtual-port", 'v', NWC_TAKES_CARD, INTO_CHANGES },
  { "pci-address", 's', NWC_TAKES_SLOT, INTO_CHANGES, "address" },
  { "mtu", 'u', NWC_TAKES_NETWORK | NWC_TAKES_CARD, INTO_CHANGES },
  { "description", 's', NWC_TAKES_NETWORK, INTO_CHANGES },
  { "vlan", 'u', NWC_TAKES_NETWORK, INTO_CHANGES },
  { "vm-network", 'b', NWC_TAKES_NETWORK, INTO_CHANGES },
  { "port-isolation", 'b', NWC_TAKES_NETWORK, INTO_CHANGES },
  { "bridge-name", 's', NWC_TAKES_NETWORK, INTO_CHANGES },
  { "label", 's', NWC_TAKES_NETWORK, INTO_CHANGES },
  { "existing-bridge", 's', NWC_TAKES_BRIDGE, INTO_CHANGES },
  { "nic", 's', NWC_TAKES_NIC, INTO_CHANGES },
  { "override", 'b', NWC_TAKES_OVERRIDE, INTO_CHANGES },
  { "ipv4", 'a', NWC_TAKES_ADDRESSES, INTO_CHANGES },
  { "ipv4-gateway", 's', NWC_TAKES_ADDRESSES, INTO_CHANGES },
  { "ipv6", 'a', NWC_TAKES_ADDRESSES, INTO_CHANGES },
  { "ipv6-gateway", 's', NWC_TAKES_ADDRESSES, INTO_CHANGES },
  { "take-addresses", 'b', NWC_TAKES_ADDRESSES, INTO_CHANGES },
  { "object", 's', NWC_TAKES_HISTORY, INTO_CHANGES },
  { "since", 's', NWC_TAKES_HISTORY, INTO_CHANGES },
  { "event", 's', NWC_TAKES_HISTORY, INTO_CHANGES },
  { "max", 'u', NWC_TAKES_HISTORY, INTO_CHANGES },
};

G_STATIC_ASSERT (G_N_ELEMENTS (keys) <= 64);

static gboolean
refuse (GError **error, const char *option, const char *value, const char *rule)
{
  g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "%s: \"%s\" is not %s", option, value, rule);
  return FALSE;
}

static gboolean
parse_number (const char *option, const char *value, guint max, guint *number, GError **error)
{
  guint64 parsed;

  if (!g_ascii_string_to_unsigned (value, 10, 0, max, &parsed, NULL))
    return refuse (error, option, value, "a whole number in range");
  *number = parsed;
  return TRUE;
}

static void
add_element (GVariantBuilder *elements, char type, const char *text)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals ? g_strndup (text, equals - text) : NULL;

  if (type == 'a')
    g_variant_builder_add (elements, "s", text);
  else if (type == 'p')
    g_variant_builder_add (elements, "{ss}", name, equals + 1);
  else
    g_variant_builder_add (elements, "{sv}", name, g_variant_new_string (equals + 1));
}

/* What earlier options of the kind gave, and one more; an empty text clears it. */
static GVariant *
parse_element (
  const Key *key, const char *option, const char *text, GVariant *earlier, GError **error)
{
  const char *type = key->type == 'a' ? "as" : key->type == 'p' ? "a{ss}" : "a{sv}";
  g_auto (GVariantBuilder) elements = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (type));

  if (*text && key->type != 'a' && (!strchr (text, '=') || *text == '='))
    {
      refuse (error, option, text, "KEY=VALUE");
      return NULL;
    }
  for (gsize i = 0; *text && earlier && i < g_variant_n_children (earlier); i++)
    {
      g_autoptr (GVariant) element = g_variant_get_child_value (earlier, i);

      g_variant_builder_add_value (&elements, element);
    }
  if (*text)
    add_element (&elements, key->type, text);
  return g_variant_builder_end (&elements);
}

static GVariant *
parse_value (const Key *key,
             const char *option,
             const char *value,
             gboolean yes,
             GVariant *earlier,
             GError **error)
{
  guint number;

  if (key->type == 'b')
    return g_variant_new_boolean (yes);
  if (key->type == 'u')
    return parse_number (option, value, G_MAXUINT32, &number, error) ? g_variant_new_uint32 (number)
                                                                     : NULL;
  if (!g_utf8_validate (value, -1, NULL))
    {
      refuse (error, option, value, "UTF-8");
      return NULL;
    }
  if (key->type == 's')
    return g_variant_new_string (value);
  return parse_element (key, option, value, earlier, error);
}

/* A flag may be taken back: --no-port-isolation, --unplugged. */
static gboolean
find_key (const char *name, gsize *index, gboolean *yes)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *option = keys[i].option;

      *index = i;
      *yes = g_str_equal (name, option);
      if (*yes || (g_str_has_prefix (name, "no-") && g_str_equal (name + 3, option))
          || (g_str_has_prefix (name, "un") && g_str_equal (name + 2, option)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
parse_key (const char *option, const char *value, gpointer data, GError **error)
{
  NwcOptions *options = data;
  g_autoptr (GVariant) earlier = NULL;
  g_autoptr (GVariant) parsed = NULL;
  const char *name;
  gboolean yes;
  gsize i;

  if (!find_key (option + strlen ("--"), &i, &yes))
    return refuse (error, option, value ? value : "", "known");
  name = keys[i].key ? keys[i].key : keys[i].option;
  earlier = g_variant_dict_lookup_value (options->changes, name, NULL);
  parsed = parse_value (&keys[i], option, value, yes, earlier, error);
  if (!parsed)
    return FALSE;
  g_variant_ref_sink (parsed);
  options->given |= G_GUINT64_CONSTANT (1) << i;
  if (keys[i].into == INTO_CHANGES)
    g_variant_dict_insert_value (options->changes, name, parsed);
  else if (keys[i].into == INTO_OPTIONS)
    g_variant_dict_insert_value (options->options, name, parsed);
  if (keys[i].takes == NWC_TAKES_CONFIRM)
    options->confirm_timeout = g_variant_get_uint32 (parsed);
  options->none |= keys[i].takes == NWC_TAKES_NONE;
  options->yes |= keys[i].takes == NWC_TAKES_YES;
  options->dry_run |= keys[i].takes == NWC_TAKES_DRY_RUN;
  return TRUE;
}

static gboolean
parse_json (const char *option, const char *value, gpointer data, GError **error)
{
  NwcOptions *options = data;

  if (g_str_equal (value, "short"))
    options->format = NWC_FORMAT_JSON_SHORT;
  else if (g_str_equal (value, "pretty"))
    options->format = NWC_FORMAT_JSON_PRETTY;
  else if (g_str_equal (value, "off"))
    options->format = NWC_FORMAT_TEXT;
  else
    return refuse (error, option, value, "short, pretty or off");
  return TRUE;
}

static gboolean
parse_json_auto (const char *option, const char *value, gpointer data, GError **error)
{
  NwcOptions *options = data;

  options->format = isatty (STDOUT_FILENO) ? NWC_FORMAT_JSON_PRETTY : NWC_FORMAT_JSON_SHORT;
  return TRUE;
}

static gboolean
parse_timeout (const char *option, const char *value, gpointer data, GError **error)
{
  NwcOptions *options = data;
  guint seconds;

  /* A day: GDBus counts milliseconds in an int. */
  if (!parse_number (option, value, 86400, &seconds, error))
    return FALSE;
  options->timeout = (int)seconds;
  g_variant_dict_insert (options->options, "timeout", "u", seconds);
  return TRUE;
}

/* GLib converts other kinds of arguments from the locale's character set; ours are UTF-8 always. */
#define FLAG   G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK
#define ARG    G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK
#define BOOL   G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE
#define TEXT   G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING
#define HIDDEN G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING

static void
add_entries (GOptionGroup *group, NwcOptions *options)
{
  const GOptionEntry entries[] = {
    { "json", 0, ARG, parse_json, "Print JSON: short, pretty, or off", "MODE" },
    { "json-auto", 'j', FLAG, parse_json_auto, "Print JSON, pretty on a terminal" },
    { "no-legend", 0, BOOL, &options->no_legend, "Print tables without titles" },
    { "quiet", 'q', BOOL, &options->quiet, "Do not say what was done" },
    { "timeout", 0, ARG, parse_timeout, "Give up after so long, 0: never", "SEC" },
    { "no-ask-password", 0, BOOL, &options->no_ask_password, "Ask for no password" },
    { "dry-run", 0, FLAG, parse_key, "Do all but the change itself" },
    { "live-only", 0, FLAG, parse_key, "vnic: what runs, not the definition" },
    { "next-start-only", 0, FLAG, parse_key, "vnic: the definition, not what runs" },
    { "foreign", 0, FLAG, parse_key, "vnic, vm: though another program has it" },
    { "bounce-link", 0, FLAG, parse_key, "vnic: a moment without carrier after it" },
    { "allow-mtu-mismatch", 0, FLAG, parse_key, "vnic: to a network of smaller MTU, too" },
    { "confirm-timeout", 0, ARG, parse_key, "wire, setup: put back unless confirmed", "SEC" },
    { "persist", 0, FLAG, parse_key, "setup: it comes back after a boot (default)" },
    { "no-persist", 0, FLAG, parse_key, "setup: it is gone after a boot" },
    { "yes", 0, FLAG, parse_key, "setup: do not ask" },
    { "none", 0, FLAG, parse_key, "vnic: on no network" },
    { "network", 0, ARG, parse_key, "vnic: the network that it is on", "NETWORK" },
    { "linked", 0, FLAG, parse_key, "vnic: with its cable in (default)" },
    { "unlinked", 0, FLAG, parse_key, "vnic: with its cable pulled" },
    { "plugged", 0, FLAG, parse_key, "vnic: in its slot (default)" },
    { "unplugged", 0, FLAG, parse_key, "vnic: out of its slot" },
    { "mirror", 0, ARG, parse_key, "vnic: gets the traffic of it, too", "NETWORK" },
    { "name", 0, ARG, parse_key, "vnic: its name", "NAME" },
    { "mac", 0, ARG, parse_key, "vnic: its MAC address", "MAC" },
    { "model", 0, ARG, parse_key, "vnic: its hardware, virtio by default", "MODEL" },
    { "isolated", 0, FLAG, parse_key, "vnic: reaches no other isolated one" },
    { "no-isolated", 0, FLAG, parse_key, "vnic: reaches all others (default)" },
    { "filter", 0, ARG, parse_key, "vnic: its libvirt network filter", "FILTER" },
    { "filter-parameter", 0, ARG, parse_key, "vnic: a variable of it", "KEY=VALUE" },
    { "virtual-port", 0, ARG, parse_key, "vnic: a parameter of its port", "KEY=VALUE" },
    { "pci-address", 0, ARG, parse_key, "vnic add: its slot in the guest", "ADDRESS" },
    { "mtu", 0, ARG, parse_key, "vnic, network: its MTU in bytes", "N" },
    { "description", 0, ARG, parse_key, "network: text for people", "TEXT" },
    { "vlan", 0, ARG, parse_key, "network: its VLAN id, 0 for none", "N" },
    { "vm-network", 0, FLAG, parse_key, "network: for cards of VMs (default)" },
    { "no-vm-network", 0, FLAG, parse_key, "network: not for cards of VMs" },
    { "port-isolation", 0, FLAG, parse_key, "network: its cards reach the uplink only" },
    { "no-port-isolation", 0, FLAG, parse_key, "network: they reach each other (default)" },
    { "bridge-name", 0, ARG, parse_key, "network: the name of its bridge", "NAME" },
    { "label", 0, ARG, parse_key, "network: what attaches it, empty for none", "LABEL" },
    { "existing-bridge", 0, ARG, parse_key, "attachment: use it as it is", "BRIDGE" },
    { "nic", 0, ARG, parse_key, "attachment: beneath the bridge; empty: none", "NIC" },
    { "override", 0, FLAG, parse_key, "attachment: also where it is out of sync" },
    { "ipv4", 0, ARG, parse_key, "attachment: none, dhcp, or an address", "WORD" },
    { "ipv4-gateway", 0, ARG, parse_key, "attachment: goes with addresses", "ADDRESS" },
    { "ipv6", 0, ARG, parse_key, "attachment: none, dhcp, auto, or an address", "WORD" },
    { "ipv6-gateway", 0, ARG, parse_key, "attachment: goes with addresses", "ADDRESS" },
    { "take-addresses", 0, FLAG, parse_key, "attachment: those that the NIC has" },
    { "object", 0, ARG, parse_key, "history: of this VM, vNIC, network", "OBJECT" },
    { "since", 0, ARG, parse_key, "history: from then on, or so long ago", "TIME" },
    { "event", 0, ARG, parse_key, "history: of this kind", "ID" },
    { "max", 0, ARG, parse_key, "history: the last N", "N" },
    { "system", 0, BOOL, &options->system, "Use the system bus (default)" },
    { "address", 0, TEXT, &options->address, "Use the bus at this address", "ADDRESS" },
    { "version", 0, BOOL, &options->version, "Print the version" },
    { "complete", 0, HIDDEN, &options->complete },
    { NULL },
  };

  g_option_group_add_entries (group, entries);
}

static gboolean
take_arguments (NwcOptions *options, char **argv, GError **error)
{
  GStrvBuilder *builder = g_strv_builder_new ();

  for (int i = 1; argv[i]; i++)
    if (!g_str_equal (argv[i], "--"))
      g_strv_builder_add (builder, argv[i]);
  options->arguments = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  for (char **word = options->arguments; *word; word++)
    if (!g_utf8_validate (*word, -1, NULL))
      return refuse (error, "argument", *word, "UTF-8");
  return TRUE;
}

NwcOptions *
nwc_options_parse (int argc, char **argv, const char *commands, GError **error)
{
  g_autoptr (NwcOptions) options = g_new0 (NwcOptions, 1);
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND");
  GOptionGroup *group = g_option_group_new (NULL, NULL, NULL, options, NULL);

  options->timeout = -1;
  options->changes = g_variant_dict_new (NULL);
  options->options = g_variant_dict_new (NULL);
  add_entries (group, options);
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (context, commands);
  if (!g_option_context_parse (context, &argc, &argv, error)
      || !take_arguments (options, argv, error))
    return NULL;
  return g_steal_pointer (&options);
}

void
nwc_options_free (NwcOptions *options)
{
  g_variant_dict_unref (options->changes);
  g_variant_dict_unref (options->options);
  g_strfreev (options->arguments);
  g_free (options->address);
  g_free (options->complete);
  g_free (options);
}

gboolean
nwc_options_check (const NwcOptions *options, NwcTakes takes, const char *command, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if ((options->given >> i & 1) && !(keys[i].takes & takes))
      {
        g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "%s takes no --%s", command, keys[i].option);
        return FALSE;
      }
  return TRUE;
}
