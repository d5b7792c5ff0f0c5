//! ИНН: the taxpayer number.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::digits::{self, CellError, Digits, read_cell};
use super::registry::{Kpp, RegistryError};

/// A taxpayer number: 10 digits for an organisation, 12 for a person.
///
/// Structure: `NNNNXXXXXC` and `NNNNXXXXXXCC`, where NNNN is the tax office that gave it, X the record, C a check digit
/// (приказ ФНС от 29.06.2012 № ММВ-7-6/435@). A number with a wrong check digit can be held too: see [`InnMark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Inn {
    number: u64,
    kind: InnKind,
}

/// Whose number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum InnKind {
    /// An organisation: 10 digits.
    Organisation,
    /// A person, a sole trader included: 12 digits.
    Person,
}

/// What should be known about an INN before it is trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum InnMark {
    /// The check digits hold.
    #[default]
    Good,
    /// A spreadsheet had dropped the leading zero; with it the check digits hold.
    ZeroRecovered,
    /// The check digits do not hold: a mistyped number, most likely. It warns and does not block.
    BadChecksum,
}

impl InnMark {
    /// Its name for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::ZeroRecovered => "zero-recovered",
            Self::BadChecksum => "bad-checksum",
        }
    }
}

/// Why a text is not an INN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
pub enum InnError {
    /// Nothing is written.
    #[error("nothing is written")]
    Empty,
    /// Something other than digits is written.
    #[error("an INN has digits only")]
    NotDigits,
    /// The count of digits is wrong; it is given.
    #[error("an INN has 10 or 12 digits, not {0}")]
    Length(u32),
    /// Zeros only.
    #[error("the INN is all zeros")]
    Zeros,
    /// A spreadsheet turned the number into `7,70708E+09`; its last digits are gone.
    #[error("the spreadsheet cut the last digits off; bring the column again as text")]
    LostDigits,
    /// The INN is in order, the КПП beside it is not.
    #[error("the KPP beside the INN: {0}")]
    Kpp(RegistryError),
}

/// Weights of the check digit of an organisation, and of the two of a person.
///
/// A check digit is the sum of the digits before it, each times its weight, modulo 11, modulo 10. The order leaves the
/// rule to the tax service; it is set out at <https://zapolnenie.info/algoritm-proverki-inn/>.
const ORGANISATION: [u64; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const PERSON_FIRST: [u64; 10] = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const PERSON_SECOND: [u64; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/// What may stand before the number, longest first.
const NAMES: &[&str] = &["инн/кпп", "инн / кпп", "инн", "inn/kpp", "inn"];

impl InnKind {
    /// How many digits such a number has.
    pub fn digits(self) -> usize {
        match self {
            Self::Organisation => 10,
            Self::Person => 12,
        }
    }
}

impl Inn {
    /// Reads an INN: with blanks, with «ИНН» before it, as a spreadsheet left it.
    ///
    /// Nine digits become ten, and eleven twelve, by a lost leading zero, but only when the check digits then hold.
    /// Twelve digits that begin with 00 are an organisation's number filled up to the twelve cells of a tax form.
    ///
    /// # Errors
    /// [`InnError`]; a wrong check digit is no error but [`InnMark::BadChecksum`].
    pub fn read(text: &str) -> Result<(Self, InnMark), InnError> {
        let digits = read_cell(text, NAMES).map_err(|error| match error {
            CellError::Empty => InnError::Empty,
            CellError::NotDigits => InnError::NotDigits,
            CellError::LostDigits => InnError::LostDigits,
        })?;
        Self::of_digits(digits)
    }

    /// Reads an INN and the КПП that may stand beside it: `7707083893/770701001`, `ИНН 7707083893 КПП 770701001`. A КПП
    /// of zeros or a dash, as sole traders have it, is none.
    ///
    /// # Errors
    /// As [`Inn::read`], and [`InnError::Kpp`] when the INN is in order and the КПП is not.
    pub fn read_with_kpp(text: &str) -> Result<(Self, InnMark, Option<Kpp>), InnError> {
        let error = match Self::read(text) {
            Ok((inn, mark)) => return Ok((inn, mark, None)),
            Err(error @ (InnError::LostDigits | InnError::Zeros)) => return Err(error),
            Err(error) => error,
        };
        let text = digits::trim(text);
        let text = digits::strip_name(text, NAMES).unwrap_or(text);
        let text = text.trim_start_matches(|c| matches!(c, ':' | '.' | '№') || digits::is_blank(c));
        let (inn, kpp) = halves(text).ok_or(error)?;
        let (inn, mark) = Self::read(inn)?;
        match Kpp::read(kpp) {
            Ok(kpp) => Ok((inn, mark, Some(kpp))),
            Err(RegistryError::Empty | RegistryError::Zeros) => Ok((inn, mark, None)),
            Err(error) => Err(InnError::Kpp(error)),
        }
    }

    /// Completes 9 digits to an organisation's number, or 10 to a person's, by the check digits. The digits are values
    /// 0 to 9, not ASCII. None when there is another count of them or all are zeros. For test data.
    pub fn with_checksum(prefix: &[u8]) -> Option<Self> {
        let mut digits = Digits::default();
        for digit in prefix {
            digits.push(Some(*digit).filter(|digit| *digit <= 9)?);
        }
        let number = digits.number().filter(|number| *number > 0)?;
        let (number, kind) = match prefix.len() {
            9 => (number * 10 + check(number, &ORGANISATION), InnKind::Organisation),
            10 => {
                let number = number * 10 + check(number, &PERSON_FIRST);
                (number * 10 + check(number, &PERSON_SECOND), InnKind::Person)
            }
            _ => return None,
        };
        Some(Self { number, kind })
    }

    fn of_digits(digits: Digits) -> Result<(Self, InnMark), InnError> {
        let wrong = InnError::Length(digits.len());
        let number = digits.number().ok_or(wrong)?;
        if number == 0 {
            return Err(InnError::Zeros);
        }
        let inn = |kind| Self { number, kind };
        let (inn, recovered) = match digits.len() {
            9 => (inn(InnKind::Organisation), true),
            10 => (inn(InnKind::Organisation), false),
            11 => (inn(InnKind::Person), true),
            12 if number < 10_000_000_000 && inn(InnKind::Organisation).checksum_ok() => {
                (inn(InnKind::Organisation), false)
            }
            12 => (inn(InnKind::Person), false),
            _ => return Err(wrong),
        };
        match (inn.checksum_ok(), recovered) {
            (true, false) => Ok((inn, InnMark::Good)),
            (true, true) => Ok((inn, InnMark::ZeroRecovered)),
            (false, false) => Ok((inn, InnMark::BadChecksum)),
            (false, true) => Err(wrong),
        }
    }

    /// Whether the check digits hold.
    pub fn checksum_ok(&self) -> bool {
        let number = self.number;
        match self.kind {
            InnKind::Organisation => check(number / 10, &ORGANISATION) == number % 10,
            InnKind::Person => {
                check(number / 100, &PERSON_FIRST) == number / 10 % 10
                    && check(number / 10, &PERSON_SECOND) == number % 10
            }
        }
    }

    /// Whose number it is.
    pub fn kind(&self) -> InnKind {
        self.kind
    }

    /// Whether it is a person's number (12 digits).
    pub fn is_person(&self) -> bool {
        self.kind == InnKind::Person
    }

    /// The 10 or 12 digits, with leading zeros.
    pub fn digits(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Inn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.number, width = self.kind.digits())
    }
}

/// The check digit of a number that has as many digits as there are weights.
fn check(number: u64, weights: &[u64]) -> u64 {
    let mut rest = number;
    let mut sum = 0;
    for weight in weights.iter().rev() {
        sum += rest % 10 * weight;
        rest /= 10;
    }
    sum % 11 % 10
}

/// Cuts a cell into an INN and the КПП behind it, at the first sign that cannot stand inside a number. Blanks alone part
/// them only when the halves have the right lengths, because people put blanks inside numbers too.
fn halves(text: &str) -> Option<(&str, &str)> {
    let inner =
        |c: char| c == '.' || digits::digit(c).is_some() || digits::is_blank(c) || digits::is_wrapping(c);
    let brackets = |c: char| !c.is_alphanumeric();
    if let Some(at) = text.find(|c| !inner(c))
        && !text.starts_with(char::is_alphabetic)
    {
        let (inn, kpp) = text.split_at_checked(at)?;
        return Some((inn, kpp.trim_matches(brackets)));
    }
    let len = |text: &str| text.chars().filter(|c| digits::digit(*c).is_some()).count();
    let (inn, kpp) = text.rsplit_once(digits::is_blank)?;
    (matches!(len(inn), 9..=12) && matches!(len(kpp), 8..=9)).then_some((inn, kpp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<(String, InnMark), InnError> {
        Inn::read(text).map(|(inn, mark)| (inn.digits(), mark))
    }

    #[test]
    fn numbers_of_real_companies_and_people() {
        for text in [
            "7707083893", // a bank
            "7736050003", // gas
            "7728168971",
            "0274062111", // Bashkortostan: the leading zero is a part of it
            "500100732259",
            "526317984689",
        ] {
            assert_eq!(read(text), Ok((text.to_owned(), InnMark::Good)), "{text}");
        }
        assert!(Inn::read("500100732259").is_ok_and(|(inn, _)| inn.is_person()));
        assert_eq!(Inn::read("7707083893").map(|(inn, _)| inn.kind()), Ok(InnKind::Organisation));
    }

    #[test]
    fn spellings() {
        for text in [
            " 7707083893 ",
            "77 0708 3893",
            "7707\u{a0}083\u{a0}893",
            "ИНН 7707083893",
            "инн: 7707083893",
            "ИНН7707083893",
            "ИНН/КПП 7707083893",
            "INN 7707083893",
            "7707083893.0",
            "'7707083893",
            "=\"7707083893\"",
            "7,707083893E+09",
            "007707083893",
            "７７０７０８３８９３",
        ] {
            assert_eq!(read(text), Ok(("7707083893".to_owned(), InnMark::Good)), "{text:?}");
        }
    }

    #[test]
    fn a_lost_zero_comes_back_only_with_its_check_digits() {
        assert_eq!(read("274062111"), Ok(("0274062111".to_owned(), InnMark::ZeroRecovered)));
        assert_eq!(read("274062111.0"), Ok(("0274062111".to_owned(), InnMark::ZeroRecovered)));
        let person = Inn::with_checksum(&[0, 2, 7, 4, 0, 6, 2, 1, 1, 5]).unwrap();
        let cut = person.digits().trim_start_matches('0').to_owned();
        assert_eq!(read(&cut), Ok((person.digits(), InnMark::ZeroRecovered)));
        assert_eq!(read("274062112"), Err(InnError::Length(9)));
        assert_eq!(read("79161234567"), Err(InnError::Length(11)));
    }

    #[test]
    fn a_wrong_check_digit_warns() {
        for text in ["7707083894", "1234567890", "500100732258", "500100732269", "123456789012"] {
            assert_eq!(read(text), Ok((text.to_owned(), InnMark::BadChecksum)), "{text}");
        }
    }

    #[test]
    fn what_is_no_inn() {
        for (text, error) in [
            ("", InnError::Empty),
            ("ИНН", InnError::Empty),
            ("нет", InnError::NotDigits),
            ("7707083893/770701001", InnError::NotDigits),
            ("77070838O3", InnError::NotDigits),
            ("0", InnError::Zeros),
            ("0000000000", InnError::Zeros),
            ("000000000000", InnError::Zeros),
            ("77070838", InnError::Length(8)),
            ("7707083893123", InnError::Length(13)),
            ("7707083893770701001", InnError::Length(19)),
            ("7,70708E+09", InnError::LostDigits),
            ("7.70708E9", InnError::LostDigits),
            ("5,00101E+11", InnError::LostDigits),
        ] {
            assert_eq!(read(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn inn_and_kpp_in_one_cell() {
        let kpp = Kpp::read("770701001").unwrap();
        for (text, wanted) in [
            ("7707083893/770701001", Some(kpp)),
            ("7707083893 / 770701001", Some(kpp)),
            ("7707083893\\770701001", Some(kpp)),
            ("7707083893 770701001", Some(kpp)),
            ("7707083893\t770701001", Some(kpp)),
            ("7707083893, 770701001", Some(kpp)),
            ("7707083893;770701001", Some(kpp)),
            ("7707083893\n770701001", Some(kpp)),
            ("7707083893-770701001", Some(kpp)),
            ("ИНН 7707083893 КПП 770701001", Some(kpp)),
            ("ИНН: 7707083893, КПП: 770701001", Some(kpp)),
            ("ИНН/КПП: 7707083893/770701001", Some(kpp)),
            ("ИНН / КПП 7707083893 / 770701001", Some(kpp)),
            ("7707083893 (КПП 770701001)", Some(kpp)),
            ("'7707083893/770701001", Some(kpp)),
            ("7707083893.0/770701001.0", Some(kpp)),
            ("77 0708 3893 / 77 07 01 001", Some(kpp)),
            ("7707083893", None),
            ("77 0708 3893", None),
            ("7707083893/", None),
            ("7707083893/0", None),
            ("7707083893/000000000", None),
            ("7707083893/-", None),
            ("7707083893,0", None),
            ("7,707083893E+09", None),
        ] {
            let read = Inn::read_with_kpp(text).map(|(inn, mark, kpp)| (inn.digits(), mark, kpp));
            assert_eq!(read, Ok(("7707083893".to_owned(), InnMark::Good, wanted)), "{text:?}");
        }
        for (text, error) in [
            ("7707083893/77070", InnError::Kpp(RegistryError::Length(5))),
            ("7707083893/нет", InnError::Kpp(RegistryError::BadCharacter)),
            ("770708/770701001", InnError::Length(6)),
            ("/770701001", InnError::Empty),
            ("7,70708E+09", InnError::LostDigits),
            ("нет", InnError::NotDigits),
            ("", InnError::Empty),
        ] {
            assert_eq!(Inn::read_with_kpp(text).map(|_| ()), Err(error), "{text:?}");
        }
        let branch = Inn::read_with_kpp("274062111/27401001").unwrap();
        assert_eq!((branch.1, branch.2), (InnMark::ZeroRecovered, Kpp::read("027401001").ok()));
    }

    #[test]
    fn check_digits_are_computed() {
        assert_eq!(
            Inn::with_checksum(&[7, 7, 0, 7, 0, 8, 3, 8, 9]).map(|inn| inn.digits()).as_deref(),
            Some("7707083893")
        );
        let person = Inn::with_checksum(&[5, 0, 0, 1, 0, 0, 7, 3, 2, 2]).map(|inn| inn.digits());
        assert_eq!(person.as_deref(), Some("500100732259"));
        for bad in [&[][..], &[0; 9], &[1; 8], &[1; 11], &[1, 2, 3, 4, 5, 6, 7, 8, 10], b"770708389"] {
            assert_eq!(Inn::with_checksum(bad), None);
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(prefix in prop::collection::vec(0_u8..10, 9..=10)) {
            let Some(inn) = Inn::with_checksum(&prefix) else { return Ok(()) };
            // Twelve digits with 00 before an organisation's number are that organisation.
            prop_assume!(!(inn.is_person() && inn.digits().starts_with("00")));
            prop_assert!(inn.checksum_ok());
            prop_assert_eq!(Inn::read(&inn.to_string()), Ok((inn, InnMark::Good)));
        }

        #[test]
        fn one_wrong_digit_is_seen(prefix in prop::collection::vec(0_u8..10, 9..=10), at in 0_usize..9, add in 1_u8..10) {
            let Some(inn) = Inn::with_checksum(&prefix) else { return Ok(()) };
            let mut digits: Vec<u8> = inn.digits().bytes().map(|b| b - b'0').collect();
            digits[at] = (digits[at] + add) % 10;
            let typo: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
            prop_assume!(!typo.starts_with("00") && typo.bytes().any(|b| b != b'0'));
            let (read, mark) = Inn::read(&typo).unwrap();
            prop_assert_eq!(&read.digits(), &typo);
            // The remainders 0 and 10 give the same check digit, so only a typo between these two passes.
            let check = digits[prefix.len()];
            prop_assert!(mark == InnMark::BadChecksum || check == 0, "{}", typo);
        }

        #[test]
        fn any_text_is_survived(text in any::<String>(), digits in "[0-9 ./,КП'E+-]{0,30}") {
            for text in [text, digits] {
                if let Ok((inn, _)) = Inn::read(&text) {
                    prop_assert_eq!(Inn::read(&inn.to_string()).map(|(inn, _)| inn), Ok(inn));
                }
                let _ = Inn::read_with_kpp(&text);
            }
        }
    }
}
