//! What stands around the calls: what holds the queue back, callers who hide their number, the end of the shift, pauses.

use dozvon::desk::content::SaveScript;
use dozvon::desk::jobs::{MissingOf, SetJob};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::client::Client;
use dozvon::domain::day::OperatorState;
use dozvon::domain::interaction::{Direction, Interaction};
use dozvon::domain::job::ready::Missing;
use dozvon::domain::phone::Phone;
use dozvon::session::port::Call;
use dozvon::store::Reads;
use dozvon::tui::model::CallState;

use crate::common::base::{Base, Row};
use crate::common::cli::Home;
use crate::common::stage::Stage;
use crate::looked_up::{load, prepared, row};

const KNOWN: &str = "8 (495) 111-22-33";

fn called(stage: &mut Stage, call: Call) {
    stage.session.called(call);
    stage.settle();
}

fn calls(base: &Base) -> Vec<Interaction> {
    base.all::<Interaction>()
}

/// One client in a list.
fn one() -> Base {
    let base = Base::empty();
    let list = base.list("Опт", None);
    base.client(Row::new("Вега", "Москва").phone(KNOWN));
    base.enlist(list);
    base
}

/// The session of an operator who has begun the day.
fn in_shift(base: &Base) -> Stage {
    let mut stage = Stage::new(base, (80, 24));
    stage.session.greet();
    stage.settle();
    stage.keys("Enter");
    stage
}

#[test]
fn what_holds_the_queue_back_is_counted_again_after_a_result() {
    let base = one();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space F2").wait(1_000).see("в работе у вас");
    stage.keys("6").wait(1_000).see("Нет ответа").see_no("в работе у вас").see("в рецикле");
}

#[test]
fn a_script_that_is_not_for_advertising_starts_no_advertising() {
    let base = Base::empty();
    let list = prepared(&base, "Осень", Purpose::Advertising);
    load(&base, list, &[row("Вега", 1)]);
    let missing = |base: &Base| base.desk.query(&base.admin, base.clock.now(), &MissingOf(list)).unwrap();
    assert_eq!(missing(&base), []);
    let (_, text) = dozvon::domain::presets::SCRIPTS[0];
    let (mut draft, _) = dozvon::domain::script::file::parse(text).unwrap();
    draft.advertising = false;
    draft.code = "silent".into();
    base.desk.execute(&base.admin, base.clock.now(), &SaveScript(draft)).unwrap();
    let set = SetJob { script: Some("silent".into()), ..SetJob::default() };
    base.desk.execute(&base.admin, base.clock.now(), &set.of(list)).unwrap();
    assert_eq!(missing(&base), [Missing::ScriptSilent]);
    // For a survey it will do.
    let survey = prepared(&base, "Опрос", Purpose::Survey);
    load(&base, survey, &[row("Лира", 2)]);
    let set = SetJob { script: Some("silent".into()), ..SetJob::default() };
    base.desk.execute(&base.admin, base.clock.now(), &set.of(survey)).unwrap();
    assert_eq!(base.desk.query(&base.admin, base.clock.now(), &MissingOf(survey)).unwrap(), []);
}

#[test]
fn a_number_of_several_words_is_one_number() {
    let home = Home::new();
    for arguments in [
        &["ring", "+7", "495", "123-45-67"][..],
        &["ring", "+7", "495", "123-45-67", "--ended"],
        &["ring", "--ended", "--answered", "+7", "495", "123-45-67"],
        &["ring", "anonymous"],
        &["ring", ""],
    ] {
        let said = home.run(arguments);
        assert_eq!(said.code, 3, "{arguments:?}: nobody listens, and it is a number");
    }
    assert_eq!(home.run(&["ring", "не", "номер"]).code, 2);
}

#[test]
fn a_caller_who_hides_his_number_is_shown_and_talked_to() {
    let base = one();
    let mut stage = Stage::new(&base, (80, 24));
    called(&mut stage, Call::Hidden);
    stage.see("номер скрыт").keys("Space").see("Новый клиент").wait(30_000).see("Разговор 00:30");
    // Somebody the base knows.
    stage.keys("'Вега' Down Enter").see("Разговор 00:30");
    let work = stage.session.model().work.as_ref().unwrap();
    assert_eq!((work.direction, work.state, work.dial), (Direction::Incoming, CallState::Talking, None));
    stage.keys("Ctrl+G 1").see("Решено: записано");
    assert_eq!(calls(&base).pop().unwrap().phone, None);
    // Somebody new.
    called(&mut stage, Call::Hidden);
    stage.keys("Space 'Лира' Ctrl+S").see("Новый клиент записан").keys("Ctrl+G 1").see("Решено: записано");
    assert_eq!(Reads(base.store.as_ref()).all::<Client>().unwrap().len(), 2);
    // Who has given up can't be called back.
    called(&mut stage, Call::Hidden);
    called(&mut stage, Call::HiddenEnded);
    stage.see_no("номер скрыт");
    assert_eq!(calls(&base).len(), 2);
}

#[test]
fn a_call_with_nothing_planned_closes_nothing() {
    let base = one();
    let mut stage = Stage::new(&base, (80, 24));
    called(&mut stage, Call::Rings(Phone::parse(KNOWN).unwrap()));
    stage.keys("Space Ctrl+G 6").see("Ошиблись номером: записано").see_no("контакт закончен");
}

#[test]
fn the_shift_is_not_closed_while_a_client_rings() {
    let base = one();
    let mut stage = in_shift(&base);
    called(&mut stage, Call::Rings(Phone::parse(KNOWN).unwrap()));
    stage.keys("Ctrl+E").see("ответить");
    assert!(stage.session.model().day.open.is_some() && stage.session.model().dialogs.is_empty());
    let said = stage.session.model().notice.as_ref().unwrap().text.key;
    assert_eq!(said, "why-not-day-close-rings");
}

#[test]
fn a_pause_goes_on_without_a_terminal() {
    for leaving in ["Ctrl+Q", ""] {
        let base = one();
        let mut stage = in_shift(&base);
        stage.keys("F12 1");
        stage.keys(leaving);
        drop(stage);
        base.clock.forward(5 * 60_000);
        let stage = in_shift(&base);
        let day = &stage.session.model().day;
        let state = day.open.as_ref().unwrap().day.state;
        assert!(matches!(state, OperatorState::Paused(_)), "{leaving}: {state:?}");
        assert_eq!(day.pause, Some(state));
        let spell = day.open.as_ref().unwrap().day.present(base.clock.now());
        assert_eq!(spell.to.millis() - spell.from.millis(), 5 * 60_000, "{leaving}");
    }
}

#[test]
fn a_call_of_the_session_before_asks_for_its_result_and_not_for_the_shift() {
    let base = one();
    let mut stage = in_shift(&base);
    stage.keys("Space Ctrl+G").see("Наберите");
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    stage.session.greet();
    stage.settle();
    for keys in ["Ctrl+G Space", "F12", "Ctrl+E"] {
        stage.keys(keys).see("результат").see_no("F8");
    }
    stage.keys("6").see("Начало смены");
}

#[test]
fn after_a_result_the_cursor_stands_on_whoever_comes_next() {
    let base = Base::small();
    let mut stage = in_shift(&base);
    let under = |stage: &Stage| stage.session.model().queue.row().unwrap().entry.clone();
    let worked = |stage: &Stage| stage.session.model().work.as_ref().and_then(|work| work.entry);
    stage.keys("Space");
    let first = worked(&stage).unwrap();
    stage.keys("Ctrl+G Ctrl+G 6").see("Нет ответа");
    // Enter takes whom Space would take, not the same client once more.
    let next = under(&stage).id;
    assert_ne!(next, first);
    assert_eq!(stage.session.model().queue.rows[0].entry.id, next);
    stage.keys("Enter");
    assert_eq!(worked(&stage), Some(next));
    stage.keys("x Space");
    assert_eq!(worked(&stage), Some(next));
    // Who has gone to another row since stays there, also when he was quicker than the answer.
    stage.keys("Ctrl+G Ctrl+G").rush("6 Down");
    stage.see("Нет ответа");
    let chosen = under(&stage).id;
    assert_ne!(chosen, stage.session.model().queue.rows[0].entry.id, "{}", stage.screen());
    stage.wait(31_000);
    assert_eq!(under(&stage).id, chosen);
}
