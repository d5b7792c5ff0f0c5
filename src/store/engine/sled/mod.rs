//! The default engine: sled 0.34.
//!
//! How sled is used here follows what was measured of it: one tree and [`apply_batch`](sled::Tree::apply_batch) only;
//! neighbouring keys in one entry ([`block`]); small sorted batches, because readers wait behind each; no compression
//! (its zstd can't be linked beside ours) and the default segment size; never flushed for an acknowledgement. It frees
//! garbage only while it is read, so every batch is followed by as many cheap reads as it had blocks. Blocks in use are
//! kept above it ([`cache`]).
//!
//! Its options for the mode, for snapshots and for cleaning do nothing in 0.34.7. It writes a snapshot only while it
//! opens: the first opening after a large load reads all that was written, the second is fast.

mod block;
mod cache;
mod quiet;

use std::ops::{Bound, ControlFlow};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub use self::block::{Block, Entry as BlockEntry};
use self::cache::{Cache, Found};
use self::quiet::caught;
pub use self::quiet::is_caught;
use super::{Batch, Engine, Result, Visit, Walk};
use crate::store::error::StoreError;

/// sled's own cache, in bytes. The system's page cache does the rest.
const CACHE_BYTES: u64 = 256 * 1024 * 1024;

/// Longest wait for a sled of this process that was dropped and is not done yet.
const CLOSING_MAX: Duration = Duration::from_secs(30);
const CLOSING_LOOK: Duration = Duration::from_millis(5);

/// An engine in a folder of its own.
pub struct SledEngine {
    db: sled::Db,
    tree: sled::Tree,
    cache: Cache,
    /// Held by who reads blocks to change them.
    writing: Mutex<()>,
}

impl std::fmt::Debug for SledEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SledEngine")
    }
}

impl SledEngine {
    /// Opens the engine in `folder`, or makes a new one there.
    ///
    /// # Errors
    /// When sled can't open the folder. A panic inside sled on corrupt files is such an error too.
    pub fn open(folder: &Path) -> Result<Self> {
        super::only_files(folder)?;
        prove_threads()?;
        remove_half_made_snapshots(folder)?;
        let config = sled::Config::new().path(folder).cache_capacity(CACHE_BYTES).flush_every_ms(None);
        let mut waited = Duration::ZERO;
        loop {
            let opened =
                caught(|| config.open()).map_err(|said| panicked(&said, "sled could not read its files"))?;
            match opened {
                Ok(db) => return Self::of(db),
                Err(error) if waited < CLOSING_MAX && is_still_closing(&error) => {
                    std::thread::sleep(CLOSING_LOOK);
                    waited += CLOSING_LOOK;
                }
                Err(error) => return Err(failed(error)),
            }
        }
    }
}

impl SledEngine {
    fn of(db: sled::Db) -> Result<Self> {
        guarded(|| {
            // What earlier releases wrote stands there, an entry for each key.
            if db.iter().next().transpose()?.is_some() {
                return Err(sled::Error::Unsupported("the entries are of an earlier release".into()));
            }
            let tree = db.open_tree("blocks")?;
            Ok(Self { db, tree, cache: Cache::default(), writing: Mutex::new(()) })
        })
    }
}

/// Fails where the system lets no thread start. sled does not look whether its own have: it would wait for ever for what they
/// should have written.
fn prove_threads() -> Result<()> {
    /// As many at once as sled needs to come along.
    const NEEDED: usize = 2;
    let (hold, held) = std::sync::mpsc::channel::<()>();
    let held = Arc::new(Mutex::new(held));
    let mut threads = Vec::with_capacity(NEEDED);
    for _ in 0..NEEDED {
        let held = Arc::clone(&held);
        let wait = move || {
            // It ends with an error as soon as nobody holds the other side.
            let _ = held.lock().unwrap_or_else(PoisonError::into_inner).recv();
        };
        threads.push(std::thread::Builder::new().spawn(wait).map_err(|error| StoreError::no_thread(&error))?);
    }
    drop(hold);
    for thread in threads {
        // It does nothing that could fail.
        let _ = thread.join();
    }
    Ok(())
}

/// sled's own threads may hold its file, and the lock on it, for a moment after it was dropped. Nobody else can: the data
/// folder above is locked.
fn is_still_closing(error: &sled::Error) -> bool {
    // sled wraps what the system said into a text of its own.
    matches!(error, sled::Error::Io(error) if error.to_string().contains("could not acquire lock"))
}

/// A snapshot that was being written when the process died keeps sled from opening.
fn remove_half_made_snapshots(folder: &Path) -> Result<()> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().ends_with(".generating") {
            std::fs::remove_file(entry.path()).map_err(StoreError::io(entry.path()))?;
        }
    }
    Ok(())
}

fn failed(error: sled::Error) -> StoreError {
    StoreError::engine(error.to_string())
}

/// What a panic of sled means. It panics, too, where the system refuses something: that is told, and the rest is nobody's
/// reading.
fn panicked(said: &str, unreadable: &str) -> StoreError {
    match StoreError::engine(said) {
        short @ StoreError::Short { .. } => short,
        refused if refused.refusal().is_some() => refused,
        _ => StoreError::Engine(unreadable.into()),
    }
}

/// sled panics on some corrupt pages; a reader must get an error, not a crash.
fn guarded<T>(act: impl FnOnce() -> sled::Result<T>) -> Result<T> {
    caught(act).map_err(|said| panicked(&said, "sled met a page it could not read"))?.map_err(failed)
}

fn unreadable() -> sled::Error {
    sled::Error::Io(std::io::Error::new(std::io::ErrorKind::InvalidData, "a block can't be read"))
}

/// A block from sled. `looked_for` is a name before which it stands: nothing is between them.
fn found((name, bytes): (sled::IVec, sled::IVec), looked_for: Option<&[u8]>) -> Found {
    let first = block::first_key(&bytes).map(block::name_of_end).unwrap_or_else(|| name.to_vec());
    let start = match looked_for {
        Some(looked_for) if *looked_for < *first => looked_for.into(),
        _ => first.into(),
    };
    Found { name, start, bytes }
}

impl SledEngine {
    /// The block with the least name behind this one, or (`at`) of this very name.
    fn next_block(&self, name: &[u8], at: bool) -> sled::Result<Option<Found>> {
        let permit = match self.cache.next(name, at) {
            Ok(known) => return Ok(Some(known)),
            Err(permit) => permit,
        };
        let lower = if at { Bound::Included(name) } else { Bound::Excluded(name) };
        let Some(next) = self.tree.range::<&[u8], _>((lower, Bound::Unbounded)).next().transpose()? else {
            return Ok(None);
        };
        let next = found(next, Some(name));
        self.cache.keep(permit, next.clone());
        Ok(Some(next))
    }

    /// The block with the greatest name before this one and behind `lower`.
    fn block_before(&self, name: &[u8], lower: &[u8]) -> sled::Result<Option<Found>> {
        let permit = match self.cache.before(name) {
            Ok(known) => return Ok(Some(known)),
            Err(permit) => permit,
        };
        let Some(before) = self
            .tree
            .range::<&[u8], _>((Bound::Excluded(lower), Bound::Excluded(name)))
            .next_back()
            .transpose()?
        else {
            return Ok(None);
        };
        let before = found(before, None);
        self.cache.keep(permit, before.clone());
        Ok(Some(before))
    }

    /// The block a key belongs into.
    fn block_of(&self, key: &[u8]) -> sled::Result<Option<Found>> {
        let next = self.next_block(&block::name_of_end(key), false)?;
        Ok(next.filter(|block| block.name.first() == key.first()))
    }

    fn walk_up(&self, from: &[u8], to: Option<&[u8]>, visit: &mut Visit<'_>) -> sled::Result<()> {
        let mut behind: sled::IVec = block::name_of_end(from).into();
        let end = to.map(block::name_of_end);
        // Each block is looked up anew: sled's own walks keep pages that a writer may have cut meanwhile.
        while let Some(block) = self.next_block(&behind, false)? {
            let flow = block::walk(&block.bytes, |key, value| {
                if to.is_some_and(|to| key >= to) {
                    return ControlFlow::Break(());
                }
                if key < from { ControlFlow::Continue(()) } else { visit(key, value) }
            });
            if flow.ok_or_else(unreadable)?.is_break() || end.as_ref().is_some_and(|end| **end <= *block.name)
            {
                return Ok(());
            }
            behind = block.name;
        }
        Ok(())
    }

    fn walk_down(&self, from: &[u8], to: Option<&[u8]>, visit: &mut Visit<'_>) -> sled::Result<()> {
        let lower = block::name_of_end(from);
        let mut next = match to.map(block::name_of_end) {
            // The keys before `to` end in the block that ends there or behind.
            Some(end) => match self.next_block(&end, true)? {
                Some(block) => Some(block),
                None => self.block_before(&end, &lower)?,
            },
            None => {
                let all = (Bound::Excluded(lower.as_slice()), Bound::Unbounded::<&[u8]>);
                self.tree.range::<&[u8], _>(all).next_back().transpose()?.map(|last| found(last, None))
            }
        };
        // The lower part of a block that was cut after it was visited comes again.
        let mut least = to.map(<[u8]>::to_vec);
        while let Some(block) = next.filter(|block| *block.name > *lower) {
            let flow = block::walk_back(&block.bytes, |key, value| {
                if key < from {
                    return ControlFlow::Break(());
                }
                if least.as_ref().is_some_and(|least| key >= least.as_slice()) {
                    return ControlFlow::Continue(());
                }
                visit(key, value)?;
                let least = least.get_or_insert_default();
                least.clear();
                least.extend_from_slice(key);
                ControlFlow::Continue(())
            });
            if flow.ok_or_else(unreadable)?.is_break() || *block.start <= *lower {
                return Ok(());
            }
            next = self.block_before(&block.name, &lower)?;
        }
        Ok(())
    }
}

impl Engine for SledEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        guarded(|| match self.block_of(key)? {
            Some(block) => {
                block::find(&block.bytes, key).ok_or_else(unreadable).map(|value| value.map(<[u8]>::to_vec))
            }
            None => Ok(None),
        })
    }

    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        if to.is_some_and(|to| to <= from) {
            return Ok(());
        }
        guarded(|| match walk {
            Walk::Up => self.walk_up(from, to, visit),
            Walk::Down => self.walk_down(from, to, visit),
        })
    }

    fn apply(&self, batch: Batch) -> Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changes =
            batch.sorted().into_iter().map(|(key, value)| (key.as_bytes().to_vec(), value)).peekable();
        guarded(|| {
            let mut blocks = sled::Batch::default();
            let mut fresh: Vec<Found> = Vec::new();
            let mut gone: Vec<sled::IVec> = Vec::new();
            while let Some((first, _)) = changes.peek() {
                let last = block::last_name(first)
                    .ok_or_else(|| sled::Error::Unsupported("a key without bytes".into()))?;
                let (name, mut start, old) = match self.block_of(first)? {
                    Some(Found { name, start, bytes }) => {
                        (name, start, block::read(&bytes).ok_or_else(unreadable)?)
                    }
                    None => (sled::IVec::from(&last), block::name_of_end(first).into(), Vec::new()),
                };
                // A block that this batch makes, the first of its table, takes its keys from what the next one covers.
                if let Some(before) = fresh.last().filter(|before| before.name > start) {
                    start = before.name.clone();
                }
                let appended = old.last().is_none_or(|(key, _)| key < first);
                let mut here = Vec::new();
                while let Some(change) = changes
                    .next_if(|(key, _)| key.first() == last.first() && *block::name_of_end(key) < *name)
                {
                    here.push(change);
                }
                let entries = block::merge(old, here);
                if entries.is_empty() {
                    blocks.remove(&name);
                    gone.push(name);
                    continue;
                }
                for (name, bytes) in block::write(&entries, &name, appended) {
                    let (name, bytes) = (sled::IVec::from(name), sled::IVec::from(bytes));
                    blocks.insert(name.clone(), bytes.clone());
                    fresh.push(Found { name: name.clone(), start, bytes });
                    start = name;
                }
            }
            let count = fresh.len() + gone.len();
            let some = fresh.first().map(|block| block.name.clone());
            self.cache.begin(fresh.iter().map(|block| &block.name).chain(&gone));
            self.tree.apply_batch(blocks)?;
            self.cache.end(fresh.into_iter());
            if let Some(name) = some {
                for _ in 0..count {
                    self.tree.get(&name)?;
                }
            }
            Ok(())
        })
    }

    fn checkpoint(&self) -> Result<()> {
        guarded(|| self.db.flush().map(|_| ()))
    }

    fn size(&self) -> u64 {
        self.db.size_on_disk().unwrap_or_default()
    }
}
