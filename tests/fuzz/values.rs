//! Values people type or lists hold: numbers, addresses, amounts, names, moments.

use dozvon::desk::search::names::{NameIndex, NameOwner};
use dozvon::domain::email::{self, Email};
use dozvon::domain::filter::Filter;
use dozvon::domain::geo;
use dozvon::domain::ids::{ClientId, RecordId};
use dozvon::domain::inn::Inn;
use dozvon::domain::layout;
use dozvon::domain::money::{Currency, Money};
use dozvon::domain::name;
use dozvon::domain::phone::{self, Phone};
use dozvon::domain::registry::{Kpp, Ogrn};
use dozvon::domain::text::{Lang, clean_line, clean_text, fit};
use dozvon::domain::time::Moment;
use dozvon::domain::when;

use super::{is_clean_line, is_clean_text, text_of};

/// A field of telephone numbers.
pub fn phones(bytes: &[u8]) {
    let text = text_of(bytes);
    let field = phone::read_field(&text);
    for reading in &field.phones {
        assert!(text.contains(&reading.raw), "{reading:?}");
        is_clean_line(&reading.label);
        let phone = reading.phone;
        assert_eq!(Phone::from_machine(&phone.to_string()), Some(phone));
        assert_eq!(Phone::parse(&phone.to_string()), Ok(phone));
        assert_eq!(Phone::parse(&phone.pretty()), Ok(phone.without_ext()), "{}", phone.pretty());
        is_clean_line(&phone.pretty());
    }
    for (at, reading) in field.phones.iter().enumerate() {
        assert!(field.phones[..at].iter().all(|other| other.phone != reading.phone), "a number twice");
    }
    assert!(field.problems.iter().all(|(piece, _)| text.contains(piece)), "{:?}", field.problems);
    if let Ok(only) = Phone::parse(&text) {
        assert_eq!(field.phones.iter().map(|reading| reading.phone).collect::<Vec<_>>(), [only]);
    }
    if let Some(digits) = phone::suffix_query(&text) {
        assert!((4..=11).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()));
    }
}

/// Lines of filters, one a line: what is read is written and read as the same, and a fault lies in its line.
pub fn filters(bytes: &[u8]) {
    for line in text_of(bytes).lines() {
        match Filter::parse(line) {
            Ok(filter) => {
                for lang in [Lang::Ru, Lang::En] {
                    let written = filter.line(lang);
                    assert_eq!(Filter::parse(&written).as_ref(), Ok(&filter), "{written}");
                    is_clean_line(&written);
                }
            }
            Err(fault) => assert!(fault.at <= line.chars().count(), "{fault:?}"),
        }
    }
}

/// ИНН, КПП, ОГРН.
pub fn registry(bytes: &[u8]) {
    let text = text_of(bytes);
    if let Ok((inn, mark)) = Inn::read(&text) {
        assert_eq!(Inn::read(&inn.digits()).map(|(same, _)| same), Ok(inn));
        assert_eq!(Inn::read_with_kpp(&text), Ok((inn, mark, None)));
        assert_eq!(inn.digits().len(), inn.kind().digits());
    }
    if let Ok((inn, _, Some(kpp))) = Inn::read_with_kpp(&text) {
        let written = format!("{}/{kpp}", inn.digits());
        assert_eq!(Inn::read_with_kpp(&written).map(|(inn, _, kpp)| (inn, kpp)), Ok((inn, Some(kpp))));
    }
    if let Ok(kpp) = Kpp::read(&text) {
        assert_eq!(Kpp::read(kpp.as_str()), Ok(kpp));
    }
    if let Ok(ogrn) = Ogrn::read(&text) {
        assert_eq!(Ogrn::read(&ogrn.to_string()), Ok(ogrn));
    }
}

/// A field of e-mail addresses.
pub fn emails(bytes: &[u8]) {
    let text = text_of(bytes);
    let field = email::read_field(&text);
    for reading in &field.emails {
        assert!(text.contains(&reading.raw), "{reading:?}");
        is_clean_line(&reading.label);
        is_clean_line(reading.email.as_str());
        assert_eq!(Email::parse(reading.email.as_str()).as_ref(), Ok(&reading.email));
        assert_eq!(Email::parse(&reading.email.key()).map(|same| same.key()), Ok(reading.email.key()));
    }
    assert!(field.problems.iter().all(|(piece, _)| text.contains(piece)), "{:?}", field.problems);
}

/// An amount of money.
pub fn money(bytes: &[u8]) {
    if let Ok(money) = Money::parse(&text_of(bytes), Currency::Rub) {
        assert!(money.minor() >= 0);
        assert_eq!(Money::parse(&money.to_string(), Currency::Usd), Ok(money));
        assert_eq!(Money::new(money.amount(), money.currency()), Ok(money));
    }
}

/// City, region and address line, each on a line of its own.
pub fn addresses(bytes: &[u8]) {
    let text = text_of(bytes);
    let mut lines = text.splitn(3, '\n');
    let mut next = || lines.next().unwrap_or_default();
    let (city, region, address) = (next(), next(), next());
    if let Some((_, region)) = geo::zone_of_address(city, region, address) {
        assert!(region.is_none_or(|region| geo::region(region).is_some()));
    }
    if let Some(place) = geo::place_of_address(&text) {
        assert!(place.city.is_some() || place.region.is_some());
    }
    if let Some(city) = geo::find_city(city) {
        assert!(geo::cities_named(city.ru).iter().any(|known| known.ru == city.ru), "{}", city.ru);
    }
    geo::find_region(region);
}

/// A query, and on the lines below it the names that are searched.
pub fn names(bytes: &[u8]) {
    let text = text_of(bytes);
    is_clean_line(&clean_line(&text));
    is_clean_text(&clean_text(&text));
    assert!(unicode_width::UnicodeWidthStr::width(&*fit(&clean_line(&text), 20)) <= 20);
    let (query, names) = text.split_once('\n').unwrap_or((&text, ""));
    let mut index = NameIndex::new();
    for (id, name) in (1..).zip(names.lines().take(16)) {
        index.insert(NameOwner::Client(ClientId::from_u64(id)), name);
        let core = name::strip_legal_form(name);
        assert!(name.contains(core));
        let form = name::search_form(name);
        assert_eq!(form.text.len(), form.source.len());
    }
    for query in [query, &layout::swap(query)] {
        let found = index.search(query, 5);
        assert!(found.len() <= 5);
        for found in found {
            is_clean_line(&found.name);
            assert!(found.positions.is_sorted_by(|a, b| a < b));
            let letters = found.name.chars().count();
            assert!(found.positions.iter().all(|at| (*at as usize) < letters));
        }
    }
}

/// A moment in words: eight bytes of now, a byte of the zone, then the words.
pub fn times(bytes: &[u8]) {
    let Some((now, rest)) = bytes.split_first_chunk::<8>() else { return };
    let Some((zone, words)) = rest.split_first() else { return };
    let now = Moment::from_millis(i64::from_le_bytes(*now));
    let zones = &chrono_tz::TZ_VARIANTS;
    let zone = zones[usize::from(*zone) * zones.len() / 256];
    if let Ok(reading) = when::read(&text_of(words), now, zone) {
        assert!(reading.at > now);
        assert!(reading.at.days_since(now) <= 733);
        assert_eq!(reading.at.millis() % 1000, 0);
    }
}
