use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Europe::Moscow;

use super::*;
use crate::desk::history::field_names;
use crate::domain::calendar::Calendar as ProductionCalendar;
use crate::domain::call_list::{CallList, Purpose};
use crate::domain::client::Client;
use crate::domain::consent::{Consent, ConsentHow, ConsentKind};
use crate::domain::day::pause::PauseDraft;
use crate::domain::day::{Effort, Notice, OperatorState, Spell, StateSpan, WorkDay};
use crate::domain::deal::Deal;
use crate::domain::filter::saved::SavedFilter;
use crate::domain::ids::{
    ClientId, DealId, InteractionId, LegalEntityId, NoteId, PersonId, QueueEntryId, StopId,
};
use crate::domain::interaction::{Direction, Interaction, InteractionKind, Note};
use crate::domain::job::Job;
use crate::domain::job::load::{LoadPart, Source, Sums};
use crate::domain::legal::LegalEntity;
use crate::domain::outcome::{NextStep, Outcome, OutcomeFlags};
use crate::domain::person::{Person, Role};
use crate::domain::process::{Control, Process};
use crate::domain::queue::{EntryKind, QueueEntry};
use crate::domain::script::Script;
use crate::domain::setting::Setting;
use crate::domain::snippet::Snippet;
use crate::domain::stop::{StopEntry, StopSubject};
use crate::domain::text::Bilingual;
use crate::domain::time::Moment;
use crate::domain::user::{User, UserRole};
use crate::i18n::{Lang, shipped};
use crate::store::{Record, codec};

fn names<R: Record>(record: &R) -> Vec<(Table, &'static str)> {
    let encoded = codec::encode(record).unwrap();
    field_names(R::TABLE, &encoded).unwrap().into_iter().map(|name| (R::TABLE, name)).collect()
}

fn id<I: RecordId>() -> I {
    I::from_u64(1)
}

/// Every field of every table.
fn all() -> Vec<(Table, &'static str)> {
    let at = Moment::default();
    let name = Bilingual::new("а", "a");
    let client = Client::new(id::<ClientId>(), "Протон", at);
    let person = Person { id: id::<PersonId>(), name: String::new(), links: vec![], methods: vec![] };
    let legal = LegalEntity {
        id: id::<LegalEntityId>(),
        name: String::new(),
        inn: None,
        inn_mark: InnMark::Good,
        kpp: None,
        ogrn: None,
        clients: vec![],
    };
    let interaction = Interaction {
        id: id::<InteractionId>(),
        client: client.id,
        person: None,
        kind: InteractionKind::Call,
        direction: Direction::Outgoing,
        status: InteractionStatus::Held,
        at,
        duration_s: None,
        phone: None,
        subject: None,
        outcome: None,
        reason: String::new(),
        owner: id(),
        text: String::new(),
        script: None,
        entry: None,
        attempt: 0,
        promised: None,
        tried: Vec::new(),
        marks: Vec::new(),
        recording: None,
    };
    let note =
        Note { id: id::<NoteId>(), client: client.id, subject: None, at, author: id(), text: String::new() };
    let deal = Deal {
        id: id::<DealId>(),
        client: client.id,
        person: None,
        name: String::new(),
        process: id(),
        status: DealStatus::Open,
        passes: vec![],
        amount: None,
        owner: id(),
        opened: at,
        closed: None,
        interest: None,
    };
    let entry = QueueEntry {
        id: id::<QueueEntryId>(),
        client: client.id,
        person: None,
        phone: None,
        kind: EntryKind::New,
        due: at,
        reason: String::new(),
        list: None,
        attempts: 0,
        max_attempts: 5,
        owner: None,
        state: EntryState::Waiting,
        zone: None,
        created: at,
        marks: crate::domain::queue::Marks::default(),
    };
    let stop = StopEntry {
        id: id::<StopId>(),
        client: Some(client.id),
        subject: StopSubject::Client(client.id),
        scope: StopScope::Everything,
        since: at,
        until: None,
        reason: String::new(),
        proof: String::new(),
        interaction: None,
        by: id(),
        lifted: None,
    };
    let consent = Consent {
        id: id(),
        client: client.id,
        person: None,
        kind: ConsentKind::Advertising,
        text: String::new(),
        how: ConsentHow::Paper,
        given: at,
        until: None,
        proof: String::new(),
        proof_hash: String::new(),
        by: id(),
        recorded: at,
        withdrawn: None,
    };
    let user = User::new(id(), "", UserRole::Operator, Moscow);
    let list = CallList {
        id: id(),
        name: String::new(),
        purpose: Purpose::Survey,
        script: None,
        process: None,
        max_attempts: 5,
        created: at,
        owner: id(),
        window: None,
        label: String::new(),
        job: Job::open(),
    };
    let process = Process {
        id: id(),
        code: String::new(),
        version: 1,
        name: name.clone(),
        control: Control::None,
        stages: vec![],
        loss_reasons: vec![],
    };
    let script = Script {
        id: id(),
        code: String::new(),
        version: 1,
        name: String::new(),
        language: Lang::Ru,
        advertising: false,
        purpose: String::new(),
        forms: Default::default(),
        steps: vec![],
    };
    let outcome = Outcome {
        id: id(),
        key: '1',
        code: String::new(),
        name,
        flags: OutcomeFlags::default(),
        asks: vec![],
        reasons: vec![],
        next: NextStep::Close,
        deal_stage: String::new(),
        retired: false,
        calls: Default::default(),
        purpose: None,
        version: 1,
        since: None,
    };
    let load = LoadPart {
        id: id(),
        load: id(),
        list: id(),
        source: Source::File("осень.csv".into()),
        at: Moment::default(),
        by: id(),
        sums: Sums::default(),
        rows: Vec::new(),
    };
    let heard = crate::domain::script::heard::Heard {
        id: id(),
        code: String::new(),
        script: id(),
        step: String::new(),
        words: String::new(),
        client: id(),
        by: id(),
        at,
        settled: None,
    };
    let memo = crate::domain::memo::Memo {
        id: id(),
        to: crate::domain::memo::MemoTo::Steward,
        client: id(),
        kind: crate::domain::memo::MemoKind::CallbackGone { due: at },
        at,
        by: id(),
        done: None,
    };
    let state = OperatorState::Ready;
    let day = WorkDay::begin(id(), id(), at, Some((at, at)));
    let spell = Spell { effort: Some(Effort::default()), ..day.present(at) };
    let span = StateSpan::new(id(), id(), Spell { state, ..spell });
    let notice = Notice { id: id(), to: id(), from: id(), at, text: String::new(), read: None };
    let pause = PauseDraft {
        key: '1',
        code: String::new(),
        name: Bilingual::default(),
        paid: true,
        training: true,
        most_minutes: Some(1),
        day_minutes: Some(1),
    };
    let filter =
        SavedFilter { id: id(), name: String::new(), owner: None, line: String::new(), saved: at, by: id() };
    let snippet =
        Snippet { id: id(), owner: None, short: String::new(), text: String::new(), retired: false };
    [
        names(&day),
        names(&span),
        names(&notice),
        names(&pause.into_code(id())),
        names(&snippet),
        names(&filter),
        names(&client),
        names(&person),
        names(&legal),
        names(&interaction),
        names(&note),
        names(&deal),
        names(&entry),
        names(&stop),
        names(&user),
        names(&list),
        names(&process),
        names(&script),
        names(&outcome),
        names(&consent),
        names(&ProductionCalendar::default()),
        names(&heard),
        names(&load),
        names(&memo),
        names(&Setting {
            id: id(),
            name: String::new(),
            version: 1,
            text: String::new(),
            saved: at,
            by: id(),
        }),
    ]
    .concat()
}

#[test]
fn every_field_has_a_name_and_no_name_is_left_over() {
    let fields = all();
    let tables: BTreeSet<u8> = fields.iter().map(|(table, _)| table.tag()).collect();
    assert_eq!(tables, Table::ALL.iter().map(|table| table.tag()).collect());
    for lang in [Lang::Ru, Lang::En] {
        let texts = Texts::new(lang);
        let mut used: BTreeSet<String> = BTreeSet::new();
        for (table, field) in &fields {
            let own = format!("field-of-{}-{field}", table.key().trim_start_matches("record-"));
            let common = format!("field-of-{field}");
            let key = if texts.has(&own) { own } else { common };
            assert!(texts.has(&key), "there is no text `{key}` for {table:?}");
            assert!(!texts.field(*table, field).contains('‹'), "{key}");
            used.insert(key);
        }
        let lines = shipped(lang).iter().flat_map(|(_, text)| text.lines());
        let there = lines.filter_map(|line| line.split_once(" = "));
        let there = there.filter(|(key, _)| key.starts_with("field-of-")).map(|(key, _)| key.to_owned());
        assert_eq!(there.collect::<BTreeSet<_>>(), used, "names of fields that nothing has, or none");
    }
}

#[test]
fn values_are_said_by_name() {
    let texts = Texts::new(Lang::Ru);
    let (mut history, catalog) = (History::default(), Catalog::default());
    history.names.insert((Table::Person, 7), "Сидоров\u{1b}[2J".into());
    let calendar = Calendar { now: Moment::from_millis(1_800_000_000_000), zone: Moscow };
    let said = |value| texts.history_value(&value, &history, &catalog, calendar);
    assert_eq!(said(Value::Record(Table::Person, 7)), "Сидоров");
    assert_eq!(said(Value::Record(Table::Client, 42)), "клиент 00-00000042");
    assert_eq!(said(Value::Record(Table::User, 3)), "пользователь № 3");
    assert_eq!(said(Value::State(EntryState::Done)), "закончен");
    let link = PersonLink {
        from: NaiveDate::from_ymd_opt(2026, 11, 10),
        ..PersonLink::new(ClientId::from_u64(1), Role::DecisionMaker, "директор")
    };
    assert_eq!(said(Value::Link(link)), "клиент 00-00000001, ЛПР, директор, с 10.11.2026");
    assert_eq!(said(Value::Seconds(125)), "02:05");
    assert_eq!(said(Value::Stage(ProcessId::from_u64(9), 2)), "№ 3");
}
