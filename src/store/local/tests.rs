//! The contract of a store, kept by every engine; and what only a store on disk can show.

use std::ops::ControlFlow;
use std::path::Path;

use super::*;
use crate::domain::client::Client;
use crate::domain::contact::ContactMethod;
use crate::domain::ids::{CallListId, ClientId, QueueEntryId, RecordId, SessionId, UserId};
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::time::Moment;
use crate::store::disk::MemoryDisk;
use crate::store::engine::{Batch, Engine, MemoryEngine, SledEngine};
use crate::store::tables::{ZonePlace, queue_key};
use crate::store::{Index, Key, Origin, Owner, Reads, Record, Revision, StoreError};

fn origin() -> Origin {
    Origin {
        at: Moment::from_millis(1),
        actor: UserId::from_u64(1),
        session: SessionId(1),
        use_case: "test".into(),
    }
}

fn client(id: u64, phones: &[u64]) -> Client {
    let mut client = Client::new(ClientId::from_u64(id), format!("Клиент {id}"), Moment::from_millis(1));
    let phones = phones.iter().map(|n| ContactMethod::phone(Phone::from_e164(*n).unwrap(), ""));
    client.methods.extend(phones);
    client
}

fn put(store: &dyn Store, record: &impl Record) -> Result<u64> {
    let mut commit = Commit::new(origin());
    commit.put(record)?;
    store.commit(commit)
}

fn by_ending(store: &dyn Store, digits: &str) -> Vec<Owner> {
    let reversed: String = digits.chars().rev().collect();
    Reads(store).owners(&Index::Phone.key().open_text(&reversed), 100).unwrap()
}

/// Runs a test on a store of each engine.
fn on_each(test: impl Fn(&dyn Store)) {
    test(&LocalStore::in_memory().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let engine = SledEngine::open(&folder.path().join("engine")).unwrap();
    test(&LocalStore::on(Box::new(MemoryDisk::default()), Box::new(engine)).unwrap());
}

fn open(folder: &Path) -> Result<LocalStore> {
    LocalStore::open(folder, EngineKind::Sled, &mut |_| {})
}

#[test]
fn a_record_is_read_back_with_its_revision() {
    on_each(|store| {
        let reads = Reads(store);
        assert!(reads.client(ClientId::from_u64(1)).unwrap().is_none());
        let seq = put(store, &client(1, &[])).unwrap();
        let kept = reads.client(ClientId::from_u64(1)).unwrap().unwrap();
        assert_eq!((kept.revision, &kept.record), (Revision(seq), &client(1, &[])));
        assert_eq!(store.last_seq(), seq);
    });
}

#[test]
fn an_expectation_that_does_not_hold_refuses_the_whole_commit() {
    on_each(|store| {
        let first = put(store, &client(1, &[])).unwrap();
        let second = put(store, &client(1, &[79_000_000_001])).unwrap();
        assert_eq!(second, first + 1);
        let mut commit = Commit::new(origin());
        commit.put(&client(2, &[])).unwrap();
        commit.replace(&client(1, &[79_000_000_002]), Revision(first)).unwrap();
        assert!(matches!(store.commit(commit), Err(StoreError::Conflict)));
        assert!(Reads(store).client(ClientId::from_u64(2)).unwrap().is_none());
        assert_eq!(by_ending(store, "0002"), []);
        let mut commit = Commit::new(origin());
        commit.replace(&client(2, &[]), Revision(0)).unwrap();
        commit.expect_nothing(Index::Phone.key().open_text("2"));
        store.commit(commit).unwrap();
        let mut commit = Commit::new(origin());
        commit.put(&client(3, &[])).unwrap();
        commit.expect_nothing(Index::Phone.key().open_text("1"));
        assert!(matches!(store.commit(commit), Err(StoreError::Conflict)));
    });
}

#[test]
fn index_entries_follow_their_record() {
    on_each(|store| {
        let owner = |id| Owner::Client(ClientId::from_u64(id));
        put(store, &client(1, &[74_951_234_567, 79_161_234_567])).unwrap();
        put(store, &client(2, &[74_951_234_567])).unwrap();
        assert_eq!(by_ending(store, "4951234567"), [owner(1), owner(2)]);
        assert_eq!(by_ending(store, "1234567").len(), 3);
        let changed = put(store, &client(1, &[79_161_234_567, 79_990_000_000])).unwrap();
        assert_eq!(by_ending(store, "4951234567"), [owner(2)]);
        assert_eq!(by_ending(store, "79990000000"), [owner(1)]);
        let mut commit = Commit::new(origin());
        commit.delete(&client(1, &[]), Revision(changed));
        store.commit(commit).unwrap();
        assert_eq!(by_ending(store, "79161234567"), []);
        assert_eq!(by_ending(store, "79990000000"), []);
    });
}

#[test]
fn one_commit_may_change_one_record_twice() {
    on_each(|store| {
        let mut commit = Commit::new(origin());
        commit.put(&client(1, &[79_000_000_001])).unwrap();
        commit.put(&client(1, &[79_000_000_002])).unwrap();
        store.commit(commit).unwrap();
        assert_eq!(by_ending(store, "79000000001"), []);
        assert_eq!(by_ending(store, "79000000002").len(), 1);
    });
}

#[test]
fn ranges_walk_both_ways_and_stop_when_told() {
    on_each(|store| {
        for id in 1..=5 {
            put(store, &client(id, &[])).unwrap();
        }
        let walk = |walk, limit| -> Vec<u64> {
            let some = Reads(store).some::<Client>(&Key::new(1), walk, limit).unwrap();
            some.iter().map(|kept| kept.id.as_u64()).collect()
        };
        assert_eq!(walk(Walk::Up, 9), [1, 2, 3, 4, 5]);
        assert_eq!(walk(Walk::Down, 2), [5, 4]);
        assert!(walk(Walk::Up, 0).is_empty());
        let key = |id| Client::key_of(ClientId::from_u64(id));
        let mut seen = 0;
        let mut count = |_: &[u8], _: &[u8]| {
            seen += 1;
            ControlFlow::Continue(())
        };
        store.range(key(2).as_bytes(), Some(key(4).as_bytes()), Walk::Down, &mut count).unwrap();
        store.range(key(4).as_bytes(), Some(key(2).as_bytes()), Walk::Up, &mut count).unwrap();
        assert_eq!(seen, 2);
    });
}

fn queue_entry(id: u64, due: i64) -> QueueEntry {
    QueueEntry {
        id: QueueEntryId::from_u64(id),
        client: ClientId::from_u64(id),
        person: None,
        phone: None,
        kind: EntryKind::New,
        due: Moment::from_millis(due),
        reason: String::new(),
        list: Some(CallListId::from_u64(1)),
        attempts: 0,
        max_attempts: 5,
        owner: None,
        state: EntryState::Waiting,
        zone: Some(chrono_tz::Europe::Moscow),
        created: Moment::from_millis(0),
    }
}

#[test]
fn the_queue_is_found_by_due_time() {
    on_each(|store| {
        for (id, due) in [(1, 30), (2, -10), (3, 20)] {
            put(store, &queue_entry(id, due)).unwrap();
        }
        let due = |store| -> Vec<u64> {
            let prefix = queue_key(None, EntryKind::New, ZonePlace::Russia(1));
            let ids = Reads(store).ids::<QueueEntryId>(&prefix, 9).unwrap();
            ids.iter().map(|id| id.as_u64()).collect()
        };
        assert_eq!(due(store), [2, 3, 1]);
        let mut taken = queue_entry(2, -10);
        taken.state = EntryState::Taken { by: UserId::from_u64(1), until: Moment::from_millis(99) };
        put(store, &taken).unwrap();
        assert_eq!(due(store), [3, 1]);
        assert_eq!(Reads(store).keys(&Index::QueueTaken.key(), 9).unwrap().len(), 1);
    });
}

#[test]
fn of_many_claims_on_one_record_one_wins() {
    on_each(|store| {
        let mut revision = put(store, &queue_entry(1, 0)).unwrap();
        for round in 0..20_u64 {
            let wins: Vec<_> = std::thread::scope(|scope| {
                let claim = |user| {
                    let mut entry = queue_entry(1, 0);
                    entry.state = EntryState::Taken {
                        by: UserId::from_u64(user),
                        until: Moment::from_millis(round as i64),
                    };
                    let mut commit = Commit::new(origin());
                    commit.replace(&entry, Revision(revision)).unwrap();
                    store.commit(commit).ok()
                };
                let threads: Vec<_> = (0..8).map(|user| scope.spawn(move || claim(user))).collect();
                threads.into_iter().filter_map(|thread| thread.join().unwrap()).collect()
            });
            assert_eq!(wins.len(), 1);
            revision = wins[0];
        }
    });
}

#[test]
fn subscribers_see_every_commit_in_order() {
    on_each(|store| {
        put(store, &client(1, &[])).unwrap();
        let changes = store.subscribe();
        drop(store.subscribe());
        for id in 2..=4 {
            put(store, &client(id, &[])).unwrap();
        }
        let seen: Vec<u64> = changes.try_iter().map(|entry| entry.changes[0].id).collect();
        assert_eq!(seen, [2, 3, 4]);
    });
}

#[test]
fn ids_are_never_given_twice() {
    let folder = tempfile::tempdir().unwrap();
    let first = {
        let store = open(folder.path()).unwrap();
        assert_eq!(store.allocate(Table::Client, 10), 1);
        assert_eq!(store.allocate(Table::Person, 1), 1);
        let next = store.allocate(Table::Client, 1);
        put(&store, &client(next, &[])).unwrap();
        put(&store, &client(500, &[])).unwrap();
        next
    };
    assert_eq!(first, 11);
    let store = open(folder.path()).unwrap();
    assert_eq!(store.allocate(Table::Client, 1), 501);
}

#[test]
fn a_store_on_disk_opens_with_all_it_had_whatever_became_of_the_engine() {
    let folder = tempfile::tempdir().unwrap();
    let check = |count: u64| {
        let store = open(folder.path()).unwrap();
        for id in 1..=count {
            assert_eq!(by_ending(&store, &(79_000_000_000 + id).to_string()).len(), 1, "client {id}");
        }
        put(&store, &client(count + 1, &[79_000_000_001 + count])).unwrap();
    };
    check(0);
    check(1);
    // The engine is gone.
    std::fs::remove_dir_all(folder.path().join("engine-sled")).unwrap();
    check(2);
    // The engine is nonsense.
    for file in std::fs::read_dir(folder.path().join("engine-sled")).unwrap().flatten() {
        if file.path().is_file() {
            std::fs::write(file.path(), b"nonsense").unwrap();
        }
    }
    check(3);
    // The machine went down while the engine was open.
    std::fs::write(folder.path().join("engine.open"), "another boot\n").unwrap();
    check(4);
    // The engine is older than the journal: it was copied away and back.
    let engine = folder.path().join("engine-sled");
    let copy = folder.path().join("copy");
    copy_folder(&engine, &copy);
    check(5);
    std::fs::remove_dir_all(&engine).unwrap();
    std::fs::rename(&copy, &engine).unwrap();
    check(6);
    // The end of the journal is torn.
    let journal = folder.path().join("journal/00000000000000000001.journal");
    let mut bytes = std::fs::read(&journal).unwrap();
    bytes.extend_from_slice(&[1, 2, 3, 4, 5]);
    std::fs::write(&journal, bytes).unwrap();
    check(7);
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn folders_that_are_not_ours_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("photo.jpg"), b"x").unwrap();
    assert!(matches!(open(folder.path()), Err(StoreError::NotAStore { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    assert!(matches!(open(folder.path()), Err(StoreError::Busy { .. })));
    drop(store);
    std::fs::write(folder.path().join("FORMAT"), "dozvon store 99\n").unwrap();
    assert!(matches!(open(folder.path()), Err(StoreError::TooNew { found: 99, known: 1 })));
    std::fs::write(folder.path().join("FORMAT"), "something else").unwrap();
    assert!(matches!(open(folder.path()), Err(StoreError::NotAStore { .. })));
}

#[test]
fn a_journal_that_lost_commits_is_not_written_to() {
    let folder = tempfile::tempdir().unwrap();
    put(&open(folder.path()).unwrap(), &client(1, &[])).unwrap();
    std::fs::remove_dir_all(folder.path().join("journal")).unwrap();
    assert!(matches!(open(folder.path()), Err(StoreError::JournalBehind { engine: 1, journal: 0 })));
    assert_eq!(std::fs::read_dir(folder.path().join("journal")).unwrap().count(), 0);
}

/// An engine that fails to apply after so many batches.
struct Failing(MemoryEngine, AtomicU64);

impl Engine for Failing {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.0.get(key)
    }
    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        self.0.range(from, to, walk, visit)
    }
    fn apply(&self, batch: Batch) -> Result<()> {
        if self.1.fetch_sub(1, Ordering::Relaxed) == 0 {
            return Err(StoreError::Engine("no".into()));
        }
        self.0.apply(batch)
    }
    fn checkpoint(&self) -> Result<()> {
        Ok(())
    }
    fn size(&self) -> u64 {
        0
    }
}

#[test]
fn after_a_failed_write_nothing_is_acknowledged() {
    let disk = MemoryDisk::default();
    let engine = Failing(MemoryEngine::default(), AtomicU64::new(1));
    let store = LocalStore::on(Box::new(disk.clone()), Box::new(engine)).unwrap();
    put(&store, &client(1, &[])).unwrap();
    for id in 2..4 {
        assert!(matches!(put(&store, &client(id, &[])), Err(StoreError::Stopped(_))));
    }
    // Opening again heals it: what the journal had of the failed write is there, and nothing is lost.
    drop(store);
    let store = LocalStore::on(Box::new(disk), Box::new(MemoryEngine::default())).unwrap();
    assert!(Reads(&store).client(ClientId::from_u64(1)).unwrap().is_some());
    put(&store, &client(9, &[])).unwrap();
}

#[test]
fn bulk_commits_come_through_while_operators_write() {
    let store = LocalStore::in_memory().unwrap();
    let tickets: Vec<_> = (1..=50)
        .map(|id| {
            let mut commit = Commit::new(origin());
            commit.put(&client(id, &[])).unwrap();
            store.submit(if id % 2 == 0 { commit.bulk() } else { commit })
        })
        .collect();
    let mut seqs: Vec<u64> = tickets.into_iter().map(|ticket| ticket.wait().unwrap()).collect();
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=50).collect::<Vec<_>>());
    let store: &dyn Store = &store;
    assert_eq!(Reads(store).all::<Client>().unwrap().len(), 50);
}

#[test]
fn a_commit_is_refused_or_read_back_however_large() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    let large = |from: u64, count: u64| {
        let mut commit = Commit::new(origin());
        for id in from..from + count {
            let client = Client { address: "а".repeat(500_000), ..client(id, &[]) };
            commit.insert(&client).unwrap();
        }
        commit
    };
    // Together they are more than one frame takes.
    let tickets: Vec<_> = (0..6).map(|n| store.submit(large(1 + n * 15, 15))).collect();
    for ticket in tickets {
        ticket.wait().unwrap();
    }
    assert!(matches!(store.commit(large(1_000, 40)), Err(StoreError::TooLarge { bytes: 40_000_000.. })));
    // That was no failure of the store.
    put(&store, &client(2_000, &[])).unwrap();
    drop(store);
    std::fs::remove_dir_all(folder.path().join("engine-sled")).unwrap();
    let store = open(folder.path()).unwrap();
    let reads = Reads(&store);
    for id in 1..=90 {
        assert_eq!(reads.client(ClientId::from_u64(id)).unwrap().unwrap().address.len(), 1_000_000);
    }
    assert!(reads.client(ClientId::from_u64(1_000)).unwrap().is_none());
    assert!(reads.client(ClientId::from_u64(2_000)).unwrap().is_some());
}
