//! The one writer. Commits that wait together share one frame of the journal and one `fdatasync`.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use super::{Counters, Request, Shared};
use crate::store::codec;
use crate::store::commit::{Change, Commit, Expect};
use crate::store::engine::{Batch, Engine, Walk};
use crate::store::error::{Result, StoreError};
use crate::store::journal::{COMMIT_MAX, Entry, Journal, Position, RecordChange};
use crate::store::key::Key;
use crate::store::tables::{Revision, index_of};

/// Most commits of operators in one group.
const GROUP_MAX: usize = 256;
/// Most parts of bulk loads in one group: enough to keep a slow disk from being the bound, few enough that an operator's
/// commit behind them waits for a moment only.
const BULK_MAX: usize = 4;
/// Bytes of the commits of one group: a frame holds twice as much.
const GROUP_BYTES: usize = 2 * COMMIT_MAX;
/// The engine gets batches of about so many changes: readers of sled wait behind each batch.
const BATCH_MAX: usize = 1200;

/// The key in the engine that says how far it has come.
pub(super) fn applied_key() -> Key {
    Key::new(crate::store::tables::META_TAG).byte(0)
}

/// How far the engine has come.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Applied {
    /// Everything before this place of the journal is in the engine.
    pub(super) position: Position,
    /// The next free id of each table, by tag.
    pub(super) counters: Vec<(u8, u64)>,
}

pub(super) struct Writer {
    pub(super) shared: Arc<Shared>,
    pub(super) journal: Journal,
    /// Why nothing is written any more.
    pub(super) stopped: Option<String>,
}

/// What this group has changed and the engine does not know yet: key → revision and encoded record (empty for an index
/// entry), `None` when removed.
type Pending = HashMap<Key, Option<(Revision, Vec<u8>)>>;

/// A commit that was accepted into the group, beside its entry of the journal.
struct Accepted {
    batch: Batch,
    answer: std::sync::mpsc::SyncSender<Result<u64>>,
}

impl Writer {
    /// Works until the store is closed and nothing waits any more.
    pub(super) fn run(mut self) {
        while let Some(requests) = self.wait() {
            self.write(requests);
        }
    }

    fn wait(&self) -> Option<Vec<Request>> {
        let mut inbox = self.shared.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let fast = inbox.fast.len().min(GROUP_MAX);
            let mut group: Vec<Request> = inbox.fast.drain(..fast).collect();
            if group.is_empty() {
                let bulk = inbox.bulk.len().min(BULK_MAX);
                group.extend(inbox.bulk.drain(..bulk));
            } else {
                // Bulk loads go on while operators write, one part at a time, or they would never end.
                group.extend(inbox.bulk.pop_front());
            }
            if !group.is_empty() {
                return Some(group);
            }
            if inbox.closing {
                return None;
            }
            inbox = self.shared.wake.wait(inbox).unwrap_or_else(PoisonError::into_inner);
        }
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
        if let Some(why) = &self.stopped {
            for request in requests {
                answer(request.answer, Err(StoreError::Stopped(why.clone())));
            }
            return;
        }
        let mut pending = Pending::new();
        let mut group: Vec<Accepted> = Vec::with_capacity(requests.len());
        let mut entries: Vec<Entry> = Vec::with_capacity(requests.len());
        let mut seq = self.journal.end().seq;
        // New records of a bulk load are looked at by nobody: only who comes before a commit that looks is remembered.
        let looking = requests.iter().rposition(|request| request.commit.looks()).unwrap_or(0);
        for (place, request) in requests.into_iter().enumerate() {
            match self.accept(request.commit, seq + 1, &mut pending, place < looking) {
                Ok((entry, batch)) => {
                    seq += 1;
                    entries.push(entry);
                    group.push(Accepted { batch, answer: request.answer });
                }
                Err(error) => answer(request.answer, Err(error)),
            }
        }
        if group.is_empty() {
            return;
        }
        let position = self.journal.append(&entries);
        match position.and_then(|position| self.apply(&mut group, &entries, position)) {
            Ok(()) => self.acknowledge(group, entries),
            Err(error) => {
                // After a failed write nobody knows what the disk holds: only opening the store again can tell.
                let why = error.to_string();
                tracing::error!(why, "the store stops");
                for accepted in group {
                    answer(accepted.answer, Err(StoreError::Stopped(why.clone())));
                }
                self.stopped = Some(why);
            }
        }
    }

    /// Checks what a commit expects and works out what it changes; what it changes is added to `remember`, where there is
    /// somebody in the group to look at it. A refused commit leaves that as it was.
    fn accept(
        &self,
        commit: Commit,
        seq: u64,
        pending: &mut Pending,
        remember: bool,
    ) -> Result<(Entry, Batch)> {
        let view = View { engine: self.shared.engine.as_ref(), pending };
        for expect in &commit.expects {
            let holds = match expect {
                Expect::Revision(key, revision) => {
                    view.record(key)?.map_or(Revision(0), |(found, _)| found) == *revision
                }
                Expect::Nothing(prefix) => view.nothing_begins_with(prefix)?,
            };
            if !holds {
                return Err(StoreError::Conflict);
            }
        }
        let (changes, batch) = plan(&view, commit.changes, Revision(seq))?;
        for (key, value) in batch.changes().filter(|_| remember) {
            let value = value.as_deref().map(|value| {
                codec::split_revision(value)
                    .map_or((Revision(seq), Vec::new()), |(rev, body)| (rev, body.to_vec()))
            });
            pending.insert(key.clone(), value);
        }
        for change in &changes {
            self.shared.counters.used(change.table, change.id);
        }
        Ok((Entry { seq, origin: commit.origin, changes }, batch))
    }

    /// Brings a durable group into the engine, a bounded batch at a time; each batch says how far the engine has come.
    fn apply(&self, group: &mut [Accepted], entries: &[Entry], end: Position) -> Result<()> {
        let mut batch = Batch::default();
        let last = group.len().saturating_sub(1);
        for (place, (accepted, entry)) in group.iter_mut().zip(entries).enumerate() {
            batch.append(std::mem::take(&mut accepted.batch));
            if batch.len() >= BATCH_MAX || place == last {
                let frame_end = (place == last).then_some(end);
                apply(&self.shared, std::mem::take(&mut batch), entry.seq, frame_end)?;
            }
        }
        Ok(())
    }

    fn acknowledge(&self, group: Vec<Accepted>, entries: Vec<Entry>) {
        let mut subscribers = self.shared.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
        for (accepted, entry) in group.into_iter().zip(entries) {
            let seq = entry.seq;
            if !subscribers.is_empty() {
                let entry = Arc::new(entry);
                subscribers.retain(|subscriber| subscriber.send(Arc::clone(&entry)).is_ok());
            }
            answer(accepted.answer, Ok(seq));
        }
    }
}

/// The store as it will be when everything before in this group is written.
struct View<'a> {
    engine: &'a dyn Engine,
    pending: &'a Pending,
}

impl View<'_> {
    fn record(&self, key: &Key) -> Result<Option<(Revision, Vec<u8>)>> {
        if let Some(known) = self.pending.get(key) {
            return Ok(known.clone());
        }
        let value = self.engine.get(key.as_bytes())?;
        Ok(value.as_deref().and_then(codec::split_revision).map(|(revision, body)| (revision, body.to_vec())))
    }

    fn nothing_begins_with(&self, prefix: &Key) -> Result<bool> {
        let begins = |key: &Key| key.as_bytes().starts_with(prefix.as_bytes());
        if self.pending.iter().any(|(key, value)| value.is_some() && begins(key)) {
            return Ok(false);
        }
        let mut found = false;
        let end = prefix.prefix_end();
        let end = end.as_ref().map(Key::as_bytes);
        self.engine.range(prefix.as_bytes(), end, Walk::Up, &mut |key, _| {
            if self.pending.contains_key(&Key::from_bytes(key)) {
                return ControlFlow::Continue(());
            }
            found = true;
            ControlFlow::Break(())
        })?;
        Ok(!found)
    }
}

/// Works out what changes of records mean for the engine: the records, and the index entries that come and go.
fn plan(view: &View<'_>, changes: Vec<Change>, revision: Revision) -> Result<(Vec<RecordChange>, Batch)> {
    let mut batch = Batch::default();
    let mut out: Vec<RecordChange> = Vec::with_capacity(changes.len());
    for Change { table, key, id, value, index, fresh } in changes {
        // A commit may change one record twice; then the first change is what the second one finds.
        let before = if fresh {
            None
        } else {
            match out.iter().rfind(|earlier| earlier.key == key) {
                Some(earlier) => earlier.value.clone().map(|value| (revision, value)),
                None => view.record(&key)?,
            }
        };
        if let Some((_, old)) = &before {
            for entry in index_of(table, old)? {
                if !index.contains(&entry) {
                    batch.remove(entry);
                }
            }
        }
        match &value {
            Some(value) => {
                batch.put(key.clone(), codec::with_revision(revision, value));
                for entry in index {
                    batch.put(entry, Vec::new());
                }
            }
            None => batch.remove(key.clone()),
        }
        let previous = before.map_or(Revision(0), |(revision, _)| revision);
        out.push(RecordChange { table, key, id, value, previous });
    }
    Ok((out, batch))
}

/// Applies a commit of the journal to an engine that may or may not know it already.
pub(super) fn replay(engine: &dyn Engine, counters: &Counters, entry: Entry) -> Result<Batch> {
    let mut changes = Vec::with_capacity(entry.changes.len());
    for RecordChange { table, key, id, value, .. } in entry.changes {
        counters.used(table, id);
        let index = value.as_deref().map(|value| index_of(table, value)).transpose()?.unwrap_or_default();
        changes.push(Change { table, key, id, value, index, fresh: false });
    }
    let view = View { engine, pending: &Pending::new() };
    Ok(plan(&view, changes, Revision(entry.seq))?.1)
}

/// Applies one batch to the engine; the last batch of a frame says that the engine has come to its end.
///
/// Reading the journal goes on at frame borders only, so the batches before the last one say nothing: after a crash
/// between them the frame is applied again, which changes nothing that was there.
pub(super) fn apply(shared: &Shared, mut batch: Batch, seq: u64, frame_end: Option<Position>) -> Result<()> {
    if let Some(position) = frame_end {
        let applied = Applied { position, counters: shared.counters.snapshot() };
        batch.put(applied_key(), codec::encode_plain(&applied));
    }
    shared.engine.apply(batch)?;
    shared.applied.store(seq, Ordering::Release);
    Ok(())
}

fn answer(to: std::sync::mpsc::SyncSender<Result<u64>>, result: Result<u64>) {
    // Nobody waits any more when the ticket was dropped; that is their choice.
    let _ = to.send(result);
}
