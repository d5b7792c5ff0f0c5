//! Lists of jobs on the command line, as in scenario S9.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::common::cli::Home;
use dozvon::store::Store;
use dozvon::store::local::{EngineKind, LocalStore};
use serde_json::Value;

/// The counts of scenario S9.
const NEW: usize = 4311;
const KNOWN: usize = 402;
const DOUBLES: usize = 117;
const STOPPED: usize = 96;
const NO_CONSENT: usize = 61;
const BAD: usize = 13;

fn number(n: usize) -> String {
    format!("8 (495) 01{}-{:02}-{:02}", n / 10_000, n / 100 % 100, n % 100)
}

fn clients(heading: &str, rows: impl IntoIterator<Item = (usize, String)>) -> String {
    let mut out = format!("{heading}\n");
    for (n, rest) in rows {
        let _ = writeln!(out, "Клиент {n};{};{rest}", number(n));
    }
    out
}

/// The file of S9: 5,000 rows, in the encoding of the trade.
fn five_thousand() -> Vec<u8> {
    let agreed = |n: usize| (n, "12.03.2026".to_owned());
    let mut text = clients("Название;Телефон;Согласие", (0..NEW + KNOWN + STOPPED).map(agreed));
    text.push_str(&clients("", (0..DOUBLES).map(agreed)).trim_start().replace("Клиент", "Тот же"));
    text.push_str(clients("", (6000..6000 + NO_CONSENT).map(|n| (n, String::new()))).trim_start());
    for n in 0..BAD {
        let _ = writeln!(text, "Без номера {n};12{n};12.03.2026");
    }
    encoding_rs::WINDOWS_1251.encode(&text).0.into_owned()
}

fn counts(value: &Value) -> [u64; 9] {
    let keys = ["all", "new", "known", "in_file", "in_job", "stop_list", "no_consent", "bad_number", "cards"];
    keys.map(|key| value[key].as_u64().unwrap())
}

/// The number of the last commit.
fn last_commit(home: &Home) -> u64 {
    LocalStore::open(&home.data(), EngineKind::Sled, &mut |_| {}).unwrap().last_seq()
}

/// Everything a job needs but its rows.
fn prepared(home: &Home, name: &str, purpose: &str) {
    home.ok(&[
        "script",
        "load",
        concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scripts/cold-wholesale.toml"),
    ]);
    home.ok(&["job", "new", name, "--purpose", purpose]);
    let set =
        ["--script", "cold-wholesale", "--label", "Дозвон, опт", "--operators", "all", "--hours", "9-20"];
    let dates = ["--from", "10.11.2026", "--to", "30.11.2026", "--attempts", "5"];
    home.ok(&[&["job", "set", name], &set[..], &dates[..]].concat());
}

#[test]
fn a_supervisor_loads_five_thousand_rows_and_starts() {
    let home = Home::new().with_firm();
    // Of these the base knows 402 before, and 96 must not be called.
    let known = clients("Название;Телефон;Согласие", (NEW..NEW + KNOWN).map(|n| (n, String::new())));
    home.write("known.csv", known);
    home.ok(&["import", "clients", "known.csv"]);
    let first = NEW + KNOWN;
    let stops: String = (first..first + STOPPED).map(|n| format!("{}\n", number(n))).collect();
    home.write("stops.txt", stops);
    home.ok(&["stop", "load", "stops.txt", "--proof", "Отказы оператора"]);
    home.write("list.csv", five_thousand());
    prepared(&home, "Опт", "advertising");

    let missing = home.run(&["job", "start", "Опт"]);
    assert_eq!(missing.code, 4, "{missing:#?}");
    assert!(missing.err.contains("нет строк"), "{missing:#?}");
    let tried = home.json(&["job", "load", "Опт", "list.csv", "--dry-run", "--rows", "all"]);
    let want = [5000, 4311, 402, 117, 0, 96, 61, 13, 402];
    assert_eq!(counts(&tried), want);
    assert_eq!(home.json(&["job", "show", "Опт"])["rows"], 0);
    // The reason of each row, and its line.
    let rows = tried["rows"].as_array().unwrap();
    let of = |verdict: &str| rows.iter().filter(|row| row["verdict"] == verdict).collect::<Vec<_>>();
    assert_eq!((rows.len(), of("bad-number").len(), of("in-file").len()), (5000, BAD, DOUBLES));
    assert!(of("bad-number")[0]["reason"].as_str().unwrap().contains("«120»"), "{}", of("bad-number")[0]);
    assert_eq!(of("in-file")[0]["reason"], "тот же клиент, что в строке 2");

    let loaded = home.json(&["job", "load", "Опт", "list.csv"]);
    assert_eq!(counts(&loaded), want, "the run came to something else than the trial");
    let load = loaded["load"].as_u64().unwrap().to_string();
    // The same file once more: nothing new, nothing changed, nothing written.
    let before = last_commit(&home);
    let again = home.json(&["job", "load", "Опт", "list.csv"]);
    assert_eq!(counts(&again), [5000, 0, 0, 117, 4713, 96, 61, 13, 0]);
    assert_eq!(again["load"], Value::Null);
    assert_eq!(last_commit(&home), before);

    let said = home.ok(&["job", "show", "Опт"]);
    assert!(said.out.contains("Всего строк: 5000") && said.out.contains("до 20:00 можно 4713"), "{said:#?}");
    // What was left out can be asked for later as well.
    let out = home.json(&["job", "show", "Опт", "--load", &load, "--rows", "no-consent"]);
    assert_eq!(out.as_array().unwrap().len(), NO_CONSENT);

    assert_eq!(home.json(&["job", "next", "Опт"]).as_array().unwrap().len(), 0, "it has not been started");
    assert_eq!(home.json(&["job", "start", "Опт"])["state"], "running");
    let next = home.json(&["--as", "Орлов", "job", "next", "Опт"]);
    assert_eq!(next.as_array().unwrap().len(), 20);
    home.ok(&["job", "pause", "Опт"]);
    assert_eq!(home.json(&["job", "next", "Опт"]).as_array().unwrap().len(), 0);

    // The whole load goes back, with the cards it had made.
    let back = home.json(&["job", "unload", "Опт", &load]);
    assert_eq!((back["rows"].as_u64(), back["cards"].as_bool()), (Some(4713), Some(true)), "{back}");
    let card = home.json(&["job", "show", "Опт"]);
    assert_eq!((card["rows"].as_u64(), card["loads"].as_array().unwrap().len()), (Some(0), 0));
    home.ok(&["verify"]);
    let left = home.run(&["lookup", &number(5)]);
    assert_eq!(left.code, 3, "{left:#?}");
}

#[test]
fn advertising_without_consent_cannot_be_started_and_goes_to_a_service_job() {
    let home = Home::new().with_firm();
    prepared(&home, "Опт", "advertising");
    home.write("bare.csv", clients("Название;Телефон;Город", (0..40).map(|n| (n, "Москва".to_owned()))));
    let loaded = home.json(&["job", "load", "Опт", "bare.csv"]);
    assert_eq!((loaded["taken"].as_u64(), loaded["no_consent"].as_u64()), (Some(0), Some(40)));
    let refused = home.run(&["job", "start", "Опт"]);
    assert_eq!(refused.code, 4, "{refused:#?}");
    let refused = home.run(&["--format", "json", "job", "start", "Опт"]);
    assert_eq!(refused.code, 4, "{refused:#?}");

    home.ok(&["job", "new", "Сервис", "--purpose", "service"]);
    home.write("more.csv", clients("Название;Телефон;Город", (100..140).map(|n| (n, "Москва".to_owned()))));
    let wrong = home.run(&["job", "load", "Сервис", "more.csv", "--no-consent-to", "Опт"]);
    assert_eq!(wrong.code, 4, "{wrong:#?}");
    assert!(wrong.err.contains("рекламный"), "{wrong:#?}");
    let tried = home.json(&["job", "load", "Опт", "more.csv", "--no-consent-to", "Сервис", "--dry-run"]);
    assert_eq!((tried["no_consent"].as_u64(), tried["moved"].as_u64()), (Some(40), Some(40)));
    let loaded = home.json(&["job", "load", "Опт", "more.csv", "--no-consent-to", "Сервис"]);
    assert_eq!((loaded["taken"].as_u64(), loaded["moved"].as_u64()), (Some(0), Some(40)));
    assert_eq!(home.json(&["job", "show", "Сервис"])["rows"], 40);
    let again = home.json(&["job", "load", "Опт", "more.csv", "--no-consent-to", "Сервис"]);
    assert_eq!((again["no_consent"].as_u64(), again["moved"].as_u64()), (Some(40), Some(0)));
    // Now the job has had rows, and all of them were left out for one reason.
    let refused = home.run(&["job", "start", "Опт"]);
    assert!(refused.err.contains("без согласия"), "{refused:#?}");
    let load = loaded["load"].as_u64().unwrap().to_string();
    assert_eq!(home.json(&["job", "unload", "Опт", &load])["rows"], 40);
    assert_eq!(home.json(&["job", "show", "Сервис"])["rows"], 0);
}

#[test]
fn what_is_missing_is_said_line_by_line_in_both_languages() {
    let home = Home::new().with_firm();
    home.ok(&["job", "new", "Опт"]);
    let codes = home.json(&["job", "show", "Опт"])["missing"].clone();
    let codes: BTreeSet<&str> = codes.as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    assert_eq!(codes, BTreeSet::from(["script", "rows", "operators", "label", "dates"]));
    let refused = home.run(&["job", "start", "Опт"]);
    for part in ["нет сценария", "нет строк", "нет операторов", "нет подписи", "нет дат"]
    {
        assert!(refused.err.contains(part), "{part}: {refused:#?}");
    }
    let home = home.lang("en");
    let refused = home.run(&["job", "start", "Опт"]);
    assert!(refused.code == 4 && refused.err.contains("no operators"), "{refused:#?}");
    // A debt wants no label; a last day that is over is no date.
    home.ok(&["job", "new", "Долги", "--purpose", "debt", "--from", "01.11.2026", "--to", "09.11.2026"]);
    let codes = home.json(&["job", "show", "Долги"])["missing"].clone();
    assert_eq!(codes, serde_json::json!(["script", "rows", "operators", "over"]));
    for (arguments, code) in [
        (&["job", "new", "Опт"][..], 1),
        (&["job", "set", "Опт", "--script", "nothing"], 3),
        (&["job", "set", "Опт", "--operators", "Никто"], 3),
        (&["job", "set", "Опт", "--recycle", "never"], 2),
        (&["job", "set", "Опт", "--rule", "busy soon"], 2),
        (&["job", "set", "Опт", "--rule", "nothing 5m 3"], 3),
        (&["job", "set", "Опт", "--priority", "10"], 2),
        (&["job", "pause", "Опт"], 4),
        (&["job", "show", "Нет такого"], 3),
        (&["job", "unload", "Опт", "7"], 3),
        (&["job", "load", "Опт", "nothing.csv"], 3),
    ] {
        let said = home.run(arguments);
        assert_eq!(said.code, code, "{arguments:?}: {said:#?}");
        assert!(said.err.lines().count() >= 1, "{arguments:?}: {said:#?}");
    }
    home.ok(&["job", "finish", "Опт"]);
    assert_eq!(home.run(&["job", "set", "Опт", "--priority", "1"]).code, 4);
    assert_eq!(home.run(&["job", "start", "Опт"]).code, 4);
}

#[test]
fn a_row_that_is_forbidden_names_the_prohibition() {
    let home = Home::new().with_firm();
    home.ok(&["job", "new", "Опт", "--purpose", "advertising"]);
    home.write("stops.txt", format!("{}\n", number(3)));
    home.ok(&["stop", "load", "stops.txt", "--proof", "Отказ"]);
    home.write("list.csv", clients("Название;Телефон;Согласие", [(3, "12.03.2026".to_owned())]));
    let tried = home.json(&["job", "load", "Опт", "list.csv", "--dry-run", "--rows", "all"]);
    let reason = tried["rows"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("стоп-лист с 10.11.26"), "{tried}");
}

#[test]
fn a_row_with_nothing_but_a_number_of_nobody_is_a_bad_number_with_its_reason() {
    let home = Home::new().with_firm();
    home.ok(&["job", "new", "Сервис", "--purpose", "service"]);
    let rows = "Название;Телефон\n\
        Горячая линия;8-800-555-35-35\n\
        Спасатели;112\n\
        Справка;0890\n\
        Пожарные;01\n\
        С почтой;8 800 555 35 36\n\
        Луч;\"112; 8 (495) 012-34-56; 8-800-555-35-37\"\n";
    home.write("list.csv", rows);
    let tried = home.json(&["job", "load", "Сервис", "list.csv", "--dry-run", "--rows", "bad-number"]);
    let part = |value: &Value, key: &str| value[key].as_u64().unwrap();
    assert_eq!((part(&tried, "all"), part(&tried, "new"), part(&tried, "bad_number")), (6, 1, 5), "{tried}");
    let reasons: Vec<&str> =
        tried["rows"].as_array().unwrap().iter().map(|row| row["reason"].as_str().unwrap()).collect();
    assert!(reasons[0].contains("8-800-555-35-35") && reasons[0].contains("ничей"), "{reasons:?}");
    assert!(reasons[1].contains("«112»") && reasons[1].contains("короткий"), "{reasons:?}");
    let done = home.json(&["job", "load", "Сервис", "list.csv"]);
    assert_eq!((part(&done, "new"), part(&done, "bad_number")), (1, 5));
    // The load tells the same of its rows whenever it is asked.
    let load = done["load"].to_string();
    let kept = home.ok(&["job", "show", "Сервис", "--load", &load, "--rows", "bad-number"]).out;
    assert!(kept.contains("ничей номер") && kept.contains("короткий номер"), "{kept}");
    // What the one client has beside his number is a note, and no number he is called on.
    assert_eq!(home.json(&["lookup", "84950123456"])["matches"].as_array().unwrap().len(), 1);
    assert_eq!(home.run(&["lookup", "8-800-555-35-37"]).code, 3);
    let card = home.ok(&["show", "1"]).out;
    assert!(card.contains("8-800-555-35-37") && card.contains("112"), "{card}");
    // An import tells the same.
    home.write("more.csv", "Название;Телефон\nЛиния;8-800-555-35-35\nЗаря;84950123457\n");
    let import = home.json(&["import", "clients", "more.csv"]);
    assert_eq!((part(&import["totals"], "created"), part(&import["totals"], "rejected")), (1, 1), "{import}");
}

#[test]
fn own_numbers_and_hours_that_never_come_are_left_out() {
    let home = Home::new().with_firm();
    home.ok(&["job", "new", "Сервис", "--purpose", "service", "--hours", "9-12"]);
    let mut text = clients("Название;Телефон;Удобное время", (0..3).map(|n| (n, String::new())));
    text.push_str(clients("", [(3, "14-18".to_owned())]).trim_start());
    home.write("list.csv", text);
    home.write("own.txt", format!("# наши\n{} # приёмная\n\n", number(1)));
    let tried = home.json(&["job", "load", "Сервис", "list.csv", "--own", "own.txt", "--dry-run"]);
    let part = |key: &str| tried[key].as_u64().unwrap();
    assert_eq!((part("new"), part("own"), part("zone")), (2, 1, 1), "{tried}");
    home.write("own.txt", "12\n");
    let wrong = home.run(&["job", "load", "Сервис", "list.csv", "--own", "own.txt"]);
    assert_eq!(wrong.code, 1, "{wrong:#?}");
    assert!(wrong.err.contains("строка 1") && wrong.err.contains("«12»"), "{wrong:#?}");
    assert_eq!(home.json(&["job", "show", "Сервис"])["rows"], 0);
}

#[test]
fn a_job_is_filled_from_the_base_by_what_is_known_of_clients() {
    let home = Home::new().with_firm();
    let mut text = String::from("Название;Телефон;Город;Метки\n");
    for n in 0..150 {
        let city = if n % 3 == 0 { "Омск" } else { "Москва" };
        let _ = writeln!(text, "Клиент {n};{};{city};{}", number(n), if n % 2 == 0 { "опт" } else { "" });
    }
    home.write("list.csv", text);
    home.ok(&["import", "clients", "list.csv"]);
    home.ok(&["job", "new", "Сервис", "--purpose", "service"]);
    let load = |more: &[&str]| home.json(&[&["job", "load", "Сервис", "--base"], more].concat());
    assert_eq!(load(&["--city", "омск", "--dry-run"])["known"], 50);
    assert_eq!(load(&["--city", "Омск", "--tag", "ОПТ", "--dry-run"])["known"], 25);
    assert_eq!(load(&["--deal", "yes", "--dry-run"])["all"], 0);
    assert_eq!(load(&["--silent-days", "30", "--dry-run"])["known"], 150);
    let done = load(&["--city", "Омск"]);
    assert_eq!((done["known"].as_u64(), done["load"].is_u64()), (Some(50), true));
    let again = load(&[]);
    assert_eq!((again["known"].as_u64(), again["in_job"].as_u64()), (Some(100), Some(50)));
    assert_eq!(home.json(&["job", "show", "Сервис"])["rows"], 150);
    let number = done["load"].as_u64().unwrap().to_string();
    let back = home.json(&["job", "unload", "Сервис", &number]);
    assert_eq!((back["rows"].as_u64(), back["cards"].as_bool()), (Some(50), Some(true)));
    assert_eq!(home.json(&["job", "show", "Сервис"])["rows"], 100);
    let again = home.run(&["job", "unload", "Сервис", &number]);
    assert!(again.code == 4 && again.err.contains("уже отменено"), "{again:?}");
    assert_eq!(home.run(&["job", "unload", "Сервис", "9999"]).code, 3);
    home.ok(&["verify"]);
}

#[test]
fn broken_lists_are_refused_with_a_sentence_and_change_nothing() {
    let home = Home::new().with_firm();
    home.ok(&["job", "new", "Сервис", "--purpose", "service"]);
    let lists = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lists/");
    for (file, code, part) in [
        ("empty.csv", 1, "пуст"),
        ("blank.csv", 1, "пуст"),
        ("no-phone.csv", 1, "телефон"),
        ("picture.csv", 1, ""),
        ("letter.docx", 1, ""),
        ("not-a-list.txt", 1, ""),
    ] {
        let said = home.run(&["job", "load", "Сервис", &format!("{lists}{file}")]);
        assert_eq!(said.code, code, "{file}: {said:#?}");
        assert!(said.err.to_lowercase().contains(part), "{file}: {said:#?}");
        assert!(said.err.lines().count() >= 2, "no hint for {file}: {said:#?}");
    }
    assert_eq!(home.json(&["job", "show", "Сервис"])["rows"], 0);
}

#[test]
fn a_row_that_is_left_out_leaves_the_card_alone_and_one_that_is_taken_fills_what_is_empty() {
    let home = Home::new().with_firm();
    home.ok(&["client", "new", "Вега", "--phone", "8 495 012-34-56", "--email", "first@vega.example"]);
    home.ok(&["client", "new", "Луч", "--person", "Пётр Сидоров", "--phone", "8 495 012-34-57"]);
    home.ok(&["client", "new", "Своя", "--phone", "8 495 012-34-58"]);
    home.ok(&["client", "new", "Стоп", "--phone", "8 495 012-34-59"]);
    home.ok(&["stop", "add", "84950123459", "--everything"]);
    home.write("own.txt", "8 495 012-34-58\n");
    home.ok(&["job", "new", "Сервис", "--purpose", "service"]);
    let card = |code: &str| home.json(&["show", code]);
    let before: Vec<Value> = ["3", "4"].map(card).into();
    home.write(
        "list.csv",
        "Название;Телефон;Почта;Город\nВега;84950123456;second@vega.example;Омск\nЛуч;84950123457;luch@luch.example;\n\
         Своя;84950123458;own@own.example;Омск\nСтоп;84950123459;stop@stop.example;Омск\n",
    );
    let load = |more: &[&str]| {
        home.json(&[&["job", "load", "Сервис", "list.csv", "--own", "own.txt"], more].concat())
    };
    let (trial, done) = (load(&["--dry-run"]), load(&[]));
    assert_eq!(counts(&trial), counts(&done));
    assert_eq!(
        (&done["known"], &done["own"], &done["stop_list"], &done["cards"]),
        (&2.into(), &1.into(), &1.into(), &1.into())
    );
    let vega = card("1").to_string();
    assert!(vega.contains("first@vega.example"), "{vega}");
    assert!(!vega.contains("second@vega.example"), "{vega}");
    let luch = card("2");
    assert!(luch.to_string().contains("luch@luch.example"), "{luch}");
    assert_eq!(luch.to_string().matches("+74950123457").count(), 1, "{luch}");
    assert_eq!(["3", "4"].map(card).to_vec(), before);
    // He is in the job already.
    let before = card("2");
    home.write("again.csv", "Название;Телефон;Метки;Не звонить\nЛуч;84950123457;опт;\n");
    let again = home.json(&["job", "load", "Сервис", "again.csv"]);
    assert_eq!((&again["in_job"], &again["cards"]), (&1.into(), &0.into()));
    assert_eq!(card("2"), before);
    // A prohibition of calls is kept all the same.
    home.write("forbids.csv", "Название;Телефон;Метки;Не звонить\nЛуч;84950123457;опт;да\n");
    home.json(&["job", "load", "Сервис", "forbids.csv"]);
    let gate = home.run(&["--format", "json", "gate", "2"]);
    assert_eq!(gate.json()["rule"], "stop-list", "{gate:#?}");
}
