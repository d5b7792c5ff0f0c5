//! The language: what is understood, what is refused and where, and that what is written is read as the same.

use proptest::prelude::*;

use super::*;
use crate::domain::text::Lang;
use crate::domain::time::{DAY_MS, Moment};

fn ru(line: &str) -> String {
    Filter::parse(line).unwrap_or_else(|fault| panic!("{line}: {fault}")).line(Lang::Ru)
}

#[test]
fn lines_are_read_and_written_in_their_plainest_form() {
    for (line, plain) in [
        ("", ""),
        ("  город:Омск ", "город:Омск"),
        ("ГОРОД:Омск,Томск", "город:Омск,Томск"),
        ("city: Омск, \"Нижний Новгород\"", "город:Омск,\"Нижний Новгород\""),
        ("город:«Нижний Новгород»", "город:\"Нижний Новгород\""),
        ("город:'Кот д\"Ивуар'", "город:«Кот д\"Ивуар»"),
        ("город:нет", "город:нет"),
        ("город:\"нет\"", "город:\"нет\""),
        ("-город:Омск", "-город:Омск"),
        ("не город:Омск", "-город:Омск"),
        ("not city:Омск", "-город:Омск"),
        ("зона:Омск", "зона:МСК+3"),
        ("зона:МСК+3,Москва,Asia/Tokyo,нет", "зона:МСК+3,МСК,Asia/Tokyo,нет"),
        ("зона:Саратов", "зона:МСК+1"),
        ("регион:55", "регион:\"Омская область\""),
        ("область:омская", "регион:\"Омская область\""),
        ("класс:АХ,b,нет", "класс:AX,B,нет"),
        ("вид:человек", "вид:человек"),
        ("менеджер:я,Иванова", "менеджер:я,Иванова"),
        ("метка:опт источник:выставка", "метка:опт источник:выставка"),
        ("этап:презентация сумма>500т молчит>7д", "этап:презентация сумма>500т молчит>7д"),
        ("сделка:нет", "сделка:нет"),
        ("сделка", "сделка:есть"),
        ("deal:won,lost", "сделка:выиграна,проиграна"),
        ("сумма>500 тыс", "сумма>500т"),
        ("сумма > 1,5 млн", "сумма>1500т"),
        ("сумма>=1 млн 200 тыс город:Омск", "сумма>=1200т город:Омск"),
        ("сумма:100т..500т", "сумма:100т..500т"),
        ("сумма:100..500т", "сумма:100т..500т"),
        ("сумма:..500т", "сумма<=500т"),
        ("сумма=0", "сумма:0"),
        ("сумма<1234,50", "сумма<1234,50"),
        ("сумма≥$100", "сумма>=\"100 USD\""),
        ("молчит>7 дней", "молчит>7д"),
        ("молчит>7", "молчит>7д"),
        ("молчит≤2нед", "молчит<=2нед"),
        ("молчит:1мес..3мес", "молчит:1мес..3мес"),
        ("молчит:7..30д", "молчит:7д..30д"),
        ("молчит:всегда", "молчит:всегда"),
        ("silent:always", "молчит:всегда"),
        ("на-этапе>14д", "на-этапе>14д"),
        ("итог:\"нет ответа\"", "итог:\"нет ответа\""),
        ("итог:нет", "итог:нет"),
        ("обзвон:\"Опт, осень\"", "обзвон:\"Опт, осень\""),
        ("обзвон:нет", "обзвон:нет"),
        ("ждет:обещание,нет", "ждёт:обещание,нет"),
        ("интерес", "ждёт:интерес"),
        ("-интерес", "-ждёт:интерес"),
        ("интерес:нет", "-ждёт:интерес"),
        ("создан>01.10.2026", "создан>01.10.2026"),
        ("создан:2026-10-01..2026-10-31", "создан:01.10.2026..31.10.2026"),
        ("возраст<30д", "возраст<30д"),
        ("согласие:есть стоп:нет", "согласие:есть стоп:нет"),
        ("согласие -стоп", "согласие:есть стоп:нет"),
        ("не стоп:нет", "стоп:есть"),
        ("телефон:нет почта:нет инн:есть", "телефон:нет почта:нет инн:есть"),
        ("поле.площадь>100", "поле.площадь>100"),
        ("поле.\"Площадь, м2\":100..200,5", "поле.\"Площадь, м2\":100..200.5"),
        ("поле.склад:да,\"своя база\"", "поле.склад:есть,\"своя база\""),
        ("метка:\"а;б\"", "метка:\"а;б\""),
        ("поле.артикул:а..б", "поле.артикул:\"а..б\""),
    ] {
        assert_eq!(ru(line), plain, "{line}");
        assert_eq!(ru(plain), plain, "{plain}");
        // The same filter in English.
        let filter = Filter::parse(line).unwrap();
        let english = filter.line(Lang::En);
        assert_eq!(Filter::parse(&english).as_ref(), Ok(&filter), "{line}: {english}");
    }
}

#[test]
fn english_is_written_in_english_words() {
    let line = "этап:презентация сумма>500т молчит>7д создан>01.10.2026 -согласие:нет ждёт:интерес зона:Омск";
    let english =
        "stage:презентация amount>500k silent>7d created>2026-10-01 consent:any waits:interest zone:MSK+3";
    assert_eq!(Filter::parse(line).unwrap().line(Lang::En), english);
}

#[test]
fn a_fault_says_where_it_is_what_was_expected_and_what_may_be_meant() {
    let near = |nearest: &str| Some(nearest.to_owned());
    for (line, at, kind) in [
        ("горд:Омск", 0, FaultKind::UnknownKey { word: "горд".into(), nearest: near("город") }),
        ("сумма>1т ujhjl:Омск", 9, FaultKind::UnknownKey { word: "ujhjl".into(), nearest: near("город") }),
        ("хвост:1", 0, FaultKind::UnknownKey { word: "хвост".into(), nearest: None }),
        ("город:Нижний Новгород", 13, FaultKind::LooseWord { word: "Новгород".into(), nearest: None }),
        ("город", 5, FaultKind::NoSign { key: Key::City }),
        ("город:", 6, FaultKind::NoValue { wants: Wants::Name }),
        ("город:Омск,", 11, FaultKind::NoValue { wants: Wants::Name }),
        ("город:Омск;Томск", 10, FaultKind::Semicolon),
        ("город:Омск, Томск ; Самара", 18, FaultKind::Semicolon),
        ("метка:\"а;б\";в", 11, FaultKind::Semicolon),
        ("город:\"Омск", 6, FaultKind::OpenQuote),
        ("город>Омск", 6, FaultKind::NoOrder { key: Key::City }),
        ("-", 1, FaultKind::NoWord { found: None }),
        ("город:Омск ?", 11, FaultKind::NoWord { found: Some('?') }),
        ("сумма>много", 6, FaultKind::BadValue { found: "много".into(), wants: Wants::Sum, nearest: None }),
        ("сумма:500т..100т", 6, FaultKind::Backwards),
        ("молчит>7кг", 7, FaultKind::BadValue { found: "7кг".into(), wants: Wants::Length, nearest: None }),
        (
            "создан>31.02.2026",
            7,
            FaultKind::BadValue { found: "31.02.2026".into(), wants: Wants::Date, nearest: None },
        ),
        (
            "зона:Омсг",
            5,
            FaultKind::BadValue { found: "Омсг".into(), wants: Wants::Zone, nearest: near("Омск") },
        ),
        ("класс:Э", 6, FaultKind::BadValue { found: "Э".into(), wants: Wants::Class, nearest: None }),
        ("поле:да", 4, FaultKind::NoValue { wants: Wants::Name }),
    ] {
        assert_eq!(Filter::parse(line), Err(Fault { at, kind }), "{line}");
    }
    let Err(Fault { at: 13, kind: FaultKind::BadValue { nearest, .. } }) =
        Filter::parse("сделка:есть, выигранна")
    else {
        panic!("{:?}", Filter::parse("сделка:есть, выигранна"));
    };
    assert_eq!(nearest.as_deref(), Some("выиграна"));
    let long = "а".repeat(LINE_MAX + 1);
    assert_eq!(
        Filter::parse(&long),
        Err(Fault { at: LINE_MAX, kind: FaultKind::TooLong { most: LINE_MAX } })
    );
}

#[test]
fn every_word_is_read_in_both_languages() {
    for key in keys() {
        for lang in [Lang::Ru, Lang::En] {
            let word = key.word(lang);
            assert!(!word.is_empty());
            assert_eq!(Key::of(word), Some(key));
            assert_eq!(Key::of(&word.to_uppercase()), Some(key));
        }
    }
    // Every region and every zone is written so that it is read again.
    for region in crate::domain::geo::regions() {
        for lang in [Lang::Ru, Lang::En] {
            let filter = Filter {
                parts: vec![Part { not: false, at: At(0), test: Test::Region(vec![Some(region.code)]) }],
            };
            let line = filter.line(lang);
            assert_eq!(Filter::parse(&line), Ok(filter), "{line}");
        }
    }
    for zone in crate::domain::geo::ZONES {
        let filter =
            Filter { parts: vec![Part { not: false, at: At(0), test: Test::Zone(vec![Some(zone)]) }] };
        assert_eq!(Filter::parse(&filter.line(Lang::En)), Ok(filter));
    }
}

#[test]
fn lengths_go_back_from_now_by_the_calendar() {
    let zone = chrono_tz::Europe::Moscow;
    let now: Moment = chrono::DateTime::parse_from_rfc3339("2026-03-31T12:00:00+03:00").unwrap().into();
    let at = |text: &str| Moment::from(chrono::DateTime::parse_from_rfc3339(text).unwrap());
    let month = Length { count: 1, unit: Unit::Month };
    assert_eq!(month.before(now, zone), at("2026-02-28T12:00:00+03:00"));
    assert_eq!(Length { count: 1, unit: Unit::Week }.before(now, zone), now.plus_millis(-7 * DAY_MS));
    let of = |line: &str| match Filter::parse(line).unwrap().parts.remove(0).test {
        Test::Silent(bounds) => bounds,
        other => panic!("{other:?}"),
    };
    let ago = |days: i64| now.plus_millis(-days * DAY_MS);
    for (line, holds, fails) in [
        ("молчит>7д", 8, 7),
        ("молчит>=7д", 7, 6),
        ("молчит<7д", 6, 7),
        ("молчит<=7д", 7, 8),
        ("молчит:7д", 7, 8),
        ("молчит:7д", 7, 6),
        ("молчит:7д..14д", 14, 15),
        ("молчит:7д..14д", 7, 6),
    ] {
        let bounds = of(line);
        assert!(bounds.hold_since(ago(holds), now, zone), "{line} {holds}");
        assert!(!bounds.hold_since(ago(fails), now, zone), "{line} {fails}");
    }
    assert!(
        of("молчит>1000000лет").hold_since(Moment::from_millis(i64::MIN), now, zone)
            || !of("молчит>1000000лет").hold_since(ago(1), now, zone)
    );
    assert!(of("молчит>7д").hold_for_ever() && !of("молчит<7д").hold_for_ever());
}

/// Pieces lines are made of: words, signs, values, and what should not be there.
fn piece() -> impl Strategy<Value = String> {
    let words = keys().flat_map(|key| [key.word(Lang::Ru), key.word(Lang::En)]).collect::<Vec<_>>();
    prop_oneof![
        prop::sample::select(words).prop_map(str::to_owned),
        prop::sample::select(vec![
            ":",
            ">",
            "<=",
            "=",
            ",",
            " ",
            "-",
            "не ",
            "..",
            "\"",
            "«",
            "»",
            "'",
            ".",
            "нет",
            "есть",
            "я",
            "500т",
            "1,5млн",
            "7д",
            "2нед",
            "01.10.2026",
            "МСК+3",
            "Омск",
            "AX",
            "выиграна",
            "интерес",
            "всегда",
            "$5",
            "100",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,5}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever is typed: nothing panics, a fault lies in the line, and what is read is written and read as the same.
    #[test]
    fn what_is_written_is_read_as_the_same(pieces in prop::collection::vec(piece(), 0..12)) {
        let line = pieces.concat();
        match Filter::parse(&line) {
            Ok(filter) => for lang in [Lang::Ru, Lang::En] {
                let written = filter.line(lang);
                let again = Filter::parse(&written);
                prop_assert_eq!(again.as_ref(), Ok(&filter), "{} → {}", line, written);
                prop_assert_eq!(Filter::parse(&written).unwrap().line(lang), written);
            },
            Err(fault) => prop_assert!(fault.at <= line.chars().count(), "{:?}", fault),
        }
    }

    /// A condition made of a known word, a sign and values is read, and written as the same.
    #[test]
    fn conditions_are_read(key in prop::sample::select(vec!["город", "метка", "этап", "обзвон", "поле.x"]),
                           not in any::<bool>(), values in prop::collection::vec("[а-яё\"«', a-z]{1,9}", 1..4)) {
        let names: Vec<Named> = values.iter().map(|value| Named::of(value)).filter(|name| {
            !matches!(name, Named::Name(name, _) if name.is_empty())
        }).collect();
        prop_assume!(!names.is_empty());
        let test = match Key::of(key) {
            Some(key) => Test::Name(key, names),
            None => Test::Field("x".into(), names),
        };
        let filter = Filter { parts: vec![Part { not, at: At(0), test }] };
        for lang in [Lang::Ru, Lang::En] {
            let again = Filter::parse(&filter.line(lang));
            prop_assert_eq!(again.as_ref(), Ok(&filter), "{}", filter.line(lang));
        }
    }
}
