//! The keeper: brings the engine to the disk, takes snapshots, removes what is not kept any more. It works beside the
//! writer and never holds anything that a reader or an operator's commit waits for.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::compact::{Compacted, Pace};
use super::{LocalStore, Shared, compact, fill, proof};
use crate::domain::time::Moment;
use crate::store::codec;
use crate::store::disk::Disk;
use crate::store::engine::Walk;
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::{Entry, Reader, pack, segment_name};
use crate::store::key::Key;
use crate::store::priority::{Rank, give_way};
use crate::store::settings::Settings;
use crate::store::snapshot::{self, Foot, Snapshot};
use crate::store::tables::Table;

/// Records of one step of the walk: the engine is let go between steps.
const STEP: usize = 1000;
/// Nobody works when nothing was written for so long.
const REST: Duration = Duration::from_secs(60);

/// What the writer tells the keeper.
#[derive(Default)]
pub(super) struct Upkeep {
    grown: Mutex<Grown>,
    wake: Condvar,
    closing: AtomicBool,
    /// What the engine came to when it was made compact last.
    pub(super) compacted: Mutex<Option<Compacted>>,
    /// Held while a snapshot is taken: there is one at a time.
    snapshot: Mutex<()>,
    /// Held while the engine is made compact: there is one copy at a time.
    pub(super) compacting: Mutex<()>,
    /// Held while segments are packed: one thread at a time.
    packing: Mutex<()>,
}

/// Bytes by which the journal has grown.
#[derive(Clone, Copy, Debug, Default)]
struct Grown {
    since_checkpoint: u64,
    since_snapshot: u64,
    /// Since the engine was made compact at rest.
    since_rest: u64,
    closing: bool,
}

impl Upkeep {
    /// Notes that the journal has grown. The keeper is woken only when there is something to do: it would cost each
    /// group of commits a switch to another thread.
    pub(super) fn grown(&self, bytes: u64, settings: &Settings, live: u64) {
        let mut grown = self.grown.lock().unwrap_or_else(PoisonError::into_inner);
        grown.since_checkpoint += bytes;
        grown.since_snapshot += bytes;
        grown.since_rest += bytes;
        let is_due = grown.since_checkpoint >= settings.checkpoint_bytes
            || grown.since_snapshot >= worth_a_snapshot(settings, live);
        drop(grown);
        if is_due {
            self.wake.notify_one();
        }
    }

    /// Bytes by which the journal has grown since the store was opened, or since the engine was made compact at rest.
    pub(super) fn grown_since_rest(&self) -> u64 {
        self.grown.lock().unwrap_or_else(PoisonError::into_inner).since_rest
    }

    pub(super) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    pub(super) fn close(&self) {
        self.closing.store(true, Ordering::Release);
        self.grown.lock().unwrap_or_else(PoisonError::into_inner).closing = true;
        self.wake.notify_one();
    }
}

pub(super) struct Keeper {
    shared: Arc<Shared>,
    /// When the last commit before the newest snapshot was made.
    snapshot_at: Option<Moment>,
}

impl Keeper {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let newest = snapshot::list(shared.disk.as_ref()).ok().and_then(|all| all.last().copied());
        let foot =
            newest.and_then(|from| Some(Snapshot::open(shared.disk.as_ref(), from).ok()?.foot().clone()));
        let reader = &shared.reader;
        // Without a snapshot the time is counted from the oldest commit that is there.
        let snapshot_at = match &foot {
            Some(foot) => foot.made(),
            None => at(reader, reader.segments().ok().and_then(|all| all.first().copied()).unwrap_or(1)),
        };
        let behind = foot.map_or(0, |foot| foot.from);
        let bytes = bytes_behind(shared.disk.as_ref(), reader, behind).unwrap_or_default();
        shared.upkeep.grown.lock().unwrap_or_else(PoisonError::into_inner).since_snapshot = bytes;
        Self { shared, snapshot_at }
    }

    pub(super) fn run(mut self) {
        give_way(Rank::Background);
        while let Some(due) = self.wait() {
            if due.checkpoint
                && let Err(error) = self.shared.engine().checkpoint()
            {
                // The writer finds out for itself when the engine has failed.
                tracing::error!(%error, "the engine could not be brought to the disk");
            }
            if due.checkpoint
                && let Err(error) = pack_closed(&self.shared)
            {
                tracing::warn!(%error, "a segment could not be packed");
            }
            let pace = if due.rest { Pace::AtRest } else { Pace::AtWork };
            if due.checkpoint
                && let Err(error) =
                    compact::compact_if_too_large(&self.shared, pace, &mut |_| ControlFlow::Continue(()))
            {
                tracing::warn!(%error, "the engine could not be made compact");
            }
            if due.snapshot {
                match take_snapshot(&self.shared) {
                    Ok(foot) => self.snapshot_at = foot.made().or(self.snapshot_at),
                    Err(error) => {
                        tracing::error!(%error, "no snapshot could be taken");
                        self.try_again_later();
                    }
                }
            }
        }
    }

    /// Waits until something is due; `None` when the store closes.
    fn wait(&self) -> Option<Due> {
        let upkeep = &self.shared.upkeep;
        let settings = &self.shared.settings;
        let mut grown = upkeep.grown.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if grown.closing {
                return None;
            }
            let mut due = Due {
                checkpoint: grown.since_checkpoint >= settings.checkpoint_bytes,
                snapshot: grown.since_snapshot >= worth_a_snapshot(settings, self.shared.counters.bytes()),
                rest: false,
            };
            if due.checkpoint && !due.snapshot {
                // Looked at now and then only: it costs a look into the journal.
                due.snapshot = self.is_old(settings.snapshot_hours);
            }
            if due.checkpoint || due.snapshot {
                grown.since_checkpoint = 0;
                if due.snapshot {
                    grown.since_snapshot = 0;
                }
                return Some(due);
            }
            let before = grown.since_rest;
            let waited = upkeep.wake.wait_timeout(grown, REST);
            let timeout;
            (grown, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            if timeout.timed_out() && before > 0 && grown.since_rest == before && !grown.closing {
                grown.since_rest = 0;
                grown.since_checkpoint = 0;
                return Some(Due { checkpoint: true, snapshot: false, rest: true });
            }
        }
    }

    /// A snapshot that failed is tried again at the next checkpoint.
    fn try_again_later(&self) {
        let settings = &self.shared.settings;
        let due = worth_a_snapshot(settings, self.shared.counters.bytes());
        let mut grown = self.shared.upkeep.grown.lock().unwrap_or_else(PoisonError::into_inner);
        let later = due.saturating_sub(settings.checkpoint_bytes.max(1));
        grown.since_snapshot = grown.since_snapshot.max(later);
    }

    fn is_old(&self, hours: u32) -> bool {
        let last = at(&self.shared.reader, self.shared.applied.load(Ordering::Acquire));
        match (hours, self.snapshot_at, last) {
            (1.., Some(before), Some(last)) => {
                last.millis().saturating_sub(before.millis()) >= i64::from(hours) * 3_600_000
            }
            _ => false,
        }
    }
}

/// By how many bytes the journal must have grown, over a base with so many bytes of keys and values, before another snapshot
/// spares enough of it. A snapshot comes to about a seventh of them; one as large as the journal before it would spare nothing.
fn worth_a_snapshot(settings: &Settings, live: u64) -> u64 {
    settings.snapshot_bytes.max(live / 4)
}

struct Due {
    checkpoint: bool,
    snapshot: bool,
    /// Nobody works: there is time for what costs more.
    rest: bool,
}

fn at(reader: &Reader, seq: u64) -> Option<Moment> {
    reader.entry(seq).ok().flatten().map(|entry| entry.origin.at)
}

/// Bytes of the segments with commits behind `seq`.
fn bytes_behind(disk: &dyn Disk, reader: &Reader, seq: u64) -> Result<u64> {
    let segments = reader.segments()?;
    let begin = segments.iter().rfind(|first| **first <= seq + 1).copied().unwrap_or_default();
    let behind = segments.iter().filter(|first| **first >= begin);
    Ok(behind.map(|first| disk.len(&segment_name(*first)).unwrap_or_default()).sum())
}

impl LocalStore {
    /// Takes a snapshot now, while work goes on, and removes what is not kept any more.
    ///
    /// # Errors
    /// When the disk has too little room or can't be written, and when a record can't be read: then there is no snapshot
    /// and nothing is removed.
    pub fn take_snapshot(&self) -> Result<Foot> {
        match self.read_only {
            Some(why) => Err(StoreError::ReadOnly(why)),
            None => take_snapshot(&self.shared),
        }
    }

    /// Brings the engine to the disk.
    ///
    /// # Errors
    /// When it can't be.
    pub fn checkpoint(&self) -> Result<()> {
        self.shared.engine().checkpoint()
    }
}

fn take_snapshot(shared: &Shared) -> Result<Foot> {
    let _one = shared.upkeep.snapshot.lock().unwrap_or_else(PoisonError::into_inner);
    let disk = &shared.disk;
    let from = shared.applied.load(Ordering::Acquire);
    let mut present = None;
    for known in snapshot::list(disk.as_ref())? {
        match fill::sound(disk.as_ref(), &shared.reader, known, u64::MAX) {
            Ok(foot) if known == from => present = foot,
            Ok(_) => {}
            Err(StoreError::Damaged { what: proof::APART, .. }) => {
                // Whose it is nobody here can tell.
                snapshot::put_aside(disk.as_ref(), &snapshot::name(known))?;
            }
            Err(StoreError::Damaged { .. }) => {
                // It is good for nothing, and must not count as one of those that are kept.
                let name = snapshot::name(known);
                disk.remove(&name).map_err(StoreError::io(disk.path(&name)))?;
            }
            Err(error) => return Err(error),
        }
    }
    if let Some(foot) = present {
        return Ok(foot);
    }
    let written = write(shared, from);
    if written.is_err() {
        // What there is of it takes room for nothing; failing to remove it is no new failure.
        let _ = snapshot::remove_parts(disk.as_ref());
    }
    let foot = written?;
    Snapshot::open(disk.as_ref(), from)?.each(&mut |_, _, _| Ok(()))?;
    forget(shared)?;
    Ok(foot)
}

/// Writes the records as a walk through the engine finds them.
fn write(shared: &Shared, from: u64) -> Result<Foot> {
    let mut writer = snapshot::Writer::begin(Arc::clone(&shared.disk), from)?;
    write_records(shared, &mut writer)?;
    // Whatever the walk has met was in the journal before it was in the engine.
    let to = shared.durable.load(Ordering::Acquire);
    let entry = shared.reader.entry(to).ok().flatten();
    let mark = entry.as_ref().map(Entry::mark).unwrap_or_default();
    let at = entry.map(|entry| entry.origin.at).or_else(|| last_known(shared.disk.as_ref(), &shared.reader));
    writer.finish(to, at.unwrap_or(Moment::from_millis(0)), mark, shared.counters.snapshot())
}

/// When the last commit was made that can be read, or that a snapshot knows of: the journal may have lost its end, or have
/// been begun anew.
pub(super) fn last_known(disk: &dyn Disk, reader: &Reader) -> Option<Moment> {
    let foot = |from: u64| Snapshot::open(disk, from).ok()?.foot().made();
    let told = snapshot::list(disk).unwrap_or_default().into_iter().filter_map(foot).max();
    // From the end of each file, the newest one first: one that was just begun has none.
    let segments = reader.segments().unwrap_or_default();
    let ends = segments.iter().skip(1).map(|next| next.saturating_sub(1));
    let ends: Vec<u64> = ends.chain(reader.last_hint().ok()).collect();
    let read = ends.into_iter().rev().find_map(|seq| at(reader, seq));
    told.max(read)
}

pub(super) fn write_records(shared: &Shared, writer: &mut snapshot::Writer) -> Result<()> {
    for table in Table::ALL {
        let prefix = Key::new(table.tag());
        let end = prefix.prefix_end();
        let mut from = prefix.as_bytes().to_vec();
        loop {
            let room = shared.disk.room().map_or(u64::MAX, |room| room.bytes);
            if room < shared.settings.reserve {
                return Err(StoreError::NoRoom { free: room, reserve: shared.settings.reserve });
            }
            if shared.upkeep.is_closing() {
                return Err(StoreError::ReadOnly(ReadOnly::Past));
            }
            let mut step: Vec<(Vec<u8>, Vec<u8>)> = Vec::with_capacity(STEP);
            shared.engine().range(&from, end.as_ref().map(Key::as_bytes), Walk::Up, &mut |key, value| {
                step.push((key.to_vec(), value.to_vec()));
                if step.len() < STEP { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            for (key, value) in &step {
                // What can't be taken apart must not become the truth.
                if codec::split_revision(value).is_none() {
                    return Err(StoreError::Record { table, what: "it is too short".into() });
                }
                writer.put(key, value)?;
            }
            match step.pop() {
                Some((mut last, _)) if step.len() + 1 == STEP => {
                    last.push(0);
                    from = last;
                }
                _ => break,
            }
        }
    }
    Ok(())
}

/// Makes closed segments of the journal smaller: single commits of operators take a frame each when they are written.
pub(super) fn pack_closed(shared: &Shared) -> Result<()> {
    let _one = shared.upkeep.packing.lock().unwrap_or_else(PoisonError::into_inner);
    let segments = shared.reader.segments()?;
    let closing = || shared.upkeep.is_closing();
    let room = || shared.disk.room().map_or(u64::MAX, |room| room.bytes);
    for segment in segments.iter().rev().skip(1) {
        if closing() || room() < shared.settings.reserve.saturating_mul(2) {
            break;
        }
        // What is packed was packed in order: the ones before it are, too.
        if !pack(&shared.disk, *segment, &closing)? {
            break;
        }
    }
    Ok(())
}

/// Removes old snapshots, and the history that is not kept any more; never what the oldest snapshot left needs.
fn forget(shared: &Shared) -> Result<()> {
    let disk = shared.disk.as_ref();
    let snapshots = snapshot::list(disk)?;
    let kept = usize::try_from(shared.settings.keep_snapshots.max(1)).unwrap_or(usize::MAX);
    let gone = snapshots.len().saturating_sub(kept);
    for from in snapshots.iter().take(gone) {
        let name = snapshot::name(*from);
        disk.remove(&name).map_err(StoreError::io(disk.path(&name)))?;
    }
    let (Some(days), Some(oldest)) = (shared.settings.keep_days, snapshots.get(gone)) else { return Ok(()) };
    let Some(last) = at(&shared.reader, shared.applied.load(Ordering::Acquire)) else { return Ok(()) };
    let since = last.plus_millis(-i64::from(days).saturating_mul(86_400_000));
    let segments = shared.reader.segments()?;
    for (segment, next) in segments.iter().zip(segments.iter().skip(1)) {
        // Made before the first commit of the next segment, so older than it.
        let is_old = at(&shared.reader, *next).is_some_and(|at| at < since);
        if !is_old || next.saturating_sub(1) > *oldest {
            break;
        }
        let name = segment_name(*segment);
        disk.remove(&name).map_err(StoreError::io(disk.path(&name)))?;
    }
    Ok(())
}
