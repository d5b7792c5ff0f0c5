//! Engines: ordered maps of bytes that hold the working state.
//!
//! An engine need not be durable. What it holds can be made again from the journal at any moment, so it is never synced
//! for an acknowledgement; all it owes is that a batch is applied whole or not at all while the process lives.

mod behind;
mod lmdb;
mod memory;
mod sled;

use std::ops::ControlFlow;

pub use self::behind::WriteBehind;
pub use self::lmdb::{LmdbEngine, opened as lmdb_value, sealed as lmdb_sealed};
pub use self::memory::MemoryEngine;
pub use self::sled::{Block, BlockEntry, SledEngine, is_caught as is_caught_panic};
use super::Result;
use super::key::Key;

/// Which way a range is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// From the least key up.
    Up,
    /// From the greatest key down.
    Down,
}

/// A visitor of a range: gets key and value, says whether to go on.
pub type Visit<'a> = dyn FnMut(&[u8], &[u8]) -> ControlFlow<()> + 'a;

/// What the local store stands on.
pub trait Engine: Send + Sync {
    /// The value of a key.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>>;
    /// Visits keys from `from` (included) to `to` (excluded; `None` is the end of all keys).
    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()>;
    /// Applies a batch, whole or not at all.
    fn apply(&self, batch: Batch) -> Result<()>;
    /// As [`Engine::apply`], where only readers are to see it at once: it may come into the engine itself later, behind those
    /// before and with those after it. What an engine can't take is told by a later call then.
    fn apply_later(&self, batch: Batch) -> Result<()> {
        self.apply(batch)
    }
    /// Brings everything applied so far to the disk.
    fn checkpoint(&self) -> Result<()>;
    /// Bytes on disk (in memory, for an engine that lives there).
    fn size(&self) -> u64;
    /// Whether it only stands in the place of an engine that is being opened: that it can't be read says nothing of that one.
    fn is_stand_in(&self) -> bool {
        false
    }
}

/// Looks through the folder of an engine before it is opened: reading a pipe in the place of a file would wait for ever.
///
/// # Errors
/// When something in it is neither a file nor a folder.
fn only_files(folder: &std::path::Path) -> Result<()> {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_plain = std::fs::metadata(&path).is_ok_and(|there| there.is_file() || there.is_dir());
        if !is_plain {
            let name = entry.file_name().to_string_lossy().into_owned();
            return Err(super::StoreError::Engine(format!("{name} is no file")));
        }
    }
    Ok(())
}

/// Keys that [`copy`] hands over in one batch.
const COPY_KEYS: usize = 1000;
/// Bytes of keys and values after which it hands over sooner.
const COPY_BYTES: usize = 1 << 20;

/// Copies all keys in their order into another engine, which should be empty: what is there stays, where it is not
/// overwritten. Returns how many were copied; `progress` gets the number so far.
///
/// This is also how an engine is compacted: in order, everything is packed as densely as the engine can. The copy is in
/// order on disk after a [`checkpoint`](Engine::checkpoint) of `to`. Nothing may be applied to `from` meanwhile, or the
/// copy may hold a part of it.
///
/// # Errors
/// When `from` can't be read or `to` can't be written; a part may be there then.
pub fn copy(from: &dyn Engine, to: &dyn Engine, progress: &mut dyn FnMut(u64)) -> Result<u64> {
    let mut copied = 0;
    let mut batch = Batch::default();
    let mut bytes = 0;
    let mut failed = None;
    let mut visit = |key: &[u8], value: &[u8]| {
        bytes += key.len() + value.len();
        batch.put(Key::from_bytes(key), value.to_vec());
        if batch.len() < COPY_KEYS && bytes < COPY_BYTES {
            return ControlFlow::Continue(());
        }
        bytes = 0;
        copied += batch.len() as u64;
        match to.apply(std::mem::take(&mut batch)) {
            Ok(()) => {
                progress(copied);
                ControlFlow::Continue(())
            }
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    from.range(&[], None, Walk::Up, &mut visit)?;
    if let Some(error) = failed {
        return Err(error);
    }
    copied += batch.len() as u64;
    to.apply(batch)?;
    progress(copied);
    Ok(copied)
}

/// Changes to an engine: the last word on a key wins.
#[derive(Clone, Debug, Default)]
pub struct Batch(Vec<(Key, Option<Vec<u8>>)>);

impl Batch {
    /// Sets a key.
    pub fn put(&mut self, key: Key, value: Vec<u8>) {
        self.0.push((key, Some(value)));
    }

    /// Removes a key; one that is not there is no error.
    pub fn remove(&mut self, key: Key) {
        self.0.push((key, None));
    }

    /// Adds the changes of another batch behind those of this one.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// The changes in the order they were made; `None` removes.
    pub fn changes(&self) -> impl Iterator<Item = &(Key, Option<Vec<u8>>)> {
        self.0.iter()
    }

    /// Number of changes so far.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The changes, one for each key, in the order of keys: trees like them best so.
    pub fn sorted(mut self) -> Vec<(Key, Option<Vec<u8>>)> {
        self.0.sort_by(|a, b| a.0.cmp(&b.0));
        // Of several words on one key the last stands: keep the last of each run.
        let mut out: Vec<(Key, Option<Vec<u8>>)> = Vec::with_capacity(self.0.len());
        for change in self.0 {
            match out.last_mut() {
                Some(last) if last.0 == change.0 => *last = change,
                _ => out.push(change),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests;
