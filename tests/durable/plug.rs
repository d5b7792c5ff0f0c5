//! The engines and the acts of the store that are tried. A new engine or act is named here, and every test that can
//! meet it does so.

use std::path::Path;
use std::sync::Arc;

use dozvon::store::backup::{backup, restore};
use dozvon::store::disk::{Disk, RealDisk};
use dozvon::store::engine::MemoryEngine;
use dozvon::store::local::{EngineKind, LocalStore, OpenProgress, Options, Until};
use dozvon::store::settings::Settings;
use dozvon::store::{Result, StoreError};

/// Engines that keep their own files. Tests go through all of them.
pub const ENGINES: &[EngineKind] = &EngineKind::ON_DISK;

/// Engines that find out for themselves when their pages were changed. LMDB does not: what it gives is checked by a sum, but
/// its own pages are not, and damage there may end the process. `docs/store.md` says so.
pub const ENGINES_WITH_SUMS: &[EngineKind] = &[EngineKind::Sled];

/// Whether a folder beside the journal is an engine's.
pub fn is_engine(name: &str) -> bool {
    name.starts_with("engine-")
}

/// How the stores of these tests are kept: they live on small disks, and their journal has many segments.
pub fn settings() -> Settings {
    Settings { reserve: 256 * 1024, segment_bytes: 256 * 1024, ..Settings::default() }
}

/// As [`settings`], with everything that goes by itself at its most eager: history goes with each snapshot, and each look at
/// rest packs files and makes the engine compact.
pub fn eager() -> Settings {
    Settings { segment_bytes: 16 * 1024, keep_days: Some(0), keep_snapshots: 1, slack_bytes: 0, ..settings() }
}

/// What the keeper does at rest, now: `LocalStore::tidy`. Says whether the engine was replaced.
pub fn tidy(store: &LocalStore) -> Result<bool> {
    store.take_snapshot()?;
    store.tidy()
}

/// Takes a snapshot while work goes on.
pub const SNAPSHOT: Option<fn(&LocalStore) -> Result<()>> = Some(|store| store.take_snapshot().map(drop));

/// Makes the engine of a closed store again from the journal: `dozvon rebuild`.
pub const REBUILD: Option<fn(&Path, EngineKind) -> Result<()>> =
    Some(|folder, kind| LocalStore::rebuild(folder, Some(kind), &mut |_| {}).map(drop));

/// Writes the present state of a closed store to a backup (the second path) and restores that in place of it:
/// `dozvon backup`, `dozvon restore`. Nothing is lost by it, so all that was acknowledged must be there afterwards.
pub const RESTORE: Option<fn(&Path, &Path) -> Result<()>> = Some(|folder, copy| {
    backup(folder, copy, &dozvon::store::settings::Settings::default(), &mut |_| {})?;
    let options = Options { settings: settings(), ..Options::default() };
    restore(copy, folder, Until::Last, &options, &mut |_| {}).map(drop)
});

/// Checks a closed store: `dozvon verify`. Returns what is wrong, in words.
pub const VERIFY: Option<Verify> = Some(|folder, kind| findings(&open(folder, kind)?));

/// What `dozvon verify --deep` finds in an open store, in words.
pub fn findings(store: &LocalStore) -> Result<Vec<String>> {
    let report = store.verify(true, &mut |_| {})?;
    Ok(report.findings.iter().map(|finding| format!("{finding:?}")).collect())
}

/// See [`VERIFY`].
pub type Verify = fn(&Path, EngineKind) -> Result<Vec<String>>;

/// Opens a store in a folder.
pub fn open(folder: &Path, kind: EngineKind) -> Result<LocalStore> {
    open_telling(folder, kind, &mut |_| {})
}

/// Opens a store in a folder and tells how it goes.
pub fn open_telling(
    folder: &Path,
    kind: EngineKind,
    progress: &mut dyn FnMut(OpenProgress),
) -> Result<LocalStore> {
    open_kept(folder, kind, settings(), progress)
}

/// As [`open_telling`], kept in a way of the test's own.
pub fn open_kept(
    folder: &Path,
    kind: EngineKind,
    settings: Settings,
    progress: &mut dyn FnMut(OpenProgress),
) -> Result<LocalStore> {
    LocalStore::open(folder, Options { engine: kind, settings, ..Options::default() }, progress)
}

/// Opens a store on a disk of the test's own, with an engine that knows nothing: after a power cut none is trusted.
pub fn open_on(disk: Box<dyn Disk>) -> Result<LocalStore> {
    open_on_kept(disk, settings())
}

/// As [`open_on`], kept in a way of the test's own.
pub fn open_on_kept(disk: Box<dyn Disk>, settings: Settings) -> Result<LocalStore> {
    let settings = Settings { segment_bytes: 8 * 1024, ..settings };
    LocalStore::on_with(Arc::from(disk), Arc::new(MemoryEngine::default()), settings)
}

/// A store made of the journal and the snapshots of a closed folder alone: what its engine must agree with.
pub fn replay(folder: &Path) -> Result<LocalStore> {
    let journal = folder.join("journal");
    let disk = RealDisk::new(journal.clone()).map_err(StoreError::io(journal))?;
    LocalStore::on_with(Arc::new(disk), Arc::new(MemoryEngine::default()), settings())
}

/// The name of an engine, to hand it to a child process.
pub fn name(kind: EngineKind) -> String {
    format!("{kind:?}")
}

/// The engine of a name.
pub fn engine(name: &str) -> EngineKind {
    let all = ENGINES.iter().copied().chain([EngineKind::Memory]);
    all.into_iter().find(|kind| format!("{kind:?}") == name).expect("the name of an engine")
}

/// Whether what an engine gives is held against a sum before it is believed. Until it is, a damaged engine's answers are
/// counted and told, not refused.
pub const ENGINE_VALUES_HAVE_SUMS: bool = true;

/// Whether an error says plainly that nothing can be written now.
pub fn is_refusal(error: &StoreError) -> bool {
    match error {
        StoreError::Stopped(_)
        | StoreError::Io { .. }
        | StoreError::NoRoom { .. }
        | StoreError::NoRoomFor { .. }
        | StoreError::NoFiles { .. }
        | StoreError::Unwritable { .. }
        | StoreError::ReadOnly(_) => true,
        // A read within the act has failed.
        StoreError::Engine(_) => !READS_GO_ON_WHEN_FULL,
        _ => false,
    }
}

/// Whether reads go on while nothing can be written, and writes by themselves when there is room again. sled gives nothing
/// but errors once a write of its own has failed, so this holds when nothing is handed to it that may not fit.
pub const READS_GO_ON_WHEN_FULL: bool = true;

/// Whether a store that is opened on a full disk opens, or says itself that there is no room. Until then it may also end
/// with what the engine said of it.
pub const NAMES_A_FULL_DISK_AT_OPENING: bool = false;
