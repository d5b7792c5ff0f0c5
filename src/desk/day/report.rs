//! What a day has come to: eight lines for the operator and the supervisor.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::begun::{last_of, unopened, unopened_day, zone_of};
use super::{open_day, tally_of};
use crate::desk::shift::{Shift, shift_between};
use crate::desk::{DeskError, Query, Result, View, What, allow};
use crate::domain::day::WorkDay;
use crate::domain::day::tally::Tally;
use crate::domain::ids::UserId;
use crate::domain::time::{DAY_MS, Moment};
use crate::domain::user::Right;
use crate::store::key::Parts;
use crate::store::{Index, Kept};

/// Days of one date that are looked at: nobody clocks in more often.
const DAYS_MAX: usize = 100;

/// A day, what it has come to, and when that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayReport {
    /// The day.
    pub day: WorkDay,
    /// Its states, the one that lasts included: their sum is the length of the day.
    pub tally: Tally,
    /// Calls, talks, sales.
    pub shift: Shift,
    /// Nobody has opened it: it began with the first work.
    pub unopened: bool,
    /// Up to when it is counted.
    pub until: Moment,
}

/// The report of a day whose states are summed up already.
pub(super) fn of(view: &View<'_>, day: WorkDay, tally: Tally) -> Result<DayReport> {
    let until = day.closed.unwrap_or_else(|| view.now.max(day.since));
    let shift = shift_between(view, day.user, day.opened, until.plus_millis(1))?;
    Ok(DayReport { day, tally, shift, until, unopened: false })
}

/// The report of a day as it stands.
fn standing(view: &View<'_>, kept: Kept<WorkDay>, zone: Tz) -> Result<DayReport> {
    let (mut tally, day) = (tally_of(view, kept.id)?, kept.record);
    if day.closed.is_some() {
        return of(view, day, tally);
    }
    let goes_on = day.goes_on(view.now, zone);
    // What nobody has closed is over with the last that is known of it: the night is no work.
    let until = if goes_on { view.now.max(day.since) } else { last_of(view, &day, zone)? };
    let signed = view.desk.drafts.signed(day.user);
    day.so_far(until, signed).iter().for_each(|spell| tally.add(spell));
    let shift = shift_between(view, day.user, day.opened, until.plus_millis(1))?;
    Ok(DayReport { day, tally, shift, until, unopened: false })
}

/// The report of work that belongs to no day: it would be one if it were opened now.
fn unopened_report(view: &View<'_>, user: UserId, (first, last): (Moment, Moment)) -> Result<DayReport> {
    let zone = zone_of(view, user)?;
    let day = unopened_day(view, user, first)?;
    let is_today = first.date_in(zone) == view.now.date_in(zone);
    let until = if is_today { view.now.max(last) } else { last };
    let mut tally = Tally::default();
    tally.add(&day.present(until));
    let shift = shift_between(view, user, first, until.plus_millis(1))?;
    Ok(DayReport { day, tally, shift, until, unopened: true })
}

/// Asks for the days of a user that began on a date by the clock of his workplace, oldest first, and for the work of that date that
/// belongs to none of them. Everybody may see his own; those of others are a supervisor's.
#[derive(Clone, Copy, Debug)]
pub struct ReportOf {
    /// The user.
    pub user: UserId,
    /// The date; `None` for the day that lasts, opened or not, else the last one.
    pub date: Option<NaiveDate>,
}

impl Query for ReportOf {
    type Answer = Vec<DayReport>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<DayReport>> {
        if self.user != view.who.user {
            allow(view.who, Right::Configure)?;
        }
        let zone = zone_of(view, self.user)?;
        let begun = unopened(view, self.user, self.date.unwrap_or(view.now.date_in(zone)))?;
        let mut reports = Vec::new();
        if begun.is_none() || self.date.is_some() {
            for kept in days_of(view, self.user, self.date)? {
                reports.push(standing(view, kept, zone)?);
            }
        }
        let begun = begun.map(|works| unopened_report(view, self.user, works)).transpose()?;
        reports.extend(begun);
        Ok(reports)
    }
}

/// The days of a user that began on a date by the clock of his workplace, oldest first; without a date the one that lasts, else
/// the last one.
pub(super) fn days_of(view: &View<'_>, user: UserId, date: Option<NaiveDate>) -> Result<Vec<Kept<WorkDay>>> {
    let catalog = view.catalog()?;
    let known = catalog.user(user);
    let zone = known.ok_or_else(|| DeskError::NotFound(What::User, user.to_string()))?.zone;
    match date {
        Some(date) => {
            let on = |kept: &Kept<WorkDay>| kept.opened.date_in(zone) == date;
            Ok(days(view, user, date)?.into_iter().filter(on).collect())
        }
        None => match open_day(view, user)? {
            Some(day) => Ok(vec![day]),
            None => last(view, user),
        },
    }
}

/// Days that began around a date, wherever it was that date.
pub(super) fn days(view: &View<'_>, user: UserId, date: NaiveDate) -> Result<Vec<Kept<WorkDay>>> {
    let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc();
    let midnight = Moment::from(midnight);
    let prefix = Index::DayByUser.key().id(user);
    let (from, to) = (midnight.plus_millis(-DAY_MS), midnight.plus_millis(2 * DAY_MS));
    let keys = view.reads().keys_between(&prefix.clone().moment(from), Some(&prefix.moment(to)), DAYS_MAX)?;
    found(view, keys.iter().map(crate::store::Key::as_bytes))
}

/// The last day of a user.
fn last(view: &View<'_>, user: UserId) -> Result<Vec<Kept<WorkDay>>> {
    let keys = view.reads().keys(&Index::DayByUser.key().id(user), usize::MAX)?;
    found(view, keys.last().map(crate::store::Key::as_bytes).into_iter())
}

fn found<'k>(view: &View<'_>, keys: impl Iterator<Item = &'k [u8]>) -> Result<Vec<Kept<WorkDay>>> {
    let mut days = Vec::new();
    for key in keys {
        let mut parts = Parts::of(key);
        let id = parts.number().and_then(|_| parts.moment()).and_then(|_| parts.id());
        if let Some(id) = id {
            days.extend(view.reads().find::<WorkDay>(id)?);
        }
    }
    Ok(days)
}
