//! Reading amounts as people write them.

use super::number::Number;
use super::words::Word;
use super::{Currency, LIMIT, Money, MoneyError};
use crate::domain::digits::{self, CellError, read_cell};

/// One whole unit.
const UNIT: u128 = Number::UNIT;

pub(super) fn parse(text: &str, default: Currency) -> Result<Money, MoneyError> {
    let text = digits::trim(text);
    if text.is_empty() {
        return Err(MoneyError::Empty);
    }
    let mut sum = Sum::default();
    match scientific(text) {
        Some(whole) => sum.total = u128::from(whole?).checked_mul(UNIT).ok_or(MoneyError::TooLong)?,
        None => sum.read(text)?,
    }
    sum.money(default)
}

/// A number in scientific notation, as a spreadsheet left it.
fn scientific(text: &str) -> Option<Result<u64, MoneyError>> {
    if !text.contains(['e', 'E', 'е', 'Е']) || !text.ends_with(|c| digits::digit(c).is_some()) {
        return None;
    }
    match read_cell(text, &[]) {
        Ok(digits) => Some(digits.number().ok_or(MoneyError::TooLong)),
        Err(CellError::LostDigits) => Some(Err(MoneyError::LostDigits)),
        Err(CellError::Empty | CellError::NotDigits) => None,
    }
}

/// An amount that is being read: terms, each smaller than the one before («1 млн 200 тыс»), and a currency.
#[derive(Debug, Default)]
struct Sum {
    currency: Option<Currency>,
    /// Whether «бел.» was read: then «руб.» is no other currency.
    belarusian: bool,
    /// The total in units of `1 / UNIT`.
    total: u128,
    /// The multiplier of the last term.
    scale: Option<u64>,
    /// A number whose multiplier may follow.
    pending: Option<Number>,
    /// Whether a currency closed the whole units, so that only hundredths may follow.
    closed: bool,
    /// Whether the hundredths were read.
    done: bool,
}

impl Sum {
    fn read(&mut self, text: &str) -> Result<(), MoneyError> {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let behind = rest.get(c.len_utf8()..).unwrap_or_default();
            if let Some((number, after)) = Number::read(rest) {
                self.close(1)?;
                if self.done {
                    return Err(MoneyError::NotAnAmount);
                }
                self.pending = Some(number);
                rest = after;
            } else if c.is_alphabetic() || "₽$€₸¥".contains(c) {
                let len = match c.is_alphabetic() {
                    true => rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()),
                    false => c.len_utf8(),
                };
                let (word, after) = rest.split_at_checked(len).ok_or(MoneyError::NotAnAmount)?;
                self.word(Word::of(word).ok_or(MoneyError::NotAnAmount)?)?;
                // The point of an abbreviation.
                rest = after.strip_prefix('.').unwrap_or(after);
            } else if digits::is_dash(c) || (c == '(' && rest.ends_with(')')) {
                let negative = self.pending.is_none() && self.scale.is_none();
                let number = behind.contains(|c| digits::digit(c).is_some());
                return Err(if negative && number { MoneyError::Negative } else { MoneyError::NotAnAmount });
            } else if digits::is_blank(c)
                || (matches!(c, '.' | ',') && behind.is_empty() && self.pending.is_some())
            {
                rest = behind;
            } else {
                return Err(MoneyError::NotAnAmount);
            }
        }
        self.close(1)?;
        if self.scale.is_some() { Ok(()) } else { Err(MoneyError::NotAnAmount) }
    }

    fn word(&mut self, word: Word) -> Result<(), MoneyError> {
        match word {
            // «12 р. 50 к.»
            Word::Times(1_000) if self.closed && self.pending.is_some() => self.minor(),
            Word::Times(times) => self.multiply(times),
            Word::Minor => self.minor(),
            Word::ThousandRoubles => {
                self.multiply(1_000)?;
                self.currency(Currency::Rub)
            }
            Word::Belarusian => {
                self.currency(Currency::Byn)?;
                self.belarusian = true;
                Ok(())
            }
            Word::Currency(Currency::Rub) if self.belarusian => Ok(()),
            Word::Currency(currency) => self.currency(currency),
        }
    }

    fn currency(&mut self, currency: Currency) -> Result<(), MoneyError> {
        self.close(1)?;
        self.closed = self.scale.is_some();
        match self.currency.replace(currency) {
            Some(other) if other != currency => Err(MoneyError::TwoCurrencies),
            _ => Ok(()),
        }
    }

    fn multiply(&mut self, times: u64) -> Result<(), MoneyError> {
        if self.pending.is_none() {
            return Err(MoneyError::NotAnAmount);
        }
        self.close(times)
    }

    /// Ends the term that was begun, if one was.
    fn close(&mut self, times: u64) -> Result<(), MoneyError> {
        let Some(number) = self.pending.take() else { return Ok(()) };
        let value = number.value(times > 1)?.checked_mul(u128::from(times)).ok_or(MoneyError::TooLong)?;
        if let Some(scale) = self.scale
            && (self.closed || times >= scale || value >= u128::from(scale) * UNIT)
        {
            return Err(MoneyError::NotAnAmount);
        }
        self.scale = Some(times);
        self.total = self.total.checked_add(value).ok_or(MoneyError::TooLong)?;
        Ok(())
    }

    /// Ends a term of hundredths, which is the last.
    fn minor(&mut self) -> Result<(), MoneyError> {
        let number = self.pending.take().ok_or(MoneyError::NotAnAmount)?;
        let value = number.value(true)? / 100;
        if self.done || (self.scale.is_some() && value >= UNIT) {
            return Err(MoneyError::NotAnAmount);
        }
        self.scale = Some(1);
        self.done = true;
        self.total = self.total.checked_add(value).ok_or(MoneyError::TooLong)?;
        Ok(())
    }

    fn money(self, default: Currency) -> Result<Money, MoneyError> {
        let hundredth = UNIT / 100;
        let up = u128::from(self.total % hundredth >= hundredth / 2);
        let minor = (self.total / hundredth).saturating_add(up);
        let minor = i64::try_from(minor).ok().filter(|minor| *minor < LIMIT).ok_or(MoneyError::TooLong)?;
        Ok(Money { minor, currency: self.currency.unwrap_or(default) })
    }
}
