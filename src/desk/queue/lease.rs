//! Keeping a contact for as long as somebody works on it.

use crate::desk::{DeskError, Plan, Result, UseCase, What};
use crate::domain::ids::QueueEntryId;
use crate::domain::queue::{EntryState, LEASE_MS, QueueEntry};
use crate::domain::time::{MINUTE_MS, Moment};

/// A lease that has run for less than this is not written anew.
const WORN_MS: i64 = MINUTE_MS;

/// Keeps a contact that the operator is at work on: its lease begins anew. One that has run out is taken again, unless
/// somebody else was faster.
#[derive(Clone, Copy, Debug)]
pub struct Keep(pub QueueEntryId);

impl UseCase for Keep {
    /// Till when it is his.
    type Done = Moment;

    const NAME: &'static str = "queue.keep";

    /// # Errors
    /// [`DeskError::Held`] when somebody else has it by now, [`DeskError::Finished`] when it is over.
    fn plan(&self, plan: &mut Plan<'_>) -> Result<Moment> {
        let mut entry = plan.need::<QueueEntry>(What::QueueEntry, self.0)?;
        if !entry.is_open() {
            return Err(DeskError::Finished);
        }
        if !entry.free_for(plan.who.user, plan.now) {
            return Err(DeskError::Held(entry.holder(plan.now).or(entry.owner).unwrap_or(plan.who.user)));
        }
        let until = plan.now.plus_millis(LEASE_MS);
        if let EntryState::Taken { by, until: known } = entry.state
            && by == plan.who.user
            && until.millis().saturating_sub(known.millis()) < WORN_MS
        {
            return Ok(known);
        }
        entry.record.state = EntryState::Taken { by: plan.who.user, until };
        plan.change(&entry)?;
        Ok(until)
    }
}
