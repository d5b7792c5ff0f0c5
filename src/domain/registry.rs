//! The other numbers of the state registers: КПП, ОГРН, ОГРНИП.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::digits::{self, CellError, read_cell};

/// КПП, the reason-for-registration code: nine characters `NNNNPPXXX`, where NNNN is the tax office, PP the reason (two
/// digits or capital Latin letters), XXX the record (приказ ФНС от 29.06.2012 № ММВ-7-6/435@). It has no check digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Kpp([u8; 9]);

/// Why a text is not a number of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
pub enum RegistryError {
    /// Nothing is written.
    #[error("nothing is written")]
    Empty,
    /// A character that has no place there.
    #[error("there is a character that has no place in such a number")]
    BadCharacter,
    /// The count of characters is wrong; it is given.
    #[error("a KPP has 9 characters, an OGRN 13, an OGRNIP 15; here are {0}")]
    Length(u32),
    /// Zeros only.
    #[error("the number is all zeros")]
    Zeros,
    /// The check digit of an ОГРН or ОГРНИП does not hold.
    #[error("the check digit is wrong")]
    BadChecksum,
    /// A spreadsheet turned the number into `7,70701E+08`; its last digits are gone.
    #[error("the spreadsheet cut the last digits off; bring the column again as text")]
    LostDigits,
}

impl From<CellError> for RegistryError {
    fn from(error: CellError) -> Self {
        match error {
            CellError::Empty => Self::Empty,
            CellError::NotDigits => Self::BadCharacter,
            CellError::LostDigits => Self::LostDigits,
        }
    }
}

impl Kpp {
    /// Reads a КПП: with blanks, with «КПП» before it, as a spreadsheet left it. Cyrillic letters that look like Latin
    /// ones are taken for them. Eight digits get the leading zero a spreadsheet dropped; as there is no check digit, a
    /// number that lost another digit cannot be told from such one.
    ///
    /// # Errors
    /// [`RegistryError`].
    pub fn read(text: &str) -> Result<Self, RegistryError> {
        let names = &["кпп", "kpp"];
        let code = digits::trim(text);
        let code = digits::strip_name(code, names).unwrap_or(code);
        let code = code.trim_start_matches(|c: char| !c.is_alphanumeric());
        let code = || code.chars().filter(|c| !digits::is_blank(*c));
        // Nine letters and digits are no number in scientific notation, though one of them be an E.
        if code().count() == 9 && code().all(char::is_alphanumeric) && code().any(|c| c != '0') {
            return Self::of(code());
        }
        match read_cell(text, names) {
            Ok(digits) if digits.is_zeros() => Err(RegistryError::Zeros),
            Ok(digits) => match (digits.len(), digits.number()) {
                (8 | 9, Some(number)) => Self::of(format!("{number:09}").chars()),
                (len, _) => Err(RegistryError::Length(len)),
            },
            Err(CellError::NotDigits) if code().next().is_none() => Err(RegistryError::Empty),
            Err(CellError::NotDigits) => Self::of(code()),
            Err(error) => Err(error.into()),
        }
    }

    fn of(chars: impl Iterator<Item = char>) -> Result<Self, RegistryError> {
        let mut code = [b'0'; 9];
        let mut len = 0_u32;
        for c in chars {
            let byte = match digits::digit(c) {
                Some(digit) => b'0' + digit,
                None if matches!(len, 4 | 5) => latin(c).ok_or(RegistryError::BadCharacter)?,
                None => return Err(RegistryError::BadCharacter),
            };
            if let Some(place) = code.get_mut(len as usize) {
                *place = byte;
            }
            len = len.saturating_add(1);
        }
        if len == 9 { Ok(Self(code)) } else { Err(RegistryError::Length(len)) }
    }

    /// The nine characters.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Kpp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A capital Latin letter, or the one a Cyrillic letter looks like.
fn latin(c: char) -> Option<u8> {
    let twin = match c.to_uppercase().next()? {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        other => other,
    };
    twin.is_ascii_uppercase().then(|| u8::try_from(twin).ok()).flatten()
}

/// A register number: ОГРН of an organisation, 13 digits, or ОГРНИП of a sole trader, 15 digits.
///
/// The last digit is the remainder of the number before it divided by 11 (ОГРН) or 13 (ОГРНИП), its lower digit when the
/// remainder has two (приказ Минфина от 30.10.2017 № 165н, п. 7). A number whose check digit is wrong cannot be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ogrn {
    number: u64,
    kind: OgrnKind,
}

/// Whose register number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OgrnKind {
    /// ОГРН of an organisation: 13 digits.
    Organisation,
    /// ОГРНИП of a sole trader: 15 digits.
    SoleTrader,
}

impl OgrnKind {
    /// How many digits such a number has.
    pub fn digits(self) -> u32 {
        match self {
            Self::Organisation => 13,
            Self::SoleTrader => 15,
        }
    }

    fn divisor(self) -> u64 {
        match self {
            Self::Organisation => 11,
            Self::SoleTrader => 13,
        }
    }
}

impl Ogrn {
    /// Reads an ОГРН or an ОГРНИП: with blanks, with its name before it, as a spreadsheet left it. No such number begins
    /// with a zero, so none is recovered.
    ///
    /// # Errors
    /// [`RegistryError`].
    pub fn read(text: &str) -> Result<Self, RegistryError> {
        let digits = read_cell(text, &["огрнип", "огрн", "ogrnip", "ogrn"])?;
        let wrong = RegistryError::Length(digits.len());
        let number = digits.number().ok_or(wrong)?;
        let kind = match digits.len() {
            _ if number == 0 => return Err(RegistryError::Zeros),
            13 => OgrnKind::Organisation,
            15 => OgrnKind::SoleTrader,
            _ => return Err(wrong),
        };
        if number / 10 % kind.divisor() % 10 == number % 10 {
            Ok(Self { number, kind })
        } else {
            Err(RegistryError::BadChecksum)
        }
    }

    /// Completes a number by its check digit: 12 digits for an organisation, 14 for a sole trader; None when the number
    /// has another length. For test data.
    pub fn with_checksum(number: u64, kind: OgrnKind) -> Option<Self> {
        let whole = number.checked_mul(10)?.checked_add(number % kind.divisor() % 10)?;
        (whole.checked_ilog10()? + 1 == kind.digits()).then_some(Self { number: whole, kind })
    }

    /// Whose number it is.
    pub fn kind(&self) -> OgrnKind {
        self.kind
    }
}

impl fmt::Display for Ogrn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.number, width = self.kind.digits() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kpp(text: &str) -> Result<String, RegistryError> {
        Kpp::read(text).map(|kpp| kpp.to_string())
    }

    #[test]
    fn reason_codes() {
        for (text, code) in [
            ("770701001", "770701001"),
            (" 770 701 001 ", "770701001"),
            ("КПП 770701001", "770701001"),
            ("кпп: 770701001", "770701001"),
            ("770701001.0", "770701001"),
            ("'027401001", "027401001"),
            ("27401001", "027401001"),
            ("27401001,0", "027401001"),
            ("7707AB001", "7707AB001"),
            ("7707ab001", "7707AB001"),
            ("7707АВ001", "7707AB001"), // Cyrillic
            ("7707E1001", "7707E1001"),
            ("77071E001", "77071E001"),
            ("7,70701001E+08", "770701001"),
        ] {
            assert_eq!(kpp(text).as_deref(), Ok(code), "{text:?}");
        }
        for (text, error) in [
            ("", RegistryError::Empty),
            ("КПП", RegistryError::Empty),
            ("-", RegistryError::Empty),
            ("0", RegistryError::Zeros),
            ("000000000", RegistryError::Zeros),
            ("7707010", RegistryError::Length(7)),
            ("7707010011", RegistryError::Length(10)),
            ("7707083893", RegistryError::Length(10)),
            ("7707AB01", RegistryError::Length(8)),
            ("770701A01", RegistryError::BadCharacter),
            ("7707Ж1001", RegistryError::BadCharacter),
            ("7707/1001", RegistryError::BadCharacter),
            ("нет", RegistryError::BadCharacter),
            ("7,70701E+08", RegistryError::LostDigits),
            ("7,707E+08", RegistryError::LostDigits),
        ] {
            assert_eq!(kpp(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn register_numbers() {
        for (text, kind) in [
            ("1027700132195", OgrnKind::Organisation),
            ("1027700070518", OgrnKind::Organisation),
            ("304500116000157", OgrnKind::SoleTrader),
        ] {
            let ogrn = Ogrn::read(text).unwrap();
            assert_eq!((ogrn.kind(), ogrn.to_string().as_str()), (kind, text));
        }
        for text in [
            "ОГРН 1027700132195",
            "огрн: 1027700132195",
            "1 027 700 132 195",
            "1027700132195.0",
            "'1027700132195",
            "1,027700132195E+12",
        ] {
            assert_eq!(
                Ogrn::read(text).map(|ogrn| ogrn.to_string()).as_deref(),
                Ok("1027700132195"),
                "{text:?}"
            );
        }
        assert_eq!(Ogrn::read("ОГРНИП 304500116000157").map(|ogrn| ogrn.kind()), Ok(OgrnKind::SoleTrader));
        for (text, error) in [
            ("", RegistryError::Empty),
            ("ОГРН", RegistryError::Empty),
            ("нет", RegistryError::BadCharacter),
            ("1027700132194", RegistryError::BadChecksum),
            ("304500116000158", RegistryError::BadChecksum),
            ("102770013219", RegistryError::Length(12)),
            ("10277001321955", RegistryError::Length(14)),
            ("99999999999999999999999999999999999999999", RegistryError::Length(41)),
            ("0", RegistryError::Zeros),
            ("0000000000000", RegistryError::Zeros),
            ("1,0277E+12", RegistryError::LostDigits),
        ] {
            assert_eq!(Ogrn::read(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn check_digits_are_computed() {
        let organisation = Ogrn::with_checksum(102_770_013_219, OgrnKind::Organisation);
        assert_eq!(organisation, Ogrn::read("1027700132195").ok());
        assert_eq!(
            Ogrn::with_checksum(30_450_011_600_015, OgrnKind::SoleTrader),
            Ogrn::read("304500116000157").ok()
        );
        for number in [0, 1, 99_999_999_999, 1_000_000_000_000, u64::MAX] {
            assert_eq!(Ogrn::with_checksum(number, OgrnKind::Organisation), None, "{number}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(number in 100_000_000_000_u64..1_000_000_000_000, code in "[0-9]{4}[0-9A-Z]{2}[0-9]{3}") {
            let ogrn = Ogrn::with_checksum(number, OgrnKind::Organisation).unwrap();
            prop_assert_eq!(Ogrn::read(&ogrn.to_string()), Ok(ogrn));
            let trader = Ogrn::with_checksum(number * 100 + 7, OgrnKind::SoleTrader).unwrap();
            prop_assert_eq!(Ogrn::read(&trader.to_string()), Ok(trader));
            prop_assume!(code != "000000000");
            let kpp = Kpp::read(&code).unwrap();
            prop_assert_eq!(kpp.as_str(), &code);
            prop_assert_eq!(Kpp::read(&kpp.to_string()), Ok(kpp));
        }

        #[test]
        fn any_text_is_survived(text in any::<String>(), digits in "[0-9 .,A-ZЕ'+-]{0,40}") {
            for text in [text, digits] {
                let _ = (Kpp::read(&text), Ogrn::read(&text));
            }
        }
    }
}
