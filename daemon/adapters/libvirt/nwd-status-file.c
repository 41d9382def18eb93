/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-status-file.h"

#include "core/nwd-number.h"

#include <fcntl.h>
#include <libvirt/libvirt.h>
#include <libxml/xmlreader.h>
#include <string.h>
#include <sys/stat.h>

#define CERTAIN_AFTER_US 20000

/* The inode's number and its generation, as the file system packs them: unlike the number alone,
 * the two are not used again when one file replaces another. */
static gboolean
take_handle (NwdStatusStamp *stamp, NwdStatusFile file, const char *path)
{
  union
  {
    struct file_handle head;
    guint8 space[sizeof (struct file_handle) + NWD_STATUS_HANDLE_SIZE];
  } handle = { .head.handle_bytes = NWD_STATUS_HANDLE_SIZE };
  int mount;

  if (name_to_handle_at (AT_FDCWD, path, &handle.head, &mount, 0) < 0)
    return FALSE;

  memcpy (stamp->files[file].handle, handle.head.f_handle, handle.head.handle_bytes);
  return TRUE;
}

/* Where a file system has no generations, its clock of file times may tick slowly: a file replaced
 * twice within a tick may look the same. So young, it is never taken for the same. */
static gboolean
is_uncertain (gint64 changed)
{
  return g_get_real_time () - changed / 1000 < CERTAIN_AFTER_US;
}

static void
take_stamp (NwdStatusStamp *stamp, NwdStatusFile file, const char *folder, const char *name)
{
  const char *suffix = file == NWD_STATUS_SAVE ? ".save" : ".xml";
  g_autofree char *path = g_strconcat (folder, "/", name, suffix, NULL);
  struct stat status = { 0 };
  gint64 changed;

  if (stat (path, &status) < 0)
    return;

  changed = status.st_ctim.tv_sec * G_GINT64_CONSTANT (1000000000) + status.st_ctim.tv_nsec;
  stamp->files[file].inode = status.st_ino;
  stamp->files[file].changed = changed;
  if (!take_handle (stamp, file, path) && is_uncertain (changed))
    stamp->files[file].changed = -g_get_monotonic_time ();
}

void
nwd_status_stamp_take (NwdStatusStamp *stamp, const char *name)
{
  memset (stamp, 0, sizeof *stamp);
  take_stamp (stamp, NWD_STATUS_LIVE, NWD_STATUS_DIR, name);
  take_stamp (stamp, NWD_STATUS_CONFIG, NWD_CONFIG_DIR, name);
  take_stamp (stamp, NWD_STATUS_SAVE, NWD_SAVE_DIR, name);
}

gboolean
nwd_status_stamp_equal (const NwdStatusStamp *a, const NwdStatusStamp *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

static NwdJob
job_from_name (const char *name)
{
  if (g_str_has_prefix (name, "migration"))
    return NWD_JOB_MIGRATION;
  if (g_str_equal (name, "save") || g_str_equal (name, "start"))
    return NWD_JOB_SAVE;
  return NWD_JOB_NONE;
}

static xmlTextReader *
read_text (const char *text)
{
  return xmlReaderForMemory (text, strlen (text), NULL, NULL,
                             XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

/* TRUE once it stands at an element of that name. The definition, most of the file and of no
 * interest here, comes last. */
static gboolean
find_element (xmlTextReader *reader, const char *name)
{
  while (xmlTextReaderRead (reader) == 1)
    {
      if (xmlTextReaderNodeType (reader) != XML_READER_TYPE_ELEMENT)
        continue;
      if (xmlStrEqual (xmlTextReaderConstName (reader), BAD_CAST name))
        return TRUE;
      if (xmlStrEqual (xmlTextReaderConstName (reader), BAD_CAST "domain"))
        return FALSE;
    }
  return FALSE;
}

/* The attribute of the first such element, or NULL. */
static char *
find_attribute (const char *text, const char *element, const char *attribute)
{
  xmlTextReader *reader = read_text (text);
  char *copy = NULL;

  if (reader && find_element (reader, element))
    {
      xmlChar *value = xmlTextReaderGetAttribute (reader, BAD_CAST attribute);

      copy = g_strdup ((const char *)value);
      xmlFree (value);
    }
  xmlFreeTextReader (reader);
  return copy;
}

/* What stands in the first such element, or NULL. */
static char *
find_content (const char *text, const char *element)
{
  xmlTextReader *reader = read_text (text);
  char *copy = NULL;

  if (reader && find_element (reader, element))
    {
      xmlChar *value = xmlTextReaderReadString (reader);

      copy = g_strdup ((const char *)value);
      xmlFree (value);
    }
  xmlFreeTextReader (reader);
  return copy;
}

NwdJob
nwd_status_parse_job (const char *text)
{
  g_autofree char *async = find_attribute (text, "job", "async");

  return async ? job_from_name (async) : NWD_JOB_NONE;
}

gboolean
nwd_status_parse_state (const char *text, NwdVmState *state)
{
  g_autofree char *name = find_attribute (text, "domstatus", "state");

  for (NwdVmState i = 0; name && i < NWD_N_VM_STATES; i++)
    {
      if (g_str_equal (name, nwd_vm_state_name (i)))
        {
          *state = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* Negative ones are few. */
int
nwd_status_parse_agent_timeout (const char *text)
{
  g_autofree char *content = find_content (text, "agentTimeout");
  guint64 number = 0;

  if (content && nwd_number_parse (content, 0, G_MAXINT, &number))
    return (int)number;
  if (g_strcmp0 (content, "-1") == 0)
    return VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_DEFAULT;
  return VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK;
}

static char *
read_file (const char *name)
{
  g_autofree char *path = g_strconcat (NWD_STATUS_DIR, "/", name, ".xml", NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

NwdJob
nwd_status_read_job (const char *name)
{
  g_autofree char *text = read_file (name);

  return text ? nwd_status_parse_job (text) : NWD_JOB_UNKNOWN;
}

gboolean
nwd_status_read_state (const char *name, NwdVmState *state)
{
  g_autofree char *text = read_file (name);

  return text && nwd_status_parse_state (text, state);
}

int
nwd_status_read_agent_timeout (const char *name)
{
  g_autofree char *text = read_file (name);

  return text ? nwd_status_parse_agent_timeout (text) : VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK;
}
