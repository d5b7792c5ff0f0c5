//! On which screens the keys of results were pressed: the operator's own figures.

use chrono::NaiveDate;

use super::{report, spans_of};
use crate::desk::{Query, Result, View};
use crate::domain::day::WorkDay;
use crate::domain::day::screens::{ScreenCost, ScreenSum, sums};

/// What the results of a day have cost, by screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayKeys {
    /// The day.
    pub day: WorkDay,
    /// Results that were counted by screen.
    pub results: usize,
    /// The screens, the one with most keys first.
    pub screens: Vec<ScreenSum>,
}

impl DayKeys {
    /// Keys and insertions of all screens.
    pub fn keys(&self) -> u64 {
        self.screens.iter().map(|sum| sum.keys).sum()
    }

    /// Milliseconds of all screens.
    pub fn ms(&self) -> u64 {
        self.screens.iter().map(|sum| sum.ms).sum()
    }
}

/// Asks on which screens the keys of the results of a day were pressed. There is no way to ask it about somebody else: it shows
/// whoever works where the screen takes his time, and is no measure of him.
#[derive(Clone, Copy, Debug)]
pub struct KeysOf {
    /// The date by the clock of the workplace; `None` for the day that lasts, else the last one.
    pub date: Option<NaiveDate>,
}

impl Query for KeysOf {
    /// The days that began on the date, oldest first.
    type Answer = Vec<DayKeys>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<DayKeys>> {
        let days = report::days_of(view, view.who.user, self.date)?;
        days.into_iter()
            .map(|kept| {
                let spans = spans_of(view, kept.id)?;
                let counted = spans.iter().filter(|span| span.effort.is_some());
                let results: Vec<&[ScreenCost]> = counted
                    .map(|span| span.screens.as_slice())
                    .filter(|screens| !screens.is_empty())
                    .collect();
                let screens = sums(results.iter().copied());
                Ok(DayKeys { day: kept.record, results: results.len(), screens })
            })
            .collect()
    }
}
