//! States of the past, and of folders that can't be written to: made from snapshot and journal, for reading only.

use std::path::Path;
use std::sync::Arc;

use super::fill::{OnDamage, fill};
use super::folder::{format_of, journal_of};
use super::open::journal_disk;
use super::{Counters, LocalStore, OpenProgress, Shared};
use crate::domain::time::Moment;
use crate::store::disk::Disk;
use crate::store::engine::{Engine, MemoryEngine};
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::Reader;
use crate::store::settings::Settings;

/// Which state is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Until {
    /// The last one.
    #[default]
    Last,
    /// That after a commit.
    Seq(u64),
    /// That after the last commit that was made at a moment or before it.
    Time(Moment),
}

impl Until {
    /// The commit after which the state is wanted.
    ///
    /// # Errors
    /// [`StoreError::TooOld`] when nothing that old is kept; when the journal can't be read.
    pub(in crate::store) fn seq(self, reader: &Reader) -> Result<u64> {
        match self {
            Self::Last => reader.last_hint(),
            Self::Seq(seq) => Ok(seq.min(reader.last_hint()?)),
            Self::Time(moment) => {
                let first = reader.segments()?.first().copied().unwrap_or(1);
                match reader.last_until(moment)? {
                    0 if first > 1 => Err(StoreError::TooOld { oldest: first }),
                    seq => Ok(seq),
                }
            }
        }
    }
}

/// An engine to hold a state while it is looked at.
pub(super) fn scratch() -> Arc<dyn Engine> {
    Arc::new(MemoryEngine::default())
}

impl LocalStore {
    /// The state of a data folder or a backup as it was, for reading only. It takes no lock: somebody may be working with
    /// the folder meanwhile.
    ///
    /// # Errors
    /// [`StoreError::TooOld`] when the state is not kept any more, [`StoreError::Damaged`] when commits it needs can't be
    /// read; [`StoreError::NotAStore`] and [`StoreError::TooNew`] as [`LocalStore::open`].
    pub fn past(data: &Path, until: Until, progress: &mut dyn FnMut(OpenProgress)) -> Result<Self> {
        Self::still(data, until, ReadOnly::Past, progress)
    }

    pub(super) fn still(
        data: &Path,
        until: Until,
        why: ReadOnly,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Self> {
        format_of(data)?;
        let journal = journal_of(data);
        if !journal.is_dir() {
            return Err(StoreError::NotAStore { path: data.to_owned() });
        }
        let disk: Arc<dyn Disk> = journal_disk(&journal)?;
        let engine = scratch();
        let counters = Counters::new();
        let wanted = until.seq(&Reader::new(Arc::clone(&disk)))?;
        let seq = fill(engine.as_ref(), &counters, &disk, Some(wanted), OnDamage::Refuse, progress)?;
        let shared = Shared::new(engine, counters, disk, Settings::default(), seq);
        Ok(Self::read_only(shared, why, None, None))
    }
}
