//! The numbering plan: whether digits are a number, and of which country.

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat};

use crate::domain::digits::Digits;

/// The ten digits behind +7, when the number is of that country code (Russia and Kazakhstan).
pub(super) fn national_seven(number: u64) -> Option<u64> {
    (70_000_000_000..80_000_000_000).contains(&number).then_some(number % 10_000_000_000)
}

/// The number that these digits are as a whole, in E.164.
///
/// `plus`: a plus stood before them. `lone_eight`: the first digit was an 8 that stood alone, as in `+8 (495) …`:
/// that is the trunk prefix with a wrong plus, while `+84951234567` is in Viet Nam.
pub(super) fn resolve(digits: Digits, plus: bool, lone_eight: bool) -> Option<u64> {
    let number = digits.number()?;
    let ours = match (digits.len(), plus) {
        (10, false) => seven(number),
        (11, false) => trunk(digits, &[7, 8]).and_then(seven),
        (11, true) => trunk(digits, if lone_eight { &[7, 8] } else { &[7] }).and_then(seven),
        // «+7 (8-495) …», «8 7 916 …»: both prefixes at once.
        (12, _) => doubled(digits).and_then(seven),
        _ => None,
    };
    if ours.is_some() {
        return ours;
    }
    if plus {
        if let Some((number, _)) = foreign(number) {
            return Some(number);
        }
        if digits.len() == 11
            && let Some(number) = trunk(digits, &[8]).and_then(seven)
        {
            return Some(number);
        }
    }
    // The international prefixes: 8~10 of Russia, 00 of most other countries. The plus that stands for them already
    // is often left before them.
    [(810, 3), (0, 2)]
        .into_iter()
        .find(|(prefix, len)| digits.starts_with(*prefix, *len) && digits.len() > len + 7)
        .and_then(|(_, len)| resolve(digits.split(len).1, true, false))
}

/// The number that 11 to 15 digits of another country are, written without a plus (`375291234567`), and the length of
/// its country code. Russian readings come first, so this is asked last.
pub(super) fn resolve_bare(digits: Digits) -> Option<(u64, u32)> {
    if !(11..=15).contains(&digits.len()) || digits.starts_with(7, 1) || digits.starts_with(0, 1) {
        return None;
    }
    // Eleven digits with a leading 8 are a Russian number with a mistake rather than one of Hong Kong.
    if digits.len() == 11 && digits.starts_with(8, 1) {
        return None;
    }
    foreign(digits.number()?)
}

/// A number of +7 by its ten digits, when such a code is in use.
fn seven(national: u64) -> Option<u64> {
    let valid = match national / 1_000_000_000 {
        // The whole zone 9 is mobile: no need to ask.
        9 => true,
        _ => {
            let number = PhoneNumber { country_code: 7, national_number: national, ..PhoneNumber::default() };
            national < 10_000_000_000 && number.is_valid()
        }
    };
    valid.then_some(70_000_000_000 + national)
}

/// The ten digits behind one of these first digits.
fn trunk(digits: Digits, first: &[u64]) -> Option<u64> {
    let (head, national) = digits.split(1);
    first.contains(&head.number()?).then(|| national.number()).flatten()
}

/// The ten digits behind 77, 78, 87 or 88.
fn doubled(digits: Digits) -> Option<u64> {
    let (head, national) = digits.split(2);
    matches!(head.number()?, 77 | 78 | 87 | 88).then(|| national.number()).flatten()
}

/// A number of any country but +7, when the library knows it, and the length of its country code. A trunk prefix
/// behind the country code goes: `+44 (0)20 7183 8750`.
fn foreign(number: u64) -> Option<(u64, u32)> {
    let known = PHONE_NUMBER_UTIL.parse(format!("+{number}"), None).ok()?;
    if known.country_code == 7 || !known.is_valid() {
        return None;
    }
    let code = u32::try_from(known.country_code).ok()?.checked_ilog10()? + 1;
    let number = known.format_as(PhoneNumberFormat::E164).strip_prefix('+')?.parse().ok()?;
    (10_000_000..=999_999_999_999_999).contains(&number).then_some((number, code))
}

/// The number in its two commonest shapes: ten digits, or eleven that begin with 7 or 8.
pub(super) fn quick(number: u64, len: u32) -> Option<u64> {
    match (len, number / 10_000_000_000) {
        (10, _) => seven(number),
        (11, 7 | 8) => seven(number % 10_000_000_000),
        _ => None,
    }
}

/// As [`quick`], for a run of digits of exactly this length.
pub(super) fn quick_digits(digits: Digits, len: u32) -> Option<u64> {
    if digits.len() == len { quick(digits.number()?, len) } else { None }
}
