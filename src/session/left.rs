//! What the session before has left unfinished.

use std::cell::RefCell;

use crate::desk::drafts::{CallRecorded, CallsLeft, NoteWritten};
use crate::desk::{Desk, DeskError, Query, Result, Who};
use crate::domain::time::Moment;
use crate::tui::model::{Draft, RingDraft};
use crate::tui::ring::RING_MS;

/// The draft of a user without what is done already: whoever was cut off between a result and the draft without it must not
/// give the result again. With it, calls that others have left unanswered. `None` when there is nothing.
///
/// # Errors
/// When it can't be read.
pub(super) fn left(desk: &Desk, who: &Who, now: Moment) -> Result<Option<Draft>> {
    let draft = Draft::read(&desk.draft(who)?).unwrap_or_default();
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
    // Whoever begins first sees to it that those are called back who rang where nobody has come back to.
    let others = desk.query(who, now, &CallsLeft { rings_ms: RING_MS })?;
    let others = others.into_iter().map(|(phone, since)| RingDraft { phone, since, over: true });
    let all = Draft { rang: others.chain(fresh.rang.clone()).collect(), ..fresh };
    Ok((all != Draft::default()).then_some(all))
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
