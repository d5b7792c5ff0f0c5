//! What one key takes back, for ten seconds: the last thing this session has done.

use super::dialog::ResultForm;
use super::model::{NewClientDraft, NoteDraft, Work};
use crate::domain::ids::{CallListId, ClientId, LoadId, PersonId};
use crate::domain::outcome::Outcome;
use crate::domain::time::Moment;

/// How long the key works, in milliseconds.
pub const UNDO_MS: i64 = 10_000;

/// What can be taken back, and what is wanted again once it is.
#[derive(Debug, Default)]
pub struct UndoState {
    /// The last thing this session has done.
    pub last: Option<Undoable>,
    /// The questions of a result that was taken back, as they were answered: who gives the same result again goes on there.
    pub form: Option<Box<ResultForm>>,
}

/// Something this session has done.
#[derive(Debug)]
pub struct Undoable {
    /// Sequence number of the commit.
    pub seq: u64,
    /// When it was done.
    pub at: Moment,
    /// Whether it forbade calls: that is never taken back without a word.
    pub stop: bool,
    /// The call it ended, or the client it gave back.
    pub work: Option<Work>,
    /// The questions of the result.
    pub form: Option<Box<ResultForm>>,
    /// The note it saved.
    pub note: Option<NoteDraft>,
    /// It was a result whose cost in keys and time was counted.
    pub counted: bool,
    /// The client it made, and what was typed for him.
    pub made: Option<(ClientId, NewClientDraft)>,
    /// The person it has entered.
    pub person: Option<PersonId>,
    /// The load it was: it is taken back as a whole.
    pub load: Option<(CallListId, LoadId)>,
}

impl Undoable {
    /// Whole seconds that are left, from [`UNDO_MS`] down; `None` when the time is over.
    pub fn seconds_left(&self, now: Moment) -> Option<i64> {
        let left = UNDO_MS - (now.millis() - self.at.millis()).max(0);
        (left > 0).then(|| (left + 999) / 1000)
    }
}

impl UndoState {
    /// Seconds the key still works; `None` when there is nothing it would take back.
    pub fn seconds_left(&self, now: Moment) -> Option<i64> {
        self.last.as_ref()?.seconds_left(now)
    }

    /// The questions of this result as they were answered before it was taken back.
    pub fn form_of(&mut self, outcome: &Outcome) -> Option<Box<ResultForm>> {
        let form = self.form.take()?;
        (form.outcome().id == outcome.id).then_some(form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_seconds_are_counted_down() {
        let done = Undoable {
            seq: 7,
            at: Moment::from_millis(5_000),
            stop: false,
            work: None,
            form: None,
            note: None,
            counted: false,
            made: None,
            person: None,
            load: None,
        };
        let left = |ms| done.seconds_left(Moment::from_millis(ms));
        assert_eq!([5_000, 5_001, 6_000, 14_000, 14_999].map(left), [10, 10, 9, 1, 1].map(Some));
        assert_eq!(left(15_000), None);
        // A clock that was set back gives no more than the whole time.
        assert_eq!(left(0), Some(10));
    }
}
