//! A firm at work on a store: operators, lists that are loaded, records that come in bulk; all through the use-cases.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

use dozvon::desk::access::SignIn;
use dozvon::desk::bulk::{Insert, Records};
use dozvon::desk::content::{Furnish, MakeCallList};
use dozvon::desk::deals::{MoveDeal, NewDeal, OpenDeal};
use dozvon::desk::import::{
    ClientRow, ConsentRow, Decision, ImportOptions, Importer, OnDuplicate, PersonRow,
};
use dozvon::desk::notes::AddNote;
use dozvon::desk::queue::{PlanContact, Release, TakeNext};
use dozvon::desk::result::{Answers, ContactAnswer, DealAnswer, RecordResult};
use dozvon::desk::{Desk, DeskError, Who};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::client::Client;
use dozvon::domain::consent::{Consent, ConsentHow, ConsentKind};
use dozvon::domain::contact::ContactMethod;
use dozvon::domain::deal::{Deal, Move};
use dozvon::domain::geo;
use dozvon::domain::ids::{CallListId, ClientId, RecordId, SessionId, UserId};
use dozvon::domain::interaction::{Direction, Note};
use dozvon::domain::money::{Currency, Money};
use dozvon::domain::outcome::{Ask, StopAnswer};
use dozvon::domain::person::{Person, PersonLink, Role};
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryKind, EntryState, QueueEntry};
use dozvon::domain::time::Moment;
use dozvon::domain::user::UserRole;
use dozvon::store::drafts::MemoryDrafts;
use dozvon::store::{Entry, Key, Reads, Store, StoreError, Table, Walk};

use super::dice::Dice;

/// Rows of an import that are written in one piece.
pub const IMPORT_BATCH: usize = 100;
/// The same while others work.
pub const IMPORT_BATCH_IN_COMPANY: usize = 16;
/// 2026-11-10, noon in Moscow.
const MORNING: i64 = 1_794_301_200_000;
/// The clock goes on so much with every commit, in milliseconds: a long run stays within one day of calls.
const TICK: i64 = 200;
/// Clients at hand for an operator.
const AT_HAND: usize = 3_000;

/// What a client came with: stands in his tags, so that a part of a whole is known for one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Whether it was an import.
    pub import: bool,
    /// Its name.
    pub name: String,
    /// How many clients it has.
    pub of: usize,
}

impl Mark {
    fn new(import: bool, dice: &mut Dice, of: usize) -> Self {
        Self { import, name: format!("{:x}", dice.any()), of }
    }

    fn write(&self, place: usize) -> String {
        format!("{}-{}-{}-{place}", if self.import { "import" } else { "insert" }, self.name, self.of)
    }

    /// The mark of a client and his place in it.
    pub fn read(client: &Client) -> Option<(Self, usize)> {
        client.tags.iter().find_map(|tag| {
            let mut words = tag.split('-');
            let import = match words.next()? {
                "import" => true,
                "insert" => false,
                _ => return None,
            };
            let mark = Self { import, name: words.next()?.to_owned(), of: words.next()?.parse().ok()? };
            Some((mark, words.next()?.parse().ok()?))
        })
    }
}

/// How the names of its call lists begin.
pub const LIST: &str = "Обзвон";

/// How an act ended that the store could not do.
pub type Done = Result<(), StoreError>;

/// The firm.
pub struct Firm {
    /// The desk everybody works at.
    pub desk: Desk,
    /// The store behind it.
    pub store: Arc<dyn Store>,
    /// May load lists.
    pub admin: Who,
    /// Make the calls.
    pub operators: Vec<Who>,
    list: CallListId,
    commits: Mutex<Receiver<Arc<Entry>>>,
    next_phone: AtomicU64,
    clients: Mutex<Vec<ClientId>>,
}

/// A rule that refuses an act is no failure of the store.
fn store_only<T>(done: Result<T, DeskError>) -> Result<Option<T>, StoreError> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(DeskError::Store(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

impl Firm {
    /// Opens the firm. Each opening of one store is given another `life`, from 1: its numbers are of that life.
    pub fn on(store: Arc<dyn Store>, life: u64) -> Result<Self, StoreError> {
        let commits = Mutex::new(store.subscribe());
        let desk = Desk::new(Arc::clone(&store), Box::<MemoryDrafts>::default());
        let now = Moment::from_millis(MORNING);
        store_only(desk.furnish(&Furnish::shipped(), now))?;
        let sign_in = |name: &str, role, session| {
            let sign_in = SignIn { name: name.into(), role, zone: chrono_tz::Europe::Moscow };
            store_only(desk.sign_in(&sign_in, SessionId(session), now)).map(Option::unwrap)
        };
        let admin = sign_in("Супервизор", UserRole::Admin, 1)?;
        let operators = (2..5)
            .map(|n| sign_in(&format!("Оператор {n}"), UserRole::Operator, n))
            .collect::<Result<Vec<_>, _>>()?;
        let list = MakeCallList {
            name: format!("{LIST} {life}"),
            script: None,
            process: Some("standard-sale".into()),
            purpose: Purpose::Advertising,
        };
        let made = desk.execute(&admin, now, &list);
        let list = match made {
            Err(DeskError::Taken(name)) => desk.catalog().unwrap().list_by_name(&name).unwrap().id,
            made => store_only(made)?.unwrap(),
        };
        let known =
            Reads(store.as_ref()).some::<Client>(&Key::new(Table::Client.tag()), Walk::Down, AT_HAND)?;
        let clients = Mutex::new(known.into_iter().map(|client| client.id).collect());
        let next_phone = AtomicU64::new(79_000_000_000 + (life % 1_000) * 1_000_000);
        Ok(Self { desk, store, admin, operators, list, commits, next_phone, clients })
    }

    /// Hands over what was acknowledged since the last time, in order.
    pub fn tell(&self, tell: &mut dyn FnMut(&Entry)) {
        let commits = self.commits.lock().unwrap();
        commits.try_iter().for_each(|entry| tell(&entry));
    }

    /// The time by the firm's clock.
    pub fn now(&self) -> Moment {
        let ticks = i64::try_from(self.store.last_seq()).unwrap() * TICK;
        Moment::from_millis(MORNING + ticks % (4 * 3_600_000))
    }

    fn phone(&self) -> ContactMethod {
        let number = self.next_phone.fetch_add(1, Ordering::Relaxed);
        ContactMethod::phone(Phone::from_e164(number).unwrap(), "")
    }

    fn some_client(&self, dice: &mut Dice) -> Option<ClientId> {
        let clients = self.clients.lock().unwrap();
        (!clients.is_empty()).then(|| *dice.of(&clients))
    }

    /// Something an operator does; `begin` is told before it is done.
    pub fn operate(&self, place: usize, dice: &mut Dice, begin: &mut dyn FnMut(&str)) -> Done {
        let who = &self.operators[place];
        let Some(client) = self.some_client(dice) else { return self.insert(dice, 3, begin) };
        match dice.below(10) {
            0 | 1 => {
                begin("note");
                let text = "Перезвонить после обеда, спросить Анну. ".repeat(1 + dice.below(40));
                store_only(self.desk.execute(who, self.now(), &AddNote { client, subject: None, text }))
                    .map(drop)
            }
            2..=5 => self.call(who, dice, begin),
            6 | 7 => self.deal(who, client, dice, begin),
            8 => {
                begin("plan");
                let plan = PlanContact {
                    client,
                    due: self.tomorrow(),
                    reason: "Уточнить объём".into(),
                    whole_day: false,
                    personal: false,
                };
                store_only(self.desk.execute(who, self.now(), &plan)).map(drop)
            }
            _ => {
                let together = 1 + dice.below(12);
                self.insert(dice, together, begin)
            }
        }
    }

    fn tomorrow(&self) -> Moment {
        self.desk
            .hours()
            .unwrap()
            .next_open(Some(chrono_tz::Europe::Moscow), self.now().plus_minutes(24 * 60))
    }

    /// Takes the next contact and records how the call ended.
    fn call(&self, who: &Who, dice: &mut Dice, begin: &mut dyn FnMut(&str)) -> Done {
        begin("take");
        let Some(Some(taken)) = store_only(self.desk.execute(who, self.now(), &TakeNext))? else {
            return Ok(());
        };
        if dice.one_in(8) {
            begin("release");
            return store_only(self.desk.execute(who, self.now(), &Release(taken.entry.id))).map(drop);
        }
        let Some(catalog) = store_only(self.desk.catalog())? else { return Ok(()) };
        let outcome =
            catalog.outcome_on(*dice.of(&['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '-'])).unwrap();
        let mut answers = Answers::default();
        for ask in &outcome.asks {
            match ask {
                Ask::When => answers.when = Some(self.tomorrow()),
                Ask::Reason => answers.reason = "дорого".into(),
                Ask::Source => answers.source = "Сайт".into(),
                Ask::StopScope => answers.stop = Some(StopAnswer::Advertising),
                Ask::Contact => {
                    let phone = self.phone().as_phone().copied();
                    answers.contact =
                        Some(ContactAnswer { name: "Анна Сергеевна".into(), phone });
                }
                Ask::Deal => {
                    let process = catalog.process_by_code("standard-sale").unwrap().id;
                    let amount = Some(Money::from_minor(9_900, Currency::Rub));
                    answers.deal =
                        Some(DealAnswer::New(NewDeal { name: String::new(), process, stage: 0, amount }));
                }
            }
        }
        let record = RecordResult {
            client: taken.entry.client,
            entry: Some(taken.entry.id),
            person: taken.dial.person,
            phone: Some(taken.dial.phone),
            direction: Direction::Outgoing,
            began: self.now().plus_minutes(-3),
            outcome: outcome.id,
            answers,
            script: None,
            text: "Разговор".into(),
            fields: Vec::new(),
        };
        begin("result");
        store_only(self.desk.execute(who, self.now(), &record)).map(drop)
    }

    /// Opens a deal and moves it on.
    fn deal(&self, who: &Who, client: ClientId, dice: &mut Dice, begin: &mut dyn FnMut(&str)) -> Done {
        let Some(catalog) = store_only(self.desk.catalog())? else { return Ok(()) };
        let process = catalog.process_by_code("standard-sale").unwrap().id;
        let deal =
            NewDeal { name: "Телевизоры, осень".into(), process, stage: 0, amount: None };
        begin("deal");
        let Some(deal) = store_only(self.desk.execute(who, self.now(), &OpenDeal { client, deal }))? else {
            return Ok(());
        };
        for from in 0..dice.below(3) {
            begin("move");
            let step =
                MoveDeal { deal, step: Move::Forward, from: Some(from), reason: "дальше".into() };
            store_only(self.desk.execute(who, self.now(), &step))?;
        }
        Ok(())
    }

    /// Adds clients with all that belongs to them in one commit.
    pub fn insert(&self, dice: &mut Dice, count: usize, begin: &mut dyn FnMut(&str)) -> Done {
        let mark = Mark::new(false, dice, count);
        let process =
            store_only(self.desk.catalog())?.unwrap().process_by_code("standard-sale").unwrap().clone();
        let now = self.now();
        let mut records = Records::default();
        for place in 0..count {
            let id = self.desk.new_id::<Client>();
            let mut client = Client::new(id, format!("Вместе {place}"), now);
            client.tags.push(mark.write(place));
            client.methods.push(self.phone());
            client.zone = geo::zone_of_address("Москва", "", "").map(|(zone, _)| zone);
            records.people.push(Person {
                id: self.desk.new_id::<Person>(),
                name: "Пётр Алексеевич".into(),
                links: vec![PersonLink::new(id, Role::DecisionMaker, "")],
                methods: vec![self.phone()],
            });
            records.notes.push(Note {
                id: self.desk.new_id::<Note>(),
                client: id,
                subject: None,
                at: now,
                author: self.admin.user,
                text: "Пришёл с выставки".into(),
            });
            records.deals.push(Deal {
                id: self.desk.new_id::<Deal>(),
                client: id,
                person: None,
                name: "Первая".into(),
                process: process.id,
                status: dozvon::domain::deal::DealStatus::Open,
                passes: Deal::first_pass(&process, 0, now),
                amount: None,
                owner: self.admin.user,
                opened: now,
                closed: None,
                interest: None,
            });
            records.entries.push(QueueEntry {
                id: self.desk.new_id::<QueueEntry>(),
                client: id,
                person: None,
                phone: None,
                kind: EntryKind::New,
                due: now,
                reason: String::new(),
                list: Some(self.list),
                attempts: 0,
                max_attempts: 5,
                owner: None,
                state: EntryState::Waiting,
                zone: Some(chrono_tz::Europe::Moscow),
                created: now,
                marks: dozvon::domain::queue::Marks::default(),
            });
            records.clients.push(client);
            records.consents.push(agreed(&self.desk, id, now));
        }
        begin("insert");
        let new: Vec<ClientId> = records.clients.iter().map(|client| client.id).collect();
        store_only(self.desk.execute(&self.admin, now, &Insert(records)))?;
        self.clients.lock().unwrap().extend(new);
        Ok(())
    }

    /// Loads a list of clients; `between` is called after each row.
    pub fn import(
        &self,
        dice: &mut Dice,
        rows: usize,
        begin: &mut dyn FnMut(&str),
        between: &mut dyn FnMut(),
    ) -> Done {
        begin("import");
        let mark = Mark::new(true, dice, rows);
        let options = ImportOptions {
            list: Some(self.list),
            on_duplicate: if dice.one_in(2) { OnDuplicate::Update } else { OnDuplicate::Skip },
            ..ImportOptions::default()
        };
        let Some(mut import) = store_only(Importer::new(&self.desk, &self.admin, self.now(), options))?
        else {
            return Ok(());
        };
        let zone = geo::zone_of_address("Москва", "", "");
        for place in 0..rows {
            let row = ClientRow {
                line: place as u64 + 1,
                name: format!("Из списка {place}"),
                methods: vec![self.phone()],
                city: "Москва".into(),
                zone: zone.map(|(zone, _)| zone),
                people: vec![PersonRow {
                    name: "Сидоров".into(),
                    methods: vec![self.phone()],
                    ..PersonRow::default()
                }],
                tags: vec![mark.write(place)],
                note: "Из старой базы".into(),
                consents: vec![ConsentRow {
                    given: Some(self.now().plus_minutes(-60)),
                    proof: "анкета".into(),
                    ..ConsentRow::default()
                }],
                ..ClientRow::default()
            };
            store_only(import.row(&row, &mut |_, _| Decision::Skip))?;
            between();
        }
        store_only(import.finish()).map(drop)
    }
}

/// A consent to advertising: whoever has none is not called.
fn agreed(desk: &Desk, client: ClientId, now: Moment) -> Consent {
    Consent {
        id: desk.new_id::<Consent>(),
        client,
        person: None,
        kind: ConsentKind::Advertising,
        text: String::new(),
        how: ConsentHow::Voice,
        given: now.plus_minutes(-60),
        until: None,
        proof: "запись".into(),
        proof_hash: String::new(),
        by: UserId::from_u64(1),
        recorded: now,
        withdrawn: None,
    }
}
