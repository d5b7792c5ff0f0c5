//! S4: a call with preview, script and questions, and the deal it makes.

use dozvon::desk::queue::TakeNext;
use dozvon::desk::result::{Answers, RecordResult};
use dozvon::domain::deal::Deal;
use dozvon::domain::ids::ClientId;
use dozvon::domain::interaction::{Direction, Interaction, Subject};
use dozvon::domain::money::{Currency, Money};
use dozvon::domain::person::Role;
use dozvon::domain::queue::{EntryKind, EntryState, QueueEntry};
use dozvon::domain::script::question::{Number, Reply};
use dozvon::store::{Reads, Walk};

use super::winter::winter;
use crate::common::base::{Base, Row, moment};
use crate::common::stage::Stage;

/// Omsk at noon. Yesterday nobody answered there.
fn base() -> (Base, ClientId) {
    let base = Base::empty();
    let list = winter(&base);
    let altair = base.client(Row::new("Альтаир", "Омск").phone("8 (3812) 01-22-33").person(
        "Лазуренко Илья Николаевич",
        "директор",
        Role::DecisionMaker,
        "8 (3812) 01-22-34",
    ));
    base.clock.set("2026-11-09T09:00:00+03:00");
    base.enlist(list);
    let (who, now) = (base.operator.clone(), base.clock.now());
    let taken = base.desk.execute(&who, now, &TakeNext).unwrap().unwrap();
    let no_answer = RecordResult {
        client: altair,
        entry: Some(taken.entry.id),
        person: taken.dial.person,
        phone: Some(taken.dial.phone),
        direction: Direction::Outgoing,
        began: now,
        outcome: base.desk.catalog().unwrap().outcome_on('6').unwrap().id,
        answers: Answers::default(),
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    base.desk.execute(&who, now, &no_answer).unwrap();
    base.client(Row::new("Ассоль", "Самара").phone("8 (846) 207-55-66"));
    base.enlist(list);
    base.clock.set("2026-11-10T09:00:00+03:00");
    (base, altair)
}

fn call(base: &Base, client: ClientId) -> Interaction {
    let prefix = dozvon::store::tables::interactions_of(client);
    Reads(base.store.as_ref()).some::<Interaction>(&prefix, Walk::Down, 1).unwrap().remove(0).record
}

fn deals(base: &Base) -> Vec<Deal> {
    base.all::<Deal>()
}

/// Up to the end of the talk.
const TALK: &str = "Space Ctrl+G 1 2 2 '15' Enter 1 Ctrl+G";

#[test]
fn a_call_becomes_a_deal() {
    for size in [(80, 24), (120, 36)] {
        let (base, altair) = base();
        let mut stage = Stage::new(&base, size);
        stage.keys("Space").see("Альтаир").see("Омск").see("12:00").see("МСК+3");
        stage.see("● можно: согласие 12.03.26 (веб-форма)").see("попытка 2 из 5");
        stage.keys("?").see("попытка").keys("Esc");
        stage.keys("Ctrl+G").see("Компания ТехОпт, Иванова О.").see("Хочу предложить оптовые цены на зиму");
        stage.keys("1").see("Интересно?").keys("2").see("Что у вас берут чаще?");
        stage.keys("o 'дор' Enter").see("С чем сравниваете?").keys("Enter").see("Что у вас берут чаще?");
        stage.keys("2").see("Сколько у вас магазинов?");
        // What must be answered has the cursor: nothing stands over its field.
        stage.keys("Enter").see("Сколько у вас магазинов?");
        stage
            .keys("'15'")
            .see("15")
            .keys("Enter")
            .see("Когда нужен товар?")
            .keys("1")
            .see("Предложение пришлю");
        // The three answers are in safety before the call has ended.
        let kept = String::from_utf8(base.desk.draft(&base.operator).unwrap()).unwrap();
        assert!(kept.contains("humidifiers") && kept.contains("november"), "{kept}");
        stage.keys("Ctrl+G").see("Нужен результат");
        base.clock.forward(1_000);
        stage.keys("1").see("Типовая продажа").see("Формирование предложения");
        // Enter takes what is proposed, and the cursor stands at the sum.
        stage.keys("Enter").see("Впишите сумму");
        assert!(deals(&base).is_empty());
        stage
            .keys("'120000'")
            .see("= 120\u{a0}000,00\u{a0}₽")
            .keys("Enter")
            .see("Сделка: Альтаир, 120 000,00 ₽ · КП до ср 11.11 12:00");

        let deal = deals(&base).remove(0);
        assert_eq!(deal.client, altair);
        assert_eq!(deal.amount, Some(Money::from_minor(12_000_000, Currency::Rub)));
        assert_eq!((deal.stage(), deal.owner), (Some(2), base.operator.user));
        assert_eq!(deal.interest.unwrap().source, "Зима");
        // The stage has given its task, for tomorrow at noon by the operator's clock.
        let entries = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
        let task = entries.iter().find(|entry| entry.kind == EntryKind::Planned).unwrap();
        assert_eq!((task.client, task.owner), (altair, Some(base.operator.user)));
        assert_eq!((task.reason.as_str(), task.due), ("КП", moment("2026-11-11T12:00:00+03:00")));
        let call = call(&base, altair);
        assert_eq!((call.attempt, call.direction), (2, Direction::Outgoing));
        assert!(matches!(call.subject, Some(Subject::CallList(_))));
        let path = call.script.unwrap().path;
        let steps: Vec<&str> = path.iter().map(|read| read.step.as_str()).collect();
        assert_eq!(steps, ["hello", "offer", "goods", "dear", "goods", "shops", "when", "bye"]);
        let replies: Vec<Reply> = path.iter().filter_map(|read| read.reply.clone()).collect();
        let choice = |code: &str| Reply::Choice(code.to_owned());
        assert_eq!(replies, [choice("humidifiers"), Reply::Number(Number(15.into())), choice("november")]);
        let entry = entries.iter().find(|entry| entry.client == altair && entry.id != task.id).unwrap();
        assert_eq!((entry.state, entry.attempts), (EntryState::Done, 2));
        // After the call: the result, the proposal, six digits, the sum, the next client.
        stage.keys("Space").see("Ассоль").see("Смотрю");
    }
}

#[test]
fn a_break_of_the_call_loses_no_answer() {
    let (base, altair) = base();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G 1 2 2 '15'");
    stage.wait(301);
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    stage.see("Сколько у вас магазинов?").see("15").keys("Enter").see("Когда нужен товар?");
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    stage.see("Когда нужен товар?").keys("1 Ctrl+G 1 '120к' Enter").see("КП до ср 11.11 12:00");
    let path = call(&base, altair).script.unwrap().path;
    assert_eq!(path.iter().filter(|read| read.reply.is_some()).count(), 3);
}

#[test]
fn a_sum_reads_alike_however_it_is_written() {
    for text in ["120к", "120 000", "0,12 млн", "120000", "120 т.р."] {
        let (base, _) = base();
        let mut stage = Stage::new(&base, (80, 24));
        stage.keys(TALK).keys(&format!("1 '{text}'")).see("= 120\u{a0}000,00\u{a0}₽");
        stage.keys("Enter").see("КП до ср 11.11 12:00");
        assert_eq!(deals(&base)[0].amount, Some(Money::from_minor(12_000_000, Currency::Rub)), "{text}");
    }
}

#[test]
fn a_sum_that_is_not_understood_keeps_the_cursor_and_one_may_be_left_out() {
    let (base, _) = base();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys(TALK).keys("1 'много' Enter").see("Не понимаю сумму").see("много");
    assert!(deals(&base).is_empty());
    stage.keys("Backspace Backspace Backspace Backspace Backspace Enter").see("Впишите сумму");
    stage.keys("Enter").see("КП до ср 11.11 12:00");
    assert_eq!(deals(&base)[0].amount, None);
}

#[test]
fn a_result_whose_draft_was_not_cleared_is_not_asked_for_again() {
    let (base, altair) = base();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys(TALK);
    let before = base.desk.draft(&base.operator).unwrap();
    stage.keys("1 '120к' Enter").see("КП до ср 11.11 12:00");
    drop(stage);
    // Killed between the result and the draft without it.
    base.desk.keep_draft(&base.operator, &before).unwrap();
    let mut stage = Stage::new(&base, (80, 24));
    assert!(stage.session.model().work.is_none(), "{}", stage.screen());
    assert!(base.desk.draft(&base.operator).unwrap().is_empty());
    stage.keys("Space").see("Ассоль");
    assert_eq!((deals(&base).len(), call(&base, altair).attempt), (1, 2));
}
