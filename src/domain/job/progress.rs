//! How far a job has come: states of its rows, penetration, saturation, and when how many of them may be called.

use crate::domain::call_list::CallList;
use crate::domain::hours::{CallingHours, Window};
use crate::domain::time::Moment;
use chrono_tz::Tz;

/// State of a row, as the list sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum RowState {
    /// Nobody has called yet.
    Unused = 0,
    /// Somebody has called or is calling, and more is to be done.
    InWork = 1,
    /// A result has finished it.
    Done = 2,
    /// All attempts are used up (исчерпан).
    Exhausted = 3,
    /// Nothing allows a call.
    Blocked = 4,
}

impl RowState {
    /// All states.
    pub const ALL: [Self; 5] = [Self::Unused, Self::InWork, Self::Done, Self::Exhausted, Self::Blocked];

    /// The state with a number.
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|state| *state as u8 == byte)
    }

    /// A word for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unused => "unused",
            Self::InWork => "in-work",
            Self::Done => "done",
            Self::Exhausted => "exhausted",
            Self::Blocked => "blocked",
        }
    }

    /// Whether it is still to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Unused | Self::InWork)
    }
}

/// Counts over the rows of a job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    states: [u64; RowState::ALL.len()],
    /// Rows with at least one attempt: different clients.
    pub attempted: u64,
    /// Attempts in all.
    pub attempts: u64,
}

impl Progress {
    /// Counts a row.
    pub fn count(&mut self, state: RowState, attempts: u16) {
        if let Some(sum) = self.states.get_mut(state as usize) {
            *sum += 1;
        }
        self.attempted += u64::from(attempts > 0);
        self.attempts += u64::from(attempts);
    }

    /// Rows in a state.
    pub fn of(&self, state: RowState) -> u64 {
        self.states.get(state as usize).copied().unwrap_or_default()
    }

    /// Rows in all.
    pub fn all(&self) -> u64 {
        self.states.iter().sum()
    }

    /// Rows still to be done.
    pub fn open(&self) -> u64 {
        RowState::ALL.into_iter().filter(|state| state.is_open()).map(|state| self.of(state)).sum()
    }

    /// Penetration: different rows attempted, in tenths of a percent of all rows. 0 where there are none.
    pub fn penetration(&self) -> u64 {
        share(self.attempted, self.all())
    }

    /// Saturation: attempts, in tenths of a percent of all rows. It may exceed 1000. 0 where there are none.
    pub fn saturation(&self) -> u64 {
        share(self.attempts, self.all())
    }
}

/// A part in tenths of a percent, rounded; 0 of nothing.
fn share(part: u64, all: u64) -> u64 {
    part.saturating_mul(1000).saturating_add(all / 2).checked_div(all).unwrap_or_default()
}

/// Rows that open or close together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strip {
    /// Whether they may be called now.
    pub open: bool,
    /// Till when, or from when on.
    pub at: Moment,
    /// How many there are.
    pub rows: u64,
}

/// The hours of a job; `None` when it has none in common with those of its purpose.
pub fn hours_of(list: &CallList, hours: &CallingHours) -> Option<CallingHours> {
    let window = match list.window {
        None => Some(Window::of(list.purpose)),
        Some(own) => own.and(&Window::of(list.purpose)),
    };
    window.map(|window| hours.with(window))
}

/// The strip of zones: how many rows may be called till when, and how many from when on. Rows with hours of their own are
/// counted by those of the job. `places` are zones (`None`: unknown) with the rows that are still to be done.
pub fn strip(
    list: &CallList,
    hours: &CallingHours,
    places: impl IntoIterator<Item = (Option<Tz>, u64)>,
    now: Moment,
) -> Vec<Strip> {
    let Some(hours) = hours_of(list, hours) else { return Vec::new() };
    let mut out: Vec<Strip> = Vec::new();
    for (zone, rows) in places.into_iter().filter(|(_, rows)| *rows > 0) {
        let (open, at) = match hours.closes(zone, now) {
            Some(closes) => (true, closes),
            None => (false, hours.next_open(zone, now)),
        };
        match out.iter_mut().find(|strip| (strip.open, strip.at) == (open, at)) {
            Some(strip) => strip.rows += rows,
            None => out.push(Strip { open, at, rows }),
        }
    }
    out.sort_by_key(|strip| (!strip.open, strip.at));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn penetration_counts_rows_and_saturation_attempts() {
        let mut progress = Progress::default();
        assert_eq!((progress.penetration(), progress.saturation()), (0, 0));
        for (state, attempts) in [
            (RowState::Unused, 0),
            (RowState::InWork, 1),
            (RowState::Done, 3),
            (RowState::Exhausted, 5),
            (RowState::Blocked, 0),
            (RowState::Unused, 0),
        ] {
            progress.count(state, attempts);
        }
        assert_eq!((progress.all(), progress.open(), progress.of(RowState::Unused)), (6, 3, 2));
        assert_eq!((progress.attempted, progress.attempts), (3, 9));
        assert_eq!((progress.penetration(), progress.saturation()), (500, 1500));
    }
}
