//! Whether what a session has left behind unfinished is done already: it may have ended after the change, and before its draft
//! was kept without it.

use std::ops::ControlFlow;

use super::{Query, Result, View};
use crate::domain::ids::ClientId;
use crate::domain::interaction::{Interaction, InteractionKind, InteractionStatus, Note};
use crate::domain::text::clean_text;
use crate::domain::time::Moment;
use crate::store::Walk;
use crate::store::tables::{interactions_of, notes_of};

/// Asks whether a call has a result: one by the same user, with the same client, that began at this very moment.
#[derive(Clone, Copy, Debug)]
pub struct CallRecorded {
    /// With whom.
    pub client: ClientId,
    /// When it began.
    pub began: Moment,
}

impl Query for CallRecorded {
    type Answer = bool;

    fn answer(&self, view: &View<'_>) -> Result<bool> {
        let mut found = false;
        let prefix = interactions_of(self.client).moment(self.began);
        view.reads().each::<Interaction>(&prefix, Walk::Up, &mut |call| {
            found |= call.kind == InteractionKind::Call
                && call.status == InteractionStatus::Held
                && call.owner == view.who.user;
            if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(found)
    }
}

/// Asks whether a note was saved: one by the same user, about the same client, with the same words, since it was begun.
#[derive(Clone, Debug)]
pub struct NoteWritten {
    /// About whom.
    pub client: ClientId,
    /// The words.
    pub text: String,
    /// When it was begun.
    pub begun: Moment,
}

impl Query for NoteWritten {
    type Answer = bool;

    fn answer(&self, view: &View<'_>) -> Result<bool> {
        let (mut found, text) = (false, clean_text(&self.text));
        view.reads().each::<Note>(&notes_of(self.client), Walk::Down, &mut |note| {
            let since = note.at >= self.begun;
            found |= since && note.author == view.who.user && note.text == text;
            if found || !since { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(found)
    }
}
