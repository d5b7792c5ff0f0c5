mod asides;
mod edges;
mod families;
mod misread;
mod phrases;

use chrono::DateTime;

use super::*;

/// A Tuesday.
const MOSCOW_NOW: &str = "2026-11-10T09:00:00+03:00";

fn moment(text: &str) -> Moment {
    DateTime::parse_from_rfc3339(text).unwrap().into()
}

/// What was read, as the clock of the zone shows it, with a letter for the precision.
fn said(text: &str, now: Moment, zone: Tz) -> String {
    match read(text, now, zone) {
        Ok(reading) => {
            let precision = match reading.precision {
                Precision::Minute => "m",
                Precision::PartOfDay => "p",
                Precision::Day => "d",
            };
            let at = reading.at.in_zone(zone).format("%Y-%m-%d %H:%M");
            match reading.until {
                Some(until) => format!("{at}-{} {precision}", until.in_zone(zone).format("%H:%M")),
                None => format!("{at} {precision}"),
            }
        }
        Err(error) => format!("{error:?}"),
    }
}

/// Checks every phrase and tells of all that fail at once.
fn check(now: &str, zone: Tz, phrases: &[(&str, &str)]) {
    let now = moment(now);
    let year = now.in_zone(zone).format("%Y-").to_string();
    let wrong: Vec<String> = phrases
        .iter()
        .filter_map(|(text, expected)| {
            let found = said(text, now, zone);
            let short = found.strip_prefix(&year).unwrap_or(&found);
            (short != *expected).then(|| format!("{text}: {short}, not {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
