//! Filters: a line of text that says which clients are meant: «этап:презентация сумма>500т молчит>7д».
//!
//! ```text
//! город:Омск,Томск                any of the names
//! зона:МСК+3 -метка:опт           all parts of a line must hold; a minus or «не» is the contrary
//! этап:презентация сумма>500т     of one and the same deal
//! молчит>7д создан:01.10.2026..   lengths of time, dates, ranges
//! обзвон:"Опт, осень" итог:нет    names in quotes; «нет» is none at all
//! ```
//!
//! Every word is known in Russian and in English, and both may stand in one line; letter case and ё do not count. The line says
//! names of people, stages and results as people know them: whoever has the base at hand finds out whom they mean.
//!
//! | module | what it does |
//! |---|---|
//! | `words` | the words of the language, in both languages |
//! | `parse`, `value` | reading a line, and the values in it |
//! | `write` | writing a filter as a line |
//! | `fault` | what may be wrong with a line, and where |
//! | `bounds` | more, less, from … to … |
//! | `saved` | filters that were saved by name |

mod bounds;
mod fault;
mod parse;
pub mod saved;
#[cfg(test)]
mod tests;
mod value;
mod words;
mod write;

use chrono::NaiveDate;
use chrono_tz::Tz;
use rust_decimal::Decimal;

pub use self::bounds::{Bounds, Length, Unit};
pub use self::fault::{Fault, FaultKind, Wants};
pub use self::value::number;
pub use self::words::{Key, keys};
use super::client::{Class, ClientKind};
use super::geo::RegionCode;
use super::money::Money;
use super::queue::EntryKind;

/// Longest line, in characters.
pub const LINE_MAX: usize = 1000;
/// Longest name of a filter that is saved, in characters.
pub const NAME_MAX: usize = 60;

/// Which clients are meant: all parts must hold. One without parts means everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What must hold, in the order of the line.
    pub parts: Vec<Part>,
}

/// One condition of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whether the contrary is meant.
    pub not: bool,
    /// Where it stands.
    pub at: At,
    /// What is asked.
    pub test: Test,
}

/// Where something stands in its line, in characters from 0. It is no part of what the line means: all places are equal.
#[derive(Clone, Copy, Debug, Default)]
pub struct At(pub usize);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for At {}

/// What is asked of a client. Of several values any will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A name: of a city, a manager, a tag, a source, a stage, a process, a result, a job.
    Name(Key, Vec<Named>),
    /// His time zone; one of Russia stands for all with the same clock. `None` is one that is not known.
    Zone(Vec<Option<Tz>>),
    /// His region; `None` is one that is not known.
    Region(Vec<Option<RegionCode>>),
    /// His class; one without a second letter stands for all with that first one. `None` is no class.
    Class(Vec<Option<Class>>),
    /// A company or a person.
    Kind(Vec<ClientKind>),
    /// How his deals stand.
    Deal(Vec<DealIs>),
    /// Which contact with him is still to come; `None` is none at all.
    Waits(Vec<Option<EntryKind>>),
    /// Whether he has a consent to advertising, a prohibition of calls, a number, an address, an INN.
    Has(Key, bool),
    /// The sum of a deal.
    Amount(Bounds<Money>),
    /// For how long a deal has been on its stage.
    OnStage(Bounds<Length>),
    /// For how long nobody has spoken with him; who was never contacted is silent for ever.
    Silent(Bounds<Length>),
    /// Nobody has ever spoken with him.
    NeverSpoken,
    /// The day his card was made.
    Created(Bounds<NaiveDate>),
    /// For how long his card is there.
    Age(Bounds<Length>),
    /// A field of the firm's own, by its title, with any of these texts.
    Field(String, Vec<Named>),
    /// A field of the firm's own, as a number.
    FieldNumber(String, Bounds<Decimal>),
}

/// A value that is a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// None at all: «нет».
    Nothing,
    /// Any: «есть».
    Anything,
    /// Whoever asks: «я», for a manager.
    Me,
    /// This one, as it was typed, and where.
    Name(String, At),
}

/// How the deals of a client stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DealIs {
    /// One is under way.
    Open,
    /// None is under way.
    Nothing,
    /// One was won.
    Won,
    /// One was lost.
    Lost,
}

/// Whether a text could be taken for a line: it has a sign of one, or is one by the words of the language: «стоп».
pub fn is_like_line(text: &str) -> bool {
    text.contains(value::is_sign) || Filter::parse(text).is_ok_and(|filter| !filter.parts.is_empty())
}

impl Filter {
    /// Reads a line.
    ///
    /// ```
    /// use dozvon::domain::filter::Filter;
    /// use dozvon::domain::text::Lang;
    /// let filter = Filter::parse("stage:Презентация amount>500k не молчит<1 недели").unwrap();
    /// assert_eq!(filter.line(Lang::Ru), "этап:Презентация сумма>500т -молчит<1нед");
    /// ```
    ///
    /// # Errors
    /// The first place that is not understood, and what was expected there.
    pub fn parse(line: &str) -> Result<Self, Fault> {
        parse::line(line)
    }

    /// The line in its plainest form, in a language: read again, it is the same filter.
    pub fn line(&self, lang: super::text::Lang) -> String {
        write::line(self, lang)
    }

    /// Adds a condition.
    pub fn and(&mut self, test: Test) {
        self.parts.push(Part { not: false, at: At::default(), test });
    }
}

impl Named {
    /// A name that was not typed into a line.
    pub fn of(name: &str) -> Self {
        Self::Name(value::writable(name), At::default())
    }
}

impl Test {
    /// Whether it is about one deal: all such conditions of a line that are no contrary hold of the same one.
    pub fn is_of_a_deal(&self) -> bool {
        match self {
            Self::Deal(_) | Self::Amount(_) | Self::OnStage(_) => true,
            Self::Name(key, _) => matches!(key, Key::Stage | Key::Process),
            _ => false,
        }
    }
}
