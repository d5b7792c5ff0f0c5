//! A base that is measured, on an engine of choice.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::{BenchError, Result};
use crate::desk::content::Furnish;
use crate::desk::{Desk, Who};
use crate::domain::ids::SessionId;
use crate::domain::time::Moment;
use crate::sample::load::{self, Size};
use crate::sample::{Totals, demo};
use crate::store::companies::Companies;
use crate::store::disk::{Disk, DiskFile, HeldFile, RealDisk, Room};
use crate::store::drafts::MemoryDrafts;
use crate::store::engine::{Engine, LmdbEngine, SledEngine, WriteBehind};
use crate::store::local::{self, EngineKind, LocalStore};
use crate::store::{Store, StoreError};

/// The seed of the clients of a base.
pub const SEED: u64 = 7;
/// The seed of the clients of lists: nobody of a base is among them.
pub const LIST_SEED: u64 = 8;

/// An engine that can be measured. An engine more is a line more in [`ENGINES`].
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// Its name on the command line.
    pub name: &'static str,
    /// What the store calls it.
    pub kind: EngineKind,
    /// Opens it alone in the folder of an engine.
    open: fn(&Path) -> crate::store::Result<Box<dyn Engine>>,
}

/// The engines, the usual one first.
pub const ENGINES: &[Contender] = &[
    Contender {
        name: "sled",
        kind: EngineKind::Sled,
        open: |folder| Ok(Box::new(WriteBehind::over(SledEngine::open(folder)?)?)),
    },
    Contender {
        name: "lmdb",
        kind: EngineKind::Lmdb,
        open: |folder| Ok(Box::new(LmdbEngine::open(folder)?)),
    },
];

impl Contender {
    /// The engine with this name.
    pub fn named(name: &str) -> Option<Self> {
        ENGINES.iter().copied().find(|engine| engine.name == name)
    }
}

/// A base that is open, with those who work at it.
pub struct Base {
    /// Its store.
    pub store: Arc<LocalStore>,
    /// The desk over it.
    pub desk: Arc<Desk>,
    /// Who may load.
    pub boss: Who,
    /// Who calls.
    pub operator: Who,
}

impl std::fmt::Debug for Base {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Base").field("store", &self.store).finish_non_exhaustive()
    }
}

/// A Wednesday, 18 November 2026, 12:41 in Moscow: the time stands still.
pub fn now() -> Moment {
    Moment::from_millis(1_794_994_860_000)
}

impl Base {
    /// Opens the base of a folder, making it when there is none.
    ///
    /// # Errors
    /// When the store can't be opened or written.
    pub fn open(folder: &Path, engine: Contender) -> Result<Self> {
        let store = LocalStore::open(folder, engine.kind, &mut |_| {})?;
        Self::seated_with(store, Companies::of(Some(folder)))
    }

    /// A base in memory, to make records with. It gives out the same ids as a new one on a disk.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn in_memory() -> Result<Self> {
        Self::seated(LocalStore::in_memory()?)
    }

    /// As [`Base::open`], counting how often the journal waits for the disk.
    ///
    /// # Errors
    /// As [`Base::open`].
    pub fn counting(folder: &Path, engine: Contender) -> Result<(Self, Arc<AtomicU64>)> {
        let journal = folder.join("journal");
        let syncs = Arc::new(AtomicU64::new(0));
        let disk = RealDisk::new(journal.clone()).map_err(StoreError::io(journal))?;
        let disk = CountingDisk { disk, syncs: Arc::clone(&syncs) };
        let store = LocalStore::on(Box::new(disk), (engine.open)(&engine_folder(folder)?)?)?;
        Ok((Self::seated(store)?, syncs))
    }

    fn seated(store: LocalStore) -> Result<Self> {
        Self::seated_with(store, Companies::of(None))
    }

    fn seated_with(store: LocalStore, companies: Companies) -> Result<Self> {
        let store = Arc::new(store);
        let desk = Desk::new(Arc::clone(&store) as Arc<dyn Store>, Box::<MemoryDrafts>::default());
        let desk = Arc::new(desk.with_companies(companies));
        desk.furnish(&Furnish::shipped(), now())?;
        let boss = demo::supervisor(&desk, now())?;
        let operator = demo::sign_in(&desk, demo::OPERATOR, SessionId(1), now())?;
        Ok(Self { store, desk, boss, operator })
    }

    /// Fills it with clients, as `dozvon generate` does.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn fill(&self, size: Size) -> Result<Totals> {
        Ok(load::fill(&self.desk, &self.boss, SEED, now(), size, &mut |_| {})?)
    }
}

/// The folder of the engine in a base that was opened before.
///
/// # Errors
/// When there is none.
pub fn engine_folder(data: &Path) -> Result<PathBuf> {
    local::engine_folder(data).ok_or_else(|| BenchError::wrong("the base has no engine"))
}

/// The folder of the journal, counting its waits for the disk.
struct CountingDisk {
    disk: RealDisk,
    syncs: Arc<AtomicU64>,
}

impl CountingDisk {
    fn counted(&self, file: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        Box::new(CountingFile { file, syncs: Arc::clone(&self.syncs) })
    }
}

impl Disk for CountingDisk {
    fn list(&self) -> std::io::Result<Vec<String>> {
        self.disk.list()
    }

    fn create(&self, name: &str) -> std::io::Result<Box<dyn DiskFile>> {
        self.disk.create(name).map(|file| self.counted(file))
    }

    fn open(&self, name: &str, len: u64) -> std::io::Result<Box<dyn DiskFile>> {
        self.disk.open(name, len).map(|file| self.counted(file))
    }

    fn len(&self, name: &str) -> std::io::Result<u64> {
        self.disk.len(name)
    }

    fn read(&self, name: &str, offset: u64, len: usize) -> std::io::Result<Vec<u8>> {
        self.disk.read(name, offset, len)
    }

    fn hold(&self, name: &str) -> std::io::Result<Option<Box<dyn HeldFile>>> {
        self.disk.hold(name)
    }

    fn rename(&self, from: &str, to: &str) -> std::io::Result<()> {
        self.disk.rename(from, to)
    }

    fn remove(&self, name: &str) -> std::io::Result<()> {
        self.disk.remove(name)
    }

    fn room(&self) -> std::io::Result<Room> {
        self.disk.room()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.disk.path(name)
    }
}

struct CountingFile {
    file: Box<dyn DiskFile>,
    syncs: Arc<AtomicU64>,
}

impl DiskFile for CountingFile {
    fn append(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.file.append(bytes)
    }

    fn sync(&mut self) -> std::io::Result<()> {
        self.syncs.fetch_add(1, Ordering::Relaxed);
        self.file.sync()
    }
}
