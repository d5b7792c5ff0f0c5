//! The default engine: sled 0.34.
//!
//! How sled is used here follows what was measured of it: one tree and [`apply_batch`](sled::Tree::apply_batch) only;
//! small sorted batches, because readers wait behind each; no compression and the default segment size; never flushed
//! for an acknowledgement. It frees garbage only while it is read, so every batch is followed by as many cheap reads as
//! the batch had changes: without them a bulk load grows without bound.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
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
                Ok(db) => return Ok(Self { db }),
                Err(error) if waited < CLOSING_MAX && is_still_closing(&error) => {
                    std::thread::sleep(CLOSING_LOOK);
                    waited += CLOSING_LOOK;
                }
                Err(error) => return Err(failed(error)),
            }
        }
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

impl Engine for SledEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        guarded(|| Ok(self.db.get(key)?.map(|value| value.to_vec())))
    }

    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        if to.is_some_and(|to| to <= from) {
            return Ok(());
        }
        guarded(|| {
            let mut range = match to {
                Some(to) => self.db.range(from..to),
                None => self.db.range(from..),
            };
            while let Some(item) = match walk {
                Walk::Up => range.next(),
                Walk::Down => range.next_back(),
            } {
                let (key, value) = item?;
                if visit(&key, &value).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    fn apply(&self, batch: Batch) -> Result<()> {
        let changes = batch.sorted();
        let count = changes.len();
        let Some((first, _)) = changes.first() else { return Ok(()) };
        let first = first.clone();
        let mut sled_batch = sled::Batch::default();
        for (key, value) in changes {
            match value {
                Some(value) => sled_batch.insert(key.as_bytes(), value),
                None => sled_batch.remove(key.as_bytes()),
            }
        }
        guarded(|| {
            self.db.apply_batch(sled_batch)?;
            for _ in 0..count {
                self.db.get(first.as_bytes())?;
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
