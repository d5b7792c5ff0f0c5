//! Whatever is begun and not finished leads back to itself: after a kill, and when the shift is closed over it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test is there to fail")]

mod common;

use common::base::Base;
use common::stage::Stage;
use dozvon::desk::day::ReportOf;
use dozvon::domain::client::Client;
use dozvon::domain::day::OperatorState;
use dozvon::domain::interaction::{Direction, Interaction};
use dozvon::domain::phone::Phone;
use dozvon::domain::time::MINUTE_MS;
use dozvon::session::port::Call;
use dozvon::tui::model::CallState;

/// A number nobody has, and one of a client.
const UNKNOWN: &str = "8 (812) 555-01-02";
const VIDEO: &str = "8 (423) 201-11-22";

fn morning(base: &Base, size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(base, size);
    stage.session.greet();
    stage.settle();
    stage
}

fn rings(stage: &mut Stage, number: &str) {
    stage.session.called(Call::Rings(Phone::parse(number).unwrap()));
    stage.settle();
}

fn closed(base: &Base) -> bool {
    let ask = ReportOf { user: base.operator.user, date: None };
    base.desk.query(&base.operator, base.clock.now(), &ask).unwrap().pop().unwrap().day.closed.is_some()
}

#[test]
fn a_kill_while_a_caller_is_entered_leads_back_into_his_form_and_his_call() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter");
    rings(&mut stage, UNKNOWN);
    let began = base.clock.now();
    stage.keys("Space").see("Новый клиент").keys("'Ромашка' Tab Tab 'Псков'").wait(1_000);
    drop(stage);
    base.clock.forward(2 * MINUTE_MS);

    let mut stage = morning(&base, (80, 24));
    stage.see("Новый клиент").see("Ромашка").see("Псков").see("+78125550102").see_no("Начало смены");
    stage.see("Вы вносили того, кто на линии").see("☎ Разговор");
    // The keys go on where they were.
    stage.keys("'ск'").see("Псковск");
    stage.keys("Ctrl+S");
    let work = stage.session.model().work.as_ref().unwrap();
    assert_eq!((work.state, work.direction, work.began), (CallState::Talking, Direction::Incoming, began));
    stage.keys("Ctrl+G 7").see("Начало смены").see("забрать смену");
    let client = base.all::<Client>().into_iter().find(|client| client.name == "Ромашка").unwrap();
    let calls = base.all::<Interaction>();
    let call = calls.iter().find(|call| call.client == client.id).unwrap();
    assert_eq!((call.at, call.direction), (began, Direction::Incoming));
    stage.keys("Enter").see("Готов");
}

#[test]
fn a_caller_of_whom_nothing_was_typed_yet_is_not_lost_and_neither_is_what_he_interrupted() {
    let base = Base::small();
    let mut stage = morning(&base, (120, 36));
    stage.keys("Enter Space Ctrl+G").see("Протон");
    rings(&mut stage, UNKNOWN);
    stage.keys("Ctrl+G").see("Новый клиент");
    drop(stage);
    base.clock.forward(MINUTE_MS);
    let mut stage = morning(&base, (120, 36));
    stage.see("Новый клиент").see("+78125550102").see_no("Начало смены");
    // Another call comes, and the desk is killed once more: the form waits under it.
    stage.keys("'Ромашка'").wait(1_000);
    rings(&mut stage, VIDEO);
    stage.keys("Ctrl+G").see("Видео маркет");
    drop(stage);
    let mut stage = morning(&base, (120, 36));
    stage.see("Видео маркет").see_no("Новый клиент").keys("Ctrl+G 7").see("Space вернуться");
    stage.keys("Space").see("Новый клиент").see("Ромашка").keys("Ctrl+S").see("☎ Разговор");
    stage.keys("Ctrl+G 7").keys("Space").see("Протон").keys("Ctrl+G 6").see("Начало смены");
}

#[test]
fn a_client_entered_by_hand_stands_over_the_start_of_the_shift() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter Ctrl+N '8 812 555-01-02' Tab 'Ромашка'").wait(1_000);
    drop(stage);
    let mut stage = morning(&base, (80, 24));
    stage.see("Новый клиент").see("Ромашка").see_no("Начало смены");
    // Whoever breaks it off finds it under its key, as ever.
    stage.keys("Esc").see("Начало смены").keys("Enter Ctrl+N").see("Ромашка");
}

#[test]
fn closing_the_shift_jumps_to_a_call_without_a_result() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter Space Ctrl+G Ctrl+G").see("Протон").keys("F3 'видео' Enter").see("Видео маркет");
    stage.keys("Ctrl+E").see("этот звонок без результата").see("━ ООО «Протон»");
    assert!(!closed(&base));
    stage.keys("6 Ctrl+E").see("Смена закрыта");
}

#[test]
fn closing_the_shift_jumps_to_what_a_call_has_interrupted() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter Space Ctrl+G").see("Протон");
    rings(&mut stage, VIDEO);
    stage.keys("Space").see("Видео маркет").keys("Ctrl+G 7").see("Space вернуться");
    stage.keys("Ctrl+E").see("Вы вернулись к ней").see("Протон");
    assert_eq!(stage.session.model().work.as_ref().unwrap().state, CallState::Talking);
    stage.keys("Ctrl+G 6 Ctrl+E").see("Смена закрыта");
}

#[test]
fn closing_the_shift_jumps_to_a_note_that_is_not_saved() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter F3 'протон' Enter").see("Протон").keys("n 'Просит скид'");
    rings(&mut stage, VIDEO);
    stage.keys("Ctrl+G").see("Видео маркет").keys("Ctrl+G 7").see("Space вернуться");
    stage.keys("Ctrl+E").see("Вы вернулись к ней").see("Просит скид");
    stage.keys("'ку' Enter").see("Заметка").keys("Ctrl+E").see("Смена закрыта");
    // What was saved a moment before is no loose end, however fast the keys come.
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter F3 'протон' Enter n 'Просит'").wait(1_000);
    stage.rush("Enter Ctrl+E").see("Смена закрыта");
}

#[test]
fn closing_the_shift_jumps_to_a_new_client_who_is_not_saved() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter Ctrl+N '8 812 555-01-02' Tab 'Ромашка' Esc").see_no("Ромашка");
    stage.keys("Ctrl+E").see("новый клиент не дописан").see("Ctrl+S").see("Ромашка");
    assert!(!closed(&base));
    stage.keys("Ctrl+S").see("Ромашка").keys("Ctrl+E").see("Смена закрыта");
}

#[test]
fn closing_the_shift_points_at_whoever_rings() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter").see_no("━ Видео маркет");
    rings(&mut stage, VIDEO);
    // The strip has the row of the sentence that refuses, and the card of whoever rings has come under it.
    stage.keys("Ctrl+E").see("☎ ВХОД Видео маркет").see("Space ответить").see("─ Видео маркет");
    assert!(stage.session.model().notice.as_ref().unwrap().error);
    assert!(!closed(&base));
    stage.keys("Space Ctrl+G 7 Ctrl+E").see("Смена закрыта");
}

/// Whatever is typed ahead, the report of the day is read before anybody leaves.
#[test]
fn the_report_of_the_day_is_always_seen() {
    for rest in ["Enter", "Esc", "Ctrl+Q", "Enter Enter Enter"] {
        let base = Base::small();
        let mut stage = morning(&base, (80, 24));
        stage.keys("Enter F12 2").see("Обед");
        stage.rush(&format!("F12 Ctrl+E {rest}")).see("Смена закрыта").see("Сумма состояний");
        assert!(closed(&base) && !stage.session.is_over(), "{rest}");
        stage.keys("Enter");
        assert!(stage.session.is_over());
    }
}

/// Keys that come behind the answer, and before anything was drawn, are no answer to what nobody has seen.
#[test]
fn what_was_not_drawn_is_not_answered() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter").blind("Ctrl+E Enter Enter Esc");
    assert!(!stage.session.is_over());
    stage.settle();
    stage.see("Смена закрыта").keys("Enter");
    assert!(stage.session.is_over());
    assert_eq!(state_after(&base), OperatorState::Ready);
}

fn state_after(base: &Base) -> OperatorState {
    let ask = ReportOf { user: base.operator.user, date: None };
    base.desk.query(&base.operator, base.clock.now(), &ask).unwrap().pop().unwrap().day.state
}

#[test]
fn a_call_outlives_the_form_of_whoever_was_on_the_line() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter");
    rings(&mut stage, UNKNOWN);
    let began = base.clock.now();
    stage.keys("Space").see("Новый клиент").keys("Esc").see("вместе со звонком");
    // The shift is not closed over it, and the talk goes on where it began.
    stage.wait(MINUTE_MS).keys("Ctrl+E").see("новый клиент не дописан").see("☎ Разговор 01:0");
    assert!(!closed(&base));
    // Nor is it by a kill, nor by leaving the form once more.
    stage.keys("Esc").wait(1_000);
    drop(stage);
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter Ctrl+N '' Esc Ctrl+N").see("+78125550102").keys("'Ромашка' Ctrl+S").see("☎ Разговор");
    assert_eq!(stage.session.model().work.as_ref().unwrap().began, began);
    stage.keys("Ctrl+G 7 Ctrl+E").see("Смена закрыта");
    let client = base.all::<Client>().into_iter().find(|client| client.name == "Ромашка").unwrap();
    let calls: Vec<Interaction> =
        base.all().into_iter().filter(|call: &Interaction| call.client == client.id).collect();
    assert_eq!((calls.len(), calls[0].at, calls[0].direction), (1, began, Direction::Incoming));
}

#[test]
fn a_call_whose_form_was_left_waits_for_its_result_behind_another_call() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter");
    rings(&mut stage, UNKNOWN);
    let began = base.clock.now();
    stage.keys("Space 'Ромашка' Esc").wait(MINUTE_MS).keys("Space Ctrl+G").see("Протон").see("☎ Разговор");
    stage.keys("Ctrl+N").see("Ромашка").keys("Ctrl+S").see("Новый клиент записан");
    stage.keys("Ctrl+E").see("Протон");
    assert!(!closed(&base));
    stage.keys("Ctrl+G 6").see("Space вернуться").keys("Space").see("Ромашка");
    let work = stage.session.model().work.as_ref().unwrap();
    assert_eq!((work.state, work.direction, work.began), (CallState::Ended, Direction::Incoming, began));
    stage.keys("7 Ctrl+E").see("Смена закрыта");
    let client = base.all::<Client>().into_iter().find(|client| client.name == "Ромашка").unwrap();
    let calls: Vec<Interaction> =
        base.all().into_iter().filter(|call: &Interaction| call.client == client.id).collect();
    assert_eq!((calls.len(), calls[0].at, calls[0].direction), (1, began, Direction::Incoming));
}

#[test]
fn a_call_is_given_up_by_esc_twice_and_never_by_one() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter");
    rings(&mut stage, UNKNOWN);
    stage.keys("Space Up");
    for _ in 0..16 {
        stage.keys("Backspace");
    }
    stage.keys("Esc").see("Без клиента звонок не запишется").see("☎ Разговор");
    stage.keys("Down Esc").see("Без клиента звонок не запишется").keys("Esc").see("● Готов");
    stage.keys("Ctrl+E").see("Смена закрыта");
}
