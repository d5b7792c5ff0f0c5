//! To which day work belongs. A day begins with the first work that was done on its date after the last one was closed, whether
//! its operator had opened it by then or not; one that nobody has closed ends with the last that is known of it. So every call
//! stands in one day, and on the screen, at the command line and in the report in the same.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::{open_day, report};
use crate::desk::shift::recorded;
use crate::desk::{Result, View};
use crate::domain::day::WorkDay;
use crate::domain::ids::{RecordId, UserId, WorkDayId};
use crate::domain::time::{HOUR_MS, Moment};
use crate::store::Kept;

/// Within the next calendar day from its beginning, whatever the clock change.
const INTO_NEXT_MS: i64 = 26 * HOUR_MS;

/// The day somebody is in.
pub(in crate::desk) enum Present {
    /// It was opened and goes on.
    Opened(Kept<WorkDay>),
    /// Nobody has opened it: it has begun with this work.
    Begun(Moment),
    /// Nothing was done in it so far.
    None,
}

impl Present {
    /// When it began.
    pub(in crate::desk) fn since(&self) -> Option<Moment> {
        match self {
            Self::Opened(day) => Some(day.opened),
            Self::Begun(at) => Some(*at),
            Self::None => None,
        }
    }
}

/// The day of a user at this moment.
pub(in crate::desk) fn present(view: &View<'_>, user: UserId) -> Result<Present> {
    let zone = zone_of(view, user)?;
    match open_day(view, user)? {
        Some(day) if day.goes_on(view.now, zone) => Ok(Present::Opened(day)),
        _ => {
            let begun = unopened(view, user, view.now.date_in(zone))?;
            Ok(begun.map_or(Present::None, |(first, _)| Present::Begun(first)))
        }
    }
}

/// The clock of a user's workplace.
pub(super) fn zone_of(view: &View<'_>, user: UserId) -> Result<Tz> {
    Ok(view.catalog()?.user(user).map_or(view.who.zone, |user| user.zone))
}

/// When a day ends that was never closed and does not go on: with the last sign of its session and the last work of its date.
pub(super) fn last_of(view: &View<'_>, day: &WorkDay, zone: Tz) -> Result<Moment> {
    let signed = view.desk.drafts.signed(day.user);
    let planned = day.planned.map_or(day.opened, |(_, to)| to);
    let end = next_midnight(day.opened, zone).max(planned);
    let worked = works(view, day.user, day.opened, end)?.last().copied().unwrap_or(day.since);
    Ok(day.last_alive(signed).unwrap_or(day.since).max(worked))
}

/// The first and the last work of a user on a date that belongs to no day: what was done after all days that began by then.
pub(super) fn unopened(view: &View<'_>, user: UserId, date: NaiveDate) -> Result<Option<(Moment, Moment)>> {
    let zone = zone_of(view, user)?;
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let Some(noon) = date.and_time(noon).and_local_timezone(zone).earliest() else { return Ok(None) };
    let begins = Moment::from(noon).day_begins(zone);
    let ends = next_midnight(begins, zone);
    let mut from = begins;
    for day in report::days(view, user, date)?.into_iter().filter(|day| day.opened < ends) {
        let ended = match day.closed {
            Some(closed) => closed,
            None if day.goes_on(view.now, zone) => return Ok(None),
            None => last_of(view, &day, zone)?,
        };
        from = from.max(ended.plus_millis(1));
    }
    let works = works(view, user, from, ends)?;
    Ok(works.first().copied().zip(works.last().copied()))
}

/// A day nobody has opened, as it would be if it were opened now.
pub(super) fn unopened_day(view: &View<'_>, user: UserId, first: Moment) -> Result<WorkDay> {
    let planned = super::morning::planned(view, user, first)?;
    Ok(WorkDay::begin(WorkDayId::from_u64(0), user, first, planned))
}

/// When the works of a user began from a moment (included) to another (excluded), in their order: results, and calls that have
/// none yet.
fn works(view: &View<'_>, user: UserId, from: Moment, to: Moment) -> Result<Vec<Moment>> {
    // Of what has no result nobody knows when it was worked on: a promise that was not kept is told at the time it was for.
    let results = recorded(view, user, from, to)?.into_iter().filter(|talk| talk.outcome.is_some());
    let mut works: Vec<Moment> = results.map(|talk| talk.at).collect();
    works.extend(under_way(view, user)?.into_iter().filter(|began| (from..to).contains(began)));
    works.sort_unstable();
    Ok(works)
}

/// When the calls of a user began that have no result yet.
pub(in crate::desk) fn under_way(view: &View<'_>, user: UserId) -> Result<Vec<Moment>> {
    let unfinished = view.desk.unfinished()?;
    let own = unfinished.into_iter().find(|(of, _)| *of == user).map(|(_, unfinished)| unfinished);
    Ok(own.as_ref().map(Arc::as_ref).map(crate::desk::drafts::Unfinished::under_way).unwrap_or_default())
}

fn next_midnight(at: Moment, zone: Tz) -> Moment {
    at.day_begins(zone).plus_millis(INTO_NEXT_MS).day_begins(zone)
}
