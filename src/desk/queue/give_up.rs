//! Giving up what was promised or planned: the call will not be made, and the history says why.

use super::reschedule::changeable;
use crate::desk::{DeskError, Plan, Result, UseCase, What};
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::interaction::{Direction, Interaction, InteractionKind, InteractionStatus, Subject};
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::text::clean_line;

/// The longest reason, in characters.
pub const REASON_MOST: usize = 200;

/// Gives up a promised or planned call. Nobody is offered it any more; the history of the client keeps when it was promised for
/// and why it is not made.
#[derive(Clone, Debug)]
pub struct GiveUp {
    /// The contact.
    pub entry: QueueEntryId,
    /// Why: one line, not empty.
    pub reason: String,
}

impl UseCase for GiveUp {
    /// Whose call it was.
    type Done = ClientId;

    const NAME: &'static str = "contact.give-up";

    /// # Errors
    /// [`DeskError::Empty`] without a reason, [`DeskError::TooLong`] with one of more than [`REASON_MOST`] characters,
    /// [`DeskError::Held`] when it is another one's, [`DeskError::NotPromised`] for what was neither promised nor planned,
    /// [`DeskError::Finished`] when it is over.
    fn plan(&self, plan: &mut Plan<'_>) -> Result<ClientId> {
        let mut entry = plan.need::<QueueEntry>(What::QueueEntry, self.entry)?;
        changeable(plan, &entry)?;
        let reason = clean_line(&self.reason);
        let count = reason.chars().count();
        match count {
            0 => return Err(DeskError::Empty),
            _ if count > REASON_MOST => return Err(DeskError::TooLong { count, most: REASON_MOST }),
            _ => {}
        }
        let interaction = Interaction {
            id: plan.new_id::<Interaction>(),
            client: entry.client,
            person: entry.person,
            kind: InteractionKind::Call,
            direction: Direction::Outgoing,
            status: InteractionStatus::NotHeld,
            at: plan.now,
            duration_s: None,
            phone: None,
            subject: entry.list.map(Subject::CallList),
            outcome: None,
            reason,
            owner: plan.who.user,
            text: String::new(),
            script: None,
            entry: Some(entry.id),
            attempt: 0,
            promised: (entry.kind == EntryKind::Promise).then_some(entry.due),
            tried: Vec::new(),
            marks: Vec::new(),
            recording: None,
        };
        plan.add(&interaction)?;
        entry.record.state = EntryState::Done;
        entry.record.marks.not_before = None;
        plan.change(&entry)?;
        Ok(entry.client)
    }
}
