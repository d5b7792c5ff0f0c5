//! What is taken back, and what is said of it.

use super::*;

/// A base with an import of three parts, each of a hundred clients.
fn imported() -> Home {
    let home = Home::new();
    let rows: String = (0..250).map(|n| format!("Клиент {n};8 (495) 01{:05}\n", n + 10_000)).collect();
    home.write("list.csv", format!("Наименование;Телефон\n{rows}"));
    home.ok(&["import", "clients", "list.csv"]);
    home
}

/// The commit that made the client.
fn made(home: &Home, client: &str) -> u64 {
    let changes = home.json(&["history", "client", client])["changes"].clone();
    changes.as_array().unwrap().last().unwrap()["seq"].as_u64().unwrap()
}

#[test]
fn what_was_taken_back_before_is_named_by_its_number() {
    let home = imported();
    let part = made(&home, "1").to_string();
    let told = home.json(&["undo", &part, "--part"]);
    let seq = told["seq"].as_u64().unwrap();
    says(&home.run(&["undo", &part, "--part"]), 4, &["уже отменено", &format!("№ {seq}")]);
}

#[test]
fn a_client_that_went_with_others_is_brought_back_as_is_told() {
    let home = imported();
    let part = made(&home, "1").to_string();
    home.ok(&["undo", &part, "--whole"]);
    let said = home.ok(&["history", "client", "1", "--deleted"]);
    let hint = said.err.lines().find(|line| line.contains("больше нет")).unwrap().to_owned();
    assert!(hint.contains("--whole") && hint.contains("--part"), "{hint}");
    let seq: String =
        hint.split("dozvon undo ").nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect();
    home.ok(&["undo", &seq, "--whole"]);
    home.ok(&["show", "1"]);
    home.ok(&["show", "250"]);
}

#[test]
fn an_undo_that_was_begun_several_times_is_one() {
    let home = imported();
    let parts: Vec<String> =
        ["1", "150", "250"].iter().map(|client| made(&home, client).to_string()).collect();
    // One part was taken back before the process was killed; begun again, it has taken back the rest at another time.
    home.ok(&["undo", &parts[2], "--part"]);
    let later = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dozvon"));
        command.args(["--data", home.data().to_str().unwrap(), "--lang", "ru"]);
        command.args(["--now", "2026-11-10T12:30:00+03:00"]).args(arguments);
        Said::of(command.env("DOZVON_CONFIG", home.path("config")).output().unwrap())
    };
    let said = later(&["--format", "json", "undo", &parts[0], "--whole"]);
    assert_eq!(said.code, 0, "{said:?}");
    let undone = said.json()["seq"].as_u64().unwrap().to_string();
    // Taken back whole, all parts come back.
    let back = later(&["--format", "json", "undo", &undone, "--whole"]);
    assert_eq!((back.code, back.json()["parts"].as_u64()), (0, Some(3)), "{back:?}");
    for client in ["1", "150", "250"] {
        home.ok(&["show", client]);
    }
    // And a second time round only what belongs to that time.
    let said = later(&["--format", "json", "undo", &parts[0], "--whole"]);
    assert_eq!(said.json()["parts"].as_u64(), Some(3), "{said:?}");
    let again = said.json()["seq"].as_u64().unwrap().to_string();
    let back = later(&["--format", "json", "undo", &again, "--whole"]);
    assert_eq!((back.code, back.json()["parts"].as_u64()), (0, Some(3)), "{back:?}");
    home.ok(&["verify", "--deep"]);
}
