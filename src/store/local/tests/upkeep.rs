//! Compacting, snapshots, what is kept of the past.

use super::*;

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
            // Somebody may ask for it while the keeper is at it. An odd number of times in all: two folders take turns.
            let other = scope.spawn(|| (0..2).for_each(|_| compact::compact(&store.shared).unwrap()));
            (0..3).for_each(|_| compact::compact(&store.shared).unwrap());
            other.join().unwrap();
            work.join().unwrap();
        });
        assert_ne!(engine_of(folder.path()), before);
        assert!(!before.exists() || engine_of(folder.path()) == before);
        put(&store, &client(5000, &[])).unwrap();
        let all = dump(&store);
        assert_eq!(store.live_bytes(), bytes_of(&all));
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
fn a_process_killed_right_after_a_compaction_leaves_an_engine_that_knows_its_numbers() {
    for kind in EngineKind::ON_DISK {
        let home = tempfile::tempdir().unwrap();
        let (folder, left) = (home.path().join("data"), home.path().join("left"));
        let store = LocalStore::open(&folder, kind, &mut |_| {}).unwrap();
        for id in 1..=20 {
            put(&store, &client(id, &[79_000_000_000 + id])).unwrap();
        }
        // Somebody writes meanwhile: the copy has to catch up.
        let mut id = 20;
        compact::compact_watched(&store.shared, &mut |_| {
            id += 1;
            put(&store, &client(7, &[79_000_000_000 + id])).unwrap();
            ControlFlow::Continue(())
        })
        .unwrap();
        assert!(id > 20);
        // What is in the files now is what a killed process leaves.
        copy_folder(&folder, &left);
        let killed = LocalStore::open(&left, kind, &mut |_| {}).unwrap();
        assert_eq!(dump(&killed), dump(&store), "{kind:?}");
        assert_eq!(killed.allocate(Table::Client, 1), 21, "{kind:?}: a number is given twice");
        assert_eq!(killed.live_bytes(), store.live_bytes(), "{kind:?}");
    }
}

/// Puts clients with noise in their names, in no order of their keys, as a load does, and again what replaces them.
fn load(store: &LocalStore) {
    let mut noise = 88_172_645_463_325_252_u64;
    let mut letters = |count: usize| -> String {
        let mut next = || {
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            char::from_u32(0x430 + u32::try_from(noise % 32).unwrap()).unwrap()
        };
        (0..count).map(|_| next()).collect()
    };
    for round in 0..6 {
        for part in 0..40 {
            let mut commit = Commit::new(origin());
            commit.bulk = true;
            for n in 0..100 {
                let id = (n * 7919 + part * 100_003) % 1_000_003 + 1;
                let mut one = client(id, &[79_000_000_000 + id * 10 + round]);
                one.name = letters(250);
                commit.put(&one).unwrap();
            }
            store.commit(commit).unwrap();
        }
    }
}

#[test]
fn after_a_large_load_the_engine_is_made_compact_unless_somebody_minds() {
    use crate::store::local::Tidied;
    let folder = tempfile::tempdir().unwrap();
    // The keeper itself does nothing meanwhile.
    let settings = Settings { checkpoint_bytes: u64::MAX, ..Settings::default() };
    let options = Options { settings, ..Options::default() };
    let store = LocalStore::open(folder.path(), options, &mut |_| {}).unwrap();
    put(&store, &client(7, &[])).unwrap();
    let looked = std::cell::Cell::new(0);
    let tidy = |store: &LocalStore, go_on: bool| {
        store.tidy_after_load(&mut |_| {
            looked.set(looked.get() + 1);
            if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
    };
    // A small load is nobody's wait.
    assert_eq!((tidy(&store, true).unwrap(), looked.get()), (Tidied::Left, 0));
    load(&store);
    let (all, before) = (dump(&store), engine_of(folder.path()));
    assert_eq!(tidy(&store, false).unwrap(), Tidied::Ended, "{:?} {}", store.size(), store.live_bytes());
    assert_eq!((dump(&store) == all, engine_of(folder.path())), (true, before.clone()));
    let Tidied::Replaced { before: large, after: small } = tidy(&store, true).unwrap() else { panic!() };
    assert!(small < large, "{small} {large}");
    assert_ne!(engine_of(folder.path()), before);
    assert!(!before.exists());
    assert!(looked.get() > 2);
    assert!(dump(&store) == all);
    put(&store, &client(8, &[])).unwrap();
    drop(store);
    let store = open(folder.path()).unwrap();
    assert!(store.verify(true, &mut |_| {}).unwrap().is_clean());
    // What only reads leaves everything as it is.
    drop(store);
    let past = LocalStore::past(folder.path(), Until::Last, &mut |_| {}).unwrap();
    assert_eq!(tidy(&past, true).unwrap(), Tidied::Left);
}

#[test]
fn tidying_packs_the_closed_files_of_the_journal_once_whoever_asks() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { segment_bytes: 4_000, ..Settings::default() };
    let options = Options { settings, ..Options::default() };
    let store = LocalStore::open(folder.path(), options, &mut |_| {}).unwrap();
    (1..=200).for_each(|id| {
        put(&store, &client(id, &[79_000_000_000 + id])).unwrap();
    });
    let journal = || -> u64 {
        let files = std::fs::read_dir(folder.path().join("journal")).unwrap();
        files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
    };
    let before = journal();
    std::thread::scope(|scope| {
        (0..4).for_each(|_| {
            scope.spawn(|| store.tidy().unwrap());
        });
    });
    assert!(journal() < before * 2 / 3, "{before} bytes are {} now", journal());
    let past = LocalStore::past(folder.path(), Until::Last, &mut |_| {}).unwrap();
    assert_eq!(dump(&past), dump(&store));
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

/// A commit of a day and an hour.
fn at_hour(store: &LocalStore, id: u64, hour: i64) -> u64 {
    let mut commit = Commit::new(Origin { at: Moment::from_millis(hour * 3_600_000), ..origin() });
    commit.put(&client(id, &[])).unwrap();
    store.commit(commit).unwrap()
}

#[test]
fn a_small_firm_has_its_daily_snapshot_and_loses_its_old_history() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { keep_days: Some(4), keep_snapshots: 2, ..Settings::default() };
    let begin =
        || LocalStore::open(folder.path(), Options { settings, ..Options::default() }, &mut |_| {}).unwrap();
    let mut snapshots = 0;
    for day in 0..20_u64 {
        // The program is closed every evening.
        let store = begin();
        let mut keeper = keeper::Keeper::new(Arc::clone(&store.shared));
        let mut due = |store: &LocalStore| {
            let due = keeper.decide(due::Look::Turn);
            assert!(!due.checkpoint && !due.rest);
            if due.snapshot {
                store.take_snapshot().unwrap();
            }
            usize::from(due.snapshot)
        };
        // What was written yesterday is a day older than the snapshot: it is seen at opening.
        snapshots += due(&store);
        for hour in 9..18 {
            at_hour(&store, day * 24 + hour, i64::try_from(day * 24 + hour).unwrap());
            snapshots += due(&store);
        }
    }
    assert!((15..=20).contains(&snapshots), "{snapshots}");
    let store = begin();
    let reader = &store.shared.reader;
    let oldest = store.oldest_entry().unwrap();
    let age = |seq: u64| 19 - reader.entry(seq).unwrap().unwrap().origin.at.millis() / 86_400_000;
    // Files are closed after two days, and go when all of one is four days old.
    assert!((4..=7).contains(&age(oldest)), "{} days of history", age(oldest));
    assert_eq!(crate::store::snapshot::list(store.shared.disk.as_ref()).unwrap().len(), 2);
    drop(store);
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    assert_eq!(Reads(&open(folder.path()).unwrap()).all::<Client>().unwrap().len(), 180);
}

#[test]
fn without_a_bound_all_history_stays_in_its_file() {
    let store = LocalStore::in_memory().unwrap();
    for day in 0..100 {
        at_hour(&store, 1, day * 24);
    }
    assert_eq!(store.shared.reader.segments().unwrap(), [1]);
    let half = Settings { keep_days: Some(10), ..Settings::default() };
    let disk = Arc::clone(&store.shared.disk);
    drop(store);
    // One that was begun without it is closed by the next commit.
    let store = LocalStore::on_with(disk, Arc::new(MemoryEngine::default()), half).unwrap();
    for day in 100..110 {
        at_hour(&store, 1, day * 24);
    }
    assert_eq!(store.shared.reader.segments().unwrap(), [1, 101, 106]);
}

#[test]
fn states_of_the_past_are_shown_while_work_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    five(folder.path());
    let store = open(folder.path()).unwrap();
    let at = |until| LocalStore::past(folder.path(), until, &mut |_| {});
    for seq in 1..=5 {
        let past = at(Until::Seq(seq)).unwrap();
        assert_eq!(Reads(&past).all::<Client>().unwrap().len() as u64, seq);
        assert_eq!(past.last_seq(), seq);
        assert!(matches!(put(&past, &client(9, &[])), Err(StoreError::ReadOnly(ReadOnly::Past))));
    }
    for before_all in [Until::Seq(0), Until::Time(Moment::from_millis(0))] {
        assert!(matches!(at(before_all), Err(StoreError::BeforeFirst { .. })));
    }
    assert_eq!(at(Until::Time(Moment::from_millis(1))).unwrap().last_seq(), 6);
    store.take_snapshot().unwrap();
    put(&store, &client(8, &[])).unwrap();
    assert_eq!(at(Until::Last).unwrap().last_seq(), 7);
    assert_eq!(by_ending(&at(Until::Seq(6)).unwrap(), "79000000033").len(), 1);
    assert_eq!(by_ending(&at(Until::Seq(5)).unwrap(), "79000000033").len(), 0);
}
