//! Reading and writing single values.

use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::words::{UNITS, mean, spell};
use super::{Bounds, Length, Wants};
use crate::domain::money::{Currency, Money};
use crate::domain::text::{Lang, clean_line};

/// Marks a value may stand between.
pub(super) const QUOTES: [(char, char); 3] = [('"', '"'), ('«', '»'), ('\'', '\'')];
/// What a range is written with.
pub(super) const TO: &str = "..";

/// Signs between a word and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Is,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// Values that have an order, and how they are read and written.
pub(super) trait Ordered: Copy + PartialEq {
    const WANTS: Wants;

    fn read(text: &str) -> Option<Self>;

    fn write(&self, lang: Lang) -> String;

    /// Whether the first of two does not lie behind the second.
    fn in_order(&self, other: &Self) -> bool;
}

/// Why bounds can't be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    Bad,
    Backwards,
}

/// Reads what stands behind a sign: a value, or a range.
pub(super) fn bounds<T: Ordered>(sign: Sign, text: &str) -> Result<Bounds<T>, Unread> {
    let one = || T::read(text).ok_or(Unread::Bad);
    Ok(match sign {
        Sign::Less => Bounds::Less(one()?),
        Sign::AtMost => Bounds::AtMost(one()?),
        Sign::More => Bounds::More(one()?),
        Sign::AtLeast => Bounds::AtLeast(one()?),
        Sign::Is => match text.split_once(TO) {
            None => Bounds::Is(one()?),
            Some((from, "")) => Bounds::AtLeast(T::read(from).ok_or(Unread::Bad)?),
            Some(("", to)) => Bounds::AtMost(T::read(to).ok_or(Unread::Bad)?),
            Some((from, to)) => {
                // «100..500т»: what both are counted in is said once.
                let unit = to.trim_start_matches(|c: char| c.is_ascii_digit() || " .,".contains(c));
                let bare = from.chars().all(|c| c.is_ascii_digit() || " .,".contains(c));
                let whole = if bare { format!("{from}{unit}") } else { from.to_owned() };
                let from = T::read(&whole).or_else(|| T::read(from)).ok_or(Unread::Bad)?;
                let to = T::read(to).ok_or(Unread::Bad)?;
                if !from.in_order(&to) {
                    return Err(Unread::Backwards);
                }
                Bounds::Within(from, to)
            }
        },
    })
}

/// Writes bounds with the sign before them.
pub(super) fn written<T: Ordered>(bounds: &Bounds<T>, lang: Lang) -> String {
    let of = |sign: &str, text: String| {
        let text = if text.contains(char::is_whitespace) { in_quotes(&text) } else { text };
        format!("{sign}{text}")
    };
    match bounds {
        Bounds::Is(one) => of(":", one.write(lang)),
        Bounds::Less(one) => of("<", one.write(lang)),
        Bounds::AtMost(one) => of("<=", one.write(lang)),
        Bounds::More(one) => of(">", one.write(lang)),
        Bounds::AtLeast(one) => of(">=", one.write(lang)),
        Bounds::Within(from, to) => of(":", format!("{}{TO}{}", from.write(lang), to.write(lang))),
    }
}

impl Ordered for Money {
    const WANTS: Wants = Wants::Sum;

    fn read(text: &str) -> Option<Self> {
        Self::parse(text, Currency::Rub).ok()
    }

    fn write(&self, lang: Lang) -> String {
        let (units, rest) = (self.minor() / 100, self.minor() % 100);
        let (million, thousand, point) = match lang {
            Lang::Ru => ("млн", "т", ','),
            Lang::En => ("mln", "k", '.'),
        };
        let sum = if rest != 0 {
            format!("{units}{point}{rest:02}")
        } else if units != 0 && units % 1_000_000 == 0 {
            format!("{}{million}", units / 1_000_000)
        } else if units != 0 && units % 1_000 == 0 {
            format!("{}{thousand}", units / 1_000)
        } else {
            units.to_string()
        };
        if self.currency() == Currency::Rub { sum } else { format!("{sum} {}", self.currency()) }
    }

    fn in_order(&self, other: &Self) -> bool {
        self.currency() == other.currency() && self.minor() <= other.minor()
    }
}

impl Ordered for Length {
    const WANTS: Wants = Wants::Length;

    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (count, unit) = text.split_at_checked(end)?;
        let unit = unit.trim().trim_end_matches('.');
        // Days go without saying.
        let unit = if unit.is_empty() { super::Unit::Day } else { mean(UNITS, unit)? };
        // A hundred years are for ever.
        let count = count.parse().ok().filter(|count| *count <= 1_000_000)?;
        Some(Self { count, unit })
    }

    fn write(&self, lang: Lang) -> String {
        format!("{}{}", self.count, spell(UNITS, &self.unit, lang))
    }

    fn in_order(&self, other: &Self) -> bool {
        self.rough() <= other.rough()
    }
}

impl Ordered for NaiveDate {
    const WANTS: Wants = Wants::Date;

    fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(['.', '-', '/']).collect();
        let digits = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        if !parts.iter().all(digits) {
            return None;
        }
        let (year, month, day) = match parts.as_slice() {
            [year, month, day] | [day, month, year] if year.len() == 4 => (year, month, day),
            _ => return None,
        };
        Self::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    fn write(&self, lang: Lang) -> String {
        self.format(if lang == Lang::Ru { "%d.%m.%Y" } else { "%Y-%m-%d" }).to_string()
    }

    fn in_order(&self, other: &Self) -> bool {
        self <= other
    }
}

impl Ordered for Decimal {
    const WANTS: Wants = Wants::Number;

    fn read(text: &str) -> Option<Self> {
        number(text)
    }

    fn write(&self, _: Lang) -> String {
        self.normalize().to_string()
    }

    fn in_order(&self, other: &Self) -> bool {
        self <= other
    }
}

/// A number as a field of the firm's own may hold it: «1 200,5».
pub fn number(text: &str) -> Option<Decimal> {
    let plain: String =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == ',' { '.' } else { c }).collect();
    Decimal::from_str(&plain).ok()
}

/// A name as it can be written into a line: cleaned, and without the one mark it could not be written with.
pub(super) fn writable(name: &str) -> String {
    let name = clean_line(name);
    if QUOTES.iter().all(|(_, close)| name.contains(*close)) { name.replace('"', "") } else { name }
}

/// A value as it stands in a line: in quotation marks where it would not be read as one otherwise.
pub(super) fn quoted(value: &str) -> String {
    let opens = |c: char| QUOTES.iter().any(|(open, _)| *open == c);
    let begins = value.chars().next().is_some_and(|c| !opens(c) && !is_sign(c));
    if begins && !value.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';')) {
        return value.to_owned();
    }
    in_quotes(value)
}

/// A value in quotation marks.
pub(super) fn in_quotes(value: &str) -> String {
    let marks = QUOTES.iter().find(|(_, close)| !value.contains(*close));
    let (open, close) = marks.copied().unwrap_or(('"', '"'));
    format!("{open}{value}{close}")
}

/// Whether a character may stand between a word and its value.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, ':' | '=' | '<' | '>' | '≤' | '≥')
}
