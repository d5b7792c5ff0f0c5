//! The file holidays are written in.
//!
//! ```
//! let file = r#"
//! [[year]]
//! year = 2026
//! off = ["01-01..01-09", "02-23", "12-31"]
//! worked = ["11-14"]
//! "#;
//! let (calendar, _) = dozvon::domain::calendar::file::parse(file).unwrap();
//! assert!(calendar.is_day_off("2026-01-05".parse().unwrap()));
//! assert!(!calendar.is_day_off("2026-11-14".parse().unwrap()));
//! ```

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate, Weekday};

use super::Calendar;
use crate::domain::text::clean_line;
use crate::domain::textfile::read::{Reader, Section, Text};
use crate::domain::textfile::{Parsed, ProblemKind};

const TOP: &[&str] = &["year"];
const YEAR: &[&str] = &["year", "off", "worked"];
/// Years that can be written: what lies outside is a slip of the finger.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;
/// More days off in one year are a mistake, not a calendar.
const OFF_MAX: usize = 366 / 2;

/// Reads and checks a file of holidays.
///
/// # Errors
/// All problems of the file, when one of them is an error.
pub fn parse(text: &str) -> Parsed<Calendar> {
    let (mut reader, root) = Reader::open(text, TOP)?;
    let top = reader.root(&root);
    reader.check_keys(top, TOP);
    let mut calendar = Calendar::default();
    let mut seen: HashMap<i32, usize> = HashMap::new();
    let sections = reader.sections(top, "year");
    let readable = sections.is_some();
    let mut any = false;
    for section in sections.unwrap_or_default() {
        any = true;
        reader.check_keys(section, YEAR);
        if !section.has("year") {
            reader.report(section.at, ProblemKind::MissingKey { key: "year" });
        }
        let Some(year) = reader.number(section, "year", YEARS) else { continue };
        if let Some(first) = seen.insert(year, section.at) {
            let line = reader.line(first);
            reader.report(section.place("year"), ProblemKind::DuplicateCode { code: year.to_string(), line });
        }
        let off = days(&mut reader, section, "off", year, |_| true);
        let weekend = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let worked = days(&mut reader, section, "worked", year, weekend);
        if let Some(both) = off.intersection(&worked).next() {
            let text = both.format("%m-%d").to_string();
            reader.report(section.place("worked"), ProblemKind::Repeated { key: "worked", text });
        }
        if off.len() > OFF_MAX {
            reader.report(section.place("off"), ProblemKind::TooManyDaysOff { count: off.len() });
        }
        calendar.years.insert(year);
        calendar.off.extend(off);
        calendar.worked.extend(worked);
    }
    if readable && !any {
        reader.report(top.place("year"), ProblemKind::NoYears);
    }
    reader.finish(calendar)
}

/// The file a calendar could have come from: [reading](parse) it gives the calendar again.
pub fn write(calendar: &Calendar) -> String {
    let mut out = String::new();
    for year in &calendar.years {
        let of = |days: &BTreeSet<NaiveDate>| -> Vec<NaiveDate> {
            days.iter().copied().filter(|day| day.year() == *year).collect()
        };
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("[[year]]\nyear = {year}\n"));
        for (key, days) in [("off", of(&calendar.off)), ("worked", of(&calendar.worked))] {
            if !days.is_empty() || key == "off" {
                out.push_str(&format!("{key} = [{}]\n", ranges(&days).join(", ")));
            }
        }
    }
    out
}

/// Days that follow one another, as one range: `"01-01..01-11"`.
fn ranges(days: &[NaiveDate]) -> Vec<String> {
    let mut out: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days {
        match out.last_mut() {
            Some((_, last)) if last.succ_opt() == Some(*day) => *last = *day,
            _ => out.push((*day, *day)),
        }
    }
    let shown = |day: NaiveDate| day.format("%m-%d").to_string();
    let range = |(first, last): (NaiveDate, NaiveDate)| {
        if first == last {
            format!("\"{}\"", shown(first))
        } else {
            format!("\"{}..{}\"", shown(first), shown(last))
        }
    };
    out.into_iter().map(range).collect()
}

/// The days of a list: `"05-01"` or `"01-01..01-09"`, each of a kind that may stand there.
fn days(
    reader: &mut Reader<'_>,
    section: Section<'_>,
    key: &'static str,
    year: i32,
    fits: impl Fn(NaiveDate) -> bool,
) -> BTreeSet<NaiveDate> {
    let mut out = BTreeSet::new();
    for text in reader.texts(section, key) {
        let Some((first, last)) = range(&text, year) else {
            reader.report(text.at, ProblemKind::BadDay { text: clean_line(text.value) });
            continue;
        };
        for day in first.iter_days().take_while(|day| *day <= last) {
            if !fits(day) {
                reader.report(text.at, ProblemKind::WorkedWorkday { day: day.format("%m-%d").to_string() });
            } else if !out.insert(day) {
                let text = day.format("%m-%d").to_string();
                reader.report(section.place(key), ProblemKind::Repeated { key, text });
            }
        }
    }
    out
}

fn range(text: &Text<'_>, year: i32) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = text.value.split_once("..").unwrap_or((text.value, text.value));
    let (first, last) = (day(first.trim(), year)?, day(last.trim(), year)?);
    (first <= last).then_some((first, last))
}

/// `"05-01"`: month and day.
fn day(text: &str, year: i32) -> Option<NaiveDate> {
    let (month, day) = text.split_once('-')?;
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() == 2);
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let (shipped, _) = parse(crate::domain::presets::HOLIDAYS.1).unwrap();
        assert_eq!(parse(&write(&shipped)).unwrap().0, shipped);
        let two = "[[year]]\nyear = 2026\noff = ['01-01..01-09', '05-01']\nworked = ['11-14']\n[[year]]\nyear = 2027\noff = []";
        let (calendar, _) = parse(two).unwrap();
        assert_eq!(parse(&write(&calendar)).unwrap().0, calendar);
    }

    fn problems(text: &str) -> Vec<String> {
        let found = match parse(text) {
            Ok((_, problems)) | Err(problems) => problems,
        };
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_slip_is_told_with_its_place() {
        for (text, said) in [
            ("", "1:1: error: the file names no year"),
            ("[[year]]\noff = []", "1:1: error: `year` is missing"),
            ("[[year]]\nyear = 26", "2:8: error: `year` should be from 2000 to 2100"),
            (
                "[[year]]\nyear = 2026\noff = ['02-30']",
                "3:8: error: `02-30` is no day of that year: write month and day, `05-09`, or `01-01..01-08`",
            ),
            (
                "[[year]]\nyear = 2026\noff = ['05-09..05-01']",
                "3:8: error: `05-09..05-01` is no day of that year: write month and day, `05-09`, or `01-01..01-08`",
            ),
            (
                "[[year]]\nyear = 2026\noff = ['1.05']",
                "3:8: error: `1.05` is no day of that year: write month and day, `05-09`, or `01-01..01-08`",
            ),
            ("[[year]]\nyear = 2026\noff = ['05-01', '05-01']", "3:7: error: `05-01` stands in `off` twice"),
            ("[[year]]\nyear = 2026\nworked = ['11-13']", "3:11: error: `11-13` is a working day anyway"),
            (
                "[[year]]\nyear = 2026\noff = ['11-14']\nworked = ['11-14']",
                "4:10: error: `11-14` stands in `worked` twice",
            ),
            (
                "[[year]]\nyear = 2026\noff = ['01-01..12-30']",
                "3:7: error: 364 days off in one year are a mistake",
            ),
            (
                "[[year]]\nyear = 2026\n[[year]]\nyear = 2026",
                "4:8: error: the code `2026` was given on line 1 already",
            ),
            ("[[year]]\nyear = 2026\nof = []", "3:1: error: unknown key `of`; did you mean `off`?"),
        ] {
            assert_eq!(problems(text).first().map(String::as_str), Some(said), "{text}");
        }
    }
}
