//! S2: a known client rings.

use dozvon::desk::consents::ProofOf;
use dozvon::domain::ids::ClientId;
use dozvon::domain::interaction::{Direction, Interaction, InteractionStatus, Note, Subject};
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryKind, EntryState, QueueEntry};
use dozvon::session::port::Call;
use dozvon::store::{Reads, Walk};

use super::winter::winter;
use crate::common::base::{Base, Row};
use crate::common::stage::Stage;

fn ring(stage: &mut Stage, phone: &str) {
    stage.session.called(Call::Rings(Phone::parse(phone).unwrap()));
    stage.settle();
}

fn calls_of(base: &Base, client: ClientId) -> Vec<Interaction> {
    let prefix = dozvon::store::tables::interactions_of(client);
    let found = Reads(base.store.as_ref()).some::<Interaction>(&prefix, Walk::Down, 20).unwrap();
    found.into_iter().map(|kept| kept.record).collect()
}

fn promises(base: &Base) -> Vec<QueueEntry> {
    let all = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
    all.into_iter().map(|kept| kept.record).filter(|entry| entry.kind == EntryKind::Promise).collect()
}

#[test]
fn a_known_client_rings_while_another_is_talked_to() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    // In the middle of a script, a note half written.
    stage.keys("Down Down Down Enter Ctrl+G 1 n 'перезвонит бухгалтер'");
    let interrupted = stage.session.model().work.as_ref().unwrap().entry;
    let step = stage.session.model().work.as_ref().unwrap().run.as_ref().unwrap().path().len();
    ring(&mut stage, "8 943 555-01-77");
    stage.see("☎ ВХОД ООО «Протон» · Сидоров Пётр Алексеевич (ЛПР)").see("Ctrl+G ответить");
    // The draft is in safety, though typing has not paused.
    let kept = base.desk.draft(&base.operator).unwrap();
    assert!(String::from_utf8(kept).unwrap().contains("перезвонит бухгалтер"));
    // In a field the space is a space; the key of calling answers.
    stage
        .keys("Space Ctrl+G")
        .see("ООО «Протон»")
        .see("Телевизоры, осень")
        .see("обещан звонок сегодня 11:46");
    let client = stage.session.model().work.as_ref().unwrap().client;
    // A note of the talk is about the open deal.
    stage.keys("n 'ждёт скидку 5 %' Enter").see("Заметка сохранена");
    let notes = Reads(base.store.as_ref()).all::<Note>().unwrap();
    let note = notes.iter().find(|note| note.text == "ждёт скидку 5 %").unwrap();
    assert!(note.client == client && matches!(note.subject, Some(Subject::Deal(_))), "{note:?}");
    stage.keys("1").see("обещание (сегодня 11:46) закрыто? Д/Н").keys("Enter").see("Решено: записано");
    assert!(promises(&base).iter().all(|entry| entry.state == EntryState::Done), "{:?}", promises(&base));
    let call = calls_of(&base, client).remove(0);
    assert_eq!(call.direction, Direction::Incoming);
    assert_eq!(call.person.map(|_| ()), Some(()));
    assert!(call.promised.is_some());
    // Back to the very step, and to the note.
    stage.keys("Space").see("Вы вернулись").see("перезвонит бухгалтер");
    let work = stage.session.model().work.as_ref().unwrap();
    assert_eq!((work.entry, work.run.as_ref().unwrap().path().len()), (interrupted, step));
    stage.keys("Enter").see("Заметка сохранена");
}

#[test]
fn a_promise_stays_when_the_client_rang_about_something_else() {
    for keys in ["1 н", "1 Down Enter", "1 2"] {
        let base = Base::small();
        let mut stage = Stage::new(&base, (80, 24));
        ring(&mut stage, "8 943 555-01-77");
        stage.see("Space ответить").keys("Space").keys(keys).see("Решено: записано");
        assert!(promises(&base).iter().all(|entry| entry.state == EntryState::Waiting), "{keys}");
    }
}

#[test]
fn the_same_card_without_an_exchange() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 '0177' Enter").see("ООО «Протон»").see("1  Решено").see("0  Не звонить");
    let work = stage.session.model().work.as_ref().unwrap();
    assert_eq!(work.direction, Direction::Incoming);
    assert!(work.dial.unwrap().person.is_some());
}

#[test]
fn an_extension_finds_the_person() {
    let base = Base::empty();
    base.client(Row::new("Вега", "Москва").phone("8 (495) 111-22-33").person(
        "Орлова Анна",
        "секретарь",
        dozvon::domain::person::Role::Secretary,
        "8 (495) 111-22-33 доб. 12",
    ));
    let mut stage = Stage::new(&base, (80, 24));
    ring(&mut stage, "8 (495) 111-22-33 доб. 12");
    stage.see("Вега · Орлова Анна (секретарь)").keys("Space");
    assert!(stage.session.model().work.as_ref().unwrap().dial.unwrap().person.is_some());
}

#[test]
fn of_several_clients_with_one_number_one_is_chosen_by_a_digit() {
    let base = Base::empty();
    let first = base.client(Row::new("Вега", "Москва").phone("8 (495) 111-22-33"));
    let second = base.client(Row::new("Лира", "Москва").inn("770708389").phone("8 (495) 111-22-34"));
    let add = dozvon::desk::clients::create::AddNumber {
        client: second,
        phone: Phone::parse("8 (495) 111-22-33").unwrap(),
        person: String::new(),
        role: dozvon::domain::person::Role::Other,
    };
    base.desk.execute(&base.operator, base.clock.now(), &add).unwrap();
    base.call(second, '6', dozvon::desk::result::Answers::default(), "");
    let mut stage = Stage::new(&base, (80, 24));
    ring(&mut stage, "8 (495) 111-22-33");
    stage.see("2 клиента с этим номером").keys("Space").see("кто звонит?").see("1  Лира").see("2  Вега");
    stage.keys("Esc").see("☎ ВХОД").keys("Space 2").see("Вега");
    assert_eq!(stage.session.model().work.as_ref().unwrap().client, first);
}

#[test]
fn a_call_that_nobody_answers_leaves_the_screen() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    ring(&mut stage, "8 943 555-01-77");
    stage.session.called(Call::Ended(Phone::parse("8 943 555-01-77").unwrap()));
    stage.settle();
    stage.see_no("☎ ВХОД").see("остался без ответа");
    let missed = |base: &Base| {
        let all = Reads(base.store.as_ref()).all::<Interaction>().unwrap();
        all.iter().filter(|call| call.status == InteractionStatus::NotHeld).count()
    };
    assert_eq!(missed(&base), 1);
    stage.wait(1_000);
    ring(&mut stage, "8 943 555-01-77");
    stage.wait(89_000).see("☎ ВХОД").wait(1_000).see_no("☎ ВХОД");
    assert_eq!(missed(&base), 2);
    let rows = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
    let rows = rows.into_iter().filter(|entry| entry.kind == EntryKind::Missed);
    assert_eq!(rows.map(|entry| entry.state).collect::<Vec<_>>(), [EntryState::Waiting]);
    // One that somebody else has answered is no missed one.
    ring(&mut stage, "8 943 555-01-77");
    stage.session.called(Call::Answered(Phone::parse("8 943 555-01-77").unwrap()));
    stage.settle();
    stage.see_no("☎ ВХОД");
    assert_eq!(missed(&base), 2);
}

#[test]
fn half_an_answer_of_an_interrupted_call_is_there_again_after_a_kill() {
    let base = Base::empty();
    let list = winter(&base);
    base.client(Row::new("Вега", "Москва").phone("8 (495) 111-22-33"));
    base.enlist(list);
    base.client(Row::new("Лира", "Москва").phone("8 (495) 111-22-34"));
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G 1 2 1 '15'").see("Сколько у вас магазинов?");
    ring(&mut stage, "8 (495) 111-22-34");
    stage.keys("Ctrl+G").see("Лира");
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    stage.see("Лира").keys("6 Space").see("Вы вернулись").see("Сколько у вас магазинов?").see("15");
    stage.keys("Enter").see("Когда нужен товар?");
}

#[test]
fn an_interrupted_call_survives_the_end_of_the_session() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Down Down Down Enter Ctrl+G 1");
    let interrupted = stage.session.model().work.as_ref().unwrap().client;
    ring(&mut stage, "8 943 555-01-77");
    stage.keys("Space").see("ООО «Протон»");
    drop(stage);
    // Killed in the middle of both.
    let mut stage = Stage::new(&base, (80, 24));
    stage.see("ООО «Протон»").keys("5 Enter").see("Передано: записано").keys("Esc").see("Вы вернулись");
    assert_eq!(stage.session.model().work.as_ref().unwrap().client, interrupted);
    stage.keys("Ctrl+Q").see("Дозвон");
}

#[test]
fn the_next_number_is_one_key_and_one_attempt() {
    let base = Base::empty();
    let client =
        base.client(Row::new("Ассоль", "Самара").phone("8 (846) 207-55-66").phone("8 (846) 207-55-77"));
    let list = base.list("Опт", None);
    base.enlist(list);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G").see("Наберите +7 846 207-55-66").keys("+").see("Наберите +7 846 207-55-77");
    stage.keys("+").see("Других номеров").keys("6").see("Нет ответа");
    let call = calls_of(&base, client).remove(0);
    assert_eq!((call.attempt, call.tried.len()), (1, 1));
    assert_eq!(call.phone, Some(Phone::parse("8 (846) 207-55-77").unwrap()));
    // The number nobody was reached on stands in the history, and in what is told of that number.
    let first = Phone::parse("8 (846) 207-55-66").unwrap();
    assert_eq!((call.tried[0].phone, call.tried[0].at), (first, Some(base.clock.now())));
    let ask = ProofOf { client, phone: Some(first), limit: 9 };
    let proof = base.desk.query(&base.operator, base.clock.now(), &ask).unwrap();
    assert_eq!(proof.calls, [call]);
    stage.keys("F3 'Ассоль' Enter F7 Enter").see("+7 846 207-55-66 в 12:00 — не ответили");
}
