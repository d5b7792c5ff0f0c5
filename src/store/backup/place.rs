//! Where a backup may go, and where a base may be restored.

use std::path::{Path, PathBuf};

use super::FORMAT_FILE;
use crate::store::error::{Result, StoreError};
use crate::store::local::{is_backup, journal_of};

/// Whether a folder is a base to work with: one of Dozvon's, and no backup.
fn is_base(folder: &Path) -> bool {
    is_ours(folder) && !is_backup(folder)
}

fn is_ours(folder: &Path) -> bool {
    folder.join(FORMAT_FILE).exists() && journal_of(folder).is_dir()
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
    match inner.ancestors().skip(1).find(|folder| is_ours(folder)) {
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
