//! The store on this machine: a journal, an engine, and one writer.

mod open;
mod writer;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

pub use self::open::{EngineKind, OpenProgress};
use super::engine::{Engine, Visit, Walk};
use super::error::Result;
use super::journal::Entry;
use super::tables::Table;
use super::{Commit, Store, Ticket};

/// A store on this machine. Dropping it writes what waits and closes the engine in order.
pub struct LocalStore {
    shared: Arc<Shared>,
    writer: Option<JoinHandle<()>>,
    /// Held while the store is open, so that no other process opens the folder.
    _lock: Option<std::fs::File>,
    marker: Option<open::OpenMarker>,
}

impl std::fmt::Debug for LocalStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalStore").field("last_seq", &self.last_seq()).finish_non_exhaustive()
    }
}

/// What readers, writers' hands and the writer thread have in common.
struct Shared {
    engine: Box<dyn Engine>,
    inbox: Mutex<Inbox>,
    wake: Condvar,
    counters: Counters,
    applied: AtomicU64,
    subscribers: Mutex<Vec<Sender<Arc<Entry>>>>,
}

/// Commits that wait for the writer.
#[derive(Default)]
struct Inbox {
    /// Of operators: always first.
    fast: Vec<Request>,
    /// Of bulk loads.
    bulk: std::collections::VecDeque<Request>,
    closing: bool,
}

struct Request {
    commit: Commit,
    answer: std::sync::mpsc::SyncSender<Result<u64>>,
}

/// The next free id of every table.
#[derive(Debug)]
struct Counters(BTreeMap<u8, AtomicU64>);

impl Counters {
    fn new() -> Self {
        Self(Table::ALL.into_iter().map(|table| (table.tag(), AtomicU64::new(1))).collect())
    }

    fn take(&self, table: Table, count: u64) -> u64 {
        self.0.get(&table.tag()).map_or(0, |next| next.fetch_add(count, Ordering::Relaxed))
    }

    /// Notes that an id is in use.
    fn used(&self, table: Table, id: u64) {
        if let Some(next) = self.0.get(&table.tag()) {
            next.fetch_max(id.saturating_add(1), Ordering::Relaxed);
        }
    }

    fn snapshot(&self) -> Vec<(u8, u64)> {
        self.0.iter().map(|(tag, next)| (*tag, next.load(Ordering::Relaxed))).collect()
    }
}

impl Store for LocalStore {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.shared.engine.get(key)
    }

    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        self.shared.engine.range(from, to, walk, visit)
    }

    fn submit(&self, commit: Commit) -> Ticket {
        let (answer, ticket) = Ticket::new();
        let mut inbox = self.shared.inbox.lock().unwrap_or_else(PoisonError::into_inner);
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
}

impl Drop for LocalStore {
    fn drop(&mut self) {
        self.shared.inbox.lock().unwrap_or_else(PoisonError::into_inner).closing = true;
        self.shared.wake.notify_one();
        let clean = self.writer.take().is_some_and(|writer| writer.join().is_ok());
        let flushed = self.shared.engine.checkpoint().is_ok();
        if let Some(marker) = self.marker.take()
            && clean
            && flushed
        {
            marker.clear();
        }
    }
}

#[cfg(test)]
mod tests;
