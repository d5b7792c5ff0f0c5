//! Other clocks, the ends of days and months, clocks that jump, and laws that hold for any text.

use chrono::TimeZone;
use chrono_tz::{Asia, Europe};
use proptest::prelude::*;

use super::super::*;
use super::{MOSCOW_NOW, check, moment, said};

#[test]
fn the_clients_clock_and_date_count() {
    // 16:05 on Tuesday in Vladivostok, 9:05 in Moscow.
    check(
        "2026-11-10T09:05:00+03:00",
        Asia::Vladivostok,
        &[
            ("завтра 11", "11-11 11:00 m"),
            ("в 11", "11-11 11:00 m"),
            ("в 17", "11-10 17:00 m"),
            ("через 2 часа", "11-10 18:05 m"),
            ("сегодня", "11-10 17:00 d"),
            ("сегодня после обеда", "11-10 17:00 p"),
            ("сегодня утром", "Past"),
            ("утром", "11-11 10:00 p"),
            ("в 11 по Москве", "11-10 18:00 m"),
            ("завтра в 9 мск", "11-11 16:00 m"),
        ],
    );
    // Tuesday 20:30 in Moscow is Wednesday 3:30 there: «завтра» is Thursday.
    check(
        "2026-11-10T20:30:00+03:00",
        Asia::Vladivostok,
        &[
            ("завтра 11", "11-12 11:00 m"),
            ("сегодня 11", "11-11 11:00 m"),
            ("сегодня", "11-11 10:00 d"),
            ("в среду в 11", "11-11 11:00 m"),
            ("в среду", "11-18 10:00 d"),
            ("завтра в 11 по мск", "11-11 18:00 m"),
        ],
    );
    check("2026-11-10T20:30:00+03:00", Europe::Kaliningrad, &[("завтра 11", "11-11 11:00 m")]);
}

#[test]
fn around_midnight_and_the_ends_of_months_and_years() {
    check(
        "2026-11-30T23:50:00+03:00",
        Europe::Moscow,
        &[
            ("завтра", "12-01 10:00 d"),
            ("через 15 мин", "12-01 00:05 m"),
            ("через 5 минут", "11-30 23:55 m"),
            ("в полночь", "12-01 00:00 m"),
            ("сегодня в 23:55", "11-30 23:55 m"),
            ("сегодня", "Past"),
            ("сегодня вечером", "Past"),
            ("в конце месяца", "12-31 10:00 d"),
            ("31-го", "12-31 10:00 d"),
            ("30-го", "12-30 10:00 d"),
            ("через месяц", "12-30 10:00 d"),
            ("в конце недели", "12-04 10:00 d"),
        ],
    );
    check(
        "2026-12-31T10:00:00+03:00",
        Europe::Moscow,
        &[
            ("завтра", "2027-01-01 10:00 d"),
            ("через 2 месяца", "2027-02-28 10:00 d"),
            ("в 10", "2027-01-01 10:00 m"),
            ("1 января", "2027-01-01 10:00 d"),
            ("31-го", "2027-01-31 10:00 d"),
            ("в конце недели", "2027-01-01 10:00 d"),
            ("30.12", "Past"),
        ],
    );
    check(
        "2026-11-13T10:00:00+03:00",
        Europe::Moscow,
        &[
            ("в конце недели", "11-20 10:00 d"),
            ("в конце недели после обеда", "11-13 14:00 p"),
            ("в выходные", "11-14 10:00 d"),
            ("через 1 рабочий день", "11-16 10:00 d"),
        ],
    );
    check(
        "2026-11-10T10:00:42+03:00",
        Europe::Moscow,
        &[("через 15 мин", "11-10 10:15 m"), ("через минуту", "11-10 10:01 m"), ("в 10", "11-11 10:00 m")],
    );
}

#[test]
fn clocks_that_jump() {
    // Berlin skips 2:00–3:00 on 2027-03-28 and shows it twice on 2026-10-25.
    check("2027-03-27T12:00:00+01:00", Europe::Berlin, &[("завтра в 2:30 ночи", "03-28 03:00 m")]);
    let twice = said("в 2:30 ночи", moment("2026-10-25T02:40:00+02:00"), Europe::Berlin);
    assert_eq!(twice, "2026-10-25 02:30 m");
    // Samoa had no 30 December 2011.
    check("2011-12-29T12:00:00-10:00", chrono_tz::Pacific::Apia, &[("завтра в 11", "12-31 00:00 m")]);
}

#[test]
fn the_far_ends_of_time_are_refused() {
    for ms in [i64::MIN, i64::MIN / 2, i64::MAX / 2, i64::MAX] {
        let now = Moment::from_millis(ms);
        assert_eq!(read("завтра в 11", now, Europe::Moscow), Err(WhenError::TooFar), "{ms}");
    }
}

const VOCABULARY: &[&str] = &[
    "завтра",
    "сегодня",
    "послезавтра",
    "в",
    "на",
    "к",
    "с",
    "до",
    "после",
    "через",
    "in",
    "at",
    "11",
    "11:30",
    "25.11",
    "25",
    "3",
    "0",
    "31.02",
    "2026",
    "25.11.2026",
    "2026-11-25",
    "-",
    ".",
    ",",
    ":",
    "+",
    "/",
    "часа",
    "час",
    "мин",
    "дня",
    "утра",
    "ночи",
    "вечером",
    "утром",
    "обеда",
    "пн",
    "вторник",
    "следующий",
    "след.",
    "неделе",
    "месяца",
    "конце",
    "начале",
    "полчаса",
    "полтора",
    "полпятого",
    "без",
    "пять",
    "двадцать",
    "го",
    "числа",
    "ноября",
    "февраля",
    "nov",
    "29",
    "next",
    "week",
    "end",
    "of",
    "the",
    "friday",
    "pm",
    "am",
    "noon",
    "полночь",
    "мск",
    "по",
    "год",
    "24:00",
    "рабочих",
    "4294967295",
    "первой",
    "половине",
    "выходные",
    "пол",
    "with",
];

proptest! {
    #[test]
    fn never_panics(text in any::<String>(), ms in any::<i64>(), zone in 0_usize..600) {
        let zone = chrono_tz::TZ_VARIANTS[zone % chrono_tz::TZ_VARIANTS.len()];
        let _ = read(&text, Moment::from_millis(ms), zone);
    }

    #[test]
    fn what_is_read_lies_ahead(
        words in prop::collection::vec(prop::sample::select(VOCABULARY), 1..6),
        ms in -2_000_000_000_000_i64..6_000_000_000_000,
        zone in 0_usize..600,
    ) {
        let zone = chrono_tz::TZ_VARIANTS[zone % chrono_tz::TZ_VARIANTS.len()];
        let now = Moment::from_millis(ms);
        if let Ok(reading) = read(&words.join(" "), now, zone) {
            prop_assert!(reading.at > now, "{words:?}");
            prop_assert!(reading.at.days_since(now) <= 733, "{words:?}");
            prop_assert_eq!(reading.at.millis() % 1000, 0);
        }
    }

    #[test]
    fn a_full_date_and_time_is_read_as_written(minutes in 1_i64..1_000_000, zone in 0_usize..11) {
        let zone = crate::domain::geo::ZONES[zone];
        let now = moment(MOSCOW_NOW);
        let at = now.plus_minutes(minutes).in_zone(zone);
        let written = at.format("%d.%m.%Y %H:%M").to_string();
        let expected = zone.from_local_datetime(&at.naive_local()).earliest().unwrap();
        prop_assert_eq!(
            read(&written, now, zone),
            Ok(Reading { at: expected.into(), precision: Precision::Minute, until: None }),
            "{}", written
        );
    }
}
