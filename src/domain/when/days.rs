//! Days on which people work, and the first of them behind something.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::draft::Place;
use crate::domain::calendar::Calendar;

/// Public holidays, by month and days (ТК РФ ст. 112), for years the calendar does not know. Which days a year moves off is
/// not known then: the day that is meant is shown back, and can be mended.
const HOLIDAYS: [(u32, u32, u32); 7] =
    [(1, 1, 8), (2, 23, 23), (3, 8, 8), (5, 1, 1), (5, 9, 9), (6, 12, 12), (11, 4, 4)];
/// No holidays last longer.
const OFF_MAX: usize = 31;

/// The days people work on.
#[derive(Clone, Copy)]
pub(super) struct Workdays<'a> {
    /// Holidays and days moved, of the years that are known.
    pub(super) calendar: &'a Calendar,
}

impl Workdays<'_> {
    /// Whether people work on this day.
    pub(super) fn is_workday(self, date: NaiveDate) -> bool {
        !self.calendar.is_day_off(date) && (self.calendar.knows(date) || !is_holiday(date))
    }

    /// The first working day behind this one.
    pub(super) fn after(self, date: NaiveDate) -> Option<NaiveDate> {
        date.iter_days().skip(1).take(OFF_MAX).find(|date| self.is_workday(*date))
    }

    /// The last working day before this one.
    pub(super) fn before(self, date: NaiveDate) -> Option<NaiveDate> {
        date.pred_opt()?.iter_days().rev().take(OFF_MAX).find(|date| self.is_workday(*date))
    }

    /// So many working days later.
    pub(super) fn ahead(self, mut date: NaiveDate, workdays: u32) -> Option<NaiveDate> {
        // Beyond two years the answer is the same: too far.
        for _ in 0..workdays.min(1000) {
            date = self.after(date)?;
        }
        Some(date)
    }

    /// The first, middle or last working day of the month that begins with `first`.
    pub(super) fn in_month(self, first: NaiveDate, place: Place) -> Option<NaiveDate> {
        let workday = |date: &NaiveDate| self.is_workday(*date);
        match place {
            Place::Start => first.iter_days().take(OFF_MAX).find(workday),
            Place::Middle => first.with_day(15)?.iter_days().take(OFF_MAX).find(workday),
            Place::End => self.before(first.checked_add_months(Months::new(1))?),
        }
    }

    /// The first working day behind the weekend that lasts or comes next.
    pub(super) fn after_weekend(self, today: NaiveDate) -> Option<NaiveDate> {
        let ahead = 6 - today.weekday().num_days_from_monday();
        self.after(today.checked_add_days(Days::new(u64::from(ahead)))?)
    }

    /// The first working day behind the next public holidays; behind those that last, when today is one of them.
    pub(super) fn after_holidays(self, today: NaiveDate) -> Option<NaiveDate> {
        let off =
            |date: &NaiveDate| is_holiday(*date) || self.calendar.off.contains(date) && !is_weekend(*date);
        self.after(today.iter_days().take(366).find(off)?)
    }

    /// The first working day of the next year; of this one, while its first holidays last.
    pub(super) fn after_new_year(self, today: NaiveDate) -> Option<NaiveDate> {
        let of = |year| self.after(NaiveDate::from_ymd_opt(year, 1, 1)?);
        of(today.year()).filter(|date| *date > today).or_else(|| of(today.year() + 1))
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

fn is_holiday(date: NaiveDate) -> bool {
    HOLIDAYS.iter().any(|(month, from, to)| date.month() == *month && (*from..=*to).contains(&date.day()))
}
