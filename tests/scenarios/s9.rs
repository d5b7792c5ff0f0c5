//! S9: a supervisor loads a list and starts a job.

use std::fmt::Write as _;
use std::path::Path;

use dozvon::desk::jobs::{SetJob, StartJob};
use dozvon::domain::job::{JobState, Operators};
use dozvon::store::Store;
use dozvon::store::local::{EngineKind, LocalStore};
use serde_json::Value;

use crate::common::base::Base;
use crate::common::cli::Home;
use crate::common::stage::Stage;

/// A tenth of the scenario's list; `tests/jobs/list.rs` loads all of it.
const NEW: usize = 431;
const KNOWN: usize = 40;
const DOUBLES: usize = 12;
const STOPPED: usize = 9;
const NO_CONSENT: usize = 6;
const BAD: usize = 2;

fn number(n: usize) -> String {
    format!("8 (495) 01{}-{:02}-{:02}", n / 10_000, n / 100 % 100, n % 100)
}

fn rows(from: usize, to: usize, name: &str, consent: &str) -> String {
    let mut out = String::new();
    for n in from..to {
        let _ = writeln!(out, "{name} {n};{};Москва;{consent}", number(n));
    }
    out
}

fn list() -> Vec<u8> {
    let mut text = "Название;Телефон;Город;Согласие\n".to_owned();
    text.push_str(&rows(0, NEW + KNOWN + STOPPED, "Клиент", "12.03.2026"));
    text.push_str(&rows(0, DOUBLES, "Тот же", "12.03.2026"));
    text.push_str(&rows(6000, 6000 + NO_CONSENT, "Клиент", ""));
    for n in 0..BAD {
        let _ = writeln!(text, "Без номера {n};12{n};Москва;12.03.2026");
    }
    encoding_rs::WINDOWS_1251.encode(&text).0.into_owned()
}

/// The list is loaded, and the job knows nothing but its script.
fn loaded() -> Home {
    let home = Home::new().with_firm();
    let known = rows(NEW, NEW + KNOWN, "Клиент", "");
    home.write("known.csv", format!("Название;Телефон;Город;Согласие\n{known}"));
    home.ok(&["import", "clients", "known.csv"]);
    let first = NEW + KNOWN;
    let stops: String = (first..first + STOPPED).map(|n| format!("{}\n", number(n))).collect();
    home.write("stops.txt", stops);
    home.ok(&["stop", "load", "stops.txt", "--proof", "Отказы оператора"]);
    home.write("list.csv", list());
    home.ok(&[
        "script",
        "load",
        concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scripts/cold-wholesale.toml"),
    ]);
    home.ok(&["job", "new", "Опт", "--purpose", "advertising", "--script", "cold-wholesale"]);
    home.ok(&["job", "set", "Опт", "--hours", "9-20", "--attempts", "5"]);
    let counts = |value: &Value| -> Vec<u64> {
        let keys = ["all", "new", "known", "in_file", "stop_list", "no_consent", "bad_number"];
        keys.iter().map(|key| value[key].as_u64().unwrap()).collect()
    };
    let tried = counts(&home.json(&["job", "load", "Опт", "list.csv", "--dry-run"]));
    let want = [500, NEW, KNOWN, DOUBLES, STOPPED, NO_CONSENT, BAD].map(|n| n as u64);
    assert_eq!(tried, want);
    assert_eq!(tried[0], tried[1..].iter().sum::<u64>(), "the six numbers add up");
    assert_eq!(counts(&home.json(&["job", "load", "Опт", "list.csv"])), want, "as predicted");
    let again = home.json(&["job", "load", "Опт", "list.csv"]);
    assert_eq!((again["new"].as_u64(), again["load"].is_null()), (Some(0), true));
    home
}

fn open(home: &Home) -> Base {
    Base::empty_on(LocalStore::open(&home.data(), EngineKind::Sled, &mut |_| {}).unwrap())
}

/// What the rest of the card wants.
fn wanted() -> SetJob {
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    SetJob {
        label: Some("Дозвон, опт".into()),
        operators: Some(Operators::Everybody),
        dates: Some((day(10), day(30))),
        ..SetJob::default()
    }
}

fn state(base: &Base) -> JobState {
    base.desk.catalog().unwrap().list_by_name("Опт").unwrap().job.state
}

#[test]
fn a_supervisor_starts_a_job_from_its_card() {
    let home = loaded();
    for size in [(80, 24), (120, 36)] {
        let copy = Home::new();
        copy_all(&home.data(), &copy.data());
        let base = open(&copy);
        let mut operator = Stage::new(&base, size);
        operator.see_no("Клиент 0");
        let mut stage = Stage::with(
            &base,
            base.admin.clone(),
            crate::common::stage::Setting { size, ..Default::default() },
        );
        stage.keys("c").see("Опт").keys("Enter").see("Начать нельзя");
        for missing in ["нет операторов", "нет подписи звонящего", "нет дат"]
        {
            stage.see(missing);
        }
        stage.see("cold-wholesale — проверка").see("до 20:00 можно 471");
        // Every line of the load, with its rows and the reason of each.
        let parts = [
            ("новых", "Клиент 0"),
            ("уже в базе", "Клиент 431"),
            ("повтор в файле", "Клиент 11"),
            ("стоп-лист", "Клиент 479"),
            ("без согласия", "Клиент 6000"),
            ("плохой номер", "120"),
        ];
        for (what, reason) in parts {
            stage.keys("Down").see(what).keys("Enter").see(reason).keys("Esc");
        }
        stage.keys("Home Enter Enter Enter").see("Начать нельзя");
        assert_eq!(state(&base), JobState::Draft);
        // What is missing is set up on the spot; what is not understood says so, and stays.
        stage.keys("End Up Up Up Up Up Up Enter").see("настройка").see("звонят: никого").keys("Enter");
        stage.paste("Никто").see("такого нет").keys("Ctrl+S").see("настройка").keys("Ctrl+U");
        stage.paste("все").keys("Enter").paste("Дозвон, опт").keys("Enter");
        stage.paste("сегодня").keys("Enter").paste("9.11.2026").see("раньше первого").keys("Ctrl+U");
        stage.paste("30.11.2026").see("10.11.2026 – 30.11.2026").keys("Enter");
        stage.keys("Backspace Backspace '19' Ctrl+S").see("настроен");
        let set = base.desk.catalog().unwrap().list_by_name("Опт").unwrap().clone();
        let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 11, day);
        assert_eq!((set.label.as_str(), set.job.from, set.job.to), ("Дозвон, опт", day(10), day(30)));
        assert_eq!((&set.job.operators, set.window.is_some()), (&Operators::Everybody, true));
        stage.keys("Home").see("Начать обзвон").see_no("нет операторов");
        stage.keys("Enter").see("Enter ещё раз");
        assert_eq!(state(&base), JobState::Draft);
        stage.keys("Enter").see("Поставить на паузу");
        assert_eq!(state(&base), JobState::Running);
        // The first operator sees the rows within a second, without a key.
        operator.wait(1_000).see("Клиент 0");
    }
}

#[test]
fn the_command_line_and_the_screen_make_the_same_events() {
    let home = loaded();
    let by_keys = Home::new();
    copy_all(&home.data(), &by_keys.data());
    home.ok(&[
        "job",
        "set",
        "Опт",
        "--label",
        "Дозвон, опт",
        "--operators",
        "all",
        "--from",
        "10.11.2026",
        "--to",
        "30.11.2026",
    ]);
    home.ok(&["job", "start", "Опт"]);
    let base = open(&by_keys);
    let list = base.desk.catalog().unwrap().list_by_name("Опт").unwrap().id;
    base.desk.execute(&base.admin, base.clock.now(), &wanted().of(list)).unwrap();
    let mut stage = Stage::with(&base, base.admin.clone(), crate::common::stage::Setting::default());
    stage.keys("c Enter Enter Enter").see("Поставить на паузу");
    drop(stage);
    let of_keys = last_change(base.store.as_ref());
    drop(base);
    let said = LocalStore::open(&home.data(), EngineKind::Sled, &mut |_| {}).unwrap();
    assert_eq!(last_change(&said), of_keys);
}

/// The last event about jobs: its name, what it changed, and what the job is since.
fn last_change(store: &dyn Store) -> (String, usize, JobState, String) {
    let reads = dozvon::store::Reads(store);
    let job = reads.all::<dozvon::domain::call_list::CallList>().unwrap().remove(0).record;
    let entries = (1..=store.last_seq()).rev().filter_map(|seq| store.entry(seq).unwrap());
    let about = |entry: &dozvon::store::Entry| entry.origin.case().0.starts_with("job.");
    let mut found = entries.filter(about);
    let start = found.next().unwrap();
    let name = start.origin.case().0.to_owned();
    let job_now = format!("{:?} {:?} {:?}", job.label, job.job.operators, job.max_attempts);
    (name, start.changes.len(), job.job.state, job_now)
}

#[test]
fn advertising_without_consent_is_not_started_by_keys_either() {
    let home = Home::new();
    home.ok(&[
        "script",
        "load",
        concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scripts/cold-wholesale.toml"),
    ]);
    home.ok(&["job", "new", "Опт", "--purpose", "advertising", "--script", "cold-wholesale"]);
    home.write("bare.csv", format!("Название;Телефон;Город;Прочее\n{}", rows(0, 20, "Клиент", "")));
    home.ok(&["job", "load", "Опт", "bare.csv"]);
    let base = open(&home);
    let list = base.desk.catalog().unwrap().list_by_name("Опт").unwrap().id;
    base.desk.execute(&base.admin, base.clock.now(), &wanted().of(list)).unwrap();
    let mut stage = Stage::with(&base, base.admin.clone(), crate::common::stage::Setting::default());
    stage.keys("c Enter").see("нет строк").keys("Enter Enter Enter").see("Начать нельзя");
    assert_eq!(state(&base), JobState::Draft);
    let refused = base.desk.execute(&base.admin, base.clock.now(), &StartJob(list));
    assert!(refused.is_err());
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &target);
        } else if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
