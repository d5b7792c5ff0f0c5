//! What can go wrong in the store.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::Table;

/// An error of the store.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process has this folder open.
    #[error("the data folder {} is in use by another process", path.display())]
    Busy {
        /// The data folder.
        path: PathBuf,
    },
    /// The folder can't be made, read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// What was touched.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder was written by a newer release.
    #[error("the data is of format {found}, this release knows formats up to {known}")]
    TooNew {
        /// Format of the data, in digits: a later release may count further than this one can.
        found: String,
        /// The newest format this release knows.
        known: u32,
    },
    /// The folder holds something that is not a store.
    #[error("{} is not a Dozvon data folder", path.display())]
    NotAStore {
        /// The folder.
        path: PathBuf,
    },
    /// The word of the format is lost, and nothing else in the folder tells it.
    #[error("{} does not tell its format", path.display())]
    NoFormat {
        /// The folder.
        path: PathBuf,
    },
    /// The journal is damaged in the middle: something whole stands behind what can't be read.
    #[error("the journal {segment} is damaged at byte {offset}: {what}")]
    Damaged {
        /// File name of the segment.
        segment: String,
        /// Where the damage begins.
        offset: u64,
        /// What is wrong there.
        what: &'static str,
    },
    /// The engine knows of commits the journal does not have.
    #[error("the engine is at commit {engine}, the journal ends at {journal}: the journal has lost commits")]
    JournalBehind {
        /// Last commit in the engine.
        engine: u64,
        /// Last commit in the journal.
        journal: u64,
    },
    /// A record can't be decoded.
    #[error("a record of table {table:?} can't be read: {what}")]
    Record {
        /// The table.
        table: Table,
        /// Why.
        what: String,
    },
    /// The engine failed.
    #[error("the engine failed: {0}")]
    Engine(String),
    /// The system is short of something without which nothing can be opened. Nothing was changed.
    #[error("the system is short of {of}: {what}")]
    Short {
        /// What of.
        of: Lack,
        /// What the system said.
        what: String,
    },
    /// An expectation of a commit does not hold: somebody was faster.
    #[error("the record was changed by somebody else")]
    Conflict,
    /// A commit is too large for one journal frame.
    #[error("the commit is too large: {bytes} bytes")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// A write failed earlier; nothing is acknowledged until the store is opened again.
    #[error("the store is stopped after a failed write: {0}")]
    Stopped(String),
    /// The engine has failed and could not be opened again so far; that is tried again by itself. What was acknowledged is in
    /// the journal.
    #[error("the engine has failed and could not be opened again: {0}")]
    NoEngine(String),
    /// There is too little room on the disk to write anything. Nothing was changed; it goes on by itself when there is
    /// room.
    #[error("there is too little room on the disk: {} MB are free, {} MB must stay free", free >> 20, reserve >> 20)]
    NoRoom {
        /// Free bytes.
        free: u64,
        /// Bytes that must stay free; for a bulk load more than for an operator.
        reserve: u64,
    },
    /// What was to be made would leave less than the reserve. Nothing was changed.
    #[error("there is too little room on the disk: {} MB are free, {} MB are needed, {} MB must stay free", free >> 20, bytes >> 20, reserve >> 20)]
    NoRoomFor {
        /// Free bytes.
        free: u64,
        /// Bytes it would take.
        bytes: u64,
        /// Bytes that must stay free.
        reserve: u64,
    },
    /// The disk takes so few new files that nothing is written. Nothing was changed; it goes on by itself when it takes more.
    #[error("the disk takes hardly any new files: {free} are left")]
    NoFiles {
        /// Files that can still be made.
        free: u64,
    },
    /// The disk refuses to be written to. Nothing was changed; it goes on by itself when it lets itself be written.
    #[error("{} can't be written: {source}", path.display())]
    Unwritable {
        /// What was to be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing is written to this store.
    #[error("the store is open for reading only: {0:?}")]
    ReadOnly(ReadOnly),
    /// The backup holds other commits than the base: it is of another base, or the base was taken back to an earlier state.
    #[error("{} is no backup of this base: {file} differs", path.display())]
    OtherBase {
        /// The folder of the backup.
        path: PathBuf,
        /// The file that tells.
        file: String,
    },
    /// The base keeps nothing any more of the history the backup holds: nothing shows that they are of one base.
    #[error("{} ends before {first}, the first commit the base still has", path.display())]
    BackupPassed {
        /// The folder of the backup.
        path: PathBuf,
        /// The first commit of the base's journal.
        first: u64,
    },
    /// The backup goes on where the base ends: the base has lost its end, or was taken back to an earlier state.
    #[error("{} has commits up to {backup}, the base up to {base}", path.display())]
    BackupAhead {
        /// The folder of the backup.
        path: PathBuf,
        /// The last commit in it.
        backup: u64,
        /// The last commit of the base.
        base: u64,
    },
    /// The backup has commits that a repair of the base has gone on without.
    #[error("{} has commits from {from} on that a repair has gone on without", path.display())]
    BackupHasLost {
        /// The folder of the backup.
        path: PathBuf,
        /// The first of them.
        from: u64,
    },
    /// Another process is restoring a base to this place.
    #[error("another process restores a base to {}", path.display())]
    Restoring {
        /// The place.
        path: PathBuf,
    },
    /// What was in a backup before can't be read any more.
    #[error("the backup {} is damaged: {file} at byte {offset}", path.display())]
    BackupDamaged {
        /// The folder of the backup.
        path: PathBuf,
        /// The file.
        file: String,
        /// Where the damage begins.
        offset: u64,
    },
    /// A backup was to go where a base is.
    #[error("{} is a base and no backup", path.display())]
    IsABase {
        /// Where the backup was to go.
        path: PathBuf,
    },
    /// A backup was to go into a folder of another base or backup.
    #[error("{} is a folder inside of {}", path.display(), base.display())]
    InABase {
        /// Where the backup was to go.
        path: PathBuf,
        /// The base or the backup.
        base: PathBuf,
    },
    /// A base was to be restored in the place of a backup.
    #[error("{} is a backup and no base", path.display())]
    IsABackup {
        /// The place.
        path: PathBuf,
    },
    /// A folder can't be copied into itself, nor into a folder it holds.
    #[error("{} is the data folder, or stands in it", path.display())]
    InItself {
        /// Where the copy was to go.
        path: PathBuf,
    },
    /// There was no commit of that number.
    #[error("there is no such commit, the last one is {last}")]
    NoSuchCommit {
        /// The last one.
        last: u64,
    },
    /// There was nothing yet at that time.
    #[error("the first commit was made later")]
    BeforeFirst {
        /// When the first commit was made.
        first: crate::domain::time::Moment,
    },
    /// The state after a commit can't be made: the journal that leads to it can't be read.
    #[error("the state after commit {wanted} can't be made: the journal before it can't be read")]
    Unreachable {
        /// The commit.
        wanted: u64,
        /// The nearest ones before and behind it whose state can be had.
        nearest: Vec<u64>,
        /// Somebody has decided to go on with this damage.
        known: bool,
    },
    /// The state of that time is not kept any more.
    #[error("nothing before commit {oldest} is kept")]
    TooOld {
        /// The oldest commit whose state can be had.
        oldest: u64,
    },
}

/// Why a store is for reading only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    /// Its journal is damaged.
    Damaged,
    /// It shows a moment of the past.
    Past,
    /// The folder it is in can't be written to.
    Folder,
    /// The disk is so full that it could not be opened for writing.
    Full,
    /// The system lets no file grow as far as opening for writing would need.
    FileLimit,
    /// It is a backup: somebody may need it as it is.
    Backup,
}

/// What a system may be short of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Threads: there may be no more of them, or no room for their stacks.
    Threads,
    /// Memory, or address space.
    Memory,
    /// Files that are open at once.
    Files,
}

impl std::fmt::Display for Lack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Threads => "threads",
            Self::Files => "open files",
            Self::Memory => "memory",
        })
    }
}

impl StoreError {
    /// What an engine says when it fails. Engines hand on what the system said as a text only: one that could not get memory
    /// or a thread is whole, and must not be made anew for that.
    pub(super) fn engine(text: impl Into<String>) -> Self {
        let what = text.into();
        match lack(&what) {
            Some(of) => Self::Short { of, what },
            None => Self::Engine(what),
        }
    }

    /// A thread could not be started.
    pub fn no_thread(error: &io::Error) -> Self {
        Self::Short { of: Lack::Threads, what: error.to_string() }
    }

    /// Memory that was wanted at once could not be had.
    pub(super) fn no_memory(error: std::collections::TryReserveError) -> Self {
        Self::Short { of: Lack::Memory, what: error.to_string() }
    }

    /// Why the disk took no more, when that is what has failed: nothing is damaged then, whatever part of the store says so.
    pub fn refusal(&self) -> Option<ReadOnly> {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        match self {
            Self::Io { source, .. } => match source.kind() {
                StorageFull | QuotaExceeded => Some(ReadOnly::Full),
                FileTooLarge => Some(ReadOnly::FileLimit),
                _ => None,
            },
            Self::Unwritable { source, .. } if source.kind() == FileTooLarge => Some(ReadOnly::FileLimit),
            // Engines keep what the system said as a text.
            Self::Engine(text) | Self::Stopped(text) | Self::NoEngine(text) => {
                let says = |signs: [&str; 4]| signs.iter().any(|sign| text.contains(sign));
                if says(["No space left", "StorageFull", "code: 28,", "os error 28)"]) {
                    Some(ReadOnly::Full)
                } else {
                    says(["File too large", "FileTooLarge", "code: 27,", "os error 27)"])
                        .then_some(ReadOnly::FileLimit)
                }
            }
            _ => None,
        }
    }

    /// Wraps what the system said of a path.
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}

/// Result of a store operation.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What a system was short of, by the words of an engine.
fn lack(text: &str) -> Option<Lack> {
    let says = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
    if says(&[
        "Cannot allocate memory",
        "OutOfMemory",
        "os error 12)",
        "code: 12,",
        "address space the system grants",
    ]) {
        return Some(Lack::Memory);
    }
    if says(&["Too many open files", "os error 24)", "os error 23)", "code: 24,", "code: 23,"]) {
        return Some(Lack::Files);
    }
    // A lock that somebody else has is told by the same number.
    let is_lock = text.contains("acquire lock");
    (!is_lock && says(&["Resource temporarily unavailable", "os error 11)", "code: 11,"]))
        .then_some(Lack::Threads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortage_is_not_taken_for_a_broken_engine() {
        let of = |text: &str| match StoreError::engine(text) {
            StoreError::Short { of, .. } => Some(of),
            _ => None,
        };
        let system = |code| std::io::Error::from_raw_os_error(code);
        if cfg!(target_os = "linux") {
            assert_eq!(of(&format!("LMDB: {}", system(12))), Some(Lack::Memory));
            assert_eq!(of(&format!("LMDB: {}", system(24))), Some(Lack::Files));
            assert_eq!(of(&format!("IO error: {:?}", system(23))), Some(Lack::Files));
            assert_eq!(of(&format!("IO error: {:?}", system(11))), Some(Lack::Threads));
            assert_eq!(of(&format!("IO error: {}", system(5))), None);
        }
        assert_eq!(of("could not acquire lock on \"db\": Os { code: 11, kind: WouldBlock }"), None);
        assert_eq!(of("Read corrupted data at file offset 11"), None);
    }
}
