//! What stands before a bound: «до 12», «не позже 17», «между 10 и 12», «после среды», «после выходных».

use super::super::draft::{Clock, Day, Draft, Part, Side, Unit};
use super::super::words;
use super::{Lead, NOT_UNDERSTOOD, Parser, Read};

/// What was named as a bound.
enum Bound {
    /// A time of day.
    Time(Clock),
    /// A day.
    Day(Draft),
}

impl Parser<'_> {
    /// «до 12», «не позже пяти», «before noon», «до среды», and the end of «с 15 до 17».
    pub(super) fn before(&mut self) -> Read {
        // «не раньше 11 и не позже 13», «после 11, но до 15».
        let linked = usize::from(self.is(0, |word| matches!(word, "и" | "но" | "and" | "but")));
        let later = |at: usize| self.is(at, |word| matches!(word, "позже" | "позднее" | "later"));
        let than = |at: usize| usize::from(self.is(at, |word| matches!(word, "than" | "чем" | "then")));
        let mut inclusive = false;
        let used = match self.word(linked) {
            Some("не" | "no" | "not") if later(linked + 1) => {
                inclusive = true;
                linked + 2 + than(linked + 2)
            }
            Some("до" | "till" | "until" | "before") => linked + 1,
            Some("по" | "to") if self.draft.clock.is_some() => linked + 1,
            _ => return Ok(None),
        };
        let at = self.at;
        self.at += used;
        while self.is(0, |word| matches!(word, "the" | "где" | "то" | "примерно") || words::is_about(word))
        {
            self.at += 1;
        }
        match self.bound() {
            Some(Bound::Time(clock)) => self.set_until(clock).map(Some),
            Some(Bound::Day(day)) if self.draft.side.is_none() && !self.draft.has_day() => {
                self.take_day(day);
                self.draft.side = (!inclusive).then_some(Side::Before);
                Ok(Some(()))
            }
            // «до обеда», «до конца дня» are parts of the day, not bounds.
            None if linked == 0 && !inclusive => {
                self.at = at;
                Ok(None)
            }
            _ => Err(NOT_UNDERSTOOD),
        }
    }

    /// «после 15-го», «после среды», «после выходных», «после 15».
    pub(super) fn after(&mut self) -> Read {
        if !self.is(0, words::is_after) {
            return Ok(None);
        }
        let skipped = |word: &str| {
            matches!(word, "the" | "этих" | "этого" | "всех" | "длинных" | "ближайших" | "ближайшего")
                || words::is_this(word)
        };
        let used = 1 + usize::from(self.is(1, skipped));
        let eve = |word: &str| matches!(word, "нового" | "новый" | "new");
        let year = |word: &str| matches!(word, "года" | "год" | "years" | "year");
        if self.is(used, eve) && self.is(used + 1, year) {
            return self.set_day(Day::AfterNewYear, used + 2);
        }
        if self.is(used, |word| word.starts_with("новогодн")) {
            let noun = usize::from(self.is(used + 1, words::is_holidays));
            return self.set_day(Day::AfterNewYear, used + 1 + noun);
        }
        if self.is(used, words::is_weekend) {
            return self.set_day(Day::AfterWeekend, used + 1);
        }
        if self.is(used, words::is_holidays) {
            let noun = usize::from(self.is(used + 1, |word| matches!(word, "дней" | "дня")));
            return self.set_day(Day::AfterHolidays, used + 1 + noun);
        }
        let working = usize::from(self.is(used, words::is_working));
        let end = |word: &str| matches!(word, "работы" | "смены" | "work") || working > 0 && word == "дня";
        if self.is(used + working, end) {
            return self.set_part(Part::Evening, used + working + 1);
        }
        self.at += used;
        // «после 25»: no hour.
        if let (Some((day @ 24..=31, 2)), true) = (self.number(0), self.ends_a_bound(1)) {
            self.draft.side = Some(Side::After);
            return self.set_day(Day::OfMonth(day), 1);
        }
        match self.bound() {
            Some(Bound::Time(clock)) => self.set_clock(clock).map(Some),
            Some(Bound::Day(day)) if self.draft.side.is_none() && !self.draft.has_day() => {
                self.take_day(day);
                self.draft.side = Some(Side::After);
                Ok(Some(()))
            }
            _ => Err(NOT_UNDERSTOOD),
        }
    }

    /// «между 10 и 12», «between 3 and 5 pm».
    pub(super) fn between(&mut self) -> Read {
        if !self.is(0, |word| matches!(word, "между" | "between")) {
            return Ok(None);
        }
        self.at += 1;
        let Some(Bound::Time(mut first)) = self.bound() else { return Err(NOT_UNDERSTOOD) };
        if !self.is(0, |word| matches!(word, "и" | "and")) {
            return Err(NOT_UNDERSTOOD);
        }
        self.at += 1;
        let Some(Bound::Time(last)) = self.bound() else { return Err(NOT_UNDERSTOOD) };
        if first.half.is_none() && first.hour < last.hour {
            first.half = last.half;
        }
        self.set_clock(first)?;
        self.set_until(last).map(Some)
    }

    /// A time or a day that bounds something; `None`, and nothing is read, when neither stands here.
    fn bound(&mut self) -> Option<Bound> {
        let mut inner = Parser { tokens: self.tokens, at: self.at, draft: Draft::default() };
        let hour = |word: &str| matches!(word, "час" | "часа" | "часу");
        if inner.is(0, hour) {
            inner.at += 1;
            let half = inner.take_half();
            inner.draft.clock = Some(Clock { hour: 1, half, ..Clock::default() });
        } else if inner.number(0).is_some() {
            inner.number_phrase(Lead::At).ok()?;
        } else if inner.is(0, |word| matches!(word, "вечера" | "evening")) {
            inner.at += 1;
            inner.draft.clock = Some(Clock { hour: 18, literal: true, ..Clock::default() });
        } else if self.is_begun() && inner.mean(0, words::part) == Some(Part::Lunch) {
            // «с утра до обеда».
            inner.at += 1;
            inner.draft.clock = Some(Clock { hour: 13, literal: true, ..Clock::default() });
        } else {
            let rules: [fn(&mut Self) -> Read; 5] =
                [Parser::half_hours, Parser::noon, Parser::which, Parser::days, Parser::month_first];
            rules.iter().find_map(|rule| rule(&mut inner).ok().flatten())?;
            // «до завтра до 12» is nothing; «следующей недели» is a day as well.
        }
        let Parser { at, draft, .. } = inner;
        let bound = match draft.clock {
            Some(clock) if draft == (Draft { clock: Some(clock), ..Draft::default() }) => Bound::Time(clock),
            None if draft.has_day() || draft.month.is_some() => Bound::Day(draft),
            _ => return None,
        };
        self.at = at;
        Some(bound)
    }

    /// Whether a time or a part of the day stood before.
    fn is_begun(&self) -> bool {
        self.draft.clock.is_some() || self.draft.part.is_some()
    }

    /// Whether nothing at `ahead` makes more of a number than a number.
    fn ends_a_bound(&self, ahead: usize) -> bool {
        let more = |word: &str| {
            words::month(word).is_some()
                || words::is_day_ending(word)
                || words::unit(word) == Some(Unit::Minutes)
        };
        self.sign(ahead).is_none() && !self.is(ahead, more)
    }

    fn take_day(&mut self, day: Draft) {
        (self.draft.day, self.draft.weekday) = (day.day, day.weekday);
        (self.draft.week, self.draft.month) = (day.week, day.month);
    }
}
