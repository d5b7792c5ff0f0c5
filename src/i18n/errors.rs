//! What went wrong, and what to do about it, in words.

use std::io::ErrorKind;

use super::system::lacks_files;
use super::{Message, Texts, Word};
use crate::desk::{DeskError, NotLifted, NotUndoable};
use crate::domain::deal::MoveError;
use crate::domain::gate::Forbidden;
use crate::domain::phone::{ClientField, PhoneError};
use crate::domain::pin::{self, PinError};
use crate::domain::recording::{MARKS_MAX, clock};
use crate::domain::text::clean_line;
use crate::domain::when::WhenError;
use crate::say;
use crate::store::{Health, InDoubt, Lack, ReadOnly, StoreError};

/// An error that can be explained to a person.
pub trait Explain {
    /// What happened, in one sentence.
    fn what(&self, texts: &Texts) -> Message;
    /// What to do, in one sentence; nothing where the first one says it.
    fn hint(&self, texts: &Texts) -> Option<Message>;
}

impl Explain for DeskError {
    fn what(&self, texts: &Texts) -> Message {
        match self {
            Self::Forbidden(right) => say!("error-forbidden", right = texts.word(right)),
            Self::NotFound(what, name) => {
                say!("error-not-found", kind = what.key(), what = texts.word(what), name = name)
            }
            Self::Busy => say!("error-busy"),
            Self::Held(_) => say!("error-held"),
            Self::Finished => say!("error-finished"),
            Self::NoCall(forbidden) => texts.forbidden(forbidden),
            Self::NotCalled => say!("error-not-called"),
            Self::Unanswered(ask) => say!("error-unanswered", ask = texts.word(ask)),
            Self::Past => say!("error-past"),
            Self::Future => say!("error-future"),
            Self::TooLong { count, most } => say!("error-too-long", count = *count, most = *most),
            Self::NotLifted(NotLifted::Over) => say!("error-stop-over"),
            Self::NotLifted(NotLifted::NoConsent) => say!("error-stop-no-consent"),
            Self::NotLifted(NotLifted::NoProof) => say!("error-stop-no-proof"),
            Self::OutsideHours { .. } => say!("error-outside-hours"),
            Self::Move(error) => texts.move_error(*error),
            Self::Phone(error) => texts.phone_error(error),
            Self::Empty => say!("error-empty"),
            Self::Twin(name) => say!("error-twin", name = name),
            Self::Taken(name) => say!("error-taken", name = name),
            Self::LikeLine(name) => say!("error-filter-like-line", name = name),
            Self::Overtaken(standing) => texts.overtaken(standing),
            Self::NotUndoable(NotUndoable::SignIn) => say!("error-undo-sign-in"),
            Self::NotUndoable(NotUndoable::Furniture) => say!("error-undo-furniture"),
            Self::NotUndoable(NotUndoable::Register) => say!("error-undo-register"),
            Self::NotUndoable(NotUndoable::StopReason) => say!("error-undo-stop-reason"),
            Self::NotUndoable(NotUndoable::NotKept) => say!("error-undo-not-kept"),
            Self::NotUndoable(NotUndoable::Already(seq)) => {
                say!("error-undo-already", seq = seq.to_string())
            }
            Self::NotUndoable(NotUndoable::Unreadable) => say!("error-undo-unreadable"),
            Self::AtWork { own: true, .. } => say!("error-at-work-own"),
            Self::AtWork { by, own: false } => say!("error-at-work", name = clean_line(by)),
            Self::NotReady(missing) => say!("error-job-not-ready", missing = texts.all_missing(missing)),
            Self::NotWhileRunning(missing) => {
                say!("error-job-runs", missing = texts.all_missing(missing))
            }
            Self::Backwards { from, to } => {
                let day = |day: &chrono::NaiveDate| day.format("%d.%m.%Y").to_string();
                say!("error-days-backwards", from = day(from), to = day(to))
            }
            Self::Rests { until, zone } => {
                let at = until.in_zone(*zone).format("%d.%m %H:%M").to_string();
                say!("error-skipped-already", until = at)
            }
            Self::JobState(state) => say!("error-job-state", state = texts.word(state)),
            Self::NotService(name) => say!("error-job-not-service", name = name),
            Self::NotYourJob => say!("error-not-your-job"),
            Self::NoLeader(name) => say!("error-job-no-leader", name = clean_line(name)),
            Self::PurposeStays => say!("error-job-purpose-stays"),
            Self::NotPromised => say!("error-not-promised"),
            Self::NotAsTried { line } => say!("error-not-as-tried", line = line.to_string()),
            Self::PinWanted(name) => say!("error-pin-wanted", name = name),
            Self::WrongPin { left } => say!("error-pin-wrong", left = *left),
            Self::Locked { until, zone } => say!("error-locked", time = texts.time(*until, *zone)),
            Self::Pin(PinError::Digits) => {
                say!("error-pin-digits", least = pin::DIGITS_MIN, most = pin::DIGITS_MAX)
            }
            Self::Pin(PinError::Digest) => say!("error-pin-digest"),
            Self::NoDay => say!("error-no-day"),
            Self::MarkBehindEnd { length } => say!("error-mark-behind-end", clock = clock(*length)),
            Self::TooManyMarks => say!("why-not-mark-full", count = MARKS_MAX),
            Self::LooseEnds(ends) => say!("error-loose-ends", count = ends.len()),
            Self::Filter(fault) => texts.filter_fault(fault),
            Self::Store(error) => error.what(texts),
        }
    }

    fn hint(&self, texts: &Texts) -> Option<Message> {
        match self {
            Self::Forbidden(_) => Some(say!("hint-forbidden")),
            Self::Busy => Some(say!("hint-busy")),
            Self::Held(_) | Self::Finished => Some(say!("hint-take-next")),
            Self::NoCall(Forbidden::Stopped(_)) => Some(say!("hint-stopped")),
            Self::NoCall(Forbidden::NoConsent(_)) => Some(say!("hint-no-consent")),
            Self::NoCall(Forbidden::InTalk(_)) => Some(say!("hint-in-talk")),
            Self::NoCall(Forbidden::NeverOpen) => Some(say!("hint-never-open")),
            Self::NoCall(Forbidden::OffDay(_)) => Some(say!("hint-job-days")),
            Self::Twin(_) => Some(say!("hint-twin")),
            Self::LikeLine(_) => Some(say!("hint-filter-like-line")),
            Self::NotLifted(NotLifted::NoConsent | NotLifted::NoProof) => Some(say!("hint-not-lifted")),
            Self::Overtaken(standing) => Some(say!("hint-overtaken", seq = standing.seq.to_string())),
            Self::NotUndoable(NotUndoable::StopReason) => Some(say!("hint-undo-stop-reason")),
            Self::AtWork { .. } => Some(say!("hint-at-work")),
            Self::NotCalled => Some(say!("hint-not-called")),
            Self::NotReady(_) => Some(say!("hint-job-not-ready")),
            Self::NotWhileRunning(_) => Some(say!("hint-job-runs")),
            Self::Backwards { .. } => Some(say!("hint-days-backwards")),
            Self::Rests { .. } => Some(say!("hint-take-next")),
            Self::JobState(_) => Some(say!("hint-job-state")),
            Self::NoLeader(_) => Some(say!("hint-job-no-leader")),
            Self::PurposeStays => Some(say!("hint-job-purpose-stays")),
            Self::NotService(_) => Some(say!("hint-job-not-service")),
            Self::NotYourJob => Some(say!("hint-not-your-job")),
            Self::NotPromised => Some(say!("hint-not-promised")),
            Self::NotAsTried { .. } => Some(say!("hint-not-as-tried")),
            Self::PinWanted(_) => Some(say!("hint-pin-wanted")),
            Self::Locked { .. } => Some(say!("hint-locked")),
            Self::NoDay => Some(say!("hint-no-day")),
            Self::LooseEnds(_) => Some(say!("hint-loose-ends")),
            Self::Filter(fault) => texts.filter_hint(fault),
            Self::Store(error) => error.hint(texts),
            _ => None,
        }
    }
}

/// Whether something else stands where a file or a folder is to be.
fn is_in_the_way(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{AlreadyExists, IsADirectory, NotADirectory};
    matches!(error.kind(), IsADirectory | NotADirectory | AlreadyExists)
}

/// Whole megabytes, rounded down: what is free must not look like more.
fn megabytes(bytes: u64) -> u64 {
    bytes >> 20
}

/// As [`megabytes`], of what is more than is free, and looks like it.
fn wanted_megabytes(free: u64, wanted: u64) -> u64 {
    let is_alike = wanted > free && megabytes(wanted) == megabytes(free);
    megabytes(wanted) + u64::from(is_alike)
}

impl Explain for StoreError {
    fn what(&self, texts: &Texts) -> Message {
        // Whatever part of the store says so, nothing is damaged then.
        match self.refusal() {
            Some(ReadOnly::Full) => return say!("error-no-space"),
            Some(_) => return say!("error-file-limit"),
            None => {}
        }
        match self {
            Self::Io { source, .. } if source.kind() == ErrorKind::OutOfMemory => say!("error-short-memory"),
            Self::Io { source, .. } if lacks_files(source) => say!("error-short-files"),
            Self::Short { of: Lack::Files, .. } => say!("error-short-files"),
            Self::Short { of: Lack::Memory, .. } => say!("error-short-memory"),
            Self::Short { of: Lack::Threads, .. } => say!("error-short-threads"),
            Self::Busy { path } => say!("error-store-busy", path = path.display().to_string()),
            Self::Io { path, source } => {
                say!("error-store-io", path = path.display().to_string(), error = texts.io_error(source))
            }
            Self::TooNew { found, known } => {
                say!("error-store-too-new", found = clean_line(found), known = *known)
            }
            Self::NotAStore { path } => say!("error-not-a-store", path = path.display().to_string()),
            Self::NoFormat { path } => say!("error-no-format", path = path.display().to_string()),
            Self::Damaged { segment, what, .. } if *what == crate::store::APART => {
                say!("verify-apart", file = segment)
            }
            Self::Damaged { what, .. } if *what == crate::store::NOTHING_LEFT => say!("error-nothing-left"),
            Self::Damaged { segment, what, .. } if *what == crate::store::NO_FILE => {
                say!("error-not-a-file", file = segment)
            }
            Self::Damaged { segment, offset, .. } if segment.ends_with(".snapshot") => {
                say!("verify-snapshot", file = segment, offset = offset.to_string())
            }
            Self::Damaged { segment, offset, .. } => {
                say!("error-journal-damaged", file = segment, offset = offset.to_string())
            }
            Self::JournalBehind { engine, journal } => {
                say!("error-journal-behind", engine = engine.to_string(), journal = journal.to_string())
            }
            Self::Record { table, .. } => say!("error-record", table = format!("{table:?}")),
            Self::Engine(_) => say!("error-engine"),
            Self::Conflict => say!("error-busy"),
            Self::TooLarge { bytes } => say!("error-too-large", bytes = *bytes),
            Self::Stopped(error) => say!("error-stopped", error = error),
            Self::NoEngine(_) => say!("error-no-engine"),
            Self::NoRoom { free, reserve } => {
                say!("error-no-room", free = megabytes(*free), reserve = wanted_megabytes(*free, *reserve))
            }
            Self::NoRoomFor { free, bytes, reserve } => say!(
                "error-no-room-for",
                free = texts.size(*free),
                bytes = texts.size(*bytes),
                reserve = texts.size(*reserve)
            ),
            Self::NoFiles { free } => say!("error-disk-files", free = *free),
            Self::Unwritable { path, source } => {
                say!("error-unwritable", path = path.display().to_string(), error = texts.io_error(source))
            }
            Self::ReadOnly(ReadOnly::Damaged) => say!("error-read-only-damaged"),
            Self::ReadOnly(ReadOnly::Past) => say!("error-read-only-past"),
            Self::ReadOnly(ReadOnly::Folder) => say!("error-read-only-folder"),
            Self::ReadOnly(ReadOnly::Full) => say!("error-read-only-full"),
            Self::ReadOnly(ReadOnly::FileLimit) => say!("error-read-only-file-limit"),
            Self::ReadOnly(ReadOnly::Backup) => say!("error-read-only-backup"),
            Self::Unreachable { wanted, .. } => say!("error-no-way-there", wanted = wanted.to_string()),
            Self::TooOld { oldest } => say!("error-too-old", oldest = oldest.to_string()),
            Self::OtherBase { path, file } => {
                say!("error-other-base", path = path.display().to_string(), file = file)
            }
            Self::BackupPassed { path, first } => {
                say!("error-backup-passed", path = path.display().to_string(), first = first.to_string())
            }
            Self::BackupAhead { path, backup, base } => say!(
                "error-backup-ahead",
                path = path.display().to_string(),
                backup = backup.to_string(),
                base = base.to_string()
            ),
            Self::BackupHasLost { path, from } => {
                say!("error-backup-has-lost", path = path.display().to_string(), from = from.to_string())
            }
            Self::Restoring { path } => say!("error-restoring", path = path.display().to_string()),
            Self::BackupDamaged { path, file, offset } => {
                let offset = offset.to_string();
                say!("error-backup-damaged", path = path.display().to_string(), file = file, offset = offset)
            }
            Self::IsABase { path } => say!("error-is-a-base", path = path.display().to_string()),
            Self::InABase { path, base } => {
                say!("error-in-a-base", path = path.display().to_string(), base = base.display().to_string())
            }
            Self::IsABackup { path } => say!("error-is-a-backup", path = path.display().to_string()),
            Self::InItself { path } => say!("error-in-itself", path = path.display().to_string()),
            Self::NoSuchCommit { last } => say!("error-no-such-commit", last = last.to_string()),
            Self::BeforeFirst { first } => {
                // Without a zone at hand the moment is said by the clock of Moscow.
                let first = first.in_zone(chrono_tz::Europe::Moscow).format("%d.%m.%Y %H:%M:%S").to_string();
                say!("error-before-first", first = first)
            }
        }
    }

    fn hint(&self, _: &Texts) -> Option<Message> {
        match self.refusal() {
            Some(ReadOnly::Full) => return Some(say!("hint-no-space")),
            Some(_) => return Some(say!("hint-file-limit")),
            None => {}
        }
        match self {
            Self::Io { source, .. } if source.kind() == ErrorKind::OutOfMemory => {
                Some(say!("hint-short-memory"))
            }
            Self::Io { source, .. } if lacks_files(source) => Some(say!("hint-short-files")),
            Self::Short { of: Lack::Files, .. } => Some(say!("hint-short-files")),
            Self::Short { of: Lack::Memory, .. } => Some(say!("hint-short-memory")),
            Self::Short { of: Lack::Threads, .. } => Some(say!("hint-short-threads")),
            Self::Busy { .. } => Some(say!("hint-store-busy")),
            Self::Io { source, .. } if source.kind() == ErrorKind::ResourceBusy => {
                Some(say!("hint-mount-point"))
            }
            Self::Io { source, .. } if is_in_the_way(source) => Some(say!("hint-in-the-way")),
            Self::NoFormat { .. } => Some(say!("hint-no-format")),
            Self::Io { .. } | Self::Stopped(_) => Some(say!("hint-store-io")),
            Self::TooNew { .. } => Some(say!("hint-store-too-new")),
            Self::NotAStore { path } if path.extension().is_some_and(|ending| ending == "restoring") => {
                Some(say!("hint-restoring-taken"))
            }
            Self::NotAStore { .. } => Some(say!("hint-not-a-store")),
            Self::Engine(_) => Some(say!("hint-engine")),
            Self::NoEngine(_) => Some(say!("hint-no-engine")),
            Self::Damaged { what, .. } if *what == crate::store::NOTHING_LEFT => {
                Some(say!("hint-nothing-left"))
            }
            Self::Damaged { what, .. } if *what == crate::store::NO_FILE => Some(say!("hint-not-a-file")),
            Self::Damaged { .. } | Self::JournalBehind { .. } | Self::Record { .. } => {
                Some(say!("hint-damaged"))
            }
            Self::Conflict => Some(say!("hint-busy")),
            Self::TooLarge { .. } => Some(say!("hint-too-large")),
            Self::NoRoom { .. } | Self::NoRoomFor { .. } => Some(say!("hint-no-room")),
            Self::NoFiles { .. } => Some(say!("hint-disk-files")),
            Self::Unwritable { .. } => Some(say!("hint-unwritable")),
            Self::ReadOnly(ReadOnly::Damaged) => Some(say!("hint-read-only-damaged")),
            Self::ReadOnly(ReadOnly::Past) => Some(say!("hint-read-only-past")),
            Self::ReadOnly(ReadOnly::Folder) => Some(say!("hint-read-only-folder")),
            Self::ReadOnly(ReadOnly::Full) => Some(say!("hint-read-only-full")),
            Self::ReadOnly(ReadOnly::FileLimit) => Some(say!("hint-file-limit")),
            Self::ReadOnly(ReadOnly::Backup) => Some(say!("hint-read-only-backup")),
            Self::BackupAhead { path, .. } => {
                Some(say!("hint-backup-ahead", path = path.display().to_string()))
            }
            Self::BackupHasLost { path, .. } => {
                Some(say!("hint-backup-has-lost", path = path.display().to_string()))
            }
            Self::Restoring { .. } => Some(say!("hint-restoring")),
            Self::TooOld { .. } => Some(say!("hint-too-old")),
            Self::Unreachable { nearest, known, .. } => {
                let near = nearest.iter().map(|seq| format!("--seq {seq}")).collect::<Vec<_>>().join(", ");
                match (near.is_empty(), known) {
                    (true, true) => None,
                    (true, false) => Some(say!("hint-damaged")),
                    (false, true) => Some(say!("hint-no-way-there", near = near)),
                    (false, false) => Some(say!("hint-no-way-there-yet", near = near)),
                }
            }
            Self::OtherBase { .. } | Self::BackupPassed { .. } | Self::BackupDamaged { .. } => {
                Some(say!("hint-other-base"))
            }
            Self::InItself { .. } | Self::InABase { .. } => Some(say!("hint-in-itself")),
            Self::IsABase { .. } => Some(say!("hint-is-a-base")),
            Self::IsABackup { .. } => Some(say!("hint-is-a-backup")),
            Self::NoSuchCommit { .. } | Self::BeforeFirst { .. } => None,
        }
    }
}

impl Texts {
    /// Why nothing can be written and what helps, for the screen; nothing while it can.
    pub fn health(&self, health: &Health, in_doubt: Option<InDoubt>) -> Option<Message> {
        Some(match health {
            Health::Writable => return None,
            Health::NoRoom { free, reserve } => {
                say!("health-no-room", free = megabytes(*free), reserve = megabytes(*reserve))
            }
            Health::NoFiles { .. } => say!("health-no-files"),
            Health::Unwritable { kind: ErrorKind::FileTooLarge, .. } => say!("health-file-limit-now"),
            Health::Unwritable { kind, .. } => {
                say!("health-unwritable", error = self.io_error(&(*kind).into()))
            }
            Health::Stopped(_) => say!("health-stopped"),
            Health::NoEngine(_) => say!("health-no-engine"),
            Health::ReadOnly(ReadOnly::Folder) => say!("health-folder"),
            Health::ReadOnly(ReadOnly::Full) => say!("health-full"),
            Health::ReadOnly(ReadOnly::FileLimit) => say!("health-file-limit"),
            Health::ReadOnly(ReadOnly::Past) => say!("health-past"),
            Health::ReadOnly(ReadOnly::Backup) => say!("health-backup"),
            Health::ReadOnly(ReadOnly::Damaged) => match in_doubt.unwrap_or_default() {
                InDoubt { records, lost: true, .. } => say!("health-damaged", records = records),
                InDoubt { places, .. } => say!("health-damaged-history", places = places),
            },
        })
    }

    /// What of a journal is not there, beside what keeps the store from being written to.
    pub fn short_besides(&self, doubt: &InDoubt) -> Option<Message> {
        let InDoubt { last, reached, lost, returned, .. } = *doubt;
        let (last, to) = (last.to_string(), reached.to_string());
        match lost {
            _ if returned => Some(say!("remark-returned")),
            _ if reached <= doubt.last => None,
            true => Some(say!("remark-lost-end", last = last, reached = to)),
            false => Some(say!("remark-lost-end-held", last = last, reached = to)),
        }
    }

    /// Why a deal does not move.
    pub fn move_error(&self, error: MoveError) -> Message {
        match error {
            MoveError::Closed => say!("move-error-closed"),
            MoveError::First => say!("move-error-first"),
            MoveError::NoStages => say!("move-error-no-stages"),
            MoveError::ReasonWanted => say!("reason-wanted"),
            MoveError::WrongProcess => say!("move-error-process"),
        }
    }

    /// Why words are no moment.
    pub fn when_error(&self, error: &WhenError) -> Message {
        match error {
            WhenError::Empty => say!("when-empty"),
            WhenError::NotUnderstood => say!("when-not-understood"),
            WhenError::Past => say!("when-past"),
            WhenError::NoSuchDate => say!("when-no-such-date"),
            WhenError::TooFar => say!("when-too-far"),
        }
    }

    /// A note with what was typed beside the number of a client: words, and numbers that are none of his.
    pub fn note_aside(&self, note: &str, field: &ClientField) -> String {
        let words = (!field.words.is_empty()).then(|| self.say(&say!("note-beside", words = &field.words)));
        let said =
            field.aside.iter().map(|number| self.say(&say!("note-aside", number = clean_line(number))));
        let all =
            [note.to_owned()].into_iter().chain(words).chain(said).filter(|line| !line.trim().is_empty());
        all.collect::<Vec<_>>().join("\n")
    }

    /// Why a text is no phone.
    pub fn phone_error(&self, error: &PhoneError) -> Message {
        match error {
            PhoneError::Empty => say!("phone-empty"),
            PhoneError::NoDigits => say!("phone-no-digits"),
            PhoneError::Short => say!("phone-short"),
            PhoneError::NoAreaCode => say!("phone-no-area-code"),
            PhoneError::Incomplete => say!("phone-incomplete"),
            PhoneError::NotANumber => say!("phone-not-a-number"),
            PhoneError::TooLong => say!("phone-too-long"),
            PhoneError::LostDigits => say!("phone-lost-digits"),
            PhoneError::Several => say!("phone-several"),
            PhoneError::Tail => say!("phone-tail"),
            PhoneError::Service => say!("phone-service"),
        }
    }
}
