//! A text as tokens: digits, separators, words.

use super::words::Word;
use crate::domain::digits::{self, Digits};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits with nothing between them.
    Digits(Digits),
    /// A plus: the country code follows.
    Plus,
    /// What may stand inside a number: blanks, dashes, dots, brackets, quotes.
    Soft,
    /// What stands between two numbers: a comma, a semicolon, a slash, a line break.
    Hard,
    /// A word.
    Word(Word),
    /// `#` or `*`: an extension follows.
    Mark,
    /// Any other sign. It ends a number and says nothing.
    Other,
}

/// A piece of the text, by byte positions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A text and its tokens, which cover it without gaps.
#[derive(Debug)]
pub(super) struct Tokens<'t> {
    pub(super) text: &'t str,
    pub(super) list: Vec<Token>,
}

impl<'t> Tokens<'t> {
    /// Cuts a text into tokens.
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, list: lex(text) }
    }

    /// What the token at `at` is.
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.list.get(at).map(|token| token.kind)
    }

    /// The text of the token at `at`; empty behind the end.
    pub(super) fn text(&self, at: usize) -> &'t str {
        self.list.get(at).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    /// The first byte of the token at `at`.
    pub(super) fn start(&self, at: usize) -> usize {
        self.list.get(at).map_or(self.text.len(), |token| token.start)
    }

    /// The token before `at`, soft separators aside.
    pub(super) fn before(&self, at: usize) -> Option<Kind> {
        let mut back = self.list.get(..at)?.iter().rev().map(|token| token.kind);
        back.find(|kind| *kind != Kind::Soft)
    }

    /// The token at `at` or behind it, soft separators aside.
    pub(super) fn after(&self, at: usize) -> Option<Kind> {
        let mut ahead = self.list.get(at..)?.iter().map(|token| token.kind);
        ahead.find(|kind| *kind != Kind::Soft)
    }
}

fn lex(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(16);
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let kind = match c {
            c if digits::digit(c).is_some() => {
                let mut run = Digits::default();
                let mut digit = digits::digit(c);
                while let Some(d) = digit {
                    run.push(d);
                    digit = rest
                        .next_if(|(_, c)| digits::digit(*c).is_some())
                        .and_then(|(_, c)| digits::digit(c));
                }
                Kind::Digits(run)
            }
            c if c.is_alphabetic() => {
                let mut end = start + c.len_utf8();
                while let Some((at, c)) = next_letter(&mut rest) {
                    end = at + c.len_utf8();
                }
                let word = text.get(start..end).map_or(Word::Text, Word::of);
                // «И.» is an initial.
                let initial = word == Word::And && rest.peek().is_some_and(|(_, c)| *c == '.');
                Kind::Word(if initial { Word::Text } else { word })
            }
            '+' | '\u{ff0b}' | '\u{fe62}' => Kind::Plus,
            '#' | '*' | '\u{ff03}' | '\u{ff0a}' => Kind::Mark,
            ',' | ';' | '/' | '\\' | '|' | '&' | '\u{ff0c}' | '\u{ff1b}' | '\u{ff0f}' | '\u{3001}' => {
                Kind::Hard
            }
            c if digits::is_break(c) => Kind::Hard,
            c if is_soft(c) => {
                while rest.next_if(|(_, c)| is_soft(*c)).is_some() {}
                Kind::Soft
            }
            _ => Kind::Other,
        };
        let end = rest.peek().map_or(text.len(), |(at, _)| *at);
        tokens.push(Token { kind, start, end });
        join_time(text, &mut tokens);
        join_date(text, &mut tokens);
    }
    tokens
}

/// The next letter of a word. A slash between letters belongs to it («т/ф», «тел/факс»), as does an accent.
fn next_letter(rest: &mut std::iter::Peekable<std::str::CharIndices<'_>>) -> Option<(usize, char)> {
    let (_, c) = *rest.peek()?;
    let slash = c == '/' && {
        let mut ahead = rest.clone();
        ahead.next();
        ahead.next().is_some_and(|(_, c)| c.is_alphabetic())
    };
    if slash || c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c) { rest.next() } else { None }
}

fn is_soft(c: char) -> bool {
    matches!(
        c,
        '.' | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '~'
            | '_'
            | ':'
            | '!'
            | '?'
            | '№'
            | '\u{b7}'
            | '\u{2022}'
            | '\u{2219}'
            | '\u{2026}'
            | '\u{22c5}'
            | '\u{ff08}'
            | '\u{ff09}'
            | '\u{ff0e}'
            | '\u{ff1a}'
    ) || digits::is_blank(c)
        || digits::is_dash(c)
        || digits::is_wrapping(c)
}

/// Makes `9:00` one token: it is a time of day, not a part of a number.
fn join_time(text: &str, tokens: &mut Vec<Token>) {
    let [.., hours, colon, minutes] = tokens.as_slice() else { return };
    let (Kind::Digits(h), Kind::Soft, Kind::Digits(m)) = (hours.kind, colon.kind, minutes.kind) else {
        return;
    };
    if h.len() <= 2 && m.len() == 2 && text.get(colon.start..colon.end) == Some(":") {
        let time = Token { kind: Kind::Word(Word::Text), start: hours.start, end: minutes.end };
        tokens.truncate(tokens.len() - 3);
        tokens.push(time);
    }
}

/// Makes `12.05.2023` one token, likewise.
fn join_date(text: &str, tokens: &mut Vec<Token>) {
    let [rest @ .., day, first, month, second, year] = tokens.as_slice() else { return };
    let [Kind::Digits(d), Kind::Digits(m), Kind::Digits(y)] = [day.kind, month.kind, year.kind] else {
        return;
    };
    let dot = |token: &Token| text.get(token.start..token.end) == Some(".");
    let calendar = d.len() <= 2
        && m.len() <= 2
        && y.len() == 4
        && matches!(d.number(), Some(1..=31))
        && matches!(m.number(), Some(1..=12))
        && matches!(y.number(), Some(1900..=2099));
    if calendar && dot(first) && dot(second) && !rest.last().is_some_and(dot) {
        let date = Token { kind: Kind::Word(Word::Text), start: day.start, end: year.end };
        tokens.truncate(tokens.len() - 5);
        tokens.push(date);
    }
}
