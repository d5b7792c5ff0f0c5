//! Files that are locked while somebody works in a folder.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::error::{Result, StoreError};

/// Takes the lock of a folder: `file` in it, which is made when it is not there. It is held as long as what is returned lives,
/// and given back by the system however the process ends.
///
/// # Errors
/// [`StoreError::Busy`] when somebody else holds it; [`StoreError::Io`] when the file can't be made or locked.
pub(super) fn take_lock(folder: &Path, file: impl AsRef<Path>) -> Result<File> {
    let path = folder.join(file);
    let failed = || StoreError::io(&path);
    if std::fs::metadata(&path).is_ok_and(|there| !there.is_file()) {
        // Opening a pipe would wait for somebody at its other end.
        return Err(failed()(std::io::ErrorKind::IsADirectory.into()));
    }
    let lock = File::options().write(true).create(true).truncate(false).open(&path).map_err(failed())?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::Busy { path: folder.to_owned() }),
        Err(TryLockError::Error(error)) => Err(failed()(error)),
    }
}
