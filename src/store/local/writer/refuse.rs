//! What somebody is told whose commit is not taken, and what the store says of itself then.

use std::sync::mpsc::SyncSender;

use super::Writer;
use crate::store::Health;
use crate::store::error::{Result, StoreError};

impl Writer {
    /// Why a disk did not take a commit: it is full, or not to be written to.
    pub(super) fn unwritten(&self, error: StoreError) -> StoreError {
        use std::io::ErrorKind::StorageFull;
        match error {
            StoreError::Io { path, source } => match self.lacks(self.room()) {
                Some(lack) if source.kind() == StorageFull => lack,
                _ => StoreError::Unwritable { path, source },
            },
            other => other,
        }
    }

    pub(super) fn refuse(&self, waiting: impl Iterator<Item = SyncSender<Result<u64>>>, error: &StoreError) {
        // Before the answers: whoever has one finds the store as it is.
        if let Some(health) = health_of(error) {
            self.shared.set_health(health);
        }
        for one in waiting {
            answer(one, Err(again(error)));
        }
    }
}

/// What an error says about the store; `None` when it is about the commit only.
pub(super) fn health_of(error: &StoreError) -> Option<Health> {
    match error {
        StoreError::NoRoom { free, reserve } => Some(Health::NoRoom { free: *free, reserve: *reserve }),
        StoreError::NoFiles { free } => Some(Health::NoFiles { free: *free }),
        StoreError::Unwritable { path, source } => {
            Some(Health::Unwritable { path: path.clone(), kind: source.kind() })
        }
        StoreError::Stopped(why) => Some(Health::Stopped(why.clone())),
        StoreError::NoEngine(why) => Some(Health::NoEngine(why.clone())),
        _ => None,
    }
}

/// The same error for another one who waits.
pub(super) fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::NoRoom { free, reserve } => StoreError::NoRoom { free: *free, reserve: *reserve },
        StoreError::NoFiles { free } => StoreError::NoFiles { free: *free },
        StoreError::Unwritable { path, source } => {
            let source =
                source.raw_os_error().map_or_else(|| source.kind().into(), std::io::Error::from_raw_os_error);
            StoreError::Unwritable { path: path.clone(), source }
        }
        StoreError::TooLarge { bytes } => StoreError::TooLarge { bytes: *bytes },
        StoreError::Stopped(why) => StoreError::Stopped(why.clone()),
        StoreError::NoEngine(why) => StoreError::NoEngine(why.clone()),
        other => StoreError::Stopped(other.to_string()),
    }
}

pub(super) fn answer(to: SyncSender<Result<u64>>, result: Result<u64>) {
    // Nobody waits any more when the ticket was dropped; that is their choice.
    let _ = to.send(result);
}
