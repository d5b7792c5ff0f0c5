//! Whether anything can be written now: is there room, is the engine up to the journal, does the disk take a file.

use super::Writer;
use super::refuse::health_of;
use crate::store::Health;
use crate::store::disk::{Disk, Room};
use crate::store::error::{Result, StoreError};

/// Fewer free files than this on the disk are too few.
pub(in crate::store::local) const FILES_MIN: u64 = 16;

impl Writer {
    /// How much room there is to write in, or why nothing can be written now.
    pub(super) fn ready(&mut self) -> Result<Room> {
        if let Some(why) = &self.stopped {
            return Err(StoreError::Stopped(why.clone()));
        }
        let room = self.room();
        if let Some(lack) = self.lacks(room) {
            return Err(lack);
        }
        if self.limping {
            self.heal().map_err(|error| StoreError::NoEngine(error.to_string()))?;
            self.publish_missed();
        }
        Ok(room)
    }

    /// What is too little, if anything.
    pub(super) fn lacks(&self, Room { bytes, files }: Room) -> Option<StoreError> {
        let reserve = self.shared.settings.reserve;
        if bytes < reserve {
            return Some(StoreError::NoRoom { free: bytes, reserve });
        }
        (files < FILES_MIN).then_some(StoreError::NoFiles { free: files })
    }

    /// Looks whether it can be written to again; [`Health`] says what was found.
    pub(super) fn probe(&mut self) {
        let health = self.shared.health();
        if !health.may_mend() {
            return;
        }
        if matches!(health, Health::Unwritable { kind: std::io::ErrorKind::FileTooLarge, .. }) {
            // A little file would be taken: only a commit that is written shows that the bound is gone.
            return;
        }
        let refused = matches!(health, Health::Unwritable { .. });
        let mended = self.ready().and_then(|_| {
            if refused {
                self.journal.mend()?;
                try_out(self.shared.disk.as_ref())?;
            }
            Ok(())
        });
        match mended {
            Ok(()) => self.shared.set_health(Health::Writable),
            Err(StoreError::Io { .. }) => {}
            Err(error) => self.shared.set_health(health_of(&error).unwrap_or(health)),
        }
    }

    pub(super) fn room(&self) -> Room {
        // A disk that can't be asked is written to: the write itself will tell.
        self.shared.disk.room().unwrap_or(Room::PLENTY)
    }
}

/// Writes a little file and removes it again: a disk that has refused a commit shows that it would take one.
fn try_out(disk: &dyn Disk) -> Result<()> {
    /// The ending is that of files which opening removes.
    const NAME: &str = "writable.part";
    let _ = disk.remove(NAME);
    let out = disk.create(NAME).and_then(|mut file| {
        file.append(&[0; 4096])?;
        file.sync()
    });
    let gone = disk.remove(NAME);
    out.and(gone).map_err(StoreError::io(disk.path(NAME)))
}
