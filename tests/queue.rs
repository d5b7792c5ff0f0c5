//! The queue: one order by points, kept right by whatever changes what they come from; why nothing can be taken; skips and
//! leases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;

use common::base::{Base, agreed};
use common::stage::Stage;
use dozvon::desk::bulk::{Insert, Records};
use dozvon::desk::content::Saved;
use dozvon::desk::deals::{MoveDeal, NewDeal, OpenDeal};
use dozvon::desk::jobs::{NewJob, PauseJob, SetJob};
use dozvon::desk::queue::{
    Keep, QueueNext, QueueView, Release, Rule, SaveWeights, SettleSkips, SkipContact, SkippedClients, Take,
    TakeNext, WhyEmpty, WhyOf,
};
use dozvon::desk::result::{Answers, RecordResult};
use dozvon::desk::{Desk, DeskError, Who};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::client::Client;
use dozvon::domain::contact::ContactMethod;
use dozvon::domain::deal::{Deal, Move};
use dozvon::domain::ids::{CallListId, ClientId, DealId, QueueEntryId, RecordId, UserId};
use dozvon::domain::interaction::Direction;
use dozvon::domain::job::{Job, JobState, Operators};
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryKind, EntryState, LEASE_MS, Marks, QueueEntry, SkipReason};
use dozvon::domain::time::{MINUTE_MS, Moment};
use dozvon::store::Reads;
use dozvon::store::Store;
use dozvon::store::drafts::MemoryDrafts;
use dozvon::store::local::{EngineKind, LocalStore};
use proptest::prelude::*;

/// Everything in one place: weights with classes that do mix.
const WEIGHTS: &str = r#"
[base]
promise_now = 900
promise_overdue = 90
hot = 70
planned = 60
retry = 50
new = 40
[late]
each_minute = 2
most = 25
[stage]
early = 3
middle = 11
late = 40
[own]
client = 17
[attempts]
each = -4
[lists]
high = 21
low = -9
high_lists = ["Срочный"]
low_lists = ["Архив"]
"#;

struct World {
    store: Arc<LocalStore>,
    desk: Desk,
    base: Base,
    clients: Vec<ClientId>,
    /// None, three anybody works on, one nobody works on yet, and one of the supervisor's own.
    lists: [Option<CallListId>; 6],
    /// The commit that made the stage: nothing before it is taken back.
    floor: u64,
}

/// One contact as it is drawn.
#[derive(Clone, Debug)]
struct Plan {
    client: usize,
    kind: usize,
    due_min: i64,
    attempts: u16,
    owner: usize,
    list: usize,
    zone: usize,
}

#[derive(Clone, Debug)]
enum Step {
    Enter(Plan),
    Open { client: usize, stage: usize },
    Forward { deal: usize },
    Close { deal: usize },
    Talk { client: usize },
    Undo { back: u64 },
    Take,
    Release,
    Skip { reason: usize },
    Wait { minutes: i64 },
    Pause { list: usize },
    Prefer { list: usize, priority: u8 },
}

fn plan() -> impl Strategy<Value = Plan> {
    (0_usize..8, 0_usize..6, -90_i64..30, 0_u16..5, 0_usize..6, 0_usize..6, 0_usize..4).prop_map(
        |(client, kind, due_min, attempts, owner, list, zone)| Plan {
            client,
            kind,
            due_min,
            attempts,
            owner,
            list,
            zone,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => plan().prop_map(Step::Enter),
        2 => (0_usize..8, 0_usize..7).prop_map(|(client, stage)| Step::Open { client, stage }),
        2 => (0_usize..9).prop_map(|deal| Step::Forward { deal }),
        1 => (0_usize..9).prop_map(|deal| Step::Close { deal }),
        1 => (0_usize..8).prop_map(|client| Step::Talk { client }),
        2 => (0_u64..12).prop_map(|back| Step::Undo { back }),
        2 => Just(Step::Take),
        1 => Just(Step::Release),
        2 => (0_usize..5).prop_map(|reason| Step::Skip { reason }),
        1 => (1_i64..40).prop_map(|minutes| Step::Wait { minutes }),
        1 => (1_usize..6).prop_map(|list| Step::Pause { list }),
        1 => (1_usize..6, 1_u8..10).prop_map(|(list, priority)| Step::Prefer { list, priority }),
    ]
}

const KINDS: [EntryKind; 6] = EntryKind::ALL;

/// Moscow, Omsk and Vladivostok at noon of Moscow (the last is closed at 19:30 there and later), and one abroad.
const ZONES: [chrono_tz::Tz; 4] =
    [chrono_tz::Europe::Moscow, chrono_tz::Asia::Omsk, chrono_tz::Asia::Kamchatka, chrono_tz::Asia::Almaty];

impl World {
    fn new(folder: &std::path::Path) -> Self {
        let base = Base::empty_on(LocalStore::open(folder, EngineKind::Sled, &mut |_| {}).unwrap());
        let (weights, _) = SaveWeights::read(WEIGHTS).unwrap();
        let now = base.clock.now();
        let named = |name: &str| Some(base.list(name, None));
        let draft =
            NewJob { name: "Черновик".into(), purpose: Purpose::Advertising, set: SetJob::default() };
        let draft = Some(base.desk.execute(&base.admin, now, &draft).unwrap().id);
        let lists = [None, named("Срочный"), named("Архив"), named("Прочее"), draft, named("Чужой")];
        let others = SetJob { operators: Some(Operators::Named(vec![base.admin.user])), ..SetJob::default() };
        base.desk.execute(&base.admin, now, &others.of(lists[5].unwrap())).unwrap();
        base.desk.load_weights(&base.admin, now, &weights, false, &mut |_| {}).unwrap();
        let mut records = Records::default();
        for place in 0..8_u64 {
            let id = base.desk.new_id::<Client>();
            let mut client = Client::new(id, format!("Клиент {place}"), now);
            let phone = Phone::from_e164(74_950_000_000 + id.as_u64()).unwrap();
            client.methods.push(ContactMethod::phone(phone, ""));
            client.manager = match place {
                0 => Some(base.operator.user),
                1 => Some(base.admin.user),
                _ => None,
            };
            records.consents.push(agreed(&base.desk, id, now));
            records.clients.push(client);
        }
        let clients = records.clients.iter().map(|client| client.id).collect();
        base.desk.execute(&base.admin, now, &Insert(records)).unwrap();
        let store = Arc::clone(&base.store);
        let desk = Desk::new(Arc::clone(&store) as Arc<dyn Store>, Box::<MemoryDrafts>::default());
        let floor = store.last_seq();
        Self { store, desk, base, clients, lists, floor }
    }

    fn me(&self) -> &Who {
        &self.base.operator
    }

    fn now(&self) -> Moment {
        self.base.clock.now()
    }

    fn act(&self, step: &Step) {
        let now = self.now();
        let deals = || Reads(self.store.as_ref()).all::<Deal>().unwrap();
        let deal = |n: usize| {
            let deals = deals();
            (!deals.is_empty()).then(|| deals[n % deals.len()].record.clone())
        };
        let mine = || {
            let view = self.desk.query(self.me(), now, &QueueView { limit: 50 }).unwrap();
            view.0.into_iter().find(|row| row.entry.holder(now) == Some(self.me().user))
        };
        match step {
            Step::Enter(plan) => {
                let entry = self.entry(plan);
                self.desk
                    .execute(
                        &self.base.admin,
                        now,
                        &Insert(Records { entries: vec![entry], ..Records::default() }),
                    )
                    .unwrap();
            }
            Step::Open { client, stage } => {
                let process = self.desk.catalog().unwrap().process_by_code("standard-sale").unwrap().id;
                let new = NewDeal { name: "Сделка".into(), process, stage: *stage, amount: None };
                let open = OpenDeal { client: self.clients[*client], deal: new };
                self.desk.execute(self.me(), now, &open).unwrap();
            }
            Step::Forward { deal: n } | Step::Close { deal: n } => {
                let Some(deal) = deal(*n) else { return };
                let step = if matches!(step, Step::Close { .. }) { Move::Win } else { Move::Forward };
                let moved = MoveDeal { deal: deal.id, step, from: deal.stage(), reason: "да".into() };
                let _ = self.desk.execute(self.me(), now, &moved);
            }
            Step::Talk { client } => self.talk(self.clients[*client], None),
            Step::Undo { back } => {
                let seq = self.store.last_seq().saturating_sub(*back);
                if seq <= self.floor {
                    return;
                }
                let _ = self.desk.undo(&self.base.admin, now, seq, "проверка");
            }
            Step::Take => {
                let expected = self.expected().first().copied();
                let held = mine().map(|row| row.entry.id);
                let taken = self.desk.execute(self.me(), now, &TakeNext).unwrap();
                assert_eq!(taken.map(|taken| taken.entry.id), held.or(expected));
            }
            Step::Release => {
                if let Some(row) = mine() {
                    self.desk.execute(self.me(), now, &Release(row.entry.id)).unwrap();
                }
            }
            Step::Skip { reason } => {
                let Some(row) = self.desk.query(self.me(), now, &QueueNext { limit: 1 }).unwrap().pop()
                else {
                    return;
                };
                let skip = SkipContact { entry: row.entry.id, reason: SkipReason::ALL[*reason] };
                let done = self.desk.execute(self.me(), now, &skip).unwrap();
                assert!(done.until > now);
                let next = self.desk.query(self.me(), now, &QueueNext { limit: 9 }).unwrap();
                let held = |row: &dozvon::desk::queue::QueueRow| {
                    row.entry.holder(now).is_none() && row.client.id == done.client
                };
                assert!(!next.iter().any(held), "a client who was skipped is offered at once");
            }
            Step::Wait { minutes } => self.base.clock.forward(minutes * MINUTE_MS),
            Step::Pause { list } => {
                let _ = self.desk.execute(&self.base.admin, now, &PauseJob(self.lists[*list].unwrap()));
            }
            Step::Prefer { list, priority } => {
                let set = SetJob { priority: Some(*priority), ..SetJob::default() };
                self.desk.execute(&self.base.admin, now, &set.of(self.lists[*list].unwrap())).unwrap();
            }
        }
    }

    fn talk(&self, client: ClientId, entry: Option<QueueEntryId>) {
        let record = RecordResult {
            client,
            entry,
            person: None,
            phone: None,
            direction: Direction::Outgoing,
            began: self.now(),
            outcome: self.desk.catalog().unwrap().outcome_by_code("not-interested").unwrap().id,
            answers: Answers { reason: "Дорого".into(), ..Answers::default() },
            script: None,
            text: String::new(),
            fields: Vec::new(),
        };
        self.desk.execute(self.me(), self.now(), &record).unwrap();
    }

    fn entry(&self, plan: &Plan) -> QueueEntry {
        let client = self.clients[plan.client];
        QueueEntry {
            id: self.desk.new_id::<QueueEntry>(),
            client,
            person: None,
            phone: None,
            kind: KINDS[plan.kind],
            due: self.now().plus_minutes(plan.due_min),
            reason: String::new(),
            list: self.lists[plan.list],
            attempts: plan.attempts,
            max_attempts: 9,
            owner: match plan.owner {
                0 => Some(self.base.operator.user),
                1 => Some(self.base.admin.user),
                _ => None,
            },
            state: EntryState::Waiting,
            zone: Some(ZONES[plan.zone]),
            created: self.now(),
            marks: Marks::default(),
        }
    }

    /// The points of a contact, worked out from what the weights say and what is in the store, by other means than the
    /// program's; `None` when it can't be taken.
    fn points(&self, entry: &QueueEntry) -> Option<i32> {
        let now = self.now();
        let me = self.me().user;
        let free = match entry.state {
            EntryState::Waiting => true,
            EntryState::Taken { by, until } => by == me || until <= now,
            _ => false,
        };
        let rests =
            self.row_of(entry).is_some_and(|job| job.state != JobState::Running || !job.operators.has(me));
        if rests && entry.holder(now) != Some(me) {
            return None;
        }
        let hour = chrono::Timelike::hour(&now.in_zone(entry.zone?));
        if !free || entry.owner.is_some_and(|owner| owner != me) || !(9..20).contains(&hour) {
            return None;
        }
        let from = entry.due.max(entry.marks.not_before.unwrap_or(entry.due));
        let late = (now.millis() - from.millis()) as f64 / MINUTE_MS as f64;
        let base = match entry.kind {
            EntryKind::Promise if late > 5.0 => 90,
            EntryKind::Promise if late >= -2.0 => 900,
            _ if late < 0.0 => return None,
            EntryKind::Promise => unreachable!(),
            EntryKind::Hot => 70,
            EntryKind::Planned => 60,
            EntryKind::Retry => 50,
            EntryKind::New => 40,
            // Below the least of a promise whose minute has come: three attempts, and the list that is not urgent.
            EntryKind::Missed => return Some(900 - 4 * 3 - 9 - 1),
        };
        let waiting = if entry.kind == EntryKind::New { 0 } else { (2 * late.max(0.0) as i32).min(25) };
        let reads = Reads(self.store.as_ref());
        let catalog = self.desk.catalog().unwrap();
        let stage = reads
            .all::<Deal>()
            .unwrap()
            .iter()
            .filter(|deal| deal.client == entry.client && deal.is_open())
            .map(|deal| {
                let count = catalog.process(deal.process).unwrap().stages.len();
                [3, 11, 40][deal.stage().unwrap() * 3 / count]
            })
            .max()
            .unwrap_or(0);
        let client = reads.client(entry.client).unwrap().unwrap();
        let spoke = self.last_speaker(entry.client);
        let own = entry.owner == Some(me) || client.manager.or(spoke) == Some(me);
        let list = match self.lists.iter().position(|list| *list == entry.list) {
            Some(1) => 21,
            Some(2) => -9,
            _ => 0,
        };
        Some(base + waiting + stage + if own { 17 } else { 0 } - 4 * i32::from(entry.attempts.min(3)) + list)
    }

    fn last_speaker(&self, client: ClientId) -> Option<UserId> {
        let prefix = dozvon::store::tables::interactions_of(client);
        let talks = Reads(self.store.as_ref())
            .some::<dozvon::domain::interaction::Interaction>(&prefix, dozvon::store::Walk::Down, 20)
            .unwrap();
        talks.first().map(|talk| talk.owner)
    }

    /// What can be taken, sorted by points, then by time, then by id.
    fn expected(&self) -> Vec<QueueEntryId> {
        let all = Reads(self.store.as_ref()).all::<QueueEntry>().unwrap();
        let mut rows: Vec<(i32, Moment, QueueEntryId)> = all
            .iter()
            .filter(|entry| entry.holder(self.now()).is_none())
            .filter_map(|entry| {
                let from = entry.due.max(entry.marks.not_before.unwrap_or(entry.due));
                Some((-self.points(entry)?, from, entry.id))
            })
            .collect();
        rows.sort();
        let mut ids: Vec<QueueEntryId> = rows.into_iter().map(|(.., id)| id).collect();
        if !self.is_mixed() {
            return ids;
        }
        // The points say when it is the turn of a new or repeated call; the priorities say which.
        let by_id: BTreeMap<QueueEntryId, &QueueEntry> =
            all.iter().map(|kept| (kept.record.id, &kept.record)).collect();
        let entry = |id: &QueueEntryId| by_id[id];
        let mixes = |id: &QueueEntryId| {
            let entry = entry(id);
            matches!(entry.kind, EntryKind::Retry | EntryKind::New) && entry.state == EntryState::Waiting
        };
        let mut turns: Vec<QueueEntryId> = ids.iter().copied().filter(mixes).collect();
        turns.sort_by_key(|id| self.row_of(entry(id)).map_or(5, |job| job.priority));
        let mut turns = turns.into_iter();
        for id in ids.iter_mut().filter(|id| mixes(id)) {
            *id = turns.next().unwrap();
        }
        ids
    }

    /// The job whose row a contact is that nobody was promised.
    fn row_of(&self, entry: &QueueEntry) -> Option<Job> {
        let is_row = matches!(entry.kind, EntryKind::Retry | EntryKind::New) && entry.owner.is_none();
        let catalog = self.desk.catalog().unwrap();
        entry.list.filter(|_| is_row).map(|list| catalog.list(list).unwrap().job.clone())
    }

    /// Whether a job that runs and that the operator works on has a priority.
    fn is_mixed(&self) -> bool {
        let catalog = self.desk.catalog().unwrap();
        let mut jobs = self.lists.iter().flatten().map(|list| &catalog.list(*list).unwrap().job);
        jobs.any(|job| {
            job.state == JobState::Running && job.operators.has(self.me().user) && job.priority != 5
        })
    }

    fn check(&self) {
        let now = self.now();
        let rows = self.desk.query(self.me(), now, &QueueNext { limit: 200 }).unwrap();
        let free: Vec<QueueEntryId> =
            rows.iter().filter(|row| row.entry.holder(now).is_none()).map(|row| row.entry.id).collect();
        assert_eq!(free, self.expected());
        for row in &rows {
            let why = self.desk.query(self.me(), now, &WhyOf(row.entry.id)).unwrap();
            let score = why.score.unwrap();
            assert_eq!(Some(&score), row.score.as_ref());
            assert_eq!(Some(score.total()), self.points(&row.entry), "{:?} {:?}", score.terms, row.entry);
            assert_eq!(score.total(), score.terms.iter().map(|term| term.points).sum::<i32>());
        }
        self.check_rules();
    }

    /// Every contact stands under one rule.
    fn check_rules(&self) {
        let holds = self.desk.query(self.me(), self.now(), &WhyEmpty).unwrap();
        let all = Reads(self.store.as_ref()).all::<QueueEntry>().unwrap();
        assert_eq!(holds.all.size(), all.len() as u64);
        assert_eq!(holds.all.count(Rule::Ready), self.expected().len() as u64);
        assert_eq!(holds.all.count(Rule::Unchecked), 0);
        let mut sizes: BTreeMap<Option<CallListId>, u64> = BTreeMap::new();
        for entry in &all {
            *sizes.entry(entry.list).or_default() += 1;
        }
        let counted: BTreeMap<_, _> = holds.lists.iter().map(|(list, found)| (*list, found.size())).collect();
        assert_eq!(counted, sizes);
        let next = holds.all.next();
        assert!(next.is_none_or(|next| next > self.now()), "{next:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_order_is_that_of_the_points_whatever_happened(steps in prop::collection::vec(step(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("base");
        let mut world = World::new(&path);
        for step in &steps {
            world.act(step);
            world.check();
        }
        // What is in the index is what the records say: the engine is thrown away and made anew.
        let before = world.expected();
        let World { store, desk, base, .. } = &mut world;
        let nothing: Arc<LocalStore> = Arc::new(LocalStore::in_memory().unwrap());
        *desk = Desk::new(Arc::clone(&nothing) as Arc<dyn Store>, Box::<MemoryDrafts>::default());
        base.desk = Arc::new(Desk::new(Arc::clone(&nothing) as Arc<dyn Store>, Box::<MemoryDrafts>::default()));
        base.store = Arc::clone(&nothing);
        *store = nothing;
        std::fs::remove_dir_all(path.join("engine.sled")).ok();
        let again = Arc::new(LocalStore::open(&path, EngineKind::Sled, &mut |_| {}).unwrap());
        world.desk = Desk::new(Arc::clone(&again) as Arc<dyn Store>, Box::<MemoryDrafts>::default());
        world.store = again;
        prop_assert_eq!(world.expected(), before);
        world.check();
    }
}

fn first(base: &Base) -> QueueEntryId {
    let now = base.clock.now();
    base.desk.query(&base.operator, now, &QueueNext { limit: 1 }).unwrap()[0].entry.id
}

/// The contact somebody works on.
fn held(base: &Base) -> QueueEntryId {
    let all = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
    all.iter().find(|entry| entry.holder(base.clock.now()).is_some()).unwrap().id
}

fn entry(base: &Base, id: QueueEntryId) -> QueueEntry {
    Reads(base.store.as_ref()).find::<QueueEntry>(id).unwrap().unwrap().record
}

#[test]
fn skipping_burns_no_attempt_and_is_undone_exactly() {
    let base = Base::small();
    let now = base.clock.now();
    let id = first(&base);
    let before = entry(&base, id);
    let others = |base: &Base| {
        let all = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
        all.into_iter().map(|kept| kept.record).collect::<Vec<_>>()
    };
    let all_before = others(&base);
    let skip = SkipContact { entry: id, reason: SkipReason::BadTime };
    let (done, seq) = base.desk.execute_as(&base.operator, now, &skip).unwrap();
    let after = entry(&base, id);
    assert_eq!((after.attempts, after.state, after.due), (before.attempts, EntryState::Waiting, before.due));
    assert_eq!(after.wakes(), done.until);
    assert_eq!((done.count, done.raised), (1, false));
    let taken = base.desk.execute(&base.operator, now, &TakeNext).unwrap().unwrap();
    assert_ne!(taken.entry.client, done.client);
    base.desk.execute(&base.operator, now, &Release(taken.entry.id)).unwrap();
    base.desk.undo(&base.operator, now, seq.unwrap(), "").unwrap();
    assert_eq!(others(&base), all_before);
    assert_eq!(first(&base), id);
}

#[test]
fn three_skips_are_the_supervisors_matter_until_somebody_looks() {
    let base = Base::small();
    let id = first(&base);
    let list =
        |base: &Base| base.desk.query(&base.admin, base.clock.now(), &SkippedClients { limit: 9 }).unwrap();
    for (count, reason) in [(1, SkipReason::NotReady), (2, SkipReason::Other), (3, SkipReason::NotReady)] {
        assert!(list(&base).is_empty());
        let skip = SkipContact { entry: id, reason };
        let done = base.desk.execute(&base.operator, base.clock.now(), &skip).unwrap();
        assert_eq!((done.count, done.raised), (count, count == 3));
        base.clock.forward(60 * MINUTE_MS);
    }
    let found = list(&base);
    assert_eq!(found.len(), 1);
    let reasons: Vec<SkipReason> = found[0].skips.iter().map(|skip| skip.reason).collect();
    assert_eq!(reasons, [SkipReason::NotReady, SkipReason::Other, SkipReason::NotReady]);
    assert!(found[0].skips.iter().all(|skip| skip.by == base.operator.user));
    let asked = base.desk.query(&base.operator, base.clock.now(), &SkippedClients { limit: 9 });
    assert!(matches!(asked, Err(DeskError::Forbidden(_))));
    let client = found[0].client.id;
    let count = base.desk.execute(&base.admin, base.clock.now(), &SettleSkips(client)).unwrap();
    assert_eq!(count, 3);
    assert!(list(&base).is_empty());
    assert_eq!(entry(&base, id).marks.skips, []);
}

#[test]
fn a_lease_is_kept_by_work_and_lost_to_nobody_who_works() {
    let base = Base::small();
    let id = first(&base);
    let take = |who: &Who| base.desk.execute(who, base.clock.now(), &Take(id));
    let keep = |who: &Who| base.desk.execute(who, base.clock.now(), &Keep(id));
    take(&base.operator).unwrap();
    base.clock.forward(LEASE_MS - MINUTE_MS);
    assert_eq!(keep(&base.operator).unwrap(), base.clock.now().plus_millis(LEASE_MS));
    base.clock.forward(2 * MINUTE_MS);
    assert!(matches!(take(&base.admin), Err(DeskError::Held(by)) if by == base.operator.user));
    // It runs out, and comes back to whoever is first.
    base.clock.forward(LEASE_MS);
    keep(&base.operator).unwrap();
    base.clock.forward(LEASE_MS);
    take(&base.admin).unwrap();
    assert!(matches!(keep(&base.operator), Err(DeskError::Held(by)) if by == base.admin.user));
    // At a terminal that shows the row everybody sees whose it is.
    let rows = base.desk.query(&base.operator, base.clock.now(), &QueueView { limit: 60 }).unwrap().0;
    let row = rows.iter().find(|row| row.entry.id == id).unwrap();
    assert_eq!(row.holder, Some(base.admin.user));
}

#[test]
fn a_talk_that_outlasts_its_lease_stays_with_its_operator() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+G");
    let id = held(&base);
    // Forty minutes without a key: he talks.
    for _ in 0..40 {
        stage.wait(MINUTE_MS);
        assert_eq!(entry(&base, id).holder(base.clock.now()), Some(base.operator.user));
    }
}

#[test]
fn a_result_gives_the_contact_back_whatever_the_lease_wants() {
    let base = Base::small();
    let id = first(&base);
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+G Ctrl+G");
    base.clock.forward(LEASE_MS / 2 + 1);
    // Time passes between the key of the result and its answer.
    stage.session.feed(b"6");
    stage.session.look_around();
    stage.session.work_off();
    stage.settle();
    assert_eq!((entry(&base, id).state, entry(&base, id).attempts), (EntryState::Waiting, 1));
}

#[test]
fn who_has_lost_a_contact_is_told_who_has_it() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space");
    let id = held(&base);
    // He looks at the card and goes away: the lease runs out.
    for _ in 0..16 {
        stage.wait(MINUTE_MS);
    }
    assert_eq!(entry(&base, id).holder(base.clock.now()), None);
    base.desk.execute(&base.admin, base.clock.now(), &Take(id)).unwrap();
    stage.wait(2_000).see("его взял Супервизор");
    stage.see("у Супервизор до");
}

#[test]
fn keys_skip_explain_and_show_points() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("?").see("= 500 обещан 11:46 + 14 просрочен 14 мин").keys("Esc");
    stage.keys("Space").see("Протон").keys("s").see("Пропустить: почему?").see("надо подготовиться");
    stage.keys("1").see("Пропущен до").see("не потрачена");
    stage.keys("Space").see_no("ООО «Протон»   ");
    stage.keys("s 9").see("Пропустить: почему?").keys("Esc").see_no("Пропустить: почему?");
    stage.keys("e").see("Что держит очередь").see("пропущено операторами").see("Всего");
    stage.keys("Down").see("Что держит обзвон «Опт, осень»").keys("Esc");
    let counts = base.desk.query(&base.operator, base.clock.now(), &WhyEmpty).unwrap();
    assert!(counts.all.count(Rule::Skipped) > 0);
}

#[test]
fn what_is_explained_is_the_client_on_the_screen() {
    let base = Base::small();
    base.client(common::base::Row::new("Каравелла", "Самара").phone("8 (846) 301-44-10"));
    base.client(common::base::Row::new("Бриг", "Самара").phone("8 (846) 301-44-11").without_consent());
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("?").see("= 500 обещан 11:46").keys("Esc");
    stage.keys("F3 'каравелла' Enter").see("Самара").keys("?").see("Почему клиента нет в очереди");
    stage.see("Каравелла: ничего не обещано").see_no("= 500").keys("Esc");
    stage
        .keys("F3 'бриг' Enter")
        .see("301-44-11")
        .keys("?")
        .see("Бриг: ничего не обещано")
        .see("нельзя")
        .keys("Esc");
    // Who has a row of his own is explained by it, and the queue by the row under the cursor when it has the focus.
    stage
        .keys("F3 'каравелла' Enter")
        .see("301-44-10")
        .keys("w 'завтра в 15' Enter 'КП' Enter")
        .see("запланирован");
    stage.keys("?").see("Почему этот контакт здесь").see("КП").see_no("= 500").keys("Esc");
    stage.keys("F2 ?").see("= 500 обещан 11:46");
}

#[test]
fn an_empty_queue_says_why_by_itself() {
    let base = Base::small();
    base.clock.set("2026-11-10T21:30:00+03:00");
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("F2 z").see("Что держит очередь").see("вне часов клиента").see("Следующий —");
}

#[test]
fn supervisors_see_skips_in_a_list() {
    let base = Base::small();
    let id = first(&base);
    for _ in 0..3 {
        let skip = SkipContact { entry: id, reason: SkipReason::BadData };
        base.desk.execute(&base.operator, base.clock.now(), &skip).unwrap();
        // While nobody is offered it, nobody passes it over once more.
        let again = base.desk.execute(&base.operator, base.clock.now(), &skip);
        assert!(matches!(again, Err(DeskError::Rests { .. })), "{again:?}");
        base.clock.forward(24 * 60 * MINUTE_MS);
    }
    let setting = common::stage::Setting { size: (120, 36), ..Default::default() };
    let mut stage = Stage::with(&base, base.admin.clone(), setting);
    stage.keys("Ctrl+K 'часто' Enter").see("Часто пропускают").see("3 пропуска").see("данные противоречат");
    stage.keys("Delete").see("снова в очереди");
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Ctrl+K 'часто' Enter").see_no("Часто пропускают");
}

#[test]
fn weights_hold_at_once_and_a_broken_file_takes_no_place() {
    let base = Base::small();
    let now = base.clock.now();
    let before = base.desk.catalog().unwrap().weights().clone();
    assert!(SaveWeights::read("[base]\nnew = 700").is_err());
    assert!(SaveWeights::read("[base").is_err());
    let (turned, warnings) = SaveWeights::read("[base]\nnew = 450\nhot = 40").unwrap();
    assert!(!warnings.is_empty());
    let saved = base.desk.load_weights(&base.admin, now, &turned, true, &mut |_| {}).unwrap();
    assert!(matches!(saved, Saved::Version(_, 1)));
    let rows = base.desk.query(&base.operator, now, &QueueNext { limit: 9 }).unwrap();
    let kinds: Vec<EntryKind> = rows.iter().map(|row| row.entry.kind).collect();
    let place = |kind| kinds.iter().position(|known| *known == kind).unwrap();
    assert!(place(EntryKind::Promise) < place(EntryKind::New));
    assert!(place(EntryKind::New) < place(EntryKind::Hot), "{kinds:?}");
    let again = base.desk.load_weights(&base.admin, now, &turned, false, &mut |_| {}).unwrap();
    assert!(matches!(again, Saved::Same(_, 1)));
    let denied = base.desk.load_weights(&base.operator, now, &turned, false, &mut |_| {});
    assert!(matches!(denied, Err(DeskError::Forbidden(_))));
    let seq = base.store.last_seq();
    base.desk.undo(&base.admin, now, seq, "").unwrap();
    assert_eq!(*base.desk.catalog().unwrap().weights(), before);
}

#[test]
fn an_undone_move_of_a_deal_asks_nothing_of_the_clients_contacts() {
    let base = Base::small();
    let now = base.clock.now();
    let reads = Reads(base.store.as_ref());
    let deal: DealId = reads.all::<Deal>().unwrap()[0].id;
    let (client, stage) = {
        let deal = reads.find::<Deal>(deal).unwrap().unwrap();
        (deal.client, deal.stage())
    };
    let step = MoveDeal { deal, step: Move::Forward, from: stage, reason: String::new() };
    let (_, seq) = base.desk.execute_as(&base.operator, now, &step).unwrap();
    // Somebody works on the client meanwhile: the deal goes back all the same.
    let taken = base.desk.execute(&base.admin, now, &TakeNext).unwrap().unwrap();
    assert_eq!(taken.entry.client, client);
    base.desk.undo(&base.operator, now, seq.unwrap(), "").unwrap();
    assert_eq!(reads.find::<Deal>(deal).unwrap().unwrap().stage(), stage);
}
