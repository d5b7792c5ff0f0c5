//! Whether the files of an engine are what they were when it was closed.
//!
//! sled passes over what it can't read of its file and goes on with what was there before, so a file that has changed while
//! nobody had it open would give old answers or none. What a closed sled looks like is therefore written down as a sum of
//! its files. LMDB needs none: there each value carries its own, and the file of a large base is too long to be read whole.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::EngineKind;
use super::folder::{clear_the_way, read_small, write_whole};
use crate::store::disk::sync_folder;
use crate::store::error::{Result, StoreError};

/// Bytes read at a time.
const STEP: usize = 1024 * 1024;

/// What was written down when an engine was closed last.
#[derive(Clone, Debug)]
pub(super) struct ClosedSum {
    path: PathBuf,
}

impl ClosedSum {
    /// That of a data folder.
    pub(super) fn of(data: &Path) -> Self {
        Self { path: data.join("engine.sum") }
    }

    /// Writes down what the closed engine in `folder` looks like, when all of it is on the disk.
    ///
    /// # Errors
    /// When it can't be read, brought to the disk or written down: there is nothing to compare with then.
    pub(super) fn note(&self, kind: EngineKind, folder: &Path) -> Result<()> {
        self.forget();
        if kind != EngineKind::Sled {
            return Ok(());
        }
        // sled asks Linux to write its pages out (`sync_file_range`), which empties no cache of a disk and leaves the length
        // of its file to be written later: after a cut of the power the sum would not fit, and all would be made anew.
        let sum = sync(folder).and_then(|()| sum_of(folder)).map_err(StoreError::io(folder))?;
        clear_the_way(&self.path);
        write_whole(&self.path, line(folder, sum))
    }

    /// Forgets what was written down.
    pub(super) fn forget(&self) {
        let _ = std::fs::remove_file(&self.path);
    }

    /// Whether the engine in `folder` is as it was closed; also when nothing was written down of it.
    pub(super) fn fits(&self, folder: &Path) -> bool {
        let Ok(noted) = read_small(&self.path) else { return true };
        let is_of_this = noted.split_once(' ').is_some_and(|(name, _)| name == name_of(folder));
        // What can't be read now can't be read by the engine either.
        !is_of_this || sum_of(folder).is_ok_and(|sum| noted == line(folder, sum))
    }
}

fn name_of(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn line(folder: &Path, sum: u32) -> String {
    format!("{} {sum:08x}\n", name_of(folder))
}

/// Brings all files of a folder to the disk, and their names.
fn sync(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            sync(&entry.path())?;
        } else if kind.is_file() {
            // Windows syncs only what may be written to.
            OpenOptions::new().read(true).write(cfg!(windows)).open(entry.path())?.sync_all()?;
        }
    }
    sync_folder(folder)
}

/// The sum of all files in a folder: of their names, their lengths and what is in them.
fn sum_of(folder: &Path) -> io::Result<u32> {
    let mut entries = std::fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let mut sum = 0;
    let mut step = vec![0; STEP];
    for entry in entries {
        sum = crc32c::crc32c_append(sum, entry.file_name().as_encoded_bytes());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            sum = crc32c::crc32c_append(sum, &sum_of(&entry.path())?.to_le_bytes());
        } else if kind.is_file() {
            let mut file = File::open(entry.path())?;
            sum = crc32c::crc32c_append(sum, &file.metadata()?.len().to_le_bytes());
            loop {
                let read = file.read(&mut step)?;
                let Some(bytes) = step.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
                sum = crc32c::crc32c_append(sum, bytes);
            }
        }
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bit_is_enough() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("engine-sled-1");
        std::fs::create_dir_all(folder.join("blobs")).unwrap();
        std::fs::write(folder.join("db"), vec![7; 3 * STEP + 5]).unwrap();
        std::fs::write(folder.join("blobs/1"), "x").unwrap();
        let sum = ClosedSum::of(data.path());
        assert!(sum.fits(&folder), "nothing was written down");
        sum.note(EngineKind::Sled, &folder).unwrap();
        assert!(sum.fits(&folder));
        let mut bytes = std::fs::read(folder.join("db")).unwrap();
        bytes[2 * STEP + 77] ^= 4;
        std::fs::write(folder.join("db"), &bytes).unwrap();
        assert!(!sum.fits(&folder));
        sum.note(EngineKind::Sled, &folder).unwrap();
        std::fs::remove_file(folder.join("blobs/1")).unwrap();
        assert!(!sum.fits(&folder));
        assert!(sum.fits(&data.path().join("engine-sled-2")), "it says nothing of another engine");
        sum.note(EngineKind::Lmdb, &folder).unwrap();
        assert!(sum.fits(&folder), "nothing is written down of LMDB");
    }
}
