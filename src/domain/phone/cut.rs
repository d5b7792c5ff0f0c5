//! Cutting a row of digits into numbers: `8 495 123-45-67 8 916 555-01-77` is one row of ten groups and two numbers.

use super::PhoneError;
use super::plan;
use super::row::Group;
use crate::domain::digits::{Digits, is_blank};

/// What the first groups of a row are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// One number, E.164.
    Number(u64),
    /// Several numbers glued together.
    Glued(Vec<u64>),
    /// The mark of an enumeration: `1)`.
    Mark,
    /// Not a number.
    Problem(PhoneError),
}

/// Lengths a number may have, the likeliest first: with a trunk prefix, with two, without any, with a country code.
const LENGTHS: [u32; 8] = [11, 12, 10, 15, 14, 13, 9, 8];
/// The longest number with an international prefix before it: `810` and 15 digits.
const LONGEST: u32 = 18;

/// Takes what comes first off a row: how many groups, and what they are. `plus`: a plus stood before the row.
pub(super) fn take(text: &str, row: &[Group], plus: bool) -> (usize, Piece) {
    // No reading spans more groups, and a hostile row may hold thousands.
    let groups = row.get(..Digits::MAX as usize + 1).unwrap_or(row);
    if whole(groups, plus).is_none() && !plus {
        if let Some(taken) = local_numbers(text, groups) {
            return (taken, Piece::Problem(PhoneError::NoAreaCode));
        }
        if is_enumeration(text, groups) {
            return (1, Piece::Mark);
        }
    }
    if let Some((taken, number)) = leading(groups, plus) {
        let (taken, number) = foreign_whole(groups, taken, plus).unwrap_or((taken, number));
        return (taken, Piece::Number(number));
    }
    if let Some(glued) = groups.first().and_then(|group| unglue(group.digits, false)) {
        return (1, Piece::Glued(glued));
    }
    let all = join(groups);
    if let Some(numbers) = unglue(all, true) {
        return (groups.len(), Piece::Glued(numbers));
    }
    if !plus && let Some((taken, number)) = leading_bare(groups) {
        return (taken, Piece::Number(number));
    }
    // What comes before a number written in one piece, trunk prefix and all, does not spoil it.
    let head = groups.iter().position(|group| plan::quick_digits(group.digits, 11).is_some());
    match head.and_then(|head| groups.get(..head)) {
        Some(head) if !plus && !head.is_empty() => (head.len(), Piece::Problem(judge(join(head)))),
        _ => (row.len(), Piece::Problem(judge(all))),
    }
}

/// The number the groups are as a whole.
pub(super) fn whole(groups: &[Group], plus: bool) -> Option<u64> {
    let all = join(groups);
    if all.len() > LONGEST { None } else { plan::resolve(all, plus, lone_eight(groups)) }
}

/// The number at the head of the groups: the whole of them when that is one.
fn leading(groups: &[Group], plus: bool) -> Option<(usize, u64)> {
    if let Some(number) = whole(groups, plus) {
        return Some((groups.len(), number));
    }
    LENGTHS.into_iter().find_map(|len| {
        let (taken, digits) = first(groups, len)?;
        plan::resolve(digits, plus, lone_eight(groups)).map(|number| (taken, number))
    })
}

/// The groups as a number of another country, when `taken` of them would be a Russian number with a few digits left
/// over and the first group is that country's code: `998 90 123 45 67` is no `+7 998 901-23-45`.
fn foreign_whole(groups: &[Group], taken: usize, plus: bool) -> Option<(usize, u64)> {
    let left = join(groups.get(taken..)?).len();
    if plus || !(1..=4).contains(&left) {
        return None;
    }
    let (number, code) = bare(groups)?;
    (groups.first()?.digits.len() == code).then_some((groups.len(), number))
}

/// As [`leading`], for numbers of other countries written without a plus.
fn leading_bare(groups: &[Group]) -> Option<(usize, u64)> {
    if let Some((number, _)) = bare(groups) {
        return Some((groups.len(), number));
    }
    (11..=15).find_map(|len| {
        let (taken, _) = first(groups, len)?;
        bare(groups.get(..taken)?).map(|(number, _)| (taken, number))
    })
}

/// The groups as a number of another country without a plus, and the length of its country code, which the first
/// group must hold whole.
fn bare(groups: &[Group]) -> Option<(u64, u32)> {
    let (number, code) = plan::resolve_bare(join(groups))?;
    (groups.first()?.digits.len() >= code).then_some((number, code))
}

/// Why digits that are no number are none.
pub(super) fn judge(digits: Digits) -> PhoneError {
    let russian = digits.starts_with(7, 1) || digits.starts_with(8, 1);
    match digits.len() {
        0 => PhoneError::NoDigits,
        1..=4 => PhoneError::Short,
        5..=7 => PhoneError::NoAreaCode,
        8..=9 => PhoneError::Incomplete,
        10 if russian => PhoneError::Incomplete,
        12.. if russian => PhoneError::TooLong,
        10..=15 => PhoneError::NotANumber,
        _ => PhoneError::TooLong,
    }
}

/// All digits of the groups.
pub(super) fn join(groups: &[Group]) -> Digits {
    let mut all = Digits::default();
    groups.iter().for_each(|group| all.append(group.digits));
    all
}

/// The groups that make exactly `len` digits.
fn first(groups: &[Group], len: u32) -> Option<(usize, Digits)> {
    let mut digits = Digits::default();
    for (taken, group) in (1..).zip(groups) {
        digits.append(group.digits);
        if digits.len() >= len {
            return (digits.len() == len).then_some((taken, digits));
        }
    }
    None
}

fn lone_eight(groups: &[Group]) -> bool {
    groups.first().is_some_and(|group| group.digits.len() == 1 && group.digits.number() == Some(8))
}

/// How many groups the first of several local numbers has, when the row is such: `123-45-67 765-43-21`. They differ
/// from one long number in that a space parts equal lengths.
fn local_numbers(text: &str, groups: &[Group]) -> Option<usize> {
    if join(groups).len() < 12 {
        return None;
    }
    let (mut len, mut taken, mut wanted) = (0, 0, None);
    for (at, group) in groups.iter().enumerate() {
        let next = groups.get(at + 1);
        len += group.digits.len();
        if next.is_none_or(|next| gap(text, group, next).chars().any(is_blank)) {
            let length = *wanted.get_or_insert(len);
            if len != length || !(5..=7).contains(&len) {
                return None;
            }
            if taken == 0 {
                taken = at + 1;
            }
            len = 0;
        }
    }
    (taken < groups.len()).then_some(taken)
}

/// Whether the first group numbers an item of a list: `1) 8 916 …`, `2. 8 916 …`, `№3: 8 916 …`.
fn is_enumeration(text: &str, groups: &[Group]) -> bool {
    let [mark, next, ..] = groups else { return false };
    let gap = gap(text, mark, next);
    let dot = gap.starts_with('.') && (next.digits.len() >= 10 || gap.chars().any(is_blank));
    let closed = gap.starts_with([')', ':']) || dot;
    let rest = groups.get(1..).unwrap_or_default();
    mark.digits.len() <= 2 && closed && leading(rest, false).is_some()
}

/// Cuts glued digits (`8916123456789161234568`) into Russian numbers with nothing left over. `strict`: each must have
/// its trunk prefix.
fn unglue(digits: Digits, strict: bool) -> Option<Vec<u64>> {
    if !(20..=Digits::MAX).contains(&digits.len()) {
        return None;
    }
    let (mut numbers, mut rest) = (Vec::new(), digits);
    while rest.len() > 0 {
        let (head, tail) = rest.split(11);
        if let Some(number) = plan::quick_digits(head, 11) {
            numbers.push(number);
            rest = tail;
            continue;
        }
        let (head, tail) = rest.split(10);
        numbers.push(plan::quick_digits(head, 10).filter(|_| !strict)?);
        rest = tail;
    }
    Some(numbers)
}

fn gap<'t>(text: &'t str, one: &Group, next: &Group) -> &'t str {
    text.get(one.end..next.start).unwrap_or_default()
}
