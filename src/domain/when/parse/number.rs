//! What begins with a number: dates, times, and lengths without «через».

use super::super::WhenError;
use super::super::draft::{Clock, Day, Part, Unit};
use super::super::token::Token;
use super::super::words;
use super::{Lead, NOT_UNDERSTOOD, Parser, Read};

/// The years a year can be: what is beyond is no date of a call.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2999;

impl Parser<'_> {
    /// A number and what belongs to it.
    pub(super) fn number_phrase(&mut self, lead: Lead) -> Result<(), WhenError> {
        let rules: [fn(&mut Self, Lead) -> Read; 6] = [
            Self::half_of_day,
            Self::minutes_and_hour,
            Self::span_of_dates,
            Self::date,
            Self::length_alone,
            Self::clock,
        ];
        for rule in rules {
            if rule(self, lead)?.is_some() {
                return Ok(());
            }
        }
        Err(NOT_UNDERSTOOD)
    }

    /// «в 1-й половине дня».
    fn half_of_day(&mut self, _: Lead) -> Read {
        let dash = usize::from(self.sign(1) == Some('-'));
        let ending = usize::from(self.is(1 + dash, |word| matches!(word, "й" | "ой" | "ю" | "ую")));
        let noun = 1 + dash + ending;
        if ending == 0 || !self.is(noun, |word| word.starts_with("половин")) {
            return Ok(None);
        }
        let part = match self.number(0) {
            Some((1, _)) => Part::BeforeLunch,
            Some((2, _)) => Part::AfterLunch,
            _ => return Err(NOT_UNDERSTOOD),
        };
        self.set_part(part, noun + 1)?;
        self.skip(&["дня"])
    }

    /// «ten to three», «twenty past two», «10 minutes to 3»: minutes before an hour or behind it.
    fn minutes_and_hour(&mut self, _: Lead) -> Read {
        let Some(Token::Number { value: minute @ 1..60, spelt, .. }) = self.token(0) else { return Ok(None) };
        let noun = usize::from(self.mean(1, words::unit) == Some(Unit::Minutes));
        let (Some(link @ ("to" | "past")), Some((hour @ 1..=12, _))) =
            (self.word(1 + noun), self.number(2 + noun))
        else {
            return Ok(None);
        };
        // «nine to five», «from ten to twelve» and «10 to 12» are spans of hours.
        let span = link == "to"
            && noun == 0
            && (!spelt || !minute.is_multiple_of(5) || self.word_behind() == Some("from"));
        if span || self.sign(3 + noun) == Some(':') {
            return Ok(None);
        }
        let (hour, minute) =
            if link == "to" { (super::time::before(hour), 60 - minute) } else { (hour, *minute) };
        self.at += 3 + noun;
        let half = self.take_half();
        self.set_clock(Clock { hour, minute, half, ..Clock::default() }).map(Some)
    }

    /// «с 15 по 20», «с 15 по 20.11», «с 15.11 по 20.11»: «по» is said of days, and the first of them is meant; of hours
    /// where a day is named besides.
    fn span_of_dates(&mut self, _: Lead) -> Read {
        let named = |token: &Token| match token {
            Token::Word(word) => words::day(word).is_some() || words::weekday(word).is_some(),
            _ => false,
        };
        if self.has_day() || self.draft.clock.is_some() || self.tokens.iter().any(named) {
            return Ok(None);
        }
        let is_day =
            |ahead: usize| self.number(ahead).map(|(day, _)| day).filter(|day| (1..=31).contains(day));
        let month = |ahead: usize| {
            let parted = matches!(self.sign(ahead), Some('.' | '/'));
            let month = self.number(ahead + 1).map(|(month, _)| month);
            month.filter(|month| parted && (1..=12).contains(month))
        };
        let Some(first) = is_day(0) else { return Ok(None) };
        if let (Some(month), Some("по"), Some(_), Some(_)) = (month(1), self.word(3), is_day(4), month(5)) {
            self.set_day(Day::OfYear { month, day: first }, 7)?;
            return self.year();
        }
        let (Some("по"), Some(last)) = (self.word(1), is_day(2)) else { return Ok(None) };
        if first >= last {
            return Ok(None);
        }
        if let Some(month) = month(3) {
            self.set_day(Day::OfYear { month, day: first }, 5)?;
            return self.year();
        }
        // «с 9 по 11 утра», «с 10 по 12 часов», «с 15 по 16:30», «утром с 9 по 11».
        let hourly = |word: &str| words::half(word).is_some() || words::unit(word).is_some();
        let part = |token: &Token| matches!(token, Token::Word(word) if words::part(word).is_some());
        let of_a_day = last <= 12 && self.tokens.iter().any(part);
        if of_a_day || self.is(3, hourly) || !self.ends_a_time(3) {
            return Ok(None);
        }
        self.set_day(Day::OfMonth(first), 3)
    }

    /// «25.11», «25.11.2026», «25/11/26», «2026-11-25», «25 ноября», «25-го», «25th of november».
    fn date(&mut self, lead: Lead) -> Read {
        let Some((first, digits)) = self.number(0) else { return Ok(None) };
        // «25-26 ноября», «с 25 по 27 ноября»: the first of them.
        let parted = self.sign(1) == Some('-') || self.is(1, words::is_till);
        if let (true, Some((last, _)), Some(month)) = (parted, self.number(2), self.mean(3, words::month))
            && first < last
        {
            self.set_day(Day::OfYear { month, day: first }, 4)?;
            return self.year();
        }
        if let (Some(sign @ ('.' | '/' | '-')), Some((second, second_digits))) =
            (self.sign(1), self.number(2))
        {
            // In «25.11.15:00» the third number is an hour.
            let three = self.sign(3) == Some(sign) && self.sign(5) != Some(':');
            if let (true, Some((third, third_digits))) = (three, self.number(4)) {
                let (year, day) = match (digits, third_digits) {
                    (4, 1..=2) => (first, third),
                    (1..=2, 4) => (third, first),
                    (1..=2, 2) => (third + 2000, first),
                    _ => return Err(NOT_UNDERSTOOD),
                };
                self.set_full(year, second, day, 5)?;
                return self.after_year();
            }
            if sign == '-' || digits > 2 || second_digits > 2 {
                return Ok(None);
            }
            let timely = sign == '.' && first < 24 && second < 60 && second_digits == 2;
            let dated =
                matches!(self.draft.day, Some(Day::OfMonth(_) | Day::OfYear { .. } | Day::Full { .. }));
            let only_time = lead == Lead::At || dated && self.draft.weekday.is_none();
            // «1.13» without a day may be a slip in a date; «11.30» is said of an hour.
            let hourly = !(1..=12).contains(&second) && (self.has_day() || second.is_multiple_of(5));
            if timely && (only_time || hourly || first == 0) {
                return Ok(None);
            }
            if !(1..=12).contains(&second) || !(1..=31).contains(&first) {
                return Err(WhenError::NoSuchDate);
            }
            // «завтра 11.11».
            if let (Some(Day::Ahead(_)), None) = (self.draft.day, self.draft.dated) {
                self.draft.dated = Some((second, first));
                self.at += 3;
                return Ok(Some(()));
            }
            self.set_day(Day::OfYear { month: second, day: first }, 3)?;
            return self.year();
        }
        // «двадцать пятого», «двадцать пятого ноября».
        if let (20 | 30, Some(more @ 1..10)) = (first, self.mean(1, words::ordinal)) {
            let day = first + more;
            if let Some(month) = self.mean(2, words::month) {
                self.set_day(Day::OfYear { month, day }, 3)?;
                return self.year();
            }
            let noun = usize::from(self.is(2, words::is_date_noun));
            return self.set_day(Day::OfMonth(day), 2 + noun);
        }
        let dash = usize::from(self.sign(1) == Some('-'));
        let ending = if self.is(1 + dash, words::is_day_ending) { dash + 1 } else { 0 };
        let of = usize::from(self.is(1 + ending, |word| word == "of"));
        if let Some(month) = self.mean(1 + ending + of, words::month) {
            self.set_day(Day::OfYear { month, day: first }, 2 + ending + of)?;
            return self.year();
        }
        let noun = usize::from(self.is(1 + ending, words::is_date_noun));
        if ending == 0 && noun == 0 {
            return Ok(None);
        }
        let span = self.word_behind().is_some_and(|word| matches!(word, "с" | "со" | "from"));
        self.set_day(Day::OfMonth(first), 1 + ending + noun)?;
        // «с 15-го по 20-е»: the first of them.
        if span && self.is(0, words::is_till) && self.number(1).is_some_and(|(last, _)| last > first) {
            let dash = usize::from(self.sign(2) == Some('-'));
            let ending = if self.is(2 + dash, words::is_day_ending) { dash + 1 } else { 0 };
            if ending > 0 || self.ends_a_time(2) {
                self.at += 2 + ending + usize::from(self.is(2 + ending, words::is_date_noun));
            }
        }
        Ok(Some(()))
    }

    fn has_day(&self) -> bool {
        let draft = &self.draft;
        draft.day.is_some() || draft.weekday.is_some() || draft.week.is_some() || draft.shift.is_some()
    }

    fn set_full(&mut self, year: u32, month: u32, day: u32, used: usize) -> Result<(), WhenError> {
        if !YEARS.contains(&year) {
            return Err(WhenError::NoSuchDate);
        }
        self.set_day(Day::Full { year, month, day }, used)?;
        Ok(())
    }

    /// The year behind a day and a month, if there is one.
    pub(super) fn year(&mut self) -> Read {
        let comma = usize::from(matches!(self.sign(0), Some(',' | '.')));
        if let (Some((year, 4)), Some(Day::OfYear { month, day })) = (self.number(comma), self.draft.day)
            && YEARS.contains(&year)
            && self.sign(comma + 1) != Some(':')
            // «25 ноября 1930» is half past seven.
            && year > 1999
        {
            self.draft.day = Some(Day::Full { year, month, day });
            self.at += comma + 1;
            return self.after_year();
        }
        Ok(Some(()))
    }

    fn after_year(&mut self) -> Read {
        self.skip(&["г", "год", "года", "year"])
    }

    /// «30 мин», «2 часа», «3 дня»: from now, when nothing makes a time of it.
    fn length_alone(&mut self, lead: Lead) -> Read {
        // «10 минут пятого».
        if let (Some((minute @ 1..60, _)), Some(Unit::Minutes), Some(next)) =
            (self.number(0), self.mean(1, words::unit), self.mean(2, words::ordinal_hour))
        {
            self.at += 3;
            let half = self.take_half();
            let clock = Clock { hour: super::time::before(next), minute, half, ..Clock::default() };
            return self.set_clock(clock).map(Some);
        }
        let Some(unit) = self.mean(1, words::unit) else { return Ok(None) };
        let draft = &self.draft;
        if lead != Lead::None || self.has_day() || draft.clock.is_some() || draft.part.is_some() {
            return Ok(None);
        }
        let hours = unit == Unit::Hours;
        // «11 часов» and «3 часа дня» are times; nobody is called back in eleven hours.
        let clock = hours
            && (self.number(0).is_some_and(|(hour, _)| hour > 8) || self.mean(2, words::half).is_some());
        if clock {
            return Ok(None);
        }
        self.length().map(Some)
    }

    /// «11», «11:30», «11.30», «11-30», «1130», «11 30», «11 часов», «11ч30», «3 дня», «3pm».
    fn clock(&mut self, lead: Lead) -> Read {
        let Some((first, digits)) = self.number(0) else { return Ok(None) };
        let literal = digits == 2 && first < 10;
        let mut clock = Clock { hour: first, literal, ..Clock::default() };
        let second = self.number(2);
        let mut until = None;
        match (self.sign(1), second) {
            (Some(':'), Some((minute, 2))) | (Some('.'), Some((minute, 2))) if digits <= 2 => {
                clock.minute = minute;
                self.at += 3;
                // Seconds, from a clock that was copied.
                if let (Some(':'), Some((0..60, 2))) = (self.sign(0), self.number(1)) {
                    self.at += 2;
                }
                if self.is(0, |word| matches!(word, "ч" | "час" | "часов" | "h")) {
                    self.at += 1;
                }
            }
            (Some(':'), _) => return Err(NOT_UNDERSTOOD),
            // A span of hours: «15-17», else minutes: «11-30».
            (Some('-'), Some((last, 1..=2))) if first < last && last < 24 && self.sign(3) != Some(':') => {
                self.at += 3;
                if self.mean(0, words::unit) == Some(Unit::Hours) {
                    self.at += 1;
                }
                until = Some(Clock { hour: last, literal, ..Clock::default() });
            }
            (Some('-'), Some((minute, 2))) if digits <= 2 && self.sign(3).is_none() => {
                clock.minute = minute;
                self.at += 3;
            }
            _ => self.plain_clock(&mut clock, digits, lead)?,
        }
        // «12 noon», «12 midnight».
        let noon = self.mean(0, words::noon).filter(|_| clock.hour == 12 && clock.minute == 0);
        if let (Some(hour), None) = (noon, until) {
            self.at += 1;
            clock = Clock { hour, literal: true, ..Clock::default() };
        }
        if let Some(half) = self.take_half() {
            clock.half = Some(half);
            clock.bare = false;
            until = until.map(|until| Clock { half: Some(half), ..until });
        }
        let day_of_month = (24..=31).contains(&clock.hour) && clock.minute == 0;
        if day_of_month && clock.bare && !self.has_day() {
            return self.set_day(Day::OfMonth(clock.hour), 0);
        }
        if clock.hour > 24 || clock.minute > 59 || clock.hour == 24 && (clock.minute > 0 || clock.bare) {
            return Err(NOT_UNDERSTOOD);
        }
        // The second half of «15:00-17:00».
        if self.draft.clock.is_some_and(|before| !before.bare) && self.follows_dash(first) {
            return self.set_until(clock).map(Some);
        }
        self.set_clock(clock)?;
        match until {
            Some(until) => self.set_until(until).map(Some),
            None => Ok(Some(())),
        }
    }

    fn plain_clock(&mut self, clock: &mut Clock, digits: usize, lead: Lead) -> Result<(), WhenError> {
        let first = clock.hour;
        if self.mean(1, words::unit) == Some(Unit::Hours) || self.is(1, |word| word == "oclock") {
            self.at += 2;
            if self.sign(0) == Some('.') {
                self.at += 1;
            }
            if let Some((minute, 2)) = self.number(0)
                && self.ends_a_time(1)
            {
                clock.minute = minute;
                self.at += 1;
                if self.mean(0, words::unit) == Some(Unit::Minutes) {
                    self.at += 1;
                }
            }
            return Ok(());
        }
        if (3..=4).contains(&digits) {
            // A lone year is no time of day.
            if lead != Lead::At && (2020..2040).contains(&first) {
                return Err(NOT_UNDERSTOOD);
            }
            (clock.hour, clock.minute) = (first / 100, first % 100);
            clock.literal = digits == 4 && clock.hour < 10;
            self.at += 1;
            // «116» may be a slip of 11:16 as well as 1:16; «930» is half past nine, and «116 pm» has said enough.
            let doubtful = clock.hour < 3 || !clock.minute.is_multiple_of(5);
            if digits == 3 && doubtful && !self.is_half_ahead() {
                return Err(NOT_UNDERSTOOD);
            }
            return Ok(());
        }
        if let Some((minute @ 0..60, 2)) = self.number(1)
            && first < 24
            && self.ends_a_time(2)
            && self.mean(2, words::unit).is_none()
        {
            clock.minute = minute;
            self.at += 2;
            return Ok(());
        }
        clock.bare = lead != Lead::At;
        self.at += 1;
        Ok(())
    }

    /// Whether what stands at `ahead` leaves the number before it a count of minutes, not the day of a date.
    fn ends_a_time(&self, ahead: usize) -> bool {
        let of_a_date = |word: &str| {
            words::month(word).is_some() || words::is_date_noun(word) || words::is_day_ending(word)
        };
        !matches!(self.sign(ahead), Some('.' | '/' | '-' | ':')) && !self.is(ahead, of_a_date)
    }

    /// Whether the number just read stood behind a dash.
    fn follows_dash(&self, number: u32) -> bool {
        let behind = |pair: &[Token]| match pair {
            [Token::Sign('-'), Token::Number { value, .. }] => *value == number,
            _ => false,
        };
        self.tokens.get(..self.at).is_some_and(|read| read.windows(2).any(behind))
    }
}
