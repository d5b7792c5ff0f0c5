//! Each thing that can be wrong is made wrong in turn, and found.

use std::sync::Arc;

use super::*;
use crate::domain::client::Client;
use crate::domain::contact::ContactMethod;
use crate::domain::ids::{InteractionId, NoteId, SessionId, UserId};
use crate::domain::interaction::{Direction, Interaction, InteractionKind, InteractionStatus, Note};
use crate::domain::phone::Phone;
use crate::domain::time::Moment;
use crate::domain::user::{User, UserRole};
use crate::store::disk::MemoryDisk;
use crate::store::engine::{Batch, Engine, MemoryEngine};
use crate::store::journal::segment_name;
use crate::store::key::Key;
use crate::store::local::writer::Applied;
use crate::store::local::{Counters, EngineKind};
use crate::store::settings::Settings;
use crate::store::tables::{Index, Record, Revision};
use crate::store::{Commit, Origin, Store, snapshot};

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

fn user() -> User {
    User {
        id: UserId::from_u64(1),
        name: "Иванова О.".into(),
        role: UserRole::Operator,
        zone: chrono_tz::Europe::Moscow,
    }
}

fn talk(id: u64, client: u64, person: Option<u64>) -> Interaction {
    Interaction {
        id: InteractionId::from_u64(id),
        client: ClientId::from_u64(client),
        person: person.map(RecordId::from_u64),
        kind: InteractionKind::Call,
        direction: Direction::Outgoing,
        status: InteractionStatus::Held,
        at: Moment::from_millis(7),
        duration_s: None,
        phone: None,
        subject: None,
        outcome: None,
        reason: String::new(),
        owner: UserId::from_u64(1),
        text: "Не решил".into(),
        script: None,
        entry: None,
        attempt: 1,
    }
}

fn note(id: u64, client: u64) -> Note {
    Note {
        id: NoteId::from_u64(id),
        client: ClientId::from_u64(client),
        subject: None,
        at: Moment::from_millis(9),
        author: UserId::from_u64(0),
        text: "Заметка".into(),
    }
}

/// A store on a disk and an engine that a test can reach into.
struct Bench {
    disk: MemoryDisk,
    engine: Arc<MemoryEngine>,
    store: LocalStore,
}

impl Bench {
    fn empty() -> Self {
        let (disk, engine) = (MemoryDisk::default(), Arc::new(MemoryEngine::default()));
        let store = LocalStore::on_with(
            Arc::new(disk.clone()),
            Arc::clone(&engine) as Arc<dyn Engine>,
            Settings { segment_bytes: 1, ..Settings::default() },
        );
        Self { disk, engine, store: store.unwrap() }
    }

    /// A user, three clients with numbers, a talk and a note of each; a segment for each commit.
    fn small() -> Self {
        let bench = Self::empty();
        bench.put(&user());
        for id in 1..=3 {
            // A number that stands twice on a card has one entry.
            bench.put(&client(id, &[79_000_000_000 + id, 79_000_000_000 + id]));
            bench.put(&talk(id, id, None));
            bench.put(&note(id, id));
        }
        bench
    }

    fn put(&self, record: &impl Record) {
        let mut commit = Commit::new(origin());
        commit.put(record).unwrap();
        self.store.commit(commit).unwrap();
    }

    fn check(&self, deep: bool) -> Report {
        self.store.verify(deep, &mut |_| {}).unwrap()
    }

    #[track_caller]
    fn clean(&self) {
        for deep in [false, true] {
            let report = self.check(deep);
            assert!(report.is_clean(), "{:#?}", report.findings);
            assert_eq!((report.seen.engine, report.seen.compared), (true, deep));
        }
    }

    /// Changes the engine behind the back of the store.
    fn write(&self, change: impl FnOnce(&mut Batch)) {
        let mut batch = Batch::default();
        change(&mut batch);
        self.engine.apply(batch).unwrap();
    }

    fn value(&self, key: &Key) -> Vec<u8> {
        self.engine.get(key.as_bytes()).unwrap().unwrap()
    }
}

fn entry(id: u64) -> Key {
    let mut index = Vec::new();
    client(id, &[79_000_000_000 + id]).index(&mut index);
    index.remove(0)
}

fn key(id: u64) -> Key {
    client(id, &[]).key()
}

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
        bench.write(|batch| Applied::note(batch, seq, &low));
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

#[test]
fn a_store_in_doubt_says_what_it_is_about() {
    let folder = tempfile::tempdir().unwrap();
    let options = super::super::Options {
        engine: EngineKind::Sled,
        settings: Settings { segment_bytes: 1, ..Settings::default() },
    };
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
