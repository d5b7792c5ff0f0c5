//! Where a backup may go, where a base may be restored, and whether there is room.

use std::path::{Path, PathBuf};

use super::FORMAT_FILE;
use crate::store::disk::Room;
use crate::store::error::{Result, StoreError};
use crate::store::local::{format_of, is_backup, journal_of};

/// Whether a folder is a base to work with: one of Dozvon's, and no backup.
fn is_base(folder: &Path) -> bool {
    is_ours(folder) && !is_backup(folder)
}

fn is_ours(folder: &Path) -> bool {
    journal_of(folder).is_dir() && (folder.join(FORMAT_FILE).exists() || format_of(folder).is_ok())
}

/// Fails when a backup of `data` must not go to `to`. Nothing is changed.
///
/// # Errors
/// [`StoreError::InItself`], [`StoreError::IsABase`], [`StoreError::InABase`].
pub(super) fn refuse_a_base(data: &Path, to: &Path) -> Result<()> {
    let (inner, outer) = (resolved(to), resolved(data));
    if inner.starts_with(outer) {
        return Err(StoreError::InItself { path: to.to_owned() });
    }
    if is_base(&inner) {
        return Err(StoreError::IsABase { path: to.to_owned() });
    }
    refuse_the_inside(to)
}

/// Fails when a place is inside of a base or a backup: what is there goes when that one is replaced. Nothing is changed.
///
/// # Errors
/// [`StoreError::InABase`].
pub(super) fn refuse_the_inside(to: &Path) -> Result<()> {
    match resolved(to).ancestors().skip(1).find(|folder| is_ours(folder)) {
        Some(base) => Err(StoreError::InABase { path: to.to_owned(), base: base.to_owned() }),
        None => Ok(()),
    }
}

/// Fails when a base must not be restored in a place, because a backup is there: it is somebody's way back.
///
/// # Errors
/// [`StoreError::IsABackup`].
pub(super) fn refuse_a_backup(to: &Path) -> Result<()> {
    if is_ours(to) && is_backup(to) { Err(StoreError::IsABackup { path: to.to_owned() }) } else { Ok(()) }
}

/// Whether two folders are on one disk; where the system does not tell, they are not.
pub(super) fn on_one_disk(a: &Path, b: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let device = |folder: &Path| std::fs::metadata(folder).map(|there| there.dev()).ok();
        device(a).is_some_and(|here| device(b) == Some(here))
    }
    #[cfg(not(unix))]
    {
        let _ = (a, b);
        false
    }
}

/// Fails when there is no room for so many bytes, or when they would leave less than a reserve.
pub(super) fn check_room(folder: &Path, bytes: u64, reserve: u64) -> Result<()> {
    // A system that does not tell will say so when it is full.
    let Ok(Room { bytes: free, .. }) = Room::of(folder) else { return Ok(()) };
    if free < bytes {
        return Err(StoreError::io(folder)(std::io::ErrorKind::StorageFull.into()));
    }
    // What takes no room takes none of the reserve.
    let is_short = bytes > 0 && free < bytes.saturating_add(reserve);
    if is_short { Err(StoreError::NoRoomFor { free, bytes, reserve }) } else { Ok(()) }
}

/// A path with all links resolved, as far as it is there.
fn resolved(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = whole.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    match known {
        Some((folder, known)) => match whole.strip_prefix(folder) {
            Ok(rest) if !rest.as_os_str().is_empty() => known.join(rest),
            _ => known,
        },
        None => whole,
    }
}
