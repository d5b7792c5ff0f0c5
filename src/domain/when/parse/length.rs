//! Lengths of time: «через 2 часа», «минут через 20», «полчаса», «неделю спустя», «в течение часа», «+30».

use super::super::WhenError;
use super::super::draft::{Shift, Unit};
use super::super::words;
use super::{NOT_UNDERSTOOD, Parser, Read};

/// A smaller number without a unit may as well be hours.
const MINUTES_MIN: u32 = 5;

impl Parser<'_> {
    /// «через 2 часа», «часа через два», «полчаса», «in half an hour».
    pub(super) fn lengths(&mut self) -> Read {
        let word = self.word(0).unwrap_or_default();
        // «минут через 20», «часа так через два»: the unit runs ahead.
        if let Some(unit) = words::unit_ahead(word) {
            let between = usize::from(self.is(1, words::is_filler));
            if self.is(1 + between, words::is_in) {
                self.at += 2 + between;
                return self.length_of(unit).map(Some);
            }
        }
        if words::is_in(word) {
            self.at += 1;
            if word == "in" && self.is(0, |word| word == "the") {
                let within = self.is(1, |word| matches!(word, "next" | "coming"));
                // «in the morning».
                if !within {
                    return Ok(Some(()));
                }
                self.at += 2;
                self.draft.within = true;
            }
            // «in december».
            if word == "in" && self.mean(0, words::month).is_some() {
                return Ok(Some(()));
            }
            return self.length().map(Some);
        }
        if words::half_unit(word).is_some_and(|unit| unit != Unit::Years) {
            return self.length().map(Some);
        }
        self.length_and_later()
    }

    /// «неделю спустя», «a week from now»: a length that only its last words tell from a time.
    fn length_and_later(&mut self) -> Read {
        let begins = self.count().is_some() || self.mean(0, words::unit).is_some();
        if !begins || self.draft.shift.is_some() {
            return Ok(None);
        }
        let (at, draft) = (self.at, self.draft.clone());
        if matches!(self.told_length(), Ok(true)) {
            return Ok(Some(()));
        }
        (self.at, self.draft) = (at, draft);
        Ok(None)
    }

    /// «в течение часа», «в течение дня», «в ближайшие полчаса», «within 2 hours»: the end of a time that begins now.
    pub(super) fn within(&mut self) -> Read {
        let word = self.word(0).unwrap_or_default();
        let nearest = |word: &str| matches!(word, "ближайший" | "ближайшие" | "ближайших" | "ближайшую");
        let used = match word {
            "within" => 1,
            "в" | "во" if self.is(1, |word| matches!(word, "течение" | "течении")) => 2,
            "в" | "за" if self.is(1, nearest) && self.mean(2, words::weekday).is_none() => 2,
            _ => return Ok(None),
        };
        let adjectives = |word: &str| {
            matches!(
                word,
                "рабочего"
                    | "всего"
                    | "буднего"
                    | "этого"
                    | "сегодняшнего"
                    | "the"
                    | "next"
            ) || nearest(word)
        };
        let skipped = usize::from(self.is(used, adjectives));
        if self.is(used + skipped, |word| matches!(word, "дня" | "day")) {
            self.at += used + skipped + 1;
            self.draft.all_day = true;
            return Ok(Some(()));
        }
        // «в течение завтрашнего дня».
        if self.mean(used, words::day).is_some() {
            self.at += used;
            return Ok(Some(()));
        }
        self.at += used + skipped;
        self.draft.within = true;
        self.length().map(Some)
    }

    /// One or several amounts of time: «2 ч 30 мин», «полтора часа», «неделю», «30».
    pub(super) fn length(&mut self) -> Result<(), WhenError> {
        self.told_length().map(|_| ())
    }

    /// The same, and whether words behind it say that it is one.
    fn told_length(&mut self) -> Result<bool, WhenError> {
        if self.draft.shift.is_some() {
            return Err(NOT_UNDERSTOOD);
        }
        let mut shift = Shift::default();
        let mut count = 0;
        // «часов» of «через часов 5» is the unit.
        let skipped = |word: &str| words::is_about(word) || words::is_filler(word);
        while self.is(0, |word| skipped(word) && words::unit_ahead(word).is_none()) {
            self.at += 1;
        }
        while self.amount(&mut shift, count == 0)?.is_some() {
            count += 1;
            // A full stop behind a shortened unit: «15 мин.».
            if self.sign(0) == Some('.') || self.is(0, |word| matches!(word, "и" | "and")) {
                self.at += 1;
            }
        }
        // «a week from now», «неделю спустя», «in a week's time».
        let said = match self.word(0) {
            Some("спустя" | "later" | "hence") => 1,
            Some("from") if self.is(1, |word| matches!(word, "now" | "today")) => 2,
            _ => 0,
        };
        self.at += said;
        self.take_shift(shift)?;
        Ok(said > 0)
    }

    /// What stands behind a unit and «через»: «два», «20», «полтора».
    fn length_of(&mut self, unit: Unit) -> Result<(), WhenError> {
        while self.is(0, |word| words::is_about(word) || words::is_filler(word)) {
            self.at += 1;
        }
        let (quarters, used) = self.count().ok_or(NOT_UNDERSTOOD)?;
        let mut shift = Shift::default();
        shift.add(quarters, unit).ok_or(NOT_UNDERSTOOD)?;
        self.at += used;
        self.take_shift(shift)
    }

    fn take_shift(&mut self, shift: Shift) -> Result<(), WhenError> {
        if shift.is_zero() || self.draft.shift.replace(shift).is_some() {
            return Err(NOT_UNDERSTOOD);
        }
        Ok(())
    }

    /// Adds one amount; the first must be there, further ones may.
    fn amount(&mut self, shift: &mut Shift, first: bool) -> Read {
        if let Some(unit) = self.mean(0, words::half_unit) {
            shift.add(2, unit).ok_or(NOT_UNDERSTOOD)?;
            self.at += 1;
            return Ok(Some(()));
        }
        // «через 1:20».
        if let (true, Some((hours, _)), Some(':'), Some((minutes, 2))) =
            (first, self.number(0), self.sign(1), self.number(2))
        {
            shift.add(hours.saturating_mul(4), Unit::Hours).ok_or(NOT_UNDERSTOOD)?;
            shift.add(minutes * 4, Unit::Minutes).ok_or(NOT_UNDERSTOOD)?;
            self.at += 3;
            return Ok(Some(()));
        }
        if first && self.unit_and_count(shift)? {
            return Ok(Some(()));
        }
        let (mut quarters, mut used) = match self.count() {
            Some(count) => count,
            // «через день» is every other day: the day after tomorrow.
            None if first && self.is_every_other_day() => (8, 0),
            // «через час».
            None if first => (4, 0),
            None => return Ok(None),
        };
        let bare = used == 1;
        if self.is(used, |word| matches!(word, "a" | "an" | "of")) {
            used += 1;
            // «a quarter of an hour».
            used += usize::from(self.is(used, |word| matches!(word, "a" | "an")));
        }
        let (more, behind) = self.and_a_part(used);
        quarters += more;
        used += behind;
        let working = self.is(used, words::is_working);
        used += usize::from(working);
        match self.mean(used, words::unit) {
            Some(Unit::Days) if working => {
                let days = quarters.is_multiple_of(4).then_some(quarters / 4).ok_or(NOT_UNDERSTOOD)?;
                shift.workdays = shift.workdays.checked_add(days).ok_or(NOT_UNDERSTOOD)?;
            }
            Some(unit) if !working => {
                // «час с половиной», «an hour and a half».
                let (more, behind) = self.and_a_part(used + 1);
                used += behind;
                shift.add(quarters + more, unit).ok_or(NOT_UNDERSTOOD)?;
                used += self.or_more(used + 1);
                used += self.bare_minutes(shift, unit, used + 1)?;
            }
            None if first && bare && self.word(used).is_none() && quarters / 4 >= MINUTES_MIN => {
                shift.add(quarters, Unit::Minutes).ok_or(NOT_UNDERSTOOD)?;
                self.at += used;
                return Ok(Some(()));
            }
            _ if first => return Err(NOT_UNDERSTOOD),
            _ => return Ok(None),
        }
        self.at += used + 1;
        Ok(Some(()))
    }

    /// «через минут 20», «через часа два»: the unit ahead of its number.
    fn unit_and_count(&mut self, shift: &mut Shift) -> Result<bool, WhenError> {
        let Some(unit) = self.mean(0, words::unit_ahead) else { return Ok(false) };
        self.at += 1;
        let behind = self.at;
        // «через часов так 5».
        while self.is(0, |word| words::is_about(word) || words::is_filler(word)) {
            self.at += 1;
        }
        let counted = self
            .count()
            .filter(|(_, used)| self.mean(*used, words::unit).is_none() && self.sign(*used) != Some(':'));
        let Some((quarters, used)) = counted else {
            self.at = behind - 1;
            return Ok(false);
        };
        shift.add(quarters, unit).ok_or(NOT_UNDERSTOOD)?;
        self.at += used;
        Ok(true)
    }

    /// «через день», but neither «через день-другой» nor «через денёк».
    fn is_every_other_day(&self) -> bool {
        let ahead = self.word_behind().is_some_and(|word| word != "in" && words::is_in(word));
        ahead && self.is(0, |word| word == "день") && self.or_more(1) == 0
    }

    /// Quarters of a unit added to a whole, and the tokens that say so: «с половиной», «and a half», «с четвертью».
    fn and_a_part(&self, ahead: usize) -> (u32, usize) {
        let part = |at: usize| match self.word(at) {
            Some("половиной" | "половина" | "half") => Some(2),
            Some("четвертью" | "quarter") => Some(1),
            _ => None,
        };
        match self.word(ahead) {
            Some("с") => part(ahead + 1).map_or((0, 0), |more| (more, 2)),
            Some("and") if self.is(ahead + 1, |word| word == "a") => {
                // «an hour and a half an hour» is nobody's; «an hour and a quarter».
                part(ahead + 2).map_or((0, 0), |more| (more, 3))
            }
            _ => (0, 0),
        }
    }

    /// What only says that a little more would do: «недельку-другую», «час-полтора», «час или два», «day or two».
    fn or_more(&self, ahead: usize) -> usize {
        let another = |word: &str| {
            matches!(word, "другой" | "другую" | "другое" | "полтора" | "полторы" | "two" | "so")
        };
        let parted = self.sign(ahead) == Some('-') || self.is(ahead, words::is_or);
        let more = self.is(ahead + 1, another)
            || self.number(ahead + 1).is_some() && self.sign(ahead + 2) != Some(':');
        let unit = self.mean(ahead + 2, words::unit).is_some();
        if parted && more { 2 + usize::from(unit) } else { 0 }
    }

    /// «час двадцать»: minutes that do not say so.
    fn bare_minutes(&self, shift: &mut Shift, unit: Unit, ahead: usize) -> Result<usize, WhenError> {
        match self.number(ahead) {
            Some((minutes @ 1..60, 2))
                if unit == Unit::Hours
                    && self.sign(ahead + 1).is_none()
                    && self.mean(ahead + 1, words::unit).is_none() =>
            {
                shift.add(minutes * 4, Unit::Minutes).ok_or(NOT_UNDERSTOOD)?;
                Ok(1)
            }
            _ => Ok(0),
        }
    }

    /// How many of the unit that follows, in quarters, and the tokens that say it.
    fn count(&self) -> Option<(u32, usize)> {
        let next = |words: &[&str]| self.is(1, |word| words.contains(&word));
        match self.word(0) {
            Some("полтора" | "полторы" | "полутора") => return Some((6, 1)),
            // «пару-тройку».
            Some("пару" | "пара" | "пары") if self.sign(1) == Some('-') && self.number(2) == Some((3, 1)) =>
            {
                return Some((8, 3));
            }
            Some("пару" | "пара" | "пары" | "couple") => return Some((8, 1)),
            Some("несколько" | "нескольких" | "several" | "few") => return Some((12, 1)),
            Some("пол" | "half") => return Some((2, 1)),
            Some("четверть" | "четверти" | "quarter") => return Some((1, 1)),
            Some("a") if next(&["couple"]) => return Some((8, 2)),
            Some("a") if next(&["few"]) => return Some((12, 2)),
            Some("a") if next(&["quarter"]) => return Some((1, 2)),
            Some("a" | "an") => return Some((4, 1)),
            _ => {}
        }
        let (value, _) = self.number(0)?;
        if next(&["четверти", "quarters"]) {
            return Some((value, 2));
        }
        let whole = value.checked_mul(4)?;
        match (self.sign(1), self.number(2)) {
            // «1,5 часа».
            (Some('.' | ','), Some((5, 1))) => Some((whole.checked_add(2)?, 3)),
            // «через 2-3 дня», «через 2 или 3 дня»: the sooner.
            (Some('-'), Some((more, _))) if more > value => Some((whole, 3)),
            (None, Some((more, _))) if more > value && self.is(1, words::is_or) => Some((whole, 3)),
            _ => Some((whole, 1)),
        }
    }
}
