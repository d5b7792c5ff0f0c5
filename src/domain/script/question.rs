//! Questions of a script: what is asked at a step and kept in a questionnaire.
//!
//! Three things are told apart: a question that was never asked has no reply at all; one the client would not answer has
//! [`Reply::Declined`]; and an answer may be empty, as «ничего из этого» is among several choices.

use chrono::NaiveDate;
use chrono_tz::Tz;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::domain::money::{Currency, Money};
use crate::domain::text::{Lang, clean_text};
use crate::domain::time::Moment;
use crate::domain::when;

/// Longest text answer, in characters.
pub const TEXT_MAX: usize = 1000;

/// A question of the questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// A stable word, the same in all versions of the script: `shops`.
    pub code: String,
    /// A short title for lists and reports: «Сколько магазинов».
    pub title: String,
    /// What may be answered.
    pub kind: QuestionKind,
    /// Whether the script does not go on without an answer.
    pub required: bool,
}

/// Kinds of question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// One of the answers of the step.
    Single,
    /// Any of the answers of the step.
    Multiple {
        /// The most that may be chosen.
        most: Option<u8>,
    },
    /// A number.
    Number {
        /// The smallest.
        min: Option<i64>,
        /// The largest.
        max: Option<i64>,
        /// What is counted: «м²». May be empty.
        unit: String,
    },
    /// A day.
    Date,
    /// A whole number between two ends: 0 to 10.
    Scale {
        /// One end.
        min: i64,
        /// The other end.
        max: i64,
        /// What the lower end means. May be empty.
        low: String,
        /// What the upper end means. May be empty.
        high: String,
    },
    /// The client's own words.
    Text,
}

/// What a client replied to a question that was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// He would not or could not answer.
    Declined,
    /// One choice, by its [key](super::Answer::key).
    Choice(String),
    /// The choices, by their keys, in the order of the script; none of them when empty.
    Choices(Vec<String>),
    /// A number or a place on a scale.
    Number(Number),
    /// A day.
    Date(NaiveDate),
    /// His own words; may be empty.
    Text(String),
}

/// An exact number. In stores and files it is written as text, so that no digit is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(pub Decimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.normalize().to_string())
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

/// Why an answer is none.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ReplyError {
    /// The question is required, and nothing was answered.
    #[error("the question needs an answer")]
    Required,
    /// It is no number.
    #[error("this is no number")]
    NotANumber,
    /// It is no day.
    #[error("this is no day")]
    NotADate,
    /// The number is too small or too large.
    #[error("the number does not fit: from {min:?} to {max:?}")]
    OutOfRange {
        /// The smallest.
        min: Option<i64>,
        /// The largest.
        max: Option<i64>,
    },
    /// More was chosen than may be.
    #[error("{most} may be chosen at most")]
    TooMany {
        /// The most.
        most: u8,
    },
    /// The text is too long.
    #[error("the text is longer than {TEXT_MAX} characters")]
    TooLong,
    /// The reply is of another kind than the question, or a choice the step does not have.
    #[error("the reply does not suit the question")]
    WrongKind,
}

impl Question {
    /// Reads what was typed as an answer to a question about a number, a scale, a day or words.
    ///
    /// Numbers are read as amounts are: `120к`, `1 200,5`, and with a minus. Days: `25.12.2026`, `2026-12-25`, `25.12`,
    /// «завтра», by the calendar of `zone` at `now`.
    ///
    /// # Errors
    /// [`ReplyError`].
    pub fn read(&self, typed: &str, now: Moment, zone: Tz) -> Result<Reply, ReplyError> {
        let text = clean_text(typed);
        let text = text.trim();
        if text.is_empty() && (self.required || self.kind != QuestionKind::Text) {
            return Err(ReplyError::Required);
        }
        let reply = match &self.kind {
            QuestionKind::Number { .. } | QuestionKind::Scale { .. } => {
                Reply::Number(Number(number(text).ok_or(ReplyError::NotANumber)?))
            }
            QuestionKind::Date => Reply::Date(date(text, now, zone).ok_or(ReplyError::NotADate)?),
            QuestionKind::Text => Reply::Text(text.to_owned()),
            QuestionKind::Single | QuestionKind::Multiple { .. } => return Err(ReplyError::WrongKind),
        };
        self.check(&reply)?;
        Ok(reply)
    }

    /// Whether a reply will do. Choices are checked against the step by the [run](super::run).
    ///
    /// # Errors
    /// [`ReplyError`].
    pub fn check(&self, reply: &Reply) -> Result<(), ReplyError> {
        match (&self.kind, reply) {
            (_, Reply::Declined) if self.required => Err(ReplyError::Required),
            (_, Reply::Declined)
            | (QuestionKind::Single, Reply::Choice(_))
            | (QuestionKind::Date, Reply::Date(_)) => Ok(()),
            (QuestionKind::Multiple { most }, Reply::Choices(chosen)) => match most {
                _ if self.required && chosen.is_empty() => Err(ReplyError::Required),
                Some(most) if chosen.len() > usize::from(*most) => Err(ReplyError::TooMany { most: *most }),
                _ => Ok(()),
            },
            (QuestionKind::Number { min, max, .. }, Reply::Number(number)) => in_range(*number, *min, *max),
            (QuestionKind::Scale { min, max, .. }, Reply::Number(number)) => {
                if number.0.is_integer() {
                    in_range(*number, Some(*min), Some(*max))
                } else {
                    Err(ReplyError::OutOfRange { min: Some(*min), max: Some(*max) })
                }
            }
            (QuestionKind::Text, Reply::Text(text)) => match text.chars().count() {
                0 if self.required => Err(ReplyError::Required),
                length if length > TEXT_MAX => Err(ReplyError::TooLong),
                _ => Ok(()),
            },
            _ => Err(ReplyError::WrongKind),
        }
    }

    /// The bounds of the number, when it asks for one.
    pub fn bounds(&self) -> Option<(Option<i64>, Option<i64>)> {
        match self.kind {
            QuestionKind::Number { min, max, .. } => Some((min, max)),
            QuestionKind::Scale { min, max, .. } => Some((Some(min), Some(max))),
            _ => None,
        }
    }
}

fn in_range(number: Number, min: Option<i64>, max: Option<i64>) -> Result<(), ReplyError> {
    let small = min.is_some_and(|min| number.0 < Decimal::from(min));
    let large = max.is_some_and(|max| number.0 > Decimal::from(max));
    if small || large { Err(ReplyError::OutOfRange { min, max }) } else { Ok(()) }
}

/// A number as people type it.
pub(super) fn number(text: &str) -> Option<Decimal> {
    let (negative, digits) = match text.trim().strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest),
        None => (false, text.trim()),
    };
    let plain: String = digits.chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
    let plain = plain.replace(',', ".");
    let is_plain = !plain.is_empty() && plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    let found = if is_plain { plain.parse().ok() } else { None };
    // «120к», «0,12 млн», «1.234,50» are read as amounts are.
    let found = found.or_else(|| Money::parse(digits, Currency::Rub).ok().map(|money| money.amount()))?;
    Some(if negative { -found } else { found }.normalize())
}

fn date(text: &str, now: Moment, zone: Tz) -> Option<NaiveDate> {
    let formats = ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"];
    // chrono reads «25.12.26» as the year 26.
    let written = formats.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok());
    let sensible = |date: &NaiveDate| (1900..=2200).contains(&chrono::Datelike::year(date));
    written
        .filter(sensible)
        .or_else(|| when::read(text, now, zone).ok().map(|reading| reading.at.date_in(zone)))
}

impl Reply {
    /// The reply as it is said in a language; choices by the texts of `text_of`. Empty when there was no answer.
    pub fn said<'t>(&'t self, lang: Lang, text_of: impl Fn(&'t str) -> &'t str) -> String {
        match self {
            Self::Declined => String::new(),
            Self::Choice(key) => text_of(key).to_owned(),
            Self::Choices(keys) => keys.iter().map(|key| text_of(key)).collect::<Vec<_>>().join(", "),
            Self::Number(number) => {
                let number = number.0.normalize().to_string();
                if lang == Lang::Ru { number.replace('.', ",") } else { number }
            }
            Self::Date(date) => match lang {
                Lang::Ru => date.format("%d.%m.%Y").to_string(),
                Lang::En => date.format("%Y-%m-%d").to_string(),
            },
            Self::Text(text) => text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use proptest::prelude::*;

    fn ask(kind: QuestionKind, required: bool) -> Question {
        Question { code: "q".into(), title: "Q".into(), kind, required }
    }

    fn read(question: &Question, typed: &str) -> Result<Reply, ReplyError> {
        let now = chrono::Utc.with_ymd_and_hms(2026, 11, 10, 6, 0, 0).unwrap().into();
        question.read(typed, now, chrono_tz::Europe::Moscow)
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let shops =
            ask(QuestionKind::Number { min: Some(-5), max: Some(1_000_000), unit: String::new() }, false);
        for (typed, number) in [
            ("15", "15"),
            (" 1 200 ", "1200"),
            ("1,5", "1.5"),
            ("2.250", "2.25"),
            ("-3", "-3"),
            ("120к", "120000"),
            ("0,12 млн", "120000"),
        ] {
            let expected = Reply::Number(Number(number.parse().unwrap()));
            assert_eq!(read(&shops, typed), Ok(expected), "{typed}");
        }
        assert_eq!(read(&shops, "пять"), Err(ReplyError::NotANumber));
        assert_eq!(read(&shops, ""), Err(ReplyError::Required));
        let range = ReplyError::OutOfRange { min: Some(-5), max: Some(1_000_000) };
        assert_eq!(read(&shops, "-6"), Err(range));
        assert_eq!(read(&shops, "2 млн"), Err(range));
    }

    #[test]
    fn a_scale_takes_whole_numbers_only() {
        let nps = ask(QuestionKind::Scale { min: 0, max: 10, low: String::new(), high: String::new() }, true);
        assert_eq!(read(&nps, "10"), Ok(Reply::Number(Number(10.into()))));
        for typed in ["9,5", "11", "-1"] {
            assert!(matches!(read(&nps, typed), Err(ReplyError::OutOfRange { .. })), "{typed}");
        }
        assert_eq!(nps.check(&Reply::Declined), Err(ReplyError::Required));
    }

    #[test]
    fn days_are_read_with_or_without_a_year() {
        let day = ask(QuestionKind::Date, false);
        for (typed, expected) in [
            ("01.02.2020", "2020-02-01"),
            ("2026-12-25", "2026-12-25"),
            ("25.12", "2026-12-25"),
            ("завтра", "2026-11-11"),
            ("tomorrow", "2026-11-11"),
        ] {
            assert_eq!(read(&day, typed), Ok(Reply::Date(expected.parse().unwrap())), "{typed}");
        }
        assert_eq!(read(&day, "когда-нибудь"), Err(ReplyError::NotADate));
    }

    #[test]
    fn no_answer_is_not_an_empty_one() {
        let text = ask(QuestionKind::Text, false);
        assert_eq!(read(&text, "  "), Ok(Reply::Text(String::new())));
        assert_eq!(text.check(&Reply::Declined), Ok(()));
        assert_eq!(read(&ask(QuestionKind::Text, true), " "), Err(ReplyError::Required));
        assert_eq!(read(&text, &"я".repeat(TEXT_MAX + 1)), Err(ReplyError::TooLong));
        let many = ask(QuestionKind::Multiple { most: Some(1) }, false);
        assert_eq!(many.check(&Reply::Choices(vec![])), Ok(()));
        assert_eq!(
            many.check(&Reply::Choices(vec!["a".into(), "b".into()])),
            Err(ReplyError::TooMany { most: 1 })
        );
        assert_eq!(many.check(&Reply::Text("a".into())), Err(ReplyError::WrongKind));
    }

    proptest! {
        #[test]
        fn any_typing_is_read_or_refused(typed in any::<String>(), required in any::<bool>()) {
            for kind in [
                QuestionKind::Number { min: None, max: None, unit: String::new() },
                QuestionKind::Date,
                QuestionKind::Text,
            ] {
                let question = ask(kind, required);
                if let Ok(reply) = read(&question, &typed) {
                    prop_assert_eq!(question.check(&reply), Ok(()));
                }
            }
        }
    }
}
