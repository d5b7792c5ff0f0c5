//! S5: no answer, busy, wrong number: two keys.

use dozvon::desk::memos::MemosFor;
use dozvon::domain::client::Client;
use dozvon::domain::contact::ContactState;
use dozvon::domain::ids::QueueEntryId;
use dozvon::domain::memo::{MemoKind, MemoTo};
use dozvon::domain::queue::{EntryKind, EntryState, QueueEntry};
use dozvon::domain::time::MINUTE_MS;
use dozvon::store::Reads;

use crate::common::base::{Base, Row, moment};
use crate::common::stage::Stage;

fn entry_of(base: &Base, id: QueueEntryId) -> QueueEntry {
    let all = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
    all.into_iter().map(|kept| kept.record).find(|entry| entry.id == id).unwrap()
}

#[test]
fn no_answer_and_the_next_client_are_two_keys() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space").see("ООО «Протон»");
    let taken = stage.session.model().work.as_ref().unwrap().entry.unwrap();
    let before = entry_of(&base, taken).attempts;
    stage.keys("6").see("Нет ответа: повтор").see("Ctrl+Z отменить 10 с");
    stage.keys("Space").see("Альтаир").see("● можно");
    let entry = entry_of(&base, taken);
    assert_eq!((entry.attempts, entry.kind), (before + 1, EntryKind::Retry));
    assert!(entry.due > base.clock.now());
}

#[test]
fn busy_comes_back_in_a_quarter_of_an_hour() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space");
    let taken = stage.session.model().work.as_ref().unwrap().entry.unwrap();
    stage.keys("7").see("Занято: повтор");
    assert_eq!(entry_of(&base, taken).due, moment("2026-11-10T12:15:00+03:00"));
}

#[test]
fn a_result_that_is_taken_back_and_given_anew_leaves_one_attempt() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space");
    let taken = stage.session.model().work.as_ref().unwrap().entry.unwrap();
    let before = entry_of(&base, taken).attempts;
    stage.keys("6 Ctrl+Z").see("Отменено: результат звонка").see("ООО «Протон»");
    assert_eq!(entry_of(&base, taken).attempts, before);
    stage.keys("7").see("Занято: повтор");
    assert_eq!(entry_of(&base, taken).attempts, before + 1);
}

#[test]
fn a_wrong_number_is_marked_and_the_last_one_goes_to_the_steward() {
    let base = Base::empty();
    let client = base.client(Row::new("Ассоль", "Самара").phone("8 (846) 207-55-66"));
    let list = base.list("Опт", None);
    base.enlist(list);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space").see("Ассоль");
    let taken = stage.session.model().work.as_ref().unwrap().entry.unwrap();
    stage.keys("9").see("записано");
    let client = Reads(base.store.as_ref()).find::<Client>(client).unwrap().unwrap();
    assert_eq!(client.methods[0].state, ContactState::NotTheirs, "the number is bad, the client stays");
    let memos = base.desk.query(&base.operator, base.clock.now(), &MemosFor(MemoTo::Steward)).unwrap();
    assert!(matches!(memos[0].memo.kind, MemoKind::FindNumber { .. }), "{memos:?}");
    assert_eq!(entry_of(&base, taken).state, EntryState::Done);
    stage.keys("Ctrl+Z").see("Отменено").keys("6").see("Нет ответа: повтор");
    let client = Reads(base.store.as_ref()).find::<Client>(client.id).unwrap().unwrap();
    assert_eq!(client.methods[0].state, ContactState::Good);
}

#[test]
fn after_the_fifth_attempt_of_five_the_row_leaves_and_none_falls_out_of_the_window() {
    let base = Base::empty();
    base.client(Row::new("Видео маркет", "Владивосток").phone("8 (423) 201-11-22"));
    let list = base.list("Опт", None);
    base.enlist(list);
    // A quarter past seven in the evening there.
    base.clock.set("2026-11-10T12:15:00+03:00");
    let mut stage = Stage::new(&base, (80, 24));
    let mut taken = None;
    for attempt in 1..=5 {
        stage.keys("Space").see("Видео маркет").see(&format!("попытка {attempt} из 5"));
        let id = stage.session.model().work.as_ref().unwrap().entry.unwrap();
        assert_eq!(*taken.get_or_insert(id), id);
        stage.keys("6");
        let entry = entry_of(&base, id);
        assert_eq!(entry.attempts, attempt);
        if attempt < 5 {
            let there = entry.due.in_zone(chrono_tz::Asia::Vladivostok);
            let hour = chrono::Timelike::hour(&there);
            assert!((9..20).contains(&hour), "{there}");
            base.clock.forward(entry.due.millis() - base.clock.now().millis() + MINUTE_MS);
            stage.wait(31_000);
        }
    }
    stage.see("попытки кончились");
    assert_eq!(entry_of(&base, taken.unwrap()).state, EntryState::Exhausted);
    stage.keys("Space").see_no("Смотрю");
}
