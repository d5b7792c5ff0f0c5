//! A client forbids calls: written down with the call it was said in, and everything it forbids leaves the queue.

use std::collections::BTreeSet;

use super::ends::Call;
use super::{Asker, Next};
use crate::desk::gate::{Pending, block_forbidden};
use crate::desk::memos::write_memo;
use crate::desk::numbers::spoken_with;
use crate::desk::{Plan, Result};
use crate::domain::client::ClientKind;
use crate::domain::ids::{ClientId, InteractionId, UserId};
use crate::domain::interaction::Direction;
use crate::domain::memo::{MemoKind, MemoTo};
use crate::domain::outcome::StopAnswer;
use crate::domain::person::Person;
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::stop::{StopEntry, StopScope, StopSubject};
use crate::domain::text::clean_line;
use crate::store::Kept;

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
        // The one who asks is protected on all his numbers, and the number that was dialled whoever answers it. A private client
        // speaks for himself, whatever number he was reached on.
        let mut subjects: Vec<StopSubject> = Vec::new();
        if self.client.kind == ClientKind::Person {
            subjects.push(StopSubject::Client(self.client.id));
        }
        let asker = self.asker(plan)?;
        subjects.extend(asker.as_ref().map(|person| StopSubject::Person(person.id)));
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
        let mut blocked = block_forbidden(plan, &self.client, self.case.entry, pending)?;
        let elsewhere: BTreeSet<ClientId> =
            asker.iter().flat_map(|person| &person.links).map(|link| link.client).collect();
        for other in elsewhere.into_iter().filter(|other| *other != self.client.id) {
            let Some(other) = plan.reads().client(other)? else { continue };
            blocked.extend(block_forbidden(plan, &other, self.case.entry, pending)?);
        }
        Ok(blocked)
    }

    /// Which of the client's people asks for it.
    fn asker(&self, plan: &Plan<'_>) -> Result<Option<Kept<Person>>> {
        let people = plan.reads().people_of(self.client.id)?;
        let id = match self.case.answers.asker {
            Some(Asker::Person(id)) => Some(id),
            Some(Asker::Nobody) => None,
            None => {
                let dialled = (self.case.phone.as_ref(), self.case.person);
                spoken_with(&self.client, &people, dialled, self.case.script.is_some(), plan.now)
            }
        };
        Ok(people.into_iter().find(|person| Some(person.id) == id))
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
