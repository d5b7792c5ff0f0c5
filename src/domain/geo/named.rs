//! Time zones as people name them.

use chrono_tz::Tz;

use super::{ZONES, find_city};
use crate::domain::text::clean_line;

/// Reads a time zone as people and lists name it: «МСК+3», «UTC+6», «+3» (from Moscow), «Омск», `Asia/Omsk`.
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
    let from_utc = ["UTC", "GMT"].iter().find_map(|word| hours(upper.strip_prefix(word)?)?.checked_sub(3));
    let bare = if upper.starts_with(['+', '-']) { hours(&upper) } else { None };
    match from_moscow.or(from_utc).or(bare) {
        Some(offset) => offset
            .checked_add(1)
            .and_then(|place| usize::try_from(place).ok())
            .and_then(|place| ZONES.get(place))
            .copied(),
        None => find_city(&text).map(|city| city.zone),
    }
}
