//! Days of a job as they are typed: «23.11.2026», «23.11», «сегодня», «завтра».

use chrono::{Datelike, Days, NaiveDate};

/// Reads a day; a date without a year is the one that comes next, today's included. `None` for what is not understood.
///
/// ```
/// # use dozvon::domain::job::days;
/// let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
/// assert_eq!(days::read("завтра", today), today.succ_opt());
/// assert_eq!(days::read("послезавтра к вечеру", today), None);
/// ```
pub fn read(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "сегодня" | "today" => return Some(today),
        "завтра" | "tomorrow" => return today.checked_add_days(Days::new(1)),
        "послезавтра" => return today.checked_add_days(Days::new(2)),
        _ => {}
    }
    for format in ["%d.%m.%Y", "%Y-%m-%d"] {
        if let Ok(day) = NaiveDate::parse_from_str(&text, format) {
            // «12.11.26» is of this century.
            return if day.year() < 100 { day.with_year(day.year() + 2000) } else { Some(day) };
        }
    }
    let whole = |year: i32| NaiveDate::parse_from_str(&format!("{text}.{year}"), "%d.%m.%Y").ok();
    whole(today.year()).filter(|day| *day >= today).or_else(|| whole(today.year() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_typed() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        let today = day(2026, 11, 23).unwrap();
        for (text, read_as) in [
            ("23.11.2026", day(2026, 11, 23)),
            (" 5.12.26 ", day(2026, 12, 5)),
            ("2026-12-01", day(2026, 12, 1)),
            ("23.11", day(2026, 11, 23)),
            ("22.11", day(2027, 11, 22)),
            ("Сегодня", day(2026, 11, 23)),
            ("tomorrow", day(2026, 11, 24)),
            ("послезавтра", day(2026, 11, 25)),
            ("20.11.2026", day(2026, 11, 20)),
            ("31.11", None),
            ("", None),
            ("в среду", None),
        ] {
            assert_eq!(read(text, today), read_as, "{text}");
        }
    }
}
