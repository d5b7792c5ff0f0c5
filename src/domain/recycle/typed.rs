//! Rules as they are typed: «no-answer 3h other-half other-number 5», and delays: «3 ч», «1 д 2 ч», «15m».

use thiserror::Error;

use super::{DELAY_MAX, DELAY_MIN, MOST_MAX, Rule, Shift};
use crate::domain::text::Lang;

/// Minutes of an hour and of a day.
const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

/// Why what was typed is no rule.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RuleError {
    /// The result, the delay or the count is not there.
    #[error("a rule has a result, a delay and a count")]
    Incomplete,
    /// No delay, or none from [`DELAY_MIN`] to [`DELAY_MAX`].
    #[error("no delay from a minute to ninety days")]
    Delay,
    /// No count from 1 to [`MOST_MAX`].
    #[error("no count from 1 to {MOST_MAX}")]
    Most,
    /// A word that says nothing here.
    #[error("`{0}` means nothing here")]
    Word(String),
    /// Something was said before, in the same words or in others.
    #[error("`{0}` says it for the second time")]
    Twice(String),
}

/// A rule as it is typed; one with no attempts, «no-answer off», takes the rule for that result away.
///
/// ```
/// # use dozvon::domain::recycle::{typed, Shift};
/// let rule = typed::rule("no-answer 3h other-half other-number 5").unwrap();
/// assert_eq!((rule.minutes, rule.shift, rule.other_number, rule.most), (180, Shift::Half, true, 5));
/// assert_eq!(typed::rule("no-answer 3h"), Err(typed::RuleError::Incomplete));
/// ```
///
/// # Errors
/// The first thing that is wrong, word by word.
pub fn rule(text: &str) -> Result<Rule, RuleError> {
    let mut words = text.split([' ', ':', ',', '=']).filter(|word| !word.is_empty());
    let outcome = words.next().ok_or(RuleError::Incomplete)?.to_owned();
    let mut rule = Rule { outcome, minutes: 0, shift: Shift::None, other_number: false, most: 0 };
    let first = words.next().ok_or(RuleError::Incomplete)?;
    if first == "off" {
        return words.next().map_or(Ok(rule), |word| Err(RuleError::Word(word.to_owned())));
    }
    rule.minutes = delay_of(first)?;
    let mut shift = None;
    for word in words {
        let twice = if let Some(said) = Shift::from_code(word) {
            shift.replace(said).is_some()
        } else if word.bytes().all(|b| b.is_ascii_digit()) {
            std::mem::replace(&mut rule.most, most_of(word)?) > 0
        } else if word == "other-number" {
            std::mem::replace(&mut rule.other_number, true)
        } else if minutes(word).is_some() {
            true
        } else {
            return Err(RuleError::Word(word.to_owned()));
        };
        if twice {
            return Err(RuleError::Twice(word.to_owned()));
        }
    }
    rule.shift = shift.unwrap_or_default();
    if rule.most > 0 { Ok(rule) } else { Err(RuleError::Incomplete) }
}

/// The delay of a rule, in minutes.
///
/// # Errors
/// [`RuleError::Delay`] for what [`minutes`] does not understand, for none at all and for one that is too long.
pub fn delay_of(text: &str) -> Result<u32, RuleError> {
    minutes(text).filter(|minutes| (DELAY_MIN..=DELAY_MAX).contains(minutes)).ok_or(RuleError::Delay)
}

/// How often a rule lets a client be called.
///
/// # Errors
/// [`RuleError::Most`] for what is no number from 1 to [`MOST_MAX`].
pub fn most_of(text: &str) -> Result<u16, RuleError> {
    let most = text.trim().parse().ok().filter(|most| (1..=MOST_MAX).contains(most));
    most.ok_or(RuleError::Most)
}

/// A delay in minutes: numbers, each with its unit behind it. `None` for what is not understood, and for a number without a unit:
/// nobody could tell whether «3» is hours or minutes.
///
/// ```
/// # use dozvon::domain::recycle::typed::minutes;
/// assert_eq!([minutes("15m"), minutes("3 ч"), minutes("1 день 2 ч")], [Some(15), Some(180), Some(1560)]);
/// assert_eq!(minutes("3"), None);
/// ```
pub fn minutes(text: &str) -> Option<u32> {
    let mut rest = text.trim();
    let mut sum = 0_u32;
    let mut any = false;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, behind) = rest.split_at_checked(end)?;
        let behind = behind.trim_start();
        let end = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        let (word, behind) = behind.split_at_checked(end)?;
        sum = sum.checked_add(number.parse::<u32>().ok()?.checked_mul(unit(word)?)?)?;
        rest = behind.trim_start_matches(['.', ' ']);
        any = true;
    }
    any.then_some(sum)
}

/// Minutes of a unit.
fn unit(word: &str) -> Option<u32> {
    Some(match word.to_lowercase().as_str() {
        "m" | "min" | "minute" | "minutes" | "м" | "мин" | "минут" | "минута" | "минуты" | "минуту" => {
            1
        }
        "h" | "hour" | "hours" | "ч" | "час" | "часа" | "часов" => HOUR,
        "d" | "day" | "days" | "д" | "дн" | "день" | "дня" | "дней" => DAY,
        _ => return None,
    })
}

/// A delay as [`minutes`] reads it back: «1 д 2 ч».
pub fn delay(minutes: u32, lang: Lang) -> String {
    let [day, hour, minute] = match lang {
        Lang::Ru => ["д", "ч", "мин"],
        Lang::En => ["d", "h", "min"],
    };
    let parts = [(minutes / DAY, day), (minutes % DAY / HOUR, hour), (minutes % HOUR, minute)];
    let said = parts.into_iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said.map(|(count, unit)| format!("{count} {unit}")).collect();
    if said.is_empty() { format!("0 {minute}") } else { said.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rules_are_read_as_they_are_typed() {
        let read = |text: &str| {
            rule(text).map(|rule| (rule.outcome, rule.minutes, rule.shift, rule.other_number, rule.most))
        };
        let said = |outcome: &str, minutes, shift, number, most| {
            Ok((outcome.to_owned(), minutes, shift, number, most))
        };
        assert_eq!(read("busy 15m 5"), said("busy", 15, Shift::None, false, 5));
        assert_eq!(
            read("no-answer: 3h, other-half, other-number, 4"),
            said("no-answer", 180, Shift::Half, true, 4)
        );
        assert_eq!(read("busy=1d other-day 1"), said("busy", 1440, Shift::Day, false, 1));
        assert_eq!(read("busy 1d2h 1"), said("busy", 1560, Shift::None, false, 1));
        assert_eq!(read("busy off"), said("busy", 0, Shift::None, false, 0));
    }

    #[test]
    fn what_is_no_rule_is_refused_by_its_first_mistake() {
        use RuleError::{Delay, Incomplete, Most};
        let word = |word: &str| RuleError::Word(word.into());
        let twice = |word: &str| RuleError::Twice(word.into());
        for (text, error) in [
            ("", Incomplete),
            ("busy", Incomplete),
            ("busy 15m", Incomplete),
            ("busy 5", Delay),
            ("busy 1w 3", Delay),
            ("busy 0h 3", Delay),
            ("busy 0m 3", Delay),
            ("busy 91d 3", Delay),
            ("busy 15m 0", Most),
            ("busy 15m 100", Most),
            ("busy 15m 500", Most),
            ("busy 15m 70000", Most),
            ("busy 15m soon 3", word("soon")),
            ("busy 15m -3", word("-3")),
            ("busy off 3", word("3")),
            ("busy 15m off", word("off")),
            ("no-answer 3h 5 6", twice("6")),
            ("no-answer 3h 5 5", twice("5")),
            ("no-answer 3h 2h 5", twice("2h")),
            ("no-answer 3h other-half other-day 5", twice("other-day")),
            ("no-answer 3h other-half other-half 5", twice("other-half")),
            ("no-answer 3h other-number other-number 5", twice("other-number")),
        ] {
            assert_eq!(rule(text), Err(error), "{text}");
        }
    }

    #[test]
    fn delays_are_read_in_both_languages() {
        for (text, read) in [
            ("15 мин.", Some(15)),
            ("1 ч 30 мин", Some(90)),
            ("2 дня", Some(2880)),
            ("0 мин", Some(0)),
            ("3 hours", Some(180)),
            ("", None),
            ("час", None),
            ("3", None),
            ("1 ч 30", None),
            ("-3 ч", None),
            ("9999999999 ч", None),
            ("4294967295 д", None),
        ] {
            assert_eq!(minutes(text), read, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_delay_is_read_back(count in 0_u32..200_000) {
            for lang in [Lang::Ru, Lang::En] {
                prop_assert_eq!(minutes(&delay(count, lang)), Some(count));
            }
        }

        #[test]
        fn nothing_that_is_typed_breaks_it(text in "[0-9мчдhmd .,-]{0,20}") {
            let _ = (minutes(&text), rule(&text));
        }
    }
}
