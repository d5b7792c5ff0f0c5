//! Opening, whatever is found in the folder.

use super::marker::OpenMarker;
use super::*;

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
fn an_engine_that_was_closed_is_taken_as_it_is_unless_a_bit_of_it_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let rebuilt = || {
        let mut rebuilt = false;
        let store = LocalStore::open(folder.path(), EngineKind::Sled, &mut |progress| {
            rebuilt |= matches!(progress, OpenProgress::Rebuilding { .. });
        })
        .unwrap();
        let id = store.last_seq() + 1;
        put(&store, &client(id, &[79_000_000_000 + id])).unwrap();
        rebuilt
    };
    rebuilt();
    for _ in 0..5 {
        assert!(folder.path().join("engine.sum").is_file());
        assert!(!rebuilt());
    }
    let db = engine_of(folder.path()).join("db");
    let mut bytes = std::fs::read(&db).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&db, bytes).unwrap();
    assert!(rebuilt());
    assert!(!rebuilt());
}

/// Whether opening makes the engine anew.
fn is_made_anew(folder: &Path) -> bool {
    let mut anew = false;
    drop(
        LocalStore::open(folder, EngineKind::Sled, &mut |progress| {
            anew |= matches!(progress, OpenProgress::Rebuilding { .. });
        })
        .unwrap(),
    );
    anew
}

#[test]
fn whoever_makes_an_engine_leaves_it_as_whoever_closes_a_store_does() {
    type Make = fn(&Path);
    let makes: [(&str, Make); 4] = [
        ("rebuild", |folder| {
            LocalStore::rebuild(folder, None, &mut |_| {}).unwrap();
        }),
        ("another engine and back", |folder| {
            for kind in [EngineKind::Lmdb, EngineKind::Sled] {
                LocalStore::rebuild(folder, Some(kind), &mut |_| {}).unwrap();
                assert!(!folder.join("engine.open").exists(), "{kind:?}");
            }
        }),
        ("restore", |folder| {
            let copy = folder.with_extension("copy");
            crate::store::backup::backup(folder, &copy, &Settings::default(), &mut |_| {}).unwrap();
            let options = Options::default();
            crate::store::backup::restore(&copy, folder, Until::Last, &options, &mut |_| {}).unwrap();
        }),
        ("compaction", |folder| compact::compact(&open(folder).unwrap().shared).unwrap()),
    ];
    for (what, make) in makes {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("data");
        five(&folder);
        make(&folder);
        assert!(folder.join("engine.sum").is_file() && !folder.join("engine.open").exists(), "{what}");
        assert!(!is_made_anew(&folder), "{what}");
        make(&folder);
        let db = engine_of(&folder).join("db");
        let mut bytes = std::fs::read(&db).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&db, bytes).unwrap();
        assert!(is_made_anew(&folder), "{what}");
        assert_eq!(by_ending(&open(&folder).unwrap(), "79000000005").len(), 1, "{what}");
    }
}

#[test]
fn a_rebuild_that_is_refused_leaves_the_engine_to_be_trusted() {
    let folder = tempfile::tempdir().unwrap();
    five(folder.path());
    std::fs::remove_file(folder.path().join("journal").join(crate::store::journal::segment_name(6))).unwrap();
    for _ in 0..3 {
        // The engine alone holds the last commit: one that were not trusted any more would be thrown away.
        let refused = LocalStore::rebuild(folder.path(), None, &mut |_| {});
        assert!(matches!(refused, Err(StoreError::JournalBehind { engine: 6, journal: 5 })), "{refused:?}");
        assert!(OpenMarker::of(folder.path()).fits(&engine_of(folder.path())));
    }
}

#[test]
fn an_engine_whose_sum_could_not_be_written_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = folder.path().join("engine.sum/theirs");
    let store = open(folder.path()).unwrap();
    put(&store, &client(1, &[79_000_000_001])).unwrap();
    std::fs::create_dir_all(&theirs).unwrap();
    drop(store);
    std::fs::remove_dir_all(folder.path().join("engine.sum")).unwrap();
    assert!(is_made_anew(folder.path()));
    assert!(!is_made_anew(folder.path()));
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
    assert!(matches!(open(folder.path()), Err(StoreError::TooNew { found, known: 3 }) if found == "99"));
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
            assert!(std::fs::read_to_string(&format).ok().as_deref() != Some("dozvon store 3\n"));
            drop(past);
            let store = open(folder.path()).unwrap();
            assert!(Reads(&store).client(ClientId::from_u64(1)).unwrap().is_some());
            put(&store, &client(2, &[])).unwrap();
            assert_eq!(std::fs::read_to_string(&format).unwrap(), "dozvon store 3\n");
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
        (1, "dozvon store 3\n")
    );
    let back = data.join("before-format-3");
    assert_eq!(std::fs::read_to_string(back.join("FORMAT")).unwrap(), "dozvon store 1\n");
    let journal = "journal/00000000000000000001.journal";
    assert_eq!(std::fs::read(back.join(journal)).unwrap(), std::fs::read(frozen.join(journal)).unwrap());
    assert_eq!(Reads(&open(&mut upgrading).unwrap()).all::<Client>().unwrap().len(), clients + 1);
    assert_eq!(upgrading, 1);
}
