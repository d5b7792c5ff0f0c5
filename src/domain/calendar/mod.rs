//! The production calendar: which days are days off beside the weekends, and which days of a weekend are worked.
//!
//! Weekends alone are known without a file. Holidays and transfers of one year are set by the government the year before,
//! so they are data: a [`file`](mod@file) the supervisor loads.

pub mod file;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// Days off and days worked, of any number of years.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Years whose holidays are known.
    pub years: BTreeSet<i32>,
    /// Days off. Those that fall on a weekend may stand here too.
    pub off: BTreeSet<NaiveDate>,
    /// Saturdays and Sundays that are worked.
    pub worked: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// Whether nobody works on this day: a weekend that is not worked, or a holiday.
    pub fn is_day_off(&self, date: NaiveDate) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        self.off.contains(&date) || weekend && !self.worked.contains(&date)
    }

    /// Whether the holidays of the year of this day are known. When they are not, only weekends are days off.
    pub fn knows(&self, date: NaiveDate) -> bool {
        self.years.contains(&date.year())
    }

    /// Takes over the years of another calendar; years known to both are as the other has them.
    pub fn extend(&mut self, other: &Self) {
        let kept = |date: &NaiveDate| !other.years.contains(&date.year());
        self.off.retain(kept);
        self.worked.retain(kept);
        self.years.extend(&other.years);
        self.off.extend(&other.off);
        self.worked.extend(&other.worked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn shipped() -> Calendar {
        file::parse(crate::domain::presets::HOLIDAYS.1).unwrap().0
    }

    #[test]
    fn weekends_are_off_without_a_file() {
        let calendar = Calendar::default();
        assert!(calendar.is_day_off(date("2026-11-14")));
        assert!(!calendar.is_day_off(date("2026-11-13")));
        assert!(!calendar.is_day_off(date("2026-01-01")));
        assert!(!calendar.knows(date("2026-01-01")));
    }

    #[test]
    fn the_shipped_year_has_as_many_working_days_as_the_government_says() {
        let calendar = shipped();
        let days = date("2026-01-01").iter_days().take(365);
        assert_eq!(days.filter(|day| !calendar.is_day_off(*day)).count(), 247);
        for (day, off) in [
            ("2026-01-09", true),
            ("2026-01-12", false),
            ("2026-02-23", true),
            ("2026-03-09", true),
            ("2026-05-11", true),
            ("2026-11-04", true),
            ("2026-12-31", true),
            ("2026-12-30", false),
        ] {
            assert_eq!(calendar.is_day_off(date(day)), off, "{day}");
        }
    }

    #[test]
    fn a_year_that_comes_again_takes_the_place_of_the_old() {
        let mut calendar = shipped();
        let other = Calendar {
            years: [2026, 2027].into(),
            off: [date("2027-01-01")].into(),
            worked: [date("2026-11-14")].into(),
        };
        calendar.extend(&other);
        assert!(!calendar.is_day_off(date("2026-11-04")));
        assert!(!calendar.is_day_off(date("2026-11-14")));
        assert!(calendar.is_day_off(date("2027-01-01")));
        assert!(calendar.knows(date("2027-06-01")));
    }
}
