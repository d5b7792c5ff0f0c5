//! Nothing an operator does leads where no key leads on: calls whose contact is gone, callers nobody knows, skips taken back.

use dozvon::desk::consents::WithdrawConsent;
use dozvon::desk::queue::MayDial;
use dozvon::desk::result::{Answers, RecordResult};
use dozvon::desk::stops::AddStop;
use dozvon::domain::consent::{ConsentHow, ConsentKind};
use dozvon::domain::contact::ContactMethod;
use dozvon::domain::day::OperatorState;
use dozvon::domain::ids::ClientId;
use dozvon::domain::interaction::{Direction, Interaction};
use dozvon::domain::outcome::StopAnswer;
use dozvon::domain::person::Role;
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryState, QueueEntry};
use dozvon::domain::stop::{StopEntry, StopScope, StopSubject};
use dozvon::session::port::Call;
use dozvon::store::Reads;
use dozvon::tui::model::CallState;

use crate::common::base::{Base, Row};
use crate::common::stage::Stage;

const UNKNOWN: &str = "+7 912 555-01-77";
const KNOWN: &str = "8 (495) 111-22-34";

fn phone(text: &str) -> Phone {
    Phone::parse(text).unwrap()
}

fn ring(stage: &mut Stage, number: &str) {
    stage.session.called(Call::Rings(phone(number)));
    stage.settle();
}

fn calls(base: &Base) -> Vec<Interaction> {
    base.all::<Interaction>()
}

fn taken(base: &Base) -> Vec<QueueEntry> {
    let all = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
    let all = all.into_iter().map(|kept| kept.record);
    all.filter(|entry| matches!(entry.state, EntryState::Taken { .. })).collect()
}

/// Two clients of a list, and one who is in none.
fn three() -> (Base, ClientId) {
    let base = Base::empty();
    let list = base.list("Опт", None);
    let first = base.client(Row::new("Вега", "Москва").phone("8 (495) 111-22-33"));
    base.client(Row::new("Альфа", "Москва").phone("8 (495) 111-22-35"));
    base.enlist(list);
    base.client(Row::new("Лира", "Москва").phone(KNOWN));
    (base, first)
}

/// A call that goes on with the first client of the queue.
fn talking(base: &Base) -> (Stage, ClientId) {
    let mut stage = Stage::new(base, (80, 24));
    stage.keys("Space Ctrl+G").see("Наберите");
    let client = working(&stage).unwrap();
    (stage, client)
}

fn working(stage: &Stage) -> Option<ClientId> {
    stage.session.model().work.as_ref().map(|work| work.client)
}

fn withdraw(base: &Base, client: ClientId) {
    let case = WithdrawConsent {
        client,
        person: None,
        kind: ConsentKind::Advertising,
        at: base.clock.now(),
        reason: "больше не надо".into(),
        interaction: None,
        how: ConsentHow::WebForm,
        proof: String::new(),
        proof_hash: String::new(),
    };
    base.desk.execute(&base.operator, base.clock.now(), &case).unwrap();
}

#[test]
fn a_call_whose_contact_was_closed_in_it_takes_its_result() {
    for (keys, said) in [("6", "Нет ответа: записано"), ("0 1", "Записано 12:00"), ("-", "записано")]
    {
        let (base, _) = three();
        let (mut stage, client) = talking(&base);
        withdraw(&base, client);
        stage.settle();
        stage.keys("Ctrl+G").keys(keys);
        stage.see(said);
        assert_eq!(working(&stage), None, "{keys}: {}", stage.screen());
        let calls = calls(&base);
        assert_eq!(calls.len(), 1, "{keys}");
        assert_eq!((calls[0].client, calls[0].entry), (client, None), "{keys}");
    }
}

#[test]
fn who_calls_back_while_he_is_called_leaves_no_call_without_a_result() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G").see("ООО «Протон»");
    let before = calls(&base).len();
    stage.wait(1_000);
    ring(&mut stage, "8 943 555-01-77");
    stage.keys("Ctrl+G Ctrl+G 1 Enter").see("Решено: записано");
    stage.keys("Space").see("Вы вернулись").keys("Ctrl+G 6").see("записано");
    assert_eq!(working(&stage), None);
    assert_eq!(calls(&base).len(), before + 2);
}

#[test]
fn what_is_recorded_is_not_recorded_once_more() {
    let (base, _) = three();
    let (stage, client) = talking(&base);
    let work = stage.session.model().work.as_ref().unwrap();
    let case = RecordResult {
        client,
        entry: work.entry,
        person: None,
        phone: work.dial.map(|dial| dial.phone),
        direction: Direction::Outgoing,
        began: work.began,
        outcome: base.desk.catalog().unwrap().outcome_on('-').unwrap().id,
        answers: Answers { reason: "бросил трубку".into(), ..Answers::default() },
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    let stop = base.desk.catalog().unwrap().outcome_on('0').unwrap().id;
    let answers = Answers { stop: Some(StopAnswer::Everything), ..Answers::default() };
    let stop = RecordResult { outcome: stop, answers, ..case.clone() };
    base.desk.execute(&base.operator, base.clock.now(), &stop).unwrap();
    assert!(base.desk.execute(&base.operator, base.clock.now(), &stop).is_err());
    assert!(base.desk.execute(&base.operator, base.clock.now(), &case).is_err());
    assert_eq!(calls(&base).len(), 1);
}

fn may_dial(base: &Base, client: ClientId, number: &str) -> bool {
    let ask = MayDial { client, entry: None, phone: Some(phone(number)) };
    base.desk.query(&base.operator, base.clock.now(), &ask).is_ok()
}

#[test]
fn a_private_client_forbids_calls_on_all_his_numbers() {
    let base = Base::empty();
    let (one, two) = ("+7 495 111-22-55", "+7 495 111-22-56");
    let client = base.client(Row::new("Петров Иван Ильич", "Москва").phone(one).phone(two));
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'Петров Иван' Enter").see("● можно");
    assert!(may_dial(&base, client, one) && may_dial(&base, client, two));
    stage.keys("Ctrl+G Ctrl+G 0 1").see("Записано");
    assert!(!may_dial(&base, client, one) && !may_dial(&base, client, two));
    stage.keys("F3 'Петров Иван' Enter").see_no("● можно").see("стоп-лист");
}

#[test]
fn whoever_is_reached_on_a_number_of_the_company_that_is_his_is_named() {
    let base = Base::empty();
    let (office, shared, own) = ("8 (495) 111-22-33", "8 (495) 111-22-34", "+7 943 555-01-77");
    let mut row = Row::new("ООО «Вега»", "Москва").phone(office).phone(shared).person(
        "Сидоров Пётр Алексеевич",
        "директор",
        Role::DecisionMaker,
        own,
    );
    row.0.people[0].methods.push(ContactMethod::phone(phone(shared), shared));
    let client = base.client(row);
    base.call_on(
        client,
        phone(shared),
        '0',
        Answers { stop: Some(StopAnswer::Everything), ..Answers::default() },
    );
    assert!(!may_dial(&base, client, shared) && !may_dial(&base, client, own));
    assert!(may_dial(&base, client, office), "the company is called on");
    let stops = Reads(base.store.as_ref()).all::<StopEntry>().unwrap();
    assert!(stops.iter().any(|stop| matches!(stop.subject, StopSubject::Person(_))), "{stops:?}");
}

#[test]
fn a_call_that_was_refused_and_not_dialled_has_no_result_but_a_prohibition() {
    let (base, client) = three();
    let stop = AddStop {
        subject: StopSubject::Client(client),
        client: Some(client),
        scope: StopScope::Everything,
        until: None,
        reason: "Письмо".into(),
        proof: String::new(),
        interaction: None,
    };
    base.desk.execute(&base.operator, base.clock.now(), &stop).unwrap();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'вега' Enter Ctrl+G").see("нельзя: стоп-лист");
    for (keys, said) in [("6", "Без звонка — только"), ("1", "после разговора"), ("2", "после разговора")]
    {
        stage.keys(keys).see(said);
        assert!(stage.session.model().dialogs.is_empty(), "{keys}: nothing is asked for it");
    }
    assert!(calls(&base).is_empty());
    // The desk says so too, whoever asks.
    let outcome = base.desk.catalog().unwrap().outcome_on('6').unwrap().id;
    let case = |direction| RecordResult {
        client,
        entry: None,
        person: None,
        phone: Some(phone("8 (495) 111-22-33")),
        direction,
        began: base.clock.now(),
        outcome,
        answers: Answers { undialled: true, ..Answers::default() },
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    let record = |direction| base.desk.execute(&base.operator, base.clock.now(), &case(direction));
    assert!(record(Direction::Outgoing).is_err());
    assert!(record(Direction::Incoming).is_ok());
    stage.keys("0 2").see("Записано");
}

#[test]
fn an_unknown_caller_who_is_let_go_leads_back_to_the_open_call() {
    let (base, _) = three();
    let (mut stage, client) = talking(&base);
    ring(&mut stage, UNKNOWN);
    stage.keys("Ctrl+G");
    assert_eq!(working(&stage), None);
    stage.see("☎ Разговор").keys("Esc").see("Черновик сохранён").see("☎ Разговор");
    assert_eq!(working(&stage), Some(client));
    stage.keys("Ctrl+Q").see("запишите его");
}

#[test]
fn after_a_caller_s_result_no_key_leads_past_the_open_call() {
    let (base, _) = three();
    let (mut stage, client) = talking(&base);
    ring(&mut stage, KNOWN);
    stage.keys("Ctrl+G").see("Лира").keys("Ctrl+G 1").see("Решено: записано");
    stage.see("Space вернуться");
    for keys in ["F12", "Ctrl+G"] {
        stage.keys(keys);
        assert!(stage.session.model().dialogs.is_empty(), "{keys}");
        assert_eq!(working(&stage), None, "{keys}");
    }
    stage.keys("Down Enter").see("Вы вернулись");
    assert_eq!(working(&stage), Some(client));
    assert_eq!(taken(&base).len(), 1);
}

#[test]
fn whoever_is_entered_is_talked_to_from_the_moment_of_the_answer() {
    let base = Base::empty();
    base.client(Row::new("Вега", "Москва").phone("8 (495) 111-22-33"));
    let mut stage = Stage::new(&base, (80, 24));
    let open = dozvon::desk::day::ClockIn::at(base.clock.now());
    base.desk.execute(&base.operator, base.clock.now(), &open).unwrap();
    stage.session.greet();
    stage.settle();
    stage.keys("Enter");
    ring(&mut stage, UNKNOWN);
    stage.keys("Ctrl+G");
    let answered = base.clock.now();
    let state = |stage: &Stage| stage.session.model().day.open.as_ref().map(|open| open.day.state);
    assert_eq!(state(&stage), Some(OperatorState::Talking));
    stage.wait(30_000).see("Разговор 00:30").keys("'Лира' Ctrl+S").see("Разговор 00:30");
    assert_eq!(stage.session.model().work.as_ref().unwrap().began, answered);
}

#[test]
fn an_unknown_caller_and_the_call_he_has_interrupted_come_back_after_a_kill() {
    let (base, _) = three();
    let (mut stage, client) = talking(&base);
    ring(&mut stage, UNKNOWN);
    stage.keys("Ctrl+G 'Видио'").wait(1_000);
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    // Who was entered is on the line, with what was typed; once he is let go the other call is.
    assert_eq!(working(&stage), None);
    stage.see("☎ Разговор").see("Видио").keys("Esc").see("Черновик сохранён").see("☎ Разговор");
    assert_eq!(working(&stage), Some(client));
    assert_eq!(stage.session.model().work.as_ref().unwrap().state, CallState::Talking);
    stage.keys("Ctrl+G 6").see("Нет ответа").keys("Ctrl+N").see("Видио");
}

#[test]
fn a_skip_that_is_taken_back_gives_the_card_back() {
    let (base, _) = three();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space");
    let first = stage.session.model().work.as_ref().unwrap().entry;
    stage.keys("s 1").see("Пропущен");
    assert_eq!(working(&stage), None);
    stage.keys("Ctrl+Z").see("Отменено");
    assert_eq!(stage.session.model().work.as_ref().unwrap().entry, first);
    stage.keys("x").see("Контакт вернулся в очередь");
    assert!(taken(&base).is_empty());
}

#[test]
fn a_skip_that_is_taken_back_after_the_next_client_holds_one_client() {
    let (base, _) = three();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space");
    let first = stage.session.model().work.as_ref().unwrap().entry;
    stage.keys("s 1 Space");
    assert_ne!(stage.session.model().work.as_ref().unwrap().entry, first);
    stage.keys("Ctrl+Z").see("Отменено");
    assert_eq!(stage.session.model().work.as_ref().unwrap().entry, first);
    let held: Vec<_> = taken(&base).iter().map(|entry| Some(entry.id)).collect();
    assert_eq!(held, [first]);
}

#[test]
fn hours_that_ended_in_a_call_keep_no_result_back() {
    let (base, _) = three();
    base.clock.set("2026-11-10T19:58:00+03:00");
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'вега' Enter Ctrl+G").see("Наберите").wait(4 * 60_000).keys("Ctrl+G 6").see("Нет ответа");
}
