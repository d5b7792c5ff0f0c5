//! The queue as an operator sees it.

use super::pick;
use crate::desk::gate::{Case, Facts, Pending};
use crate::desk::{Query, Result, View, What};
use crate::domain::client::Client;
use crate::domain::gate::{Dial, Forbidden, Permit};
use crate::domain::ids::{ClientId, QueueEntryId, UserId};
use crate::domain::queue::{QueueEntry, Rank};
use crate::domain::time::Moment;
use crate::store::Kept;

/// Counting stops here for every kind of contact in every zone: more is «very many» to anybody who reads it.
const COUNT_CAP: usize = 300;

/// Asks for the top of the queue.
#[derive(Clone, Copy, Debug)]
pub struct QueueView {
    /// How many rows at most.
    pub limit: usize,
}

/// One row of the queue.
#[derive(Clone, Debug)]
pub struct QueueRow {
    /// The planned contact.
    pub entry: Kept<QueueEntry>,
    /// Its place in the order.
    pub rank: Rank,
    /// The client.
    pub client: Kept<Client>,
    /// Name of the person to speak with, when that is known.
    pub person: Option<String>,
    /// The number to dial, or why there is none; hours are not looked at.
    pub dial: std::result::Result<Dial, Forbidden>,
    /// Whether he may be called this very moment, and on what ground.
    pub gate: Gated,
}

/// How many contacts there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// May be worked on now.
    pub now: usize,
    /// Of these, promises whose time has passed.
    pub overdue: usize,
    /// Promises, whenever they are due.
    pub promises: usize,
    /// Their time has come, but it is too early or too late where the client is.
    pub closed: usize,
    /// When the first of those may be called.
    pub opens: Option<Moment>,
    /// The numbers are at least so many: counting stopped.
    pub capped: bool,
}

impl Query for QueueView {
    /// Rows in the order of the queue (those whose time has not come at the end), and the counts.
    type Answer = (Vec<QueueRow>, Counts);

    fn answer(&self, view: &View<'_>) -> Result<(Vec<QueueRow>, Counts)> {
        let mut rows = Vec::new();
        pick::each_due(view, self.limit, &mut |rank, entry| {
            rows.extend(row(view, rank, entry)?);
            Ok(rows.len() < self.limit)
        })?;
        for entry in pick::later(view, self.limit - rows.len())? {
            rows.extend(row(view, Rank::Later, entry)?);
        }
        Ok((rows, pick::count(view, COUNT_CAP)?))
    }
}

/// A row, unless the client is gone.
fn row(view: &View<'_>, rank: Rank, entry: Kept<QueueEntry>) -> Result<Option<QueueRow>> {
    let Some(client) = view.reads().client(entry.client)? else { return Ok(None) };
    let facts = Facts::read(view, &client, Case::of(Some(&entry)), Pending::default())?;
    let calendar = std::sync::Arc::clone(view.catalog()?.hours().calendar());
    let (dial, gate) = facts.ask(&client, |gate| {
        let dial = gate.number(Some(&entry)).map(|permit| permit.dial);
        (dial, gate.dial(Some(&entry), None, &calendar))
    });
    let speaks = dial.as_ref().ok().and_then(|dial| dial.person).or(entry.person);
    let person = facts.people.into_iter().find(|person| Some(person.id) == speaks);
    Ok(Some(QueueRow { entry, rank, client, person: person.map(|person| person.record.name), dial, gate }))
}

/// What the gate says.
pub type Gated = std::result::Result<Permit, Forbidden>;

/// Asks why a contact stands where it stands.
#[derive(Clone, Copy, Debug)]
pub struct WhyOf(pub QueueEntryId);

/// Why a contact stands where it stands.
#[derive(Clone, Debug)]
pub struct Why {
    /// The contact.
    pub entry: Kept<QueueEntry>,
    /// The client.
    pub client: ClientId,
    /// Its place in the order.
    pub rank: Rank,
    /// Minutes since it was due; negative when it is still to come.
    pub late_min: i64,
    /// How many stand before it, at most the bound of what is counted; `None` when it may not be called and so stands
    /// nowhere.
    pub before: Option<usize>,
    /// Who is working on it.
    pub holder: Option<UserId>,
    /// Name of its call list.
    pub list: Option<String>,
    /// The number to dial, or why there is none, hours included.
    pub gate: Gated,
}

impl Query for WhyOf {
    type Answer = Why;

    fn answer(&self, view: &View<'_>) -> Result<Why> {
        let entry = view.need::<QueueEntry>(What::QueueEntry, self.0)?;
        let client = view.need::<Client>(What::Client, entry.client)?;
        let gate = super::take::gate(view, &client, Case::of(Some(&entry)), None)?;
        let before = if gate.is_ok() { Some(before(view, &entry)?) } else { None };
        let list = entry.list.and_then(|id| Some(view.catalog().ok()?.list(id)?.name.clone()));
        Ok(Why {
            client: entry.client,
            rank: entry.rank(view.now),
            late_min: view.now.minutes_since(entry.due),
            before,
            holder: entry.holder(view.now),
            list,
            gate,
            entry,
        })
    }
}

/// How many contacts that may be worked on now stand before one.
fn before(view: &View<'_>, entry: &QueueEntry) -> Result<usize> {
    let mut before = 0;
    let place = entry.order_key(view.now);
    pick::each_due(view, COUNT_CAP, &mut |_, other| {
        let earlier = other.order_key(view.now) < place;
        before += usize::from(earlier);
        Ok(earlier)
    })?;
    Ok(before)
}
