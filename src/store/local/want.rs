//! What the disk of a data folder lacked when something on it has failed.

use std::path::Path;

use super::own;
use super::writer::FILES_MIN;
use crate::store::disk::{Room, file_limit};
use crate::store::error::{ReadOnly, StoreError};

/// With less room than this, on the disk or up to the bound on the size of a file, an engine that fails has failed for want of it, in bytes: it writes in larger pieces.
pub(super) const NO_ROOM: u64 = 4 * 1024 * 1024;

/// Whether an engine in a data folder has failed for want of room, on the disk or up to the bound on the size of a file, as long
/// as what it has written is still there.
pub(super) fn want_of_room(data: &Path, error: &StoreError) -> Option<ReadOnly> {
    if !matches!(error, StoreError::Engine(_)) {
        return None;
    }
    error.refusal().or_else(|| {
        let is_full = Room::of(data).is_ok_and(|room| room.bytes < NO_ROOM);
        let is_bound =
            file_limit().is_some_and(|limit| limit < own::largest_file(data).saturating_add(NO_ROOM));
        is_full.then_some(ReadOnly::Full).or(is_bound.then_some(ReadOnly::FileLimit))
    })
}

/// How many files can still be made, where a disk is full for that and not for want of bytes.
pub(super) fn want_of_files(room: Room) -> Option<u64> {
    (room.files < FILES_MIN && room.bytes >= NO_ROOM).then_some(room.files)
}

/// An error of something that was to be made in a folder: systems call a disk full that takes no more files.
pub(in crate::store) fn told_of_files(folder: &Path, error: StoreError) -> StoreError {
    if error.refusal() != Some(ReadOnly::Full) {
        return error;
    }
    // It may not be there yet, or not any more.
    let there = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let room = there.ancestors().find_map(|folder| Room::of(folder).ok()).unwrap_or(Room::PLENTY);
    told_in(room, error)
}

fn told_in(room: Room, error: StoreError) -> StoreError {
    want_of_files(room).map_or(error, |free| StoreError::NoFiles { free })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_files_is_not_called_one_without_bytes() {
        let full = || StoreError::io("data")(std::io::ErrorKind::StorageFull.into());
        let told = |bytes, files| told_in(Room { bytes, files }, full());
        assert!(
            matches!(told(NO_ROOM, FILES_MIN - 1), StoreError::NoFiles { free } if free == FILES_MIN - 1)
        );
        assert!(matches!(told(NO_ROOM, FILES_MIN), StoreError::Io { .. }));
        // Bytes are wanted first.
        assert!(matches!(told(NO_ROOM - 1, 0), StoreError::Io { .. }));
        let other = told_of_files(Path::new("/"), StoreError::Conflict);
        assert!(matches!(other, StoreError::Conflict));
    }
}
