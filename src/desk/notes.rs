//! Writing notes.

use super::{DeskError, Plan, Result, UseCase, What};
use crate::domain::client::Client;
use crate::domain::ids::{ClientId, NoteId};
use crate::domain::interaction::{Note, Subject};
use crate::domain::text::clean_text;

/// Adds a note to a client.
#[derive(Clone, Debug)]
pub struct AddNote {
    /// The client.
    pub client: ClientId,
    /// What it is about.
    pub subject: Option<Subject>,
    /// The text.
    pub text: String,
}

impl UseCase for AddNote {
    type Done = NoteId;

    const NAME: &'static str = "note.add";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<NoteId> {
        plan.need::<Client>(What::Client, self.client)?;
        let text = clean_text(&self.text);
        if text.is_empty() {
            return Err(DeskError::Empty);
        }
        let note = Note {
            id: plan.new_id::<Note>(),
            client: self.client,
            subject: self.subject,
            at: plan.now,
            author: plan.who.user,
            text,
        };
        plan.add(&note)?;
        Ok(note.id)
    }
}
