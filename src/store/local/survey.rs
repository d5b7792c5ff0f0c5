//! What there is of a store, in figures, and what an administrator should do about it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folder::{engine_of, journal_of};
use super::format::{format_of, refuse_a_lost_base};
use super::open::journal_disk;
use super::own::{strange_files, strangers};
use super::verify::deep::room_for;
use super::verify::walk::Cursor;
use super::writer::FILES_MIN;
use super::{EngineKind, LocalStore};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::store::disk::{Disk, Room};
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::{Reader, segment_name};
use crate::store::settings::Settings;
use crate::store::snapshot::{self, Snapshot};
use crate::store::tables::Table;
use crate::store::{Health, Store};

const MB: u64 = 1024 * 1024;
/// With more clients than this sled takes seconds to open cold, and a dossier a multiple of the time it takes with LMDB: at
/// 100 thousand 1.2 s, at a million 18 s were measured.
pub const SLED_CLIENTS: u64 = 300_000;
/// sled keeps a part of its folder in memory: at a million clients with five talks each, of 5.8 GB.
pub const SLED_BYTES: u64 = 3 * 1024 * MB;
/// An engine of so many times the bytes of its records holds mostly garbage; fresh ones have two to three and a half.
pub const BLOATED: u64 = 5;
/// Smaller engines are not worth a word.
const BLOATED_FROM: u64 = 256 * MB;
/// Keys between two words on how far it has come.
const STEP: u64 = 4096;

/// What there is of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The format of the folder.
    pub format: u32,
    /// The engine in use; `None` when there is none yet.
    pub engine: Option<EngineKind>,
    /// Bytes of the engine's files.
    pub engine_bytes: u64,
    /// Files of the journal.
    pub segments: u64,
    /// Bytes of the journal.
    pub journal_bytes: u64,
    /// Bytes of the journal behind the newest snapshot, rounded up to whole files.
    pub behind_snapshot: u64,
    /// The oldest commit that is kept, and when it was made.
    pub oldest: Option<(u64, Moment)>,
    /// The last commit, and when it was made.
    pub newest: Option<(u64, Moment)>,
    /// The snapshots, oldest first. One that can't be read is not among them.
    pub snapshots: Vec<SnapshotFacts>,
    /// Records by table: how many, and bytes of keys and values. Bytes are 0 where they are known from a snapshot only.
    pub records: Vec<(Table, u64, u64)>,
    /// The commit as of which the records were counted, when that was not done in the engine.
    pub counted_at: Option<u64>,
    /// Room on the disk of the folder, before the base was opened; `None` when the system does not tell.
    pub room: Option<Room>,
    /// Bytes that must stay free.
    pub reserve: u64,
    /// Whether it can be written to, as far as opening it has shown.
    pub health: Health,
    /// Bytes that should be free before it is opened for writing; 0 where it has been, or was not tried.
    pub to_open: u64,
    /// Journal growth after which a snapshot is due, in bytes.
    pub snapshot_due: u64,
    /// With more clients than this a base has outgrown sled.
    pub sled_clients: u64,
    /// And with a larger engine than this, in bytes.
    pub sled_bytes: u64,
    /// What is kept of earlier states, before an upgrade or a restore: the folders with their bytes.
    pub ways_back: Vec<(PathBuf, u64)>,
    /// Folders that bear names like those of the store and are somebody's.
    pub strangers: Vec<PathBuf>,
    /// Files in the journal that bear names like those of the store and are none of its.
    pub strange_files: Vec<String>,
    /// The journal is damaged.
    pub in_doubt: bool,
}

/// A snapshot in a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotFacts {
    /// The commit it was begun after.
    pub from: u64,
    /// When the last commit in it was made; `None` when nobody knows.
    pub at: Option<Moment>,
    /// Records in it.
    pub records: u64,
    /// Bytes of its file.
    pub bytes: u64,
}

/// What an administrator should do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// The journal is damaged: have it checked.
    Verify,
    /// Nothing is written for want of room.
    NoRoom {
        /// Bytes that are free.
        free: u64,
        /// Bytes that must stay free.
        reserve: u64,
    },
    /// The base could not be opened for writing for want of room.
    NoRoomToOpen {
        /// Bytes that are free.
        free: u64,
        /// Bytes that should be.
        wanted: u64,
    },
    /// Nothing is written since too few files can be made on the disk.
    NoFiles {
        /// Files that can still be made.
        free: u64,
        /// Files that should be.
        wanted: u64,
    },
    /// Nothing is written, for another reason.
    NotWritten(Health),
    /// There is not room enough for what may be needed at any time: an engine made anew beside the old one, and a snapshot.
    LittleRoom {
        /// Bytes that are free.
        free: u64,
        /// Bytes that should be.
        wanted: u64,
    },
    /// The base has outgrown sled: `rebuild --engine lmdb`.
    Outgrown {
        /// Clients in it.
        clients: u64,
        /// Bytes of the engine.
        engine: u64,
    },
    /// The engine is mostly garbage: `rebuild`.
    Bloated {
        /// Bytes of the engine.
        engine: u64,
        /// Bytes of the records.
        records: u64,
    },
    /// There is no snapshot of a journal that is large enough to deserve one, or the newest one is old: `backup`.
    SnapshotDue {
        /// Bytes of the journal behind the newest one.
        behind: u64,
    },
    /// A state from before an upgrade or a restore can be removed when nobody wants to go back.
    WayBack {
        /// Its folder.
        folder: String,
        /// Its bytes.
        bytes: u64,
    },
    /// A folder has a name like one of the store's and holds something else: it is left alone.
    Stranger {
        /// The folder.
        folder: String,
    },
    /// A file in the journal has a name like one of the store's and is none: it is not read.
    StrangeFile {
        /// Its name.
        file: String,
    },
}

impl Survey {
    /// Records of a table.
    pub fn count(&self, table: Table) -> u64 {
        self.records.iter().find(|(other, ..)| *other == table).map_or(0, |(_, count, _)| *count)
    }

    /// Bytes of all records with their keys.
    pub fn record_bytes(&self) -> u64 {
        self.records.iter().map(|(_, _, bytes)| bytes).sum()
    }

    /// Bytes of all snapshots.
    pub fn snapshot_bytes(&self) -> u64 {
        self.snapshots.iter().map(|snapshot| snapshot.bytes).sum()
    }

    /// Bytes of engine, journal and snapshots.
    pub fn total_bytes(&self) -> u64 {
        self.engine_bytes + self.journal_bytes + self.snapshot_bytes()
    }

    /// Whether a change would be taken now.
    pub fn is_writable(&self) -> bool {
        let Room { bytes, files } = self.room.unwrap_or(Room::PLENTY);
        self.health == Health::Writable && bytes >= self.reserve && files >= FILES_MIN
    }

    /// What should be done, the most urgent first.
    pub fn advice(&self) -> Vec<Advice> {
        let mut out = Vec::new();
        if self.in_doubt {
            out.push(Advice::Verify);
        }
        out.extend(self.advice_on_writing());
        let (clients, engine, records) = (self.count(Table::Client), self.engine_bytes, self.record_bytes());
        let is_large = clients > self.sled_clients || engine > self.sled_bytes;
        if self.engine == Some(EngineKind::Sled) && is_large {
            out.push(Advice::Outgrown { clients, engine });
        }
        if records > 0 && engine >= BLOATED_FROM && engine / BLOATED > records {
            out.push(Advice::Bloated { engine, records });
        }
        if self.behind_snapshot > self.snapshot_due.saturating_mul(2) {
            out.push(Advice::SnapshotDue { behind: self.behind_snapshot });
        }
        out.extend(self.ways_back.iter().map(|(folder, bytes)| Advice::WayBack {
            folder: clean_line(&folder.display().to_string()),
            bytes: *bytes,
        }));
        out.extend(
            self.strangers
                .iter()
                .map(|folder| Advice::Stranger { folder: clean_line(&folder.display().to_string()) }),
        );
        out.extend(self.strange_files.iter().map(|file| Advice::StrangeFile { file: clean_line(file) }));
        out
    }
}

impl Survey {
    /// What keeps it from being written to, or soon may.
    fn advice_on_writing(&self) -> Vec<Advice> {
        let Room { bytes: free, files } = self.room.unwrap_or(Room::PLENTY);
        let wanted = self.reserve.saturating_mul(2)
            + self.engine_bytes
            + self.snapshots.last().map_or(0, |last| last.bytes);
        let files = (files < FILES_MIN).then_some(Advice::NoFiles { free: files, wanted: FILES_MIN });
        let bytes = match self.health {
            Health::ReadOnly(ReadOnly::Full) if files.is_none() => {
                Some(Advice::NoRoomToOpen { free, wanted: self.to_open.max(self.reserve) })
            }
            _ if free < self.reserve => Some(Advice::NoRoom { free, reserve: self.reserve }),
            _ if free < wanted => Some(Advice::LittleRoom { free, wanted }),
            _ => None,
        };
        let mut out: Vec<_> = bytes.into_iter().chain(files).collect();
        match &self.health {
            Health::Writable | Health::NoRoom { .. } | Health::NoFiles { .. } => {}
            // A backup and the past are not there to be written to; of damage is told above.
            Health::ReadOnly(ReadOnly::Full | ReadOnly::Damaged | ReadOnly::Past | ReadOnly::Backup) => {}
            health => out.insert(0, Advice::NotWritten(health.clone())),
        }
        out
    }
}

/// The room on the disk of a data folder, as far as the system tells.
pub fn room_of(data: &Path) -> Option<Room> {
    Room::of(data).ok().filter(|room| *room != Room::PLENTY)
}

/// Surveys a data folder. With the store of it open, its records are counted one by one; `progress` gets how many keys have been
/// passed and of how many. Without, it takes no lock, and the records are those of the newest snapshot. `room` is what
/// [`room_of`] said before the store was opened: one that can't be opened for writing takes room itself while it is shown.
///
/// # Errors
/// [`StoreError::NotAStore`] and [`StoreError::TooNew`] as [`LocalStore::open`]; when the disk can't be read.
pub fn survey(
    data: &Path,
    store: Option<&LocalStore>,
    settings: &Settings,
    room: Option<Room>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Survey> {
    refuse_a_lost_base(data)?;
    let format = format_of(data)?;
    let journal = journal_of(data);
    if !journal.is_dir() {
        return Err(StoreError::NotAStore { path: data.to_owned() });
    }
    let disk = journal_disk(&journal)?;
    let engine = engine_of(data);
    let mut survey = Survey {
        format,
        engine: engine.as_ref().map(|(kind, _)| *kind),
        engine_bytes: engine.map_or(0, |(_, folder)| folder_bytes(&folder)),
        room,
        reserve: settings.reserve,
        health: store.map(LocalStore::health).unwrap_or_default(),
        snapshot_due: settings.snapshot_bytes,
        sled_clients: settings.sled_clients,
        sled_bytes: settings.sled_bytes,
        ways_back: ways_back(data),
        strangers: strangers(data),
        strange_files: strange_files(&journal),
        in_doubt: store.is_some_and(|store| store.doubt.is_some()),
        ..Survey::default()
    };
    if let (Health::ReadOnly(ReadOnly::Full), Some(store)) = (&survey.health, store) {
        let free = room.map_or(0, |room| room.bytes);
        survey.to_open = room_for(store.shared.engine().as_ref(), free).saturating_add(survey.reserve);
    }
    survey.files(&disk)?;
    match store {
        Some(store) => survey.records = counted(store, progress)?,
        None => survey.records_of_snapshot(disk.as_ref()),
    }
    Ok(survey)
}

impl Survey {
    fn files(&mut self, disk: &Arc<dyn Disk>) -> Result<()> {
        for from in snapshot::list(disk.as_ref())? {
            let Ok(snapshot) = Snapshot::open(disk.as_ref(), from) else { continue };
            let foot = snapshot.foot();
            let bytes = disk.len(&snapshot::name(from)).unwrap_or_default();
            self.snapshots.push(SnapshotFacts { from, at: foot.made(), records: foot.total(), bytes });
        }
        let reader = Reader::new(Arc::clone(disk));
        let segments = reader.segments()?;
        self.segments = segments.len() as u64;
        let behind = self.snapshots.last().map_or(0, |last| last.from) + 1;
        let begin = segments.iter().rfind(|first| **first <= behind).copied().unwrap_or_default();
        for first in &segments {
            let bytes = disk.len(&segment_name(*first)).unwrap_or_default();
            self.journal_bytes += bytes;
            if *first >= begin {
                self.behind_snapshot += bytes;
            }
        }
        let commit = |seq: u64| Some((seq, reader.entry(seq).ok().flatten()?.origin.at));
        self.oldest = segments.first().and_then(|first| commit(*first));
        self.newest = reader.last_hint().ok().and_then(commit);
        Ok(())
    }

    fn records_of_snapshot(&mut self, disk: &dyn Disk) {
        let Some(from) = self.snapshots.last().map(|last| last.from) else { return };
        let Ok(snapshot) = Snapshot::open(disk, from) else { return };
        let counts = snapshot.foot().records.iter();
        self.records = counts.filter_map(|(tag, count)| Some((Table::from_tag(*tag)?, *count, 0))).collect();
        self.counted_at = Some(snapshot.foot().to);
    }
}

/// The folders that keep what an upgrade or a restore has replaced: in the data folder, and beside it.
fn ways_back(data: &Path) -> Vec<(PathBuf, u64)> {
    let named = |folder: &Path, beginning: &str| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let found = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(beginning));
        found.map(|entry| entry.path()).filter(|path| path.is_dir() && !is_part(path)).collect()
    };
    let mut folders = named(data, "before-");
    folders.retain(|folder| folder.join("journal").is_dir());
    // By its full name: the data folder may have been named as «.».
    if let Ok(place) = data.canonicalize()
        && let (Some(parent), Some(name)) = (place.parent(), place.file_name())
    {
        folders.extend(named(parent, &format!("{}.before-restore-", name.to_string_lossy())));
    }
    folders.sort();
    folders.into_iter().map(|folder| (folder.clone(), folder_bytes(&folder))).collect()
}

/// Whether a folder is one that was not finished.
fn is_part(folder: &Path) -> bool {
    folder.extension().is_some_and(|ending| ending == "part")
}

/// Counts the records of a store.
fn counted(store: &LocalStore, progress: &mut dyn FnMut(u64, u64)) -> Result<Vec<(Table, u64, u64)>> {
    let engine = store.shared.engine();
    // Few ids are given out and not used.
    let total: u64 = store.shared.counters.snapshot().iter().map(|(_, next)| next.saturating_sub(1)).sum();
    let mut done = 0_u64;
    let mut out = Vec::new();
    for table in Table::ALL {
        let (mut count, mut bytes) = (0, 0);
        let mut cursor = Cursor::of_tag(engine.as_ref(), table.tag());
        while let Some((key, value)) = cursor.next()? {
            count += 1;
            bytes += (key.len() + value.len()) as u64;
            done += 1;
            if done.is_multiple_of(STEP) {
                progress(done, total.max(done));
            }
        }
        out.push((table, count, bytes));
    }
    Ok(out)
}

/// Bytes of the files in a folder and in those below it; what can't be read counts for nothing.
fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => folder_bytes(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn large() -> Survey {
        Survey {
            engine: Some(EngineKind::Sled),
            engine_bytes: 400 * MB,
            records: vec![(Table::Client, 100_000, 100 * MB)],
            reserve: 64 * MB,
            snapshot_due: 256 * MB,
            sled_clients: SLED_CLIENTS,
            sled_bytes: SLED_BYTES,
            room: Some(Room { bytes: 1000 * MB, files: 9000 }),
            ..Survey::default()
        }
    }

    #[test]
    fn a_base_that_fits_needs_no_advice() {
        assert!(large().advice().is_empty());
        assert!(Survey::default().advice().is_empty());
    }

    #[test]
    fn advice_follows_the_figures() {
        let records = |clients| vec![(Table::Client, clients, 100 * MB)];
        let free = |free| Some(Room { bytes: free, files: 9000 });
        for (survey, advice) in [
            (
                Survey { records: records(300_001), ..large() },
                Advice::Outgrown { clients: 300_001, engine: 400 * MB },
            ),
            (
                Survey { sled_bytes: 400 * MB - 1, ..large() },
                Advice::Outgrown { clients: 100_000, engine: 400 * MB },
            ),
            (Survey { room: free(63 * MB), ..large() }, Advice::NoRoom { free: 63 * MB, reserve: 64 * MB }),
            (
                Survey { room: free(500 * MB), ..large() },
                Advice::LittleRoom { free: 500 * MB, wanted: 528 * MB },
            ),
            (
                Survey { records: vec![(Table::Note, 7, 79 * MB)], ..large() },
                Advice::Bloated { engine: 400 * MB, records: 79 * MB },
            ),
            (Survey { behind_snapshot: 513 * MB, ..large() }, Advice::SnapshotDue { behind: 513 * MB }),
            (
                Survey { ways_back: vec![("data.before-restore-1".into(), 5)], ..large() },
                Advice::WayBack { folder: "data.before-restore-1".into(), bytes: 5 },
            ),
            (
                Survey { room: Some(Room { bytes: 1000 * MB, files: 3 }), ..large() },
                Advice::NoFiles { free: 3, wanted: FILES_MIN },
            ),
            (
                Survey { health: Health::ReadOnly(ReadOnly::Full), to_open: 1200 * MB, ..large() },
                Advice::NoRoomToOpen { free: 1000 * MB, wanted: 1200 * MB },
            ),
            (
                Survey { health: Health::ReadOnly(ReadOnly::FileLimit), ..large() },
                Advice::NotWritten(Health::ReadOnly(ReadOnly::FileLimit)),
            ),
            (Survey { in_doubt: true, ..large() }, Advice::Verify),
        ] {
            assert_eq!(survey.advice(), [advice]);
        }
    }
}
