//! The edges of 230-ФЗ ст. 7 ч. 3 п. 3, by keys and by commands: both sides of the midnight at which the second call of a week
//! and the eighth of a month are far enough back, by the calendar of the client.

use super::common::base::{Base, Row};
use super::common::cli::Home;
use super::common::stage::Stage;
use super::rules::{job, options, set, start};
use dozvon::desk::jobs::{FileLoad, SetJob};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::ids::CallListId;
use dozvon::domain::interaction::Interaction;
use dozvon::domain::recycle::{Rule, Shift};
use dozvon::store::Reads;

/// Mondays and Thursdays: never more than two in seven days, and eight within twenty-five.
const CALLS: [&str; 8] = ["11-12", "11-16", "11-19", "11-23", "11-26", "11-30", "12-03", "12-07"];

/// A moment of 2026 in Omsk, three hours ahead of Moscow.
fn omsk(day: &str, time: &str) -> String {
    format!("2026-{day}T{time}:00+06:00")
}

/// A running job with one debtor in Omsk, who decides nothing else.
fn debtor(base: &Base) -> CallListId {
    base.clock.set(&omsk(CALLS[0], "12:00"));
    let list = job(base, "Долги", Purpose::Debt, []);
    let outcome = "no-answer".to_owned();
    let rule = Rule { outcome, minutes: 180, shift: Shift::Day, other_number: false, most: 50 };
    set(base, list, SetJob { attempts: Some(50), rules: vec![rule], ..SetJob::default() });
    let row = Row::new("Вега", "Омск").phone("8 (3812) 01-22-33").0;
    let now = base.clock.now();
    let mut load = FileLoad::new(&base.desk, &base.admin, now, options(list, false)).unwrap();
    load.row(&row).unwrap();
    load.finish().unwrap();
    start(base, list);
    list
}

fn calls(base: &Base) -> usize {
    Reads(base.store.as_ref()).all::<Interaction>().unwrap().len()
}

/// A call nobody answers, at this time in Omsk.
fn call(base: &Base, stage: &mut Stage, day: &str) {
    let before = calls(base);
    base.clock.set(&omsk(day, "12:00"));
    stage.settle();
    stage.keys("F3 'вега' Enter").see("● можно").keys("Ctrl+G Ctrl+G 6").see("Нет ответа");
    assert_eq!(calls(base), before + 1, "{day}: {}", stage.screen());
}

/// What the card and the dial key say at a time in Omsk; whether the call could be begun.
fn tries(base: &Base, stage: &mut Stage, day: &str, time: &str) -> bool {
    base.clock.set(&omsk(day, time));
    stage.settle();
    stage.keys("F3 'вега' Enter");
    let allowed = stage.shows("● можно");
    stage.keys("Ctrl+G");
    assert_eq!(stage.shows("Наберите"), allowed, "{day} {time}: {}", stage.screen());
    allowed
}

#[test]
fn the_second_call_of_a_week_and_both_sides_of_the_midnight_that_frees_it() {
    for size in [(80, 24), (120, 36)] {
        let base = Base::empty();
        debtor(&base);
        let mut stage = Stage::new(&base, size);
        call(&base, &mut stage, "11-12");
        // Once a day: not again the same evening, but on the day after.
        assert!(!tries(&base, &mut stage, "11-12", "21:59"));
        stage.see("не больше 1 звонка в день");
        call(&base, &mut stage, "11-16");
        // Seven days running, of which the twelfth is the first: to the end of the eighteenth in Omsk.
        assert!(!tries(&base, &mut stage, "11-18", "21:59"));
        stage.see("не больше 2 звонков за 7 дней").see("у клиента");
        assert!(!tries(&base, &mut stage, "11-18", "23:59"));
        stage.see("не больше 2 звонков за 7 дней");
        // Behind his midnight, which is nine in the evening here, only the hours are in the way.
        assert!(!tries(&base, &mut stage, "11-19", "00:00"));
        stage.see("не время звонить").see_no("звонков за 7 дней");
        assert!(tries(&base, &mut stage, "11-19", "08:00"), "{}", stage.screen());
    }
}

#[test]
fn the_eighth_call_of_a_month_and_both_sides_of_the_midnight_that_frees_it() {
    for size in [(80, 24), (120, 36)] {
        let base = Base::empty();
        debtor(&base);
        let mut stage = Stage::new(&base, size);
        for day in CALLS {
            call(&base, &mut stage, day);
        }
        // Thirty-one days running, of which the twelfth of November is the first: to the end of the twelfth of December. The two
        // of the last week are far enough back on the tenth already.
        for (day, time) in [("12-10", "12:00"), ("12-12", "19:59"), ("12-12", "23:59")] {
            assert!(!tries(&base, &mut stage, day, time), "{day} {time}");
            stage.see("не больше 8 звонков за 31 день").see("230-ФЗ").see("у клиента");
        }
        // A Sunday: from nine on.
        assert!(!tries(&base, &mut stage, "12-13", "00:00"));
        stage.see("не время звонить").see_no("за 31 день");
        assert!(tries(&base, &mut stage, "12-13", "09:00"), "{}", stage.screen());
        // The ninth call is made, and the next one waits for the second of the eight to be far enough back.
        stage.keys("Ctrl+G 6").see("Нет ответа");
        assert!(!tries(&base, &mut stage, "12-16", "23:59"));
        stage.see("не больше 8 звонков за 31 день");
        assert!(tries(&base, &mut stage, "12-17", "08:00"), "{}", stage.screen());
    }
}

#[test]
fn commands_say_the_same_of_both_edges() {
    let home = Home::new();
    let phone = {
        let base = Base::empty_in(&home.data());
        debtor(&base);
        let mut stage = Stage::new(&base, (120, 36));
        for day in CALLS {
            call(&base, &mut stage, day);
        }
        base.all::<dozvon::domain::client::Client>()[0].phones().next().unwrap().to_string()
    };
    let gate = |at: &str| {
        let said = home.run(&["gate", &phone, "--list", "Долги", "--at", at]);
        let json = home.run(&["--format", "json", "gate", &phone, "--list", "Долги", "--at", at]).json();
        (said.code, json["rule"].as_str().unwrap_or("none").to_owned(), said.out)
    };
    // By the clock of the one who asks, in Moscow; in Omsk it is three hours later.
    for (at, rule, words) in [
        // Two in the week before: on the ninth of December, and to its midnight in Omsk.
        ("2026-12-09 12:00", "often", "31 день"),
        ("2026-12-12 16:59", "often", "31 день"),
        ("2026-12-12 20:59", "often", "31 день"),
        ("2026-12-12 21:00", "hours", "не время"),
        ("2026-12-13 05:59", "hours", "не время"),
        ("2026-12-13 06:00", "none", "● можно"),
    ] {
        let (code, said, out) = gate(at);
        assert_eq!((said.as_str(), code), (rule, if rule == "none" { 0 } else { 4 }), "{at}: {out}");
        assert!(out.contains(words), "{at}: {out}");
        // The client's clock stands beside that of whoever asks.
        assert!(code == 0 || out.contains("09:00 у клиента") && out.contains("06:00 у вас"), "{at}: {out}");
    }
    // The queue holds him back till the same minute.
    let asked = |at: &str, question: &[&str]| home.json(&[&["at", at], question].concat());
    assert_eq!(asked("2026-12-09 12:00", &["queue", "empty"])["all"]["next"], "2026-12-13T06:00:00+03:00");
    let next = |at: &str| asked(at, &["job", "next", "Долги"]).as_array().unwrap().len();
    assert_eq!((next("2026-12-13 05:59"), next("2026-12-13 06:00")), (0, 1));
    home.ok(&["verify"]);
}

#[test]
fn a_command_says_the_week_by_the_clients_clock() {
    let home = Home::new();
    {
        let base = Base::empty_in(&home.data());
        debtor(&base);
        let mut stage = Stage::new(&base, (120, 36));
        call(&base, &mut stage, "11-12");
        call(&base, &mut stage, "11-16");
    }
    let rule = |at: &str| {
        let said = home.run(&["--format", "json", "gate", "83812012233", "--list", "Долги", "--at", at]);
        said.json()["rule"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(rule("2026-11-18 18:59"), "often");
    assert_eq!(rule("2026-11-18 20:59"), "often");
    assert_eq!(rule("2026-11-18 21:00"), "hours");
    assert_eq!(rule("2026-11-19 04:59"), "hours");
    assert_eq!(rule("2026-11-19 05:00"), "none");
    let said = home.run(&["gate", "83812012233", "--list", "Долги", "--at", "2026-11-17 12:00"]);
    assert!(said.out.contains("чт 19.11 08:00 у клиента · 05:00 у вас"), "{said:?}");
    // What is no job's may be about his debt all the same.
    let said = home.run(&["gate", "83812012233", "--at", "2026-11-17 12:00"]);
    assert!(said.code == 4 && said.out.contains("за 7 дней"), "{said:?}");
}

/// Days are counted by the client's calendar, also where it is another day with whoever calls.
#[test]
fn an_evening_in_kaliningrad_is_not_tomorrow_because_it_is_so_for_the_operator() {
    let base = Base::empty();
    base.clock.set("2026-11-12T18:30:00+02:00");
    let list = job(&base, "Долги", Purpose::Debt, []);
    set(&base, list, SetJob { attempts: Some(50), ..SetJob::default() });
    let row = Row::new("Янтарь", "Калининград").phone("8 (4012) 01-22-33").0;
    let mut load = FileLoad::new(&base.desk, &base.admin, base.clock.now(), options(list, false)).unwrap();
    load.row(&row).unwrap();
    load.finish().unwrap();
    start(&base, list);
    let far = dozvon::desk::Who { zone: chrono_tz::Asia::Vladivostok, ..base.operator.clone() };
    let mut stage = Stage::with(&base, far, Default::default());
    // For the operator it is the thirteenth already, half past two at night.
    stage.keys("F3 'янтарь' Enter").see("● можно").keys("Ctrl+G Ctrl+G 6").see("Нет ответа");
    base.clock.set("2026-11-12T21:30:00+02:00");
    stage.settle();
    stage.keys("F3 'янтарь' Enter").see("завтра 08:00").see("16:00 у вас");
    stage.keys("Ctrl+G").see("не больше 1 звонка в день").see_no("Наберите");
    base.clock.set("2026-11-13T08:00:00+02:00");
    stage.settle();
    stage.keys("F3 'янтарь' Enter").see("● можно");
}
