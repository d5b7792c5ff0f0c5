//! Whoever is looked up is called by the rules of what is planned with him; and a call nobody has made has no result.

use dozvon::desk::DeskError;
use dozvon::desk::content::SaveScript;
use dozvon::desk::import::{ClientRow, ConsentRow};
use dozvon::desk::jobs::{FileLoad, LoadOptions, NewJob, SetJob, StartJob};
use dozvon::desk::queue::MayDial;
use dozvon::desk::result::{Answers, RecordResult};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::contact::ContactMethod;
use dozvon::domain::gate::Forbidden;
use dozvon::domain::hours::Window;
use dozvon::domain::ids::{CallListId, LoadId};
use dozvon::domain::interaction::{Direction, Interaction, InteractionStatus};
use dozvon::domain::job::Operators;
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryState, QueueEntry};
use dozvon::store::Reads;

use crate::common::base::{Base, Row, moment};
use crate::common::stage::Stage;

/// A client in Moscow who has agreed to advertising.
pub(crate) fn row(name: &str, n: u64) -> ClientRow {
    let given = Some(moment("2026-03-12T12:00:00+03:00"));
    let agreed = ConsentRow { given, proof: "https://example.com/form".into(), ..ConsentRow::default() };
    ClientRow { consents: vec![agreed], ..silent(name, n) }
}

/// One who has agreed to nothing.
fn silent(name: &str, n: u64) -> ClientRow {
    ClientRow {
        line: n + 1,
        name: name.into(),
        city: "Москва".into(),
        zone: Row::new("", "Москва").0.zone,
        methods: vec![ContactMethod::phone(Phone::from_e164(74_950_100_000 + n).unwrap(), "")],
        ..ClientRow::default()
    }
}

/// A job that can be started once it has rows.
pub(crate) fn prepared(base: &Base, name: &str, purpose: Purpose) -> CallListId {
    let now = base.clock.now();
    let (_, text) = dozvon::domain::presets::SCRIPTS[0];
    let (draft, _) = dozvon::domain::script::file::parse(text).unwrap();
    let script = draft.code.clone();
    base.desk.execute(&base.admin, now, &SaveScript(draft)).unwrap();
    let job = NewJob { name: name.into(), purpose, set: SetJob::default() };
    let list = base.desk.execute(&base.admin, now, &job).unwrap().id;
    let day = now.date_in(chrono_tz::Europe::Moscow);
    let set = SetJob {
        script: Some(script),
        label: Some("Дозвон".into()),
        operators: Some(Operators::Everybody),
        dates: Some((day, day.succ_opt().unwrap().succ_opt().unwrap())),
        ..SetJob::default()
    };
    base.desk.execute(&base.admin, now, &set.of(list)).unwrap();
    list
}

/// Loads rows into a job.
pub(crate) fn load(base: &Base, list: CallListId, rows: &[ClientRow]) -> LoadId {
    let options = LoadOptions {
        list,
        dry_run: false,
        no_consent_to: None,
        own: Default::default(),
        file: "a.csv".into(),
    };
    let mut load = FileLoad::new(&base.desk, &base.admin, base.clock.now(), options).unwrap();
    for row in rows {
        load.row(row).unwrap();
    }
    load.finish().unwrap();
    Reads(base.store.as_ref()).all::<dozvon::domain::job::load::LoadPart>().unwrap().pop().unwrap().load
}

/// Starts a job.
pub(crate) fn start(base: &Base, list: CallListId) {
    base.desk.execute(&base.admin, base.clock.now(), &StartJob(list)).unwrap();
}

/// A job that runs, with one client.
fn job(purpose: Purpose, row: ClientRow) -> (Base, Stage) {
    let base = Base::empty();
    let list = prepared(&base, "Осень", purpose);
    load(&base, list, &[row]);
    start(&base, list);
    let stage = Stage::new(&base, (80, 24));
    (base, stage)
}

fn entries(base: &Base) -> Vec<QueueEntry> {
    base.all::<QueueEntry>()
}

fn calls(base: &Base) -> Vec<Interaction> {
    base.all::<Interaction>()
}

#[test]
fn a_debtor_who_is_looked_up_is_called_as_often_as_the_law_allows() {
    let (base, mut stage) = job(Purpose::Debt, row("Вега", 1));
    stage.keys("F3 'вега' Enter").see("● можно").see("по обзвону «Осень»");
    stage.keys("Ctrl+G").see("Наберите");
    // Nobody else takes the row now.
    stage.wait(1_000);
    assert!(matches!(entries(&base)[0].state, EntryState::Taken { by, .. } if by == base.operator.user));
    stage.keys("Ctrl+G 7").see("Занято");
    let call = calls(&base).pop().unwrap();
    assert_eq!((call.entry, entries(&base)[0].attempts), (Some(entries(&base)[0].id), 1));
    // The second time is no different, whatever else he has agreed to.
    stage.keys("F3 'вега' Enter").see_no("● можно").keys("Ctrl+G").see("раз");
    let ask = MayDial { client: call.client, entry: None, phone: None };
    let asked = base.desk.query(&base.operator, base.clock.now(), &ask);
    assert!(matches!(asked, Err(DeskError::NoCall(Forbidden::Often { .. }))), "{asked:?}");
    stage.keys("6").see("Без звонка");
    assert_eq!(calls(&base).len(), 1);
}

#[test]
fn an_address_or_a_code_finds_a_client_by_keys() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        let base = Base::empty();
        base.client(Row::new("Ромашка", "Тверь").phone("8 (4822) 01-22-33").email("Zakaz@Romashka.example"));
        base.client(Row::new("Вега", "Омск").phone("8 (3812) 01-22-33"));
        let mut stage = Stage::new(&base, size);
        stage.keys("F3").see("почта, код или имя").keys("'ZAKAZ@romashka.example'").see("По почте");
        stage.see("Ромашка").see_no("Вега").keys("Enter").see("Тверь").see("Zakaz@romashka.example");
        stage.keys("F3 '00-00000002'").see("По коду").see("Вега").keys("Enter").see("Омск");
        stage.keys("F3 'nobody@romashka.example'").see("По почте: ").see_no("Тверь").keys("Esc");
    }
}

#[test]
fn the_hours_of_his_job_hold_for_whoever_is_looked_up() {
    let base = Base::empty();
    let list = prepared(&base, "Осень", Purpose::Advertising);
    let window = SetJob { window: Some(Window::parse("15-17")), ..SetJob::default() };
    base.desk.execute(&base.admin, base.clock.now(), &window.of(list)).unwrap();
    load(&base, list, &[row("Вега", 1)]);
    start(&base, list);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'вега' Enter").see_no("● можно").keys("Ctrl+G").see_no("Наберите");
    base.clock.set("2026-11-10T15:10:00+03:00");
    stage.wait(1_000).keys("Ctrl+G").see("Наберите");
}

#[test]
fn whoever_is_looked_up_is_asked_by_the_script_of_his_job() {
    let (base, mut stage) = job(Purpose::Survey, silent("Вега", 1));
    stage.keys("F3 'вега' Enter").see("● можно").keys("Ctrl+G").see("Наберите");
    let run = stage.session.model().work.as_ref().unwrap().run.as_ref();
    assert!(run.is_some(), "{}", stage.screen());
    stage.keys("1 Ctrl+G 6").see("Нет ответа");
    let call = calls(&base).pop().unwrap();
    assert!(call.script.is_some() && call.entry.is_some(), "{call:?}");
}

#[test]
fn what_nobody_said_is_not_written_down() {
    // A survey: allowed, and nobody was called.
    let (base, mut stage) = job(Purpose::Survey, silent("Вега", 1));
    stage.keys("F3 'вега' Enter").see_no("Продажа");
    for key in ["1", "2", "4"] {
        stage.keys(key).see("только после разговора");
        assert!(stage.session.model().dialogs.is_empty(), "{key}");
    }
    // Nor for whoever was taken from the queue.
    stage.keys("Space 1").see("только после разговора");
    assert!(calls(&base).is_empty());
    // The desk says so too.
    let entry = entries(&base).remove(0);
    let case = RecordResult {
        client: entry.client,
        entry: Some(entry.id),
        person: None,
        phone: None,
        direction: Direction::Outgoing,
        began: base.clock.now(),
        outcome: base.desk.catalog().unwrap().outcome_on('4').unwrap().id,
        answers: Answers { undialled: true, reason: "дорого".into(), ..Answers::default() },
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    let refused = base.desk.execute(&base.operator, base.clock.now(), &case);
    assert!(matches!(refused, Err(DeskError::NotCalled)), "{refused:?}");
    // S5: two keys for whoever was called by another telephone.
    stage.keys("6").see("Нет ответа");
    assert_eq!((calls(&base).len(), entries(&base)[0].attempts), (1, 1));
}

#[test]
fn a_prohibition_without_a_call_is_no_call() {
    let (base, mut stage) = job(Purpose::Survey, silent("Вега", 1));
    stage.keys("Space 0 2").see("Записано");
    let call = calls(&base).pop().unwrap();
    assert_eq!((call.status, call.duration_s, call.attempt), (InteractionStatus::NotHeld, None, 0));
    assert_eq!((entries(&base)[0].state, entries(&base)[0].attempts), (EntryState::Blocked, 0));
    assert_eq!(stage.session.model().shift.calls, 0);
    // In a call it is one.
    let (base, mut stage) = job(Purpose::Survey, silent("Вега", 1));
    stage.keys("Space Ctrl+G Ctrl+G 0 2").see("Записано");
    let call = calls(&base).pop().unwrap();
    assert_eq!((call.status, call.attempt), (InteractionStatus::Held, 1));
}

#[test]
fn hours_that_end_while_the_card_is_open_leave_no_attempt() {
    let (base, mut stage) = job(Purpose::Survey, silent("Вега", 1));
    base.clock.set("2026-11-10T19:59:50+03:00");
    stage.keys("Space").see("Вега").wait(10_000).keys("Ctrl+G").see("Сейчас не время");
    stage.keys("6").see("Без звонка");
    assert!(calls(&base).is_empty());
    assert_eq!(entries(&base)[0].attempts, 0);
}

#[test]
fn a_debtor_is_promised_no_call_the_law_forbids() {
    let (base, mut stage) = job(Purpose::Debt, row("Вега", 1));
    stage.keys("Space Ctrl+G Ctrl+G 2 'сегодня 15'").see("первое законное время");
    stage.keys("Enter").see("Закон не разрешает").keys("Enter").see("Перезвонить");
    let entry = entries(&base).remove(0);
    assert_eq!(entry.due, moment("2026-11-11T08:00:00+03:00"), "{}", stage.screen());
    // The desk says so too, and names the time.
    base.clock.set("2026-11-11T10:00:00+03:00");
    let case = RecordResult {
        client: entry.client,
        entry: Some(entry.id),
        person: None,
        phone: Phone::from_e164(74_950_100_001),
        direction: Direction::Outgoing,
        began: base.clock.now(),
        outcome: base.desk.catalog().unwrap().outcome_on('2').unwrap().id,
        answers: Answers { when: Some(moment("2026-11-12T10:00:00+03:00")), ..Answers::default() },
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    let refused = base.desk.execute(&base.operator, base.clock.now(), &case);
    let Err(DeskError::NoCall(Forbidden::Often { opens, .. })) = refused else { panic!("{refused:?}") };
    assert_eq!(opens, moment("2026-11-17T08:00:00+03:00"));
}

#[test]
fn a_second_number_is_a_second_call_about_a_debt() {
    let mut debtor = row("Вега", 1);
    debtor.methods.push(ContactMethod::phone(Phone::from_e164(74_950_100_002).unwrap(), ""));
    let (base, mut stage) = job(Purpose::Debt, debtor.clone());
    stage.keys("Space Ctrl+G Ctrl+G +").see("второй звонок");
    stage.keys("6").see("Нет ответа");
    assert!(calls(&base).pop().unwrap().tried.is_empty());
    let (_, mut stage) = job(Purpose::Service, debtor);
    stage.keys("Space Ctrl+G Ctrl+G +").see("Наберите");
}
