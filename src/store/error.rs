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
        /// Format of the data.
        found: u32,
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
    /// It is a backup: somebody may need it as it is.
    Backup,
}

impl StoreError {
    /// Wraps what the system said of a path.
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}

/// Result of a store operation.
pub type Result<T> = std::result::Result<T, StoreError>;
