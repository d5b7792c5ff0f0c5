//! The one writer. Commits that wait together share one frame of the journal and one `fdatasync`.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::compact::Switch;
use super::fill::Filler;
use super::{Counters, Request, Shared};
use crate::store::Health;
use crate::store::codec;
use crate::store::commit::{Change, Commit, Expect};
use crate::store::disk::{Disk, Room};
use crate::store::engine::{Batch, Engine, Visit, Walk};
use crate::store::error::{Result, StoreError};
use crate::store::journal::{AppendError, COMMIT_MAX, Entry, Journal, RecordChange};
use crate::store::key::Key;
use crate::store::references::references;
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

/// How long readers have to let go of an engine that has failed. Whoever reads longer stands still himself.
const LET_GO: Duration = Duration::from_secs(2);

/// Fewer free files than this on the disk are too few.
const FILES_MIN: u64 = 16;

/// The layout of keys and indexes in the engine. An engine of another one is made anew.
const SCHEMA: u32 = 2;

/// The key in the engine that says how far it has come.
fn applied_key() -> Key {
    Key::new(crate::store::tables::META_TAG).byte(0)
}

/// How far the engine has come.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Applied {
    schema: u32,
    /// The last commit that is in the engine, with everything before it.
    pub(super) seq: u64,
    /// The next free id of each table, by tag.
    pub(super) counters: Vec<(u8, u64)>,
    /// Bytes of all keys and values.
    bytes: i64,
}

impl Applied {
    /// How far an engine has come; `None` when it was never written to.
    pub(super) fn of(engine: &dyn Engine) -> Result<Option<Self>> {
        let Some(bytes) = engine.get(applied_key().as_bytes())? else { return Ok(None) };
        match codec::decode_plain::<Self>(&bytes) {
            Some(applied) if applied.schema == SCHEMA => Ok(Some(applied)),
            _ => Err(StoreError::Engine("its bookkeeping is of another release, or damaged".into())),
        }
    }

    /// Takes over the numbers it was written with.
    pub(super) fn tell(&self, counters: &Counters) {
        counters.raise(&self.counters);
        counters.bytes.store(self.bytes, Ordering::Relaxed);
    }

    /// Adds to a batch how far the engine has come with it.
    pub(super) fn note(batch: &mut Batch, seq: u64, counters: &Counters) {
        let bytes = counters.bytes.load(Ordering::Relaxed);
        let applied = Self { schema: SCHEMA, seq, counters: counters.snapshot(), bytes };
        batch.put(applied_key(), codec::encode_plain(&applied));
    }
}

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
}

/// However the writer ends, nobody waits for it in vain.
struct LastWord(Arc<Shared>);

impl Drop for LastWord {
    fn drop(&mut self) {
        let mut inbox = self.0.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        inbox.ended = true;
        inbox.switch = None;
        inbox.fast.clear();
        inbox.bulk.clear();
        if !inbox.closing {
            drop(inbox);
            self.0.set_health(Health::Stopped("the writer has ended".into()));
        }
    }
}

/// What this group has changed and the engine does not know yet: key → revision and encoded record (empty for an index
/// entry), `None` when removed.
type Pending = HashMap<Key, Option<(Revision, Vec<u8>)>>;

/// A commit that was accepted into the group, beside its entry of the journal.
struct Accepted {
    batch: Batch,
    /// Bytes by which keys and values grow.
    grown: i64,
    answer: SyncSender<Result<u64>>,
}

impl Writer {
    pub(super) fn new(shared: Arc<Shared>, journal: Journal) -> Self {
        let published = journal.last();
        Self { shared, journal, limping: false, stopped: None, published }
    }

    /// Works until the store is closed and nothing waits any more.
    pub(super) fn run(mut self) {
        let _last = LastWord(Arc::clone(&self.shared));
        while let Some(work) = self.wait() {
            match work {
                Work::Commits(requests) => self.write(requests),
                Work::Switch(switch) => self.switch(switch),
                Work::Probe => self.probe(),
            }
        }
    }

    fn wait(&self) -> Option<Work> {
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
            let remember = place < looking;
            match self.accept(engine.as_ref(), request.commit, seq + 1, &mut pending, remember, &entries) {
                Ok((entry, Changed { batch, grown, .. })) => {
                    seq += 1;
                    entries.push(entry);
                    group.push(Accepted { batch, grown, answer: request.answer });
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
        self.shared.durable.store(seq, Ordering::Release);
        if let Err(error) = apply_all(&self.shared, engine.as_ref(), &mut group, &entries) {
            tracing::error!(%error, "the engine fails and is opened again");
            drop(engine);
            self.limping = true;
            if let Err(error) = self.heal() {
                // They are durable and will be seen once the engine is back, but nobody can see them yet.
                let error = StoreError::Stopped(error.to_string());
                return self.refuse(group.into_iter().map(|one| one.answer), &error);
            }
        }
        self.shared.set_health(Health::Writable);
        self.acknowledge(group, entries);
        self.shared.upkeep.grown(bytes);
    }

    /// How much room there is to write in, or why nothing can be written now.
    fn ready(&mut self) -> Result<Room> {
        if let Some(why) = &self.stopped {
            return Err(StoreError::Stopped(why.clone()));
        }
        if self.limping {
            self.heal().map_err(|error| StoreError::Stopped(error.to_string()))?;
            self.publish_missed();
        }
        let room = self.room();
        self.lacks(room).map_or(Ok(room), Err)
    }

    /// What is too little, if anything.
    fn lacks(&self, Room { bytes, files }: Room) -> Option<StoreError> {
        let reserve = self.shared.settings.reserve;
        if bytes < reserve {
            return Some(StoreError::NoRoom { free: bytes, reserve });
        }
        (files < FILES_MIN).then_some(StoreError::NoFiles { free: files })
    }

    /// Looks whether it can be written to again; [`Health`] says what was found.
    fn probe(&mut self) {
        let health = self.shared.health();
        if !health.may_mend() {
            return;
        }
        let refused = matches!(health, Health::Unwritable { .. });
        let mended = self.ready().and_then(|_| {
            if refused {
                self.journal.mend()?;
                try_out(self.shared.disk.as_ref())?;
            }
            Ok(())
        });
        match mended {
            Ok(()) => self.shared.set_health(Health::Writable),
            Err(StoreError::Io { .. }) => {}
            Err(error) => self.shared.set_health(health_of(&error).unwrap_or(health)),
        }
    }

    fn room(&self) -> Room {
        // A disk that can't be asked is written to: the write itself will tell.
        self.shared.disk.room().unwrap_or(Room::PLENTY)
    }

    /// Why a disk did not take a commit: it is full, or not to be written to.
    fn unwritten(&self, error: StoreError) -> StoreError {
        use std::io::ErrorKind::StorageFull;
        match error {
            StoreError::Io { path, source } => match self.lacks(self.room()) {
                Some(lack) if source.kind() == StorageFull => lack,
                _ => StoreError::Unwritable { path, source },
            },
            other => other,
        }
    }

    fn refuse(&self, waiting: impl Iterator<Item = SyncSender<Result<u64>>>, error: &StoreError) {
        // Before the answers: whoever has one finds the store as it is.
        if let Some(health) = health_of(error) {
            self.shared.set_health(health);
        }
        for one in waiting {
            answer(one, Err(again(error)));
        }
    }

    /// Opens the engine again after it has failed and brings it up to the journal: it is not trusted before.
    fn heal(&mut self) -> Result<()> {
        let Some(reopen) = &self.shared.reopen else {
            return Err(StoreError::Engine("the engine can't be opened again".into()));
        };
        {
            let old = self.shared.put_engine(Arc::new(Closed));
            // Readers are through with it in a moment; its files are free only then.
            let began = Instant::now();
            while Arc::strong_count(&old) > 1 {
                if began.elapsed() > LET_GO {
                    self.shared.put_engine(old);
                    return Err(StoreError::Engine("somebody does not stop reading it".into()));
                }
                std::thread::sleep(Duration::from_micros(100));
            }
        }
        let engine = reopen()?;
        let seq = Applied::of(engine.as_ref())?.map_or(0, |applied| applied.seq);
        let mut filler = Filler::new(engine.as_ref(), &self.shared.counters, seq);
        let mut failed = None;
        self.shared.reader.each_after(seq, &mut |entry| match filler.take(entry) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)?;
        filler.flush()?;
        let seq = filler.seq();
        self.shared.put_engine(engine);
        self.shared.applied.store(seq, Ordering::Release);
        self.limping = false;
        Ok(())
    }

    /// Tells the subscribers of commits that became visible only when the engine was back.
    fn publish_missed(&mut self) {
        let mut subscribers = self.shared.subscribers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let last = self.shared.applied.load(Ordering::Acquire);
        let told = self.shared.reader.each_after(self.published, &mut |entry| {
            let is_last = entry.seq >= last;
            let entry = Arc::new(entry);
            subscribers.retain(|subscriber| subscriber.send(Arc::clone(&entry)).is_ok());
            if is_last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if let Err(error) = told {
            tracing::error!(%error, "screens were not told of what has become visible");
        }
        self.published = last;
    }

    /// Checks what a commit expects and works out what it changes; what it changes is added to `remember`, where there is
    /// somebody in the group to look at it. A refused commit leaves that as it was.
    fn accept(
        &self,
        engine: &dyn Engine,
        commit: Commit,
        seq: u64,
        pending: &mut Pending,
        remember: bool,
        before: &[Entry],
    ) -> Result<(Entry, Changed)> {
        let view = View { engine, pending };
        for expect in &commit.expects {
            let holds = match expect {
                Expect::Revision(key, revision) => {
                    view.record(key)?.map_or(Revision(0), |(found, _)| found) == *revision
                }
                Expect::Nothing(prefix) => view.nothing_begins_with(prefix)?,
                Expect::There(key) => view.record(key)?.is_some(),
                Expect::Unreferenced { since, keys } => self.unreferenced(*since, keys, before)?,
            };
            if !holds {
                return Err(StoreError::Conflict);
            }
        }
        let mut changed = plan(&view, commit.changes, Revision(seq))?;
        let changes = std::mem::take(&mut changed.records);
        for (key, value) in changed.batch.changes().filter(|_| remember) {
            let value = value.as_deref().map(|value| {
                codec::split_revision(value)
                    .map_or((Revision(seq), Vec::new()), |(rev, body)| (rev, body.to_vec()))
            });
            pending.insert(key.clone(), value);
        }
        for change in &changes {
            self.shared.counters.used(change.table, change.id);
        }
        Ok((Entry { seq, origin: commit.origin, changes }, changed))
    }

    /// Whether no commit behind `since`, those of this group included, points at one of these records.
    fn unreferenced(&self, since: u64, keys: &[Key], group: &[Entry]) -> Result<bool> {
        let points = |entry: &Entry| {
            let values =
                entry.changes.iter().filter_map(|change| Some((change.table, change.value.as_ref()?)));
            // What can't be decoded may point anywhere.
            values.into_iter().any(|(table, value)| {
                references(table, value).map_or(true, |found| found.iter().any(|key| keys.contains(key)))
            })
        };
        if group.iter().any(points) {
            return Ok(false);
        }
        let mut found = false;
        if since < self.journal.last() {
            self.shared.reader.each_after(since, &mut |entry| {
                found = points(&entry);
                if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
        }
        Ok(!found)
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

/// The store as it will be when everything before in this group is written.
pub(super) struct View<'a> {
    engine: &'a dyn Engine,
    pending: &'a Pending,
}

impl<'a> View<'a> {
    /// An engine as it is.
    pub(super) fn of(engine: &'a dyn Engine) -> Self {
        static NOTHING: std::sync::LazyLock<Pending> = std::sync::LazyLock::new(Pending::new);
        Self { engine, pending: &NOTHING }
    }

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

/// What changes of records mean for the engine.
#[derive(Default)]
pub(super) struct Changed {
    /// The records, with the revisions they had.
    pub(super) records: Vec<RecordChange>,
    /// The records, and the index entries that come and go.
    pub(super) batch: Batch,
    /// Bytes by which keys and values grow.
    pub(super) grown: i64,
}

impl Changed {
    fn come(&mut self, key: Key, value: Vec<u8>) {
        self.grown += size(&key, &value);
        self.batch.put(key, value);
    }

    fn go(&mut self, key: Key, value: &[u8]) {
        self.grown -= size(&key, value);
        self.batch.remove(key);
    }
}

fn size(key: &Key, value: &[u8]) -> i64 {
    i64::try_from(key.as_bytes().len() + value.len()).unwrap_or(i64::MAX)
}

/// Works out what changes of records mean for the engine.
pub(super) fn plan(view: &View<'_>, changes: Vec<Change>, revision: Revision) -> Result<Changed> {
    let mut out = Changed { records: Vec::with_capacity(changes.len()), ..Changed::default() };
    for Change { table, key, id, value, index, fresh } in changes {
        // A commit may change one record twice; then the first change is what the second one finds.
        let before = if fresh {
            None
        } else {
            match out.records.iter().rfind(|earlier| earlier.key == key) {
                Some(earlier) => earlier.value.clone().map(|value| (revision, value)),
                None => view.record(&key)?,
            }
        };
        let mut known = Vec::new();
        if let Some((revision, old)) = &before {
            known = index_of(table, old)?;
            known.sort_unstable();
            known.dedup();
            out.go(key.clone(), &codec::with_revision(*revision, old));
            for entry in known.iter().filter(|entry| !index.contains(entry)) {
                out.go(entry.clone(), &[]);
            }
        }
        if let Some(value) = &value {
            out.come(key.clone(), codec::with_revision(revision, value));
            let mut index = index;
            index.sort_unstable();
            index.dedup();
            for entry in index {
                if known.binary_search(&entry).is_ok() {
                    out.batch.put(entry, Vec::new());
                } else {
                    out.come(entry, Vec::new());
                }
            }
        }
        let previous = before.map_or(Revision(0), |(revision, _)| revision);
        out.records.push(RecordChange { table, key, id, value, previous });
    }
    Ok(out)
}

/// Brings a durable group into the engine, a bounded batch at a time; each batch ends with a commit and says so.
fn apply_all(shared: &Shared, engine: &dyn Engine, group: &mut [Accepted], entries: &[Entry]) -> Result<()> {
    let mut batch = Batch::default();
    let last = group.len().saturating_sub(1);
    for (place, (accepted, entry)) in group.iter_mut().zip(entries).enumerate() {
        batch.append(std::mem::take(&mut accepted.batch));
        shared.counters.grow(accepted.grown);
        if batch.len() >= BATCH_MAX || place == last {
            let mut full = std::mem::take(&mut batch);
            Applied::note(&mut full, entry.seq, &shared.counters);
            engine.apply(full)?;
            shared.applied.store(entry.seq, Ordering::Release);
        }
    }
    Ok(())
}

/// The engine while there is none: between one that has failed and the same opened again.
struct Closed;

impl Closed {
    fn error<T>() -> Result<T> {
        Err(StoreError::Engine("the engine has failed and could not be opened again yet".into()))
    }
}

impl Engine for Closed {
    fn get(&self, _: &[u8]) -> Result<Option<Vec<u8>>> {
        Self::error()
    }

    fn range(&self, _: &[u8], _: Option<&[u8]>, _: Walk, _: &mut Visit<'_>) -> Result<()> {
        Self::error()
    }

    fn apply(&self, _: Batch) -> Result<()> {
        Self::error()
    }

    fn checkpoint(&self) -> Result<()> {
        Self::error()
    }

    fn size(&self) -> u64 {
        0
    }
}

/// Writes a little file and removes it again: a disk that has refused a commit shows that it would take one.
fn try_out(disk: &dyn Disk) -> Result<()> {
    /// The ending is that of files which opening removes.
    const NAME: &str = "writable.part";
    let _ = disk.remove(NAME);
    let out = disk.create(NAME).and_then(|mut file| {
        file.append(&[0; 4096])?;
        file.sync()
    });
    let gone = disk.remove(NAME);
    out.and(gone).map_err(StoreError::io(disk.path(NAME)))
}

/// What an error says about the store; `None` when it is about the commit only.
fn health_of(error: &StoreError) -> Option<Health> {
    match error {
        StoreError::NoRoom { free, reserve } => Some(Health::NoRoom { free: *free, reserve: *reserve }),
        StoreError::NoFiles { free } => Some(Health::NoFiles { free: *free }),
        StoreError::Unwritable { path, source } => {
            Some(Health::Unwritable { path: path.clone(), kind: source.kind() })
        }
        StoreError::Stopped(why) => Some(Health::Stopped(why.clone())),
        _ => None,
    }
}

/// The same error for another one who waits.
fn again(error: &StoreError) -> StoreError {
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
        other => StoreError::Stopped(other.to_string()),
    }
}

fn answer(to: SyncSender<Result<u64>>, result: Result<u64>) {
    // Nobody waits any more when the ticket was dropped; that is their choice.
    let _ = to.send(result);
}
