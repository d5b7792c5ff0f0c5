//! The data folder: who holds it, which engine is in use, what stands in it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::EngineKind;
use super::format::{FORMAT, FORMAT_FILE, Format, format_of, read_format, write_format};
use super::marker::OpenMarker;
use super::own;
use crate::store::backup::swap;
use crate::store::disk::sync_folder;
use crate::store::error::{Result, StoreError};
use crate::store::journal::SEQ_MAX;
use crate::store::lock::take_lock;

const LOCK_FILE: &str = "store.lock";
pub(super) const ENGINE_FILE: &str = "ENGINE";
/// Stands while the store opens in doubt only.
const DOUBT_FILE: &str = "in-doubt";
/// What is wrong with it when it can't be read.
pub(super) const NO_NUMBER: &str = "the number of the last commit can't be read";
/// Held while a backup is written to a folder.
pub(in crate::store) const BACKUP_LOCK: &str = "backup.lock";
/// States that are only looked at.
pub(super) const SCRATCH_PREFIX: &str = "scratch-";
/// Where the state before an upgrade of the format is kept.
pub(super) const WAY_BACK: &str = "before-format-3";

/// A data folder that is ours as long as this lives.
pub(in crate::store) struct Folder {
    path: PathBuf,
    /// Format it was found in.
    pub(super) found: u32,
    /// Nothing says yet of which format it is: it is a new one.
    pub(super) is_new: bool,
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
        if !fresh && !format_file.exists() && !path.join(LOCK_FILE).exists() && format_of(path).is_err() {
            return Err(StoreError::NotAStore { path: path.to_owned() });
        }
        let lock = take_lock(path, LOCK_FILE)?;
        let mut is_new = false;
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
                // It is said when the journal is begun: from then on there was a base.
                is_new = true;
                FORMAT
            }
            Err(error) => return Err(error),
        };
        Ok(Self { path: path.to_owned(), found, is_new, _lock: lock })
    }

    /// Locks a data folder as it is: nothing of it is changed.
    pub(super) fn hold(path: &Path) -> Result<Self> {
        let lock = take_lock(path, LOCK_FILE)?;
        Ok(Self { path: path.to_owned(), found: format_of(path)?, is_new: false, _lock: lock })
    }

    /// The data folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The folder of the journal and the snapshots.
    pub(super) fn journal(&self) -> PathBuf {
        journal_of(&self.path)
    }

    /// The engine in use: its kind and its folder. `None` when there is none.
    pub(in crate::store) fn engine(&self) -> Option<(EngineKind, PathBuf)> {
        engine_of(&self.path)
    }

    /// A folder for an engine that is to be made; it does not exist yet. What has such a name and holds anything else is
    /// not ours.
    pub(super) fn new_engine(&self, kind: EngineKind) -> Result<PathBuf> {
        let used = self.engine().map(|(_, used)| used);
        let mut free = (1_u32..).map(|n| self.path.join(own::engine_name(kind, n))).filter(|folder| {
            let is_free = std::fs::symlink_metadata(folder).is_err();
            is_free || (Some(folder) != used.as_ref() && own::is_engine(folder))
        });
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
        let file = self.path.join(ENGINE_FILE);
        clear_the_way(&file);
        write_whole(&file, format!("{} {name}\n", kind.name()))
    }

    /// Takes the engine out of use: opening makes another one.
    pub(super) fn forget_engine(&self) -> Result<()> {
        let file = self.path.join(ENGINE_FILE);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(file)(error)),
            _ => sync_folder(&self.path).map_err(StoreError::io(&self.path)),
        }
    }

    /// Says that the folder is of the present format now.
    pub(super) fn set_format(&mut self) -> Result<()> {
        write_format(&self.path, FORMAT)?;
        (self.found, self.is_new) = (FORMAT, false);
        Ok(())
    }

    /// Removes everything that belongs to the store but the lock and the format.
    pub(super) fn erase(&self) -> Result<()> {
        // The engine goes first: one that is ahead of its journal is taken for a loss.
        self.forget_engine()?;
        self.remove_unused_engines()?;
        self.remove_ways_back()?;
        // Without a journal it would be the word of a base that is lost.
        let format_file = self.path.join(FORMAT_FILE);
        match std::fs::remove_file(&format_file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(StoreError::io(format_file)(error));
            }
            _ => {}
        }
        remove_all(&self.journal())?;
        self.marker().clear();
        self.clear_doubt();
        sync_folder(&self.path).map_err(StoreError::io(&self.path))
    }

    /// Says that the store opens in doubt, and which commit is the last one that is known of: for those who can't look into
    /// the engine, because somebody has the store open. Failing to say so leaves them to what they see themselves.
    pub(super) fn note_doubt(&self, last: u64) {
        let _ = write_whole(&self.path.join(DOUBT_FILE), format!("{last}\n"));
    }

    /// Says that the store opens as it should.
    pub(super) fn clear_doubt(&self) {
        // Mostly there is none.
        let file = self.path.join(DOUBT_FILE);
        clear_the_way(&file);
        let _ = std::fs::remove_file(file);
    }

    pub(super) fn marker(&self) -> OpenMarker {
        OpenMarker::of(&self.path)
    }
}

/// Locks a data folder as it is: nothing of it is changed.
pub(super) fn lock_of(data: &Path) -> Result<File> {
    take_lock(data, LOCK_FILE)
}

/// Whether somebody has ever opened a folder as a store.
pub(super) fn was_opened(data: &Path) -> bool {
    data.join(LOCK_FILE).is_file()
}

/// The last commit that the last opening knew of, when it could open the store in doubt only; 0 when the word of it can't be
/// read: that it stands says enough.
pub(super) fn doubted(data: &Path) -> Option<u64> {
    let file = data.join(DOUBT_FILE);
    match read_small(&file) {
        // One that was cut off says less than it should.
        Ok(text) => Some(text.strip_suffix('\n').and_then(|text| text.parse().ok()))
            .map(|seq| seq.filter(|seq| *seq < SEQ_MAX).unwrap_or_default()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(_) => Some(0),
    }
}

/// Fails when the word of the last opening that could open the store in doubt only can't be read: nobody knows then which commits
/// were known of.
pub(in crate::store) fn refuse_a_lost_word(data: &Path) -> Result<()> {
    match doubted(data) {
        Some(0) => Err(StoreError::Damaged { segment: DOUBT_FILE.to_owned(), offset: 0, what: NO_NUMBER }),
        _ => Ok(()),
    }
}

/// Whether a folder is a backup, and no store of its own so far.
pub(in crate::store) fn is_backup(data: &Path) -> bool {
    data.join(BACKUP_LOCK).is_file() && !data.join(ENGINE_FILE).exists()
}

/// Removes an empty folder that stands where a small file is to be: nothing of anybody's is in it.
pub(super) fn clear_the_way(file: &Path) {
    if file.is_dir() {
        // One with something in it stays, and writing the file says so.
        let _ = std::fs::remove_dir(file);
    }
}

/// The engine in use in a data folder: its kind and its folder. It takes no lock.
pub(super) fn engine_of(data: &Path) -> Option<(EngineKind, PathBuf)> {
    let text = read_small(&data.join(ENGINE_FILE)).ok()?;
    let (kind, name) = text.trim().split_once(' ')?;
    // A word that does not fit its folder names none of ours.
    let kind = EngineKind::named(kind).filter(|kind| own::kind_by_name(name) == Some(*kind))?;
    Some((kind, data.join(name)))
}

/// The folder of the journal and the snapshots in a data folder.
pub(in crate::store) fn journal_of(data: &Path) -> PathBuf {
    data.join("journal")
}

/// The text of a small file. Reading a pipe or a device in its place would wait for ever, or never end.
pub(super) fn read_small(path: &Path) -> io::Result<String> {
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

/// Removes a folder and what is in it; one that is not there is no error.
pub(in crate::store) fn remove_all(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(folder)(error)),
        _ => Ok(()),
    }
}
