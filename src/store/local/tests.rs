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
use crate::store::engine::{Batch, Engine, LmdbEngine, MemoryEngine, SledEngine};
use crate::store::settings::Settings;
use crate::store::tables::{ZonePlace, queue_key};
use crate::store::{Index, Key, Origin, Owner, ReadOnly, Reads, Record, Revision, StoreError};

pub(super) fn origin() -> Origin {
    Origin {
        at: Moment::from_millis(1),
        actor: UserId::from_u64(1),
        session: SessionId(1),
        use_case: "test".into(),
    }
}

pub(super) fn client(id: u64, phones: &[u64]) -> Client {
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

pub(super) fn by_ending(store: &dyn Store, digits: &str) -> Vec<Owner> {
    let reversed: String = digits.chars().rev().collect();
    Reads(store).owners(&Index::Phone.key().open_text(&reversed), 100).unwrap()
}

/// Runs a test on a store of each engine.
fn on_each(test: impl Fn(&dyn Store)) {
    test(&LocalStore::in_memory().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let engine = SledEngine::open(&folder.path().join("engine")).unwrap();
    test(&LocalStore::on(Box::new(MemoryDisk::default()), Box::new(engine)).unwrap());
    let engine = LmdbEngine::open(&folder.path().join("engine-lmdb")).unwrap();
    test(&LocalStore::on(Box::new(MemoryDisk::default()), Box::new(engine)).unwrap());
}

fn open(folder: &Path) -> Result<LocalStore> {
    LocalStore::open(folder, EngineKind::Sled, &mut |_| {})
}

/// The folder of the engine in use.
fn engine_of(folder: &Path) -> std::path::PathBuf {
    let text = std::fs::read_to_string(folder.join("ENGINE")).unwrap();
    folder.join(text.trim().split_once(' ').unwrap().1)
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
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    check(2);
    // The engine is nonsense.
    for file in std::fs::read_dir(engine_of(folder.path())).unwrap().flatten() {
        if file.path().is_file() {
            std::fs::write(file.path(), b"nonsense").unwrap();
        }
    }
    check(3);
    // The machine went down while the engine was open.
    std::fs::write(folder.path().join("engine.open"), "another boot\n").unwrap();
    check(4);
    // The engine is older than the journal: it was copied away and back.
    let engine = engine_of(folder.path());
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
    assert!(matches!(open(folder.path()), Err(StoreError::TooNew { found: 99, known: 2 })));
    // A journal alone may be of any format this release knows, but not of any it does not.
    std::fs::write(folder.path().join("FORMAT"), "something else").unwrap();
    std::fs::remove_dir_all(folder.path().join("journal")).unwrap();
    assert!(matches!(open(folder.path()), Err(StoreError::NotAStore { .. })));
}

#[test]
fn a_lost_word_of_the_format_is_told_by_the_rest_of_the_folder() {
    for engine in [true, false] {
        for lost in [Some(""), Some("something else"), Some("dozvon store"), None] {
            let folder = tempfile::tempdir().unwrap();
            put(&open(folder.path()).unwrap(), &client(1, &[])).unwrap();
            let format = folder.path().join("FORMAT");
            std::fs::remove_file(&format).unwrap();
            match lost {
                Some(text) => std::fs::write(&format, text).unwrap(),
                None => std::fs::create_dir(&format).unwrap(),
            }
            if !engine {
                std::fs::remove_file(folder.path().join("ENGINE")).unwrap();
            }
            // Without the lock nothing is written.
            let past = LocalStore::past(folder.path(), Until::Last, &mut |_| {}).unwrap();
            assert!(Reads(&past).client(ClientId::from_u64(1)).unwrap().is_some());
            assert!(std::fs::read_to_string(&format).ok().as_deref() != Some("dozvon store 2\n"));
            drop(past);
            let store = open(folder.path()).unwrap();
            assert!(Reads(&store).client(ClientId::from_u64(1)).unwrap().is_some());
            put(&store, &client(2, &[])).unwrap();
            assert_eq!(std::fs::read_to_string(&format).unwrap(), "dozvon store 2\n");
        }
    }
    // With a journal of nobody knows whom it is not touched.
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    std::fs::create_dir(&journal).unwrap();
    std::fs::write(journal.join(format!("{:020}.journal", 1)), "DZVJRNL\x02 of a later release").unwrap();
    std::fs::write(folder.path().join("FORMAT"), "").unwrap();
    assert!(matches!(open(folder.path()), Err(StoreError::NoFormat { .. })));
    assert_eq!(std::fs::read_to_string(folder.path().join("FORMAT")).unwrap(), "");
}

#[test]
fn a_journal_that_lost_commits_is_shown_whole_and_not_written_to() {
    let folder = tempfile::tempdir().unwrap();
    put(&open(folder.path()).unwrap(), &client(1, &[])).unwrap();
    std::fs::remove_dir_all(folder.path().join("journal")).unwrap();
    for _ in 0..2 {
        let store = open(folder.path()).unwrap();
        assert!(matches!(put(&store, &client(2, &[])), Err(StoreError::ReadOnly(ReadOnly::Damaged))));
        assert!(Reads(&store).client(ClientId::from_u64(1)).unwrap().is_some());
        assert_eq!(store.doubt().map(|doubt| (doubt.lost, doubt.last)), Some((false, 0)));
        assert_eq!(std::fs::read_dir(folder.path().join("journal")).unwrap().count(), 0);
    }
    // Somebody decides to go on with what the engine has.
    open(folder.path()).unwrap().accept_doubt().unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(store.doubt(), None);
    assert_eq!(put(&store, &client(2, &[])).unwrap(), 2);
    drop(store);
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(Reads(&store).all::<Client>().unwrap().len(), 2);
}

/// Damages the frame of a commit in a store of its own file for each.
fn damage(folder: &Path, seq: u64) {
    let file = folder.join("journal").join(crate::store::journal::segment_name(seq));
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.len() - 3;
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
}

/// Five clients, each in a segment of its own.
fn five(folder: &Path) {
    let settings = Settings { segment_bytes: 1, ..Settings::default() };
    let store = LocalStore::open(folder, Options { settings, ..Options::default() }, &mut |_| {}).unwrap();
    for id in 1..=5 {
        put(&store, &client(id, &[79_000_000_000 + id])).unwrap();
    }
    put(&store, &client(3, &[79_000_000_033])).unwrap();
}

#[test]
fn a_damaged_middle_is_told_and_never_skipped_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    five(folder.path());
    damage(folder.path(), 3);
    // The engine has everything: the state is whole, its history is not.
    let store = open(folder.path()).unwrap();
    assert_eq!(store.doubt(), None, "opening reads the end of the journal only");
    drop(store);
    // Without the engine the damage is in the way.
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    let store = open(folder.path()).unwrap();
    let doubt = store.doubt().unwrap().clone();
    assert!(doubt.lost);
    assert_eq!((doubt.damages[0].after, doubt.damages[0].before), (2, Some(4)));
    assert_eq!(doubt.records, [(Table::Client, client(3, &[]).key())]);
    assert_eq!(Reads(&store).all::<Client>().unwrap().len(), 5);
    assert!(matches!(put(&store, &client(9, &[])), Err(StoreError::ReadOnly(ReadOnly::Damaged))));
    store.accept_doubt().unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(store.doubt(), None);
    assert_eq!(put(&store, &client(9, &[])).unwrap(), 7);
    assert_eq!(by_ending(&store, "79000000033").len(), 1);
    assert_eq!(store.entry(3).unwrap(), None);
    assert_eq!(store.entry(4).unwrap().unwrap().seq, 4);
}

#[test]
fn a_snapshot_makes_the_journal_before_it_dispensable() {
    let folder = tempfile::tempdir().unwrap();
    five(folder.path());
    let store = open(folder.path()).unwrap();
    let foot = store.take_snapshot().unwrap();
    assert_eq!((foot.from, foot.to, foot.total()), (6, 6, 5));
    assert_eq!(store.take_snapshot().unwrap(), foot, "there is one already");
    put(&store, &client(7, &[79_000_000_007])).unwrap();
    drop(store);
    for seq in 1..=5 {
        damage(folder.path(), seq);
    }
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(store.doubt(), None);
    assert_eq!(Reads(&store).all::<Client>().unwrap().len(), 6);
    for id in [1, 2, 33, 4, 5, 7] {
        assert_eq!(by_ending(&store, &(79_000_000_000_u64 + id).to_string()).len(), 1, "{id}");
    }
    assert_eq!(store.allocate(Table::Client, 1), 8);
}

/// All keys and values but the engine's own note.
fn dump(store: &LocalStore) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut all = Vec::new();
    store
        .range(&[1], None, Walk::Up, &mut |key, value| {
            all.push((key.to_vec(), value.to_vec()));
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}

#[test]
fn an_engine_is_made_compact_while_work_goes_on() {
    for kind in EngineKind::ON_DISK {
        let folder = tempfile::tempdir().unwrap();
        let open = || LocalStore::open(folder.path(), kind, &mut |_| {}).unwrap();
        let store = open();
        for id in 1..=300 {
            put(&store, &client(id, &[79_000_000_000 + id])).unwrap();
        }
        let before = engine_of(folder.path());
        std::thread::scope(|scope| {
            let work = scope.spawn(|| {
                for id in (1..=300).rev() {
                    put(&store, &client(id, &[79_100_000_000 + id])).unwrap();
                    put(&store, &client(1000 + id, &[79_000_000_000 + id])).unwrap();
                }
            });
            for _ in 0..3 {
                compact::compact(&store.shared).unwrap();
            }
            work.join().unwrap();
        });
        assert_ne!(engine_of(folder.path()), before);
        assert!(!before.exists() || engine_of(folder.path()) == before);
        put(&store, &client(5000, &[])).unwrap();
        let all = dump(&store);
        assert_eq!(
            store.live_bytes(),
            all.iter().map(|(key, value)| (key.len() + value.len()) as u64).sum::<u64>()
        );
        let memory = LocalStore::past(folder.path(), Until::Last, &mut |_| {}).unwrap();
        assert_eq!(dump(&memory), all);
        assert_eq!(memory.live_bytes(), store.live_bytes());
        drop(store);
        let store = open();
        assert_eq!(dump(&store), all);
        assert_eq!(store.live_bytes(), memory.live_bytes());
    }
}

#[test]
fn what_is_kept_of_the_past_is_what_a_restore_needs() {
    let folder = tempfile::tempdir().unwrap();
    let settings =
        Settings { segment_bytes: 1, keep_snapshots: 1, keep_days: Some(1), ..Settings::default() };
    let store =
        LocalStore::open(folder.path(), Options { settings, ..Options::default() }, &mut |_| {}).unwrap();
    let on_day = |id: u64, day: i64| {
        let mut commit = Commit::new(Origin { at: Moment::from_millis(day * 86_400_000), ..origin() });
        commit.put(&client(id, &[])).unwrap();
        store.commit(commit).unwrap();
    };
    (1..=3).for_each(|id| on_day(id, 0));
    store.take_snapshot().unwrap();
    on_day(4, 0);
    on_day(5, 10);
    on_day(6, 10);
    // Everything before commit 5 is old enough, but the oldest snapshot needs what stands behind commit 3.
    assert_eq!(store.oldest_entry().unwrap(), 1);
    store.take_snapshot().unwrap();
    assert_eq!(store.oldest_entry().unwrap(), 4, "the next commit's time bounds the one before it");
    assert_eq!(crate::store::snapshot::list(store.shared.disk.as_ref()).unwrap(), [6]);
    drop(store);
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    assert_eq!(Reads(&open(folder.path()).unwrap()).all::<Client>().unwrap().len(), 6);
}

#[test]
fn states_of_the_past_are_shown_while_work_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    five(folder.path());
    let store = open(folder.path()).unwrap();
    let at = |until| LocalStore::past(folder.path(), until, &mut |_| {});
    for seq in 0..=5 {
        let past = at(Until::Seq(seq)).unwrap();
        assert_eq!(Reads(&past).all::<Client>().unwrap().len() as u64, seq);
        assert_eq!(past.last_seq(), seq);
        assert!(matches!(put(&past, &client(9, &[])), Err(StoreError::ReadOnly(ReadOnly::Past))));
    }
    assert_eq!(at(Until::Time(Moment::from_millis(0))).unwrap().last_seq(), 0);
    assert_eq!(at(Until::Time(Moment::from_millis(1))).unwrap().last_seq(), 6);
    store.take_snapshot().unwrap();
    put(&store, &client(8, &[])).unwrap();
    assert_eq!(at(Until::Last).unwrap().last_seq(), 7);
    assert_eq!(by_ending(&at(Until::Seq(6)).unwrap(), "79000000033").len(), 1);
    assert_eq!(by_ending(&at(Until::Seq(5)).unwrap(), "79000000033").len(), 0);
}

#[test]
fn a_folder_of_an_earlier_format_is_brought_up_to_date_and_can_go_back() {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stores/format-1");
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    copy_folder(&frozen, &data);
    std::fs::write(data.join("store.lock"), "").unwrap();
    let mut upgrading = 0;
    let open = |upgrading: &mut u32| {
        LocalStore::open(&data, EngineKind::Sled, &mut |progress| {
            *upgrading += u32::from(matches!(progress, OpenProgress::Upgrading { from: 1 }));
        })
    };
    let store = open(&mut upgrading).unwrap();
    let clients = Reads(&store).all::<Client>().unwrap().len();
    put(&store, &client(5000, &[])).unwrap();
    drop(store);
    assert_eq!(
        (upgrading, std::fs::read_to_string(data.join("FORMAT")).unwrap().as_str()),
        (1, "dozvon store 2\n")
    );
    let back = data.join("before-format-2");
    assert_eq!(std::fs::read_to_string(back.join("FORMAT")).unwrap(), "dozvon store 1\n");
    let journal = "journal/00000000000000000001.journal";
    assert_eq!(std::fs::read(back.join(journal)).unwrap(), std::fs::read(frozen.join(journal)).unwrap());
    assert_eq!(Reads(&open(&mut upgrading).unwrap()).all::<Client>().unwrap().len(), clients + 1);
    assert_eq!(upgrading, 1);
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
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    let store = open(folder.path()).unwrap();
    let reads = Reads(&store);
    for id in 1..=90 {
        assert_eq!(reads.client(ClientId::from_u64(id)).unwrap().unwrap().address.len(), 1_000_000);
    }
    assert!(reads.client(ClientId::from_u64(1_000)).unwrap().is_none());
    assert!(reads.client(ClientId::from_u64(2_000)).unwrap().is_some());
}
