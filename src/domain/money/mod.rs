//! Money: an exact amount with its currency.
//!
//! Amounts as people write them are read in `read`, from numbers (`number`) and words (`words`).

mod number;
mod read;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An amount of money, exact to a hundredth of the unit (a kopeck, a cent).
///
/// Held as a count of hundredths, so that it is small, always equal to itself and stored as a plain number. What people
/// type is never negative: see [`Money::parse`]; a negative amount comes only of a correction.
///
/// ```
/// use dozvon::domain::money::{Currency, Money};
/// let money = Money::parse("1,5 млн руб", Currency::Rub)?;
/// assert_eq!(money.to_string(), "1500000.00 RUB");
/// # Ok::<(), dozvon::domain::money::MoneyError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// A currency. All of them have hundredths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Currency {
    /// Russian rouble.
    #[default]
    Rub,
    /// US dollar.
    Usd,
    /// Euro.
    Eur,
    /// Kazakhstan tenge.
    Kzt,
    /// Belarusian rouble.
    Byn,
    /// Chinese yuan.
    Cny,
}

/// Why a text or a number is not an amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
pub enum MoneyError {
    /// Nothing is written.
    #[error("nothing is written")]
    Empty,
    /// What is written is no amount.
    #[error("this is no amount of money")]
    NotAnAmount,
    /// Less than zero.
    #[error("an amount can't be negative")]
    Negative,
    /// More than 15 digits before the point.
    #[error("the amount has more than 15 digits")]
    TooLong,
    /// Two currencies in one amount.
    #[error("there are two currencies")]
    TwoCurrencies,
    /// A spreadsheet turned the number into `1,2E+05`; its last digits are gone.
    #[error("the spreadsheet cut the last digits off; bring the column again as text")]
    LostDigits,
}

/// One more than the largest amount, in hundredths: 15 digits before the point.
const LIMIT: i64 = 100_000_000_000_000_000;

impl Money {
    /// An amount, rounded to hundredths, halves away from zero.
    ///
    /// # Errors
    /// [`MoneyError::TooLong`] when there are more than 15 digits before the point.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let hundredths = amount
            .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|hundredths| hundredths.to_i64())
            .filter(|hundredths| hundredths.abs() < LIMIT);
        hundredths.map(|minor| Self { minor, currency }).ok_or(MoneyError::TooLong)
    }

    /// An amount in hundredths of the unit.
    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Reads an amount as people write it: `120к`, `120 000`, `0,12 млн`, `12 345,67 ₽`, `1,234.50`, `$100`, «1 млн 200 тыс»,
    /// «12 руб. 50 коп.». `default` is the currency when none is written.
    ///
    /// A lone comma or point before exactly three digits parts thousands (`120.000`, `1,234`) unless a zero stands before it
    /// or a multiplier behind (`0,125`, `1,234 млн`).
    ///
    /// # Errors
    /// [`MoneyError`]; a negative amount is one.
    pub fn parse(text: &str, default: Currency) -> Result<Self, MoneyError> {
        read::parse(text, default)
    }

    /// The amount, with two decimals.
    pub fn amount(&self) -> Decimal {
        Decimal::new(self.minor, 2)
    }

    /// The amount in hundredths of the unit.
    pub fn minor(&self) -> i64 {
        self.minor
    }

    /// The currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The sum; None when the currencies differ or it is too large to hold.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let minor = self.minor.checked_add(other.minor)?;
        (self.currency == other.currency).then_some(Self { minor, ..self })
    }
}

impl fmt::Display for Money {
    /// The machine form, `120000.00 RUB`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let minor = self.minor.unsigned_abs();
        write!(f, "{sign}{}.{:02} {}", minor / 100, minor % 100, self.currency)
    }
}

impl Currency {
    /// All currencies, the likeliest first.
    pub const ALL: [Self; 6] = [Self::Rub, Self::Usd, Self::Eur, Self::Kzt, Self::Byn, Self::Cny];

    /// The code of ISO 4217.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rub => "RUB",
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Kzt => "KZT",
            Self::Byn => "BYN",
            Self::Cny => "CNY",
        }
    }

    /// The sign people write.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Rub => "₽",
            Self::Usd => "$",
            Self::Eur => "€",
            Self::Kzt => "₸",
            Self::Byn => "Br",
            Self::Cny => "¥",
        }
    }

    /// The currency of an ISO 4217 code, in any case.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|currency| currency.code().eq_ignore_ascii_case(code))
    }
}

impl fmt::Display for Currency {
    /// The ISO 4217 code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
