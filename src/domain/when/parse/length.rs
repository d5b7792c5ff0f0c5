//! Lengths of time: «через 2 часа», «полчаса», «+30».

use super::super::WhenError;
use super::super::draft::{Shift, Unit};
use super::super::words;
use super::{NOT_UNDERSTOOD, Parser, Read};

/// A smaller number without a unit may as well be hours.
const MINUTES_MIN: u32 = 5;

impl Parser<'_> {
    /// «через 2 часа», «полчаса», «in half an hour».
    pub(super) fn lengths(&mut self) -> Read {
        let word = self.word(0).unwrap_or_default();
        if words::is_in(word) {
            self.at += 1;
            // «in the morning».
            if word == "in" && self.is(0, |word| word == "the") {
                return Ok(Some(()));
            }
        } else if words::half_unit(word) != Some(Unit::Hours) {
            return Ok(None);
        }
        self.length().map(Some)
    }

    /// One or several amounts of time: «2 ч 30 мин», «полтора часа», «неделю», «30».
    pub(super) fn length(&mut self) -> Result<(), WhenError> {
        if self.draft.shift.is_some() {
            return Err(NOT_UNDERSTOOD);
        }
        let mut shift = Shift::default();
        let mut count = 0;
        while self.amount(&mut shift, count == 0)?.is_some() {
            count += 1;
            // A full stop behind a shortened unit: «15 мин.».
            if self.sign(0) == Some('.') || self.is(0, |word| matches!(word, "и" | "and")) {
                self.at += 1;
            }
        }
        if shift.is_zero() {
            return Err(NOT_UNDERSTOOD);
        }
        self.draft.shift = Some(shift);
        Ok(())
    }

    /// Adds one amount; the first must be there, further ones may.
    fn amount(&mut self, shift: &mut Shift, first: bool) -> Read {
        if let Some(unit) = self.mean(0, words::half_unit) {
            shift.add(1, unit).ok_or(NOT_UNDERSTOOD)?;
            self.at += 1;
            return Ok(Some(()));
        }
        // «через 1:20».
        if let (true, Some((hours, _)), Some(':'), Some((minutes, 2))) =
            (first, self.number(0), self.sign(1), self.number(2))
        {
            shift.add(hours.saturating_mul(2), Unit::Hours).ok_or(NOT_UNDERSTOOD)?;
            shift.add(minutes * 2, Unit::Minutes).ok_or(NOT_UNDERSTOOD)?;
            self.at += 3;
            return Ok(Some(()));
        }
        let (mut halves, mut used) = match self.count() {
            Some(count) => count,
            // «через час».
            None if first => (2, 0),
            None => return Ok(None),
        };
        let bare = used == 1;
        if self.is(used, |word| matches!(word, "a" | "an" | "of")) {
            used += 1;
        }
        if self.is(used, |word| word == "с") && self.is(used + 1, |word| word == "половиной") {
            halves += 1;
            used += 2;
        }
        let working = self.is(used, words::is_working);
        used += usize::from(working);
        match self.mean(used, words::unit) {
            Some(Unit::Days) if working => {
                let days = halves.is_multiple_of(2).then_some(halves / 2).ok_or(NOT_UNDERSTOOD)?;
                shift.workdays = shift.workdays.checked_add(days).ok_or(NOT_UNDERSTOOD)?;
            }
            Some(unit) if !working => shift.add(halves, unit).ok_or(NOT_UNDERSTOOD)?,
            None if first && bare && self.word(used).is_none() && halves / 2 >= MINUTES_MIN => {
                shift.add(halves, Unit::Minutes).ok_or(NOT_UNDERSTOOD)?;
                self.at += used;
                return Ok(Some(()));
            }
            _ if first => return Err(NOT_UNDERSTOOD),
            _ => return Ok(None),
        }
        self.at += used + 1;
        Ok(Some(()))
    }

    /// How many of the unit that follows, in halves, and the tokens that say it.
    fn count(&self) -> Option<(u32, usize)> {
        match self.word(0) {
            Some("полтора" | "полторы") => return Some((3, 1)),
            Some("пару" | "пара" | "couple") => return Some((4, 1)),
            Some("пол" | "half") => return Some((1, 1)),
            Some("a") if self.is(1, |word| word == "couple") => return Some((4, 2)),
            Some("a" | "an") => return Some((2, 1)),
            _ => {}
        }
        let (value, _) = self.number(0)?;
        let twice = value.checked_mul(2)?;
        match (self.sign(1), self.number(2)) {
            // «1,5 часа».
            (Some('.' | ','), Some((5, 1))) => Some((twice.checked_add(1)?, 3)),
            // «через 2-3 дня»: the sooner.
            (Some('-'), Some((more, _))) if more > value => Some((twice, 3)),
            _ => Some((twice, 1)),
        }
    }
}
