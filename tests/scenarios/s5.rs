//! S5: no answer, busy, wrong number: two keys.

use dozvon::domain::ids::QueueEntryId;
use dozvon::domain::queue::{EntryKind, QueueEntry};
use dozvon::store::Reads;

use crate::common::base::{Base, moment};
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
