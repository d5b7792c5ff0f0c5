//! Days, weeks and months in words.

use super::super::draft::{Clock, Day, Part, Place, Unit};
use super::super::words;
use super::{NOT_UNDERSTOOD, Parser, Read};

impl Parser<'_> {
    /// «в конце недели», «в начале следующего месяца», «к концу дня».
    pub(super) fn places(&mut self) -> Read {
        let till = usize::from(self.is(0, |word| matches!(word, "до" | "by")));
        let Some(place) = self.mean(till, words::place) else { return Ok(None) };
        let mut used = till + 1;
        // «в начале третьего».
        if let (Some(next), None) = (self.mean(used, words::ordinal_hour), self.mean(used + 1, words::month))
        {
            let (hour, minute) = (super::time::before(next), place.minute());
            self.at += used + 1;
            let half = self.take_half();
            return self.set_clock(Clock { hour, minute, half, ..Clock::default() }).map(Some);
        }
        let mut ahead = 0;
        while let Some(word) = self.word(used) {
            if words::is_next(word) {
                ahead = 1;
            } else if !words::is_this(word) && !matches!(word, "of" | "the" | "рабочего" | "working")
            {
                break;
            }
            used += 1;
        }
        if let Some(month) = self.mean(used, words::month) {
            return self.set_day(Day::InMonth { month, place }, used + 1);
        }
        let unit = self.mean(used, words::unit).ok_or(NOT_UNDERSTOOD)?;
        used += 1;
        match (unit, place) {
            (Unit::Days, Place::Start) => self.set_part(Part::Morning, used),
            (Unit::Days, Place::Middle) => self.set_part(Part::Lunch, used),
            (Unit::Days, Place::End) => self.set_part(Part::DayEnd, used),
            _ => {
                self.set_place(place, unit, used)?;
                self.draft.week = self.draft.week.map(|_| ahead);
                self.draft.month = self.draft.month.map(|_| u32::from(ahead > 0));
                Ok(Some(()))
            }
        }
    }

    /// «следующий вторник», «на следующей неделе», «на той неделе», «в эту пятницу», «this evening», «next month».
    pub(super) fn which(&mut self) -> Read {
        // «На той неделе» is the next one: nobody is called back in the last.
        let that = self.is(0, |word| word == "той") && self.mean(1, words::unit) == Some(Unit::Weeks);
        let next = that || self.is(0, words::is_next);
        if !next && !self.is(0, words::is_this) {
            return Ok(None);
        }
        let this = |word: &str| matches!(word, "этот" | "эту" | "этой" | "этом" | "это" | "this");
        let this = self.is(0, this) && !self.is(1, words::is_this);
        // «след.».
        let mut used = 1 + usize::from(self.sign(1) == Some('.'));
        // «this coming friday», «в эти ближайшие выходные».
        used += usize::from(!next && self.is(used, words::is_this));
        // «на следующих выходных» are those of the next week.
        if next && self.is(used, words::is_weekend) {
            self.set_week(1)?;
            self.at += used + 1;
            return self.set_weekday(chrono::Weekday::Sat).map(Some);
        }
        if let Some(weekday) = self.mean(used, words::weekday) {
            self.at += used + 1;
            if next {
                self.set_week(1)?;
            }
            self.draft.this = this;
            return self.set_weekday(weekday).map(Some);
        }
        if let (false, Some(part)) = (next, self.mean(used, words::part)) {
            self.set_day(Day::Ahead(0), 0)?;
            return self.set_part(part, used + 1);
        }
        if self.is(used, words::is_weekend) && !next {
            return self.set_day(Day::Weekend, used + 1);
        }
        let ahead = u32::from(next);
        match self.mean(used, words::unit) {
            Some(Unit::Weeks) => self.set_week(u64::from(ahead))?,
            Some(Unit::Months) if self.draft.month.is_none() => self.draft.month = Some(ahead),
            Some(Unit::Days) if next => return self.set_day(Day::Ahead(1), used + 1),
            _ => return Err(NOT_UNDERSTOOD),
        }
        self.at += used + 1;
        Ok(Some(()))
    }

    /// «завтра», «пн», «в выходные».
    pub(super) fn days(&mut self) -> Read {
        if let Some(ahead) = self.mean(0, words::day) {
            // «завтрашний день».
            let noun =
                self.is(0, |word| word.contains("шн")) && self.is(1, |word| matches!(word, "день" | "дня"));
            return self.set_day(Day::Ahead(ahead), 1 + usize::from(noun));
        }
        if self.is(0, words::is_weekend) {
            return self.set_day(Day::Weekend, 1);
        }
        let Some(weekday) = self.mean(0, words::weekday) else { return Ok(None) };
        self.at += 1;
        self.set_weekday(weekday).map(Some)
    }

    /// «nov 25», «november 25th, 2026»; «пятого декабря».
    pub(super) fn month_first(&mut self) -> Read {
        if let Some(day) = self.mean(0, words::ordinal) {
            if let Some(month) = self.mean(1, words::month) {
                self.set_day(Day::OfYear { month, day }, 2)?;
                return self.year();
            }
            let noun = usize::from(self.is(1, words::is_date_noun));
            return self.set_day(Day::OfMonth(day), 1 + noun);
        }
        let Some(month) = self.mean(0, words::month) else { return Ok(None) };
        let dot = usize::from(self.sign(1) == Some('.'));
        // «в декабре».
        let Some((day, _)) = self.number(1 + dot) else {
            return self.set_day(Day::Month(month), 1);
        };
        let ending = usize::from(self.is(2 + dot, words::is_day_ending));
        self.set_day(Day::OfYear { month, day }, 2 + dot + ending)?;
        self.year()
    }
}
