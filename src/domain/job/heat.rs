//! The best hours: attempts and answers by hour and weekday, by the clock of the clients.

use chrono::{Datelike, Timelike, Weekday};
use chrono_tz::Tz;

use crate::domain::time::Moment;

/// A cell with fewer attempts says nothing: it is not coloured.
pub const ENOUGH: u32 = 30;
/// Hours of a day.
const HOURS: usize = 24;

/// Attempts and answers at one hour of one weekday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Calls made.
    pub attempts: u32,
    /// Of these, calls that a human answered.
    pub answered: u32,
}

impl Cell {
    /// The share of calls that were answered, in percent, where there were enough of them to tell.
    pub fn share(&self) -> Option<u32> {
        (self.attempts >= ENOUGH).then(|| {
            let answered = u64::from(self.answered) * 100 + u64::from(self.attempts) / 2;
            u32::try_from(answered / u64::from(self.attempts)).unwrap_or(100)
        })
    }
}

/// The table: hours by weekdays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heat {
    cells: [[Cell; HOURS]; 7],
    /// Calls whose client has no known zone: they stand in no cell.
    pub nowhere: u32,
}

impl Default for Heat {
    fn default() -> Self {
        Self { cells: [[Cell::default(); HOURS]; 7], nowhere: 0 }
    }
}

impl Heat {
    /// Counts a call.
    pub fn count(&mut self, at: Moment, zone: Option<Tz>, answered: bool) {
        let Some(zone) = zone else {
            self.nowhere += 1;
            return;
        };
        let local = at.in_zone(zone);
        let day = local.weekday().num_days_from_monday() as usize;
        let hour = local.hour() as usize;
        if let Some(cell) = self.cells.get_mut(day).and_then(|row| row.get_mut(hour)) {
            cell.attempts += 1;
            cell.answered += u32::from(answered);
        }
    }

    /// The cell of an hour.
    pub fn cell(&self, day: Weekday, hour: u32) -> Cell {
        let row = self.cells.get(day.num_days_from_monday() as usize);
        row.and_then(|row| row.get(hour as usize)).copied().unwrap_or_default()
    }

    /// Calls in all cells.
    pub fn attempts(&self) -> u32 {
        self.cells.iter().flatten().map(|cell| cell.attempts).sum()
    }

    /// The first and the last hour with any calls; `None` when there are none.
    pub fn hours(&self) -> Option<(u32, u32)> {
        let used = |hour: &u32| {
            self.cells.iter().any(|row| row.get(*hour as usize).is_some_and(|cell| cell.attempts > 0))
        };
        let hours = 0..HOURS as u32;
        Some((hours.clone().find(used)?, hours.rev().find(used)?))
    }

    /// The hours in which most are answered, best first, of those with enough calls; at most `limit`.
    pub fn best(&self, limit: usize) -> Vec<(Weekday, u32, u32)> {
        let days = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ];
        let mut all: Vec<(Weekday, u32, u32)> = days
            .into_iter()
            .flat_map(|day| (0..HOURS as u32).map(move |hour| (day, hour)))
            .filter_map(|(day, hour)| Some((day, hour, self.cell(day, hour).share()?)))
            .collect();
        all.sort_by_key(|(_, _, share)| std::cmp::Reverse(*share));
        all.truncate(limit);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{Asia, Europe};

    #[test]
    fn calls_are_counted_by_the_clock_of_the_client_and_few_of_them_say_nothing() {
        let at: Moment = chrono::DateTime::parse_from_rfc3339("2026-11-15T22:30:00+03:00").unwrap().into();
        let mut heat = Heat::default();
        assert_eq!((heat.hours(), heat.best(3)), (None, Vec::new()));
        // Sunday evening in Moscow is Monday in Omsk.
        for count in 0..30 {
            heat.count(at, Some(Asia::Omsk), count % 3 == 0);
            heat.count(at, Some(Europe::Moscow), true);
        }
        heat.count(at, None, true);
        assert_eq!(heat.cell(Weekday::Mon, 1), Cell { attempts: 30, answered: 10 });
        assert_eq!((heat.cell(Weekday::Mon, 1).share(), heat.nowhere, heat.attempts()), (Some(33), 1, 60));
        assert_eq!(heat.hours(), Some((1, 22)));
        assert_eq!(heat.best(1), [(Weekday::Sun, 22, 100)]);
        assert_eq!(Cell { attempts: 29, answered: 29 }.share(), None);
    }
}
