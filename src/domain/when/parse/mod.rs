//! Words into a [`Draft`].

mod bound;
mod choice;
mod day;
mod length;
mod number;
mod time;

use super::WhenError;
use super::draft::{Clock, Day, Draft, Part, Place, Unit};
use super::token::Token;
use super::words;

/// Reads all tokens, or says why not: the times that are named, any of which would do.
pub(super) fn parse(tokens: &[Token]) -> Result<Vec<Draft>, WhenError> {
    let times = choice::split(tokens);
    let mut drafts = times.iter().map(|(_, time)| one(time)).collect::<Result<Vec<_>, _>>()?;
    choice::share(&mut drafts);
    // The end of a span of days has said what it has to say of the first.
    let linked = times.into_iter().map(|(link, _)| link).zip(drafts);
    Ok(linked.filter(|(link, _)| *link == choice::Link::Or).map(|(_, draft)| draft).collect())
}

/// Reads the tokens of one time.
fn one(tokens: &[Token]) -> Result<Draft, WhenError> {
    let mut parser = Parser { tokens, at: 0, draft: Draft::default() };
    while parser.at < tokens.len() {
        let before = parser.at;
        parser.step()?;
        if parser.at == before {
            return Err(WhenError::NotUnderstood);
        }
    }
    if parser.draft == (Draft { moscow: parser.draft.moscow, ..Draft::default() }) {
        return Err(WhenError::NotUnderstood);
    }
    Ok(parser.draft)
}

/// A rule has read something, or it was not meant. Errors end the reading.
type Read = Result<Option<()>, WhenError>;

/// What stands before a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// Nothing that tells.
    None,
    /// «на»: a day or a time.
    On,
    /// «в», «после»: a time, where it can be one.
    At,
}

const NOT_UNDERSTOOD: WhenError = WhenError::NotUnderstood;

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    draft: Draft,
}

impl<'a> Parser<'a> {
    fn token(&self, ahead: usize) -> Option<&'a Token> {
        self.tokens.get(self.at + ahead)
    }

    fn word(&self, ahead: usize) -> Option<&'a str> {
        match self.token(ahead) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// A number and the count of its digits.
    fn number(&self, ahead: usize) -> Option<(u32, usize)> {
        match self.token(ahead) {
            Some(Token::Number { value, digits, .. }) => Some((*value, *digits)),
            _ => None,
        }
    }

    fn sign(&self, ahead: usize) -> Option<char> {
        match self.token(ahead) {
            Some(Token::Sign(sign)) => Some(*sign),
            _ => None,
        }
    }

    fn is(&self, ahead: usize, test: impl Fn(&str) -> bool) -> bool {
        self.word(ahead).is_some_and(test)
    }

    /// The word that was read last.
    fn word_behind(&self) -> Option<&'a str> {
        match self.tokens.get(self.at.checked_sub(1)?) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// What the word at `ahead` means in one list.
    fn mean<T>(&self, ahead: usize, list: impl Fn(&str) -> Option<T>) -> Option<T> {
        list(self.word(ahead)?)
    }

    /// One thing: a day, a time, a length, or a word that adds nothing.
    fn step(&mut self) -> Result<(), WhenError> {
        match self.token(0) {
            None => Ok(()),
            Some(Token::Sign('+')) => {
                self.at += 1;
                self.length()
            }
            Some(Token::Sign(':')) => Err(NOT_UNDERSTOOD),
            Some(Token::Sign(_)) => {
                self.at += 1;
                Ok(())
            }
            Some(Token::Number { .. }) => self.number_phrase(Lead::None),
            Some(Token::Word(word)) => self.word_phrase(word),
        }
    }

    fn word_phrase(&mut self, word: &str) -> Result<(), WhenError> {
        let rules: [fn(&mut Self) -> Read; 16] = [
            Self::within,
            Self::any_time,
            Self::same_time,
            Self::before,
            Self::lengths,
            Self::two_words,
            Self::after,
            Self::between,
            Self::half_hours,
            Self::hour_one,
            Self::noon,
            Self::places,
            Self::which,
            Self::days,
            Self::month_first,
            Self::parts,
        ];
        for rule in rules {
            if rule(self)?.is_some() {
                return Ok(());
            }
        }
        if words::is_preposition(word) || words::is_about(word) {
            self.at += 1;
            // «в районе 15».
            let lead = if matches!(word, "на" | "on") { Lead::On } else { Lead::At };
            return match self.token(0) {
                Some(Token::Number { .. }) => self.number_phrase(lead),
                Some(Token::Word(_)) => Ok(()),
                _ => Err(NOT_UNDERSTOOD),
            };
        }
        if words::is_moscow(word) {
            self.draft.moscow = true;
        } else if !words::is_filler(word) && (word != "по" || self.word(1).is_none()) {
            return Err(NOT_UNDERSTOOD);
        }
        self.at += 1;
        Ok(())
    }

    fn skip(&mut self, fillers: &[&str]) -> Read {
        while self.word(0).is_some_and(|word| fillers.contains(&word)) {
            self.at += 1;
        }
        Ok(Some(()))
    }

    fn set_day(&mut self, day: Day, used: usize) -> Read {
        if self.draft.day.replace(day).is_some() {
            return Err(NOT_UNDERSTOOD);
        }
        self.at += used;
        Ok(Some(()))
    }

    fn set_weekday(&mut self, weekday: chrono::Weekday) -> Result<(), WhenError> {
        if self.draft.weekday.replace(weekday).is_some() {
            return Err(NOT_UNDERSTOOD);
        }
        Ok(())
    }

    fn set_week(&mut self, ahead: u64) -> Result<(), WhenError> {
        if self.draft.week.replace(ahead).is_some() {
            return Err(NOT_UNDERSTOOD);
        }
        Ok(())
    }

    fn set_part(&mut self, part: Part, used: usize) -> Read {
        if self.draft.part.replace(part).is_some() {
            return Err(NOT_UNDERSTOOD);
        }
        self.at += used;
        Ok(Some(()))
    }

    fn set_place(&mut self, place: Place, unit: Unit, used: usize) -> Read {
        if self.draft.place.replace(place).is_some() {
            return Err(NOT_UNDERSTOOD);
        }
        match unit {
            Unit::Weeks => self.set_week(0)?,
            Unit::Months if self.draft.month.is_none() => self.draft.month = Some(0),
            _ => return Err(NOT_UNDERSTOOD),
        }
        self.at += used;
        Ok(Some(()))
    }

    /// Takes the end of a span of hours.
    fn set_until(&mut self, clock: Clock) -> Result<(), WhenError> {
        if self.draft.until.replace(clock).is_some() {
            return Err(NOT_UNDERSTOOD);
        }
        Ok(())
    }

    /// Takes a time. A bare number that stood there before was a day of the month: «25 в 10».
    fn set_clock(&mut self, clock: Clock) -> Result<(), WhenError> {
        if let Some(before) = self.draft.clock {
            if !before.bare || self.draft.day.is_some() {
                return Err(NOT_UNDERSTOOD);
            }
            self.draft.day = Some(Day::OfMonth(before.hour));
        }
        self.draft.clock = Some(clock);
        Ok(())
    }
}
