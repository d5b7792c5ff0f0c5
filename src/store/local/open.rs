//! Opening: lock the folder, take the engine if it can be trusted, bring it up to the journal.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Condvar, Mutex};

use super::writer::{Applied, Writer, applied_key, replay};
use super::{Counters, Inbox, LocalStore, Shared};
use crate::store::codec;
use crate::store::disk::{Disk, MemoryDisk, RealDisk, sync_folder};
use crate::store::engine::{Batch, Engine, MemoryEngine, SledEngine};
use crate::store::error::{Result, StoreError};
use crate::store::journal::{Journal, Position};

/// Format of the data folder this release writes.
const FORMAT: u32 = 1;
/// Replay brings the engine up in batches of about so many changes.
const REPLAY_BATCH: usize = 1200;

/// Which engine stands under a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EngineKind {
    /// sled, in a folder beside the journal.
    #[default]
    Sled,
    /// A map in memory beside a journal on disk: everything is replayed at opening.
    Memory,
}

/// What opening is busy with, for a progress bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenProgress {
    /// The engine can't be trusted and is made again from the journal.
    Rebuilding,
    /// So many commits of the journal are in the engine now.
    Replayed(u64),
    /// So many bytes at the end of the journal were no whole commit and have been cut off.
    TailCut(u64),
}

impl LocalStore {
    /// Opens the store in `folder`, making it when it is not there.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process has it, [`StoreError::TooNew`] when a newer release wrote it,
    /// [`StoreError::NotAStore`] when the folder holds other things, [`StoreError::Damaged`] when the journal is damaged.
    pub fn open(folder: &Path, kind: EngineKind, progress: &mut dyn FnMut(OpenProgress)) -> Result<Self> {
        let lock = take_folder(folder)?;
        let disk = RealDisk::new(folder.join("journal")).map_err(StoreError::io(folder.join("journal")))?;
        let (engine, marker): (Box<dyn Engine>, _) = match kind {
            EngineKind::Memory => (Box::new(MemoryEngine::default()), None),
            EngineKind::Sled => {
                let marker = OpenMarker::new(folder);
                (open_sled(&folder.join("engine-sled"), &marker, progress)?, Some(marker))
            }
        };
        if let Some(marker) = &marker {
            marker.set()?;
        }
        Self::start(Box::new(disk), engine, Some(lock), marker, progress)
    }

    /// Empties the store in `folder`: journal and engine are removed, and nothing brings them back. Files of others stay.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process has it; [`StoreError::TooNew`] and [`StoreError::NotAStore`] as
    /// [`LocalStore::open`].
    pub fn erase(folder: &Path) -> Result<()> {
        let _lock = take_folder(folder)?;
        // The engine goes first: one that is ahead of its journal is taken for a loss.
        let engine = folder.join("engine-sled");
        for gone in [engine.with_extension("set-aside"), engine, folder.join("journal")] {
            match std::fs::remove_dir_all(&gone) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::io(gone)(error));
                }
                _ => {}
            }
        }
        OpenMarker::new(folder).clear();
        Ok(())
    }

    /// A store in memory, gone with the process. For tests and trials.
    ///
    /// # Errors
    /// As [`LocalStore::open`]; a fresh one has none.
    pub fn in_memory() -> Result<Self> {
        Self::on(Box::new(MemoryDisk::default()), Box::new(MemoryEngine::default()))
    }

    /// A store on a disk and an engine of the caller's choice: how tests bring in their own.
    ///
    /// # Errors
    /// As [`LocalStore::open`].
    pub fn on(disk: Box<dyn Disk>, engine: Box<dyn Engine>) -> Result<Self> {
        Self::start(disk, engine, None, None, &mut |_| {})
    }

    fn start(
        disk: Box<dyn Disk>,
        engine: Box<dyn Engine>,
        lock: Option<File>,
        marker: Option<OpenMarker>,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Self> {
        let counters = Counters::new();
        let from = match engine.get(applied_key().as_bytes())? {
            None => Position::START,
            Some(bytes) => {
                let applied: Applied = codec::decode_plain(&bytes)
                    .ok_or_else(|| StoreError::Engine("its bookkeeping can't be read".into()))?;
                for (tag, next) in &applied.counters {
                    if let Some(table) = crate::store::Table::from_tag(*tag) {
                        counters.used(table, next.saturating_sub(1));
                    }
                }
                applied.position
            }
        };
        let mut batch = Batch::default();
        let mut count = 0;
        let journal = Journal::open(disk, from, &mut |entry, _| {
            // A record may be changed again within the batch: what it replaces must be in the engine by then.
            if batch.len() >= REPLAY_BATCH || touches(&batch, &entry) {
                engine.apply(std::mem::take(&mut batch))?;
            }
            batch.append(replay(engine.as_ref(), &counters, entry)?);
            count += 1;
            if count % 256 == 0 {
                progress(OpenProgress::Replayed(count));
            }
            Ok(())
        })?;
        if journal.cut() > 0 {
            tracing::warn!(bytes = journal.cut(), "the end of the journal was no whole commit");
            progress(OpenProgress::TailCut(journal.cut()));
        }
        let position = journal.end();
        let shared = Arc::new(Shared {
            engine,
            inbox: Mutex::new(Inbox::default()),
            wake: Condvar::new(),
            counters,
            applied: AtomicU64::new(position.seq),
            subscribers: Mutex::new(Vec::new()),
        });
        if count > 0 {
            super::writer::apply(&shared, batch, position.seq, Some(position))?;
        }
        let writer = Writer { shared: Arc::clone(&shared), journal, stopped: None };
        let writer = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || writer.run())
            .map_err(StoreError::io("store-writer"))?;
        Ok(Self { shared, writer: Some(writer), _lock: lock, marker })
    }
}

fn touches(batch: &Batch, entry: &crate::store::Entry) -> bool {
    !batch.is_empty()
        && entry.changes.iter().any(|change| {
            // New records can't be in the batch already; only changed ones need the look.
            change.previous.0 != 0 && batch.changes().any(|(key, _)| *key == change.key)
        })
}

/// Locks a data folder, making it when it is not there, and checks its format.
fn take_folder(folder: &Path) -> Result<File> {
    let fresh = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            std::fs::create_dir_all(folder).map_err(StoreError::io(folder))?;
            true
        }
        Err(error) => return Err(StoreError::io(folder)(error)),
    };
    let format_file = folder.join("FORMAT");
    if !fresh && !format_file.exists() && !folder.join("store.lock").exists() {
        return Err(StoreError::NotAStore { path: folder.to_owned() });
    }
    let lock_path = folder.join("store.lock");
    let lock = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&lock_path)
        .map_err(StoreError::io(&lock_path))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(StoreError::Busy { path: folder.to_owned() }),
        Err(TryLockError::Error(error)) => return Err(StoreError::io(&lock_path)(error)),
    }
    match std::fs::read_to_string(&format_file) {
        Ok(text) => {
            let found = text.trim().strip_prefix("dozvon store ").and_then(|n| n.parse().ok());
            match found {
                Some(FORMAT) => {}
                Some(found) => return Err(StoreError::TooNew { found, known: FORMAT }),
                None => return Err(StoreError::NotAStore { path: folder.to_owned() }),
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            write_whole(&format_file, &format!("dozvon store {FORMAT}\n"))?;
        }
        Err(error) => return Err(StoreError::io(&format_file)(error)),
    }
    Ok(lock)
}

/// Writes a small file so that it is there whole or not at all.
fn write_whole(path: &Path, text: &str) -> Result<()> {
    let temporary = path.with_extension("new");
    let write = || {
        let mut file = File::create(&temporary)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)?;
        path.parent().map_or(Ok(()), sync_folder)
    };
    write().map_err(StoreError::io(path))
}

fn open_sled(
    folder: &Path,
    marker: &OpenMarker,
    progress: &mut dyn FnMut(OpenProgress),
) -> Result<Box<dyn Engine>> {
    if !marker.machine_went_down() {
        match SledEngine::open(folder) {
            Ok(engine) => return Ok(Box::new(engine)),
            Err(error) => tracing::warn!(%error, "the engine does not open and is made again"),
        }
    }
    progress(OpenProgress::Rebuilding);
    set_aside(folder)?;
    Ok(Box::new(SledEngine::open(folder)?))
}

/// Moves an engine that can't be trusted out of the way; one that was set aside before is removed.
fn set_aside(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let aside = folder.with_extension("set-aside");
    if aside.exists() {
        std::fs::remove_dir_all(&aside).map_err(StoreError::io(&aside))?;
    }
    std::fs::rename(folder, &aside).map_err(StoreError::io(folder))
}

/// A file that stands while the engine is open. It names the boot of the machine: when it is found at opening with
/// another boot, the machine went down with the engine open, and what the engine then has on disk may be anything.
pub(super) struct OpenMarker {
    path: PathBuf,
}

impl OpenMarker {
    fn new(folder: &Path) -> Self {
        Self { path: folder.join("engine.open") }
    }

    fn machine_went_down(&self) -> bool {
        std::fs::read_to_string(&self.path).is_ok_and(|boot| boot.trim() != boot_id())
    }

    fn set(&self) -> Result<()> {
        write_whole(&self.path, &format!("{}\n", boot_id()))
    }

    /// Says that the engine was closed in order. Failing to say so costs a needless check, nothing more.
    pub(super) fn clear(&self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// What names this boot of the machine; the same word for ever where the system does not tell.
fn boot_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map_or_else(|_| "unknown".into(), |id| id.trim().to_owned())
}
