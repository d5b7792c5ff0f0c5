//! Calls of clients that nobody answered: each stands in the history, and whoever called is called back before other work.

use std::ops::ControlFlow;

use chrono_tz::Tz;

use super::clients::create::place_by_number;
use super::search::Lookup;
use super::{Plan, Query, Result, UseCase};
use crate::domain::call_list::DEFAULT_ATTEMPTS;
use crate::domain::client::Client;
use crate::domain::contact::ContactMethod;
use crate::domain::ids::{ClientId, PersonId, QueueEntryId};
use crate::domain::interaction::{Direction, Interaction, InteractionKind, InteractionStatus};
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
use crate::domain::time::Moment;
use crate::store::tables::interactions_of;
use crate::store::{Index, Walk};

/// Writes down that somebody has called in vain: his client is called back first of all that is not promised for the minute.
/// Calls that come again before that are the same row, and one that is told of twice, by number and moment, is one call. Who is not
/// known becomes a client with nothing but a number; numbers
/// nobody can be called back on (8-800 and services) are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissedCall {
    /// Who has called.
    pub phone: Phone,
    /// When; never later than now.
    pub at: Moment,
}

/// The row of a missed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The client.
    pub client: ClientId,
    /// The row.
    pub entry: QueueEntryId,
    /// He had not called in vain before.
    pub is_new: bool,
}

/// Who has called in vain.
struct Caller {
    client: ClientId,
    person: Option<PersonId>,
    zone: Option<Tz>,
}

impl UseCase for MissedCall {
    /// `None` where nobody can be called back.
    type Done = Option<Missed>;

    const NAME: &'static str = "call.missed";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Option<Missed>> {
        let at = self.at.min(plan.now);
        let Some(Caller { client, person, zone }) = self.caller(plan)? else { return Ok(None) };
        if self.is_written(plan, client, at)? {
            let rows = plan.reads().of_client::<QueueEntry>(client)?;
            let row = rows.iter().rev().find(|row| row.kind == EntryKind::Missed);
            return Ok(row.map(|row| Missed { client, entry: row.id, is_new: false }));
        }
        let call = Interaction {
            id: plan.new_id::<Interaction>(),
            client,
            person,
            kind: InteractionKind::Call,
            direction: Direction::Incoming,
            status: InteractionStatus::NotHeld,
            at,
            duration_s: None,
            phone: Some(self.phone),
            subject: None,
            outcome: None,
            reason: String::new(),
            owner: plan.who.user,
            text: String::new(),
            script: None,
            entry: None,
            attempt: 0,
            promised: None,
            tried: Vec::new(),
            marks: Vec::new(),
            recording: None,
        };
        plan.add(&call)?;
        let rows = plan.reads().of_client::<QueueEntry>(client)?;
        if let Some(row) = rows.iter().find(|row| row.kind == EntryKind::Missed && row.is_open()) {
            return Ok(Some(Missed { client, entry: row.id, is_new: false }));
        }
        let row = QueueEntry {
            id: plan.new_id::<QueueEntry>(),
            client,
            person,
            phone: Some(self.phone),
            kind: EntryKind::Missed,
            due: at,
            reason: String::new(),
            list: None,
            attempts: 0,
            max_attempts: DEFAULT_ATTEMPTS,
            owner: None,
            state: EntryState::Waiting,
            zone,
            created: plan.now,
            marks: Marks::default(),
        };
        plan.add(&row)?;
        Ok(Some(Missed { client, entry: row.id, is_new: true }))
    }
}

impl MissedCall {
    /// Whether this very call is in the books: whoever was cut off before he heard of it writes it down once more.
    fn is_written(&self, plan: &Plan<'_>, client: ClientId, at: Moment) -> Result<bool> {
        let mut found = false;
        plan.reads().each::<Interaction>(&interactions_of(client).moment(at), Walk::Up, &mut |call| {
            found |= call.kind == InteractionKind::Call
                && call.direction == Direction::Incoming
                && call.status == InteractionStatus::NotHeld
                && call.phone == Some(self.phone);
            if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(found)
    }

    /// Who has called: of several with this number whoever spoke with us last.
    fn caller(&self, plan: &mut Plan<'_>) -> Result<Option<Caller>> {
        let lookup = Lookup { query: self.phone.to_string(), limit: 1 };
        if let Some(found) = lookup.answer(plan)?.matches.into_iter().next() {
            let zone = found.client.zone.map(|zone| zone.tz);
            let person = found.person.map(|person| person.id);
            return Ok(Some(Caller { client: found.client.id, person, zone }));
        }
        if !self.phone.may_be_clients() {
            return Ok(None);
        }
        // Two who write down the same call must not make two clients of it.
        plan.commit().expect_nothing(Index::Phone.key().text(&self.phone.reversed_digits()));
        let mut client = Client::new(plan.new_id::<Client>(), self.phone.to_string(), plan.now);
        place_by_number(&mut client, &self.phone);
        client.methods.push(ContactMethod::phone(self.phone, ""));
        plan.add(&client)?;
        let zone = client.zone.map(|zone| zone.tz);
        Ok(Some(Caller { client: client.id, person: None, zone }))
    }
}

/// Closes what a client has called in vain, the row that is worked on apart: he was reached.
pub(super) fn close_missed(
    plan: &mut Plan<'_>,
    client: ClientId,
    except: Option<QueueEntryId>,
) -> Result<()> {
    for mut row in plan.reads().of_client::<QueueEntry>(client)? {
        if row.kind == EntryKind::Missed && row.is_open() && Some(row.id) != except {
            row.record.state = EntryState::Done;
            plan.change(&row)?;
        }
    }
    Ok(())
}
