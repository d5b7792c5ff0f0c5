//! A client forbids calls: written down with the call it was said in, and everything it forbids leaves the queue.

use super::Next;
use super::ends::Call;
use crate::desk::gate::{Pending, block_forbidden};
use crate::desk::memos::write_memo;
use crate::desk::{Plan, Result};
use crate::domain::client::ClientKind;
use crate::domain::ids::{InteractionId, PersonId, UserId};
use crate::domain::interaction::Direction;
use crate::domain::memo::{MemoKind, MemoTo};
use crate::domain::outcome::StopAnswer;
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::stop::{StopEntry, StopScope, StopSubject};
use crate::domain::text::clean_line;

impl Call<'_> {
    /// Writes the prohibition down and takes what it forbids out of the queue; returns which other contacts that were.
    pub(super) fn stop(&self, plan: &mut Plan<'_>, interaction: InteractionId) -> Result<Vec<QueueEntry>> {
        let scope = match self.case.answers.stop {
            Some(StopAnswer::Everything) => StopScope::Everything,
            Some(StopAnswer::ThisList) => match self.entry.as_ref().and_then(|entry| entry.list) {
                Some(list) => StopScope::List(list),
                None => StopScope::Advertising,
            },
            Some(StopAnswer::Advertising) | None => StopScope::Advertising,
        };
        // The one who spoke is protected on all his numbers, and the number that was dialled whoever answers it. A private
        // client speaks for himself, whatever number he was reached on.
        let mut subjects: Vec<StopSubject> = Vec::new();
        if self.client.kind == ClientKind::Person {
            subjects.push(StopSubject::Client(self.client.id));
        }
        subjects.extend(self.spoken(plan)?.map(StopSubject::Person));
        subjects.extend(self.case.phone.map(StopSubject::Phone));
        if subjects.is_empty() {
            subjects.push(StopSubject::Client(self.client.id));
        }
        let mut stops = Vec::new();
        for subject in subjects {
            let stop = StopEntry {
                id: plan.new_id::<StopEntry>(),
                client: Some(self.client.id),
                subject,
                scope,
                since: plan.now,
                until: None,
                reason: clean_line(&self.case.answers.reason),
                proof: String::new(),
                interaction: Some(interaction),
                by: plan.who.user,
                lifted: None,
            };
            plan.add(&stop)?;
            stops.push(stop);
        }
        let pending = Pending { stops: &stops, ..Pending::default() };
        block_forbidden(plan, &self.client, self.case.entry, pending)
    }

    /// Who was spoken to: the one who was called, or the only one of the client's people who has the number.
    fn spoken(&self, plan: &Plan<'_>) -> Result<Option<PersonId>> {
        let Some(phone) = self.case.phone.filter(|_| self.case.person.is_none()) else {
            return Ok(self.case.person);
        };
        let today = plan.now.utc().date_naive();
        let people = plan.reads().people_of(self.client.id)?;
        let mut his = people.iter().filter(|person| {
            person.link_on(self.client.id, today).is_some()
                && person.phones().any(|known| known.same_line(&phone))
        });
        let first = his.next().map(|person| person.id);
        Ok(first.filter(|_| his.next().is_none()))
    }

    /// The contact itself is over for ever.
    pub(super) fn block(&mut self, plan: &mut Plan<'_>) -> Result<Next> {
        if let Some(entry) = &mut self.entry {
            let made = !self.case.is_no_call() && self.case.direction == Direction::Outgoing;
            let attempts = entry.attempts.saturating_add(u16::from(made));
            entry.record.attempts = attempts;
            entry.record.state = EntryState::Blocked;
            plan.change(entry)?;
        }
        Ok(Next::Blocked)
    }

    /// Tells the others whose promised calls a prohibition has taken out of the queue; returns who they are.
    pub(super) fn tell_owners(&self, plan: &mut Plan<'_>, stopped: &[QueueEntry]) -> Result<Vec<UserId>> {
        let me = plan.who.user;
        let mut told = Vec::new();
        for entry in stopped.iter().filter(|entry| entry.kind == EntryKind::Promise) {
            let Some(owner) = entry.owner.filter(|owner| *owner != me) else { continue };
            write_memo(plan, MemoTo::User(owner), self.client.id, MemoKind::CallbackGone { due: entry.due })?;
            told.push(owner);
        }
        Ok(told)
    }
}
