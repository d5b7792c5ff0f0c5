//! Engine, snapshots and journal are tied by the commits themselves, and a lost end is known by whatever tells of it.

use super::*;
use crate::store::ReadOnly;
use crate::store::disk::{Disk, MemoryDisk};
use crate::store::engine::{Batch, Engine, MemoryEngine};
use crate::store::journal::{Mark, Reader};
use crate::store::snapshot;

/// The engine in use says which commit it has come to.
#[track_caller]
fn tied(store: &LocalStore) {
    let known = applied::Applied::known(store.shared.engine().as_ref()).unwrap();
    let entry = store.shared.reader.entry(known.from).unwrap().unwrap();
    assert_eq!((known.from, known.mark), (store.last_seq(), entry.mark()));
}

#[test]
fn an_engine_is_tied_to_its_journal_however_it_was_made() {
    for kind in EngineKind::ON_DISK {
        let folder = tempfile::tempdir().unwrap();
        let open = || LocalStore::open(folder.path(), kind, &mut |_| {}).unwrap();
        let store = open();
        for id in 1..=3 {
            put(&store, &client(id, &[])).unwrap();
            tied(&store);
        }
        compact::compact(&store.shared).unwrap();
        tied(&store);
        drop(store);
        tied(&open());
        // Made from the journal, and from a snapshot with nothing behind it.
        for snapshot in [false, true] {
            if snapshot {
                let foot = open().take_snapshot().unwrap();
                let store = open();
                assert_eq!(foot.mark, store.entry(3).unwrap().unwrap().mark());
            }
            LocalStore::rebuild(folder.path(), None, &mut |_| {}).unwrap();
            tied(&open());
        }
    }
}

#[test]
fn an_engine_without_a_mark_is_not_compared() {
    let disk: Arc<dyn Disk> = Arc::new(MemoryDisk::default());
    let engine: Arc<dyn Engine> = Arc::new(MemoryEngine::default());
    let on = || LocalStore::on_with(Arc::clone(&disk), Arc::clone(&engine), Settings::default());
    put(&on().unwrap(), &client(1, &[])).unwrap();
    let note = |mark: Mark| {
        let mut batch = Batch::default();
        applied::Applied::note(&mut batch, 1, mark, &Counters::new());
        engine.apply(batch).unwrap();
    };
    for (mark, opens) in [(Mark::NONE, true), (Mark::LOST, false), (Mark::NONE, true)] {
        note(mark);
        let opened = on();
        assert_eq!(opened.is_ok(), opens, "{mark:?}: {opened:?}");
    }
}

#[test]
fn the_name_of_a_file_keeps_a_store_from_being_written_to() {
    let folder = tempfile::tempdir().unwrap();
    five(folder.path());
    let journal = folder.path().join("journal");
    std::fs::write(journal.join(snapshot::name(9)), b"once a snapshot").unwrap();
    let store = open(folder.path()).unwrap();
    assert!(matches!(put(&store, &client(9, &[])), Err(StoreError::ReadOnly(ReadOnly::Damaged))));
    let doubt = store.doubt().unwrap();
    assert_eq!((doubt.lost, doubt.last, doubt.held, doubt.lost_end()), (true, 6, 6, Some((7, 9))));
    let report = store.verify(false, &mut |_| {}).unwrap();
    let hidden = report.doubt.as_ref().map(|doubt| doubt.hidden.clone());
    assert_eq!(
        (report.seen.engine, hidden),
        (true, Some(vec![(7, None)])),
        "the engine is the one of the folder"
    );
    store.accept_doubt().unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!((store.doubt(), store.last_seq()), (None, 1_000_009));
    assert_eq!(Reads(&store).all::<Client>().unwrap().len(), 5);
    assert_eq!(put(&store, &client(9, &[])).unwrap(), 1_000_010);
    assert!(store.verify(true, &mut |_| {}).unwrap().is_clean());
    assert!(journal.join(format!("{}.damaged-1", snapshot::name(9))).exists());
    // What the lost commits did is in no state any more.
    let foot = store.take_snapshot().unwrap();
    assert_eq!(foot.mark, store.entry(1_000_010).unwrap().unwrap().mark());
    let disk = journal_disk(&journal).unwrap();
    let reader = Reader::new(Arc::clone(&disk));
    let accepted = sound(disk.as_ref(), &reader, 1_000_009, u64::MAX).unwrap().unwrap();
    assert_eq!((accepted.mark.is_lost(), accepted.made()), (true, Some(origin().at)));
}

#[test]
fn a_folder_that_can_not_be_written_hides_no_lost_end() {
    let folder = tempfile::tempdir().unwrap();
    five(folder.path());
    let journal = folder.path().join("journal");
    let still = |until, why| LocalStore::still(folder.path(), until, why, &mut |_| {}).unwrap();
    open(folder.path()).unwrap().take_snapshot().unwrap();
    assert_eq!(still(Until::Last, ReadOnly::Folder).doubt(), None);
    std::fs::remove_file(journal.join(crate::store::journal::segment_name(6))).unwrap();
    for why in [ReadOnly::Folder, ReadOnly::Full] {
        let store = still(Until::Last, why);
        let doubt = store.doubt().unwrap();
        assert_eq!((doubt.last, doubt.held, doubt.reached, doubt.lost), (5, 6, 6, false));
        assert_eq!(by_ending(&store, "79000000033").len(), 1);
        let report = store.verify(false, &mut |_| {}).unwrap();
        assert!(report.findings.iter().any(|finding| finding.kind() == "journal-behind"), "{report:?}");
        // Nobody has locked the folder.
        assert!(matches!(store.accept_doubt(), Err(StoreError::ReadOnly(found)) if found == why));
    }
    assert_eq!(still(Until::Seq(4), ReadOnly::Past).doubt(), None, "a state of the past is what it was");
    drop(open(folder.path()).unwrap());
    assert!(!journal.join(crate::store::journal::ANEW).exists(), "nothing was decided");
}

#[test]
fn a_snapshot_of_another_base_is_used_by_nothing() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    five(folder.path());
    let journal = folder.path().join("journal");
    let settings = Settings { segment_bytes: 1, ..Settings::default() };
    let options = Options { settings, ..Options::default() };
    let store = LocalStore::open(folder.path(), options.clone(), &mut |_| {}).unwrap();
    let own = store.take_snapshot().unwrap();
    put(&store, &client(6, &[])).unwrap();
    put(&store, &client(2, &[79_000_000_022])).unwrap();
    drop(store);
    // As many commits, and as many clients, but one of them was changed later.
    let store = LocalStore::open(other.path(), options, &mut |_| {}).unwrap();
    for id in [1, 2, 3, 4, 5, 2] {
        put(&store, &client(id, &[79_000_000_000 + id])).unwrap();
    }
    assert_eq!(store.take_snapshot().unwrap().to, own.to);
    drop(store);
    let name = snapshot::name(own.from);
    std::fs::copy(other.path().join("journal").join(&name), journal.join(&name)).unwrap();
    let findings = |report: verify::Report| -> Vec<&'static str> {
        report.findings.iter().map(verify::Finding::kind).collect()
    };
    let report = LocalStore::verify_files(folder.path(), &mut |_| {}).unwrap();
    assert_eq!(findings(report), ["snapshot-apart"]);
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!((store.doubt(), by_ending(&store, "79000000033").len()), (None, 1));
    drop(store);
    // The journal alone does not lead to the state: with the commit the snapshot ends with, and without it.
    for gone in [5, 6] {
        (1..=gone).for_each(|seq| {
            let _ = std::fs::remove_file(journal.join(crate::store::journal::segment_name(seq)));
        });
        // Gone already the second time: none could be made.
        let _ = std::fs::remove_dir_all(engine_of(folder.path()));
        let store = open(folder.path()).unwrap();
        assert!(store.doubt().is_some_and(|doubt| doubt.lost), "{gone}");
        assert!(put(&store, &client(9, &[])).is_err());
        assert!(by_ending(&store, "79000000002").is_empty(), "nothing of the other base is shown");
        let report = store.verify(false, &mut |_| {}).unwrap();
        assert!(findings(report).contains(&"snapshot-apart"));
    }
}

#[test]
fn a_store_on_a_bare_disk_knows_a_lost_end_too() {
    let disk = MemoryDisk::default();
    let on = || LocalStore::on(Box::new(disk.clone()), Box::new(MemoryEngine::default()));
    let store = on().unwrap();
    put(&store, &client(1, &[])).unwrap();
    store.take_snapshot().unwrap();
    drop(store);
    drop(on().unwrap());
    let name = snapshot::name(1);
    disk.edit(&name, |bytes| bytes.truncate(9)).unwrap();
    drop(on().unwrap());
    disk.rename(&name, &snapshot::name(4)).unwrap();
    assert!(matches!(on(), Err(StoreError::JournalBehind { engine: 4, journal: 1 })));
}

/// Five clients of which the third was made by a commit that is lost, while a later one has changed the first.
#[test]
fn a_lost_id_is_never_given_to_somebody_else() {
    let folder = tempfile::tempdir().unwrap();
    five(folder.path());
    let journal = folder.path().join("journal");
    std::fs::remove_file(journal.join(crate::store::journal::segment_name(5))).unwrap();
    std::fs::remove_file(folder.path().join("ENGINE")).unwrap();
    let store = open(folder.path()).unwrap();
    let doubt = store.doubt().unwrap();
    assert!(doubt.lost, "{doubt:?}");
    store.accept_doubt().unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(store.doubt(), None);
    // Nobody knows which of them the lost commits had given out.
    assert!(store.allocate(Table::Client, 1) > 1_000_000);
    assert!(store.verify(true, &mut |_| {}).unwrap().is_clean());
    // It is so however the engine is made later.
    drop(store);
    LocalStore::rebuild(folder.path(), None, &mut |_| {}).unwrap();
    assert!(open(folder.path()).unwrap().allocate(Table::Client, 1) > 1_000_000);
}

#[test]
fn an_engine_is_not_replaced_while_a_snapshot_contradicts_the_journal() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let settings = Settings { segment_bytes: 1, ..Settings::default() };
    let options = Options { settings, ..Options::default() };
    for (place, phone) in [(&folder, 79_000_000_061), (&other, 79_000_000_062)] {
        five(place.path());
        let store = LocalStore::open(place.path(), options.clone(), &mut |_| {}).unwrap();
        put(&store, &client(6, &[phone])).unwrap();
        store.take_snapshot().unwrap();
        put(&store, &client(1, &[79_000_000_011])).unwrap();
    }
    let file = Path::new("journal").join(crate::store::journal::segment_name(7));
    std::fs::copy(other.path().join(&file), folder.path().join(&file)).unwrap();
    // The engine still has what was written here.
    let refused = LocalStore::rebuild(folder.path(), None, &mut |_| {});
    assert!(matches!(refused, Err(StoreError::Damaged { what: APART, .. })), "{refused:?}");
    assert_eq!(by_ending(&open(folder.path()).unwrap(), "79000000061").len(), 1);
}
