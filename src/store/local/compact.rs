//! Another engine with the same state in place of one that has grown too large, while work goes on.
//!
//! The keeper copies all keys in their order into an engine of the same kind, brings it up to the journal, and hands it to
//! the writer, who lets it catch up with the last commits and goes on with it. Readers see the one or the other.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, PoisonError, TryLockError};
use std::time::Duration;

use super::applied::Applied;
use super::fill::{Filler, open_engine};
use super::{Counters, EngineKind, LocalStore, Shared};
use crate::store::engine::{Batch, Engine, Walk};
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::Mark;
use crate::store::key::Key;
use crate::store::tables::META_TAG;

/// While work goes on an engine is worth compacting when it is larger than its keys and values so many times, in tenths,
const TOO_LARGE_TENTHS: u64 = 18;
/// and larger by so many times what it may be at rest.
const SLACK_TIMES: u64 = 4;
/// What a compact engine comes to, by its keys and values, in tenths, as long as none was made: measured with generated bases.
fn compact_tenths(kind: EngineKind) -> u64 {
    match kind {
        EngineKind::Lmdb => 12,
        EngineKind::Sled | EngineKind::Memory => 15,
    }
}
/// After a load that has brought less than this into the journal the engine is left as it is, in bytes: the keeper will see
/// to it some day, and nobody waits for that.
const SMALL_LOAD: u64 = 2 * 1024 * 1024;
/// How often is looked whether another copy has come to its end.
const TURN: Duration = Duration::from_millis(20);
/// Keys of one step of the copy.
const STEP: usize = 1000;
/// Bytes of one step.
const STEP_BYTES: usize = 1024 * 1024;

/// What an engine came to when it was made compact.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compacted {
    /// Its size, in bytes.
    size: u64,
    /// Bytes of its keys and values.
    live: u64,
}

impl Compacted {
    /// What a compact engine of a kind with so many bytes of keys and values would come to.
    fn for_live(this: Option<Self>, kind: EngineKind, live: u64) -> u64 {
        let tenths = |n: u64| live.saturating_mul(n) / 10;
        match this {
            Some(Self { size, live: then }) if then > 0 => {
                let now = u128::from(size) * u128::from(live) / u128::from(then);
                u64::try_from(now).unwrap_or(u64::MAX)
            }
            _ => tenths(compact_tenths(kind)),
        }
    }
}

/// How much a smaller engine is worth now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// People work: it costs them.
    AtWork,
    /// Nothing was written for a while.
    AtRest,
}

/// How far a compact copy has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tidying {
    /// Bytes of keys and values that are copied.
    pub done: u64,
    /// Of how many; 0 while another copy is waited for.
    pub total: u64,
}

/// What came of making an engine compact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tidied {
    /// It is as it was: there was little to gain, or somebody works.
    Left,
    /// A compact one has taken its place.
    Replaced {
        /// Bytes on disk before.
        before: u64,
        /// And now.
        after: u64,
    },
    /// Whoever watched has put an end to it: it is as it was.
    Ended,
}

/// Is told how far a copy has come, and may put an end to it.
type Watch<'a> = &'a mut dyn FnMut(Tidying) -> ControlFlow<()>;

/// An engine that is to take the place of the present one.
pub(super) struct Switch {
    engine: Arc<dyn Engine>,
    path: PathBuf,
    /// The last commit it has.
    seq: u64,
    /// Gets the engine that was replaced, or the error.
    answer: SyncSender<Result<Arc<dyn Engine>>>,
}

impl Switch {
    pub(super) fn give_up(self) {
        let _ = self.answer.send(Err(StoreError::Engine("the engine has failed meanwhile".into())));
    }

    /// Brings the engine up to the commit `applied` and puts it in place. Only the writer may do this.
    pub(super) fn carry_out(self, shared: &Shared, applied: u64) {
        let result = self.carry(shared, applied);
        let _ = self.answer.send(result);
    }

    fn carry(&self, shared: &Shared, applied: u64) -> Result<Arc<dyn Engine>> {
        let Some(home) = &shared.home else {
            return Err(StoreError::Engine("the engine has no folder".into()));
        };
        replay(shared, self.engine.as_ref(), self.seq, self.seq)?;
        // Only the writer changes the engine in use, and that is who is here: what it says of itself is true of the copy.
        let mark = Applied::known(shared.engine().as_ref())?.mark;
        let mut last = Batch::default();
        Applied::note(&mut last, applied, mark, &shared.counters);
        self.engine.apply(last)?;
        // What it said of itself before counts only what was replayed: a process that is killed now must not leave that.
        self.engine.checkpoint()?;
        home.folder.name_engine(home.kind, &self.path)?;
        *home.path.lock().unwrap_or_else(PoisonError::into_inner) = self.path.clone();
        let mut slot = shared.engine.write().unwrap_or_else(PoisonError::into_inner);
        Ok(std::mem::replace(&mut *slot, shared.watched(Arc::clone(&self.engine))))
    }
}

/// Brings an engine that has the commit `seq`, and parts of those up to `fuzzy_until`, up to the journal; returns the last
/// commit it then has.
fn replay(shared: &Shared, engine: &dyn Engine, seq: u64, fuzzy_until: u64) -> Result<u64> {
    // The numbers that count are those of the engine in use: the copy becomes the same.
    let counters = Counters::new();
    let until = shared.durable.load(Ordering::Acquire);
    Filler::fuzzy(engine, &counters, seq, fuzzy_until).replay(&shared.reader, until)
}

impl LocalStore {
    /// Does now what the keeper does when nobody works for a minute: brings the engine to the disk, packs closed files of the
    /// journal, and replaces the engine by a compact one when it has grown too large. Says whether it was replaced.
    ///
    /// # Errors
    /// When the disk has too little room or fails: then everything is as it was.
    pub fn tidy(&self) -> Result<bool> {
        if let Some(why) = self.read_only {
            return Err(StoreError::ReadOnly(why));
        }
        self.shared.engine().checkpoint()?;
        super::keeper::pack_closed(&self.shared)?;
        compact_if_too_large(&self.shared, Pace::AtRest, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`LocalStore::tidy`], at the end of a load: an engine that was filled in no order is several times as large as it
    /// need be, and whoever loads does not wait for the minute of rest. Nothing is done after a small load, and none while
    /// commits wait; `watch` may put an end to it at any moment.
    ///
    /// # Errors
    /// As [`LocalStore::tidy`].
    pub fn tidy_after_load(&self, watch: Watch<'_>) -> Result<Tidied> {
        if self.read_only.is_some()
            || self.shared.upkeep.grown_since_rest() < SMALL_LOAD
            || self.shared.inbox.lock().unwrap_or_else(PoisonError::into_inner).is_busy()
        {
            return Ok(Tidied::Left);
        }
        let before = self.shared.engine().size();
        let mut is_ended = false;
        let tidied = compact_if_too_large(&self.shared, Pace::AtRest, &mut |tidying| {
            let flow = watch(tidying);
            is_ended |= flow.is_break();
            flow
        });
        match tidied {
            Err(_) if is_ended => Ok(Tidied::Ended),
            Ok(true) => Ok(Tidied::Replaced { before, after: self.shared.engine().size() }),
            other => other.map(|_| Tidied::Left),
        }
    }
}

/// Replaces the engine by a compact copy when it has grown too large; says whether it did.
pub(super) fn compact_if_too_large(shared: &Shared, pace: Pace, watch: Watch<'_>) -> Result<bool> {
    let _one = loop {
        match shared.upkeep.compacting.try_lock() {
            Ok(turn) => break turn,
            Err(TryLockError::Poisoned(turn)) => break turn.into_inner(),
            Err(TryLockError::WouldBlock) if watch(Tidying { done: 0, total: 0 }).is_break() => {
                return Err(StoreError::ReadOnly(ReadOnly::Past));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(TURN),
        }
    };
    // Whoever was here before may have done it.
    if is_too_large(shared, pace) { copy_into_new(shared, watch).map(|()| true) } else { Ok(false) }
}

/// Whether the engine takes much more room than it would when compact.
fn is_too_large(shared: &Shared, pace: Pace) -> bool {
    let live = shared.counters.bytes();
    let size = shared.engine().size();
    let compacted = *shared.upkeep.compacted.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(home) = &shared.home else { return false };
    let compact = Compacted::for_live(compacted, home.kind, live);
    let slack = shared.settings.slack_bytes;
    let bound = match pace {
        // What compacting did not make smaller the last time it will not make smaller now.
        Pace::AtWork => (live.saturating_mul(TOO_LARGE_TENTHS) / 10 + slack.saturating_mul(SLACK_TIMES))
            .max(compact + compact / 4),
        Pace::AtRest => (compact + compact / 10).saturating_add(slack),
    };
    size > bound
}

/// Replaces the engine by a compact copy. Only one may be at it.
fn copy_into_new(shared: &Shared, watch: Watch<'_>) -> Result<()> {
    let Some(home) = &shared.home else { return Ok(()) };
    let path = home.folder.new_engine(home.kind)?;
    let compacted = match copy(shared, home.kind, &path, watch) {
        Ok(compacted) => compacted,
        Err(error) => {
            // What there is of the copy is removed at the next opening, if not now.
            let _ = home.folder.remove_unused_engines();
            return Err(error);
        }
    };
    home.folder.remove_unused_engines()?;
    *shared.upkeep.compacted.lock().unwrap_or_else(PoisonError::into_inner) = Some(compacted);
    Ok(())
}

/// Replaces the engine by a compact copy, however small it is.
#[cfg(test)]
pub(super) fn compact(shared: &Shared) -> Result<()> {
    compact_watched(shared, &mut |_| ControlFlow::Continue(()))
}

/// As [`compact`], with somebody who watches.
#[cfg(test)]
pub(super) fn compact_watched(shared: &Shared, watch: Watch<'_>) -> Result<()> {
    let _one = shared.upkeep.compacting.lock().unwrap_or_else(PoisonError::into_inner);
    copy_into_new(shared, watch)
}

fn copy(
    shared: &Shared,
    kind: super::EngineKind,
    path: &std::path::Path,
    watch: Watch<'_>,
) -> Result<Compacted> {
    let engine = open_engine(kind, path)?;
    let from = shared.applied.load(Ordering::Acquire);
    copy_keys(shared, engine.as_ref(), watch)?;
    // What comes later comes in no order.
    let compacted = Compacted { size: engine.size(), live: shared.counters.bytes() };
    let met = shared.durable.load(Ordering::Acquire);
    // Its own note of how far it has come must stand before it is closed.
    let mut batch = Batch::default();
    Applied::note(&mut batch, from, Mark::NONE, &shared.counters);
    engine.apply(batch)?;
    let seq = replay(shared, engine.as_ref(), from, met)?;
    engine.checkpoint()?;
    // sled reads all that was written at the first opening and is quick at the second: the first one is made here.
    drop(engine);
    let engine = open_engine(kind, path)?;
    let (answer, replaced) = sync_channel(1);
    let switch = Switch { engine, path: path.to_owned(), seq, answer };
    {
        let mut inbox = shared.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        // A writer that has ended would never answer.
        if inbox.closing || inbox.ended {
            return Err(StoreError::ReadOnly(ReadOnly::Past));
        }
        inbox.switch = Some(switch);
    }
    shared.wake.notify_one();
    let old = replaced.recv().unwrap_or_else(|_| Err(StoreError::Stopped("the writer has ended".into())))?;
    // Readers are through with it in a moment; its files can go only then.
    while Arc::strong_count(&old) > 1 {
        std::thread::yield_now();
    }
    Ok(compacted)
}

/// Copies all keys of the engine in use but its own note.
fn copy_keys(shared: &Shared, to: &dyn Engine, watch: Watch<'_>) -> Result<()> {
    let total = shared.counters.bytes();
    copy_in_order(&mut || shared.engine(), to, &mut |done| {
        let room = shared.disk.room().map_or(u64::MAX, |room| room.bytes);
        let needed = shared.settings.reserve.saturating_mul(2);
        if room < needed {
            return Err(StoreError::NoRoom { free: room, reserve: needed });
        }
        if shared.upkeep.is_closing() || watch(Tidying { done, total }).is_break() {
            return Err(StoreError::ReadOnly(ReadOnly::Past));
        }
        Ok(())
    })
}

/// Copies all keys of an engine but its own note, table by table and then the indexes, so that an index entry is never older
/// than its record. What is written in the order of the keys takes the least room. `from` gives the engine anew for each
/// step, before which `step` is told how many bytes were copied and may put an end to it.
pub(super) fn copy_in_order(
    from: &mut dyn FnMut() -> Arc<dyn Engine>,
    to: &dyn Engine,
    step: &mut dyn FnMut(u64) -> Result<()>,
) -> Result<()> {
    let mut next = vec![META_TAG + 1];
    let mut copied = 0;
    loop {
        step(copied)?;
        let mut entries = VecDeque::with_capacity(STEP);
        let mut bytes = 0;
        from().range(&next, None, Walk::Up, &mut |key, value| {
            bytes += key.len() + value.len();
            entries.push_back((key.to_vec(), value.to_vec()));
            let full = entries.len() >= STEP || bytes >= STEP_BYTES;
            if full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        let Some((last, _)) = entries.back() else { return Ok(()) };
        next.clone_from(last);
        next.push(0);
        copied += bytes as u64;
        let mut batch = Batch::default();
        for (key, value) in entries {
            batch.put(Key::from_bytes(&key), value);
        }
        to.apply(batch)?;
    }
}
