/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-host.h"

#include "nwd-codec-ip.h"
#include "nwd-error.h"
#include "nwd-name.h"
#include "nwd-uuid.h"

#include <string.h>

/* What was there before goes where @value is empty. */
static void
put_if_any (NwdDocument *document, const char *group, const char *key, const char *value)
{
  if (*value)
    nwd_document_set_string (document, group, key, value);
  else
    nwd_document_remove_key (document, group, key);
}

void
nwd_codec_network_put (NwdDocument *document, const char *group, const NwdNetwork *network)
{
  nwd_document_set_string (document, group, "id", network->id);
  nwd_document_set_string (document, group, "name", network->name);
  nwd_document_set_string (document, group, "description", network->description);
  nwd_document_set_string (document, group, "bridge", network->bridge);
  nwd_document_set_number (document, group, "mtu", network->mtu);
  nwd_document_set_number (document, group, "vlan", network->vlan);
  nwd_document_set_boolean (document, group, "vm-network", network->vm_network);
  nwd_document_set_boolean (document, group, "port-isolation", network->port_isolation);
  put_if_any (document, group, "label", network->label);
}

/* The same record under two keys would be two. */
static gboolean
check_key (const char *group, const char *sort, const char *id, GError **error)
{
  if (g_str_equal (group + strlen (sort) + 1, id))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "[%s] has the id of another", group);
  return FALSE;
}

/* A human may have edited it: what a caller must not say, a file must not either. */
static gboolean
check_network (const NwdNetwork *network, const char *group, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean valid
    = g_uuid_string_is_valid (network->id) && nwd_name_check_network ("name", network->name, &local)
      && nwd_name_check_text ("description", network->description, &local)
      && nwd_name_check_interface ("bridge", network->bridge, &local) && network->mtu >= NWD_MTU_MIN
      && network->mtu <= NWD_MTU_MAX && network->vlan <= NWD_VLAN_MAX;

  if (!valid)
    g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED,
                 "[%s] has a value that is not allowed%s%s", group, local ? ": " : "",
                 local ? local->message : "");
  return valid;
}

NwdNetwork *
nwd_codec_network_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autoptr (NwdNetwork) network = nwd_network_new ();
  g_autofree char *label = NULL;

  if (!nwd_document_get_string (document, group, "id", &network->id, error)
      || !nwd_document_get_string (document, group, "name", &network->name, error)
      || !nwd_document_get_string (document, group, "description", &network->description, error)
      || !nwd_document_get_string (document, group, "bridge", &network->bridge, error)
      || !nwd_document_get_number (document, group, "mtu", &network->mtu, error)
      || !nwd_document_get_number (document, group, "vlan", &network->vlan, error)
      || !nwd_document_get_boolean (document, group, "vm-network", &network->vm_network, error)
      || !nwd_document_get_boolean (document, group, "port-isolation", &network->port_isolation,
                                    error)
      || !check_network (network, group, error))
    return NULL;

  /* Not there: none. */
  if (nwd_document_get_string (document, group, "label", &label, NULL))
    {
      g_free (network->label);
      network->label = g_steal_pointer (&label);
    }
  network->origin = NWD_ORIGIN_NETWIRING;
  network->attachment_id = g_strdup ("");
  network->source_type = g_strdup ("bridge");
  network->source_name = g_strdup (network->bridge);
  return g_steal_pointer (&network);
}

static void
put_nic (NwdDocument *document, const char *group, const NwdAttachment *attachment)
{
  static const char *const keys[] = { "nic", "nic-mtu", "nic-profile", "vlan" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    nwd_document_remove_key (document, group, keys[i]);
  if (!*attachment->nic)
    return;
  nwd_document_set_string (document, group, "nic", attachment->nic);
  nwd_document_set_number (document, group, "nic-mtu", attachment->nic_mtu);
  if (*attachment->nic_before)
    nwd_document_set_string (document, group, "nic-profile", attachment->nic_before);
  if (attachment->vlan)
    nwd_document_set_number (document, group, "vlan", attachment->vlan);
}

void
nwd_codec_attachment_put (NwdDocument *document, const char *group, const NwdAttachment *attachment)
{
  nwd_document_set_string (document, group, "id", attachment->id);
  nwd_document_set_string (document, group, "network", attachment->network_id);
  nwd_document_set_string (document, group, "bridge", attachment->bridge);
  nwd_document_set_boolean (document, group, "adopted", attachment->adopted);
  put_nic (document, group, attachment);
  nwd_codec_ip_put (document, group, attachment->ip);
  put_if_any (document, group, "label", attachment->label);
  put_if_any (document, group, "boot", attachment->boot_id);
}

/* Not there: none. Older files do not have it. */
static gboolean
get_nic (const NwdDocument *document, const char *group, NwdAttachment *attachment, GError **error)
{
  g_autofree char *nic = NULL, *before = NULL;
  guint mtu = 0, vlan = 0;

  if (!nwd_document_get_string (document, group, "nic", &nic, NULL))
    return TRUE;
  if (!nwd_document_get_number (document, group, "nic-mtu", &mtu, error))
    return FALSE;
  nwd_document_get_number (document, group, "vlan", &vlan, NULL);
  nwd_document_get_string (document, group, "nic-profile", &before, NULL);
  nwd_attachment_set_nic (attachment, nic, vlan, mtu, before ? before : "");
  return TRUE;
}

/* What has no bridge has a NIC, and what is on a NIC is not somebody else's bridge. */
static gboolean
is_allowed (const NwdAttachment *a)
{
  return g_uuid_string_is_valid (a->id) && a->vlan <= NWD_VLAN_MAX
         && (*a->bridge ? nwd_name_check_interface ("bridge", a->bridge, NULL) : *a->nic != '\0')
         && (!*a->nic || (!a->adopted && nwd_name_check_interface ("nic", a->nic, NULL)))
         && (!*a->nic_before || g_uuid_string_is_valid (a->nic_before))
         && (*a->nic || nwd_ip_config_is_none (a->ip));
}

NwdAttachment *
nwd_codec_attachment_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *id = NULL, *network_id = NULL, *bridge = NULL, *boot_id = NULL, *label = NULL;
  g_autoptr (NwdIpConfig) ip = nwd_codec_ip_get (document, group, error);
  g_autoptr (NwdAttachment) attachment = NULL;
  gboolean adopted = FALSE;

  if (!ip || !nwd_document_get_string (document, group, "id", &id, error)
      || !nwd_document_get_string (document, group, "network", &network_id, error)
      || !nwd_document_get_string (document, group, "bridge", &bridge, error)
      || !nwd_document_get_boolean (document, group, "adopted", &adopted, error))
    return NULL;
  attachment = nwd_attachment_new (id, network_id, bridge, adopted);
  if (!get_nic (document, group, attachment, error))
    return NULL;
  nwd_attachment_set_ip (attachment, ip);
  nwd_document_get_string (document, group, "label", &label, NULL);
  nwd_document_get_string (document, group, "boot", &boot_id, NULL);
  nwd_attachment_set_label (attachment, label ? label : "");
  nwd_attachment_set_boot (attachment, boot_id ? boot_id : "");
  if (is_allowed (attachment))
    return g_steal_pointer (&attachment);
  g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "[%s] has a value that is not allowed",
               group);
  return NULL;
}

static void
remove_absent (NwdDocument *document, const char *sort, GHashTable *records)
{
  g_auto (GStrv) groups = nwd_document_list (document, sort);

  for (char **group = groups; *group; group++)
    if (!g_hash_table_contains (records, *group + strlen (sort) + 1))
      nwd_document_remove (document, *group);
}

/* A name may have any length and look like another key: its group has a digest of it. */
static char *
label_group (const char *name)
{
  g_autofree char *id = nwd_uuid_from_name (name);

  return nwd_document_group ("label", id);
}

static void
put_labels (NwdDocument *document, GHashTable *labels)
{
  g_auto (GStrv) groups = nwd_document_list (document, "label");
  GHashTableIter iter;
  gpointer name, value;

  for (char **group = groups; *group; group++)
    nwd_document_remove (document, *group);
  g_hash_table_iter_init (&iter, labels);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_autofree char *group = label_group (name);

      nwd_document_set_string (document, group, "name", name);
      nwd_document_set_string (document, group, "nic", ((NwdLabel *)value)->nic);
    }
}

static gboolean
get_labels (const NwdDocument *document, GHashTable *labels, GError **error)
{
  g_auto (GStrv) groups = nwd_document_list (document, "label");

  for (char **group = groups; *group; group++)
    {
      g_autofree char *name = NULL, *nic = NULL, *expected = NULL;

      if (!nwd_document_get_string (document, *group, "name", &name, error)
          || !nwd_document_get_string (document, *group, "nic", &nic, error))
        return FALSE;
      expected = label_group (name);
      if (!g_str_equal (expected, *group) || !nwd_name_check_word ("label", name, NULL)
          || (*nic && !nwd_name_check_interface ("nic", nic, NULL)))
        {
          g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED,
                       "[%s] has a value that is not allowed", *group);
          return FALSE;
        }
      g_hash_table_replace (labels, g_strdup (name), nwd_label_new (name, nic));
    }
  return TRUE;
}

void
nwd_codec_host_put (NwdDocument *document,
                    GHashTable *networks,
                    GHashTable *attachments,
                    GHashTable *labels)
{
  GHashTableIter iter;
  gpointer id, record;

  put_labels (document, labels);
  remove_absent (document, "network", networks);
  remove_absent (document, "attachment", attachments);
  g_hash_table_iter_init (&iter, networks);
  while (g_hash_table_iter_next (&iter, &id, &record))
    {
      g_autofree char *group = nwd_document_group ("network", id);

      nwd_codec_network_put (document, group, record);
    }
  g_hash_table_iter_init (&iter, attachments);
  while (g_hash_table_iter_next (&iter, &id, &record))
    {
      g_autofree char *group = nwd_document_group ("attachment", id);

      nwd_codec_attachment_put (document, group, record);
    }
}

static gboolean
get_networks (const NwdDocument *document, GHashTable *networks, GError **error)
{
  g_auto (GStrv) groups = nwd_document_list (document, "network");

  for (char **group = groups; *group; group++)
    {
      g_autoptr (NwdNetwork) network = nwd_codec_network_get (document, *group, error);

      if (!network || !check_key (*group, "network", network->id, error))
        return FALSE;
      g_hash_table_replace (networks, g_strdup (network->id), nwd_network_ref (network));
    }
  return TRUE;
}

static gboolean
get_attachments (const NwdDocument *document,
                 GHashTable *networks,
                 GHashTable *attachments,
                 GError **error)
{
  g_auto (GStrv) groups = nwd_document_list (document, "attachment");

  for (char **group = groups; *group; group++)
    {
      g_autoptr (NwdAttachment) attachment = nwd_codec_attachment_get (document, *group, error);

      if (!attachment || !check_key (*group, "attachment", attachment->id, error))
        return FALSE;
      if (!g_hash_table_contains (networks, attachment->network_id))
        {
          g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED,
                       "[%s] is of a network that is not there", *group);
          return FALSE;
        }
      g_hash_table_replace (attachments, g_strdup (attachment->id),
                            nwd_attachment_ref (attachment));
    }
  return TRUE;
}

gboolean
nwd_codec_host_get (const NwdDocument *document,
                    GHashTable *networks,
                    GHashTable *attachments,
                    GHashTable *labels,
                    GError **error)
{
  return get_networks (document, networks, error)
         && get_attachments (document, networks, attachments, error)
         && get_labels (document, labels, error);
}
