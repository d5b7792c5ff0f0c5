//! Hours as people write them: «10–18», «с 9:30 до 18, кроме выходных», «будни 10–19, выходные 11–16».

use chrono::NaiveTime;

use super::hours::{Span, Window};

/// Longest text that is read, in characters.
const TEXT_MAX: usize = 120;

/// On which days the hours of one part hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Days {
    working: bool,
    off: bool,
}

/// Words that say nothing but that hours follow.
const FILLERS: &[&str] = &[
    "с",
    "со",
    "до",
    "по",
    "в",
    "к",
    "и",
    "звонить",
    "звонок",
    "звоните",
    "только",
    "можно",
    "удобно",
    "ежедневно",
    "каждый",
    "день",
    "дни",
    "часов",
    "часа",
    "час",
    "from",
    "to",
    "till",
    "until",
    "on",
    "and",
    "only",
    "call",
    "calls",
    "daily",
    "every",
    "day",
    "days",
    "hours",
];

impl Window {
    /// Reads hours as people write them, in Russian or English; `None` when it is not clear what is meant.
    ///
    /// ```
    /// use dozvon::domain::hours::Window;
    /// let hours = Window::parse("10–18, кроме выходных").unwrap();
    /// assert_eq!(Window::parse("weekdays 10:00-18:00"), Some(hours));
    /// assert!(hours.off().is_none());
    /// assert_eq!(Window::parse("после обеда"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        if text.chars().count() > TEXT_MAX {
            return None;
        }
        let text = text.to_lowercase().replace(['–', '—', '−', '‑'], "-").replace('ё', "е");
        let (mut working, mut off): (Option<Span>, Option<Span>) = (None, None);
        let mut last: Option<Span> = None;
        for part in text.split([',', ';']).filter(|part| !part.trim().is_empty()) {
            let (days, without, span) = read_part(part)?;
            match (span, without) {
                // «…, кроме выходных» speaks of what was said before.
                (None, Some(without)) => {
                    last?;
                    working = working.filter(|_| !without.working);
                    off = off.filter(|_| !without.off);
                }
                (None, None) => return None,
                (Some(span), without) => {
                    let without = without.unwrap_or_default();
                    let all = !days.working && !days.off;
                    if (all || days.working) && !without.working && working.replace(span).is_some() {
                        return None;
                    }
                    if (all || days.off) && !without.off && off.replace(span).is_some() {
                        return None;
                    }
                    last = Some(span);
                }
            }
        }
        Self::new(working, off)
    }
}

/// One part: the days it names, the days it takes out, and its hours.
fn read_part(part: &str) -> Option<(Days, Option<Days>, Option<Span>)> {
    let mut days = Days::default();
    let mut without: Option<Days> = None;
    let mut times: Vec<NaiveTime> = Vec::new();
    let mut rest = part;
    while let Some(first) = rest.chars().next() {
        let length = |is: fn(char) -> bool, text: &str| text.find(|c| !is(c)).unwrap_or(text.len());
        if first.is_ascii_digit() {
            let (time, tail) =
                rest.split_at_checked(length(|c| c.is_ascii_digit() || c == ':' || c == '.', rest))?;
            times.push(read_time(time.trim_end_matches('.'))?);
            rest = tail;
        } else if first.is_alphabetic() {
            let (word, tail) = rest.split_at_checked(length(char::is_alphabetic, rest))?;
            read_word(word, &mut days, &mut without)?;
            rest = tail;
        } else if first == '-' || first == '.' || first.is_whitespace() {
            rest = rest.get(first.len_utf8()..)?;
        } else {
            return None;
        }
    }
    let span = match times.as_slice() {
        [] => None,
        [from, to] => Some(Span::new(*from, *to)?),
        _ => return None,
    };
    // «Кроме» alone takes nothing out.
    if without.is_some_and(|without| without == Days::default()) {
        return None;
    }
    Some((days, without, span))
}

fn read_word(word: &str, days: &mut Days, without: &mut Option<Days>) -> Option<()> {
    let begins = |words: &[&str]| words.iter().any(|begin| word.starts_with(begin));
    if matches!(word, "кроме" | "не" | "без" | "except" | "but" | "not" | "no") {
        without.get_or_insert_default();
        return Some(());
    }
    let named = without.as_mut().unwrap_or(days);
    if begins(&["будн", "рабоч", "weekday", "working", "workday"]) {
        named.working = true;
    } else if begins(&["выходн", "праздн", "суббот", "воскрес", "weekend", "holiday", "off"])
    {
        named.off = true;
    } else if !FILLERS.contains(&word) {
        return None;
    }
    Some(())
}

/// «9», «09:30», «9.30», «24».
fn read_time(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = match text.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute.parse().ok()?),
        Some(_) => return None,
        None => (text, 0),
    };
    let hour = hour.parse().ok().filter(|_| hour.len() <= 2)?;
    // A day has no minute 24:00; its last one comes nearest.
    if (hour, minute) == (24, 0) {
        NaiveTime::from_hms_opt(23, 59, 0)
    } else {
        NaiveTime::from_hms_opt(hour, minute, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(window: Window) -> String {
        let span = |span: Option<Span>| {
            span.map_or("·".to_owned(), |s| {
                format!("{}-{}", s.from().format("%H:%M"), s.to().format("%H:%M"))
            })
        };
        format!("{} {}", span(window.working()), span(window.off()))
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, read) in [
            ("10–18", "10:00-18:00 10:00-18:00"),
            ("10-18, кроме выходных", "10:00-18:00 ·"),
            ("10:30 — 18 кроме выходных и праздников", "10:30-18:00 ·"),
            ("звонить с 9.30 до 12 по будням", "09:30-12:00 ·"),
            ("будни 10-19, выходные 11-16", "10:00-19:00 11:00-16:00"),
            ("только по выходным 11-16", "· 11:00-16:00"),
            ("10-18, только не в праздники", "10:00-18:00 ·"),
            ("в рабочие дни с 9 до 24", "09:00-23:59 ·"),
            ("weekdays 10-18; weekends 11 to 16", "10:00-18:00 11:00-16:00"),
            ("10–18 except weekends", "10:00-18:00 ·"),
        ] {
            assert_eq!(Window::parse(text).map(shown).as_deref(), Some(read), "{text}");
        }
        for text in [
            "",
            "10",
            "18-10",
            "10-18-20",
            "после обеда",
            "10-18, 11-16",
            "кроме выходных",
            "25-26",
            "10-18 кроме",
            "10-18 кроме будней и выходных",
            "10:5-18",
            "10-18!",
            "будни 10-18, будни 9-12",
        ] {
            assert_eq!(Window::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn anything_may_be_written(text in ".{0,40}") {
            let _ = Window::parse(&text);
        }
    }
}
