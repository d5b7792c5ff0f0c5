//! Changes at hand, above an engine that takes its time: whoever has changed something goes on at once, and a thread brings it
//! into the engine.
//!
//! A change of sled costs several times what the journal's wait for the disk does, and operators would wait for both. Here a
//! batch is put into a map, where every reader finds it before he looks into the engine, and is brought there within a moment,
//! mostly together with others. Nothing is lost with the process that the journal does not have.
//!
//! The engine gets the batches in their order, each whole, several of them as one: what it holds at any moment is what the
//! batches up to one of them have made. So what a batch says of itself, how far the journal is followed, holds for the engine
//! too, and an engine that is opened after a crash goes on from there.

use std::collections::{BTreeMap, VecDeque};
use std::ops::{Bound, ControlFlow};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{Batch, Engine, Result, Visit, Walk};
use crate::store::error::StoreError;
use crate::store::key::Key;
use crate::store::priority::{Rank, give_way};

/// The engine gets about so many changes at once: readers of sled wait behind each batch.
const TOGETHER: usize = 400;
/// And about so many bytes.
const TOGETHER_BYTES: usize = 1 << 20;
/// Most changes that wait: a walk copies those of its range.
const WAITING_MAX: usize = 40_000;
/// Most bytes that wait.
const WAITING_BYTES_MAX: usize = 16 << 20;
/// How long a few changes wait for others to be brought into the engine with them.
const LINGER: Duration = Duration::from_millis(5);

/// A value; `None` where the key was removed.
type Value = Option<Arc<[u8]>>;

/// An engine that is changed behind the back of whoever changes it.
pub struct WriteBehind<E: Engine + 'static> {
    shared: Arc<Shared<E>>,
    thread: Option<JoinHandle<()>>,
}

impl<E: Engine + 'static> std::fmt::Debug for WriteBehind<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WriteBehind")
    }
}

struct Shared<E> {
    engine: E,
    /// What readers look into before the engine: the last word on each key that is not in the engine yet.
    fresh: RwLock<BTreeMap<Key, Fresh>>,
    queue: Mutex<Queue>,
    /// Rung for the thread.
    work: Condvar,
    /// Rung when the engine has got something, or will get no more.
    done: Condvar,
}

struct Fresh {
    /// The batch that has said it.
    batch: u64,
    value: Value,
}

/// A batch that is not in the engine yet.
#[derive(Clone)]
struct Part {
    number: u64,
    changes: Arc<[(Key, Value)]>,
    bytes: usize,
}

#[derive(Default)]
struct Queue {
    parts: VecDeque<Part>,
    /// Changes and bytes of the parts, and of those that are on their way into the engine.
    changes: usize,
    bytes: usize,
    /// The number of the last batch.
    last: u64,
    /// Up to this batch everything is in the engine.
    settled: u64,
    /// Up to this batch somebody waits for the engine.
    wanted: u64,
    closing: bool,
    /// Why the engine takes no more; told once.
    failed: Option<StoreError>,
    /// It takes no more.
    over: bool,
}

impl<E: Engine + 'static> WriteBehind<E> {
    /// Stands above an engine, which nobody else may change.
    ///
    /// # Errors
    /// When the system lets no thread start.
    pub fn over(engine: E) -> Result<Self> {
        let shared = Arc::new(Shared {
            engine,
            fresh: RwLock::default(),
            queue: Mutex::default(),
            work: Condvar::new(),
            done: Condvar::new(),
        });
        let works = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("engine".into())
            .spawn(move || {
                give_way(Rank::Writer);
                works.run();
            })
            .map_err(|error| StoreError::no_thread(&error))?;
        Ok(Self { shared, thread: Some(thread) })
    }
}

impl<E: Engine + 'static> Drop for WriteBehind<E> {
    /// What is not in the engine yet need not come there: who wants that asks for a checkpoint before.
    fn drop(&mut self) {
        self.shared.queue().closing = true;
        self.shared.work.notify_all();
        if let Some(thread) = self.thread.take() {
            // It tells of its failures before it ends.
            let _ = thread.join();
        }
    }
}

/// However the thread ends, nobody waits for it in vain.
struct LastWord<'a, E: Engine>(&'a Shared<E>);

impl<E: Engine> Drop for LastWord<'_, E> {
    fn drop(&mut self) {
        self.0.queue().over = true;
        self.0.done.notify_all();
    }
}

/// What a batch changes, each key once.
fn changes_of(batch: Batch) -> Arc<[(Key, Value)]> {
    batch.sorted().into_iter().map(|(key, value)| (key, value.map(Arc::from))).collect()
}

impl Queue {
    /// Whether so much more may wait.
    fn has_room(&self, changes: usize, bytes: usize) -> bool {
        self.changes == 0 || self.changes + changes <= WAITING_MAX && self.bytes + bytes <= WAITING_BYTES_MAX
    }

    /// Whether there is no reason to wait for more.
    fn is_due(&self) -> bool {
        self.closing || self.wanted > self.settled || self.changes >= TOGETHER || self.bytes >= TOGETHER_BYTES
    }

    /// The next batches that go into the engine as one.
    fn take(&mut self) -> Vec<Part> {
        let (mut changes, mut bytes) = (0, 0);
        let mut out = Vec::new();
        while changes < TOGETHER
            && bytes < TOGETHER_BYTES
            && let Some(part) = self.parts.pop_front()
        {
            changes += part.changes.len();
            bytes += part.bytes;
            out.push(part);
        }
        out
    }

    /// Why nothing more can be taken.
    fn refusal(&mut self) -> StoreError {
        self.failed.take().unwrap_or_else(|| StoreError::Engine("it has failed before".into()))
    }
}

impl<E: Engine> Shared<E> {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings batches into the engine until it is closed or fails.
    fn run(&self) {
        let _last = LastWord(self);
        while let Some(parts) = self.next() {
            let mut batch = Batch::default();
            for (key, value) in parts.iter().flat_map(|part| part.changes.iter()) {
                match value {
                    Some(value) => batch.put(key.clone(), value.to_vec()),
                    None => batch.remove(key.clone()),
                }
            }
            if let Err(error) = self.engine.apply(batch) {
                tracing::error!(%error, "the engine fails behind a commit");
                // Readers go on finding here what the engine lacks.
                self.queue().failed = Some(error);
                return;
            }
            self.settle(&parts);
        }
    }

    /// Waits until everything so far is in the engine; with `and_more`, what comes meanwhile as well.
    fn drained(&self, and_more: bool) -> Result<MutexGuard<'_, Queue>> {
        let mut queue = self.queue();
        let mut wanted = queue.last;
        let waits = |queue: &mut Queue| {
            if and_more {
                wanted = queue.last;
            }
            queue.wanted = queue.wanted.max(wanted);
            self.work.notify_one();
            !queue.over && queue.settled < wanted
        };
        queue = self.done.wait_while(queue, waits).unwrap_or_else(PoisonError::into_inner);
        if queue.over { Err(queue.refusal()) } else { Ok(queue) }
    }

    /// Waits for batches; `None` when it is over.
    fn next(&self) -> Option<Vec<Part>> {
        let idle = |queue: &mut Queue| queue.parts.is_empty() && !queue.closing;
        let queue = self.work.wait_while(self.queue(), idle).unwrap_or_else(PoisonError::into_inner);
        let early = |queue: &mut Queue| !queue.is_due();
        let waited = self.work.wait_timeout_while(queue, LINGER, early);
        let mut queue = waited.unwrap_or_else(PoisonError::into_inner).0;
        (!queue.closing).then(|| queue.take())
    }

    /// From now on readers find here what a batch says.
    fn freshen<'a>(&self, batch: u64, changes: impl Iterator<Item = &'a (Key, Value)>) {
        let mut fresh = self.fresh.write().unwrap_or_else(PoisonError::into_inner);
        for (key, value) in changes {
            fresh.insert(key.clone(), Fresh { batch, value: value.clone() });
        }
    }

    /// What the engine has needs no place here any more, unless there is a later word on it.
    fn settle(&self, parts: &[Part]) {
        let Some(last) = parts.last().map(|part| part.number) else { return };
        {
            let mut fresh = self.fresh.write().unwrap_or_else(PoisonError::into_inner);
            for (key, _) in parts.iter().flat_map(|part| part.changes.iter()) {
                if fresh.get(key).is_some_and(|fresh| fresh.batch <= last) {
                    fresh.remove(key);
                }
            }
        }
        let mut queue = self.queue();
        queue.changes = queue.changes.saturating_sub(parts.iter().map(|part| part.changes.len()).sum());
        queue.bytes = queue.bytes.saturating_sub(parts.iter().map(|part| part.bytes).sum());
        queue.settled = last;
        self.done.notify_all();
    }

    /// What is said here of the keys of a range, in the order of the walk. It is copied: nobody may hold the lock while a
    /// visitor is at work.
    fn fresh_in(&self, from: &[u8], to: Option<&[u8]>, walk: Walk) -> Vec<(Key, Value)> {
        let fresh = self.fresh.read().unwrap_or_else(PoisonError::into_inner);
        let bounds = (Bound::Included(from), to.map_or(Bound::Unbounded, Bound::Excluded));
        let said = fresh.range::<[u8], _>(bounds).map(|(key, fresh)| (key.clone(), fresh.value.clone()));
        match walk {
            Walk::Up => said.collect(),
            Walk::Down => said.rev().collect(),
        }
    }
}

impl<E: Engine + 'static> Engine for WriteBehind<E> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        {
            let fresh = self.shared.fresh.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(fresh) = fresh.get(key) {
                return Ok(fresh.value.as_deref().map(<[u8]>::to_vec));
            }
        }
        // It goes from there only when it is here.
        self.shared.engine.get(key)
    }

    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        if to.is_some_and(|to| to <= from) {
            return Ok(());
        }
        // First those here: what leaves them meanwhile is met in the engine.
        let fresh = self.shared.fresh_in(from, to, walk);
        if fresh.is_empty() {
            return self.shared.engine.range(from, to, walk, visit);
        }
        let mut fresh = fresh.into_iter().peekable();
        let is_before = |one: &[u8], other: &[u8]| match walk {
            Walk::Up => one < other,
            Walk::Down => one > other,
        };
        let mut flow = ControlFlow::Continue(());
        self.shared.engine.range(from, to, walk, &mut |key, value| {
            while flow.is_continue()
                && let Some((fresh_key, fresh_value)) =
                    fresh.next_if(|(fresh_key, _)| is_before(fresh_key.as_bytes(), key))
            {
                if let Some(value) = fresh_value {
                    flow = visit(fresh_key.as_bytes(), &value);
                }
            }
            if flow.is_continue() {
                flow = match fresh.next_if(|(fresh_key, _)| fresh_key.as_bytes() == key) {
                    None => visit(key, value),
                    Some((_, Some(value))) => visit(key, &value),
                    Some((_, None)) => ControlFlow::Continue(()),
                };
            }
            flow
        })?;
        while flow.is_continue()
            && let Some((key, value)) = fresh.next()
        {
            if let Some(value) = value {
                flow = visit(key.as_bytes(), &value);
            }
        }
        Ok(())
    }

    /// Waits until nothing is on its way any more, and applies the batch in the engine: a part of a load would fill the map, and
    /// nobody waits for it. When the engine fails in the middle of it, readers find it here, whole.
    fn apply(&self, batch: Batch) -> Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut queue = self.shared.drained(true)?;
        queue.last += 1;
        let applied = self.shared.engine.apply(batch.clone());
        match &applied {
            Ok(()) => queue.settled = queue.last,
            Err(_) => {
                queue.over = true;
                self.shared.freshen(queue.last, changes_of(batch).iter());
            }
        }
        applied
    }

    /// Waits only where too much waits already.
    ///
    /// # Errors
    /// When an earlier batch could not be brought into the engine: this one is not taken then, and the engine holds what the
    /// batches before that one have made. Readers still see them all.
    fn apply_later(&self, batch: Batch) -> Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let changes = changes_of(batch);
        let weight = |(key, value): &(Key, Value)| {
            key.as_bytes().len() + value.as_ref().map_or(0, |value| value.len())
        };
        let bytes = changes.iter().map(weight).sum();
        let full = |queue: &mut Queue| !queue.over && !queue.has_room(changes.len(), bytes);
        let queue = self.shared.done.wait_while(self.shared.queue(), full);
        let mut queue = queue.unwrap_or_else(PoisonError::into_inner);
        if queue.over {
            return Err(queue.refusal());
        }
        queue.last += 1;
        let number = queue.last;
        self.shared.freshen(number, changes.iter());
        queue.changes += changes.len();
        queue.bytes += bytes;
        queue.parts.push_back(Part { number, changes, bytes });
        // The thread waits for the first change, and then for enough of them.
        if queue.parts.len() == 1 || queue.is_due() {
            self.shared.work.notify_one();
        }
        Ok(())
    }

    fn checkpoint(&self) -> Result<()> {
        drop(self.shared.drained(false)?);
        self.shared.engine.checkpoint()
    }

    fn size(&self) -> u64 {
        self.shared.engine.size()
    }

    fn is_stand_in(&self) -> bool {
        self.shared.engine.is_stand_in()
    }
}
