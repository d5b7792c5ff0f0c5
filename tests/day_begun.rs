//! To which day and to which state work belongs: over an outage, over night, and before the shift was opened.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test is there to fail")]

mod common;

use chrono::NaiveDate;
use common::base::Base;
use common::cli::Home;
use common::stage::Stage;
use dozvon::desk::day::{DayReport, ReportOf};
use dozvon::desk::result::Answers;
use dozvon::desk::shift::ShiftNow;
use dozvon::domain::client::Client;
use dozvon::domain::day::OperatorState;
use dozvon::domain::time::{HOUR_MS, MINUTE_MS};

fn morning(base: &Base) -> Stage {
    let mut stage = Stage::new(base, (120, 36));
    stage.session.greet();
    stage.settle();
    stage
}

fn reports(base: &Base, date: Option<&str>) -> Vec<DayReport> {
    let date = date.map(|date| date.parse::<NaiveDate>().unwrap());
    let ask = ReportOf { user: base.operator.user, date };
    base.desk.query(&base.operator, base.clock.now(), &ask).unwrap()
}

/// The day that lasts, or the last one, whose states are its length.
#[track_caller]
fn report(base: &Base) -> DayReport {
    let report = reports(base, None).pop().unwrap();
    assert_eq!(report.tally.time(|_| true), report.day.length_ms(report.until), "{report:?}");
    report
}

fn seconds(report: &DayReport, state: OperatorState) -> i64 {
    report.tally.time(|of| of == state) / 1000
}

/// Lets the session say for a while that it is alive.
fn works(stage: &mut Stage, half_minutes: i64) {
    (0..half_minutes).for_each(|_| _ = stage.wait(30_000));
}

/// Calls as the status line says them.
#[track_caller]
fn sees_calls(stage: &mut Stage, calls: usize) {
    let said = ["0 звонков", "1 звонок", "2 звонка", "3 звонка"];
    stage.see(&format!(" {}", said[calls]));
}

#[test]
fn an_outage_in_a_call_is_no_talk() {
    let base = Base::small();
    let mut stage = morning(&base);
    stage.keys("Enter Space Ctrl+G");
    works(&mut stage, 3);
    drop(stage);
    base.clock.forward(20 * MINUTE_MS);
    // A supervisor who looks before the operator is back is told the same.
    assert_eq!(seconds(&report(&base), OperatorState::Talking), 90);
    assert_eq!(seconds(&report(&base), OperatorState::Lag), 1_200);

    let mut stage = morning(&base);
    stage.see("остался без результата").see("☎ Разговор").wait(2 * MINUTE_MS).keys("Ctrl+G").wait(10_000);
    stage.keys("6").see("Начало смены").wait(5_000).keys("Enter");
    let day = report(&base);
    let of = |state| seconds(&day, state);
    assert_eq!(of(OperatorState::Talking), 90 + 120);
    assert_eq!((of(OperatorState::AfterCall), of(OperatorState::AfterCallLate)), (10, 0));
    assert_eq!((of(OperatorState::Lag), of(OperatorState::Ready)), (1_200, 5));
    assert_eq!(day.shift.calls, 1);
    assert_eq!(day.tally.results(), 1, "what the result cost is not forgotten");
    stage.keys("Ctrl+E").see("Смена закрыта").see("сбой 20:00");
}

#[test]
fn an_outage_after_a_call_is_no_time_for_its_result() {
    let base = Base::small();
    let mut stage = morning(&base);
    stage.keys("Enter Space Ctrl+G");
    works(&mut stage, 1);
    stage.keys("Ctrl+G");
    works(&mut stage, 1);
    drop(stage);
    base.clock.forward(20 * MINUTE_MS);
    let mut stage = morning(&base);
    // The bar goes on where it was.
    stage
        .see("00:30")
        .see_no("просрочена")
        .wait(10_000)
        .see("00:40")
        .keys("6")
        .see("Начало смены")
        .keys("Enter");
    let day = report(&base);
    let of = |state| seconds(&day, state);
    assert_eq!((of(OperatorState::AfterCall), of(OperatorState::AfterCallLate)), (40, 0));
    assert_eq!((of(OperatorState::Talking), of(OperatorState::Lag)), (30, 1_200));
}

#[test]
fn a_call_of_yesterday_has_no_night() {
    let base = Base::small();
    let mut stage = morning(&base);
    stage.keys("Enter Space Ctrl+G");
    works(&mut stage, 4);
    drop(stage);
    base.clock.forward(20 * HOUR_MS);
    let night = report(&base);
    assert_eq!((night.tally.time(|_| true), seconds(&night, OperatorState::Talking)), (2 * MINUTE_MS, 120));

    let mut stage = morning(&base);
    // Nobody has talked all night: only the result is wanted.
    stage.see("остался без результата").see_no("☎ Разговор").wait(30_000).keys("6");
    stage.see("Прошлая смена не закрыта").see("Enter — начать · Space").see_no("забрать");
    sees_calls(&mut stage, 0);
    stage.keys("Enter");
    let today = report(&base);
    assert_eq!(seconds(&today, OperatorState::Talking), 0);
    assert_eq!((seconds(&today, OperatorState::AfterCall), today.shift.calls), (30, 0));
    let yesterday = &reports(&base, Some("2026-11-10"))[0];
    assert_eq!((seconds(yesterday, OperatorState::Talking), yesterday.shift.calls), (120, 1));
    assert_eq!(yesterday.tally.time(|_| true), yesterday.day.length_ms(yesterday.until));
}

#[test]
fn the_window_that_takes_a_shift_over_names_the_key_that_takes_the_next_client_too() {
    let base = Base::small();
    let mut stage = morning(&base);
    stage.keys("Enter");
    works(&mut stage, 1);
    drop(stage);
    base.clock.forward(5 * MINUTE_MS);
    let mut stage = morning(&base);
    stage.see("забрать смену себе и продолжить").see("Space — и взять следующего").keys("Space");
    assert!(stage.session.model().work.is_some());
    assert_eq!(seconds(&report(&base), OperatorState::Lag), 5 * 60);
}

/// The screen, the command line and the report count the same, before the shift is opened and after.
#[test]
fn a_day_begins_with_the_first_work_after_the_last_shift() {
    let base = Base::small();
    let mut stage = morning(&base);
    stage.keys("Esc").wait(10 * MINUTE_MS);
    assert_eq!(reports(&base, None), [], "looking around is no work");
    let began = base.clock.now();
    stage.keys("F3 'видео' Enter Ctrl+G").see("Наберите");
    stage.wait(MINUTE_MS);
    // A call that goes on is one.
    sees_calls(&mut stage, 1);
    let day = report(&base);
    assert_eq!((day.unopened, day.day.opened, day.shift.calls + day.shift.open), (true, began, 1));
    stage.keys("Ctrl+G").wait(20_000).keys("6").see("Нет ответа");
    sees_calls(&mut stage, 1);
    let day = report(&base);
    assert_eq!((day.unopened, day.shift.calls, day.shift.open), (true, 1, 0));
    // The shift is offered behind the result; whoever has declined it opens it himself.
    stage.keys("F8 Enter").see("Готов");
    sees_calls(&mut stage, 1);
    let day = report(&base);
    assert_eq!((day.unopened, day.day.opened, day.shift.calls), (false, began, 1));
    let of = |state| seconds(&day, state);
    assert_eq!((of(OperatorState::Talking), of(OperatorState::AfterCall), day.tally.results()), (60, 20, 1));
    stage.keys("F3 'видео' Enter Ctrl+G").wait(1_000);
    sees_calls(&mut stage, 2);
    let day = report(&base);
    assert_eq!((day.shift.calls, day.shift.open), (1, 1));
    stage.keys("Ctrl+G 6").see("Нет ответа").keys("Ctrl+E").see("Смена закрыта").see("Звонков 2").keys("Esc");
    sees_calls(&mut stage, 0);

    // What is done behind it is of the next day, and is in neither twice.
    stage.wait(HOUR_MS).keys("F3 'ассоль' Enter Ctrl+G Ctrl+G 6").see("Нет ответа");
    sees_calls(&mut stage, 1);
    let told = reports(&base, Some("2026-11-10"));
    let calls: Vec<(bool, usize)> = told.iter().map(|day| (day.unopened, day.shift.calls)).collect();
    assert_eq!(calls, [(false, 2), (true, 1)]);
    assert_eq!(report(&base).shift.calls, 1);
    // The day after nobody has opened it: it is told all the same, and ends with its last work.
    base.clock.forward(24 * HOUR_MS);
    let told = reports(&base, Some("2026-11-10"));
    assert_eq!(told.iter().map(|day| day.shift.calls).sum::<usize>(), 3);
    assert!(told[1].unopened && told[1].day.length_ms(told[1].until) < HOUR_MS);
    let now = base.desk.query(&base.operator, base.clock.now(), &ShiftNow).unwrap();
    assert_eq!((now.calls, now.since), (0, base.clock.now()));
}

#[test]
fn the_command_line_tells_a_day_nobody_has_opened() {
    let home = Home::new();
    let base = Base::small_in(&home.data());
    let client = base.all::<Client>().into_iter().find(|client| client.name == "Ассоль").unwrap().id;
    base.call(client, '6', Answers::default(), "");
    drop(base);
    let of = |words: &[&str]| home.ok(&[&["--as", "Иванова О.", "day"], words].concat()).out;
    let before = of(&["show"]);
    assert!(before.starts_with("Смена не открыта, первая работа"), "{before}");
    assert_eq!(before.lines().count(), 8, "{before}");
    assert!(before.contains("Звонков 1"), "{before}");
    let told = home.json(&["--as", "Иванова О.", "day", "show"]);
    assert_eq!(
        (&told["days"][0]["unopened"], &told["days"][0]["id"]),
        (&true.into(), &serde_json::Value::Null)
    );
    of(&["open"]);
    let after = of(&["show"]);
    assert!(
        after.starts_with("Смена идёт") && after.lines().skip(1).eq(before.lines().skip(1)),
        "{after}{before}"
    );
}
