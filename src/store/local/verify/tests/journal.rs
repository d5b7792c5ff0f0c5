//! The journal, the snapshots, and what is said of a store in doubt.

use super::*;
use crate::domain::client::Client;
use crate::store::journal::segment_name;
use crate::store::local::{EngineKind, Options};
use crate::store::snapshot;

#[test]
fn a_flipped_journal_is_named_and_what_it_leaves_to_go_back_to() {
    let bench = Bench::small();
    let file = segment_name(3);
    let flip = || {
        bench.disk.edit(&file, |bytes| *bytes.last_mut().unwrap() ^= 1).unwrap();
    };
    flip();
    let report = bench.check(true);
    let Some(Finding::Journal(damage)) = report.findings.first() else { panic!("{report:#?}") };
    assert_eq!((damage.segment.as_str(), damage.after, damage.before), (file.as_str(), 2, Some(4)));
    assert_eq!(report.findings[1..], [Finding::NoPath { last: 10 }]);
    assert_eq!((report.seen.restorable, report.seen.compared), (None, false));
    assert_eq!(report.remarks, [Remark::NotCompared]);
    assert_eq!(report.cures(), [Cure::RepairOrRestore, Cure::Backup]);
    // A snapshot behind the damage is a way round it: only history has a hole.
    bench.store.take_snapshot().unwrap();
    let report = bench.check(true);
    assert_eq!(report.findings.len(), 1);
    assert_eq!((report.seen.restorable, report.seen.compared), (Some(10), true));
    flip();
    bench.clean();
    // A whole file is gone, and the first ones are.
    bench.disk.remove(&segment_name(5)).unwrap();
    let report = bench.check(false);
    assert!(matches!(report.findings.as_slice(), [Finding::Journal(damage)] if damage.hides(5)));
    (1..=4).for_each(|segment| bench.disk.remove(&segment_name(segment)).unwrap());
    bench.clean();
}

#[test]
fn a_record_that_was_written_wrong_is_found_in_the_journal() {
    use crate::store::journal::{Entry, Journal, RecordChange};
    let disk = MemoryDisk::default();
    let mut journal = Journal::open(Arc::new(disk.clone()), 0, &mut |_| Ok(())).unwrap();
    let change = |table: Table, key: Key, id, value: Vec<u8>| RecordChange {
        table,
        key,
        id,
        value: Some(value),
        previous: Revision(0),
    };
    let value = crate::store::codec::encode(&note(1, 1)).unwrap();
    let wrong = Key::new(Table::Note.tag()).number(7);
    let changes = vec![
        change(Table::Note, note(1, 1).key(), 1, value.clone()),
        change(Table::Note, wrong.clone(), 1, value.clone()),
        change(Table::Note, note(1, 1).key(), 2, value),
        change(Table::Note, wrong.clone(), 7, vec![1]),
    ];
    journal.append(&[Entry { seq: 1, origin: origin(), changes }]).unwrap();
    let mut report = Report::default();
    let disk: Arc<dyn Disk> = Arc::new(disk);
    files::check(&disk, &mut report, &mut |_| {}).unwrap();
    let faults: Vec<&Fault> = report
        .findings
        .iter()
        .filter_map(|finding| match finding {
            Finding::JournalRecord { seq: 1, table: Table::Note, fault, .. } => Some(fault),
            _ => None,
        })
        .collect();
    assert!(
        matches!(faults.as_slice(), [Fault::WrongKey, Fault::WrongId, Fault::Unreadable(_)]),
        "{report:#?}"
    );
    assert_eq!(report.cures(), [Cure::Tell]);
}

#[test]
fn a_broken_snapshot_is_named() {
    let bench = Bench::small();
    bench.store.take_snapshot().unwrap();
    bench.disk.edit(&snapshot::name(10), |bytes| bytes[40] ^= 1).unwrap();
    let report = bench.check(true);
    let [Finding::Snapshot { file, .. }] = report.findings.as_slice() else { panic!("{report:#?}") };
    assert_eq!((file, report.cures()), (&snapshot::name(10), vec![Cure::Backup]));
    assert!(report.seen.compared, "the journal is enough");
    // Without the journal behind it there is nothing to make the state from.
    (1..=9).for_each(|segment| bench.disk.remove(&segment_name(segment)).unwrap());
    assert_eq!(bench.check(true).findings[1..], [Finding::NoPath { last: 10 }]);
}

#[test]
fn a_wrong_engine_is_never_written_down_as_the_state() {
    let bench = Bench::small();
    bench.store.take_snapshot().unwrap();
    bench.disk.edit(&snapshot::name(10), |bytes| bytes[40] ^= 1).unwrap();
    bench.write(|batch| batch.remove(entry(2)));
    // The journal is whole: first the engine from it, and only then a snapshot of the engine.
    assert_eq!(bench.check(true).cures(), [Cure::Rebuild, Cure::Backup]);
    // Nothing leads to the state: there is no order in which the two would help.
    (1..=9).for_each(|segment| bench.disk.remove(&segment_name(segment)).unwrap());
    assert_eq!(bench.check(true).cures(), [Cure::RepairOrRestore]);
}

#[test]
fn a_store_in_doubt_says_what_it_is_about() {
    let folder = tempfile::tempdir().unwrap();
    let options =
        Options { settings: Settings { segment_bytes: 1, ..Settings::default() }, ..Options::default() };
    let open = || LocalStore::open(folder.path(), options.clone(), &mut |_| {}).unwrap();
    let put = |store: &LocalStore, record: &Client| {
        let mut commit = Commit::new(origin());
        commit.put(record).unwrap();
        store.commit(commit).unwrap();
    };
    let store = open();
    put(&store, &client(1, &[79_000_000_001]));
    put(&store, &client(2, &[79_000_000_002]));
    put(&store, &client(2, &[79_000_000_003]));
    put(&store, &client(4, &[]));
    assert!(store.verify(true, &mut |_| {}).unwrap().is_clean());
    drop(store);
    // A commit can't be read, and the engine is gone.
    let file = folder.path().join("journal").join(segment_name(2));
    let mut bytes = std::fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&file, bytes).unwrap();
    std::fs::remove_file(folder.path().join("ENGINE")).unwrap();
    let store = open();
    let report = store.verify(true, &mut |_| {}).unwrap();
    let doubt = report.doubt.clone().unwrap();
    assert_eq!((doubt.lost, doubt.hidden, doubt.count), (true, vec![(2, Some(2))], 1));
    assert_eq!(
        doubt.records,
        [Doubtful { table: Table::Client, key: key(2), clients: vec![ClientId::from_u64(2)] }]
    );
    assert_eq!((report.remarks.clone(), report.seen.engine), (vec![Remark::Scratch], false));
    assert_eq!(report.counts.keys().copied().collect::<Vec<_>>(), ["journal", "no-path"]);
    // Without the lock the files say the same.
    let files = LocalStore::verify_files(folder.path(), &mut |_| {}).unwrap();
    assert_eq!(files.findings, report.findings);
    // Accepted, it is a remark.
    store.accept_doubt().unwrap();
    let store = open();
    let report = store.verify(true, &mut |_| {}).unwrap();
    assert!(report.is_clean(), "{report:#?}");
    assert!(matches!(report.remarks.as_slice(), [Remark::KnownDamage(_)]));
    assert_eq!(report.seen.restorable, Some(4));
}

#[test]
fn a_journal_that_lost_its_end_is_known_of_once_it_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let open = || LocalStore::open(folder.path(), EngineKind::Sled, &mut |_| {}).unwrap();
    let store = open();
    for id in 1..=3 {
        let mut commit = Commit::new(origin());
        commit.put(&client(id, &[])).unwrap();
        store.commit(commit).unwrap();
    }
    drop(store);
    let file = folder.path().join("journal").join(segment_name(1));
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() - 3]).unwrap();
    let store = open();
    let report = store.verify(true, &mut |_| {}).unwrap();
    assert_eq!(report.findings, [Finding::JournalBehind { reached: 3, journal: 2 }]);
    assert_eq!(report.doubt.as_ref().unwrap().hidden, [(3, Some(3))]);
    assert_eq!(report.doubt.unwrap().records[0].clients, [ClientId::from_u64(3)]);
    store.accept_doubt().unwrap();
    let report = open().verify(true, &mut |_| {}).unwrap();
    assert!(report.is_clean(), "{report:#?}");
    assert!(matches!(report.remarks.as_slice(), [Remark::KnownDamage(damage), ..] if damage.hides(3)));
}
