//! What an operator sees before the day begins: promises, call lists, messages.

use chrono_tz::Tz;

use super::begun::{last_of, zone_of};
use super::notices::unread;
use super::{OpenDay, open_day, tally_of};
use crate::desk::jobs::owners;
use crate::desk::queue::{count_job, waiting_before};
use crate::desk::{Query, Result, View};
use crate::domain::call_list::CallList;
use crate::domain::day::Notice;
use crate::domain::ids::UserId;
use crate::domain::queue::{EntryKind, QueueEntry};
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::tables::LaneOwner;

/// Rows of one call list that are counted in one lane; more is «more than so many» to anybody who reads it.
const LOOK: usize = 2000;
/// Call lists that are shown.
const LISTS: usize = 5;
/// Promises that are counted of each owner and zone.
const PROMISES: usize = 500;

/// What waits for an operator.
#[derive(Clone, Debug)]
pub struct Morning {
    /// The day that is not over: begun at another terminal, or never closed.
    pub open: Option<OpenDay>,
    /// When that one ends by itself as soon as a new one begins: it is not of today. `None` when it goes on.
    pub ends: Option<Moment>,
    /// When the shift begins and ends that is on now or comes next today.
    pub planned: Option<(Moment, Moment)>,
    /// Promises that are due today, or were.
    pub promises: Promises,
    /// When those have called who are to be called back, oldest first.
    pub missed: Vec<Moment>,
    /// Call lists that run today and that the operator works on, where something waits: the fullest first.
    pub campaigns: Vec<Campaign>,
    /// Messages that are not read, oldest first.
    pub notices: Vec<Notice>,
    /// Whether the operator signs in without a PIN.
    pub no_pin: bool,
}

/// Promises of an operator: his own, and those anybody may keep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Promises {
    /// Those that are overdue, oldest first.
    pub overdue: Vec<Promised>,
    /// Those that are still to be kept today, soonest first: where a day was named, by the client's clock.
    pub today: Vec<Promised>,
}

/// For when a call was promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised {
    /// The moment; of a day without an hour the one from which it is offered.
    pub due: Moment,
    /// Whether the client has named a day and no hour.
    pub whole_day: bool,
    /// His zone, when it is known.
    pub zone: Option<Tz>,
}

impl Promised {
    pub(super) fn of(entry: &QueueEntry) -> Self {
        Self { due: entry.due, whole_day: entry.marks.whole_day, zone: entry.zone }
    }
}

/// What there is to do in a call list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Its name.
    pub name: String,
    /// Rows that wait, whenever their time comes.
    pub open: usize,
    /// Of these, those whose time has come and who may be called now by the clock.
    pub now: usize,
    /// Of these, those whose time has come and for whom it is too early or too late.
    pub asleep: usize,
    /// When the first of those may be called.
    pub opens: Option<Moment>,
    /// There are more: counting stopped.
    pub capped: bool,
    /// As many may be called now, or wait for their hour, at least.
    pub due_capped: bool,
}

/// Asks what waits for the one who asks.
#[derive(Clone, Copy, Debug)]
pub struct MorningOf;

impl Query for MorningOf {
    type Answer = Morning;

    fn right(&self) -> Right {
        Right::Work
    }

    fn answer(&self, view: &View<'_>) -> Result<Morning> {
        let user = view.who.user;
        let open = match open_day(view, user)? {
            Some(kept) => Some(OpenDay { tally: tally_of(view, kept.id)?, day: kept.record }),
            None => None,
        };
        let zone = zone_of(view, user)?;
        let over = open.as_ref().filter(|open| !open.day.goes_on(view.now, zone));
        let ends = over.map(|open| last_of(view, &open.day, zone)).transpose()?;
        let catalog = view.catalog()?;
        let mut campaigns = Vec::new();
        // Only what the operator may be given today: no job that rests, none of others.
        for owner in owners(view)? {
            let LaneOwner::Job(list) = owner else { continue };
            let Some(list) = catalog.list(list) else { continue };
            let found = campaign(view, list)?;
            campaigns.extend((found.open > 0).then_some(found));
        }
        campaigns.sort_by_key(|campaign| std::cmp::Reverse((campaign.now, campaign.open)));
        campaigns.truncate(LISTS);
        Ok(Morning {
            open,
            ends,
            planned: planned(view, user, view.now)?,
            promises: promises(view)?,
            missed: missed(view)?,
            campaigns,
            notices: unread(view, user)?,
            no_pin: catalog.user(user).is_some_and(|user| user.pin.is_none()),
        })
    }
}

/// When the shift of a user begins and ends that is on at a moment, or begins later that day.
pub(super) fn planned(view: &View<'_>, user: UserId, at: Moment) -> Result<Option<(Moment, Moment)>> {
    let catalog = view.catalog()?;
    let Some(shift) = catalog.user(user).and_then(|user| user.shift.as_ref()) else { return Ok(None) };
    let next = shift.current_or_next(at, catalog.hours().calendar());
    Ok(next.filter(|(begins, _)| begins.date_in(shift.zone()) <= at.date_in(shift.zone())))
}

/// The promises of the one who asks, and of everybody.
fn promises(view: &View<'_>) -> Result<Promises> {
    let today = view.now.date_in(view.who.zone);
    let mut found = Promises::default();
    for owner in [None, Some(view.who.user)] {
        for entry in promised(view, owner, view.now.plus_minutes(24 * 60))? {
            let is_today = if entry.marks.whole_day {
                entry.day_of(entry.due) == entry.day_of(view.now)
            } else {
                entry.due.date_in(view.who.zone) == today
            };
            if entry.is_overdue(view.now) {
                found.overdue.push(Promised::of(&entry));
            } else if is_today {
                found.today.push(Promised::of(&entry));
            }
        }
    }
    found.overdue.sort_unstable_by_key(|promised| promised.due);
    found.today.sort_unstable_by_key(|promised| promised.due);
    Ok(found)
}

/// When those have called in vain whom the one who asks may call back.
fn missed(view: &View<'_>) -> Result<Vec<Moment>> {
    let mut found = Vec::new();
    for lanes in [LaneOwner::Everybody, LaneOwner::Only(view.who.user)] {
        let before = view.now.plus_millis(1);
        for id in waiting_before(view, lanes, EntryKind::Missed, before, PROMISES)? {
            found.extend(view.reads().find::<QueueEntry>(id)?.map(|entry| entry.due));
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Promises of an owner that wait and are due before a moment.
pub(super) fn promised(view: &View<'_>, owner: Option<UserId>, before: Moment) -> Result<Vec<QueueEntry>> {
    let lanes = owner.map_or(LaneOwner::Everybody, LaneOwner::Only);
    let mut found = Vec::new();
    for id in waiting_before(view, lanes, EntryKind::Promise, before, PROMISES)? {
        // One that was skipped wakes later than it was promised for.
        found.extend(view.reads().find::<QueueEntry>(id)?.map(|entry| entry.record));
    }
    Ok(found)
}

fn campaign(view: &View<'_>, list: &CallList) -> Result<Campaign> {
    let work = count_job(view, list.id, LOOK)?;
    Ok(Campaign {
        name: list.name.clone(),
        open: work.waiting,
        now: work.now,
        asleep: work.asleep,
        opens: work.opens,
        capped: work.capped,
        due_capped: work.due_capped,
    })
}
