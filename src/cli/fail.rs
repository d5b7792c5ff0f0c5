//! How a command fails: one sentence what is wrong, one what to do, and an exit code.

use std::io::Write;

use super::args::Format;
use super::console;
use crate::desk::{DeskError, NotUndoable};
use crate::domain::gate::Forbidden;
use crate::i18n::{Explain, Message, Texts};
use crate::say;
use crate::store::{ReadOnly, StoreError};

/// Exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Code {
    /// Done.
    Done = 0,
    /// Failed.
    Failed = 1,
    /// The command line is wrong.
    Usage = 2,
    /// Nothing was found.
    NotFound = 3,
    /// A rule or a right forbids it.
    Refused = 4,
    /// Somebody else holds it.
    Busy = 5,
    /// The data is damaged.
    Damaged = 6,
    /// Done and saved, but the result could not be printed.
    Unprinted = 7,
    /// Another terminal of the same operator has taken the desk over.
    Taken = 8,
}

impl Code {
    /// The exit code with this number; one that nobody knows is a failure.
    pub(super) fn of(number: u8) -> Self {
        let all = [
            Self::Done,
            Self::Usage,
            Self::NotFound,
            Self::Refused,
            Self::Busy,
            Self::Damaged,
            Self::Unprinted,
            Self::Taken,
        ];
        all.into_iter().find(|code| *code as u8 == number).unwrap_or(Self::Failed)
    }

    /// The word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::NotFound => "not-found",
            Self::Refused => "refused",
            Self::Busy => "busy",
            Self::Damaged => "damaged",
            Self::Unprinted => "unprinted",
            Self::Taken => "taken",
        }
    }
}

/// Why a command has failed, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fail {
    /// The exit code.
    pub code: Code,
    /// What is wrong. Empty when everything was said already.
    pub message: String,
    /// What to do. May be empty.
    pub hint: String,
    /// Whether to say it as JSON.
    pub json: bool,
    /// Only the printing has failed. Whether anything was saved before is not known where that is found.
    pub unprinted: bool,
}

impl Fail {
    /// A failure in words of `locales/`.
    pub fn new(code: Code, texts: &Texts, what: &Message, hint: Option<&Message>) -> Self {
        let hint = hint.map(|hint| texts.say(hint)).unwrap_or_default();
        Self { code, message: texts.say(what), hint, json: false, unprinted: false }
    }

    /// A failure of which everything was said already.
    pub fn silent(code: Code) -> Self {
        Self { code, message: String::new(), hint: String::new(), json: false, unprinted: false }
    }

    /// The result could not be printed; what the system said.
    pub fn unprinted(texts: &Texts, error: &str) -> Self {
        let what = say!("error-output", error = error);
        Self { unprinted: true, ..Self::new(Code::Failed, texts, &what, None) }
    }

    /// A failure of a use-case.
    pub fn of_desk(error: &DeskError, texts: &Texts) -> Self {
        let code = match error {
            DeskError::Busy
            | DeskError::Held(_)
            | DeskError::AtWork { .. }
            | DeskError::NoCall(Forbidden::InTalk(_)) => Code::Busy,
            DeskError::Forbidden(_)
            | DeskError::NoCall(_)
            | DeskError::OutsideHours { .. }
            | DeskError::Past
            | DeskError::Future
            | DeskError::NotLifted(_)
            | DeskError::Unanswered(_)
            | DeskError::Finished
            | DeskError::PinWanted(_)
            | DeskError::WrongPin { .. }
            | DeskError::Locked { .. }
            | DeskError::NoDay
            | DeskError::LooseEnds(_)
            | DeskError::Overtaken(_)
            | DeskError::NotReady(_)
            | DeskError::NotCalled
            | DeskError::JobState(_)
            | DeskError::NotService(_)
            | DeskError::NotYourJob
            | DeskError::NoLeader(_)
            | DeskError::PurposeStays
            | DeskError::NotPromised
            | DeskError::Rests { .. }
            | DeskError::Backwards { .. }
            | DeskError::NotWhileRunning(_)
            | DeskError::NotAsTried { .. }
            | DeskError::MarkBehindEnd { .. }
            | DeskError::TooManyMarks
            | DeskError::Twin(_)
            | DeskError::Move(_) => Code::Refused,
            DeskError::Filter(_) | DeskError::LikeLine(_) => Code::Usage,
            DeskError::NotUndoable(NotUndoable::Unreadable) => Code::Damaged,
            DeskError::NotUndoable(_) => Code::Refused,
            DeskError::NotFound(..) => Code::NotFound,
            DeskError::Empty | DeskError::Phone(_) | DeskError::TooLong { .. } => Code::Usage,
            DeskError::Pin(_) | DeskError::Taken(_) => Code::Failed,
            DeskError::Store(error) => code_of_store(error),
        };
        Self::new(code, texts, &error.what(texts), error.hint(texts).as_ref())
    }

    /// A failure of the store.
    pub fn of_store(error: &StoreError, texts: &Texts) -> Self {
        Self::new(code_of_store(error), texts, &error.what(texts), error.hint(texts).as_ref())
    }

    /// Says it as JSON when the command was asked for JSON.
    #[must_use]
    pub(super) fn in_format(mut self, format: Option<Format>) -> Self {
        self.json = matches!(format, Some(Format::Json | Format::Ndjson));
        self
    }

    /// Says it on the error stream and gives the exit code.
    pub fn report(&self) -> Code {
        let text = if self.message.is_empty() {
            String::new()
        } else if self.json {
            let report =
                serde_json::json!({ "code": self.code.word(), "message": self.message, "hint": self.hint });
            format!("{report}\n")
        } else if self.hint.is_empty() {
            format!("{}\n", self.message)
        } else {
            format!("{}\n{}\n", self.message, self.hint)
        };
        // With the error stream gone there is nobody to tell.
        let mut errors = console::errors();
        let _ = errors.write_all(text.as_bytes()).and_then(|()| errors.flush());
        self.code
    }
}

/// How a command ends with an error of the store.
pub(super) fn code_of_store(error: &StoreError) -> Code {
    match error {
        StoreError::Busy { .. } | StoreError::Restoring { .. } | StoreError::Conflict => Code::Busy,
        StoreError::Damaged { .. }
        | StoreError::NoFormat { .. }
        | StoreError::Unreachable { .. }
        | StoreError::BackupDamaged { .. }
        | StoreError::JournalBehind { .. }
        | StoreError::Engine(_)
        | StoreError::Record { .. }
        | StoreError::ReadOnly(ReadOnly::Damaged) => Code::Damaged,
        StoreError::OtherBase { .. }
        | StoreError::BackupAhead { .. }
        | StoreError::BackupPassed { .. }
        | StoreError::BackupHasLost { .. }
        | StoreError::InItself { .. }
        | StoreError::InABase { .. }
        | StoreError::IsABase { .. }
        | StoreError::IsABackup { .. }
        | StoreError::TooNew { .. }
        | StoreError::ReadOnly(ReadOnly::Past | ReadOnly::Backup) => Code::Refused,
        StoreError::TooOld { .. } | StoreError::NoSuchCommit { .. } | StoreError::BeforeFirst { .. } => {
            Code::NotFound
        }
        _ => Code::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_is_not_written_ends_with_the_code_of_its_reason() {
        let unwritable = || StoreError::Unwritable {
            path: "data".into(),
            source: std::io::ErrorKind::PermissionDenied.into(),
        };
        for (error, code) in [
            (StoreError::NoRoom { free: 0, reserve: 1 }, Code::Failed),
            (StoreError::NoFiles { free: 0 }, Code::Failed),
            (unwritable(), Code::Failed),
            (StoreError::Stopped("no".into()), Code::Failed),
            (StoreError::ReadOnly(ReadOnly::Damaged), Code::Damaged),
            (StoreError::ReadOnly(ReadOnly::Past), Code::Refused),
            (StoreError::ReadOnly(ReadOnly::Folder), Code::Failed),
            (StoreError::ReadOnly(ReadOnly::FileLimit), Code::Failed),
            (StoreError::TooNew { found: "9".into(), known: 3 }, Code::Refused),
            (StoreError::IsABase { path: "data".into() }, Code::Refused),
        ] {
            assert_eq!(code_of_store(&error), code, "{error}");
        }
    }
}
