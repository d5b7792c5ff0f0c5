//! Times and parts of the day in words.

use super::super::draft::{Clock, Day, Half, Part, Place, Unit};
use super::super::words;
use super::{Lead, NOT_UNDERSTOOD, Parser, Read};

impl Parser<'_> {
    /// «после завтра», «до обеда», «во второй половине дня», «the day after tomorrow», «не раньше 15».
    pub(super) fn two_words(&mut self) -> Read {
        let (first, second) = (self.word(0).unwrap_or_default(), self.word(1).unwrap_or_default());
        let third = self.word(2).unwrap_or_default();
        match (first, second, third) {
            ("после" | "п", "завтра", _) => self.set_day(Day::Ahead(2), 2),
            ("п", "", "завтра") if self.sign(1) == Some('/') => self.set_day(Day::Ahead(2), 3),
            ("day", "after", "tomorrow") => self.set_day(Day::Ahead(2), 3),
            ("tonight", ..) => {
                self.set_day(Day::Ahead(0), 0)?;
                self.set_part(Part::Evening, 1)
            }
            ("до" | "перед" | "before", _, _) if words::part(second) == Some(Part::Lunch) => {
                self.set_part(Part::BeforeLunch, 2)
            }
            ("после" | "after", _, _) if words::part(second) == Some(Part::Lunch) => {
                self.set_part(Part::AfterLunch, 2)
            }
            ("сразу" | "right" | "straight", "после" | "after", _)
                if words::part(third) == Some(Part::Lunch) =>
            {
                self.set_part(Part::AfterLunch, 3)
            }
            ("первая" | "первой" | "первую" | "first", "половина" | "половине" | "половину" | "half", _) =>
            {
                self.set_part(Part::BeforeLunch, 2)?;
                self.skip(&["of", "the", "дня", "day"])
            }
            ("вторая" | "второй" | "вторую" | "second", "половина" | "половине" | "половину" | "half", _) =>
            {
                self.set_part(Part::AfterLunch, 2)?;
                self.skip(&["of", "the", "дня", "day"])
            }
            ("не", "раньше" | "ранее", _) | ("not", "before" | "earlier", _) => {
                self.at += 2;
                if self.number(0).is_some() { self.number_phrase(Lead::At).map(Some) } else { Ok(Some(())) }
            }
            ("на", "днях", _) => self.set_day(Day::Soon, 2),
            ("week" | "month", "after", "next") => self.after_next(3),
            ("первым" | "первой", "делом" | "строкой", _) => {
                self.set_part(Part::Morning, 2)
            }
            ("first", "thing", _) => {
                self.set_part(Part::Morning, 2)?;
                self.skip(&["in", "the", "morning"])
            }
            ("later", "today", _) => self.set_day(Day::Ahead(0), 2),
            ("late", ..) if words::part(second) == Some(Part::Morning) => self.set_part(Part::BeforeLunch, 2),
            ("early", ..) if words::part(second) == Some(Part::Day) => self.set_part(Part::AfterLunch, 2),
            ("late", ..) if words::part(second) == Some(Part::Day) => self.set_part(Part::DayEnd, 2),
            ("early", ..) if words::part(second) == Some(Part::Evening) => self.set_part(Part::Evening, 2),
            ("midweek", ..) => self.set_place(Place::Middle, Unit::Weeks, 1),
            ("eow", ..) => self.set_place(Place::End, Unit::Weeks, 1),
            ("eom", ..) => self.set_place(Place::End, Unit::Months, 1),
            _ => Ok(None),
        }
    }

    /// «полпятого», «половина пятого», «четверть пятого», «без 15 пять», «half past 3», «quarter to 3».
    pub(super) fn half_hours(&mut self) -> Read {
        let word = self.word(0).unwrap_or_default();
        let glued = word.strip_prefix("пол").and_then(words::ordinal_hour);
        let behind = self.mean(1, words::ordinal_hour);
        let (hour, used) = (words::ordinal_hour(word), self.is(1, |word| matches!(word, "часу" | "часа")));
        // «в третьем часу»: it has struck two.
        if let (Some(next), true) = (hour, used) {
            self.at += 2;
            let half = self.take_half();
            return self.set_clock(Clock { hour: before(next), half, ..Clock::default() }).map(Some);
        }
        let (hour, minute, used) = match (word, glued, behind) {
            (_, Some(next), _) => (before(next), 30, 1),
            ("пол" | "половина" | "половине" | "половину" | "половины", _, Some(next)) => {
                (before(next), 30, 2)
            }
            ("четверть", _, Some(next)) => (before(next), 15, 2),
            ("half" | "quarter", ..) if self.is(1, |word| word == "past") => {
                let (hour, _) = self.number(2).ok_or(NOT_UNDERSTOOD)?;
                (hour, if word == "half" { 30 } else { 15 }, 3)
            }
            ("quarter", ..) if self.is(1, |word| word == "to") => {
                let (hour, _) = self.number(2).ok_or(NOT_UNDERSTOOD)?;
                (before(hour), 45, 3)
            }
            ("без", ..) => {
                let minutes = match self.number(1) {
                    Some((minutes, _)) => minutes,
                    None if self.is(1, |word| word == "четверти") => 15,
                    None => return Err(NOT_UNDERSTOOD),
                };
                let named = usize::from(self.mean(2, words::unit) == Some(Unit::Minutes));
                let next = match self.number(2 + named) {
                    Some((next, _)) => next,
                    None if self.is(2 + named, |word| word == "час") => 1,
                    None => return Err(NOT_UNDERSTOOD),
                };
                if !(1..60).contains(&minutes) {
                    return Err(NOT_UNDERSTOOD);
                }
                (before(next), 60 - minutes, 3 + named)
            }
            _ => return Ok(None),
        };
        if hour > 23 {
            return Err(NOT_UNDERSTOOD);
        }
        self.at += used;
        let half = self.take_half();
        self.set_clock(Clock { hour, minute, half, ..Clock::default() }).map(Some)
    }

    /// «в час», «час дня», «часов в 11».
    pub(super) fn hour_one(&mut self) -> Read {
        let prepositions = usize::from(self.is(0, words::is_preposition));
        if !self.is(prepositions, |word| word == "час") {
            // «часов в 11»: the noun runs ahead of its number.
            if self.is(0, |word| matches!(word, "часа" | "часика" | "часиков" | "часам"))
                && self.is(1, |word| words::is_preposition(word) || words::is_about(word))
            {
                self.at += 1;
                return Ok(Some(()));
            }
            return Ok(None);
        }
        let half = self.mean(prepositions + 1, words::half);
        if prepositions == 0 && half.is_none() {
            return Err(NOT_UNDERSTOOD);
        }
        self.at += prepositions + 1;
        let minute = match self.number(0) {
            Some((minute, 2)) if minute < 60 && self.sign(1).is_none() => {
                self.at += 1;
                minute
            }
            _ => 0,
        };
        let half = self.take_half();
        self.set_clock(Clock { hour: 1, minute, half, ..Clock::default() }).map(Some)
    }

    /// «в полдень», «midnight».
    pub(super) fn noon(&mut self) -> Read {
        let Some(hour) = self.mean(0, words::noon) else { return Ok(None) };
        self.at += 1;
        self.set_clock(Clock { hour, literal: true, ..Clock::default() }).map(Some)
    }

    /// «утром», «в обед», «вечером».
    pub(super) fn parts(&mut self) -> Read {
        match self.mean(0, words::part) {
            Some(part) => self.set_part(part, 1),
            None => Ok(None),
        }
    }

    /// «в любое время», «весь день», «any time»: adds nothing to a day.
    pub(super) fn any_time(&mut self) -> Read {
        let begins = usize::from(self.is(0, |word| matches!(word, "в" | "во" | "at")));
        let used = match self.word(begins) {
            Some("anytime" | "sometime") => begins + 1,
            Some("any" | "some") if self.is(begins + 1, |word| word == "time") => begins + 2,
            Some("all") if self.is(begins + 1, |word| word == "day") => begins + 2,
            Some("весь" | "целый") if self.is(begins + 1, |word| word == "день") => begins + 2,
            Some("когда") if self.is(begins + 1, |word| matches!(word, "угодно" | "удобно")) => {
                begins + 2
            }
            Some("любое" | "любой" | "рабочее" | "удобное") => {
                let kind = |word: &str| matches!(word, "удобное" | "рабочее" | "удобный");
                let kinds = usize::from(self.is(begins + 1, kind));
                let noun = |word: &str| matches!(word, "время" | "момент" | "час");
                if !self.is(begins + kinds + 1, noun) {
                    return Err(NOT_UNDERSTOOD);
                }
                begins + kinds + 2
            }
            _ => return Ok(None),
        };
        self.at += used;
        Ok(Some(()))
    }

    /// «в это же время», «в то же время», «at the same time», «this time tomorrow».
    pub(super) fn same_time(&mut self) -> Read {
        let mut used = 0;
        while self.is(used, |word| matches!(word, "в" | "во" | "at" | "the")) {
            used += 1;
        }
        let named = match self.word(used) {
            Some("это" | "то" | "такое") => {
                let same = usize::from(self.is(used + 1, |word| matches!(word, "же" | "самое")));
                let noun = used + same + 1;
                self.is(noun, |word| word == "время").then_some(noun + 1)
            }
            Some("same" | "this") if self.is(used + 1, |word| word == "time") => Some(used + 2),
            _ => None,
        };
        let Some(named) = named else { return Ok(None) };
        if std::mem::replace(&mut self.draft.same_time, true) {
            return Err(NOT_UNDERSTOOD);
        }
        self.at += named;
        Ok(Some(()))
    }

    /// «the week after next».
    fn after_next(&mut self, used: usize) -> Read {
        if self.mean(0, words::unit) == Some(Unit::Weeks) {
            self.set_week(2)?;
        } else {
            self.draft.month = Some(2);
        }
        self.at += used;
        Ok(Some(()))
    }

    /// Whether «утра», «pm», «p.m.» stands here.
    pub(super) fn is_half_ahead(&self) -> bool {
        let dotted =
            matches!((self.word(0), self.sign(1), self.word(2)), (Some("a" | "p"), Some('.'), Some("m")));
        dotted || self.mean(0, words::half).is_some()
    }

    pub(super) fn take_half(&mut self) -> Option<Half> {
        // «p.m.».
        if let (Some("a" | "p"), Some('.'), Some("m")) = (self.word(0), self.sign(1), self.word(2)) {
            let half = if self.word(0) == Some("a") { Half::Morning } else { Half::Pm };
            self.at += 3;
            return Some(half);
        }
        let half = self.mean(0, words::half)?;
        self.at += 1;
        Some(half)
    }
}

/// The hour before this one on a twelve-hour face.
pub(super) fn before(hour: u32) -> u32 {
    if hour == 1 { 12 } else { hour.saturating_sub(1) }
}
