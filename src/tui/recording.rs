//! Marks in a talk, and recordings of the talks that were.

use super::model::{CallState, Model};
use crate::desk::dossier::Event;
use crate::domain::interaction::Interaction;
use crate::domain::recording::MARKS_MAX;
use crate::i18n::Message;
use crate::say;

/// Why no mark can be set now; `None` when one can. Before a call the key has no place on the bar.
pub(super) fn why_not_mark(model: &Model) -> Option<Option<Message>> {
    match &model.work {
        Some(work) if work.state == CallState::Talking && work.marks.len() >= MARKS_MAX => {
            Some(Some(say!("why-not-mark-full", count = MARKS_MAX)))
        }
        Some(work) if work.state == CallState::Talking => None,
        _ => Some(Some(say!("why-not-mark"))),
    }
}

/// Why nothing can be listened to now; `None` when something can.
pub(super) fn why_not_listen(model: &Model) -> Option<Option<Message>> {
    if model.card.dossier.is_none() {
        return Some(Some(say!("why-not-no-client")));
    }
    talks(model).next().is_none().then(|| Some(say!("why-not-listen")))
}

/// Talks of the client on the screen that have a recording or marks, newest first.
pub(super) fn talks(model: &Model) -> impl Iterator<Item = &Interaction> {
    model.events().filter_map(|event| match event {
        Event::Interaction(talk) if talk.recording.is_some() || !talk.marks.is_empty() => Some(talk),
        _ => None,
    })
}
