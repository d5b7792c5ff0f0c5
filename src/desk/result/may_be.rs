//! Whether there may be such a result: of a call that nobody has made, and of a promise the law does not let keep.

use super::RecordResult;
use crate::desk::gate::Case;
use crate::desk::jobs::debt_calls;
use crate::desk::queue::gate;
use crate::desk::{DeskError, Plan, Result};
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::gate::{Forbidden, clock_of};
use crate::domain::hours::Times;
use crate::domain::interaction::Direction;
use crate::domain::job::limits;
use crate::domain::outcome::Outcome;
use crate::domain::queue::QueueEntry;
use crate::domain::time::Moment;
use crate::store::Kept;

/// Why a result has no call it could be of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WithoutCall {
    /// It says that somebody spoke.
    Spoken,
    /// No call may be made, and none was: there is nobody who did not answer.
    Refused(Forbidden),
}

/// Why a result may not be given where we have not dialled and nobody has called us; `refused` asks the gate about this moment.
/// That nobody was reached may be said where a call is allowed: it was made by another telephone. A prohibition may be written
/// down in any case.
pub fn without_call(outcome: &Outcome, refused: impl FnOnce() -> Option<Forbidden>) -> Option<WithoutCall> {
    match outcome.flags {
        flags if flags.stop => None,
        flags if flags.human => Some(WithoutCall::Spoken),
        _ => refused().map(WithoutCall::Refused),
    }
}

impl RecordResult {
    /// Whether no call was made: it was not dialled, and nobody has called us.
    pub(super) fn is_no_call(&self) -> bool {
        self.answers.undialled && self.direction == Direction::Outgoing
    }

    /// Whether there may be such a result.
    pub(super) fn may_be(
        &self,
        plan: &Plan<'_>,
        outcome: &Outcome,
        client: &Client,
        entry: Option<&Kept<QueueEntry>>,
    ) -> Result<()> {
        if !self.is_no_call() {
            return Ok(());
        }
        let case = Case::of(entry.map(|entry| &entry.record));
        let gated = gate(plan, client, case, self.phone.as_ref())?;
        match without_call(outcome, || gated.err()) {
            None => Ok(()),
            Some(WithoutCall::Spoken) => Err(DeskError::NotCalled),
            Some(WithoutCall::Refused(forbidden)) => Err(DeskError::NoCall(forbidden)),
        }
    }

    /// Whether the law lets a call be promised for a moment: this one counts as well.
    pub(super) fn may_be_promised(
        &self,
        plan: &Plan<'_>,
        client: &Client,
        entry: Option<&QueueEntry>,
        times: &Times,
        when: Moment,
    ) -> Result<()> {
        let catalog = plan.catalog()?;
        let list = entry.and_then(|entry| entry.list).and_then(|list| catalog.list(list));
        if list.is_none_or(|list| list.purpose != Purpose::Debt) {
            return Ok(());
        }
        let mut calls = debt_calls(plan.reads(), &catalog, client.id, plan.now)?;
        calls.extend((self.direction == Direction::Outgoing).then_some(self.began));
        match limits::DEBT.reached(&calls, clock_of(client, self.phone.as_ref()), when) {
            None => Ok(()),
            Some(limit) => Err(DeskError::NoCall(match times.next_open(limit.opens) {
                Some(opens) => Forbidden::Often { limit, opens },
                None => Forbidden::NeverOpen,
            })),
        }
    }
}
