//! What the commands say: to whoever reads them, and of what is wrong with what they were given.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot make or read its files has failed"
)]

mod common;

use common::cli::{Home, Said};

/// A base with a call list of these clients.
fn with_list(list: &str) -> Home {
    let home = Home::new();
    home.write("list.csv", list);
    home.ok(&["import", "clients", "list.csv", "--call-list", "Осень", "--purpose", "service"]);
    home
}

#[test]
fn a_queue_of_sleeping_clients_is_not_called_empty() {
    let home = with_list("Название;Телефон;Город\nВега;84950123456;Москва\nЛуч;84950123457;Москва\n");
    let night = ["--now", "2026-11-10T23:30:00+03:00", "queue", "list"];
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dozvon"));
    command.args(["--data", home.data().to_str().unwrap(), "--lang", "ru"]).args(night);
    command.env("DOZVON_CONFIG", home.path("config"));
    let said = Said::of(command.output().unwrap());
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    assert!(said.err.contains("2 ждут своего часа, первый завтра"), "{said:?}");
    assert!(!said.err.contains("пусто"), "{said:?}");
}

#[test]
fn a_long_name_does_not_push_the_table_apart() {
    let name = "Ы".repeat(200);
    let home = with_list(&format!("Название;Телефон;Город\n{name};84950123456;Москва\n"));
    let table = home.ok(&["queue", "list"]).out;
    assert!(table.contains(&format!("{}…  ", "Ы".repeat(39))), "{table}");
    let json = home.json(&["queue", "list"]);
    assert_eq!(json[0]["name"].as_str().unwrap().chars().count(), 200);
    let csv = home.ok(&["--format", "csv", "queue", "list"]).out;
    assert!(csv.contains(&name), "{csv}");
}

#[test]
fn a_wrong_command_line_is_told_in_one_sentence() {
    let home = Home::new();
    home.write("list.csv", "Телефон\n84950123456\n");
    for (arguments, said) in [
        (
            &["queue", "list", "--limit", "1000000"][..],
            "--limit: «1000000» не подходит; бывает от 1 до 65\u{a0}535.",
        ),
        (&["lookup", "--limit", "0", "x"], "--limit: «0» не подходит; бывает от 1 до 65\u{a0}535."),
        (&["queue", "--as", " "], "Параметру --as нужно значение."),
        (
            &["import", "clients", "list.csv", "--on-duplicate", "foo"],
            "--on-duplicate: «foo» не подходит; бывает skip, update, ask.",
        ),
        (&["--lang", "en", "queue"], "--lang указан дважды."),
        (&["import", "clients", "list.csv", "more.csv"], "Лишнее слово: more.csv."),
        (&["queue", "--colour"], "Нет такого параметра: --colour."),
        (&["--theme", "mono", "queue"], "Тема, раскладка и мышь бывают только у рабочего места."),
    ] {
        let wrong = home.run(arguments);
        assert_eq!((wrong.code, wrong.err.lines().next()), (2, Some(said)), "{arguments:?}: {wrong:?}");
    }
    // Without a terminal the desk does not open, but its options are understood without its name.
    let desk = home.run(&["--theme", "mono", "--keymap", "vim", "--no-mouse"]);
    assert!(desk.err.starts_with("Рабочему месту нужен терминал"), "{desk:?}");
}

#[test]
fn a_broken_configuration_is_told_once_and_the_command_goes_on() {
    let home = with_list("Название;Телефон;Город\nВега;84950123456;Москва\n");
    std::fs::create_dir_all(home.path("config")).unwrap();
    home.write("config/config.toml", "operator = \"\"\n");
    let said = home.ok(&["--format", "csv", "queue"]);
    assert_eq!(said.out.lines().count(), 2, "{said:?}");
    assert!(said.err.contains("config.toml:1: У ключа «operator» пустое значение."), "{said:?}");
    assert_eq!(said.err.lines().count(), 1, "{said:?}");
}

#[test]
fn a_code_finds_its_client() {
    let home = with_list("Название;Телефон;Город\nВега;84950123456;Москва\nЛуч;84950123457;Москва\n");
    for query in ["00-00000002", "№2"] {
        let found = home.json(&["lookup", query]);
        assert_eq!((&found["kind"], &found["matches"][0]["client"]["name"]), (&"code".into(), &"Луч".into()));
        assert_eq!(found["matches"].as_array().unwrap().len(), 1);
        assert!(home.ok(&["lookup", query]).out.contains("Луч"));
    }
    assert_eq!(home.run(&["lookup", "00-00000099"]).code, 3);
}

#[test]
fn a_second_client_with_one_address_wants_a_reason() {
    let home = Home::new();
    home.ok(&["client", "new", "Вега", "--email", "anna@vega.example"]);
    let refused = home.run(&["client", "new", "Другая", "--email", "Anna@VEGA.example"]);
    assert!(refused.code == 4 && refused.err.contains("«Вега»"), "{refused:?}");
    home.ok(&["client", "new", "Другая", "--email", "anna@vega.example", "--because", "филиал"]);
    assert_eq!(home.run(&["client", "new", "--email", "anna"]).code, 2);
}
