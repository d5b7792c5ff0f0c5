//! Memos (извещения): what a user is told when he comes, and what the data steward (эксперт по данным) has to mend.

use serde::{Deserialize, Serialize};

use super::duplicate::Mark;
use super::ids::{ClientId, MemoId, UserId};
use super::phone::Phone;
use super::time::Moment;

/// A memo. It waits until somebody has read it or done what it asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memo {
    /// The id the store gave.
    pub id: MemoId,
    /// For whom.
    pub to: MemoTo,
    /// About which client.
    pub client: ClientId,
    /// What it says.
    pub kind: MemoKind,
    /// When it was written.
    pub at: Moment,
    /// Whose doing it comes from.
    pub by: UserId,
    /// When it was read or done, and by whom.
    pub done: Option<(Moment, UserId)>,
}

/// For whom a memo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemoTo {
    /// One user.
    User(UserId),
    /// Whoever keeps the client base clean.
    Steward,
}

/// What a memo says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemoKind {
    /// A call the user had promised will not be made: the client has forbidden calls.
    CallbackGone {
        /// When it was to be made.
        due: Moment,
    },
    /// The client has no number left that works: another one is to be found.
    FindNumber {
        /// The last one, which does not.
        bad: Phone,
    },
    /// The client was entered as a new one although another one matches strongly: they may be the same.
    Duplicate {
        /// The other one.
        of: ClientId,
        /// By what.
        by: Mark,
        /// Why whoever entered him went on.
        reason: String,
    },
}
