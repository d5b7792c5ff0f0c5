//! States of the past, and of folders that can't be written to: made from snapshot and journal, for reading only.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::fill::{OnDamage, fill, sound};
use super::folder::{SCRATCH_PREFIX, journal_of};
use super::format::{format_of, refuse_a_lost_base};
use super::open::journal_disk;
use super::proof::{by_files, by_folder};
use super::reach::{nearest, reaches};
use super::rebuild::end_of_journal;
use super::{Counters, Doubt, LocalStore, OpenProgress, Shared};
use crate::domain::time::Moment;
use crate::store::disk::Disk;
use crate::store::engine::{Batch, Engine, LmdbEngine, MemoryEngine, Visit, Walk};
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::{Damage, Reader, changed_since_repair, is_known, known, segment_name};
use crate::store::settings::Settings;
use crate::store::snapshot;

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

/// The commit after which the state is wanted, whether it can be had or not: commits at the end that are only known to have been
/// made count. `proven` is what [`by_files`] says, looked up before the `end` of the journal: somebody may be at work.
///
/// # Errors
/// [`StoreError::BeforeFirst`] when there was nothing yet, [`StoreError::TooOld`] when nothing that old is kept,
/// [`StoreError::NoSuchCommit`]; when the journal can't be read.
pub(in crate::store) fn goal(until: Until, proven: u64, reader: &Reader, end: u64) -> Result<u64> {
    let last = proven.max(end);
    match until {
        Until::Last => Ok(last),
        Until::Seq(0) => before_all(reader),
        Until::Seq(seq) if seq > last => Err(StoreError::NoSuchCommit { last }),
        Until::Seq(seq) => Ok(seq),
        Until::Time(moment) => match reader.last_until(moment)? {
            // Those that are lost may be of that time, too.
            seq if seq == end && last > end => Ok(end + 1),
            0 => before_all(reader),
            seq => Ok(seq),
        },
    }
}

/// Before the first commit there was nothing; only where there never was any, that is a state.
fn before_all(reader: &Reader) -> Result<u64> {
    match reader.segments()?.first().copied().unwrap_or(1) {
        1 => match reader.entry(1)? {
            Some(entry) => Err(StoreError::BeforeFirst { first: entry.origin.at }),
            None => Ok(0),
        },
        oldest => Err(StoreError::TooOld { oldest }),
    }
}

/// An engine to hold a state while it is looked at: in a folder of its own beside the data, which goes with it; in memory
/// where no folder can be made.
pub(super) fn scratch(data: Option<&Path>) -> Arc<dyn Engine> {
    let Some(data) = data else { return Arc::new(MemoryEngine::default()) };
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let folder = data.join(format!("{SCRATCH_PREFIX}{}-{number}", std::process::id()));
    match LmdbEngine::open(&folder) {
        Ok(engine) => Arc::new(Scratch { engine: Some(engine), folder }),
        Err(error) => {
            tracing::info!(%error, "a state is looked at in memory");
            // On a full disk it may have been begun.
            let _ = std::fs::remove_dir_all(&folder);
            Arc::new(MemoryEngine::default())
        }
    }
}

/// An engine that is gone, with its folder, when nobody looks at it any more.
struct Scratch {
    /// `None` only while it is dropped.
    engine: Option<LmdbEngine>,
    folder: PathBuf,
}

impl Scratch {
    fn engine(&self) -> Result<&LmdbEngine> {
        self.engine.as_ref().ok_or_else(|| StoreError::Engine("it is gone".into()))
    }
}

impl Engine for Scratch {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.engine()?.get(key)
    }

    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        self.engine()?.range(from, to, walk, visit)
    }

    fn apply(&self, batch: Batch) -> Result<()> {
        self.engine()?.apply(batch)
    }

    /// Nothing of it is to last.
    fn checkpoint(&self) -> Result<()> {
        Ok(())
    }

    fn size(&self) -> u64 {
        self.engine.as_ref().map_or(0, Engine::size)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.engine = None;
        // What stays is removed by the next opening of the data.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Fills an engine with the state after a commit.
fn made(
    engine: Arc<dyn Engine>,
    disk: &Arc<dyn Disk>,
    wanted: u64,
    progress: &mut dyn FnMut(OpenProgress),
) -> Result<(Arc<dyn Engine>, Counters, u64)> {
    let counters = Counters::new();
    let seq = fill(engine.as_ref(), &counters, disk, Some(wanted), OnDamage::Refuse, progress)?;
    if seq < wanted {
        // The end is lost.
        let what = "commits are missing";
        return Err(StoreError::Damaged { segment: segment_name(seq + 1), offset: 0, what });
    }
    Ok((engine, counters, seq))
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

    /// Why the state of a folder that is wanted can't be had, when damage of its journal is the reason: with the nearest
    /// states that can.
    ///
    /// # Errors
    /// When the folder can't be read at all.
    pub fn unreachable(data: &Path, until: Until) -> Result<StoreError> {
        let disk: Arc<dyn Disk> = journal_disk(&journal_of(data))?;
        let reader = Reader::new(Arc::clone(&disk));
        let proven = by_files(disk.as_ref())?;
        let wanted = goal(until, proven, &reader, reader.last_hint()?)?;
        let Doubt { damages, last, .. } = Doubt::survey(&reader)?;
        let mut feet = Vec::new();
        for from in snapshot::list(disk.as_ref())? {
            // Those that can't be read lead nowhere, nor do those of another journal.
            feet.extend(sound(disk.as_ref(), &reader, from, u64::MAX).ok().flatten());
        }
        let first = reader.segments()?.first().copied();
        let nearest = nearest(&reaches(first, last, &damages, &feet), wanted);
        let known = known(disk.as_ref());
        let is_short = wanted > last && feet.iter().all(|foot| foot.to < wanted);
        let known = damages.iter().all(|damage| is_known(&known, damage));
        Ok(StoreError::Unreachable { wanted, nearest, known: known && !is_short })
    }

    pub(super) fn still(
        data: &Path,
        until: Until,
        why: ReadOnly,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Self> {
        refuse_a_lost_base(data)?;
        format_of(data)?;
        let journal = journal_of(data);
        if !journal.is_dir() {
            return Err(StoreError::NotAStore { path: data.to_owned() });
        }
        let disk: Arc<dyn Disk> = journal_disk(&journal)?;
        let reader = Reader::new(Arc::clone(&disk));
        let proven = by_files(disk.as_ref())?;
        let wanted = goal(until, proven, &reader, reader.last_hint()?)?;
        let mut made = made(scratch(Some(data)), &disk, wanted, progress);
        if matches!(made, Err(StoreError::Engine(_))) {
            // The disk has no room for it.
            made = self::made(scratch(None), &disk, wanted, progress);
        }
        let made = made.map_err(|error| match error {
            StoreError::Damaged { .. } => Self::unreachable(data, until).unwrap_or(error),
            error => error,
        });
        let (engine, counters, seq) = made?;
        let is_present = until == Until::Last && !matches!(why, ReadOnly::Past | ReadOnly::Backup);
        let doubt = if is_present { short(data, &disk, &reader, seq)? } else { None };
        let shared = Shared::new(engine, counters, disk, Settings::default(), seq);
        let mut store = Self::read_only(shared, why, None);
        store.is_stand_in = true;
        store.doubt = doubt;
        Ok(store)
    }
}

/// What opening for writing would be in doubt of, of a state that can be had: the journal ends before its last commit, or a file
/// has come back that a repair has gone on without.
fn short(data: &Path, disk: &Arc<dyn Disk>, reader: &Reader, held: u64) -> Result<Option<Doubt>> {
    let reached = by_folder(data, disk.as_ref())?.max(held);
    let last = end_of_journal(disk)?;
    let damages: Vec<Damage> = changed_since_repair(disk.as_ref())?.into_iter().collect();
    if reached <= last && damages.is_empty() {
        return Ok(None);
    }
    let lost = held < reached;
    Ok(Some(Doubt { damages, last: reader.last_hint()?, reached, held, lost, ..Doubt::default() }))
}
