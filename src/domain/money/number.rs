//! Numbers with thousands apart and a decimal point or comma.

use super::MoneyError;
use crate::domain::digits::{self, Digits};

/// Decimal places kept before rounding. What is cut off cannot change how a half is rounded.
const PLACES: u32 = 15;
/// Most digits before the point.
const WHOLE_MAX: u32 = 15;

/// Digits and the signs between them.
#[derive(Debug, Default)]
pub(super) struct Number {
    /// Each group with the sign before it; a space stands for blanks of every kind.
    groups: Vec<(Option<char>, Digits)>,
}

impl Number {
    /// One whole, in the units of [`Number::value`].
    pub(super) const UNIT: u128 = 10_u128.pow(PLACES);

    /// Takes a number off the head of a text; the rest comes with it.
    pub(super) fn read(text: &str) -> Option<(Self, &str)> {
        let mut number = Self::default();
        let mut rest = text;
        loop {
            let (sign, from) = sign(rest, number.groups.is_empty());
            let end = from.find(|c| digits::digit(c).is_none()).unwrap_or(from.len());
            let Some((group, behind)) = from.split_at_checked(end).filter(|_| end > 0) else { break };
            let mut run = Digits::default();
            group.chars().filter_map(digits::digit).for_each(|digit| run.push(digit));
            number.groups.push((sign, run));
            rest = behind;
        }
        (!number.groups.is_empty()).then_some((number, rest))
    }

    /// The value in units of `10^-15`. `exact`: a lone point is a decimal point whatever follows.
    pub(super) fn value(&self, exact: bool) -> Result<u128, MoneyError> {
        let fraction = self.fraction(exact);
        let whole = match self.groups.split_last() {
            Some((_, whole)) if fraction.is_some() => whole,
            _ => self.groups.as_slice(),
        };
        let thousands = whole.get(1).and_then(|(sign, _)| *sign);
        let mut value = Digits::default();
        for (place, (sign, group)) in whole.iter().enumerate() {
            let fits = match place {
                0 => sign.is_none() && (whole.len() == 1 || group.len() <= 3),
                _ => *sign == thousands && group.len() == 3,
            };
            if !fits {
                return Err(MoneyError::NotAnAmount);
            }
            value.append(*group);
        }
        let whole = value.number().filter(|value| value.checked_ilog10().unwrap_or(0) < WHOLE_MAX);
        let (kept, _) = fraction.unwrap_or_default().split(PLACES);
        let (Some(whole), Some(part)) = (whole, kept.number()) else { return Err(MoneyError::TooLong) };
        let scale = 10_u128.pow(PLACES.saturating_sub(kept.len()));
        Ok(u128::from(whole) * Self::UNIT + u128::from(part) * scale)
    }

    /// The last group, when the sign before it is a decimal point.
    fn fraction(&self, exact: bool) -> Option<Digits> {
        let ((sign, fraction), whole) = self.groups.split_last()?;
        let sign = (*sign).filter(|sign| matches!(sign, '.' | ','))?;
        let again = whole.iter().any(|(other, _)| *other == Some(sign));
        let thousands = match whole {
            [(None, first)] => !exact && fraction.len() == 3 && first.len() <= 3 && !first.starts_with(0, 1),
            _ => false,
        };
        (!again && !thousands).then_some(*fraction)
    }
}

/// The sign between two groups of digits and what follows it. A number may begin with a point.
fn sign(text: &str, first: bool) -> (Option<char>, &str) {
    let mut rest = text.chars();
    match rest.next() {
        Some(c @ ('.' | ',')) => (Some(c), rest.as_str()),
        Some('\'' | '\u{2019}' | '_') if !first => (Some('\''), rest.as_str()),
        Some(c) if !first && digits::is_blank(c) => (Some(' '), text.trim_start_matches(digits::is_blank)),
        _ => (None, text),
    }
}
