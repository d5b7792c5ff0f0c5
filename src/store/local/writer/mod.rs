//! The one writer. Commits that wait together share one frame of the journal and one `fdatasync`.
//!
//! | module | what it does |
//! |---|---|
//! | `accept` | whether a commit may come, and what it changes |
//! | `room` | whether anything can be written now |
//! | `refuse` | what somebody is told whose commit is not taken |
//! | `heal` | an engine that has failed |

mod accept;
mod heal;
mod refuse;
mod room;

use std::sync::atomic::Ordering;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use self::refuse::answer;
pub(super) use self::room::FILES_MIN;
use super::applied::Applied;
use super::compact::Switch;
use super::plan::{Changed, Pending};
use super::shared::Inbox;
use super::{Request, Shared};
use crate::store::Health;
use crate::store::engine::{Batch, Engine};
use crate::store::error::{Result, StoreError};
use crate::store::journal::{AppendError, COMMIT_MAX, Entry, Journal};
use crate::store::priority::{Rank, give_way};

/// Most commits of operators in one group.
const GROUP_MAX: usize = 256;
/// Most parts of bulk loads in one group: enough to keep a slow disk from being the bound, few enough that an operator's
/// commit behind them waits for a moment only.
const BULK_MAX: usize = 8;
/// Bytes of the commits of one group: a frame holds twice as much.
const GROUP_BYTES: usize = 2 * COMMIT_MAX;
/// The engine gets batches of about so many changes: readers of sled wait behind each batch.
const BATCH_MAX: usize = 400;
/// How long the writer waits for those who have just been answered, when there were several: they mostly come again at
/// once, and share a sync with those who waited. Shorter than a sync, so that nobody loses by it.
const GATHER: Duration = Duration::from_micros(150);

/// What the writer does next.
enum Work {
    /// Writes these.
    Commits(Vec<Request>),
    /// Goes on with another engine.
    Switch(Switch),
    /// Nobody writes, but somebody wants to know whether he could.
    Probe,
}

pub(super) struct Writer {
    shared: Arc<Shared>,
    journal: Journal,
    /// The engine failed: it may be behind the journal, and nothing is written before it has caught up.
    limping: bool,
    /// Why nothing is written any more.
    stopped: Option<String>,
    /// The last commit the subscribers were told of.
    published: u64,
    /// Commits of operators in the last group.
    last_group: usize,
    /// How many had asked for the engine when the present work began.
    asked: u64,
}

/// However the writer ends, nobody waits for it in vain.
struct LastWord(Arc<Shared>);

impl Drop for LastWord {
    fn drop(&mut self) {
        let mut inbox = self.0.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        inbox.ended = true;
        self.0.tried.notify_all();
        inbox.switch = None;
        inbox.fast.clear();
        inbox.bulk.clear();
        if !inbox.closing {
            drop(inbox);
            self.0.set_health(Health::Stopped("the writer has ended".into()));
        }
    }
}

/// A commit that was accepted into the group, beside its entry of the journal.
struct Accepted {
    batch: Batch,
    /// Bytes by which keys and values grow.
    grown: i64,
    /// A part of a load.
    bulk: bool,
    answer: SyncSender<Result<u64>>,
}

impl Writer {
    pub(super) fn new(shared: Arc<Shared>, journal: Journal) -> Self {
        let published = journal.last();
        Self { shared, journal, limping: false, stopped: None, published, last_group: 0, asked: 0 }
    }

    /// Works until the store is closed and nothing waits any more.
    pub(super) fn run(mut self) {
        let _last = LastWord(Arc::clone(&self.shared));
        give_way(Rank::Writer);
        while let Some(work) = self.wait() {
            match work {
                Work::Commits(requests) => self.write(requests),
                Work::Switch(switch) => self.switch(switch),
                Work::Probe => self.probe(),
            }
            if self.limping {
                // Who waits for the engine goes on without it.
                self.shared.answer(Some(self.asked));
            }
        }
    }

    fn wait(&mut self) -> Option<Work> {
        let mut inbox = self.shared.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        let active = (self.last_group + inbox.fast.len()).min(GROUP_MAX);
        loop {
            if self.last_group > 1 && !inbox.fast.is_empty() {
                let is_waited_for =
                    |inbox: &mut Inbox| inbox.fast.len() < active && !inbox.closing && inbox.switch.is_none();
                let waited = self.shared.wake.wait_timeout_while(inbox, GATHER, is_waited_for);
                inbox = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
            self.asked = inbox.asked;
            let fast = inbox.fast.len().min(GROUP_MAX);
            let mut group: Vec<Request> = inbox.fast.drain(..fast).collect();
            self.last_group = fast;
            if group.is_empty() {
                let bulk = inbox.bulk.len().min(BULK_MAX);
                group.extend(inbox.bulk.drain(..bulk));
            } else {
                // Bulk loads go on while operators write, one part at a time, or they would never end.
                group.extend(inbox.bulk.pop_front());
            }
            if let Some(switch) = inbox.switch.take() {
                group.into_iter().rev().for_each(|request| inbox.put_back(request));
                return Some(Work::Switch(switch));
            }
            if !group.is_empty() {
                // Whoever writes finds out.
                inbox.probe = false;
                return Some(Work::Commits(group));
            }
            if std::mem::take(&mut inbox.probe) {
                return Some(Work::Probe);
            }
            if inbox.closing {
                return None;
            }
            inbox = self.shared.wake.wait(inbox).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Puts another engine in the place of the present one, as soon as it has what that one has.
    fn switch(&mut self, switch: Switch) {
        // One that has failed is behind the journal; it is opened again first.
        if self.limping || self.stopped.is_some() {
            return switch.give_up();
        }
        let applied = self.shared.applied.load(Ordering::Acquire);
        switch.carry_out(&self.shared, applied);
    }

    /// Writes commits that waited together, in groups that fit into a frame.
    fn write(&mut self, requests: Vec<Request>) {
        let mut group = Vec::with_capacity(requests.len());
        let mut room = GROUP_BYTES;
        for request in requests {
            let bytes = request.commit.bytes();
            if bytes > COMMIT_MAX {
                answer(request.answer, Err(StoreError::TooLarge { bytes }));
                continue;
            }
            if bytes > room {
                self.write_group(std::mem::take(&mut group));
                room = GROUP_BYTES;
            }
            room = room.saturating_sub(bytes);
            group.push(request);
        }
        self.write_group(group);
    }

    fn write_group(&mut self, requests: Vec<Request>) {
        let room = match self.ready() {
            Ok(room) => room,
            Err(error) => return self.refuse(requests.into_iter().map(|request| request.answer), &error),
        };
        let bulk_reserve = self.shared.settings.reserve.saturating_mul(2);
        let (requests, early): (Vec<Request>, Vec<Request>) =
            requests.into_iter().partition(|request| room.bytes >= bulk_reserve || !request.commit.bulk);
        for request in early {
            // The last room is left to operators.
            answer(request.answer, Err(StoreError::NoRoom { free: room.bytes, reserve: bulk_reserve }));
        }
        let mut pending = Pending::new();
        let mut group: Vec<Accepted> = Vec::with_capacity(requests.len());
        let mut entries: Vec<Entry> = Vec::with_capacity(requests.len());
        let mut seq = self.journal.last();
        let engine = self.shared.engine();
        // New records of a bulk load are looked at by nobody: only who comes before a commit that looks is remembered.
        let looking = requests.iter().rposition(|request| request.commit.looks()).unwrap_or(0);
        for (place, request) in requests.into_iter().enumerate() {
            let (remember, bulk) = (place < looking, request.commit.bulk);
            match self.accept(engine.as_ref(), request.commit, seq + 1, &mut pending, remember, &entries) {
                Ok((entry, Changed { batch, grown, .. })) => {
                    seq += 1;
                    entries.push(entry);
                    group.push(Accepted { batch, grown, bulk, answer: request.answer });
                }
                Err(error) => answer(request.answer, Err(error)),
            }
        }
        if group.is_empty() {
            return;
        }
        let bytes = match self.journal.append(&entries) {
            Ok(bytes) => bytes,
            Err(AppendError::Refused(error)) => {
                tracing::warn!(%error, "the disk refuses a commit");
                return self.refuse(group.into_iter().map(|one| one.answer), &self.unwritten(error));
            }
            Err(AppendError::Unknown(error)) => {
                // Nobody knows what the disk holds: only opening the store again can tell.
                tracing::error!(%error, "the store stops");
                self.stopped = Some(error.to_string());
                let error = StoreError::Stopped(error.to_string());
                return self.refuse(group.into_iter().map(|one| one.answer), &error);
            }
        };
        for change in entries.iter().flat_map(|entry| &entry.changes) {
            self.shared.counters.used(change.table, change.id);
        }
        self.shared.durable.store(seq, Ordering::Release);
        if let Err(error) = apply_all(&self.shared, engine.as_ref(), &mut group, &entries) {
            tracing::error!(%error, "the engine fails and is opened again");
            drop(engine);
            self.limping = true;
            if let Err(error) = self.heal() {
                // They are durable and will be seen once the engine is back, but nobody can see them yet.
                let error = StoreError::NoEngine(error.to_string());
                return self.refuse(group.into_iter().map(|one| one.answer), &error);
            }
        }
        self.shared.set_health(Health::Writable);
        let at = entries.last().map(|entry| entry.origin.at);
        self.acknowledge(group, entries);
        self.shared.upkeep.grown(bytes, at, &self.shared.settings, self.shared.counters.bytes());
    }

    fn acknowledge(&mut self, group: Vec<Accepted>, entries: Vec<Entry>) {
        let mut subscribers = self.shared.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
        for (accepted, entry) in group.into_iter().zip(entries) {
            let seq = entry.seq;
            self.published = seq;
            if !subscribers.is_empty() {
                let entry = Arc::new(entry);
                subscribers.retain(|subscriber| subscriber.send(Arc::clone(&entry)).is_ok());
            }
            answer(accepted.answer, Ok(seq));
        }
    }
}

/// Brings a durable group into the engine, a bounded batch at a time; each batch ends with a commit and says so.
fn apply_all(shared: &Shared, engine: &dyn Engine, group: &mut [Accepted], entries: &[Entry]) -> Result<()> {
    let mut batch = Batch::default();
    let last = group.len().saturating_sub(1);
    // Nobody waits for a load: what it brings goes straight to where it stays.
    let later = !group.iter().any(|accepted| accepted.bulk);
    for (place, (accepted, entry)) in group.iter_mut().zip(entries).enumerate() {
        batch.append(std::mem::take(&mut accepted.batch));
        shared.counters.grow(accepted.grown);
        if batch.len() >= BATCH_MAX || place == last {
            let mut full = std::mem::take(&mut batch);
            Applied::note(&mut full, entry.seq, entry.mark(), &shared.counters);
            if later {
                engine.apply_later(full)?
            } else {
                engine.apply(full)?
            }
            shared.applied.store(entry.seq, Ordering::Release);
        }
    }
    Ok(())
}
