//! A moment that has been, in a few words: «сейчас», «15:40», «вчера 15:40», «12.11», «12.11.2026 15:40».

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;

use super::time::Moment;

/// Reads when something was, by a clock; nothing typed means now. A day without a time is its first minute, a time without a day
/// is today's, a date without a year the latest one there was. `None` for what is not understood or lies ahead.
///
/// ```
/// # use dozvon::domain::{past, time::Moment};
/// let now: Moment = chrono::DateTime::parse_from_rfc3339("2026-11-10T12:00:00+03:00").unwrap().into();
/// let moscow = chrono_tz::Europe::Moscow;
/// assert_eq!(past::read("вчера 15:40", now, moscow), Some(now.plus_minutes(-20 * 60 - 20)));
/// assert_eq!(past::read("завтра", now, moscow), None);
/// ```
pub fn read(text: &str, now: Moment, zone: Tz) -> Option<Moment> {
    let text = text.trim().to_lowercase();
    if matches!(text.as_str(), "" | "сейчас" | "now") {
        return Some(now);
    }
    let today = now.date_in(zone);
    let words: Vec<&str> = text.split_whitespace().filter(|word| !matches!(*word, "в" | "at")).collect();
    let (day, time) = match words.as_slice() {
        [one] => match time(one) {
            Some(time) => (today, time),
            None => (day(one, today)?, NaiveTime::MIN),
        },
        [first, second] => (day(first, today)?, time(second)?),
        _ => return None,
    };
    let local = day.and_time(time);
    // Where the clock was put on, the hour after it is meant.
    let skipped = || zone.from_local_datetime(&(local + chrono::TimeDelta::hours(1))).earliest();
    let at = Moment::from(zone.from_local_datetime(&local).earliest().or_else(skipped)?);
    (at <= now).then_some(at)
}

fn day(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    match word {
        "сегодня" | "today" => return Some(today),
        "вчера" | "yesterday" => return today.checked_sub_days(Days::new(1)),
        "позавчера" => return today.checked_sub_days(Days::new(2)),
        _ => {}
    }
    for format in ["%d.%m.%Y", "%Y-%m-%d"] {
        if let Ok(day) = NaiveDate::parse_from_str(word, format) {
            // «12.11.26» is of this century.
            return if day.year() < 100 { day.with_year(day.year() + 2000) } else { Some(day) };
        }
    }
    let whole = |year: i32| NaiveDate::parse_from_str(&format!("{word}.{year}"), "%d.%m.%Y").ok();
    whole(today.year()).filter(|day| *day <= today).or_else(|| whole(today.year() - 1))
}

fn time(word: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(word, "%H:%M").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_been_is_read_as_people_write_it() {
        let zone = chrono_tz::Europe::Moscow;
        let at = |text: &str| -> Moment { chrono::DateTime::parse_from_rfc3339(text).unwrap().into() };
        let now = at("2026-11-10T12:00:00+03:00");
        for (text, said) in [
            ("", Some("2026-11-10T12:00:00+03:00")),
            (" Сейчас ", Some("2026-11-10T12:00:00+03:00")),
            ("11:40", Some("2026-11-10T11:40:00+03:00")),
            ("вчера", Some("2026-11-09T00:00:00+03:00")),
            ("вчера в 15:40", Some("2026-11-09T15:40:00+03:00")),
            ("позавчера 9:05", Some("2026-11-08T09:05:00+03:00")),
            ("09.11", Some("2026-11-09T00:00:00+03:00")),
            ("11.11", Some("2025-11-11T00:00:00+03:00")),
            ("01.02.2026 10:30", Some("2026-02-01T10:30:00+03:00")),
            ("01.02.26", Some("2026-02-01T00:00:00+03:00")),
            ("2026-02-01", Some("2026-02-01T00:00:00+03:00")),
            ("12:01", None),
            ("11.11.2026", None),
            ("31.02", None),
            ("когда-то", None),
            ("вчера 15:40 утром", None),
        ] {
            assert_eq!(read(text, now, zone), said.map(at), "{text}");
        }
    }
}
