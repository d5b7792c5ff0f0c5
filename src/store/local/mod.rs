//! The store on this machine: a journal, an engine, and one writer.
//!
//! | module | what it does |
//! |---|---|
//! | `folder` | the data folder: its lock, its format, the engine in use |
//! | `open` | opening: an engine that can be trusted, brought up to the journal |
//! | `fill` | making an engine from snapshot and journal |
//! | `writer` | the one writer |
//! | `keeper` | checkpoints, snapshots, what is kept of the past |
//! | `compact` | another engine with the same state in place of one that has grown too large |
//! | `doubt` | a damaged journal: what can't be vouched for |
//! | `past` | states of the past, for reading |
//! | `rebuild` | making the engine anew on demand |
//! | [`verify`] | whether journal, snapshots, records and indexes are whole and agree |
//! | [`survey`] | what there is of a store, in figures |

mod compact;
mod doubt;
mod fill;
mod folder;
mod keeper;
mod open;
mod past;
mod rebuild;
pub mod survey;
pub mod verify;
mod writer;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

pub use self::doubt::Doubt;
pub(in crate::store) use self::doubt::{KNOWN, known, note_known};
pub(in crate::store) use self::folder::{
    Folder, format_of, journal_of, remove_all, write_format, write_whole,
};
pub use self::open::Options;
pub(in crate::store) use self::open::journal_disk;
pub use self::past::Until;
pub use self::rebuild::Rebuilt;
use super::disk::Disk;
use super::engine::{Engine, Visit, Walk};
use super::error::{ReadOnly, Result, StoreError};
use super::journal::{Entry, Found, Journal, Reader};
use super::settings::Settings;
use super::tables::Table;
use super::{Commit, Health, InDoubt, Store, Ticket};

/// Which engine stands under a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EngineKind {
    /// sled, in a folder beside the journal.
    #[default]
    Sled,
    /// LMDB, in a folder beside the journal: for bases that have outgrown sled.
    Lmdb,
    /// A map in memory beside a journal on disk: everything is replayed at opening.
    Memory,
}

impl EngineKind {
    /// All kinds that live on disk.
    pub const ON_DISK: [Self; 2] = [Self::Sled, Self::Lmdb];

    /// The word for it: in files, on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sled => "sled",
            Self::Lmdb => "lmdb",
            Self::Memory => "memory",
        }
    }

    /// The kind on disk with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ON_DISK.into_iter().find(|kind| kind.name() == name)
    }
}

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
    hold: Option<Hold>,
}

/// The data folder while the store is open, so that no other process opens it.
struct Hold {
    folder: Arc<folder::Folder>,
    marker: folder::OpenMarker,
}

impl std::fmt::Debug for LocalStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalStore").field("last_seq", &self.last_seq()).finish_non_exhaustive()
    }
}

/// What readers, writers' hands, the writer and the keeper have in common.
struct Shared {
    /// Taken for a moment only, to get at the engine or to put another one in its place.
    engine: RwLock<Arc<dyn Engine>>,
    disk: Arc<dyn Disk>,
    reader: Reader,
    settings: Settings,
    inbox: Mutex<Inbox>,
    wake: Condvar,
    counters: Counters,
    /// The last commit that is in the journal.
    durable: AtomicU64,
    /// The last commit that is in the engine.
    applied: AtomicU64,
    subscribers: Mutex<Vec<Sender<Arc<Entry>>>>,
    health: Mutex<Health>,
    upkeep: keeper::Upkeep,
    /// The engine has failed to read something.
    suspect: AtomicBool,
    /// Where the engine is, when it is in a folder that is ours.
    home: Option<Home>,
    /// How the engine is opened again when it has failed.
    reopen: Option<Reopen>,
}

/// The place of an engine in a data folder.
struct Home {
    folder: Arc<folder::Folder>,
    kind: EngineKind,
    /// The engine's own folder.
    path: Arc<Mutex<PathBuf>>,
}

/// Opens the engine again where it is now.
type Reopen = Box<dyn Fn() -> Result<Arc<dyn Engine>> + Send + Sync>;

impl Shared {
    fn new(
        engine: Arc<dyn Engine>,
        counters: Counters,
        disk: Arc<dyn Disk>,
        settings: Settings,
        last: u64,
    ) -> Self {
        Self {
            engine: RwLock::new(engine),
            reader: Reader::new(Arc::clone(&disk)),
            disk,
            settings,
            inbox: Mutex::new(Inbox::default()),
            wake: Condvar::new(),
            counters,
            durable: AtomicU64::new(last),
            applied: AtomicU64::new(last),
            subscribers: Mutex::new(Vec::new()),
            health: Mutex::new(Health::Writable),
            upkeep: keeper::Upkeep::default(),
            suspect: AtomicBool::new(false),
            home: None,
            reopen: None,
        }
    }

    /// Says in which folder the engine is.
    fn settle(&mut self, folder: Arc<folder::Folder>, kind: EngineKind, path: PathBuf) {
        let path = Arc::new(Mutex::new(path));
        let now = Arc::clone(&path);
        self.home = Some(Home { folder, kind, path });
        self.reopen = Some(Box::new(move || {
            let path = now.lock().unwrap_or_else(PoisonError::into_inner).clone();
            fill::open_engine(kind, &path)
        }));
    }

    fn engine(&self) -> Arc<dyn Engine> {
        Arc::clone(&self.engine.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Remembers that the engine has failed to read what was written: the next opening makes it again.
    fn heed<T>(&self, read: Result<T>) -> Result<T> {
        if let Err(error @ StoreError::Engine(_)) = &read {
            tracing::error!(%error, "the engine can't be read");
            self.suspect.store(true, Ordering::Relaxed);
        }
        read
    }

    /// Puts another engine in place; returns the one before.
    fn put_engine(&self, engine: Arc<dyn Engine>) -> Arc<dyn Engine> {
        std::mem::replace(&mut *self.engine.write().unwrap_or_else(PoisonError::into_inner), engine)
    }

    fn health(&self) -> Health {
        self.health.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_health(&self, health: Health) {
        *self.health.lock().unwrap_or_else(PoisonError::into_inner) = health;
    }
}

/// Commits that wait for the writer.
#[derive(Default)]
struct Inbox {
    /// Of operators: always first.
    fast: Vec<Request>,
    /// Of bulk loads.
    bulk: std::collections::VecDeque<Request>,
    /// An engine that is to take the place of the present one.
    switch: Option<compact::Switch>,
    /// Somebody wants to know whether it can be written to again.
    probe: bool,
    closing: bool,
    /// The writer is gone.
    ended: bool,
}

impl Inbox {
    /// Puts a request before all others of its kind.
    fn put_back(&mut self, request: Request) {
        if request.commit.bulk {
            self.bulk.push_front(request);
        } else {
            self.fast.insert(0, request);
        }
    }
}

struct Request {
    commit: Commit,
    answer: std::sync::mpsc::SyncSender<Result<u64>>,
}

/// The next free id of every table.
#[derive(Debug)]
struct Counters {
    next: BTreeMap<u8, AtomicU64>,
    /// Bytes of all keys and values in the engine.
    bytes: AtomicI64,
}

impl Counters {
    fn new() -> Self {
        let next = Table::ALL.into_iter().map(|table| (table.tag(), AtomicU64::new(1))).collect();
        Self { next, bytes: AtomicI64::new(0) }
    }

    fn take(&self, table: Table, count: u64) -> u64 {
        self.next.get(&table.tag()).map_or(0, |next| next.fetch_add(count, Ordering::Relaxed))
    }

    /// Notes that an id is in use.
    fn used(&self, table: Table, id: u64) {
        if let Some(next) = self.next.get(&table.tag()) {
            next.fetch_max(id.saturating_add(1), Ordering::Relaxed);
        }
    }

    /// Notes that keys and values have grown by so many bytes.
    fn grow(&self, bytes: i64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Bytes of all keys and values in the engine.
    fn bytes(&self) -> u64 {
        u64::try_from(self.bytes.load(Ordering::Relaxed)).unwrap_or_default()
    }

    /// Notes ids that were in use when these numbers were taken.
    fn raise(&self, counters: &[(u8, u64)]) {
        for (tag, next) in counters {
            if let Some(table) = Table::from_tag(*tag) {
                self.used(table, next.saturating_sub(1));
            }
        }
    }

    fn snapshot(&self) -> Vec<(u8, u64)> {
        self.next.iter().map(|(tag, next)| (*tag, next.load(Ordering::Relaxed))).collect()
    }
}

impl Store for LocalStore {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.shared.heed(self.shared.engine().get(key))
    }

    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        self.shared.heed(self.shared.engine().range(from, to, walk, visit))
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
        Some(InDoubt { places, records: doubt.count, lost: doubt.lost })
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
        let spawn = |name: &str, work: Box<dyn FnOnce() + Send>| {
            std::thread::Builder::new().name(name.into()).spawn(work).map_err(StoreError::io(name))
        };
        let keeper = keeper::Keeper::new(Arc::clone(&shared));
        let keeper = spawn("store-keeper", Box::new(move || keeper.run()))?;
        let writer = spawn("store-writer", Box::new(move || writer.run()))?;
        Ok(Self { shared, writer: Some(writer), keeper: Some(keeper), read_only: None, doubt: None, hold })
    }

    /// A store that nothing is ever written to.
    fn read_only(shared: Shared, why: ReadOnly, doubt: Option<Doubt>, hold: Option<Hold>) -> Self {
        Self { shared: Arc::new(shared), writer: None, keeper: None, read_only: Some(why), doubt, hold }
    }

    /// What can't be vouched for, when the journal was found damaged.
    pub fn doubt(&self) -> Option<&Doubt> {
        self.doubt.as_ref()
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

impl Drop for LocalStore {
    fn drop(&mut self) {
        self.shared.inbox.lock().unwrap_or_else(PoisonError::into_inner).closing = true;
        self.shared.wake.notify_one();
        let written = self.writer.take().is_none_or(|writer| writer.join().is_ok());
        self.shared.upkeep.close();
        let kept = self.keeper.take().is_none_or(|keeper| keeper.join().is_ok());
        let flushed = self.shared.engine().checkpoint().is_ok();
        let Some(hold) = self.hold.take() else { return };
        if self.shared.suspect.load(Ordering::Relaxed) {
            hold.marker.distrust();
        } else if written && kept && flushed {
            hold.marker.clear();
        }
    }
}

#[cfg(test)]
mod faults;
#[cfg(test)]
mod running_out_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod waiting_tests;
