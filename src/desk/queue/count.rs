//! How much there is to do.

use super::Counts;
use super::hours::{Hours, Open};
use super::lanes::{Spot, between, lanes, slice};
use super::pick::DUE_RANKS;
use crate::desk::jobs::owners;
use crate::desk::{Result, View};
use crate::domain::ids::CallListId;
use crate::domain::queue::{EntryKind, QueueEntry, Rank};
use crate::domain::time::Moment;
use crate::store::tables::LaneOwner;

/// Contacts of different hours that are counted one by one in one lane; what stands behind them is not counted.
const MIXED_LOOK: usize = 256;

/// Contacts of a lane of different hours whose time has come: how many may be called now, how many are asleep, and when the
/// first of those may be called.
fn one_by_one(
    view: &View<'_>,
    hours: &Hours,
    rank: Option<Rank>,
    spots: &[Spot],
) -> Result<(usize, usize, Option<Moment>)> {
    let (mut open, mut closed, mut opens) = (0, 0, None);
    for (_, id) in spots {
        let Some(entry) = view.reads().find::<QueueEntry>(*id)? else { continue };
        if rank.is_some_and(|rank| entry.rank(view.now) != rank) {
            continue;
        }
        if hours.open_for(&entry) {
            open += 1;
        } else {
            closed += 1;
            opens = opens.into_iter().chain(hours.opens_for(&entry, view.now)).min();
        }
    }
    Ok((open, closed, opens))
}

/// Counts contacts by whether they may be worked on, each count no further than `cap` for every class and lane.
pub(super) fn count(view: &View<'_>, cap: usize) -> Result<Counts> {
    let mut counts = Counts::default();
    let hours = &Hours::of(view)?;
    for owner in owners(view)? {
        for lane in lanes(view, owner)? {
            let line = (owner, lane);
            if lane.kind == EntryKind::Promise {
                let found = between(view, line, Moment::from_millis(i64::MIN), None, cap + 1)?.len();
                counts.promises += found;
                counts.capped.promises |= found > cap;
            }
            let is_open = hours.lane(owner, lane.place);
            for rank in DUE_RANKS {
                let Some((from, to)) = slice(rank, lane, view.now) else { continue };
                let most = if is_open == Open::Mixed { MIXED_LOOK } else { cap };
                // One more than is counted tells whether there are more.
                let found = between(view, line, from, Some(to), most + 1)?;
                let more = found.len() > most;
                counts.capped.now |= more && is_open != Open::Shut;
                counts.capped.overdue |= more && is_open != Open::Shut && rank == Rank::PromiseOverdue;
                counts.capped.closed |= more && is_open != Open::Whole;
                let (open, closed, opens) = match is_open {
                    Open::Mixed => one_by_one(view, hours, Some(rank), &found)?,
                    Open::Whole => (found.len(), 0, None),
                    Open::Shut if found.is_empty() => (0, 0, None),
                    Open::Shut => (0, found.len(), hours.lane_opens(owner, lane.place)),
                };
                counts.now += open;
                counts.overdue += if rank == Rank::PromiseOverdue { open } else { 0 };
                counts.closed += closed;
                counts.opens = counts.opens.into_iter().chain(opens).min();
            }
        }
    }
    Ok(counts)
}

/// What there is to do in a call job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::desk) struct JobWork {
    /// Rows that wait, whenever their time comes. Those somebody has taken, and what was promised, are not among them.
    pub(in crate::desk) waiting: usize,
    /// Of these, those whose time has come, and which may be called now by the hours of the job.
    pub(in crate::desk) now: usize,
    /// Of these, those whose time has come, and for which it is too early or too late.
    pub(in crate::desk) asleep: usize,
    /// When the first of those may be called.
    pub(in crate::desk) opens: Option<Moment>,
    /// At least so many wait: counting stopped.
    pub(in crate::desk) capped: bool,
    /// At least so many may be called now, or are asleep.
    pub(in crate::desk) due_capped: bool,
}

/// Counts the rows that wait in a job, no further than `cap` for every lane: from their keys alone, but for those abroad.
pub(in crate::desk) fn count_job(view: &View<'_>, list: CallListId, cap: usize) -> Result<JobWork> {
    let mut work = JobWork::default();
    let hours = &Hours::of(view)?;
    let owner = LaneOwner::Job(list);
    let begin = Moment::from_millis(i64::MIN);
    for lane in lanes(view, owner)? {
        // One more than is counted tells whether there are more.
        let found = between(view, (owner, lane), begin, None, cap + 1)?;
        let (count, is_capped) = (found.len(), found.len() > cap);
        work.waiting += count;
        work.capped |= is_capped;
        let due: Vec<Spot> = found.into_iter().take_while(|(at, _)| *at <= view.now).collect();
        work.due_capped |= is_capped && due.len() == count;
        let (open, closed, opens) = match hours.lane(owner, lane.place) {
            Open::Mixed => {
                let looked = due.get(..MIXED_LOOK).unwrap_or(&due);
                work.due_capped |= looked.len() < due.len();
                one_by_one(view, hours, None, looked)?
            }
            Open::Whole => (due.len(), 0, None),
            Open::Shut if due.is_empty() => (0, 0, None),
            Open::Shut => (0, due.len(), hours.lane_opens(owner, lane.place)),
        };
        work.now += open;
        work.asleep += closed;
        work.opens = work.opens.into_iter().chain(opens).min();
    }
    Ok(work)
}
