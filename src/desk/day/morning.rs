//! What an operator sees before the day begins: promises, call lists, messages.

use super::notices::unread;
use super::{OpenDay, open_day, tally_of};
use crate::desk::catalog::Catalog;
use crate::desk::queue::waiting_before;
use crate::desk::{Query, Result, View};
use crate::domain::call_list::CallList;
use crate::domain::day::Notice;
use crate::domain::hours::{CallingHours, Window};
use crate::domain::ids::{QueueEntryId, UserId};
use crate::domain::queue::{EntryKind, PROMISE_LATE_MS, QueueEntry};
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::Index;
use crate::store::tables::LaneOwner;

/// Contacts of one call list that are looked at; more is «more than so many» to anybody who reads it.
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
    /// When the shift begins and ends that is on now or comes next today.
    pub planned: Option<(Moment, Moment)>,
    /// Promises that are due today, or were.
    pub promises: Promises,
    /// When those have called who are to be called back, oldest first.
    pub missed: Vec<Moment>,
    /// Call lists that have something to do, the fullest first.
    pub campaigns: Vec<Campaign>,
    /// Messages that are not read, oldest first.
    pub notices: Vec<Notice>,
    /// Whether the operator signs in without a PIN.
    pub no_pin: bool,
}

/// Promises of an operator: his own, and those anybody may keep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Promises {
    /// When those were due that are overdue, oldest first.
    pub overdue: Vec<Moment>,
    /// When those are due that are still to come today, soonest first.
    pub today: Vec<Moment>,
}

/// What there is to do in a call list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Its name.
    pub name: String,
    /// Contacts that are not finished.
    pub open: usize,
    /// Of these, those whose time has come and who may be called now by the clock.
    pub now: usize,
    /// Of these, those whose time has come and for whom it is too early or too late.
    pub asleep: usize,
    /// When the first of those may be called.
    pub opens: Option<Moment>,
    /// There are more: counting stopped.
    pub capped: bool,
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
        let catalog = view.catalog()?;
        let mut campaigns = Vec::new();
        for list in catalog.lists() {
            let found = campaign(view, &catalog, list)?;
            campaigns.extend((found.open > 0).then_some(found));
        }
        campaigns.sort_by_key(|campaign| std::cmp::Reverse((campaign.now, campaign.open)));
        campaigns.truncate(LISTS);
        Ok(Morning {
            open,
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
    let late = view.now.plus_millis(-PROMISE_LATE_MS);
    let mut found = Promises::default();
    for owner in [None, Some(view.who.user)] {
        for (due, _) in promised(view, owner, view.now.plus_minutes(24 * 60))? {
            if due < late {
                found.overdue.push(due);
            } else if due.date_in(view.who.zone) == today {
                found.today.push(due);
            }
        }
    }
    found.overdue.sort_unstable();
    found.today.sort_unstable();
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
pub(super) fn promised(
    view: &View<'_>,
    owner: Option<UserId>,
    before: Moment,
) -> Result<Vec<(Moment, QueueEntryId)>> {
    let lanes = owner.map_or(LaneOwner::Everybody, LaneOwner::Only);
    let mut found = Vec::new();
    for id in waiting_before(view, lanes, EntryKind::Promise, before, PROMISES)? {
        // One that was skipped wakes later than it was promised for.
        found.extend(view.reads().find::<QueueEntry>(id)?.map(|entry| (entry.due, id)));
    }
    Ok(found)
}

fn campaign(view: &View<'_>, catalog: &Catalog, list: &CallList) -> Result<Campaign> {
    let window = Window::of(list.purpose);
    let window = list.window.map_or(Some(window), |own| window.and(&own)).unwrap_or(window);
    let hours: CallingHours = catalog.hours().with(window);
    let mut found =
        Campaign { name: list.name.clone(), open: 0, now: 0, asleep: 0, opens: None, capped: false };
    let entries = view.reads().by_index::<QueueEntry>(&Index::QueueByList.key().id(list.id), LOOK)?;
    found.capped = entries.len() >= LOOK;
    for entry in entries.iter().filter(|entry| entry.is_open()) {
        found.open += 1;
        if entry.due > view.now || !entry.free_for(view.who.user, view.now) {
            continue;
        }
        if hours.open_at(entry.zone, view.now) {
            found.now += 1;
        } else {
            found.asleep += 1;
            let opens = hours.next_open(entry.zone, view.now);
            found.opens = Some(found.opens.map_or(opens, |known| known.min(opens)));
        }
    }
    Ok(found)
}
