//! What is typed behind a time and says what the call is for: «завтра в 11, спросить Марию».

use super::token::{Token, tokens};
use super::words;

/// The places where a time may end and something else begin, the last of them first: what stands before, and behind.
pub(super) fn cuts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.char_indices().rev().filter_map(|(at, c)| {
        let (head, tail) = text.split_at(at);
        let behind = tail.strip_prefix(c)?;
        let spaced = head.ends_with(char::is_whitespace) && behind.starts_with(char::is_whitespace);
        let ends = match c {
            ';' | '(' | '·' | '\n' => true,
            ',' => !behind.starts_with(|c: char| c.is_ascii_digit()),
            '.' | ':' | '!' => behind.starts_with(char::is_whitespace),
            '-' | '–' | '—' => spaced,
            _ => false,
        };
        ends.then(|| (head.trim(), behind.trim().trim_end_matches(')').trim_end()))
    })
}

/// Whether these words say what a call is for, and nothing of when: the first that isn't a link is none of those of a time,
/// none takes back what was said («нет, послезавтра»), and no time stands among them («ой в 15»).
pub(super) fn is_aside(text: &str) -> bool {
    let Ok(tokens) = tokens(text) else { return true };
    let amends = matches!(tokens.first(), Some(Token::Word(word)) if words::is_amends(word));
    if amends || holds_a_time(&tokens) {
        return false;
    }
    let told = tokens.iter().find(|token| match token {
        Token::Word(word) => !words::is_link(word),
        Token::Number { .. } => true,
        Token::Sign(_) => false,
    });
    matches!(told, Some(Token::Word(word)) if word.chars().nth(1).is_some() && !words::is_known(word))
}

/// Whether a time stands among these: «послезавтра», «после 15», «через час», «15:30».
fn holds_a_time(tokens: &[Token]) -> bool {
    let named = |token: &Token| matches!(token, Token::Word(word) if words::is_time(word));
    let told = |pair: &[Token]| match pair {
        [Token::Word(before), Token::Number { .. }] => words::is_before_hour(before),
        [Token::Word(before), Token::Word(unit)] => words::is_in(before) && words::unit(unit).is_some(),
        _ => false,
    };
    let clock =
        |three: &[Token]| matches!(three, [Token::Number { .. }, Token::Sign(':'), Token::Number { .. }]);
    tokens.iter().any(named) || tokens.windows(2).any(told) || tokens.windows(3).any(clock)
}
