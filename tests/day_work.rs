//! What a day of work counts, hands on and does not do by itself.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test is there to fail")]

mod common;

use common::base::{Base, Row, moment};
use common::stage::Stage;
use dozvon::desk::day::ReportOf;
use dozvon::desk::queue::TakeNext;
use dozvon::desk::result::{Answers, RecordResult};
use dozvon::domain::interaction::Direction;
use dozvon::domain::queue::{EntryKind, QueueEntry};
use dozvon::tui::model::CallState;

fn one() -> (Base, dozvon::domain::ids::ClientId) {
    let base = Base::empty();
    let client = base.client(Row::new("Ассоль", "Москва").phone("8 (495) 207-55-66"));
    (base, client)
}

fn entries(base: &Base) -> Vec<QueueEntry> {
    base.all::<QueueEntry>()
}

fn promise(when: &str) -> Answers {
    Answers { when: Some(moment(when)), ..Answers::default() }
}

#[test]
fn a_promise_that_is_answered_by_two_keys_counts() {
    for (minutes, kept) in [(8, 1), (20, 0)] {
        let (base, client) = one();
        base.call(client, '2', promise("2026-11-10T12:10:00+03:00"), "");
        let mut stage = Stage::new(&base, (120, 36));
        stage.session.greet();
        stage.settle();
        stage.keys("Enter");
        base.clock.forward(minutes * 60_000);
        stage.keys("Space").see("Ассоль").keys("6").see("Нет ответа");
        // The call of this morning is one of the day, though the shift was opened behind it.
        stage.see("2 звонка").see(&format!("в срок {kept}/1"));
        let ask = ReportOf { user: base.operator.user, date: None };
        let report = base.desk.query(&base.operator, base.clock.now(), &ask).unwrap().pop().unwrap();
        assert_eq!((report.shift.kept, report.shift.broken), (kept, 1 - kept), "after {minutes} min");
        // What is taken back was not done.
        stage.keys("Ctrl+Z").see("Отменено").see_no("в срок");
    }
}

#[test]
fn whoever_calls_next_has_a_line_from_the_note() {
    let (base, client) = one();
    base.call(
        client,
        '2',
        promise("2026-11-10T12:30:00+03:00"),
        "\n  Ждёт счёт на 12 шкафов \nдозвониться сложно",
    );
    let first = entries(&base).pop().unwrap();
    assert_eq!((first.kind, first.reason.as_str()), (EntryKind::Promise, "Ждёт счёт на 12 шкафов"));
    // The same where there was a contact before.
    base.clock.set("2026-11-10T12:30:00+03:00");
    let taken = base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap().unwrap();
    let again = |text: &str, when: &str| RecordResult {
        client,
        entry: Some(taken.entry.id),
        person: None,
        phone: Some(taken.dial.phone),
        direction: Direction::Outgoing,
        began: base.clock.now(),
        outcome: base.desk.catalog().unwrap().outcome_on('2').unwrap().id,
        answers: promise(when),
        script: None,
        text: text.into(),
        fields: Vec::new(),
    };
    let long = "слово ".repeat(60);
    let record = again(&long, "2026-11-10T15:00:00+03:00");
    base.desk.execute(&base.operator, base.clock.now(), &record).unwrap();
    let second = entries(&base).pop().unwrap();
    assert_eq!(second.id, first.id);
    assert!(second.reason.starts_with("слово слово") && second.reason.ends_with('…'), "{}", second.reason);
    assert!(second.reason.chars().count() <= 101);
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("F3 'ассоль' Enter").see("15:00: слово");
}

#[test]
fn a_prohibition_of_one_list_is_offered_in_that_list_only() {
    let (base, _) = one();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'ассоль' Enter Ctrl+G Ctrl+G 0").see("любые звонки").see_no("только этот обзвон");
    stage.keys("3").see("любые звонки").keys("1").see("Записано 12:00:00");
    let (base, _) = one();
    base.enlist(base.list("Опт", None));
    let mut stage = Stage::new(&base, (80, 24));
    stage
        .keys("Space Ctrl+G Ctrl+G 0")
        .see("этот обзвон")
        .keys("3")
        .see("Записано 12:00:00. По этому обзвону");
}

#[test]
fn canned_notes_are_there_from_the_first_day() {
    let base = Base::empty();
    let catalog = base.desk.catalog().unwrap();
    assert!(catalog.snippets().any(|snippet| snippet.short == "кп" && snippet.owner.is_none()));
}

#[test]
fn enter_that_is_pressed_once_too_often_calls_nobody() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    let state = |stage: &Stage| stage.session.model().work.as_ref().map(|work| work.state);
    stage.keys("Enter Enter Enter").see("Enter — позвонить");
    assert_eq!(state(&stage), Some(CallState::Preview));
    stage.wait(1000).keys("Enter");
    assert_eq!(state(&stage), Some(CallState::Talking));
    // Whoever takes by another key dials at once.
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Enter");
    assert_eq!(state(&stage), Some(CallState::Talking));
}
