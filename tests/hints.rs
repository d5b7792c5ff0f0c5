//! What the screen says of its keys, and that nothing a person needs is cut off: by keys, at 80×24.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test is there to fail")]

mod common;

use common::base::{Base, moment};
use common::cli::Home;
use common::stage::Stage;
use dozvon::domain::queue::{EntryKind, QueueEntry};

const SMALL: (u16, u16) = (80, 24);

/// A small base, and its operator at the smallest screen there is.
fn desk() -> (Base, Stage) {
    let base = Base::small();
    let stage = Stage::new(&base, SMALL);
    (base, stage)
}

/// The last line of the screen: the keys.
fn bar(stage: &Stage) -> String {
    stage.screen().lines().last().unwrap_or_default().to_owned()
}

#[track_caller]
fn bar_says(stage: &Stage, said: &str) {
    assert!(bar(stage).contains(said), "«{said}» is not on the bar: {}", bar(stage));
}

#[track_caller]
fn bar_is_silent(stage: &Stage, said: &str) {
    assert!(!bar(stage).contains(said), "«{said}» is on the bar: {}", bar(stage));
}

fn entries(base: &Base) -> Vec<QueueEntry> {
    base.all::<QueueEntry>()
}

#[test]
fn the_bar_says_what_enter_does() {
    let (_base, mut stage) = desk();
    for (keys, said) in [
        ("s", "Enter пропустить"),
        ("Esc Space w", "Enter дальше"),
        ("Esc Ctrl+G Ctrl+G 4", "Enter записать"),
        // The last reason is «other»: it wants words.
        ("End", "Enter дальше"),
        ("Enter", "Enter записать"),
        ("Esc Esc 0", "Enter записать"),
        ("Esc F3", "Enter открыть"),
        ("Esc H", "Enter дальше"),
        ("Tab", "Enter сохранить"),
    ] {
        stage.keys(keys);
        bar_says(&stage, said);
    }
    bar_is_silent(&stage, "Ctrl+S");
}

#[test]
fn the_bar_offers_no_way_out_that_leads_nowhere() {
    let (_base, mut stage) = desk();
    stage.keys("Space n");
    bar_says(&stage, "Esc назад");
    stage.keys("'не ушла'");
    bar_is_silent(&stage, "Esc");
    stage.keys("Esc").see("не ушла").see("Заметка не сохранена");
}

#[test]
fn a_capital_that_means_nothing_asks_after_caps_lock() {
    let (_base, mut stage) = desk();
    // In either layout, and nothing is done: with Shift others of them mean something else.
    for key in ["S", "Ы"] {
        stage.keys(key).see("Включён Caps Lock?").see(&format!("{key} — пропустить"));
        assert!(stage.session.model().dialogs.is_empty());
    }
    // With no small letter behind it, it is a key like any other.
    stage.keys("Y").see("ничего не делает").see_no("Caps Lock");
    // Where a list has the keys, too.
    stage.keys("Ctrl+Z C Esc H").see_no("Caps Lock?");
}

#[test]
fn the_end_of_a_named_span_is_kept_till_another_time_is_named() {
    let (base, mut stage) = desk();
    stage.keys("Space Ctrl+G Ctrl+G 2 'завтра с 10 до 12'").see("завтра 10:00 · до 12:00");
    stage.keys("Enter").see("обещано завтра 10:00 · до 12:00");
    let due = moment("2026-11-11T10:00:00+03:00");
    let promised = |base: &Base| {
        let mut found =
            entries(base).into_iter().filter(|entry| entry.kind == EntryKind::Promise && entry.due >= due);
        found.next().unwrap()
    };
    let entry = promised(&base);
    assert_eq!((entry.due, entry.reason.as_str()), (due, "до 12:00"));
    // Moved with another end, then without one: an old end says nothing of the new time.
    stage.keys("F3 'Протон' Enter W 'завтра с 14 до 16'").see("завтра 14:00 · до 16:00").keys("Enter Enter");
    assert_eq!(promised(&base).reason, "до 16:00");
    stage.keys("W 'послезавтра в 11' Enter Enter");
    let entry = promised(&base);
    assert_eq!((entry.due, entry.reason.as_str()), (moment("2026-11-12T11:00:00+03:00"), ""));
}

#[test]
fn a_long_sentence_is_read_to_its_end() {
    let (_base, mut stage) = desk();
    stage.keys("Space Ctrl+G Ctrl+G 9").see("по другому номеру").see("Ctrl+Z отменить");
    let screen = stage.screen();
    let said = screen.lines().rev().skip(1).take(2).collect::<Vec<_>>();
    assert!(said.iter().any(|line| line.contains("+7 495 012-34-56")), "{screen}");
    assert!(!said.iter().any(|line| line.contains('…')), "{screen}");
}

#[test]
fn a_prohibition_counts_the_row_of_its_own_call() {
    let (base, mut stage) = desk();
    stage.keys("Space Ctrl+G Ctrl+G 0 2").see("Скажите: «Удалили, извините»").see_no("0 строк");
    let closed = entries(&base).iter().filter(|entry| !entry.is_open()).count();
    assert!(closed > 0);
    stage.see(&format!("Снято: {closed} "));
}

#[test]
fn hours_of_operators_are_in_the_language() {
    let home = Home::new();
    drop(Base::small_in(&home.data()));
    let run = |arguments: &[&str]| home.ok(&[&["--as", "Супервизор"], arguments].concat());
    run(&["user", "shift", "Иванова О.", "09:00-18:00"]);
    for asked in [&["user", "list"][..], &["history", "user", "Иванова О."]] {
        let said = run(asked);
        assert!(said.out.contains("пн–пт 09:00–18:00, МСК"), "{said:?}");
        assert!(!said.out.contains("Mon") && !said.out.contains("09:00-18:00"), "{said:?}");
    }
    // A machine gets what it always got.
    let list = run(&["--format", "json", "user", "list"]);
    assert!(list.out.contains("Mon,Tue,Wed,Thu,Fri 09:00-18:00 Europe/Moscow"), "{list:?}");
}
