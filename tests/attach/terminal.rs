//! Whoever sits at a terminal is asked there.

use super::{boss, desk, leave, small, whole};
use crate::common::cli::Home;
use crate::common::program::Program;

/// A list that is written in several parts, and the number of one of them.
fn imported(home: &Home) -> String {
    let rows: String = (0..250)
        .map(|row| format!("Клиент {row};8 (495) 600-{:02}-{:02}\r\n", row / 100, row % 100))
        .collect();
    home.write("many.csv", format!("Наименование;Телефон\r\n{rows}"));
    home.ok(&boss(&["import", "clients", "many.csv"]));
    let client =
        home.json(&["lookup", "Клиент 17"])["matches"][0]["client"]["code"].as_str().unwrap().to_owned();
    let history = home.json(&["history", "client", &client]);
    let seq =
        history["changes"].as_array().unwrap().iter().filter_map(|row| row["seq"].as_u64()).max().unwrap();
    seq.to_string()
}

/// A command in a terminal of its own.
fn started(home: &Home, words: &[&str]) -> Program {
    Program::start(&home.path(""), &boss(words))
}

#[test]
fn a_question_is_asked_where_the_command_was_started() {
    let home = small();
    let program = desk(&home);
    let seq = imported(&home);
    let mut asked = started(&home, &["undo", &seq]);
    asked.see("часть 1 из 3").press("н\r");
    assert_eq!(asked.end().0, 4, "nothing is taken back");
    let mut asked = started(&home, &["undo", &seq]);
    asked.see("часть 1 из 3").press("д\r");
    let (code, terminal) = asked.end();
    assert_eq!(code, 0, "{}", terminal.screen().contents());
    assert_eq!(home.run(&["lookup", "Клиент 17"]).code, 3);
    leave(&home, program);
}

#[test]
fn duplicates_are_asked_about_where_the_import_was_started() {
    let home = small();
    let program = desk(&home);
    let rows = "Наименование;Телефон;E-mail\r\nПротон-2;8 (495) 012-34-56;\r\nНовый;8 (495) 777-00-11;\r\n\
                Альтаир-2;8 (3812) 01-22-33;altair@example.ru\r\n";
    let list = home.write("twins.csv", rows);
    let mut asked = started(&home, &["import", "clients", list.to_str().unwrap(), "--on-duplicate", "ask"]);
    asked.see("Протон-2").press("п\r").see("Альтаир-2").press("д\r");
    let (code, terminal) = asked.end();
    let screen = terminal.screen().contents();
    assert!(code == 0 && screen.contains("обновлено            1"), "{code}: {screen}");
    leave(&home, program);
}

#[test]
fn a_pin_is_asked_where_the_command_was_started_and_not_shown() {
    let home = small();
    let program = desk(&home);
    let mut asked = started(&home, &["user", "pin", "Супервизор"]);
    asked.see("ПИН").press("4917\r");
    let (code, terminal) = asked.end();
    assert_eq!(code, 0, "{}", terminal.screen().contents());
    assert!(!terminal.screen().contents().contains("4917"));
    assert_eq!(home.run(&boss(&["queue"])).code, 4);
    let mut asked = started(&home, &["queue"]);
    asked.see("ПИН").press("4917\r");
    let (code, terminal) = asked.end();
    assert_eq!(code, 0, "{}", terminal.screen().contents());
    assert!(terminal.screen().contents().contains("Протон"));
    let mut asked = started(&home, &["queue"]);
    asked.see("ПИН").press("\x1b");
    assert_eq!(asked.end().0, 4);
    leave(&home, program);
}

#[test]
fn whoever_is_killed_before_he_has_answered_has_changed_nothing() {
    let home = small();
    let mut program = desk(&home);
    let seq = imported(&home);
    for _ in 0..5 {
        let mut asked = started(&home, &["undo", &seq]);
        asked.see("часть 1 из 3");
        asked.kill();
    }
    // All places are free again, and nothing is taken back.
    home.ok(&["lookup", "Клиент 17"]);
    program.press(" ").see("Смотрю");
    leave(&home, program);
}

#[test]
fn a_desk_that_is_killed_leaves_the_command_with_a_plain_word() {
    let home = small();
    let program = desk(&home);
    let seq = imported(&home);
    let mut asked = started(&home, &["undo", &seq]);
    asked.see("часть 1 из 3");
    program.kill();
    asked.press("д\r").see("неизвестно").see("посмотрите в базе");
    assert_eq!(asked.end().0, 7);
    // The socket is left behind, and in nobody's way.
    assert!(home.data().join(super::SOCKET).exists());
    home.ok(&["lookup", "Клиент 17"]);
    whole(&home);
    let program = desk(&home);
    home.ok(&["lookup", "Клиент 17"]);
    leave(&home, program);
}

#[test]
fn a_desk_that_is_left_asks_its_commands_to_end_and_waits_for_them() {
    let home = small();
    let mut program = desk(&home);
    let seq = imported(&home);
    let mut asked = started(&home, &["undo", &seq]);
    asked.see("часть 1 из 3");
    program.press("\x11");
    let (code, _) = program.end();
    assert_eq!(code, 0);
    asked.press("д\r");
    let (code, terminal) = asked.end();
    assert_ne!(code, 0, "{}", terminal.screen().contents());
    home.ok(&["lookup", "Клиент 17"]);
    whole(&home);
}
