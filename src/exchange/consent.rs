//! Cells that speak of consents: a day, or a yes or a no.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeZone};

use crate::domain::time::Moment;

/// What a cell says of a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// There is none.
    No,
    /// There is one; nobody knows since when.
    Yes,
    /// It was given then.
    Since(Moment),
}

const YES: &[&str] = &[
    "да",
    "есть",
    "согласен",
    "согласна",
    "согласие",
    "получено",
    "дано",
    "дал",
    "дала",
    "1",
    "+",
    "v",
    "✓",
    "✔",
    "x",
    "х",
    "yes",
    "y",
    "true",
    "истина",
    "given",
    "granted",
    "agreed",
    "opt-in",
];
const NO: &[&str] = &[
    "нет",
    "не",
    "без",
    "отказ",
    "отказался",
    "отказалась",
    "отозвано",
    "0",
    "-",
    "—",
    "no",
    "n",
    "false",
    "ложь",
    "none",
];

/// Reads a cell: «12.03.2026», «2026-03-12 15:40», «да», «нет», «форма сайта 12.03.2026». Days are Moscow's. `None` when it is
/// not clear what is meant: a consent is nothing to guess at.
pub(super) fn read(text: &str) -> Option<Said> {
    let text = text.trim().to_lowercase();
    let words = || text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')'));
    // «Не согласен с 12.03.2026» is no consent, whatever the day.
    if words().any(|word| NO.contains(&word)) {
        return words().all(|word| day(word).is_none()).then_some(Said::No);
    }
    let mut days = words().filter_map(day);
    match (days.next(), days.next()) {
        (Some((date, time)), None) => {
            let time = time.or_else(|| words().find_map(clock)).unwrap_or_default();
            let local = chrono_tz::Europe::Moscow.from_local_datetime(&NaiveDateTime::new(date, time));
            Some(Said::Since(local.earliest()?.into()))
        }
        (None, _) => {
            let mut meant = words().filter(|word| !word.is_empty());
            meant.next().filter(|word| YES.contains(word))?;
            Some(Said::Yes)
        }
        // Two days are the beginning and the end of something.
        (Some(_), Some(_)) => None,
    }
}

/// «12.03.2026», «12.03.26», «2026-03-12», «2026-03-12T15:40:00».
fn day(word: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
    let (date, time) = word.split_once('t').map_or((word, None), |(date, time)| (date, Some(time)));
    let date = ["%Y-%m-%d", "%d.%m.%y", "%d.%m.%Y", "%d/%m/%Y"].iter().find_map(|form| {
        let date = NaiveDate::parse_from_str(date, form).ok()?;
        (1990..2100).contains(&chrono::Datelike::year(&date)).then_some(date)
    })?;
    Some((date, time.and_then(clock)))
}

fn clock(word: &str) -> Option<NaiveTime> {
    ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(word, form).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_and_marks_are_read_and_nothing_is_guessed() {
        let at = |text: &str| Said::Since(chrono::DateTime::parse_from_rfc3339(text).unwrap().into());
        let day = at("2026-03-12T00:00:00+03:00");
        for (text, said) in [
            ("12.03.2026", Some(day)),
            ("12.03.26", Some(day)),
            ("2026-03-12", Some(day)),
            ("2026-03-12T15:40:00", Some(at("2026-03-12T15:40:00+03:00"))),
            ("12.03.2026 15:40", Some(at("2026-03-12T15:40:00+03:00"))),
            ("да, 12.03.2026", Some(day)),
            ("форма сайта 12.03.2026", Some(day)),
            ("Да", Some(Said::Yes)),
            ("согласен на звонки", Some(Said::Yes)),
            ("+", Some(Said::Yes)),
            ("нет", Some(Said::No)),
            ("не согласен", Some(Said::No)),
            ("0", Some(Said::No)),
            ("отозвано 12.03.2026", None),
            ("12.03.2026 - 12.03.2027", None),
            ("12.03.2026 12.03.2027", None),
            ("возможно", None),
            ("", None),
            ("31.02.2026", None),
        ] {
            assert_eq!(read(text), said, "{text}");
        }
    }

    proptest! {
        #[test]
        fn anything_may_stand_in_a_cell(text in ".{0,40}") {
            let _ = read(&text);
        }
    }
}
