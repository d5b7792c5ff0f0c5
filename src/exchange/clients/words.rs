//! Words of a cell: what kind a client is, which zone he is in, yes and no.

use chrono_tz::Tz;

use crate::domain::client::{ClientKind, Relations};
use crate::domain::geo;
use crate::domain::text::clean_line;

/// «Юр. лицо», «компания», «ИП», «физлицо», `company`, `person`.
pub(super) fn kind(text: &str) -> Option<ClientKind> {
    let text = text.trim().to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if begins(&["физ", "ип", "частн", "person", "individual", "sole"]) {
        Some(ClientKind::Person)
    } else if begins(&["юр", "комп", "орг", "ооо", "ао", "company", "organi", "legal"]) {
        Some(ClientKind::Company)
    } else {
        None
    }
}

/// «Клиент», «поставщик, конкурент», `supplier`; `None` where no such word is seen.
pub(super) fn relations(text: &str) -> Option<Relations> {
    let text = text.to_lowercase();
    let named = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let found = Relations {
        client: named(&["клиент", "покупател", "заказчик", "client", "customer", "buyer"]),
        supplier: named(&["поставщик", "supplier", "vendor"]),
        competitor: named(&["конкурент", "competitor"]),
        carrier: named(&["перевозчик", "carrier"]),
        other: named(&["проч", "иное", "other"]),
    };
    (found != Relations::default()).then_some(found)
}

/// Reads a time zone as lists name it: «МСК+3», «UTC+6», «+3» (from Moscow), «Омск», `Asia/Omsk`.
pub fn zone_named(text: &str) -> Option<Tz> {
    let text = clean_line(text);
    if text.contains('/') {
        return text.parse().ok();
    }
    let upper = text.to_uppercase().replace(['−', '–'], "-").replace(' ', "");
    let hours = |rest: &str| -> Option<i32> {
        let number = rest.strip_prefix('+').unwrap_or(rest);
        let number = number.split(':').next().unwrap_or(number);
        if number.is_empty() { Some(0) } else { number.parse().ok() }
    };
    let from_moscow = ["МСК", "MSK"].iter().find_map(|word| hours(upper.strip_prefix(word)?));
    let from_utc = ["UTC", "GMT"].iter().find_map(|word| hours(upper.strip_prefix(word)?).map(|h| h - 3));
    let bare = if upper.starts_with(['+', '-']) { hours(&upper) } else { None };
    match from_moscow.or(from_utc).or(bare) {
        Some(offset) => usize::try_from(offset + 1).ok().and_then(|place| geo::ZONES.get(place)).copied(),
        None => geo::find_city(&text).map(|city| city.zone),
    }
}

/// Whether a mark says yes: «да», «1», «+», `yes`, `x`, or any words at all but «нет», «0», `no`.
pub(super) fn is_yes(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    !text.is_empty() && !matches!(text.as_str(), "нет" | "0" | "no" | "false" | "-" | "—" | "ложь")
}
