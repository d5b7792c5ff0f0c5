//! Words of amounts: multipliers, currencies, kopecks.

use super::Currency;
use crate::domain::digits;

/// A word of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// So many units.
    Times(u64),
    /// Hundredths.
    Minor,
    /// A currency.
    Currency(Currency),
    /// Thousands of roubles («тр»).
    ThousandRoubles,
    /// «бел.» of «бел. руб.».
    Belarusian,
}

const EXACT: &[(&str, Word)] = &[
    ("к", Word::Times(1_000)),
    ("k", Word::Times(1_000)),
    ("т", Word::Times(1_000)),
    ("тыс", Word::Times(1_000)),
    ("тр", Word::ThousandRoubles),
    ("м", Word::Times(1_000_000)),
    ("m", Word::Times(1_000_000)),
    ("млн", Word::Times(1_000_000)),
    ("mln", Word::Times(1_000_000)),
    ("mn", Word::Times(1_000_000)),
    ("кк", Word::Times(1_000_000)),
    ("kk", Word::Times(1_000_000)),
    ("млрд", Word::Times(1_000_000_000)),
    ("bn", Word::Times(1_000_000_000)),
    ("bln", Word::Times(1_000_000_000)),
    ("₽", Word::Currency(Currency::Rub)),
    ("р", Word::Currency(Currency::Rub)),
    ("руб", Word::Currency(Currency::Rub)),
    ("rub", Word::Currency(Currency::Rub)),
    ("rur", Word::Currency(Currency::Rub)),
    ("$", Word::Currency(Currency::Usd)),
    ("usd", Word::Currency(Currency::Usd)),
    ("долл", Word::Currency(Currency::Usd)),
    ("сша", Word::Currency(Currency::Usd)),
    ("€", Word::Currency(Currency::Eur)),
    ("eur", Word::Currency(Currency::Eur)),
    ("euro", Word::Currency(Currency::Eur)),
    ("евро", Word::Currency(Currency::Eur)),
    ("₸", Word::Currency(Currency::Kzt)),
    ("kzt", Word::Currency(Currency::Kzt)),
    ("тг", Word::Currency(Currency::Kzt)),
    ("тенге", Word::Currency(Currency::Kzt)),
    ("byn", Word::Currency(Currency::Byn)),
    ("br", Word::Currency(Currency::Byn)),
    ("бел", Word::Belarusian),
    ("¥", Word::Currency(Currency::Cny)),
    ("cny", Word::Currency(Currency::Cny)),
    ("rmb", Word::Currency(Currency::Cny)),
];

/// Stems: the beginning of the word decides.
const STEMS: &[(&str, Word)] = &[
    ("тысяч", Word::Times(1_000)),
    ("миллион", Word::Times(1_000_000)),
    ("лям", Word::Times(1_000_000)),
    ("миллиард", Word::Times(1_000_000_000)),
    ("коп", Word::Minor),
    ("рубл", Word::Currency(Currency::Rub)),
    ("доллар", Word::Currency(Currency::Usd)),
    ("белорус", Word::Belarusian),
    ("юан", Word::Currency(Currency::Cny)),
];

impl Word {
    /// What this word means.
    pub(super) fn of(word: &str) -> Option<Self> {
        let exact = EXACT.iter().find(|(exact, _)| digits::same_word(word, exact));
        let stem = || STEMS.iter().find(|(stem, _)| digits::strip_name(word, &[stem]).is_some());
        exact.or_else(stem).map(|(_, meaning)| *meaning)
    }
}
