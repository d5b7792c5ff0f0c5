//! What is done while no shift is open: whoever rings, and a call of the session before, come before it. It goes with the shift
//! that is opened, so that none of it is lost.

use super::DayState;
use crate::desk::day::ClockIn;
use crate::domain::day::{OperatorState, Turn};
use crate::domain::time::Moment;

/// Turns that are remembered: more than anybody makes in a day.
const MOST: usize = 10_000;

impl DayState {
    /// The operator has come to the session: at its beginning, or through the door. Milliseconds since he came before.
    pub(crate) fn came(&mut self, now: Moment) -> i64 {
        self.before.clear();
        let before = std::mem::replace(&mut self.came, now);
        now.millis().saturating_sub(before.millis()).max(0)
    }

    /// Remembers a turn while no shift is open. Whoever has only looked around so far has not begun to work.
    pub(super) fn before_shift(&mut self, turn: Turn) {
        let works = matches!(
            turn.to,
            OperatorState::Talking | OperatorState::AfterCall | OperatorState::AfterCallLate
        );
        let is_new = match self.before.last() {
            None => works,
            Some(last) => last.to != turn.to || turn.effort.is_some() || turn.retracts,
        };
        if is_new && self.before.len() < MOST {
            self.before.push(Turn { at: turn.at.max(self.came), ..turn });
        }
    }

    /// Opens the shift, with what was done since the operator has come to the session.
    pub(super) fn clock_in(&self, at: Moment) -> ClockIn {
        ClockIn { at, before: self.before.clone() }
    }
}
