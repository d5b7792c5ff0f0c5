//! Shifts (смены): who works when, so that a call is promised only to somebody who is there to make it.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::time::{MINUTE_MS, Moment};

/// Longest shift, in minutes: a day.
pub const MINUTES_MAX: u16 = 24 * 60;
/// A shift that does not come within so many days does not come.
const LOOK_DAYS: u64 = 31;

/// The hours of a shift: on which days it begins, when by the clock of its place, and how long it lasts. It may last
/// beyond midnight; the day it begins on is the day it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftHours {
    zone: Tz,
    /// By day of the week, Monday first.
    days: [bool; 7],
    /// Whether it works on holidays that fall on its days.
    holidays: bool,
    from: NaiveTime,
    minutes: u16,
}

impl ShiftHours {
    /// A shift; `None` when it has no days, or lasts no minute or more than [`MINUTES_MAX`].
    pub fn new(zone: Tz, days: &[Weekday], holidays: bool, from: NaiveTime, minutes: u16) -> Option<Self> {
        let mut week = [false; 7];
        for (day, works) in (0_u32..).zip(week.iter_mut()) {
            *works = days.iter().any(|known| known.num_days_from_monday() == day);
        }
        let fits = !days.is_empty() && (1..=MINUTES_MAX).contains(&minutes);
        fits.then_some(Self { zone, days: week, holidays, from, minutes })
    }

    /// The zone by whose clock it works.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// The days of the week it begins on, Monday first.
    pub fn days(&self) -> impl Iterator<Item = Weekday> {
        let week = std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ()));
        week.zip(self.days).filter(|(_, works)| *works).map(|(day, _)| day)
    }

    /// Whether it works on holidays that fall on its days.
    pub fn holidays(&self) -> bool {
        self.holidays
    }

    /// When it begins, by its clock.
    pub fn from(&self) -> NaiveTime {
        self.from
    }

    /// How long it lasts, in minutes.
    pub fn minutes(&self) -> u16 {
        self.minutes
    }

    /// When it ends, by its clock; the next day when that is not after its beginning.
    pub fn to(&self) -> NaiveTime {
        self.from.overflowing_add_signed(TimeDelta::minutes(self.minutes.into())).0
    }

    /// When it begins and ends that begins on a day; `None` when it does not work then.
    pub fn on(&self, day: NaiveDate, calendar: &Calendar) -> Option<(Moment, Moment)> {
        let place = usize::try_from(day.weekday().num_days_from_monday()).ok()?;
        let is_free = calendar.off.contains(&day) && !self.holidays;
        if !*self.days.get(place)? && !calendar.worked.contains(&day) || is_free {
            return None;
        }
        // A clock change may skip the very minute: the next one that exists will do.
        let wanted = day.and_time(self.from);
        let begins = (0..=180).find_map(|late| {
            self.zone.from_local_datetime(&(wanted + TimeDelta::minutes(late))).earliest().map(Moment::from)
        })?;
        Some((begins, begins.plus_millis(i64::from(self.minutes) * MINUTE_MS)))
    }

    /// The shift that is on at `at`, or the next one.
    pub fn current_or_next(&self, at: Moment, calendar: &Calendar) -> Option<(Moment, Moment)> {
        // One that began yesterday may last.
        let first = at.date_in(self.zone).pred_opt()?;
        let days = (0..=LOOK_DAYS).filter_map(|day| first.checked_add_days(Days::new(day)));
        days.filter_map(|day| self.on(day, calendar)).find(|(_, ends)| *ends > at)
    }

    /// Whether it is on at `at`.
    pub fn is_on(&self, at: Moment, calendar: &Calendar) -> bool {
        self.current_or_next(at, calendar).is_some_and(|(begins, _)| begins <= at)
    }
}

impl std::fmt::Display for ShiftHours {
    /// `Mon,Tue 09:00-18:00 Europe/Moscow`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let days: Vec<&str> =
            names.into_iter().zip(self.days).filter(|(_, works)| *works).map(|(name, _)| name).collect();
        let (from, to) = (self.from.format("%H:%M"), self.to().format("%H:%M"));
        write!(f, "{} {from}-{to} {}", days.join(","), self.zone)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use chrono_tz::{Asia, Europe};

    use super::*;
    use crate::domain::calendar;
    use crate::domain::presets;

    const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

    fn at(text: &str) -> Moment {
        DateTime::parse_from_rfc3339(text).unwrap().into()
    }

    fn shift(zone: Tz, days: &[Weekday], from: u32, minutes: u16) -> ShiftHours {
        ShiftHours::new(zone, days, false, NaiveTime::from_hms_opt(from, 0, 0).unwrap(), minutes).unwrap()
    }

    fn holidays() -> Calendar {
        calendar::file::parse(presets::HOLIDAYS.1).unwrap().0
    }

    #[test]
    fn it_works_by_the_clock_of_its_place() {
        let east = shift(Asia::Vladivostok, &WORKDAYS, 9, 540);
        let calendar = holidays();
        for (now, on) in [
            ("2026-11-11T02:00:00+03:00", true),
            ("2026-11-11T01:59:59+03:00", false),
            ("2026-11-11T11:00:00+03:00", false),
            // A Saturday, and a holiday in the week.
            ("2026-11-14T09:30:00+10:00", false),
            ("2026-11-04T09:30:00+10:00", false),
        ] {
            assert_eq!(east.is_on(at(now), &calendar), on, "{now}");
        }
        let next = east.current_or_next(at("2026-11-13T18:00:00+10:00"), &calendar);
        assert_eq!(next, Some((at("2026-11-16T09:00:00+10:00"), at("2026-11-16T18:00:00+10:00"))));
    }

    #[test]
    fn a_night_shift_belongs_to_the_day_it_begins() {
        let night = shift(Europe::Moscow, &WORKDAYS, 20, 720);
        let calendar = holidays();
        assert_eq!(night.to(), NaiveTime::from_hms_opt(8, 0, 0).unwrap());
        // Friday night lasts into Saturday; Sunday has none, so neither has the morning of Monday.
        assert!(night.is_on(at("2026-11-14T07:59:00+03:00"), &calendar));
        assert!(!night.is_on(at("2026-11-14T08:00:00+03:00"), &calendar));
        assert!(!night.is_on(at("2026-11-16T07:00:00+03:00"), &calendar));
    }

    #[test]
    fn holidays_and_transferred_days_count() {
        let day = shift(Europe::Moscow, &WORKDAYS, 9, 540);
        let mut calendar = Calendar { worked: ["2026-11-14".parse().unwrap()].into(), ..holidays() };
        calendar.years.insert(2026);
        assert!(day.is_on(at("2026-11-14T12:00:00+03:00"), &calendar));
        assert!(!day.is_on(at("2026-01-08T12:00:00+03:00"), &calendar));
        let always = ShiftHours::new(Europe::Moscow, &WORKDAYS, true, day.from(), 540).unwrap();
        assert!(always.is_on(at("2026-01-08T12:00:00+03:00"), &calendar));
    }

    #[test]
    fn what_is_no_shift_is_refused() {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        for (days, minutes) in [(&[][..], 60), (&WORKDAYS[..], 0), (&WORKDAYS[..], MINUTES_MAX + 1)] {
            assert_eq!(ShiftHours::new(Europe::Moscow, days, false, nine, minutes), None);
        }
    }
}
