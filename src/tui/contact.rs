//! The planned contact the client on the screen is called for.

use super::model::{CallState, Model, Pane};
use crate::domain::interaction::Direction;
use crate::domain::queue::QueueEntry;

impl Model {
    /// The planned contact a call to the client on the screen is for: the one that was taken; the one the desk names for a client
    /// who was looked up; while nobody is worked on, the row under the cursor. `None` for a call he makes himself.
    pub fn contact(&self) -> Option<&QueueEntry> {
        let dossier = self.card.dossier.as_ref()?;
        let id = match self.shown_work() {
            Some(work) if work.entry.is_some() => work.entry,
            Some(work) if work.state != CallState::Preview && work.direction == Direction::Incoming => None,
            None if self.work.is_none() && self.focus == Pane::Queue => {
                let row = self.queue.row().filter(|row| row.client.id == dossier.client.id);
                row.map(|row| row.entry.id).or(dossier.call_for)
            }
            _ => dossier.call_for,
        };
        dossier.planned.iter().find(|entry| Some(entry.id) == id).map(|kept| &kept.record)
    }
}
