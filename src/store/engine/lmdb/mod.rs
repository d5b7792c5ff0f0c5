//! The engine for large bases: LMDB, through heed.
//!
//! How LMDB is used here:
//!
//! - Nothing is synced for a batch (`NO_SYNC`), only by [`checkpoint`](Engine::checkpoint). A batch is whole or not there
//!   after the process was killed: its pages are new ones, and the meta page that leads to them is written last, by one
//!   write. After the machine went down that order is gone: such an engine must be made again from the journal.
//! - The map is for reading only (no `WRITE_MAP`): pages are written by `write`, so a full disk is an error and not a
//!   signal, and a stray pointer can't change the file.
//! - Readers take no lock that the writer holds and never wait for it. A long walk takes a new view every few thousand
//!   keys: pages of an old view can't be used again while it lasts, and the file would grow.
//! - The map is so large that it is never resized, which needs that nobody reads.
//!
//! LMDB has no checksums, so every value here stands behind one of its key and itself: what is read is what was written,
//! or an error. What is looked at before opening ([`file`]) keeps foreign, cut and half written files from being opened. A
//! flipped bit in LMDB's own pages further in may still hide entries, or in the worst case end the process; that the
//! engine agrees with the journal is for `verify` to say.

mod file;
mod long;
mod views;

use std::fs::File;
use std::ops::{Bound, ControlFlow};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use heed::types::Bytes;
use heed::{CommitOrAbort, Database, EnvFlags, EnvOpenOptions, MdbError, RwTxn, WithoutTls};

use self::views::Views;
use super::{Batch, Engine, Result, Visit, Walk};
use crate::store::error::StoreError;

/// Address space for the map, in bytes: a hundred times a base of a million clients. It costs nothing until it is used.
const MAP_BYTES: usize = 1 << 38;
/// Where a system grants no such space, halves of it are tried down to this.
const MAP_BYTES_MIN: usize = 1 << 30;
/// Views that may be open at once: each thread that reads has one, or two when it reads within a walk.
const VIEWS_MAX: u32 = 2048;
/// A walk takes a new view after so many keys.
const KEYS_OF_A_VIEW: usize = 4096;
/// The database in the file. A file that holds others and not this one is not ours.
const NAME: &str = "dozvon";

type Tree = Database<'static, Bytes, Bytes>;

/// An engine in a folder of its own.
pub struct LmdbEngine {
    // Views keep the environment open, so they go first.
    views: Views,
    env: heed::Env<WithoutTls>,
    tree: Tree,
    /// The data file, for its length. Held while a batch is applied.
    file: Mutex<File>,
}

impl std::fmt::Debug for LmdbEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LmdbEngine")
    }
}

impl LmdbEngine {
    /// Opens the engine in `folder`, or makes a new one there. No other process may have the folder open: the lock of the
    /// data folder sees to that.
    ///
    /// # Errors
    /// When the folder can't be made or written; when it holds something else, or less than it says it holds; when the
    /// system grants no gigabyte of address space.
    pub fn open(folder: &Path) -> Result<Self> {
        Self::open_with_map(folder, MAP_BYTES)
    }

    fn open_with_map(folder: &Path, mut bytes: usize) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(StoreError::io(folder))?;
        super::only_files(folder)?;
        let data = folder.join("data.mdb");
        file::check(&data)?;
        file::make_lock_file(&folder.join("lock.mdb"), VIEWS_MAX).map_err(StoreError::io(folder))?;
        let env = loop {
            match open_env(folder, bytes) {
                Ok(env) => break env,
                Err(heed::Error::Io(error)) if error.kind() == std::io::ErrorKind::OutOfMemory => {
                    bytes /= 2;
                    if bytes < MAP_BYTES_MIN {
                        return Err(failed(heed::Error::Io(error)));
                    }
                }
                Err(error) => return Err(failed(error)),
            }
        };
        let tree = open_tree(&env)?;
        let file = File::options().write(true).open(&data).map_err(StoreError::io(&data))?;
        let engine = Self { views: Views::default(), env, tree, file: Mutex::new(file) };
        engine.keep_whole(&engine.file.lock().unwrap_or_else(PoisonError::into_inner))?;
        Ok(engine)
    }

    /// LMDB does not write pages at the end that are free at once; a file that is shorter than it says could then not be
    /// told from one that was cut. The missing end becomes a hole.
    fn keep_whole(&self, file: &File) -> Result<()> {
        let pages = self.env.info().last_page_number as u64 + 1;
        let whole = pages * u64::from(self.env.unnamed_database_stat().page_size);
        let grow = || if file.metadata()?.len() < whole { file.set_len(whole) } else { Ok(()) };
        grow().map_err(StoreError::io(self.env.path()))
    }

    fn set(&self, txn: &mut RwTxn<'_>, key: &[u8], value: Option<&[u8]>) -> Result<()> {
        let Some(bucket) = long::bucket_of(key) else {
            return match value {
                Some(value) => self.tree.put(txn, key, &sealed(key, value)).map_err(failed),
                None => self.tree.delete(txn, key).map(|_| ()).map_err(failed),
            };
        };
        let old = self.tree.get(txn, &bucket).map_err(failed)?;
        let old = old.map(|old| opened(&bucket, old)).transpose()?.unwrap_or_default();
        match long::with(old, key, value)? {
            Some(new) => self.tree.put(txn, &bucket, &sealed(&bucket, &new)).map_err(failed),
            None => self.tree.delete(txn, &bucket).map(|_| ()).map_err(failed),
        }
    }

    /// Visits some keys with one view; says where to go on, when there is more.
    fn walk(
        &self,
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
        walk: Walk,
        visit: &mut Visit<'_>,
    ) -> Result<ControlFlow<(), Vec<u8>>> {
        let mut count = 0;
        let mut step = |item: heed::Result<(&[u8], &[u8])>| -> Result<Option<ControlFlow<(), Vec<u8>>>> {
            let (key, value) = item.map_err(failed)?;
            count += 1;
            if long::visit(key, opened(key, value)?, walk, visit)?.is_break() {
                return Ok(Some(ControlFlow::Break(())));
            }
            Ok((count == KEYS_OF_A_VIEW).then(|| ControlFlow::Continue(key.to_vec())))
        };
        let bounds = (from, to);
        self.views.with(&self.env, |view| {
            match walk {
                Walk::Up => {
                    for item in self.tree.range(view, &bounds).map_err(failed)? {
                        if let Some(end) = step(item)? {
                            return Ok(end);
                        }
                    }
                }
                Walk::Down => {
                    for item in self.tree.rev_range(view, &bounds).map_err(failed)? {
                        if let Some(end) = step(item)? {
                            return Ok(end);
                        }
                    }
                }
            }
            Ok(ControlFlow::Break(()))
        })
    }
}

fn open_env(folder: &Path, map_bytes: usize) -> heed::Result<heed::Env<WithoutTls>> {
    let mut options = EnvOpenOptions::new().read_txn_without_tls();
    options.map_size(map_bytes).max_readers(VIEWS_MAX).max_dbs(1);
    #[allow(unsafe_code, reason = "a memory map can't be opened otherwise")]
    // SAFETY: the file under the map is changed by LMDB alone. No other process opens this folder, because the data
    // folder above is locked; heed refuses a second opening within this one. The file is as long as it says (`file::check`)
    // and only ever grows. Not syncing is safe for the process; what it means for a machine that goes down stands above.
    unsafe {
        options.flags(EnvFlags::NO_SYNC | EnvFlags::NO_META_SYNC);
        options.open(folder)
    }
}

fn open_tree(env: &heed::Env<WithoutTls>) -> Result<Tree> {
    let txn = env.write_txn().map_err(failed)?;
    let foreign = env.unnamed_database_stat().entries > 0;
    let opened: heed::Result<_> = env.create_databases_and_commit(txn, |opener, txn| {
        if foreign && opener.open_database::<Bytes, Bytes>(txn, Some(NAME))?.is_none() {
            return Ok(CommitOrAbort::Abort(()));
        }
        opener.create_database::<Bytes, Bytes>(txn, Some(NAME)).map(CommitOrAbort::Commit)
    });
    match opened.map_err(failed)? {
        CommitOrAbort::Commit(tree) => Ok(tree),
        CommitOrAbort::Abort(()) => Err(StoreError::Engine("the LMDB file holds something else".into())),
    }
}

/// A value behind the sum of its key and itself: as it stands in LMDB's file.
pub fn sealed(key: &[u8], value: &[u8]) -> Vec<u8> {
    [&sum(key, value).to_le_bytes(), value].concat()
}

/// The value of what [`sealed`] made.
///
/// # Errors
/// When it is not what was made of this key.
pub fn opened<'v>(key: &[u8], bytes: &'v [u8]) -> Result<&'v [u8]> {
    bytes
        .split_first_chunk::<4>()
        .filter(|(sum_found, value)| u32::from_le_bytes(**sum_found) == sum(key, value))
        .map(|(_, value)| value)
        .ok_or_else(|| StoreError::Engine("LMDB gives something else than was written".into()))
}

fn sum(key: &[u8], value: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(key), value)
}

fn failed(error: heed::Error) -> StoreError {
    StoreError::engine(match error {
        heed::Error::Mdb(MdbError::MapFull) => "LMDB has used up the address space the system grants".into(),
        error => format!("LMDB: {error}"),
    })
}

impl Engine for LmdbEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        // LMDB knows no empty keys.
        if key.is_empty() {
            return Ok(None);
        }
        self.views.with(&self.env, |view| match long::bucket_of(key) {
            None => match self.tree.get(view, key).map_err(failed)? {
                Some(value) => Ok(Some(opened(key, value)?.to_vec())),
                None => Ok(None),
            },
            Some(bucket) => match self.tree.get(view, &bucket).map_err(failed)? {
                Some(value) => long::find(opened(&bucket, value)?, key),
                None => Ok(None),
            },
        })
    }

    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        if to.is_some_and(|to| to <= from) {
            return Ok(());
        }
        let first = long::bucket_of(from);
        let last = to.and_then(long::bucket_of);
        let mut lower = match &first {
            Some(bucket) => Bound::Included(bucket.clone()),
            None if from.is_empty() => Bound::Unbounded,
            None => Bound::Included(from.to_vec()),
        };
        let mut upper = match (&last, to) {
            (Some(bucket), _) => Bound::Included(bucket.clone()),
            (None, Some(to)) => Bound::Excluded(to.to_vec()),
            (None, None) => Bound::Unbounded,
        };
        // A bucket at either end may hold keys beyond the bounds.
        let ragged = first.is_some() || last.is_some();
        let mut inside = |key: &[u8], value: &[u8]| {
            if ragged && (key < from || to.is_some_and(|to| to <= key)) {
                return ControlFlow::Continue(());
            }
            visit(key, value)
        };
        loop {
            let (from, to) = (lower.as_ref().map(Vec::as_slice), upper.as_ref().map(Vec::as_slice));
            let ControlFlow::Continue(key) = self.walk(from, to, walk, &mut inside)? else { return Ok(()) };
            match walk {
                Walk::Up => lower = Bound::Excluded(key),
                Walk::Down => upper = Bound::Excluded(key),
            }
        }
    }

    fn apply(&self, batch: Batch) -> Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut txn = self.env.write_txn().map_err(failed)?;
        for (key, value) in batch.sorted() {
            self.set(&mut txn, key.as_bytes(), value.as_deref())?;
        }
        self.views.change(|| txn.commit()).map_err(failed)?;
        self.keep_whole(&file)
    }

    fn checkpoint(&self) -> Result<()> {
        self.env.force_sync().map_err(failed)
    }

    fn size(&self) -> u64 {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.metadata().map_or(0, |data| file::bytes_used(&data))
    }
}

#[cfg(test)]
mod tests;
