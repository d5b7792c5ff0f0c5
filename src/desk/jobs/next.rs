//! Which rows the queue offers to a user, and in which order jobs are mixed.

use std::ops::ControlFlow;

use crate::desk::queue::{Gated, Visit, each_due, gate_of};
use crate::desk::{DeskError, Query, Result, View};
use crate::domain::gate::Forbidden;
use crate::domain::ids::{CallListId, ClientId, InteractionId};
use crate::domain::interaction::{Direction, Interaction, Subject};
use crate::domain::job::order::{self, LOOK, Lane, Served};
use crate::domain::job::{Job, JobState, Order, PRIORITY};
use crate::domain::queue::{Place, QueueEntry, Rank};
use crate::domain::time::Moment;
use crate::store::tables::{LaneOwner, interactions_of};
use crate::store::{Index, Kept, Walk};

/// Whose waiting contacts a user works on: everybody's, his own, and those of the jobs that run today and that he works on. So a job
/// that rests costs nothing, however many rows it has.
pub(in crate::desk) fn owners(view: &View<'_>) -> Result<Vec<LaneOwner>> {
    let user = view.who.user;
    let catalog = view.catalog()?;
    let today = view.now.date_in(view.who.zone);
    let runs = |job: &Job| job.state == JobState::Running && job.off_day(today).is_none();
    let jobs = catalog.lists().filter(|list| runs(&list.job) && list.job.operators.has(user));
    let jobs = jobs.map(|list| LaneOwner::Job(list.id));
    Ok([LaneOwner::Everybody, LaneOwner::Only(user)].into_iter().chain(jobs).collect())
}

/// Whether a row may be taken by this user: its job runs today, and he works on it. What a client was promised is always kept.
///
/// # Errors
/// Why not.
pub(in crate::desk) fn offered(view: &View<'_>, entry: &QueueEntry) -> Result<()> {
    let LaneOwner::Job(list) = LaneOwner::of(entry) else { return Ok(()) };
    let catalog = view.catalog()?;
    match catalog.list(list).map(|list| &list.job) {
        Some(job) if job.state != JobState::Running => Err(DeskError::JobState(job.state)),
        Some(job) if !job.operators.has(view.who.user) => Err(DeskError::NotYourJob),
        Some(job) => match job.off_day(view.now.date_in(view.who.zone)) {
            Some(off) => Err(DeskError::NoCall(Forbidden::OffDay(off))),
            None => Ok(()),
        },
        None => Ok(()),
    }
}

/// A contact that may be worked on now, as far as the keys tell.
#[derive(Clone, Copy, Debug)]
pub(in crate::desk) struct Head {
    /// Its place in the order of all work.
    pub(in crate::desk) place: Place,
    /// Its class.
    pub(in crate::desk) rank: Rank,
    /// Whether its points are those of one's own client.
    pub(in crate::desk) own: bool,
}

/// New and repeated calls in the order the jobs want, at most `limit`. `due` reads
/// the contacts of a class that one of the owners has, by its place among them, best first.
pub(in crate::desk) fn mixed(
    view: &View<'_>,
    owners: &[LaneOwner],
    limit: usize,
    due: &mut dyn FnMut(usize, Rank) -> Result<Vec<Head>>,
) -> Result<Vec<Head>> {
    let catalog = view.catalog()?;
    let (mut lanes, mut heads) = (Vec::new(), Vec::new());
    for (place, owner) in owners.iter().enumerate() {
        let (again, new) = (due(place, Rank::Retry)?, due(place, Rank::New)?);
        let places = |heads: &[Head]| heads.iter().map(|head| head.place).collect();
        let list = if let LaneOwner::Job(list) = owner { Some(*list) } else { None };
        let job = list.and_then(|list| catalog.list(list)).map(|list| &list.job);
        lanes.push(Lane {
            list,
            priority: job.map_or(PRIORITY, |job| job.priority),
            order: job.map_or(Order::default(), |job| job.order),
            again: places(&again),
            new: places(&new),
        });
        heads.push((again, new));
    }
    let served = served(view)?;
    let picks = order::next(&lanes, &served, limit);
    let head = |pick: &order::Pick| {
        let (again, new) = heads.get(pick.lane)?;
        let heads = if pick.new { new } else { again };
        heads.get(pick.place).copied()
    };
    Ok(picks.iter().filter_map(head).collect())
}

/// Whether any of the jobs wants another order than the usual one.
pub(in crate::desk) fn mixes(view: &View<'_>, owners: &[LaneOwner]) -> Result<bool> {
    let catalog = view.catalog()?;
    let wants = |owner: &LaneOwner| {
        let LaneOwner::Job(list) = owner else { return false };
        let job = catalog.list(*list).map(|list| &list.job);
        job.is_some_and(|job| !job.order.is_usual() || job.priority != PRIORITY)
    };
    Ok(owners.iter().any(wants))
}

/// The last calls of the user, oldest first: what was served to him.
fn served(view: &View<'_>) -> Result<Vec<Served>> {
    let prefix = Index::TalkByOwner.key().id(view.who.user);
    let mut found: Vec<(Moment, ClientId, InteractionId)> = Vec::new();
    let end = prefix.prefix_end();
    let end = end.as_ref().map(crate::store::Key::as_bytes);
    view.reads().0.range(prefix.as_bytes(), end, Walk::Down, &mut |key, _| {
        let mut parts = crate::store::key::Parts::of(key);
        parts.number();
        let talk = (|| Some((parts.moment()?, parts.id()?, parts.id()?)))();
        found.extend(talk);
        if found.len() < LOOK { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let mut served = Vec::new();
    for (at, client, id) in found.into_iter().rev() {
        let key = interactions_of(client).moment(at).id(id);
        let Some(talk) = view.reads().at::<Interaction>(&key)? else { continue };
        let list = match talk.subject {
            Some(Subject::CallList(list)) => Some(list),
            _ => None,
        };
        if talk.direction == Direction::Outgoing && talk.entry.is_some() {
            served.push(Served { list, new: talk.attempt == 1 });
        }
    }
    Ok(served)
}

/// Asks for the rows that come next, in the order they will be taken in.
#[derive(Clone, Copy, Debug)]
pub struct NextRows {
    /// Only rows of this job; `None` for all.
    pub list: Option<CallListId>,
    /// How many.
    pub limit: usize,
}

/// A row that comes next.
#[derive(Clone, Debug)]
pub struct NextRow {
    /// The row.
    pub entry: Kept<QueueEntry>,
    /// Its place in the order.
    pub rank: Rank,
    /// Name of the client.
    pub client: String,
    /// Name of the job.
    pub list: Option<String>,
    /// What the gate says of it at this moment.
    pub gate: Gated,
}

impl Query for NextRows {
    type Answer = Vec<NextRow>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<NextRow>> {
        let catalog = view.catalog()?;
        let mut rows = Vec::new();
        each_due(view, self.limit, &mut |rank, entry| {
            if self.list.is_some() && entry.list != self.list {
                return Ok(Visit::Passed);
            }
            let Some(client) = view.reads().client(entry.client)? else { return Ok(Visit::Passed) };
            let gate = gate_of(view, &client, &entry)?;
            let list = entry.list.and_then(|list| catalog.list(list)).map(|list| list.name.clone());
            rows.push(NextRow { rank, client: client.record.name, list, gate, entry });
            Ok(if rows.len() < self.limit { Visit::Counts } else { Visit::Enough })
        })?;
        Ok(rows)
    }
}
