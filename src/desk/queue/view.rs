//! The queue as an operator sees it.

use super::count::count;
use super::pick::{self, Visit};
use super::take::asleep;
use crate::desk::gate::{Case, Facts, Pending};
use crate::desk::jobs::{mixes, offered, owners};
use crate::desk::{Query, Result, View, What};
use crate::domain::client::Client;
use crate::domain::deal::Deal;
use crate::domain::gate::{Dial, Forbidden, Permit};
use crate::domain::ids::{ClientId, QueueEntryId, UserId};
use crate::domain::queue::{QueueEntry, Rank, Score, StageBand};
use crate::domain::text::Bilingual;
use crate::domain::time::Moment;
use crate::store::Kept;

/// Counting stops here for every kind of contact in every zone: more is «very many» to anybody who reads it.
const COUNT_CAP: usize = 300;

/// Contacts others are working on that are shown: those whose lease ends first.
const HELD_SHOWN: usize = 20;

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
    /// Its class in the order.
    pub rank: Rank,
    /// Its points for the one who asks; `None` while its time has not come.
    pub score: Option<Score>,
    /// Who else is working on it.
    pub holder: Option<UserId>,
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
    /// Which of the numbers are at least so many.
    pub capped: Capped,
}

/// Of which counts there are more: counting stopped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its count")]
pub struct Capped {
    pub now: bool,
    pub overdue: bool,
    pub promises: bool,
    pub closed: bool,
}

impl QueueRow {
    /// Whether it is among those that are taken next: its time has come, nobody else works on it, and the gate lets the call pass.
    pub fn may_be_taken(&self) -> bool {
        self.rank != Rank::Later && self.holder.is_none() && self.gate.is_ok()
    }
}

impl Query for QueueView {
    /// Rows in the order of the queue (then what others are working on, then those whose time has not come), and the counts.
    type Answer = (Vec<QueueRow>, Counts);

    fn answer(&self, view: &View<'_>) -> Result<(Vec<QueueRow>, Counts)> {
        let mut rows = Vec::new();
        pick::each_due(view, self.limit, &mut |rank, entry| {
            rows.extend(row(view, rank, entry)?);
            Ok(if rows.len() < self.limit { Visit::Counts } else { Visit::Enough })
        })?;
        // Nobody can take what another one works on, but everybody can see who does.
        let held = pick::taken_now(view, HELD_SHOWN)?;
        for entry in held.into_iter().filter(|entry| entry.holder(view.now) != Some(view.who.user)) {
            if rows.len() < self.limit && entry.owner.is_none_or(|owner| owner == view.who.user) {
                rows.extend(row(view, entry.rank(view.now), entry)?);
            }
        }
        for entry in pick::later(view, self.limit - rows.len())? {
            rows.extend(row(view, Rank::Later, entry)?);
        }
        Ok((rows, count(view, COUNT_CAP)?))
    }
}

/// Asks for the contacts that would be taken next, one after another: those that may be called this very moment.
#[derive(Clone, Copy, Debug)]
pub struct QueueNext {
    /// How many at most.
    pub limit: usize,
}

impl Query for QueueNext {
    type Answer = Vec<QueueRow>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<QueueRow>> {
        let mut rows = Vec::new();
        // Forbidden ones among them are looked over, as they are when one is taken.
        pick::each_due(view, self.limit, &mut |rank, entry| {
            let Some(client) = view.reads().client(entry.client)? else { return Ok(Visit::Passed) };
            if asleep(view, &client, &entry)?.is_some() {
                return Ok(Visit::Passed);
            }
            let Some(row) = row(view, rank, entry)?.filter(|row| row.gate.is_ok()) else {
                return Ok(Visit::Passed);
            };
            rows.push(row);
            Ok(if rows.len() < self.limit { Visit::Counts } else { Visit::Enough })
        })?;
        Ok(rows)
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
    let person = person.map(|person| person.record.name);
    let score = view.catalog()?.weights().score(&entry, view.who.user, view.now);
    let holder = entry.holder(view.now).filter(|holder| *holder != view.who.user);
    Ok(Some(QueueRow { entry, rank, score, holder, client, person, dial, gate }))
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
    /// Its class in the order.
    pub rank: Rank,
    /// Its points for the one who asks; `None` while its time has not come.
    pub score: Option<Score>,
    /// The stage of the open deal that gives it points.
    pub stage: Option<Bilingual>,
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
        let stands = gate.is_ok() && offered(view, &entry).is_ok();
        let before = if stands { Some(before(view, &entry)?) } else { None };
        let catalog = view.catalog()?;
        let list = entry.list.and_then(|id| Some(catalog.list(id)?.name.clone()));
        Ok(Why {
            score: catalog.weights().score(&entry, view.who.user, view.now),
            stage: stage(view, &entry)?,
            client: entry.client,
            rank: entry.rank(view.now),
            late_min: view.now.minutes_since(entry.wakes()),
            before,
            holder: entry.holder(view.now),
            list,
            gate,
            entry,
        })
    }
}

/// The stage of the client's open deal that has come furthest.
fn stage(view: &View<'_>, entry: &QueueEntry) -> Result<Option<Bilingual>> {
    let catalog = view.catalog()?;
    let deals = view.reads().of_client::<Deal>(entry.client)?;
    let stages = deals.iter().filter(|deal| deal.is_open()).filter_map(|deal| {
        let process = catalog.process(deal.process)?;
        let stage = deal.stage()?;
        Some((StageBand::of(stage, process.stages.len()), stage, process.stages.get(stage)?.name.clone()))
    });
    Ok(stages.max_by_key(|(band, stage, _)| (*band, *stage)).map(|(.., name)| name))
}

/// How many contacts that may be worked on now stand before one.
fn before(view: &View<'_>, entry: &QueueEntry) -> Result<usize> {
    let mut before = 0;
    let catalog = view.catalog()?;
    let place_of = |entry: &QueueEntry| catalog.weights().place(entry, view.who.user, view.now);
    let place = place_of(entry);
    // Where jobs have an order of their own, the points alone do not tell who comes first.
    let mixed = mixes(view, &owners(view)?)?;
    pick::each_due(view, COUNT_CAP, &mut |_, other| {
        let earlier = other.id != entry.id && (mixed || place_of(&other) < place);
        before += usize::from(earlier);
        Ok(if earlier { Visit::Counts } else { Visit::Enough })
    })?;
    Ok(before)
}
