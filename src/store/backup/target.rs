//! The folder a backup is written to.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::FORMAT_FILE;
use crate::store::error::{Result, StoreError};
use crate::store::local::{BACKUP_LOCK, Folder, format_of, journal_disk, journal_of, remove_scratch};
use crate::store::lock::take_lock;
use crate::store::snapshot;

/// The folder of a backup, ours as long as this lives.
pub(super) struct Target {
    pub(super) path: PathBuf,
    is_new: bool,
    _locks: (File, Option<Folder>),
}

impl Target {
    pub(super) fn take(to: &Path) -> Result<Self> {
        let is_bare = match std::fs::read_dir(to) {
            // A file system of its own has that folder from its first day.
            Ok(mut entries) => {
                entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == "lost+found"))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(to).map_err(StoreError::io(to))?;
                true
            }
            Err(error) => return Err(StoreError::io(to)(error)),
        };
        let has_format = to.join(FORMAT_FILE).exists();
        if has_format {
            format_of(to)?;
        } else if !is_bare && !to.join(BACKUP_LOCK).exists() {
            return Err(StoreError::NotAStore { path: to.to_owned() });
        }
        let lock = take_lock(to, BACKUP_LOCK)?;
        remove_scratch(to);
        // Somebody may have opened the backup as a store: it is not written to under his hands.
        let opened = (has_format && to.join("store.lock").exists()).then(|| Folder::take(to)).transpose()?;
        Ok(Self { path: to.to_owned(), is_new: !has_format, _locks: (lock, opened) })
    }

    /// Leaves nothing behind of a backup that failed. What can't be removed is removed by the next attempt.
    pub(super) fn give_up(&self) {
        let journal = journal_of(&self.path);
        if let Ok(disk) = journal_disk(&journal) {
            let _ = snapshot::remove_parts(disk.as_ref());
        }
        if self.is_new && std::fs::remove_dir(journal).is_ok() {
            let _ = std::fs::remove_file(self.path.join(BACKUP_LOCK));
            let _ = std::fs::remove_dir(&self.path);
        }
    }
}
