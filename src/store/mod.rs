//! The store: what is acknowledged is never lost, and what is read is never half written.
//!
//! ```text
//! commit → append to the journal, one fdatasync for all that wait together → one atomic batch in the engine
//!        → acknowledge → tell the subscribers
//! ```
//!
//! | module | what lives there |
//! |---|---|
//! | [`commit`] | changes that belong together, with what they expect |
//! | [`tables`], [`key`], [`codec`] | records, their keys and indexes, their bytes |
//! | [`journal`] | the truth: every commit in order, in files that are only appended to |
//! | [`snapshot`] | the whole state in one file beside the journal |
//! | [`engine`] | the working state, made again from the journal when need be: sled, memory |
//! | [`local`] | [`LocalStore`](local::LocalStore): journal and engine on this machine, one writer |
//! | [`backup`] | copies of the journal that a store is made from again |
//! | [`verify`], [`survey`] | whether a store is whole; what there is of it |
//! | [`disk`] | the file layer under the journal |
//! | `lock` | files that are locked while somebody works in a folder |
//! | [`priority`] | background work stands behind that of operators |
//! | [`companies`] | the companies of the state register, by INN: a file of its own beside the base |
//! | [`drafts`] | half-written notes: kept, but no part of the history |
//!
//! `desk` sees only the [`Store`] trait and the typed reads on top of it ([`Reads`]); nothing above may assume that the
//! store is on this machine.

pub mod backup;
pub mod codec;
pub mod commit;
pub mod companies;
pub mod disk;
pub mod drafts;
pub mod engine;
mod error;
pub mod journal;
pub mod key;
pub mod local;
mod lock;
pub mod priority;
mod reads;
mod references;
pub mod settings;
pub mod snapshot;
pub mod tables;
mod unpack;
mod upgrade;

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

pub use self::commit::{Commit, Written};
pub use self::engine::{Visit, Walk, is_caught_panic};
pub use self::error::{Lack, ReadOnly, Result, StoreError};
pub use self::journal::{Entry, Origin, RecordChange};
pub use self::key::Key;
pub use self::local::{APART, NO_FILE, NOTHING_LEFT, survey, verify};
pub use self::reads::{Belongings, Kept, Reads};
pub use self::references::references;
pub use self::tables::{Index, Owner, Record, Revision, Table};

/// A place where records are kept.
pub trait Store: Send + Sync {
    /// The value of a key, as [`codec::split_revision`] takes it apart.
    ///
    /// # Errors
    /// When the store can't be read.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>>;

    /// Visits keys from `from` (included) to `to` (excluded; `None` is the end of all keys). Every key is consistent in
    /// itself; a long walk may see later commits at its end than at its beginning.
    ///
    /// # Errors
    /// When the store can't be read.
    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()>;

    /// Hands a commit to the writer and returns at once; [`Ticket::wait`] tells how it ended.
    fn submit(&self, commit: Commit) -> Ticket;

    /// Gives out `count` ids of a table that were never given out; returns the first of them.
    fn allocate(&self, table: Table, count: u64) -> u64;

    /// Sequence number of the last commit.
    fn last_seq(&self) -> u64;

    /// Every commit from now on, in order. Dropping the receiver ends the subscription.
    fn subscribe(&self) -> Receiver<Arc<Entry>>;

    /// Whether it can be written to, as far as the last attempt or [`Store::probe`] has shown.
    fn health(&self) -> Health;

    /// Looks anew whether it can be written to, when it could not at the last attempt; [`Store::health`] tells afterwards.
    /// It returns at once, so that it may be called as often as a screen is drawn.
    fn probe(&self) {}

    /// What can't be vouched for, when it is for reading only because of damage.
    fn in_doubt(&self) -> Option<InDoubt> {
        None
    }

    /// The commit with a sequence number; `None` when it is not kept any more, can't be read, or was never made.
    ///
    /// # Errors
    /// When the history can't be read.
    fn entry(&self, seq: u64) -> Result<Option<Entry>>;

    /// Visits the commits behind `after`, in order, to the last one of now or until the visitor has enough.
    ///
    /// # Errors
    /// When the history can't be read, or lacks a commit in between.
    fn each_entry(&self, after: u64, visit: &mut dyn FnMut(Entry) -> ControlFlow<()>) -> Result<()>;

    /// Visits every commit that is kept and can be read, in order, and returns the numbers of those between them that can't,
    /// from and to.
    ///
    /// # Errors
    /// When the disk can't be read.
    fn each_readable(&self, visit: &mut dyn FnMut(Entry)) -> Result<Vec<(u64, u64)>>;

    /// The oldest commit that is kept; older ones are not in the history any more.
    ///
    /// # Errors
    /// When the history can't be read.
    fn oldest_entry(&self) -> Result<u64>;

    /// Writes a commit and returns when it is durable and visible.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when an expectation does not hold; others when the store can't be written. Nothing is
    /// changed then.
    fn commit(&self, commit: Commit) -> Result<u64> {
        self.submit(commit).wait()
    }
}

/// Whether a store can be written to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Health {
    /// It can.
    #[default]
    Writable,
    /// There was too little room at the last attempt; it goes on by itself when there is room.
    NoRoom {
        /// Bytes that were free.
        free: u64,
        /// Bytes that must stay free.
        reserve: u64,
    },
    /// The disk took too few new files at the last attempt; it goes on by itself when it takes more.
    NoFiles {
        /// Files that could still be made.
        free: u64,
    },
    /// The disk refused at the last attempt; it goes on by itself when the disk lets itself be written.
    Unwritable {
        /// What was to be written.
        path: std::path::PathBuf,
        /// What the system said.
        kind: std::io::ErrorKind,
    },
    /// Never.
    ReadOnly(ReadOnly),
    /// Not until it is opened again: a write failed in a way that leaves open what the disk has.
    Stopped(String),
    /// The engine failed and could not be opened again so far; that is tried again by itself.
    NoEngine(String),
}

impl Health {
    /// Whether it may become writable again by itself.
    pub fn may_mend(&self) -> bool {
        match self {
            Self::NoRoom { .. }
            | Self::NoFiles { .. }
            | Self::Unwritable { .. }
            | Self::Stopped(_)
            | Self::NoEngine(_) => true,
            Self::Writable | Self::ReadOnly(_) => false,
        }
    }
}

/// What can't be vouched for in a damaged store, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InDoubt {
    /// Places of the journal that can't be read.
    pub places: u64,
    /// Records whose value may be wrong or missing, as far as can be known.
    pub records: u64,
    /// Whether the state itself lacks something; otherwise only the history does.
    pub lost: bool,
    /// The last commit the journal has.
    pub last: u64,
    /// The last commit that is known to have been made: the journal may have lost its end.
    pub reached: u64,
    /// A file of the journal has come back that a repair has gone on without.
    pub returned: bool,
}

/// A commit on its way.
#[derive(Debug)]
pub struct Ticket(Receiver<Result<u64>>);

impl Ticket {
    /// A ticket and the place to answer it.
    pub(crate) fn new() -> (std::sync::mpsc::SyncSender<Result<u64>>, Self) {
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        (sender, Self(receiver))
    }

    /// Waits until the commit is durable and visible; returns its sequence number.
    ///
    /// # Errors
    /// As the commit ended.
    pub fn wait(self) -> Result<u64> {
        self.0.recv().unwrap_or_else(|_| Err(StoreError::Stopped("the writer has ended".into())))
    }
}
