//! Which rows the queue offers to a user, and in which order jobs are mixed.

use std::ops::ControlFlow;

use crate::desk::queue::{Gated, each_due, gate_of};
use crate::desk::{DeskError, Query, Result, View};
use crate::domain::ids::{CallListId, ClientId, InteractionId};
use crate::domain::interaction::{Direction, Interaction, Subject};
use crate::domain::job::order::{self, LOOK, Lane, Served};
use crate::domain::job::{JobState, Order, PRIORITY};
use crate::domain::queue::{QueueEntry, Rank};
use crate::domain::time::Moment;
use crate::store::tables::{Shelf, interactions_of};
use crate::store::{Index, Kept, Walk};

/// The shelves whose contacts a user works on: everybody's, his own, and those of the jobs that run and that he works on. So a
/// job that rests costs nothing, however many rows it has.
pub(in crate::desk) fn shelves(view: &View<'_>) -> Result<Vec<Shelf>> {
    let user = view.who.user;
    let catalog = view.catalog()?;
    let jobs =
        catalog.lists().filter(|list| list.job.state == JobState::Running && list.job.operators.has(user));
    let jobs = jobs.map(|list| Shelf::Job(list.id));
    Ok([Shelf::Anybody, Shelf::Of(user)].into_iter().chain(jobs).collect())
}

/// Whether a row may be taken by this user: its job runs, and he works on it. What a client was promised is always kept.
///
/// # Errors
/// Why not.
pub(in crate::desk) fn offered(view: &View<'_>, entry: &QueueEntry) -> Result<()> {
    let Shelf::Job(list) = Shelf::of(entry) else { return Ok(()) };
    let catalog = view.catalog()?;
    match catalog.list(list).map(|list| &list.job) {
        Some(job) if job.state != JobState::Running => Err(DeskError::JobState(job.state)),
        Some(job) if !job.operators.has(view.who.user) => Err(DeskError::NotYourJob),
        _ => Ok(()),
    }
}

/// A waiting contact in an index: when it is due, and which one it is.
type Spot = (Moment, crate::domain::ids::QueueEntryId);

/// New and repeated calls in the order the jobs want; `None` when none of them wants anything but the usual one. `due` reads
/// the contacts of a rank on a shelf.
pub(in crate::desk) fn mixed(
    view: &View<'_>,
    shelves: &[Shelf],
    limit: usize,
    due: &mut dyn FnMut(Shelf, Rank) -> Result<Vec<Spot>>,
) -> Result<Option<Vec<(Rank, Spot)>>> {
    let catalog = view.catalog()?;
    let job = |shelf: &Shelf| match shelf {
        Shelf::Job(list) => catalog.list(*list).map(|list| &list.job),
        Shelf::Anybody | Shelf::Of(_) => None,
    };
    let wants =
        |shelf: &Shelf| job(shelf).is_some_and(|job| !job.order.is_usual() || job.priority != PRIORITY);
    if !shelves.iter().any(wants) {
        return Ok(None);
    }
    let (mut lanes, mut spots) = (Vec::new(), Vec::new());
    for shelf in shelves {
        let (again, new) = (due(*shelf, Rank::Retry)?, due(*shelf, Rank::New)?);
        let times = |spots: &[Spot]| spots.iter().map(|(due, _)| *due).collect();
        lanes.push(Lane {
            list: if let Shelf::Job(list) = shelf { Some(*list) } else { None },
            priority: job(shelf).map_or(PRIORITY, |job| job.priority),
            order: job(shelf).map_or(Order::default(), |job| job.order),
            again: times(&again),
            new: times(&new),
        });
        spots.push((again, new));
    }
    let served = served(view)?;
    let picks = order::next(&lanes, &served, limit);
    let spot = |pick: &order::Pick| {
        let (again, new) = spots.get(pick.lane)?;
        let (rank, spots) = if pick.new { (Rank::New, new) } else { (Rank::Retry, again) };
        Some((rank, *spots.get(pick.place)?))
    };
    Ok(Some(picks.iter().filter_map(spot).collect()))
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

/// More rows of other jobs than this are not passed over in search of those that are asked for.
const NEXT_LOOK: usize = 500;

impl Query for NextRows {
    type Answer = Vec<NextRow>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<NextRow>> {
        let catalog = view.catalog()?;
        let mut rows = Vec::new();
        let look = if self.list.is_some() { NEXT_LOOK } else { self.limit };
        each_due(view, look, &mut |rank, entry| {
            if self.list.is_none() || entry.list == self.list {
                let Some(client) = view.reads().client(entry.client)? else { return Ok(true) };
                let gate = gate_of(view, &client, &entry)?;
                let list = entry.list.and_then(|list| catalog.list(list)).map(|list| list.name.clone());
                rows.push(NextRow { rank, client: client.record.name, list, gate, entry });
            }
            Ok(rows.len() < self.limit)
        })?;
        Ok(rows)
    }
}
