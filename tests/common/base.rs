//! A small base: six clients as they stand in the specification, with history, deals and planned contacts.

use std::sync::Arc;

use dozvon::desk::access::SignIn;
use dozvon::desk::content::{Furnish, MakeCallList, SaveScript};
use dozvon::desk::deals::{MoveDeal, NewDeal, OpenDeal};
use dozvon::desk::import::{ClientRow, ConsentRow, Decision, ImportOptions, Importer, PersonRow, RowOutcome};
use dozvon::desk::notes::AddNote;
use dozvon::desk::queue::PlanContact;
use dozvon::desk::result::{Answers, RecordResult};
use dozvon::desk::{Desk, Who};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::client::Class;
use dozvon::domain::consent::{Consent, ConsentHow, ConsentKind};
use dozvon::domain::contact::ContactMethod;
use dozvon::domain::deal::Move;
use dozvon::domain::geo;
use dozvon::domain::ids::{CallListId, ClientId, RecordId, SessionId};
use dozvon::domain::inn::Inn;
use dozvon::domain::interaction::Direction;
use dozvon::domain::money::{Currency, Money};
use dozvon::domain::person::Role;
use dozvon::domain::phone::Phone;
use dozvon::domain::presets;
use dozvon::domain::time::Moment;
use dozvon::domain::user::UserRole;
use dozvon::store::drafts::MemoryDrafts;
use dozvon::store::local::{EngineKind, LocalStore};
use dozvon::store::{Reads, Record, Store};

use super::TestClock;

/// The time all these tests begin at: a Tuesday in Moscow, as in the acceptance scenarios.
pub const MORNING: &str = "2026-11-10T12:00:00+03:00";

/// A desk over a store in memory.
pub struct Base {
    pub desk: Arc<Desk>,
    pub store: Arc<LocalStore>,
    pub clock: TestClock,
    pub admin: Who,
    pub operator: Who,
}

impl Base {
    /// All records of a kind.
    pub fn all<R: Record>(&self) -> Vec<R> {
        Reads(self.store.as_ref()).all::<R>().unwrap().into_iter().map(|kept| kept.record).collect()
    }

    /// Results and processes, two users, no clients.
    pub fn empty() -> Self {
        Self::empty_on(LocalStore::in_memory().unwrap())
    }

    /// The same in a folder, which must not be there yet.
    pub fn empty_in(folder: &std::path::Path) -> Self {
        Self::empty_on(LocalStore::open(folder, EngineKind::Sled, &mut |_| {}).unwrap())
    }

    /// The same in a store of the caller's choice.
    pub fn empty_on(store: LocalStore) -> Self {
        Self::furnished(store, &Furnish::shipped())
    }

    fn furnished(store: LocalStore, furniture: &Furnish) -> Self {
        let clock = TestClock::at(MORNING);
        let store = Arc::new(store);
        let desk = Arc::new(Desk::new(Arc::clone(&store) as Arc<dyn Store>, Box::<MemoryDrafts>::default()));
        desk.furnish(furniture, clock.now()).unwrap();
        let sign_in = |name: &str, role, session| {
            let sign_in = SignIn { name: name.into(), role, zone: chrono_tz::Europe::Moscow };
            desk.sign_in(&sign_in, SessionId(session), clock.now()).unwrap()
        };
        let admin = sign_in("Супервизор", UserRole::Admin, 1);
        let operator = sign_in("Иванова О.", UserRole::Operator, 2);
        desk.load_names(&mut |_| true).unwrap();
        Self { desk, store, clock, admin, operator }
    }

    /// Six clients with history, deals, and a call list with a script.
    pub fn small() -> Self {
        Self::small_on(LocalStore::in_memory().unwrap())
    }

    /// The same in a folder, which must not be there yet.
    pub fn small_in(folder: &std::path::Path) -> Self {
        Self::small_on(LocalStore::open(folder, EngineKind::Sled, &mut |_| {}).unwrap())
    }

    /// No stage gives a task here: what stands in the queue is what was planned in so many words.
    pub fn small_on(store: LocalStore) -> Self {
        let mut furniture = Furnish::shipped();
        for stage in furniture.processes.iter_mut().flat_map(|process| &mut process.stages) {
            stage.task = None;
        }
        let base = Self::furnished(store, &furniture);
        let list = base.list("Опт, осень", Some("cold-wholesale"));
        let proton = base.client(
            Row::new("ООО «Протон»", "Москва")
                .inn("770708389")
                .class("A")
                .phone("8 (495) 012-34-56")
                .person("Сидоров Пётр Алексеевич", "директор", Role::DecisionMaker, "8 943 555-01-77")
                .email("zakaz@proton.example"),
        );
        let altair = base.client(
            Row::new("Альтаир", "Омск").inn("550301234").class("B·Y").phone("8 (3812) 01-22-33").person(
                "Лазуренко Илья Николаевич",
                "закупки",
                Role::Purchasing,
                "+7 944 010-20-30",
            ),
        );
        base.client(Row::new("Видео маркет", "Владивосток").phone("8 (423) 201-11-22"));
        base.client(Row::new("ИП Петрова Анна Сергеевна", "Калининград").phone("+7 945 700-00-01"));
        let assol =
            base.client(Row::new("Ассоль", "Самара").phone("8 (846) 207-55-66").email("assol@example.ru"));
        base.client(
            Row::new("Торговый дом «Сигма»", "Екатеринбург").inn("667001234").phone("8 (343) 301-00-02"),
        );

        let at = |text: &str| base.clock.set(text);
        at("2026-11-02T15:45:00+03:00");
        base.call(proton, '6', Answers::default(), "");
        at("2026-11-03T11:20:00+03:00");
        base.note(proton, "Говорит, что дорого. Просит скидку 5 % на телевизоры.");
        let deal = base.deal(proton, "Телевизоры, осень", 120_000);
        at("2026-11-05T11:00:00+03:00");
        base.move_deal(deal, 0);
        at("2026-11-07T11:00:00+03:00");
        base.move_deal(deal, 1);
        at("2026-11-09T16:02:00+03:00");
        base.call(
            altair,
            '3',
            Answers { when: Some(moment("2026-11-10T11:30:00+03:00")), ..Answers::default() },
            "",
        );
        at("2026-11-09T17:00:00+03:00");
        base.call(
            proton,
            '2',
            Answers { when: Some(moment("2026-11-10T11:46:00+03:00")), ..Answers::default() },
            "",
        );
        base.plan(assol, "2026-11-10T15:00:00+03:00", "Уточнить объём");
        at(MORNING);
        base.enlist(list);
        base
    }

    /// A call list by name.
    pub fn list(&self, name: &str, script: Option<&str>) -> CallListId {
        if let Some(script) = script {
            let (_, text) =
                presets::SCRIPTS.iter().find(|(file, _)| file.strip_suffix(".toml") == Some(script)).unwrap();
            let (draft, _) = dozvon::domain::script::file::parse(text).unwrap();
            self.desk.execute(&self.admin, self.clock.now(), &SaveScript(draft)).unwrap();
        }
        let list = MakeCallList {
            name: name.into(),
            script: script.map(Into::into),
            process: Some("standard-sale".into()),
            purpose: Purpose::Advertising,
        };
        self.desk.execute(&self.admin, self.clock.now(), &list).unwrap()
    }

    /// Loads one client.
    pub fn client(&self, row: Row) -> ClientId {
        let options = ImportOptions::default();
        let mut import = Importer::new(&self.desk, &self.admin, self.clock.now(), options).unwrap();
        let outcome = import.row(&row.0, &mut |_, _| Decision::Skip).unwrap();
        import.finish().unwrap();
        match outcome {
            RowOutcome::Created(id) => id,
            other => panic!("{other:?}"),
        }
    }

    /// Puts every client into a call list, by loading them once more.
    pub fn enlist(&self, list: CallListId) {
        let clients = Reads(self.store.as_ref()).all::<dozvon::domain::client::Client>().unwrap();
        let options = ImportOptions { list: Some(list), ..ImportOptions::default() };
        let mut import = Importer::new(&self.desk, &self.admin, self.clock.now(), options).unwrap();
        for client in clients {
            let row = ClientRow {
                line: 1,
                name: client.name.clone(),
                methods: client.methods.clone(),
                ..ClientRow::default()
            };
            import.row(&row, &mut |_, _| Decision::Skip).unwrap();
        }
        import.finish().unwrap();
    }

    /// Puts the client of one row into a call list.
    pub fn enlist_only(&self, list: CallListId, row: &Row) {
        let options = ImportOptions { list: Some(list), ..ImportOptions::default() };
        let mut import = Importer::new(&self.desk, &self.admin, self.clock.now(), options).unwrap();
        import.row(&row.0, &mut |_, _| Decision::Skip).unwrap();
        import.finish().unwrap();
    }

    /// Records a call with the result on a key.
    pub fn call(&self, client: ClientId, key: char, answers: Answers, text: &str) {
        self.record(client, None, key, answers, text);
    }

    /// The same on a number.
    pub fn call_on(&self, client: ClientId, phone: Phone, key: char, answers: Answers) {
        self.record(client, Some(phone), key, answers, "");
    }

    fn record(&self, client: ClientId, phone: Option<Phone>, key: char, answers: Answers, text: &str) {
        let catalog = self.desk.catalog().unwrap();
        let record = RecordResult {
            client,
            entry: None,
            person: None,
            phone,
            direction: Direction::Outgoing,
            began: self.clock.now().plus_minutes(-3),
            outcome: catalog.outcome_on(key).unwrap().id,
            answers,
            script: None,
            text: text.into(),
            fields: Vec::new(),
        };
        self.desk.execute(&self.operator, self.clock.now(), &record).unwrap();
    }

    fn note(&self, client: ClientId, text: &str) {
        let note = AddNote { client, subject: None, text: text.into() };
        self.desk.execute(&self.operator, self.clock.now(), &note).unwrap();
    }

    fn plan(&self, client: ClientId, due: &str, reason: &str) {
        let plan = PlanContact {
            client,
            due: moment(due),
            reason: reason.into(),
            whole_day: false,
            personal: false,
        };
        self.desk.execute(&self.operator, self.clock.now(), &plan).unwrap();
    }

    fn deal(&self, client: ClientId, name: &str, rubles: i64) -> dozvon::domain::ids::DealId {
        let catalog = self.desk.catalog().unwrap();
        let process = catalog.process_by_code("standard-sale").unwrap().id;
        let amount = Some(Money::from_minor(rubles * 100, Currency::Rub));
        let deal = NewDeal { name: name.into(), process, stage: 0, amount };
        self.desk.execute(&self.operator, self.clock.now(), &OpenDeal { client, deal }).unwrap()
    }

    fn move_deal(&self, deal: dozvon::domain::ids::DealId, from: usize) {
        let step = MoveDeal { deal, step: Move::Forward, from: Some(from), reason: String::new() };
        self.desk.execute(&self.operator, self.clock.now(), &step).unwrap();
    }
}

/// A consent to advertising as most clients have one.
pub fn agreed(desk: &Desk, client: ClientId, now: Moment) -> Consent {
    Consent {
        id: desk.new_id::<Consent>(),
        client,
        person: None,
        kind: ConsentKind::Advertising,
        text: String::new(),
        how: ConsentHow::WebForm,
        given: now.plus_minutes(-60),
        until: None,
        proof: "https://example.com/form".into(),
        proof_hash: String::new(),
        by: dozvon::domain::ids::UserId::from_u64(1),
        recorded: now,
        withdrawn: None,
    }
}

/// A moment of a text.
pub fn moment(rfc3339: &str) -> Moment {
    chrono::DateTime::parse_from_rfc3339(rfc3339).unwrap().into()
}

/// A row of a client list, put together in one expression.
pub struct Row(pub ClientRow);

impl Row {
    pub fn new(name: &str, city: &str) -> Self {
        let agreed = ConsentRow {
            given: Some(moment("2026-03-12T12:00:00+03:00")),
            how: ConsentHow::WebForm,
            text: "оферта 3".into(),
            proof: "https://example.com/form".into(),
            ..ConsentRow::default()
        };
        let mut row = ClientRow {
            line: 1,
            name: name.into(),
            city: city.into(),
            consents: vec![agreed],
            ..ClientRow::default()
        };
        if let Some((zone, region)) = geo::zone_of_address(city, "", "") {
            row.zone = Some(zone);
            row.region = region;
        }
        Self(row)
    }

    /// One who has not agreed to advertising.
    pub fn without_consent(mut self) -> Self {
        self.0.consents.clear();
        self
    }

    pub fn phone(mut self, phone: &str) -> Self {
        self.0.methods.push(ContactMethod::phone(Phone::parse(phone).unwrap(), phone));
        self
    }

    pub fn email(mut self, email: &str) -> Self {
        let read = dozvon::domain::email::Email::parse(email).unwrap();
        self.0.methods.push(ContactMethod::email(read, email));
        self
    }

    /// Nine digits, to which the check digit is added.
    pub fn inn(mut self, digits: &str) -> Self {
        let digits: Vec<u8> = digits.bytes().map(|b| b - b'0').collect();
        let inn = Inn::with_checksum(&digits).unwrap();
        self.0.inn = Some((inn, dozvon::domain::inn::InnMark::Good));
        self
    }

    pub fn class(mut self, class: &str) -> Self {
        self.0.class = Class::parse(class);
        self
    }

    pub fn person(mut self, name: &str, title: &str, role: Role, phone: &str) -> Self {
        let methods = vec![ContactMethod::phone(Phone::parse(phone).unwrap(), phone)];
        self.0.people.push(PersonRow { name: name.into(), role, title: title.into(), methods });
        self
    }
}
