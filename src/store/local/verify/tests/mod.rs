//! Each thing that can be wrong is made wrong in turn, and found.

mod journal;
mod records;

use std::sync::Arc;

use super::*;
use crate::domain::ids::{InteractionId, NoteId, UserId};
use crate::domain::interaction::{Direction, Interaction, InteractionKind, InteractionStatus, Note};
use crate::domain::time::Moment;
use crate::domain::user::{User, UserRole};
use crate::store::disk::MemoryDisk;
use crate::store::engine::{Batch, Engine, MemoryEngine};
use crate::store::key::Key;
use crate::store::local::tests::{client, origin};
use crate::store::settings::Settings;
use crate::store::tables::{Record, Revision};
use crate::store::{Commit, Store};

fn user() -> User {
    User::new(UserId::from_u64(1), "Иванова О.", UserRole::Operator, chrono_tz::Europe::Moscow)
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
        promised: None,
        tried: Vec::new(),
        marks: Vec::new(),
        recording: None,
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
