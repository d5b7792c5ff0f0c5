//! The data folder: who holds it, of which format it is, which engine is in use.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::EngineKind;
use crate::store::backup::swap;
use crate::store::disk::{RealDisk, sync_folder};
use crate::store::error::{Result, StoreError};
use crate::store::journal::begins_as_ours;
use crate::store::lock::take_lock;
use crate::store::snapshot;

/// Format of the data folder this release writes.
///
/// 1 had no snapshots and one engine, always in `engine-sled`. 2 had neither consents nor a calendar, and its clients, call
/// lists and prohibitions were of version 1: a release of that time can't read those of today, and must not try.
pub(super) const FORMAT: u32 = 3;
const FORMAT_FILE: &str = "FORMAT";
const LOCK_FILE: &str = "store.lock";
const ENGINE_FILE: &str = "ENGINE";
const ENGINE_PREFIX: &str = "engine-";
/// States that are only looked at.
pub(super) const SCRATCH_PREFIX: &str = "scratch-";
/// Where the state before an upgrade of the format is kept.
pub(super) const WAY_BACK: &str = "before-format-3";

/// A data folder that is ours as long as this lives.
pub(in crate::store) struct Folder {
    path: PathBuf,
    /// Format it was found in.
    pub(super) found: u32,
    _lock: File,
}

impl Folder {
    /// Locks a data folder, making it when it is not there, and reads its format.
    pub(in crate::store) fn take(path: &Path) -> Result<Self> {
        swap::finish(path)?;
        let fresh = match std::fs::read_dir(path) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                std::fs::create_dir_all(path).map_err(StoreError::io(path))?;
                true
            }
            Err(error) => return Err(StoreError::io(path)(error)),
        };
        let format_file = path.join(FORMAT_FILE);
        if !fresh && !format_file.exists() && !path.join(LOCK_FILE).exists() {
            return Err(StoreError::NotAStore { path: path.to_owned() });
        }
        let lock = take_lock(path, LOCK_FILE)?;
        let found = match read_format(path) {
            Ok(Format { number, is_written: true }) => number,
            Ok(Format { number, .. }) => {
                tracing::warn!(number, "the format was told by the journal and is written down anew");
                // A folder in its place holds nothing of ours.
                let _ = std::fs::remove_dir(&format_file);
                write_format(path, number)?;
                number
            }
            Err(StoreError::NotAStore { .. }) if !format_file.exists() => {
                write_format(path, FORMAT)?;
                FORMAT
            }
            Err(error) => return Err(error),
        };
        Ok(Self { path: path.to_owned(), found, _lock: lock })
    }

    /// The data folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes what states that were looked at have left when their process was killed. One that somebody still looks at goes
    /// on: its files are open.
    pub(super) fn remove_scratch(&self) {
        let own = format!("{SCRATCH_PREFIX}{}-", std::process::id());
        for entry in std::fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(SCRATCH_PREFIX) && !name.starts_with(&own) {
                // It is in nobody's way.
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
    }

    /// The folder of the journal and the snapshots.
    pub(super) fn journal(&self) -> PathBuf {
        journal_of(&self.path)
    }

    /// The engine in use: its kind and its folder. `None` when there is none.
    pub(in crate::store) fn engine(&self) -> Option<(EngineKind, PathBuf)> {
        engine_of(&self.path)
    }

    /// A folder for an engine that is to be made; it does not exist yet.
    pub(super) fn new_engine(&self, kind: EngineKind) -> Result<PathBuf> {
        let free = (1_u32..).map(|n| self.path.join(format!("{ENGINE_PREFIX}{}-{n}", kind.name())));
        let used = self.engine().map(|(_, used)| used);
        let mut free = free.filter(|folder| Some(folder) != used.as_ref());
        let folder = free.next().unwrap_or_default();
        remove_all(&folder)?;
        Ok(folder)
    }

    /// Puts another engine into use, for good when this returns, and removes all others.
    pub(super) fn use_engine(&self, kind: EngineKind, folder: &Path) -> Result<()> {
        self.name_engine(kind, folder)?;
        self.remove_unused_engines()
    }

    /// Names the engine that is in use, for good when this returns.
    pub(super) fn name_engine(&self, kind: EngineKind, folder: &Path) -> Result<()> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        sync_folder(&self.path).map_err(StoreError::io(&self.path))?;
        write_whole(&self.path.join(ENGINE_FILE), format!("{} {name}\n", kind.name()))
    }

    /// Takes the engine out of use: opening makes another one.
    pub(super) fn forget_engine(&self) -> Result<()> {
        let file = self.path.join(ENGINE_FILE);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(file)(error)),
            _ => sync_folder(&self.path).map_err(StoreError::io(&self.path)),
        }
    }

    /// Removes engines that are not in use: of an attempt that did not come to its end, or replaced ones.
    pub(super) fn remove_unused_engines(&self) -> Result<()> {
        let used = self.engine().map(|(_, folder)| folder);
        for entry in std::fs::read_dir(&self.path).map_err(StoreError::io(&self.path))?.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_engine = name.starts_with(ENGINE_PREFIX);
            if is_engine && entry.path().is_dir() && Some(entry.path()) != used {
                remove_all(&entry.path())?;
            }
        }
        Ok(())
    }

    /// Keeps what an upgrade of the format starts from, so that there is a way back: the earlier release opens this folder.
    /// Closed segments are shared with it, the one that goes on is copied.
    pub(super) fn keep_way_back(&self) -> Result<()> {
        let kept = self.path.join(WAY_BACK);
        if kept.exists() {
            return Ok(());
        }
        let part = self.path.join(format!("{WAY_BACK}.part"));
        remove_all(&part)?;
        let journal = part.join("journal");
        std::fs::create_dir_all(&journal).map_err(StoreError::io(&journal))?;
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.journal())
            .map_err(StoreError::io(self.journal()))?
            .flatten()
            .map(|entry| entry.path())
            .collect();
        files.sort();
        let last = files.pop();
        for file in &files {
            let target = journal.join(file.file_name().unwrap_or_default());
            if std::fs::hard_link(file, &target).is_err() {
                copy_file(file, &target)?;
            }
        }
        if let Some(last) = last {
            copy_file(&last, &journal.join(last.file_name().unwrap_or_default()))?;
        }
        write_format(&part, self.found)?;
        sync_folder(&journal).map_err(StoreError::io(&journal))?;
        std::fs::rename(&part, &kept).map_err(StoreError::io(&kept))?;
        sync_folder(&self.path).map_err(StoreError::io(&self.path))
    }

    /// Says that the folder is of the present format now.
    pub(super) fn set_format(&mut self) -> Result<()> {
        write_format(&self.path, FORMAT)?;
        self.found = FORMAT;
        Ok(())
    }

    /// Removes everything that belongs to the store but the lock and the format.
    pub(super) fn erase(&self) -> Result<()> {
        // The engine goes first: one that is ahead of its journal is taken for a loss.
        self.forget_engine()?;
        self.remove_unused_engines()?;
        remove_all(&self.path.join(WAY_BACK))?;
        remove_all(&self.journal())?;
        self.marker().clear();
        write_format(&self.path, FORMAT)
    }

    pub(super) fn marker(&self) -> OpenMarker {
        OpenMarker { path: self.path.join("engine.open") }
    }
}

/// The engine in use in a data folder: its kind and its folder. It takes no lock.
pub(super) fn engine_of(data: &Path) -> Option<(EngineKind, PathBuf)> {
    let text = read_small(&data.join(ENGINE_FILE)).ok()?;
    let (kind, name) = text.trim().split_once(' ')?;
    let safe = name.starts_with(ENGINE_PREFIX) && !name.contains(['/', '\\']);
    safe.then(|| Some((EngineKind::named(kind)?, data.join(name)))).flatten()
}

/// The folder of the journal and the snapshots in a data folder.
pub(in crate::store) fn journal_of(data: &Path) -> PathBuf {
    data.join("journal")
}

/// The format of a data folder. It takes no lock.
///
/// # Errors
/// [`StoreError::TooNew`] when this release does not know it, [`StoreError::NotAStore`] when there is no word of it,
/// [`StoreError::NoFormat`] when nothing tells what it was.
pub(in crate::store) fn format_of(data: &Path) -> Result<u32> {
    Ok(read_format(data)?.number)
}

/// The format of a data folder.
struct Format {
    number: u32,
    /// It stands in its file; otherwise the journal has told it.
    is_written: bool,
}

fn read_format(data: &Path) -> Result<Format> {
    let file = data.join(FORMAT_FILE);
    let not_a_store = || StoreError::NotAStore { path: data.to_owned() };
    let text = match read_small(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(not_a_store()),
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::IsADirectory) => {
            String::new()
        }
        Err(error) => return Err(StoreError::io(&file)(error)),
    };
    match text.trim().strip_prefix("dozvon store ").and_then(|n| n.parse().ok()) {
        Some(number @ 1..=FORMAT) => Ok(Format { number, is_written: true }),
        Some(0) | None if !journal_of(data).is_dir() => Err(not_a_store()),
        Some(0) | None => match format_by_journal(data)? {
            Some(number) => Ok(Format { number, is_written: false }),
            None => Err(StoreError::NoFormat { path: data.to_owned() }),
        },
        Some(found) => Err(StoreError::TooNew { found, known: FORMAT }),
    }
}

/// The format of a data folder whose own word of it is lost, by what else is there.
fn format_by_journal(data: &Path) -> Result<Option<u32>> {
    let disk = RealDisk::new(journal_of(data)).map_err(StoreError::io(data))?;
    if !begins_as_ours(&disk)? {
        return Ok(None);
    }
    // What the second format has beside the first: snapshots, and a choice of engines. A journal alone may be of either: the
    // way up from the first is right for both.
    let is_second = !snapshot::list(&disk)?.is_empty() || data.join(ENGINE_FILE).exists();
    Ok(Some(if is_second { 2 } else { 1 }))
}

/// Says of which format a data folder is.
pub(in crate::store) fn write_format(data: &Path, format: u32) -> Result<()> {
    write_whole(&data.join(FORMAT_FILE), format!("dozvon store {format}\n"))
}

/// The text of a small file. Reading a pipe or a device in its place would wait for ever, or never end.
fn read_small(path: &Path) -> io::Result<String> {
    if std::fs::metadata(path)?.is_file() {
        std::fs::read_to_string(path)
    } else {
        Err(io::ErrorKind::IsADirectory.into())
    }
}

/// Writes a small file so that it is there whole or not at all.
pub(in crate::store) fn write_whole(path: &Path, text: impl AsRef<[u8]>) -> Result<()> {
    let temporary = path.with_extension("new");
    let write = || {
        let mut file = File::create(&temporary)?;
        io::Write::write_all(&mut file, text.as_ref())?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)?;
        path.parent().map_or(Ok(()), sync_folder)
    };
    write().map_err(|error| {
        // It is in nobody's way, but it is of no use either.
        let _ = std::fs::remove_file(&temporary);
        StoreError::io(path)(error)
    })
}

fn copy_file(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to).and_then(|_| File::open(to)?.sync_all()).map_err(StoreError::io(to))
}

/// Removes a folder and what is in it; one that is not there is no error.
pub(in crate::store) fn remove_all(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(folder)(error)),
        _ => Ok(()),
    }
}

/// So many openings in a row after which the engine was not closed, and it is made anew.
const UNCLOSED_MAX: u32 = 4;

/// A file that stands while the engine is open. It names the boot of the machine: when it is found at opening with
/// another boot, the machine went down with the engine open, and what the engine then has on disk may be anything.
#[derive(Clone, Debug)]
pub(super) struct OpenMarker {
    path: PathBuf,
}

impl OpenMarker {
    /// Whether the machine went down with the engine open, or somebody said that the engine must not be trusted, or it was
    /// never closed the last few times: then it may be the engine itself that ends the process.
    pub(super) fn speaks_against(&self) -> bool {
        match read_small(&self.path) {
            Ok(text) => {
                let mut lines = text.lines();
                lines.next() != Some(boot_id().as_str()) || unclosed(lines.next()) >= UNCLOSED_MAX
            }
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }

    /// Says that the engine is open from now on.
    pub(super) fn set(&self) -> Result<()> {
        let before = read_small(&self.path).ok();
        let times = before.map_or(0, |text| unclosed(text.lines().nth(1)).saturating_add(1));
        write_whole(&self.path, format!("{}\n{times}\n", boot_id()))
    }

    /// Says that a new engine is open from now on.
    pub(super) fn set_new(&self) -> Result<()> {
        write_whole(&self.path, format!("{}\n0\n", boot_id()))
    }

    /// Says that the engine must not be trusted any more. Failing to say so leaves it as it is.
    pub(super) fn distrust(&self) {
        let _ = write_whole(&self.path, "not to be trusted\n");
    }

    /// Says that the engine was closed in order. Failing to say so costs a needless check, nothing more.
    pub(super) fn clear(&self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn unclosed(line: Option<&str>) -> u32 {
    line.and_then(|line| line.parse().ok()).unwrap_or_default()
}

/// What names this boot of the machine; the same word for ever where the system does not tell.
fn boot_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map_or_else(|_| "unknown".into(), |id| id.trim().to_owned())
}
