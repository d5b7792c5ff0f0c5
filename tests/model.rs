//! Random sequences of use-cases against a plain model in memory, with the store closed, killed, rebuilt, restored and
//! shown as of the past between them; and many operators who ask for the next client at once.
//!
//! `PROPTEST_CASES=500 cargo test --test model` is a long run.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot set its stage has failed; how long it runs is said in the environment"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::TestClock;
use common::base::{MORNING, agreed};
use common::dump::{Dump, dump};
use dozvon::desk::access::SignIn;
use dozvon::desk::bulk::{Insert, Records};
use dozvon::desk::content::Furnish;
use dozvon::desk::deals::{MoveDeal, NewDeal, OpenDeal};
use dozvon::desk::notes::AddNote;
use dozvon::desk::queue::{PlanContact, Release, TakeNext};
use dozvon::desk::result::{Answers, Next, RecordResult};
use dozvon::desk::{Desk, DeskError, Who};
use dozvon::domain::client::Client;
use dozvon::domain::contact::ContactMethod;
use dozvon::domain::deal::{Deal, Move};
use dozvon::domain::ids::{ClientId, DealId, QueueEntryId, RecordId, SessionId, UserId};
use dozvon::domain::interaction::{Direction, Interaction, Note};
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryKind, EntryState, LEASE_MS, QueueEntry};
use dozvon::domain::time::Moment;
use dozvon::domain::user::UserRole;
use dozvon::store::backup::{backup, restore};
use dozvon::store::codec::split_revision;
use dozvon::store::drafts::MemoryDrafts;
use dozvon::store::local::{EngineKind, LocalStore, Options, Until};
use dozvon::store::settings::Settings;
use dozvon::store::tables::{interactions_of, notes_of};
use dozvon::store::{Reads, Store, Walk};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

#[derive(Clone, Debug)]
enum Step {
    Clients(u8),
    Note {
        client: usize,
        text: String,
    },
    Plan {
        client: usize,
        minutes: i64,
    },
    Take {
        user: usize,
    },
    Release {
        user: usize,
    },
    Result {
        user: usize,
    },
    Deal {
        client: usize,
    },
    Move {
        deal: usize,
        forward: bool,
    },
    Wait {
        minutes: i64,
    },
    Snapshot,
    Reopen,
    /// The machine went down with the engine open.
    PowerCut,
    EngineGone,
    /// `dozvon rebuild`, with or without another engine.
    Rebuild(EngineKind),
    /// A backup is restored in place of the store, as it is or as it was.
    Restore {
        back: u64,
    },
    /// The last change is taken back.
    Undo,
    Past {
        back: u64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let some = 0_usize..40;
    prop_oneof![
        2 => (1_u8..6).prop_map(Step::Clients),
        4 => (some.clone(), "[а-я ]{0,12}").prop_map(|(client, text)| Step::Note { client, text }),
        4 => (some.clone(), -100_i64..100).prop_map(|(client, minutes)| Step::Plan { client, minutes }),
        4 => (0_usize..3).prop_map(|user| Step::Take { user }),
        1 => (0_usize..3).prop_map(|user| Step::Release { user }),
        3 => (0_usize..3).prop_map(|user| Step::Result { user }),
        2 => some.clone().prop_map(|client| Step::Deal { client }),
        3 => (some, any::<bool>()).prop_map(|(deal, forward)| Step::Move { deal, forward }),
        1 => (1_i64..20).prop_map(|minutes| Step::Wait { minutes }),
        1 => Just(Step::Snapshot),
        1 => Just(Step::Reopen),
        1 => Just(Step::PowerCut),
        1 => Just(Step::EngineGone),
        1 => prop::sample::select(EngineKind::ON_DISK.to_vec()).prop_map(Step::Rebuild),
        1 => (0_u64..20).prop_map(|back| Step::Restore { back }),
        3 => Just(Step::Undo),
        1 => (0_u64..30).prop_map(|back| Step::Past { back }),
    ]
}

/// What must be there.
#[derive(Clone, Debug, Default)]
struct Model {
    now: Facts,
    /// What the store held after some commits, and what had to be there then.
    states: BTreeMap<u64, (Dump, Facts)>,
    /// The last commit, when it is one that can be taken back.
    undoable: Option<u64>,
}

#[derive(Clone, Debug, Default)]
struct Facts {
    clients: Vec<ClientId>,
    notes: BTreeMap<ClientId, Vec<String>>,
    calls: BTreeMap<ClientId, usize>,
    /// Open contacts: whose, and who has it.
    open: BTreeMap<QueueEntryId, (ClientId, Option<UserId>)>,
    /// Till when a contact that was taken is his who took it.
    leases: BTreeMap<QueueEntryId, Moment>,
    deals: BTreeMap<DealId, usize>,
}

struct World {
    folder: PathBuf,
    kind: EngineKind,
    store: Arc<LocalStore>,
    desk: Arc<Desk>,
    users: Vec<Who>,
    clock: TestClock,
    model: Model,
}

fn open(folder: &Path, kind: EngineKind, clock: &TestClock) -> (Arc<LocalStore>, Arc<Desk>, Vec<Who>) {
    let store = Arc::new(LocalStore::open(folder, kind, &mut |_| {}).unwrap());
    let desk = Arc::new(Desk::new(Arc::clone(&store) as Arc<dyn Store>, Box::<MemoryDrafts>::default()));
    desk.furnish(&Furnish::shipped(), clock.now()).unwrap();
    let users = (0..3)
        .map(|n| {
            let sign_in = SignIn {
                name: format!("Оператор {n}"),
                role: UserRole::Admin,
                zone: chrono_tz::Europe::Moscow,
            };
            desk.sign_in(&sign_in, SessionId(n), clock.now()).unwrap()
        })
        .collect();
    (store, desk, users)
}

impl World {
    fn new(folder: &Path, kind: EngineKind) -> Self {
        let clock = TestClock::at(MORNING);
        let (store, desk, users) = open(folder, kind, &clock);
        let mut model = Model::default();
        model.states.insert(store.last_seq(), (dump(store.as_ref()), Facts::default()));
        Self { folder: folder.to_owned(), kind, store, desk, users, clock, model }
    }

    /// Closes the store, lets something happen to its folder, and opens it again: it holds what it held.
    fn reopen(&mut self, meanwhile: impl FnOnce(&Path)) {
        let before = dump(self.store.as_ref());
        self.reopen_changed(meanwhile);
        assert_eq!(dump(self.store.as_ref()), before);
    }

    /// Closes the store, lets something happen to its folder, and opens it again.
    fn reopen_changed(&mut self, meanwhile: impl FnOnce(&Path)) {
        let nothing: Arc<LocalStore> = Arc::new(LocalStore::in_memory().unwrap());
        self.desk =
            Arc::new(Desk::new(Arc::clone(&nothing) as Arc<dyn Store>, Box::<MemoryDrafts>::default()));
        self.store = nothing;
        meanwhile(&self.folder);
        (self.store, self.desk, self.users) = open(&self.folder, self.kind, &self.clock);
        assert!(self.store.doubt().is_none());
    }

    /// Restores the state after a commit from a backup; that becomes the store, and the model is as it was then.
    fn restore(&mut self, seq: u64) {
        let (state, facts) = self.model.states[&seq].clone();
        self.reopen_changed(|folder| {
            let copy = folder.with_extension("copy");
            backup(folder, &copy, &Settings::default(), &mut |_| {}).unwrap();
            let restored = restore(&copy, folder, Until::Seq(seq), &Options::default(), &mut |_| {}).unwrap();
            assert_eq!(restored.last, seq);
            std::fs::remove_dir_all(restored.kept.unwrap()).unwrap();
            std::fs::remove_dir_all(copy).unwrap();
        });
        assert_eq!(dump(self.store.as_ref()), state, "restored as of {seq}");
        self.model.now = facts;
        self.model.states.retain(|kept, _| *kept <= seq);
    }

    fn client(&self, n: usize) -> Option<ClientId> {
        let clients = &self.model.now.clients;
        (!clients.is_empty()).then(|| clients[n % clients.len()])
    }

    fn held(&self, user: usize) -> Option<(QueueEntryId, ClientId)> {
        let who = self.users[user].user;
        self.model
            .now
            .open
            .iter()
            .find(|(_, (_, by))| *by == Some(who))
            .map(|(id, (client, _))| (*id, *client))
    }

    fn act(&mut self, step: Step) {
        let before = self.store.last_seq();
        // Not a result: one that is taken back with no card on a desk leaves the contact waiting, and not as it was.
        let undoable = matches!(
            step,
            Step::Clients(_) | Step::Note { .. } | Step::Plan { .. } | Step::Deal { .. } | Step::Move { .. }
        );
        self.do_it(step);
        let last = self.store.last_seq();
        if last != before {
            self.model.undoable = (undoable && last == before + 1).then_some(last);
        }
        self.model.states.insert(last, (dump(self.store.as_ref()), self.model.now.clone()));
    }

    fn do_it(&mut self, step: Step) {
        let now = self.clock.now();
        let who = self.users[0].clone();
        match step {
            Step::Clients(count) => {
                let mut records = Records::default();
                for _ in 0..count {
                    let id = self.desk.new_id::<Client>();
                    let mut client = Client::new(id, format!("Клиент {}", id.as_u64()), now);
                    let phone = Phone::from_e164(74_950_000_000 + id.as_u64()).unwrap();
                    client.methods.push(ContactMethod::phone(phone, ""));
                    client.zone =
                        dozvon::domain::geo::zone_of_address("Москва", "", "").map(|(zone, _)| zone);
                    records.clients.push(client);
                    records.consents.push(agreed(&self.desk, id, now));
                    self.model.now.clients.push(id);
                }
                self.desk.execute(&who, now, &Insert(records)).unwrap();
            }
            Step::Note { client, text } => {
                let Some(client) = self.client(client) else { return };
                let note = AddNote { client, subject: None, text: text.clone() };
                match self.desk.execute(&who, now, &note) {
                    Ok(_) => self.model.now.notes.entry(client).or_default().push(text.trim_end().to_owned()),
                    Err(DeskError::Empty) => assert!(text.trim().is_empty()),
                    Err(error) => panic!("{error}"),
                }
            }
            Step::Plan { client, minutes } => {
                let Some(client) = self.client(client) else { return };
                let due = now.plus_minutes(minutes);
                let plan =
                    PlanContact {
                        client, due, reason: "проверка".into(), whole_day: false, personal: false
                    };
                match self.desk.execute(&who, now, &plan) {
                    Ok(id) => drop(self.model.now.open.insert(id, (client, None))),
                    Err(DeskError::Past) => assert!(due <= now),
                    Err(DeskError::OutsideHours { .. }) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            Step::Take { user } => {
                let held = self.held(user);
                let taken = self.desk.execute(&self.users[user].clone(), now, &TakeNext).unwrap();
                if let Some(taken) = taken {
                    let id = taken.entry.id;
                    let (_, by) = self.model.now.open.get_mut(&id).expect("a contact that is open");
                    let is_over = self.model.now.leases.get(&id).is_some_and(|until| *until <= now);
                    assert!(is_over || by.is_none() || held.map(|(held, _)| held) == Some(id), "taken twice");
                    self.model.now.leases.insert(id, now.plus_millis(LEASE_MS));
                    *by = Some(self.users[user].user);
                }
            }
            Step::Release { user } => {
                if let Some((id, _)) = self.held(user) {
                    self.desk.execute(&self.users[user].clone(), now, &Release(id)).unwrap();
                    self.model.now.open.get_mut(&id).unwrap().1 = None;
                }
            }
            Step::Result { user } => {
                let Some((entry, client)) = self.held(user) else { return };
                let record = RecordResult {
                    client,
                    entry: Some(entry),
                    person: None,
                    phone: None,
                    direction: Direction::Outgoing,
                    began: now.plus_minutes(-1),
                    outcome: self.desk.catalog().unwrap().outcome_on('1').unwrap().id,
                    answers: Answers::default(),
                    script: None,
                    text: String::new(),
                    fields: Vec::new(),
                };
                let done = self.desk.execute(&self.users[user].clone(), now, &record).unwrap();
                self.model.now.open.remove(&entry);
                assert_eq!(done.next, Next::Finished);
                *self.model.now.calls.entry(client).or_default() += 1;
            }
            Step::Deal { client } => {
                let Some(client) = self.client(client) else { return };
                let process = self.desk.catalog().unwrap().process_by_code("standard-sale").unwrap().id;
                let deal = NewDeal { name: String::new(), process, stage: 0, amount: None };
                let id = self.desk.execute(&who, now, &OpenDeal { client, deal }).unwrap();
                self.model.now.deals.insert(id, 0);
            }
            Step::Move { deal, forward } => {
                let Some((id, stage)) = self
                    .model
                    .now
                    .deals
                    .iter()
                    .nth(deal % self.model.now.deals.len().max(1))
                    .map(|(id, at)| (*id, *at))
                else {
                    return;
                };
                let step = if forward { Move::Forward } else { Move::Back };
                let step = MoveDeal { deal: id, step, from: Some(stage), reason: "так надо".into() };
                match self.desk.execute(&who, now, &step) {
                    Ok(moved) => {
                        let at = usize::from(moved.passes.last().unwrap().stage);
                        assert_eq!(at, if forward { stage + 1 } else { stage - 1 });
                        self.model.now.deals.insert(id, at);
                    }
                    Err(DeskError::Move(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            Step::Wait { minutes } => self.clock.forward(minutes * 60_000),
            Step::Snapshot => {
                let foot = self.store.take_snapshot().unwrap();
                assert_eq!(foot.to, self.store.last_seq());
            }
            Step::Reopen => self.reopen(|_| {}),
            Step::PowerCut => self.reopen(|folder| {
                std::fs::write(folder.join("engine.open"), "another boot\n").unwrap();
            }),
            Step::EngineGone => self.reopen(|folder| {
                let engine = std::fs::read_to_string(folder.join("ENGINE")).unwrap();
                std::fs::remove_dir_all(folder.join(engine.trim().split_once(' ').unwrap().1)).unwrap();
            }),
            Step::Rebuild(kind) => self.reopen(|folder| {
                assert_eq!(LocalStore::rebuild(folder, Some(kind), &mut |_| {}).unwrap().engine, kind);
            }),
            Step::Restore { back } => {
                let seq = self.store.last_seq().saturating_sub(back);
                // Before the first state there is nobody to sign in.
                let seq = self.model.states.range(..=seq).next_back().map(|(seq, _)| *seq);
                if let Some(seq) = seq {
                    self.restore(seq);
                }
            }
            Step::Undo => {
                let Some(last) = self.model.undoable.filter(|last| *last == self.store.last_seq()) else {
                    return;
                };
                let undone = self.desk.undo(&who, now, last, "не то").unwrap();
                assert_eq!((undone.of, undone.seq), (last, last + 1));
                let (state, facts) = self.model.states.range(..last).next_back().unwrap().1.clone();
                self.model.now = facts;
                assert_eq!(
                    records(self.store.as_ref()),
                    bodies(&state),
                    "commit {last} is not taken back whole"
                );
            }
            Step::Past { back } => {
                let seq = self.store.last_seq().saturating_sub(back);
                if let Some((seq, (state, _))) = self.model.states.range(..=seq).next_back() {
                    let past = LocalStore::past(&self.folder, Until::Seq(*seq), &mut |_| {}).unwrap();
                    assert_eq!(&dump(&past), state, "as of {seq}");
                }
            }
        }
    }

    /// Compares what is there with what must be.
    fn check(&self) {
        let reads = Reads(self.store.as_ref());
        let clients = reads.all::<Client>().unwrap();
        let ids: BTreeSet<ClientId> = clients.iter().map(|client| client.id).collect();
        assert_eq!(ids, self.model.now.clients.iter().copied().collect());
        for id in ids {
            let notes = reads.some::<Note>(&notes_of(id), Walk::Up, usize::MAX).unwrap();
            let mut texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
            let mut wanted: Vec<&str> =
                self.model.now.notes.get(&id).into_iter().flatten().map(String::as_str).collect();
            texts.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(texts, wanted);
            let calls = reads.some::<Interaction>(&interactions_of(id), Walk::Up, usize::MAX).unwrap().len();
            assert_eq!(calls, self.model.now.calls.get(&id).copied().unwrap_or_default());
        }
        let open: BTreeMap<QueueEntryId, (ClientId, Option<UserId>)> = reads
            .all::<QueueEntry>()
            .unwrap()
            .iter()
            .filter_map(|entry| match entry.state {
                EntryState::Waiting => Some((entry.id, (entry.client, None))),
                EntryState::Taken { by, .. } => Some((entry.id, (entry.client, Some(by)))),
                EntryState::Done | EntryState::Exhausted | EntryState::Blocked => None,
            })
            .collect();
        assert_eq!(open, self.model.now.open);
        let deals: BTreeMap<DealId, usize> = reads
            .all::<Deal>()
            .unwrap()
            .iter()
            .map(|deal| (deal.id, usize::from(deal.passes.last().unwrap().stage)))
            .collect();
        assert_eq!(deals, self.model.now.deals);
    }
}

/// A state without the revisions of its records, which an undo raises.
fn bodies(state: &Dump) -> Dump {
    let body = |value: &[u8]| split_revision(value).map_or_else(Vec::new, |(_, body)| body.to_vec());
    state.iter().map(|(key, value)| (key.clone(), body(value))).collect()
}

fn records(store: &dyn Store) -> Dump {
    bodies(&dump(store))
}

fn run(kind: EngineKind, steps: Vec<Step>) {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::new(&folder.path().join("data"), kind);
    world.act(Step::Clients(5));
    for step in steps {
        world.act(step);
        world.check();
    }
    world.reopen(|_| {});
    world.check();
}

/// Where what has failed is noted and found again.
const NOTED: FileFailurePersistence = FileFailurePersistence::WithSource("proptest-regressions");

/// So many cases unless the environment says otherwise.
fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(usual))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: Some(Box::new(NOTED)), ..cases(6) })]

    #[test]
    fn the_store_holds_what_the_model_holds(steps in prop::collection::vec(step(), 1..60)) {
        for kind in EngineKind::ON_DISK {
            run(kind, steps.clone());
        }
    }
}

#[test]
fn of_ten_thousand_contacts_none_is_given_twice() {
    none_is_given_twice(LocalStore::in_memory().unwrap(), 10_000);
}

/// Fewer of them: each waits for a disk. `DOZVON_CLAIMS` says how many in a longer run.
#[test]
fn nor_of_those_on_a_disk() {
    let asked = std::env::var("DOZVON_CLAIMS").ok().and_then(|n| n.parse().ok());
    for kind in EngineKind::ON_DISK {
        let folder = tempfile::tempdir().unwrap();
        let store = LocalStore::open(folder.path(), kind, &mut |_| {}).unwrap();
        none_is_given_twice(store, asked.unwrap_or(1_000));
        let store = LocalStore::open(folder.path(), kind, &mut |_| {}).unwrap();
        assert!(store.verify(true, &mut |_| {}).unwrap().is_clean());
    }
}

fn none_is_given_twice(store: LocalStore, contacts: u64) {
    const OPERATORS: u64 = 16;
    let clock = TestClock::at(MORNING);
    let now = clock.now();
    let store = Arc::new(store);
    let desk = Desk::new(Arc::clone(&store) as Arc<dyn Store>, Box::<MemoryDrafts>::default());
    desk.furnish(&Furnish::shipped(), now).unwrap();
    let sign_in = |name: String| {
        let sign_in = SignIn { name, role: UserRole::Admin, zone: chrono_tz::Europe::Moscow };
        desk.sign_in(&sign_in, SessionId(1), now).unwrap()
    };
    let users: Vec<Who> = (0..OPERATORS).map(|n| sign_in(format!("Оператор {n}"))).collect();
    for batch in 0..contacts / 500 {
        let mut records = Records::default();
        for _ in 0..500 {
            let id = desk.new_id::<Client>();
            let mut client = Client::new(id, format!("Клиент {}", id.as_u64()), now);
            let phone = Phone::from_e164(74_950_000_000 + id.as_u64()).unwrap();
            client.methods.push(ContactMethod::phone(phone, ""));
            records.clients.push(client);
            records.consents.push(agreed(&desk, id, now));
            records.entries.push(QueueEntry {
                id: desk.new_id::<QueueEntry>(),
                client: id,
                person: None,
                phone: Some(phone),
                kind: EntryKind::New,
                due: now.plus_minutes(-i64::try_from(batch).unwrap()),
                reason: String::new(),
                list: None,
                attempts: 0,
                max_attempts: 5,
                owner: None,
                state: EntryState::Waiting,
                zone: Some(chrono_tz::Europe::Moscow),
                created: now,
                marks: dozvon::domain::queue::Marks::default(),
            });
        }
        desk.execute(&users[0], now, &Insert(records)).unwrap();
    }
    let outcome = desk.catalog().unwrap().outcome_on('6').unwrap().id;
    let taken: Vec<Vec<QueueEntryId>> = std::thread::scope(|scope| {
        let work = |who: &Who| {
            let mut mine = Vec::new();
            loop {
                let taken = match desk.execute(who, now, &TakeNext) {
                    Ok(Some(taken)) => taken,
                    Ok(None) => break mine,
                    // Others were faster a few times in a row; there is more.
                    Err(DeskError::Busy) => continue,
                    Err(error) => panic!("{error}"),
                };
                mine.push(taken.entry.id);
                let record = RecordResult {
                    client: taken.entry.client,
                    entry: Some(taken.entry.id),
                    person: None,
                    phone: None,
                    direction: Direction::Outgoing,
                    began: now,
                    outcome,
                    answers: Answers::default(),
                    script: None,
                    text: String::new(),
                    fields: Vec::new(),
                };
                desk.execute(who, now, &record).unwrap();
            }
        };
        let threads: Vec<_> = users.iter().map(|who| scope.spawn(move || work(who))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let all: Vec<QueueEntryId> = taken.concat();
    let each: BTreeSet<QueueEntryId> = all.iter().copied().collect();
    assert_eq!(all.len(), each.len(), "a contact was given twice");
    assert_eq!(all.len() as u64, contacts, "a contact was given to nobody");
}
