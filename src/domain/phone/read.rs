//! The reading of one number and of a whole field.

use serde::{Deserialize, Serialize};

use super::label::Labels;
use super::lex::Kind;
use super::scan::Scan;
use super::{Phone, PhoneError, plan};

/// What a field that may hold several numbers says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReading {
    /// The numbers in their order, each once.
    pub phones: Vec<PhoneReading>,
    /// Pieces of the text that should have been numbers and are not. A field without digits that is not empty
    /// («нет», «уточнить») is one such piece.
    pub problems: Vec<(String, PhoneError)>,
}

/// One number of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneReading {
    /// The number.
    pub phone: Phone,
    /// The piece of text it came from, with its extension, without its label. Uncleaned: see
    /// [`text`](crate::domain::text).
    pub raw: String,
    /// What stood beside it, cleaned: «моб», «факс», «Иван Петрович». Words that say only that this is a telephone
    /// («тел.») are left out. May be empty.
    pub label: String,
}

/// Reads a field that may hold several numbers, however they are written and parted: by commas, semicolons, slashes,
/// line breaks, «и», «или», by spaces alone or by nothing (`8916123456789161234568`).
///
/// Nothing is made up: the tail of «123-45-67/68» and a local number without its area code are problems.
///
/// ```
/// use dozvon::domain::phone::read_field;
/// let field = read_field("моб. 8 916 555-01-77, (495) 123-45-67 доб. 5 (секретарь)");
/// let phones: Vec<_> = field.phones.iter().map(|p| (p.phone.to_string(), p.label.as_str())).collect();
/// assert_eq!(phones, [("+79165550177".to_owned(), "моб"), ("+74951234567#5".to_owned(), "секретарь")]);
/// ```
pub fn read_field(text: &str) -> FieldReading {
    if let Some((phone, raw)) = quick(text) {
        let only = PhoneReading { phone, raw: raw.to_owned(), label: String::new() };
        return FieldReading { phones: vec![only], problems: Vec::new() };
    }
    let scan = Scan::of(text);
    let labels = Labels::of(&scan);
    let mut field = FieldReading::default();
    for (at, found) in scan.found.iter().enumerate() {
        let raw = scan.raw(found);
        match found.what {
            Ok(phone) => {
                let label = labels.get(at);
                match field.phones.iter_mut().find(|known| known.phone == phone) {
                    Some(known) if known.label.is_empty() => known.label = label,
                    Some(_) => {}
                    None => field.phones.push(PhoneReading { phone, raw: raw.to_owned(), label }),
                }
            }
            Err(error) => field.problems.push((raw.to_owned(), error)),
        }
    }
    if scan.found.is_empty() && scan.tokens.list.iter().any(|token| matches!(token.kind, Kind::Word(_))) {
        field.problems.push((text.trim().to_owned(), PhoneError::NoDigits));
    }
    field
}

/// What a field for the number of one client says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientField {
    /// His number.
    pub phone: Phone,
    /// What stood beside it and is no number of his, as it was written: 8-800, «112».
    pub aside: Vec<String>,
    /// The words beside it, cleaned: «моб», «спросить Марию». May be empty.
    pub words: String,
}

/// Reads the number of a client, however it is written. 8-800 and short numbers are nobody's own: beside his number they are put
/// aside, alone they are refused.
///
/// ```
/// use dozvon::domain::phone::{PhoneError, read_of_client};
/// let field = read_of_client("8 916 555-01-77, 8 800 555-35-35")?;
/// assert_eq!((field.phone.to_string(), field.aside), ("+79165550177".to_owned(), vec!["8 800 555-35-35".to_owned()]));
/// assert_eq!(read_of_client("8 800 555-35-35"), Err(PhoneError::Service));
/// assert_eq!(read_of_client("112"), Err(PhoneError::Short));
/// # Ok::<(), PhoneError>(())
/// ```
///
/// # Errors
/// Those of [`Phone::parse`], and [`PhoneError::Service`] where nothing but such a number is written.
pub fn read_of_client(text: &str) -> Result<ClientField, PhoneError> {
    let one = parse(text);
    if let Ok(phone) = one
        && phone.may_be_clients()
    {
        let words = read_field(text).phones.into_iter().map(|found| found.label);
        return Ok(ClientField { phone, aside: Vec::new(), words: words.collect::<Vec<_>>().join(", ") });
    }
    let field = read_field(text);
    let (his, others): (Vec<_>, Vec<_>) = field.phones.iter().partition(|found| found.phone.may_be_clients());
    let foreign = field.problems.iter().find(|(_, error)| *error != PhoneError::Short);
    match (his.as_slice(), foreign) {
        ([only], None) => {
            let short = field.problems.iter().map(|(piece, _)| piece.as_str());
            let aside = others.iter().map(|found| found.raw.as_str()).chain(short);
            let aside = aside.map(|piece| piece.trim().to_owned()).collect();
            Ok(ClientField { phone: only.phone, aside, words: only.label.clone() })
        }
        ([], None) if !others.is_empty() => Err(PhoneError::Service),
        _ => Err(one.err().unwrap_or(PhoneError::Service)),
    }
}

/// Reads exactly one number.
pub(super) fn parse(text: &str) -> Result<Phone, PhoneError> {
    if let Some((phone, _)) = quick(text) {
        return Ok(phone);
    }
    let (mut one, mut problem) = (None, None);
    for found in &Scan::of(text).found {
        match found.what {
            Ok(phone) if *one.get_or_insert(phone) != phone => return Err(PhoneError::Several),
            Ok(_) => {}
            Err(error) => problem = problem.or(Some(error)),
        }
    }
    match (problem, one) {
        (Some(error), _) => Err(error),
        (None, Some(phone)) => Ok(phone),
        (None, None) if text.trim().is_empty() => Err(PhoneError::Empty),
        (None, None) => Err(PhoneError::NoDigits),
    }
}

/// A text that is one Russian number in plain ASCII, which most are; with the number itself cut out.
fn quick(text: &str) -> Option<(Phone, &str)> {
    let text = text.trim_ascii();
    let (mut number, mut len, mut plus) = (0_u64, 0_u32, false);
    for b in text.bytes() {
        match b {
            b'0'..=b'9' if len < 11 => {
                number = number * 10 + u64::from(b - b'0');
                len += 1;
            }
            b' ' | b'-' | b'(' | b')' => {}
            b'+' if len == 0 && !plus => plus = true,
            _ => return None,
        }
    }
    // A plus with anything but a whole +7 number, and stray marks at the ends, are left to the full reading.
    if (plus && (len != 11 || number / 10_000_000_000 != 7)) || text.starts_with([' ', '-', ')']) {
        return None;
    }
    if !text.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    plan::quick(number, len).map(|number| (Phone { number, ext: 0 }, text))
}
