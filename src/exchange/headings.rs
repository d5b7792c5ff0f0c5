//! What a heading means.
//!
//! A heading is taken apart into words, without case, ё, punctuation and the difference between letters that look the
//! same in both alphabets («Е-mail» with a Cyrillic Е). The words are a phrase that names a field ([`PHRASES`]), or
//! they are put together of parts («Рабочий телефон контактного лица 2», [`WORDS`]). A heading with a word nobody
//! expects is not recognised: better a custom field than the phone of our own manager among the client's.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::field::Field;
use super::words::{OWNERS, PHRASES, SKIPPED, WORDS, Whose, Word};
use crate::domain::text::Lang;

/// The heading of the column that says why a row was rejected. It is passed over when the list is loaded again.
pub fn reason_heading(lang: Lang) -> &'static str {
    match lang {
        Lang::Ru => "Причина отказа",
        Lang::En => "Rejected because",
    }
}

/// Whether a heading is [`reason_heading`] in any language.
pub fn is_reason(heading: &str) -> bool {
    let words = normal(heading).0;
    [Lang::Ru, Lang::En].into_iter().any(|lang| normal(reason_heading(lang)).0 == words)
}

/// What a heading means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It names a field.
    Names(Named),
    /// It names something we have no use for.
    Skip,
}

/// A field that a heading names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) field: Field,
    /// The number in it: «Телефон 2». Beside a person it is the person's number, otherwise the field's.
    pub(super) number: Option<usize>,
    /// Whose it is, if the heading says so.
    pub(super) whose: Option<Whose>,
    /// Of two columns for one field the one with the smaller rank gets it.
    pub(super) rank: usize,
    /// Whether it is a part of a person's name, the client's or a contact person's.
    pub(super) is_name_part: bool,
}

/// Longest heading looked at, in words: a longer text is no heading.
const WORDS_MAX: usize = 12;
/// Biggest number of a phone or a person.
const NUMBER_MAX: usize = 99;

/// What a heading means; `None` when nobody knows.
pub(super) fn meaning(heading: &str) -> Option<Meaning> {
    if is_reason(heading) {
        return Some(Meaning::Skip);
    }
    if let Some(named) = keyed(heading) {
        return Some(Meaning::Names(named));
    }
    let (words, number) = normal(heading);
    if words.is_empty() || words.len() > WORDS_MAX {
        return None;
    }
    let phrase = words.join(" ");
    let tables = &*TABLES;
    if tables.skipped.contains(&phrase) {
        return Some(Meaning::Skip);
    }
    let known = |phrase: &str| {
        let (field, rank) = tables.phrases.get(phrase).copied()?;
        Some(Named { field, number, whose: None, rank, is_name_part: false })
    };
    let tokens = tokens(heading);
    // «Компания: Рабочий телефон» in an export of deals.
    let owned = || match tokens.split_first() {
        Some((Token::Word(first), rest)) if tables.owners.contains(first) => composed(rest, tables),
        _ => None,
    };
    let named = known(&phrase).or_else(|| composed(&tokens, tables)).or_else(owned);
    named.or_else(|| known(&without_owner(&phrase, &tables.owners)?)).map(Meaning::Names)
}

/// Our own names of fields: `person-phone-2`.
fn keyed(heading: &str) -> Option<Named> {
    let heading = heading.trim().to_lowercase();
    let (key, number) = match heading.rsplit_once('-') {
        Some((key, number)) if number.parse::<usize>().is_ok() => (key, number.parse().ok()),
        _ => (heading.as_str(), None),
    };
    // `name` and `title` are words of everyday headings, where they may mean a person.
    let field = Field::from_key(key).filter(|_| key.contains('-'))?;
    let whose = field.is_of_person().then_some(Whose::Contact);
    let is_name_part = matches!(field, Field::GivenName);
    Some(Named { field, number, whose, rank: 0, is_name_part })
}

/// «Адрес клиента» is «Адрес».
fn without_owner(phrase: &str, owners: &[String]) -> Option<String> {
    owners.iter().find_map(|owner| {
        let rest = phrase.strip_suffix(owner.as_str()).and_then(|rest| rest.strip_suffix(' '));
        let rest =
            rest.or_else(|| phrase.strip_prefix(owner.as_str()).and_then(|rest| rest.strip_prefix(' ')))?;
        Some(rest.to_owned())
    })
}

/// Puts a heading together of its parts.
fn composed(tokens: &[Token], tables: &Tables) -> Option<Named> {
    let (mut fields, mut whose, mut has_number_word) = (Vec::new(), None, false);
    let (mut number, mut person_number, mut after_person) = (None, None, false);
    let mut rest = tokens;
    while let Some((first, others)) = rest.split_first() {
        if let Token::Number(n) = first {
            if after_person {
                person_number = Some(*n);
            } else {
                number = Some(*n);
            }
            after_person = false;
            rest = others;
            continue;
        }
        let (word, taken) = (1..=3).rev().find_map(|len| {
            let words: Option<Vec<_>> = rest.get(..len)?.iter().map(Token::word).collect();
            tables.words.get(&words?.join(" ")).map(|word| (*word, len))
        })?;
        rest = rest.get(taken..).unwrap_or_default();
        if word == Word::Number && matches!(rest.first(), Some(Token::Number(_))) {
            continue;
        }
        after_person = false;
        match word {
            Word::Names(field) if !fields.contains(&field) => fields.push(field),
            Word::Of(who) => {
                after_person = true;
                whose = Some(whose.filter(|old| *old != Whose::Contact).unwrap_or(who));
            }
            Word::Number => has_number_word = true,
            Word::Names(_) | Word::Adds => {}
        }
    }
    let named = |field: Field, is_name_part| {
        let field = if whose.is_some() { field.of_person() } else { field };
        // «Телефон 2 контактного лица» is his second phone; «ФИО 2» is the second person.
        let number = person_number.or(number.filter(|_| whose.is_none() || is_name_part));
        Some(Named { field, number, whose, rank: usize::from(!is_name_part), is_name_part })
    };
    match fields.as_slice() {
        [Field::Phone] => named(Field::Phone, false),
        _ if has_number_word => None,
        [] => whose.and_then(|_| named(Field::Name, true)),
        [field @ (Field::Name | Field::Surname | Field::GivenName | Field::Patronymic)] => {
            named(*field, true)
        }
        [field] => named(*field, false),
        // «Фамилия, имя, отчество» in one column.
        parts if parts.iter().all(|f| matches!(f, Field::Surname | Field::GivenName | Field::Patronymic)) => {
            named(Field::Name, true)
        }
        _ => None,
    }
}

struct Tables {
    phrases: HashMap<String, (Field, usize)>,
    words: HashMap<String, Word>,
    skipped: Vec<String>,
    owners: Vec<String>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let list = |text: &'static str| text.split(", ").map(|phrase| normal(phrase).0.join(" "));
    let phrases = PHRASES
        .iter()
        .flat_map(|(field, text)| list(text).enumerate().map(move |(rank, phrase)| (phrase, (*field, rank))));
    let words = WORDS.iter().flat_map(|(word, text)| list(text).map(move |phrase| (phrase, *word)));
    Tables {
        phrases: phrases.collect(),
        words: words.collect(),
        skipped: list(SKIPPED).collect(),
        owners: list(OWNERS).collect(),
    }
});

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Number(usize),
}

impl Token {
    fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Number(_) => None,
        }
    }
}

/// The words of a heading in the form in which they are compared, and the last number in it.
pub(super) fn normal(heading: &str) -> (Vec<String>, Option<usize>) {
    let (mut words, mut number) = (Vec::new(), None);
    for token in tokens(heading) {
        match token {
            Token::Word(word) => words.push(word),
            Token::Number(n) => number = Some(n),
        }
    }
    (words, number)
}

fn tokens(heading: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    let mut chars = heading.chars().take(200).peekable();
    while let Some(c) = chars.next() {
        let goes_on = if c.is_alphabetic() {
            // «КонтактноеЛицо», «ИННКонтрагента».
            let hump = c.is_uppercase()
                && (before.is_lowercase()
                    || before.is_uppercase() && chars.peek().is_some_and(|c| c.is_lowercase()));
            before.is_alphabetic() && !hump
        } else {
            c.is_ascii_digit() && before.is_ascii_digit()
        };
        if !goes_on {
            finish(&mut word, &mut out);
        }
        if c.is_alphabetic() || c.is_ascii_digit() {
            word.extend(c.to_lowercase().map(look_alike));
        } else if matches!(c, '№' | '#') {
            out.push(Token::Word("№".to_owned()));
        }
        before = c;
    }
    finish(&mut word, &mut out);
    out
}

fn finish(word: &mut String, out: &mut Vec<Token>) {
    if word.is_empty() {
        return;
    }
    let text = std::mem::take(word);
    let after_number = matches!(out.last(), Some(Token::Number(_)));
    let is = |other: &str| other.chars().map(look_alike).eq(text.chars());
    let starts = |other: &str| other.chars().map(look_alike).eq(text.chars().take(other.chars().count()));
    match text.parse::<usize>() {
        Ok(n) if n <= NUMBER_MAX => out.push(Token::Number(n)),
        _ if after_number && ORDINAL_ENDS.into_iter().any(is) => {}
        _ => match ORDINALS.into_iter().find(|(ordinal, _)| starts(ordinal)) {
            Some((_, n)) => out.push(Token::Number(n)),
            None => out.push(Token::Word(text)),
        },
    }
}

/// «2-й телефон», `2nd phone`.
const ORDINAL_ENDS: [&str; 14] =
    ["й", "ый", "ой", "ий", "го", "ого", "ое", "е", "я", "ая", "st", "nd", "rd", "th"];
/// «Второй телефон».
const ORDINALS: [(&str, usize); 3] = [("перв", 1), ("втор", 2), ("трет", 3)];

/// Letters that look the same in both alphabets, small or capital, as one of them; ё as е.
fn look_alike(c: char) -> char {
    match c {
        'а' => 'a',
        'в' => 'b',
        'е' | 'ё' => 'e',
        'к' => 'k',
        'м' => 'm',
        'н' => 'h',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'т' => 't',
        'у' => 'y',
        'х' => 'x',
        c => c,
    }
}

#[cfg(test)]
#[path = "headings_tests.rs"]
mod tests;
