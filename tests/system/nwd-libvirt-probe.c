/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The libvirt adapter by itself: prints what it tells, a line each, and does what the lines of
 * standard input say:
 *   read VM-ID
 *   slots VM-ID             how many cards can be plugged
 *   change VM-ID MAC NTH live|config|both [FIELD=VALUE]… [TYPE=NAME]
 *   attach VM-ID MAC NTH live|config|both [FIELD=VALUE]… [address=ADDRESS] [TYPE=NAME] [again]
 *                           again: on the base of the definition that was printed last
 *   detach VM-ID MAC NTH live|config|both [alias=ALIAS]
 *   card VM-ID MAC NTH      prints its definition
 * where FIELD is linked, isolated (yes or no), mac, model, mtu, filter, alias or port (a type);
 *   flip VM-ID MAC N        flips the link N times; prints the median in µs
 *   quit */

#include "core/nwd-error.h"
#include "nwd-libvirt.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  GMainLoop *loop;
  NwdHypervisor *hypervisor;
  GDataInputStream *input;
  char *definition; /* the one printed last */
} Probe;

static void
print_cards (const char *title, GPtrArray *cards)
{
  for (guint i = 0; cards && i < cards->len; i++)
    {
      const NwdCard *card = g_ptr_array_index (cards, i);

      printf (" %s=%s/%u,%s,%s:%s,%s,%s,%s,%s", title, card->mac, card->nth,
              card->linked ? "linked" : "unlinked", card->source->type, card->source->name,
              card->bridge, card->target, card->address, card->isolated ? "isolated" : "open");
    }
}

static void
print_domain (const char *title, const NwdDomain *domain)
{
  printf ("%s %s %s %s%s%s", title, domain->name, domain->id,
          domain->state == NWD_VM_SAVING ? "saving" : nwd_vm_state_name (domain->state),
          domain->persistent ? " persistent" : "", domain->managed_save ? " saved" : "");
  print_cards ("live", domain->live);
  print_cards ("config", domain->config);
  printf ("\n");
}

static void
print_error (const GError *error)
{
  const char *name = error->domain == NWD_ERROR ? nwd_error_name (error->code) : "?";

  printf ("error %s %s\n", name, error->message);
}

static void
on_state_changed (gpointer data)
{
  Probe *probe = data;

  printf ("state %s%s\n", nwd_backend_state_name (nwd_hypervisor_get_state (probe->hypervisor)),
          nwd_hypervisor_has_instant_changes (probe->hypervisor) ? " instant" : "");
}

static void
on_networks_changed (GPtrArray *networks, gpointer data)
{
  for (guint i = 0; i < networks->len; i++)
    {
      const NwdVirtualNetwork *network = g_ptr_array_index (networks, i);

      printf ("network %s %s %s %u\n", network->name, network->active ? "active" : "inactive",
              network->bridge, network->mtu);
    }
  printf ("networks %u\n", networks->len);
}

static void
on_inventory (GPtrArray *domains, GPtrArray *networks, gpointer data)
{
  for (guint i = 0; i < domains->len; i++)
    print_domain ("domain", g_ptr_array_index (domains, i));
  on_networks_changed (networks, data);
  printf ("inventory %u\n", domains->len);
}

static void
on_domain_changed (NwdDomain *domain, gpointer data)
{
  print_domain ("changed", domain);
}

static void
on_domain_gone (const char *vm_id, gpointer data)
{
  printf ("gone %s\n", vm_id);
}

static const NwdHypervisorListener listener = {
  .state_changed = on_state_changed,
  .inventory = on_inventory,
  .domain_changed = on_domain_changed,
  .domain_gone = on_domain_gone,
  .networks_changed = on_networks_changed,
};

static void
print_answer (NwdDomain *domain, GError *error)
{
  if (domain)
    print_domain ("done", domain);
  else
    print_error (error);
  g_clear_pointer (&domain, nwd_domain_unref);
  g_clear_error (&error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  NwdDomain *domain = nwd_hypervisor_read_domain_finish (NWD_HYPERVISOR (source), result, &error);

  print_answer (domain, error);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  NwdDomain *domain = nwd_hypervisor_change_cards_finish (NWD_HYPERVISOR (source), result, &error);

  print_answer (domain, error);
}

static NwdScope
parse_scope (const char *word)
{
  if (g_str_equal (word, "both"))
    return NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG;
  return g_str_equal (word, "live") ? NWD_SCOPE_LIVE : NWD_SCOPE_CONFIG;
}

static GVariant *
make_port (const char *type)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  if (*type)
    g_variant_builder_add (&builder, "{sv}", "type", g_variant_new_string (type));
  return g_variant_builder_end (&builder);
}

static void
set_field (NwdCardChange *change, const char *name, const char *value)
{
  if (g_str_equal (name, "linked"))
    nwd_card_change_set_linked (change, g_str_equal (value, "yes"));
  else if (g_str_equal (name, "isolated"))
    nwd_card_change_set_isolated (change, g_str_equal (value, "yes"));
  else if (g_str_equal (name, "mac"))
    nwd_card_change_set_mac (change, value);
  else if (g_str_equal (name, "model"))
    nwd_card_change_set_model (change, value);
  else if (g_str_equal (name, "mtu"))
    nwd_card_change_set_mtu (change, g_ascii_strtoull (value, NULL, 10));
  else if (g_str_equal (name, "filter"))
    nwd_card_change_set_filter (change, value, nwd_card_no_filter_parameters ());
  else if (g_str_equal (name, "alias"))
    nwd_card_change_set_alias (change, value);
  else if (g_str_equal (name, "port"))
    nwd_card_change_set_virtual_port (change, make_port (value));
  else if (!g_str_equal (name, "address"))
    {
      g_autoptr (NwdSource) source = nwd_source_new (name, value, "bridge");

      nwd_card_change_set_source (change, source);
    }
}

static NwdCardChange *
parse_update (char **words)
{
  guint nth = g_ascii_strtoull (words[3], NULL, 10);
  NwdCardChange *change = nwd_card_change_new (words[1], words[2], nth, parse_scope (words[4]));

  for (char **word = words + 5; *word; word++)
    {
      g_auto (GStrv) parts = g_strsplit (*word, "=", 2);

      set_field (change, parts[0], parts[1] ? parts[1] : "");
    }
  return change;
}

static void
change_card_async (NwdHypervisor *hypervisor,
                   NwdCardChange *change,
                   GAsyncReadyCallback callback,
                   gpointer data)
{
  g_autoptr (GPtrArray) changes
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_card_change_unref);

  g_ptr_array_add (changes, nwd_card_change_ref (change));
  nwd_hypervisor_change_cards_async (hypervisor, changes, callback, data);
}

static void
change_card (Probe *probe, NwdCardChange *change)
{
  change_card_async (probe->hypervisor, change, on_changed, NULL);
}

static void
do_change (Probe *probe, char **words)
{
  g_autoptr (NwdCardChange) change = parse_update (words);

  change_card (probe, change);
}

static char *
intern (const char *text)
{
  return nwd_text_new (text ? text : "");
}

/* The words of an attach are those of an update, and one more. */
static NwdCard *
parse_card (char **words)
{
  g_autoptr (NwdCardChange) values = parse_update (words);
  NwdCard *card = nwd_card_new ();
  const char *address = "";

  for (char **word = words + 5; *word; word++)
    {
      if (g_str_has_prefix (*word, "address="))
        address = *word + strlen ("address=");
    }
  card->mac = g_strdup (values->mac);
  card->nth = values->nth;
  card->alias = intern (values->alias);
  card->model = intern (values->model ? values->model : "virtio");
  card->mtu = values->mtu;
  card->filter = intern (values->filter);
  card->source = nwd_source_ref (values->source);
  card->address = intern (address);
  card->bridge = intern ("");
  card->target = intern ("");
  card->isolated = values->isolated;
  card->linked = !(values->fields & NWD_CARD_LINKED) || values->linked;
  return card;
}

static void
do_attach (Probe *probe, char **words)
{
  g_autoptr (NwdCard) card = NULL;
  g_autoptr (NwdCardChange) change = NULL;
  guint last = g_strv_length (words) - 1;
  gboolean again = g_str_equal (words[last], "again");

  if (again)
    g_clear_pointer (&words[last], g_free);
  card = parse_card (words);
  change = nwd_card_change_new_attach (words[1], card, again ? probe->definition : NULL,
                                       parse_scope (words[4]));
  change_card (probe, change);
}

static void
do_detach (Probe *probe, char **words)
{
  g_autoptr (NwdCardChange) values = parse_update (words);
  g_autoptr (NwdCard) card = nwd_card_new ();
  g_autoptr (NwdCardChange) change = NULL;

  card->mac = g_strdup (values->mac);
  card->nth = values->nth;
  card->alias = intern (values->alias);
  change = nwd_card_change_new_detach (words[1], card, values->scope);
  change_card (probe, change);
}

static void
on_card (GObject *source, GAsyncResult *result, gpointer data)
{
  Probe *probe = data;
  g_autoptr (GError) error = NULL;

  g_free (probe->definition);
  probe->definition = nwd_hypervisor_read_card_finish (NWD_HYPERVISOR (source), result, &error);
  if (probe->definition)
    printf ("card %s\n", probe->definition);
  else
    print_error (error);
}

static void
on_slots (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdDomain) domain
    = nwd_hypervisor_read_domain_finish (NWD_HYPERVISOR (source), result, &error);

  if (domain)
    printf ("slots %u\n", domain->free_slots);
  else
    print_error (error);
}

typedef struct
{
  char *id;
  char *mac;
  guint left;
  gint64 begun;
  GArray *times;
} Flips;

static int
compare_times (gconstpointer a, gconstpointer b)
{
  return *(const gint64 *)a > *(const gint64 *)b ? 1 : -1;
}

static void on_flipped (GObject *source, GAsyncResult *result, gpointer data);

static void
next_flip (NwdHypervisor *hypervisor, Flips *flips)
{
  g_autoptr (NwdCardChange) change = nwd_card_change_new (flips->id, flips->mac, 0, NWD_SCOPE_LIVE);

  nwd_card_change_set_linked (change, flips->left % 2);
  flips->begun = g_get_monotonic_time ();
  change_card_async (hypervisor, change, on_flipped, flips);
}

static void
end_flips (Flips *flips)
{
  g_array_sort (flips->times, compare_times);
  printf ("flips %u %" G_GINT64_FORMAT "\n", flips->times->len,
          g_array_index (flips->times, gint64, flips->times->len / 2));
  g_array_unref (flips->times);
  g_free (flips->id);
  g_free (flips->mac);
  g_free (flips);
}

static void
on_flipped (GObject *source, GAsyncResult *result, gpointer data)
{
  Flips *flips = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdDomain) domain
    = nwd_hypervisor_change_cards_finish (NWD_HYPERVISOR (source), result, &error);
  gint64 taken = g_get_monotonic_time () - flips->begun;

  if (!domain)
    print_error (error);
  else if (nwd_domain_find_card (domain->live, flips->mac, 0)->linked
           != (gboolean)(flips->left % 2))
    printf ("error Failed the flip was not made\n");

  g_array_append_val (flips->times, taken);
  if (--flips->left > 0)
    next_flip (NWD_HYPERVISOR (source), flips);
  else
    end_flips (flips);
}

static void
do_flips (Probe *probe, char **words)
{
  Flips *flips = g_new0 (Flips, 1);

  flips->id = g_strdup (words[1]);
  flips->mac = g_strdup (words[2]);
  flips->left = g_ascii_strtoull (words[3], NULL, 10);
  flips->times = g_array_new (FALSE, FALSE, sizeof (gint64));
  next_flip (probe->hypervisor, flips);
}

static void
do_line (Probe *probe, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 0);
  guint n = g_strv_length (words);

  if (n == 2 && g_str_equal (words[0], "read"))
    nwd_hypervisor_read_domain_async (probe->hypervisor, words[1], on_read, NULL);
  else if (n == 2 && g_str_equal (words[0], "slots"))
    nwd_hypervisor_read_domain_async (probe->hypervisor, words[1], on_slots, NULL);
  else if (n > 5 && g_str_equal (words[0], "change"))
    do_change (probe, words);
  else if (n > 5 && g_str_equal (words[0], "attach"))
    do_attach (probe, words);
  else if (n >= 5 && g_str_equal (words[0], "detach"))
    do_detach (probe, words);
  else if (n == 4 && g_str_equal (words[0], "card"))
    nwd_hypervisor_read_card_async (probe->hypervisor, words[1], words[2],
                                    g_ascii_strtoull (words[3], NULL, 10), on_card, probe);
  else if (n == 4 && g_str_equal (words[0], "flip"))
    do_flips (probe, words);
  else
    g_main_loop_quit (probe->loop);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
  Probe *probe = data;
  g_autofree char *line = g_data_input_stream_read_line_finish (probe->input, result, NULL, NULL);

  do_line (probe, line ? line : "quit");
  g_data_input_stream_read_line_async (probe->input, G_PRIORITY_DEFAULT, NULL, on_line, probe);
}

int
main (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (NwdLibvirt) libvirt = nwd_libvirt_new (NULL);
  g_autoptr (GInputStream) standard = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (standard);
  Probe probe = { loop, NWD_HYPERVISOR (libvirt), input, NULL };

  setlinebuf (stdout);
  nwd_hypervisor_start (probe.hypervisor, &listener, &probe);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, on_line, &probe);
  g_main_loop_run (loop);
  g_free (probe.definition);
  return 0;
}
