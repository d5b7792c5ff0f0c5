//! A [`Draft`] that has a bound, put on the calendar: «до 12», «в течение часа», «после среды», «до пятницы».

use chrono::{Datelike, Days, Months, NaiveDate};

use super::draft::{Clock, Day, Draft, Part};
use super::resolve::{Desk, NOT_UNDERSTOOD, Time, clock_time};
use super::{Precision, Reading, WhenError};
use crate::domain::time::{MINUTE_MS, Moment};

/// The hour a call that is awaited till some later hour is planned for.
const FROM_HOUR: u32 = 10;
/// A call that is due at once is due at a whole one of so many minutes.
const STEP_MS: i64 = 5 * MINUTE_MS;

impl Desk<'_> {
    /// «в это же время» is the time it is now.
    pub(super) fn put_same_time(&self, draft: &mut Draft) -> Result<(), WhenError> {
        if !draft.same_time {
            return Ok(());
        }
        if draft.clock.is_some() || draft.part.is_some() || draft.until.is_some() || draft.within {
            return Err(NOT_UNDERSTOOD);
        }
        let (hour, minute) = self.hour_and_minute();
        draft.clock = Some(Clock { hour, minute, literal: true, ..Clock::default() });
        // «this time next week» is in seven days.
        if draft.week.is_some() && draft.weekday.is_none() && draft.place.is_none() {
            draft.weekday = Some(self.today().weekday());
        }
        Ok(())
    }

    /// When a call begins that is awaited till a time: «до 12», «утром до 11».
    pub(super) fn before_end(&self, draft: &Draft, part: Option<Part>) -> Result<Time, WhenError> {
        let until = draft.until.ok_or(NOT_UNDERSTOOD)?;
        let (hour, minute) = until.on_24(part).ok_or(NOT_UNDERSTOOD)?;
        let begins = part.map_or(FROM_HOUR, Part::hour) * 60;
        let ends = hour * 60 + minute;
        let begins = if begins < ends { begins } else { ends.checked_sub(60).ok_or(NOT_UNDERSTOOD)? };
        Ok(Time { days: 0, time: clock_time(begins / 60, begins % 60), precision: Precision::PartOfDay })
    }

    /// «до 12», «завтра до 12»: from the morning on, today from now on.
    pub(super) fn till(&self, draft: &Draft, until: Clock, time: Time) -> Result<Reading, WhenError> {
        let of = |at| Reading { at, precision: time.precision, until: None };
        for date in self.dates(draft, true)? {
            let Some(at) = self.at(date, time) else { continue };
            if at > self.now {
                return Ok(of(at));
            }
            let (soon, ends) = (self.soon(), self.until(until, draft.part, at)?);
            if date == self.today() && soon < ends {
                return Ok(of(soon));
            }
        }
        Err(WhenError::Past)
    }

    /// «в течение часа»: from now on.
    pub(super) fn within(&self, draft: &Draft, time: Time) -> Result<Reading, WhenError> {
        let shift = draft.shift.as_ref().ok_or(NOT_UNDERSTOOD)?;
        let plain = draft.clock.is_none() && draft.until.is_none() && time.precision == Precision::Day;
        let days = shift.days > 0 || shift.months > 0 || shift.workdays > 0 || shift.rounds > 0;
        if draft.has_day() || days || shift.minutes == 0 || !plain {
            return Err(NOT_UNDERSTOOD);
        }
        let ends = self.whole(self.now.plus_minutes(i64::from(shift.minutes)), MINUTE_MS);
        let soon = self.soon();
        let at = if soon < ends { soon } else { self.whole(self.now.plus_minutes(1), MINUTE_MS) };
        let until = Some(ends).filter(|ends| *ends > at);
        Ok(Reading { at, precision: Precision::PartOfDay, until })
    }

    /// «после среды»: on the first working day behind it.
    pub(super) fn behind(&self, draft: &Draft, time: Time) -> Result<Reading, WhenError> {
        let today = self.today();
        let last = self.bounds(draft, true)?.into_iter().filter(|date| *date >= today);
        let mut days = last.filter_map(|date| self.workdays.after(date)).peekable();
        if days.peek().is_none() {
            return Err(WhenError::NoSuchDate);
        }
        let at = days.filter_map(|date| self.at(date, time)).find(|at| *at > self.now);
        Ok(Reading { at: at.ok_or(WhenError::Past)?, precision: time.precision, until: None })
    }

    /// «до пятницы»: on the last working day before it, today if need be.
    pub(super) fn ahead_of(&self, draft: &Draft, time: Time) -> Result<Reading, WhenError> {
        let today = self.today();
        let first = self.bounds(draft, false)?.into_iter().find(|date| *date > today);
        let date = self.workdays.before(first.ok_or(WhenError::Past)?).filter(|date| *date >= today);
        let date = date.ok_or(WhenError::Past)?;
        if date == today && draft.clock.is_none() && draft.until.is_none() {
            let rest = Draft { day: Some(Day::Ahead(0)), part: draft.part, ..Draft::default() };
            return self.rest_of_today(&rest, time);
        }
        let at = self.at(date, time).filter(|at| *at > self.now).ok_or(WhenError::Past)?;
        Ok(Reading { at, precision: time.precision, until: None })
    }

    /// The days a bound can mean; of a week or a month its last day, or its first.
    fn bounds(&self, draft: &Draft, last: bool) -> Result<Vec<NaiveDate>, WhenError> {
        let today = self.today();
        let first_of = |date: NaiveDate, months| date.with_day(1)?.checked_add_months(Months::new(months));
        let edge = |first: Option<NaiveDate>| match last {
            true => first?.checked_add_months(Months::new(1))?.pred_opt(),
            false => first,
        };
        Ok(match (draft.day, draft.weekday, draft.week, draft.month) {
            (None, None, Some(weeks), None) => {
                let days = Days::new(if last { 6 } else { 0 });
                self.monday(weeks).and_then(|monday| monday.checked_add_days(days)).into_iter().collect()
            }
            (None, None, None, Some(months)) => edge(first_of(today, months)).into_iter().collect(),
            (Some(Day::Month(month)), None, None, None) => {
                let years = [today.year(), today.year() + 1];
                years.into_iter().filter_map(|year| edge(NaiveDate::from_ymd_opt(year, month, 1))).collect()
            }
            _ => self.dates(draft, true)?,
        })
    }

    /// The next whole five minutes.
    fn soon(&self) -> Moment {
        self.whole(self.now.plus_millis(STEP_MS), STEP_MS)
    }

    fn whole(&self, at: Moment, step: i64) -> Moment {
        Moment::from_millis(at.millis() - at.millis().rem_euclid(step))
    }
}
