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
fn an_address_finds_its_client() {
    let home = Home::new();
    home.ok(&["client", "new", "Вега", "--email", "Anna@Vega.example"]);
    home.ok(&["client", "new", "Луч", "--person", "Пётр Сидоров", "--email", "petr@luch.example"]);
    for query in ["anna@vega.example", "ANNA@VEGA.EXAMPLE", " Anna@vega.Example "] {
        let found = home.json(&["lookup", query]);
        assert_eq!(
            (&found["kind"], &found["matches"][0]["client"]["name"]),
            (&"email".into(), &"Вега".into())
        );
        assert_eq!(found["matches"].as_array().unwrap().len(), 1);
        assert_eq!(found["matches"][0]["matched_by"], "email");
    }
    let said = home.ok(&["lookup", "petr@luch.example"]).out;
    assert!(said.contains("Луч") && said.contains("Пётр Сидоров") && said.contains("почта"), "{said}");
    // A part of an address is nobody's, and a client is named by the whole of it wherever a command wants one.
    assert_eq!(home.run(&["lookup", "nna@vega.example"]).code, 3);
    assert!(home.ok(&["note", "add", "anna@vega.example", "просила счёт"]).err.is_empty());
    assert!(home.ok(&["show", "1"]).out.contains("просила счёт"));
}

#[test]
fn numbers_of_nobody_make_no_client() {
    let home = Home::new();
    for (number, why) in [
        ("8-800-555-35-35", "ничей номер"),
        ("8 804 333-00-00", "ничей номер"),
        ("8 809 505-00-00", "ничей номер"),
        ("112", "короткий номер"),
        ("01", "короткий номер"),
        ("0890", "короткий номер"),
    ] {
        let refused = home.run(&["client", "new", "Вега", "--phone", number]);
        assert!(refused.code == 2 && refused.err.contains(why), "{number}: {refused:?}");
        assert!(refused.err.contains("--note"), "{number}: {refused:?}");
    }
    assert_eq!(home.run(&["lookup", "Вега"]).code, 3, "nobody was made");
    // Beside his own number it is a word about him, and no number of his.
    let phone = "8 916 012-34-56, 8-800-555-35-35";
    let made = home.json(&["client", "new", "Вега", "--phone", phone, "--note", "просил прайс"]);
    let card = home.json(&["show", made["client"].as_str().unwrap()]);
    let text = card.to_string();
    assert!(text.contains("просил прайс") && text.contains("8-800-555-35-35"), "{text}");
    let found = home.json(&["lookup", "8 916 012-34-56"]);
    assert_eq!(found["matches"][0]["client"]["phones"], serde_json::json!(["+79160123456"]));
    assert_eq!(home.run(&["lookup", "8-800-555-35-35"]).code, 3);
}

#[test]
fn an_inn_with_a_wrong_check_digit_is_kept_and_told() {
    let home = Home::new();
    let made = home.run(&["client", "new", "Вега", "--inn", "7707083890"]);
    assert_eq!(made.code, 0, "{made:?}");
    assert!(made.err.contains("7707083890") && made.err.contains("контрольная цифра"), "{made:?}");
    let good = home.run(&["client", "new", "Луч", "--inn", "7707083893"]);
    assert_eq!((good.code, good.err.as_str()), (0, ""));
    let mark = |arguments: &[&str]| home.json(&[&["client", "new"], arguments].concat())["inn_mark"].clone();
    assert_eq!(mark(&["Заря", "--inn", "7707083891"]), "bad-checksum");
    assert_eq!(mark(&["Заря 2", "--inn", "7728168971"]), "good");
    assert_eq!(mark(&["Заря 3"]), serde_json::Value::Null);
}

#[test]
fn a_rule_for_calling_again_is_refused_by_what_is_wrong_with_it() {
    let home = Home::new();
    home.ok(&["job", "new", "Опт", "--purpose", "service"]);
    let before = home.json(&["job", "show", "Опт"])["rules"].clone();
    for (rule, why) in [
        ("no-answer 3h 5 6", "«6» говорит о том же второй раз"),
        ("no-answer 3h 3h 5", "«3h» говорит о том же второй раз"),
        ("no-answer 3h other-half other-day 5", "«other-day» говорит о том же второй раз"),
        ("no-answer 0h 5", "от минуты до 90 дней"),
        ("no-answer 200d 5", "от минуты до 90 дней"),
        ("no-answer 3h 500", "от 1 до 99"),
        ("no-answer 3h скоро 5", "«скоро» здесь ничего не значит"),
        ("no-answer 3h", "сколько раз"),
    ] {
        let refused = home.run(&["job", "set", "Опт", "--rule", rule]);
        assert!(refused.code == 2 && refused.err.contains(why), "{rule}: {refused:?}");
        assert!(refused.err.contains("не правило повтора"), "{rule}: {refused:?}");
    }
    assert_eq!(home.json(&["job", "show", "Опт"])["rules"], before);
    home.ok(&["job", "set", "Опт", "--rule", "no-answer 3h other-half other-number 5"]);
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

#[test]
fn what_is_wrong_with_a_command_line_is_told_as_json_too() {
    let home = Home::new();
    home.ok(&["job", "new", "Опт", "--purpose", "service"]);
    for line in [
        &["--format", "json", "job", "set", "Опт", "--attempts", "0"][..],
        &["--format", "json", "no-such-command"],
        &["--format=ndjson", "queue", "plan", "№1"],
        &["--format", "json", "queue", "--no-such-option"],
        &["--format", "json", "job"],
    ] {
        let said = home.run(line);
        assert_eq!(said.code, 2, "{line:?}: {said:?}");
        let told: serde_json::Value =
            serde_json::from_str(&said.err).unwrap_or_else(|error| panic!("{line:?}: {error}: {said:?}"));
        assert_eq!(told["code"], "usage", "{line:?}");
        assert!(told["message"].as_str().is_some_and(|text| !text.is_empty()), "{line:?}: {told}");
        assert!(told["hint"].is_string(), "{line:?}: {told}");
    }
    // For people it stays a sentence.
    let said = home.run(&["no-such-command"]);
    assert!(said.code == 2 && !said.err.contains('{'), "{said:?}");
}

#[test]
fn weights_are_told_as_json() {
    let home = Home::new();
    home.ok(&["user", "add", "Анна"]);
    let shipped = home.json(&["queue", "weights"]);
    let text = home.ok(&["queue", "weights"]).out;
    assert!(shipped["version"].is_null(), "{shipped}");
    assert_eq!(shipped["text"].as_str().map(str::trim_end), Some(text.trim_end()));
    home.write("weights.toml", text.replacen("# ", "# Наши. ", 1));
    home.ok(&["queue", "weights", "weights.toml"]);
    assert_eq!(home.json(&["queue", "weights"])["version"], 1);
}

#[test]
fn a_label_too_long_is_a_bad_value_as_any_other() {
    let home = Home::new();
    home.ok(&["job", "new", "Опт", "--purpose", "service"]);
    let long = "Ы".repeat(5000);
    let refused = home.run(&["job", "set", "Опт", "--label", &long]);
    assert!(refused.code == 2 && refused.err.contains("слишком длинный"), "{refused:?}");
}

#[test]
fn an_operator_is_told_the_right_he_lacks() {
    let home = Home::new();
    home.ok(&["user", "add", "Федоров", "--role", "operator"]);
    let refused = home.run(&["queue", "skipped", "--as", "Федоров"]);
    assert!(refused.code == 4 && refused.err.contains("вести обзвоны и очередь"), "{refused:?}");
}

#[test]
fn words_beside_a_number_are_kept_as_a_note() {
    let home = Home::new();
    let phone = "+7 (495) 999-88-77 доб.5\nспросить Марию";
    let made = home.json(&["client", "new", "Вега", "--phone", phone]);
    let text = home.json(&["show", made["client"].as_str().unwrap()]).to_string();
    assert!(text.contains("спросить Марию") && text.contains("+74959998877"), "{text}");
    // A number alone leaves no note.
    let made = home.json(&["client", "new", "Луч", "--phone", "+7 (495) 999-88-78"]);
    let text = home.json(&["show", made["client"].as_str().unwrap()]).to_string();
    assert!(!text.contains("У номера"), "{text}");
}

#[test]
fn the_gate_takes_numbers_of_services_for_nobodys() {
    let home = Home::new();
    home.ok(&["client", "new", "Вега", "--phone", "8 916 012-34-56"]);
    for (number, why) in [("112", "короткий номер"), ("03", "короткий номер"), ("88005553535", "ничей номер")]
    {
        let said = home.run(&["gate", number]);
        assert!(said.code == 3 && said.err.contains(why) && said.out.is_empty(), "{number}: {said:?}");
    }
    assert!(home.run(&["gate", "112"]).err.contains("00-00000112"));
    // The code of a client is his.
    for code in ["1", "00-00000001"] {
        assert!(home.run(&["gate", code]).out.contains("оглас"), "{code}");
    }
    let said = home.run(&["gate", "00-00000112"]);
    assert!(said.code == 3 && !said.err.contains("короткий"), "{said:?}");
}
