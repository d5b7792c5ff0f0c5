//! How often one client may be called about a debt.
//!
//! 230-ФЗ ст. 7 ч. 3 п. 3: by telephone not more than once a day, twice a week, eight times a month. The law does not say
//! where a week begins, so any seven days running are a week here and any thirty-one a month, by the client's calendar: whoever
//! keeps to that keeps to every reading. Every call that was made counts, answered or not.

use chrono::{Days, NaiveDate, TimeZone};
use chrono_tz::Tz;

use crate::domain::time::Moment;

/// Days a month is taken to have.
const MONTH: u64 = 31;
/// Calls older than this do not count any more, in days.
pub const LOOK_DAYS: i64 = 32;

/// How often in which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Calls a day.
    pub day: u16,
    /// Calls in seven days.
    pub week: u16,
    /// Calls in thirty-one days.
    pub month: u16,
}

/// Those of the law on debts.
pub const DEBT: Limits = Limits { day: 1, week: 2, month: 8 };

/// In which time a limit is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// On one day.
    Day,
    /// In seven days.
    Week,
    /// In thirty-one days.
    Month,
}

/// A limit that is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// In which time.
    pub per: Per,
    /// How many calls it allows.
    pub most: u16,
    /// The midnight at which another call is allowed.
    pub opens: Moment,
    /// By whose midnight: the clock of the client.
    pub clock: Tz,
}

impl Limits {
    /// The widest limit that is reached at `now` by the calls made so far; `None` when another one may be made.
    pub fn reached(&self, calls: &[Moment], clock: Tz, now: Moment) -> Option<Reached> {
        let today = now.date_in(clock);
        let days: Vec<NaiveDate> = calls.iter().map(|at| at.date_in(clock)).collect();
        let (per, most) = self.on(&days, today)?;
        let free = (1..=LOOK_DAYS.unsigned_abs())
            .filter_map(|ahead| today.checked_add_days(Days::new(ahead)))
            .find(|day| self.on(&days, *day).is_none())?;
        Some(Reached { per, most, opens: midnight(free, clock).unwrap_or(now), clock })
    }

    /// The widest limit that is reached on a day.
    fn on(&self, calls: &[NaiveDate], day: NaiveDate) -> Option<(Per, u16)> {
        let within = |length: u64| {
            let first = day.checked_sub_days(Days::new(length - 1)).unwrap_or(NaiveDate::MIN);
            calls.iter().filter(|call| (first..=day).contains(call)).count()
        };
        [(Per::Month, MONTH, self.month), (Per::Week, 7, self.week), (Per::Day, 1, self.day)]
            .into_iter()
            .find(|(_, length, most)| within(*length) >= usize::from(*most))
            .map(|(per, _, most)| (per, most))
    }
}

/// The first minute of a day; a clock change may skip midnight itself.
fn midnight(day: NaiveDate, clock: Tz) -> Option<Moment> {
    let hours = (0..12).filter_map(|hour| day.and_hms_opt(hour, 0, 0));
    hours.filter_map(|local| clock.from_local_datetime(&local).earliest()).map(Moment::from).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Asia::Omsk;

    fn at(text: &str) -> Moment {
        chrono::DateTime::parse_from_rfc3339(text).unwrap().into()
    }

    #[test]
    fn one_a_day_two_a_week_eight_a_month() {
        let reached = |calls: &[&str], now: &str| {
            let calls: Vec<Moment> = calls.iter().map(|text| at(text)).collect();
            DEBT.reached(&calls, Omsk, at(now)).map(|it| (it.per, it.most, it.opens))
        };
        assert_eq!(reached(&[], "2026-11-10T12:00:00+06:00"), None);
        // One minute before midnight in Omsk, and one after it.
        let last = "2026-11-10T23:59:00+06:00";
        assert_eq!(
            reached(&[last], "2026-11-10T23:59:30+06:00"),
            Some((Per::Day, 1, at("2026-11-11T00:00:00+06:00")))
        );
        assert_eq!(reached(&[last], "2026-11-11T00:01:00+06:00"), None);
        // Tuesday and Friday: the next one is a week after Tuesday.
        let two = ["2026-11-10T12:00:00+06:00", "2026-11-13T12:00:00+06:00"];
        assert_eq!(
            reached(&two, "2026-11-16T12:00:00+06:00"),
            Some((Per::Week, 2, at("2026-11-17T00:00:00+06:00")))
        );
        assert_eq!(reached(&two, "2026-11-17T12:00:00+06:00"), None);
        // Eight in four weeks, though no week had more than two.
        let eight: Vec<String> = [1, 4, 8, 11, 15, 18, 22, 25]
            .iter()
            .map(|day| format!("2026-11-{day:02}T12:00:00+06:00"))
            .collect();
        let eight: Vec<&str> = eight.iter().map(String::as_str).collect();
        assert_eq!(
            reached(&eight, "2026-11-30T12:00:00+06:00"),
            Some((Per::Month, 8, at("2026-12-02T00:00:00+06:00")))
        );
        assert_eq!(reached(&eight, "2026-12-02T12:00:00+06:00"), None);
    }
}
