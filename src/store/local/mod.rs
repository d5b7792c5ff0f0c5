//! The store on this machine: a journal, an engine, and one writer.
//!
//! | module | what it does |
//! |---|---|
//! | `kind` | which engine stands under a store |
//! | `folder`, `format` | the data folder: its lock, the engine in use; of which format it is |
//! | `marker`, `sum` | the word that the engine is open; what a closed one looks like |
//! | `open` | opening: an engine that can be trusted, brought up to the journal |
//! | `look` | opening to look, and nothing more |
//! | `engines` | the engine in use, or one made in its place |
//! | `fill` | making an engine from snapshot and journal |
//! | `applied` | how far an engine has come |
//! | `proof` | which commits a folder proves; whether engine and snapshots are of its journal |
//! | `stranger` | a journal that is not of the base it stands in |
//! | `reach` | which states can be had |
//! | `plan` | what changes of records mean for an engine |
//! | `writer` | the one writer |
//! | `shared`, `counters` | what readers, writer and keeper have in common |
//! | `want` | what a disk lacked when something has failed |
//! | `watched` | an engine of which is remembered that it could not be read |
//! | `keeper`, `due` | checkpoints, snapshots, what is kept of the past; when it is time for them |
//! | `compact` | another engine with the same state in place of one that has grown too large |
//! | `doubt` | a damaged journal: what can't be vouched for |
//! | `past` | states of the past, for reading |
//! | `rebuild` | making the engine anew on demand |
//! | [`verify`] | whether journal, snapshots, records and indexes are whole and agree |
//! | [`survey`] | what there is of a store, in figures |

mod applied;
mod compact;
mod counters;
mod doubt;
mod due;
mod engines;
mod fill;
mod folder;
mod format;
mod keeper;
mod kind;
mod look;
mod marker;

mod open;
mod own;
mod past;
mod plan;
mod proof;
mod reach;
mod rebuild;
mod shared;
mod stranger;
mod sum;
pub mod survey;
pub mod verify;
mod want;
mod watched;
mod way_back;
mod writer;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;

pub use self::compact::{Tidied, Tidying};
use self::counters::Counters;
pub use self::doubt::Doubt;
pub(in crate::store) use self::fill::sound;
pub(in crate::store) use self::folder::{
    BACKUP_LOCK, Folder, is_backup, journal_of, remove_all, write_whole,
};
pub use self::format::NOTHING_LEFT;
pub(in crate::store) use self::format::{format_of, refuse_a_lost_base, says_format, write_format};
pub use self::kind::EngineKind;
pub(in crate::store) use self::look::refuse_a_short_journal;
pub use self::open::Options;
pub(in crate::store) use self::open::journal_disk;
pub use self::own::NO_FILE;
pub(in crate::store) use self::own::remove_scratch;
pub use self::past::Until;
pub(in crate::store) use self::past::goal;
pub use self::proof::APART;
pub(in crate::store) use self::proof::{by_files, is_apart, refuse_a_mixture};
pub(in crate::store) use self::reach::merged;
pub use self::rebuild::Rebuilt;
use self::shared::{Request, Shared};
pub(in crate::store) use self::want::told_of_files;
use super::engine::{MemoryEngine, Visit, Walk};
use super::error::{ReadOnly, Result, StoreError};
use super::journal::{Entry, Found, Journal};
use super::tables::Table;
use super::{Commit, Health, InDoubt, Store, Ticket};

/// The folder of the engine in use in a data folder; `None` when there is none. It takes no lock.
pub fn engine_folder(data: &std::path::Path) -> Option<PathBuf> {
    folder::engine_of(data).map(|(_, folder)| folder)
}

/// What opening, rebuilding or restoring is busy with, for a progress bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenProgress {
    /// The engine can't be trusted, or is to be another one, and is made again from snapshot and journal. The total is 0
    /// until it is known; the unit changes from bytes to commits when the snapshot is through.
    Rebuilding {
        /// How much is done.
        done: u64,
        /// Of how much.
        total: u64,
    },
    /// So many commits of the journal are in the engine now.
    Replayed(u64),
    /// So many bytes at the end of the journal were no whole commit and have been cut off.
    TailCut(u64),
    /// The folder is of an earlier format and is brought to the present one.
    Upgrading {
        /// The format it was found in.
        from: u32,
    },
}

/// A store on this machine. Dropping it writes what waits and closes the engine in order.
pub struct LocalStore {
    shared: Arc<Shared>,
    writer: Option<JoinHandle<()>>,
    keeper: Option<JoinHandle<()>>,
    /// Why nothing is ever written.
    read_only: Option<ReadOnly>,
    doubt: Option<Doubt>,
    /// The engine is not the one of the folder, and lacks what that may have: it was made to show what can be read.
    is_stand_in: bool,
    hold: Option<Hold>,
}

/// How far the commits of a store are acknowledged.
#[derive(Clone, Debug)]
pub struct Acknowledged(Arc<AtomicU64>);

impl Acknowledged {
    /// The last one; 0 when there is none.
    pub fn last(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

/// The data folder while the store is open, so that no other process opens it.
struct Hold {
    folder: Arc<folder::Folder>,
    /// `None` when the engine is not the one of the folder: nothing can be said of that then.
    marker: Option<marker::OpenMarker>,
}

impl std::fmt::Debug for LocalStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalStore").field("last_seq", &self.last_seq()).finish_non_exhaustive()
    }
}

impl Store for LocalStore {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.shared.read(|engine| engine.get(key))
    }

    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        self.shared.read(|engine| engine.range(from, to, walk, visit))
    }

    fn submit(&self, commit: Commit) -> Ticket {
        let (answer, ticket) = Ticket::new();
        if let Some(why) = self.read_only {
            // The ticket is still held, so the answer arrives.
            let _ = answer.send(Err(StoreError::ReadOnly(why)));
            return ticket;
        }
        let mut inbox = self.shared.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        if inbox.ended {
            drop(inbox);
            let _ = answer.send(Err(StoreError::Stopped("the writer has ended".into())));
            return ticket;
        }
        let bulk = commit.bulk;
        let request = Request { commit, answer };
        if bulk {
            inbox.bulk.push_back(request);
        } else {
            inbox.fast.push(request);
        }
        drop(inbox);
        self.shared.wake.notify_one();
        ticket
    }

    fn allocate(&self, table: Table, count: u64) -> u64 {
        self.shared.counters.take(table, count)
    }

    fn last_seq(&self) -> u64 {
        self.shared.applied.load(Ordering::Acquire)
    }

    fn subscribe(&self) -> Receiver<Arc<Entry>> {
        let (sender, receiver) = channel();
        self.shared.subscribers.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }

    fn health(&self) -> Health {
        match self.read_only {
            Some(why) => Health::ReadOnly(why),
            None => self.shared.health(),
        }
    }

    fn probe(&self) {
        if self.read_only.is_none() && self.shared.health().may_mend() {
            self.shared.inbox.lock().unwrap_or_else(PoisonError::into_inner).probe = true;
            self.shared.wake.notify_one();
        }
    }

    fn in_doubt(&self) -> Option<InDoubt> {
        let doubt = self.doubt.as_ref()?;
        let places = u64::try_from(doubt.damages.len()).unwrap_or(u64::MAX).max(1);
        let Doubt { count: records, lost, last, reached, .. } = *doubt;
        Some(InDoubt { places, records, lost, last, reached, returned: doubt.returned().next().is_some() })
    }

    fn entry(&self, seq: u64) -> Result<Option<Entry>> {
        // What is not acknowledged yet is nobody's business.
        if seq > self.last_seq() { Ok(None) } else { self.shared.reader.entry(seq) }
    }

    fn each_entry(&self, after: u64, visit: &mut dyn FnMut(Entry) -> ControlFlow<()>) -> Result<()> {
        let last = self.last_seq();
        if after >= last {
            return Ok(());
        }
        self.shared.reader.each_after(after, &mut |entry| {
            let seq = entry.seq;
            if seq > last || visit(entry).is_break() || seq == last {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })
    }

    fn each_readable(&self, visit: &mut dyn FnMut(Entry)) -> Result<Vec<(u64, u64)>> {
        let last = self.last_seq();
        let mut hidden = Vec::new();
        self.shared.reader.scan(&mut |found| {
            match found {
                Found::Entry(entry) if entry.seq <= last => visit(entry),
                Found::Damage(damage) => {
                    let to = damage.before.map_or(last, |before| before.saturating_sub(1)).min(last);
                    if damage.after < to {
                        hidden.push((damage.after + 1, to));
                    }
                }
                Found::Entry(_) | Found::Torn(_) => {}
            }
            Ok(())
        })?;
        Ok(hidden)
    }

    fn oldest_entry(&self) -> Result<u64> {
        Ok(self.shared.reader.segments()?.first().copied().unwrap_or(1))
    }
}

impl LocalStore {
    fn start(shared: Shared, journal: Journal, hold: Option<Hold>) -> Result<Self> {
        let shared = Arc::new(shared);
        let writer = writer::Writer::new(Arc::clone(&shared), journal);
        let keeper = keeper::Keeper::new(Arc::clone(&shared));
        // From here on whatever fails closes what was opened, in order.
        let (read_only, doubt, is_stand_in) = (None, None, false);
        let mut store = Self { shared, writer: None, keeper: None, read_only, doubt, is_stand_in, hold };
        store.writer = Some(spawned("store-writer", move || writer.run())?);
        store.keeper = Some(spawned("store-keeper", move || keeper.run())?);
        Ok(store)
    }

    /// A store that nothing is ever written to.
    fn read_only(shared: Shared, why: ReadOnly, hold: Option<Hold>) -> Self {
        Self {
            shared: Arc::new(shared),
            writer: None,
            keeper: None,
            read_only: Some(why),
            doubt: None,
            is_stand_in: false,
            hold,
        }
    }

    /// What can't be vouched for, when the journal was found damaged.
    pub fn doubt(&self) -> Option<&Doubt> {
        self.doubt.as_ref()
    }

    /// How far commits are acknowledged: to be asked even when the store is closed.
    pub fn acknowledged(&self) -> Acknowledged {
        Acknowledged(Arc::clone(&self.shared.applied))
    }

    /// Bytes of all keys and values in the engine.
    pub fn live_bytes(&self) -> u64 {
        self.shared.counters.bytes()
    }

    /// Bytes on disk: of the journal with its snapshots, and of the engine.
    pub fn size(&self) -> (u64, u64) {
        let names = self.shared.disk.list().unwrap_or_default();
        let journal = names.iter().map(|name| self.shared.disk.len(name).unwrap_or_default()).sum();
        (journal, self.shared.engine().size())
    }
}

/// A thread of the store.
fn spawned(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map_err(|error| StoreError::no_thread(&error))
}

impl Drop for LocalStore {
    fn drop(&mut self) {
        self.shared.inbox.lock().unwrap_or_else(PoisonError::into_inner).closing = true;
        self.shared.wake.notify_one();
        let written = self.writer.take().is_none_or(|writer| writer.join().is_ok());
        self.shared.upkeep.close();
        let kept = self.keeper.take().is_none_or(|keeper| keeper.join().is_ok());
        let flushed = self.shared.engine().checkpoint().is_ok();
        let Some((hold, marker)) = self.hold.as_ref().and_then(|hold| Some((hold, hold.marker.as_ref()?)))
        else {
            return;
        };
        // Where the journal is not of this base, the engine is what tells.
        let is_witness = self.doubt.as_ref().is_some_and(|doubt| doubt.stranger);
        if self.shared.suspect.load(Ordering::Relaxed) && !is_witness {
            marker.distrust();
        } else if written && kept && flushed {
            // Its files are final when it is gone, and nobody reads any more.
            let engine = self.shared.put_engine(Arc::new(MemoryEngine::default()));
            match hold.folder.engine() {
                Some((kind, folder)) if Arc::strong_count(&engine) == 1 => {
                    drop(engine);
                    marker.close(kind, &folder);
                }
                // Somebody holds it still: it counts as one that was not closed.
                Some(_) => {}
                None => marker.clear(),
            }
        }
    }
}

#[cfg(test)]
mod tests;
