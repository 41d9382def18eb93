/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-kernel.h"

#include "core/nwd-error.h"

struct _FakeKernel
{
  GObject parent;

  FakeWorld *world;
  FakeScript *script;
  GHashTable *told; /* name → NwdLink */
  const NwdKernelListener *listener;
  gpointer data;
};

static void fake_kernel_interface_init (NwdKernelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeKernel,
                               fake_kernel,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_KERNEL, fake_kernel_interface_init))

static void
fake_kernel_finalize (GObject *object)
{
  g_hash_table_unref (FAKE_KERNEL (object)->told);
  G_OBJECT_CLASS (fake_kernel_parent_class)->finalize (object);
}

static void
fake_kernel_class_init (FakeKernelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_kernel_finalize;
}

static void
fake_kernel_init (FakeKernel *self)
{
  self->told
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_link_unref);
}

FakeKernel *
fake_kernel_new (FakeWorld *world, FakeScript *script)
{
  FakeKernel *self = g_object_new (FAKE_TYPE_KERNEL, NULL);

  self->world = world;
  self->script = script;
  return self;
}

static void
tell_gone (FakeKernel *self)
{
  g_autoptr (GList) names = g_hash_table_get_keys (self->told);

  for (GList *l = names; l; l = l->next)
    {
      NwdLink *old = g_hash_table_lookup (self->told, l->data);
      const NwdLink *now = g_hash_table_lookup (self->world->links, l->data);
      g_autoptr (NwdLink) gone = nwd_link_ref (old);
      const NwdCounters counters = fake_world_get_counters (self->world, gone);

      if (now && now->index == old->index)
        continue;
      g_hash_table_remove (self->told, gone->name);
      self->listener->link_gone (gone, &counters, self->data);
    }
}

static void
tell_changed (FakeKernel *self)
{
  g_autoptr (GList) links = g_hash_table_get_values (self->world->links);

  for (GList *l = links; l; l = l->next)
    {
      NwdLink *link = l->data;
      const NwdLink *old = g_hash_table_lookup (self->told, link->name);
      const NwdCounters counters = fake_world_get_counters (self->world, link);

      if (old && nwd_link_equal (old, link))
        continue;
      g_hash_table_replace (self->told, g_strdup (link->name), nwd_link_ref (link));
      self->listener->link_changed (link, &counters, self->data);
    }
}

void
fake_kernel_tell (FakeKernel *self)
{
  if (!self->listener)
    return;
  tell_gone (self);
  tell_changed (self);
}

void
fake_kernel_lose_mirrors (FakeKernel *self)
{
  g_ptr_array_set_size (self->world->mirrors, 0);
  self->listener->filters_removed (/* link= */ 0, self->data);
}

void
fake_kernel_lose_seal (FakeKernel *self, const char *bridge)
{
  const NwdLink *link = g_hash_table_lookup (self->world->links, bridge);

  g_hash_table_remove (self->world->seals, bridge);
  self->listener->filters_removed (link->index, self->data);
}

void
fake_kernel_stop (FakeKernel *self)
{
  self->listener = NULL;
}

static gboolean
fake_kernel_start (NwdKernel *kernel,
                   const NwdKernelListener *listener,
                   gpointer data,
                   GError **error)
{
  FakeKernel *self = FAKE_KERNEL (kernel);

  self->listener = listener;
  self->data = data;
  fake_kernel_tell (self);
  return TRUE;
}

static void
fake_kernel_hear (NwdKernel *kernel)
{
  fake_kernel_tell (FAKE_KERNEL (kernel));
}

static gpointer
read_link (gpointer fake, gpointer name, GError **error)
{
  NwdLink *link = g_hash_table_lookup (FAKE_KERNEL (fake)->world->links, name);

  if (!link)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "no interface %s", (char *)name);
  return link;
}

/* Older news is told first, as by the kernel: what the caller knew of links may end with it. */
static NwdLink *
fake_kernel_read_link (NwdKernel *kernel, const char *name, GError **error)
{
  FakeKernel *self = FAKE_KERNEL (kernel);
  NwdLink *link = NULL;

  fake_kernel_tell (self);
  link = fake_script_run (self->script, g_strconcat ("read-link ", name, NULL), read_link, self,
                          (gpointer)name, error);
  return link ? nwd_link_ref (link) : NULL;
}

static GArray *
count_links (const FakeWorld *world)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (NwdLinkCount));
  GHashTableIter iter;
  gpointer link;

  g_hash_table_iter_init (&iter, world->links);
  while (g_hash_table_iter_next (&iter, NULL, &link))
    {
      const NwdLinkCount count
        = { ((NwdLink *)link)->index, fake_world_get_counters (world, link) };

      g_array_append_val (counts, count);
    }
  return counts;
}

static void
fake_kernel_count_links_async (NwdKernel *kernel, GAsyncReadyCallback callback, gpointer user_data)
{
  FakeKernel *self = FAKE_KERNEL (kernel);
  g_autoptr (GTask) task = g_task_new (kernel, NULL, callback, user_data);

  if (self->world->countless)
    g_task_return_new_error (task, NWD_ERROR, NWD_ERROR_FAILED, "no counters");
  else
    g_task_return_pointer (task, count_links (self->world), (GDestroyNotify)g_array_unref);
}

static GArray *
fake_kernel_count_links_finish (NwdKernel *kernel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
delete_links (gpointer fake, gpointer indexes, GError **error)
{
  FakeKernel *self = fake;
  g_autoptr (GList) links = g_hash_table_get_values (self->world->links);

  for (GList *l = links; l; l = l->next)
    for (guint i = 0; i < ((GArray *)indexes)->len; i++)
      if (g_array_index ((GArray *)indexes, guint, i) == ((NwdLink *)l->data)->index)
        fake_world_remove_link (self->world, ((NwdLink *)l->data)->name);
  fake_kernel_tell (self);
  return fake;
}

static void
fake_kernel_delete_links_async (NwdKernel *kernel,
                                GArray *indexes,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  fake_script_run_async (FAKE_KERNEL (kernel)->script,
                         g_strdup_printf ("delete-links %u", indexes->len),
                         g_task_new (kernel, NULL, callback, user_data), delete_links,
                         g_array_ref (indexes), (GDestroyNotify)g_array_unref, NULL);
}

static gboolean
fake_kernel_delete_links_finish (NwdKernel *kernel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

static char *
fake_kernel_get_boot_id (NwdKernel *kernel)
{
  return g_strdup_printf ("boot %u", FAKE_KERNEL (kernel)->world->boots);
}

static gpointer
set_master (gpointer fake, gpointer names, GError **error)
{
  const char *const *port_and_bridge = names;

  fake_world_set_master (FAKE_KERNEL (fake)->world, port_and_bridge[0], port_and_bridge[1]);
  return fake;
}

static gboolean
fake_kernel_set_master (NwdKernel *kernel, const char *port, const char *bridge, GError **error)
{
  FakeKernel *self = FAKE_KERNEL (kernel);
  const char *names[] = { port, bridge };

  return fake_script_run (self->script, g_strconcat ("set-master ", port, NULL), set_master, self,
                          names, error)
         != NULL;
}

static gpointer
release (gpointer fake, gpointer link, GError **error)
{
  FakeKernel *self = fake;
  const NwdLink *wanted = link;

  if (!read_link (fake, wanted->name, error))
    return NULL;
  fake_world_set_master (self->world, wanted->name, "");
  if (wanted->mtu)
    fake_world_set_mtu (self->world, wanted->name, wanted->mtu);
  return fake;
}

static gboolean
fake_kernel_release (NwdKernel *kernel, const char *port, guint mtu, GError **error)
{
  FakeKernel *self = FAKE_KERNEL (kernel);
  g_autoptr (NwdLink) wanted = nwd_link_new (0, port, "");

  wanted->mtu = mtu;
  return fake_script_run (self->script, g_strconcat ("release ", port, NULL), release, self, wanted,
                          error)
         != NULL;
}

static gpointer
announce (gpointer fake, gpointer argument, GError **error)
{
  return fake;
}

static gboolean
fake_kernel_announce (NwdKernel *kernel, const NwdLink *tap, const char *mac, GError **error)
{
  FakeKernel *self = FAKE_KERNEL (kernel);

  return fake_script_run (self->script, g_strconcat ("announce ", tap->name, " ", mac, NULL),
                          announce, self, NULL, error)
         != NULL;
}

static gboolean
fake_kernel_supports_vlans (NwdKernel *kernel)
{
  return !FAKE_KERNEL (kernel)->world->vlanless;
}

static gboolean
fake_kernel_supports_mirrors (NwdKernel *kernel)
{
  return !FAKE_KERNEL (kernel)->world->mirrorless;
}

static gboolean
is_there (GPtrArray *mirrors, const NwdMirror *mirror)
{
  for (guint i = 0; i < mirrors->len; i++)
    if (nwd_mirror_equal (mirrors->pdata[i], mirror))
      return TRUE;
  return FALSE;
}

static gpointer
make_mirror (gpointer fake, gpointer mirror, GError **error)
{
  const NwdMirror *wanted = mirror;

  return read_link (fake, wanted->bridge, error) ? read_link (fake, wanted->tap, error) : NULL;
}

typedef struct
{
  GPtrArray *wanted;
  NwdMirrorRefused refused;
  gpointer data;
} MirrorSync;

static gpointer
sync_mirrors (gpointer fake, gpointer argument, GError **error)
{
  FakeKernel *self = fake;
  MirrorSync *sync = argument;
  GPtrArray *mirrors = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_mirror_unref);

  for (guint i = 0; i < sync->wanted->len; i++)
    {
      NwdMirror *mirror = sync->wanted->pdata[i];
      g_autoptr (GError) refusal = NULL;
      char *call = g_strconcat ("mirror ", mirror->bridge, " ", mirror->tap, NULL);

      if (is_there (self->world->mirrors, mirror))
        g_free (call);
      else if (!fake_script_run (self->script, call, make_mirror, self, mirror, &refusal))
        {
          sync->refused (mirror, refusal, sync->data);
          continue;
        }
      g_ptr_array_add (mirrors, nwd_mirror_ref (mirror));
    }
  g_ptr_array_unref (self->world->mirrors);
  self->world->mirrors = mirrors;
  return fake;
}

static gboolean
fake_kernel_sync_mirrors (
  NwdKernel *kernel, GPtrArray *mirrors, NwdMirrorRefused refused, gpointer data, GError **error)
{
  FakeKernel *self = FAKE_KERNEL (kernel);
  MirrorSync sync = { .wanted = mirrors, .refused = refused, .data = data };

  return fake_script_run (self->script, g_strdup ("sync-mirrors"), sync_mirrors, self, &sync, error)
         != NULL;
}

static gpointer
seal_bridge (gpointer fake, gpointer name, GError **error)
{
  FakeKernel *self = fake;

  if (self->world->sealless)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED, "no clsact");
      return NULL;
    }
  if (!read_link (fake, name, error))
    return NULL;
  g_hash_table_add (self->world->seals, g_strdup (name));
  return fake;
}

static gboolean
fake_kernel_seal_bridge (NwdKernel *kernel, const char *bridge, GError **error)
{
  FakeKernel *self = FAKE_KERNEL (kernel);

  return fake_script_run (self->script, g_strconcat ("seal-bridge ", bridge, NULL), seal_bridge,
                          self, (gpointer)bridge, error)
         != NULL;
}

static gpointer
unseal_bridge (gpointer fake, gpointer name, GError **error)
{
  g_hash_table_remove (FAKE_KERNEL (fake)->world->seals, name);
  return fake;
}

static gboolean
fake_kernel_unseal_bridge (NwdKernel *kernel, const char *bridge, GError **error)
{
  FakeKernel *self = FAKE_KERNEL (kernel);

  return fake_script_run (self->script, g_strconcat ("unseal-bridge ", bridge, NULL), unseal_bridge,
                          self, (gpointer)bridge, error)
         != NULL;
}

static gpointer
is_sealed (gpointer fake, gpointer name, GError **error)
{
  return g_hash_table_contains (FAKE_KERNEL (fake)->world->seals, name) ? fake : NULL;
}

static gboolean
fake_kernel_is_bridge_sealed (NwdKernel *kernel, const char *bridge, GError **error)
{
  FakeKernel *self = FAKE_KERNEL (kernel);

  return fake_script_run (self->script, g_strconcat ("is-sealed ", bridge, NULL), is_sealed, self,
                          (gpointer)bridge, error)
         != NULL;
}

static gboolean
fake_kernel_seal_port (NwdKernel *kernel, const char *port, gboolean sealed, GError **error)
{
  FakeWorld *world = FAKE_KERNEL (kernel)->world;

  if (!read_link (kernel, (gpointer)port, error))
    return FALSE;
  if (sealed)
    g_hash_table_add (world->sealed_ports, g_strdup (port));
  else
    g_hash_table_remove (world->sealed_ports, port);
  return TRUE;
}

static char *
fake_kernel_get_bridge_filters (NwdKernel *kernel)
{
  return g_strdup (FAKE_KERNEL (kernel)->world->filters);
}

/* The world's neighbours: MAC → address. */
static GPtrArray *
fake_kernel_read_neighbours (NwdKernel *kernel, GHashTable *macs, GError **error)
{
  GPtrArray *claims = nwd_guest_claims_new ();
  GHashTableIter iter;
  gpointer mac, address;

  g_hash_table_iter_init (&iter, FAKE_KERNEL (kernel)->world->neighbours);
  while (g_hash_table_iter_next (&iter, &mac, &address))
    {
      NwdGuestClaim *claim = NULL;

      if (!g_hash_table_contains (macs, mac))
        continue;
      claim = nwd_guest_claim_new (NWD_GUEST_BY_ARP, "", mac);
      nwd_guest_claim_add (claim, address, 32);
      g_ptr_array_add (claims, claim);
    }
  return claims;
}

static void
fake_kernel_interface_init (NwdKernelInterface *interface)
{
  interface->start = fake_kernel_start;
  interface->hear = fake_kernel_hear;
  interface->read_link = fake_kernel_read_link;
  interface->count_links_async = fake_kernel_count_links_async;
  interface->count_links_finish = fake_kernel_count_links_finish;
  interface->delete_links_async = fake_kernel_delete_links_async;
  interface->delete_links_finish = fake_kernel_delete_links_finish;
  interface->get_boot_id = fake_kernel_get_boot_id;
  interface->set_master = fake_kernel_set_master;
  interface->release = fake_kernel_release;
  interface->announce = fake_kernel_announce;
  interface->supports_mirrors = fake_kernel_supports_mirrors;
  interface->supports_vlans = fake_kernel_supports_vlans;
  interface->sync_mirrors = fake_kernel_sync_mirrors;
  interface->seal_bridge = fake_kernel_seal_bridge;
  interface->unseal_bridge = fake_kernel_unseal_bridge;
  interface->is_bridge_sealed = fake_kernel_is_bridge_sealed;
  interface->seal_port = fake_kernel_seal_port;
  interface->get_bridge_filters = fake_kernel_get_bridge_filters;
  interface->read_neighbours = fake_kernel_read_neighbours;
}
