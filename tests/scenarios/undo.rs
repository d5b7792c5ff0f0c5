//! Ten seconds of honest undo.

use crate::common::base::{Base, Row};
use crate::common::stage::Stage;

#[test]
fn the_time_that_is_left_is_counted_down_and_then_it_is_over() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Ctrl+Z").see("Отменять пока нечего");
    stage.keys("Space 6").see("Ctrl+Z отменить 10 с");
    stage.wait(2_000).see("Ctrl+Z отменить 8 с");
    stage.wait(7_999).see("отменить 1 с");
    stage.wait(1).see_no("отменить");
    stage.keys("Ctrl+Z").see("Десять секунд прошли").see("dozvon undo");
}

#[test]
fn whoever_has_taken_the_next_client_comes_back_to_the_one_before() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space");
    let first = stage.session.model().work.as_ref().unwrap().entry;
    stage.keys("6 Space").see("Альтаир");
    let second = stage.session.model().work.as_ref().unwrap().entry;
    assert_ne!(first, second);
    stage.keys("Ctrl+Z").see("Отменено").see("ООО «Протон»");
    assert_eq!(stage.session.model().work.as_ref().unwrap().entry, first);
    // The other one is free again.
    stage.keys("7 Space").see("Альтаир");
}

#[test]
fn what_was_typed_into_a_result_is_there_again() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G Ctrl+G 4 'свой поставщик из Тулы' Enter").see("Не интересно: записано");
    stage
        .keys("Ctrl+Z")
        .see("Отменено")
        .keys("4")
        .see("свой поставщик из Тулы")
        .keys("Esc Esc 6")
        .see("Нет ответа");
}

#[test]
fn a_skip_is_taken_back() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space").see("ООО «Протон»").keys("s 1").see("12:15");
    stage.keys("Ctrl+Z").see("Отменено").keys("Space").see("ООО «Протон»").see("Смотрю");
}

#[test]
fn a_stage_and_a_note_are_taken_back_too() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space ] Enter").see("теперь на этапе «Презентация»");
    stage.keys("Ctrl+Z").see("Отменено: движение сделки").see("Формирование предложения");
    stage.keys("n 'обещал подумать' Enter").see("Заметка сохранена");
    stage.keys("Ctrl+Z").see("Отменено: заметка").see("обещал подумать").see("Заметка:");
    stage.keys("Enter").see("Заметка сохранена");
}

#[test]
fn a_call_that_has_begun_since_is_ended_first() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space 6 Space Ctrl+G Ctrl+Z").see("Сначала закончите этот разговор");
}

#[test]
fn a_client_who_comes_next_himself_on_his_other_number_is_no_obstacle() {
    let base = Base::empty();
    let two = Row::new("Ассоль", "Самара").phone("8 (846) 207-55-66").phone("8 (846) 207-55-77");
    let _ = base.client(two);
    let list = base.list("Опт", None);
    base.enlist(list);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G").see("Наберите +7 846 207-55-66").keys("Ctrl+G 9 Space").see("Смотрю");
    stage.keys("Ctrl+Z").see("Отменено: результат звонка").see("Нужен результат");
    stage.keys("6").see("Нет ответа: повтор").see_no("Смотрю");
}
