//! Making an engine from the journal: from the newest snapshot that can be read, and the commits behind it.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::applied::Applied;
use super::plan::{View, plan};
use super::proof::{APART, Kinship, is_apart};
use super::{Counters, EngineKind, OpenProgress};
use crate::store::codec;
use crate::store::commit::Change;
use crate::store::disk::Disk;
use crate::store::engine::{Batch, Engine, LmdbEngine, MemoryEngine, SledEngine, WriteBehind};
use crate::store::error::{Result, StoreError};
use crate::store::journal::{Entry, Found, Mark, Reader, RecordChange};
use crate::store::key::Key;
use crate::store::snapshot::{self, Foot, Snapshot};
use crate::store::tables::{Revision, Table, index_of};

/// An engine is filled in batches of about so many changes.
const BATCH: usize = 4000;

/// Opens an engine of a kind in a folder, or makes a new one there.
pub(super) fn open_engine(kind: EngineKind, folder: &Path) -> Result<Arc<dyn Engine>> {
    Ok(match kind {
        EngineKind::Sled => Arc::new(WriteBehind::over(SledEngine::open(folder)?)?),
        EngineKind::Lmdb => Arc::new(LmdbEngine::open(folder)?),
        EngineKind::Memory => Arc::new(MemoryEngine::default()),
    })
}

/// Brings an engine up to the journal, commit by commit.
pub(super) struct Filler<'a> {
    engine: &'a dyn Engine,
    counters: &'a Counters,
    batch: Batch,
    /// The last commit that is in the engine or in the batch.
    seq: u64,
    /// Its fingerprint.
    mark: Mark,
    /// The last commit of which the engine says that it has it.
    noted: u64,
    /// Up to this commit the engine may hold records of later ones: what is new must be looked for all the same.
    fuzzy_until: u64,
    count: u64,
}

impl<'a> Filler<'a> {
    /// Fills an engine that holds everything up to the commit `seq`.
    pub(super) fn new(engine: &'a dyn Engine, counters: &'a Counters, seq: u64) -> Self {
        let (batch, mark) = (Batch::default(), Mark::NONE);
        Self { engine, counters, batch, seq, mark, noted: seq, fuzzy_until: 0, count: 0 }
    }

    /// As [`Filler::new`], for an engine that may hold records of commits up to `fuzzy_until`.
    pub(super) fn fuzzy(engine: &'a dyn Engine, counters: &'a Counters, seq: u64, fuzzy_until: u64) -> Self {
        Self { fuzzy_until, ..Self::new(engine, counters, seq) }
    }

    /// Takes the records of a snapshot. The engine must be empty.
    pub(super) fn load(
        &mut self,
        snapshot: &Snapshot<'_>,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<()> {
        let Foot { from, to, mark, counters, .. } = snapshot.foot();
        self.counters.raise(counters);
        let total = snapshot.size();
        snapshot.each(&mut |key, value, read| {
            let (_, record) = codec::split_revision(value).ok_or_else(|| too_short(key))?;
            let mut index = index_of(table_of(key)?, record)?;
            index.sort_unstable();
            index.dedup();
            let bytes = key.len() + value.len() + index.iter().map(|key| key.as_bytes().len()).sum::<usize>();
            self.counters.grow(i64::try_from(bytes).unwrap_or(i64::MAX));
            for entry in index {
                self.batch.put(entry, Vec::new());
            }
            self.batch.put(Key::from_bytes(key), value.to_vec());
            self.count += 1;
            if self.count.is_multiple_of(4096) {
                progress(OpenProgress::Rebuilding { done: read, total });
            }
            // How far the engine has come is said when all of it is there.
            if self.batch.len() >= BATCH {
                self.engine.apply(std::mem::take(&mut self.batch))
            } else {
                Ok(())
            }
        })?;
        (self.seq, self.fuzzy_until) = (*from, *to);
        // Of the commit it was begun after nobody knows, unless it was finished after the same.
        self.mark = if from == to { *mark } else { Mark::NONE };
        self.flush()
    }

    /// Takes the next commit.
    pub(super) fn take(&mut self, entry: Entry) -> Result<()> {
        // A record may be changed again within the batch: what it replaces must be in the engine by then.
        if self.batch.len() >= BATCH || self.touches(&entry) {
            self.flush()?;
        }
        let (seq, mark) = (entry.seq, entry.mark());
        let mut changes = Vec::with_capacity(entry.changes.len());
        for RecordChange { table, key, id, value, previous } in entry.changes {
            self.counters.used(table, id);
            let index = value.as_deref().map(|value| index_of(table, value)).transpose()?.unwrap_or_default();
            let fresh = previous.0 == 0 && seq > self.fuzzy_until;
            changes.push(Change { table, key, id, value, index, fresh });
        }
        let view = View::of(self.engine);
        let changed = plan(&view, changes, Revision(seq))?;
        self.counters.grow(changed.grown);
        self.batch.append(changed.batch);
        (self.seq, self.mark) = (seq, mark);
        self.count += 1;
        Ok(())
    }

    fn touches(&self, entry: &Entry) -> bool {
        !self.batch.is_empty()
            && entry.changes.iter().any(|change| {
                // New records can't be in the batch already; only changed ones need the look.
                (change.previous.0 != 0 || entry.seq <= self.fuzzy_until)
                    && self.batch.changes().any(|(key, _)| *key == change.key)
            })
    }

    /// Takes the commits of the journal that are not in the engine yet, up to `until`, and puts them there. Returns the last
    /// commit the engine has then.
    pub(super) fn replay(mut self, reader: &Reader, until: u64) -> Result<u64> {
        if self.seq < until {
            reader.try_each_after(self.seq, &mut |entry| {
                let is_last = entry.seq >= until;
                self.take(entry)?;
                Ok(if is_last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })?;
        }
        self.flush()?;
        Ok(self.seq)
    }

    /// Puts what was taken into the engine.
    pub(super) fn flush(&mut self) -> Result<()> {
        if self.batch.is_empty() && self.seq == self.noted {
            return Ok(());
        }
        let mut batch = std::mem::take(&mut self.batch);
        Applied::note(&mut batch, self.seq, self.mark, self.counters);
        self.engine.apply(batch)?;
        self.noted = self.seq;
        Ok(())
    }

    pub(super) fn seq(&self) -> u64 {
        self.seq
    }
}

fn table_of(key: &[u8]) -> Result<Table> {
    key.first()
        .and_then(|tag| Table::from_tag(*tag))
        .ok_or_else(|| StoreError::Engine("a snapshot holds a table this release does not know".into()))
}

fn too_short(key: &[u8]) -> StoreError {
    match table_of(key) {
        Ok(table) => StoreError::Record { table, what: "it is too short".into() },
        Err(error) => error,
    }
}

/// What to make of damage while filling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnDamage {
    /// Fail and name it.
    Refuse,
    /// Leave out what can't be read.
    Skip,
}

/// Fills an empty engine with the state after the commit `until`, or the last one. Returns the last commit in it.
///
/// # Errors
/// [`StoreError::Damaged`] when commits it needs can't be read (unless they are to be skipped),
/// [`StoreError::TooOld`] when they are not kept any more.
pub(super) fn fill(
    engine: &dyn Engine,
    counters: &Counters,
    disk: &Arc<dyn Disk>,
    until: Option<u64>,
    on_damage: OnDamage,
    progress: &mut dyn FnMut(OpenProgress),
) -> Result<u64> {
    let reader = Reader::new(Arc::clone(disk));
    let wanted = until.unwrap_or(u64::MAX);
    let mut filler = Filler::new(engine, counters, 0);
    progress(OpenProgress::Rebuilding { done: 0, total: 0 });
    if let Some(from) = newest_snapshot(disk.as_ref(), &reader, wanted)? {
        filler.load(&Snapshot::open(disk.as_ref(), from)?, progress)?;
    }
    let begin = filler.seq();
    let first = reader.segments()?.first().copied().unwrap_or(1);
    if until.is_some() && begin == 0 && first > 1 {
        let oldest = snapshot::list(disk.as_ref())?.first().copied().unwrap_or(first);
        return Err(StoreError::TooOld { oldest });
    }
    let last = reader.last_hint()?.min(wanted);
    let mut take = |entry: Entry| -> Result<ControlFlow<()>> {
        if entry.seq > wanted {
            return Ok(ControlFlow::Break(()));
        }
        let seq = entry.seq;
        filler.take(entry)?;
        if seq.is_multiple_of(1024) {
            let done = seq.saturating_sub(begin);
            progress(OpenProgress::Rebuilding { done, total: last.saturating_sub(begin).max(done) });
        }
        // What is behind it is of no account, whether it can be read or not.
        Ok(if seq == wanted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    };
    match on_damage {
        OnDamage::Refuse if begin < wanted => reader.try_each_after(begin, &mut take)?,
        OnDamage::Refuse => {}
        OnDamage::Skip => reader.scan(&mut |found| match found {
            Found::Entry(entry) if entry.seq > begin => take(entry).map(|_| ()),
            _ => Ok(()),
        })?,
    }
    filler.flush()?;
    Ok(filler.seq())
}

/// Reads a snapshot that was finished at a commit or before it to its end; `None` when it was finished later.
///
/// # Errors
/// [`StoreError::Damaged`] when it is not whole, or has come from other commits than those of the journal ([`APART`]); when the
/// disk can't be read.
pub(in crate::store) fn sound(
    disk: &dyn Disk,
    reader: &Reader,
    from: u64,
    until: u64,
) -> Result<Option<Foot>> {
    let snapshot = Snapshot::open(disk, from)?;
    if snapshot.foot().to > until {
        return Ok(None);
    }
    let apart = || StoreError::Damaged { segment: snapshot::name(from), offset: 0, what: APART };
    if is_apart(snapshot.foot(), reader)? {
        return Err(apart());
    }
    let mut kinship = Kinship::of_snapshot(reader, snapshot.foot())?;
    snapshot.each(&mut |key, value, _| {
        kinship.look(key, value);
        Ok(())
    })?;
    if kinship.is_strange()? { Err(apart()) } else { Ok(Some(snapshot.foot().clone())) }
}

/// The newest snapshot that was finished at a commit or before it, is whole, and has come from the commits of the journal.
///
/// # Errors
/// When the disk can't be read.
pub(super) fn newest_snapshot(disk: &dyn Disk, reader: &Reader, until: u64) -> Result<Option<u64>> {
    for from in snapshot::list(disk)?.into_iter().rev() {
        if from > until {
            continue;
        }
        // It is read once before it is trusted: a state of which half was loaded would have to be thrown away.
        match sound(disk, reader, from, until) {
            Ok(Some(_)) => return Ok(Some(from)),
            Ok(None) => {}
            Err(error @ StoreError::Damaged { .. }) => tracing::warn!(%error, "a snapshot is passed over"),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}
