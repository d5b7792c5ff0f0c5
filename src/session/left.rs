//! What the session before has left unfinished.

use std::cell::RefCell;

use crate::desk::drafts::{CallRecorded, NoteWritten};
use crate::desk::{Desk, DeskError, Query, Result, Who};
use crate::domain::time::Moment;
use crate::tui::model::Draft;

/// The draft of a user without what is done already: whoever was cut off between a result and the draft without it must not
/// give the result again.
///
/// # Errors
/// When it can't be read.
pub(super) fn left(desk: &Desk, who: &Who, now: Moment) -> Result<Option<Draft>> {
    let Some(draft) = Draft::read(&desk.draft(who)?) else { return Ok(None) };
    let failed: RefCell<Option<DeskError>> = RefCell::default();
    let fresh = draft.clone().without_done(
        &|call| {
            let asked = CallRecorded { client: call.client, began: call.began };
            is_done(desk, who, now, &asked, &failed)
        },
        &|note| {
            let begun =
                note.begun.map(|begun| NoteWritten { client: note.client, text: note.text.clone(), begun });
            begun.is_some_and(|asked| is_done(desk, who, now, &asked, &failed))
        },
    );
    if let Some(error) = failed.into_inner() {
        return Err(error);
    }
    if fresh != draft
        && let Err(error) = desk.keep_draft(who, &fresh.bytes())
    {
        // It is left out again the next time.
        tracing::warn!(%error, "a draft could not be kept without what is done");
    }
    Ok(Some(fresh))
}

fn is_done(
    desk: &Desk,
    who: &Who,
    now: Moment,
    asked: &impl Query<Answer = bool>,
    failed: &RefCell<Option<DeskError>>,
) -> bool {
    desk.query(who, now, asked).unwrap_or_else(|error| {
        *failed.borrow_mut() = Some(error);
        false
    })
}
