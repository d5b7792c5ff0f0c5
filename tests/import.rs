//! Loading clients on the command line: the program itself, with lists as people send them.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot make or read its files has failed"
)]

#[path = "import/broken.rs"]
mod broken;
mod common;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/terminal.rs"]
mod terminal;

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use common::cli::{Home, Said, files};
use common::messy::{BASE, End, Messy, ROWS, messy};
use serde_json::{Value, json};

/// The sums a report must have, from what the list was made of.
fn planned(list: &Messy) -> Value {
    let ends = |wanted: &[End]| list.count(|row| wanted.contains(&row.end));
    let skipped = [End::ByInn, End::ByPhone, End::ByEmail];
    let created = ends(&[End::Created]);
    let rejected = list.count(|row| matches!(row.end, End::Rejected(_)));
    json!({
        "rows": ROWS,
        "created": created,
        "updated": 0,
        "skipped": ends(&skipped),
        "rejected": rejected,
        "by_inn": ends(&skipped[..1]),
        "by_phone": ends(&skipped[1..2]),
        "by_email": ends(&skipped[2..]),
        "warnings": list.rows.iter().map(|row| row.warnings).sum::<u64>(),
        "other_encoding": list.count(|row| row.recoded),
        "inn_zeros": list.count(|row| row.zero),
        "queued": 0,
        "stopped": 0,
        "no_consent": 0,
    })
}

/// How a row must end, by the report of rows.
fn planned_end(end: End) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    match end {
        End::Created => ("created", None, None),
        End::ByInn => ("skipped", Some("inn"), None),
        End::ByPhone => ("skipped", Some("phone"), None),
        End::ByEmail => ("skipped", Some("email"), None),
        End::Rejected(reason) => ("rejected", None, Some(reason)),
    }
}

#[test]
fn a_messy_list_of_ten_thousand_rows_ends_as_it_was_made_to() {
    let list = messy();
    let home = Home::new();
    home.write("base.csv", &list.base);
    home.write("list.csv", &list.bytes);
    assert_eq!(home.json(&["import", "clients", "base.csv"])["totals"]["created"], BASE);

    let dry = home.json(&["import", "clients", "list.csv", "--dry-run", "--report", "dry.ndjson"]);
    let count = || home.ok(&["export", "clients", "--format", "ndjson"]).out.lines().count();
    assert_eq!(count(), BASE, "a dry run has written");
    assert_eq!(files(&home.path("")).iter().filter(|name| name.contains("rejected")).count(), 0);
    let run = home.json(&["import", "clients", "list.csv", "--report", "run.ndjson"]);
    assert_eq!(dry["totals"], planned(&list));
    assert_eq!(run["totals"], planned(&list));
    assert_eq!(
        (&dry["dry_run"], &run["dry_run"], &run["complete"]),
        (&json!(true), &json!(false), &json!(true))
    );
    assert_eq!(count(), list.clients.len());

    // Not only the sums are right, but every row.
    for name in ["dry.ndjson", "run.ndjson"] {
        let report: Vec<Value> =
            home.read(name).lines().map(|row| serde_json::from_str(row).unwrap()).collect();
        assert_eq!(report.len(), ROWS);
        for (told, row) in report.iter().zip(&list.rows) {
            let text = |key: &str| told[key].as_str();
            let warned = |reason: &str| {
                told["warnings"].as_array().is_some_and(|all| all.iter().any(|one| one["reason"] == reason))
            };
            assert_eq!(told["line"], row.line, "{told}");
            let end = (text("outcome").unwrap(), text("by"), text("reason"));
            assert_eq!(end, planned_end(row.end), "{name} {told}");
            assert_eq!(warned("cell-other-encoding"), row.recoded, "{name} {told}");
            assert_eq!(warned("cell-inn-zero"), row.zero, "{name} {told}");
        }
    }

    // The same file again makes nobody.
    let again = home.json(&["import", "clients", "list.csv"]);
    let sum = |run: &Value, key: &str| run["totals"][key].as_u64().unwrap();
    assert_eq!(sum(&again, "created"), 0);
    assert_eq!(sum(&again, "skipped"), sum(&run, "created") + sum(&run, "skipped"));
    assert_eq!(sum(&again, "rejected"), sum(&run, "rejected"));
    assert_eq!(count(), list.clients.len());
    // And its rejected rows are the same, so they got no second file.
    let rejected: Vec<String> =
        files(&home.path("")).into_iter().filter(|n| n.contains("rejected")).collect();
    assert_eq!(rejected, ["list.rejected.csv"]);

    // The rejected rows are all there and are rejected again as they are; but the letters that were no text stand there
    // as a mark, which is text.
    let spoilt = list.count(|row| row.end == End::Rejected("cell-not-text"));
    let rest = home.json(&["import", "clients", "list.rejected.csv"]);
    assert_eq!(rest["totals"]["rejected"], sum(&run, "rejected") - spoilt);
    assert_eq!(rest["totals"]["created"], spoilt);
}

const MIXED: &str = "Название;ИНН;Телефон;E-mail\r\n\
    ООО «Вега»;7707083893;8 495 012-34-56;vega@clients.example\r\n\
    Луч;;112;\r\n\
    Вега;7707083893;;\r\n\
    Заря;;+7 (495) 012-34-56;\r\n\
    Сигма;;;VEGA@clients.example\r\n\
    Альтаир;;8 943 555-01-77;;лишнее\r\n\
    Ассоль;;8 495 012-34-78;\r\n";

#[test]
fn rejected_rows_are_mended_and_loaded() {
    for (lang, heading) in [("ru", "Причина отказа"), ("en", "Rejected because")] {
        let home = Home::new().lang(lang);
        home.write("list.csv", MIXED);
        let run = home.json(&["import", "clients", "list.csv"]);
        let expected = json!({
            "rows": 7, "created": 2, "updated": 0, "skipped": 3, "rejected": 2, "by_inn": 1, "by_phone": 1,
            "by_email": 1, "warnings": 0, "other_encoding": 0, "inn_zeros": 0, "queued": 0,
            "stopped": 0, "no_consent": 0,
        });
        assert_eq!(run["totals"], expected);
        assert!(run["rejected_file"].as_str().unwrap().ends_with("list.rejected.csv"));
        assert_eq!(run["rejected"][0]["reason"], "phone-short");
        assert_eq!(run["rejected"][0]["line"], 3);
        assert_eq!(run["skipped"][0]["duplicate_of_line"], 2);
        let rejected = home.read("list.rejected.csv");
        assert!(
            rejected.starts_with(&format!("\u{feff}Название;ИНН;Телефон;E-mail;{heading}\r\n")),
            "{rejected}"
        );

        let mended = rejected.replace(";112;", ";8 943 555-01-79;").replace(";лишнее", ";");
        home.write("list.rejected.csv", mended);
        let run = home.json(&["import", "clients", "list.rejected.csv"]);
        assert_eq!((&run["totals"]["created"], &run["totals"]["rejected"]), (&json!(2), &json!(0)), "{run}");
        assert_eq!(run["rejected_file"], Value::Null);
    }
}

#[test]
fn duplicates_are_taken_in_on_demand() {
    let home = Home::new();
    home.write("list.csv", MIXED);
    home.write(
        "more.csv",
        "ИНН,Телефон,Город,E-mail,Комментарий\n7707083893,8 495 012-34-57,Уфа,second@clients.example,перезвонить\n",
    );
    home.ok(&["import", "clients", "list.csv"]);
    let dry = home.json(&["import", "clients", "more.csv", "--on-duplicate", "update", "--dry-run"]);
    let run = home.json(&["import", "clients", "more.csv", "--on-duplicate", "update"]);
    assert_eq!((&run["totals"]["updated"], &run["totals"]), (&json!(1), &dry["totals"]));
    let card = home.json(&["show", "1"]);
    assert_eq!((&card["name"], &card["city"]), (&json!("ООО «Вега»"), &json!("Уфа")));
    let numbers: Vec<&Value> =
        card["phones"].as_array().unwrap().iter().map(|phone| &phone["number"]).collect();
    assert_eq!(numbers, ["+74950123456", "+74950123457"]);
    assert_eq!(card["emails"].as_array().unwrap().len(), 2);
    assert_eq!(card["history"][0]["text"], "перезвонить");
    // What is there already is no update.
    let again = home.json(&["import", "clients", "more.csv", "--on-duplicate", "update"]);
    assert_eq!((&again["totals"]["updated"], &again["totals"]["skipped"]), (&json!(0), &json!(1)));
    // Rows of one file meet too: the second tells more about the client of the first.
    home.write("twice.csv", "Название,Телефон,Город\nЛуч,89435550180,\nЛуч,89435550180,Омск\n");
    let run = home.json(&["import", "clients", "twice.csv", "--on-duplicate", "update"]);
    assert_eq!((&run["totals"]["created"], &run["totals"]["updated"]), (&json!(1), &json!(1)));
    let found = home.json(&["lookup", "89435550180"]);
    assert_eq!(found["matches"][0]["client"]["city"], "Омск");
}

#[test]
fn an_update_fills_what_is_empty_and_then_comes_to_rest() {
    let home = Home::new();
    let heading = "Название,Юрлицо,ИНН,Телефон,Город,Адрес,Регион,Класс,Теги,Контакт,Должность,Цвет\n";
    home.write(
        "first.csv",
        format!(
            "{heading}ООО «Вега»,,7707083893,8 495 012-34-56,Владивосток,,,,,Сидоров Пётр,директор,синий\n\
            ,,,8 943 555-01-90,,,,,,,,\n"
        ),
    );
    home.ok(&["import", "clients", "first.csv"]);
    let zone = |code: &str| home.json(&["show", code])["zone"].clone();
    let asleep = zone("1");
    // Rows of the same client that gainsay each other, in one file.
    home.write(
        "second.csv",
        format!(
            "{heading}Вега-Трейд,,7707083893,8 495 012-34-57,Калининград,ул. Мира 1,,B,опт,Сидоров Пётр,бухгалтер,белый\n\
            Вега,ООО «Вега Плюс»,,8 495 012-34-56,Омск,,,C,,,,красный\n\
            Заря,АО «Заря»,,8 943 555-01-90,Уфа,,,,,,,\n\
            Зорька,ООО «Зорька»,,8 943 555-01-90,Омск,,,,,,,\n"
        ),
    );
    let arguments = ["import", "clients", "second.csv", "--on-duplicate", "update"];
    let dry = home.json(&[&arguments[..], &["--dry-run"]].concat());
    let run = home.json(&arguments);
    assert_eq!(run["totals"], dry["totals"]);
    assert_ne!(run["totals"]["updated"], 0);
    let card = home.json(&["show", "1"]);
    assert_eq!((&card["name"], &card["city"]), (&json!("ООО «Вега»"), &json!("Владивосток")), "{card:#}");
    assert_eq!(zone("1"), asleep, "the city stays and so does its time");
    assert_eq!(card["class"], "B", "{card:#}");
    assert_eq!(card["phones"].as_array().unwrap().len(), 2, "{card:#}");
    // A number stood in for the name; the first row that has one gives it, with the place and its zone.
    let card = home.json(&["show", "2"]);
    assert_eq!((&card["name"], &card["city"]), (&json!("Заря"), &json!("Уфа")), "{card:#}");
    let before = home.ok(&["export", "clients"]).out;
    let again = home.json(&arguments);
    assert_eq!((&again["totals"]["updated"], &again["totals"]["skipped"]), (&json!(0), &json!(4)));
    assert_eq!(home.ok(&["export", "clients"]).out, before);
}

#[test]
fn a_messy_list_that_updates_comes_to_rest() {
    let list = messy();
    let home = Home::new();
    home.write("list.csv", &list.bytes);
    let arguments = ["import", "clients", "list.csv", "--on-duplicate", "update"];
    let dry = home.json(&[&arguments[..], &["--dry-run"]].concat());
    assert_eq!(home.json(&arguments)["totals"], dry["totals"]);
    assert_eq!(home.json(&arguments)["totals"]["updated"], 0);
}

#[test]
fn a_prohibition_is_kept_whatever_is_done_with_duplicates() {
    let home = Home::new();
    home.write("list.csv", "Название,Телефон\nВега,84950123456\nЛуч,84950123457\n");
    home.ok(&["import", "clients", "list.csv"]);
    // The second row speaks of a client this very file makes.
    home.write(
        "stop.csv",
        "Название,Телефон,Не звонить\nВега,84950123456,да\nВега,84950123456,да\n\
        Заря,84950123458,\nЗаря,84950123458,да\n",
    );
    let stops = |code: &str| home.json(&["show", code])["stops"].as_array().unwrap().len();
    let dry = home.json(&["import", "clients", "stop.csv", "--dry-run"]);
    assert_eq!(stops("1"), 0);
    let run = home.json(&["import", "clients", "stop.csv"]);
    assert_eq!(run["totals"], dry["totals"]);
    assert_eq!((&run["totals"]["created"], &run["totals"]["skipped"]), (&json!(1), &json!(3)));
    assert_eq!((stops("1"), stops("2"), stops("3")), (1, 0, 1));
    home.ok(&["import", "clients", "stop.csv"]);
    home.ok(&["import", "clients", "stop.csv", "--on-duplicate", "update"]);
    assert_eq!((stops("1"), stops("3")), (1, 1));
}

#[test]
fn whom_the_stop_list_protects_is_not_put_into_a_call_list() {
    for on_duplicate in ["skip", "update"] {
        let home = Home::new();
        home.write(
            "list.csv",
            "Название,Телефон,Не звонить,Согласие\nВега,84950123456,да,да\nЛуч,84950123457,,12.03.2026\nЗаря,84950123458,,да\n",
        );
        home.ok(&["import", "clients", "list.csv"]);
        // One is known to be protected, one is protected by this row, one may be called; of the new ones one may.
        home.write(
            "calls.csv",
            "Название,Телефон,Не звонить,Согласие\nВега,84950123456,,\nЛуч,84950123457,да,\nЗаря,84950123458,,\n\
            Омега,84950123459,да,да\nСигма,84950123460,,да\nТень,84950123461,,нет\n",
        );
        let arguments =
            ["import", "clients", "calls.csv", "--call-list", "Опт", "--on-duplicate", on_duplicate];
        let dry = home.json(&[&arguments[..], &["--dry-run"]].concat());
        let run = home.json(&arguments);
        assert_eq!(run["totals"], dry["totals"]);
        assert_eq!(run["totals"]["queued"], 2, "{on_duplicate}");
        assert_eq!((&run["totals"]["stopped"], &run["totals"]["no_consent"]), (&json!(3), &json!(1)));
        assert_eq!(home.ok(&["--format", "ndjson", "queue"]).lines().len(), 2);
        assert_eq!(home.json(&arguments)["totals"]["queued"], 0);
    }
}

#[test]
fn a_workbook_gives_what_the_text_gives() {
    let exported = |name: &str| {
        let home = Home::new();
        if name.ends_with("xlsx") {
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            for (row, line) in (0..).zip(MIXED.lines().filter(|line| !line.contains("лишнее"))) {
                for (column, cell) in (0..).zip(line.split(';')) {
                    // Excel makes numbers of what looks like one.
                    match cell.parse::<f64>() {
                        Ok(number) => sheet.write_number(row, column, number).unwrap(),
                        Err(_) => sheet.write_string(row, column, cell).unwrap(),
                    };
                }
            }
            book.save(home.path(name)).unwrap();
        } else {
            let lines: Vec<&str> = MIXED.lines().filter(|line| !line.contains("лишнее")).collect();
            home.write(name, lines.join("\r\n"));
        }
        let run = home.json(&["import", "clients", name]);
        assert!(run["rejected_file"].as_str().unwrap().ends_with(&name.replace("list", "list.rejected")));
        (run["totals"].clone(), home.ok(&["export", "clients"]).out)
    };
    assert_eq!(exported("list.xlsx"), exported("list.csv"));
}

#[test]
fn clients_are_put_into_a_call_list() {
    let home = Home::new();
    home.write("list.csv", MIXED);
    // Calls that are no advertising want no consent.
    let arguments = ["import", "clients", "list.csv", "--call-list", "Опт, осень", "--purpose", "service"];
    let dry = home.json(&[&arguments[..], &["--dry-run"]].concat());
    assert_eq!((&dry["totals"]["queued"], &dry["call_list"]), (&json!(2), &json!("Опт, осень")));
    let run = home.json(&arguments);
    assert_eq!(run["totals"], dry["totals"]);
    let queue = home.ok(&["--format", "ndjson", "queue"]).lines();
    assert_eq!(queue.len(), 2, "{queue:#?}");
    // Whoever is in it already is not put in again.
    assert_eq!(home.json(&arguments)["totals"]["queued"], 0);
    // Nobody is called without a number.
    home.write("mail.csv", "Название;Телефон;E-mail\nЛуч;;luch@clients.example\nЗаря;89435550190;\n");
    assert_eq!(
        home.json(&["import", "clients", "mail.csv", "--call-list", "Опт, осень"])["totals"]["queued"],
        1
    );
    let refused = home.run(&["import", "clients", "list.csv", "--call-list", "X", "--script", "нет-такого"]);
    assert_ne!(refused.code, 0);
    assert!(refused.err.contains("нет-такого"), "{refused:?}");
}

#[test]
fn each_format_has_its_shape() {
    let home = Home::new();
    home.write("list.csv", MIXED);
    let json = home.json(&["import", "clients", "list.csv", "--dry-run"]);
    let mut keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    keys.sort();
    let expected = [
        "call_list",
        "complete",
        "dry_run",
        "file",
        "rejected",
        "rejected_file",
        "report_file",
        "skipped",
        "totals",
    ];
    assert_eq!(keys, expected);
    assert_eq!(json["file"]["encoding"], "UTF-8");
    assert_eq!(json["file"]["delimiter"], ";");
    assert_eq!(json["file"]["columns"][2], json!({"column": 3, "heading": "Телефон", "field": "phone"}));

    let rows = home.ok(&["--format", "ndjson", "import", "clients", "list.csv"]).lines();
    assert_eq!(rows.len(), 8);
    let outcomes: Vec<&str> = rows.iter().filter_map(|row| row["outcome"].as_str()).collect();
    assert_eq!(outcomes, ["created", "rejected", "skipped", "skipped", "skipped", "rejected", "created"]);
    assert_eq!(rows[0]["client"]["code"], "00-00000001");
    assert_eq!(rows[1]["column"], "Телефон");
    assert_eq!(rows[1]["value"], "112");
    assert_eq!(rows[7]["totals"]["rows"], 7);

    let csv = home.ok(&["--format", "csv", "import", "clients", "list.csv"]);
    assert_eq!(csv.out.lines().count(), 8, "{csv:?}");
    assert!(csv.out.starts_with("\u{feff}Строка;Итог;Код"), "{csv:?}");
    let table = home.ok(&["import", "clients", "list.csv"]);
    for text in [
        "Строк в файле        7",
        "пропущено: уже есть  5",
        "отклонено            2",
        "ООО «Вега» 00-00000001",
    ] {
        assert!(table.out.contains(text), "{text}: {}", table.out);
    }
    assert!(!table.out.contains('\u{1b}') && table.err.is_empty(), "{table:?}");
}

#[test]
fn a_report_that_is_there_is_not_written_over() {
    let home = Home::new();
    home.write("list.csv", MIXED);
    home.write("report.csv", "мой отчёт");
    for more in [&[][..], &["--dry-run"]] {
        let arguments = [&["import", "clients", "list.csv", "--report", "report.csv"], more].concat();
        let refused = home.run(&arguments);
        assert_eq!(refused.code, 4, "{refused:?}");
        assert!(refused.err.starts_with("Файл report.csv уже есть."), "{refused:?}");
        assert_eq!(home.read("report.csv"), "мой отчёт");
    }
    let nowhere = home.run(&["import", "clients", "list.csv", "--dry-run", "--report", "no/report.csv"]);
    assert!(nowhere.err.starts_with("Файл no/report.csv не записан: "), "{nowhere:?}");
    assert!(nowhere.err.contains("такого файла или папки нет"), "{nowhere:?}");
}

#[test]
fn a_client_made_by_a_row_of_the_same_file_has_no_name_yet() {
    let home = Home::new();
    home.write("list.csv", "Название;Телефон\nВега;84950123456\nВега два;84950123456\n");
    let run = home.json(&["import", "clients", "list.csv"]);
    let skipped = &run["skipped"][0];
    assert_eq!(skipped["duplicate_of_line"], 2, "{skipped}");
    assert!(skipped["client"].as_object().unwrap().contains_key("name"), "{skipped}");
}

#[test]
fn both_languages_say_the_same() {
    for (lang, words) in [
        ("ru", ["Колонки:", "Строк в файле", "Отклонены:", "Поправьте их там"]),
        ("en", ["Columns:", "Rows in the file", "Rejected:", "Mend them there"]),
    ] {
        let home = Home::new().lang(lang);
        home.write("list.csv", MIXED);
        let said = home.ok(&["import", "clients", "list.csv"]);
        for word in words {
            assert!(said.out.contains(word), "{word}: {}", said.out);
        }
        assert!(said.out.lines().all(|line| !line.contains(['‹', '›', '{'])), "{}", said.out);
        for arguments in [
            &["import", "--help"][..],
            &["import", "clients", "--help"],
            &["lookup", "--help"],
            &["show", "--help"],
            &["export", "clients", "--help"],
        ] {
            let help = home.ok(arguments).out;
            let is_russian = help.chars().filter(|c| matches!(c, 'а'..='я')).count() > 20;
            assert_eq!(is_russian, lang == "ru", "{help}");
            assert!(!help.contains(['‹', '{']), "{help}");
        }
    }
}

#[test]
fn columns_are_named_by_the_user() {
    let home = Home::new();
    home.write("list.csv", "Кто;Связь;Где;Зачем\nВега;84950123456;Уфа;спросить\n");
    let map = "Кто=name,2=phone,Где=city,Зачем=skip";
    home.ok(&["import", "clients", "list.csv", "--map", map]);
    let card = home.json(&["show", "00-00000001"]);
    assert_eq!((&card["name"], &card["city"], &card["custom"]), (&json!("Вега"), &json!("Уфа"), &json!({})));
    for (map, said) in [
        ("Кто", "не КОЛОНКА=ПОЛЕ"),
        ("Кто=имя-кто", "Поля «имя-кто» нет"),
        ("Кто=nam", "Может быть, «name»"),
        ("Ктo=name,Кт=phone", "Колонки «Кт» в файле нет"),
        ("9=phone", "Колонки 9 нет"),
        ("2=phone,2=name", "дано два значения"),
    ] {
        let wrong = home.run(&["import", "clients", "list.csv", "--map", map]);
        assert_eq!(wrong.code, 2, "{map}: {wrong:?}");
        assert!(wrong.err.contains(said), "{map}: {wrong:?}");
        assert_eq!(wrong.err.lines().count(), 2, "{wrong:?}");
    }
}

#[test]
fn ctrl_c_stops_between_rows_and_the_next_run_goes_on() {
    let list = messy();
    let home = Home::new();
    home.write("base.csv", &list.base);
    home.write("list.csv", &list.bytes);
    home.ok(&["import", "clients", "base.csv"]);
    let mut command = home.command(&["--format", "ndjson", "import", "clients", "list.csv"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut told = String::new();
    out.read_line(&mut told).unwrap();
    // The program can't have come far: nobody empties the pipe it tells its rows to.
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    out.read_to_string(&mut told).unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    let said = Said { code: child.wait().unwrap().code().unwrap(), out: told, err };
    assert_eq!(said.code, 1, "{}", said.err);
    let lines = said.lines();
    let (end, rows) = lines.split_last().unwrap();
    assert_eq!(end["complete"], false);
    assert_eq!(end["totals"]["rows"], rows.len() as u64);
    assert!(rows.len() < ROWS / 2, "{}", rows.len());
    let error: Value = serde_json::from_str(&said.err).unwrap();
    assert_eq!(error["code"], "failed");
    let created = end["totals"]["created"].as_u64().unwrap();
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("Остановлено. Загружено: создано"), "{message}");
    assert!(error["hint"].as_str().unwrap().contains("не удвоится"));

    // Exactly what was told is there.
    let count = || home.ok(&["export", "clients", "--format", "ndjson"]).out.lines().count() as u64;
    assert_eq!(count(), BASE as u64 + created);
    let rest = home.json(&["import", "clients", "list.csv"]);
    assert_eq!(count(), list.clients.len() as u64);
    let planned = list.count(|row| row.end == End::Created);
    assert_eq!(rest["totals"]["created"].as_u64().unwrap(), planned - created);
}
