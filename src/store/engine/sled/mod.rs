//! The default engine: sled 0.34.
//!
//! How sled is used here follows what was measured of it: one tree and [`apply_batch`](sled::Tree::apply_batch) only;
//! neighbouring keys in one entry ([`block`]); small sorted batches, because readers wait behind each; no compression
//! (its zstd can't be linked beside ours) and the default segment size; never flushed for an acknowledgement. It frees
//! garbage only while it is read, so every batch is followed by as many cheap reads as it had blocks.
//!
//! Its options for the mode, for snapshots and for cleaning do nothing in 0.34.7. It writes a snapshot only while it
//! opens: the first opening after a large load reads all that was written, the second is fast.

mod block;

use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::{Batch, Engine, Result, Visit, Walk};
use crate::store::error::StoreError;

/// sled's own cache, in bytes. The system's page cache does the rest.
const CACHE_BYTES: u64 = 256 * 1024 * 1024;

/// Longest wait for a sled of this process that was dropped and is not done yet.
const CLOSING_MAX: Duration = Duration::from_secs(5);
const CLOSING_LOOK: Duration = Duration::from_millis(5);

/// An engine in a folder of its own.
pub struct SledEngine {
    db: sled::Db,
    tree: sled::Tree,
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
        remove_half_made_snapshots(folder)?;
        let config = sled::Config::new().path(folder).cache_capacity(CACHE_BYTES).flush_every_ms(None);
        let mut waited = Duration::ZERO;
        loop {
            let opened = catch_unwind(AssertUnwindSafe(|| config.open()))
                .map_err(|_| StoreError::Engine("sled could not read its files".into()))?;
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
            Ok(Self { db, tree, writing: Mutex::new(()) })
        })
    }
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
    StoreError::Engine(error.to_string())
}

/// sled panics on some corrupt pages; a reader must get an error, not a crash.
fn guarded<T>(act: impl FnOnce() -> sled::Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(act))
        .map_err(|_| StoreError::Engine("sled met a page it could not read".into()))?
        .map_err(failed)
}

/// The block a key belongs into.
fn block_of(tree: &sled::Tree, key: &[u8]) -> sled::Result<Option<(sled::IVec, sled::IVec)>> {
    let Some(last) = block::last_name(key) else { return Ok(None) };
    let bounds = (Bound::Excluded(block::name_of_end(key)), Bound::Included(last.to_vec()));
    tree.range(bounds).next().transpose()
}

fn unreadable() -> sled::Error {
    sled::Error::Io(std::io::Error::new(std::io::ErrorKind::InvalidData, "a block can't be read"))
}

impl SledEngine {
    fn walk_up(&self, from: &[u8], to: Option<&[u8]>, visit: &mut Visit<'_>) -> sled::Result<()> {
        let mut behind = block::name_of_end(from);
        // Each block is looked up anew: sled's own walks keep pages that a writer may have cut meanwhile.
        while let Some((name, bytes)) =
            self.tree.range((Bound::Excluded(behind), Bound::Unbounded)).next().transpose()?
        {
            for (key, value) in block::read(&bytes).ok_or_else(unreadable)? {
                if to.is_some_and(|to| key.as_slice() >= to) {
                    return Ok(());
                }
                if key.as_slice() >= from && visit(&key, &value).is_break() {
                    return Ok(());
                }
            }
            behind = name.to_vec();
        }
        Ok(())
    }

    fn walk_down(&self, from: &[u8], to: Option<&[u8]>, visit: &mut Visit<'_>) -> sled::Result<()> {
        let lower = Bound::Excluded(block::name_of_end(from));
        let mut upper: Bound<Vec<u8>> = Bound::Unbounded;
        if let Some((to, last)) = to.and_then(|to| Some((to, block::last_name(to)?))) {
            // The keys before `to` end in the block that ends there or behind.
            let bounds = (Bound::Included(block::name_of_end(to)), Bound::Included(last.to_vec()));
            upper = match self.tree.range(bounds).next().transpose()? {
                Some((name, _)) => Bound::Included(name.to_vec()),
                None => Bound::Excluded(block::name_of_end(to)),
            };
        }
        // The lower part of a block that was cut after it was visited comes again.
        let mut least = to.map(<[u8]>::to_vec);
        while let Some((name, bytes)) = self.tree.range((lower.clone(), upper)).next_back().transpose()? {
            for (key, value) in block::read(&bytes).ok_or_else(unreadable)?.into_iter().rev() {
                if key.as_slice() < from {
                    return Ok(());
                }
                if least.as_ref().is_none_or(|least| key < *least) {
                    if visit(&key, &value).is_break() {
                        return Ok(());
                    }
                    least = Some(key);
                }
            }
            upper = Bound::Excluded(name.to_vec());
        }
        Ok(())
    }
}

impl Engine for SledEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        guarded(|| match block_of(&self.tree, key)? {
            Some((_, bytes)) => block::find(&bytes, key).ok_or_else(unreadable),
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
            let mut count = 0;
            let mut some = None;
            while let Some((first, _)) = changes.peek() {
                let last = block::last_name(first)
                    .ok_or_else(|| sled::Error::Unsupported("a key without bytes".into()))?;
                let (name, old) = match block_of(&self.tree, first)? {
                    Some((name, bytes)) => (name, block::read(&bytes).ok_or_else(unreadable)?),
                    None => (sled::IVec::from(&last), Vec::new()),
                };
                let appended = old.last().is_none_or(|(key, _)| key < first);
                let mut here = Vec::new();
                while let Some(change) = changes
                    .next_if(|(key, _)| key.first() == last.first() && *block::name_of_end(key) < *name)
                {
                    here.push(change);
                }
                let entries = block::merge(old, here);
                if entries.is_empty() {
                    blocks.remove(name);
                    count += 1;
                    continue;
                }
                for (name, bytes) in block::write(&entries, &name, appended) {
                    some.get_or_insert_with(|| name.clone());
                    blocks.insert(name, bytes);
                    count += 1;
                }
            }
            self.tree.apply_batch(blocks)?;
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
