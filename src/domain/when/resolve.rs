//! A [`Draft`] put on the calendar.

use chrono::{
    Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike, Weekday,
};
use chrono_tz::Tz;

use super::days::Workdays;
use super::draft::{Clock, Day, Draft, Part, Place, Shift, Side};
use super::{Precision, Reading, WhenError};
use crate::domain::calendar::Calendar;
use crate::domain::time::{MINUTE_MS, Moment};

pub(super) const NOT_UNDERSTOOD: WhenError = WhenError::NotUnderstood;
/// The hour for a day without a time.
const DAY_HOUR: u32 = 10;
/// The hour after which nobody is called «сегодня» without a time.
const LAST_HOUR: u32 = 20;
/// Months ahead a moment may be.
const MONTHS_MAX: u32 = 24;
/// A day and month without a year that passed less than this many days ago was a slip of the finger.
const JUST_PASSED_DAYS: i64 = 31;

/// The moment a draft means.
///
/// Of several that would do, the soonest.
pub(super) fn resolve(
    drafts: &[Draft],
    now: Moment,
    zone: Tz,
    calendar: &Calendar,
) -> Result<Reading, WhenError> {
    let mut found: Option<Result<Reading, WhenError>> = None;
    for draft in drafts {
        let next = one(draft, now, zone, calendar);
        found = Some(match (found, next) {
            (Some(Ok(before)), Ok(next)) if before.at <= next.at => Ok(before),
            (Some(before), Err(_)) => before,
            (_, next) => next,
        });
    }
    found.unwrap_or(Err(WhenError::NotUnderstood))
}

fn one(draft: &Draft, now: Moment, zone: Tz, calendar: &Calendar) -> Result<Reading, WhenError> {
    let zone = if draft.moscow { chrono_tz::Europe::Moscow } else { zone };
    // Far outside any calendar in use, where arithmetic of dates ends.
    if !(1000..9000).contains(&now.utc().year()) {
        return Err(WhenError::TooFar);
    }
    let local = now.in_zone(zone).naive_local();
    let desk = Desk { now, zone, local, workdays: Workdays { calendar } };
    let mut draft = draft.clone();
    number_was_a_day(&mut draft);
    desk.put_same_time(&mut draft)?;
    if draft.all_day && draft.shift.is_none() && !draft.has_day() {
        draft.day = Some(Day::Ahead(0));
    }
    let today = draft.weekday == Some(desk.today().weekday());
    if draft.this && today && draft.day.is_none() && draft.week.is_none() && draft.shift.is_none() {
        draft.day = Some(Day::Ahead(0));
    }
    let reading = desk.reading(&draft)?;
    let until = draft.until.map(|until| desk.until(until, draft.part, reading.at)).transpose()?;
    let reading = Reading { until: until.or(reading.until), ..reading };
    if reading.at <= now {
        return Err(WhenError::Past);
    }
    let limit = desk.today().checked_add_months(Months::new(MONTHS_MAX)).ok_or(WhenError::TooFar)?;
    if reading.at.date_in(zone) > limit {
        return Err(WhenError::TooFar);
    }
    Ok(reading)
}

/// «15 утром» is the morning of the 15th: no such hour is in the morning.
fn number_was_a_day(draft: &mut Draft) {
    let Some(clock) = draft.clock.filter(|clock| clock.bare) else { return };
    let elsewhere = match draft.part {
        Some(Part::Morning | Part::BeforeLunch) => clock.hour > 12,
        Some(Part::Evening) => (12..17).contains(&clock.hour),
        _ => false,
    };
    if elsewhere && draft.day.is_none() && draft.weekday.is_none() && draft.week.is_none() {
        draft.day = Some(Day::OfMonth(clock.hour));
        draft.clock = None;
    }
}

/// A time on a day: days to add (24:00 is the next day's midnight), the time, and how exactly it was said.
#[derive(Clone, Copy)]
pub(super) struct Time {
    pub(super) days: u64,
    pub(super) time: NaiveTime,
    pub(super) precision: Precision,
}

/// The clock and the calendar on which words are put.
pub(super) struct Desk<'a> {
    pub(super) now: Moment,
    zone: Tz,
    local: NaiveDateTime,
    pub(super) workdays: Workdays<'a>,
}

impl Desk<'_> {
    pub(super) fn hour_and_minute(&self) -> (u32, u32) {
        (self.local.time().hour(), self.local.time().minute())
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.local.date()
    }

    pub(super) fn monday(&self, weeks: u64) -> Option<NaiveDate> {
        let back = u64::from(self.today().weekday().num_days_from_monday());
        self.today().checked_sub_days(Days::new(back))?.checked_add_days(Days::new(weeks.checked_mul(7)?))
    }

    fn reading(&self, draft: &Draft) -> Result<Reading, WhenError> {
        let time = self.time(draft)?;
        self.check_dated(draft)?;
        if draft.within {
            return self.within(draft, time);
        }
        if let Some(shift) = &draft.shift {
            return self.shifted(draft, shift, time);
        }
        match draft.side {
            Some(Side::After) => return self.behind(draft, time),
            Some(Side::Before) => return self.ahead_of(draft, time),
            None => {}
        }
        if let (Some(until), None) = (draft.until, draft.clock) {
            return self.till(draft, until, time);
        }
        if draft.day == Some(Day::Ahead(0)) && draft.clock.is_none() {
            return self.rest_of_today(draft, time);
        }
        let mut dates = self.dates(draft, time.precision != Precision::Day)?.into_iter().peekable();
        if dates.peek().is_none() {
            return Err(WhenError::NoSuchDate);
        }
        let at =
            dates.filter_map(|date| self.at(date, time)).find(|at| *at > self.now).ok_or(WhenError::Past)?;
        Ok(Reading { at, precision: time.precision, until: None })
    }

    /// «завтра 11.11»: only when it is.
    fn check_dated(&self, draft: &Draft) -> Result<(), WhenError> {
        let (Some(dated), Some(Day::Ahead(days))) = (draft.dated, draft.day) else { return Ok(()) };
        let date = self.today().checked_add_days(Days::new(days));
        let agrees = date.is_some_and(|date| (date.month(), date.day()) == dated);
        if agrees { Ok(()) } else { Err(WhenError::NoSuchDate) }
    }

    fn time(&self, draft: &Draft) -> Result<Time, WhenError> {
        let at_hour = |hour, precision| Time { days: 0, time: clock_time(hour, 0), precision };
        Ok(match (draft.clock, draft.part) {
            (Some(clock), part) => {
                let (hour, minute) = clock.on_24(part).ok_or(WhenError::NotUnderstood)?;
                let days = u64::from(hour / 24);
                Time { days, time: clock_time(hour % 24, minute), precision: Precision::Minute }
            }
            (None, part) if draft.until.is_some() => self.before_end(draft, part)?,
            (None, Some(part)) => at_hour(part.hour(), Precision::PartOfDay),
            (None, None) => at_hour(DAY_HOUR, Precision::Day),
        })
    }

    /// The end of a span of hours that begins at `at`, on the same day.
    pub(super) fn until(&self, until: Clock, part: Option<Part>, at: Moment) -> Result<Moment, WhenError> {
        let (hour, minute) = until.on_24(part).ok_or(WhenError::NotUnderstood)?;
        let days = u64::from(hour / 24);
        let time = Time { days, time: clock_time(hour % 24, minute), precision: Precision::Minute };
        let ends = self.at(at.date_in(self.zone), time).filter(|ends| *ends > at);
        ends.ok_or(WhenError::NotUnderstood)
    }

    /// «через …».
    fn shifted(&self, draft: &Draft, shift: &Shift, time: Time) -> Result<Reading, WhenError> {
        if draft.day.is_some() || draft.week.is_some() || draft.month.is_some() || draft.place.is_some() {
            return Err(WhenError::NotUnderstood);
        }
        let date = self
            .today()
            .checked_add_months(Months::new(shift.months))
            .and_then(|date| date.checked_add_days(Days::new(u64::from(shift.days))))
            .and_then(|date| self.workdays.ahead(date, shift.workdays))
            .ok_or(WhenError::TooFar)?;
        let timed = time.precision != Precision::Day || draft.weekday.is_some();
        // «сутки» are twenty-four hours, and days where a time is named.
        let rounds = shift.rounds.checked_mul(6 * 60).ok_or(NOT_UNDERSTOOD)?;
        let (date, minutes) = if timed && rounds > 0 {
            let days = shift.rounds.is_multiple_of(4).then_some(shift.rounds / 4).ok_or(NOT_UNDERSTOOD)?;
            (date.checked_add_days(Days::new(u64::from(days))).ok_or(WhenError::TooFar)?, shift.minutes)
        } else {
            (date, shift.minutes.checked_add(rounds).ok_or(WhenError::TooFar)?)
        };
        if minutes > 0 {
            if timed {
                return Err(WhenError::NotUnderstood);
            }
            let start = if date == self.today() {
                self.now
            } else {
                let same = Time { days: 0, time: self.local.time(), precision: Precision::Minute };
                self.at(date, same).ok_or(WhenError::TooFar)?
            };
            let at = start.plus_minutes(i64::from(minutes));
            return Ok(Reading { at: whole_minute(at), precision: Precision::Minute, until: None });
        }
        let date = match draft.weekday {
            None => date,
            Some(weekday) => {
                let weeks = u64::from(shift.days / 7);
                let whole = shift.months == 0 && shift.workdays == 0 && shift.days.is_multiple_of(7);
                let monday = self.monday(weeks).filter(|_| whole).ok_or(WhenError::NotUnderstood)?;
                on_weekday(monday, weekday).ok_or(WhenError::TooFar)?
            }
        };
        let at = self.at(date, time).ok_or(WhenError::TooFar)?;
        Ok(Reading { at, precision: time.precision, until: None })
    }

    /// «сегодня», «сегодня вечером»: what is left of it.
    pub(super) fn rest_of_today(&self, draft: &Draft, time: Time) -> Result<Reading, WhenError> {
        if draft.week.is_some() || draft.month.is_some() || draft.place.is_some() {
            return Err(WhenError::NotUnderstood);
        }
        if draft.weekday.is_some_and(|weekday| weekday != self.today().weekday()) {
            return Err(WhenError::NoSuchDate);
        }
        if let Some(at) = self.at(self.today(), time).filter(|at| *at > self.now) {
            return Ok(Reading { at, precision: time.precision, until: None });
        }
        let end = draft.part.map_or(LAST_HOUR, Part::end);
        let half_an_hour_on = self.local.time().hour() * 60 + self.local.time().minute() + 30;
        let hour = half_an_hour_on.div_ceil(60);
        if hour >= end {
            return Err(WhenError::Past);
        }
        let later = Time { time: clock_time(hour, 0), ..time };
        let at = self.at(self.today(), later).ok_or(WhenError::Past)?;
        Ok(Reading { at, precision: time.precision, until: None })
    }

    /// The dates a draft can mean, in the order in which they are tried.
    pub(super) fn dates(&self, draft: &Draft, has_time: bool) -> Result<Vec<NaiveDate>, WhenError> {
        let today = self.today();
        let ahead = |days: u64| today.checked_add_days(Days::new(days));
        if let Some(day) = draft.day {
            let spans = draft.week.is_some() || draft.place.is_some();
            if spans || draft.month.is_some() && !matches!(day, Day::OfMonth(_)) {
                return Err(WhenError::NotUnderstood);
            }
            let dates = self.dates_of(day, draft.month)?;
            let Some(weekday) = draft.weekday else { return Ok(dates) };
            // «в пятницу 25.11»: only when it is one.
            let next = dates.into_iter().find(|date| *date >= today);
            return Ok(next.filter(|date| date.weekday() == weekday).into_iter().collect());
        }
        match (draft.week, draft.month, draft.weekday) {
            (Some(_), Some(_), _) | (None, Some(_), Some(_)) => Err(WhenError::NotUnderstood),
            (Some(weeks), None, Some(weekday)) => {
                Ok(self.monday(weeks).and_then(|monday| on_weekday(monday, weekday)).into_iter().collect())
            }
            (Some(weeks), None, None) => {
                let weekday = match draft.place {
                    Some(Place::End) => Weekday::Fri,
                    Some(Place::Middle) => Weekday::Wed,
                    Some(Place::Start) => Weekday::Mon,
                    // «на этой неделе» names no day.
                    None if weeks == 0 => return Err(WhenError::NotUnderstood),
                    None => Weekday::Mon,
                };
                let in_week = |weeks| self.monday(weeks).and_then(|monday| on_weekday(monday, weekday));
                Ok([in_week(weeks), in_week(weeks + 1)].into_iter().flatten().collect())
            }
            (None, Some(months), None) => {
                let place = match draft.place {
                    Some(place) => place,
                    None if months == 0 => return Err(WhenError::NotUnderstood),
                    None => Place::Start,
                };
                let first = today.with_day(1).and_then(|first| first.checked_add_months(Months::new(months)));
                let after = first.and_then(|first| first.checked_add_months(Months::new(1)));
                Ok([first, after]
                    .into_iter()
                    .flatten()
                    .filter_map(|first| self.workdays.in_month(first, place))
                    .collect())
            }
            (None, None, Some(weekday)) => {
                let from = u64::from(!has_time);
                Ok((from..from + 8).filter_map(ahead).filter(|date| date.weekday() == weekday).collect())
            }
            (None, None, None) => Ok([ahead(0), ahead(1)].into_iter().flatten().collect()),
        }
    }

    fn dates_of(&self, day: Day, months: Option<u32>) -> Result<Vec<NaiveDate>, WhenError> {
        let today = self.today();
        Ok(match day {
            Day::Ahead(days) => today.checked_add_days(Days::new(days)).into_iter().collect(),
            Day::Weekend => {
                let week = (1..=7).filter_map(|days| today.checked_add_days(Days::new(days)));
                week.filter(|date| date.weekday() == Weekday::Sat).collect()
            }
            Day::InMonth { month, place } => {
                let years = (0..=3).map(|years| today.year() + years);
                let first = |year| NaiveDate::from_ymd_opt(year, month, 1);
                years.filter_map(|year| self.workdays.in_month(first(year)?, place)).collect()
            }
            // «в ноябре», said in November, names no day.
            Day::Month(month) if month == today.month() => return Err(NOT_UNDERSTOOD),
            Day::Month(month) => {
                let first = |year| NaiveDate::from_ymd_opt(year, month, 1);
                let years = [today.year(), today.year() + 1];
                let months = years.into_iter().filter_map(first).filter(|first| *first > today);
                months.filter_map(|first| self.workdays.in_month(first, Place::Start)).collect()
            }
            Day::AfterHolidays => self.workdays.after_holidays(today).into_iter().collect(),
            Day::AfterNewYear => self.workdays.after_new_year(today).into_iter().collect(),
            Day::AfterWeekend => self.workdays.after_weekend(today).into_iter().collect(),
            Day::Soon => self.workdays.ahead(today, 2).into_iter().collect(),
            Day::OfMonth(day) => {
                let (from, to) = months.map_or((0, 12), |months| (months, months));
                let first = today.with_day(1);
                let in_month = |ahead| first?.checked_add_months(Months::new(ahead))?.with_day(day);
                (from..=to).filter_map(in_month).collect()
            }
            Day::OfYear { month, day } => {
                // Who says «29 февраля» means the next February: where it has no such day, none is looked for further on.
                let last = today.checked_add_months(Months::new(12)).ok_or(WhenError::TooFar)?;
                let dates: Vec<NaiveDate> = (0..=1)
                    .filter_map(|years| NaiveDate::from_ymd_opt(today.year() + years, month, day))
                    .filter(|date| *date <= last)
                    .collect();
                let just_passed = dates
                    .first()
                    .is_some_and(|date| *date < today && (today - *date).num_days() <= JUST_PASSED_DAYS);
                // Today's date with a time that has passed belongs here too: only that one date is meant.
                if just_passed || dates.first() == Some(&today) {
                    dates.into_iter().take(1).collect()
                } else {
                    dates.into_iter().filter(|date| *date >= today).collect()
                }
            }
            Day::Full { year, month, day } => {
                let year = i32::try_from(year).map_err(|_| WhenError::NoSuchDate)?;
                NaiveDate::from_ymd_opt(year, month, day).into_iter().collect()
            }
        })
    }

    pub(super) fn at(&self, date: NaiveDate, time: Time) -> Option<Moment> {
        let date = date.checked_add_days(Days::new(time.days))?;
        self.moment(date.and_time(time.time))
    }

    /// The instant of a wall clock. Where the clock shows that time twice, the first that is not over; where it is
    /// skipped, the first minute after the gap.
    fn moment(&self, wall: NaiveDateTime) -> Option<Moment> {
        /// Longest gap a zone ever made is a whole day; times change at quarters of an hour.
        const STEPS: i64 = 26 * 4;
        (0..=STEPS).find_map(|step| {
            let wall = wall.checked_add_signed(TimeDelta::minutes(15 * step))?;
            let found = self.zone.from_local_datetime(&wall);
            let (first, last) = (Moment::from(found.earliest()?), Moment::from(found.latest()?));
            Some(if first > self.now { first } else { last })
        })
    }
}

pub(super) fn clock_time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN)
}

fn whole_minute(at: Moment) -> Moment {
    Moment::from_millis(at.millis() - at.millis().rem_euclid(MINUTE_MS))
}

fn on_weekday(monday: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    monday.checked_add_days(Days::new(u64::from(weekday.num_days_from_monday())))
}
