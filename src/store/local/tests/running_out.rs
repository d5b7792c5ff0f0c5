//! Disks that run out or fail, at every single operation in turn.

use std::io::ErrorKind;

use super::faults::{Fault, Faults, FaultyDisk, FaultyEngine, Op};
use super::*;
use crate::domain::ids::{ClientId, RecordId};
use crate::store::disk::{Disk, MemoryDisk};
use crate::store::engine::{Engine, MemoryEngine, WriteBehind};
use crate::store::journal::segment_name;
use crate::store::{Reads, StoreError};

/// A client whose number every commit changes.
const CHANGING: u64 = 1000;
const CHANGED: u64 = 79_100_000_000;

/// A store on a disk and an engine that fail, and what is left when it is gone.
struct Bench {
    disk: MemoryDisk,
    faults: Arc<Faults>,
    settings: Settings,
    /// The engine is changed behind the writer's back.
    behind: bool,
}

impl Bench {
    fn new() -> Self {
        // Each segment takes two or three commits; the keeper's work is done by the test.
        let settings =
            Settings { segment_bytes: 400, keep_snapshots: 1, keep_days: Some(0), ..Settings::default() };
        Self { disk: MemoryDisk::default(), faults: Faults::new(), settings, behind: false }
    }

    fn behind() -> Self {
        Self { behind: true, ..Self::new() }
    }

    fn open(&self, forgetful: bool) -> LocalStore {
        let disk: Arc<dyn Disk> = Arc::new(FaultyDisk(self.disk.clone(), Arc::clone(&self.faults)));
        let engine = FaultyEngine(Arc::new(MemoryEngine::default()), Arc::clone(&self.faults));
        let counters = Counters::new();
        let mut journal = Journal::open(Arc::clone(&disk), 0, &mut |_| Ok(())).unwrap();
        journal.set_segment_max(self.settings.segment_bytes);
        let behind = self.behind;
        let above = move |engine: FaultyEngine| -> Result<Arc<dyn Engine>> {
            Ok(if behind { Arc::new(WriteBehind::over(engine)?) } else { Arc::new(engine) })
        };
        let first = above(engine.clone()).unwrap();
        let mut shared = Shared::new(first, counters, disk, self.settings, journal.last());
        shared.reopen = Some(Box::new(move || above(engine.reopen(forgetful)?)));
        LocalStore::start(shared, journal, None).unwrap()
    }

    /// What is on the disk, in a fresh engine.
    fn again(&self) -> LocalStore {
        LocalStore::on(Box::new(self.disk.clone()), Box::<MemoryEngine>::default()).unwrap()
    }
}

fn commit(id: u64) -> Commit {
    // Each is later than the one before: what is older than the last one is history.
    let at = Moment::from_millis(i64::try_from(id).unwrap());
    let mut commit = Commit::new(Origin { at, ..origin() });
    commit.put(&client(id, &[79_000_000_000 + id])).unwrap();
    commit.put(&client(CHANGING, &[CHANGED + id])).unwrap();
    commit
}

fn write(store: &dyn Store, id: u64) -> Result<u64> {
    store.commit(commit(id))
}

/// A day of work: the clients whose commits were acknowledged.
fn day(store: &LocalStore) -> Vec<u64> {
    let mut done = Vec::new();
    for id in 1..=8 {
        if write(store, id).is_ok() {
            done.push(id);
        }
        if id % 3 == 0 {
            // With no room it fails; nothing hangs on it.
            let _ = store.take_snapshot();
            let _ = if id == 6 { store.tidy().map(drop) } else { store.checkpoint() };
        }
    }
    done
}

/// Everything acknowledged is there; what else is there is there as a whole.
#[track_caller]
fn check(store: &dyn Store, acknowledged: &[u64], about: &str) -> Vec<u64> {
    let all = Reads(store).all::<crate::domain::client::Client>().unwrap();
    let ids: Vec<u64> = all.iter().map(|kept| kept.id.as_u64()).filter(|id| *id != CHANGING).collect();
    for id in acknowledged {
        assert!(ids.contains(id), "{about}: {id} was acknowledged and is not among {ids:?}");
    }
    for id in &ids {
        assert_eq!(by_ending(store, &(79_000_000_000 + id).to_string()).len(), 1, "{about}: {id}");
    }
    let changing = Reads(store).client(ClientId::from_u64(CHANGING)).unwrap();
    let number = changing.and_then(|kept| kept.phones().next().map(|phone| phone.number()));
    assert_eq!(number, ids.iter().max().map(|id| CHANGED + id), "{about}: half of a commit is there");
    for id in 0..20 {
        let owners = by_ending(store, &(CHANGED + id).to_string()).len();
        assert_eq!(owners, usize::from(number == Some(CHANGED + id)), "{about}: the index of {id}");
    }
    ids
}

#[track_caller]
fn becomes(store: &dyn Store, health: &Health) {
    // The writer looks when it comes to it; asking again does no harm.
    for _ in 0..1_000_000 {
        store.probe();
        if store.health() == *health {
            return;
        }
        std::thread::yield_now();
    }
    panic!("the store is {:?}", store.health());
}

/// One fault in a day of work: what holds during it, after it, and after opening again. Returns what has failed.
fn suffer(bench: &Bench, fault: Fault, forgetful: bool) -> Vec<Op> {
    let about = format!("{fault:?}, forgetful: {forgetful}, behind: {}", bench.behind);
    let store = bench.open(forgetful);
    let changes = store.subscribe();
    bench.faults.arm(Some(fault));
    let mut done = day(&store);
    let fired = bench.faults.fired();
    bench.faults.mend();
    if fired.contains(&Op::SyncJournal) {
        // Nobody knows what the disk has: nothing is acknowledged any more, even if later syncs succeed.
        for id in 9..=10 {
            assert!(matches!(write(&store, id), Err(StoreError::Stopped(_))), "{about}");
        }
        store.probe();
        assert!(matches!(store.health(), Health::Stopped(_)), "{about}");
        assert!(done.len() < 8, "{about}");
        check(&store, &done, &about);
    } else {
        becomes(&store, &Health::Writable);
        check(&store, &done, &about);
        write(&store, 9).unwrap_or_else(|error| panic!("{about}: {error}"));
        done.push(9);
        let ids = check(&store, &done, &about);
        // Everybody was told of everything that is there, once and in order.
        let told: Vec<u64> = changes.try_iter().map(|entry| entry.seq).collect();
        assert_eq!(told, (1..=ids.len() as u64).collect::<Vec<_>>(), "{about}");
        assert_eq!(store.last_seq(), ids.len() as u64, "{about}");
        assert_eq!(store.live_bytes(), bytes_of(&dump(&store)), "{about}");
        store.take_snapshot().unwrap();
    }
    drop(store);
    let parts = bench.disk.list().unwrap().into_iter().filter(|name| name.ends_with(".part"));
    if !fired.contains(&Op::Remove) && !fault.lasting {
        assert_eq!(parts.count(), 0, "{about}");
    }
    let store = bench.again();
    check(&store, &done, &about);
    write(&store, 10).unwrap();
    done.push(10);
    check(&store, &done, &about);
    fired
}

#[test]
fn a_fault_at_any_operation_loses_nothing_and_leaves_nothing_half_done() {
    let bench = Bench::new();
    let store = bench.open(false);
    bench.faults.arm(None);
    assert_eq!(day(&store).len(), 8);
    drop(store);
    let log = bench.faults.log();
    assert!(bench.disk.list().unwrap().iter().all(|name| *name != segment_name(1)), "no history has gone");
    for op in [Op::Create, Op::Append, Op::SyncJournal, Op::Sync, Op::Rename, Op::Remove, Op::Apply] {
        assert!(log.contains(&op), "{op:?} never comes up");
    }
    let last = log.len() - log.iter().rev().take_while(|op| **op == Op::Checkpoint).count();
    let kinds = [
        ErrorKind::StorageFull,
        ErrorKind::QuotaExceeded,
        ErrorKind::ReadOnlyFilesystem,
        ErrorKind::PermissionDenied,
        ErrorKind::Other,
    ];
    for at in 0..last {
        for way in 0..8 {
            let (lasting, done, forgetful) = (way & 1 > 0, way & 2 > 0, way & 4 > 0);
            let fault = Fault { at, kind: kinds[(at + way) % kinds.len()], lasting, done };
            let fired = suffer(&Bench::new(), fault, forgetful);
            assert!(!fired.is_empty(), "{fault:?}: nothing failed");
        }
    }
}

#[test]
fn nor_does_one_behind_the_back_of_the_writer() {
    let bench = Bench::behind();
    let store = bench.open(false);
    bench.faults.arm(None);
    assert_eq!(day(&store).len(), 8);
    drop(store);
    let operations = bench.faults.log().len();
    let (mut failed, mut reopened) = (Vec::new(), false);
    // Which operation has which number is different every time: two threads work.
    for at in 0..operations {
        for way in 0..8 {
            let (lasting, done, forgetful) = (way & 1 > 0, way & 2 > 0, way & 4 > 0);
            let fault = Fault { at, kind: ErrorKind::StorageFull, lasting, done };
            let bench = Bench::behind();
            failed.extend(suffer(&bench, fault, forgetful));
            reopened |= bench.faults.log().contains(&Op::Reopen);
        }
    }
    assert!(failed.contains(&Op::Apply) && failed.contains(&Op::SyncJournal));
    assert!(reopened, "an engine that fails is never opened again");
}

#[test]
fn an_engine_that_fails_for_want_of_room_is_read_until_there_is_room() {
    for bench in [Bench::new(), Bench::behind()] {
        let about = format!("behind: {}", bench.behind);
        let store = Arc::new(bench.open(false));
        write(store.as_ref(), 1).unwrap();
        // The disk fills up between the journal and the engine.
        bench.faults.hold_syncs();
        let ticket = store.submit(commit(2).bulk());
        bench.faults.wait_for_sync();
        bench.faults.arm(Some(Fault { at: 1, kind: ErrorKind::StorageFull, lasting: true, done: false }));
        bench.faults.set_room(bench.settings.reserve - 1, 1000);
        bench.faults.let_pass(None);
        assert!(matches!(ticket.wait(), Err(StoreError::NoEngine(_))), "{about}");
        assert!(matches!(write(store.as_ref(), 3), Err(StoreError::NoRoom { .. })), "{about}");
        check(store.as_ref(), &[1], &about);
        assert!(!bench.faults.log().contains(&Op::Reopen), "{about}: it would not have opened");
        bench.faults.mend();
        bench.faults.set_room(u64::MAX, 1000);
        becomes(store.as_ref(), &Health::Writable);
        assert!(bench.faults.log().contains(&Op::Reopen), "{about}");
        // It was in the journal.
        check(store.as_ref(), &[1, 2], &about);
        write(store.as_ref(), 3).unwrap();
        check(store.as_ref(), &[1, 2, 3], &about);
    }
}

#[test]
fn reading_alone_brings_an_engine_back() {
    for bench in [Bench::new(), Bench::behind()] {
        let about = format!("behind: {}", bench.behind);
        let store = bench.open(false);
        write(&store, 1).unwrap();
        bench.faults.arm(Some(Fault { at: 2, kind: ErrorKind::Other, lasting: true, done: false }));
        let refused = store.commit(commit(2).bulk());
        assert!(matches!(refused, Err(StoreError::NoEngine(_))), "{about}: {refused:?}");
        assert!(matches!(store.get(b"nothing"), Err(StoreError::Engine(_))), "{about}");
        bench.faults.mend();
        let ids = check(&store, &[1], &about);
        assert!(ids.contains(&2), "{about}: {ids:?}");
        becomes(&store, &Health::Writable);
    }
}

#[test]
fn below_the_reserve_nothing_is_written_until_there_is_room() {
    let bench = Bench::new();
    let store = bench.open(false);
    write(&store, 1).unwrap();
    let reserve = bench.settings.reserve;
    bench.faults.set_room(reserve - 1, 1000);
    for id in 2..4 {
        let error = write(&store, id).unwrap_err();
        assert!(
            matches!(error, StoreError::NoRoom { free, reserve: r } if free == reserve - 1 && r == reserve)
        );
    }
    assert_eq!(store.health(), Health::NoRoom { free: reserve - 1, reserve });
    assert!(matches!(store.take_snapshot(), Err(StoreError::NoRoom { .. })));
    assert_eq!(check(&store, &[1], "no room"), [1]);
    // It is noticed without a write.
    bench.faults.set_room(reserve, 1000);
    becomes(&store, &Health::Writable);
    write(&store, 2).unwrap();
    // The last room is left to operators.
    let bulk = commit(4);
    let refused = store.commit(bulk.clone().bulk());
    assert!(
        matches!(refused, Err(StoreError::NoRoom { free, reserve: r }) if free == reserve && r == 2 * reserve)
    );
    assert_eq!(store.health(), Health::Writable);
    // No more files can be made, however much room there is.
    bench.faults.set_room(u64::MAX, 3);
    assert!(matches!(write(&store, 3), Err(StoreError::NoFiles { free: 3 })));
    assert_eq!(store.health(), Health::NoFiles { free: 3 });
    bench.faults.set_room(u64::MAX, 1000);
    // A write finds out as well as a look.
    write(&store, 3).unwrap();
    assert_eq!(store.health(), Health::Writable);
    store.commit(bulk.bulk()).unwrap();
    drop(store);
    check(&bench.again(), &[1, 2, 3, 4], "after all");
}

#[test]
fn a_disk_that_refuses_is_tried_out_before_it_is_called_writable() {
    let bench = Bench::new();
    let store = bench.open(false);
    write(&store, 1).unwrap();
    bench.faults.arm(Some(Fault { at: 0, kind: ErrorKind::PermissionDenied, lasting: true, done: false }));
    assert!(matches!(write(&store, 2), Err(StoreError::Unwritable { .. })));
    let refused = store.health();
    assert!(matches!(refused, Health::Unwritable { kind: ErrorKind::PermissionDenied, .. }));
    let before = bench.faults.log().len();
    store.probe();
    while bench.faults.log().len() == before {
        std::thread::yield_now();
    }
    assert_eq!(store.health(), refused);
    bench.faults.mend();
    becomes(&store, &Health::Writable);
    write(&store, 2).unwrap();
    assert_eq!(bench.disk.list().unwrap().iter().filter(|name| !name.ends_with(".journal")).count(), 0);
}

#[test]
fn the_keeper_goes_on_when_its_work_fails_for_want_of_room() {
    let mut bench = Bench::new();
    // Something is due after every commit.
    (bench.settings.checkpoint_bytes, bench.settings.snapshot_bytes) = (1, 200);
    let store = bench.open(false);
    bench.faults.set_room(bench.settings.reserve, 1000);
    for id in 1..=4 {
        write(&store, id).unwrap();
    }
    // The disk fills up; the journal takes what an operator writes at the last moment, snapshots are not finished.
    bench.faults.set_room(bench.settings.reserve - 1, 1000);
    assert!(write(&store, 5).is_err());
    bench.faults.set_room(u64::MAX, u64::MAX);
    for id in 6..=9 {
        write(&store, id).unwrap();
    }
    while crate::store::snapshot::list(&bench.disk).unwrap().is_empty() {
        std::thread::yield_now();
    }
    drop(store);
    check(&bench.again(), &[1, 2, 3, 4, 6, 7, 8, 9], "the keeper");
}

#[test]
fn a_store_closes_on_a_full_disk() {
    let bench = Bench::new();
    let store = bench.open(false);
    write(&store, 1).unwrap();
    bench.faults.arm(Some(Fault { at: 0, kind: ErrorKind::StorageFull, lasting: true, done: false }));
    let waiting = store.submit(commit(2));
    drop(store);
    assert!(waiting.wait().is_err());
    assert_eq!(check(&bench.again(), &[1], "closed"), [1]);
}

#[test]
fn an_engine_that_is_closed_for_a_while_is_not_distrusted() {
    let mut bench = Bench::new();
    bench.settings.segment_bytes = u64::MAX;
    let store = bench.open(false);
    let read = || store.get(client(CHANGING, &[]).key().as_bytes());
    bench.faults.arm(None);
    write(&store, 1).unwrap();
    let at = bench.faults.log().iter().position(|op| *op == Op::Apply).unwrap();
    // It fails, and can't be opened again for now.
    bench.faults.arm(Some(Fault { at, kind: ErrorKind::Other, lasting: true, done: false }));
    assert!(matches!(write(&store, 2), Err(StoreError::NoEngine(_))));
    assert!(matches!(store.health(), Health::NoEngine(_)));
    assert_eq!(bench.faults.fired(), [Op::Apply, Op::Reopen]);
    assert!(matches!(read(), Err(StoreError::Engine(_))));
    bench.faults.mend();
    becomes(&store, &Health::Writable);
    assert!(read().unwrap().is_some());
    assert!(!store.shared.suspect.load(Ordering::Relaxed));
    // One that can't be read though it is there is.
    let store = LocalStore::on(Box::<MemoryDisk>::default(), Box::new(Mute("a page is gone"))).unwrap();
    assert!(matches!(store.get(&[1]), Err(StoreError::Engine(_))));
    assert!(store.shared.suspect.load(Ordering::Relaxed));
}

#[test]
fn an_engine_that_could_not_be_read_by_whomever_is_made_anew_at_the_next_opening() {
    let readers: [&dyn Fn(&LocalStore); 4] = [
        &|store| assert!(store.get(&[1]).is_err()),
        &|store| assert!(!store.verify(false, &mut |_| {}).unwrap().is_clean()),
        &|store| assert!(store.take_snapshot().is_err()),
        &|store| assert!(write(store, 2).is_err()),
    ];
    for (kind, read) in [EngineKind::Sled, EngineKind::Lmdb]
        .into_iter()
        .zip([readers; 2])
        .flat_map(|(kind, readers)| readers.map(|read| (kind, read)))
    {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let open = || {
            let mut rebuilt = false;
            let store = LocalStore::open(&data, kind, &mut |progress| {
                rebuilt |= matches!(progress, OpenProgress::Rebuilding { .. });
            });
            (store.unwrap(), rebuilt)
        };
        write(&open().0, 1).unwrap();
        let (store, rebuilt) = open();
        assert!(!rebuilt);
        store.shared.put_engine(store.shared.watched(Arc::new(Mute("a page is gone"))));
        read(&store);
        drop(store);
        let (store, rebuilt) = open();
        assert!(rebuilt && store.get(client(CHANGING, &[]).key().as_bytes()).unwrap().is_some(), "{kind:?}");
        // For want of room nothing is given up.
        store.shared.put_engine(store.shared.watched(Arc::new(Mute("No space left on device"))));
        read(&store);
        drop(store);
        assert!(!open().1, "{kind:?}");
    }
}

/// An engine of which nothing can be read but its own note.
struct Mute(&'static str);

impl Engine for Mute {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        if key.starts_with(&[0]) { Ok(None) } else { Err(StoreError::Engine(self.0.into())) }
    }
    fn range(&self, _: &[u8], _: Option<&[u8]>, _: Walk, _: &mut Visit<'_>) -> Result<()> {
        Err(StoreError::Engine(self.0.into()))
    }
    fn apply(&self, _: crate::store::engine::Batch) -> Result<()> {
        Ok(())
    }
    fn checkpoint(&self) -> Result<()> {
        Ok(())
    }
    fn size(&self) -> u64 {
        0
    }
}

/// An engine that ends its thread.
struct Bomb;

impl Engine for Bomb {
    fn get(&self, _: &[u8]) -> Result<Option<Vec<u8>>> {
        Ok(None)
    }
    fn range(&self, _: &[u8], _: Option<&[u8]>, _: Walk, _: &mut Visit<'_>) -> Result<()> {
        Ok(())
    }
    fn apply(&self, _: crate::store::engine::Batch) -> Result<()> {
        panic!("the engine has a fault nobody thought of")
    }
    fn checkpoint(&self) -> Result<()> {
        Ok(())
    }
    fn size(&self) -> u64 {
        0
    }
}

#[test]
fn nobody_waits_for_a_writer_that_is_gone() {
    let store = LocalStore::on(Box::<MemoryDisk>::default(), Box::new(Bomb)).unwrap();
    for id in 1..4 {
        assert!(matches!(write(&store, id), Err(StoreError::Stopped(_))));
    }
    while !matches!(store.health(), Health::Stopped(_)) {
        std::thread::yield_now();
    }
}
