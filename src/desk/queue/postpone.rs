//! Moving everything that is planned.

use crate::desk::{Plan, Result, UseCase};
use crate::domain::queue::{EntryState, QueueEntry};
use crate::domain::user::Right;

/// Moves every contact that is still to be done by so many minutes; what would then be due at an hour when the client is
/// not called is due as soon as he is. Who had taken one loses it.
///
/// It is one change that names every contact: for demo bases and other small ones.
#[derive(Clone, Copy, Debug)]
pub struct PostponeAll {
    /// Minutes; less than none moves them back.
    pub minutes: i64,
}

impl UseCase for PostponeAll {
    /// How many were moved.
    type Done = usize;

    const NAME: &'static str = "queue.postpone-all";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<usize> {
        let mut count = 0;
        let hours = plan.hours()?;
        for mut entry in plan.reads().all::<QueueEntry>()?.into_iter().filter(|entry| entry.is_open()) {
            let zone = entry.zone;
            entry.record.due = hours.next_open(zone, entry.due.plus_minutes(self.minutes));
            entry.record.state = EntryState::Waiting;
            plan.change(&entry)?;
            count += 1;
        }
        Ok(count)
    }
}
