//! Spellings met in real bases, and what they must be read as.

mod fields;
mod spellings;

use proptest::prelude::*;

use super::*;

fn phone(text: &str) -> Phone {
    Phone::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

/// Any number a person could type: Russian ones above all.
fn any_number() -> impl Strategy<Value = Phone> {
    let codes = prop::sample::select(vec![301_u64, 495, 499, 812, 863, 843, 800, 900, 916, 999, 701, 777]);
    let seven = (codes, 0_u64..10_000_000)
        .prop_filter_map("unused", |(code, line)| Phone::parse(&format!("+7{code}{line:07}")).ok());
    let foreign = prop::sample::select(vec![
        "+375291234567",
        "+380441234567",
        "+998901234567",
        "+12025550123",
        "+390612345678",
        "+84951234567",
        "+442071838750",
    ])
    .prop_map(phone);
    let ext = prop::option::of("[0-9]{1,9}");
    (prop_oneof![8 => seven, 1 => foreign], ext)
        .prop_map(|(phone, ext)| ext.map_or(phone, |ext| phone.with_ext(&ext).unwrap()))
}

/// One of the ways to write a Russian number.
fn spell(national: u64, style: usize) -> String {
    let (code, line) = (national / 10_000_000, national % 10_000_000);
    let (a, b, c) = (line / 10_000, line / 100 % 100, line % 100);
    match style {
        0 => format!("+7{national}"),
        1 => format!("8 ({code}) {a:03}-{b:02}-{c:02}"),
        2 => format!("7{national}"),
        3 => format!("8-{code}-{a:03}-{b:02}-{c:02}"),
        4 => format!("+7\u{a0}({code})\u{a0}{a:03}\u{2011}{b:02}\u{2011}{c:02}"),
        5 => format!("{code}.{a:03}.{b:02}.{c:02}"),
        6 => format!("т. 8{code}{line:07}"),
        7 => format!("'7{national}"),
        8 => format!("7{national}.0"),
        _ => format!("8 (+7 {code}) {line:07}"),
    }
}

proptest! {
    #[test]
    fn the_machine_form_is_read_back(phone in any_number()) {
        let machine = phone.to_string();
        prop_assert_eq!(Phone::parse(&machine), Ok(phone));
        prop_assert_eq!(Phone::from_machine(&machine), Some(phone));
        let field = read_field(&machine);
        prop_assert_eq!(field.phones.iter().map(|p| p.phone).collect::<Vec<_>>(), vec![phone]);
        prop_assert_eq!(&field.phones[0].raw, &machine);
        prop_assert!(field.problems.is_empty());
    }

    #[test]
    fn the_form_for_people_is_read_back(phone in any_number()) {
        prop_assert_eq!(Phone::parse(&phone.pretty()), Ok(phone.without_ext()));
    }

    #[test]
    fn every_spelling_is_the_same_number(
        code in prop::sample::select(vec![495_u64, 812, 343, 916, 999, 800]),
        line in 0_u64..10_000_000,
        style in 0_usize..10,
    ) {
        let national = code * 10_000_000 + line;
        prop_assert_eq!(Phone::parse(&spell(national, style)).map(|p| p.number()), Ok(70_000_000_000 + national));
    }

    #[test]
    fn two_numbers_are_two(
        lines in (0_u64..10_000_000, 0_u64..10_000_000),
        styles in (0_usize..10, 0_usize..10),
        separator in prop::sample::select(vec![", ", "; ", "\n", " / ", "|", " и ", " или ", "   ", " доп. "]),
    ) {
        let (one, two) = (9_160_000_000 + lines.0, 4_950_000_000 + lines.1);
        let text = format!("{}{separator}{}", spell(one, styles.0), spell(two, styles.1));
        let read: Vec<_> = read_field(&text).phones.iter().map(|p| p.phone.number()).collect();
        prop_assert_eq!(read, vec![70_000_000_000 + one, 70_000_000_000 + two], "{}", text);
    }

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        let field = read_field(&text);
        match Phone::parse(&text) {
            Ok(phone) => prop_assert_eq!(field.phones.iter().map(|p| p.phone).collect::<Vec<_>>(), vec![phone]),
            Err(_) => prop_assert!(field.phones.len() != 1 || !field.problems.is_empty()),
        }
    }

    #[test]
    fn any_mess_of_digits_is_survived(text in "[0-9+(), ./;xдобE\n\u{a0}–-]{0,80}") {
        let field = read_field(&text);
        for reading in &field.phones {
            prop_assert!(text.contains(&reading.raw));
            prop_assert_eq!(Phone::from_machine(&reading.phone.to_string()), Some(reading.phone));
        }
        prop_assert_eq!(Phone::parse(&text).is_ok(), field.phones.len() == 1 && field.problems.is_empty());
    }

    #[test]
    fn machine_numbers_are_kept_whatever_they_are(number in prop_oneof![any::<u64>(), 1_000_000..10_u64.pow(16)], ext in "[0-9]{0,12}") {
        let Some(phone) = Phone::from_e164(number) else {
            prop_assert!(!(10_000_000..10_u64.pow(15)).contains(&number));
            return Ok(());
        };
        prop_assert_eq!(Phone::from_machine(&phone.to_string()), Some(phone));
        prop_assert!(phone.pretty().chars().filter(char::is_ascii_digit).eq(phone.digits().chars()));
        prop_assert_eq!(phone.with_ext(&ext).and_then(|p| p.ext()), (1..=9).contains(&ext.len()).then_some(ext));
    }
}

#[test]
fn forms_of_one_number() {
    let desk = phone("8 (495) 123-45-67 доб. 012");
    assert_eq!(desk.to_string(), "+74951234567#012");
    assert_eq!(desk.number(), 74_951_234_567);
    assert_eq!(desk.digits(), "74951234567");
    assert_eq!(desk.reversed_digits(), "76543215947");
    assert_eq!(desk.ext().as_deref(), Some("012"));
    assert_eq!(desk.without_ext().to_string(), "+74951234567");
    assert!(desk.same_line(&phone("+74951234567")) && desk != phone("+74951234567"));
    assert!(desk != phone("+74951234567#12"));
}

#[test]
fn forms_for_people() {
    for (number, pretty) in [
        ("+74951234567", "+7 495 123-45-67"),
        ("+74950000007", "+7 495 000-00-07"),
        ("+74852123456", "+7 485 212-34-56"),
        ("+78005553535", "+7 800 555-35-35"),
        ("+77012345678", "+7 701 234-56-78"),
        ("+375291234567", "+375 29 123-45-67"),
        ("+380441234567", "+380 44 123 4567"),
        ("+12025550123", "+1 202-555-0123"),
        ("+390612345678", "+39 06 1234 5678"),
        ("+442071838750", "+44 20 7183 8750"),
        ("+74951234567#12", "+7 495 123-45-67"),
    ] {
        assert_eq!(phone(number).pretty(), pretty);
    }
    for unknown in [99_912_345_678, 10_000_000, 999_999_999_999_999] {
        let phone = Phone::from_e164(unknown).unwrap();
        assert!(phone.pretty().starts_with('+'), "{}", phone.pretty());
    }
}

#[test]
fn kinds() {
    use PhoneKind::{Foreign, Geographic, Kazakhstan, Mobile, Premium, TollFree};
    for (number, kind, code) in [
        ("+79161234567", Mobile, Some(916)),
        ("+74951234567", Geographic, Some(495)),
        ("+73012123456", Geographic, Some(301)),
        ("+78121234567", Geographic, Some(812)),
        ("+78561234567", Geographic, Some(856)),
        ("+78005553535", TollFree, Some(800)),
        ("+78041234567", TollFree, Some(804)),
        ("+78091234567", Premium, Some(809)),
        ("+78031234567", Premium, Some(803)),
        ("+77012345678", Kazakhstan, None),
        ("+77172123456", Kazakhstan, None),
        ("+375291234567", Foreign, None),
        ("+12025550123", Foreign, None),
    ] {
        let phone = phone(number);
        assert_eq!((phone.kind(), phone.area_code()), (kind, code), "{number}");
        assert_eq!(phone.is_russian(), code.is_some());
    }
    assert_eq!(Phone::from_e164(76_001_234_567).map(|p| p.kind()), Some(Kazakhstan));
    assert_eq!(Phone::from_e164(712_345_678).map(|p| p.kind()), Some(Foreign));
}

#[test]
fn machine_forms_only() {
    for bad in
        ["", "+", "74951234567", "+0123456789", "+7495 1234567", "+7495123456a", "+1234567", "+74951234567#"]
    {
        assert_eq!(Phone::from_machine(bad), None, "{bad}");
    }
    assert_eq!(Phone::from_e164(9_999_999), None);
    assert_eq!(Phone::from_e164(1_000_000_000_000_000), None);
    for bad in ["", "1234567890", "1a", "１２", "-1"] {
        assert_eq!(phone("+74951234567").with_ext(bad), None, "{bad}");
    }
}

#[test]
fn searches_by_last_digits() {
    for (text, digits) in [
        ("4567", Some("4567")),
        ("45-67", Some("4567")),
        (" 345 67 ", Some("34567")),
        ("123-45-67", Some("1234567")),
        ("(495) 123-45-67", Some("4951234567")),
        ("+7 (495) 123-45-67", Some("74951234567")),
        ("8 495 123–45–67", Some("74951234567")),
        ("89161234567", Some("79161234567")),
        ("+84951234567", Some("84951234567")),
        ("0045", Some("0045")),
        ("456", None),
        ("", None),
        ("375291234567", None),
        ("Протон 4567", None),
        ("доб. 4567", None),
        ("45/67", None),
    ] {
        assert_eq!(suffix_query(text).as_deref(), digits, "{text:?}");
    }
}

#[test]
fn numbers_are_stored_and_read_back() {
    let config = bincode::config::standard();
    for number in ["+74951234567", "+74951234567#007", "+375291234567#1"] {
        let bytes = bincode::serde::encode_to_vec(phone(number), config).unwrap();
        let (back, len): (Phone, usize) = bincode::serde::decode_from_slice(&bytes, config).unwrap();
        assert_eq!((back, len), (phone(number), bytes.len()));
    }
}

#[test]
fn errors_speak_english() {
    assert_eq!(PhoneError::NoAreaCode.to_string(), "the area code is missing");
}
