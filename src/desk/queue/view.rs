//! The queue as an operator sees it.

use super::pick;
use crate::desk::dossier::stops;
use crate::desk::{Query, Result, View, What};
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::gate::{Dial, Forbidden, Gate};
use crate::domain::ids::{ClientId, QueueEntryId, UserId};
use crate::domain::person::Person;
use crate::domain::phone::Phone;
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
    /// The number to dial, or why there is none.
    pub dial: std::result::Result<Dial, Forbidden>,
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
    let (dial, people) = number(view, &client, Some(&entry))?;
    let speaks = dial.as_ref().ok().and_then(|dial| dial.person).or(entry.person);
    let person = people.into_iter().find(|person| Some(person.id) == speaks).map(|person| person.record.name);
    Ok(Some(QueueRow { entry, rank, client, person, dial }))
}

/// What a number comes to: the number or why there is none, and the client's people.
type Numbered = (std::result::Result<Dial, Forbidden>, Vec<Kept<Person>>);

/// The number to dial for a contact, by the gate; hours are not looked at.
pub(super) fn number(view: &View<'_>, client: &Client, entry: Option<&QueueEntry>) -> Result<Numbered> {
    let people = view.reads().people_of(client.id)?;
    let dial = with_gate(view, client, &people, entry, |gate| gate.number(entry))?;
    Ok((dial, people))
}

/// As [`number`], for a number the operator has chosen himself: it may be one that is marked as dead.
pub(super) fn chosen_number(
    view: &View<'_>,
    client: &Client,
    entry: Option<&QueueEntry>,
    phone: Phone,
) -> Result<std::result::Result<Dial, Forbidden>> {
    let people = view.reads().people_of(client.id)?;
    let of_client = client.phones().any(|known| known.same_line(&phone));
    let owner = people.iter().find(|person| person.phones().any(|known| known.same_line(&phone)));
    let person = owner.filter(|_| !of_client).map(|person| person.id);
    let dial = Dial { phone, person };
    with_gate(view, client, &people, entry, |gate| match gate.stop_for(&dial) {
        None => Ok(dial),
        Some(stop) => Err(Forbidden::Stopped(Box::new(stop.clone()))),
    })
}

fn with_gate<T>(
    view: &View<'_>,
    client: &Client,
    people: &[Kept<Person>],
    entry: Option<&QueueEntry>,
    ask: impl FnOnce(&Gate<'_>) -> T,
) -> Result<T> {
    let date = view.now.utc().date_naive();
    let present: Vec<&Person> =
        people.iter().map(|kept| &kept.record).filter(|p| p.link_on(client.id, date).is_some()).collect();
    let stops = stops(view.reads(), client, present.iter().copied())?;
    let list = entry.and_then(|entry| entry.list);
    Ok(ask(&Gate { client, people: &present, stops: &stops, purpose: purpose(view, entry)?, list }))
}

/// What the call of a contact is for. One that belongs to no list may well be a sales call, and is held to that law.
pub(in crate::desk) fn purpose(view: &View<'_>, entry: Option<&QueueEntry>) -> Result<Purpose> {
    let Some(list) = entry.and_then(|entry| entry.list) else { return Ok(Purpose::Advertising) };
    Ok(view.catalog()?.list(list).map_or(Purpose::Advertising, |list| list.purpose))
}

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
    pub gate: std::result::Result<Dial, Forbidden>,
}

impl Query for WhyOf {
    type Answer = Why;

    fn answer(&self, view: &View<'_>) -> Result<Why> {
        let entry = view.need::<QueueEntry>(What::QueueEntry, self.0)?;
        let client = view.need::<Client>(What::Client, entry.client)?;
        let (dial, _) = number(view, &client, Some(&entry))?;
        let gate = dial.and_then(|dial| {
            if view.hours().open_at(entry.zone, view.now) {
                Ok(dial)
            } else {
                Err(Forbidden::Hours { opens: view.hours().next_open(entry.zone, view.now) })
            }
        });
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
