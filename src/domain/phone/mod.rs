//! Telephone numbers: one type for every number, and the reading of numbers as people write them.
//!
//! | module | what lives there |
//! |---|---|
//! | `kind` | what sort of number it is |
//! | `plan` | the numbering plan: whether digits are a number, of which country |
//! | `lex`, `words` | a text as tokens: digits, separators, words that say something about a number |
//! | `row`, `cut` | digits with nothing but blanks and dashes between them, and the numbers in them |
//! | `scan`, `ext` | one pass over the tokens: numbers, extensions, problems |
//! | `label` | which words of a field belong to which number |
//! | `read` | the reading of one number and of a whole field |

mod cut;
mod ext;
mod kind;
mod label;
mod lex;
mod plan;
mod read;
mod row;
mod scan;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::digits;
pub use kind::{PhoneKind, is_service};
pub use read::{ClientField, FieldReading, PhoneReading, read_field, read_of_client};

/// A telephone number in E.164, with an extension when there is one.
///
/// Its machine form, given by [`Display`](fmt::Display), is `+74951234567`, with an extension `+74951234567#12`.
///
/// ```
/// use dozvon::domain::phone::Phone;
/// let phone = Phone::parse("8 (495) 123-45-67 доб. 12")?;
/// assert_eq!(phone.to_string(), "+74951234567#12");
/// assert_eq!(phone.pretty(), "+7 495 123-45-67");
/// # Ok::<(), dozvon::domain::phone::PhoneError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Phone {
    /// The digits of E.164: country code and national number.
    number: u64,
    /// The digits of the extension behind a leading 1, so that zeros stay; 0 when there is none.
    ext: u64,
}

/// Why a text is not a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
pub enum PhoneError {
    /// Nothing is written.
    #[error("nothing is written")]
    Empty,
    /// Something is written, but no digits.
    #[error("there are no digits")]
    NoDigits,
    /// One to four digits: an internal or emergency number.
    #[error("the number is too short: an internal number?")]
    Short,
    /// Five to seven digits: a local number without its area code.
    #[error("the area code is missing")]
    NoAreaCode,
    /// Some digits are missing: eight or nine of them, or ten behind a leading 8 or 7.
    #[error("some digits are missing")]
    Incomplete,
    /// The right count of digits, but no country has such a number.
    #[error("no country has such a number")]
    NotANumber,
    /// Too many digits for one number, and no way to tell where the next begins.
    #[error("there are too many digits")]
    TooLong,
    /// A spreadsheet turned the number into `7,91612E+10`; its last digits are gone.
    #[error("the spreadsheet cut the last digits off; bring the column again as text")]
    LostDigits,
    /// One number was asked for, and here are more.
    #[error("there are several numbers")]
    Several,
    /// A few digits behind a number: `123-45-67/68`. Whether the second number ends so, nobody can tell.
    #[error("the digits after the number do not make a second one")]
    Tail,
    /// 8-800 or another service: a number everybody may call, and nobody can be called on.
    #[error("a toll-free or service number is nobody's own")]
    Service,
}

/// Longest extension, digits. What is longer is a number of its own («доп. 8 916 …»).
const EXT_MAX: u32 = 9;

impl Phone {
    /// Reads exactly one number, however it is written; a number without a country is Russian.
    ///
    /// Names and comments around it are passed over; [`read_field`] keeps them.
    ///
    /// # Errors
    /// [`PhoneError`] says what is wrong; with several numbers it is [`PhoneError::Several`].
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        read::parse(text)
    }

    /// A number by its E.164 digits, 8 to 15 of them. Whether its country has such a number is not asked: this is
    /// for numbers a telephone exchange reports.
    pub fn from_e164(number: u64) -> Option<Self> {
        (10_000_000..=999_999_999_999_999).contains(&number).then_some(Self { number, ext: 0 })
    }

    /// Reads the machine form back, and nothing else: `+74951234567#12`. Unlike [`Phone::parse`] it takes every number
    /// [`Phone::from_e164`] takes.
    pub fn from_machine(text: &str) -> Option<Self> {
        let text = text.strip_prefix('+')?;
        let (number, ext) = text.split_once('#').map_or((text, None), |(number, ext)| (number, Some(ext)));
        if number.starts_with('0') || !number.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let phone = Self::from_e164(number.parse().ok()?)?;
        ext.map_or(Some(phone), |ext| phone.with_ext(ext))
    }

    /// The same line with this extension, 1 to 9 ASCII digits.
    pub fn with_ext(self, ext: &str) -> Option<Self> {
        let mut digits = digits::Digits::default();
        for c in ext.chars() {
            digits.push(u8::try_from(c.to_digit(10)?).ok()?);
        }
        self.with_ext_digits(digits)
    }

    fn with_ext_digits(self, ext: digits::Digits) -> Option<Self> {
        if !(1..=EXT_MAX).contains(&ext.len()) {
            return None;
        }
        Some(Self { ext: 10_u64.pow(ext.len()) + ext.number()?, ..self })
    }

    /// The same line without its extension.
    pub fn without_ext(self) -> Self {
        Self { ext: 0, ..self }
    }

    /// The digits of E.164 as a number: 74951234567.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The digits of E.164, without a plus and without the extension.
    pub fn digits(&self) -> String {
        self.number.to_string()
    }

    /// The extension, with its leading zeros.
    pub fn ext(&self) -> Option<String> {
        self.ext.to_string().strip_prefix('1').map(str::to_owned)
    }

    /// Whether both are one line, whatever the extensions.
    pub fn same_line(&self, other: &Self) -> bool {
        self.number == other.number
    }

    /// The form for people, without the extension: `+7 495 123-45-67` for every number of +7, whatever the length of
    /// its area code; the international form of its country for the others.
    pub fn pretty(&self) -> String {
        if let Some(national) = plan::national_seven(self.number) {
            let (code, line) = (national / 10_000_000, national % 10_000_000);
            let (head, middle, tail) = (line / 10_000, line / 100 % 100, line % 100);
            return format!("+7 {code:03} {head:03}-{middle:02}-{tail:02}");
        }
        let digits = format!("+{}", self.number);
        PHONE_NUMBER_UTIL
            .parse(&digits, None)
            .ok()
            .map(|known| known.format_as(PhoneNumberFormat::International).into_owned())
            // The library drops what it takes for a trunk prefix; a number must not lose digits on the screen.
            .filter(|pretty| pretty.chars().filter(char::is_ascii_digit).eq(digits.chars().skip(1)))
            .unwrap_or(digits)
    }

    /// The digits of E.164 backwards, the key of the search by last digits.
    pub fn reversed_digits(&self) -> String {
        self.digits().chars().rev().collect()
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.number)?;
        match self.ext() {
            Some(ext) => write!(f, "#{ext}"),
            None => Ok(()),
        }
    }
}

/// The digits to search for when a text may be the end of a number: 4 to 11 digits with the usual separators and
/// nothing else. Eleven digits that begin with the trunk prefix 8 come back with the country code 7 in its place, as
/// numbers are kept so.
///
/// ```
/// use dozvon::domain::phone::suffix_query;
/// assert_eq!(suffix_query("45-67").as_deref(), Some("4567"));
/// assert_eq!(suffix_query("8 (495) 123-45-67").as_deref(), Some("74951234567"));
/// assert_eq!(suffix_query("Протон 45"), None);
/// ```
pub fn suffix_query(text: &str) -> Option<String> {
    let mut out = String::with_capacity(11);
    for c in text.chars() {
        if let Some(d) = digits::digit(c) {
            out.push(char::from(b'0' + d));
        } else if !(matches!(c, '+' | '(' | ')' | '.') || digits::is_blank(c) || digits::is_dash(c)) {
            return None;
        }
    }
    match (out.len(), out.strip_prefix('8')) {
        (11, Some(national)) if !text.contains('+') => Some(format!("7{national}")),
        (4..=11, _) => Some(out),
        _ => None,
    }
}
