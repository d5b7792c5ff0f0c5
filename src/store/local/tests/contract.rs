//! The contract of a store, kept by every engine.

use std::ops::ControlFlow;

use super::*;
use crate::domain::ids::{CallListId, QueueEntryId};
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::store::disk::MemoryDisk;
use crate::store::engine::{LmdbEngine, SledEngine, WriteBehind};
use crate::store::tables::LaneOwner;
use crate::store::{Key, Revision};

/// Runs a test on a store of each engine.
fn on_each(test: impl Fn(&dyn Store)) {
    test(&LocalStore::in_memory().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let engine = WriteBehind::over(SledEngine::open(&folder.path().join("engine")).unwrap()).unwrap();
    test(&LocalStore::on(Box::new(MemoryDisk::default()), Box::new(engine)).unwrap());
    let engine = LmdbEngine::open(&folder.path().join("engine-lmdb")).unwrap();
    test(&LocalStore::on(Box::new(MemoryDisk::default()), Box::new(engine)).unwrap());
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
        marks: crate::domain::queue::Marks::default(),
    }
}

#[test]
fn the_queue_is_found_by_due_time() {
    on_each(|store| {
        for (id, due) in [(1, 30), (2, -10), (3, 20)] {
            put(store, &queue_entry(id, due)).unwrap();
        }
        let due = |store| -> Vec<u64> {
            let prefix = LaneOwner::Job(CallListId::from_u64(1)).key();
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
