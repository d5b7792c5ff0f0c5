//! Rules as they are typed: «no-answer 3h other-half other-number 5», and delays: «3 ч», «1 д 2 ч», «15m».

use super::{Rule, Shift};
use crate::domain::text::Lang;

/// Minutes of an hour and of a day.
const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

/// A rule as it is typed; one with no attempts, «no-answer off», takes the rule for that result away. `None` for what is not
/// understood.
///
/// ```
/// # use dozvon::domain::recycle::{typed, Shift};
/// let rule = typed::rule("no-answer 3h other-half other-number 5").unwrap();
/// assert_eq!((rule.minutes, rule.shift, rule.other_number, rule.most), (180, Shift::Half, true, 5));
/// assert_eq!(typed::rule("no-answer 3h"), None);
/// ```
pub fn rule(text: &str) -> Option<Rule> {
    let mut words = text.split([' ', ':', ',', '=']).filter(|word| !word.is_empty());
    let outcome = words.next()?.to_owned();
    let mut rule = Rule { outcome, minutes: 0, shift: Shift::None, other_number: false, most: 0 };
    let first = words.next()?;
    if first == "off" {
        return words.next().is_none().then_some(rule);
    }
    rule.minutes = minutes(first)?;
    for word in words {
        match (Shift::from_code(word), word.parse::<u16>()) {
            (Some(shift), _) => rule.shift = shift,
            (None, Ok(most)) if most > 0 => rule.most = most,
            _ if word == "other-number" => rule.other_number = true,
            _ => return None,
        }
    }
    (rule.most > 0).then_some(rule)
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
            Some((outcome.to_owned(), minutes, shift, number, most))
        };
        assert_eq!(read("busy 15m 5"), said("busy", 15, Shift::None, false, 5));
        assert_eq!(
            read("no-answer: 3h, other-half, other-number, 4"),
            said("no-answer", 180, Shift::Half, true, 4)
        );
        assert_eq!(read("busy=1d other-day 1"), said("busy", 1440, Shift::Day, false, 1));
        assert_eq!(read("busy 1d2h 1"), said("busy", 1560, Shift::None, false, 1));
        assert_eq!(read("busy off"), said("busy", 0, Shift::None, false, 0));
        for bad in
            ["", "busy", "busy 5", "busy 15m", "busy 15m 0", "busy 1w 3", "busy 15m soon 3", "busy off 3"]
        {
            assert_eq!(read(bad), None, "{bad}");
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
