//! The keeper: brings the engine to the disk, takes snapshots, removes what is not kept any more. It works beside the
//! writer and never holds anything that a reader or an operator's commit waits for.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::applied::Applied;
use super::compact::{Compacted, Pace};
use super::due::{self, Age, Due, Grown, Look};
use super::{LocalStore, Shared, compact, fill, proof};
use crate::domain::time::Moment;
use crate::store::codec;
use crate::store::disk::Disk;
use crate::store::engine::Walk;
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::{Entry, Reader, note_first, pack, segment_name};
use crate::store::key::Key;
use crate::store::priority::{Rank, give_way};
use crate::store::settings::Settings;
use crate::store::snapshot::{self, Foot, Snapshot};
use crate::store::tables::Table;

/// Records of one step of the walk: the engine is let go between steps.
const STEP: usize = 1000;
/// So often the keeper looks for itself. Nobody works when nothing was written for so long.
const TURN: Duration = Duration::from_secs(60);
/// And the first time so long after the store was opened: whoever opens it for a moment waits for nothing.
const FIRST: Duration = Duration::from_secs(10);
/// A snapshot that was due for its age and failed is tried again after so many turns.
const PATIENCE: u32 = 30;

/// What the writer tells the keeper.
#[derive(Default)]
pub(super) struct Upkeep {
    written: Mutex<Written>,
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

/// What the writer has brought into the journal.
#[derive(Clone, Copy, Debug, Default)]
struct Written {
    grown: Grown,
    /// When the last commit was made, of those that were made since the store was opened.
    last: Option<Moment>,
    /// When the last commit before the newest snapshot was made, and which one that was; 0 without a snapshot.
    snapshot: (Option<Moment>, u64),
    closing: bool,
}

impl Upkeep {
    /// Notes that the journal has grown, by a commit of this moment. The keeper is woken only when there is something to do:
    /// it would cost each group of commits a switch to another thread.
    pub(super) fn grown(&self, bytes: u64, at: Option<Moment>, settings: &Settings, live: u64) {
        let mut written = self.written();
        let grown = &mut written.grown;
        grown.since_checkpoint += bytes;
        grown.since_snapshot += bytes;
        grown.since_rest += bytes;
        let is_due = due::is_grown(settings, live, grown);
        written.last = at.or(written.last);
        drop(written);
        if is_due {
            self.wake.notify_one();
        }
    }

    /// Bytes by which the journal has grown since the store was opened, or since the engine was made compact at rest.
    pub(super) fn grown_since_rest(&self) -> u64 {
        self.written().grown.since_rest
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    pub(super) fn close(&self) {
        self.closing.store(true, Ordering::Release);
        self.written().closing = true;
        self.wake.notify_one();
    }
}

pub(super) struct Keeper {
    shared: Arc<Shared>,
    /// When the last commit was made before the store was opened, once somebody has asked.
    found_at: Option<Moment>,
    /// So many turns pass before the age of the snapshot is looked at again.
    patience: u32,
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
        let (behind, snapshot_to) = foot.map_or((0, 0), |foot| (foot.from, foot.to));
        let bytes = bytes_behind(shared.disk.as_ref(), reader, behind).unwrap_or_default();
        let mut written = shared.upkeep.written();
        written.grown.since_snapshot = bytes;
        written.snapshot = (snapshot_at, snapshot_to);
        drop(written);
        Self { shared, found_at: None, patience: 0 }
    }

    pub(super) fn run(mut self) {
        give_way(Rank::Background);
        let mut pause = FIRST;
        while let Some(look) = self.wait(pause) {
            pause = TURN;
            let due = self.decide(look);
            self.work(due);
        }
    }

    fn work(&mut self, due: Due) {
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
                Ok(_) => {}
                // It is begun again when the store is open for longer.
                Err(_) if self.shared.upkeep.is_closing() => {}
                Err(error) => {
                    tracing::error!(%error, "no snapshot could be taken");
                    self.try_again_later();
                }
            }
        }
    }

    /// Waits until there is something to look at, for so long at most; `None` when the store closes.
    fn wait(&self, pause: Duration) -> Option<Look> {
        let upkeep = &self.shared.upkeep;
        let settings = &self.shared.settings;
        let mut written = upkeep.written();
        let before = written.grown.since_rest;
        loop {
            if written.closing {
                return None;
            }
            if due::is_grown(settings, self.shared.counters.bytes(), &written.grown) {
                return Some(Look::Woken);
            }
            let waited = upkeep.wake.wait_timeout(written, pause);
            let timeout;
            (written, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            if timeout.timed_out() && !written.closing {
                let is_rest = pause == TURN && before > 0 && written.grown.since_rest == before;
                return Some(if is_rest { Look::Rest } else { Look::Turn });
            }
        }
    }

    /// What is due now; whatever is done for it counts from here.
    pub(super) fn decide(&mut self, look: Look) -> Due {
        let Written { grown, .. } = *self.shared.upkeep.written();
        let (shared, live) = (Arc::clone(&self.shared), self.shared.counters.bytes());
        if look != Look::Woken {
            self.patience = self.patience.saturating_sub(1);
        }
        let due = due::due(&shared.settings, live, &grown, look, || self.age());
        let mut written = shared.upkeep.written();
        // Bytes that have come meanwhile stay.
        let less = |since: &mut u64, by: u64| *since = since.saturating_sub(by);
        if due.checkpoint {
            less(&mut written.grown.since_checkpoint, grown.since_checkpoint);
        }
        if due.snapshot {
            less(&mut written.grown.since_snapshot, grown.since_snapshot);
        }
        if due.rest {
            less(&mut written.grown.since_rest, grown.since_rest);
        }
        due
    }

    fn age(&mut self) -> Age {
        let (shared, applied) = (&self.shared, self.shared.applied.load(Ordering::Acquire));
        if self.patience > 0 {
            return Age::default();
        }
        let Written { last, snapshot: (snapshot, to), .. } = *shared.upkeep.written();
        if last.is_none() && self.found_at.is_none() {
            self.found_at = at(&shared.reader, applied);
        }
        Age { snapshot, last: last.or(self.found_at), is_behind: applied > to }
    }

    /// A snapshot that failed is tried again at the next checkpoint, or after a while.
    fn try_again_later(&mut self) {
        let settings = &self.shared.settings;
        let due = due::worth_a_snapshot(settings, self.shared.counters.bytes());
        let later = due.saturating_sub(settings.checkpoint_bytes.max(1));
        let grown = &mut self.shared.upkeep.written().grown;
        grown.since_snapshot = grown.since_snapshot.max(later);
        self.patience = PATIENCE;
    }
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
    {
        let (made, to) = &mut shared.upkeep.written().snapshot;
        (*made, *to) = (foot.made().or(*made), foot.to);
    }
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
    // Of a commit that is lost, or that a repair has gone on behind, the engine knows.
    let known = Applied::known(shared.engine().as_ref()).ok().filter(|known| known.from == to);
    let mark = entry.as_ref().map(Entry::mark).or(known.map(|known| known.mark)).unwrap_or_default();
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
    // A clock may have been ahead for a while: what is young by the present one stays. The snapshot that was just written bears its
    // time.
    let now = snapshots.last().and_then(|newest| disk.written_at(&snapshot::name(*newest)));
    let last = now.map_or(last, |now| last.min(now));
    let since = last.plus_millis(-i64::from(days).saturating_mul(86_400_000));
    let segments = shared.reader.segments()?;
    let old = segments.iter().skip(1).take_while(|next| {
        // Made before the first commit of the next segment, so older than it.
        let is_old = at(&shared.reader, **next).is_some_and(|at| at < since);
        is_old && next.saturating_sub(1) <= *oldest
    });
    let count = old.count();
    let Some(first) = segments.get(count).filter(|_| count > 0) else { return Ok(()) };
    // An engine that fails is opened again as it was at the last checkpoint, and must find what comes behind that.
    shared.engine().checkpoint()?;
    // Before they go: whoever misses them is told that nobody has lost them.
    note_first(disk, *first)?;
    for segment in segments.iter().take(count) {
        let name = segment_name(*segment);
        disk.remove(&name).map_err(StoreError::io(disk.path(&name)))?;
    }
    Ok(())
}
