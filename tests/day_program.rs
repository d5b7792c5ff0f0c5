//! Scenario S1 in a real terminal: the PIN, the start of a shift, a kill in the middle of it; and the same day at the command
//! line.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test is there to fail")]

mod common;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use common::base::{Base, MORNING};
use common::program::Program;
use dozvon::desk::day::{ClockIn, TurnState};
use dozvon::domain::day::screens::{Screen, ScreenCost};
use dozvon::domain::day::{Effort, OperatorState, Turn};

const NAME: &str = "Иванова О.";

/// Runs a command without a terminal.
fn run(home: &Path, now: &str, arguments: &[&str], pin: Option<&str>, input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dozvon"));
    command.args(["--data", home.join("data").to_str().unwrap(), "--lang", "ru", "--now", now]);
    command.args(arguments).env("DOZVON_CONFIG", home.join("config")).env_remove("DOZVON_PIN");
    if let Some(pin) = pin {
        command.env("DOZVON_PIN", pin);
    }
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Who is refused reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

#[track_caller]
fn done(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn base(home: &Path) {
    drop(Base::small_in(&home.join("data")));
    done(&run(home, MORNING, &["--as", "Супервизор", "user", "pin", NAME], None, "4917\n"));
    done(&run(home, MORNING, &["--as", "Супервизор", "user", "shift", NAME, "09:00-18:00"], None, ""));
    done(&run(home, MORNING, &["--as", "Супервизор", "day", "message", NAME, "Зайди ко мне"], None, ""));
}

#[test]
fn the_shift_begins_with_a_pin_and_goes_on_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().to_owned();
    base(&home);
    let mut program = Program::start(&home, &["--as", NAME]);
    program.see("ПИН").press("1111\r").see("Осталось 4 попытки");
    assert!(!program.screen().contains("Очередь"));
    program.press("4917\r").see("Начало смены").see("Смена 09:00–18:00 МСК").see("Зайди ко мне");
    program.press(" ").see("Смотрю");
    // It signs that it is alive once the shift is open, behind what the operator does.
    let signs = || std::fs::read_dir(home.join("data/drafts")).into_iter().flatten().flatten();
    let is_sign = |path: &Path| path.extension() == Some("alive".as_ref());
    let signed = |path: &Path| std::fs::metadata(path).is_ok_and(|sign| sign.len() > 0);
    while !signs().any(|file| is_sign(&file.path()) && signed(&file.path())) {
        if let Ok(bytes) = program.output.recv_timeout(Duration::from_millis(50)) {
            program.take_in(&bytes);
        }
    }
    program.kill();
    let mut program = Program::start_at(&home, "2026-11-10T12:10:00+03:00", &["--as", NAME]);
    program.see("ПИН").press("4917\r").see("Смена не закрыта").see("забрать смену");
    assert!(!program.screen().contains("Зайди ко мне"), "the message was read");
    program.press("\r").see("Готов");
    // The client who was taken keeps the day open.
    program.press("\x05").see("Смену закрыть нельзя");
    program.press("\x11");
    assert_eq!(program.end().0, 0);
    let shown = run(
        &home,
        "2026-11-10T12:30:00+03:00",
        &["--as", NAME, "--format", "json", "day", "show"],
        Some("4917"),
        "",
    );
    let shown: serde_json::Value = serde_json::from_str(&done(&shown)).unwrap();
    let day = &shown["days"][0];
    let sum: i64 = day["states"].as_array().unwrap().iter().map(|state| state["ms"].as_i64().unwrap()).sum();
    assert_eq!(sum, day["length_ms"].as_i64().unwrap());
    assert!(sum >= 29 * 60_000, "{day}");
    // From the kill on the program was gone: he could not work, and nobody says that he was away. Its clock goes on while it is
    // tested, as long as a slow machine takes.
    let lag = |state: &serde_json::Value| (state["state"] == "lag").then(|| state["ms"].as_i64().unwrap());
    let lag: i64 = day["states"].as_array().unwrap().iter().filter_map(lag).sum();
    assert!((8 * 60_000..=12 * 60_000).contains(&lag), "{day}");
}

#[test]
fn a_whole_day_at_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().to_owned();
    base(&home);
    let day = |now: &str, words: &[&str], pin| {
        run(&home, &format!("2026-11-10T{now}:00+03:00"), &[&["--as", NAME, "day"], words].concat(), pin, "")
    };
    let refused = day("12:00", &["open"], None);
    assert_eq!(refused.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("DOZVON_PIN"));
    assert_eq!(day("12:00", &["open"], Some("1")).status.code(), Some(4));
    let pin = Some("4917");
    assert!(done(&day("12:00", &["open"], pin)).contains("1 сообщение"));
    assert_eq!(day("12:01", &["pause", "tea"], pin).status.code(), Some(3));
    done(&day("12:05", &["pause", "lunch"], pin));
    assert_eq!(day("12:20", &["close"], pin).status.code(), Some(4), "on a pause");
    assert!(done(&day("12:20", &["ends"], pin)).contains("на паузе"));
    done(&day("12:35", &["ready"], pin));
    let report = done(&day("13:00", &["close"], pin));
    assert_eq!(report.lines().count(), 8, "{report}");
    assert!(report.contains("всего 1:00:00") && report.contains("Паузы 30:00"), "{report}");
    // Whoever has opened the day is not ready before he says so.
    assert!(report.contains("Вход 05:00"), "{report}");
    assert_eq!(day("13:01", &["close"], pin).status.code(), Some(4), "there is no day any more");
    let boss = ["--as", "Супервизор", "day", "show", NAME, "2026-11-10"];
    assert_eq!(done(&run(&home, MORNING, &boss, None, "")), report);
    let other = ["--as", NAME, "day", "show", "Супервизор"];
    assert_eq!(run(&home, MORNING, &other, pin, "").status.code(), Some(4));
}

#[test]
fn keys_are_told_to_whoever_pressed_them_and_to_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let base = Base::small_in(&home.join("data"));
    let (who, now) = (&base.operator, base.clock.now());
    base.desk.execute(who, now, &ClockIn::at(now)).unwrap();
    let cost = |screen, keys, ms| ScreenCost { screen, effort: Effort { keys, ms } };
    let screens = vec![cost(Screen::Card, 1, 400), cost(Screen::Note, 14, 6_150)];
    let effort = Some(Effort { keys: 15, ms: 6_550 });
    let turns = vec![
        Turn::new(OperatorState::AfterCall, now),
        Turn { effort, screens, ..Turn::new(OperatorState::Ready, now.plus_millis(6_550)) },
    ];
    base.desk.execute(who, now.plus_minutes(1), &TurnState(turns)).unwrap();
    drop(base);
    let keys = |name: &str, words: &[&str]| {
        run(home, MORNING, &[&["--as", name, "day", "keys"], words].concat(), None, "")
    };
    let said = done(&keys(NAME, &[]));
    let lines: Vec<&str> = said.lines().map(str::trim).collect();
    assert_eq!(lines[0], "Смена сегодня 12:00: 1 результат, 15 клавиш, 6,6 с.", "{said}");
    assert!(
        lines[1].starts_with("заметка") && lines[1].ends_with("14 кл. · 6,2 с · в 1 результате"),
        "{said}"
    );
    assert!(lines[2].starts_with("карточка") && lines[3] == "Эти цифры видите только вы.", "{said}");
    let told: serde_json::Value =
        serde_json::from_str(&done(&keys(NAME, &["2026-11-10", "--format", "json"]))).unwrap();
    let note = &told["days"][0]["screens"][0];
    assert_eq!((note["screen"].as_str(), note["keys"].as_u64()), (Some("note"), Some(14)), "{told}");
    assert_eq!(keys(NAME, &["2026-11-09"]).status.code(), Some(3));
    // A supervisor has no way to ask: neither for a name, nor in the report of the day, nor in the history.
    assert_eq!(keys("Супервизор", &[]).status.code(), Some(3));
    assert_eq!(keys("Супервизор", &[NAME]).status.code(), Some(2));
    for words in [&["day", "show", NAME][..], &["history", "user", NAME]] {
        let words = [&["--as", "Супервизор", "--format", "json"], words].concat();
        let said = done(&run(home, MORNING, &words, None, ""));
        assert!(said.contains("6550") && !said.contains("screen"), "{said}");
    }
}
