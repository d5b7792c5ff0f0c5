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
            ("до" | "before", _, _) if words::part(second) == Some(Part::Lunch) => {
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
            ("после" | "after", _, _) if words::is_holidays(second) => {
                self.set_day(Day::AfterHolidays, 2)
            }
            ("после" | "after", "the", _) if words::is_holidays(third) => {
                self.set_day(Day::AfterHolidays, 3)
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
            ("eow", ..) => self.set_place(Place::End, Unit::Weeks, 1),
            ("eom", ..) => self.set_place(Place::End, Unit::Months, 1),
            _ => Ok(None),
        }
    }

    /// «полпятого», «половина пятого», «четверть пятого», «без 15 пять», «half past 3», «quarter to 3».
    pub(super) fn half_hours(&mut self) -> Read {
        let word = self.word(0).unwrap_or_default();
        let glued = word.strip_prefix("пол").and_then(words::ordinal);
        let behind = self.mean(1, words::ordinal);
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
            if self.is(0, |word| matches!(word, "часа" | "часика" | "часиков"))
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
        let hour = match self.word(0).unwrap_or_default() {
            "полдень" | "полудню" | "noon" | "midday" => 12,
            "полночь" | "полуночь" | "midnight" => 24,
            _ => return Ok(None),
        };
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

    /// «с 15 до 17».
    pub(super) fn ends_of_spans(&mut self) -> Read {
        if self.draft.clock.is_none() || !self.is(0, words::is_till) || self.number(1).is_none() {
            return Ok(None);
        }
        let first = self.draft.clock.take();
        self.at += 1;
        self.number_phrase(Lead::At)?;
        let last = std::mem::replace(&mut self.draft.clock, first).ok_or(NOT_UNDERSTOOD)?;
        self.set_until(last).map(Some)
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
fn before(hour: u32) -> u32 {
    if hour == 1 { 12 } else { hour.saturating_sub(1) }
}
