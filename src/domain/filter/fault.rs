//! What may be wrong with a line, and where.

use thiserror::Error;

use super::Key;

/// The first place of a line that is not understood.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("column {}: {kind}", .at + 1)]
pub struct Fault {
    /// Where it stands, in characters from 0.
    pub at: usize,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FaultKind {
    /// The line is too long.
    #[error("the line has more than {most} characters")]
    TooLong {
        /// How many it may have.
        most: usize,
    },
    /// A sign where a word should stand.
    #[error("a word is wanted, and there stands {found:?}")]
    NoWord {
        /// The sign; `None` at the end of the line.
        found: Option<char>,
    },
    /// Nobody knows this word.
    #[error("unknown word {word:?}")]
    UnknownKey {
        /// The word.
        word: String,
        /// The word it may be a slip of.
        nearest: Option<String>,
    },
    /// A word behind which neither a sign nor a value stands: it may belong to the name before it.
    #[error("{word:?} stands alone")]
    LooseWord {
        /// The word.
        word: String,
        /// The word of the language it may be a slip of.
        nearest: Option<String>,
    },
    /// A word of the language without a sign behind it.
    #[error("a sign is wanted behind the word")]
    NoSign {
        /// The word.
        key: Key,
    },
    /// A name is neither more nor less than another.
    #[error("only a colon goes with this word")]
    NoOrder {
        /// The word.
        key: Key,
    },
    /// Values that are parted by a semicolon.
    #[error("values are parted by a comma")]
    Semicolon,
    /// A quotation mark that is not closed.
    #[error("the quotation mark is not closed")]
    OpenQuote,
    /// Nothing stands behind the sign.
    #[error("a value is wanted: {wants:?}")]
    NoValue {
        /// What should stand there.
        wants: Wants,
    },
    /// What stands there can't be read.
    #[error("{found:?} is not {wants:?}")]
    BadValue {
        /// What stands there.
        found: String,
        /// What should stand there.
        wants: Wants,
        /// What it may be a slip of.
        nearest: Option<String>,
    },
    /// The range ends before it begins.
    #[error("the range ends before it begins")]
    Backwards,
    /// Nothing here has this name.
    #[error("there is no {found:?}")]
    Unknown {
        /// Of what it should be the name.
        key: Key,
        /// The name.
        found: String,
        /// The name it may be a slip of.
        nearest: Option<String>,
    },
    /// Several have a name that begins so.
    #[error("{found:?} may be {}", .several.join(", "))]
    Ambiguous {
        /// Of what it is the name.
        key: Key,
        /// What was typed.
        found: String,
        /// What it may be.
        several: Vec<String>,
    },
}

/// What is wanted in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wants {
    /// One of these words, in Russian and in English.
    Words(Vec<(&'static str, &'static str)>),
    /// A name.
    Name,
    /// A sum of money.
    Sum,
    /// A length of time.
    Length,
    /// A date.
    Date,
    /// A number.
    Number,
    /// A time zone.
    Zone,
    /// A region.
    Region,
    /// A class.
    Class,
}
