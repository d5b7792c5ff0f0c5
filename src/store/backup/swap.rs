//! Putting a restored store in its place.
//!
//! It is made beside the place, in `NAME.restoring`, and bears a mark: `building`, then `complete`. Where the system can
//! exchange two folders in one step (Linux and macOS, on most file systems), there is a whole store under the name at every
//! moment, the old one or the new one. Elsewhere the old one is renamed first; killed right then, the next opening finds
//! nothing under the name and a complete store beside it, and takes that.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::store::disk::sync_folder;
use crate::store::error::{Result, StoreError};
use crate::store::local::{Folder, remove_all, write_whole};
use crate::store::lock::take_lock;

/// Stands in a store that is being restored, until it is in its place.
pub(super) const MARK: &str = "RESTORING";
const BUILDING: &str = "building\n";
const COMPLETE: &str = "complete\n";

fn beside(place: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = place.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    place.with_file_name(name)
}

fn restoring(place: &Path) -> PathBuf {
    beside(place, ".restoring")
}

fn mark_of(folder: &Path) -> Option<String> {
    std::fs::read_to_string(folder.join(MARK)).ok()
}

fn is_bare(folder: &Path) -> Result<bool> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(StoreError::io(folder)(error)),
    }
}

/// Whether nothing is in a folder but a mark that was still being written.
fn is_barely_begun(folder: &Path) -> bool {
    let part = Path::new(MARK).with_extension("new");
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().all(|entry| Path::new(&entry.file_name()) == part && !entry.path().is_dir())
    })
}

/// Removes a store that was being made. Its mark goes last: without it nobody could tell what the rest is.
fn clear(made: &Path) -> Result<()> {
    for entry in std::fs::read_dir(made).into_iter().flatten().flatten() {
        if entry.file_name() == MARK {
            continue;
        }
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let gone = if is_folder { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        gone.map_err(StoreError::io(&path))?;
    }
    remove_all(made)
}

fn sync_parent(place: &Path) -> io::Result<()> {
    place.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(Ok(()), sync_folder)
}

/// Ends a restore that was ended by force between its two renames: called before a folder is opened.
pub(in crate::store) fn finish(place: &Path) -> Result<()> {
    if place.join("FORMAT").exists() {
        return Ok(());
    }
    let made = restoring(place);
    if mark_of(&made).as_deref() != Some(COMPLETE) || !is_bare(place)? {
        return Ok(());
    }
    match into_bare(&made, place) {
        // Somebody else was faster.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        moved => moved.map_err(StoreError::io(place)),
    }
}

/// Gives a folder the name of an empty one, or of one that is not there.
fn into_bare(made: &Path, place: &Path) -> io::Result<()> {
    match std::fs::remove_dir(place) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    std::fs::rename(made, place)?;
    sync_parent(place)?;
    std::fs::remove_file(place.join(MARK))
}

/// A place for a store, and the store that is made for it.
pub(super) struct Place {
    /// Where it is to go, with all links resolved.
    path: PathBuf,
    /// Where it is made.
    pub(super) made: PathBuf,
    /// The store that is in the place now.
    present: Option<Folder>,
    /// Nobody else restores to this place meanwhile.
    _turn: Turn,
}

/// A lock beside a place, ours as long as this lives; then it is gone.
struct Turn {
    path: PathBuf,
    _lock: File,
}

impl Turn {
    fn take(place: &Path) -> Result<Self> {
        let path = beside(place, ".restoring.lock");
        let (folder, name) = (place.parent().unwrap_or(Path::new("")), path.file_name().unwrap_or_default());
        for _ in 0..TURNS {
            let lock = match take_lock(folder, name) {
                Err(StoreError::Busy { .. }) => break,
                taken => taken?,
            };
            // Whoever had it may have removed the file between our opening it and locking it.
            if is_same(&lock, &path) {
                return Ok(Self { path, _lock: lock });
            }
        }
        Err(StoreError::Restoring { path: place.to_owned() })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Still locked: nobody takes it for his own. Where an open file can't be removed it stays, and is in nobody's way.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// So often a lock is tried that others remove as they go.
const TURNS: u32 = 16;

/// Whether a path still leads to an open file.
fn is_same(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let (Ok(held), Ok(there)) = (file.metadata(), std::fs::metadata(path)) else { return false };
        (held.dev(), held.ino()) == (there.dev(), there.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        path.exists()
    }
}

impl Place {
    /// Takes a place and clears what an attempt that was ended by force has left beside it.
    ///
    /// # Errors
    /// [`StoreError::Restoring`] when somebody else restores to it, [`StoreError::Busy`] when the store there is open,
    /// [`StoreError::NotAStore`] when other things are there.
    pub(super) fn take(to: &Path) -> Result<Self> {
        let path = match to.canonicalize() {
            Ok(path) => path,
            Err(_) => std::path::absolute(to).map_err(StoreError::io(to))?,
        };
        if path.file_name().is_none() {
            // Nothing stands beside the root of a disk.
            return Err(StoreError::NotAStore { path });
        }
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(StoreError::io(parent))?;
        }
        let turn = Turn::take(&path)?;
        finish(&path)?;
        let present = if is_bare(&path)? { None } else { Some(Folder::take(&path)?) };
        let made = restoring(&path);
        match mark_of(&made) {
            Some(_) => clear(&made)?,
            None if is_bare(&made)? || is_barely_begun(&made) => remove_all(&made)?,
            // The two were exchanged, and this one has not got its name yet.
            None if mark_of(&path).is_some() => put_by(&made, &path)?,
            None => return Err(StoreError::NotAStore { path: made }),
        }
        Ok(Self { path, made, present, _turn: turn })
    }

    /// The store that is in the place now.
    pub(super) fn present(&self) -> Option<&Folder> {
        self.present.as_ref()
    }

    /// Begins to make the store.
    pub(super) fn begin(&self) -> Result<()> {
        std::fs::create_dir(&self.made).map_err(StoreError::io(&self.made))?;
        write_whole(&self.made.join(MARK), BUILDING)
    }

    /// Removes what was made. What can't be removed is removed by the next attempt.
    pub(super) fn give_up(&self) {
        let _ = clear(&self.made);
    }

    /// Puts the store that was made into its place. Returns where the one before is now.
    pub(super) fn swap(self) -> Result<Option<PathBuf>> {
        let (made, path) = (self.made.clone(), self.path.clone());
        let swapped = self.swap_now();
        if swapped.is_err() && made.join(MARK).exists() && path.exists() {
            // Nothing has moved. What was made must not be taken for the store when its place is found empty later.
            let _ = write_whole(&made.join(MARK), BUILDING).and_then(|()| clear(&made));
        }
        swapped
    }

    fn swap_now(self) -> Result<Option<PathBuf>> {
        write_whole(&self.made.join(MARK), COMPLETE)?;
        let failed = || StoreError::io(&self.path);
        let Some(present) = self.present else {
            into_bare(&self.made, &self.path).map_err(failed())?;
            return Ok(None);
        };
        if cfg!(windows) {
            // A folder with an open file in it can't be renamed there.
            drop(present);
            let kept = put_by_name(&self.path);
            std::fs::rename(&self.path, &kept).map_err(failed())?;
            into_bare(&self.made, &self.path).map_err(failed())?;
            return Ok(Some(kept));
        }
        let kept = put_by_name(&self.path);
        if exchange(&self.made, &self.path) {
            sync_parent(&self.path).map_err(failed())?;
            put_by(&self.made, &self.path)?;
        } else {
            std::fs::rename(&self.path, &kept).map_err(failed())?;
            sync_parent(&self.path).map_err(failed())?;
            into_bare(&self.made, &self.path).map_err(failed())?;
        }
        drop(present);
        Ok(Some(kept))
    }
}

/// A name that is free for the store that was in the place.
fn put_by_name(place: &Path) -> PathBuf {
    let names = (1_u32..).map(|n| beside(place, &format!(".before-restore-{n}")));
    names.into_iter().find(|name| std::fs::symlink_metadata(name).is_err()).unwrap_or_default()
}

/// Gives the former store, which stands where the new one was made, a name to stay under.
fn put_by(former: &Path, place: &Path) -> Result<()> {
    let kept = put_by_name(place);
    let put = || {
        std::fs::rename(former, &kept)?;
        sync_parent(place)?;
        std::fs::remove_file(place.join(MARK))
    };
    put().map_err(StoreError::io(kept.clone()))
}

/// Exchanges two folders in one step, where the system can.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(path: &Path, what: &str, mark: Option<&str>) {
        std::fs::create_dir(path).unwrap();
        std::fs::write(path.join("FORMAT"), "dozvon store 2\n").unwrap();
        std::fs::write(path.join("what"), what).unwrap();
        if let Some(mark) = mark {
            std::fs::write(path.join(MARK), mark).unwrap();
        }
    }

    fn what(path: &Path) -> String {
        std::fs::read_to_string(path.join("what")).unwrap_or_default()
    }

    #[test]
    fn a_restore_that_was_killed_between_its_renames_is_ended_by_opening() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("data");
        let made = home.path().join("data.restoring");
        // Still being made: it is not for use.
        folder(&made, "half", Some(BUILDING));
        finish(&place).unwrap();
        assert!(!place.exists() && made.exists());
        std::fs::write(made.join(MARK), COMPLETE).unwrap();
        std::fs::create_dir(&place).unwrap();
        finish(&place).unwrap();
        assert_eq!((what(&place).as_str(), made.exists(), place.join(MARK).exists()), ("half", false, false));
        // With a store in the place nothing happens.
        folder(&made, "other", Some(COMPLETE));
        finish(&place).unwrap();
        assert_eq!((what(&place).as_str(), what(&made).as_str()), ("half", "other"));
    }

    #[test]
    fn whatever_a_killed_restore_has_left_the_former_store_stays() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().canonicalize().unwrap().join("data");
        let made = beside(&place, ".restoring");
        let kept = |n: u32| beside(&place, &format!(".before-restore-{n}"));
        for (n, mark) in (1..).zip([BUILDING, COMPLETE]) {
            // Killed before the exchange.
            let _ = std::fs::remove_dir_all(&place);
            folder(&place, "old", None);
            folder(&made, "new", Some(mark));
            let taken = Place::take(&place).unwrap();
            assert!(!made.exists() && what(&place) == "old");
            folder(&made, "newer", Some(BUILDING));
            assert_eq!(taken.swap().unwrap(), Some(kept(n)));
            assert_eq!((what(&place).as_str(), what(&kept(n)).as_str()), ("newer", "old"));
            assert!(!made.exists() && !place.join(MARK).exists());
        }
        // Killed after the exchange, before the old one got its name.
        std::fs::write(place.join(MARK), COMPLETE).unwrap();
        folder(&made, "old", None);
        drop(Place::take(&place).unwrap());
        assert_eq!((what(&place).as_str(), what(&kept(3)).as_str()), ("newer", "old"));
        // Killed while the mark was being written, and while what was made was being removed.
        std::fs::create_dir(&made).unwrap();
        std::fs::write(made.join("RESTORING.new"), "buil").unwrap();
        drop(Place::take(&place).unwrap());
        assert!(!made.exists());
        folder(&made, "half", Some(BUILDING));
        std::fs::create_dir(made.join("journal")).unwrap();
        std::fs::remove_file(made.join("FORMAT")).unwrap();
        drop(Place::take(&place).unwrap());
        assert!(!made.exists());
        // What is not ours is left alone.
        folder(&made, "somebody's", None);
        assert!(matches!(Place::take(&place), Err(StoreError::NotAStore { .. })));
        assert_eq!(what(&made), "somebody's");
    }
}
