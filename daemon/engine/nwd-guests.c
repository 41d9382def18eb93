/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guests.h"

#include "core/nwd-error.h"
#include "core/nwd-guest-match.h"
#include "core/nwd-guest-news.h"
#include "nwd-asked-guest.h"
#include "nwd-context.h"
#include "nwd-guest-hearsay.h"
#include "nwd-guest-intake.h"

struct _NwdGuests
{
  NwdContext *context; /* NULL: it has ended, and only questions under way keep this */
  NwdGuestAgent *agent;
  NwdGuestCache *cache;
  NwdGuestLanes *lanes;
  NwdGuestPace pace;
  GHashTable *vms; /* id → NwdAskedGuest */
  guint timer;
  gint64 timer_due;
};

/* A question under way. */
typedef struct
{
  NwdGuests *guests;
  char *vm_id;
  guint run;
  NwdGuestLane lane;
  gboolean own; /* the guest itself is asked */
} Question;

/* --- guests --- */

static NwdAskedGuest *
ensure (NwdGuests *self, const char *vm_id)
{
  NwdAskedGuest *guest = g_hash_table_lookup (self->vms, vm_id);

  if (guest)
    return guest;
  guest = nwd_asked_guest_new ();
  g_hash_table_insert (self->vms, g_strdup (vm_id), guest);
  return guest;
}

NwdGuests *
nwd_guests_new (NwdContext *context,
                NwdGuestAgent *agent,
                NwdStore *store,
                const NwdGuestPace *pace)
{
  NwdGuests *self = g_rc_box_new0 (NwdGuests);

  self->context = context;
  self->agent = g_object_ref (agent);
  self->cache = nwd_guest_cache_new (store);
  self->lanes = nwd_guest_lanes_new (NWD_GUEST_AGENT_MAX_QUESTIONS);
  self->pace = *pace;
  self->vms
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_asked_guest_free);
  return self;
}

static void
clear (NwdGuests *self)
{
  g_object_unref (self->agent);
  nwd_guest_lanes_free (self->lanes);
}

static void
unref (NwdGuests *self)
{
  g_rc_box_release_full (self, (GDestroyNotify)clear);
}

void
nwd_guests_free (NwdGuests *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->vms, g_hash_table_unref);
  nwd_guest_cache_free (self->cache);
  self->context = NULL;
  unref (self);
}

void
nwd_guests_load (NwdGuests *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer vm_id;

  if (!nwd_guest_cache_load (self->cache, text, self->context->state->guests, &error))
    {
      g_warning (NWD_GUEST_CACHE_FILE ": dropped: %s", error->message);
      nwd_guest_cache_change (self->cache, self->context->state, FALSE);
    }
  g_hash_table_iter_init (&iter, self->context->state->guests);
  while (g_hash_table_iter_next (&iter, &vm_id, NULL))
    ensure (self, vm_id)->kept = TRUE;
}

void
nwd_guests_stop (NwdGuests *self)
{
  g_autoptr (GError) error = g_error_new_literal (NWD_ERROR, NWD_ERROR_FAILED, "the service ends");
  GHashTableIter iter;
  gpointer value;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_hash_table_iter_init (&iter, self->vms);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      nwd_guest_waiters_answer (((NwdAskedGuest *)value)->asking, error);
      nwd_guest_waiters_answer (((NwdAskedGuest *)value)->next, error);
    }
  nwd_guest_cache_flush (self->cache);
}

/* --- when --- */

static void arm (NwdGuests *self, gint64 due);
static void ask_next (NwdGuests *self);

static void
enter (NwdGuests *self, const char *vm_id, NwdAskedGuest *guest)
{
  guest->waits = TRUE;
  nwd_guest_lanes_enter (self->lanes, nwd_asked_guest_get_lane (guest), vm_id,
                         nwd_guest_waiters_are_there (guest->next));
}

static gboolean
on_due (gpointer data)
{
  NwdGuests *self = data;
  gint64 now = g_get_monotonic_time (), next = 0;
  GHashTableIter iter;
  gpointer vm_id, value;

  self->timer = 0;
  g_hash_table_iter_init (&iter, self->vms);
  while (g_hash_table_iter_next (&iter, &vm_id, &value))
    {
      NwdAskedGuest *guest = value;

      if (guest->waits || !guest->schedule.due)
        continue;
      if (nwd_guest_schedule_is_due (&guest->schedule, now))
        enter (self, vm_id, guest);
      else
        next = next ? MIN (next, guest->schedule.due) : guest->schedule.due;
    }
  if (next)
    arm (self, next);
  ask_next (self);
  return G_SOURCE_REMOVE;
}

static void
arm (NwdGuests *self, gint64 due)
{
  gint64 wait = (due - g_get_monotonic_time () + 999) / 1000;

  if (!due || (self->timer && self->timer_due <= due))
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer_due = due;
  self->timer = g_timeout_add ((guint)MAX (wait, 0), on_due, self);
}

static void
hear (NwdGuests *self, NwdAskedGuest *guest)
{
  nwd_guest_schedule_hear (&guest->schedule, g_get_monotonic_time ());
  arm (self, guest->schedule.due);
}

/* --- answers --- */

static NwdGuestOutcome
outcome_of (NwdGuests *self, const char *vm_id)
{
  const NwdState *state = self->context->state;
  const NwdVm *vm = nwd_state_get_vm (state, vm_id);

  return vm && nwd_guest_match_is_complete (state, vm) ? NWD_GUEST_COMPLETE : NWD_GUEST_INCOMPLETE;
}

/* @claims: NULL: @error. */
static void
take_answer (NwdGuests *self,
             const Question *question,
             NwdAskedGuest *guest,
             GPtrArray *claims,
             const GError *error)
{
  const char *vm_id = question->vm_id;
  gboolean any = FALSE;
  gint64 now = g_get_monotonic_time ();

  guest->answered = error == NULL;
  if (error)
    nwd_guest_intake_silence (self->context, vm_id, guest, error);
  else
    any = nwd_guest_intake_report (self->context, self->cache, vm_id, guest, claims, question->own,
                                   nwd_guest_lanes_are_busy (self->lanes));
  if (guest->schedule.due) /* something happened meanwhile */
    return;
  if (question->own)
    nwd_guest_schedule_agent (&guest->schedule, &self->pace, now,
                              error ? NWD_GUEST_SILENT : outcome_of (self, vm_id));
  else
    nwd_guest_schedule_others (&guest->schedule, &self->pace, now, any);
}

static void
question_free (Question *question)
{
  unref (question->guests);
  g_free (question->vm_id);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* Whether the run that was asked about goes on. */
static gboolean
is_of_now (NwdGuests *self, const Question *question, const NwdAskedGuest *guest)
{
  const NwdVm *vm = nwd_state_get_vm (self->context->state, question->vm_id);

  return guest->seen && guest->run == question->run && vm && vm->domain->live;
}

/* It has stopped; who waits for its next answer gets none. */
static void
drop (NwdGuests *self, const char *vm_id, NwdAskedGuest *guest)
{
  g_autoptr (GError) error
    = g_error_new (NWD_ERROR, NWD_ERROR_NOT_FOUND, "the VM has stopped while its guest was asked");

  nwd_guest_waiters_answer (guest->next, error);
  g_hash_table_remove (self->vms, vm_id);
}

static void
end_question (Question *question, GPtrArray *claims, const GError *error)
{
  NwdGuests *self = question->guests;
  NwdAskedGuest *guest = g_hash_table_lookup (self->vms, question->vm_id);

  guest->waits = FALSE;
  nwd_guest_lanes_leave (self->lanes, question->lane);
  if (is_of_now (self, question, guest))
    {
      take_answer (self, question, guest, claims, error);
      nwd_guest_waiters_answer (guest->asking, error);
    }
  if (!guest->seen)
    {
      drop (self, question->vm_id, guest);
      return;
    }
  if (nwd_guest_waiters_are_there (guest->next))
    guest->schedule.due = g_get_monotonic_time ();
  arm (self, guest->schedule.due);
}

/* --- questions --- */

static void
add_neighbours (NwdGuests *self, const char *vm_id, GPtrArray *claims)
{
  const NwdVm *vm = nwd_state_get_vm (self->context->state, vm_id);

  if (vm)
    nwd_guest_hearsay_add_neighbours (self->context->kernel, vm, claims);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  NwdGuests *self = question->guests;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) claims
    = nwd_guest_agent_ask_finish (NWD_GUEST_AGENT (source), result, &error);

  if (!self->context)
    return;
  if (claims && !question->own)
    add_neighbours (self, question->vm_id, claims);
  end_question (question, claims, error);
  ask_next (self);
}

/* A guest that is paused cannot answer; others know less than it has said before its agent left. */
static gboolean
is_worth_asking (NwdGuests *self, const char *vm_id, const NwdDomain *domain)
{
  const NwdGuestReport *report = g_hash_table_lookup (self->context->state->guests, vm_id);

  if (domain->agent == NWD_AGENT_CONNECTED)
    return domain->state == NWD_VM_RUNNING;
  return !report || !nwd_guest_report_is_own (report);
}

static void
ask (NwdGuests *self, const char *vm_id, NwdAskedGuest *guest, NwdGuestLane lane)
{
  const NwdDomain *domain = guest->seen;
  g_autoptr (Question) question = g_new0 (Question, 1);

  *question = (Question){ g_rc_box_acquire (self), g_strdup (vm_id), guest->run, lane,
                          domain->agent == NWD_AGENT_CONNECTED };
  guest->schedule.due = 0;
  nwd_guest_waiters_join (guest->asking, guest->next);
  if (question->own || nwd_guest_hearsay_has_leases (domain))
    {
      nwd_guest_agent_ask_async (self->agent, vm_id,
                                 question->own ? NWD_GUEST_BY_AGENT : NWD_GUEST_BY_LEASE, on_answer,
                                 question);
      question = NULL;
    }
  else
    {
      g_autoptr (GPtrArray) claims = nwd_guest_claims_new ();

      add_neighbours (self, vm_id, claims);
      end_question (question, claims, NULL);
    }
}

static void
skip (NwdGuests *self, const char *vm_id, NwdAskedGuest *guest, NwdGuestLane lane)
{
  g_autoptr (GError) error = g_error_new (NWD_ERROR, NWD_ERROR_NOT_FOUND,
                                          "there is nobody to ask: the VM does not run, or its "
                                          "agent is not there");

  nwd_guest_lanes_leave (self->lanes, lane);
  guest->waits = FALSE;
  guest->schedule.due = 0;
  nwd_guest_waiters_answer (guest->next, error);
  if (!guest->seen)
    g_hash_table_remove (self->vms, vm_id);
}

static void
ask_next (NwdGuests *self)
{
  NwdGuestLane lane = NWD_GUEST_LANE_GOOD;
  char *id = NULL;

  while ((id = nwd_guest_lanes_take (self->lanes, &lane)))
    {
      g_autofree char *vm_id = id;
      NwdAskedGuest *guest = g_hash_table_lookup (self->vms, vm_id);

      if (guest->seen && is_worth_asking (self, vm_id, guest->seen))
        ask (self, vm_id, guest, lane);
      else
        skip (self, vm_id, guest, lane);
    }
  if (!nwd_guest_lanes_are_busy (self->lanes))
    nwd_guest_cache_end_round (self->cache);
}

/* --- news --- */

/* Its run has ended; a question under way ends in time. */
static void
forget (NwdGuests *self, const char *vm_id, NwdAskedGuest *guest)
{
  g_autoptr (GError) error
    = g_error_new (NWD_ERROR, NWD_ERROR_NOT_FOUND, "the VM has stopped while its guest was asked");

  if (guest->kept)
    nwd_guest_cache_change (self->cache, self->context->state, FALSE);
  g_clear_pointer (&guest->seen, nwd_domain_unref);
  guest->schedule = (NwdGuestSchedule){ 0 };
  guest->told = 0;
  guest->here = guest->answered = guest->kept = FALSE;
  guest->run++;
  nwd_guest_waiters_answer (guest->asking, error);
  nwd_guest_waiters_answer (guest->next, error);
  if (!guest->waits)
    g_hash_table_remove (self->vms, vm_id);
}

static void
look_at (NwdGuests *self, const char *vm_id, NwdDomain *domain)
{
  NwdAskedGuest *guest = ensure (self, vm_id);
  NwdGuestNews news = nwd_guest_news (guest->seen, domain);

  g_clear_pointer (&guest->seen, nwd_domain_unref);
  guest->seen = nwd_domain_ref (domain);
  guest->here
    = news == NWD_GUEST_NEWS_HERE || (guest->here && domain->agent == NWD_AGENT_CONNECTED);
  if (news != NWD_GUEST_NO_NEWS)
    hear (self, guest);
}

void
nwd_guests_follow (NwdGuests *self, const NwdTouched *touched)
{
  const NwdState *state = self->context->state;
  GHashTableIter iter;
  gpointer vm_id;

  g_hash_table_iter_init (&iter, nwd_touched_get (touched, NWD_KIND_VM));
  while (g_hash_table_iter_next (&iter, &vm_id, NULL))
    {
      NwdDomain *domain = g_hash_table_lookup (state->domains, vm_id);
      NwdAskedGuest *guest = g_hash_table_lookup (self->vms, vm_id);

      if (domain && domain->live)
        look_at (self, vm_id, domain);
      else if (guest)
        forget (self, vm_id, guest);
    }
}

/* Those that were not told of any more are gone; who did not answer may do so now that the
 * hypervisor is there again. */
void
nwd_guests_know_vms (NwdGuests *self)
{
  g_autofree gpointer *ids = g_hash_table_get_keys_as_array (self->vms, NULL);

  for (gpointer *id = ids; *id; id++)
    {
      const NwdDomain *domain = g_hash_table_lookup (self->context->state->domains, *id);
      NwdAskedGuest *guest = g_hash_table_lookup (self->vms, *id);

      if (!domain || !domain->live)
        forget (self, *id, guest);
      else if (guest->schedule.silent > 0)
        hear (self, guest);
    }
}

void
nwd_guests_refresh (NwdGuests *self, const char *vm_id, guint timeout, GTask *task)
{
  NwdAskedGuest *guest = ensure (self, vm_id);

  nwd_guest_waiters_add (guest->next, task, timeout);
  if (!guest->waits)
    enter (self, vm_id, guest);
  ask_next (self);
}
