//! Times of which any would do: «в пн или вт», «завтра-послезавтра», «с понедельника по среду». The soonest is
//! taken, of a span of days the first.

use super::super::draft::{Day, Draft};
use super::super::token::Token;
use super::super::words;

/// How two times stand to one another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// Either would do.
    Or,
    /// The second is the end of a span of days that begins with the first.
    Till,
}

/// The times that are named: the words of each, and how it stands to the one before.
pub(super) fn split(tokens: &[Token]) -> Vec<(Link, &[Token])> {
    let mut out = Vec::new();
    let (mut from, mut link) = (0, Link::Or);
    for at in 0..tokens.len() {
        if let Some(next) = links(tokens, from, at) {
            out.extend(tokens.get(from..at).map(|time| (link, time)));
            (from, link) = (at + 1, next);
        }
    }
    out.extend(tokens.get(from..).map(|time| (link, time)));
    out
}

/// How one time that ends at this token and another that begins behind it stand to one another; `None` where none does.
fn links(tokens: &[Token], from: usize, at: usize) -> Option<Link> {
    let word = |at: Option<usize>| match tokens.get(at?) {
        Some(Token::Word(word)) => Some(word.as_str()),
        _ => None,
    };
    let (before, behind) = (word(at.checked_sub(1)), word(Some(at + 1)));
    let weekdays = [before, behind].iter().all(|word| word.and_then(words::weekday).is_some());
    let days = [before, behind]
        .iter()
        .all(|word| word.is_some_and(|word| words::day(word).is_some() || words::weekday(word).is_some()));
    match tokens.get(at) {
        Some(Token::Sign('-')) => days.then_some(Link::Till),
        Some(Token::Sign('/')) => days.then_some(Link::Or),
        Some(Token::Word(between)) if words::is_till(between) => weekdays.then_some(Link::Till),
        // «через час или два» is one length.
        Some(Token::Word(between)) if words::is_or(between) => {
            let length = tokens.get(from..at).is_some_and(|read| {
                read.iter().any(|token| matches!(token, Token::Word(word) if words::is_in(word)))
            });
            (!length).then_some(Link::Or)
        }
        _ => None,
    }
}

/// What one of them leaves out, the others say: «завтра в 11 или 12», «пн или вт утром», «25 или 26 ноября».
pub(super) fn share(drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        if let [before, next] = drafts.get_mut(at - 1..=at).unwrap_or_default() {
            borrow(next, before);
        }
    }
    for at in (1..drafts.len()).rev() {
        if let [before, next] = drafts.get_mut(at - 1..=at).unwrap_or_default() {
            borrow(before, next);
        }
    }
}

fn borrow(to: &mut Draft, from: &Draft) {
    // «25 или 26 ноября», «25 или 26-го».
    let bare = to.clock.filter(|clock| clock.bare && clock.minute == 0).map(|clock| clock.hour);
    match (bare, to.day, from.day) {
        (Some(day), None, Some(Day::OfYear { month, .. })) => {
            to.day = Some(Day::OfYear { month, day });
            to.clock = None;
        }
        (Some(day), None, Some(Day::OfMonth(_))) if from.clock.is_none() => {
            to.day = Some(Day::OfMonth(day));
            to.clock = None;
        }
        (None, Some(Day::OfMonth(day)), Some(Day::OfYear { month, .. })) => {
            to.day = Some(Day::OfYear { month, day });
        }
        _ => {}
    }
    if !to.has_day() && to.shift.is_none() {
        (to.day, to.weekday, to.week) = (from.day, from.weekday, from.week);
        (to.month, to.place, to.side) = (from.month, from.place, from.side);
        to.shift = from.shift.filter(|shift| shift.minutes == 0);
    }
    if to.clock.is_none() && to.part.is_none() && to.until.is_none() && !to.same_time {
        (to.clock, to.part, to.until) = (from.clock, from.part, from.until);
        to.same_time = from.same_time;
    }
    to.moscow |= from.moscow;
}
