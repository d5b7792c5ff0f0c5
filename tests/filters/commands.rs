//! The same by commands: `filter`, `find`, and `--filter` where clients are chosen.

use std::fmt::Write;

use super::common::cli::{Home, Said};

/// A base with clients in two cities, every second of them wholesale.
fn home() -> Home {
    let home = Home::new().with_firm();
    let mut text = String::from("Название;Телефон;Город;Метки\n");
    for n in 0..30 {
        let city = if n % 3 == 0 { "Омск" } else { "Нижний Новгород" };
        let tag = if n % 2 == 0 { "опт" } else { "" };
        let _ = writeln!(text, "Клиент {n};8 (495) 012-{:02}-{:02};{city};{tag}", n / 100, n % 100);
    }
    home.write("list.csv", text);
    home.ok(&["import", "clients", "list.csv"]);
    home
}

fn english(home: &Home, arguments: &[&str]) -> Said {
    Said::of(home.command_in("en", arguments).output().unwrap())
}

#[test]
fn clients_are_found_counted_and_exported() {
    let home = home();
    let said = home.ok(&["find", "--filter", "город:омск метка:опт"]);
    assert!(said.out.contains("Клиент 0 ") && said.out.contains("Клиент 24"), "{said:#?}");
    assert!(!said.out.contains("Клиент 3 ") && said.err.contains("Найдено 5 клиентов"), "{said:#?}");
    let few = home.ok(&["find", "--filter", "город:Омск", "--limit", "2"]);
    assert!(few.err.contains("Найдено клиентов: 10, показано 2"), "{few:#?}");
    let rows = home.ok(&["find", "--filter", "-город:Омск -метка:опт", "--format", "ndjson"]).lines();
    assert_eq!(rows.len(), 10);
    assert_eq!(rows[0]["name"], "Клиент 1");
    assert_eq!(rows[0]["phone"], "+74950120001");
    let count = home.json(&["find", "--filter", "city:\"нижний новгород\"", "--count"]);
    assert_eq!(
        (count["count"].as_u64(), count["line"].as_str()),
        (Some(20), Some("город:\"нижний новгород\""))
    );
    home.ok(&["export", "clients", "омск.csv", "--filter", "город:Омск"]);
    let all = home.read("омск.csv");
    assert!(all.contains("Клиент 27") && !all.contains("Клиент 28"), "{all}");
    let objects = home.ok(&["export", "clients", "--filter", "метка:опт", "--format", "ndjson"]).lines();
    assert_eq!(objects.len(), 15);
}

#[test]
fn a_line_that_is_not_understood_names_its_place_and_what_to_do() {
    let home = home();
    for (line, place, hint) in [
        ("горд:Омск", "Знак 1 ", "город"),
        ("город:Нижний Новгород", "Знак 14 ", "кавычки"),
        ("сумма>много", "Знак 7 ", "500т"),
        ("менеджер:Кто", "Знак 10 ", "«Кто» здесь нет"),
        ("Омичи", "Знак 1 ", "«Омичи» стоит само по себе"),
    ] {
        let said = home.run(&["find", "--filter", line]);
        assert_eq!(said.code, 2, "{line}: {said:#?}");
        assert!(said.err.contains(place) && said.err.contains(hint), "{line}: {said:#?}");
    }
    let said = english(&home, &["find", "--filter", "sity:Omsk"]);
    assert!(said.err.contains("Column 1 ") && said.err.contains("city"), "{said:#?}");
}

#[test]
fn a_filter_is_saved_by_name_and_used_wherever_clients_are_chosen() {
    let home = home();
    let saved = home.ok(&["filter", "save", "Омск оптом", "city:Омск tag:опт", "--shared"]);
    assert!(saved.out.contains("«Омск оптом» сохранён: город:Омск метка:опт"), "{saved:#?}");
    home.ok(&["filter", "save", "Не оптом", "-метка:опт"]);
    let list = home.json(&["filter", "list"]);
    let names: Vec<&str> = list.as_array().unwrap().iter().filter_map(|row| row["name"].as_str()).collect();
    assert_eq!(names, ["Не оптом", "Омск оптом"]);
    assert_eq!(list[1]["user"], serde_json::Value::Null);
    let shown = english(&home, &["filter", "show", "омск оптом"]);
    assert!(shown.out.contains("city:Омск tag:опт") && shown.out.contains("5 clients"), "{shown:#?}");
    assert_eq!(home.json(&["find", "--filter", "Омск оптом", "--count"])["count"], 5);
    assert_eq!(home.json(&["filter", "check", "Не оптом"])["count"], 15);
    home.ok(&["filter", "rename", "Не оптом", "Розница"]);
    assert_eq!(home.json(&["find", "--filter", "розница", "--count"])["count"], 15);
    // Another user has the shared one only.
    home.ok(&["user", "add", "Анна"]);
    let hers = home.json(&["--as", "Анна", "filter", "list"]);
    assert_eq!(hers.as_array().map(Vec::len), Some(1), "{hers}");
    // Into a job, with what the options add.
    home.ok(&["job", "new", "Сервис", "--purpose", "service"]);
    let load = |more: &[&str]| home.json(&[&["job", "load", "Сервис", "--base"], more].concat());
    assert_eq!(load(&["--filter", "Омск оптом", "--dry-run"])["known"], 5);
    assert_eq!(load(&["--filter", "метка:опт", "--city", "Омск", "--dry-run"])["known"], 5);
    let done = load(&["--filter", "Омск оптом"]);
    assert_eq!(done["known"], 5);
    let card = home.ok(&["job", "show", "Сервис"]);
    assert!(card.out.contains("город:Омск метка:опт"), "{card:#?}");
    let card = english(&home, &["job", "show", "Сервис"]);
    assert!(card.out.contains("city:Омск tag:опт"), "{card:#?}");
    // What is in a job is found by it, whatever is loaded meanwhile.
    assert_eq!(home.json(&["find", "--filter", "обзвон:Сервис", "--count"])["count"], 5);
    home.ok(&["filter", "drop", "Розница"]);
    assert_eq!(home.run(&["filter", "show", "Розница"]).code, 3);
    let told = home.ok(&["history", "user", "Анна"]);
    assert!(told.out.is_empty() || !told.out.contains("фильтр"), "{told:#?}");
    home.ok(&["verify", "--deep"]);
}

#[test]
fn an_empty_line_is_refused_and_does_not_mean_everybody() {
    let home = home();
    home.ok(&["job", "new", "Сервис", "--purpose", "service"]);
    for empty in ["", "   "] {
        for command in [
            &["find"][..],
            &["find", "--count"],
            &["job", "load", "Сервис", "--base"],
            &["export", "clients", "all.csv"],
            &["export", "clients"],
        ] {
            let said = home.run(&[command, &["--filter", empty]].concat());
            assert_eq!((said.code, said.out.as_str()), (2, ""), "{command:?} {empty:?}: {said:#?}");
            assert!(said.err.contains("означала бы всех") && said.err.contains("--filter"), "{said:#?}");
        }
    }
    assert_eq!(home.json(&["job", "load", "Сервис", "--base", "--dry-run"])["known"], 30);
    assert_eq!(home.ok(&["export", "clients", "--format", "ndjson"]).lines().len(), 30);
}

#[test]
fn names_and_semicolons_that_mislead_are_told_with_what_to_do() {
    let home = home();
    let said = home.run(&["filter", "save", "город:Омск", "стоп", "--shared"]);
    assert!(said.code == 2 && said.err.contains("читается как строка"), "{said:#?}");
    assert!(said.err.contains("Назовите словами"), "{said:#?}");
    assert_eq!(home.json(&["find", "--filter", "город:Омск", "--count"])["count"], 10);
    let said = home.run(&["find", "--filter", "город:Омск;Томск"]);
    assert!(said.code == 2 && said.err.contains("Знак 11 ") && said.err.contains("запятой"), "{said:#?}");
    assert!(said.err.contains("город:Омск,Томск"), "{said:#?}");
}
