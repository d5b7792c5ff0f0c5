//! A call that was promised for a day without an hour: due all that day where the client is, late when it is over, and said as
//! a day wherever it is said.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use std::str::FromStr;

use common::base::{Base, Row, moment};
use common::cli::Home;
use common::stage::Stage;
use dozvon::desk::callbacks::ShareOverdue;
use dozvon::desk::clients::SetWishes;
use dozvon::desk::day::{EndsOf, LooseEnd, MorningOf};
use dozvon::desk::queue::{Counts, QueueRow, QueueView, TakeNext};
use dozvon::desk::result::Answers;
use dozvon::domain::ids::{ClientId, RecordId};
use dozvon::domain::queue::{EntryKind, EntryState, Place, QueueEntry, Rank};
use dozvon::domain::time::Moment;
use dozvon::i18n::{Lang, Texts};

/// A call promised for a day; the moment is the one from which it is offered.
fn day(when: &str) -> Answers {
    Answers { when: Some(moment(when)), whole_day: true, personal: true, ..Answers::default() }
}

fn view(base: &Base) -> (Vec<QueueRow>, Counts) {
    base.desk.query(&base.operator, base.clock.now(), &QueueView { limit: 100 }).unwrap()
}

fn rank(base: &Base, client: ClientId) -> Rank {
    let rows = view(base).0;
    rows.iter().find(|row| row.client.id == client).unwrap().rank
}

fn all(base: &Base) -> Vec<QueueEntry> {
    base.all::<QueueEntry>()
}

/// Vladivostok is seven hours ahead of the operator: its 12th of November begins on the 11th.
fn far() -> (Base, ClientId) {
    let base = Base::empty();
    let far = base.client(Row::new("Видео маркет", "Владивосток").phone("8 (423) 201-11-22"));
    base.call(far, '2', day("2026-11-12T10:00:00+10:00"), "");
    (base, far)
}

#[test]
fn it_is_due_all_day_by_the_clients_clock_and_late_the_next() {
    let (base, far) = far();
    for (at, expected, overdue) in [
        ("2026-11-12T09:59:00+10:00", Rank::Later, 0),
        ("2026-11-12T10:00:00+10:00", Rank::PromiseDay, 0),
        ("2026-11-12T10:06:00+10:00", Rank::PromiseDay, 0),
        ("2026-11-12T19:59:00+10:00", Rank::PromiseDay, 0),
        ("2026-11-13T09:30:00+10:00", Rank::PromiseOverdue, 1),
    ] {
        base.clock.set(at);
        let counts = view(&base).1;
        assert_eq!((rank(&base, far), counts.overdue), (expected, overdue), "{at}");
        let shared = base.desk.execute(&base.operator, base.clock.now(), &ShareOverdue { after_minutes: 15 });
        assert_eq!(shared.unwrap().len(), overdue, "{at}: whose promise it is");
    }
}

#[test]
fn one_with_an_hour_goes_first_in_its_minute() {
    let (base, far) = far();
    let near = base.client(Row::new("Сигма", "Владивосток").phone("8 (423) 201-11-23"));
    let when = Some(moment("2026-11-12T12:00:00+10:00"));
    base.call(near, '2', Answers { when, ..Answers::default() }, "");
    let next = |at: &str| {
        base.clock.set(at);
        view(&base).0[0].client.id
    };
    assert_eq!(next("2026-11-12T11:00:00+10:00"), far);
    assert_eq!(next("2026-11-12T11:58:00+10:00"), near);
    // Not kept in its minutes it has waited in vain; the day has time yet.
    assert_eq!(next("2026-11-12T12:30:00+10:00"), near);
    let taken = base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap().unwrap();
    assert_eq!(taken.entry.client, near);
}

#[test]
fn the_screen_names_the_day_and_no_hour() {
    let (base, _) = far();
    let texts = Texts::new(Lang::Ru);
    let morning = |base: &Base| {
        let now = base.clock.now();
        let morning = base.desk.query(&base.operator, now, &MorningOf).unwrap();
        let lines = texts.morning(&morning, base.operator.zone, now);
        lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n")
    };
    // Five in the morning in Moscow, noon there.
    base.clock.set("2026-11-12T12:00:00+10:00");
    assert!(morning(&base).contains("На сегодня 1 обещание, час не назван."), "{}", morning(&base));
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("F2").see("днём").see("обещано на сегод").see_no("▲").see_no("просроч");
    stage.keys("?").see("обещан днём").see("в любой час этого дня").see_no("10:00").see_no("03:00");
    insta::assert_snapshot!("why_of_a_day_120x36", stage.screen());

    base.clock.set("2026-11-13T11:00:00+10:00");
    assert!(morning(&base).contains("Просрочено 1 обещание: вчера."), "{}", morning(&base));
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("F2").see("▲").see("просрочено: обещ");
    stage.keys("?").see("Срок был вчера").see("день прошёл").see_no("10:00").see_no("03:00");
}

#[test]
fn the_day_is_closed_with_a_promise_for_it_only_when_somebody_can_keep_it() {
    let (base, far) = far();
    let ends = |at: &str| {
        base.clock.set(at);
        base.desk.query(&base.operator, base.clock.now(), &EndsOf).unwrap()
    };
    let now = "2026-11-12T12:00:00+10:00";
    assert!(ends(now).is_empty(), "whose hours nobody has told may well be there");
    let hours = dozvon::desk::access::SetShift {
        user: base.operator.user,
        shift: dozvon::domain::shift::ShiftHours::new(
            chrono_tz::Europe::Moscow,
            &[chrono::Weekday::Wed, chrono::Weekday::Thu, chrono::Weekday::Fri],
            false,
            chrono::NaiveTime::from_hms_opt(4, 0, 0).unwrap(),
            180,
        ),
    };
    base.desk.execute(&base.admin, base.clock.now(), &hours).unwrap();
    // The day before: his shift comes while the day lasts there.
    assert!(ends("2026-11-11T06:30:00+03:00").is_empty());
    // He leaves, and comes back only tomorrow.
    let left = ends("2026-11-12T06:30:00+03:00");
    assert!(
        matches!(left[..], [LooseEnd::Unkept { client, promised, .. }] if client == far && promised.whole_day)
    );
    let said = Texts::new(Lang::Ru);
    let said = said.say(&said.loose_end(&left[0], base.operator.zone, base.clock.now()));
    assert!(said.contains("на сегодня некому выполнить"), "{said}");
    let late = ends("2026-11-13T06:30:00+03:00");
    assert!(matches!(late[..], [LooseEnd::Overdue { .. }]), "{late:?}");
}

#[test]
fn the_order_of_the_lanes_is_that_of_the_points_wherever_the_clients_are() {
    let base = Base::empty();
    let zones = [
        "Europe/Kaliningrad",
        "Europe/Moscow",
        "Asia/Omsk",
        "Asia/Vladivostok",
        "Asia/Kamchatka",
        "Asia/Almaty",
        "Europe/Minsk",
        "Asia/Tashkent",
        "",
    ];
    for (n, zone) in zones.iter().enumerate() {
        for (m, when) in ["2026-11-11T12:00:00", "2026-11-12T14:30:00"].iter().enumerate() {
            for whole_day in [true, false] {
                let name = format!("Клиент {n}-{m}-{whole_day}");
                let phone = format!("8 (495) 0{n}{m}-{:02}-11", u8::from(whole_day));
                let client = base.client(Row::new(&name, "").phone(&phone));
                let local = chrono::NaiveDateTime::from_str(when).unwrap();
                let clock = chrono_tz::Tz::from_str(zone).unwrap_or(chrono_tz::Europe::Moscow);
                let when = Moment::from(local.and_local_timezone(clock).unwrap());
                if let Ok(zone) = chrono_tz::Tz::from_str(zone) {
                    let wishes = SetWishes { client, hours: None, zone: Some(zone) };
                    base.desk.execute(&base.operator, base.clock.now(), &wishes).unwrap();
                }
                let answers = Answers { when: Some(when), whole_day, ..Answers::default() };
                base.call(client, '2', answers, "");
            }
        }
    }
    let promises = all(&base).iter().filter(|entry| entry.kind == EntryKind::Promise).count();
    assert_eq!(promises, zones.len() * 4);
    let weights = base.desk.catalog().unwrap().weights().clone();
    let mut days = 0;
    let mut at = moment("2026-11-11T09:00:00+03:00");
    while at < moment("2026-11-13T20:00:00+03:00") {
        base.clock.forward(at.millis() - base.clock.now().millis());
        let (rows, counts) = view(&base);
        let due: Vec<&QueueRow> =
            rows.iter().filter(|row| row.rank != Rank::Later && row.gate.is_ok()).collect();
        let place = |entry: &QueueEntry| weights.place(entry, base.operator.user, at);
        let places: Vec<Place> = due.iter().map(|row| place(&row.entry)).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{at:?}: {places:?}");
        assert!(due.iter().all(|row| row.rank == row.entry.rank(at)), "{at:?}");
        // Nobody is left out, and nobody comes twice.
        let callable = |entry: &QueueEntry| {
            let hours = entry.zone.map_or_else(Vec::new, |zone| vec![at.in_zone(zone)]);
            !hours.is_empty() && hours.iter().all(|local| (9..20).contains(&chrono::Timelike::hour(local)))
        };
        let mut expected: Vec<u64> = all(&base)
            .iter()
            .filter(|entry| entry.state == EntryState::Waiting && entry.rank(at) != Rank::Later)
            .filter(|entry| callable(entry))
            .map(|entry| entry.id.as_u64())
            .collect();
        let mut found: Vec<u64> =
            due.iter().filter(|row| row.entry.zone.is_some()).map(|row| row.entry.id.as_u64()).collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{at:?}");
        let late = due.iter().filter(|row| row.rank == Rank::PromiseOverdue).count();
        assert_eq!(counts.overdue, late, "{at:?}");
        days += due.iter().filter(|row| row.rank == Rank::PromiseDay).count();
        at = at.plus_minutes(97);
    }
    assert!(days > 20, "{days}");
}

#[test]
fn the_command_line_says_the_day() {
    let home = Home::new();
    let id = {
        let base = Base::empty_in(&home.data());
        let client = base.client(Row::new("Вега", "Москва").phone("8 (495) 111-22-33"));
        base.call(client, '2', day("2026-11-12T10:00:00+03:00"), "");
        all(&base)[0].id.as_u64().to_string()
    };
    let before = home.ok(&["--as", "Иванова О.", "queue", "why", &id]).out;
    assert!(before.contains("Срок чт 12.11, час не назван"), "{before}");
    assert!(!before.contains("10:00"), "{before}");
}

#[test]
fn what_is_moved_is_named_by_both_clocks() {
    let base = Base::empty();
    let far = base.client(Row::new("Видео маркет", "Владивосток").phone("8 (423) 201-11-22"));
    let when = Some(moment("2026-11-12T12:00:00+10:00"));
    base.call(far, '2', Answers { when, ..Answers::default() }, "");
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'Видео' Enter W").see("12:00 у клиента").see("05:00 у вас");
    insta::assert_snapshot!("move_80x24", stage.screen());
}
