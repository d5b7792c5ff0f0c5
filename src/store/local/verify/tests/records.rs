//! The engine: records, index entries, references, bookkeeping.

use super::*;
use crate::store::journal::Mark;
use crate::store::local::Counters;
use crate::store::local::applied::Applied;
use crate::store::tables::Index;

#[test]
fn what_is_whole_is_clean() {
    Bench::empty().clean();
    let bench = Bench::small();
    bench.clean();
    bench.store.take_snapshot().unwrap();
    bench.put(&client(2, &[79_000_000_007]));
    bench.clean();
    let report = bench.check(true);
    assert_eq!((report.seen.first, report.seen.last, report.seen.commits), (1, 11, 11));
    assert_eq!((report.seen.snapshots, report.seen.restorable), (1, Some(0)));
    assert_eq!((report.seen.records[0], report.seen.entries), ((Table::Client, 3), 3 + 3 + 1));
    // Deleting leaves nothing behind.
    let mut commit = Commit::new(origin());
    commit.delete(&talk(3, 3, None), Revision(9));
    bench.store.commit(commit).unwrap();
    bench.clean();
}

#[test]
fn a_missing_entry_and_one_too_many_are_named() {
    let bench = Bench::small();
    bench.write(|batch| batch.remove(entry(2)));
    let missing =
        Finding::NoEntry { index: Index::Phone, entry: entry(2), table: Table::Client, key: key(2) };
    assert_eq!(bench.check(false).findings, std::slice::from_ref(&missing));
    assert_eq!(bench.check(true).findings, [missing.clone(), Finding::Lacking { key: entry(2) }]);
    // One in the place of another: the numbers agree, the entries do not.
    let stray = Index::Phone.key().text("999").byte(0).number(2);
    bench.write(|batch| batch.put(stray.clone(), vec![]));
    let report = bench.check(false);
    assert_eq!(report.findings, [missing, Finding::StrayEntry { index: Index::Phone, entry: stray.clone() }]);
    assert_eq!(report.cures(), [Cure::Rebuild]);
    bench.write(|batch| batch.put(entry(2), vec![]));
    let deep = bench.check(true);
    assert_eq!(deep.findings.last(), Some(&Finding::Surplus { key: stray.clone() }));
    bench.write(|batch| batch.remove(stray));
    // An entry has no value.
    bench.write(|batch| batch.put(entry(1), vec![1]));
    assert_eq!(bench.check(false).findings, [Finding::StrayEntry { index: Index::Phone, entry: entry(1) }]);
    bench.write(|batch| batch.put(entry(1), vec![]));
    bench.clean();
}

#[test]
fn a_record_that_is_not_what_was_written_is_named() {
    let bench = Bench::small();
    let whole = bench.value(&key(2));
    let record = |fault| Finding::Record { table: Table::Client, key: key(2), fault };
    // Its end is missing. The entries that lead to it are no news.
    bench.write(|batch| batch.put(key(2), whole[..whole.len() - 1].to_vec()));
    let report = bench.check(false);
    let [Finding::Record { table: Table::Client, key: found, fault: Fault::Unreadable(_) }] =
        report.findings.as_slice()
    else {
        panic!("{report:#?}");
    };
    assert_eq!((found, report.cures()), (&key(2), vec![Cure::RebuildThenTell]));
    assert_eq!(bench.check(true).findings.last(), Some(&Finding::Different { key: key(2) }));
    // It is of a commit that was never made.
    bench.write(|batch| batch.put(key(2), [&99_u64.to_le_bytes(), &whole[8..]].concat()));
    assert_eq!(bench.check(false).findings, [record(Fault::Revision { revision: 99, last: 10 })]);
    // A letter of its name has changed: only the journal knows.
    let mut changed = whole.clone();
    let at = changed.windows(2).position(|pair| pair == "К".as_bytes()).unwrap();
    changed[at..at + 2].copy_from_slice("Т".as_bytes());
    bench.write(|batch| batch.put(key(2), changed));
    assert!(bench.check(false).is_clean());
    assert_eq!(bench.check(true).findings, [Finding::Different { key: key(2) }]);
    bench.write(|batch| batch.put(key(2), whole.clone()));
    // Another one stands in its place as well.
    bench.write(|batch| batch.put(key(3), whole));
    let report = bench.check(false);
    let wrong = Finding::Record { table: Table::Client, key: key(3), fault: Fault::WrongKey };
    assert!(report.findings.contains(&wrong), "{report:#?}");
    assert!(report.findings.contains(&Finding::SameId { table: Table::Client, id: 2, key: key(2) }));
}

#[test]
fn what_only_the_engine_has_is_found_by_the_replay() {
    let bench = Bench::small();
    let value = crate::store::codec::encode(&note(2, 1)).unwrap();
    let value = crate::store::codec::with_revision(Revision(5), &value);
    let same = note(2, 1).key();
    bench.write(|batch| batch.put(same.clone(), value));
    let double = Finding::SameId { table: Table::Note, id: 2, key: note(2, 2).key() };
    assert_eq!(bench.check(true).findings, [double, Finding::Surplus { key: same.clone() }]);
    bench.write(|batch| batch.remove(same));
    bench.write(|batch| batch.remove(note(3, 3).key()));
    assert!(bench.check(false).is_clean(), "nothing else knows of a note");
    assert_eq!(bench.check(true).findings, [Finding::Lacking { key: note(3, 3).key() }]);
    let stray = Key::new(99).number(1);
    bench.write(|batch| batch.put(stray.clone(), vec![]));
    assert_eq!(bench.check(false).findings, [Finding::StrayKey { key: stray }]);
}

#[test]
fn a_record_that_names_nobody_is_named() {
    let bench = Bench::small();
    bench.put(&talk(9, 2, Some(77)));
    let report = bench.check(true);
    let dangling =
        |to, id| Finding::Dangling { table: Table::Interaction, key: talk(9, 2, None).key(), to, id };
    assert_eq!(report.findings, [dangling(Table::Person, 77)]);
    assert_eq!(report.cures(), [Cure::RebuildThenTell]);
    bench.put(&talk(9, 8, None));
    let dangling = Finding::Dangling {
        table: Table::Interaction,
        key: talk(9, 8, None).key(),
        to: Table::Client,
        id: 8,
    };
    assert!(bench.check(false).findings.contains(&dangling));
}

#[test]
fn counters_and_bookkeeping_are_checked() {
    let bench = Bench::small();
    let applied = Key::new(0).byte(0);
    let right = bench.value(&applied);
    let note = |seq| {
        let low = Counters::new();
        Table::ALL.into_iter().for_each(|table| low.used(table, if table == Table::Client { 2 } else { 9 }));
        bench.write(|batch| Applied::note(batch, seq, Mark::NONE, &low));
    };
    note(10);
    assert_eq!(bench.check(true).findings, [Finding::Counter { table: Table::Client, next: 3, highest: 3 }]);
    note(8);
    let report = bench.check(false);
    assert_eq!(report.findings.first(), Some(&Finding::EngineBehind { engine: 8, journal: 10 }));
    bench.write(|batch| batch.put(applied.clone(), vec![1, 2, 3]));
    assert_eq!(bench.check(false).findings, [Finding::Bookkeeping]);
    bench.write(|batch| batch.remove(applied.clone()));
    assert_eq!(bench.check(false).findings, [Finding::Bookkeeping]);
    bench.write(|batch| batch.put(applied, right));
    bench.clean();
}

#[test]
fn an_engine_that_cannot_be_read_is_a_finding() {
    struct Broken(MemoryEngine);
    impl Engine for Broken {
        fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
            self.0.get(key)
        }
        fn range(
            &self,
            _: &[u8],
            _: Option<&[u8]>,
            _: crate::store::Walk,
            _: &mut crate::store::Visit<'_>,
        ) -> Result<()> {
            Err(StoreError::Engine("a page is gone".into()))
        }
        fn apply(&self, batch: Batch) -> Result<()> {
            self.0.apply(batch)
        }
        fn checkpoint(&self) -> Result<()> {
            Ok(())
        }
        fn size(&self) -> u64 {
            0
        }
    }
    let engine = Broken(MemoryEngine::default());
    let store = LocalStore::on(Box::new(MemoryDisk::default()), Box::new(engine)).unwrap();
    let report = store.verify(true, &mut |_| {}).unwrap();
    assert_eq!(report.findings, [Finding::Engine("a page is gone".into())]);
}

#[test]
fn findings_are_counted_and_the_first_are_named() {
    let bench = Bench::empty();
    bench.write(|batch| (0..1500).for_each(|n| batch.put(Index::Inn.key().number(n), vec![])));
    let report = bench.check(false);
    assert_eq!((report.findings.len() as u64, report.total()), (NAMED, 1500));
    assert_eq!(report.counts["stray-entry"], 1500);
}
