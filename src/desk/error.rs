//! What can go wrong in a use-case.

use chrono::NaiveDate;
use chrono_tz::Tz;
use thiserror::Error;

use super::day::LooseEnd;
use crate::domain::deal::MoveError;
use crate::domain::filter::Fault;
use crate::domain::gate::Forbidden;
use crate::domain::ids::UserId;
use crate::domain::job::JobState;
use crate::domain::job::ready::Missing;
use crate::domain::outcome::Ask;
use crate::domain::phone::PhoneError;
use crate::domain::pin::PinError;
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::{StoreError, Table};

/// Why a use-case was not done.
#[derive(Debug, Error)]
pub enum DeskError {
    /// The user may not do this.
    #[error("the right {0:?} is missing")]
    Forbidden(Right),
    /// There is no such record.
    #[error("there is no {0:?} {1}")]
    NotFound(What, String),
    /// Others were faster again and again.
    #[error("the record is being changed by others, try again")]
    Busy,
    /// Another operator has this contact.
    #[error("user {0} is working on it")]
    Held(UserId),
    /// The contact is finished already.
    #[error("the contact is finished already")]
    Finished,
    /// The client may not be called.
    #[error("the client may not be called: {0:?}")]
    NoCall(Forbidden),
    /// A result says that somebody spoke, and no call was made.
    #[error("no call was made")]
    NotCalled,
    /// A result wants an answer it did not get.
    #[error("the result wants an answer to {0:?}")]
    Unanswered(Ask),
    /// The moment lies in the past.
    #[error("the moment lies in the past")]
    Past,
    /// The client is not called at that hour.
    #[error("the client is not called at that hour")]
    OutsideHours {
        /// The next moment that will do.
        opens: Moment,
    },
    /// A moment that lies in the future can't have been.
    #[error("the moment lies in the future")]
    Future,
    /// A prohibition is lifted only by a consent that was given after it, and can be proven.
    #[error("the stop entry is not lifted: {0:?}")]
    NotLifted(NotLifted),
    /// A deal does not move so.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// The number is none a client can have.
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// A text is empty that must not be.
    #[error("the text is empty")]
    Empty,
    /// A text is longer than what is kept.
    #[error("the text has {count} characters, at most {most} are kept")]
    TooLong {
        /// How many characters it has.
        count: usize,
        /// How many it may have.
        most: usize,
    },
    /// The name of a filter could be taken for the line of one.
    #[error("the name {0} could be taken for a line")]
    LikeLine(String),
    /// Somebody very like him is in the base already; going on wants a reason.
    #[error("{0} is very like him")]
    Twin(String),
    /// The name is taken.
    #[error("the name {0} is taken")]
    Taken(String),
    /// A later change stands on the one that was to be taken back.
    #[error("commit {} stands on it", .0.seq)]
    Overtaken(Box<Standing>),
    /// A change that is not taken back.
    #[error("it can't be taken back: {0:?}")]
    NotUndoable(NotUndoable),
    /// Somebody is in the middle of a call with a client, or of a note about him: what has brought the client is not taken back.
    #[error("{by} is at work on it")]
    AtWork {
        /// The name of whoever it is.
        by: String,
        /// Whether it is the one who asks.
        own: bool,
    },
    /// A job is not started while something is missing.
    #[error("the job is not ready: {0:?}")]
    NotReady(Vec<Missing>),
    /// A job does not go from one state to another.
    #[error("the job is {0:?}")]
    JobState(JobState),
    /// Who has not agreed to advertising is not sent to a job for advertising.
    #[error("the job {0} is for advertising")]
    NotService(String),
    /// A job is led by somebody who may load and start it.
    #[error("the user {0} may not lead a job")]
    NoLeader(String),
    /// Calls were made for what a job is for: it stays so.
    #[error("the job has made calls for its purpose")]
    PurposeStays,
    /// Only the operators of a job take its rows.
    #[error("the user does not work on this job")]
    NotYourJob,
    /// The contact was skipped a short while ago, and is offered to nobody till then.
    #[error("the contact was skipped already")]
    Rests {
        /// Till when.
        until: Moment,
        /// In whose zone the time is said.
        zone: Tz,
    },
    /// The last day of a job comes before its first one.
    #[error("the last day {to} comes before the first one, {from}")]
    Backwards {
        /// The day that was named as the first.
        from: NaiveDate,
        /// The day that was named as the last.
        to: NaiveDate,
    },
    /// A job that runs is not set up so that it could not have been started.
    #[error("the job runs and could not be started so: {0:?}")]
    NotWhileRunning(Vec<Missing>),
    /// Only a call that was promised or planned has a time to move.
    #[error("the contact was neither promised nor planned")]
    NotPromised,
    /// The rows of a load did not end as its trial had predicted.
    #[error("row {line} ended otherwise than the trial had said")]
    NotAsTried {
        /// The line of the file.
        line: u64,
    },
    /// The user signs in with a PIN, and none was given.
    #[error("the user {0} has a PIN")]
    PinWanted(String),
    /// The PIN is wrong; so many tries are left.
    #[error("the PIN is wrong, {left} tries are left")]
    WrongPin {
        /// How many more wrong ones are borne.
        left: u8,
    },
    /// Too many wrong PINs: nobody signs in under the name till then.
    #[error("the user is locked")]
    Locked {
        /// Till when.
        until: Moment,
        /// In whose zone the time is said.
        zone: Tz,
    },
    /// The digits are no PIN.
    #[error(transparent)]
    Pin(#[from] PinError),
    /// The operator has not begun the day.
    #[error("no day is open")]
    NoDay,
    /// Something is left to do before the day can be closed.
    #[error("{} loose ends", .0.len())]
    LooseEnds(Vec<LooseEnd>),
    /// A mark stands behind the end of its call.
    #[error("the call took {length} seconds")]
    MarkBehindEnd {
        /// How long the call took, in seconds.
        length: u32,
    },
    /// A call has all the marks it may have.
    #[error("the call has too many marks")]
    TooManyMarks,
    /// A line of a filter is not understood.
    #[error(transparent)]
    Filter(#[from] Fault),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What stands on a change that was to be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The later commit.
    pub seq: u64,
    /// When it was made, when the history still has it.
    pub at: Option<Moment>,
    /// The zone of whoever is told.
    pub zone: Tz,
    /// Name of its author; empty when unknown.
    pub by: String,
    /// Name of its use-case; empty when unknown.
    pub use_case: String,
    /// The table of the record that is in the way.
    pub table: Table,
    /// Its id.
    pub id: u64,
}

/// Why a change is not taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotUndoable {
    /// It made a user: his name stands in the history.
    SignIn,
    /// It is what the base can't do without.
    Furniture,
    /// It has loaded or dropped the companies of the register: their file is no part of the base.
    Register,
    /// It would lift a prohibition of calls: that wants a reason in words.
    StopReason,
    /// The history does not reach back to what was there before.
    NotKept,
    /// What was there before can't be read: the journal is damaged.
    Unreadable,
    /// It was taken back already, by the commit with this number.
    Already(u64),
}

/// Why a prohibition is not lifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotLifted {
    /// It was lifted before, or its time is over.
    Over,
    /// No consent to advertising was given after it that holds.
    NoConsent,
    /// There is such a consent, but nothing to prove it by.
    NoProof,
}

/// Kinds of things that may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its record")]
pub enum What {
    Client,
    Person,
    Deal,
    Process,
    Stage,
    Script,
    Outcome,
    CallList,
    QueueEntry,
    User,
    Commit,
    Consent,
    Stop,
    Heard,
    Load,
    Memo,
    WorkDay,
    PauseCode,
    Notice,
    Call,
    Filter,
}

/// Result of a use-case.
pub type Result<T> = std::result::Result<T, DeskError>;
